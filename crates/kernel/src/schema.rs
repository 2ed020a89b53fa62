//! What JSON a value is: the documentation is made of it, and requests are checked by it.

use crate::{Date, FieldError, FieldErrors, Id, Instant, Result, errors, of_number};
use money::{Currency, Decimal, Price, Quantity, Rate};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Texts that may be this long may have several lines.
const SEVERAL_LINES: usize = 1_000;

/// The JSON form of a type; derive it with `#[derive(kernel::ToSchema)]`.
pub trait ToSchema {
    /// Whether a field of this type may be left out.
    const OPTIONAL: bool = false;

    /// Its JSON form.
    fn schema() -> Schema;
}

/// The JSON form of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Its shape.
    pub shape: Shape,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// What it means where it stands, for the documentation.
    pub description: Cow<'static, str>,
    /// What a screen has to know of it beside that.
    pub hints: Hints,
}

/// What a screen has to know of a value beside its shape. None of it decides what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// Its label, where the words of its name are none.
    pub label: Option<&'static str>,
    /// What is meant where it is left out, as text: a value, or `today`.
    pub default: Option<&'static str>,
    /// The table of the row whose id or code it is.
    pub table: Option<&'static str>,
    /// The resource in which that row is looked up, where its table is served under several names or under none.
    pub resource: Option<&'static str>,
    /// The field beside it that names a row, and the field of that row whose value it usually has: `sku.selling_price`.
    pub from: Option<&'static str>,
    /// The field beside it in whose place it may be given.
    pub instead_of: Option<&'static str>,
    /// The currency of an amount or price, where it is not that of its row: `company`, or the field that holds it.
    pub currency: Option<&'static str>,
    /// The permission that is needed to see it.
    pub view: Option<&'static str>,
    /// The labels of the choices whose own words are none.
    pub labels: &'static [(&'static str, &'static str)],
}

impl Hints {
    /// Nothing that the shape does not say.
    pub const NONE: Hints = Hints {
        label: None,
        default: None,
        table: None,
        resource: None,
        from: None,
        instead_of: None,
        currency: None,
        view: None,
        labels: &[],
    };
}

/// The shape of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any JSON.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// The least.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// A text.
    Text {
        /// The most characters; without a bound the text is not looked into.
        max: Option<usize>,
        /// Its format.
        format: Option<Format>,
    },
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A list.
    List {
        /// The schema of each element.
        items: Box<Schema>,
        /// The fewest elements.
        min: usize,
        /// The most elements.
        max: Option<usize>,
    },
    /// An object.
    Object {
        /// Its name in the documentation.
        name: Cow<'static, str>,
        /// Its meaning.
        about: &'static str,
        /// Its fields, in order.
        fields: Vec<Field>,
        /// Whether it may have other fields too.
        open: bool,
    },
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// Its value.
    pub schema: Schema,
}

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A day: `2026-12-31`.
    Date,
    /// A moment in RFC 3339.
    Instant,
    /// A UUID.
    Uuid,
    /// A decimal number with at most so many decimals; a JSON number is accepted too, here and in the next three.
    Decimal(u8),
    /// A decimal number as a [`Quantity`] takes it.
    Quantity,
    /// A decimal number as a [`Price`] takes it.
    Price,
    /// A decimal number as a [`Rate`] takes it.
    Rate,
    /// An ISO 4217 code.
    Currency,
}

impl Format {
    /// Whether it is a decimal number: a JSON number is accepted too.
    pub fn is_decimal(self) -> bool {
        matches!(self, Format::Decimal(_) | Format::Quantity | Format::Price | Format::Rate)
    }
}

impl Schema {
    /// A value of this shape that is never null.
    pub const fn of(shape: Shape) -> Schema {
        Schema { shape, nullable: false, description: Cow::Borrowed(""), hints: Hints::NONE }
    }

    /// A text of this format.
    pub const fn text(format: Format) -> Schema {
        Schema::of(Shape::Text { max: None, format: Some(format) })
    }

    /// The same with another description; an empty one changes nothing.
    #[must_use]
    pub fn described(mut self, description: impl Into<Cow<'static, str>>) -> Schema {
        let description = description.into();
        if !description.is_empty() {
            self.description = description;
        }
        self
    }

