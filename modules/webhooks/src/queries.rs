//! The SQL of this module, over what stands beside the log.

use crate::records::{DeliveryState, InboundRow, InboundState, WebhookDelivery, WebhookSubscription};
use command::{InboundRequest, Told};
use kernel::{Id, Instant, Result};
use store::{Conn, DbError, DbResult, Field, Session, Value, field};
use uuid::Uuid;

/// Stands for NULL in the place of a number: an absent value would be taken for a text by PostgreSQL.
const ABSENT: i64 = -1;

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn optional(value: Option<String>) -> Value {
    value.map_or(Value::Null, Value::Text)
}

fn instant(at: Option<Instant>) -> Value {
    Value::Int(at.map_or(ABSENT, Instant::micros))
}

/// The event that a command has told, if it is not forgotten.
pub(crate) fn told(read: &mut Session<'_>, seq: i64, n: i64) -> Result<Option<Told>> {
    let sql = "SELECT e.name, e.body, c.at FROM event e JOIN command c ON c.seq = e.seq WHERE e.seq = $1 AND e.n = $2";
    let row = read.query(sql, &[Value::Int(seq), Value::Int(n)])?.into_iter().next();
    row.map(|row| {
        let mut row = row.into_iter();
        let (name, body) = (field(row.next())?, field(row.next())?);
        Ok(Told { seq, n, name, body, at: Instant::from_micros(field(row.next())?) })
    })
    .transpose()
}

/// What is tried.
pub(crate) struct Attempt {
    pub(crate) id: Id<WebhookDelivery>,
    pub(crate) subscription: Id<WebhookSubscription>,
    pub(crate) event: String,
    pub(crate) seq: i64,
    pub(crate) n: i64,
}

/// Notes that a delivery is tried, before anything is sent; how often it was, with this time.
pub(crate) fn begin(conn: &mut Conn, attempt: Attempt, told_at: Instant, now: Instant) -> DbResult<i64> {
    let sql = "INSERT INTO webhook_delivery (id, subscription, event, seq, n, told_at, state, attempts, begun_at, tried_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 1, $7, $7, 1) \
               ON CONFLICT (id) DO UPDATE SET attempts = webhook_delivery.attempts + 1, tried_at = excluded.tried_at, \
               begun_at = CASE webhook_delivery.attempts WHEN 0 THEN excluded.begun_at ELSE webhook_delivery.begun_at END, \
               state = 'waiting', next_at = NULL, milliseconds = NULL, status = NULL, answer = NULL, problem = NULL, \
               version = webhook_delivery.version + 1 RETURNING attempts";
    let args = [
        Value::Id(attempt.id.uuid()),
        Value::Id(attempt.subscription.uuid()),
        text(attempt.event),
        Value::Int(attempt.seq),
        Value::Int(attempt.n),
        Value::Int(told_at.micros()),
        Value::Int(now.micros()),
    ];
    let row = conn.query(sql, &args)?.into_iter().flatten().next();
    row.and_then(i64::from_value).ok_or_else(|| DbError::Defect("a delivery was not noted".to_owned()))
}

/// Notes how an attempt has ended: its state, when it is tried again and when it was over; how long it took; status, answer and problem.
pub(crate) fn end(
    conn: &mut Conn,
    id: Id<WebhookDelivery>,
    (state, next_at, finished_at): (DeliveryState, Option<Instant>, Option<Instant>),
    milliseconds: i64,
    (status, answer, problem): (Option<i64>, Option<String>, Option<String>),
) -> DbResult<()> {
    let sql = "UPDATE webhook_delivery SET state = $2, next_at = nullif($3, -1), finished_at = nullif($4, -1), milliseconds = $5, \
               status = nullif($6, -1), answer = $7, problem = $8, version = version + 1 WHERE id = $1";
    let args = [
        Value::Id(id.uuid()),
        state.to_value(),
        instant(next_at),
        instant(finished_at),
        Value::Int(milliseconds),
        Value::Int(status.unwrap_or(ABSENT)),
        optional(answer),
        optional(problem),
    ];
    conn.execute(sql, &args).map(drop)
}

/// Whether the subscription has taken another message since this one was tried first.
pub(crate) fn has_taken_since(
    read: &mut Session<'_>,
    subscription: Id<WebhookSubscription>,
    id: Id<WebhookDelivery>,
) -> Result<bool> {
    let sql = "SELECT 1 FROM webhook_delivery WHERE subscription = $1 AND state = 'delivered' \
               AND finished_at >= (SELECT begun_at FROM webhook_delivery WHERE id = $2) LIMIT 1";
    Ok(!read.query(sql, &[Value::Id(subscription.uuid()), Value::Id(id.uuid())])?.is_empty())
}

