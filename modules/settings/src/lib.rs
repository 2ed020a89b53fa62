//! Choosing what the modules leave to a company, its sites and its users.
//!
//! What a setting is and how it is read stands in `command::Setting`; here are the endpoints that list and change them.

mod commands;
mod errors;
mod globals;
mod queries;
mod secrets;

pub use globals::{copy_globals, globals, set_global};
pub use secrets::{
    CHOOSE, InstallationKeys, begin_key, choose, current_key, derived, has_key, renew, rewrap, secret, try_choice,
};

use commands::{ChooseSetting, ResetSetting, RestoreSetting};
use globals::CopyGlobalSetting;
use queries::{GetSetting, ListSettings, SettingHistory};
use secrets::{KeepSecretKey, RenewSecrets, SecretKey};

use command::{CommandEntry, DataStep, Method, Module, QueryEntry, Tx};
use kernel::Result;
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "settings",
        about: "What a company, its sites and its users choose for themselves.",
        place: 84,
        migrations: vec![migration!("settings", 1, "secret_keys")],
        tables: vec![SecretKey::TABLE],
        data_steps: vec![DataStep { module: "settings", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<ChooseSetting>(Method::Put, "/settings/{name}/"),
            CommandEntry::of::<ResetSetting>(Method::Delete, "/settings/{name}/"),
            CommandEntry::of::<RestoreSetting>(Method::Post, "/settings/{name}/restore/"),
            CommandEntry::of::<CopyGlobalSetting>(Method::Post, "/settings/{name}/global/"),
            CommandEntry::of::<KeepSecretKey>(Method::Post, "/secret-keys/"),
            CommandEntry::of::<RenewSecrets>(Method::Post, "/secret-keys/renew/"),
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
