//! Filters by custom fields: `custom.colour=red`, with the same comparisons as those by columns.

use super::field::{CustomField, Fields};
use super::kind::{CustomKind, Reading, parse};
use super::{CUSTOM, custom_name};
use crate::conditions::{Sql, numbers};
use crate::errors;
use crate::filters::{Compare, MAX_IN, Operator, operators_of, patterns_of, push_contains};
use crate::list::{MAX_COUNT, bad};
use command::{QueryContext, ResourceDefinition};
use kernel::{Kind, Result};
use store::{Session, Value};
use uuid::Uuid;

/// A condition on the values that rows have in a custom field.
pub(crate) struct CustomFilter {
    field: Uuid,
    column: &'static str,
    compare: Compare,
    values: Vec<Value>,
    /// Whether a row may have several values.
    has_several: bool,
    /// The number of values that satisfy the comparison, up to one more than [`MAX_COUNT`].
    values_found: i64,
}

/// The comparisons that a custom field has: those of a column of its type, without equality of long texts, which no index holds. What is
/// computed has none.
pub(crate) fn operators(field: &CustomField) -> impl Iterator<Item = &'static Operator> {
    let (kind, is_long) = (field.kind, field.kind == CustomKind::LongText);
    let by_kind = operators_of(kind.field_kind(), kind.is_ordered() || kind == CustomKind::Text, true);
    by_kind
        .filter(|_| field.formula.is_none())
        .filter(move |operator| !is_long || matches!(operator.compare, Compare::Contains | Compare::IsNull))
}

/// The filters by custom fields that a request asks for.
///
/// # Errors
///
/// 400 for a field that the list does not have, a comparison that it does not know, and a value that it cannot have.
pub(crate) fn filters(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
) -> Result<Vec<CustomFilter>> {
    let asked: Vec<(&str, &str, &String)> =
        context.query.iter().filter_map(|(name, text)| Some((name.as_str(), custom_name(name)?, text))).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let fields = Fields::of(session, definition.plural)?;
    let mut found = Vec::new();
    for (parameter, name, text) in asked {
        found.push(filter(session, context, &fields, (parameter, name), text)?);
    }
    let selections = found.iter().map(CustomFilter::selection).collect();
    for (filter, values) in found.iter_mut().zip(numbers(session, selections)?) {
        filter.values_found = values;
    }
    Ok(found)
}

fn filter(
    session: &mut Session<'_>,
    context: &QueryContext,
    fields: &Fields,
    (parameter, name): (&str, &str),
    text: &str,
) -> Result<CustomFilter> {
    let (name, suffix) = name.split_at(name.find("__").unwrap_or(name.len()));
    let Some(field) = fields.named(name) else {
        let known: Vec<String> = fields.0.iter().map(|field| format!("{CUSTOM}.{}", field.name)).collect();
        return Err(errors::no_such_parameter(parameter, known.join(", ")).blame(parameter, errors::not_known()));
    };
    let Some(operator) = operators(field).find(|operator| operator.suffix == suffix) else {
        let known: Vec<String> =
            operators(field).map(|operator| format!("{CUSTOM}.{name}{}", operator.suffix)).collect();
        return Err(errors::no_such_parameter(parameter, known.join(", ")).blame(parameter, errors::not_known()));
    };
    let texts: Vec<&str> = if operator.is_list() { text.split(',').collect() } else { vec![text] };
    if texts.len() > MAX_IN {
        return Err(bad(parameter, format!("{parameter} takes at most {MAX_IN} values.")));
    }
    let values = match (operator.compare, text) {
        (Compare::Contains, text) => patterns_of(parameter, text, 200)?,
        (Compare::IsNull, "true") => vec![Value::Bool(true)],
        (Compare::IsNull, "false") => vec![Value::Bool(false)],
        (Compare::IsNull, _) => return Err(bad(parameter, format!("{parameter} is true or false."))),
        _ => {
            let definitions = &*context.definitions;
            let mut read = Reading { session, definitions, owner: Uuid::nil() };
            let mut values = Vec::new();
            for text in texts {
                values.push(value(field, parameter, text, &mut read)?);
            }
            values
        }
    };
    let (column, has_several) = (field.kind.column(), field.kind == CustomKind::Choices);
    Ok(CustomFilter { field: field.id.uuid(), column, compare: operator.compare, values, has_several, values_found: 0 })
}

