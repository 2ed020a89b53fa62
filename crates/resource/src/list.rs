//! Lists: pages of rows in an order, with their count.

use crate::conditions::{Conditions, Sql};
use crate::custom::{self, Fields};
use crate::errors;
use crate::filters::is_bound;
use crate::json::Shown;
use crate::page::{At, Beginning, Order, Reading, Rows, SortKey, links, read_cursor};
use crate::paging;
use crate::places::{Places, STEP};
use crate::selection::Selection;
use command::{FILE_FIELDS, GROUP_BY, QueryContext, ReportFormat, ResourceDefinition, Scope, permission_denied};
use kernel::{Error, Result, defect};
use serde::Serialize;
use std::collections::BTreeSet;
use store::{Column, Field, Row, Session, Table, Value};
use uuid::Uuid;

/// Numbered pages reach so far; cursors reach everywhere.
const MAX_OFFSET: usize = 100_000;
/// The most fields a list is ordered by.
pub(crate) const MAX_KEYS: usize = 4;
/// As far as a list is counted unasked.
pub(crate) const MAX_COUNT: i64 = 10_000;
/// Parameters of every list.
pub(crate) const KNOWN: [&str; 12] = [
    "page",
    "page_size",
    "cursor",
    "ordering",
    "search",
    "count",
    "since",
    GROUP_BY,
    "sum",
    "format",
    "bom",
    FILE_FIELDS,
];

/// A page of a list.
#[derive(Serialize)]
pub(crate) struct List {
    count: i64,
    count_exact: bool,
    pub(crate) next: Option<String>,
    previous: Option<String>,
    pub(crate) results: Vec<Shown>,
}

/// The rows that a request asks for, and their order.
pub(crate) struct Asked {
    pub(crate) order: Order,
    pub(crate) conditions: Conditions,
}

impl Asked {
    pub(crate) fn of(
        session: &mut Session<'_>,
        definition: &ResourceDefinition,
        context: &QueryContext,
    ) -> Result<Asked> {
        Ok(Asked { order: order(definition, context)?, conditions: Conditions::of(session, definition, context)? })
    }

    /// How the rows are found, where that does not depend on their number.
    pub(crate) fn reading(&self) -> Option<Reading> {
        let Asked { order, conditions } = self;
        if order.keys.len() > 1 {
            return Some(Reading::SortedWhole);
        }
        conditions.are_ordered_by(order.first(), order.is_usual).then_some(Reading::Ordered)
    }

    /// Selects the number of rows, as far as it must be known.
    pub(crate) fn count_sql(&self, table: &Table, is_whole: bool, exact: bool) -> Sql {
        let is_ordered = self.reading() == Some(Reading::Ordered);
        let rows = if is_ordered { self.conditions.sql() } else { self.conditions.selective() };
        let (source, rows) = self.conditions.counted(table, rows);
        count_sql(table, &source, rows, is_whole, exact)
    }
}

