//! PostgreSQL behind [`crate::Conn`]: a connection that lives on its caller's thread, statements pipelined.

use crate::conn::{DbError, DbResult, Head, Load, READ_HEAD, Row, StatementKey, Write, WriteKind};
use crate::server::{Backend, Server};
use crate::{FieldKind, MAX_SCAN, Value, schema_name};
use futures_util::TryStreamExt;
use futures_util::future::{join_all, try_join_all};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, SimpleQueryMessage, SimpleQueryStream, Statement};
use uuid::Uuid;

/// A backend grows with every schema it has seen; after this long it is replaced.
const RECYCLE_AFTER: Duration = Duration::from_secs(30 * 60);

/// Without a search path, SQL outside a transaction bound to a tenant finds nothing. No statement here is worth compiling.
/// The server probes a silent connection too: a process that has vanished must not go on holding its locks.
const SESSION: &str = "SET search_path = ''; SET idle_in_transaction_session_timeout = '60s'; SET timezone = 'UTC'; \
     SET jit = off; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; \
     SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()";

/// Loading many rows, writing and committing wait for the disk: they have so many times the time of another round trip.
const DISK_FACTOR: u32 = 3;

/// A writer reads and changes rows by key only: a plan made while a table was small must not go on reading all of it, and
/// one plan does for every batch.
const WRITER: &str = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; \
     SET plan_cache_mode = force_generic_plan";

/// A proof reads whole tables: it groups their rows in memory, and each of the connections that share a snapshot is busy
/// itself.
const PROOF: &str = "SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 0";

/// A connection that may serve any tenant, one transaction at a time.
pub struct Postgres {
    runtime: Runtime,
    client: Client,
    statements: BTreeMap<StatementKey, Statement>,
    /// The opening of a read transaction that the first query takes along.
    pending: Option<String>,
    /// The answer to the ROLLBACK of the read transaction before, which has not been read yet.
    ending: Option<Pin<Box<SimpleQueryStream>>>,
    /// How often the server was waited for.
    round_trips: Cell<u64>,
    /// Number of the open writing transaction.
    transaction: Option<i64>,
    born: Instant,
    server: Arc<Server>,
    /// The longest time for one statement; without it round trips have no limit either.
    limit: Option<Duration>,
    backend: Backend,
    /// An answer did not come in time: nothing more is asked.
    is_abandoned: Cell<bool>,
}

/// Why a round trip failed; `None` where no answer came in time.
type Failure = Option<tokio_postgres::Error>;

/// `work`, or a failure where it is not answered within `time`.
async fn within<T>(
    time: Option<Duration>,
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Failure> {
    match time {
        Some(time) => tokio::time::timeout(time, work).await.map_err(|_| None)?.map_err(Some),
        None => work.await.map_err(Some),
    }
}

/// What one transaction loads and writes.
struct Tasks<'a> {
    loads: &'a [Load],
    writes: &'a [Write],
}

/// The answers to [`Postgres::transact`].
struct Transacted {
    head: Vec<Row>,
    loaded: Vec<Vec<Row>>,
    written: Vec<Result<u64, tokio_postgres::Error>>,
}

/// Gives the task that drives the connection its turns: it sends what is waiting and reads what has arrived.
async fn let_driver_work() {
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
}

type Param<'a> = &'a (dyn ToSql + Sync);

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Bool(yes) => yes.to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Id(uuid) => uuid.to_sql(ty, out),
            Value::Bytes(bytes) if *ty == Type::UUID => Uuid::from_slice(bytes)?.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

fn error(error: tokio_postgres::Error) -> DbError {
    let Some(db) = error.as_db_error() else {
        // The server did not answer: the connection broke, or a value could not be encoded. The outcome must be looked up.
        return DbError::Lost(error.to_string());
    };
    let text = format!("{} ({})", db.message(), db.code().code());
    match db.code().code() {
        // What cancels a statement is mostly its time limit.
        "57014" => DbError::TooSlow(text),
        "55P03" => DbError::Busy(text),
        "40001" | "40P01" | "0A000" | "26000" => DbError::Retry(text),
        code => match &code[..2] {
            "22" | "23" => DbError::Refused(text),
            // Connection, operator, resources (disk, memory, connections), transaction state (timed out, standby).
            "08" | "57" | "53" | "25" => DbError::Lost(text),
            _ => DbError::Defect(text),
        },
    }
}

