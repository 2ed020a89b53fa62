//! The operations that both databases offer: what a batch or a read needs, and nothing else.

use crate::{FieldKind, Record, Table, Value, postgres::Postgres, server::Server, sqlite::Sqlite};
use std::sync::Arc;
use uuid::Uuid;

/// Why the database did not do what it was asked; decides what the writer does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbError {
    /// A constraint or a value (SQLSTATE class 22, 23): one command of the batch caused it.
    Refused(String),
    /// A lock was not given in time. Nothing was written.
    Busy(String),
    /// A passing condition: a deadlock, a changed plan, a row that is not as the working set has it. Try once more.
    Retry(String),
    /// The company's head does not stand where the writer left it: another process has written. Nothing was written; what is
    /// known of the company has to be read again.
    Stale,
    /// The connection is gone, or COMMIT was not answered: what happened must be looked up.
    Lost(String),
    /// The read took longer than a read may take and was cut off. The connection is as good as before.
    TooSlow(String),
    /// There is no such tenant.
    NoTenant(Uuid),
    /// The disk failed: continuing could lose committed data that was acknowledged.
    Fatal(String),
    /// Anything else: a defect in the SQL or in the schema.
    Defect(String),
}

impl DbError {
    /// Whether a constraint refused the write, rather than the connection or the disk.
    pub fn is_refusal(&self) -> bool {
        matches!(self, DbError::Refused(_))
    }
}

impl std::fmt::Display for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DbError::Refused(why) => write!(f, "refused: {why}"),
            DbError::Busy(why) => write!(f, "locked: {why}"),
            DbError::Retry(why) => write!(f, "try again: {why}"),
            DbError::Stale => write!(f, "another process has written"),
            DbError::Lost(why) => write!(f, "connection lost: {why}"),
            DbError::TooSlow(why) => write!(f, "too slow: {why}"),
            DbError::NoTenant(tenant) => write!(f, "there is no tenant {tenant}"),
            DbError::Fatal(why) => write!(f, "disk failure: {why}"),
            DbError::Defect(why) => write!(f, "defect: {why}"),
        }
    }
}

impl From<DbError> for kernel::Error {
    fn from(error: DbError) -> kernel::Error {
        match error {
            DbError::Lost(_) | DbError::Stale => crate::errors::database_unreachable(),
            DbError::Busy(_) | DbError::Retry(_) => crate::errors::locked(),
            DbError::TooSlow(_) => crate::errors::too_slow(),
            DbError::NoTenant(tenant) => kernel::Error::not_found("company", tenant),
            other => kernel::defect(other.to_string()),
        }
    }
}

/// The result of a call to a database.
pub type DbResult<T> = Result<T, DbError>;

/// The values of one row, in the order of the columns that were selected.
pub type Row = Vec<Value>;

/// Rows requested by the values of some columns: `where_columns` = one of `keys`.
#[derive(Debug)]
pub struct Load {
    pub(crate) table: &'static Table,
    pub(crate) where_columns: Vec<usize>,
    pub(crate) keys: Vec<Row>,
    /// Only the next rows are loaded.
    pub(crate) next: Option<NextRows>,
}

/// A load of the next rows under one prefix. The one key of the load holds the prefix, then the values of `order` behind
/// which the rows begin, then how many are loaded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NextRows {
    /// The columns by which the rows are ordered.
    pub(crate) order: Vec<usize>,
    /// The rows begin with the first one: the key holds no values of `order`.
    pub(crate) from_start: bool,
}

