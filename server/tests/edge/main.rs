//! The HTTP interface as a client sees it: requests over a socket to a running server, on both databases.

mod access;
mod client;
mod contract;
mod documents;
mod limits;
mod people;
mod seeds;
