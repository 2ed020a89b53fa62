//! Insert, replace and remove a served row, for the engine's commands and those of modules.

use crate::errors;
use crate::{Resource, custom, earlier, former, search_index};
use command::Tx;
use kernel::{Error, Result};
use std::sync::Arc;
use store::{FieldKind, Table, Value};

/// Inserts a row whose id this command made ([`Tx::id`]); the row as its rules completed it.
pub fn insert<R: Resource>(tx: &mut Tx<'_, '_>, mut row: R) -> Result<Arc<R>> {
    row.check(None, tx)?;
    tx.insert_new(row.clone())?;
    search_index::change(tx, None, Some(&row))?;
    Ok(Arc::new(row))
}

/// Puts `after` in the place of `before`, which has the same id; the row as its rules completed it.
pub fn replace<R: Resource>(tx: &mut Tx<'_, '_>, before: &R, mut after: R) -> Result<Arc<R>> {
    after.check(Some(before), tx)?;
    search_index::change(tx, Some(before), Some(&after))?;
    former::keep_codes(tx, before, Some(&after))?;
    if before.encoded() != after.encoded() {
        earlier::keep(tx, before.key().uuid(), before)?;
    }
    tx.edit::<R>(&before.key(), |row| {
        *row = after;
        Ok(())
    })
}

/// Deletes a row. 409 `in_use` where a row of any table references it, or its own rule says that it must stay. To be
/// called before the command's first write.
pub fn remove<R: Resource>(tx: &mut Tx<'_, '_>, row: &R) -> Result<()> {
    let id = row.key().uuid();
    if row.in_use(tx)? || is_referenced(tx, row, |_| true)? || custom::has_value(tx, id)? {
        return Err(still_in_use(R::TABLE));
    }
    search_index::change(tx, Some(row), None)?;
    former::keep_codes(tx, row, None)?;
    former::keep_row(tx, row)?;
    custom::put_away(tx, R::TABLE, id)?;
    tx.delete::<R>(&row.key())
}

/// Whether a row of a table that `counts` references `row`. To be asked before the command's first write.
pub fn is_referenced<R: Resource>(tx: &mut Tx<'_, '_>, row: &R, counts: impl Fn(&Table) -> bool) -> Result<bool> {
    let id = Value::Id(row.key().uuid());
    for (other, column) in tx.definitions().references_to(R::TABLE.name) {
        if column.kind == FieldKind::Id && counts(other) && tx.has_row(other, column, &id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn still_in_use(table: &Table) -> Error {
    let label = table.label.to_lowercase();
    match table.column("is_active") {
        Some(_) => errors::make_inactive(label),
        None => errors::still_in_use(label),
    }
}
