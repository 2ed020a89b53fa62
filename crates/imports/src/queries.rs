//! The SQL of this module.

use kernel::Result;
use std::collections::BTreeSet;
use store::{Session, field};

/// The contents that imports need which are not over, by their SHA-256.
///
/// # Errors
///
/// Those of the database.
pub fn needed_files(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    let rows = read.query("SELECT sha256 FROM import_run WHERE state IN ('waiting', 'running')", &[])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}
