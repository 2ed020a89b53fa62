//! Lists: filters, search, ordering and pages, as SQL built from the definition. Identifiers come only from definitions,
//! everything a client typed is a parameter, and the database always walks an index.

use crate::errors;
use crate::json::{self, Shown, from_text, reading};
use crate::paging;
use crate::search_index::words;
use command::{PARTY_TABLE, QueryContext, ResourceDefinition, SITE_TABLE, Scope, permission_denied};
use kernel::{Error, Kind, Result, defect, tidy};
use serde::Serialize;
use std::collections::BTreeSet;
use store::{Column, Field, FieldKind, Read, Row, RowCount, Session, Table, Value};
use uuid::Uuid;

/// Numbered pages reach so far; cursors reach everywhere.
const MAX_OFFSET: usize = 100_000;
/// As far as a list is counted unasked.
const MAX_COUNT: i64 = 10_000;
const MAX_IN: usize = 100;
/// Parameters of every list.
const KNOWN: [&str; 7] = ["page", "page_size", "cursor", "ordering", "search", "count", "since"];
/// The comparison of a filter, by its suffix.
const OPERATORS: [(&str, &str); 5] = [("", "="), ("__gte", ">="), ("__lte", "<="), ("__gt", ">"), ("__lt", "<")];
/// The suffix of a filter that takes several values.
const ANY_OF: &str = "__in";

/// The suffixes of the filters by `column`, each with the words of its comparison. Only what has an order can be compared
/// with a bound, and a truth value has no third one to ask for.
pub(crate) fn operators(column: &Column) -> Vec<(&'static str, &'static str)> {
    let ordered = column.reference.is_none()
        && !matches!(column.kind, FieldKind::Bool | FieldKind::Choice(_) | FieldKind::Id | FieldKind::Bytes);
    let mut operators = OPERATORS[..if ordered { OPERATORS.len() } else { 1 }].to_vec();
    if column.kind != FieldKind::Bool {
        operators.push((ANY_OF, "is one of these, by commas:"));
    }
    operators
}

/// A page of a list.
#[derive(Serialize)]
pub(crate) struct List {
    count: i64,
    count_exact: bool,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<Shown>,
}

/// A statement and its parameters.
#[derive(Clone, Default)]
struct Sql {
    text: String,
    args: Vec<Value>,
}

impl Sql {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A parameter; a truth value stands in the text, so that an index over part of a table can serve it.
    fn arg(&mut self, value: Value) {
        if let Value::Bool(yes) = value {
            return self.push(if yes { "TRUE" } else { "FALSE" });
        }
        self.args.push(value);
        self.text.push_str(&format!("${}", self.args.len()));
    }

    /// Begins another condition.
    fn and(&mut self) {
        self.push(if self.text.is_empty() { " WHERE " } else { " AND " });
    }
}

/// The place of the page in the list.
enum At {
    Start,
    Number(usize),
    After(Cursor),
    Before(Cursor),
}

/// The place of a row in the order.
#[derive(Clone)]
struct Cursor {
    value: Value,
    id: Uuid,
}

struct Order {
    column: &'static Column,
    descending: bool,
    /// No two rows have the same value, so that it alone makes the order total.
    unique: bool,
}

pub(crate) fn list(session: &mut Session<'_>, definition: &ResourceDefinition, context: &QueryContext) -> Result<List> {
    let (table, order) = (definition.table, order(definition, context)?);
    let size = page_size(context)?;
    let at = at(context, &order)?;
    let plain = definition.role.is_none()
        && *context.grant().scope() == Scope::All
        && context.query.keys().all(|name| KNOWN.contains(&name.as_str()) && name != "search");
    let conditions = conditions(session, definition, context)?;
    let (count, count_exact) = count(session, table, context, plain, &conditions)?;
    let (mut rows, more) = rows(session, table, conditions, &order, &at, size)?;
    let (next, previous) = links(context, &order, &at, &rows, more);
    json::name_references(session, table, &mut rows)?;
    let name = |column: &Column| definition.shown_as(column).filter(|_| may_see(context, column));
    let results = rows.iter().map(|row| json::show(table, row, name)).collect();
    Ok(List { count, count_exact, next, previous, results })
}

