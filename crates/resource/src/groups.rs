//! Groups of a list: how many rows have each value of a column, and what their amounts sum up to.

use crate::conditions::{Conditions, Sql};
use crate::errors;
use crate::json::{self, Shown};
use crate::list::{MAX_COUNT, bad, count_sql, number_of, require_visible};
use command::{GROUP_BY, PERIODS, QueryContext, ResourceDefinition};
use kernel::{Result, defect};
use money::{Currency, Decimal, Total};
use serde::Serialize;
use serde_json::{Number, Value as Json};
use store::{Column, FieldKind, Row, Session, Table, Value, field, wide_sum, wide_sum_columns};

/// The most groups of an answer.
const MAX_GROUPS: usize = 1_000;
/// What cannot be asked of groups.
const OF_PAGES: [&str; 5] = ["page", "page_size", "cursor", "ordering", "count"];

/// The groups of a list, in the order of their values, and no rows.
#[derive(Serialize)]
pub(crate) struct Groups {
    count: i64,
    count_exact: bool,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<Shown>,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    value: Json,
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<Currency>,
    count: i64,
    sums: Shown,
    #[serde(skip)]
    place: Value,
}

/// What rows are grouped by.
struct Key {
    column: &'static Column,
    /// So many letters of a day.
    letters: Option<usize>,
}

impl Key {
    /// No index over the column serves: reading its rows one by one in the order of an index takes longer than reading all of them.
    fn sql(&self) -> String {
        let name = self.column.name;
        match self.letters {
            Some(letters) => format!("substr(t.{name}, 1, {letters})"),
            None => format!("coalesce(t.{name}, t.{name})"),
        }
    }

    /// The table of the rows that the column refers to.
    fn referenced(&self) -> Option<&'static Table> {
        self.column.reference.map(|reference| (reference.table)())
    }
}

/// The groups by `by` of the rows that a request asks for. Where money is summed whose rows say their currency, each currency is a
/// group of its own.
///
/// # Errors
///
/// 400 for a name that cannot be grouped by or summed, 403 for a column that the user may not see, 409 `too_many_groups`.
pub(crate) fn groups(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    by: &str,
) -> Result<Groups> {
    if let Some(name) = OF_PAGES.into_iter().find(|name| context.query.contains_key(*name)) {
        return Err(bad(name, format!("{name} cannot be combined with {GROUP_BY}.")));
    }
    let table = definition.table;
    let key = key(definition, context, by)?;
    let sums = sums(definition, context)?;
    let is_money = |(_, column): &(&str, &Column)| matches!(column.kind, FieldKind::Amount | FieldKind::Price);
    let by_currency = sums.iter().any(is_money) && table.column("currency").is_some();
    let conditions = Conditions::of(session, definition, context)?;
    let (source, counted) = conditions.counted(table, conditions.selective());
    let count = count_sql(table, &source, counted, false, false);
    let is_few = number_of(&session.query(&count.text, &count.args)?)? <= MAX_COUNT;
    let rows = if is_few { conditions.selective() } else { conditions.scanned() };
    let statement = statement(table, &key, &sums, by_currency, rows);
    let rows = session.query(&statement.text, &statement.args)?;
    if rows.len() > MAX_GROUPS {
        return Err(errors::too_many_groups(MAX_GROUPS, by));
    }
    let mut groups: Vec<Group> =
        rows.into_iter().map(|row| group(row, &key, &sums, by_currency)).collect::<Result<_>>()?;
    groups.sort_by(|one, other| (&one.place, one.currency).cmp(&(&other.place, other.currency)));
    let count = groups.iter().map(|group| group.count).sum();
    Ok(Groups { count, count_exact: true, next: None, previous: None, results: Vec::new(), groups })
}

