//! The types of custom fields: what a value may be, how it is stored, and how it is shown.

use super::CustomField;
use super::value::Stored;
use crate::errors;
use command::Definitions;
use jiff::civil::Time;
use kernel::errors::{control_character, expected, invalid_choice, no_such, too_long};
use kernel::{Date, Kind, Result, tidy};
use money::{Amount, Currency, Decimal, Quantity};
use serde_json::Value as Json;
use store::{FieldKind, Session};
use uuid::Uuid;

/// The most letters of a text, which an index holds, and of a long one.
pub(super) const TEXT: usize = 200;
pub(super) const LONG_TEXT: usize = 10_000;
/// The decimals of numbers and quantities.
pub(super) const DECIMALS: u8 = 6;
/// The most choices that a row may have of one field.
const MAX_CHOICES: usize = 50;

store::choices! {
    /// The type of a custom field.
    pub enum CustomKind {
        /// A line of text.
        Text = "text",
        /// Text of several lines.
        LongText = "long_text" as "Long text",
        /// A number with up to six decimals.
        Number = "number",
        /// Money in the company's currency.
        Money = "money",
        /// A quantity.
        Quantity = "quantity",
        /// A day.
        Date = "date",
        /// A time of the day.
        Time = "time",
        /// Yes or no.
        Boolean = "boolean" as "Yes or no",
        /// One of several words.
        Choice = "choice",
        /// Some of several words.
        Choices = "choices" as "Several choices",
        /// A row of another list.
        Relation = "relation",
        /// A file that is attached to the row.
        File = "file",
    }
}

impl CustomKind {
    /// The column that holds its values.
    pub(crate) fn column(self) -> &'static str {
        match self {
            CustomKind::Text | CustomKind::Date | CustomKind::Time | CustomKind::Choice | CustomKind::Choices => {
                "words"
            }
            CustomKind::LongText => "body",
            CustomKind::Number | CustomKind::Money | CustomKind::Quantity | CustomKind::Boolean => "number",
            CustomKind::Relation | CustomKind::File => "target",
        }
    }

    /// The type of a column that would hold its values: by it, lists know their filters and files their cells.
    pub fn field_kind(self) -> FieldKind {
        match self {
            CustomKind::Text | CustomKind::LongText | CustomKind::Time => FieldKind::Text,
            CustomKind::Number | CustomKind::Quantity => FieldKind::Quantity,
            CustomKind::Money => FieldKind::Amount,
            CustomKind::Date => FieldKind::Date,
            CustomKind::Boolean => FieldKind::Bool,
            CustomKind::Choice | CustomKind::Choices => FieldKind::Choice(&[]),
            CustomKind::Relation | CustomKind::File => FieldKind::Id,
        }
    }

    /// Whether rows may be found by the words of its values.
    pub(crate) fn has_words(self) -> bool {
        matches!(self, CustomKind::Text | CustomKind::LongText)
    }

    /// Whether its values have an order, so that they have bounds.
    pub(crate) fn is_ordered(self) -> bool {
        use CustomKind::{Date, Money, Number, Quantity, Time};
        matches!(self, Number | Money | Quantity | Date | Time)
    }
}

/// What a value is read with.
pub(crate) struct Reading<'a, 's> {
    pub(crate) session: &'a mut Session<'s>,
    pub(crate) definitions: &'a Definitions,
    /// The row that has the value.
    pub(crate) owner: Uuid,
}

impl Reading<'_, '_> {
    /// The currency of the company's books.
    pub(crate) fn currency(&mut self) -> Result<Currency> {
        let currency = self.definitions.currency.ok_or_else(errors::no_currency)?;
        currency(self.session)
    }

    /// The id of the row that a text names in the list of a relation.
    fn target(&mut self, field: &CustomField, text: &str) -> Result<Uuid> {
        let plural = field.target.as_deref().unwrap_or_default();
        let resource = self.definitions.resource(plural).ok_or_else(|| no_such("list", plural))?;
        let found = (resource.find)(self.session, resource, &command::Scope::All, text);
        found.map_err(|error| match error.kind {
            Kind::NotFound => no_such(resource.noun().replace('_', " "), text),
            _ => error,
        })
    }

    /// The id of a file that hangs on the row.
    fn file(&mut self, field: &CustomField, text: &str) -> Result<Uuid> {
        let id = store::id_of(text).ok_or_else(|| expected("the id of an attachment"))?;
        let is_there = match self.definitions.has_attachment {
            Some(has_attachment) => has_attachment(self.session, &field.resource, self.owner, id)?,
            None => false,
        };
        if is_there { Ok(id) } else { Err(no_such("attachment of this row", text)) }
    }
}

