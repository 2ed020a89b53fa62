//! Where tenants are stored and how their tables are made.

use crate::conn::{Conn, DbError, DbResult, Row};
use crate::postgres::Postgres;
use crate::readers::{ReadPermit, Readers};
use crate::server::Server;
use crate::sqlite::{CHECKPOINT_BYTES, Sqlite, length, wal_of};
use crate::{Memory, Session, Value, WorkingSet};
use kernel::{Error, Instant, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// The control tenant: users, tenants, sessions. It is a tenant like any other, with tables of its own.
pub const CONTROL: Uuid = Uuid::nil();

/// How long a read may take unless a setting says otherwise.
pub const READ_TIME: Duration = Duration::from_secs(30);

/// A numbered step of a module's tables, with SQL for each database. Write it with [`migration!`](crate::migration).
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The module that owns the tables.
    pub module: &'static str,
    /// Its place in the module's order, from 1.
    pub number: i64,
    /// The SQL for SQLite.
    pub sqlite: &'static str,
    /// The SQL for PostgreSQL, where texts need `COLLATE "C"`: both databases compare them by bytes.
    pub postgres: &'static str,
}

impl Migration {
    fn sql(&self, postgres: bool) -> &'static str {
        if postgres { self.postgres } else { self.sqlite }
    }

    /// Its row in the table of the applied ones.
    fn key(&self) -> Row {
        vec![Value::Text(self.module.to_owned()), Value::Int(self.number)]
    }
}

/// The place of the data.
#[derive(Clone, Debug)]
pub enum Location {
    /// A directory with one SQLite file per tenant.
    Directory(PathBuf),
    /// A PostgreSQL database with one schema per tenant.
    Postgres(String),
}

/// The file of the control tenant in a data directory.
const CONTROL_FILE: &str = "control.db";
/// The page cache of a connection that only carries pages from the WAL to the file, in bytes.
const CHECKPOINT_CACHE: usize = 2 << 20;

impl Location {
    /// Whether it has been used before.
    ///
    /// # Errors
    ///
    /// 503 where the database server cannot be asked.
    pub fn has_data(&self) -> Result<bool> {
        match self {
            Location::Directory(directory) => Ok(directory.join(CONTROL_FILE).exists()),
            Location::Postgres(url) => {
                let sql = "SELECT nspname::text FROM pg_namespace WHERE nspname = $1";
                let control = Value::Text(schema_name(CONTROL));
                let found = Conn::to_server(url).and_then(|mut conn| conn.query(sql, &[control]));
                Ok(!found
                    .map_err(|error| crate::errors::database_not_opened(Error::from(error).operator()))?
                    .is_empty())
            }
        }
    }
}

/// The schema of a tenant on PostgreSQL: made from its id, never from its name.
pub fn schema_name(tenant: Uuid) -> String {
    if tenant == CONTROL { "sanduk_control".to_owned() } else { format!("t_{}", tenant.simple()) }
}

/// All tenants of one place.
pub struct Store {
    location: Location,
    pub(crate) server: Option<Arc<Server>>,
    control: Vec<Migration>,
    tenant: Vec<Migration>,
    read_time: Duration,
    ready: Mutex<BTreeMap<Uuid, Arc<Mutex<bool>>>>,
    readers: Readers,
    memory: Memory,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tables that every tenant has before its first migration.
const HEAD: Migration = Migration {
    module: "store",
    number: 0,
    sqlite: include_str!("../migrations/head.sqlite.sql"),
    postgres: include_str!("../migrations/head.pg.sql"),
};

impl Store {
    /// Opens `place`. `control` are the tables of the control tenant, `tenant` those of every other; a read that takes
    /// longer than `read_time` is cut off.
    pub fn open(
        location: Location,
        control: Vec<Migration>,
        tenant: Vec<Migration>,
        read_time: Duration,
    ) -> Result<Arc<Store>> {
        if let Location::Directory(directory) = &location {
            std::fs::create_dir_all(directory.join("tenants"))
                .map_err(|error| crate::errors::data_directory(directory.display(), error))?;
        }
        let server = match &location {
            Location::Postgres(url) => Some(Arc::new(Server::of_url(url)?)),
            Location::Directory(_) => None,
        };
        let store = Arc::new(Store {
            location,
            server,
            control,
            tenant,
            read_time,
            ready: Mutex::default(),
            readers: Readers::default(),
            memory: Memory::default(),
        });
        if let Location::Directory(directory) = &store.location {
            checkpoint_in_background(directory.clone(), Arc::downgrade(&store));
        }
        // The operator who starts the program needs the cause, which clients are not told.
        let failed = crate::errors::database_not_opened;
        store.ready(CONTROL).map_err(failed)?;
        Ok(store)
    }

