//! The rows of a page, as SQL built from the definition.

use crate::conditions::{Conditions, Sql};
use command::QueryContext;
use kernel::{Result, defect, hex};
use store::{Column, Field, FieldKind, Row, Table, Value};
use uuid::Uuid;

/// Up to so many rows are looked up by their filters and sorted. Of more than that among a million, the next one in an order is on
/// average a thousand index entries away, so that walking the index of the order costs less.
pub(crate) const FEW_ROWS: i64 = 1_000;

/// The place of a row in the order: its values of the order's keys, and its id.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    values: Vec<Value>,
    id: Uuid,
}

impl Cursor {
    /// The last values of a row that was selected in this order.
    pub(crate) fn of(row: &[Value], order: &Order) -> Result<Cursor> {
        let Some((id, before)) = row.split_last() else { return Err(defect("a row of a list has no place")) };
        let id = Uuid::from_value(id.clone()).ok_or_else(|| defect("a row of a list has no id"))?;
        Ok(Cursor { values: before[before.len() - order.keys.len()..].to_vec(), id })
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
    /// What rows are ordered by, never nothing.
    pub(crate) keys: Vec<SortKey>,
    /// No two rows have the same value of the last key, so that the keys alone make the order total.
    pub(crate) unique: bool,
    /// It is the order of a list that asks for none.
    pub(crate) is_usual: bool,
}

#[derive(Clone, Copy)]
pub(crate) struct SortKey {
    pub(crate) column: &'static Column,
    pub(crate) descending: bool,
}

impl Order {
    /// The first key; an index holds the rows in its order.
    pub(crate) fn first(&self) -> &'static Column {
        self.keys[0].column
    }

    /// The columns by which rows are ordered, each with whether it descends: the keys, and the id where they leave rows in no order.
    fn columns(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let descending = self.keys.last().is_some_and(|key| key.descending);
        let keys = self.keys.iter().map(|key| (key.column.name, key.descending));
        keys.chain((!self.unique).then_some(("id", descending)))
    }

    fn names(&self) -> String {
        self.keys.iter().map(|key| key.column.name).collect::<Vec<_>>().join(",")
    }
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
    /// All that the filters leave are sorted: by several keys, an order that no index holds, or for a file, where they are not very many.
    SortedWhole,
}

impl Reading {
    /// How so many rows are found that no index holds in the order of the list.
    pub(crate) fn of_number(rows: i64) -> Reading {
        if rows <= FEW_ROWS { Reading::Sorted } else { Reading::Walked }
    }
}

/// Where in its order a part of a list begins.
#[derive(Clone, Copy)]
pub(crate) struct Beginning<'a> {
    pub(crate) cursor: &'a Cursor,
    /// The row at this place is part of it.
    pub(crate) inclusive: bool,
}

/// A list in an order, of which pages are read.
pub(crate) struct Rows<'a> {
    pub(crate) table: &'static Table,
    pub(crate) conditions: &'a Conditions,
    pub(crate) order: &'a Order,
    pub(crate) reading: Reading,
    /// What is selected of a row `t`.
    pub(crate) selected: &'a str,
}