/// A 400 that names the parameter.
pub(crate) fn bad(name: &str, detail: String) -> Error {
    errors::invalid_parameter(detail).blame(name, errors::not_understood())
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
    let name = asked.strip_prefix('-').unwrap_or(asked);
    let known: BTreeSet<&str> = order.iter().map(|name| name.trim_start_matches('-')).collect();
    let Some(column) = table.column(name).filter(|column| known.contains(column.name)) else {
        let known = Vec::from_iter(known).join(", ");
        return Err(bad("ordering", format!("ordering is one of {known}, or one of these behind a minus.")));
    };
    require_visible(context, column)?;
    let column = table.compared(column);
    let alone = |columns: &[usize]| matches!(columns, [n] if table.columns[*n].name == column.name);
    let unique = alone(table.key) || table.indexes.iter().any(|index| index.unique && alone(index.columns));
    Ok(Order { column, descending: asked.starts_with('-'), unique })
}

fn is_bound(parameter: &str, column: &str) -> bool {
    let suffix = parameter.strip_prefix(column.trim_start_matches('-')).unwrap_or_default();
    OPERATORS.iter().any(|(known, _)| *known == suffix && !suffix.is_empty())
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

/// Whether the user may see a column.
pub(crate) fn may_see(context: &QueryContext, column: &Column) -> bool {
    column.view.is_none_or(|permission| context.may(permission))
}

/// 403 `permission_denied` for a column that the user may not see: filters and order would tell its values.
fn require_visible(context: &QueryContext, column: &Column) -> Result<()> {
    match column.view {
        Some(permission) if !context.may(permission) => Err(permission_denied(permission)),
        _ => Ok(()),
    }
}

/// Adds the condition that a row lies within `scope`. Without a column that says to which owner a row belongs, none does.
fn within_scope(sql: &mut Sql, definition: &ResourceDefinition, scope: &Scope) {
    let (table, owners): (_, Vec<Uuid>) = match scope {
        Scope::All => return,
        Scope::Sites(sites) => (SITE_TABLE, sites.iter().copied().collect()),
        Scope::Party(party) => (PARTY_TABLE, vec![*party]),
    };
    sql.and();
    let Some(column) = definition.owner(table).filter(|_| !owners.is_empty()) else {
        return sql.push("FALSE");
    };
    sql.push(&format!("t.{} IN (", column.name));
    for (n, owner) in owners.into_iter().enumerate() {
        sql.push(if n == 0 { "" } else { ", " });
        sql.arg(Value::Id(owner));
    }
    sql.push(")");
}

/// What rows are asked for, as ` WHERE …`; an unknown parameter is a 400 that names the known ones.
fn conditions(session: &mut Session<'_>, definition: &ResourceDefinition, context: &QueryContext) -> Result<Sql> {
    let mut sql = Sql::default();
    if let Some(role) = definition.role {
        sql.and();
        sql.push(&format!("t.{role} = "));
        sql.arg(Value::Bool(true));
    }
    within_scope(&mut sql, definition, context.grant().scope());
    for (name, text) in context.query.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
        let (field, operator) = name.split_at(name.find("__").unwrap_or(name.len()));
        let column = definition.table.columns.iter().find(|c| c.name == field && definition.filters.contains(&c.name));
        let Some(column) = column else { return Err(unknown_parameter(definition, name)) };
        require_visible(context, column)?;
        match operators(column).into_iter().find(|(suffix, _)| *suffix == operator) {
            Some((ANY_OF, _)) => any_of(&mut sql, session, definition.table, column, name, text)?,
            Some((_, compare)) => {
                let value = filter_value(session, column, name, text)?;
                sql.and();
                sql.push(&format!("t.{} {compare} ", definition.table.compared(column).name));
                sql.arg(value);
            }
            None => return Err(unknown_operator(column, name)),
        }
    }
    let search = context.query.get("search").map(|text| tidy(text)).filter(|text| !text.is_empty());
    match search {
        Some(_) if definition.search().next().is_none() => {
            return Err(bad("search", "This list cannot be searched.".to_owned()));
        }
        Some(text) if definition.document.is_some() => matching_document(&mut sql, session, definition.table, &text)?,
        Some(text) => matching(&mut sql, session, definition.table, &text)?,
        None => {}
    }
    Ok(sql)
}

