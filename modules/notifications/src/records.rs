//! The tables of the module.

use kernel::{Id, Instant};
use store::{Record, choices};
use uuid::Uuid;

choices! {
    /// What a notification is about.
    pub enum NotificationKind {
        /// Somebody mentioned the member in a comment.
        Mention = "mention",
        /// An import that the member began is over.
        Import = "import",
        /// A file that the member asked for is there.
        Export = "export",
        /// A job was given up.
        Job = "job",
    }
}

/// What a member is told.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification")]
#[non_exhaustive]
pub struct Notification {
    /// Its id.
    pub id: Id<Notification>,
    /// The member who is told.
    pub user_id: Uuid,
    /// What it is about.
    pub kind: NotificationKind,
    /// The user who caused it; none for the program itself.
    pub author: Option<Uuid>,
    /// The text.
    #[field(max = 1000)]
    pub text: String,
    /// The resource of the row that it is about: the end of its path.
    #[field(max = 100)]
    pub record: Option<String>,
    /// The id of that row.
    pub row_id: Option<Uuid>,
    /// When the member has read it by itself; with all others, [`NotificationReader`] says.
    pub read_at: Option<Instant>,
}

/// Up to which command a member has read everything.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification_reader", key(user_id))]
#[non_exhaustive]
pub struct NotificationReader {
    /// The member.
    pub user_id: Uuid,
    /// Number of the command that said so.
    pub read_to: i64,
}
