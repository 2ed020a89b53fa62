//! The SQL of this module.

use crate::cursor::EventCursor;
use command::Told;
use kernel::{Instant, Result};
use std::collections::BTreeMap;
use store::{Conn, DbResult, Read, Row, Session, Value, field};

/// The consumer that hands events to subscribers.
const SUBSCRIBERS: &str = "subscribers";

/// The next `limit` events behind those that subscribers have taken, in the order in which they were told.
pub(crate) fn next_events(read: &mut Session<'_>, limit: usize) -> Result<Vec<Told>> {
    let cursor = read.get::<EventCursor>(&SUBSCRIBERS.to_owned())?;
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

/// Subscribers took everything up to this event. What another process has noted further on stays.
pub(crate) fn took(conn: &mut Conn, seq: i64, n: i64) -> DbResult<()> {
    let sql = "INSERT INTO event_cursor (consumer, seq, n, version) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (consumer) DO UPDATE SET seq = excluded.seq, n = excluded.n, version = event_cursor.version + 1 \
               WHERE (event_cursor.seq, event_cursor.n) < (excluded.seq, excluded.n)";
    conn.execute(sql, &[Value::Text(SUBSCRIBERS.to_owned()), Value::Int(seq), Value::Int(n)]).map(drop)
}

/// The number of the command with which each subscriber began in this company: it hears what later ones tell.
pub(crate) fn beginnings(read: &mut Session<'_>) -> Result<BTreeMap<String, i64>> {
    let rows = read.query("SELECT module, created_seq FROM data_step WHERE number = 1", &[])?;
    let beginning = |row: Row| {
        let mut row = row.into_iter();
        Ok((field(row.next())?, field(row.next())?))
    };
    rows.into_iter().map(beginning).collect()
}