fn value_of(row: &tokio_postgres::Row, column: usize) -> DbResult<Value> {
    let ty = row.columns()[column].type_();
    let value = match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map(|v| v.map(Value::Int)),
        Type::INT4 => row.try_get::<_, Option<i32>>(column).map(|v| v.map(|n| Value::Int(n.into()))),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(column).map(|v| v.map(Value::Text)),
        Type::UUID => row.try_get::<_, Option<Uuid>>(column).map(|v| v.map(Value::Id)),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column).map(|v| v.map(Value::Bytes)),
        Type::BOOL => row.try_get::<_, Option<bool>>(column).map(|v| v.map(Value::Bool)),
        ref other => {
            return Err(DbError::Defect(format!("a column of type {other}: cast it in the query")));
        }
    };
    value.map(|v| v.unwrap_or(Value::Null)).map_err(|e| DbError::Defect(e.to_string()))
}

fn values_of(rows: &[tokio_postgres::Row]) -> DbResult<Vec<Row>> {
    rows.iter().map(|row| (0..row.len()).map(|column| value_of(row, column)).collect()).collect()
}

/// The PostgreSQL type of a kind.
fn type_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::Choice(_) | FieldKind::Date | FieldKind::Words => "text",
        FieldKind::Bool => "boolean",
        FieldKind::Id => "uuid",
        FieldKind::Bytes => "bytea",
        _ => "bigint",
    }
}

/// One column of many rows, as an array parameter.
enum Array<'a> {
    Int(Vec<Option<i64>>),
    Bool(Vec<Option<bool>>),
    Text(Vec<Option<&'a str>>),
    Id(Vec<Option<Uuid>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

impl<'a> Array<'a> {
    fn of(kind: FieldKind, values: impl Iterator<Item = &'a Value>) -> DbResult<Array<'a>> {
        let mismatch = |value: &Value| DbError::Defect(format!("{value:?} in a column of {kind:?}"));
        macro_rules! array {
            ($variant:ident, $($pattern:pat => $out:expr),+) => {
                Array::$variant(values.map(|value| match value {
                    Value::Null => Ok(None),
                    $($pattern => Ok(Some($out)),)+
                    other => Err(mismatch(other)),
                }).collect::<DbResult<_>>()?)
            };
        }
        Ok(match type_name(kind) {
            "text" => array!(Text, Value::Text(text) => text.as_str()),
            "boolean" => array!(Bool, Value::Bool(yes) => *yes),
            "uuid" => array!(Id, Value::Id(uuid) => *uuid),
            "bytea" => array!(Bytes, Value::Bytes(bytes) => bytes.as_slice()),
            _ => array!(Int, Value::Int(number) => *number),
        })
    }

    fn param(&self) -> Param<'_> {
        match self {
            Array::Int(values) => values,
            Array::Bool(values) => values,
            Array::Text(values) => values,
            Array::Id(values) => values,
            Array::Bytes(values) => values,
        }
    }
}

fn arrays<'a>(kinds: &[FieldKind], values: &'a [Value]) -> DbResult<Vec<Array<'a>>> {
    let width = kinds.len();
    kinds.iter().enumerate().map(|(n, kind)| Array::of(*kind, values.iter().skip(n).step_by(width))).collect()
}

fn unnest(kinds: &[FieldKind]) -> String {
    let casts: Vec<String> =
        kinds.iter().enumerate().map(|(n, k)| format!("${}::{}[]", n + 1, type_name(*k))).collect();
    format!("unnest({})", casts.join(", "))
}

