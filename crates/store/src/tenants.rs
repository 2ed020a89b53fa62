//! Where tenants are stored and how their tables are made.

use crate::conn::{Conn, DbError, DbResult};
use crate::postgres::{Postgres, WRITER_STATEMENT_TIME};
use crate::server::Server;
use crate::sqlite::{CHECKPOINT_BYTES, Sqlite, length, wal_of};
use crate::{Session, Value, WorkingSet};
use kernel::{Instant, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// The control tenant: users, tenants, sessions. It is a tenant like any other, with tables of its own.
pub const CONTROL: Uuid = Uuid::nil();

/// How many reads run at once; more wait their turn.
const READERS: usize = 16;

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

impl Location {
    /// Whether a directory has been used before. A database server is not asked.
    pub fn has_data(&self) -> bool {
        match self {
            Location::Directory(directory) => directory.join(CONTROL_FILE).exists(),
            Location::Postgres(_) => true,
        }
    }
}

/// The schema of a tenant on PostgreSQL: made from its id, never from its name.
pub fn schema_name(tenant: Uuid) -> String {
    if tenant == CONTROL { "sanduk_control".to_owned() } else { format!("t_{}", tenant.simple()) }
}

struct ReadPermit<'a>(&'a Store);

impl Drop for ReadPermit<'_> {
    fn drop(&mut self) {
        lock(&self.0.readers).busy -= 1;
        self.0.reader_done.notify_one();
    }
}

#[derive(Default)]
struct Readers {
    idle: BTreeMap<Option<Uuid>, Vec<Conn>>,
    busy: usize,
}