    /// The bound of the memory that companies take.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The longest time for a read.
    pub fn read_time(&self) -> Duration {
        self.read_time
    }

    /// Whether tenants live in SQLite files, each with a connection of its own.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Directory(_))
    }

    /// The file of a tenant on SQLite.
    pub fn file(&self, tenant: Uuid) -> Option<PathBuf> {
        match &self.location {
            Location::Directory(directory) if tenant == CONTROL => Some(directory.join(CONTROL_FILE)),
            Location::Directory(directory) => Some(directory.join("tenants").join(format!("{}.db", tenant.simple()))),
            Location::Postgres(_) => None,
        }
    }

    /// A connection for the writer of `tenant`, whose tables are brought up to date first; a query of its commands that takes longer
    /// than a read may is cut off. [`Store::migrate`] makes a new tenant.
    pub fn writer(&self, tenant: Uuid) -> DbResult<Conn> {
        self.ready(tenant)?;
        let mut conn = self.connect(tenant, Some(self.read_time))?;
        if let Conn::Postgres(postgres) = &mut conn {
            postgres.configure_writer()?;
        }
        Ok(conn)
    }

    /// A connection with which the writer of `tenant` loads rows while another one commits.
    pub fn loader(&self, tenant: Uuid) -> DbResult<Conn> {
        match self.file(tenant) {
            Some(file) => Sqlite::open_reader(&file, Some(self.read_time)).map(Conn::Sqlite),
            None => self.writer(tenant),
        }
    }

    /// A connection that writes. `limit` is the longest time for a query, and on PostgreSQL for every statement.
    fn connect(&self, tenant: Uuid, limit: Option<Duration>) -> DbResult<Conn> {
        match (&self.server, self.file(tenant)) {
            (Some(server), _) => Ok(Conn::Postgres(Box::new(Postgres::connect(server, limit)?))),
            (_, Some(file)) => Ok(Conn::Sqlite(Sqlite::open_writer(&file, limit, self.memory.for_writer_pages())?)),
            (_, None) => Err(DbError::Defect("a tenant without a place".to_owned())),
        }
    }

    fn connect_reader(&self, tenant: Uuid, limit: Option<Duration>) -> DbResult<Conn> {
        match (&self.server, self.file(tenant)) {
            (Some(server), _) => Ok(Conn::Postgres(Box::new(Postgres::connect(server, limit)?))),
            (_, Some(file)) => Sqlite::open_reader(&file, limit).map(Conn::Sqlite),
            (_, None) => Err(DbError::Defect("a tenant without a place".to_owned())),
        }
    }

    /// Runs `read` over a snapshot of `tenant`; what takes too long is cut off. Blocks; call it where blocking is allowed.
    pub fn read<T>(&self, tenant: Uuid, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        self.read_as(self.readers.permit(tenant), tenant, read)
    }

    /// [`Store::read`] of a few rows by their keys, for a log-in. It waits for no other read of the company: its permit is one of
    /// the control tenant's.
    pub fn look_up<T>(&self, tenant: Uuid, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        self.read_as(self.readers.permit(CONTROL), tenant, read)
    }

    fn read_as<T>(
        &self,
        _permit: ReadPermit<'_>,
        tenant: Uuid,
        read: impl FnOnce(&mut Session<'_>) -> Result<T>,
    ) -> Result<T> {
        self.ready(tenant)?;
        let mut conn = self.reader(tenant)?;
        let (outcome, failure) = read_snapshot(&mut conn, tenant, read)?;
        match failure {
            // The idle connections may be as dead as this one, and each would be waited for.
            Some(DbError::Lost(_)) => self.readers.close_idle(self.file_of(tenant)),
            None | Some(DbError::TooSlow(_) | DbError::Busy(_) | DbError::Retry(_)) => self.keep_reader(tenant, conn),
            _ => {}
        }
        outcome
    }

    /// [`Store::read`] without a time limit, for proofs and imports.
    pub fn read_unlimited<T>(&self, tenant: Uuid, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        let _permit = self.readers.permit(tenant);
        self.ready(tenant)?;
        read_snapshot(&mut self.connect_reader(tenant, None)?, tenant, read)?.0
    }

    /// Readers of one and the same snapshot of `tenant` without a time limit, at least one and at most `most`: as many as
    /// may read at once now. Each can be used on a thread of its own.
    pub fn read_in_parallel(&self, tenant: Uuid, most: usize) -> Result<Vec<Reader<'_>>> {
        let mut permits = vec![self.readers.permit(tenant)];
        self.ready(tenant)?;
        permits.extend(std::iter::from_fn(|| self.readers.try_permit(tenant)).take(most.saturating_sub(1)));
        let mut conns = permits.iter().map(|_| self.connect_reader(tenant, None)).collect::<DbResult<Vec<_>>>()?;
        Conn::begin_same_read(&mut conns, tenant)?;
        Ok(conns.into_iter().zip(permits).map(|(conn, permit)| Reader { conn, _permit: permit }).collect())
    }

