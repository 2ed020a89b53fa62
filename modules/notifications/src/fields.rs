//! The fields of events: what formulas and templates may read of them.

use formula::{Kind, Known, Names, Value};
use kernel::{Date, Format, Schema, Shape};
use money::Decimal;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// The fields of an event; none where it has no fields.
fn fields(schema: &Schema) -> &[kernel::Field] {
    match &schema.shape {
        Shape::Object { fields, .. } => fields,
        _ => &[],
    }
}

/// The kind of a field in formulas; none where formulas cannot read it.
fn kind(schema: &Schema) -> Option<Known> {
    Some(match &schema.shape {
        Shape::Boolean => Known::of(Kind::Boolean),
        Shape::Integer { .. } => Known::of(Kind::Decimal),
        Shape::Text { format: Some(Format::Date), .. } => Known::of(Kind::Date),
        Shape::Text { format: Some(format), .. } if format.is_decimal() => Known::of(Kind::Decimal),
        Shape::Text { .. } => Known::of(Kind::Text),
        Shape::Choice(words) => {
            let choices = words.iter().map(|word| (*word).to_owned()).collect();
            Known { kind: Kind::Text, choices: Some(choices) }
        }
        _ => return None,
    })
}

/// What a formula may read of an event.
pub(crate) fn names(event: &Schema) -> Names {
    let known = fields(event).iter().filter_map(|field| Some((field.name.to_owned(), kind(&field.schema)?)));
    known.collect()
}

/// The values of an event for a formula.
pub(crate) fn values(event: &Schema, body: &Json) -> BTreeMap<String, Value> {
    let value = |known: &Known, json: &Json| {
        let text = json.as_str().map(str::to_owned).or_else(|| json.is_number().then(|| json.to_string()));
        let value = match known.kind {
            Kind::Boolean => json.as_bool().map(Value::Boolean),
            Kind::Decimal => text.and_then(|text| Decimal::parse(&text).ok()).map(Value::Decimal),
            Kind::Date => text.and_then(|text| text.parse::<Date>().ok()).map(Value::Date),
            Kind::Text => text.map(Value::Text),
        };
        value.unwrap_or(Value::Empty)
    };
    names(event).iter().map(|(name, known)| (name.clone(), value(known, &body[name]))).collect()
}

/// Whether an event has a field.
pub(crate) fn has(event: &Schema, name: &str) -> bool {
    fields(event).iter().any(|field| field.name == name)
}

/// Whether a field of an event names a row by its id.
pub(crate) fn is_id(event: &Schema, name: &str) -> bool {
    let is_id = |schema: &Schema| matches!(schema.shape, Shape::Text { format: Some(Format::Uuid), .. });
    fields(event).iter().any(|field| field.name == name && is_id(&field.schema))
}

/// An event as it could be, to try a template; `is_bare`: with nothing in the fields that may be empty.
pub(crate) fn sample(event: &Schema, is_bare: bool) -> Json {
    let field = |field: &kernel::Field| (field.name.to_owned(), example(&field.schema, field.name, is_bare));
    Json::Object(fields(event).iter().map(field).collect())
}

fn example(schema: &Schema, name: &str, is_bare: bool) -> Json {
    if is_bare && schema.nullable {
        return Json::Null;
    }
    match &schema.shape {
        Shape::Any => json!(name),
        Shape::Boolean => json!(true),
        Shape::Integer { min, max } => json!(min.unwrap_or(1).max(1).min(max.unwrap_or(i64::MAX))),
        Shape::Text { format: Some(format), .. } => json!(match format {
            Format::Date => "2026-12-31",
            Format::Instant => "2026-12-31T12:00:00Z",
            Format::Uuid => "019b0000-0000-7000-8000-000000000001",
            Format::Decimal(_) | Format::Price => "1234.50",
            Format::Quantity => "3",
            Format::Rate => "0.15",
            Format::Currency => "BDT",
        }),
        Shape::Text { .. } => json!(name),
        Shape::Choice(words) => json!(words.first()),
        Shape::List { .. } if is_bare => json!([]),
        Shape::List { items, .. } => json!([example(items, name, is_bare)]),
        Shape::Object { .. } => sample(schema, is_bare),
    }
}

/// What a template may read: the fields of the event, and beside them what `more` adds.
pub(crate) fn beside(body: &Json, more: Json) -> Json {
    let mut all: Map<String, Json> = body.as_object().cloned().unwrap_or_default();
    if let Json::Object(more) = more {
        for (name, value) in more {
            all.entry(name).or_insert(value);
        }
    }
    Json::Object(all)
}