/// All tenants of one place.
pub struct Store {
    location: Location,
    server: Option<Arc<Server>>,
    control: Vec<Migration>,
    tenant: Vec<Migration>,
    read_time: Duration,
    ready: Mutex<BTreeMap<Uuid, Arc<Mutex<bool>>>>,
    readers: Mutex<Readers>,
    reader_done: Condvar,
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
            readers: Mutex::default(),
            reader_done: Condvar::new(),
        });
        if let Location::Directory(directory) = &store.location {
            checkpoint_in_background(directory.clone(), Arc::downgrade(&store));
        }
        // The operator who starts the program needs the cause, which clients are not told.
        let failed = crate::errors::database_not_opened;
        store.ready(CONTROL).map_err(failed)?;
        Ok(store)
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

    /// A connection for the writer of `tenant`, whose tables are brought up to date first. [`Store::migrate`] makes a new one.
    pub fn writer(&self, tenant: Uuid) -> DbResult<Conn> {
        self.ready(tenant)?;
        let mut conn = self.connect(tenant, Some(WRITER_STATEMENT_TIME))?;
        if let Conn::Postgres(postgres) = &mut conn {
            postgres.configure_writer()?;
        }
        Ok(conn)
    }

    /// A connection that writes. On PostgreSQL `limit` is the longest time for a statement.
    fn connect(&self, tenant: Uuid, limit: Option<Duration>) -> DbResult<Conn> {
        match (&self.server, self.file(tenant)) {
            (Some(server), _) => Ok(Conn::Postgres(Box::new(Postgres::connect(server, limit)?))),
            (_, Some(file)) => Ok(Conn::Sqlite(Sqlite::open_writer(&file)?)),
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
        self.ready(tenant)?;
        let _permit = self.acquire_read_permit();
        let mut conn = self.reader(tenant)?;
        let (outcome, failure) = read_snapshot(&mut conn, tenant, read)?;
        let location = self.is_sqlite().then_some(tenant);
        match failure {
            // The idle connections may be as dead as this one, and each would be waited for.
            Some(DbError::Lost(_)) => drop(lock(&self.readers).idle.remove(&location)),
            None | Some(DbError::TooSlow(_)) if conn.end_read().is_ok() => {
                lock(&self.readers).idle.entry(location).or_default().push(conn);
            }
            _ => {}
        }
        outcome
    }

    /// [`Store::read`] without a time limit, for proofs and imports.
    pub fn read_unlimited<T>(&self, tenant: Uuid, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        self.ready(tenant)?;
        let _permit = self.acquire_read_permit();
        read_snapshot(&mut self.connect_reader(tenant, None)?, tenant, read)?.0
    }

    /// Waits until fewer than [`READERS`] reads run. The permit ends when it is dropped, also by a panic.
    fn acquire_read_permit(&self) -> ReadPermit<'_> {
        let mut readers = lock(&self.readers);
        while readers.busy >= READERS {
            readers = self.reader_done.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
        readers.busy += 1;
        ReadPermit(self)
    }

    fn reader(&self, tenant: Uuid) -> DbResult<Conn> {
        let location = self.is_sqlite().then_some(tenant);
        let mut readers = lock(&self.readers);
        let mut idle = readers.idle.get_mut(&location).and_then(Vec::pop);
        // Idle connections of tenants that are not read any more would keep their files open.
        if readers.idle.len() > 128 {
            readers.idle.pop_first();
        }
        drop(readers);
        if idle.as_mut().is_some_and(|conn| !conn.has_ended()) {
            // The other idle connections may be as dead as this one, and each would be waited for.
            drop(lock(&self.readers).idle.remove(&location));
            idle = None;
        }
        if matches!(&idle, Some(Conn::Postgres(postgres)) if postgres.needs_replacement()) {
            idle = None;
        }
        match idle {
            Some(conn) => Ok(conn),
            None => self.connect_reader(tenant, Some(self.read_time)),
        }
    }

    /// Brings the tables of `tenant` up to date if this process has not done so yet. A tenant that
    /// does not exist is not created by a read.
    fn ready(&self, tenant: Uuid) -> DbResult<()> {
        let state = lock(&self.ready).entry(tenant).or_default().clone();
        let mut ready = lock(&state);
        if !*ready {
            if tenant != CONTROL && !self.exists(tenant)? {
                return Err(DbError::NoTenant(tenant));
            }
            self.migrate(tenant)?;
            *ready = true;
        }
        Ok(())
    }

    fn exists(&self, tenant: Uuid) -> DbResult<bool> {
        match self.file(tenant) {
            Some(file) => Ok(file.exists()),
            None => {
                let schema = Value::Text(schema_name(tenant));
                let sql = "SELECT 1::bigint FROM pg_namespace WHERE nspname = $1";
                Ok(!self.connect(tenant, Some(self.read_time))?.query(sql, &[schema])?.is_empty())
            }
        }
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
        lock(&self.readers).idle.remove(&Some(tenant));
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
    let exists = if postgres {
        conn.query(
            "SELECT 1::bigint FROM pg_tables WHERE schemaname = $1 AND tablename = 'head'",
            &[Value::Text(schema)],
        )?
    } else {
        conn.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'head'", &[])?
    };
    if exists.is_empty() {
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
    let done = conn.query("SELECT module, number FROM migration", &[])?;
    let mut applied = 0;
    for migration in migrations {
        let key = vec![Value::Text(migration.module.to_owned()), Value::Int(migration.number)];
        if !done.contains(&key) {
            conn.script(migration.sql(postgres))?;
            conn.execute("INSERT INTO migration (module, number) VALUES ($1, $2)", &key)?;
            conn.execute("UPDATE head SET schema = schema + 1", &[])?;
            applied += 1;
        }
    }
    conn.commit()?;
    Ok(applied)
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
        match Sqlite::open_writer(file) {
            Ok(connection) => connections.insert(file.to_path_buf(), connection),
            Err(error) => return tracing::warn!(%error, file = %file.display(), "checkpoint"),
        };
    }
    if let Some(Err(error)) = connections.get(file).map(Sqlite::checkpoint) {
        tracing::warn!(%error, file = %file.display(), "checkpoint");
    }
}
