//! A thread that writes for its companies, and what it does when the database refuses.

use super::batch::Batch;
use super::queue::{Job, TenantState, Work};
use super::{Answer, Authorise, Lane, Limits, random_id};
use crate::{DataStep, Definitions, RunDataStep, Typed, errors};
use kernel::{Error, Instant, Result};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use store::{CONTROL, Conn, DbError, DbResult, Store, WorkingSet};
use uuid::Uuid;

/// How often a batch is tried again after [`DbError::Retry`].
const RETRIES: usize = 5;
/// Batches in a row for one tenant while no other tenant waits.
const BATCHES_A_VISIT: usize = 8;
/// Tenants with an open SQLite file or kept rows per thread.
const OPEN_TENANTS: usize = 64;

pub(crate) struct WriterThread {
    pub(crate) store: Arc<Store>,
    pub(crate) authorise: Authorise,
    pub(crate) definitions: Arc<Definitions>,
    pub(crate) limits: Limits,
    pub(crate) receiver: Receiver<(Uuid, Work)>,
    pub(crate) tenants: BTreeMap<Uuid, TenantState>,
    pub(crate) ready: VecDeque<Uuid>,
    /// PostgreSQL: the thread's connection, which serves all its tenants.
    pub(crate) shared: Option<Conn>,
}

/// The end of an attempt at a batch.
pub(crate) enum BatchOutcome {
    /// Committed; every job that was started has its outcome. The rest was not started.
    Committed(Vec<(Job, Result<Answer>)>, Vec<Job>),
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
        match work {
            Work::Command(Lane::Interactive, job) => self.state(tenant).interactive.push_back(*job),
            Work::Command(Lane::Bulk, job) => self.state(tenant).bulk.push_back(*job),
            Work::Maintain(work, reply) => self.state(tenant).maintenance.push((work, reply)),
            Work::Evict => {
                let state = self.state(tenant);
                state.invalidate();
                state.conn = None;
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
        let answering = self.shared.take().and_then(|mut conn| conn.ping().is_ok().then_some(conn));
        self.shared = Some(answering.map_or_else(|| self.store.writer(CONTROL), Ok)?);
        Ok(())
    }

    /// Closes the file of the company that has not been visited for longest, and drops its working set.
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

    /// Runs one batch of one company and answers its commands.
    fn visit(&mut self, tenant: Uuid, state: &mut TenantState) {
        let bulk = state.interactive.is_empty();
        let jobs = self.refuse_expired(state.take(state.batch_size.unwrap_or(self.limits.commands)));
        for (job, outcome) in self.execute_batch(tenant, state, jobs, bulk) {
            // The client may have hung up: the outcome stands all the same.
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
            let error = errors::deadline_exceeded();
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
        let (mut passing, mut first_failure) = (0, None);
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
                BatchOutcome::Outdated(steps, waiting) => {
                    jobs = waiting;
                    match self.run_data_steps(tenant, state, steps) {
                        Ok(()) => continue,
                        Err(error) => return refuse_all(state, jobs, &error),
                    }
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
                // One command caused it: each runs alone, so that only that one fails.
                DbError::Refused(_) | DbError::Defect(_) | DbError::TooSlow(_) if jobs.len() > 1 => {
                    return jobs
                        .into_iter()
                        .flat_map(|job| self.execute_batch(tenant, state, vec![job], bulk))
                        .collect();
                }
                // The maintenance that caused it has been answered and is not tried again.
                DbError::Refused(_) | DbError::Defect(_) if maintained => continue,
                DbError::Refused(_) | DbError::Defect(_) | DbError::TooSlow(_) => {
                    return fail_all(state, jobs, &error);
                }
                DbError::Retry(_) => passing += 1,
                DbError::Lost(_) => {}
            }
            self.shared = None;
            state.conn = None;
            for job in jobs.iter_mut().filter(|_| committing) {
                job.look_up = true;
                job.in_doubt = true;
            }
            let waited = first_failure.get_or_insert_with(std::time::Instant::now).elapsed();
            if passing > RETRIES || waited > self.limits.patience {
                return fail_all(state, jobs, &error);
            }
            if waited > Duration::from_millis(50) {
                std::thread::sleep(Duration::from_millis(50));
            }
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
            let outcomes = self.execute_batch(tenant, state, vec![job], false);
            outcomes.into_iter().try_for_each(|(_, outcome)| outcome.map(drop)).inspect_err(|error| {
                tracing::error!(%tenant, step.module, step.number, %error, "a data step failed");
            })
        });
        state.is_current = ran.is_ok();
        state.maintenance.extend(waiting);
        ran.map_err(|error| errors::company_outdated(error.detail()))
    }

    fn attempt(&mut self, tenant: Uuid, state: &mut TenantState, jobs: Vec<Job>) -> BatchOutcome {
        let own = match state.conn.take().or_else(|| self.shared.take()) {
            Some(Conn::Postgres(postgres)) if postgres.needs_replacement() => None,
            conn => conn,
        };
        let mut conn = match own.map_or_else(|| self.store.writer(tenant), Ok) {
            Ok(conn) => conn,
            // A file that cannot be opened loses no committed data: only this company is unavailable.
            Err(DbError::Fatal(why)) => return BatchOutcome::failed(DbError::Defect(why), jobs),
            Err(error) => return BatchOutcome::failed(error, jobs),
        };
        let (authorise, definitions) = (self.authorise, &*self.definitions);
        let batch = Batch { tenant, authorise, definitions, limits: self.limits, began: std::time::Instant::now() };
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

/// Ends the process: continuing after a failed sync could lose data that was acknowledged as committed.
pub(crate) fn stop_the_process(why: &str) -> ! {
    tracing::error!(why, "stopping");
    eprintln!("sanduk: {why}. Stopping before anything is lost.");
    std::process::exit(70)
}

/// Answers everything that waits with the same error.
fn refuse_all(state: &mut TenantState, jobs: Vec<Job>, error: &Error) -> Vec<(Job, Result<Answer>)> {
    for (_, reply) in std::mem::take(&mut state.maintenance) {
        drop(reply.send(Err(error.clone())));
    }
    jobs.into_iter().map(|job| (job, Err(error.clone()))).collect()
}

/// Answers the commands, and the maintenance that would have been part of their batch, with the error of the database.
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
            // Unique values are probed before a write: a constraint that fires shows that a probe is missing.
            tracing::error!(command = job.command.name(), why, "the database refused a command");
            errors::constraint()
        }
        DbError::Defect(why) => kernel::defect(why.clone()),
        DbError::NoTenant(_) => error.clone().into(),
        DbError::TooSlow(_) if !job.in_doubt => error.clone().into(),
        DbError::Retry(_) if !job.in_doubt => errors::database_busy(),
        _ => errors::no_answer(job.id),
    }
}
