//! The one writer per company: batches of commands, applied in memory, flushed together, committed, then answered.
//!
//! A few threads serve all tenants; a tenant always has the same thread, so its commands have one order and its
//! connection and working set need no lock.

use crate::log::{CommandBody, CommandRow, chain_hash};
use crate::{AnyCommand, CommandContext, Response, Tx};
use kernel::{Error, Instant, Result};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{Conn, DbError, DbResult, Head, Prefetch, Read, Session, Store, WorkingSet, begin_batch};
use tokio::sync::oneshot;
use uuid::Uuid;

/// The actor that is nobody: the program itself, which may do everything.
pub const SYSTEM: Uuid = Uuid::nil();

/// Whether an actor has a permission, by the tenant's rows.
pub type Authorise = fn(&mut Session<'_>, Uuid, &str) -> Result<bool>;

/// The version of this writer; a head that asks for a newer one is not written to.
const WRITER: i64 = 1;
/// How often a command's needs are asked again with what was loaded.
const PREFETCH_ROUNDS: usize = 4;
/// How often a batch is tried again when the database says that it may be.
const RETRIES: usize = 5;
/// Batches in a row for one tenant while nobody else waits.
const BATCHES_A_VISIT: usize = 8;
/// Tenants with an open SQLite file or kept rows per thread.
const OPEN_TENANTS: usize = 64;

/// What bounds a batch and its queue.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Commands in a batch.
    pub commands: usize,
    /// Rows a batch may touch before it closes.
    pub rows: usize,
    /// How long commands of one batch may run.
    pub time: Duration,
    /// Commands that may wait for one tenant; more are told to come back.
    pub queue: usize,
    /// Rows kept between batches; beyond it the working set is dropped whole. 0 keeps none.
    pub kept_rows: usize,
    /// How long an unreachable database is waited for before a command is answered "outcome unknown".
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            commands: 64,
            rows: 5_000,
            time: Duration::from_millis(20),
            queue: 1_024,
            kept_rows: 300_000,
            patience: Duration::from_secs(10),
        }
    }
}

/// Which queue a command waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody is waiting.
    Interactive,
    /// An import: gives way whenever somebody is waiting.
    Bulk,
}

/// A command on its way to the writer.
pub struct Submission {
    /// The company.
    pub tenant: Uuid,
    /// Who asks; [`SYSTEM`] for the program itself.
    pub actor: Uuid,
    /// The command's id where the client made it.
    pub id: Option<Uuid>,
    /// The client's idempotency key; with it the command's id is derived from user and key.
    pub key: Option<String>,
    /// When it was asked for.
    pub at: Instant,
    /// The command must be started before this moment.
    pub deadline: Option<std::time::Instant>,
    /// Its queue.
    pub lane: Lane,
    /// What to do.
    pub command: Box<dyn AnyCommand>,
}

impl Submission {
    /// An interactive command of `actor` without a key, asked for now.
    pub fn new(tenant: Uuid, actor: Uuid, command: Box<dyn AnyCommand>) -> Submission {
        let lane = Lane::Interactive;
        Submission { tenant, actor, id: None, key: None, at: Instant::now(), deadline: None, lane, command }
    }
}

/// What a command answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The command's id.
    pub id: Uuid,
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
    /// The version of the row in the body, where it is one row. A stored answer has none: the row may have gone on.
    pub version: Option<i64>,
    /// Whether this is the stored answer of an earlier time.
    pub replayed: bool,
}

struct Job {
    id: Uuid,
    /// The id was made by the client (or derived from its key), or an attempt at this job may have been committed: look
    /// it up before running.
    look_up: bool,
    /// COMMIT of an earlier attempt was not answered: finding it is no replay.
    in_doubt: bool,
    actor: Uuid,
    key: Option<String>,
    at: Instant,
    deadline: Option<std::time::Instant>,
    command: Box<dyn AnyCommand>,
    body: Vec<u8>,
    request_hash: [u8; 32],
    reply: oneshot::Sender<Result<Answer>>,
    _permit: QueuePermit,
}

/// A permit in a tenant's queue, given back when the command has been answered.
struct QueuePermit(Arc<AtomicUsize>);

impl Drop for QueuePermit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

type Maintenance = Box<dyn FnOnce(&mut Conn) -> DbResult<()> + Send>;

