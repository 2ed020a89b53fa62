//! The custom fields of a company as rows, which people make and change like any others.

use super::kind::{CustomKind, Reading, number, parse, time};
use super::value::Stored;
use super::{computed, rules};
use crate::conditions::Sql;
use crate::{Resource, errors};
use command::{Definitions, Tx};
use kernel::errors::value_out_of_range;
use kernel::{Date, Id, Result, defect};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use store::{Prefetch, Read, Record, Row, Session, Value};

/// The most custom fields of one list.
const MOST: usize = 100;
/// The most letters of a name.
const NAME: usize = 40;

/// A field that the company has added to a list.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "custom_field", label = "custom field", unique(code), scan(resource), audited)]
#[non_exhaustive]
pub struct CustomField {
    /// Its id.
    pub id: Id<CustomField>,
    /// The list, a point, and its name there: `products.colour`. It stays.
    #[field(code, max = 101, search)]
    pub code: String,
    /// The list: the end of its path.
    #[field(max = 60, read_only)]
    pub resource: String,
    /// Its name, which stands behind `custom.`
    #[field(max = 40, read_only)]
    pub name: String,
    /// What screens call it.
    #[field(max = 100, search)]
    pub label: String,
    /// What it says, in sentences.
    #[field(max = 1000)]
    pub help: Option<String>,
    /// The type of its values. It stays as long as rows have values.
    pub kind: CustomKind,
    /// What its numbers count.
    #[field(max = 20, group = "Values")]
    pub unit: Option<String>,
    /// The words of a choice, a line for each; behind `=` what screens show: `red = Red paint`. A word that rows have stays.
    #[field(max = 4000)]
    pub choices: Option<String>,
    /// The list that a relation leads to: the end of its path. It stays as long as rows have values.
    #[field(max = 60)]
    pub target: Option<String>,
    /// The least value of a number, amount, quantity, day or time. Rows keep a value outside of the bounds until it is changed.
    #[field(max = 40)]
    pub least: Option<String>,
    /// The greatest value.
    #[field(max = 40)]
    pub most: Option<String>,
    /// What its values are computed by from the other fields of the row, which nobody gives it then: `width * custom.height`.
    #[field(max = 1000)]
    pub formula: Option<String>,
    /// What a new row has where nothing is given.
    #[field(max = 200)]
    pub preset: Option<String>,
    /// Whether new and replaced rows must have a value. Rows that are there already keep none until it is given.
    #[field(default = "false")]
    pub is_required: bool,
    /// Whether `search=` looks at its words.
    #[field(default = "false", group = "Lists")]
    pub is_searched: bool,
    /// Whether lists show it before a person chooses.
    #[field(default = "true")]
    pub is_listed: bool,
    /// Whether rows have it. What is inactive is hidden and keeps its values.
    #[field(default = "true")]
    pub is_active: bool,
    /// Its place among the custom fields of the list.
    #[field(default = "0", least = 0, most = 9999)]
    pub place: i64,
}

impl Resource for CustomField {
    const ORDER: &'static [&'static str] = &["code", "id"];
    const FILTERS: &'static [&'static str] = &["code", "resource"];

    fn check(&mut self, before: Option<&CustomField>, tx: &mut Tx<'_, '_>) -> Result<()> {
        rules::check(self, before, tx)
    }

    fn in_use(&self, tx: &mut Tx<'_, '_>) -> Result<bool> {
        let inactive = CustomField { is_active: false, ..self.clone() };
        computed::spoiled(&inactive, tx)?.map_or(Ok(false), |label| Err(errors::formula_needs_it(label)))
    }
}

