//! A batch: load, run in memory, write, commit.

use super::flight::write;
use super::link::{Link, writing};
use super::queue::{Job, Maintenance, TenantState};
use super::thread::{BatchFailure, BatchOutcome};
use super::{Answer, Authorise, Limits, hash};
use crate::log::{CommandBody, CommandRow, chain_hash};
use crate::tx::{scope_of, visible};
use crate::{AnyCommand, CommandContext, Commit, DataStep, Definitions, Earlier, Response, Tx};
use kernel::{Instant, Result};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use store::{Conn, DbError, DbResult, Head, Prefetch, Read, Session, Store, Value, WorkingSet, Write, begin_batch};
use tokio::sync::broadcast;
use uuid::Uuid;

/// The version of this writer; a head that asks for a newer one is not written to.
const WRITER: i64 = 1;
/// How often a command's prefetch is asked again with what was loaded.
const PREFETCH_ROUNDS: usize = 4;

/// A command that was run, and what its client will be told.
pub(crate) type Outcome = (Job, Result<Answer>);

/// Commands that have run in memory and are not yet written.
pub(crate) struct OpenBatch {
    /// They came through the bulk lane.
    pub(crate) bulk: bool,
    /// Their transaction is open on the company's connection.
    pub(crate) has_begun: bool,
    /// Where the company's log stands below them.
    pub(crate) base: Head,
    /// Where it stands behind them.
    pub(crate) next: Head,
    pub(crate) outcomes: Vec<Outcome>,
    /// Its commands have told events.
    has_events: bool,
    rows: usize,
    spent: Duration,
}

impl OpenBatch {
    /// A batch without commands that begins at `base`.
    pub(crate) fn on(base: Head, bulk: bool) -> OpenBatch {
        let (next, spent) = (base.clone(), Duration::ZERO);
        OpenBatch { bulk, has_begun: false, base, next, outcomes: Vec::new(), has_events: false, rows: 0, spent }
    }

    /// Whether it takes no more commands.
    pub(crate) fn is_full(&self, limits: &Limits) -> bool {
        self.outcomes.len() >= limits.commands || self.rows >= limits.rows || self.spent >= limits.time
    }

    /// What it writes, the new head first.
    pub(crate) fn writes(&self, set: &WorkingSet) -> Vec<Write> {
        let mut writes = set.writes();
        if self.next.seq != self.base.seq {
            writes.insert(0, self.base.advance(&self.next));
        }
        writes
    }

    /// What is told of its commit; nothing of one that runs no command.
    pub(crate) fn commit(&self, tenant: Uuid) -> Option<Commit> {
        let has_events = self.has_events;
        (self.next.seq != self.base.seq).then_some(Commit { tenant, has_events, is_own: true })
    }

    /// Its commands, to be run again, and then `rest`.
    pub(crate) fn into_jobs(self, rest: Vec<Job>) -> Vec<Job> {
        self.outcomes.into_iter().map(|(job, _)| job).chain(rest).collect()
    }
}

/// How the batches of a company are run.
pub(crate) struct Batch<'a> {
    pub(crate) tenant: Uuid,
    pub(crate) store: &'a Store,
    pub(crate) authorise: Authorise,
    pub(crate) definitions: &'a Definitions,
    pub(crate) limits: Limits,
    pub(crate) commits: &'a broadcast::Sender<Commit>,
}

