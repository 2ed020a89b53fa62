//! The one program: what all modules can do, served, and the commands to look after it.
//!
//! Start at [`modules`] (the explicit list), then [`house`] (the running whole), [`cli`] (the commands).

pub mod access;
pub mod cli;
pub mod control;
pub mod demo;
pub mod house;
pub mod modules;
pub mod people;
pub mod serve;
pub mod settings;
pub mod setup;
pub mod verify;