/// Adds the condition that a row has, for every word of `text`, a word that begins with it.
fn matching(sql: &mut Sql, session: &mut Session<'_>, table: &Table, text: &str) -> Result<()> {
    let mut words = words(text).peekable();
    if words.peek().is_none() {
        sql.and();
        sql.push("FALSE");
    }
    for word in words {
        let has_word = |sql: &mut Sql| {
            sql.push("SELECT w.id FROM search_word w WHERE ");
            begins_with_word(sql, table, word.clone());
        };
        match is_few(session, has_word)? {
            true => {
                sql.and();
                sql.push("t.id IN (");
                has_word(sql);
            }
            false => {
                sql.and();
                sql.push("EXISTS (");
                has_word(sql);
                sql.push(" AND w.id = t.id");
            }
        }
        sql.push(")");
    }
    Ok(())
}

/// The condition that `w` is a word, beginning with `word`, of a row of `table`.
fn begins_with_word(sql: &mut Sql, table: &Table, word: String) {
    sql.push("w.record = ");
    sql.arg(Value::Text(table.name.to_owned()));
    sql.push(" AND ");
    begins_with(sql, "w.word", word);
}

fn begins_with(sql: &mut Sql, column: &str, text: String) {
    sql.push(&format!("{column} >= "));
    sql.arg(Value::Text(text.clone()));
    sql.push(&format!(" AND {column} < "));
    sql.arg(Value::Text(text + "\u{10FFFF}"));
}

/// Whether a selection finds so few rows that they are looked up. Where there are many, the next row in the list's order that is
/// one of them is never far, so the list is walked.
fn is_few(session: &mut Session<'_>, select: impl Fn(&mut Sql)) -> Result<bool> {
    let mut sql = Sql::default();
    sql.push("SELECT count(*) FROM (");
    select(&mut sql);
    sql.push(&format!(" LIMIT {}) counted", MAX_COUNT + 1));
    Ok(session.query(&sql.text, &sql.args)?.first().is_some_and(|row| row[0] <= Value::Int(MAX_COUNT)))
}

/// Adds the condition that one of the searched columns of a document begins with `text`, as it is typed, in capitals or in small letters, or that
/// the row which the column references is found by the words of `text`. Documents have no search words of their own, so that posting
/// one writes no rows for them.
fn matching_document(sql: &mut Sql, session: &mut Session<'_>, table: &'static Table, text: &str) -> Result<()> {
    let columns = || table.columns.iter().filter(|column| column.search);
    let select = |sql: &mut Sql| {
        for (n, column) in columns().enumerate() {
            sql.push(&format!("{}SELECT d.id FROM {} d WHERE ", if n == 0 { "" } else { " UNION ALL " }, table.name));
            in_column(sql, "d", column, text);
        }
    };
    let few = is_few(session, select)?;
    sql.and();
    if few {
        sql.push("t.id IN (");
        select(sql);
    } else {
        for (n, column) in columns().enumerate() {
            sql.push(if n == 0 { "(" } else { " OR " });
            in_column(sql, "t", column, text);
        }
    }
    sql.push(")");
    Ok(())
}

