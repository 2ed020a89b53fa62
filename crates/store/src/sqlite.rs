//! SQLite behind [`crate::Conn`]: one file a tenant, WAL, every commit synced.

use crate::conn::{DbError, DbResult, Head, Load, READ_HEAD, Row, StatementKey, Write, WriteKind};
use crate::{MAX_SCAN, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, StatementStatus, ToSql};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A connection to one tenant's file.
pub struct Sqlite {
    connection: Connection,
    /// A writer's WAL file, and how long it was when this connection last helped to empty it.
    wal: Option<(PathBuf, u64)>,
    /// The longest time for a reader's transaction, and for a writer's query.
    limit: Option<Duration>,
    /// SQL built from definitions, for so many rows at once.
    built: BTreeMap<(StatementKey, usize), String>,
    /// How many steps the programs of all queries took.
    steps: u64,
}

/// Beyond this a WAL file is moved into the database in the background.
pub(crate) const CHECKPOINT_BYTES: u64 = 16 << 20;
/// The background cannot keep up with a writer that is always busy: beyond this the writer checkpoints between two batches
/// and starts the WAL file again.
const CATCH_UP_BYTES: u64 = 64 << 20;

/// After how many steps of a statement's program the time is checked: less than a millisecond.
const STEPS: i32 = 10_000;

/// A file that has caught up keeps so much of its length: overwriting costs less than growing.
const KEEP_BYTES: u64 = 48 << 20;
/// Rows that one statement inserts, as long as there are so many.
const ROWS_AT_ONCE: usize = 8;

/// The length of a WAL file.
pub(crate) fn length(wal: &Path) -> u64 {
    std::fs::metadata(wal).map_or(0, |wal| wal.len())
}

/// The WAL file of the database `file`.
pub(crate) fn wal_of(file: &Path) -> PathBuf {
    let mut wal = file.to_path_buf().into_os_string();
    wal.push("-wal");
    wal.into()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(yes) => ValueRef::Integer(i64::from(*yes)),
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Id(uuid) => ValueRef::Blob(uuid.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(from: ValueRef<'_>) -> DbResult<Value> {
    Ok(match from {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(DbError::Defect("a floating point number in the database".to_owned())),
    })
}

fn error(error: rusqlite::Error) -> DbError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => DbError::Refused(text),
        Some(ErrorCode::DatabaseBusy) => DbError::Busy(text),
        Some(ErrorCode::DatabaseLocked | ErrorCode::SchemaChanged) => DbError::Retry(text),
        Some(ErrorCode::OperationInterrupted) => DbError::TooSlow(text),
        Some(ErrorCode::SystemIoFailure) => DbError::Fatal(text),
        Some(ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::OutOfMemory) => DbError::Lost(text),
        _ => DbError::Defect(text),
    }
}

fn collect(statement: &mut Statement<'_>, out: &mut Vec<Row>) -> DbResult<()> {
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(error)? {
        let mut values = Vec::with_capacity(width);
        for column in 0..width {
            values.push(value(row.get_ref(column).map_err(error)?)?);
        }
        out.push(values);
    }
    Ok(())
}

fn bind(statement: &mut Statement<'_>, args: &[Value]) -> DbResult<()> {
    for (position, value) in args.iter().enumerate() {
        statement.raw_bind_parameter(position + 1, value).map_err(error)?;
    }
    Ok(())
}

/// `$1` → `?1`: SQLite would number `$1` by its first appearance, not by its figure.
fn placeholders(sql: &str) -> String {
    sql.replace('$', "?")
}

fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ")
}