    /// The tenant whose file a connection has open, on SQLite.
    fn file_of(&self, tenant: Uuid) -> Option<Uuid> {
        self.is_sqlite().then_some(tenant)
    }

    fn reader(&self, tenant: Uuid) -> DbResult<Conn> {
        let mut idle = self.readers.take_idle(self.file_of(tenant));
        if idle.as_mut().is_some_and(|conn| !conn.has_ended()) {
            // The other idle connections may be as dead as this one, and each would be waited for.
            self.readers.close_idle(self.file_of(tenant));
            idle = None;
        }
        match idle {
            Some(Conn::Postgres(postgres)) if postgres.needs_replacement() => {}
            Some(conn) => return Ok(conn),
            None => {}
        }
        self.connect_reader(tenant, Some(self.read_time))
    }

    fn keep_reader(&self, tenant: Uuid, mut conn: Conn) {
        if conn.end_read().is_ok() {
            self.readers.keep_idle(self.file_of(tenant), conn, self.memory.for_idle_readers());
        }
    }

    /// Whether this process has brought the tables of `tenant` up to date, so that [`Store::ready`] has nothing to wait for.
    pub fn is_ready(&self, tenant: Uuid) -> bool {
        let state = lock(&self.ready).get(&tenant).cloned();
        state.is_some_and(|state| state.try_lock().is_ok_and(|ready| *ready))
    }

    /// Brings the tables of `tenant` up to date if this process has not done so yet; other tenants do not wait for it. A tenant
    /// that does not exist is not created by a read, and its id is not remembered.
    pub fn ready(&self, tenant: Uuid) -> DbResult<()> {
        let state = lock(&self.ready).entry(tenant).or_default().clone();
        let mut ready = lock(&state);
        if *ready {
            return Ok(());
        }
        let done = self.bring_up_to_date(tenant);
        if done.is_err() {
            lock(&self.ready).remove(&tenant);
        }
        *ready = done.is_ok();
        done
    }

    /// A tenant that lacks nothing is asked with a connection for reads, which waits for no lock and serves the next read.
    fn bring_up_to_date(&self, tenant: Uuid) -> DbResult<()> {
        if tenant == CONTROL {
            return self.migrate(CONTROL).map(drop);
        }
        if self.file(tenant).is_some_and(|file| !file.exists()) {
            return Err(DbError::NoTenant(tenant));
        }
        let mut conn = self.reader(tenant)?;
        conn.begin_read(tenant)?;
        let applied = if has_table(&mut conn, tenant, "migration")? { Some(applied(&mut conn)?) } else { None };
        self.keep_reader(tenant, conn);
        let applied = applied.ok_or(DbError::NoTenant(tenant))?;
        if self.tenant.iter().all(|migration| applied.contains(&migration.key())) {
            return Ok(());
        }
        self.migrate(tenant).map(drop)
    }

    /// Creates the tables of `tenant`, or applies the migrations it lacks, all or none; how many migrations were applied.
    pub fn migrate(&self, tenant: Uuid) -> DbResult<usize> {
        let mut conn = self.connect(tenant, None)?;
        let migrations = if tenant == CONTROL { &self.control } else { &self.tenant };
        let applied = migrate(&mut conn, tenant, migrations);
        if applied.is_err() {
            // The connection is dropped next; a failed rollback has nothing more to say than the error at hand.
            drop(conn.rollback());
        }
        applied
    }

    /// Removes every trace of `tenant`, for tests and for a tenant whose creation failed half-way.
    pub fn drop_tenant(&self, tenant: Uuid) -> Result<()> {
        lock(&self.ready).remove(&tenant);
        self.readers.close_idle(Some(tenant));
        if let Some(file) = self.file(tenant) {
            for suffix in ["", "-wal", "-shm"] {
                let mut name = file.clone().into_os_string();
                name.push(suffix);
                drop(std::fs::remove_file(name));
            }
            return Ok(());
        }
        let mut conn = self.connect(tenant, None)?;
        Ok(conn.script(&format!("DROP SCHEMA IF EXISTS {} CASCADE", schema_name(tenant)))?)
    }
}

/// A reader of a snapshot that others share, for one thread.
pub struct Reader<'a> {
    conn: Conn,
    _permit: ReadPermit<'a>,
}