    /// The same with other hints.
    #[must_use]
    pub fn hinted(mut self, change: impl FnOnce(&mut Hints)) -> Schema {
        change(&mut self.hints);
        self
    }

    /// A list of at least `least` and at most `most` elements; nothing changes for other shapes.
    #[must_use]
    pub fn with_length(mut self, least: usize, most: usize) -> Schema {
        if let Shape::List { min, max, .. } = &mut self.shape {
            (*min, *max) = (least, Some(most));
        }
        self
    }

    /// Adds its fields to those of the object it is flattened into; whether that object may have others because of it.
    pub fn flatten_into(self, into: &mut Vec<Field>) -> bool {
        match self.shape {
            Shape::Object { fields, open, .. } => {
                into.extend(fields);
                open
            }
            _ => true,
        }
    }

    /// The value of the parameter `name` from its text: whole numbers and truth values are written without quotes there.
    pub fn of_parameter(&self, name: &str, text: &str) -> Json {
        let Shape::Object { fields, .. } = &self.shape else { return Json::from(text) };
        let shape = fields.iter().find(|field| field.name == name).map(|field| &field.schema.shape);
        let plain = matches!(shape, Some(Shape::Integer { .. } | Shape::Boolean));
        let value = if plain { serde_json::from_str(text).ok() } else { None };
        value.unwrap_or_else(|| Json::from(text))
    }

    /// What it means: where nothing else was said of it, what its type says of itself.
    pub fn description(&self) -> &str {
        match &self.shape {
            Shape::Object { about, .. } if self.description.is_empty() => about,
            _ => &self.description,
        }
    }

    /// Collects everything in `value` that is against this schema.
    pub fn check(&self, value: &Json, errors: &mut FieldErrors) {
        if value.is_null() && self.nullable {
            return;
        }
        match (&self.shape, value) {
            (Shape::Any, _) | (Shape::Boolean, Json::Bool(_)) => {}
            (Shape::Integer { min, max }, Json::Number(number)) => match number.as_i64() {
                Some(number) if min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max) => {}
                Some(_) => errors.add("", errors::out_of_range(bound(*min), bound(*max))),
                None => errors.add("", errors::expected("a whole number")),
            },
            (Shape::Text { max, format }, value) => check_text(value, *max, *format, errors),
            (Shape::Choice(words), Json::String(word)) if words.contains(&word.as_str()) => {}
            (Shape::Choice(words), _) => errors.add("", errors::invalid_choice(words.join(", "))),
            (Shape::List { items, min, max }, Json::Array(list)) => {
                if list.len() < *min || max.is_some_and(|max| list.len() > max) {
                    errors.add("", errors::item_count(min, max.unwrap_or(usize::MAX)));
                    return;
                }
                for (n, element) in list.iter().enumerate() {
                    errors.within(&n.to_string(), |errors| items.check(element, errors));
                }
            }
            (Shape::Object { fields, open, .. }, Json::Object(given)) => check_fields(fields, *open, given, errors),
            _ => errors.add("", errors::expected(self.wanted())),
        }
    }

    fn wanted(&self) -> &'static str {
        match self.shape {
            Shape::Any => "a value",
            Shape::Boolean => "true or false",
            Shape::Integer { .. } => "a whole number",
            Shape::Text { .. } | Shape::Choice(_) => "a text",
            Shape::List { .. } => "a list",
            Shape::Object { .. } => "an object",
        }
    }
}

fn bound(bound: Option<i64>) -> String {
    bound.map_or_else(|| "any".to_owned(), |bound| bound.to_string())
}

fn check_fields(fields: &[Field], open: bool, given: &Map<String, Json>, errors: &mut FieldErrors) {
    for name in given.keys().filter(|name| !open && fields.iter().all(|field| field.name != *name)) {
        errors.add_with(name, || {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            if known.is_empty() { errors::no_field() } else { errors::unknown_field(known.join(", ")) }
        });
    }
    for field in fields {
        match given.get(field.name) {
            Some(value) => errors.within(field.name, |errors| field.schema.check(value, errors)),
            None if field.required => errors.add(field.name, errors::required()),
            None => {}
        }
    }
}

