//! The rows of a company as text, so that two companies can be compared table by table.

use kernel::{Result, hex};
use std::collections::BTreeMap;
use store::{Session, Value};

/// The rows of each table as `column=value …`, sorted. The text does not depend on the database.
pub type Dump = BTreeMap<String, Vec<String>>;

const SQLITE_COLUMNS: &str = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
    WHERE table_schema = current_schema()";

/// Dumps the company that `session` reads.
pub(crate) fn of_session(session: &mut Session<'_>) -> Result<Dump> {
    let sql = if session.conn()?.is_postgres() { POSTGRES_COLUMNS } else { SQLITE_COLUMNS };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in session.query(sql, &[])? {
        if let [Value::Text(table), Value::Text(column)] = &row[..] {
            tables.entry(table.clone()).or_default().push(column.clone());
        }
    }
    let mut dump = Dump::new();
    for (table, mut columns) in tables {
        columns.sort();
        let rows = session.query(&format!("SELECT {} FROM {table}", columns.join(", ")), &[])?;
        let mut lines: Vec<String> = rows.iter().map(|row| line(&columns, row)).collect();
        lines.sort();
        dump.insert(table, lines);
    }
    Ok(dump)
}

fn line(columns: &[String], row: &[Value]) -> String {
    let fields = columns.iter().zip(row).map(|(column, value)| format!("{column}={}", text(value)));
    fields.collect::<Vec<_>>().join(" ")
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "∅".to_owned(),
        Value::Bool(yes) => i64::from(*yes).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Id(id) => hex(id.as_bytes()),
        // JSON is stored as bytes; it is shown as text so that differences are readable.
        Value::Bytes(bytes)
            if bytes.len() != 16 && bytes.len() != 32 && bytes.iter().all(|b| matches!(b, 32..=126)) =>
        {
            String::from_utf8_lossy(bytes).into_owned()
        }
        Value::Bytes(bytes) => hex(bytes),
    }
}

/// The rows that only one of two companies has: `- ` marks rows of the first, `+ ` rows of the second.
pub fn differences(one: &Dump, other: &Dump) -> Vec<String> {
    let mut out = Vec::new();
    let none = Vec::new();
    let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    for name in names {
        let (one, other) = (one.get(name).unwrap_or(&none), other.get(name).unwrap_or(&none));
        out.extend(only_in(one, other).map(|row| format!("{name} - {row}")));
        out.extend(only_in(other, one).map(|row| format!("{name} + {row}")));
    }
    out
}

/// The rows of `one` that `other` does not have as often.
fn only_in<'a>(one: &'a [String], other: &[String]) -> impl Iterator<Item = &'a String> {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for row in other {
        *left.entry(row.clone()).or_default() += 1;
    }
    one.iter().filter(move |row| match left.get_mut(*row) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    })
}

/// Asserts that two companies have the same rows.
///
/// # Panics
/// When they differ; the message shows the first 20 differences.
pub fn assert_same(one: &Dump, other: &Dump) {
    let differences = differences(one, other);
    let shown: Vec<&str> = differences.iter().take(20).map(String::as_str).collect();
    assert!(differences.is_empty(), "{} rows differ, beginning with\n{}", differences.len(), shown.join("\n"));
}
