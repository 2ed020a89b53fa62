//! JSON to stored values and back, by the kind of each column.

use crate::errors;
use kernel::errors::{control_character, expected, invalid_choice, no_such, required, too_long, unknown_field};
use kernel::{Date, FieldErrors, Id, Instant, Result, defect};
use money::{Amount, Currency, Decimal, Price};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use store::{Column, Field, FieldKind, Prefetch, Read, Record, Reference, Row, Session, Table, Value};
use uuid::Uuid;

/// Texts as long as this may have lines.
const LONG: usize = 1000;

/// Finds the id that the text of a reference stands for.
pub(crate) type Resolve<'a> = dyn FnMut(&Reference, &str) -> Result<Option<Uuid>> + 'a;

/// Resolves references by reading.
pub(crate) fn reading<'a>(session: &'a mut Session<'_>) -> impl FnMut(&Reference, &str) -> Result<Option<Uuid>> + 'a {
    |reference, text| (reference.resolve)(session, text)
}

/// Notes references to be loaded; what is not known yet is nil for the time being.
pub(crate) fn resolve_known<'a>(
    read: &'a mut Prefetch<'_>,
) -> impl FnMut(&Reference, &str) -> Result<Option<Uuid>> + 'a {
    |reference, text| Ok(Some((reference.request)(read, text).ok().flatten().unwrap_or_default()))
}

/// A row from what the client gave: `start` holds what is there already, `None` where a value must be given or has a
/// default; `fixed` says which columns cannot change. All wrong fields are told at once.
pub(crate) fn merge(
    table: &'static Table,
    fields: &Map<String, Json>,
    start: Vec<Option<Value>>,
    fixed: impl Fn(&Column) -> bool,
    resolve: &mut Resolve<'_>,
) -> Result<Row> {
    let mut errors = FieldErrors::default();
    add_unknown(table, fields, &mut errors);
    let mut row = Row::new();
    for (column, start) in table.columns.iter().zip(start) {
        let given = fields.get(column.name).filter(|_| shown(column));
        let currency = currency(table, &row);
        let value = match (given, start) {
            (None, Some(start)) => Ok(start),
            (None, None) => missing(column, currency, resolve),
            (Some(given), Some(start)) if fixed(column) => match parse(column, given, currency, resolve) {
                Ok(value) if value == start => Ok(start),
                _ => Err(errors::read_only()),
            },
            (Some(given), _) => parse(column, given, currency, resolve),
        };
        row.push(errors.check_at(column.name, value)?.unwrap_or(Value::Null));
    }
    errors.finish()?;
    Ok(row)
}

/// Refuses more unknown fields than an answer names. Fewer are told by [`merge`], together with all else that is wrong.
pub(crate) fn check_names(table: &'static Table, fields: &Map<String, Json>) -> Result<()> {
    let mut errors = FieldErrors::default();
    add_unknown(table, fields, &mut errors);
    if errors.is_full() { errors.finish() } else { Ok(()) }
}

fn add_unknown(table: &'static Table, fields: &Map<String, Json>, errors: &mut FieldErrors) {
    for name in fields.keys() {
        if table.column(name).is_none_or(|column| !shown(column)) {
            errors.add_with(name, || unknown_field(known(table)));
        }
    }
}

/// `fields` with every column that they leave out at its default, absent, or null where a value is required. What the program
/// chooses where it is left out stays as it is, and so does a column that the client may not be allowed to see.
pub(crate) fn replacement(
    table: &'static Table,
    mut fields: Map<String, Json>,
    fixed: impl Fn(&Column) -> bool,
) -> Map<String, Json> {
    let left_out = |column: &&Column| shown(column) && !fixed(column) && column.view.is_none();
    for column in table.columns.iter().filter(left_out).filter(|column| column.default != Some("")) {
        let value = || column.default.map_or(Json::Null, |text| from_text(column, text));
        fields.entry(column.name).or_insert_with(value);
    }
    fields
}

/// The record of a row that was given by a client.
pub(crate) fn record<R: Record>(row: Row) -> Result<R> {
    R::decode(row).map_err(|column| errors::does_not_fit().at(column))
}

fn known(table: &'static Table) -> String {
    let names: Vec<&str> = table.columns.iter().filter(|column| shown(column)).map(|column| column.name).collect();
    names.join(", ")
}

/// The value of a field that was not given.
fn missing(column: &Column, currency: Option<Currency>, resolve: &mut Resolve<'_>) -> Result<Value> {
    match column.default {
        Some("") => Ok(Value::Text(String::new())),
        Some(text) => parse(column, &from_text(column, text), currency, resolve),
        None if column.nullable => Ok(Value::Null),
        None => Err(required()),
    }
}

