//! The three ways a served row changes, whoever asks for it.

use crate::{Resource, words};
use command::Tx;
use kernel::{Error, Result};
use std::sync::Arc;

/// Inserts a row whose id this command made ([`Tx::id`]); the row as its rules completed it.
pub fn insert<R: Resource>(tx: &mut Tx<'_, '_>, mut row: R) -> Result<Arc<R>> {
    row.fill();
    row.check(None, tx)?;
    tx.insert_new(row.clone())?;
    words::change(tx, None, Some(&row))?;
    Ok(Arc::new(row))
}

/// Puts `after` in the place of `before`, which has the same id; the row as its rules completed it.
pub fn replace<R: Resource>(tx: &mut Tx<'_, '_>, before: &R, mut after: R) -> Result<Arc<R>> {
    after.fill();
    after.check(Some(before), tx)?;
    words::change(tx, Some(before), Some(&after))?;
    tx.edit::<R>(&before.key(), |row| {
        *row = after;
        Ok(())
    })
}

/// Deletes a row that nothing needs any more.
pub fn remove<R: Resource>(tx: &mut Tx<'_, '_>, row: &R) -> Result<()> {
    if row.in_use(tx)? {
        let label = R::TABLE.label;
        return Err(Error::conflict("in_use", format!("This {label} is still in use. Make it inactive instead.")));
    }
    words::change(tx, Some(row), None)?;
    tx.delete::<R>(&row.key())
}
