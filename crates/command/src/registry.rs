//! A module's table of contents, and all modules together.

use crate::command::decode;
use crate::{AnyCommand, Check, Command, CommandEntry, DataStep, Definitions, Input, QueryEntry, RunDataStep, errors};
use kernel::{Error, Result};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Migration, Table};

/// What a module is: everything the platform has to know about it.
#[derive(Default)]
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// What makes its tables.
    pub migrations: Vec<Migration>,
    /// Its tables: the definition of every record it has.
    pub tables: Vec<&'static Table>,
    /// Changes of rows that every company makes once, in the order of their numbers.
    pub data_steps: Vec<DataStep>,
    /// Its commands.
    pub commands: Vec<CommandEntry>,
    /// Its queries.
    pub queries: Vec<QueryEntry>,
    /// Permissions beyond the names of its commands and queries.
    pub permissions: Vec<&'static str>,
    /// Its part of `verify`.
    pub checks: Vec<Check>,
}

/// All modules, and every command by its name: what replay and offline devices send.
pub struct Registry {
    modules: Vec<Module>,
    by_name: BTreeMap<&'static str, (usize, usize)>,
    definitions: Arc<Definitions>,
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
        let definitions = Definitions {
            tables: modules.iter().flat_map(|module| module.tables.iter().copied()).collect(),
            data_steps: modules.iter().flat_map(|module| module.data_steps.iter().copied()).collect(),
        };
        Registry { modules, by_name, definitions: Arc::new(definitions) }
    }

    /// The modules in their order.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The tables and data steps of all modules.
    pub fn definitions(&self) -> &Arc<Definitions> {
        &self.definitions
    }

    /// The tables of all modules, those of the log first.
    pub fn migrations(&self) -> Vec<Migration> {
        crate::migrations()
            .into_iter()
            .chain(self.modules.iter().flat_map(|module| module.migrations.clone()))
            .collect()
    }

    /// What a device that was offline means by the command `name`.
    pub fn offline<'a>(&self, name: &'a str) -> &'a str {
        let place = self.by_name.get(name);
        place.and_then(|(module, command)| self.modules[*module].commands[*command].offline).unwrap_or(name)
    }

    /// The command `name` with this body, of this version where the log tells it, of the current one where it is `None`.
    ///
    /// # Errors
    ///
    /// `unknown_command`, `unknown_version`, or what is wrong with the body.
    pub fn decode(&self, name: &str, version: Option<u16>, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        let input = Input { body, version, ..Input::default() };
        if name == RunDataStep::NAME {
            return decode::<RunDataStep>(&input);
        }
        let (module, command) = self
            .by_name
            .get(name)
            .ok_or_else(|| Error::field("name", "unknown_command", format!("There is no command “{name}”.")))?;
        let command = (self.modules[*module].commands[*command].decode)(&input)?;
        match version {
            Some(version) if version != command.version() => Err(errors::unknown_version(name, version)),
            _ => Ok(command),
        }
    }
}