/// Identifies a statement that is built from a table's definition: its SQL is built, and on PostgreSQL prepared, once a connection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatementKey {
    /// Locks the head row and reads it.
    Head,
    /// Reads the head row.
    ReadHead,
    /// Loads rows of the table by the values of these columns, or the next rows of a range.
    Load(&'static str, Vec<usize>, Option<NextRows>),
    /// Writes rows of the table.
    Write(&'static str, WriteKind),
}

impl Load {
    pub(crate) fn built(&self) -> StatementKey {
        StatementKey::Load(self.table.name, self.where_columns.clone(), self.next.clone())
    }

    pub(crate) fn select(&self) -> String {
        let columns = self.table.columns.iter().map(|c| c.name);
        let columns: Vec<&str> = columns.chain(self.table.system_columns()).collect();
        format!("SELECT {} FROM {}", columns.join(", "), self.table.name)
    }

    pub(crate) fn kinds(&self) -> Vec<FieldKind> {
        let behind = self.next.iter().filter(|next| !next.from_start).flat_map(|next| &next.order);
        let kinds = self.where_columns.iter().chain(behind).map(|n| self.table.columns[*n].kind);
        kinds.chain(self.next.iter().map(|_| FieldKind::Integer)).collect()
    }

    pub(crate) fn where_names(&self) -> Vec<&'static str> {
        self.where_columns.iter().map(|n| self.table.columns[*n].name).collect()
    }

    /// The SQL of a load of the next rows; `parameter` writes a parameter by its number and kind.
    pub(crate) fn select_next(&self, next: &NextRows, parameter: impl Fn(usize, FieldKind) -> String) -> String {
        let kinds = self.kinds().into_iter().enumerate();
        let mut parameters = kinds.map(|(n, kind)| parameter(n + 1, kind));
        let prefix = self.where_names().into_iter().zip(parameters.by_ref());
        let tests: Vec<String> = prefix.map(|(name, parameter)| format!("{name} = {parameter}")).collect();
        let order: Vec<&str> = next.order.iter().map(|n| self.table.columns[*n].name).collect();
        let order = order.join(", ");
        let mut rest: Vec<String> = parameters.collect();
        let limit = rest.pop().unwrap_or_default();
        let behind = if next.from_start { String::new() } else { format!(" AND ({order}) > ({})", rest.join(", ")) };
        format!("{} WHERE {}{behind} ORDER BY {order} LIMIT {limit}", self.select(), tests.join(" AND "))
    }
}

/// The kind of a [`Write`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WriteKind {
    /// Rows: key columns, old version.
    Delete,
    /// Rows: all columns, those of the store included, then the old version.
    Update,
    /// Rows: all columns, those of the store included.
    Insert,
    /// Rows: all columns; counters are added to what is there.
    Count,
}

/// The net effect of a batch on one table.
#[derive(Debug)]
pub struct Write {
    pub(crate) table: &'static Table,
    pub(crate) kind: WriteKind,
    /// Values, row after row, each `width()` long.
    pub(crate) values: Vec<Value>,
}

impl Write {
    pub(crate) fn built(&self) -> StatementKey {
        StatementKey::Write(self.table.name, self.kind)
    }

    pub(crate) fn kinds(&self) -> Vec<FieldKind> {
        let columns = self.table.columns;
        let mut kinds: Vec<FieldKind> = match self.kind {
            WriteKind::Delete => self.table.key.iter().map(|n| columns[*n].kind).collect(),
            _ => columns.iter().map(|c| c.kind).collect(),
        };
        kinds.resize(self.width(), FieldKind::Integer);
        kinds
    }

    pub(crate) fn width(&self) -> usize {
        match self.kind {
            WriteKind::Delete => self.table.key.len() + 1,
            WriteKind::Update => self.names().len() + 1,
            WriteKind::Insert | WriteKind::Count => self.names().len(),
        }
    }

    /// The columns that are written, in their order.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.table.columns.iter().map(|c| c.name).chain(self.table.system_columns()).collect()
    }

    /// `ON CONFLICT (…) DO UPDATE SET …` of a counter table, `sum` being the new value of a table's column.
    pub(crate) fn conflict(&self, sum: impl Fn(&str, &str) -> String) -> String {
        let table = self.table;
        let keys: Vec<&str> = table.key.iter().map(|n| table.columns[*n].name).collect();
        let counters = table.columns.iter().filter(|c| c.counter);
        let adds: Vec<String> = counters.map(|c| format!("{} = {}", c.name, sum(table.name, c.name))).collect();
        format!(" ON CONFLICT ({}) DO UPDATE SET {}", keys.join(", "), adds.join(", "))
    }
}

/// The tenant's head row: where its log stands. Its version is `seq`.
#[derive(Record, Clone, Debug, PartialEq, Eq)]
#[record(table = "head", key(one), unstamped)]
pub struct Head {
    /// Always 1: there is one head.
    pub one: i64,
    /// The tenant these rows belong to.
    pub tenant: Uuid,
    /// Number of the last command.
    pub seq: i64,
    /// Chain hash after it.
    pub hash: [u8; 32],
    /// Its time, microseconds in UTC.
    pub at: i64,
    /// The oldest writer that may write here.
    pub min_writer: i64,
    /// The number of migrations that have been applied.
    pub schema: i64,
}

