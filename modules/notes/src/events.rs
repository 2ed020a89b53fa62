//! What the module tells.

use crate::Comment;
use command::Event;
use kernel::{Id, ToSchema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A comment was written, or its text was changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CommentWritten {
    /// The comment.
    pub comment: Id<Comment>,
    /// The resource of the row that it hangs on: the end of its path.
    pub record: String,
    /// The id of that row.
    pub row: Uuid,
    /// The user who wrote it.
    pub author: Uuid,
    /// The text.
    pub text: String,
    /// The members whom it mentions and whom it did not mention before.
    pub mentioned: Vec<Uuid>,
    /// Whether its text was changed.
    pub is_changed: bool,
}

impl Event for CommentWritten {
    const NAME: &'static str = "notes.comment.written";
}