/// What a column holds before the program sets it.
pub(crate) fn nothing(column: &Column) -> Value {
    match column.kind {
        _ if column.nullable => Value::Null,
        FieldKind::Text | FieldKind::Choice(_) | FieldKind::Date | FieldKind::Words => Value::Text(String::new()),
        FieldKind::Bool => Value::Bool(false),
        FieldKind::Id => Value::Id(Uuid::nil()),
        FieldKind::Bytes => Value::Bytes(Vec::new()),
        _ => Value::Int(0),
    }
}

/// The JSON of a text from a query string, or of a default: only whole numbers and truth values are no strings.
pub(crate) fn from_text(column: &Column, text: &str) -> Json {
    let plain = matches!(column.kind, FieldKind::Integer | FieldKind::Bool);
    let value = if plain { serde_json::from_str(text).ok() } else { None };
    value.unwrap_or_else(|| Json::String(text.to_owned()))
}

/// The stored value of a field; an error of kind `Invalid` says what is wrong with it.
pub(crate) fn parse(
    column: &Column,
    json: &Json,
    currency: Option<Currency>,
    resolve: &mut Resolve<'_>,
) -> Result<Value> {
    if json.is_null() || column.nullable && json.as_str().is_some_and(|text| kernel::tidy(text).is_empty()) {
        return if column.nullable { Ok(Value::Null) } else { Err(errors::empty()) };
    }
    if let Some(reference) = &column.reference {
        let Json::String(text) = json else { return Err(expected("an id or a code")) };
        let unknown = || no_such((reference.table)().label.to_lowercase(), text);
        return resolve(reference, text)?.map(Value::Id).ok_or_else(unknown);
    }
    match (column.kind, json) {
        (FieldKind::Text, Json::String(given)) => text(column, given),
        (FieldKind::Choice(words), Json::String(word)) if words.contains(&word.as_str()) => {
            Ok(Value::Text(word.clone()))
        }
        (FieldKind::Choice(words), _) => Err(invalid_choice(words.join(", "))),
        (FieldKind::Integer, Json::Number(number)) => match number.as_i64() {
            Some(number) if column.allows(number) => Ok(Value::Int(number)),
            Some(_) => Err(errors::out_of_range(bound(column.least), bound(column.most))),
            None => Err(expected("a whole number")),
        },
        (FieldKind::Bool, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (FieldKind::Date, Json::String(text)) => {
            let date = text.parse::<Date>().map_err(|_| expected("a date such as 2026-01-31"));
            Ok(date?.to_value())
        }
        (FieldKind::Instant, Json::String(_)) => {
            let instant = serde_json::from_value::<Instant>(json.clone());
            Ok(instant.map_err(|_| expected("a moment such as 2026-01-31T12:00:00Z"))?.to_value())
        }
        (FieldKind::Id, Json::String(text)) => store::id_of(text).map(Value::Id).ok_or_else(|| expected("an id")),
        (FieldKind::Price | FieldKind::Quantity | FieldKind::Rate, Json::String(_) | Json::Number(_)) => {
            Ok(Value::Int(Price::from_decimal(decimal(json)?)?.micros()))
        }
        (FieldKind::Amount, Json::String(_) | Json::Number(_)) => {
            let currency = currency.ok_or_else(errors::no_currency)?;
            Ok(Value::Int(Amount::from_decimal(decimal(json)?, currency)?.minor()))
        }
        (kind, _) => Err(expected(wanted(kind))),
    }
}

fn bound(bound: Option<i64>) -> String {
    bound.map_or_else(|| "any".to_owned(), |bound| bound.to_string())
}

fn wanted(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer => "a whole number",
        FieldKind::Bool => "true or false",
        FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate => {
            "a decimal number, as a string or a number"
        }
        _ => "a text",
    }
}

/// A decimal from the text of the number, never through a float.
fn decimal(json: &Json) -> Result<Decimal> {
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    Ok(Decimal::parse(&text)?)
}

fn text(column: &Column, given: &str) -> Result<Value> {
    let text = if column.key.is_some() { kernel::tidy_code(given) } else { kernel::tidy(given) };
    let control = |letter: char| letter.is_control() && (column.max < LONG || !matches!(letter, '\n' | '\r' | '\t'));
    if text.is_empty() {
        return Err(errors::empty());
    }
    if text.contains(control) {
        return Err(control_character());
    }
    if text.chars().count() > column.max {
        return Err(too_long(column.max));
    }
    if column.name == "currency" {
        Currency::parse(&text)?;
    }
    if column.code && store::id_of(&text).is_some() {
        return Err(errors::looks_like_an_id());
    }
    Ok(Value::Text(text))
}

/// Whether clients see a column.
pub(crate) fn shown(column: &Column) -> bool {
    !column.hidden && column.kind != FieldKind::Bytes
}

