//! A thread that writes for its companies, and what it does when the database refuses.

use super::batch::{Batch, OpenBatch, Outcome};
use super::flight::{Aloft, Flight, Flusher, Landing, answer, rolled_back};
use super::link::take_writing;
use super::queue::{Job, Mail, TenantState, Work};
use super::{Authorise, Lane, Limits, random_id};
use crate::{Commit, DataStep, Definitions, RunDataStep, Typed, errors};
use kernel::{Error, Instant, Result};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;
use store::{CONTROL, Conn, DbError, DbResult, Store, WorkingSet};
use tokio::sync::broadcast;
use uuid::Uuid;

/// How often a batch is tried again after [`DbError::Retry`].
const RETRIES: usize = 5;
/// Batches in a row for one tenant while no other tenant waits.
const BATCHES_A_VISIT: usize = 8;
/// Tenants with an open SQLite file or kept rows per thread.
const OPEN_TENANTS: usize = 64;
/// When the rows that are kept of a company have grown or shrunk by so many bytes, its page cache is asked again for its size.
const CACHE_CHANGES: usize = 256 << 10;
/// Connections to PostgreSQL that a writer thread keeps while they have nothing to do.
const IDLE: usize = 4;
/// Threads for flights that a writer thread keeps while they have nothing to do: each keeps memory of its last pages.
const IDLE_FLUSHERS: usize = 1;

pub(crate) struct WriterThread {
    pub(crate) store: Arc<Store>,
    pub(crate) authorise: Authorise,
    pub(crate) definitions: Arc<Definitions>,
    pub(crate) limits: Limits,
    pub(crate) receiver: Receiver<Mail>,
    /// The other end of `receiver`, for flights; gone when the writers stop.
    pub(crate) mail: Weak<Sender<Mail>>,
    /// The mail of all writer threads.
    pub(crate) neighbours: Arc<OnceLock<Vec<Weak<Sender<Mail>>>>>,
    /// Tells who listens what was committed.
    pub(crate) commits: broadcast::Sender<Commit>,
    pub(crate) tenants: BTreeMap<Uuid, TenantState>,
    pub(crate) ready: VecDeque<Uuid>,
    /// PostgreSQL: connections that no company has at the moment; each may serve any of them.
    pub(crate) idle: Vec<Conn>,
    pub(crate) flushers: Vec<Flusher>,
}

/// The end of an attempt at a batch.
pub(crate) enum BatchOutcome {
    /// Committed; every job that was started has its outcome. The rest was not started.
    Committed(Vec<Outcome>, Vec<Job>),
    /// Nothing was started: the company lacks these data steps.
    Outdated(Vec<DataStep>, Vec<Job>),
    /// It failed.
    Failed(BatchFailure),
}

/// The reason an attempt at a batch failed.
pub(crate) struct BatchFailure {
    pub(crate) error: DbError,
    pub(crate) jobs: Vec<Job>,
    /// COMMIT had been sent: it is not known whether anything was written. Otherwise nothing was.
    pub(crate) committing: bool,
    /// Maintenance was part of the batch, so that it may have caused the failure rather than a command.
    pub(crate) maintained: bool,
}

impl BatchOutcome {
    /// Failed before COMMIT was sent.
    pub(crate) fn failed(error: DbError, jobs: Vec<Job>) -> BatchOutcome {
        BatchOutcome::Failed(BatchFailure { error, jobs, committing: false, maintained: false })
    }
}

impl WriterThread {
    /// A panic stops the process: without this thread its companies would wait forever while the process looks healthy.
    pub(crate) fn run_or_stop(self) {
        if catch_unwind(AssertUnwindSafe(|| self.run())).is_err() {
            stop_the_process("a writer thread panicked, which is a defect");
        }
    }

    pub(crate) fn run(mut self) {
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
                if !state.can_go_on(&self.limits) || self.ready.iter().any(|other| *other != tenant) {
                    break;
                }
            }
            self.ready.retain(|other| *other != tenant);
            if state.can_go_on(&self.limits) {
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
        match work {
            Work::Command(Lane::Interactive, job) => self.state(tenant).interactive.push_back(*job),
            Work::Command(Lane::Bulk, job) => self.state(tenant).bulk.push_back(*job),
            Work::Maintain(work, reply) => self.state(tenant).maintenance.push((work, reply)),
            Work::Landed => {}
            Work::Ready(ended) => {
                let state = self.state(tenant);
                state.is_preparing = false;
                if let Err(error) = ended {
                    let jobs = state.interactive.drain(..).chain(state.bulk.drain(..)).collect();
                    answer(fail_all(state, jobs, &error));
                }
            }
            Work::Evict => {
                // Sent to all threads: only one has the company.
                if let Some(state) = self.tenants.get_mut(&tenant) {
                    state.evict();
                    // A thread keeps the memory of pages that another one frees until it works again or ends.
                    self.flushers.clear();
                }
                return;
            }
            Work::Ping(reply) => {
                // While the database was waited for, the client of an earlier ping may have gone.
                if !reply.is_closed() {
                    drop(reply.send(self.ping().map_err(Error::from)));
                }
                return;
            }
        }
        if !self.ready.contains(&tenant) {
            self.ready.push_back(tenant);
        }
    }