impl Postgres {
    /// Connects; a statement that runs longer than `limit`, or waits longer than two seconds for a lock, is cut off, and a connection
    /// that does not answer in time is given up. Without a limit neither is cut off. The session has no search path: SQL outside a transaction bound to a tenant finds nothing.
    pub(crate) fn connect(server: &Arc<Server>, limit: Option<Duration>) -> DbResult<Postgres> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| DbError::Defect(e.to_string()))?;
        let abandoned = server.abandoned().clone();
        let mut script = SESSION.to_owned();
        if let Some(limit) = limit {
            script.push_str(&format!("; SET statement_timeout = {}; SET lock_timeout = '2s'", limit.as_millis()));
        }
        for Backend { process, started } in &abandoned {
            script.push_str(&format!(
                "; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {process} \
                 AND backend_start::text = '{started}'"
            ));
        }
        let (client, messages) = runtime.block_on(async {
            let client = server.connect().await?;
            let messages = within(Some(server.answer_time), client.simple_query(&script)).await;
            let late = || DbError::Lost("a new session does not answer".to_owned());
            Ok::<_, DbError>((client, messages.map_err(|failure| failure.map_or_else(late, error))?))
        })?;
        server.forget(&abandoned);
        let backend = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some(Backend { process: row.get(0)?.to_owned(), started: row.get(1)?.to_owned() })
            }
            _ => None,
        });
        Ok(Postgres {
            runtime,
            client,
            statements: BTreeMap::new(),
            pending: None,
            ending: None,
            round_trips: Cell::new(0),
            transaction: None,
            born: Instant::now(),
            server: server.clone(),
            limit,
            backend: backend.ok_or_else(|| DbError::Defect("a session without a process".to_owned()))?,
            is_abandoned: Cell::new(false),
        })
    }

    /// Waits for a round trip.
    fn wait<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> DbResult<T> {
        self.round_trips.set(self.round_trips.get() + 1);
        self.answered(work)
    }

    /// What the server answers; a connection that does not answer in time is given up.
    fn answered<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> DbResult<T> {
        let late = || DbError::Lost("the server did not answer in time".to_owned());
        if self.is_abandoned.get() {
            return Err(late());
        }
        self.runtime.block_on(work).map_err(|failure| {
            failure.map_or_else(
                || {
                    self.is_abandoned.set(true);
                    self.server.abandon(&self.backend);
                    late()
                },
                error,
            )
        })
    }

    /// The time for a round trip without a long statement.
    fn answer_time(&self) -> Option<Duration> {
        self.limit.map(|_| self.server.answer_time)
    }

    /// The time for a round trip with a statement of any length.
    fn statement_time(&self) -> Option<Duration> {
        self.limit.map(|limit| limit + self.server.answer_time)
    }

    /// The time for a round trip that waits for the disk.
    fn disk_time(&self) -> Option<Duration> {
        self.limit.map(|_| DISK_FACTOR * self.server.answer_time)
    }

    /// Asks for an answer and nothing else.
    pub(crate) fn ping(&mut self) -> DbResult<()> {
        self.wait(within(self.answer_time(), self.client.batch_execute("")))
    }

    /// Sets how statements are planned and how long locks are waited for, as a writer needs it.
    pub(crate) fn configure_writer(&mut self) -> DbResult<()> {
        self.script(WRITER)
    }

    /// Whether it should be closed and replaced by a new connection.
    pub fn needs_replacement(&self) -> bool {
        // The driver notices that the server closed the connection only while something is awaited.
        self.runtime.block_on(let_driver_work());
        self.is_abandoned.get() || self.client.is_closed() || self.born.elapsed() > RECYCLE_AFTER
    }

    /// Prepares a statement where that has not been done.
    fn prepare(&mut self, built: &StatementKey, sql: impl FnOnce() -> String) -> DbResult<()> {
        if !self.statements.contains_key(built) {
            let statement = self.wait(within(self.answer_time(), self.client.prepare(&sql())))?;
            self.statements.insert(built.clone(), statement);
        }
        Ok(())
    }

    /// Begins a transaction with the script `begin`, reads the head, loads, writes and sends the script `end`: one round trip where
    /// all statements have been prepared. Every answer is awaited, also behind a failure.
    fn transact(&mut self, begin: &str, head: &StatementKey, tasks: Tasks<'_>, end: &str) -> DbResult<Transacted> {
        let Tasks { loads, writes } = tasks;
        let load_keys: Vec<StatementKey> = loads.iter().map(Load::built).collect();
        let write_keys: Vec<StatementKey> = writes.iter().map(Write::built).collect();
        let mut keys = [head].into_iter().chain(&load_keys).chain(&write_keys);
        let known = keys.all(|key| self.statements.contains_key(key));
        if !known {
            self.wait(within(self.answer_time(), self.client.batch_execute(begin)))?;
            self.prepare(head, || head_sql(head))?;
            load_keys.iter().zip(loads).try_for_each(|(key, load)| self.prepare(key, || load_sql(load)))?;
            write_keys.iter().zip(writes).try_for_each(|(key, write)| self.prepare(key, || write_sql(write)))?;
        }
        let (load_params, write_params) = (load_params(loads)?, write_params(writes)?);
        let (client, statements) = (&self.client, &self.statements);
        let script = |sql| async move { if str::is_empty(sql) { Ok(()) } else { client.batch_execute(sql).await } };
        let loaded = load_keys.iter().zip(&load_params).map(|(key, params)| async {
            client.query(&statements[key], &params.iter().map(Array::param).collect::<Vec<_>>()).await
        });
        let written = write_keys.iter().zip(&write_params).map(|(key, params)| async {
            client.execute(&statements[key], &params.iter().map(Array::param).collect::<Vec<_>>()).await
        });
        let time = if writes.is_empty() { self.answer_time() } else { self.disk_time() };
        let answers = within(time, async {
            // Polled in order, so that each is sent behind the one before.
            let (begun, head, loaded, written, ended) = tokio::join!(
                biased;
                script(if known { begin } else { "" }),
                client.query(&statements[head], &[]),
                join_all(loaded),
                join_all(written),
                script(end)
            );
            begun?;
            let (head, loaded) = (head?, loaded.into_iter().collect::<Result<Vec<_>, _>>()?);
            ended?;
            Ok((head, loaded, written))
        });
        let (head, loaded, written) = self.wait(answers)?;
        let loaded = loaded.iter().map(|rows| values_of(rows)).collect::<DbResult<_>>()?;
        Ok(Transacted { head: values_of(&head)?, loaded, written })
    }

    /// Begins a writing transaction, whose number is noted for its COMMIT.
    fn transact_writing(&mut self, tenant: Uuid, tasks: Tasks<'_>) -> DbResult<(Head, Transacted)> {
        self.transaction = None;
        let begin = format!("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path TO {}", schema_name(tenant));
        let mut done = self.transact(&begin, &StatementKey::Head, tasks, "")?;
        if let Some(Value::Int(number)) = done.head.first().and_then(|row| row.last()) {
            self.transaction = Some(*number);
        }
        Ok((Head::first(std::mem::take(&mut done.head))?, done))
    }

    pub(crate) fn begin_write(&mut self, tenant: Uuid, loads: &[Load]) -> DbResult<(Head, Vec<Vec<Row>>)> {
        let (head, done) = self.transact_writing(tenant, Tasks { loads, writes: &[] })?;
        Ok((head, done.loaded))
    }

    pub(crate) fn begin_and_write(&mut self, tenant: Uuid, expected: &Head, writes: &[Write]) -> DbResult<()> {
        let (head, done) = self.transact_writing(tenant, Tasks { loads: &[], writes })?;
        head.require(expected)?;
        check_written(writes, done.written)
    }

    pub(crate) fn load_snapshot(&mut self, tenant: Uuid, loads: &[Load]) -> DbResult<(Head, Vec<Vec<Row>>)> {
        let done =
            self.transact(&begin_read(tenant), &StatementKey::ReadHead, Tasks { loads, writes: &[] }, "COMMIT")?;
        Ok((Head::first(done.head)?, done.loaded))
    }

    pub(crate) fn begin_read(&mut self, tenant: Uuid) -> DbResult<()> {
        self.pending = Some(begin_read(tenant));
        Ok(())
    }

    /// Begins a read-only snapshot of `tenant`; the answer is its name, by which other connections begin it too.
    pub(crate) fn export_snapshot(&mut self, tenant: Uuid) -> DbResult<String> {
        self.begin_read(tenant)?;
        self.script(PROOF)?;
        let exported = self.query_all(&[("SELECT pg_export_snapshot()", &[])])?.pop().unwrap_or_default();
        match exported.into_iter().flatten().next() {
            Some(Value::Text(snapshot)) => Ok(snapshot),
            other => Err(DbError::Defect(format!("{other:?} is no snapshot"))),
        }
    }

    /// Begins the snapshot of another connection, whose transaction is still open.
    pub(crate) fn begin_snapshot(&mut self, tenant: Uuid, snapshot: &str) -> DbResult<()> {
        let path = schema_name(tenant);
        self.pending = Some(format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{snapshot}'; \
             SET LOCAL search_path TO {path}; {PROOF}"
        ));
        self.start_pending()
    }

    fn start_pending(&mut self) -> DbResult<()> {
        match self.pending.take() {
            Some(begin) => self.wait(within(self.answer_time(), self.client.batch_execute(&begin))),
            None => Ok(()),
        }
    }

    pub(crate) fn load(&mut self, loads: &[Load]) -> DbResult<Vec<Vec<Row>>> {
        self.start_pending()?;
        for load in loads {
            self.prepare(&load.built(), || load_sql(load))?;
        }
        let params = load_params(loads)?;
        let queries = loads.iter().zip(&params).map(|(load, params)| {
            let params: Vec<Param<'_>> = params.iter().map(Array::param).collect();
            let (client, statement) = (&self.client, &self.statements[&load.built()]);
            async move { client.query(statement, &params).await }
        });
        let results = self.wait(within(self.disk_time(), try_join_all(queries)))?;
        results.iter().map(|rows| values_of(rows)).collect()
    }

    pub(crate) fn write(&mut self, writes: &[Write]) -> DbResult<()> {
        for write in writes {
            self.prepare(&write.built(), || write_sql(write))?;
        }
        let params = write_params(writes)?;
        let statements = writes.iter().zip(&params).map(|(write, params)| {
            let params: Vec<Param<'_>> = params.iter().map(Array::param).collect();
            let (client, statement) = (&self.client, &self.statements[&write.built()]);
            async move { client.execute(statement, &params).await }
        });
        // Every answer is awaited, also behind a failure: no statement of this batch may still be pending afterwards.
        let results = self.wait(within(self.disk_time(), async { Ok(join_all(statements).await) }))?;
        check_written(writes, results)
    }

    /// Runs queries in one round trip, which takes the opening of a read transaction along.
    pub(crate) fn query_all(&mut self, queries: &[(&str, &[Value])]) -> DbResult<Vec<Vec<Row>>> {
        let begin = self.pending.take();
        let params: Vec<_> = queries.iter().map(|(_, args)| typed(args)).collect();
        let results = self.wait(async {
            // BEGIN is answered at once, however long the queries take: a dead connection is not waited for as long.
            let begun = async {
                match &begin {
                    Some(begin) => within(self.answer_time(), self.client.batch_execute(begin)).await,
                    None => Ok(()),
                }
            };
            let rows = queries.iter().zip(&params).map(|((sql, _), params)| self.client.query_typed(sql, params));
            let rows = within(self.statement_time(), try_join_all(rows));
            tokio::try_join!(biased; begun, rows).map(|((), rows)| rows)
        })?;
        results.iter().map(|rows| values_of(rows)).collect()
    }

    pub(crate) fn execute(&mut self, sql: &str, args: &[Value]) -> DbResult<u64> {
        self.start_pending()?;
        self.wait(within(self.statement_time(), self.client.execute_typed(sql, &typed(args))))
    }

    pub(crate) fn script(&mut self, sql: &str) -> DbResult<()> {
        self.start_pending()?;
        self.wait(within(self.statement_time(), self.client.batch_execute(sql)))
    }

    /// COMMIT of a failed transaction answers Ok although it rolled back, and the driver hides the command tag: so the status of
    /// the transaction's number is queried in the same round trip.
    pub(crate) fn commit(&mut self) -> DbResult<()> {
        if self.pending.take().is_some() {
            return Ok(());
        }
        let sql = match self.transaction.take() {
            Some(number) => format!("COMMIT; SELECT pg_xact_status('{number}')"),
            None => "COMMIT".to_owned(),
        };
        let asked = sql.len() > "COMMIT".len();
        let answered = self.wait(within(self.disk_time(), self.client.simple_query(&sql)));
        let messages = answered.map_err(|error| match error {
            known @ (DbError::Refused(_) | DbError::Busy(_) | DbError::Retry(_)) => known,
            other => DbError::Lost(other.to_string()),
        })?;
        let committed = messages.iter().any(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0) == Some("committed"),
            _ => false,
        });
        if committed || !asked { Ok(()) } else { Err(DbError::Lost("COMMIT did not commit".to_owned())) }
    }

    pub(crate) fn rollback(&mut self) -> DbResult<()> {
        if self.pending.take().is_some() {
            return Ok(());
        }
        self.wait(within(self.answer_time(), self.client.batch_execute("ROLLBACK")))
    }

    /// Ends a read transaction without waiting for the answer, which [`Postgres::has_ended`] reads before the next use.
    pub(crate) fn end_read(&mut self) -> DbResult<()> {
        if self.pending.take().is_some() {
            return Ok(());
        }
        let sent = self.runtime.block_on(async {
            let answer = self.client.simple_query_raw("ROLLBACK").await?;
            let_driver_work().await;
            Ok(answer)
        });
        self.ending = Some(Box::pin(sent.map_err(error)?));
        Ok(())
    }

    /// Whether the read transaction before has ended, so that another one may begin.
    pub(crate) fn has_ended(&mut self) -> bool {
        let Some(mut answer) = self.ending.take() else { return true };
        let answered = async {
            while answer.try_next().await?.is_some() {}
            Ok(())
        };
        self.answered(within(self.answer_time(), answered)).is_ok()
    }

    /// How often the server was waited for so far, the end of read transactions left out.
    pub(crate) fn round_trips(&self) -> u64 {
        self.round_trips.get()
    }
}

