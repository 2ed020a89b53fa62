//! The HTTP interface as a client sees it: requests over a socket to a running server, on both databases.

mod access;
mod client;
mod compression;
mod contract;
mod documents;
mod effects;
mod features;
mod files;
mod limits;
mod metadata;
mod people;
mod seeds;