    fn state(&mut self, tenant: Uuid) -> &mut TenantState {
        self.tenants.entry(tenant).or_default()
    }

    /// Asks the database for an answer, on a new connection where the one that serves all companies gives none. On SQLite each
    /// company has its own file, and there is nothing to ask.
    fn ping(&mut self) -> DbResult<()> {
        if self.store.is_sqlite() {
            return Ok(());
        }
        let answering = self.idle.pop().and_then(|mut conn| conn.ping().is_ok().then_some(conn));
        self.idle.push(answering.map_or_else(|| self.store.writer(CONTROL), Ok)?);
        Ok(())
    }

    /// Closes the file of the company that has not been visited for longest, and drops its working set.
    fn close_idle(&mut self) {
        let open = |state: &TenantState| state.conn.is_some() || !state.set.is_empty();
        if self.tenants.values().filter(|state| open(state)).count() <= OPEN_TENANTS {
            return;
        }
        let idle = self.tenants.iter().filter(|(_, state)| {
            let flies = state.flight.is_some();
            !flies && !state.has_work() && open(state)
        });
        if let Some(oldest) = idle.min_by_key(|(_, state)| state.last_visit).map(|(tenant, _)| *tenant) {
            self.tenants.remove(&oldest);
            // Nothing has to be evicted where less is kept.
            drop(self.store.memory().report(oldest, 0));
        }
    }

    /// Does what is next for one company: takes up the flight that has landed, runs commands on top of the one that is up, or runs a
    /// batch.
    fn visit(&mut self, tenant: Uuid, state: &mut TenantState) {
        if state.is_preparing || !self.store.is_ready(tenant) && self.prepare(tenant, state) {
            return;
        }
        self.lend(state);
        match state.flight.as_mut().map(Aloft::has_landed) {
            Some(true) => self.land(tenant, state),
            Some(false) if state.may_extend(&self.limits) => self.extend(tenant, state),
            Some(false) => {}
            None => self.run_batch(tenant, state),
        }
        if state.flight.is_none() && state.set.len() > self.limits.kept_rows {
            state.set = WorkingSet::default();
        }
        self.keep_within_bound(tenant, state);
        self.take_back(state);
    }

    /// Reports what is kept of the company, and has the companies evicted that were not used for longest where it is too much.
    fn keep_within_bound(&self, tenant: Uuid, state: &mut TenantState) {
        let rows = state.set.bytes();
        if let Some(conn) = state.conn.as_ref().filter(|_| rows.abs_diff(state.rows_reported) > CACHE_CHANGES) {
            state.rows_reported = rows;
            // What cannot be asked now is asked again after the next batch.
            state.cache_bytes = conn.cache_bytes().unwrap_or(state.cache_bytes);
        }
        for evicted in self.store.memory().report(tenant, rows + state.cache_bytes) {
            if evicted == tenant {
                state.evict();
                continue;
            }
            for neighbour in self.neighbours.get().into_iter().flatten().filter_map(Weak::upgrade) {
                // A thread that has ended keeps nothing.
                drop(neighbour.send((evicted, Work::Evict)));
            }
        }
    }

    /// Brings the tables of the company up to date on a thread of its own, so that the other companies need not wait for its
    /// migrations; whether that thread runs.
    fn prepare(&self, tenant: Uuid, state: &mut TenantState) -> bool {
        let Some(mail) = self.mail.upgrade() else { return false };
        let store = self.store.clone();
        let body = move || {
            crate::give_way();
            let ended = catch_unwind(AssertUnwindSafe(|| store.ready(tenant)));
            let ended = ended.unwrap_or_else(|_| Err(DbError::Defect("a migration panicked".to_owned())));
            drop(mail.send((tenant, Work::Ready(ended))));
        };
        state.is_preparing = std::thread::Builder::new().name("migrate".to_owned()).spawn(body).is_ok();
        state.is_preparing
    }

