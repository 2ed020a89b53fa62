//! What members put at rows of any resource: comments and files.
//!
//! Start at `rows.rs`: the right of what hangs on a row is the right of the row.

mod attachments;
mod commands;
mod comments;
mod domain;
mod errors;
mod events;
mod queries;
mod records;
mod rows;

pub use commands::{ForgetFiles, Forgotten};
pub use events::CommentWritten;
pub use queries::needed_files;
pub use records::{Attachment, Comment, File};

use attachments::{GetAttachment, GetContent, GetLink, GetThumbnail, ListAttachments};
use command::{Check, CommandEntry, DataStep, EventEntry, FileAnswer, Method, Module, QueryEntry, Tx};
use commands::{AttachFile, ChangeComment, CreateComment, DeleteComment, Detach, ORPHAN_TIME, RenameAttachment};
use comments::{CommentHistory, GetComment, ListComments};
use kernel::{Id, Instant, Result};
use store::{Read, Record, Session, migration};

/// Reads comments.
const VIEW_COMMENTS: &str = "notes.comment.view";
/// Changes and deletes the comments of others.
const MANAGE_COMMENTS: &str = "notes.comment.manage";

/// Reads files at rows.
const VIEW_ATTACHMENTS: &str = "notes.attachment.view";
/// Renames the files of others at rows, and removes them.
const MANAGE_ATTACHMENTS: &str = "notes.attachment.manage";

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "notes",
        about: "Comments and files at rows of any resource.",
        place: 75,
        data_steps: vec![DataStep { module: "notes", number: 1, run: seed }],
        has_attachment: Some(|read, plural, row, id| {
            let attachment = read.get::<Attachment>(&Id::from_uuid(id))?;
            Ok(attachment.is_some_and(|attachment| attachment.record == plural && attachment.row_id == row))
        }),
        migrations: vec![migration!("notes", 1, "comments"), migration!("notes", 2, "files")],
        tables: vec![Comment::TABLE, File::TABLE, Attachment::TABLE],
        commands: vec![
            CommandEntry::of::<CreateComment>(Method::Post, "/comments/"),
            CommandEntry::of::<ChangeComment>(Method::Patch, "/comments/{id}/"),
            CommandEntry::of::<DeleteComment>(Method::Delete, "/comments/{id}/"),
            CommandEntry::of::<AttachFile>(Method::Post, "/files/").takes_file().creates("/attachments/", "id"),
            CommandEntry::of::<RenameAttachment>(Method::Patch, "/attachments/{id}/"),
            CommandEntry::of::<Detach>(Method::Delete, "/attachments/{id}/"),
            CommandEntry::of::<ForgetFiles>(Method::Post, "/files/forget/"),
        ],
        queries: vec![
            QueryEntry::of::<ListComments>("/comments/"),
            QueryEntry::of::<GetComment>("/comments/{id}/"),
            QueryEntry::of::<CommentHistory>("/comments/{id}/history/"),
            QueryEntry::of::<ListAttachments>("/attachments/"),
            QueryEntry::of::<GetAttachment>("/attachments/{id}/"),
            QueryEntry::of::<GetContent>("/attachments/{id}/content/").answers_file(FileAnswer::Content),
            QueryEntry::of::<GetThumbnail>("/attachments/{id}/thumbnail/").answers_file(FileAnswer::Content),
            QueryEntry::of::<GetLink>("/attachments/{id}/link/").answers_file(FileAnswer::Link),
        ],
        events: vec![EventEntry::of::<CommentWritten>().public()],
        permissions: vec![MANAGE_COMMENTS, MANAGE_ATTACHMENTS],
        problems: errors::PROBLEMS,
        checks: vec![Check {
            invariant: "N1",
            what: "every file has an attachment, or it is known since when it has none",
            is_long: false,
            run: |read, _| queries::orphans_are_known(read),
        }],
        ..Module::default()
    }
}

/// Lets the roles of a new company comment on what they see and attach files to it. A manager may change what others put there.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        let comments = ["notes.comment.view", "notes.comment.create", "notes.comment.update", "notes.comment.delete"];
        identity::grant(tx, role, &comments)?;
        let attachments = ["notes.attachment.create", "notes.attachment.update", "notes.attachment.delete"];
        identity::grant(tx, role, &[VIEW_ATTACHMENTS])?;
        identity::grant(tx, role, &attachments)?;
    }
    identity::grant(tx, identity::MANAGER, &[MANAGE_COMMENTS, MANAGE_ATTACHMENTS])
}

/// Whether there is something for [`ForgetFiles`].
pub fn has_orphans(read: &mut Session<'_>) -> Result<bool> {
    let before = Instant::from_micros(read.now().micros() - ORPHAN_TIME);
    queries::has_orphans(read, before)
}
