//! A company on a fresh database, with its writer running.

use crate::{Database, Dump, dump};
use command::{
    Answer, Authorise, Command, Limits, Module, Proved, Registry, SYSTEM, Scope, Submission, Typed, Writers,
};
use kernel::{Instant, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{DbError, Field, READ_TIME, Session, Store, Value, WorkingSet};
use tokio::sync::oneshot;
use uuid::Uuid;

/// A company with a running writer. Its clock is a counter and its command ids are derived from the clock, so the same calls
/// produce the same rows on every database.
///
/// ```no_run
/// # fn module() -> command::Module { command::Module::default() }
/// # #[derive(serde::Serialize, serde::Deserialize)] struct Greet { name: String }
/// # impl command::Command for Greet {
/// #     const NAME: &'static str = "test.greeting.say"; type Output = String;
/// #     fn run(&self, _: &mut command::Tx<'_, '_>) -> kernel::Result<String> { Ok(self.name.clone()) }
/// # }
/// for database in testkit::databases() {
///     let mut company = testkit::Company::new(database, || vec![module()]);
///     assert_eq!(company.run(Greet { name: "Ada".into() }).unwrap(), "Ada");
///     let rows = company.read(|session| session.query("SELECT count(*) FROM command", &[])).unwrap();
///     assert_eq!(rows, [[store::Value::Int(1)]]);
///     let before = company.dump();
///     company.restart();
///     testkit::assert_same(&before, &company.dump());
/// }
/// ```
pub struct Company {
    writers: Option<Arc<Writers>>,
    /// The modules of the company.
    pub registry: Arc<Registry>,
    /// The tenant id. Row ids and the hash chain depend on it, so it is constant across tests.
    pub tenant: Uuid,
    authorise: Authorise,
    limits: Limits,
    clock: AtomicI64,
    /// The database. Fields are dropped in order, so it is declared after everything that uses it.
    pub database: Arc<Database>,
}

/// The tenant id of a [`Company`] made without an explicit one.
pub const TENANT: Uuid = Uuid::from_u128(0x0195_5a7e_0000_7000_8000_0000_0000_0001);

/// The first instant of the clock: 2026-01-01T00:00:00Z, in microseconds.
const START: i64 = 1_767_225_600_000_000;

/// A moment in RFC 3339.
pub fn instant(text: &str) -> Instant {
    serde_json::from_value(text.into()).unwrap_or_else(|error| panic!("{text} is no moment: {error}"))
}

fn allow_all(_: &mut Session<'_>, _: Uuid, _: &str) -> Result<Option<Scope>> {
    Ok(Some(Scope::All))
}

impl Company {
    /// Opens a company with these modules in which every user has every permission.
    pub fn new(database: Database, modules: impl FnOnce() -> Vec<Module>) -> Company {
        Company::with(Arc::new(database), TENANT, modules(), allow_all, Limits::default())
    }

    /// Like [`Company::new`], with explicit limits for the writer.
    pub fn limited(database: Database, modules: impl FnOnce() -> Vec<Module>, limits: Limits) -> Company {
        Company::with(Arc::new(database), TENANT, modules(), allow_all, limits)
    }

    /// Opens a company with an explicit tenant, permission check and limits. Several companies may share a database. Two with the
    /// same tenant behave like two processes that serve it.
    pub fn with(
        database: Arc<Database>,
        tenant: Uuid,
        modules: Vec<Module>,
        authorise: Authorise,
        limits: Limits,
    ) -> Company {
        // Warnings of the writer are printed with the output of a failed test. Later calls fail, which is harmless.
        drop(
            tracing_subscriber::fmt()
                .with_test_writer()
                .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
                .try_init(),
        );
        let registry = Arc::new(Registry::of_layers(modules).unwrap_or_else(|error| panic!("{}", error.operator())));
        let clock = AtomicI64::new(START);
        let mut company = Company { writers: None, registry, tenant, authorise, limits, clock, database };
        company.restart();
        company
    }

    /// Stops the writer and the store and opens the same location again, like a restart of the program.
    pub fn restart(&mut self) {
        self.writers = None;
        let (control, tenant) = (command::migrations(), self.registry.migrations());
        let store = Store::open(self.database.place.clone(), control, tenant, READ_TIME);
        let writers = store.and_then(|store| {
            store.migrate(self.tenant)?;
            Writers::start(store, self.registry.definitions().clone(), self.authorise, self.limits, 2)
        });
        self.writers = Some(writers.unwrap_or_else(|error| panic!("{}: {error}", self.database.name)));
    }

    /// The writer threads.
    pub fn writers(&self) -> &Arc<Writers> {
        self.writers.as_ref().unwrap_or_else(|| unreachable!("writers are absent only during restart"))
    }

    /// The store of the writer threads.
    pub fn store(&self) -> &Arc<Store> {
        self.writers().store()
    }

    /// Sets the clock to `at`. Each submission advances it by one second.
    pub fn set_clock(&self, at: Instant) {
        self.clock.store(at.micros(), Ordering::SeqCst);
    }

    /// Builds the submission of `command` by the system user. A test can override fields: `Submission { key: …, ..company.submission(c) }`.
    pub fn submission<C: Command>(&self, command: C) -> Submission {
        self.boxed(Box::new(Typed(command)))
    }

    /// Returns the time of the clock in microseconds and advances it by one second.
    pub(crate) fn tick(&self) -> i64 {
        self.clock.fetch_add(1_000_000, Ordering::SeqCst)
    }

    /// Submits a command without waiting for its answer.
    pub fn submit(&self, submission: Submission) -> Result<oneshot::Receiver<Result<Answer>>> {
        self.writers().submit(submission)
    }

    /// Submits a command and waits for the serialized answer.
    pub fn answer(&self, submission: Submission) -> Result<Answer> {
        self.writers().execute(submission)
    }

    /// Runs `command` as the system user and returns its output.
    pub fn run<C: Command>(&self, command: C) -> Result<C::Output> {
        self.run_as(SYSTEM, command)
    }

    /// Runs `command` as the user `actor` and returns its output.
    pub fn run_as<C: Command>(&self, actor: Uuid, command: C) -> Result<C::Output> {
        let answer = self.answer(Submission { actor, ..self.submission(command) })?;
        Ok(output::<C>(&answer))
    }

    /// Returns the output `command` would have, without storing anything.
    pub fn dry_run<C: Command>(&self, command: C) -> Result<C::Output> {
        let answer = self.writers().dry_run(&self.submission(command))?;
        Ok(output::<C>(&answer))
    }

    /// Reads from a snapshot of the company.
    pub fn read<T>(&self, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        self.store().read(self.tenant, read)
    }

    /// Runs SQL directly on the company's tables and commits it, bypassing the commands, and empties the working set. Tests use it
    /// to create states that no command produces.
    pub fn sql(&self, sql: &str) -> Result<()> {
        let owned = sql.to_owned();
        let done = self.writers().maintain(self.tenant, move |conn| conn.script(&owned))?;
        let done = done.blocking_recv().unwrap_or_else(|_| panic!("the writer stopped during {sql}"));
        self.writers().evict(self.tenant)?;
        done
    }

    /// Runs SQL directly on the company's tables, returns the (invariant, offender) pairs that `verify` then finds, and rolls
    /// the SQL back.
    pub fn offenders_after(&self, sql: &str) -> Vec<(&'static str, String)> {
        let (sql, registry) = (sql.to_owned(), self.registry.clone());
        let (found, offenders) = std::sync::mpsc::channel();
        let job = self.writers().maintain(self.tenant, move |conn| {
            conn.script(&sql)?;
            let mut set = WorkingSet::default();
            let mut session = Session::new(conn, &mut set, Instant::now());
            for check in registry.checks() {
                let offender = match (check.run)(&mut session, registry.definitions()) {
                    Ok(finding) => finding.offender,
                    Err(error) => Some(error.to_string()),
                };
                offender.map(|offender| found.send((check.invariant, offender)));
            }
            // An error rolls the maintenance job back.
            Err(DbError::Refused("rolled back by the test".to_owned()))
        });
        let outcome = job.map(|outcome| outcome.blocking_recv());
        let offenders: Vec<_> = offenders.iter().collect();
        match outcome {
            Ok(Ok(Err(error))) if error.operator().contains("rolled back by the test") => offenders,
            other => panic!("the SQL failed: {other:?}"),
        }
    }

    /// Checks all invariants of the company.
    ///
    /// # Panics
    /// When an invariant has an offender; the message names the first one.
    pub fn verify(&self) {
        let proofs = command::prove(self.store(), self.tenant, &self.registry, |_, _| true);
        for Proved { check, finding, .. } in proofs.unwrap_or_else(|error| panic!("verify: {error}")).proved {
            assert_eq!(finding.offender, None, "{} {} ({})", check.invariant, check.what, self.database.name);
        }
    }

    /// Replays this company's log, with its ids, actors and times, into the empty company `other`. Both then have the same rows and hash chain.
    pub fn replay_into(&self, other: &Company) -> Result<()> {
        let log = "SELECT c.id, c.actor, c.at, c.name, c.version, b.body, coalesce(c.idempotency_key, ''), c.occurred_at FROM command c \
                   JOIN command_body b ON b.seq = c.seq ORDER BY c.seq";
        for row in self.read(|session| session.query(log, &[]))? {
            let mut row = row.into_iter();
            let (id, actor, at) = (field(row.next()), field(row.next()), Instant::from_micros(field(row.next())));
            let (name, version): (String, i64) = (field(row.next()), field(row.next()));
            let (body, key): (Vec<u8>, String) = (field(row.next()), field(row.next()));
            let occurred_at: Option<Instant> = field(row.next());
            let version = u16::try_from(version).unwrap_or_default();
            let submission = Submission::new(other.tenant, actor, other.registry.decode_logged(&name, version, &body)?);
            other.answer(Submission {
                id: Some(id),
                key: (!key.is_empty()).then_some(key),
                at,
                occurred_at,
                ..submission
            })?;
        }
        Ok(())
    }

    /// The rows of every table as sorted text, for a comparison with [`crate::assert_same`]; not those that say how work is going.
    pub fn dump(&self) -> Dump {
        let mut dump = self.read(dump::of_session).unwrap_or_else(|error| panic!("dump: {error}"));
        let operational = self.registry.definitions().tables.iter().filter(|table| table.operational);
        operational.for_each(|table| drop(dump.remove(table.name)));
        dump
    }
}

fn field<F: Field>(value: Option<Value>) -> F {
    value.and_then(F::from_value).unwrap_or_else(|| panic!("a column of the log has an unexpected type"))
}

/// Deserializes the output of a command from its answer.
pub fn output<C: Command>(answer: &Answer) -> C::Output {
    serde_json::from_slice(&answer.body)
        .unwrap_or_else(|error| panic!("{} answered {}: {error}", C::NAME, String::from_utf8_lossy(&answer.body)))
}