    /// Runs a batch that nothing is up below.
    fn run_batch(&mut self, tenant: Uuid, state: &mut TenantState) {
        let (bulk, (most, hands_over)) = (state.interactive.is_empty(), state.share(&self.limits));
        let jobs = self.refuse_expired(state.take(most));
        if jobs.is_empty() && state.maintenance.is_empty() {
            return;
        }
        if !hands_over {
            return answer(self.execute_batch(tenant, state, jobs, bulk, &mut None));
        }
        let opened = self.batch(tenant).open(state, jobs, bulk);
        match opened {
            Ok((open, rest)) => {
                state.fitted(open.outcomes.len(), rest, bulk, &self.limits);
                self.hand_over(tenant, state, open);
            }
            Err(ended) => {
                roll_back(state, &ended);
                answer(self.settle(tenant, state, ended, bulk, &mut None));
            }
        }
    }

    /// Runs waiting commands on top of the flight.
    fn extend(&mut self, tenant: Uuid, state: &mut TenantState) {
        let bulk = state.interactive.is_empty();
        let (open, head) = (state.open.take(), state.head.clone());
        let Some(mut open) = open.or_else(|| head.map(|head| OpenBatch::on(head, bulk))) else { return };
        let most = state.batch_size.unwrap_or(self.limits.commands).max(open.outcomes.len() + 1);
        let jobs = self.refuse_expired(state.take(most - open.outcomes.len()));
        match self.batch(tenant).extend(state, &mut open, jobs) {
            Ok(rest) => {
                if !rest.is_empty() {
                    state.fitted(open.outcomes.len(), rest, bulk, &self.limits);
                }
                state.open = Some(open);
            }
            Err((error, rest)) => {
                tracing::debug!(%tenant, %error, "a batch on top of a flight failed");
                if open.has_begun {
                    drop(state.conn.take_if(|conn| !rolled_back(conn, &error)));
                }
                state.requeue(open.into_jobs(rest), bulk);
                state.is_spoiled = true;
            }
        }
    }

    /// Sends a batch that has run on its way to the database.
    fn hand_over(&mut self, tenant: Uuid, state: &mut TenantState, open: OpenBatch) {
        let (writes, bulk) = (open.writes(&state.set), open.bulk);
        let handed = state.set.hand_over().map_err(|error| DbError::Refused(error.to_string()));
        let conn = match handed.and_then(|()| take_writing(&self.store, tenant, &mut state.conn)) {
            Ok(conn) => conn,
            Err(error) => {
                let failed = BatchOutcome::failed(error, open.into_jobs(Vec::new()));
                roll_back(state, &failed);
                return answer(self.settle(tenant, state, failed, bulk, &mut None));
            }
        };
        let commit = open.commit(tenant).map(|commit| (self.commits.clone(), commit));
        let OpenBatch { has_begun, base, next, outcomes, .. } = open;
        let (landing, landings) = channel();
        let before = base.clone();
        let wake = self.mail.upgrade();
        let flusher =
            wake.as_ref().and_then(|_| Flusher::take(&mut self.flushers, bulk).or_else(|| Flusher::start(bulk)));
        let flight = Flight { tenant, conn, has_begun, base, writes, outcomes, landing, wake, commit };
        match &flusher {
            Some(flusher) => flusher.send(flight),
            None => flight.fly(),
        }
        state.flight = Some(Aloft { before, bulk, landings, landed: None, flusher });
        state.head = Some(next);
    }

    /// Takes up the flight that has landed: sends the batch that waited on its way, or recovers from its failure.
    fn land(&mut self, tenant: Uuid, state: &mut TenantState) {
        let Some(Aloft { before, bulk, landed, flusher, .. }) = state.flight.take() else { return };
        self.flushers.extend(flusher.filter(|_| self.flushers.len() < IDLE_FLUSHERS));
        let Some(Landing { conn, failure }) = landed else { return };
        state.conn = conn.or(state.conn.take());
        let open = state.open.take();
        match (failure, open) {
            (None, Some(open)) => {
                state.set.landed();
                state.is_locked = false;
                return self.hand_over(tenant, state, open);
            }
            (None, None) => {
                state.set.landed();
                state.set.committed();
                state.is_locked = false;
            }
            (Some(failure), open) => {
                state.head = Some(before);
                // What ran on top of it is void, and comes behind it.
                if let Some(open) = open {
                    let bulk = open.bulk;
                    state.requeue(open.into_jobs(Vec::new()), bulk);
                }
                answer(self.settle(tenant, state, BatchOutcome::Failed(failure), bulk, &mut None));
            }
        }
        if std::mem::take(&mut state.is_spoiled) {
            state.invalidate();
        }
        if state.evicts {
            state.give_up();
        }
    }

