//! What a new company begins with, in one command.

use crate::errors;
use command::{Command, CommandEntry, Definitions, Method, Module, Tx};
use kernel::{Result, ToSchema};
use money::Currency;
use serde::{Deserialize, Serialize};
use store::Read;

/// The table of contents.
pub fn module() -> Module {
    let commands = vec![CommandEntry::of::<OpenCompany>(Method::Post, "/company/open/")];
    Module {
        name: "tenancy",
        about: "Opening a new company.",
        place: 90,
        commands,
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Gives an empty tenant what it needs to trade at once: roles, chart of accounts, fiscal year, units, a warehouse.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCompany {
    /// The company's name.
    pub name: String,
    /// The currency its books are kept in: ISO 4217.
    pub currency: Currency,
    /// Its IANA time zone.
    pub timezone: String,
    /// The data steps it runs, as module and number: those of the program that opens it, so that a later program replays the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<(String, i64)>,
}

/// All data steps of the program, as [`OpenCompany::steps`] names them.
pub fn steps(definitions: &Definitions) -> Vec<(String, i64)> {
    definitions.data_steps.iter().map(|step| (step.module.to_owned(), step.number)).collect()
}

/// The company that was opened.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenedCompany {
    /// The company's name.
    pub name: String,
}

impl Command for OpenCompany {
    const NAME: &'static str = "tenancy.company.open";
    const SOLO: bool = true;
    const STATUS: u16 = 201;
    type Output = OpenedCompany;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<OpenedCompany> {
        if tx.find(ledger::Company::BY_CODE, ledger::MAIN)?.is_some() {
            return Err(errors::already_open());
        }
        ledger::open_company(tx, &self.name, self.currency, &self.timezone)?;
        for (module, number) in &self.steps {
            command::run_data_step(tx, module, *number)?;
        }
        Ok(OpenedCompany { name: self.name.clone() })
    }
}