fn in_column(sql: &mut Sql, row: &str, column: &Column, text: &str) {
    let name = format!("{row}.{}", column.name);
    sql.push("(");
    match &column.reference {
        None => {
            for (n, text) in [text.to_owned(), text.to_uppercase(), text.to_lowercase()].into_iter().enumerate() {
                sql.push(if n == 0 { "" } else { " OR " });
                begins_with(sql, &name, text);
            }
        }
        Some(reference) => {
            let words: Vec<String> = words(text).collect();
            if words.is_empty() {
                sql.push("FALSE");
            }
            for (n, word) in words.into_iter().enumerate() {
                let and = if n == 0 { "" } else { " AND " };
                sql.push(&format!("{and}{name} IN (SELECT w.id FROM search_word w WHERE "));
                begins_with_word(sql, (reference.table)(), word);
                sql.push(")");
            }
        }
    }
    sql.push(")");
}

fn any_of(
    sql: &mut Sql,
    session: &mut Session<'_>,
    table: &'static Table,
    column: &'static Column,
    name: &str,
    text: &str,
) -> Result<()> {
    if text.split(',').count() > MAX_IN {
        return Err(bad(name, format!("{name} takes at most {MAX_IN} values.")));
    }
    sql.and();
    sql.push(&format!("t.{} IN (", table.compared(column).name));
    for (n, text) in text.split(',').enumerate() {
        let value = filter_value(session, column, name, text)?;
        sql.push(if n == 0 { "" } else { ", " });
        sql.arg(value);
    }
    sql.push(")");
    Ok(())
}

/// The value that the column is compared with.
fn filter_value(session: &mut Session<'_>, column: &Column, name: &str, text: &str) -> Result<Value> {
    match json::parse(column, &from_text(column, text), None, &mut reading(session)) {
        Ok(Value::Null) => Err(bad(name, format!("{name} needs a value."))),
        Err(error) if error.kind == Kind::Invalid => {
            Err(bad(name, format!("{name}: {}.", error.detail().trim_end_matches('.'))))
        }
        Ok(value) if column.key.is_some() => Ok(store::key_value(value)),
        other => other,
    }
}

fn unknown_parameter(definition: &ResourceDefinition, name: &str) -> Error {
    let filters = definition.filters.join(", ");
    errors::unknown_parameter(name, KNOWN.join(", "), filters).blame(name, errors::not_known())
}

fn unknown_operator(column: &Column, name: &str) -> Error {
    let known: Vec<String> =
        operators(column).into_iter().map(|(suffix, _)| format!("{}{suffix}", column.name)).collect();
    errors::no_such_parameter(name, known.join(", ")).blame(name, errors::not_known())
}

/// How many rows there are, and whether that is exact.
fn count(
    session: &mut Session<'_>,
    table: &Table,
    context: &QueryContext,
    plain: bool,
    conditions: &Sql,
) -> Result<(i64, bool)> {
    let exact = match context.query.get("count").map(String::as_str) {
        None => false,
        Some("exact") => true,
        Some(_) => return Err(bad("count", "count can only be exact.".to_owned())),
    };
    if plain && table.row_counted {
        let row = session.get::<RowCount>(&table.name.to_owned())?;
        return Ok((row.map_or(0, |row| row.total), true));
    }
    let from = format!("FROM {} t{}", table.name, conditions.text);
    let sql = match exact {
        true => format!("SELECT count(*) {from}"),
        false => format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT {}) counted", MAX_COUNT + 1),
    };
    let rows = session.query(&sql, &conditions.args)?;
    match rows.first().map(Vec::as_slice) {
        Some([Value::Int(count)]) if exact || *count <= MAX_COUNT => Ok((*count, true)),
        Some([Value::Int(_)]) => Ok((MAX_COUNT, false)),
        _ => Err(defect("count(*) gave no number")),
    }
}

