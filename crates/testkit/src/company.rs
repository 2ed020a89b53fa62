//! A company on a fresh database, with its writer running.

use crate::{Database, Dump, dump};
use command::{Answer, Authorise, Command, Limits, Module, Registry, SYSTEM, Submission, Typed, Writers};
use kernel::{Instant, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{DbError, Field, READ_TIME, Session, Store, Value, WorkingSet};
use tokio::sync::oneshot;
use uuid::Uuid;

/// A company with a running writer. Its clock is a counter and its command ids are derived from it, so the same calls make
/// the same rows on every database.
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
    /// All its modules.
    pub registry: Arc<Registry>,
    /// Its id: the same in every test, because ids and chain depend on it.
    pub tenant: Uuid,
    authorise: Authorise,
    limits: Limits,
    clock: AtomicI64,
    /// Last, so that it goes after everything that uses it.
    pub database: Arc<Database>,
}

/// The tenant of every [`Company`] that does not say otherwise.
pub const TENANT: Uuid = Uuid::from_u128(0x0195_5a7e_0000_7000_8000_0000_0000_0001);

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600_000_000;

fn everything_is_allowed(_: &mut Session<'_>, _: Uuid, _: &str) -> Result<bool> {
    Ok(true)
}

impl Company {
    /// A company with these modules in which everybody may do everything.
    pub fn new(database: Database, modules: impl FnOnce() -> Vec<Module>) -> Company {
        Company::with(Arc::new(database), TENANT, modules(), everything_is_allowed, Limits::default())
    }

    /// The same with limits of its own.
    pub fn limited(database: Database, modules: impl FnOnce() -> Vec<Module>, limits: Limits) -> Company {
        Company::with(Arc::new(database), TENANT, modules(), everything_is_allowed, limits)
    }

    /// A company with everything chosen; several may share a database, even as several processes sharing one tenant would.
    pub fn with(
        database: Arc<Database>,
        tenant: Uuid,
        modules: Vec<Module>,
        authorise: Authorise,
        limits: Limits,
    ) -> Company {
        // What the writer warns of is shown with the test that fails; a second call is the same one.
        drop(
            tracing_subscriber::fmt()
                .with_test_writer()
                .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
                .try_init(),
        );
        let registry = Arc::new(Registry::of(modules));
        let clock = AtomicI64::new(START);
        let mut company = Company { writers: None, registry, tenant, authorise, limits, clock, database };
        company.restart();
        company
    }

    /// Stops writer and store and opens the same place again, as a restart of the program would.
    pub fn restart(&mut self) {
        self.writers = None;
        let (control, tenant) = (command::migrations(), self.registry.migrations());
        let store = Store::open(self.database.place.clone(), control, tenant, READ_TIME);
        let writers = store.and_then(|store| {
            store.migrate(self.tenant)?;
            Writers::start(store, self.authorise, self.limits, 2)
        });
        self.writers = Some(writers.unwrap_or_else(|error| panic!("{}: {error}", self.database.name)));
    }

    /// Its writers.
    pub fn writers(&self) -> &Arc<Writers> {
        self.writers.as_ref().unwrap_or_else(|| unreachable!("only a restart is without writers"))
    }

    /// Its store.
    pub fn store(&self) -> &Arc<Store> {
        self.writers().store()
    }

    /// Moves the clock to `at`; every further submission is a second later.
    pub fn set_clock(&self, at: Instant) {
        self.clock.store(at.micros(), Ordering::SeqCst);
    }

    /// `command` as the program itself would submit it, to change before it goes: `Submission { key: …, ..company.submission(c) }`.
    pub fn submission<C: Command>(&self, command: C) -> Submission {
        self.boxed(Box::new(Typed(command)))
    }

    /// The next moment of the clock.
    pub(crate) fn tick(&self) -> i64 {
        self.clock.fetch_add(1_000_000, Ordering::SeqCst)
    }

    /// Submits without waiting.
    pub fn submit(&self, submission: Submission) -> Result<oneshot::Receiver<Result<Answer>>> {
        self.writers().submit(submission)
    }

    /// Submits and waits for the answer as it would go out.
    pub fn answer(&self, submission: Submission) -> Result<Answer> {
        self.writers().execute(submission)
    }

    /// Runs `command` as the program itself.
    pub fn run<C: Command>(&self, command: C) -> Result<C::Output> {
        self.run_as(SYSTEM, command)
    }