fn typed(args: &[Value]) -> Vec<(Param<'_>, Type)> {
    args.iter()
        .map(|value| {
            let ty = match value {
                Value::Bool(_) => Type::BOOL,
                Value::Int(_) => Type::INT8,
                Value::Text(_) | Value::Null => Type::TEXT,
                Value::Id(_) => Type::UUID,
                Value::Bytes(_) => Type::BYTEA,
            };
            (value as Param<'_>, ty)
        })
        .collect()
}

fn begin_read(tenant: Uuid) -> String {
    format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path TO {}", schema_name(tenant))
}

/// Reads the head, or locks and reads it with the number of the transaction.
fn head_sql(key: &StatementKey) -> String {
    match key {
        StatementKey::Head => READ_HEAD.replace(" FROM", ", pg_current_xact_id()::text::bigint FROM") + " FOR UPDATE",
        _ => READ_HEAD.to_owned(),
    }
}

/// Each write has been answered, and has changed exactly the rows it meant to.
fn check_written(writes: &[Write], results: Vec<Result<u64, tokio_postgres::Error>>) -> DbResult<()> {
    for (write, result) in writes.iter().zip(results) {
        let changed = result.map_err(error)?;
        if changed != (write.values.len() / write.width()) as u64 {
            return Err(DbError::Retry(format!("a row of {} is not as it was loaded", write.table.name)));
        }
    }
    Ok(())
}

fn write_params(writes: &[Write]) -> DbResult<Vec<Vec<Array<'_>>>> {
    writes.iter().map(|write| arrays(&write.kinds(), &write.values)).collect()
}