impl Rows<'_> {
    /// `limit` rows behind the first `offset` ones of those that lie behind a place, or before it where the order is `reversed`: what is
    /// shown of them, and their own place. Where rows are skipped or may be sorted, the page is cut before
    /// anything else is read.
    pub(crate) fn page(&self, from: Option<Beginning<'_>>, reversed: bool, limit: usize, offset: usize) -> Sql {
        let table = self.table.name;
        let columns = format!("{}, {}", self.selected, self.place_columns());
        if self.reading == Reading::Ordered && offset == 0 && self.conditions.need_no_sort {
            return self.keys(&columns, from, reversed, limit, offset);
        }
        let mut sql = self.keys("t.id", from, reversed, limit, offset);
        let order_by = self.order_by(reversed);
        sql.text = format!("SELECT {columns} FROM ({}) p JOIN {table} t ON t.id = p.id {order_by}", sql.text);
        sql
    }

    /// The place of the row that lies `offset` rows behind `from`, or behind the first row.
    pub(crate) fn place(&self, from: Option<&Cursor>, offset: usize) -> Sql {
        let from = from.map(|cursor| Beginning { cursor, inclusive: true });
        self.keys(&self.place_columns(), from, false, 1, offset)
    }

    fn place_columns(&self) -> String {
        let keys = self.order.keys.iter().map(|key| format!("t.{}, ", key.column.name));
        format!("{}t.id", keys.collect::<String>())
    }

    fn keys(&self, columns: &str, from: Option<Beginning<'_>>, reversed: bool, limit: usize, offset: usize) -> Sql {
        let table = self.table.name;
        let mut sql = match self.reading {
            Reading::Ordered => self.conditions.sql(),
            Reading::Sorted | Reading::SortedWhole => self.conditions.selective(),
            Reading::Walked => self.conditions.walked(self.order.first()),
        };
        if let Some(from) = from {
            self.push_from(&mut sql, from, reversed);
        }
        // What is cut to a number of rows is found before it is sorted.
        let source = match self.reading {
            Reading::Sorted => {
                let keys = self.order.keys.iter().map(|key| key.column.name).filter(|name| *name != "id");
                let keys = keys.map(|name| format!(", t.{name}")).collect::<String>();
                format!("(SELECT t.id{keys} FROM {table} t{} LIMIT {}) t", sql.text, FEW_ROWS + 1)
            }
            _ => format!("{table} t{}", sql.text),
        };
        sql.text = format!("SELECT {columns} FROM {source} {} LIMIT {limit} OFFSET {offset}", self.order_by(reversed));
        sql
    }

    /// Adds the condition that a row lies behind a place. Where all keys go the same way, an index over them serves it.
    fn push_from(&self, sql: &mut Sql, from: Beginning<'_>, reversed: bool) {
        let values = from.cursor.values.iter().cloned().chain([Value::Id(from.cursor.id)]);
        let places: Vec<_> = self.order.columns().zip(values).collect();
        let one_way = places.iter().all(|((_, descending), _)| *descending == places[0].0.1);
        let sign = |descending: bool, inclusive: bool| match (descending != reversed, inclusive) {
            (false, false) => ">",
            (false, true) => ">=",
            (true, false) => "<",
            (true, true) => "<=",
        };
        sql.and();
        match &places[..] {
            [((name, descending), value)] => {
                sql.push(&format!("t.{name} {} ", sign(*descending, from.inclusive)));
                sql.arg(value.clone());
            }
            [((_, descending), _), ..] if one_way => {
                let names: Vec<String> = places.iter().map(|((name, _), _)| format!("t.{name}")).collect();
                sql.push(&format!("({}) {} ", names.join(", "), sign(*descending, from.inclusive)));
                for (n, (_, value)) in places.iter().enumerate() {
                    sql.push(if n == 0 { "(" } else { ", " });
                    sql.arg(value.clone());
                }
                sql.push(")");
            }
            _ => {
                // Behind it in the first key; or equal in that one and behind it in the next; and so on.
                for (n, ((name, descending), value)) in places.iter().enumerate() {
                    let is_last = n + 1 == places.len();
                    sql.push(&format!("(t.{name} {} ", sign(*descending, is_last && from.inclusive)));
                    sql.arg(value.clone());
                    if !is_last {
                        sql.push(&format!(" OR t.{name} = "));
                        sql.arg(value.clone());
                        sql.push(" AND ");
                    }
                }
                sql.push(&")".repeat(places.len()));
            }
        }
    }

    fn order_by(&self, reversed: bool) -> String {
        let columns = self.order.columns().map(|(name, descending)| {
            let direction = if descending != reversed { " DESC" } else { "" };
            format!("t.{name}{direction}")
        });
        format!("ORDER BY {}", columns.collect::<Vec<_>>().join(", "))
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

/// Opaque to clients: way, ordering, values and id as JSON in hexadecimal.
fn write_cursor(way: &str, order: &Order, row: &Row) -> Option<String> {
    let Cursor { values, id } = Cursor::of(row, order).ok()?;
    let text = |value| match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        value => Uuid::from_value(value).map(|id| id.to_string()),
    };
    let values: Vec<String> = values.into_iter().map(text).collect::<Option<_>>()?;
    let parts: Vec<String> =
        [way.to_owned(), order.names()].into_iter().chain(values).chain([id.to_string()]).collect();
    let json = serde_json::to_vec(&parts).ok()?;
    Some(hex(&json))
}

pub(crate) fn read_cursor(text: &str, order: &Order) -> Option<At> {
    let digits: Vec<u8> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let json: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    let parts: Vec<String> = serde_json::from_slice(&json).ok()?;
    let [way, names, values @ .., id] = &parts[..] else { return None };
    if *names != order.names() || values.len() != order.keys.len() {
        return None;
    }
    let value = |(key, text): (&SortKey, &String)| match key.column.kind {
        FieldKind::Text | FieldKind::Choice(_) | FieldKind::Date if !text.contains('\0') => {
            Some(Value::Text(text.clone()))
        }
        FieldKind::Id => store::id_of(text).map(Value::Id),
        _ => text.parse().ok().map(Value::Int),
    };
    let values = order.keys.iter().zip(values).map(value).collect::<Option<_>>()?;
    let cursor = Cursor { values, id: store::id_of(id)? };
    match way.as_str() {
        "after" => Some(At::After(cursor)),
        "before" => Some(At::Before(cursor)),
        _ => None,
    }
}