pub(crate) const READ_HEAD: &str = "SELECT one, tenant, seq, hash, at, min_writer, schema FROM head";

impl Head {
    pub(crate) fn first(rows: Vec<Row>) -> DbResult<Head> {
        let row = rows.into_iter().next().ok_or_else(|| DbError::Defect("the head row is missing".to_owned()))?;
        <Head as Record>::decode(row).map_err(|column| DbError::Defect(format!("the head row's {column} is damaged")))
    }

    /// [`DbError::Stale`] where this head, which was read under its lock, is not `expected`.
    pub(crate) fn require(&self, expected: &Head) -> DbResult<()> {
        if self == expected { Ok(()) } else { Err(DbError::Stale) }
    }

    /// The write that moves the head from where this one stands to `next`.
    pub fn advance(&self, next: &Head) -> Write {
        let mut values = Vec::new();
        next.encode(&mut values);
        values.extend([Value::Int(next.seq), Value::Int(self.seq)]);
        Write { table: Head::TABLE, kind: WriteKind::Update, values }
    }
}

/// A connection to either database, bound to one tenant while a transaction is open.
pub enum Conn {
    /// SQLite: the tenant's own file.
    Sqlite(Sqlite),
    /// PostgreSQL: any tenant's schema, one transaction at a time.
    Postgres(Box<Postgres>),
}

macro_rules! both {
    ($self:ident, $conn:ident => $call:expr) => {
        match $self {
            Conn::Sqlite($conn) => $call,
            Conn::Postgres($conn) => $call,
        }
    };
}

impl Conn {
    /// A connection to a PostgreSQL server that serves no tenant: what makes and drops whole databases.
    pub fn to_server(url: &str) -> DbResult<Conn> {
        let server = Server::of_url(url).map_err(|error| DbError::Defect(error.operator()))?;
        Ok(Conn::Postgres(Box::new(Postgres::connect(&Arc::new(server), None)?)))
    }

    /// Begins a writing transaction of `tenant`, locks and reads its head, then loads: one round trip.
    pub fn begin_write(&mut self, tenant: Uuid, loads: &[Load]) -> DbResult<(Head, Vec<Vec<Row>>)> {
        both!(self, conn => conn.begin_write(tenant, loads))
    }

    /// Begins a writing transaction of `tenant` and writes as [`Conn::write`] does: one round trip.
    ///
    /// # Errors
    ///
    /// [`DbError::Stale`] where the head does not stand at `expected`. After any error the transaction has to be rolled back.
    pub fn begin_and_write(&mut self, tenant: Uuid, expected: &Head, writes: &[Write]) -> DbResult<()> {
        both!(self, conn => conn.begin_and_write(tenant, expected, writes))
    }

    /// Reads the head of `tenant` and loads, in a snapshot of their own that ends with the call: one round trip.
    pub fn load_snapshot(&mut self, tenant: Uuid, loads: &[Load]) -> DbResult<(Head, Vec<Vec<Row>>)> {
        both!(self, conn => conn.load_snapshot(tenant, loads))
    }

    /// Begins a read-only snapshot of `tenant`.
    pub fn begin_read(&mut self, tenant: Uuid) -> DbResult<()> {
        both!(self, conn => conn.begin_read(tenant))
    }

    /// Begins one read-only snapshot of `tenant` on all `conns`, with the memory that reading all of its rows takes.
    pub(crate) fn begin_same_read(conns: &mut [Conn], tenant: Uuid) -> DbResult<()> {
        let Some((first, others)) = conns.split_first_mut() else { return Ok(()) };
        let sqlite = match first {
            Conn::Postgres(postgres) => {
                let snapshot = postgres.export_snapshot(tenant)?;
                return others.iter_mut().try_for_each(|conn| conn.begin_snapshot(tenant, &snapshot));
            }
            Conn::Sqlite(sqlite) => sqlite,
        };
        loop {
            let before = sqlite.data_version()?;
            for conn in &mut *others {
                conn.begin_read(tenant)?;
                // SQLite takes the snapshot with the first read.
                conn.query(READ_HEAD, &[])?;
            }
            sqlite.begin_read(tenant)?;
            // Nothing was committed between the first snapshot and the last.
            if sqlite.data_version()? == before {
                return Ok(());
            }
            sqlite.rollback()?;
            others.iter_mut().try_for_each(Conn::rollback)?;
        }
    }

