//! What members put at rows of any resource: comments.
//!
//! Start at `rows.rs`: the right of what hangs on a row is the right of the row.

mod commands;
mod comments;
mod domain;
mod errors;
mod queries;
mod records;
mod rows;

pub use records::Comment;

use command::{CommandEntry, DataStep, Method, Module, QueryEntry, Tx};
use commands::{ChangeComment, CreateComment, DeleteComment};
use comments::ListComments;
use kernel::Result;
use store::{Record, migration};

/// Reads comments.
const VIEW_COMMENTS: &str = "notes.comment.view";
/// Changes and deletes the comments of others.
const MANAGE_COMMENTS: &str = "notes.comment.manage";

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "notes",
        about: "Comments on rows of any resource.",
        place: 75,
        data_steps: vec![DataStep { module: "notes", number: 1, run: seed }],
        migrations: vec![migration!("notes", 1, "comments")],
        tables: vec![Comment::TABLE],
        commands: vec![
            CommandEntry::of::<CreateComment>(Method::Post, "/comments/"),
            CommandEntry::of::<ChangeComment>(Method::Patch, "/comments/{id}/"),
            CommandEntry::of::<DeleteComment>(Method::Delete, "/comments/{id}/"),
        ],
        queries: vec![QueryEntry::of::<ListComments>("/comments/")],
        permissions: vec![MANAGE_COMMENTS],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Lets the roles of a new company comment on what they see. What others wrote, a manager may change.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    identity::grant(tx, identity::MANAGER, &["notes.*"])?;
    for role in [identity::CLERK, identity::CASHIER] {
        let own = ["notes.comment.view", "notes.comment.create", "notes.comment.update", "notes.comment.delete"];
        identity::grant(tx, role, &own)?;
    }
    Ok(())
}
