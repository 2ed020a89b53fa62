//! The values that rows have in custom fields: written by the command that writes the row, shown beside its columns.

use super::field::{CustomField, Fields};
use super::kind::{CustomKind, Reading, parse};
use super::{CUSTOM, computed, words};
use crate::earlier;
use crate::errors;
use command::{Definitions, ResourceDefinition, Tx};
use kernel::errors::{required, unknown_field};
use kernel::{FieldErrors, Id, Result, defect};
use money::Currency;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Prefetch, Read, Record, Session, Value};
use uuid::Uuid;

/// The value of a row in a custom field; of several choices, one of them.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "custom_value", key(owner, field, n), scan(owner), transient, unstamped)]
pub struct CustomValue {
    /// The field.
    #[field(references = CustomField)]
    pub field: Id<CustomField>,
    /// The row.
    pub owner: Uuid,
    /// Its place among several choices.
    pub n: i64,
    /// A text, a word, a day or a time.
    #[field(max = 200)]
    pub words: Option<String>,
    /// A number, 10⁻⁶; an amount in minor units; 1 for yes.
    pub number: Option<i64>,
    /// The id of another row.
    pub target: Option<Uuid>,
    /// A long text.
    #[field(max = 10000)]
    pub body: Option<String>,
}

/// A value without the row that has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stored {
    pub(crate) words: Option<String>,
    pub(crate) number: Option<i64>,
    pub(crate) target: Option<Uuid>,
    pub(crate) body: Option<String>,
}

impl Stored {
    pub(crate) fn words(words: String) -> Stored {
        Stored { words: Some(words), ..Stored::default() }
    }
    pub(crate) fn number(number: i64) -> Stored {
        Stored { number: Some(number), ..Stored::default() }
    }
    pub(crate) fn target(target: Uuid) -> Stored {
        Stored { target: Some(target), ..Stored::default() }
    }
    pub(crate) fn body(body: String) -> Stored {
        Stored { body: Some(body), ..Stored::default() }
    }

    /// As it is compared.
    pub(crate) fn value(self) -> Value {
        let words = self.words.or(self.body).map(Value::Text);
        words.or(self.number.map(Value::Int)).or(self.target.map(Value::Id)).unwrap_or(Value::Null)
    }

    pub(super) fn of(value: &CustomValue) -> Stored {
        let CustomValue { words, number, target, body, .. } = value.clone();
        Stored { words, number, target, body }
    }
}

/// The values of a row by their fields.
pub(super) type Values = BTreeMap<Id<CustomField>, Vec<Stored>>;

/// What a body says of custom fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given(Option<Map<String, Json>>);

/// Which fields a command means that it does not name.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Unnamed {
    /// They have what new rows have.
    Preset,
    /// They stay as they are.
    Stay,
}

impl Given {
    /// Takes them out of the fields of a body.
    pub(crate) fn take(fields: &mut Map<String, Json>) -> Result<Given> {
        match fields.remove(CUSTOM) {
            None | Some(Json::Null) => Ok(Given(None)),
            Some(Json::Object(values)) => Ok(Given(Some(values))),
            Some(_) => Err(errors::no_object().at(CUSTOM)),
        }
    }