    fn begin_snapshot(&mut self, tenant: Uuid, snapshot: &str) -> DbResult<()> {
        match self {
            Conn::Postgres(postgres) => postgres.begin_snapshot(tenant, snapshot),
            Conn::Sqlite(_) => Err(DbError::Defect("a snapshot of another database".to_owned())),
        }
    }

    /// Loads rows; several requests go out together.
    pub fn load(&mut self, loads: &[Load]) -> DbResult<Vec<Vec<Row>>> {
        both!(self, conn => conn.load(loads))
    }

    /// Sends all writes together and waits until every one has been answered and has changed exactly the rows it meant to.
    pub fn write(&mut self, writes: &[Write]) -> DbResult<()> {
        both!(self, conn => conn.write(writes))
    }

    /// Runs a query with `$1`-style parameters.
    pub fn query(&mut self, sql: &str, args: &[Value]) -> DbResult<Vec<Row>> {
        Ok(self.query_all(&[(sql, args)])?.pop().unwrap_or_default())
    }

    /// Runs queries with `$1`-style parameters in one round trip; the rows of each.
    pub fn query_all(&mut self, queries: &[(&str, &[Value])]) -> DbResult<Vec<Vec<Row>>> {
        both!(self, conn => conn.query_all(queries))
    }

    /// Runs one statement with `$1`-style parameters; the number of rows it changed.
    pub fn execute(&mut self, sql: &str, args: &[Value]) -> DbResult<u64> {
        both!(self, conn => conn.execute(sql, args))
    }

    /// Runs a script: migrations and savepoints.
    pub fn script(&mut self, sql: &str) -> DbResult<()> {
        both!(self, conn => conn.script(sql))
    }

    /// Commits; `Ok` only when the database said that it did.
    pub fn commit(&mut self) -> DbResult<()> {
        both!(self, conn => conn.commit())
    }

    /// Drops the transaction.
    pub fn rollback(&mut self) -> DbResult<()> {
        both!(self, conn => conn.rollback())
    }

    /// Drops a read-only snapshot; on PostgreSQL without waiting for the answer, see [`Conn::has_ended`].
    pub(crate) fn end_read(&mut self) -> DbResult<()> {
        match self {
            Conn::Sqlite(sqlite) => sqlite.rollback(),
            Conn::Postgres(postgres) => postgres.end_read(),
        }
    }

    /// Whether the snapshot before was dropped, as it must be before the next one begins.
    pub(crate) fn has_ended(&mut self) -> bool {
        match self {
            Conn::Sqlite(_) => true,
            Conn::Postgres(postgres) => postgres.has_ended(),
        }
    }

    /// How often the server of this connection was waited for; 0 on SQLite. Tests count with it.
    pub fn round_trips(&self) -> u64 {
        match self {
            Conn::Sqlite(_) => 0,
            Conn::Postgres(postgres) => postgres.round_trips(),
        }
    }

    /// Whether the database answers; on SQLite there is nothing to ask.
    pub fn ping(&mut self) -> DbResult<()> {
        match self {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(postgres) => postgres.ping(),
        }
    }

    /// The most memory that its page cache can take, in bytes; on PostgreSQL it has none.
    pub fn cache_bytes(&self) -> DbResult<usize> {
        match self {
            Conn::Sqlite(sqlite) => sqlite.cache_bytes(),
            Conn::Postgres(_) => Ok(0),
        }
    }

    /// How many steps SQLite took for the queries of this connection, about ten for every row that it read; 0 on PostgreSQL. Tests
    /// count with it.
    pub fn steps(&self) -> u64 {
        match self {
            Conn::Sqlite(sqlite) => sqlite.steps(),
            Conn::Postgres(_) => 0,
        }
    }

    /// Whether this is PostgreSQL, for the few places where the dialects differ.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_))
    }
}