    /// Runs `command` as the user `actor`.
    pub fn run_as<C: Command>(&self, actor: Uuid, command: C) -> Result<C::Output> {
        let answer = self.answer(Submission { actor, ..self.submission(command) })?;
        Ok(output::<C>(&answer))
    }

    /// What `command` would answer; nothing remains of it.
    pub fn dry_run<C: Command>(&self, command: C) -> Result<C::Output> {
        let answer = self.writers().dry_run(&self.submission(command))?;
        Ok(output::<C>(&answer))
    }

    /// Reads over a snapshot.
    pub fn read<T>(&self, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        self.store().read(self.tenant, read)
    }

    /// Runs SQL behind the writer's back, to plant what no command would: defects for `verify` to find.
    pub fn sql(&self, sql: &str) -> Result<()> {
        let owned = sql.to_owned();
        let done = self.writers().maintain(self.tenant, move |conn| conn.script(&owned))?;
        let done = done.blocking_recv().unwrap_or_else(|_| panic!("the writer stopped during {sql}"));
        self.writers().evict(self.tenant)?;
        done
    }

    /// What `verify` finds after `sql` has been run behind the writer's back: (invariant, offender). The SQL is taken back.
    pub fn with_planted(&self, sql: &str) -> Vec<(&'static str, String)> {
        let (sql, registry) = (sql.to_owned(), self.registry.clone());
        let (found, offenders) = std::sync::mpsc::channel();
        let planted = self.writers().maintain(self.tenant, move |conn| {
            conn.script(&sql)?;
            let mut set = WorkingSet::default();
            let mut session = Session::new(conn, &mut set, Instant::now());
            for check in command::checks().iter().chain(registry.modules().iter().flat_map(|module| &module.checks)) {
                let offender = match (check.run)(&mut session) {
                    Ok(finding) => finding.offender,
                    Err(error) => Some(error.to_string()),
                };
                offender.map(|offender| found.send((check.invariant, offender)));
            }
            // Maintenance that fails is taken back: this one has only looked.
            Err(DbError::Refused("planted".to_owned()))
        });
        let outcome = planted.map(|outcome| outcome.blocking_recv());
        let offenders: Vec<_> = offenders.iter().collect();
        match outcome {
            Ok(Ok(Err(error))) if error.detail().contains("planted") => offenders,
            other => panic!("planting failed: {other:?}"),
        }
    }

    /// Proves the company's books; the test fails with the first offender.
    pub fn verify(&self) {
        let log = command::checks();
        for check in log.iter().chain(self.registry.modules().iter().flat_map(|module| &module.checks)) {
            let finding =
                self.read(check.run).unwrap_or_else(|error| panic!("{} {}: {error}", check.invariant, check.what));
            assert_eq!(finding.offender, None, "{} {} ({})", check.invariant, check.what, self.database.name);
        }
    }

    /// Plays this company's log, as it is kept, into the fresh company `other`: the same rows and the same chain must come of it.
    pub fn replay_into(&self, other: &Company) -> Result<()> {
        let log = "SELECT c.id, c.actor, c.at, c.name, b.body, coalesce(c.idempotency_key, '') FROM command c \
                   JOIN command_body b ON b.seq = c.seq ORDER BY c.seq";
        for row in self.read(|session| session.query(log, &[]))? {
            let mut row = row.into_iter();
            let (id, actor, at) = (field(row.next()), field(row.next()), Instant::from_micros(field(row.next())));
            let (name, body, key): (String, Vec<u8>, String) =
                (field(row.next()), field(row.next()), field(row.next()));
            let submission = Submission::new(other.tenant, actor, other.registry.decode_logged(&name, &body)?);
            other.answer(Submission { id: Some(id), key: (!key.is_empty()).then_some(key), at, ..submission })?;
        }
        Ok(())
    }

    /// Every table's rows as sorted text: to compare companies with [`crate::assert_same`].
    pub fn dump(&self) -> Dump {
        self.read(dump::of_session).unwrap_or_else(|error| panic!("dump: {error}"))
    }
}

fn field<F: Field>(value: Option<Value>) -> F {
    value.and_then(F::from_value).unwrap_or_else(|| panic!("the log holds something else than it should"))
}

/// The typed output in an answer.
pub fn output<C: Command>(answer: &Answer) -> C::Output {
    serde_json::from_slice(&answer.body)
        .unwrap_or_else(|error| panic!("{} answered {}: {error}", C::NAME, String::from_utf8_lossy(&answer.body)))
}
