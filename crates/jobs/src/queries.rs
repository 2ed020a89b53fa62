//! The SQL of this module. Jobs are operational rows: they are written by `maintain`, in the transaction of the next batch.

use crate::records::{JobPriority, JobSchedule, Schedule};
use command::{JobKind, JobQueue, JobState, SYSTEM};
use kernel::{Id, Instant, Result};
use std::sync::Arc;
use store::{Conn, DbError, DbResult, Field, Read, Row, Session, Value, field};
use uuid::Uuid;

/// The columns that a worker is given.
const CLAIMED: &str = "id, name, body, author, attempts, most_attempts, token, is_cancelled";

/// Of the jobs that are done one after another, only the first one that is not over may be taken.
const FIRST: &str = "(serial IS NULL OR id = (SELECT o.id FROM job o WHERE o.serial = job.serial AND o.due_at IS NOT NULL \
                     ORDER BY o.asked_at, o.id LIMIT 1))";

/// Of the jobs that call another system, those may be taken whose system is not called by so many others now.
const FREE: &str = "(receiver IS NULL OR receiver NOT IN (SELECT r.receiver FROM job r WHERE r.state = 'running' \
                    AND r.receiver IS NOT NULL AND r.due_at > $3 GROUP BY r.receiver HAVING count(*) >= $6))";

/// Stands for NULL in the place of a number: an absent value would be taken for a text by PostgreSQL.
const ABSENT: i64 = -1;

/// A job that a worker was given.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) body: String,
    pub(crate) author: Uuid,
    pub(crate) attempts: i64,
    pub(crate) most_attempts: i64,
    pub(crate) token: i64,
    pub(crate) is_cancelled: bool,
}

/// A job to be done.
#[derive(Clone, Debug)]
pub(crate) struct NewJob {
    pub(crate) id: Uuid,
    pub(crate) name: &'static str,
    pub(crate) queue: JobQueue,
    pub(crate) priority: JobPriority,
    pub(crate) body: String,
    pub(crate) unique_key: Option<String>,
    /// Those of a company with the same one are done one after another.
    pub(crate) serial: Option<&'static str>,
    /// Only some of a company with the same one are done at once.
    pub(crate) receiver: Option<String>,
    pub(crate) author: Uuid,
    pub(crate) due_at: Instant,
    pub(crate) most_attempts: i64,
    pub(crate) asked_at: Instant,
}

impl NewJob {
    /// A job of the program itself that is done as soon as somebody has time for it.
    pub(crate) fn of(kind: &JobKind, body: String, id: Uuid, now: Instant) -> NewJob {
        let JobKind { name, queue, attempts, in_order, .. } = *kind;
        NewJob {
            id,
            name,
            queue,
            priority: JobPriority::Normal,
            body,
            unique_key: None,
            serial: in_order.then_some(name),
            receiver: None,
            author: SYSTEM,
            due_at: now,
            most_attempts: attempts,
            asked_at: now,
        }
    }
}

fn value<F: Field>(row: &mut impl Iterator<Item = Value>) -> DbResult<F> {
    row.next().and_then(F::from_value).ok_or_else(|| DbError::Defect("a column of a job has another type".to_owned()))
}