fn key(definition: &ResourceDefinition, context: &QueryContext, by: &str) -> Result<Key> {
    if !definition.group_keys().any(|name| name == by) {
        let known: Vec<String> = definition.group_keys().collect();
        return Err(bad(GROUP_BY, format!("{GROUP_BY} is one of: {}.", known.join(", "))));
    }
    let period = PERIODS.into_iter().find_map(|(suffix, letters)| Some((by.strip_suffix(suffix)?, letters)));
    let (name, letters) = period.map_or((by, None), |(name, letters)| (name, Some(letters)));
    let column = definition.table.column(name).ok_or_else(|| defect("a filter is a column"))?;
    require_visible(context, column)?;
    Ok(Key { column, letters })
}

fn sums(definition: &ResourceDefinition, context: &QueryContext) -> Result<Vec<(&'static str, &'static Column)>> {
    let Some(text) = context.query.get("sum") else { return Ok(Vec::new()) };
    let mut sums: Vec<(&'static str, &'static Column)> = Vec::new();
    for name in text.split(',') {
        let Some((name, column)) = definition.summable().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = definition.summable().map(|(name, _)| name).collect();
            return Err(bad("sum", format!("sum takes, by commas, some of: {}.", known.join(", "))));
        };
        require_visible(context, column)?;
        if sums.iter().any(|(other, _)| *other == name) {
            return Err(bad("sum", format!("sum names {name} twice.")));
        }
        sums.push((name, column));
    }
    Ok(sums)
}

/// Selects value, currency where it separates groups, number of rows, the halves of the sums, and code and name of the row that the
/// value refers to.
fn statement(table: &Table, key: &Key, sums: &[(&str, &Column)], by_currency: bool, mut rows: Sql) -> Sql {
    let (currency, grouped) = if by_currency { (", t.currency", "1, 2") } else { ("", "1") };
    let sums: String = sums.iter().map(|(_, c)| format!(", {}", wide_sum_columns(&format!("t.{}", c.name)))).collect();
    let groups = format!(
        "SELECT {} AS value{currency}, count(*){sums} FROM {} t{} GROUP BY {grouped} LIMIT {}",
        key.sql(),
        table.name,
        rows.text,
        MAX_GROUPS + 1
    );
    rows.text = match key.referenced() {
        Some(other) => {
            let column = |name: Option<&'static str>| name.map_or("NULL".to_owned(), |name| format!("r.{name}"));
            let code = column(other.code().map(|code| code.name));
            let name = column(other.column("name").map(|name| name.name));
            format!("SELECT g.*, {code}, {name} FROM ({groups}) g LEFT JOIN {} r ON r.id = g.value", other.name)
        }
        None => groups,
    };
    rows
}

fn group(row: Row, key: &Key, sums: &[(&'static str, &'static Column)], by_currency: bool) -> Result<Group> {
    let mut row = row.into_iter();
    let value = row.next().unwrap_or(Value::Null);
    let currency: Option<Currency> = if by_currency { Some(field(row.next())?) } else { None };
    let count = field(row.next())?;
    let mut shown = Vec::new();
    for (name, column) in sums {
        shown.push((*name, show_sum(column.kind, wide_sum(&mut row)?, currency)?));
    }
    let code = row.next().filter(|code| *code != Value::Null);
    let name: Option<String> = field(Some(row.next().unwrap_or(Value::Null)))?;
    let place = code.unwrap_or(value);
    let kind = if matches!(place, Value::Text(_)) { FieldKind::Text } else { key.column.kind };
    Ok(Group { value: json::show_value(kind, &place, None), name, currency, count, sums: Shown(shown), place })
}

fn show_sum(kind: FieldKind, sum: Total, currency: Option<Currency>) -> Result<Json> {
    let millionths = |least| Ok(Json::String(Decimal::new(sum.minor(), 6).trimmed(least).to_string()));
    match (kind, currency) {
        (FieldKind::Amount, Some(currency)) => Ok(Json::String(sum.decimal(currency).to_string())),
        (FieldKind::Price, _) => millionths(2),
        (FieldKind::Quantity, _) => millionths(0),
        (FieldKind::Integer, _) => {
            Number::from_i128(sum.minor()).map(Json::Number).ok_or_else(|| defect("a whole number is a number"))
        }
        _ => Err(defect("a sum of what cannot be summed")),
    }
}
