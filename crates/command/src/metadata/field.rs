//! Fields as screens need them: of a column, and of what a command or a query takes.

use super::Targets;
use kernel::{Field, Format, Hints, Schema, Shape, ToSchema, label_of};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use store::{Column, FieldKind};

/// Texts that may be this long may have several lines.
const SEVERAL_LINES: usize = 1_000;

/// A field: its name in the API, and how a list, a form and a filter show it.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct FieldMeta {
    /// Its name in the API. One that begins with `~` is shown, never sent.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its meaning, in sentences.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// `id`, `text`, `long_text`, `reference`, `choice`, `boolean`, `date`, `instant`, `integer`, `quantity`, `price`, `money`, `rate`;
    /// a field of the company's own may also be a `number` with decimals, a `time` of the day, or a `file`, the id of an attachment;
    /// `lines` has the fields of each line, `object` those of the one object, `json` is anything.
    pub r#type: &'static str,
    /// Whether it is a list of such values.
    #[serde(skip_serializing_if = "is_false")]
    pub many: bool,
    /// The resource in which the row is looked up that it names by id or code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Other resources in which that row may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The least number, or the fewest lines. Where values are texts with an order (`money`, `quantity`, `number`, `date`, `time` …), it is a
    /// text like a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Json>,
    /// The greatest number, the most characters, or the most lines; a text where `min` is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Json>,
    /// What is meant where it is left out; `today` for dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Json>,
    /// Whether it may be null.
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// Whether it must be given.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether only the program sets it.
    #[serde(skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Whether no two rows have the same value.
    #[serde(skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Whether a list may be ordered by it.
    #[serde(skip_serializing_if = "is_false")]
    pub order: bool,
    /// The comparisons by which a list may be filtered: `""` is the name alone, `gte` is `name__gte`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<&'static str>,
    /// `end` for numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<&'static str>,
    /// The currency of an amount or price: `company`, or the field that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<&'static str>,
    /// What a number counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The permission that is needed to see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<&'static str>,
    /// Its column in lists; absent where lists do not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListColumn>,
    /// The fields of a line or object, described like this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Json>,
    /// The fields of its line that a picked row fills, each with the field of that row.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fill: BTreeMap<String, String>,
    /// The field in whose place it may be given: forms leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<&'static str>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A value and its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Choice {
    /// The value as the API has it.
    pub value: String,
    /// Its label.
    pub label: String,
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListColumn {
    /// Its width in pixels of the base size.
    pub width: u16,
    /// Whether it is shown before a person chooses.
    pub shown: bool,
}

