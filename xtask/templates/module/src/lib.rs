//! What this module is for, in a sentence.
//!
//! Start at [`Post{{Document}}`]; the rows of [`{{Record}}`] are served by `resource`.

mod commands;
mod errors;
mod records;
mod views;

pub use commands::{Post{{Document}}, {{Document}}Posted};
pub use records::{{{Record}}, {{Document}}};

use command::{Command, CommandEntry, DataStep, MenuEntry, Method, Module, Tx};
use kernel::Result;
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "{{module}}",
        about: "What its endpoints are for, in a sentence.",
        place: 75,
        data_steps: vec![DataStep { module: "{{module}}", number: 1, run: seed }],
        migrations: vec![migration!("{{module}}", 1, "tables")],
        tables: vec![{{Record}}::TABLE, {{Document}}::TABLE],
        commands: vec![CommandEntry::of::<Post{{Document}}>(Method::Post, "/{{documents}}/")],
        menu: vec![
            MenuEntry::resource("{{Module words}}", 700, "{{documents}}"),
            MenuEntry::command("{{Module words}}", 710, Post{{Document}}::NAME),
            MenuEntry::resource("{{Module words}}", 720, "{{records}}"),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve::<{{Record}}>(&mut module, "{{records}}", resource::operation_names!("{{module}}.{{record}}"));
    resource::serve_document::<{{Document}}>(&mut module, "{{documents}}", "{{module}}.{{document}}.view");
    module
}

/// Gives the roles of a new company their permissions in this module.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    identity::grant(tx, identity::MANAGER, &["{{module}}.*"])
}
