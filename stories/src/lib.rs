//! Shared code of the stories: a company with all modules, and the program in a process of its own.

mod examples;
pub mod florist;
mod listeners;
mod program;

pub use examples::{changed_resources, create_examples, examples};
pub use listeners::Listeners;
pub use program::{Client, Program, Response, shop};

use command::Module;
use kernel::Result;
use serde_json::{Value as Json, json};
use testkit::{Company, Database};

/// Opens a company with all modules, set up like `sanduk tenant create`.
pub fn open(database: Database, currency: &str) -> Company {
    set_up(Company::new(database, sanduk::modules::modules), currency)
}

/// [`open`] with one module more.
pub fn open_with(database: Database, currency: &str, module: fn() -> Module) -> Company {
    let modules = || sanduk::modules::modules().into_iter().chain([module()]).collect();
    set_up(Company::new(database, modules), currency)
}

fn set_up(company: Company, currency: &str) -> Company {
    let steps = sanduk::tenant_setup::steps(company.registry.definitions());
    let body = json!({"name": "Acme", "currency": currency, "timezone": "UTC", "steps": steps});
    command_named(&company, "tenancy.company.open", &body).unwrap_or_else(|error| panic!("set up: {error}"));
    company
}

/// Runs a command by its name, like a device or a replay, and returns its output; null when the answer has no body.
///
/// # Errors
///
/// The error of the command, or of decoding its body.
pub fn command_named(company: &Company, name: &str, body: &Json) -> Result<Json> {
    let command = company.registry.decode(name, body.to_string().as_bytes())?;
    let answer = company.answer(company.boxed(command))?;
    Ok(serde_json::from_slice(&answer.body).unwrap_or(Json::Null))
}