/// A choice has the label that was said, else its own words.
pub(super) fn choices(words: &[&'static str], labels: &[(&str, &str)]) -> Vec<Choice> {
    let label = |word: &str| labels.iter().find(|(named, _)| *named == word).map(|(_, label)| (*label).to_owned());
    words
        .iter()
        .map(|word| Choice { value: (*word).to_owned(), label: label(word).unwrap_or_else(|| label_of(word)) })
        .collect()
}

impl FieldMeta {
    /// The field that shows `column` under `name`; amounts are in `currency`.
    pub(super) fn of_column(targets: &Targets<'_>, column: &Column, name: &str, currency: &'static str) -> FieldMeta {
        let to = targets.of(column.references(), column.resource);
        let choices = match column.kind {
            FieldKind::Choice(words) => choices(words, column.labels),
            _ => Vec::new(),
        };
        let max = (column.kind == FieldKind::Text && to.is_empty()).then_some(column.max);
        let field = FieldMeta {
            name: name.to_owned(),
            label: column.label.to_owned(),
            help: column.meaning.to_owned(),
            r#type: type_of_column(column, !to.is_empty()),
            many: column.kind == FieldKind::Words,
            choices,
            min: column.least.map(Json::from),
            max: column.most.map(Json::from).or(max.map(Json::from)),
            default: column.default.filter(|text| !text.is_empty()).map(|text| default(text, is_plain(column.kind))),
            nullable: column.nullable,
            required: !column.nullable && column.default.is_none() && !column.read_only,
            read_only: column.read_only,
            unit: column.unit.map(str::to_owned),
            view: column.view,
            ..FieldMeta::default()
        };
        field.aligned(currency).leading_to(to)
    }

    /// The field that a command or query takes, or a row of a query answers; amounts are in `currency`.
    pub(super) fn of_input(targets: &Targets<'_>, field: &Field, currency: &'static str) -> FieldMeta {
        let Field { name, required, schema } = field;
        let to = targets.of_hints(schema);
        let hints = &schema.hints;
        let currency = hints.currency.unwrap_or(currency);
        let mut shown = FieldMeta {
            name: (*name).to_owned(),
            label: hints.label.map_or_else(|| label_of(name), str::to_owned),
            help: schema.description().to_owned(),
            nullable: schema.nullable,
            required: *required,
            view: hints.view,
            instead_of: hints.instead_of,
            ..FieldMeta::default()
        };
        shown.shape(targets, schema, hints, currency);
        if !to.is_empty() && matches!(shown.r#type, "text" | "id") {
            shown.r#type = "reference";
            shown.max = None;
        }
        let is_plain = matches!(schema.shape, Shape::Integer { .. } | Shape::Boolean);
        shown.default = hints.default.map(|text| default(text, is_plain));
        shown.aligned(currency).leading_to(to)
    }

    /// Takes over what the shape of a schema says.
    fn shape(&mut self, targets: &Targets<'_>, schema: &Schema, hints: &Hints, currency: &'static str) {
        self.r#type = match &schema.shape {
            Shape::Any => "json",
            Shape::Boolean => "boolean",
            Shape::Integer { min, max } => {
                (self.min, self.max) = (min.map(Json::from), max.map(Json::from));
                "integer"
            }
            Shape::Text { max, format } => {
                self.max = max.map(Json::from);
                type_of_text(*max, *format)
            }
            Shape::Choice(words) => {
                self.choices = choices(words, hints.labels);
                "choice"
            }
            Shape::List { items, min, max } => {
                match &items.shape {
                    Shape::Object { .. } => {
                        self.shape(targets, items, hints, currency);
                        self.r#type = "lines";
                    }
                    _ => {
                        self.shape(targets, items, &items.hints, currency);
                        self.many = true;
                    }
                }
                (self.min, self.max) = ((*min > 0).then(|| Json::from(*min)), max.map(Json::from));
                self.r#type
            }
            Shape::Object { fields, .. } => {
                self.fields = inner_fields(targets, fields, currency);
                "object"
            }
        };
    }

    fn aligned(mut self, currency: &'static str) -> FieldMeta {
        let is_number = matches!(self.r#type, "integer" | "quantity" | "price" | "money" | "rate");
        self.align = is_number.then_some("end");
        self.currency = matches!(self.r#type, "price" | "money").then_some(currency);
        self
    }

    fn leading_to(mut self, to: Vec<String>) -> FieldMeta {
        let mut to = to.into_iter();
        self.to = to.next();
        self.also = to.collect();
        self
    }

    /// The width of its column.
    pub fn width(&self) -> u16 {
        match (self.r#type, self.max.as_ref().and_then(Json::as_i64)) {
            ("id", _) => 280,
            ("text", Some(..=32)) | ("reference" | "choice" | "price" | "money", _) => 112,
            ("text", Some(..=64)) => 132,
            ("text", _) => 220,
            ("instant", _) => 152,
            ("date" | "quantity", _) => 100,
            _ => 84,
        }
    }
}

/// Fields that stand beside one another: a field has the row picked in another fill those that usually come from it.
fn inner_fields(targets: &Targets<'_>, fields: &[Field], currency: &'static str) -> Vec<Json> {
    let mut shown = inputs(targets, fields, currency);
    for field in shown.iter_mut().filter(|field| field.r#type == "reference" && field.instead_of.is_none()) {
        let from = fields.iter().filter_map(|other| {
            let (beside, of_row) = other.schema.hints.from?.split_once('.')?;
            (beside == field.name).then(|| (other.name.to_owned(), of_row.to_owned()))
        });
        field.fill = from.collect();
        if field.to.as_ref().is_some_and(|to| targets.has_name(to)) {
            field.fill.insert("~name".to_owned(), "name".to_owned());
        }
    }
    shown.into_iter().filter_map(|field| serde_json::to_value(field).ok()).collect()
}

/// The fields of a body, an answer or a query string. One in whose place others may be given is required of a form that does not
/// show those.
pub(super) fn inputs(targets: &Targets<'_>, fields: &[Field], currency: &'static str) -> Vec<FieldMeta> {
    let mut shown: Vec<FieldMeta> = fields.iter().map(|field| FieldMeta::of_input(targets, field, currency)).collect();
    let replaced = |field: &FieldMeta| fields.iter().any(|other| other.schema.hints.instead_of == Some(&field.name));
    shown.iter_mut().filter(|field| replaced(field)).for_each(|field| field.required = true);
    shown
}

fn is_plain(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Integer | FieldKind::Bool)
}

/// A default from its text: only whole numbers and truth values are no strings.
fn default(text: &str, is_plain: bool) -> Json {
    let value = if is_plain { serde_json::from_str(text).ok() } else { None };
    value.unwrap_or_else(|| Json::from(text))
}

fn type_of_column(column: &Column, is_reference: bool) -> &'static str {
    match column.kind {
        FieldKind::Id | FieldKind::Text if is_reference => "reference",
        // A code is accepted for it, though there is no list to choose from.
        FieldKind::Id if column.reference.is_some() => "text",
        FieldKind::Id => "id",
        FieldKind::Text if column.max >= SEVERAL_LINES => "long_text",
        FieldKind::Text | FieldKind::Words | FieldKind::Bytes => "text",
        FieldKind::Choice(_) => "choice",
        FieldKind::Integer => "integer",
        FieldKind::Bool => "boolean",
        FieldKind::Date => "date",
        FieldKind::Instant => "instant",
        FieldKind::Amount => "money",
        FieldKind::Price => "price",
        FieldKind::Quantity => "quantity",
        FieldKind::Rate => "rate",
    }
}

/// Bodies and answers hold money as a decimal number, because its currency is known only with them.
fn type_of_text(max: Option<usize>, format: Option<Format>) -> &'static str {
    match format {
        Some(Format::Date) => "date",
        Some(Format::Instant) => "instant",
        Some(Format::Uuid) => "id",
        Some(Format::Decimal(_)) => "money",
        Some(Format::Quantity) => "quantity",
        Some(Format::Price) => "price",
        Some(Format::Rate) => "rate",
        None if max.is_some_and(|max| max >= SEVERAL_LINES) => "long_text",
        Some(Format::Currency) | None => "text",
    }
}