/// A page of the list that a request asks for. On PostgreSQL it is one round trip, beside those for codes in filters, for words that are
/// searched and for custom fields; a second one where the count must be known first, or rows lie behind a place that is not known yet.
pub(crate) fn list(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    places: &Places,
) -> Result<List> {
    if context.query.contains_key(FILE_FIELDS) {
        return Err(bad(FILE_FIELDS, "Fields are chosen for files: ask for format=csv, jsonl or xlsx too.".to_owned()));
    }
    if context.query.contains_key("sum") {
        return Err(bad("sum", format!("sum goes with {GROUP_BY}.")));
    }
    byte_order_mark(context)?;
    let (table, order) = (definition.table, order(definition, context)?);
    let (size, at) = (page_size(context)?, at(context, &order)?);
    let offset = offset(&at, size)?;
    let exact = exact(context)?;
    let asked = Asked { order, conditions: Conditions::of(session, definition, context)? };
    let Asked { order, conditions } = &asked;
    let is_whole = definition.role.is_none()
        && *context.grant().scope() == Scope::All
        && context.query.keys().all(|name| KNOWN.contains(&name.as_str()) && name != "search");
    let fields = Fields::select(definition.plural);
    let count = asked.count_sql(table, is_whole, exact);
    let count = (count.text.as_str(), &count.args[..]);
    let fields = (fields.text.as_str(), &fields.args[..]);
    let mut counted = conditions.known_count().filter(|count| !exact || *count <= MAX_COUNT);
    let mut known = None;
    let reading = match (asked.reading(), counted) {
        (Some(reading), _) => reading,
        (None, Some(count)) => Reading::of_number(count),
        (None, None) => {
            let mut answers = session.query_all(&[count, fields])?.into_iter();
            let count = number_of(&answers.next().unwrap_or_default())?;
            (counted, known) = (Some(count), answers.next());
            Reading::of_number(count)
        }
    };
    let selection = Selection::of(definition, context);
    let selected = selection.sql();
    let rows = Rows { table, conditions, order, reading, selected: &selected };
    // The way to a place leads along an index.
    let is_along_index = matches!(reading, Reading::Ordered | Reading::Walked);
    let is_far = offset >= STEP && table.stamped() && !conditions.reads_others && is_along_index;
    let mut found = if is_far {
        let (found, [count, fields]) = places.read(session, &rows, (size + 1, offset), [count, fields])?;
        (counted, known) = (Some(number_of(&count)?), Some(fields));
        found
    } else {
        let page = page(&rows, &at, size, offset);
        let page = (page.text.as_str(), &page.args[..]);
        let count = counted.is_none().then_some(count);
        let queries: Vec<_> = [page].into_iter().chain(known.is_none().then_some(fields)).chain(count).collect();
        let mut answers = session.query_all(&queries)?.into_iter();
        let found = answers.next().unwrap_or_default();
        known = known.or_else(|| answers.next());
        if let Some(count) = answers.next() {
            counted = Some(number_of(&count)?);
        }
        found
    };
    let fields = Fields::of_rows(known.unwrap_or_default())?;
    let more = found.len() > size;
    found.truncate(size);
    if matches!(at, At::Before(_)) {
        found.reverse();
    }
    let (next, previous) = links(context, order, &at, &found, more);
    let ids: Vec<Uuid> = found.iter().filter_map(|row| Uuid::from_value(row.last()?.clone())).collect();
    let mut results: Vec<Shown> = found.into_iter().map(|row| selection.show(row)).collect();
    custom::add(session, context, definition, &fields, &ids, &mut results)?;
    let is_exact = exact || is_whole && table.row_counted;
    let count = counted.unwrap_or_default();
    let (count, count_exact) = if is_exact || count <= MAX_COUNT { (count, true) } else { (MAX_COUNT, false) };
    Ok(List { count, count_exact, next, previous, results })
}

/// A 400 that names the parameter.
pub(crate) fn bad(name: &str, detail: String) -> Error {
    errors::invalid_parameter(detail).blame(name, errors::not_understood())
}

/// Whether CSV begins with a byte order mark. Refuses what is no format: a file of another than JSON is made from the table of the list.
pub(crate) fn byte_order_mark(context: &QueryContext) -> Result<bool> {
    let formats = [ReportFormat::Json, ReportFormat::Csv, ReportFormat::JsonLines, ReportFormat::Xlsx];
    let formats = formats.map(ReportFormat::as_str);
    if context.query.get("format").is_some_and(|name| !formats.contains(&name.as_str())) {
        return Err(bad("format", format!("format is one of {}.", formats.join(", "))));
    }
    match context.query.get("bom").map(String::as_str) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(bad("bom", "bom is true or false.".to_owned())),
    }
}

fn number(context: &QueryContext, name: &str) -> Result<Option<usize>> {
    let Some(text) = context.query.get(name) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| bad(name, format!("{name} must be a whole number.")))
}

/// The number of rows on a page.
pub(crate) fn page_size(context: &QueryContext) -> Result<usize> {
    let size = paging::page_size(context.query.get("page_size").map(String::as_str))?;
    Ok(usize::try_from(size).unwrap_or_default())
}

fn order(definition: &ResourceDefinition, context: &QueryContext) -> Result<Order> {
    let (table, order) = (definition.table, definition.order);
    // Rows between bounds lie together in the order of the column that is bounded.
    let bounded = order.iter().find(|name| context.query.keys().any(|key| is_bound(key, name))).or(order.first());
    let asked = context.query.get("ordering").map(String::as_str).or(bounded.copied()).unwrap_or("id");
    let mut keys: Vec<SortKey> = Vec::new();
    for name in asked.split(',') {
        let column = ordered_by(definition, name)?;
        require_visible(context, column)?;
        let column = table.compared(column);
        if keys.iter().any(|key| key.column.name == column.name) {
            return Err(bad("ordering", format!("ordering names {} twice.", name.trim_start_matches('-'))));
        }
        keys.push(SortKey { column, descending: name.starts_with('-') });
    }
    if keys.len() > MAX_KEYS {
        return Err(bad("ordering", format!("ordering takes at most {MAX_KEYS} fields.")));
    }
    let alone = |columns: &[usize], name| matches!(columns, [n] if table.columns[*n].name == name);
    let is_unique = |key: &SortKey| {
        let name = key.column.name;
        alone(table.key, name) || table.indexes.iter().any(|index| index.unique && alone(index.columns, name))
    };
    // Behind a key that no two rows share, nothing is left to be ordered.
    let unique = keys.iter().position(is_unique);
    keys.truncate(unique.map_or(keys.len(), |n| n + 1));
    let usual = order.first().map_or("id", |name| name.trim_start_matches('-'));
    let usual = table.column(usual).map(|column| table.compared(column).name);
    let is_usual = matches!(&keys[..], [key] if Some(key.column.name) == usual);
    Ok(Order { keys, unique: unique.is_some(), is_usual })
}

