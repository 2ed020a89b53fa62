//! Cells of a file as the values that commands take.

use crate::errors;
use command::{FieldMeta, unmarked};
use jiff::tz::TimeZone;
use kernel::Error;
use serde_json::Value as Json;
use store::{Column, FieldKind};
use tables::{DateOrder, DecimalMark, decimal, moment};

/// How the numbers and days of a file are written.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    pub(crate) mark: DecimalMark,
    pub(crate) dates: DateOrder,
}

/// A field of a file.
#[derive(Clone)]
pub(crate) enum Field {
    /// A column of the table.
    Column(&'static Column),
    /// A field that the company has added, or one of a document.
    Described(Box<FieldMeta>),
}

impl Field {
    pub(crate) fn name(&self) -> &str {
        match self {
            Field::Column(column) => column.name,
            Field::Described(field) => &field.name,
        }
    }

    pub(crate) fn label(&self) -> &str {
        match self {
            Field::Column(column) => column.label,
            Field::Described(field) => &field.label,
        }
    }

    /// Whether its values are days.
    pub(crate) fn is_date(&self) -> bool {
        match self {
            Field::Column(column) => column.kind == FieldKind::Date,
            Field::Described(field) => field.r#type == "date",
        }
    }

    /// Whether its numbers have decimals.
    pub(crate) fn has_decimals(&self) -> bool {
        match self {
            Field::Column(column) => has_decimals(column),
            Field::Described(field) => {
                matches!(field.r#type, "number" | "money" | "quantity" | "price" | "rate")
            }
        }
    }

    /// The value of a cell; see [`value`].
    pub(crate) fn value(&self, cell: &str, written: Written) -> Result<Option<Json>, Error> {
        match self {
            Field::Column(column) => value(column, cell, written),
            Field::Described(field) => described_value(field, cell, written).map(Some),
        }
    }
}

fn has_decimals(column: &Column) -> bool {
    matches!(column.kind, FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate)
}

/// An empty cell is no value.
fn described_value(field: &FieldMeta, cell: &str, written: Written) -> Result<Json, Error> {
    let text = unmarked(cell);
    let word = text.trim();
    if word.is_empty() {
        return Ok(Json::Null);
    }
    let choice = |word: &str| {
        let is_it = |known: &str| known.eq_ignore_ascii_case(word);
        let found = field.choices.iter().find(|choice| is_it(&choice.value) || is_it(&choice.label));
        Json::from(found.map_or(word, |choice| &*choice.value))
    };
    Ok(match field.r#type {
        "number" | "money" | "quantity" | "price" | "rate" => number(word, written)?,
        "integer" => word.parse::<i64>().map_or_else(|_| text.into(), Json::from),
        "date" => day(word, written)?,
        "boolean" => truth(word).map_or_else(|| text.into(), Json::from),
        "choice" if field.many => word.split(',').map(str::trim).filter(|word| !word.is_empty()).map(choice).collect(),
        "choice" => choice(word),
        _ => text.into(),
    })
}

/// The value of a cell; `None` where the cell is empty and the field cannot be absent, so that it is left as it is, or has its default.
/// What is no value of its kind stays a text, which the command refuses.
///
/// # Errors
///
/// A number that is not written as those of the file are.
fn value(column: &Column, cell: &str, written: Written) -> Result<Option<Json>, Error> {
    let text = unmarked(cell);
    let word = text.trim();
    if word.is_empty() {
        return Ok(column.nullable.then_some(Json::Null));
    }
    let value = match column.kind {
        _ if has_decimals(column) => Some(number(word, written)?),
        FieldKind::Date => Some(day(word, written)?),
        FieldKind::Integer => word.parse::<i64>().ok().map(Json::from),
        FieldKind::Bool => truth(word).map(Json::from),
        FieldKind::Choice(words) => choice(column, words, word).map(Json::from),
        _ => None,
    };
    Ok(Some(value.unwrap_or_else(|| text.into())))
}

fn number(word: &str, written: Written) -> Result<Json, Error> {
    decimal(word, written.mark).map(|number| number.to_string().into()).map_err(errors::no_number)
}

/// A day without its time, if it has one.
fn day(word: &str, written: Written) -> Result<Json, Error> {
    // As exports and workbooks write it, whatever the order of other days in the file.
    let is_plain = word.parse::<kernel::Date>().is_ok();
    let order = if is_plain { DateOrder::YearFirst } else { written.dates };
    moment(word, order, &TimeZone::UTC).map(|at| at.date().to_string().into()).map_err(errors::no_date)
}

fn truth(word: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is(["true", "yes", "1"]) { Some(true) } else { is(["false", "no", "0"]).then_some(false) }
}

/// The choice that a word, or its label, stands for.
fn choice(column: &Column, words: &[&'static str], word: &str) -> Option<&'static str> {
    let is_label = |(_, label): &&(&str, &str)| label.eq_ignore_ascii_case(word);
    let known = words.iter().find(|known| known.eq_ignore_ascii_case(word)).copied();
    known.or_else(|| column.labels.iter().find(is_label).map(|(known, _)| *known))
}