/// The rows of the page in the list's order, with the value and the id that order them at their end; and
/// whether there are more beyond the page.
fn rows(
    session: &mut Session<'_>,
    table: &'static Table,
    mut sql: Sql,
    order: &Order,
    at: &At,
    size: usize,
) -> Result<(Vec<Row>, bool)> {
    let name = order.column.name;
    let backwards = matches!(at, At::Before(_));
    let down = order.descending != backwards;
    if let At::After(cursor) | At::Before(cursor) = at {
        sql.and();
        let compare = if down { "<" } else { ">" };
        sql.push(&if order.unique { format!("t.{name} {compare} ") } else { format!("(t.{name}, t.id) {compare} (") });
        sql.arg(cursor.value.clone());
        if !order.unique {
            sql.push(", ");
            sql.arg(Value::Id(cursor.id));
            sql.push(")");
        }
    }
    let offset = match at {
        At::Number(page) => (page - 1).saturating_mul(size),
        _ => 0,
    };
    if offset > MAX_OFFSET {
        return Err(bad(
            "page",
            format!("Numbered pages reach {MAX_OFFSET} rows far. Follow `next` from the first page."),
        ));
    }
    let direction = if down { " DESC" } else { "" };
    let order_by = match order.unique {
        true => format!("ORDER BY t.{name}{direction}"),
        false => format!("ORDER BY t.{name}{direction}, t.id{direction}"),
    };
    // The page is cut before anything else is read: skipping rows touches nothing but the index.
    let page = format!("SELECT t.id FROM {} t{} {order_by} LIMIT {} OFFSET {offset}", table.name, sql.text, size + 1);
    let columns: Vec<String> = table.columns.iter().map(|column| format!("t.{}", column.name)).collect();
    let (columns, table) = (columns.join(", "), table.name);
    let statement =
        format!("SELECT {columns}, t.{name}, t.id FROM ({page}) p JOIN {table} t ON t.id = p.id {order_by}");
    let mut rows = session.query(&statement, &sql.args)?;
    let more = rows.len() > size;
    rows.truncate(size);
    if backwards {
        rows.reverse();
    }
    Ok((rows, more))
}

/// Links to the pages after and before this one.
fn links(context: &QueryContext, order: &Order, at: &At, rows: &[Row], more: bool) -> (Option<String>, Option<String>) {
    let cursor = |way: &str, row: Option<&Row>| row.and_then(|row| write_cursor(way, order, row));
    let after = || cursor("after", rows.last()).map(|cursor| context.link("cursor", &cursor));
    let before = || cursor("before", rows.first()).map(|cursor| context.link("cursor", &cursor));
    let numbered = |number: usize| context.link("page", &number.to_string());
    match at {
        At::Start => (more.then(after).flatten(), None),
        At::Number(number) => (more.then(|| numbered(number + 1)), (*number > 1).then(|| numbered(number - 1))),
        At::After(_) => (more.then(after).flatten(), before()),
        At::Before(_) => (after(), more.then(before).flatten()),
    }
}

/// Opaque to clients: way, ordering, value and id as JSON in hexadecimal.
fn write_cursor(way: &str, order: &Order, row: &Row) -> Option<String> {
    let [.., value, id] = row.as_slice() else { return None };
    let id = Uuid::from_value(id.clone())?.to_string();
    let value = match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        value => Uuid::from_value(value.clone())?.to_string(),
    };
    let json = serde_json::to_vec(&[way, order.column.name, &value, &id]).ok()?;
    Some(json.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn read_cursor(text: &str, order: &Order) -> Option<At> {
    let digits: Vec<u8> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let json: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    let [way, name, value, id]: [String; 4] = serde_json::from_slice(&json).ok()?;
    if name != order.column.name {
        return None;
    }
    let value = match order.column.kind {
        FieldKind::Text | FieldKind::Choice(_) | FieldKind::Date if !value.contains('\0') => Value::Text(value),
        FieldKind::Id => Value::Id(store::id_of(&value)?),
        _ => Value::Int(value.parse().ok()?),
    };
    let cursor = Cursor { value, id: store::id_of(&id)? };
    match way.as_str() {
        "after" => Some(At::After(cursor)),
        "before" => Some(At::Before(cursor)),
        _ => None,
    }
}
