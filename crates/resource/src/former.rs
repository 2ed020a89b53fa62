//! Former codes and deleted rows, so that a command which an offline device carried out before it knew of the change still finds
//! what it named.

use crate::json::bytes;
use crate::{Resource, custom, search_index};
use command::Tx;
use kernel::{Id, Instant, Result, defect};
use std::sync::Arc;
use store::{Column, Prefetch, Read, Record, Unique, Value};
use uuid::Uuid;

/// A code that a row had until it was changed or deleted. Rows may be erased: a code can be personal data.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(
    table = "former_code",
    key(record, field, value, until),
    scan(record, field, value),
    scan(id),
    transient,
    unstamped
)]
pub struct FormerCode {
    /// The row's table.
    pub record: String,
    /// The column that held the code: that of its key.
    pub field: String,
    /// The code as it is compared, see [`kernel::code_key`].
    pub value: String,
    /// When the row lost it.
    pub until: Instant,
    /// The row.
    pub id: Uuid,
}

/// A deleted row. It may be erased: it can be personal data.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "deleted_row", key(record, id, at), scan(record, id), transient, unstamped)]
pub struct DeletedRow {
    /// The row's table.
    pub record: String,
    /// Its id.
    pub id: Uuid,
    /// When it was deleted.
    pub at: Instant,
    /// Its values in the order of the columns, as JSON.
    pub content: Vec<u8>,
}

/// What a code or an id of an earlier time names.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<R> {
    /// A row that has the code still.
    Current(Arc<R>),
    /// A row that had the code.
    Former(Arc<R>),
    /// The id of a row that was deleted, see [`get_or_restore`].
    Deleted(Id<R>),
}

/// The unique indexes over one column: those by which a device may name a row.
fn names<R: Record>() -> impl Iterator<Item = (usize, &'static Column)> {
    let single = R::TABLE.indexes.iter().enumerate().filter(|(_, index)| index.unique && index.columns.len() == 1);
    single.map(|(n, index)| (n, &R::TABLE.columns[index.columns[0]]))
}

fn name_of<R: Record>(row: &R, index: usize) -> Value {
    let mut values = Vec::new();
    row.index_values(index, &mut values);
    values.pop().unwrap_or(Value::Null)
}

/// Keeps the codes that the row `before` loses by becoming `after`, or by its deletion.
pub(crate) fn keep_codes<R: Resource>(tx: &mut Tx<'_, '_>, before: &R, after: Option<&R>) -> Result<()> {
    for (index, column) in names::<R>() {
        let lost = name_of(before, index);
        let kept = after.is_some_and(|after| name_of(after, index) == lost);
        if let (Value::Text(value), false) = (lost, kept) {
            let (record, field) = (R::TABLE.name.to_owned(), column.name.to_owned());
            tx.insert_new(FormerCode { record, field, value, until: tx.now(), id: before.key().uuid() })?;
        }
    }
    Ok(())
}

/// Keeps a row that is being deleted.
pub(crate) fn keep_row<R: Resource>(tx: &mut Tx<'_, '_>, row: &R) -> Result<()> {
    let content = bytes(&row.encoded())?;
    tx.insert_new(DeletedRow { record: R::TABLE.name.to_owned(), id: row.key().uuid(), at: tx.now(), content })
}

/// Loads what [`find_as_of`] reads.
pub fn prefetch_as_of<R: Resource>(read: &mut Prefetch<'_>, index: Unique<R>, text: &str) {
    if let Some(id) = store::id_of(text) {
        read.get::<R>(&Id::from_uuid(id)).ok();
    } else if let Some(field) = column_of(index) {
        read.find(index, text).ok();
        read.scan(FormerCode::BY_RECORD_FIELD_VALUE, (R::TABLE.name, field, kernel::code_key(text))).ok();
    }
}

/// What `text` named at the time `at`, by id or by the column of `index`. A text that named nothing then names what it names
/// now, or named last. A device may not have heard of a change yet, so the answer is the best guess; an id is exact.
pub fn find_as_of<R: Resource>(
    tx: &mut Tx<'_, '_>,
    index: Unique<R>,
    text: &str,
    at: Instant,
) -> Result<Option<Found<R>>> {
    if let Some(id) = store::id_of(text).map(Id::from_uuid) {
        let row = tx.get::<R>(&id)?;
        let deleted = tx.scan(DeletedRow::BY_RECORD_ID, (R::TABLE.name, id.uuid()))?;
        return Ok(row.map(Found::Current).or_else(|| deleted.last().map(|_| Found::Deleted(id))));
    }
    let Some(field) = column_of(index).filter(|_| !text.contains('\0')) else { return Ok(None) };
    let current = tx.find(index, text)?;
    let former = tx.scan(FormerCode::BY_RECORD_FIELD_VALUE, (R::TABLE.name, field, kernel::code_key(text)))?;
    let then = former.iter().find(|former| at < former.until);
    let former = match (then, &current) {
        (Some(then), _) => Some(then),
        (None, Some(current)) if had_since(tx, &**current, field, at)? => None,
        (None, _) => former.last(),
    };
    let Some(former) = former else { return Ok(current.map(Found::Current)) };
    let id = Id::from_uuid(former.id);
    Ok(Some(match tx.get::<R>(&id)? {
        Some(row) if current.as_ref().is_some_and(|current| current.key() == id) => Found::Current(row),
        Some(row) => Found::Former(row),
        None => Found::Deleted(id),
    }))
}