fn claim_of(row: Row) -> DbResult<Claim> {
    let row = &mut row.into_iter();
    Ok(Claim {
        id: value(row)?,
        name: value(row)?,
        body: value(row)?,
        author: value(row)?,
        attempts: value(row)?,
        most_attempts: value(row)?,
        token: value(row)?,
        is_cancelled: value(row)?,
    })
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn optional(value: Option<String>) -> Value {
    value.map_or(Value::Null, Value::Text)
}

/// Adds a job, unless one of its kind has its key; whether it was added.
pub(crate) fn add(conn: &mut Conn, job: NewJob) -> DbResult<bool> {
    let sql = "INSERT INTO job (id, name, queue, priority, body, unique_key, serial, receiver, author, state, due_at, attempts, most_attempts, token, \
               is_cancelled, done, total, asked_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $11, $12, $7, 'waiting', $8, 0, $9, 0, FALSE, 0, 0, $10, 1) ON CONFLICT DO NOTHING";
    let args = [
        Value::Id(job.id),
        text(job.name),
        job.queue.to_value(),
        job.priority.to_value(),
        text(job.body),
        optional(job.unique_key),
        Value::Id(job.author),
        Value::Int(job.due_at.micros()),
        Value::Int(job.most_attempts),
        Value::Int(job.asked_at.micros()),
        optional(job.serial.map(str::to_owned)),
        optional(job.receiver),
    ];
    Ok(conn.execute(sql, &args)? > 0)
}

/// Asks for a job of the program itself, in the same transaction as what it is about. Its id may be known already: then it is that one.
///
/// # Errors
///
/// Those of the database.
pub fn ask(conn: &mut Conn, kind: &JobKind, body: String, id: Uuid, now: Instant) -> DbResult<()> {
    add(conn, NewJob::of(kind, body, id, now)).map(drop)
}

/// Gives `worker` up to `most` jobs of a queue whose time has come, until `lease`; at most `to_one` are done at once that call the same system. One whose worker has let its time run out is given to
/// the next.
pub(crate) fn claim(
    conn: &mut Conn,
    (queue, most, to_one): (JobQueue, usize, i64),
    worker: &str,
    now: Instant,
    lease: Instant,
) -> DbResult<Vec<Claim>> {
    let mut claims = Vec::new();
    // Where receivers count, each job that is taken may be the last one for its receiver.
    let at_once = if queue == JobQueue::Webhook { 1 } else { most };
    let mut priorities = JobPriority::ALL.into_iter();
    let mut priority = priorities.next();
    while let Some(of) = priority.filter(|_| claims.len() < most) {
        let left = at_once.min(most - claims.len());
        let sql = format!(
            "UPDATE job SET state = 'running', due_at = $4, worker = $5, started_at = $3, attempts = attempts + 1, token = token + 1, \
             version = version + 1 WHERE id IN (SELECT id FROM job WHERE queue = $1 AND priority = $2 AND due_at <= $3 \
             AND {FIRST} AND {FREE} ORDER BY due_at, id LIMIT {left}) RETURNING {CLAIMED}"
        );
        let (now, lease) = (Value::Int(now.micros()), Value::Int(lease.micros()));
        let args = [queue.to_value(), of.to_value(), now, lease, text(worker), Value::Int(to_one)];
        let taken = conn.query(&sql, &args)?.into_iter().map(claim_of).collect::<DbResult<Vec<_>>>()?;
        if taken.len() < left {
            priority = priorities.next();
        }
        claims.extend(taken);
    }
    Ok(claims)
}

/// What became of a job.
#[derive(Clone, Debug)]
pub(crate) struct End {
    pub(crate) state: JobState,
    /// When it is tried again.
    pub(crate) due_at: Option<Instant>,
    pub(crate) effect: Option<String>,
    pub(crate) problem: Option<String>,
    /// The attempt does not count.
    pub(crate) is_free: bool,
}

/// Ends an attempt; whether it was still the worker's.
pub(crate) fn end(conn: &mut Conn, claim: &Claim, end: End, now: Instant) -> DbResult<bool> {
    let sql = "UPDATE job SET state = $3, done = CASE WHEN $3 = 'done' AND total > 0 THEN total ELSE done END, due_at = nullif($4, -1), effect = $5, problem = $6, finished_at = nullif($7, -1), attempts = attempts - $8, \
               worker = NULL, version = version + 1 WHERE id = $1 AND token = $2 AND state = 'running'";
    let is_over = end.due_at.is_none();
    let args = [
        Value::Id(claim.id),
        Value::Int(claim.token),
        end.state.to_value(),
        Value::Int(end.due_at.map_or(ABSENT, Instant::micros)),
        optional(end.effect),
        optional(end.problem),
        Value::Int(if is_over { now.micros() } else { ABSENT }),
        Value::Int(end.is_free.into()),
    ];
    Ok(conn.execute(sql, &args)? > 0)
}

/// Lengthens the lease of a job and says how far it is; whether it is still the worker's and is not to end, or `None` where it is not.
pub(crate) fn renew(
    conn: &mut Conn,
    (id, token): (Uuid, i64),
    reached: Option<(i64, i64)>,
    lease: Instant,
) -> DbResult<Option<bool>> {
    let sql = "UPDATE job SET due_at = $3, done = coalesce(nullif($4, -1), done), total = coalesce(nullif($5, -1), total), version = version + 1 \
               WHERE id = $1 AND token = $2 AND state = 'running' RETURNING is_cancelled";
    let (done, total) = reached.unwrap_or((ABSENT, ABSENT));
    let args = [Value::Id(id), Value::Int(token), Value::Int(lease.micros()), Value::Int(done), Value::Int(total)];
    let row = conn.query(sql, &args)?.into_iter().next();
    row.map(|row| value::<bool>(&mut row.into_iter()).map(|is_cancelled| !is_cancelled)).transpose()
}

/// Lets jobs be done at once that this data directory's earlier process was doing: there is no other one.
pub(crate) fn release_all(conn: &mut Conn, now: Instant) -> DbResult<()> {
    let sql =
        "UPDATE job SET state = 'waiting', worker = NULL, due_at = $1, version = version + 1 WHERE state = 'running'";
    conn.execute(sql, &[Value::Int(now.micros())]).map(drop)
}

/// When the next job of the company may be done, and when the next one comes by itself.
pub(crate) const NEXT_DUE: &str = "SELECT min(due_at) FROM (SELECT min(due_at) AS due_at FROM job WHERE due_at IS NOT NULL \
                                   UNION ALL SELECT min(next_at) FROM job_schedule) due";

/// Notes when a job comes by itself; `before` is what was noted, if anything. Whether nobody was faster.
pub(crate) fn schedule(
    conn: &mut Conn,
    (name, cron): (&str, &str),
    before: Option<Instant>,
    next: Instant,
) -> DbResult<bool> {
    let changed = match before {
        None => conn.execute(
            "INSERT INTO job_schedule (name, cron, next_at, version) VALUES ($1, $2, $3, 1) ON CONFLICT DO NOTHING",
            &[text(name), text(cron), Value::Int(next.micros())],
        )?,
        Some(before) => conn.execute(
            "UPDATE job_schedule SET cron = $2, next_at = $3, version = version + 1 WHERE name = $1 AND next_at = $4",
            &[text(name), text(cron), Value::Int(next.micros()), Value::Int(before.micros())],
        )?,
    };
    Ok(changed > 0)
}

/// Forgets when a job comes by itself.
pub(crate) fn unschedule(conn: &mut Conn, name: &str) -> DbResult<()> {
    conn.execute("DELETE FROM job_schedule WHERE name = $1", &[text(name)]).map(drop)
}

/// When each job comes by itself, as far as it is noted.
pub(crate) fn noted(read: &mut Session<'_>) -> Result<Vec<Arc<JobSchedule>>> {
    let names = read.query("SELECT name FROM job_schedule ORDER BY name", &[])?;
    let row = |name: Row| read.one::<JobSchedule>(&field::<String>(name.into_iter().next())?);
    names.into_iter().map(row).collect()
}

/// What a company has chosen of when jobs come by themselves, in the order in which it did.
pub(crate) fn chosen(read: &mut Session<'_>) -> Result<Vec<Arc<Schedule>>> {
    let ids = read.query("SELECT id FROM job_choice ORDER BY id", &[])?;
    let row = |id: Row| read.one::<Schedule>(&Id::from_uuid(field(id.into_iter().next())?));
    ids.into_iter().map(row).collect()
}

/// The state of a job, and what kind it is.
pub(crate) fn state_of(conn: &mut Conn, id: Uuid) -> DbResult<Option<(JobState, String)>> {
    let row = conn.query("SELECT state, name FROM job WHERE id = $1", &[Value::Id(id)])?.into_iter().next();
    row.map(|row| {
        let row = &mut row.into_iter();
        Ok((value(row)?, value(row)?))
    })
    .transpose()
}

/// Ends a job that waits, and has one that runs end as soon as it can.
pub(crate) fn cancel(conn: &mut Conn, id: Uuid, now: Instant) -> DbResult<()> {
    let sql = "UPDATE job SET is_cancelled = TRUE, version = version + 1, \
               due_at = CASE state WHEN 'waiting' THEN NULL ELSE due_at END, \
               finished_at = CASE state WHEN 'waiting' THEN $2 ELSE finished_at END, \
               state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END \
               WHERE id = $1 AND state IN ('waiting', 'running')";
    conn.execute(sql, &[Value::Id(id), Value::Int(now.micros())]).map(drop)
}

/// Has a job done now that waits or is over; one that is over is tried as often as a new one. Whether there is such a job.
///
/// # Errors
///
/// Those of the database.
pub fn run_now(conn: &mut Conn, id: Uuid, now: Instant) -> DbResult<bool> {
    let sql = "UPDATE job SET due_at = $2, state = 'waiting', is_cancelled = FALSE, finished_at = NULL, effect = NULL, \
               attempts = CASE state WHEN 'waiting' THEN attempts ELSE 0 END, version = version + 1 \
               WHERE id = $1 AND state <> 'running'";
    Ok(conn.execute(sql, &[Value::Id(id), Value::Int(now.micros())])? > 0)
}

/// Removes up to `most` jobs that were over before this; how many.
pub(crate) fn prune(conn: &mut Conn, before: Instant, most: i64) -> DbResult<u64> {
    let sql = format!(
        "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE finished_at < $1 AND state <> 'dead' ORDER BY finished_at LIMIT {most})"
    );
    conn.execute(&sql, &[Value::Int(before.micros())])
}