/// The column by which `name`, maybe behind a minus, orders the list.
fn ordered_by(definition: &ResourceDefinition, name: &str) -> Result<&'static Column> {
    let known: BTreeSet<&str> = definition.order.iter().map(|name| name.trim_start_matches('-')).collect();
    let column = definition.table.column(name.strip_prefix('-').unwrap_or(name));
    column.filter(|column| known.contains(column.name)).ok_or_else(|| {
        let known = Vec::from_iter(known).join(", ");
        bad("ordering", format!("ordering is some of {known}, by commas, each maybe behind a minus."))
    })
}

fn at(context: &QueryContext, order: &Order) -> Result<At> {
    match (context.query.get("cursor"), number(context, "page")?) {
        (Some(_), Some(_)) => Err(bad("cursor", "Give a page or a cursor, not both.".to_owned())),
        (Some(cursor), None) => read_cursor(cursor, order)
            .ok_or_else(|| bad("cursor", "This cursor does not belong to this list in this order.".to_owned())),
        (None, Some(0)) => Err(bad("page", "Pages are numbered from 1.".to_owned())),
        (None, Some(page)) => Ok(At::Number(page)),
        (None, None) => Ok(At::Start),
    }
}

/// The number of rows before the page.
fn offset(at: &At, size: usize) -> Result<usize> {
    let At::Number(page) = at else { return Ok(0) };
    let offset = (page - 1).saturating_mul(size);
    if offset > MAX_OFFSET {
        return Err(bad(
            "page",
            format!("Numbered pages reach {MAX_OFFSET} rows far. Follow `next` from the first page."),
        ));
    }
    Ok(offset)
}

/// Whether the rows are counted however many there are.
fn exact(context: &QueryContext) -> Result<bool> {
    match context.query.get("count").map(String::as_str) {
        None => Ok(false),
        Some("exact") => Ok(true),
        Some(_) => Err(bad("count", "count can only be exact.".to_owned())),
    }
}

/// Whether the user may see a column.
pub(crate) fn may_see(context: &QueryContext, column: &Column) -> bool {
    column.view.is_none_or(|permission| context.may(permission))
}

/// 403 `permission_denied` for a column that the user may not see: filters and order would tell its values.
pub(crate) fn require_visible(context: &QueryContext, column: &Column) -> Result<()> {
    match column.view {
        Some(permission) if !context.may(permission) => Err(permission_denied(permission)),
        _ => Ok(()),
    }
}

/// Selects the number of rows, which is kept for whole tables; others are counted a little farther than [`MAX_COUNT`], or to the end.
pub(crate) fn count_sql(table: &Table, source: &str, mut sql: Sql, is_whole: bool, exact: bool) -> Sql {
    if is_whole && table.row_counted {
        let text = "SELECT coalesce((SELECT total FROM row_count WHERE name = $1), 0)".to_owned();
        return Sql { text, args: vec![Value::Text(table.name.to_owned())] };
    }
    let from = format!("FROM {source}{}", sql.text);
    sql.text = match exact {
        true => format!("SELECT count(*) {from}"),
        false => format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT {}) counted", MAX_COUNT + 1),
    };
    sql
}

pub(crate) fn number_of(counted: &[Row]) -> Result<i64> {
    match counted.first().map(Vec::as_slice) {
        Some([Value::Int(number)]) => Ok(*number),
        _ => Err(defect("count(*) gave no number")),
    }
}

/// Selects the rows of the page and one beyond it.
fn page(rows: &Rows<'_>, at: &At, size: usize, offset: usize) -> Sql {
    let (from, reversed) = match at {
        At::Start | At::Number(_) => (None, false),
        At::After(cursor) => (Some(Beginning { cursor, inclusive: false }), false),
        At::Before(cursor) => (Some(Beginning { cursor, inclusive: false }), true),
    };
    rows.page(from, reversed, size + 1, offset)
}
