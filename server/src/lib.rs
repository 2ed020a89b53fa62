//! The one program: what all modules can do, served, and the commands to look after it.
//!
//! Start at [`modules`] (the explicit list), then [`app`] (the running whole), [`cli`] (the commands).

pub mod app;
pub mod cli;
pub mod control;
pub mod demo;
mod errors;
mod export;
pub mod file_sweep;
pub mod identity_access;
pub mod io;
pub mod jobs;
pub mod modules;
pub mod provisioning;
pub mod reference;
pub mod serve;
pub mod settings;
pub mod shared;
pub mod tables;
pub mod tenant_setup;
mod users;
pub mod verify;