/// The currency of the row's money, once its column has been read: it stands before the amounts.
/// The currency that a row says.
pub(crate) fn currency(table: &Table, row: &[Value]) -> Option<Currency> {
    let (_, value) = table.columns.iter().zip(row).find(|(column, _)| column.name == "currency")?;
    Currency::from_value(value.clone())
}

/// A row as clients see it, its fields in the order of its columns.
pub(crate) struct Shown(pub(crate) Vec<(&'static str, Json)>);

impl Shown {
    /// Adds fields behind those of the columns.
    pub(crate) fn with(mut self, fields: impl IntoIterator<Item = (&'static str, Json)>) -> Shown {
        self.0.extend(fields);
        self
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Shows the stored values of a row in the columns for which there is a `name`; references may be codes already.
pub(crate) fn show(table: &'static Table, row: &[Value], name: impl Fn(&Column) -> Option<&'static str>) -> Shown {
    let currency = currency(table, row);
    let columns = table.columns.iter().zip(row).filter(|(column, _)| shown(column));
    let values = columns.filter_map(|(column, value)| Some((name(column)?, show_value(column.kind, value, currency))));
    Shown(values.collect())
}

pub(crate) fn show_value(kind: FieldKind, value: &Value, currency: Option<Currency>) -> Json {
    let text = match (kind, value) {
        (_, Value::Null) => return Json::Null,
        (FieldKind::Bool, value) => return bool::from_value(value.clone()).map_or(Json::Null, Json::Bool),
        (FieldKind::Words, Value::Text(text)) => return text.split_whitespace().collect(),
        (FieldKind::Integer, Value::Int(number)) => return Json::from(*number),
        (FieldKind::Instant, Value::Int(micros)) => Instant::from_micros(*micros).to_string(),
        (FieldKind::Price, Value::Int(micros)) => Price::from_micros(*micros).to_string(),
        (FieldKind::Quantity, Value::Int(micros)) => money::Quantity::from_micros(*micros).to_string(),
        (FieldKind::Rate, Value::Int(micros)) => money::Rate::from_micros(*micros).to_string(),
        (FieldKind::Amount, Value::Int(minor)) => match currency {
            Some(currency) => Amount::new(*minor).decimal(currency).to_string(),
            None => return Json::Null,
        },
        (_, Value::Text(text)) => text.clone(),
        (_, value) => match Uuid::from_value(value.clone()) {
            Some(id) => id.to_string(),
            None => return Json::Null,
        },
    };
    Json::String(text)
}

/// Shows one row that was read in the columns that the user `may_see`, its references by their codes.
pub(crate) fn show_row<R: Record>(
    session: &mut Session<'_>,
    row: &R,
    may_see: impl Fn(&Column) -> bool,
) -> Result<Shown> {
    let mut values = row.encoded();
    name_references(session, R::TABLE, std::slice::from_mut(&mut values))?;
    Ok(show(R::TABLE, &values, |column| may_see(column).then_some(column.name)))
}

/// Puts codes in the place of the ids that rows refer to, loading what they point to at once.
pub(crate) fn name_references(session: &mut Session<'_>, table: &'static Table, rows: &mut [Row]) -> Result<()> {
    let references: Vec<_> =
        table.columns.iter().enumerate().filter_map(|(n, column)| Some((n, column.reference?))).collect();
    // The rows of a page often refer to the same few rows, each of which is looked up once.
    let mut named: Vec<BTreeMap<Uuid, Option<String>>> = Vec::with_capacity(references.len());
    let now = session.now();
    let mut read = Prefetch::new(session.set, now);
    for (n, reference) in &references {
        let ids = rows.iter().filter_map(|row| Some((Uuid::from_value(row[*n].clone())?, None)));
        let codes: BTreeMap<_, _> = ids.collect();
        for id in codes.keys() {
            (reference.request)(&mut read, &id.to_string()).ok();
        }
        named.push(codes);
    }
    session.load_requested()?;
    for ((n, reference), codes) in references.iter().zip(&mut named) {
        for (id, code) in &mut *codes {
            *code = (reference.code)(session, *id)?;
        }
        for row in &mut *rows {
            if let Some(Some(code)) = Uuid::from_value(row[*n].clone()).and_then(|id| codes.get(&id)) {
                row[*n] = Value::Text(code.clone());
            }
        }
    }
    Ok(())
}

/// The bytes of an answer.
pub(crate) fn bytes(answer: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(answer).map_err(|error| defect(error.to_string()))
}

/// Takes the id a client made out of the fields, where there is one.
pub(crate) fn take_id<R>(fields: &mut Map<String, Json>) -> Result<Option<Id<R>>> {
    let Some(id) = fields.remove("id") else { return Ok(None) };
    let id = id.as_str().and_then(store::id_of).filter(|id| !id.is_nil());
    id.map(|id| Some(Id::from_uuid(id))).ok_or_else(|| expected("an id").at("id"))
}
