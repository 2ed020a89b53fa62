//! Commands that take a file and queries that answer one: its content never passes through them.

use kernel::{Instant, ToSchema};
use serde::{Deserialize, Serialize};

/// The field of a command that holds what the platform has received, see [`crate::CommandEntry::takes_file`].
pub(crate) const FILE: &str = "file";

/// A file that the platform has received for a command, and keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivedFile {
    /// The SHA-256 of its content, in hexadecimal: where it is kept.
    pub sha256: String,
    /// Its length.
    pub bytes: i64,
    /// Its media type, by its content.
    pub media_type: String,
}

/// What a query answers that says which file is sent, see [`crate::FileAnswer::Content`].
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StoredFile {
    /// The SHA-256 of its content.
    pub sha256: String,
    /// Its length.
    pub bytes: i64,
    /// Its media type.
    pub media_type: String,
    /// The name under which clients keep it.
    pub name: String,
    /// The longer side of the thumbnail that is sent in its place; none is the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<u32>,
}

/// A link to a file that needs no log-in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FileLink {
    /// The address.
    pub url: String,
    /// When the link ceases to lead to the file.
    pub expires_at: Instant,
}

/// What a query about a file is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// The content of the [`StoredFile`] that the query answers.
    Content,
    /// The [`FileLink`] of a query whose `url` is the path of another one, with its parameters, which answers the content: it is signed.
    Link,
}