    /// PostgreSQL: lends the company a connection to write with, and one to read with while a flight has the other.
    fn lend(&mut self, state: &mut TenantState) {
        let slot = if state.flight.is_some() { &mut state.reader } else { &mut state.conn };
        if slot.is_none() {
            let fit = |conn: &Conn| !matches!(conn, Conn::Postgres(postgres) if postgres.needs_replacement());
            *slot = self.idle.pop().filter(fit);
        }
    }

    /// PostgreSQL: takes back the connections that the company does not need.
    fn take_back(&mut self, state: &mut TenantState) {
        if !self.store.is_sqlite() {
            let has_begun = state.open.as_ref().is_some_and(|open| open.has_begun);
            self.idle.extend(state.conn.take_if(|_| !has_begun));
            self.idle.extend(state.reader.take());
            self.idle.truncate(IDLE);
        }
    }

    fn batch(&self, tenant: Uuid) -> Batch<'_> {
        let (authorise, definitions) = (self.authorise, &*self.definitions);
        let commits = &self.commits;
        Batch { tenant, store: &self.store, authorise, definitions, limits: self.limits, commits }
    }

    /// Refuses commands that have waited too long. What may have been committed already has to be looked up all the same.
    fn refuse_expired(&self, jobs: Vec<Job>) -> Vec<Job> {
        let now = std::time::Instant::now();
        let (late, jobs): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|job| !job.in_doubt && job.deadline.is_some_and(|d| d < now));
        for job in late {
            job.answer(Err(errors::deadline_exceeded()));
        }
        jobs
    }

    fn execute_batch(
        &mut self,
        tenant: Uuid,
        state: &mut TenantState,
        jobs: Vec<Job>,
        bulk: bool,
        since: &mut Option<std::time::Instant>,
    ) -> Vec<Outcome> {
        let ended = self.attempt(tenant, state, jobs, bulk);
        self.settle(tenant, state, ended, bulk, since)
    }

    /// Does what the end of an attempt at a batch asks for, until every command that was started has its outcome.
    /// `since` is when the database failed for the first time.
    fn settle(
        &mut self,
        tenant: Uuid,
        state: &mut TenantState,
        mut ended: BatchOutcome,
        bulk: bool,
        since: &mut Option<std::time::Instant>,
    ) -> Vec<Outcome> {
        let mut passing = 0;
        let mut jobs;
        loop {
            let failure = match ended {
                BatchOutcome::Committed(outcomes, rest) => {
                    state.fitted(outcomes.len(), rest, bulk, &self.limits);
                    return outcomes;
                }
                BatchOutcome::Outdated(steps, waiting) => {
                    if let Err(error) = self.run_data_steps(tenant, state, steps) {
                        return refuse_all(state, waiting, &error);
                    }
                    ended = self.attempt(tenant, state, waiting, bulk);
                    continue;
                }
                BatchOutcome::Failed(failure) => failure,
            };
            let BatchFailure { error, jobs: failed, committing, maintained } = failure;
            if error != DbError::Stale {
                tracing::warn!(%tenant, %error, commands = failed.len(), committing, "a batch failed");
            }
            let head = state.head.take();
            state.invalidate();
            jobs = failed;
            match &error {
                DbError::NoTenant(_) => return fail_all(state, jobs, &error),
                DbError::Fatal(why) => stop_the_process(&format!("the disk failed under the database: {why}")),
                // One command caused it: each runs alone, so that only that one fails.
                DbError::Refused(_) | DbError::Defect(_) | DbError::TooSlow(_) if jobs.len() > 1 => {
                    return jobs
                        .into_iter()
                        .flat_map(|job| self.execute_batch(tenant, state, vec![job], bulk, since))
                        .collect();
                }
                // The maintenance that caused it has been answered and is not tried again.
                DbError::Refused(_) | DbError::Defect(_) if maintained => {
                    ended = self.attempt(tenant, state, jobs, bulk);
                    continue;
                }
                DbError::Refused(_) | DbError::Defect(_) | DbError::TooSlow(_) => {
                    return fail_all(state, jobs, &error);
                }
                // The next attempt locks the head first, so that it cannot meet this again.
                DbError::Stale => {
                    ended = self.attempt(tenant, state, jobs, bulk);
                    continue;
                }
                // The old connection of a batch in doubt may hold the lock.
                DbError::Busy(_) if !jobs.iter().any(|job| job.in_doubt) => {
                    // Nothing was written: if the log still stands there afterwards, the writer knows where.
                    (state.head, state.is_locked) = (head, true);
                    // What waits behind it has waited for the same lock.
                    jobs.extend(state.interactive.drain(..));
                    return fail_all(state, jobs, &error);
                }
                DbError::Busy(_) | DbError::Retry(_) => passing += 1,
                DbError::Lost(_) => {}
            }
            // The idle connections may be as dead as this one, and each would be waited for.
            self.idle.clear();
            (state.conn, state.reader) = (None, None);
            for job in jobs.iter_mut().filter(|_| committing) {
                job.look_up = true;
                job.in_doubt = true;
            }
            let waited = since.get_or_insert_with(std::time::Instant::now).elapsed();
            if passing > RETRIES || waited > self.limits.patience {
                return fail_all(state, jobs, &error);
            }
            if waited > Duration::from_millis(50) {
                std::thread::sleep(Duration::from_millis(50));
            }
            ended = self.attempt(tenant, state, jobs, bulk);
        }
    }

    /// Runs the data steps that a company lacks, each committed on its own, before anything that waits.
    fn run_data_steps(&mut self, tenant: Uuid, state: &mut TenantState, steps: Vec<DataStep>) -> Result<()> {
        let waiting = std::mem::take(&mut state.maintenance);
        state.is_current = true;
        let ran = steps.into_iter().try_for_each(|step| {
            let command = RunDataStep { module: step.module.to_owned(), number: step.number };
            let at = Instant::now();
            let job = Job::of_system(random_id(at), at, Box::new(Typed(command)))?;
            let outcomes = self.execute_batch(tenant, state, vec![job], false, &mut None);
            outcomes.into_iter().try_for_each(|(_, outcome)| outcome.map(drop)).inspect_err(|error| {
                tracing::error!(%tenant, step.module, step.number, %error, "a data step failed");
            })
        });
        state.is_current = ran.is_ok();
        state.maintenance.extend(waiting);
        ran.map_err(|error| errors::company_outdated(error.detail()))
    }

    /// Runs `jobs` as a batch and commits it on this thread.
    fn attempt(&mut self, tenant: Uuid, state: &mut TenantState, jobs: Vec<Job>, bulk: bool) -> BatchOutcome {
        let ended = self.batch(tenant).run(state, jobs, bulk);
        roll_back(state, &ended);
        ended
    }
}

