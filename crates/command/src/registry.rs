//! A module's table of contents, and all modules together.

use crate::{AnyCommand, Check, CommandEntry, Input, QueryEntry, errors};
use kernel::{Catalogue, Result};
use std::collections::BTreeMap;
use store::Migration;

/// What a module is: everything the platform has to know about it.
#[derive(Default)]
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// Its tables.
    pub migrations: Vec<Migration>,
    /// Its commands.
    pub commands: Vec<CommandEntry>,
    /// Its queries.
    pub queries: Vec<QueryEntry>,
    /// Permissions beyond the names of its commands and queries.
    pub permissions: Vec<&'static str>,
    /// Everything it may refuse.
    pub problems: Catalogue,
    /// Its part of `verify`.
    pub checks: Vec<Check>,
}

/// All modules, and every command by its name: what replay and offline devices send.
pub struct Registry {
    modules: Vec<Module>,
    by_name: BTreeMap<&'static str, (usize, usize)>,
}

impl Registry {
    /// Of all modules, in their order.
    pub fn of(modules: Vec<Module>) -> Registry {
        let mut by_name = BTreeMap::new();
        for (m, module) in modules.iter().enumerate() {
            for (c, command) in module.commands.iter().enumerate() {
                by_name.entry(command.name).or_insert((m, c));
            }
        }
        Registry { modules, by_name }
    }

    /// The modules in their order.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The error catalogues of the platform and of all modules.
    pub fn catalogues(&self) -> Vec<Catalogue> {
        let platform = [kernel::errors::PROBLEMS, errors::PROBLEMS];
        platform.into_iter().chain(self.modules.iter().map(|module| module.problems)).collect()
    }

    /// The tables of all modules, those of the log first.
    pub fn migrations(&self) -> Vec<Migration> {
        crate::migrations()
            .into_iter()
            .chain(self.modules.iter().flat_map(|module| module.migrations.clone()))
            .collect()
    }

    /// The command `name` with this body, which is checked.
    pub fn decode(&self, name: &str, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        (self.command(name)?.decode)(&Input { body, ..Input::default() })
    }

    /// The command `name` with a body from the log.
    pub fn decode_logged(&self, name: &str, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        (self.command(name)?.decode)(&Input { body, logged: true, ..Input::default() })
    }

    /// What a device that was offline means by the command `name` with this body.
    pub fn decode_offline(&self, name: &str, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        self.decode(self.command(name)?.offline.unwrap_or(name), body)
    }

    fn command(&self, name: &str) -> Result<&CommandEntry> {
        let (module, command) = self.by_name.get(name).ok_or_else(|| errors::unknown_command(name).at("name"))?;
        Ok(&self.modules[*module].commands[*command])
    }
}
