//! The values of a deleted row, kept for the case that it comes back.

use super::field::{CustomField, Fields};
use super::kind::{Reading, fits};
use super::value::{Changed, CustomValue, Stored, Values, write_new};
use super::words;
use crate::former::DeletedRow;
use crate::json::bytes;
use command::Tx;
use kernel::{Instant, Result, defect};
use std::sync::Arc;
use store::{Field, Read, Record, Table, Value};
use uuid::Uuid;

/// Takes the values away from a row of `table` that is being deleted, and keeps each with the kind of its field.
pub(crate) fn put_away(tx: &mut Tx<'_, '_>, table: &'static Table, owner: Uuid) -> Result<()> {
    let definitions = tx.definitions();
    let mut has_fields = false;
    for definition in definitions.resources.iter().filter(|resource| resource.table.name == table.name) {
        has_fields |= !tx.scan(CustomField::BY_RESOURCE, definition.plural)?.is_empty();
    }
    let values = if has_fields { tx.scan(CustomValue::BY_OWNER, owner)? } else { Vec::new() };
    let mut kept = Vec::new();
    for value in &values {
        let field = tx.one::<CustomField>(&value.field)?;
        let mut row = value.encoded();
        row.push(field.kind.to_value());
        kept.push(row);
        words::index(tx, &field, owner, &[Stored::of(value)], &[])?;
        tx.delete::<CustomValue>(&(owner, value.field, value.n))?;
    }
    if !kept.is_empty() {
        let content = bytes(&kept)?;
        tx.insert_new(DeletedRow { record: CustomValue::TABLE.name.to_owned(), id: owner, at: tx.now(), content })?;
    }
    Ok(())
}

/// Gives a row that was deleted at the time `at`, and is there again, those of its values back that its fields can still have: as with
/// columns, what leads to a row that is gone stays empty.
pub(crate) fn bring_back(tx: &mut Tx<'_, '_>, owner: Uuid, at: Instant) -> Result<()> {
    let kept = tx.scan(DeletedRow::BY_RECORD_ID, (CustomValue::TABLE.name, owner))?;
    let Some(kept) = kept.iter().find(|kept| kept.at == at) else { return Ok(()) };
    let rows: Vec<Vec<Value>> = serde_json::from_slice(&kept.content).map_err(|error| defect(error.to_string()))?;
    let (mut fields, mut values): (Vec<Arc<CustomField>>, _) = (Vec::new(), Values::new());
    for mut row in rows {
        // An earlier version of the program kept no kind.
        let kind = if row.len() > CustomValue::TABLE.columns.len() { row.pop() } else { None };
        let value = CustomValue::decode(row).map_err(|column| defect(format!("deleted_row: {column} does not fit")))?;
        let Some(field) = tx.get::<CustomField>(&value.field)? else { continue };
        let stored = Stored::of(&value);
        let definitions = tx.definitions();
        let mut read = Reading { session: tx.session(), definitions, owner };
        if kind.is_none_or(|kind| kind == field.kind.to_value()) && fits(&field, &stored, &mut read)? {
            values.entry(field.id).or_default().push(stored);
            fields.push(field);
        }
    }
    tx.delete::<DeletedRow>(&kept.key())?;
    write_new(tx, owner, Changed { fields: Fields(fields), values })
}