fn check_text(value: &Json, max: Option<usize>, format: Option<Format>, errors: &mut FieldErrors) {
    let text = match (value, format.is_some_and(Format::is_decimal)) {
        (Json::String(text), _) => text.as_str(),
        (Json::Number(number), true) => number.as_str(),
        (_, true) => return errors.add("", errors::expected("a decimal number, as a string or a number")),
        _ => return errors.add("", errors::expected("a text")),
    };
    let wrong = match format {
        Some(Format::Date) => (!is_date(text)).then(errors::invalid_date),
        Some(Format::Instant) => text.parse::<jiff::Timestamp>().is_err().then(errors::invalid_instant),
        Some(Format::Uuid) => text.parse::<Uuid>().is_err().then(errors::invalid_id),
        Some(Format::Decimal(_) | Format::Quantity | Format::Price | Format::Rate) => {
            check_decimal(text, format).err().map(|error| of_number("invalid_value", error))
        }
        Some(Format::Currency) => Currency::parse(text).err().map(|error| of_number("invalid_value", error)),
        None => max.and_then(|max| check_length(text, max).err()),
    };
    if let Some(wrong) = wrong {
        errors.add("", wrong);
    }
}

/// Exactly `YYYY-MM-DD`; the parser alone would take other forms of ISO 8601 too.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok_and(|date| date.to_string() == text)
}

fn check_decimal(text: &str, format: Option<Format>) -> std::result::Result<(), money::MoneyError> {
    let decimal = Decimal::parse(text)?;
    match format {
        Some(Format::Quantity) => Quantity::from_decimal(decimal).map(drop),
        Some(Format::Price) => Price::from_decimal(decimal).map(drop),
        Some(Format::Rate) => Rate::from_decimal(decimal).map(drop),
        _ => Ok(()),
    }
}

/// A text of at most `max` characters without control characters; long texts may have several lines. White space at the ends, such
/// as the line end that a scanner adds, is not kept and does not count.
pub(crate) fn check_length(text: &str, max: usize) -> Result<()> {
    let text = text.trim();
    let control = |letter: char| letter.is_control() && (max < SEVERAL_LINES || !matches!(letter, '\n' | '\r' | '\t'));
    if text.contains(control) {
        return Err(errors::control_character());
    }
    if text.len() > max && text.chars().count() > max { Err(errors::too_long(max)) } else { Ok(()) }
}

macro_rules! schemas {
    ($($type:ty = $schema:expr;)+) => { $(impl ToSchema for $type { fn schema() -> Schema { $schema } })+ };
}
schemas! {
    () = Schema { nullable: true, ..Schema::of(Shape::Any) };
    bool = Schema::of(Shape::Boolean);
    i16 = Schema::of(Shape::Integer { min: Some(i16::MIN.into()), max: Some(i16::MAX.into()) });
    i32 = Schema::of(Shape::Integer { min: Some(i32::MIN.into()), max: Some(i32::MAX.into()) });
    i64 = Schema::of(Shape::Integer { min: None, max: None });
    u16 = Schema::of(Shape::Integer { min: Some(0), max: Some(u16::MAX.into()) });
    u32 = Schema::of(Shape::Integer { min: Some(0), max: Some(u32::MAX.into()) });
    u64 = Schema::of(Shape::Integer { min: Some(0), max: None });
    usize = Schema::of(Shape::Integer { min: Some(0), max: None });
    String = Schema::of(Shape::Text { max: None, format: None });
    &'static str = String::schema();
    std::sync::Arc<str> = String::schema();
    Json = Schema::of(Shape::Any);
    Box<RawValue> = Schema::of(Shape::Any);
    Uuid = Schema::text(Format::Uuid);
    Date = Schema::text(Format::Date);
    Instant = Schema::text(Format::Instant);
    Currency = Schema::text(Format::Currency).described("ISO 4217 code");
    Decimal = Schema::text(Format::Decimal(18)).described("Decimal number");
    Price = Schema::text(Format::Price).described("Price of one unit");
    Quantity = Schema::text(Format::Quantity).described("Quantity");
    Rate = Schema::text(Format::Rate).described("Rate: 20 % is 0.2");
}

