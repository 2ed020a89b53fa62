//! The rows of a page, as SQL built from the definition.

use crate::conditions::{Conditions, Sql};
use crate::json;
use command::QueryContext;
use kernel::{Result, defect};
use store::{Column, Field, FieldKind, Row, Table, Value};
use uuid::Uuid;

/// Up to so many rows are looked up by their filters and sorted. Of more than that among a million, the next one in an order is on
/// average a thousand index entries away, so that walking the index of the order costs less.
pub(crate) const FEW_ROWS: i64 = 1_000;

/// The place of a row in the order.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    pub(crate) value: Value,
    pub(crate) id: Uuid,
}

impl Cursor {
    /// The last two values of a row that was selected.
    pub(crate) fn of(row: &Row) -> Result<Cursor> {
        let [.., value, id] = row.as_slice() else { return Err(defect("a row of a list has no place")) };
        let id = Uuid::from_value(id.clone()).ok_or_else(|| defect("a row of a list has no id"))?;
        Ok(Cursor { value: value.clone(), id })
    }
}

/// The place of the page in the list.
pub(crate) enum At {
    Start,
    Number(usize),
    After(Cursor),
    Before(Cursor),
}

pub(crate) struct Order {
    pub(crate) column: &'static Column,
    pub(crate) descending: bool,
    /// No two rows have the same value, so that it alone makes the order total.
    pub(crate) unique: bool,
    /// It is the order of a list that asks for none.
    pub(crate) is_usual: bool,
}

/// How the rows are found.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Reading {
    /// An index holds them in the order of the list.
    Ordered,
    /// They are few: an index over a filter finds them, and they are sorted.
    Sorted,
    /// They are many: the index of the order is walked until the page is full.
    Walked,
}

/// A list in an order, of which pages are read.
pub(crate) struct Rows<'a> {
    pub(crate) table: &'static Table,
    pub(crate) conditions: &'a Conditions,
    pub(crate) order: &'a Order,
    pub(crate) reading: Reading,
}

impl Rows<'_> {
    /// `limit` rows behind the first `offset` ones of those that compare so with a place: their columns, the names of their
    /// references, and their own place. The page is cut before anything else is read.
    pub(crate) fn page(&self, from: Option<(&str, &Cursor)>, reversed: bool, limit: usize, offset: usize) -> Sql {
        let (table, name) = (self.table.name, self.order.column.name);
        let mut sql = self.keys("t.id", from, reversed, limit, offset);
        let columns: Vec<String> = self.table.columns.iter().map(|column| format!("t.{}", column.name)).collect();
        let columns: Vec<String> = columns.into_iter().chain(json::names_sql(self.table)).collect();
        sql.text = format!(
            "SELECT {}, t.{name}, t.id FROM ({}) p JOIN {table} t ON t.id = p.id {}",
            columns.join(", "),
            sql.text,
            self.order_by(&format!("t.{name}"), reversed)
        );
        sql
    }

    /// The place of the row that lies `offset` rows behind `from`, or behind the first row.
    pub(crate) fn place(&self, from: Option<&Cursor>, offset: usize) -> Sql {
        let from = from.map(|cursor| (self.at_or_behind(), cursor));
        self.keys(&format!("t.{}, t.id", self.order.column.name), from, false, 1, offset)
    }

    /// The comparison with a place of the rows that lie at it or behind it.
    pub(crate) fn at_or_behind(&self) -> &'static str {
        if self.order.descending { "<=" } else { ">=" }
    }

    fn keys(&self, columns: &str, from: Option<(&str, &Cursor)>, reversed: bool, limit: usize, offset: usize) -> Sql {
        let (table, column) = (self.table.name, self.order.column);
        let name = column.name;
        let mut sql = match self.reading {
            Reading::Ordered => self.conditions.sql(),
            Reading::Sorted => self.conditions.selective(),
            Reading::Walked => self.conditions.walked(column),
        };
        if let Some((compare, cursor)) = from {
            sql.and();
            sql.push(&if self.order.unique {
                format!("t.{name} {compare} ")
            } else {
                format!("(t.{name}, t.id) {compare} (")
            });
            sql.arg(cursor.value.clone());
            if !self.order.unique {
                sql.push(", ");
                sql.arg(Value::Id(cursor.id));
                sql.push(")");
            }
        }
        // What is cut to a number of rows is found before it is sorted.
        let (place, source) = match self.reading {
            Reading::Sorted => {
                let few = format!("(SELECT t.id, t.{name} AS place FROM {table} t{} LIMIT {})", sql.text, FEW_ROWS + 1);
                ("t.place".to_owned(), format!("{few} t"))
            }
            _ => (format!("t.{name}"), format!("{table} t{}", sql.text)),
        };
        sql.text =
            format!("SELECT {columns} FROM {source} {} LIMIT {limit} OFFSET {offset}", self.order_by(&place, reversed));
        sql
    }

    fn order_by(&self, place: &str, reversed: bool) -> String {
        let direction = if self.order.descending != reversed { " DESC" } else { "" };
        match self.order.unique {
            true => format!("ORDER BY {place}{direction}"),
            false => format!("ORDER BY {place}{direction}, t.id{direction}"),
        }
    }
}

/// Links to the pages after and before this one.
pub(crate) fn links(
    context: &QueryContext,
    order: &Order,
    at: &At,
    rows: &[Row],
    more: bool,
) -> (Option<String>, Option<String>) {
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

pub(crate) fn read_cursor(text: &str, order: &Order) -> Option<At> {
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
