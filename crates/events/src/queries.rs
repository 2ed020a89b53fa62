//! The SQL of this module.

use crate::cursor::EventCursor;
use command::Told;
use kernel::{Instant, Result};
use std::collections::{BTreeMap, BTreeSet};
use store::{Conn, DbResult, Head, Read, Row, Session, Value, field};
use uuid::Uuid;

/// Commands behind which it is noted how far a consumer has read, although nothing concerned it.
const WORTH_A_NOTE: i64 = 1_000;

/// The next events of a consumer.
pub struct Next {
    /// The events, in the order in which they were told.
    pub told: Vec<Told>,
    /// Whether there may be more.
    pub is_full: bool,
    /// Up to where the consumer has read when it has taken these.
    reached: (i64, i64),
    /// How many commands that is behind where it was.
    stretch: i64,
}

impl Next {
    /// Up to where the consumer has read; `None` where a note of it costs more than to read the few events again that concern nobody.
    pub fn to_note(&self, is_any_taken: bool) -> Option<(i64, i64)> {
        (is_any_taken || self.is_full || self.stretch >= WORTH_A_NOTE).then_some(self.reached)
    }
}

/// The next `limit` events, of those that anybody hears, behind those that a consumer has taken.
///
/// # Errors
///
/// Those of the database.
pub fn next_events(
    read: &mut Session<'_>,
    consumer: &str,
    heard: &BTreeSet<&'static str>,
    limit: usize,
) -> Result<Next> {
    let cursor = read.get::<EventCursor>(&consumer.to_owned())?;
    let (seq, n) = cursor.map_or((0, 0), |cursor| (cursor.seq, cursor.n));
    let head = read.one::<Head>(&1)?.seq;
    // Sales tell much that nobody hears.
    let names = heard.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT e.seq, e.n, e.name, e.body, c.at FROM event e JOIN command c ON c.seq = e.seq \
         WHERE (e.seq, e.n) > ($1, $2) AND e.name IN ({names}) ORDER BY e.seq, e.n LIMIT {limit}"
    );
    let told = if heard.is_empty() { Vec::new() } else { read.query(&sql, &[Value::Int(seq), Value::Int(n)])? };
    let told: Vec<Told> = told.into_iter().map(self::told).collect::<Result<_>>()?;
    let is_full = told.len() == limit;
    let reached = told.last().filter(|_| is_full).map_or((head, i64::MAX), |last| (last.seq, last.n));
    Ok(Next { told, is_full, reached, stretch: reached.0 - seq })
}

/// The events of this name that a command has told.
///
/// # Errors
///
/// Those of the database.
pub fn told_by(read: &mut Session<'_>, command: Uuid, name: &str) -> Result<Vec<Told>> {
    let sql = "SELECT e.seq, e.n, e.name, e.body, c.at FROM command c JOIN event e ON e.seq = c.seq \
               WHERE c.id = $1 AND e.name = $2 ORDER BY e.n";
    read.query(sql, &[Value::Id(command), Value::Text(name.to_owned())])?.into_iter().map(told).collect()
}

fn told(row: Row) -> Result<Told> {
    let mut row = row.into_iter();
    Ok(Told {
        seq: field(row.next())?,
        n: field(row.next())?,
        name: field(row.next())?,
        body: field(row.next())?,
        at: Instant::from_micros(field(row.next())?),
    })
}

/// A consumer took everything up to this event. What another process has noted further on stays.
///
/// # Errors
///
/// Those of the database.
pub fn took(conn: &mut Conn, consumer: &str, seq: i64, n: i64) -> DbResult<()> {
    let sql = "INSERT INTO event_cursor (consumer, seq, n, version) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (consumer) DO UPDATE SET seq = excluded.seq, n = excluded.n, version = event_cursor.version + 1 \
               WHERE (event_cursor.seq, event_cursor.n) < (excluded.seq, excluded.n)";
    conn.execute(sql, &[Value::Text(consumer.to_owned()), Value::Int(seq), Value::Int(n)]).map(drop)
}

/// Since when each subscriber hears events in a company.
pub struct Beginnings(BTreeMap<String, i64>);

impl Beginnings {
    /// Whether `subscriber` hears this event: not what was told before it began.
    pub fn hears(&self, subscriber: &str, event: &Told) -> bool {
        self.0.get(subscriber).is_some_and(|beginning| event.seq > *beginning)
    }
}

/// Since when each subscriber hears events in this company: from the command on that ran the data step of its name.
///
/// # Errors
///
/// Those of the database.
pub fn beginnings(read: &mut Session<'_>) -> Result<Beginnings> {
    let rows = read.query("SELECT module, created_seq FROM data_step WHERE number = 1", &[])?;
    let beginning = |row: Row| {
        let mut row = row.into_iter();
        Ok((field(row.next())?, field(row.next())?))
    };
    rows.into_iter().map(beginning).collect::<Result<_>>().map(Beginnings)
}

/// Removes up to `most` events that were told before this and that every consumer has taken; how many.
///
/// # Errors
///
/// Those of the database.
pub fn prune(conn: &mut Conn, before: Instant, most: i64) -> DbResult<u64> {
    let sql = format!(
        "DELETE FROM event WHERE (seq, n) IN (SELECT e.seq, e.n FROM event e JOIN command c ON c.seq = e.seq \
         WHERE c.at < $1 AND e.seq < (SELECT min(seq) FROM event_cursor) ORDER BY e.seq, e.n LIMIT {most})"
    );
    conn.execute(&sql, &[Value::Int(before.micros())])
}
