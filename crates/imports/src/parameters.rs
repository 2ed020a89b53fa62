//! How a file is imported.

use crate::errors;
use kernel::{Result, ToSchema};
use serde::{Deserialize, Serialize};
use tables::{DateOrder, DecimalMark};

store::choices! {
    /// What is done with the rows of a file.
    pub enum ImportMode {
        /// All are new.
        Create = "create",
        /// All are there, and are changed.
        Update = "update",
        /// Those that are there are changed, the others are new.
        Upsert = "upsert",
    }
}

store::choices! {
    /// How a row of the file names a row that is there.
    pub enum ImportKey {
        /// By the code.
        Code = "code",
        /// By the id.
        Id = "id",
    }
}

store::choices! {
    /// What follows from a refused row of a long file.
    pub enum OnRefusal {
        /// The rows from it on are left.
        Stop = "stop",
        /// It is left alone.
        Skip = "skip",
    }
}

/// How a file is imported.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportParameters {
    /// Which column is which field, as a JSON object: `{"Article":"sku","Remarks":null}`; null leaves a column out. Columns that it does
    /// not name are known by the name or the label of a field. Where it is left out, what was said of the last imported file with the same
    /// columns counts; `{}` forgets that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// Whether rows are created or changed; `upsert` where it is left out, which does either. Documents are always created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ImportMode>,
    /// How rows that are there are named; by the code where it is left out and there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ImportKey>,
    /// The column that tells documents apart: rows below one another with the same text, or none, are one document. Where it is left out, a
    /// document begins with every row that has a field of its head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What follows from a refused row of a file of more than 2,000 rows; `stop` where it is left out. Of a shorter file nothing is written
    /// where any row is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<OnRefusal>,
    /// The character between two cells, or `tab`; found out where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// The encoding, for example `windows-1252`; found out where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The decimal mark; found out where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// The order of day, month and year in dates; found out where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// The sheet of a workbook; the first one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

impl ImportParameters {
    pub(crate) fn mode(&self) -> ImportMode {
        self.mode.unwrap_or(ImportMode::Upsert)
    }

    /// Refuses what cannot be said of documents, which are always created.
    pub(crate) fn require_created(&self) -> Result<()> {
        let is_created = self.mode.is_none_or(|mode| mode == ImportMode::Create) && self.by.is_none();
        if is_created { Ok(()) } else { Err(errors::only_created()) }
    }

    pub(crate) fn delimiter(&self) -> Result<Option<u8>> {
        match self.delimiter.as_deref().map(str::as_bytes) {
            None => Ok(None),
            Some(b"tab") => Ok(Some(b'\t')),
            Some([letter]) if letter.is_ascii() && !letter.is_ascii_alphanumeric() => Ok(Some(*letter)),
            Some(_) => Err(errors::one_letter()),
        }
    }
}