/// The stored form of a value: nothing for none. Whether a value is required is not asked here.
///
/// # Errors
///
/// An error of kind `Invalid` says what is wrong with it.
pub(crate) fn parse(field: &CustomField, json: &Json, read: &mut Reading<'_, '_>) -> Result<Vec<Stored>> {
    if json.is_null() || json.as_str().is_some_and(|text| tidy(text).is_empty()) {
        return Ok(Vec::new());
    }
    let one = match (field.kind, json) {
        (CustomKind::Text, Json::String(given)) => Stored::words(text(given, TEXT, false)?),
        (CustomKind::LongText, Json::String(given)) => Stored::body(text(given, LONG_TEXT, true)?),
        (CustomKind::Boolean, Json::Bool(yes)) => Stored::number(i64::from(*yes)),
        (CustomKind::Date, Json::String(text)) => {
            let date: Date = text.parse().map_err(|_| expected("a date such as 2026-01-31"))?;
            Stored::words(date.to_string())
        }
        (CustomKind::Time, Json::String(text)) => Stored::words(time(text)?),
        (CustomKind::Choice, Json::String(word)) => Stored::words(field.choice(word)?),
        (CustomKind::Choices, Json::Array(words)) => {
            let word = |word: &Json| field.choice(word.as_str().unwrap_or_default());
            let mut words: Vec<String> = words.iter().map(word).collect::<Result<_>>()?;
            words.sort_unstable();
            words.dedup();
            if words.len() > MAX_CHOICES {
                return Err(kernel::errors::item_count(0, MAX_CHOICES));
            }
            return Ok(words.into_iter().map(Stored::words).collect());
        }
        (CustomKind::Number | CustomKind::Quantity | CustomKind::Money, Json::String(_) | Json::Number(_)) => {
            Stored::number(number(field.kind, json, read)?)
        }
        (CustomKind::Relation, Json::String(text)) => Stored::target(read.target(field, text)?),
        (CustomKind::File, Json::String(text)) => Stored::target(read.file(field, text)?),
        (kind, _) => return Err(expected(wanted(kind))),
    };
    field.check_bounds(&one, read)?;
    Ok(vec![one])
}

/// Whether a value that was kept can be one of the field: the row that it leads to may be gone, and its word no choice any more. Bounds are
/// for what is given anew.
pub(crate) fn fits(field: &CustomField, stored: &Stored, read: &mut Reading<'_, '_>) -> Result<bool> {
    let unbounded = CustomField { least: None, most: None, ..field.clone() };
    let shown = field.show_one(stored, read)?;
    match parse(&unbounded, &shown, read) {
        Ok(again) => Ok(again.first() == Some(stored)),
        Err(error) if error.kind == Kind::Invalid => Ok(false),
        Err(error) => Err(error),
    }
}

/// The stored number of a value or a bound.
pub(crate) fn number(kind: CustomKind, json: &Json, read: &mut Reading<'_, '_>) -> Result<i64> {
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let decimal = Decimal::parse(&text)?;
    match kind {
        CustomKind::Money => Ok(Amount::from_decimal(decimal, read.currency()?)?.minor()),
        _ => Ok(Quantity::from_decimal(decimal)?.micros()),
    }
}

fn wanted(kind: CustomKind) -> &'static str {
    match kind {
        CustomKind::Number | CustomKind::Money | CustomKind::Quantity => "a decimal number, as a string or a number",
        CustomKind::Boolean => "true or false",
        CustomKind::Choices => "a list of words",
        CustomKind::Relation => "an id or a code",
        CustomKind::File => "the id of an attachment",
        _ => "a text",
    }
}

fn text(given: &str, max: usize, has_lines: bool) -> Result<String> {
    let text = tidy(given);
    let control = |letter: char| letter.is_control() && (!has_lines || !matches!(letter, '\n' | '\r' | '\t'));
    if text.contains(control) {
        return Err(control_character());
    }
    if text.chars().count() > max { Err(too_long(max)) } else { Ok(text) }
}

/// A time of the day as it is stored: texts in the order of times.
pub(crate) fn time(text: &str) -> Result<String> {
    let text = tidy(text);
    let text = if text.find(':') == Some(1) { format!("0{text}") } else { text };
    let time: Time = text.parse().map_err(|_| expected("a time such as 14:30"))?;
    if time.subsec_nanosecond() != 0 {
        return Err(expected("a time in whole seconds such as 14:30:05"));
    }
    Ok(time.strftime("%H:%M:%S").to_string())
}

impl CustomField {
    /// The words of a choice with their labels, in their order: a line for each, the label behind `=`.
    pub fn choices(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.choices.as_deref().unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| line.split_once('=').map_or((line, line), |(word, label)| (word.trim(), label.trim())))
    }

    fn choice(&self, given: &str) -> Result<String> {
        let words = || self.choices().map(|(word, _)| word).collect::<Vec<_>>().join(", ");
        let known = self.choices().find(|(word, _)| *word == given);
        known.map(|(word, _)| word.to_owned()).ok_or_else(|| invalid_choice(words()))
    }

    /// Shows one stored value.
    pub(crate) fn show_one(&self, stored: &Stored, read: &mut Reading<'_, '_>) -> Result<Json> {
        let currency = if self.kind == CustomKind::Money { Some(read.currency()?) } else { None };
        Ok(self.show([stored].into_iter(), currency))
    }

    /// Shows the stored values of a row, what it refers to by its id.
    pub(crate) fn show<'a>(&self, mut values: impl Iterator<Item = &'a Stored>, currency: Option<Currency>) -> Json {
        let words = |stored: &Stored| stored.words.clone().map_or(Json::Null, Json::String);
        let Some(one) = values.next() else { return Json::Null };
        match (self.kind, one.number, currency) {
            (CustomKind::Choices, ..) => [one].into_iter().chain(values).map(words).collect(),
            (CustomKind::LongText, ..) => one.body.clone().map_or(Json::Null, Json::String),
            (CustomKind::Boolean, Some(number), _) => Json::Bool(number != 0),
            (CustomKind::Money, Some(minor), Some(currency)) => {
                Json::String(Amount::new(minor).decimal(currency).to_string())
            }
            (CustomKind::Number | CustomKind::Quantity, Some(micros), _) => {
                Json::String(Quantity::from_micros(micros).to_string())
            }
            (CustomKind::Relation | CustomKind::File, ..) => {
                one.target.map_or(Json::Null, |id| Json::String(id.to_string()))
            }
            _ => words(one),
        }
    }
}