enum Work {
    Command(Lane, Box<Job>),
    Maintain(Maintenance, oneshot::Sender<Result<()>>),
    Evict,
}

/// The writers of all tenants. Dropping them waits until everything accepted has been answered.
pub struct Writers {
    threads: Vec<Sender<(Uuid, Work)>>,
    handles: Vec<JoinHandle<()>>,
    waiting: Mutex<BTreeMap<Uuid, Arc<AtomicUsize>>>,
    store: Arc<Store>,
    authorise: Authorise,
    limits: Limits,
}

impl Writers {
    /// Starts `threads` writer threads over `store`.
    pub fn start(store: Arc<Store>, authorise: Authorise, limits: Limits, threads: usize) -> Result<Arc<Writers>> {
        let (mut senders, mut handles) = (Vec::new(), Vec::new());
        for n in 0..threads.max(1) {
            let (sender, receiver) = channel();
            let thread = WriterThread {
                store: store.clone(),
                authorise,
                limits,
                receiver,
                tenants: BTreeMap::new(),
                ready: VecDeque::new(),
                shared: None,
            };
            let spawned = std::thread::Builder::new().name(format!("writer-{n}")).spawn(move || thread.run_or_stop());
            handles.push(spawned.map_err(|error| Error::internal(format!("no writer thread: {error}")))?);
            senders.push(sender);
        }
        Ok(Arc::new(Writers { threads: senders, handles, waiting: Mutex::default(), store, authorise, limits }))
    }

