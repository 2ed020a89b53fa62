//! Removes from where files are kept what no attachment needs any more.

use crate::app::App;
use files::Files;
use identity::Tenant;
use kernel::Result;
use std::time::{Duration, SystemTime};

/// How old a file must be to be removed: an upload whose command has not run yet is younger.
const LEAST_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Forgets the contents of a company whose last attachment has been gone for a day, and removes what no row needs; how
/// many files.
///
/// # Errors
///
/// Those of the database and of the disk or bucket.
pub fn sweep(app: &App, files: &Files, tenant: &Tenant, now: SystemTime) -> Result<usize> {
    let id = tenant.id.uuid();
    if !files.has_any(id)? {
        return Ok(0);
    }
    if app.store().read(id, notes::has_orphans)? {
        app.execute(id, notes::ForgetFiles {})?;
    }
    let mut needed = app.store().read(id, notes::needed_files)?;
    needed.extend(app.store().read(id, imports::needed_files)?);
    needed.extend(app.store().read(id, exports::needed_files)?);
    files.sweep(id, &needed, now.checked_sub(LEAST_AGE).unwrap_or(SystemTime::UNIX_EPOCH))
}
