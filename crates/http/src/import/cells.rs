//! Cells of a file as the values that commands take.

use crate::errors;
use command::{FieldMeta, unmarked};
use kernel::Error;
use serde_json::Value as Json;
use store::{Column, FieldKind};
use tables::{DecimalMark, decimal};

/// A field of a file.
pub(super) enum Field {
    /// A column of the table.
    Column(&'static Column),
    /// A field that the company has added.
    Custom(Box<FieldMeta>),
}

impl Field {
    pub(super) fn name(&self) -> &str {
        match self {
            Field::Column(column) => column.name,
            Field::Custom(field) => &field.name,
        }
    }

    /// Whether its numbers have decimals.
    pub(super) fn has_decimals(&self) -> bool {
        match self {
            Field::Column(column) => has_decimals(column),
            Field::Custom(field) => matches!(field.r#type, "number" | "money" | "quantity"),
        }
    }

    /// The value of a cell; see [`value`].
    pub(super) fn value(&self, cell: &str, mark: DecimalMark) -> Result<Option<Json>, Error> {
        match self {
            Field::Column(column) => value(column, cell, mark),
            Field::Custom(field) => custom_value(field, cell, mark).map(Some),
        }
    }
}

fn has_decimals(column: &Column) -> bool {
    matches!(column.kind, FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate)
}

/// An empty cell is no value.
fn custom_value(field: &FieldMeta, cell: &str, mark: DecimalMark) -> Result<Json, Error> {
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
        "number" | "money" | "quantity" => decimal(word, mark).map_err(errors::no_number)?.to_string().into(),
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
fn value(column: &Column, cell: &str, mark: DecimalMark) -> Result<Option<Json>, Error> {
    let text = unmarked(cell);
    let word = text.trim();
    if word.is_empty() {
        return Ok(column.nullable.then_some(Json::Null));
    }
    let value = match column.kind {
        _ if has_decimals(column) => Some(decimal(word, mark).map_err(errors::no_number)?.to_string().into()),
        FieldKind::Integer => word.parse::<i64>().ok().map(Json::from),
        FieldKind::Bool => truth(word).map(Json::from),
        FieldKind::Choice(words) => choice(column, words, word).map(Json::from),
        _ => None,
    };
    Ok(Some(value.unwrap_or_else(|| text.into())))
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