impl Batch<'_> {
    /// Runs `jobs` as one batch, with the maintenance that waits, and commits it.
    pub(crate) fn run(&self, state: &mut TenantState, jobs: Vec<Job>, bulk: bool) -> BatchOutcome {
        let (open, rest) = match self.open(state, jobs, bulk) {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let conn = match writing(self.store, self.tenant, &mut state.conn) {
            Ok(conn) => conn,
            Err(error) => return BatchOutcome::failed(error, open.into_jobs(rest)),
        };
        let written = write(conn, self.tenant, open.has_begun, &open.base, &open.writes(&state.set));
        let flushed = written.and_then(|()| state.set.flushed().map_err(|e| DbError::Refused(e.to_string())));
        if let Err(error) = flushed {
            return BatchOutcome::failed(error, open.into_jobs(rest));
        }
        let maintenance = std::mem::take(&mut state.maintenance);
        let maintained: Vec<_> = maintenance.into_iter().map(|(work, reply)| (maintain(conn, work), reply)).collect();
        if let Err(error) = conn.commit() {
            let some = !maintained.is_empty();
            for (_, reply) in maintained {
                reply(Err(error.clone().into()));
            }
            let jobs = open.into_jobs(rest);
            return BatchOutcome::Failed(BatchFailure { error, jobs, committing: true, maintained: some });
        }
        for (outcome, reply) in maintained {
            reply(outcome);
        }
        // Nobody may be listening.
        open.commit(self.tenant).map(|commit| self.commits.send(commit));
        state.set.committed();
        state.head = Some(open.next);
        state.is_locked = false;
        BatchOutcome::Committed(open.outcomes, rest)
    }

    /// Runs `jobs` in memory as a new batch; the jobs that were not started. Its transaction is begun where the writer cannot
    /// know how the company stands, or where rows are missing.
    pub(crate) fn open(
        &self,
        state: &mut TenantState,
        mut jobs: Vec<Job>,
        bulk: bool,
    ) -> std::result::Result<(OpenBatch, Vec<Job>), BatchOutcome> {
        let solo = jobs.first().is_some_and(|job| job.command.solo());
        let known = state.head.clone().filter(|_| state.is_optimistic() && !solo);
        let mut open = match known {
            Some(head) => OpenBatch::on(head, bulk),
            None => {
                let (head, locked) = self.lock(state, jobs)?;
                jobs = locked;
                OpenBatch { has_begun: true, ..OpenBatch::on(head, bulk) }
            }
        };
        match self.extend(state, &mut open, jobs) {
            Ok(rest) => Ok((open, rest)),
            Err((error, rest)) => Err(BatchOutcome::failed(error, open.into_jobs(rest))),
        }
    }

    /// Runs `jobs` on top of `open` until that is full; the jobs that were not started.
    ///
    /// # Errors
    ///
    /// The database failed: what `open` holds is void. The jobs that were not started are given back.
    pub(crate) fn extend(
        &self,
        state: &mut TenantState,
        open: &mut OpenBatch,
        jobs: Vec<Job>,
    ) -> std::result::Result<Vec<Job>, (DbError, Vec<Job>)> {
        let began = std::time::Instant::now();
        let TenantState { set, conn, reader, flight, is_locked: avoids_lock, .. } = state;
        let avoids_lock = *avoids_lock;
        let (base, has_begun, flight) = (&open.base, &mut open.has_begun, flight.as_mut());
        let mut link =
            Link { store: self.store, tenant: self.tenant, base, conn, reader, flight, avoids_lock, has_begun };
        let mut session = Session::new(&mut link, set, Instant::now());
        for _ in 0..PREFETCH_ROUNDS {
            if !prefetch_all(session.set, &jobs) {
                break;
            }
            let loaded = session.load_requested();
            if let Some(error) = session.failure.take() {
                return Err((error, jobs));
            }
            if loaded.is_err() {
                // A prefetch is only a hint: the command that needs the rows gets the error when it runs.
                break;
            }
        }
        let mut jobs = VecDeque::from(jobs);
        while let Some(job) = jobs.pop_front() {
            let outcome = self.apply(&mut session, &mut open.next, &job, &mut open.rows, &mut open.has_events);
            open.outcomes.push((job, outcome));
            if let Some(error) = session.failure.take() {
                return Err((error, jobs.into()));
            }
            if open.rows >= self.limits.rows || open.spent + began.elapsed() >= self.limits.time {
                break;
            }
        }
        open.spent += began.elapsed();
        Ok(jobs.into())
    }

    /// Begins the transaction of a batch: locks the head, loads what the commands say they need, and makes sure that the company is
    /// one that this program may write to.
    fn lock(&self, state: &mut TenantState, jobs: Vec<Job>) -> std::result::Result<(Head, Vec<Job>), BatchOutcome> {
        if state.head.is_none() {
            state.set = WorkingSet::default();
        }
        prefetch_all(&mut state.set, &jobs);
        let conn = match writing(self.store, self.tenant, &mut state.conn) {
            Ok(conn) => conn,
            Err(error) => return Err(BatchOutcome::failed(error, jobs)),
        };
        let head = match begin_batch(conn, &mut state.set, self.tenant, state.head.as_ref()) {
            Ok(head) => head,
            Err(error) => return Err(BatchOutcome::failed(error, jobs)),
        };
        if head.tenant != self.tenant || head.min_writer > WRITER {
            return Err(match conn.rollback() {
                Ok(()) => refuse_newer(state, jobs),
                Err(error) => BatchOutcome::failed(error, jobs),
            });
        }
        if !state.is_current {
            match self.missing_data_steps(conn) {
                Ok(steps) if steps.is_empty() => state.is_current = true,
                Ok(steps) => return Err(BatchOutcome::Outdated(steps, jobs)),
                Err(error) => return Err(BatchOutcome::failed(error, jobs)),
            }
        }
        Ok((head, jobs))
    }

    /// The data steps that an open company has not run. The transaction is rolled back where there are any, so that each of
    /// them gets a batch of its own.
    fn missing_data_steps(&self, conn: &mut Conn) -> DbResult<Vec<DataStep>> {
        let done = conn.query("SELECT module, number FROM data_step", &[])?;
        if done.is_empty() {
            return Ok(Vec::new());
        }
        let is_done =
            |step: &DataStep| done.contains(&vec![Value::Text(step.module.to_owned()), Value::Int(step.number)]);
        let missing: Vec<DataStep> =
            self.definitions.data_steps.iter().filter(|step| !is_done(step)).copied().collect();
        if !missing.is_empty() {
            conn.rollback()?;
        }
        Ok(missing)
    }

    /// Runs one command in memory; all of its changes become part of the batch, or none.
    fn apply(
        &self,
        session: &mut Session<'_>,
        head: &mut Head,
        job: &Job,
        rows: &mut usize,
        has_events: &mut bool,
    ) -> Result<Answer> {
        if job.look_up
            && let Some(row) = session.get::<CommandRow>(&job.id)?
        {
            let answer = self.stored_answer(session, head, job, &row)?;
            return self.shown(session, job, answer);
        }
        let context = self.context(head, job);
        let at = context.at;
        let _span = job.span.enter();
        let begun = Tx::begin(session, context, self.authorise, self.definitions, &*job.command);
        let ran = begun.and_then(|mut tx| Ok((run_caught(&*job.command, &mut tx)?, tx.is_heard())));
        let logged = ran.and_then(|(response, told)| Ok((self.log(session, head, job, at, response)?, told)));
        let shown = logged.and_then(|((answer, next), told)| Ok((self.shown(session, job, answer)?, next, told)));
        match shown {
            Ok((answer, next, told)) => {
                *rows += session.set.merge_command();
                *has_events |= told;
                *head = next;
                Ok(answer)
            }
            Err(error) => {
                session.set.drop_command();
                Err(error)
            }
        }
    }

    fn context(&self, head: &Head, job: &Job) -> CommandContext {
        CommandContext {
            tenant: self.tenant,
            actor: job.actor,
            command: job.id,
            at: job.at.max(Instant::from_micros(head.at + 1)),
            occurred_at: job.occurred_at,
            seq: head.seq + 1,
            version: job.command.version(),
        }
    }

    /// What the command answered the first time.
    ///
    /// # Errors
    ///
    /// 409 where another body or another user had the id before, unless the command says that it repeats the earlier one: devices
    /// write one event in different ways, and their users change.
    fn stored_answer(&self, session: &mut Session<'_>, head: &Head, job: &Job, row: &CommandRow) -> Result<Answer> {
        let is_own = row.actor == job.actor;
        let is_same = is_own && row.request_hash == job.request_hash;
        let body = session.get::<CommandBody>(&row.seq)?;
        if !is_same && !self.repeats(session, head, job, row, body.as_deref())? {
            return Err(if is_own { crate::errors::idempotency_conflict() } else { crate::errors::command_id_taken() });
        }
        let body = body.ok_or_else(crate::errors::answer_erased)?;
        let status = u16::try_from(body.status).unwrap_or(200);
        Ok(Answer { id: job.id, status, body: body.answer.clone(), version: None, replayed: !job.in_doubt })
    }

    /// Whether the command means what the earlier one in `row` did, and its user may give it.
    fn repeats(
        &self,
        session: &mut Session<'_>,
        head: &Head,
        job: &Job,
        row: &CommandRow,
        body: Option<&CommandBody>,
    ) -> Result<bool> {
        let Some(body) = body else { return Ok(false) };
        if scope_of(session, self.authorise, job.actor, job.command.name())?.is_none() {
            return Ok(false);
        }
        let command = &*job.command;
        let mut tx = Tx::begin(session, self.context(head, job), self.authorise, self.definitions, command)?;
        command.repeats(&mut tx, &Earlier { name: &row.name, body: &body.body, answer: &body.answer })
    }

    /// The answer as the user may see it; what is stored and hashed is the whole answer.
    fn shown(&self, session: &mut Session<'_>, job: &Job, answer: Answer) -> Result<Answer> {
        let body = visible(session, self.authorise, job.actor, &*job.command, answer.body)?;
        Ok(Answer { body, ..answer })
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
            occurred_at: job.occurred_at.map(Instant::micros),
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

/// Refuses everything that waits, because a newer version of the program writes to the company.
fn refuse_newer(state: &mut TenantState, jobs: Vec<Job>) -> BatchOutcome {
    let error = crate::errors::newer_version;
    state.invalidate();
    for (_, reply) in std::mem::take(&mut state.maintenance) {
        reply(Err(error()));
    }
    BatchOutcome::Committed(jobs.into_iter().map(|job| (job, Err(error()))).collect(), Vec::new())
}

/// Runs a command; a panic is an error of that command alone.
pub(crate) fn run_caught(command: &dyn AnyCommand, tx: &mut Tx<'_, '_>) -> Result<Response> {
    let ran = catch_unwind(AssertUnwindSafe(|| command.run(tx)));
    ran.unwrap_or_else(|_| Err(kernel::defect(format!("{} panicked", command.name()))))
}

/// Whether anything that the commands need is not known yet.
fn prefetch_all(set: &mut WorkingSet, jobs: &[Job]) -> bool {
    let mut read = Prefetch::new(set, Instant::now());
    for job in jobs {
        read.set_times(job.at, job.occurred_at.unwrap_or(job.at));
        if job.look_up
            && let Ok(Some(row)) = read.get::<CommandRow>(&job.id)
        {
            read.get::<CommandBody>(&row.seq).ok();
        } else if catch_unwind(AssertUnwindSafe(|| job.command.prefetch(&mut read))).is_err() {
            tracing::error!(command = job.command.name(), "a command's prefetch panicked");
        }
    }
    read.is_missing()
}

/// Runs maintenance within a savepoint, so that its failure does not affect the batch.
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
        return Err(crate::errors::constraint().for_operator(error.to_string()));
    }
    Ok(done?)
}
