//! The table of the module.

use kernel::{Id, Instant};
use store::{Record, choices};
use uuid::Uuid;

choices! {
    /// The format of a file.
    pub enum FileFormat {
        /// Comma-separated values.
        Csv = "csv",
        /// JSON Lines: one object a line.
        JsonLines = "jsonl",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

impl FileFormat {
    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            FileFormat::Csv => "text/csv; charset=utf-8; header=present",
            FileFormat::JsonLines => "application/jsonl",
            FileFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

choices! {
    /// How far a file is.
    pub enum FileState {
        /// It is being made, or its turn has not come.
        Waiting = "waiting",
        /// It is there.
        Done = "done",
        /// It could not be made.
        Failed = "failed",
    }
}

/// A list or a report as a file that is made in the background.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "export_file", label = "export", scan(author))]
#[non_exhaustive]
pub struct ExportFile {
    /// Its id.
    pub id: Id<ExportFile>,
    /// The list, report or export: `products`, `trial-balance`, `journal-lines`.
    #[field(max = 100)]
    pub source: String,
    /// The parameters, as a JSON object.
    #[field(max = 8000)]
    pub parameters: String,
    /// Its format.
    pub format: FileFormat,
    /// How far it is.
    pub state: FileState,
    /// Its name, when it is there.
    #[field(max = 300)]
    pub name: Option<String>,
    /// Its length.
    pub bytes: Option<i64>,
    /// The SHA-256 of its content, in hexadecimal: where it is kept.
    #[field(max = 64, hidden)]
    pub sha256: Option<String>,
    /// Why it could not be made.
    #[field(max = 2000)]
    pub problem: Option<String>,
    /// The user who asked for it, with whose rights it is read, and who alone is given it.
    pub author: Uuid,
    /// When it was there, or given up.
    pub finished_at: Option<Instant>,
}