    /// Puts them back.
    pub(crate) fn put(&self, fields: &mut Map<String, Json>) {
        if let Some(values) = &self.0 {
            fields.insert(CUSTOM.to_owned(), Json::Object(values.clone()));
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// The values that a row of `definition` gets. Nothing is written.
    ///
    /// # Errors
    ///
    /// All fields that are wrong, at `custom.` and their names.
    pub(crate) fn values(
        &self,
        tx: &mut Tx<'_, '_>,
        definition: &ResourceDefinition,
        owner: Uuid,
        unnamed: Unnamed,
    ) -> Result<Changed> {
        let fields = Fields::of(tx.session(), definition.plural)?;
        let nothing = Map::new();
        let given = self.0.as_ref().unwrap_or(&nothing);
        let mut errors = FieldErrors::default();
        for name in given.keys().filter(|name| fields.named(name).is_none()) {
            errors.add_with(&format!("{CUSTOM}.{name}"), || match fields.is_empty() {
                true => errors::no_custom_fields(format!("{}.{name}", definition.plural)),
                false => unknown_field(fields.known()),
            });
        }
        let definitions = tx.definitions();
        let mut read = Reading { session: tx.session(), definitions, owner };
        let mut values = Values::new();
        for field in &fields.0 {
            let value = match (given.get(&field.name), unnamed) {
                (Some(_), _) if field.formula.is_some() => Err(errors::computed_field()),
                (Some(json), _) => parse(field, json, &mut read),
                (None, Unnamed::Preset) => field.preset(&mut read),
                (None, Unnamed::Stay) => continue,
            };
            let needed = |value: Vec<Stored>| {
                if field.is_required && value.is_empty() { Err(required()) } else { Ok(value) }
            };
            if let Some(value) = errors.check_at(&format!("{CUSTOM}.{}", field.name), value.and_then(needed))? {
                values.insert(field.id, value);
            }
        }
        errors.finish()?;
        Ok(Changed { fields, values })
    }
}

/// Values that a command has made sure of.
pub(crate) struct Changed {
    pub(super) fields: Fields,
    pub(super) values: Values,
}

/// Writes the values of a row that had none.
pub(crate) fn write_new(tx: &mut Tx<'_, '_>, owner: Uuid, changed: Changed) -> Result<()> {
    put(tx, owner, &Values::new(), &changed).map(drop)
}

/// Writes the values of a row that was there before; whether they differ from what it had, which is kept for its history.
pub(crate) fn write(
    tx: &mut Tx<'_, '_>,
    definition: &ResourceDefinition,
    owner: Uuid,
    changed: &Changed,
) -> Result<bool> {
    if changed.values.is_empty() {
        return Ok(false);
    }
    let before = values_of(tx, owner)?;
    if !put(tx, owner, &before, changed)? {
        return Ok(false);
    }
    let (definitions, fields) = (tx.definitions(), &changed.fields);
    let currency = currency(tx.session(), definitions, fields)?;
    let old = |field: &Arc<CustomField>| before.get(&field.id).map(Vec::as_slice).unwrap_or_default();
    let stored = fields.0.iter().filter(|field| field.formula.is_none());
    let shown = stored.map(|field| (field.name.clone(), field.show(old(field).iter(), currency)));
    earlier::keep_custom(tx, definition.plural, owner, &shown.collect())?;
    Ok(true)
}

/// Puts values in the place of what the row had `before` in the same fields; whether they differ.
fn put(tx: &mut Tx<'_, '_>, owner: Uuid, before: &Values, Changed { fields, values }: &Changed) -> Result<bool> {
    let mut differ = false;
    for (id, new) in values {
        let old = before.get(id).map(Vec::as_slice).unwrap_or_default();
        let field = fields.0.iter().find(|field| field.id == *id).filter(|_| old != new);
        let Some(field) = field else { continue };
        for n in 0..old.len() {
            tx.delete::<CustomValue>(&(owner, field.id, place(n)))?;
        }
        for (n, Stored { words, number, target, body }) in new.iter().cloned().enumerate() {
            tx.insert(CustomValue { field: field.id, owner, n: place(n), words, number, target, body })?;
        }
        words::index(tx, field, owner, old, new)?;
        differ = true;
    }
    Ok(differ)
}

fn place(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Asks for the values of a row and for the words by which it is found, if its list has custom fields.
pub(crate) fn prefetch_values(read: &mut Prefetch<'_>, plural: &str, owner: Uuid) {
    let fields = read.scan(CustomField::BY_RESOURCE, plural).unwrap_or_default();
    if !fields.is_empty() {
        read.scan(CustomValue::BY_OWNER, owner).ok();
    }
    for field in &fields {
        words::prefetch(read, field, owner);
    }
}

fn values_of(read: &mut impl Read, owner: Uuid) -> Result<Values> {
    let mut values = Values::new();
    for value in read.scan(CustomValue::BY_OWNER, owner)? {
        values.entry(value.field).or_default().push(Stored::of(&value));
    }
    Ok(values)
}

/// Whether a row has `id`, of another row or of a file, as its value: it must stay then. To be asked before the command's first write.
///
/// # Errors
///
/// Those of the database.
pub fn has_value(tx: &mut Tx<'_, '_>, id: Uuid) -> Result<bool> {
    let column = CustomValue::TABLE.column("target").ok_or_else(|| defect("a value has a target"))?;
    tx.has_row(CustomValue::TABLE, column, &Value::Id(id))
}

/// What is shown of a row that a command has written; nothing where its list has no custom fields. Without its columns, nothing is computed.
pub(crate) fn of_row(
    session: &mut Session<'_>,
    definitions: &Definitions,
    definition: &ResourceDefinition,
    owner: Uuid,
    columns: Option<&[Value]>,
) -> Result<Option<(&'static str, Json)>> {
    let fields = Fields::of(session, definition.plural)?;
    if fields.is_empty() {
        return Ok(None);
    }
    let currency = currency(session, definitions, &fields)?;
    let values = values_of(session, owner)?;
    let mut shown = Map::new();
    for field in fields.0.iter().filter(|field| field.formula.is_none()) {
        let values = values.get(&field.id).map(Vec::as_slice).unwrap_or_default();
        shown.insert(field.name.clone(), field.show(values.iter(), currency));
    }
    fields.name_targets(session, definitions, &mut shown)?;
    if let Some(columns) = columns {
        computed::add(definition, &fields, columns, currency, &mut shown);
    }
    Ok(Some((CUSTOM, Json::Object(shown))))
}

pub(super) fn currency(
    session: &mut Session<'_>,
    definitions: &Definitions,
    fields: &Fields,
) -> Result<Option<Currency>> {
    let has_money = fields.0.iter().any(|field| field.kind == CustomKind::Money);
    definitions.currency.filter(|_| has_money).map(|currency| currency(session)).transpose()
}
