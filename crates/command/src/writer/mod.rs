//! The one writer per company: batches of commands, applied in memory, flushed together, committed, then answered.
//!
//! A few threads serve all tenants; a tenant always has the same thread, so its commands have one order and its
//! connection and working set need no lock.
//!
//! A batch that has run in memory is a *flight* until a flush thread has written and committed it. Meanwhile the writer thread runs the
//! next batch on top of the same working set and hands it over when the flight has landed, so that a company has one flight at a time
//! and every answer follows the commit of its own batch. Where a flight fails, what ran on top of it is void and runs again behind it.

mod batch;
mod dry_sequence;
mod flight;
mod link;
mod queue;
mod thread;

use crate::effect::{effects, with_effects};
use crate::operation::operate;
use crate::tx::visible;
use crate::{AnyCommand, Command, CommandContext, Commit, Definitions, OperationContext, Response, Scope, Tx, Typed};
use batch::run_caught;
pub use dry_sequence::{DrySequence, WouldBe};
use kernel::{Instant, Result};
use queue::{Job, Mail, QueuePermit, Work};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{CONTROL, Conn, DbError, DbResult, Head, Read, Session, Store, WorkingSet};
use thread::WriterThread;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, oneshot};
use tracing::field::Empty;
use tracing::info_span;
use uuid::Uuid;

/// What dry runs of many commands keep of the rows that they read, in bytes.
const DRY_RUN_BYTES: usize = 32 << 20;

/// The actor of commands that the program itself gives; it has every permission.
pub const SYSTEM: Uuid = Uuid::nil();

/// The scope in which an actor has a permission, by the tenant's rows; `None` where they do not have it.
pub type Authorise = fn(&mut Session<'_>, Uuid, &str) -> Result<Option<Scope>>;

/// Commits that a listener may be behind; who is further behind has to look at all companies.
const COMMITS: usize = 4_096;

/// The bounds of a batch and its queue.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Commands in a batch.
    pub commands: usize,
    /// Rows a batch may touch before it closes.
    pub rows: usize,
    /// The longest time that the commands of one batch may run.
    pub time: Duration,
    /// Commands that may wait for one tenant; more are told to come back.
    pub queue: usize,
    /// Rows kept between batches; beyond it the working set is dropped whole. 0 keeps none.
    pub kept_rows: usize,
    /// How long an unreachable database is waited for, from its first failure on, before a command is answered "outcome
    /// unknown".
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

/// The queue a command waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A user waits for the answer.
    Interactive,
    /// An import: gives way to interactive commands.
    Bulk,
}

/// A command on its way to the writer.
pub struct Submission {
    /// The company.
    pub tenant: Uuid,
    /// The user who gives it; [`SYSTEM`] for the program itself.
    pub actor: Uuid,
    /// The command's id where the client made it.
    pub id: Option<Uuid>,
    /// The client's idempotency key. A UUID is the command's id itself, so that a command sent online and in a list of offline
    /// commands is one; from any other key the id is derived, with the user.
    pub key: Option<String>,
    /// The time of the request.
    pub at: Instant,
    /// When an offline device carried it out, by the clock of that device.
    pub occurred_at: Option<Instant>,
    /// The command must be started before this moment.
    pub deadline: Option<std::time::Instant>,
    /// Its queue.
    pub lane: Lane,
    /// The command.
    pub command: Box<dyn AnyCommand>,
}

impl Submission {
    /// An interactive command of `actor` without a key, asked for now.
    pub fn new(tenant: Uuid, actor: Uuid, command: Box<dyn AnyCommand>) -> Submission {
        let lane = Lane::Interactive;
        let at = Instant::now();
        Submission { tenant, actor, id: None, key: None, at, occurred_at: None, deadline: None, lane, command }
    }
}

/// The answer of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The command's id.
    pub id: Uuid,
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
    /// The version of the row in the body, where it is one row. A stored answer has none: the row may have changed since.
    pub version: Option<i64>,
    /// Whether this is the stored answer of an earlier time.
    pub replayed: bool,
}

/// Where the commands of a tenant wait.
struct Queue {
    thread: usize,
    length: Arc<AtomicUsize>,
}

/// The writers of all tenants. Dropping them waits until everything accepted has been answered.
pub struct Writers {
    threads: Vec<Arc<Sender<Mail>>>,
    handles: Vec<JoinHandle<()>>,
    queues: Mutex<BTreeMap<Uuid, Queue>>,
    store: Arc<Store>,
    authorise: Authorise,
    definitions: Arc<Definitions>,
    limits: Limits,
    commits: broadcast::Sender<Commit>,
}