/// Rolls back what a batch that failed has begun, and closes a connection that cannot be used again.
fn roll_back(state: &mut TenantState, ended: &BatchOutcome) {
    if let BatchOutcome::Failed(BatchFailure { error, .. }) = ended {
        drop(state.conn.take_if(|conn| !rolled_back(conn, error)));
    }
}

/// Ends the process: continuing after a failed sync could lose data that was acknowledged as committed.
pub(crate) fn stop_the_process(why: &str) -> ! {
    tracing::error!(why, "stopping");
    eprintln!("sanduk: {why}. Stopping before anything is lost.");
    std::process::exit(70)
}

/// Answers everything that waits with the same error.
fn refuse_all(state: &mut TenantState, jobs: Vec<Job>, error: &Error) -> Vec<Outcome> {
    for (_, reply) in std::mem::take(&mut state.maintenance) {
        reply(Err(error.clone()));
    }
    jobs.into_iter().map(|job| (job, Err(error.clone()))).collect()
}

/// Answers the commands, and the maintenance that would have been part of their batch, with the error of the database.
fn fail_all(state: &mut TenantState, jobs: Vec<Job>, error: &DbError) -> Vec<Outcome> {
    for (_, reply) in std::mem::take(&mut state.maintenance) {
        reply(Err(error.clone().into()));
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
            // Unique values are probed before a write: a constraint that fires shows that a probe is missing.
            tracing::error!(command = job.command.name(), why, "the database refused a command");
            errors::constraint()
        }
        DbError::Defect(why) => kernel::defect(why.clone()),
        DbError::NoTenant(_) => error.clone().into(),
        DbError::TooSlow(_) if !job.in_doubt => error.clone().into(),
        DbError::Busy(_) | DbError::Retry(_) if !job.in_doubt => errors::database_busy(),
        _ => errors::no_answer(job.id),
    }
}
