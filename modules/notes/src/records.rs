use kernel::{Id, Instant};
use store::{Record, Words};
use uuid::Uuid;

/// What a member has written at a row.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "comment", scan(record, row_id), audited)]
#[non_exhaustive]
pub struct Comment {
    /// Its id.
    pub id: Id<Comment>,
    /// The resource of the row: the end of its path.
    #[field(max = 100)]
    pub record: String,
    /// The id of the row.
    pub row_id: Uuid,
    /// Who wrote it; nil is the program itself.
    pub author: Uuid,
    /// The text.
    #[field(max = 4000)]
    pub text: String,
    /// The ids of the members whom the text mentions and who may see the row.
    #[field(max = 2000)]
    pub mentions: Words,
    /// When its text was last changed.
    pub edited_at: Option<Instant>,
}