impl Writers {
    /// Starts `threads` writer threads for companies and one for the control tenant over `store`, whose companies have what
    /// `definitions` says.
    pub fn start(
        store: Arc<Store>,
        definitions: Arc<Definitions>,
        authorise: Authorise,
        limits: Limits,
        threads: usize,
    ) -> Result<Arc<Writers>> {
        let (mut senders, mut handles) = (Vec::new(), Vec::new());
        let neighbours = Arc::new(OnceLock::new());
        let (commits, _) = broadcast::channel(COMMITS);
        for n in 0..=threads.max(1) {
            let (sender, receiver) = channel();
            let sender = Arc::new(sender);
            let thread = WriterThread {
                store: store.clone(),
                authorise,
                definitions: definitions.clone(),
                limits,
                receiver,
                mail: Arc::downgrade(&sender),
                neighbours: neighbours.clone(),
                commits: commits.clone(),
                tenants: BTreeMap::new(),
                ready: VecDeque::new(),
                idle: Vec::new(),
                flushers: Vec::new(),
            };
            let spawned = std::thread::Builder::new().name(format!("writer-{n}")).spawn(move || thread.run_or_stop());
            handles.push(spawned.map_err(|error| kernel::defect(format!("no writer thread: {error}")))?);
            senders.push(sender);
        }
        // Nothing was sent yet, so no thread has looked.
        let all: Vec<_> = senders.iter().map(Arc::downgrade).collect();
        drop(neighbours.set(all));
        let queues = Mutex::default();
        Ok(Arc::new(Writers { threads: senders, handles, queues, store, authorise, definitions, limits, commits }))
    }

    /// What the program is made of.
    pub fn definitions(&self) -> &Arc<Definitions> {
        &self.definitions
    }

    /// Hears of every batch that is committed from now on, also by other processes as far as [`Writers::heard`] is called.
    pub fn commits(&self) -> broadcast::Receiver<Commit> {
        self.commits.subscribe()
    }

    /// Tells who listens that operational rows of a company have changed.
    pub fn tell(&self, tenant: Uuid) {
        // Nobody may be listening.
        drop(self.commits.send(Commit { tenant, has_events: false, is_own: true }));
    }

    /// Tells who listens that another process has committed something of a company, and whether that told events.
    pub fn heard(&self, tenant: Uuid, has_events: bool) {
        // Nobody may be listening.
        drop(self.commits.send(Commit { tenant, has_events, is_own: false }));
    }

    /// Calls `heard` with every commit from this call on. Where too many came at once, it is called for every company that this process has
    /// written to, as if there were something to do. Ends with the writers.
    pub fn each_commit<F: Fn(Commit)>(self: &Arc<Writers>, heard: F) -> impl Future<Output = ()> + use<F> {
        // Heard from here on, not only once the future is polled.
        let (mut commits, writers) = (self.commits(), Arc::downgrade(self));
        async move {
            loop {
                match commits.recv().await {
                    Ok(commit) => heard(commit),
                    Err(RecvError::Lagged(_)) => {
                        let Some(writers) = writers.upgrade() else { return };
                        let commit = |tenant| Commit { tenant, has_events: true, is_own: true };
                        writers.companies().into_iter().map(commit).for_each(&heard);
                    }
                    Err(RecvError::Closed) => return,
                }
            }
        }
    }

    /// The companies that this process has written to.
    pub fn companies(&self) -> Vec<Uuid> {
        let queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.keys().filter(|tenant| **tenant != CONTROL).copied().collect()
    }

