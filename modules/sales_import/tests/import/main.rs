//! The import of files: what they are, and what becomes of their documents.

mod company;
mod documents;
mod files;
