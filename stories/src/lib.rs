//! What the stories share: a company with everything, ready for its first day.

mod program;

pub use program::{Client, Program, Response, binary};

use kernel::Result;
use serde_json::{Value as Json, json};
use testkit::{Company, Database};

/// A company with all modules, set up as `sanduk tenant create` does it.
pub fn open(database: Database, currency: &str) -> Company {
    let company = Company::new(database, sanduk::modules::modules);
    let body = json!({"name": "Acme", "currency": currency, "timezone": "UTC"});
    command_named(&company, "tenancy.company.open", &body).unwrap_or_else(|error| panic!("set up: {error}"));
    company
}

/// Runs a command by its name, as a device or a replay would.
pub fn command_named(company: &Company, name: &str, body: &Json) -> Result<Json> {
    let command = company.registry.decode(name, body.to_string().as_bytes())?;
    let answer = company.answer(company.boxed(command))?;
    Ok(serde_json::from_slice(&answer.body).unwrap_or(Json::Null))
}
