//! The SQL of this module.

use command::Tx;
use kernel::{Instant, Result};
use std::collections::BTreeSet;
use store::{Session, Value, field};
use uuid::Uuid;

/// The contents of files that are kept, by their SHA-256.
///
/// # Errors
///
/// Those of the database.
pub fn needed_files(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    let rows = read.query("SELECT sha256 FROM export_file WHERE sha256 IS NOT NULL", &[])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// The files that were finished before this, oldest first, up to 500.
pub(crate) fn finished_before(tx: &mut Tx<'_, '_>, before: Instant) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM export_file WHERE finished_at < $1 ORDER BY finished_at, id LIMIT 500";
    tx.query(sql, &[Value::Int(before.micros())])?.into_iter().map(|row| field(row.into_iter().next())).collect()
}