impl Sqlite {
    /// Opens `path` for writing, creating it where missing, with a page cache of `cache` bytes; a query that runs longer than `limit` is cut off. Makes sure
    /// that the library and its settings keep what was acknowledged: at least 3.51.3, WAL, `synchronous=FULL`, foreign keys on.
    pub fn open_writer(path: &Path, limit: Option<Duration>, cache: usize) -> DbResult<Sqlite> {
        if rusqlite::version_number() < 3_051_003 {
            return Err(DbError::Fatal(format!(
                "SQLite {} can corrupt a WAL file; 3.51.3 is needed",
                rusqlite::version()
            )));
        }
        let connection = Connection::open(path).map_err(error)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=2000;
                 PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0",
            )
            .and_then(|()| connection.pragma_update(None, "journal_size_limit", KEEP_BYTES as i64))
            .and_then(|()| connection.pragma_update(None, "cache_size", -((cache >> 10) as i64)))
            .map_err(error)?;
        let sqlite = Sqlite { wal: Some((wal_of(path), 0)), limit, ..Sqlite::with_cache(connection) };
        for (setting, requested) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
            let get = |row: &rusqlite::Row<'_>| Ok(value(row.get_ref(0)?));
            let found = sqlite.connection.query_row(&format!("PRAGMA {setting}"), [], get).map_err(error)??;
            let found = match found {
                Value::Text(text) => text,
                Value::Int(number) => number.to_string(),
                _ => String::new(),
            };
            if found != requested {
                return Err(DbError::Fatal(format!("PRAGMA {setting} is {found}, not {requested}")));
            }
        }
        Ok(sqlite)
    }

    /// Opens `path` for reading only; a transaction that runs longer than `limit` is cut off.
    pub fn open_reader(path: &Path, limit: Option<Duration>) -> DbResult<Sqlite> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(error)?;
        connection
            .execute_batch("PRAGMA query_only=ON; PRAGMA busy_timeout=10000; PRAGMA wal_autocheckpoint=0")
            .map_err(error)?;
        if limit.is_none() {
            // What takes as long as it needs groups and sorts many rows.
            connection.execute_batch("PRAGMA cache_size=-65536").map_err(error)?;
        }
        Ok(Sqlite { limit, ..Sqlite::with_cache(connection) })
    }

    /// The most memory that the page cache can take: it never holds more than the file.
    pub(crate) fn cache_bytes(&self) -> DbResult<usize> {
        let sql = "SELECT min(CASE WHEN c.cache_size < 0 THEN c.cache_size * -1024 ELSE c.cache_size * s.page_size END, \
                   n.page_count * s.page_size) FROM pragma_cache_size() c, pragma_page_count() n, pragma_page_size() s";
        let mut statement = self.connection.prepare_cached(sql).map_err(error)?;
        let bytes: i64 = statement.query_row([], |row| row.get(0)).map_err(error)?;
        Ok(usize::try_from(bytes).unwrap_or_default())
    }

    /// A number that is another one after every commit of another connection.
    pub(crate) fn data_version(&self) -> DbResult<i64> {
        self.connection.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(error)
    }

    fn with_cache(connection: Connection) -> Sqlite {
        connection.set_prepared_statement_cache_capacity(256);
        Sqlite { connection, built: BTreeMap::new(), wal: None, limit: None, steps: 0 }
    }

    /// Moves what the WAL holds into the file, as far as readers allow. Runs on a background connection.
    pub fn checkpoint(&self) -> DbResult<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).map_err(error)
    }

    pub(crate) fn begin_write(&mut self, _: Uuid, loads: &[Load]) -> DbResult<(Head, Vec<Vec<Row>>)> {
        self.script("BEGIN IMMEDIATE")?;
        let head = Head::first(self.select(READ_HEAD, &[])?)?;
        Ok((head, self.load(loads)?))
    }

    pub(crate) fn begin_and_write(&mut self, tenant: Uuid, expected: &Head, writes: &[Write]) -> DbResult<()> {
        self.begin_write(tenant, &[])?.0.require(expected)?;
        self.write(writes)
    }

    pub(crate) fn load_snapshot(&mut self, tenant: Uuid, loads: &[Load]) -> DbResult<(Head, Vec<Vec<Row>>)> {
        self.begin_read(tenant)?;
        let head = self.select(READ_HEAD, &[]).and_then(Head::first);
        let loaded = head.and_then(|head| Ok((head, self.load(loads)?)));
        self.rollback()?;
        loaded
    }

    pub(crate) fn begin_read(&mut self, _: Uuid) -> DbResult<()> {
        self.start_clock()?;
        self.script("BEGIN")
    }

    /// From now on what runs longer than the limit is cut off.
    fn start_clock(&mut self) -> DbResult<()> {
        if let Some(until) = self.limit.and_then(|limit| Instant::now().checked_add(limit)) {
            self.connection.progress_handler(STEPS, Some(move || Instant::now() > until)).map_err(error)?;
        }
        Ok(())
    }

    pub(crate) fn load(&mut self, loads: &[Load]) -> DbResult<Vec<Vec<Row>>> {
        loads.iter().map(|load| self.load_one(load)).collect()
    }

    fn load_one(&mut self, load: &Load) -> DbResult<Vec<Row>> {
        let sql = self.built.entry((load.built(), 1)).or_insert_with(|| load_sql(load));
        let mut statement = self.connection.prepare_cached(sql).map_err(error)?;
        let mut rows = Vec::new();
        for key in &load.keys {
            bind(&mut statement, key)?;
            collect(&mut statement, &mut rows)?;
        }
        Ok(rows)
    }

    pub(crate) fn write(&mut self, writes: &[Write]) -> DbResult<()> {
        for write in writes {
            let at_once = if matches!(write.kind, WriteKind::Insert | WriteKind::Count) { ROWS_AT_ONCE } else { 1 };
            let many = write.values.chunks_exact(at_once * write.width());
            let rest = many.remainder();
            self.write_rows(write, many, at_once)?;
            self.write_rows(write, rest.chunks_exact(write.width()), 1)?;
        }
        Ok(())
    }

    /// Writes rows of `write`, each chunk holding the values of `rows` of them.
    fn write_rows<'a>(
        &mut self,
        write: &Write,
        chunks: impl Iterator<Item = &'a [Value]>,
        rows: usize,
    ) -> DbResult<()> {
        let mut chunks = chunks.peekable();
        if chunks.peek().is_none() {
            return Ok(());
        }
        let sql = self.built.entry((write.built(), rows)).or_insert_with(|| write_sql(write, rows));
        let mut statement = self.connection.prepare_cached(sql).map_err(error)?;
        for values in chunks {
            bind(&mut statement, values)?;
            if statement.raw_execute().map_err(error)? != rows {
                return Err(DbError::Retry(format!("a row of {} is not as it was loaded", write.table.name)));
            }
        }
        Ok(())
    }

    pub(crate) fn query_all(&mut self, queries: &[(&str, &[Value])]) -> DbResult<Vec<Vec<Row>>> {
        queries.iter().map(|(sql, args)| self.query(sql, args)).collect()
    }

    pub(crate) fn query(&mut self, sql: &str, args: &[Value]) -> DbResult<Vec<Row>> {
        // A reader's transaction has its own clock.
        if self.wal.is_none() {
            return self.select(sql, args);
        }
        self.start_clock()?;
        let rows = self.select(sql, args);
        self.connection.progress_handler(0, None::<fn() -> bool>).map_err(error)?;
        rows
    }

    fn select(&mut self, sql: &str, args: &[Value]) -> DbResult<Vec<Row>> {
        let mut statement = self.connection.prepare_cached(&placeholders(sql)).map_err(error)?;
        let mut rows = Vec::new();
        bind(&mut statement, args)?;
        collect(&mut statement, &mut rows)?;
        self.steps += u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or_default();
        Ok(rows)
    }

    /// How many steps the programs of all queries took so far.
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    pub(crate) fn execute(&mut self, sql: &str, args: &[Value]) -> DbResult<u64> {
        let mut statement = self.connection.prepare_cached(&placeholders(sql)).map_err(error)?;
        bind(&mut statement, args)?;
        statement.raw_execute().map(|changed| changed as u64).map_err(error)
    }

    pub(crate) fn script(&mut self, sql: &str) -> DbResult<()> {
        self.connection.execute_batch(sql).map_err(error)
    }

    /// A COMMIT that fails leaves the outcome open: the caller reopens the file and looks.
    pub(crate) fn commit(&mut self) -> DbResult<()> {
        self.script("COMMIT").map_err(|failed| match failed {
            DbError::Fatal(why) => DbError::Fatal(why),
            DbError::Refused(why) => DbError::Refused(why),
            other => DbError::Lost(other.to_string()),
        })?;
        self.catch_up();
        Ok(())
    }

    /// Where a reader holds the WAL, it is tried again only after it has grown further.
    fn catch_up(&mut self) {
        let Some((wal, helped_at)) = &mut self.wal else { return };
        let now = length(wal);
        if now < CATCH_UP_BYTES {
            *helped_at = 0;
        } else if now > *helped_at + CHECKPOINT_BYTES {
            *helped_at = now;
            if let Err(error) = self.checkpoint() {
                tracing::warn!(%error, "checkpoint");
            }
        }
    }

    pub(crate) fn rollback(&mut self) -> DbResult<()> {
        if self.connection.is_autocommit() { Ok(()) } else { self.script("ROLLBACK") }
    }
}

