//! Rows by what people call them: a text that is an id or a code.

use crate::{Prefetch, Read, Record, Session, Table, Unique, Value};
use kernel::{Id, Result};
use std::sync::Arc;
use uuid::Uuid;

/// The table a column points to, and how a text becomes one of its rows.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// That table.
    pub table: fn() -> &'static Table,
    /// The id of the row a text names by its id or its code.
    pub resolve: fn(&mut Session<'_>, &str) -> Result<Option<Uuid>>,
    /// [`Reference::resolve`] for what is known already; the rest is asked for.
    pub request: fn(&mut Prefetch<'_>, &str) -> Result<Option<Uuid>>,
    /// The code of a row; `None` where its table has no codes.
    pub code: fn(&mut Session<'_>, Uuid) -> Result<Option<String>>,
}

impl Reference {
    /// A reference to `R`'s table.
    pub const fn to<R: Record<Key = Id<R>>>() -> Reference {
        Reference {
            table: || R::TABLE,
            resolve: |session, text| Ok(session.lookup::<R>(text)?.map(|row| row.key().uuid())),
            request: |read, text| Ok(read.lookup::<R>(text)?.map(|row| row.key().uuid())),
            code: |session, id| Ok(session.get::<R>(&Id::from_uuid(id))?.and_then(|row| code_of(&*row))),
        }
    }
}

/// The id that a text is, if it is one: only the form with hyphens, so that codes may be all digits.
pub fn id_of(text: &str) -> Option<Uuid> {
    if text.len() == 36 { text.parse().ok() } else { None }
}

/// The unique index over the code column alone.
fn by_code<R: Record>() -> Option<Unique<R>> {
    let table = R::TABLE;
    let code = table.columns.iter().position(|column| column.code)?;
    let index = table.indexes.iter().position(|index| index.unique && *index.columns == [code])?;
    Some(Unique::new(index))
}

fn code_of<R: Record>(row: &R) -> Option<String> {
    let code = R::TABLE.columns.iter().position(|column| column.code)?;
    let mut values = Vec::new();
    row.encode(&mut values);
    if let Value::Text(text) = values.swap_remove(code) { Some(text) } else { None }
}

/// No row is called by such a text, and PostgreSQL would not even take it.
fn is_name(text: &str) -> bool {
    !text.contains('\0')
}

/// The row that `text` names by its id or its code, if there is one.
pub(crate) fn lookup<R: Record<Key = Id<R>>>(read: &mut impl Read, text: &str) -> Result<Option<Arc<R>>> {
    match (id_of(text), by_code::<R>()) {
        (Some(id), _) => read.get(&Id::from_uuid(id)),
        (None, Some(index)) if is_name(text) => read.find(index, text),
        _ => Ok(None),
    }
}