impl Reader<'_> {
    /// Runs `read` over the snapshot.
    pub fn read<T>(&mut self, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        let mut set = WorkingSet::default();
        read(&mut Session::new(&mut self.conn, &mut set, Instant::now()))
    }
}

/// The outcome of `read` over a snapshot, and the failure of the connection, if there was one.
fn read_snapshot<T>(
    conn: &mut Conn,
    tenant: Uuid,
    read: impl FnOnce(&mut Session<'_>) -> Result<T>,
) -> DbResult<(Result<T>, Option<DbError>)> {
    conn.begin_read(tenant)?;
    let mut set = WorkingSet::default();
    let mut session = Session::new(conn, &mut set, Instant::now());
    session.tenant = Some(tenant);
    let outcome = read(&mut session);
    Ok((outcome, session.failure))
}

fn migrate(conn: &mut Conn, tenant: Uuid, migrations: &[Migration]) -> DbResult<usize> {
    let postgres = conn.is_postgres();
    let schema = schema_name(tenant);
    if postgres {
        conn.script(&format!(
            "BEGIN; SELECT pg_advisory_xact_lock(hashtext('{schema}')); CREATE SCHEMA IF NOT EXISTS {schema}; \
             SET LOCAL search_path TO {schema}"
        ))?;
    } else {
        conn.script("BEGIN IMMEDIATE")?;
    }
    if !has_table(conn, tenant, "head")? {
        if postgres && tenant == CONTROL {
            conn.script(include_str!("../migrations/control.pg.sql"))?;
        }
        conn.script(HEAD.sql(postgres))?;
        let zero = Value::Bytes(vec![0; 32]);
        let head = "INSERT INTO head (one, tenant, seq, hash, at, min_writer, schema, version) \
                    VALUES (1, $1, 0, $2, 0, 1, 0, 0)";
        conn.execute(head, &[Value::Id(tenant), zero])?;
    } else if postgres {
        conn.query("SELECT seq FROM head FOR UPDATE", &[])?;
    }
    let done = applied(conn)?;
    let mut applied = 0;
    for migration in migrations.iter().filter(|migration| !done.contains(&migration.key())) {
        conn.script(migration.sql(postgres))?;
        conn.execute("INSERT INTO migration (module, number) VALUES ($1, $2)", &migration.key())?;
        conn.execute("UPDATE head SET schema = schema + 1", &[])?;
        applied += 1;
    }
    conn.commit()?;
    Ok(applied)
}

/// Whether the tenant of the open transaction has this table.
fn has_table(conn: &mut Conn, tenant: Uuid, table: &str) -> DbResult<bool> {
    let table = Value::Text(table.to_owned());
    let found = if conn.is_postgres() {
        let schema = Value::Text(schema_name(tenant));
        conn.query("SELECT 1::bigint FROM pg_tables WHERE schemaname = $1 AND tablename = $2", &[schema, table])?
    } else {
        conn.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", &[table])?
    };
    Ok(!found.is_empty())
}

/// The keys of the migrations that the tenant of the open transaction has.
fn applied(conn: &mut Conn) -> DbResult<Vec<Row>> {
    conn.query("SELECT module, number FROM migration", &[])
}

/// Writers never checkpoint: a thread of its own moves the WAL into the file while they go on.
fn checkpoint_in_background(directory: PathBuf, store: std::sync::Weak<Store>) {
    let body = move || {
        let mut connections: BTreeMap<PathBuf, Sqlite> = BTreeMap::new();
        while store.upgrade().is_some() {
            std::thread::park_timeout(Duration::from_millis(200));
            let Ok(files) = std::fs::read_dir(directory.join("tenants")) else {
                continue;
            };
            let files = files.filter_map(|file| file.ok().map(|file| file.path()));
            for file in
                files.filter(|file| file.extension().is_some_and(|e| e == "db")).chain([directory.join("control.db")])
            {
                if length(&wal_of(&file)) > CHECKPOINT_BYTES {
                    if connections.len() > 16 {
                        connections.clear();
                    }
                    checkpoint(&mut connections, &file);
                }
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("checkpoint".to_owned()).spawn(body) {
        tracing::error!(%error, "no checkpoint thread: WAL files will grow");
    }
}

fn checkpoint(connections: &mut BTreeMap<PathBuf, Sqlite>, file: &Path) {
    if !connections.contains_key(file) {
        match Sqlite::open_writer(file, None, CHECKPOINT_CACHE) {
            Ok(connection) => connections.insert(file.to_path_buf(), connection),
            Err(error) => return tracing::warn!(%error, file = %file.display(), "checkpoint"),
        };
    }
    if let Some(Err(error)) = connections.get(file).map(Sqlite::checkpoint) {
        tracing::warn!(%error, file = %file.display(), "checkpoint");
    }
}