fn load_sql(load: &Load) -> String {
    if let Some(next) = &load.next {
        // All loads send arrays; that of the next rows has one element in each.
        return load.select_next(next, |n, kind| format!("(${n}::{}[])[1]", type_name(kind)));
    }
    let (names, kinds) = (load.where_names(), load.kinds());
    let test = if let ([name], [kind]) = (&names[..], &kinds[..]) {
        format!("{name} = ANY($1::{}[])", type_name(*kind))
    } else {
        format!("({}) IN (SELECT * FROM {})", names.join(", "), unnest(&kinds))
    };
    format!("{} WHERE {test} LIMIT {}", load.select(), (MAX_SCAN + 1) * 64)
}

fn load_params(loads: &[Load]) -> DbResult<Vec<Vec<Array<'_>>>> {
    loads
        .iter()
        .map(|load| {
            let kinds = load.kinds().into_iter().enumerate();
            kinds.map(|(n, kind)| Array::of(kind, load.keys.iter().map(move |key| &key[n]))).collect()
        })
        .collect()
}

fn sum(table: &str, column: &str) -> String {
    format!("{table}.{column} + excluded.{column}")
}

fn write_sql(write: &Write) -> String {
    let (table, names, kinds) = (write.table, write.names(), write.kinds());
    let unnest = unnest(&kinds);
    match write.kind {
        WriteKind::Insert => format!("INSERT INTO {} ({}) SELECT * FROM {unnest}", table.name, names.join(", ")),
        WriteKind::Count => {
            format!("INSERT INTO {} ({}) SELECT * FROM {unnest}{}", table.name, names.join(", "), write.conflict(sum))
        }
        WriteKind::Update => {
            let values = (0..names.len()).filter(|n| !table.key.contains(n));
            let sets: Vec<String> = values.map(|n| format!("{0} = v.{0}", names[n])).collect();
            let keys: Vec<String> = table.key.iter().map(|n| format!("t.{0} = v.{0}", names[*n])).collect();
            format!(
                "UPDATE {} t SET {} FROM {unnest} v({}, old_version) \
                 WHERE {} AND t.version = v.old_version",
                table.name,
                sets.join(", "),
                names.join(", "),
                keys.join(" AND ")
            )
        }
        WriteKind::Delete => {
            let keys: Vec<&str> = table.key.iter().map(|n| table.columns[*n].name).collect();
            let tests: Vec<String> = keys.iter().map(|key| format!("t.{key} = v.{key}")).collect();
            format!(
                "DELETE FROM {} t USING {unnest} v({}, old_version) WHERE {} AND t.version = v.old_version",
                table.name,
                keys.join(", "),
                tests.join(" AND ")
            )
        }
    }
}
