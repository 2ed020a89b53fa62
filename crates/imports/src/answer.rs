//! What became of a file.

use kernel::ToSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tables::{DateOrder, DecimalMark};

store::choices! {
    /// What became of a file.
    pub enum ImportOutcome {
        /// It was only tried.
        Tried = "tried",
        /// Every row that is not refused was carried out.
        Written = "written",
        /// Nothing was written, because rows are refused.
        Refused = "refused",
        /// The rows before the first refused one were carried out.
        Stopped = "stopped",
        /// It was cancelled: what is counted was carried out before.
        Cancelled = "cancelled",
    }
}

/// What became of a file, or would.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportAnswer {
    /// What became of the file as a whole.
    pub outcome: ImportOutcome,
    /// How the file was read.
    pub file: FileRead,
    /// The first rows or documents as they are sent.
    pub preview: Vec<PreviewRow>,
    /// Rows or documents that were created, or would be.
    pub created: usize,
    /// Rows that were changed, or would be.
    pub updated: usize,
    /// Rows or documents that wait for an approval.
    #[serde(default)]
    pub waiting: usize,
    /// Rows that are as the file says already.
    pub unchanged: usize,
    /// Rows or documents of this file that were carried out earlier: they are not carried out twice. Under another `Idempotency-Key` they
    /// are.
    pub repeated: usize,
    /// Rows or documents that are refused.
    pub refused: usize,
    /// What is wrong with the rows, in the order of the file: at most 1,000 cells.
    pub errors: Vec<CellError>,
    /// How many more cells are wrong.
    pub more_errors: usize,
}

impl ImportAnswer {
    pub(crate) fn of(file: FileRead) -> ImportAnswer {
        ImportAnswer {
            outcome: ImportOutcome::Tried,
            file,
            preview: Vec::new(),
            created: 0,
            updated: 0,
            waiting: 0,
            unchanged: 0,
            repeated: 0,
            refused: 0,
            errors: Vec::new(),
            more_errors: 0,
        }
    }

    /// Keeps what is wrong with a cell, unless there are too many already.
    pub(crate) fn blame(&mut self, error: CellError) {
        if self.errors.len() >= MOST_ERRORS {
            self.more_errors += 1;
        } else {
            self.errors.push(error);
        }
    }
}

const MOST_ERRORS: usize = 1_000;

/// How a file was read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FileRead {
    /// The encoding; absent for a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The character between two cells; absent for a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The decimal mark.
    pub decimal: DecimalMark,
    /// The order of day, month and year in dates.
    pub dates: DateOrder,
    /// The number of rows, without the first line and empty ones.
    pub rows: usize,
    /// The number of documents, where rows are put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<usize>,
    /// The field by which rows that are there are found; absent for documents, which are always new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Whether the columns are what was said of an earlier file with the same ones.
    pub is_remembered: bool,
    /// The columns in their order.
    pub columns: Vec<ColumnRead>,
    /// The columns that are no field.
    pub unmapped: Vec<String>,
}

/// A column of a file.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ColumnRead {
    /// Its name in the first line.
    pub column: String,
    /// The field that it is; null where it is none.
    pub field: Option<String>,
    /// Whether it is left out all the same: the program sets this field itself, or `mapping` says so.
    pub is_ignored: bool,
}

/// A row or document as it is sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PreviewRow {
    /// The line of the file that it begins in.
    pub line: u64,
    /// Its fields.
    pub fields: Json,
}

/// What is wrong with a cell, or with a row as a whole.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CellError {
    /// The line of the file that the row begins in.
    pub line: u64,
    /// The column, where one is to blame.
    pub column: Option<String>,
    /// The field, where one is to blame.
    pub field: Option<String>,
    /// Stable and machine readable.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}
