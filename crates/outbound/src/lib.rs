//! Calls to other systems over HTTPS, to addresses that people type: never to this machine or its network, unless whoever runs the
//! program allows that.
//!
//! Start at [`Client`]. `address.rs` says which addresses may be called.

mod address;
mod client;

pub use client::{Client, Limits, Lookup};
