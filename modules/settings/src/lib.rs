//! Choosing what the modules leave to a company, its sites and its users.
//!
//! What a setting is and how it is read stands in `command::Setting`; here are the endpoints that list and change them.

mod commands;
mod errors;
mod queries;

use commands::{ChooseSetting, ResetSetting, RestoreSetting};
use queries::{GetSetting, ListSettings, SettingHistory};

use command::{CommandEntry, DataStep, Method, Module, QueryEntry, Tx};
use kernel::Result;

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "settings",
        about: "What a company, its sites and its users choose for themselves.",
        place: 84,
        data_steps: vec![DataStep { module: "settings", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<ChooseSetting>(Method::Put, "/settings/{name}/"),
            CommandEntry::of::<ResetSetting>(Method::Delete, "/settings/{name}/"),
            CommandEntry::of::<RestoreSetting>(Method::Post, "/settings/{name}/restore/"),
        ],
        queries: vec![
            QueryEntry::of::<ListSettings>("/settings/"),
            QueryEntry::of::<GetSetting>("/settings/{name}/"),
            QueryEntry::of::<SettingHistory>("/settings/{name}/history/"),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Lets all roles of a new company see settings and choose for themselves.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["settings.*"])?;
    }
    Ok(())
}