    /// The store behind the writers.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The thread of a tenant and the length of its queue. A company gets the thread with the fewest companies at its first use; log-ins
    /// must not wait for any of them, so the control tenant has the first thread for itself.
    fn queue(&self, tenant: Uuid) -> (usize, Arc<AtomicUsize>) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if !queues.contains_key(&tenant) {
            let companies = |thread: &usize| queues.values().filter(|queue| queue.thread == *thread).count();
            let fewest = (1..self.threads.len()).min_by_key(companies).unwrap_or_default();
            let thread = if tenant == CONTROL { 0 } else { fewest };
            queues.insert(tenant, Queue { thread, length: Arc::default() });
        }
        let queue = &queues[&tenant];
        (queue.thread, queue.length.clone())
    }

    fn send(&self, tenant: Uuid, work: Work) -> Result<()> {
        self.send_to(self.queue(tenant).0, tenant, work)
    }

    fn send_to(&self, thread: usize, tenant: Uuid, work: Work) -> Result<()> {
        self.threads[thread].send((tenant, work)).map_err(|_| crate::errors::stopping())
    }

    /// Hands a command to its company's writer. It runs even if the caller stops waiting.
    pub fn submit(&self, submission: Submission) -> Result<oneshot::Receiver<Result<Answer>>> {
        if submission.command.operation().is_some() {
            return self.operate(submission);
        }
        let Submission { tenant, actor, id, key, at, occurred_at, deadline, lane, command } = submission;
        let body = command.body()?;
        let (look_up, id) = match (&key, id) {
            (_, Some(id)) => (true, id),
            (Some(key), None) => (true, id_of_key(actor, key)),
            (None, None) => (false, random_id(at)),
        };
        let (thread, waiting) = self.queue(tenant);
        if waiting.fetch_add(1, Ordering::Relaxed) >= self.limits.queue {
            waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(crate::errors::queue_full());
        }
        let request_hash = hash(&[command.name().as_bytes(), &body]);
        let (reply, outcome) = oneshot::channel();
        let permit = QueuePermit(waiting);
        let (name, company) = (command.name(), tenant.simple());
        let span = info_span!(target: "sanduk::command", "command", name, tenant = %company, %id, outcome = Empty);
        let job = Job {
            id,
            look_up,
            in_doubt: false,
            actor,
            key,
            at,
            occurred_at,
            deadline,
            command,
            body,
            request_hash,
            reply,
            permit,
            span,
        };
        self.send_to(thread, tenant, Work::Command(lane, Box::new(job)))?;
        Ok(outcome)
    }

    /// Has an operation run in the next batch, beside its commands.
    fn operate(&self, submission: Submission) -> Result<oneshot::Receiver<Result<Answer>>> {
        let Submission { tenant, actor, at: now, command, .. } = submission;
        let (reply, outcome) = oneshot::channel();
        let (said, hears) = std::sync::mpsc::channel();
        let (authorise, definitions, id) = (self.authorise, self.definitions.clone(), random_id(now));
        let work = move |conn: &mut Conn| {
            let mut context = OperationContext { conn, definitions: &definitions, id, actor, now };
            let done = operate(&*command, authorise, &mut context);
            let is_refused = done.is_err();
            // Who listens is told below, after the commit.
            drop(said.send(done));
            if is_refused { Err(DbError::Refused("an operation is refused".to_owned())) } else { Ok(()) }
        };
        let commits = self.commits.clone();
        let answer = move |committed: Result<()>| {
            let done = match (hears.try_recv(), committed) {
                (Ok(Err(refusal)), _) => Err(refusal),
                (Ok(Ok(answer)), Ok(())) => {
                    drop(commits.send(Commit { tenant, has_events: true, is_own: true }));
                    Ok(answer)
                }
                (_, Err(error)) => Err(error),
                (Err(_), Ok(())) => Err(crate::errors::stopping()),
            };
            // The client may have hung up.
            drop(reply.send(done));
        };
        self.send(tenant, Work::Maintain(Box::new(work), Box::new(answer)))?;
        Ok(outcome)
    }

    /// [`Writers::submit`], waiting for the answer. Not for asynchronous code.
    pub fn execute(&self, submission: Submission) -> Result<Answer> {
        let unknown = crate::errors::outcome_unknown;
        self.submit(submission)?.blocking_recv().map_err(|_| unknown())?
    }

    /// Executes a typed command of `actor` and waits for its output. Not for asynchronous code.
    pub fn run<C: Command>(&self, tenant: Uuid, actor: Uuid, command: C) -> Result<C::Output> {
        let answer = self.execute(Submission::new(tenant, actor, Box::new(Typed(command))))?;
        serde_json::from_slice(&answer.body).map_err(|error| kernel::defect(format!("{}: {error}", C::NAME)))
    }

    /// Runs a command over a snapshot and drops what it did: what would happen.
    pub fn dry_run(&self, submission: &Submission) -> Result<Answer> {
        self.store.read(submission.tenant, |session| self.try_out(session, submission, false))
    }

    /// [`Writers::dry_run`] whose answer tells what the command would do in its field `effects`, as far as the actor may see it. An
    /// answer that is no object tells nothing.
    pub fn preview(&self, submission: &Submission) -> Result<Answer> {
        self.store.read(submission.tenant, |session| self.try_out(session, submission, true))
    }

    /// [`Writers::dry_run`] of many commands over one snapshot of a tenant, each on its own and without a time limit: `work` is given what
    /// tries one.
    pub fn dry_run_each<T>(
        &self,
        tenant: Uuid,
        work: impl FnOnce(&mut dyn FnMut(&Submission) -> Result<Answer>) -> Result<T>,
    ) -> Result<T> {
        self.store.read_unlimited(tenant, |session| {
            work(&mut |submission| {
                let outcome = self.try_out(session, submission, false);
                session.set.drop_command();
                // What one command read is kept for the next, as long as it does not fill the memory.
                if session.set.bytes() > DRY_RUN_BYTES {
                    *session.set = WorkingSet::default();
                }
                outcome
            })
        })
    }

    /// Tries many commands over one snapshot of a tenant, each on top of what the earlier ones did, and drops what they did. Without a time
    /// limit.
    pub fn dry_run_sequence<T>(
        &self,
        tenant: Uuid,
        work: impl FnOnce(&mut DrySequence<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        self.store.read_unlimited(tenant, |session| work(&mut DrySequence::new(self, session)))
    }

    fn try_out(&self, session: &mut Session<'_>, submission: &Submission, tells_effects: bool) -> Result<Answer> {
        self.try_behind(session, submission, tells_effects, 0)
    }

    /// [`Writers::try_out`] behind so many others.
    fn try_behind(
        &self,
        session: &mut Session<'_>,
        submission: &Submission,
        tells_effects: bool,
        others: i64,
    ) -> Result<Answer> {
        let id = submission.id.unwrap_or_else(|| random_id(submission.at));
        let head = session.one::<Head>(&1)?;
        let at = submission.at.max(Instant::from_micros(head.at + 1 + others));
        let (tenant, actor, seq) = (submission.tenant, submission.actor, head.seq + 1 + others);
        let version = submission.command.version();
        let occurred_at = submission.occurred_at;
        let context = CommandContext { tenant, actor, command: id, at, occurred_at, seq, version };
        let command = &*submission.command;
        let mut tx = Tx::begin(session, context, self.authorise, &self.definitions, command)?;
        let Response { status, body, version } = run_caught(command, &mut tx)?;
        let effects = if tells_effects && body.starts_with(b"{") { Some(effects(&mut tx)?) } else { None };
        let mut body = visible(session, self.authorise, actor, command, body)?;
        if let Some(effects) = effects {
            body = with_effects(body, &effects)?;
        }
        Ok(Answer { id, status, body, version, replayed: false })
    }

    /// Writes to operational tables (sessions, cursors) inside the next batch; not logged, not replayed.
    pub fn maintain(
        &self,
        tenant: Uuid,
        work: impl FnOnce(&mut Conn) -> DbResult<()> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<()>>> {
        let (reply, outcome) = oneshot::channel();
        // Who asked may not wait for it.
        let done = move |done| drop(reply.send(done));
        self.send(tenant, Work::Maintain(Box::new(work), Box::new(done)))?;
        Ok(outcome)
    }

    /// [`Writers::maintain`], waiting for the commit; what `work` found. Not for asynchronous code.
    pub fn maintained<T: Send + 'static>(
        &self,
        tenant: Uuid,
        work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static,
    ) -> Result<T> {
        let (sender, found) = std::sync::mpsc::channel();
        let done = self.maintain(tenant, move |conn| {
            // The receiver is gone when the caller gave up; the work is done all the same.
            drop(sender.send(work(conn)?));
            Ok(())
        })?;
        done.blocking_recv().map_err(|_| crate::errors::stopping())??;
        found.recv().map_err(|_| crate::errors::stopping())
    }

    /// Runs the data steps that an open company lacks, as its first command would. Blocks until they are committed.
    ///
    /// # Errors
    ///
    /// `company_outdated` where a step failed; the company then refuses commands.
    pub fn bring_up_to_date(&self, tenant: Uuid) -> Result<()> {
        let done = self.maintain(tenant, |_| Ok(()))?;
        done.blocking_recv().map_err(|_| crate::errors::stopping())?
    }

    /// Asks every writer thread whether it works and reaches the database; a connection that does not answer is replaced.
    pub async fn ping(&self) -> Result<()> {
        let mut outcomes = Vec::new();
        for thread in &self.threads {
            let (reply, outcome) = oneshot::channel();
            thread.send((Uuid::nil(), Work::Ping(reply))).map_err(|_| crate::errors::stopping())?;
            outcomes.push(outcome);
        }
        for outcome in outcomes {
            outcome.await.map_err(|_| crate::errors::stopping())??;
        }
        Ok(())
    }

    /// Closes the tenant's connection and drops its working set, for example before its file is removed.
    pub fn evict(&self, tenant: Uuid) -> Result<()> {
        self.send(tenant, Work::Evict)
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        self.threads.clear();
        for handle in self.handles.drain(..) {
            // The last owner may be a writer thread itself, through a closure it was given: it cannot join itself.
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

/// The id of the command that `actor` sent under `key`: a UUID is the id itself, any other key belongs to the user.
fn id_of_key(actor: Uuid, key: &str) -> Uuid {
    if let Some(id) = Uuid::try_parse(key).ok().filter(|id| !id.is_nil()) {
        return id;
    }
    let digest = hash(&[b"idempotency key", actor.as_bytes(), key.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[expect(clippy::disallowed_methods, reason = "a random id is drawn before the command is queued, never while it runs")]
fn random_id(at: Instant) -> Uuid {
    let mut seed = [0; 16];
    // Without randomness two commands of one microsecond could share an id; the operating system always has some.
    getrandom::fill(&mut seed).unwrap_or_else(|error| panic!("no randomness: {error}"));
    kernel::derive_uuid(at.micros(), &[&seed])
}
