//! The SQL of this module.

use crate::cursor::EventCursor;
use command::Told;
use kernel::{Instant, Result};
use std::collections::BTreeMap;
use store::{Conn, DbResult, Read, Row, Session, Value, field};

/// The next `limit` events behind those that a consumer has taken, in the order in which they were told.
///
/// # Errors
///
/// Those of the database.
pub fn next_events(read: &mut Session<'_>, consumer: &str, limit: usize) -> Result<Vec<Told>> {
    let cursor = read.get::<EventCursor>(&consumer.to_owned())?;
    let (seq, n) = cursor.map_or((0, 0), |cursor| (cursor.seq, cursor.n));
    let sql = format!(
        "SELECT e.seq, e.n, e.name, e.body, c.at FROM event e JOIN command c ON c.seq = e.seq \
         WHERE (e.seq, e.n) > ($1, $2) ORDER BY e.seq, e.n LIMIT {limit}"
    );
    let told = |row: Row| {
        let mut row = row.into_iter();
        Ok(Told {
            seq: field(row.next())?,
            n: field(row.next())?,
            name: field(row.next())?,
            body: field(row.next())?,
            at: Instant::from_micros(field(row.next())?),
        })
    };
    read.query(&sql, &[Value::Int(seq), Value::Int(n)])?.into_iter().map(told).collect()
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