/// Beyond 64 bits SQLite would go on with a floating point number: nothing instead, which `NOT NULL` refuses.
fn sum(table: &str, column: &str) -> String {
    let sum = format!("{table}.{column} + excluded.{column}");
    format!("CASE typeof({sum}) WHEN 'integer' THEN {sum} END")
}

fn load_sql(load: &Load) -> String {
    if let Some(next) = &load.next {
        return load.select_next(next, |n, _| format!("?{n}"));
    }
    let names = load.where_names().into_iter().enumerate();
    let tests: Vec<String> = names.map(|(n, name)| format!("{name} = ?{}", n + 1)).collect();
    format!("{} WHERE {} LIMIT {}", load.select(), tests.join(" AND "), MAX_SCAN + 1)
}

fn write_sql(write: &Write, rows: usize) -> String {
    let (table, names) = (write.table, write.names());
    let (count, keys) = (names.len(), table.key);
    match write.kind {
        WriteKind::Insert | WriteKind::Count => {
            let rows: Vec<String> = (0..rows).map(|row| format!("({})", marks(1 + row * count, count))).collect();
            // What fails takes the whole transaction back anyway: OR FAIL spares SQLite a copy of every page before it changes.
            let insert =
                format!("INSERT OR FAIL INTO {} ({}) VALUES {}", table.name, names.join(", "), rows.join(", "));
            if write.kind == WriteKind::Count { insert + &write.conflict(sum) } else { insert }
        }
        WriteKind::Update => {
            let values = (0..count).filter(|n| !keys.contains(n)).map(|n| format!("{} = ?{}", names[n], n + 1));
            let sets: Vec<String> = values.collect();
            let tests = keys.iter().map(|n| format!("{} = ?{}", names[*n], n + 1));
            let tests: Vec<String> = tests.chain([format!("version = ?{}", count + 1)]).collect();
            format!("UPDATE {} SET {} WHERE {}", table.name, sets.join(", "), tests.join(" AND "))
        }
        WriteKind::Delete => {
            let tests = keys.iter().enumerate().map(|(n, key)| format!("{} = ?{}", names[*key], n + 1));
            let tests: Vec<String> = tests.chain([format!("version = ?{}", keys.len() + 1)]).collect();
            format!("DELETE FROM {} WHERE {}", table.name, tests.join(" AND "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One connection and no background thread: the bound holds however busy the machine is.
    #[test]
    fn a_writer_that_nothing_helps_empties_its_wal() {
        let directory = std::env::temp_dir().join(format!("sanduk-wal-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let path = directory.join("a.db");
        let mut writer = Sqlite::open_writer(&path, None, 1 << 20).unwrap();
        writer.script("CREATE TABLE a (b blob)").unwrap();
        let mut longest = 0;
        for _ in 0..150 {
            writer.script("BEGIN IMMEDIATE; INSERT INTO a VALUES (zeroblob(1 << 20))").unwrap();
            writer.commit().unwrap();
            longest = longest.max(length(&wal_of(&path)));
        }
        drop(writer);
        std::fs::remove_dir_all(&directory).unwrap();
        assert!(longest > CATCH_UP_BYTES, "{longest}: the writer was never asked to");
        assert!(longest < CATCH_UP_BYTES + (2 << 20), "{longest}");
    }
}