/// The value that the field is compared with: bounds of the field do not bound what may be asked.
fn value(field: &CustomField, parameter: &str, text: &str, read: &mut Reading<'_, '_>) -> Result<Value> {
    if field.kind == CustomKind::File {
        let id = store::id_of(text).map(Value::Id);
        return id.ok_or_else(|| bad(parameter, format!("{parameter}: expected the id of an attachment.")));
    }
    let unbounded = CustomField { least: None, most: None, ..field.clone() };
    match parse(&unbounded, &field.json_of(text), read) {
        Ok(values) => match values.into_iter().next() {
            Some(value) => Ok(value.value()),
            None => Err(bad(parameter, format!("{parameter} needs a value."))),
        },
        Err(error) if error.kind == Kind::Invalid => {
            Err(bad(parameter, format!("{parameter}: {}.", error.detail().trim_end_matches('.'))))
        }
        Err(error) => Err(error),
    }
}

impl CustomFilter {
    /// Whether it says what rows do not have.
    fn is_negative(&self) -> bool {
        self.compare == Compare::NoneOf || self.compare == Compare::IsNull && self.values == [Value::Bool(true)]
    }

    /// The rows that satisfy it; of a negative one, those that do not.
    fn selection(&self) -> Sql {
        let mut sql = Sql::default();
        sql.push("SELECT v.owner FROM custom_value v WHERE ");
        self.push_comparison(&mut sql);
        sql
    }

    /// Adds the condition. `walked` asks for a form that is looked at row by row, in the order of the list.
    pub(crate) fn push(&self, sql: &mut Sql, walked: bool) {
        sql.and();
        let is_looked_up = self.is_few() && !walked && !self.is_negative();
        sql.push(match (self.is_negative(), is_looked_up) {
            (_, true) => "t.id IN (SELECT v.owner FROM custom_value v WHERE ",
            (true, _) => "NOT EXISTS (SELECT 1 FROM custom_value v WHERE v.owner = t.id AND ",
            (false, _) => "EXISTS (SELECT 1 FROM custom_value v WHERE v.owner = t.id AND ",
        });
        self.push_comparison(sql);
        sql.push(")");
    }

    fn push_comparison(&self, sql: &mut Sql) {
        sql.push("v.field = ");
        sql.arg(Value::Id(self.field));
        let column = self.column;
        match (self.compare, &self.values[..]) {
            (Compare::IsNull, _) => {}
            (Compare::Bound(sign), [value]) => {
                sql.push(&format!(" AND v.{column} {sign} "));
                sql.arg(value.clone());
            }
            (Compare::Contains, patterns) => {
                sql.push(" AND ");
                push_contains(sql, &format!("v.{column}"), patterns);
            }
            (_, [value]) => {
                sql.push(&format!(" AND v.{column} = "));
                sql.arg(value.clone());
            }
            (_, values) => {
                for (n, value) in values.iter().enumerate() {
                    sql.push(&if n == 0 { format!(" AND v.{column} IN (") } else { ", ".to_owned() });
                    sql.arg(value.clone());
                }
                sql.push(")");
            }
        }
    }

    /// Whether so few rows satisfy it that they are looked up.
    pub(crate) fn is_few(&self) -> bool {
        self.values_found <= MAX_COUNT
    }

    /// The number of rows that satisfy it, up to one more than [`MAX_COUNT`], where each does so by one value.
    pub(crate) fn rows(&self) -> Option<i64> {
        let has_each_once = !self.has_several || self.compare == Compare::AnyOf && self.values.len() == 1;
        (has_each_once && !self.is_negative()).then_some(self.values_found)
    }

    /// Whether very many rows satisfy it, each by one value, so that the values are counted instead of the rows.
    pub(crate) fn has_many_rows_once(&self) -> bool {
        self.rows().is_some_and(|rows| rows > MAX_COUNT)
    }

    /// Adds the condition that `v` is a value which satisfies it, of the row `t`.
    pub(crate) fn push_joined(&self, sql: &mut Sql) {
        sql.and();
        sql.push("t.id = v.owner AND ");
        self.push_comparison(sql);
    }
}
