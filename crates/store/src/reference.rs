//! Rows by a text that is an id or a code.

use crate::{Prefetch, Read, Record, Session, Table, Unique, Value};
use kernel::{Id, Result, Schema, Shape, ToSchema, errors};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;
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

/// The unique index over the keys of codes alone.
fn by_code<R: Record>() -> Option<Unique<R>> {
    let table = R::TABLE;
    let key = table.code()?.key?;
    let key = table.columns.iter().position(|column| column.name == key)?;
    let index = table.indexes.iter().position(|index| index.unique && *index.columns == [key])?;
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

/// The most characters of a reference.
const MAX_REFERENCE: usize = 255;

/// A row of `R` as a client names it: by its id or its code.
pub struct Ref<R> {
    text: String,
    of: PhantomData<fn() -> R>,
}

impl<R: Record<Key = Id<R>>> Ref<R> {
    /// The row, if there is one.
    pub fn find(&self, read: &mut impl Read) -> Result<Option<Arc<R>>> {
        read.lookup(&self.text)
    }

    /// The row.
    ///
    /// # Errors
    ///
    /// `not_found` (422) where there is none; the caller names the field.
    pub fn get(&self, read: &mut impl Read) -> Result<Arc<R>> {
        self.find(read)?.ok_or_else(|| errors::no_such(R::TABLE.label.to_lowercase(), &self.text))
    }
}

impl<R> Ref<R> {
    /// The row that `text` names by its id or its code.
    pub fn new(text: impl Into<String>) -> Ref<R> {
        Ref { text: text.into(), of: PhantomData }
    }

    /// The id or code as it was typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<R> Clone for Ref<R> {
    fn clone(&self) -> Self {
        Ref::new(self.text.clone())
    }
}
impl<R> PartialEq for Ref<R> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<R> Eq for Ref<R> {}
impl<R> std::fmt::Debug for Ref<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.text.fmt(f)
    }
}
impl<R> std::fmt::Display for Ref<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.text)
    }
}
impl<R> Serialize for Ref<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de, R> Deserialize<'de> for Ref<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer).map(Ref::new)
    }
}
impl<R: Record> ToSchema for Ref<R> {
    fn schema() -> Schema {
        let description = format!("Id or code of a {}", R::TABLE.label.to_lowercase());
        let schema = Schema::of(Shape::Text { max: Some(MAX_REFERENCE), format: None }).described(description);
        schema.hinted(|hints| hints.table = Some(R::TABLE.name))
    }
}
