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

/// A content that files of the company have, kept once.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "file", unique(sha256))]
#[non_exhaustive]
pub struct File {
    /// Its id.
    pub id: Id<File>,
    /// The SHA-256 of the content, in hexadecimal: where it is kept.
    #[field(max = 64)]
    pub sha256: String,
    /// Its length.
    pub bytes: i64,
    /// Its media type, by its content.
    #[field(max = 100)]
    pub media_type: String,
    /// When the last attachment of it was removed; none while there is one.
    pub orphaned_at: Option<Instant>,
}

/// A file at a row.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "attachment", scan(record, row_id), scan(file), audited)]
#[non_exhaustive]
pub struct Attachment {
    /// Its id.
    pub id: Id<Attachment>,
    /// The resource of the row: the end of its path.
    #[field(max = 100)]
    pub record: String,
    /// The id of the row.
    pub row_id: Uuid,
    /// The content.
    #[field(references = File)]
    pub file: Id<File>,
    /// The name of the file.
    #[field(max = 200)]
    pub name: String,
    /// Who attached it; nil is the program itself.
    pub author: Uuid,
}