    /// The store behind the writers.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    fn send(&self, tenant: Uuid, work: Work) -> Result<()> {
        let thread = (tenant.as_u128() % self.threads.len() as u128) as usize;
        self.threads[thread].send((tenant, work)).map_err(|_| Error::unavailable("stopping", "The server is stopping."))
    }

    /// Hands a command to its company's writer. The writer owns it from here: who stops waiting cancels nothing.
    pub fn submit(&self, submission: Submission) -> Result<oneshot::Receiver<Result<Answer>>> {
        let Submission { tenant, actor, id, key, at, deadline, lane, command } = submission;
        let body = command.body()?;
        let (look_up, id) = match (&key, id) {
            (_, Some(id)) => (true, id),
            (Some(key), None) => (true, id_of_key(actor, key)),
            (None, None) => (false, random_id(at)),
        };
        let waiting = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.entry(tenant).or_default().clone()
        };
        if waiting.fetch_add(1, Ordering::Relaxed) >= self.limits.queue {
            waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Error::unavailable(
                "queue_full",
                "Too much is waiting for this company. Try again in a second.",
            ));
        }
        let request_hash = hash(&[command.name().as_bytes(), &body]);
        let (reply, outcome) = oneshot::channel();
        let permit = QueuePermit(waiting);
        let job = Job {
            id,
            look_up,
            in_doubt: false,
            actor,
            key,
            at,
            deadline,
            command,
            body,
            request_hash,
            reply,
            _permit: permit,
        };
        self.send(tenant, Work::Command(lane, Box::new(job)))?;
        Ok(outcome)
    }

    /// [`Writers::submit`], waiting for the answer. Not for asynchronous code.
    pub fn execute(&self, submission: Submission) -> Result<Answer> {
        let unknown = || Error::unavailable("outcome_unknown", "The writer stopped before it answered.");
        self.submit(submission)?.blocking_recv().map_err(|_| unknown())?
    }

    /// Runs a command over a snapshot and drops what it did: what would happen.
    pub fn dry_run(&self, submission: &Submission) -> Result<Answer> {
        let id = submission.id.unwrap_or_else(|| random_id(submission.at));
        self.store.read(submission.tenant, |session| {
            let at = match session.get::<Head>(&1)? {
                Some(head) => submission.at.max(Instant::from_micros(head.at + 1)),
                None => submission.at,
            };
            let context = CommandContext { tenant: submission.tenant, actor: submission.actor, command: id, at };
            let mut tx = Tx::new(session, context, self.authorise);
            tx.require(submission.command.name())?;
            let Response { status, body, version } = run_caught(&*submission.command, &mut tx)?;
            Ok(Answer { id, status, body, version, replayed: false })
        })
    }

    /// Writes to operational tables (sessions, cursors) inside the next batch; not logged, not replayed.
    pub fn maintain(
        &self,
        tenant: Uuid,
        work: impl FnOnce(&mut Conn) -> DbResult<()> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<()>>> {
        let (reply, outcome) = oneshot::channel();
        self.send(tenant, Work::Maintain(Box::new(work), reply))?;
        Ok(outcome)
    }

    /// Lets go of the tenant's connection and working set, for example before its file is removed.
    pub fn evict(&self, tenant: Uuid) -> Result<()> {
        self.send(tenant, Work::Evict)
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        self.threads.clear();
        for handle in self.handles.drain(..) {
            // The last owner may be a writer thread itself, through a closure it was given: it ends by itself then.
            if handle.thread().id() != std::thread::current().id() && handle.join().is_err() {
                tracing::error!("a writer thread had panicked");
            }
        }
    }
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// The id of the command that `actor` sent under `key`: the scope of a key is tenant, user, key.
fn id_of_key(actor: Uuid, key: &str) -> Uuid {
    let digest = hash(&[b"idempotency key", actor.as_bytes(), key.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[expect(clippy::disallowed_methods, reason = "an id that nobody chose is drawn before the command is queued")]
fn random_id(at: Instant) -> Uuid {
    let mut seed = [0; 16];
    // Without randomness two commands of one microsecond could share an id; the operating system always has some.
    getrandom::fill(&mut seed).unwrap_or_else(|error| panic!("no randomness: {error}"));
    kernel::derive_uuid(at.micros(), &[&seed])
}

/// One company as its writer sees it.
#[derive(Default)]
struct TenantState {
    interactive: VecDeque<Job>,
    bulk: VecDeque<Job>,
    maintenance: Vec<(Maintenance, oneshot::Sender<Result<()>>)>,
    set: WorkingSet,
    /// The head as this writer left it; the working set is valid only while it stands there.
    head: Option<Head>,
    /// SQLite: the tenant's own connection.
    conn: Option<Conn>,
    last_visit: u64,
    /// How many commands fit into a batch, where the last ones closed early: what does not fit would be prepared again
    /// for the next.
    batch_size: Option<usize>,
}

impl TenantState {
    fn has_work(&self) -> bool {
        !(self.interactive.is_empty() && self.bulk.is_empty() && self.maintenance.is_empty())
    }

    /// What waits, up to `most`: an import only when nobody is waiting.
    fn take(&mut self, most: usize) -> Vec<Job> {
        let lane = if self.interactive.is_empty() { &mut self.bulk } else { &mut self.interactive };
        let solo = lane.iter().position(|job| job.command.solo());
        let count = match solo {
            Some(0) => 1,
            Some(first) => first.min(most),
            None => lane.len().min(most),
        };
        lane.drain(..count).collect()
    }

    fn requeue(&mut self, jobs: impl DoubleEndedIterator<Item = Job>, bulk: bool) {
        let lane = if bulk { &mut self.bulk } else { &mut self.interactive };
        jobs.rev().for_each(|job| lane.push_front(job));
    }

    fn invalidate(&mut self) {
        self.set = WorkingSet::default();
        self.head = None;
    }
}

struct WriterThread {
    store: Arc<Store>,
    authorise: Authorise,
    limits: Limits,
    receiver: Receiver<(Uuid, Work)>,
    tenants: BTreeMap<Uuid, TenantState>,
    ready: VecDeque<Uuid>,
    /// PostgreSQL: the thread's connection, which serves all its tenants.
    shared: Option<Conn>,
}

/// How an attempt at a batch ended.
enum BatchOutcome {
    /// Committed; every job that was started has its outcome. The rest was not started.
    Committed(Vec<(Job, Result<Answer>)>, Vec<Job>),
    /// It failed.
    Failed(BatchFailure),
}

/// Why an attempt at a batch failed.
struct BatchFailure {
    error: DbError,
    jobs: Vec<Job>,
    /// COMMIT had been sent: it is not known whether anything was written. Otherwise nothing was.
    committing: bool,
    /// Maintenance rode along, so that it may be guilty rather than a command.
    maintained: bool,
}

impl BatchOutcome {
    /// Failed before COMMIT was sent.
    fn failed(error: DbError, jobs: Vec<Job>) -> BatchOutcome {
        BatchOutcome::Failed(BatchFailure { error, jobs, committing: false, maintained: false })
    }
}

impl WriterThread {
    /// A writer that is gone would leave its companies waiting for ever while the process looks alive.
    fn run_or_stop(self) {
        if catch_unwind(AssertUnwindSafe(|| self.run())).is_err() {
            stop_the_process("a writer thread panicked, which is a defect");
        }
    }

    fn run(mut self) {
        let mut visit = 0;
        loop {
            if self.ready.is_empty() {
                match self.receiver.recv() {
                    Ok(work) => self.enqueue(work),
                    Err(_) => return,
                }
            }
            self.drain_channel();
            let Some(tenant) = self.ready.pop_front() else { continue };
            visit += 1;
            let mut state = self.tenants.remove(&tenant).unwrap_or_default();
            state.last_visit = visit;
            for _ in 0..BATCHES_A_VISIT {
                self.visit(tenant, &mut state);
                self.tenants.insert(tenant, state);
                self.drain_channel();
                state = self.tenants.remove(&tenant).unwrap_or_default();
                if !state.has_work() || self.ready.iter().any(|other| *other != tenant) {
                    break;
                }
            }
            self.ready.retain(|other| *other != tenant);
            if state.has_work() {
                self.ready.push_back(tenant);
            }
            self.tenants.insert(tenant, state);
            self.close_idle();
        }
    }

    fn drain_channel(&mut self) {
        while let Ok(work) = self.receiver.try_recv() {
            self.enqueue(work);
        }
    }

    fn enqueue(&mut self, (tenant, work): (Uuid, Work)) {
        let state = self.tenants.entry(tenant).or_default();
        match work {
            Work::Command(Lane::Interactive, job) => state.interactive.push_back(*job),
            Work::Command(Lane::Bulk, job) => state.bulk.push_back(*job),
            Work::Maintain(work, reply) => state.maintenance.push((work, reply)),
            Work::Evict => {
                state.invalidate();
                state.conn = None;
                return;
            }
        }
        if !self.ready.contains(&tenant) {
            self.ready.push_back(tenant);
        }
    }

    /// Closes the file of the company that has not been visited for longest, and lets go of its rows.
    fn close_idle(&mut self) {
        let open = |state: &TenantState| state.conn.is_some() || !state.set.is_empty();
        if self.tenants.values().filter(|state| open(state)).count() <= OPEN_TENANTS {
            return;
        }
        let idle = self.tenants.iter().filter(|(_, state)| !state.has_work() && open(state));
        if let Some(oldest) = idle.min_by_key(|(_, state)| state.last_visit).map(|(tenant, _)| *tenant) {
            self.tenants.remove(&oldest);
        }
    }

    /// One batch of one company, with everything that may go wrong.
    fn visit(&mut self, tenant: Uuid, state: &mut TenantState) {
        let bulk = state.interactive.is_empty();
        let jobs = self.refuse_expired(state.take(state.batch_size.unwrap_or(self.limits.commands)));
        for (job, outcome) in self.execute_batch(tenant, state, jobs, bulk) {
            // The client may have hung up; what was done is done.
            drop(job.reply.send(outcome));
        }
        if state.set.len() > self.limits.kept_rows {
            state.set = WorkingSet::default();
        }
    }

    fn refuse_expired(&self, jobs: Vec<Job>) -> Vec<Job> {
        let now = std::time::Instant::now();
        let (late, jobs): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.deadline.is_some_and(|d| d < now));
        for job in late {
            let error =
                Error::unavailable("deadline_exceeded", "The command waited too long and was not started. Try again.");
            drop(job.reply.send(Err(error)));
        }
        jobs
    }

    fn execute_batch(
        &mut self,
        tenant: Uuid,
        state: &mut TenantState,
        mut jobs: Vec<Job>,
        bulk: bool,
    ) -> Vec<(Job, Result<Answer>)> {
        let began = std::time::Instant::now();
        let mut passing = 0;
        loop {
            let failure = match self.attempt(tenant, state, jobs) {
                BatchOutcome::Committed(outcomes, rest) => {
                    let more = state
                        .batch_size
                        .map(|batch_size| 2 * batch_size)
                        .filter(|batch_size| *batch_size < self.limits.commands);
                    state.batch_size = if rest.is_empty() { more } else { Some(outcomes.len()) };
                    state.requeue(rest.into_iter(), bulk);
                    return outcomes;
                }
                BatchOutcome::Failed(failure) => failure,
            };
            let BatchFailure { error, jobs: failed, committing, maintained } = failure;
            tracing::warn!(%tenant, %error, commands = failed.len(), committing, "a batch failed");
            state.invalidate();
            jobs = failed;
            match &error {
                DbError::NoTenant(_) => return fail_all(state, jobs, &error),
                DbError::Fatal(why) => stop_the_process(&format!("the disk failed under the database: {why}")),
                // Somebody in the batch is guilty: each alone finds out who, and the others go through.
                DbError::Refused(_) | DbError::Defect(_) if jobs.len() > 1 => {
                    return jobs
                        .into_iter()
                        .flat_map(|job| self.execute_batch(tenant, state, vec![job], bulk))
                        .collect();
                }
                // The guilty maintenance has been answered and is gone.
                DbError::Refused(_) | DbError::Defect(_) if maintained => continue,
                DbError::Refused(_) | DbError::Defect(_) => return fail_all(state, jobs, &error),
                DbError::Retry(_) => passing += 1,
                DbError::Lost(_) | DbError::TooSlow(_) => {}
            }
            self.shared = None;
            state.conn = None;
            for job in jobs.iter_mut().filter(|_| committing) {
                job.look_up = true;
                job.in_doubt = true;
            }
            if passing > RETRIES || began.elapsed() > self.limits.patience {
                return fail_all(state, jobs, &error);
            }
            if began.elapsed() > Duration::from_millis(50) {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    fn attempt(&mut self, tenant: Uuid, state: &mut TenantState, jobs: Vec<Job>) -> BatchOutcome {
        let own = match state.conn.take().or_else(|| self.shared.take()) {
            Some(Conn::Postgres(postgres)) if postgres.needs_replacement() => None,
            conn => conn,
        };
        let mut conn = match own.map_or_else(|| self.store.writer(tenant), Ok) {
            Ok(conn) => conn,
            // Nothing that was acknowledged can be lost by a file that cannot even be opened: only this company stands still.
            Err(DbError::Fatal(why)) => return BatchOutcome::failed(DbError::Defect(why), jobs),
            Err(error) => return BatchOutcome::failed(error, jobs),
        };
        let batch = Batch { tenant, authorise: self.authorise, limits: self.limits, began: std::time::Instant::now() };
        let ended = batch.run(&mut conn, state, jobs);
        if let BatchOutcome::Failed(BatchFailure { error, .. }) = &ended
            && !matches!(error, DbError::Lost(_))
            && conn.rollback().is_err()
        {
            return ended;
        }
        if conn.is_postgres() {
            self.shared = Some(conn);
        } else {
            state.conn = Some(conn);
        }
        ended
    }
}

/// Going on after a failed sync could lose what was acknowledged.
fn stop_the_process(why: &str) -> ! {
    tracing::error!(why, "stopping");
    eprintln!("sanduk: {why}. Stopping before anything is lost.");
    std::process::exit(70)
}

/// Answers everybody who waits for what cannot be done: the commands, and maintenance that would have ridden along.
fn fail_all(state: &mut TenantState, jobs: Vec<Job>, error: &DbError) -> Vec<(Job, Result<Answer>)> {
    for (_, reply) in std::mem::take(&mut state.maintenance) {
        drop(reply.send(Err(error.clone().into())));
    }
    jobs.into_iter()
        .map(|job| {
            let refusal = refusal(&job, error);
            (job, Err(refusal))
        })
        .collect()
}

fn refusal(job: &Job, error: &DbError) -> Error {
    match error {
        DbError::Refused(why) => {
            // A constraint that fires means that a probe is missing somewhere: counted as a defect, answered as a clash.
            tracing::error!(command = job.command.name(), why, "the database refused a command");
            Error::conflict(
                "constraint",
                "The database refused this because it clashes with something that is already there.",
            )
        }
        DbError::Defect(why) => Error::internal(why.clone()),
        DbError::NoTenant(_) => error.clone().into(),
        DbError::Retry(_) if !job.in_doubt => {
            Error::unavailable("database_busy", "The database was too busy. Nothing was done; try again in a moment.")
        }
        _ => Error::unavailable(
            "outcome_unknown",
            format!(
                "The database did not answer. Whether this was done is not known; send it again with the id {}.",
                job.id
            ),
        ),
    }
}

/// One attempt at a batch.
struct Batch {
    tenant: Uuid,
    authorise: Authorise,
    limits: Limits,
    began: std::time::Instant,
}

impl Batch {
    fn run(&self, conn: &mut Conn, state: &mut TenantState, jobs: Vec<Job>) -> BatchOutcome {
        let head = match self.begin(conn, state, &jobs) {
            Ok(head) => head,
            Err(error) => return BatchOutcome::failed(error, jobs),
        };
        if head.tenant != self.tenant || head.min_writer > WRITER {
            return self.refuse_all(conn, state, jobs);
        }
        let mut next = head.clone();
        let mut outcomes: Vec<(Job, Result<Answer>)> = Vec::with_capacity(jobs.len());
        let mut jobs = VecDeque::from(jobs);
        let mut rows = 0;
        let mut session = Session::new(conn, &mut state.set, Instant::now());
        while let Some(job) = jobs.pop_front() {
            let outcome = self.apply(&mut session, &mut next, &job, &mut rows);
            outcomes.push((job, outcome));
            if let Some(error) = session.failure.take() {
                let tried = outcomes.into_iter().map(|(job, _)| job);
                return BatchOutcome::failed(error, tried.chain(jobs).collect());
            }
            if rows >= self.limits.rows || self.began.elapsed() >= self.limits.time {
                break;
            }
        }
        let mut writes = session.set.writes();
        if next.seq != head.seq {
            writes.insert(0, head.advance(&next));
        }
        let flushed =
            conn.write(&writes).and_then(|()| state.set.flushed().map_err(|e| DbError::Defect(e.to_string())));
        let all = |outcomes: Vec<(Job, _)>, rest: VecDeque<Job>| {
            outcomes.into_iter().map(|(job, _)| job).chain(rest).collect()
        };
        if let Err(error) = flushed {
            return BatchOutcome::failed(error, all(outcomes, jobs));
        }
        let maintenance = std::mem::take(&mut state.maintenance);
        let maintained: Vec<_> = maintenance.into_iter().map(|(work, reply)| (maintain(conn, work), reply)).collect();
        if let Err(error) = conn.commit() {
            let some = !maintained.is_empty();
            for (_, reply) in maintained {
                drop(reply.send(Err(error.clone().into())));
            }
            let jobs = all(outcomes, jobs);
            return BatchOutcome::Failed(BatchFailure { error, jobs, committing: true, maintained: some });
        }
        for (outcome, reply) in maintained {
            drop(reply.send(outcome));
        }
        state.set.evict_transient();
        state.head = Some(next);
        BatchOutcome::Committed(outcomes, jobs.into())
    }

    /// Locks the head and loads what the commands say they need: one round trip where one is enough.
    fn begin(&self, conn: &mut Conn, state: &mut TenantState, jobs: &[Job]) -> DbResult<Head> {
        if state.head.is_none() {
            state.set = WorkingSet::default();
        }
        let missing = prefetch_all(&mut state.set, jobs);
        let head = begin_batch(conn, &mut state.set, self.tenant, state.head.as_ref())?;
        if !missing && state.head.as_ref() == Some(&head) {
            return Ok(head);
        }
        for _ in 1..PREFETCH_ROUNDS {
            if !prefetch_all(&mut state.set, jobs) {
                break;
            }
            let mut session = Session::new(conn, &mut state.set, Instant::now());
            let loaded = session.load_requested();
            if let Some(failure) = session.failure {
                return Err(failure);
            }
            if loaded.is_err() {
                // A need that cannot be met is only a hint; the command that has it will hear why when it runs.
                break;
            }
        }
        Ok(head)
    }

    fn refuse_all(&self, conn: &mut Conn, state: &mut TenantState, jobs: Vec<Job>) -> BatchOutcome {
        let error = || {
            Error::unavailable(
                "newer_version",
                "A newer version of the program has taken this company over. Update this one.",
            )
        };
        state.invalidate();
        if let Err(error) = conn.rollback() {
            return BatchOutcome::failed(error, jobs);
        }
        for (_, reply) in std::mem::take(&mut state.maintenance) {
            drop(reply.send(Err(error())));
        }
        BatchOutcome::Committed(jobs.into_iter().map(|job| (job, Err(error()))).collect(), Vec::new())
    }

    /// Runs one command in memory; all of its changes become part of the batch, or none.
    fn apply(&self, session: &mut Session<'_>, head: &mut Head, job: &Job, rows: &mut usize) -> Result<Answer> {
        if job.look_up
            && let Some(row) = session.get::<CommandRow>(&job.id)?
        {
            return stored_answer(session, job, &row);
        }
        let at = job.at.max(Instant::from_micros(head.at + 1));
        let context = CommandContext { tenant: self.tenant, actor: job.actor, command: job.id, at };
        let mut tx = Tx::new(session, context, self.authorise);
        let ran = tx.require(job.command.name()).and_then(|()| run_caught(&*job.command, &mut tx));
        let logged = ran.and_then(|response| self.log(session, head, job, at, response));
        match logged {
            Ok((answer, next)) => {
                *rows += session.set.merge_command();
                *head = next;
                Ok(answer)
            }
            Err(error) => {
                session.set.drop_command();
                Err(error)
            }
        }
    }

    fn log(
        &self,
        session: &mut Session<'_>,
        head: &Head,
        job: &Job,
        at: Instant,
        response: Response,
    ) -> Result<(Answer, Head)> {
        let Response { status, body: answer, version } = response;
        let mut row = CommandRow {
            id: job.id,
            seq: head.seq + 1,
            name: job.command.name().to_owned(),
            version: job.command.version().into(),
            at: at.micros(),
            actor: job.actor,
            idempotency_key: job.key.clone(),
            request_hash: job.request_hash,
            result_hash: hash(&[&status.to_be_bytes(), &answer]),
            posted: session.set.digest_command(),
            chain: [0; 32],
        };
        row.chain = chain_hash(&head.hash, self.tenant, &row);
        let next = Head { seq: row.seq, hash: row.chain, at: row.at, ..head.clone() };
        let body = CommandBody { seq: row.seq, body: job.body.clone(), status: status.into(), answer: answer.clone() };
        session.insert_new(row)?;
        session.insert_new(body)?;
        Ok((Answer { id: job.id, status, body: answer, version, replayed: false }, next))
    }
}

/// Runs a command; a panic is an error of that command alone.
fn run_caught(command: &dyn AnyCommand, tx: &mut Tx<'_, '_>) -> Result<Response> {
    let ran = catch_unwind(AssertUnwindSafe(|| command.run(tx)));
    ran.unwrap_or_else(|_| Err(Error::internal(format!("{} panicked", command.name()))))
}

/// Whether anything that the commands need is not known yet.
fn prefetch_all(set: &mut WorkingSet, jobs: &[Job]) -> bool {
    let mut read = Prefetch::new(set, Instant::now());
    for job in jobs {
        read.set_now(job.at);
        if job.look_up
            && let Ok(Some(row)) = read.get::<CommandRow>(&job.id)
        {
            read.get::<CommandBody>(&row.seq).ok();
        } else if catch_unwind(AssertUnwindSafe(|| job.command.prefetch(&mut read))).is_err() {
            tracing::error!(command = job.command.name(), "a command's need panicked");
        }
    }
    read.is_missing()
}

/// What the command answered the first time; 409 where this is another body or another user's command.
fn stored_answer(session: &mut Session<'_>, job: &Job, row: &CommandRow) -> Result<Answer> {
    if row.actor != job.actor {
        return Err(Error::conflict("command_id_taken", "This command id belongs to somebody else's command."));
    }
    if row.request_hash != job.request_hash {
        return Err(Error::conflict("idempotency_conflict", "This idempotency key was used for another request."));
    }
    let body = session.get::<CommandBody>(&row.seq)?;
    let body =
        body.ok_or_else(|| Error::conflict("answer_erased", "This was done before; its answer has been erased."))?;
    let status = u16::try_from(body.status).unwrap_or(200);
    Ok(Answer { id: job.id, status, body: body.answer.clone(), version: None, replayed: !job.in_doubt })
}

/// Maintenance must not hurt the batch it rides on.
fn maintain(conn: &mut Conn, work: Maintenance) -> Result<()> {
    conn.script("SAVEPOINT maintenance")?;
    let done = catch_unwind(AssertUnwindSafe(|| work(conn)));
    let done = done.unwrap_or_else(|_| Err(DbError::Defect("maintenance panicked".to_owned())));
    let undo = if done.is_err() {
        "ROLLBACK TO SAVEPOINT maintenance; RELEASE SAVEPOINT maintenance"
    } else {
        "RELEASE SAVEPOINT maintenance"
    };
    conn.script(undo)?;
    if let Err(error) = &done
        && error.is_refusal()
    {
        return Err(Error::conflict("constraint", error.to_string()));
    }
    Ok(done?)
}
