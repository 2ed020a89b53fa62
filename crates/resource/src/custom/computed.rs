//! Fields whose values are computed from the other fields of their row. Nothing of them is stored: a value is computed when its row is read, so
//! that a formula changes without any row being written.

use super::field::{CustomField, Fields};
use super::kind::{CustomKind, DECIMALS};
use super::{CUSTOM, custom_name};
use crate::errors;
use crate::json::{self, show_value, shown};
use command::{ResourceDefinition, Tx};
use formula::{Formula, Known, Names, Wrong, rounded};
use kernel::Result;
use money::{Amount, Currency, Decimal, Quantity};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Column, FieldKind, Read, Table, Value};

/// What the values of a kind of custom field are to a formula that reads or computes them.
fn kind_of(kind: CustomKind) -> Option<formula::Kind> {
    match kind {
        CustomKind::Number | CustomKind::Money | CustomKind::Quantity => Some(formula::Kind::Decimal),
        CustomKind::Text | CustomKind::LongText | CustomKind::Time | CustomKind::Choice => Some(formula::Kind::Text),
        CustomKind::Boolean => Some(formula::Kind::Boolean),
        CustomKind::Date => Some(formula::Kind::Date),
        CustomKind::Choices | CustomKind::Relation | CustomKind::File => None,
    }
}

/// What a column is to a formula. One that not everybody may see is nothing: its value could be told from what is computed.
fn kind_of_column(column: &Column) -> Option<formula::Kind> {
    match column.kind {
        _ if !shown(column) || column.view.is_some() => None,
        FieldKind::Integer | FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate => {
            Some(formula::Kind::Decimal)
        }
        FieldKind::Text | FieldKind::Choice(_) => Some(formula::Kind::Text),
        FieldKind::Bool => Some(formula::Kind::Boolean),
        FieldKind::Date => Some(formula::Kind::Date),
        FieldKind::Instant | FieldKind::Id | FieldKind::Bytes | FieldKind::Words => None,
    }
}

/// What the formulas of a list may read: its columns, and behind `custom.` the fields that rows have values in.
fn names(table: &Table, fields: &Fields) -> Names {
    let column = |column: &Column| {
        let choices = match column.kind {
            FieldKind::Choice(words) => Some(words.iter().map(|word| (*word).to_owned()).collect()),
            _ => None,
        };
        Some((column.name.to_owned(), Known { kind: kind_of_column(column)?, choices }))
    };
    let custom = |field: &Arc<CustomField>| {
        let is_choice = field.kind == CustomKind::Choice;
        let choices = is_choice.then(|| field.choices().map(|(word, _)| word.to_owned()).collect());
        let known = Known { kind: kind_of(field.kind).filter(|_| field.formula.is_none())?, choices };
        Some((format!("{CUSTOM}.{}", field.name), known))
    };
    table.columns.iter().filter_map(column).chain(fields.0.iter().filter_map(custom)).collect()
}

/// The formula of a field that has one.
fn read(field: &CustomField, names: &Names) -> Option<std::result::Result<Formula, Wrong>> {
    let (text, kind) = (field.formula.as_deref()?, kind_of(field.kind)?);
    Some(Formula::of_kind(text, names, kind))
}

/// Whether a field of this kind can be computed.
pub(super) fn is_computable(kind: CustomKind) -> bool {
    use CustomKind::{Boolean, Date, Money, Number, Quantity, Text};
    matches!(kind, Text | Number | Money | Quantity | Date | Boolean)
}

/// The fields of the list of `field` as they are once it is written.
fn with(field: &CustomField, tx: &mut Tx<'_, '_>) -> Result<Fields> {
    let others = tx.scan(CustomField::BY_RESOURCE, field.resource.as_str())?;
    let others = others.into_iter().filter(|other| other.id != field.id);
    Ok(Fields::in_use(others.chain([Arc::new(field.clone())]).collect()))
}

/// Refuses a formula that cannot be read.
pub(super) fn check(field: &CustomField, tx: &mut Tx<'_, '_>) -> Result<()> {
    let Some(definition) = tx.definitions().resource(&field.resource) else { return Ok(()) };
    let names = names(definition.table, &with(field, tx)?);
    match read(field, &names) {
        Some(Err(wrong)) => Err(errors::wrong_formula(wrong)),
        _ => Ok(()),
    }
}

/// The label of another field whose formula reads `field`, and could no longer be read once it is written.
pub(super) fn spoiled(field: &CustomField, tx: &mut Tx<'_, '_>) -> Result<Option<String>> {
    let Some(definition) = tx.definitions().resource(&field.resource) else { return Ok(None) };
    let fields = with(field, tx)?;
    let names = names(definition.table, &fields);
    let mut others = fields.0.iter().filter(|other| other.id != field.id);
    let is_spoiled = |other: &&Arc<CustomField>| read(other, &names).is_some_and(|formula| formula.is_err());
    Ok(others.find(is_spoiled).map(|other| other.label.clone()))
}

