//! What files can be imported into beside the resources that are changed through their definition: documents, each by the command that
//! posts it, and what a module reads by itself.

use crate::{FieldMeta, Writers};
use bytes::Bytes;
use kernel::Result;
use std::fmt;
use std::path::PathBuf;
use uuid::Uuid;

/// What files can be imported into.
#[derive(Clone)]
pub struct ImportTarget {
    /// Its name: `sales`, `stock-receive`.
    pub name: String,
    /// Where files are sent: `/sales/import/`.
    pub path: String,
    /// Its label.
    pub label: String,
    /// What becomes of a file, in sentences.
    pub help: String,
    /// The command that is carried out, which is also the permission.
    pub command: &'static str,
    /// What columns can be. A field of a list is called `lines.sku`.
    pub fields: Vec<FieldMeta>,
    /// Reads a file as a whole; where none does, a command is carried out for every document.
    pub run: Option<RunImport>,
}

impl fmt::Debug for ImportTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportTarget").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Imports a file and tells `progress` of every document, which answers whether to go on.
pub type RunImport = fn(&Writers, &ImportJob, progress: &mut dyn FnMut(ImportProgress) -> bool) -> Result<ImportReport>;

/// A file that a module is to read by itself.
pub struct ImportJob {
    /// The company.
    pub tenant: Uuid,
    /// Whose commands these are.
    pub actor: Uuid,
    /// The file.
    pub content: FileContent,
    /// Fields that columns were said to be: (field, column).
    pub columns: Vec<(String, String)>,
    /// The encoding, by a label of the WHATWG, if it was said.
    pub encoding: Option<String>,
    /// The character between two cells, if it was said.
    pub delimiter: Option<u8>,
    /// The decimal mark, if it was said: `point` or `comma`.
    pub decimal: Option<&'static str>,
    /// The order of the dates, if it was said: `year-first`, `day-first` or `month-first`.
    pub dates: Option<&'static str>,
    /// Only report what would be done.
    pub dry_run: bool,
}

/// Where the content of a file is.
#[derive(Clone, Debug)]
pub enum FileContent {
    /// On the disk; gzip is unpacked.
    OnDisk(PathBuf),
    /// In memory.
    InMemory(Bytes),
}

impl Default for FileContent {
    fn default() -> FileContent {
        FileContent::InMemory(Bytes::new())
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// Rows or documents that are done with, first those that were tried.
    pub done: usize,
    /// How many there are to do in all.
    pub total: usize,
}

/// What became of a file that a module has read by itself.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// The names in its first line, each with the field that it is.
    pub columns: Vec<(String, Option<String>)>,
    /// The encoding of a text.
    pub encoding: String,
    /// The character between two cells.
    pub delimiter: char,
    /// Its decimal mark: `point` or `comma`.
    pub decimal: String,
    /// The order of its dates.
    pub dates: String,
    /// Its rows.
    pub rows: usize,
    /// Documents that were recorded, or would be.
    pub created: usize,
    /// Documents that had been recorded before.
    pub repeated: usize,
    /// Documents that were refused.
    pub refused: usize,
    /// Why, with the lines of the file.
    pub reasons: Vec<(u64, String)>,
}
