//! The values that rows have in custom fields: written by the command that writes the row, shown beside its columns.

use super::CUSTOM;
use super::field::{CustomField, Fields};
use super::kind::{CustomKind, Reading, parse};
use crate::earlier;
use crate::errors;
use crate::former::DeletedRow;
use crate::json::bytes;
use crate::search_index::{SearchWord, replace_words, words};
use command::{Definitions, ResourceDefinition, Tx};
use kernel::errors::{required, unknown_field};
use kernel::{FieldErrors, Id, Instant, Result, defect};
use money::Currency;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Prefetch, Read, Record, Session, Table, Value};
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

    fn of(value: &CustomValue) -> Stored {
        let CustomValue { words, number, target, body, .. } = value.clone();
        Stored { words, number, target, body }
    }
}

/// The values of a row by their fields.
type Values = BTreeMap<Id<CustomField>, Vec<Stored>>;

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
    fields: Fields,
    values: Values,
}

/// Writes the values of a row; whether they differ from what it had. What a row that `is_there` already had is kept for its history.
pub(crate) fn write(
    tx: &mut Tx<'_, '_>,
    definition: &ResourceDefinition,
    owner: Uuid,
    Changed { fields, values }: Changed,
    is_there: bool,
) -> Result<bool> {
    if values.is_empty() {
        return Ok(false);
    }
    let before = if is_there { values_of(tx, owner)? } else { Values::new() };
    let mut after = before.clone();
    for (field, value) in values {
        let old = before.get(&field).cloned().unwrap_or_default();
        if old == value {
            continue;
        }
        for n in 0..old.len() {
            tx.delete::<CustomValue>(&(owner, field, place(n)))?;
        }
        for (n, Stored { words, number, target, body }) in value.iter().cloned().enumerate() {
            tx.insert(CustomValue { field, owner, n: place(n), words, number, target, body })?;
        }
        after.insert(field, value);
    }
    after.retain(|_, values| !values.is_empty());
    if before == after {
        return Ok(false);
    }
    if is_there {
        let definitions = tx.definitions();
        let currency = currency(tx.session(), definitions, &fields)?;
        let old = |field: &Arc<CustomField>| before.get(&field.id).map(Vec::as_slice).unwrap_or_default();
        let shown = fields.0.iter().map(|field| (field.name.clone(), field.show(old(field).iter(), currency)));
        earlier::keep_custom(tx, definition.plural, owner, &shown.collect())?;
    }
    let [old, new] = [&before, &after].map(|values| searched(&fields, values));
    if !old.is_empty() || !new.is_empty() {
        index_words(tx, definition.plural, owner, &new)?;
    }
    Ok(true)
}