impl CustomField {
    /// Takes list and name out of the code of a new field, which has to be one that the list does not know yet.
    pub(super) fn take_place(&mut self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let (resource, name) = self.code.split_once('.').unwrap_or_default();
        let is_served = tx.definitions().resource(resource).is_some_and(|resource| resource.commands.is_some());
        if !is_served {
            return Err(errors::no_list(resource).at("code"));
        }
        let letters = |name: &str| name.chars().all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '_'));
        let is_name = name.starts_with(|letter: char| letter.is_ascii_lowercase()) && letters(name);
        if !is_name || name.len() > NAME || name.contains("__") {
            return Err(errors::no_name(NAME).at("code"));
        }
        (self.resource, self.name) = (resource.to_owned(), name.to_owned());
        if tx.scan(CustomField::BY_RESOURCE, resource)?.len() >= MOST {
            return Err(errors::too_many_fields(MOST).at("code"));
        }
        Ok(())
    }

    /// A bound as a value is stored.
    pub(super) fn bound(&self, text: &str, read: &mut Reading<'_, '_>) -> Result<Stored> {
        let bound = match self.kind {
            _ if !self.kind.is_ordered() => return Err(errors::not_of_this_kind()),
            CustomKind::Date => {
                let date: Date = text.parse().map_err(|_| kernel::errors::invalid_date())?;
                Stored::words(date.to_string())
            }
            CustomKind::Time => Stored::words(time(text)?),
            kind => Stored::number(number(kind, &Json::from(text), read)?),
        };
        Ok(bound)
    }

    pub(crate) fn check_bounds(&self, value: &Stored, read: &mut Reading<'_, '_>) -> Result<()> {
        let least = self.least.as_ref().map(|bound| self.bound(bound, read)).transpose()?;
        let most = self.most.as_ref().map(|bound| self.bound(bound, read)).transpose()?;
        if least.is_none_or(|least| least <= *value) && most.is_none_or(|most| *value <= most) {
            return Ok(());
        }
        let text = |bound: &Option<String>| bound.clone().unwrap_or_else(|| "any".to_owned());
        Err(value_out_of_range(text(&self.least), text(&self.most)))
    }

    /// The JSON of a text from a query, a file or a preset: truth values and lists are no texts.
    pub fn json_of(&self, text: &str) -> Json {
        match self.kind {
            CustomKind::Boolean => match text.trim() {
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                _ => Json::from(text),
            },
            CustomKind::Choices => text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect(),
            _ => Json::from(text),
        }
    }

    /// What a new row has.
    pub(crate) fn preset(&self, read: &mut Reading<'_, '_>) -> Result<Vec<Stored>> {
        self.preset.as_deref().map_or(Ok(Vec::new()), |text| parse(self, &self.json_of(text), read))
    }
}

/// The custom fields of a list that are in use, in their order.
#[derive(Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<Arc<CustomField>>);

impl Fields {
    pub(crate) fn of(session: &mut Session<'_>, plural: &str) -> Result<Fields> {
        Ok(Fields::in_use(session.scan(CustomField::BY_RESOURCE, plural)?))
    }

    /// Selects them, for [`Fields::of_rows`], so that a list asks for them beside its rows.
    pub(crate) fn select(plural: &str) -> Sql {
        let columns: Vec<&str> = CustomField::TABLE.columns.iter().map(|column| column.name).collect();
        let text = format!("SELECT {} FROM custom_field WHERE resource = $1", columns.join(", "));
        Sql { text, args: vec![Value::Text(plural.to_owned())] }
    }

    pub(crate) fn of_rows(rows: Vec<Row>) -> Result<Fields> {
        let decode =
            |row| CustomField::decode(row).map(Arc::new).map_err(|column| defect(format!("custom_field.{column}")));
        Ok(Fields::in_use(rows.into_iter().map(decode).collect::<Result<_>>()?))
    }

    pub(super) fn in_use(mut fields: Vec<Arc<CustomField>>) -> Fields {
        fields.retain(|field| field.is_active);
        fields.sort_by(|one, other| (one.place, &one.name).cmp(&(other.place, &other.name)));
        Fields(fields)
    }

    /// Puts codes in the place of the ids of rows that relations lead to.
    pub(crate) fn name_targets(
        &self,
        session: &mut Session<'_>,
        definitions: &Definitions,
        values: &mut Map<String, Json>,
    ) -> Result<()> {
        for field in &self.0 {
            let resource = field.target.as_deref().and_then(|plural| definitions.resource(plural));
            let id = values.get(&field.name).and_then(Json::as_str).and_then(store::id_of);
            if let (Some(resource), Some(id)) = (resource, id)
                && let Some(code) = (resource.code_of)(session, id)?
            {
                values.insert(field.name.clone(), Json::String(code));
            }
        }
        Ok(())
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Arc<CustomField>> {
        self.0.iter().find(|field| field.name == name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, for a sentence that lists them.
    pub(crate) fn known(&self) -> String {
        self.0.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Asks for the custom fields of a list.
pub(crate) fn prefetch(read: &mut Prefetch<'_>, plural: &str) {
    read.scan(CustomField::BY_RESOURCE, plural).ok();
}
