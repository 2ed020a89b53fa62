//! The edge from outside: a server on a socket, asked as a client would, on both databases.

mod access;
mod client;
mod documents;
mod limits;