/// Has a delivery begin anew: it is tried as often as a new one. Whether there is one.
pub(crate) fn begin_anew(conn: &mut Conn, id: Uuid) -> DbResult<bool> {
    let sql = "UPDATE webhook_delivery SET attempts = 0, state = 'waiting', next_at = NULL, finished_at = NULL, version = version + 1 \
               WHERE id = $1";
    Ok(conn.execute(sql, &[Value::Id(id)])? > 0)
}

/// Up to `most` deliveries of a subscription whose events were told from the one moment up to the other; only those that were given up,
/// unless all are meant.
pub(crate) fn deliveries_between(
    conn: &mut Conn,
    subscription: Id<WebhookSubscription>,
    (from, to): (Instant, Instant),
    includes_delivered: bool,
    most: usize,
) -> DbResult<Vec<Uuid>> {
    let states = if includes_delivered { "'given_up', 'delivered'" } else { "'given_up'" };
    let sql = format!(
        "SELECT id FROM webhook_delivery WHERE subscription = $1 AND told_at >= $2 AND told_at < $3 AND state IN ({states}) \
         ORDER BY id LIMIT {most}"
    );
    let args = [Value::Id(subscription.uuid()), Value::Int(from.micros()), Value::Int(to.micros())];
    let ids = conn.query(&sql, &args)?.into_iter().flatten().map(Uuid::from_value);
    ids.map(|id| id.ok_or_else(|| DbError::Defect("an id of a delivery".to_owned()))).collect()
}

/// Keeps a message as it came, unless one of its source has its key; whether it was kept.
pub(crate) fn keep(
    conn: &mut Conn,
    id: Uuid,
    (source, key): (&str, &str),
    request: &InboundRequest,
    headers: &str,
    now: Instant,
) -> DbResult<bool> {
    let sql = "INSERT INTO inbound_message (id, source, unique_key, url, headers, body, received_at, state, attempts, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, 1) ON CONFLICT (source, unique_key) DO NOTHING";
    let args = [
        Value::Id(id),
        text(source),
        text(key),
        text(request.url.clone()),
        text(headers),
        Value::Bytes(request.body.clone()),
        Value::Int(now.micros()),
    ];
    Ok(conn.execute(sql, &args)? > 0)
}

/// Notes that a message is processed; how often it was begun, with this time.
pub(crate) fn begin_message(conn: &mut Conn, id: Uuid) -> DbResult<i64> {
    let sql =
        "UPDATE inbound_message SET attempts = attempts + 1, version = version + 1 WHERE id = $1 RETURNING attempts";
    let row = conn.query(sql, &[Value::Id(id)])?.into_iter().flatten().next();
    row.and_then(i64::from_value).ok_or_else(|| DbError::Defect("a message is gone".to_owned()))
}

/// Notes what became of a message.
pub(crate) fn end_message(
    conn: &mut Conn,
    id: Uuid,
    state: InboundState,
    (effect, problem): (Option<String>, Option<String>),
    finished_at: Option<Instant>,
) -> DbResult<()> {
    let sql = "UPDATE inbound_message SET state = $2, effect = $3, problem = $4, finished_at = nullif($5, -1), version = version + 1 \
               WHERE id = $1";
    let args = [Value::Id(id), state.to_value(), optional(effect), optional(problem), instant(finished_at)];
    conn.execute(sql, &args).map(drop)
}

/// Has a message be processed anew; whether there is one.
pub(crate) fn process_anew(conn: &mut Conn, id: Id<InboundRow>) -> DbResult<bool> {
    let sql = "UPDATE inbound_message SET state = 'waiting', attempts = 0, finished_at = NULL, version = version + 1 WHERE id = $1";
    Ok(conn.execute(sql, &[Value::Id(id.uuid())])? > 0)
}

/// Removes up to `most` deliveries and messages each that were over before this; how many of both.
pub(crate) fn prune(conn: &mut Conn, before: Instant, most: i64) -> DbResult<u64> {
    let mut removed = 0;
    for table in ["webhook_delivery", "inbound_message"] {
        let sql = format!(
            "DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE finished_at < $1 ORDER BY finished_at LIMIT {most})"
        );
        removed += conn.execute(&sql, &[Value::Int(before.micros())])?;
    }
    Ok(removed)
}