impl<T> ToSchema for Id<T> {
    fn schema() -> Schema {
        Schema::text(Format::Uuid)
    }
}

impl<T: ToSchema> ToSchema for Option<T> {
    const OPTIONAL: bool = true;
    fn schema() -> Schema {
        Schema { nullable: true, ..T::schema() }
    }
}

impl<T: ToSchema> ToSchema for Vec<T> {
    fn schema() -> Schema {
        Schema::of(Shape::List { items: Box::new(T::schema()), min: 0, max: None })
    }
}

/// Texts by names of any kind.
impl ToSchema for BTreeMap<String, String> {
    fn schema() -> Schema {
        let about = "Texts by their names";
        Schema::of(Shape::Object { name: "Texts".into(), about, fields: Vec::new(), open: true })
    }
}

/// A pair is a list of two.
impl<A, B> ToSchema for (A, B) {
    fn schema() -> Schema {
        Vec::<Json>::schema().with_length(2, 2)
    }
}

impl ToSchema for FieldError {
    fn schema() -> Schema {
        let text = |name| Field { name, required: true, schema: String::schema() };
        let fields = ["field", "code", "message"].map(text).to_vec();
        Schema::of(Shape::Object { name: "FieldError".into(), about: "A wrong field, and why", fields, open: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wrong(schema: &Schema, value: &Json) -> Vec<String> {
        let mut errors = FieldErrors::default();
        schema.check(value, &mut errors);
        let fields = errors.finish().map_or_else(|error| error.fields, |()| Vec::new());
        fields.iter().map(|wrong| format!("{} {}", wrong.field, wrong.code)).collect()
    }

    fn line() -> Schema {
        let field = |name, schema, required| Field { name, required, schema };
        let fields = vec![
            field("sku", crate::Text::<8>::schema(), true),
            field("quantity", Quantity::schema(), true),
            field("day", Option::<Date>::schema(), false),
        ];
        Schema::of(Shape::Object { name: "Line".into(), about: "", fields, open: false })
    }

    #[test]
    fn all_lines_are_checked_at_once() {
        let lines = Schema::of(Shape::List { items: Box::new(line()), min: 1, max: Some(5) });
        let value = json!([
            { "sku": "LAMP", "quantity": 1, "day": null },
            { "sku": "A VERY LONG SKU", "quantity": "0.0000001" },
            { "sku": "A\u{7}", "colour": "red" },
            { "sku": 7, "quantity": "1e400", "day": "2026-02-30" },
            "LAMP",
        ]);
        let expected = [
            "1.sku too_long",
            "1.quantity invalid_value",
            "2.colour unknown_field",
            "2.sku invalid_value",
            "2.quantity required",
            "3.sku invalid_value",
            "3.quantity invalid_value",
            "3.day invalid_value",
            "4 invalid_value",
        ];
        assert_eq!(wrong(&lines, &value), expected);
        assert_eq!(wrong(&lines, &json!([])), [" item_count"]);
    }

    #[test]
    fn number_never_goes_through_a_float() {
        let price: Json = serde_json::from_str("0.1234567").unwrap();
        assert_eq!(wrong(&Price::schema(), &price), [" invalid_value"]);
        let whole: Json = serde_json::from_str("9007199254740993").unwrap();
        assert_eq!(wrong(&i64::schema(), &whole), [""; 0]);
        assert_eq!(wrong(&i64::schema(), &json!(1.5)), [" invalid_value"]);
        assert_eq!(wrong(&u16::schema(), &json!(70_000)), [" invalid_value"]);
    }

    #[test]
    fn date_has_one_form() {
        for wrong_day in ["2026-2-3", "20260203", "2026-02-03T00:00", "31.12.2026", "2026-02-30", ""] {
            assert_eq!(wrong(&Date::schema(), &json!(wrong_day)), [" invalid_value"], "{wrong_day}");
        }
        assert_eq!(wrong(&Date::schema(), &json!("2028-02-29")), [""; 0]);
    }
}