/// Whether `row` existed at the time `at` and its `field` has not changed since.
fn had_since<R: Resource>(tx: &mut Tx<'_, '_>, row: &R, field: &str, at: Instant) -> Result<bool> {
    let mut lost = tx.scan(FormerCode::BY_ID, row.key().uuid())?;
    lost.retain(|lost| lost.record == R::TABLE.name && lost.field == field);
    let created = tx.session().stamp::<R>(&row.key()).map(|stamp| stamp.created_at);
    Ok(created.is_none_or(|created| created <= at) && lost.iter().all(|lost| lost.until <= at))
}

/// The row with `id` as it was kept when it was deleted last; none where it was not, or is there again.
pub(crate) fn find_deleted<R: Resource>(tx: &mut Tx<'_, '_>, id: Option<Id<R>>) -> Result<Option<Arc<DeletedRow>>> {
    match id {
        Some(id) if tx.get::<R>(&id)?.is_none() => {
            Ok(tx.scan(DeletedRow::BY_RECORD_ID, (R::TABLE.name, id.uuid()))?.pop())
        }
        _ => Ok(None),
    }
}

/// Empties references in `values` to rows that are gone; the column that would have to be empty and cannot be, if there is one.
pub(crate) fn empty_dangling<R: Record>(tx: &mut Tx<'_, '_>, values: &mut [Value]) -> Result<Option<&'static Column>> {
    for (column, value) in R::TABLE.columns.iter().zip(values) {
        if let (Some(reference), Value::Id(target)) = (column.reference, &*value)
            && (reference.resolve)(tx.session(), &target.to_string())?.is_none()
        {
            if !column.nullable {
                return Ok(Some(column));
            }
            *value = Value::Null;
        }
    }
    Ok(None)
}

/// The row with `id`. Where it was deleted it is inserted again as it was, but out of use and without codes that other rows
/// have now; none where what it needs was deleted as well.
pub fn get_or_restore<R: Resource>(tx: &mut Tx<'_, '_>, id: Id<R>) -> Result<Option<Arc<R>>> {
    if let Some(row) = tx.get::<R>(&id)? {
        return Ok(Some(row));
    }
    let Some(kept) = find_deleted::<R>(tx, Some(id))? else { return Ok(None) };
    let mut values: Vec<Value> = serde_json::from_slice(&kept.content).map_err(|error| defect(error.to_string()))?;
    if empty_dangling::<R>(tx, &mut values)?.is_some() {
        return Ok(None);
    }
    for (column, value) in R::TABLE.columns.iter().zip(&mut values) {
        if column.name == "is_active" {
            *value = Value::Bool(false);
        }
    }
    free_codes(tx, id, &mut values)?;
    let row = R::decode(values).map_err(|column| defect(format!("deleted_row: {column} does not fit")))?;
    tx.insert_new(row.clone())?;
    search_index::change(tx, None, Some(&row))?;
    custom::bring_back(tx, id.uuid(), kept.at)?;
    Ok(Some(Arc::new(row)))
}

/// Takes codes out of `values` that other rows have now: a code that must be there becomes the id.
fn free_codes<R: Resource>(tx: &mut Tx<'_, '_>, id: Id<R>, values: &mut [Value]) -> Result<()> {
    for (index, column) in names::<R>() {
        let text = column.key_of.unwrap_or(column.name);
        let Some(place) = R::TABLE.columns.iter().position(|column| column.name == text) else { continue };
        let Value::Text(code) = &values[place] else { continue };
        if tx.find(Unique::<R>::new(index), code.as_str())?.is_some() {
            let id = Value::Text(id.uuid().simple().to_string());
            values[place] = if column.nullable { Value::Null } else { id };
        }
    }
    Ok(())
}

fn column_of<R: Record>(index: Unique<R>) -> Option<&'static str> {
    let column = R::TABLE.indexes.get(index.position())?.columns.first()?;
    Some(R::TABLE.columns[*column].name)
}