/// The computed fields of a list.
#[derive(Default)]
pub(super) struct Computed {
    formulas: Vec<(Arc<CustomField>, Formula)>,
    /// What they read.
    reads: BTreeMap<String, formula::Kind>,
}

impl Computed {
    /// Those among `fields`.
    pub(super) fn of(table: &Table, fields: &Fields) -> Computed {
        if fields.0.iter().all(|field| field.formula.is_none()) {
            return Computed::default();
        }
        let names = names(table, fields);
        let formula = |field: &Arc<CustomField>| Some((Arc::clone(field), read(field, &names)?.ok()?));
        let formulas: Vec<_> = fields.0.iter().filter_map(formula).collect();
        let read: BTreeSet<&str> = formulas.iter().flat_map(|(_, formula)| formula.reads()).collect();
        let kind = |name: &str| Some((name.to_owned(), names.get(name)?.kind));
        let reads = read.into_iter().filter_map(kind).collect();
        Computed { formulas, reads }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.formulas.is_empty()
    }

    /// The values of the row whose columns are `row` and whose values in other custom fields are shown as `custom`. What cannot be computed,
    /// because something is divided by zero or too large, is empty.
    pub(super) fn values(
        &self,
        table: &'static Table,
        row: &[Value],
        custom: &Map<String, Json>,
        currency: Option<Currency>,
    ) -> Vec<(&Arc<CustomField>, Json)> {
        let money = json::currency(table, row).or(currency);
        let column = |name: &str| {
            let (column, value) = table.columns.iter().zip(row).find(|(column, _)| column.name == name)?;
            Some(show_value(column.kind, value, money))
        };
        let value = |(name, kind): (&String, &formula::Kind)| {
            let shown = custom_name(name).map_or_else(|| column(name), |own| custom.get(own).cloned());
            (name.clone(), of_json(*kind, &shown.unwrap_or(Json::Null)))
        };
        let values = self.reads.iter().map(value).collect();
        let computed = |(field, formula): &'_ (Arc<CustomField>, Formula)| {
            formula.evaluate(&values).ok().and_then(|value| to_json(field.kind, value, currency)).unwrap_or(Json::Null)
        };
        self.formulas.iter().map(|entry| (&entry.0, computed(entry))).collect()
    }
}

fn of_json(kind: formula::Kind, shown: &Json) -> formula::Value {
    let value = match (kind, shown) {
        (formula::Kind::Decimal, Json::String(text)) => Decimal::parse(text).ok().map(formula::Value::Decimal),
        (formula::Kind::Decimal, Json::Number(number)) => {
            Decimal::parse(&number.to_string()).ok().map(formula::Value::Decimal)
        }
        (formula::Kind::Date, Json::String(text)) => text.parse().ok().map(formula::Value::Date),
        (formula::Kind::Text, Json::String(text)) => Some(formula::Value::Text(text.clone())),
        (formula::Kind::Boolean, Json::Bool(yes)) => Some(formula::Value::Boolean(*yes)),
        _ => None,
    };
    value.unwrap_or(formula::Value::Empty)
}

/// As values of the kind are shown that are stored; numbers are rounded to their decimals, half away from zero.
fn to_json(kind: CustomKind, value: formula::Value, currency: Option<Currency>) -> Option<Json> {
    match (kind, value) {
        (CustomKind::Money, formula::Value::Decimal(number)) => {
            let currency = currency?;
            let number = rounded(number, u8::try_from(currency.decimals()).ok()?).ok()?;
            Some(Amount::from_decimal(number, currency).ok()?.decimal(currency).to_string().into())
        }
        (_, formula::Value::Decimal(number)) => {
            let number = rounded(number, DECIMALS).ok()?;
            Some(Quantity::from_decimal(number).ok()?.to_string().into())
        }
        (_, formula::Value::Text(text)) => Some(text.into()),
        (_, formula::Value::Boolean(yes)) => Some(yes.into()),
        (_, formula::Value::Date(date)) => Some(date.to_string().into()),
        (_, formula::Value::Empty) => None,
    }
}

/// Adds to the values that are shown of a row, whose columns are `row`, those that are computed.
pub(super) fn add(
    definition: &ResourceDefinition,
    fields: &Fields,
    row: &[Value],
    currency: Option<Currency>,
    shown: &mut Map<String, Json>,
) {
    let computed = Computed::of(definition.table, fields);
    if !computed.is_empty() {
        let values = computed.values(definition.table, row, shown, currency);
        let values: Vec<_> = values.into_iter().map(|(field, value)| (field.name.clone(), value)).collect();
        shown.extend(values);
    }
}
