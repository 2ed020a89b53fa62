//! The module's commands.

mod attachments;
mod comments;

pub(crate) use attachments::{AttachFile, Detach, ORPHAN_TIME, RenameAttachment};
pub use attachments::{ForgetFiles, Forgotten, attach, keep_for_a_day};
pub(crate) use comments::{ChangeComment, CreateComment, DeleteComment};