fn place(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Asks for the values of a row, if its list has custom fields.
pub(crate) fn prefetch_values(read: &mut Prefetch<'_>, plural: &str, owner: Uuid) {
    if read.scan(CustomField::BY_RESOURCE, plural).is_ok_and(|fields| !fields.is_empty()) {
        read.scan(CustomValue::BY_OWNER, owner).ok();
    }
}

fn values_of(read: &mut impl Read, owner: Uuid) -> Result<Values> {
    let mut values = Values::new();
    for value in read.scan(CustomValue::BY_OWNER, owner)? {
        values.entry(value.field).or_default().push(Stored::of(&value));
    }
    Ok(values)
}

/// The words by which a row is found in custom fields stand beside those of its columns, which other commands keep.
pub(crate) fn word_record(plural: &str) -> String {
    format!("{CUSTOM}.{plural}")
}

fn searched(fields: &Fields, values: &Values) -> BTreeSet<String> {
    let searched = fields.0.iter().filter(|field| field.is_searched).filter_map(|field| values.get(&field.id));
    let texts = searched.flatten().filter_map(|value| value.words.as_ref().or(value.body.as_ref()));
    texts.flat_map(|text| words(text)).collect()
}

/// Puts `new` in the place of all words of a row, also of those that were indexed when other fields were searched.
fn index_words(tx: &mut Tx<'_, '_>, plural: &str, owner: Uuid, new: &BTreeSet<String>) -> Result<()> {
    let record = word_record(plural);
    let indexed = tx.scan(SearchWord::BY_RECORD_ID, (record.as_str(), owner))?;
    let indexed = indexed.iter().map(|word| word.word.clone()).collect();
    replace_words(tx, &record, owner, &indexed, new)
}

/// Takes the values away from a row of `table` that is being deleted, and keeps them for the case that it comes back.
pub(crate) fn put_away(tx: &mut Tx<'_, '_>, table: &'static Table, owner: Uuid) -> Result<()> {
    let definitions = tx.definitions();
    for definition in definitions.resources.iter().filter(|resource| resource.table.name == table.name) {
        if tx.scan(CustomField::BY_RESOURCE, definition.plural)?.is_empty() {
            continue;
        }
        let values = tx.scan(CustomValue::BY_OWNER, owner)?;
        let mut rows = Vec::new();
        for value in &values {
            rows.push(value.encoded());
            tx.delete::<CustomValue>(&(owner, value.field, value.n))?;
        }
        if !rows.is_empty() {
            let content = bytes(&rows)?;
            tx.insert_new(DeletedRow { record: CustomValue::TABLE.name.to_owned(), id: owner, at: tx.now(), content })?;
        }
        index_words(tx, definition.plural, owner, &BTreeSet::new())?;
    }
    Ok(())
}

/// Gives a row that was deleted at the time `at` its values back.
pub(crate) fn bring_back(tx: &mut Tx<'_, '_>, definition: &ResourceDefinition, owner: Uuid, at: Instant) -> Result<()> {
    let record = CustomValue::TABLE.name;
    let kept = tx.scan(DeletedRow::BY_RECORD_ID, (record, owner))?;
    let Some(kept) = kept.iter().find(|kept| kept.at == at) else { return Ok(()) };
    let rows: Vec<Vec<Value>> = serde_json::from_slice(&kept.content).map_err(|error| defect(error.to_string()))?;
    let fields = Fields::of(tx.session(), definition.plural)?;
    let mut values = Values::new();
    for row in rows {
        let value = CustomValue::decode(row).map_err(|column| defect(format!("deleted_row: {column} does not fit")))?;
        // A field may be gone meanwhile.
        if tx.get::<CustomField>(&value.field)?.is_some() {
            values.entry(value.field).or_default().push(Stored::of(&value));
        }
    }
    tx.delete::<DeletedRow>(&kept.key())?;
    write(tx, definition, owner, Changed { fields, values }, false).map(drop)
}

/// Whether a row has `id` as its value: it must stay then. To be asked before the command's first write.
pub(crate) fn has_value(tx: &mut Tx<'_, '_>, id: Uuid) -> Result<bool> {
    let column = CustomValue::TABLE.column("target").ok_or_else(|| defect("a value has a target"))?;
    tx.has_row(CustomValue::TABLE, column, &Value::Id(id))
}

/// What is shown of a row that a command has written; nothing where its list has no custom fields.
pub(crate) fn of_row(
    session: &mut Session<'_>,
    definitions: &Definitions,
    definition: &ResourceDefinition,
    owner: Uuid,
) -> Result<Option<(&'static str, Json)>> {
    let fields = Fields::of(session, definition.plural)?;
    if fields.is_empty() {
        return Ok(None);
    }
    let currency = currency(session, definitions, &fields)?;
    let values = values_of(session, owner)?;
    let mut shown = Map::new();
    for field in &fields.0 {
        let values = values.get(&field.id).map(Vec::as_slice).unwrap_or_default();
        shown.insert(field.name.clone(), field.show(values.iter(), currency));
    }
    fields.name_targets(session, definitions, &mut shown)?;
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
