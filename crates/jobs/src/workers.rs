//! Workers: threads of a process that do the jobs of all companies.
//!
//! A company is looked at when something was asked for, when the time of its next job comes, and when somebody says so. One round asks for the
//! jobs of its events and schedules, and takes as many jobs as there are places. A job that was taken has a lease, which the process lengthens as long as
//! it lives; when it has died, another one is given the job, and the token of the dead one finishes nothing any more.

use crate::commands::BuryJob;
use crate::queries::{self, Claim, End};
use crate::records::JobRow;
use crate::{errors, schedules, told};
use command::{
    JobContext, JobEntry, JobQueue, JobSignal, JobState, KeptFiles, Lane, Outbound, Registry, SYSTEM, Secrets,
    Submission, Typed, Writers,
};
use kernel::{Id, Instant, Kind, Result, Text, cut, defect, derive_uuid};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Session, field};
use tokio::runtime::Handle;
use uuid::Uuid;

/// Companies that are looked at at once.
const ROUNDS: usize = 2;
/// Jobs of one queue that one company is given in one round.
const AT_ONCE: usize = 4;
/// Webhooks of one company at once: those of a company whose receivers are slow leave places for other companies.
const WEBHOOKS: usize = 16;
/// Jobs of one company that call the same system at once; only one where half of the company's places are taken, so that many slow receivers
/// leave places for the lively ones.
const TO_ONE: i64 = 2;
/// How often a job says how far it is.
const REPORT_TIME: Duration = Duration::from_secs(1);
/// How long a company rests after it was looked at, before it is looked at for what was told: one that sells much tells something with each sale.
const REST_MICROS: i64 = 50_000;
/// How long a company rests whose jobs find no place: those of another queue may come meanwhile.
const FULL_MICROS: i64 = 1_000_000;
/// How long a company rests whose database was away.
const RETRY_MICROS: i64 = 5_000_000;
/// The first wait before a job is tried again; each further one is twice as long.
const FIRST_WAIT: i64 = 5_000_000;
/// The longest wait before a job is tried again.
const LONGEST_WAIT: i64 = 60 * 60 * 1_000_000;
/// The most letters that are kept of what came of a job.
const LETTERS: usize = 2_000;

/// What jobs work with.
#[derive(Clone)]
pub struct Workplace {
    /// What the program can do.
    pub registry: Arc<Registry>,
    /// Where commands are sent.
    pub writers: Arc<Writers>,
    /// The contents of files.
    pub files: Arc<dyn KeptFiles>,
    /// The secrets of companies.
    pub secrets: Arc<dyn Secrets>,
    /// Calls other systems.
    pub outbound: Arc<dyn Outbound>,
}

/// The workers of a process.
pub struct Workers {
    work: Workplace,
    /// The name of the process among all that work for the same companies.
    name: String,
    /// How long a job is a dead process's before another one is given it.
    lease: Duration,
    /// How many jobs of each queue are done at once.
    places: BTreeMap<JobQueue, usize>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    companies: BTreeMap<Uuid, Company>,
    running: BTreeMap<JobQueue, usize>,
    /// The jobs that this process has.
    leases: BTreeMap<Uuid, Lease>,
    rounds: u64,
    is_stopping: bool,
}

impl State {
    /// How many webhooks this process sends for a company.
    fn webhooks_of(&self, tenant: Uuid) -> usize {
        let own = |lease: &&Lease| lease.tenant == tenant && lease.queue == JobQueue::Webhook;
        self.leases.values().filter(own).count()
    }
}

/// A job that this process has.
#[derive(Clone, Copy)]
struct Lease {
    tenant: Uuid,
    queue: JobQueue,
    token: i64,
}

/// A company as the workers see it.
#[derive(Default)]
struct Company {
    /// When it is to be looked at.
    due: Option<Instant>,
    /// When it may be looked at again for what was told.
    rests_until: Instant,
    /// A thread looks at it.
    is_busy: bool,
    /// Its next jobs find no place: it is looked at as soon as a job has ended.
    waits: bool,
    /// What this data directory's earlier process had taken may be done again.
    is_released: bool,
    last_round: u64,
}

/// What a round has found.
struct Found {
    next: Option<Instant>,
    taken: usize,
}

impl Workers {
    /// Starts workers with so many places in each queue, who hear of what this process commits. Companies with jobs from before are named with
    /// [`Workers::look_at`].
    ///
    /// # Errors
    ///
    /// The operating system gives no thread.
    pub fn start(
        work: Workplace,
        name: String,
        lease: Duration,
        places: BTreeMap<JobQueue, usize>,
        runtime: &Handle,
    ) -> Result<Arc<Workers>> {
        let (state, changed) = (Mutex::default(), Condvar::new());
        let workers = Arc::new(Workers { work, name, lease, places, state, changed });
        let own = workers.clone();
        runtime.spawn(workers.work.writers.each_commit(move |commit| {
            if commit.has_events {
                own.look_at_told(commit.tenant);
            }
        }));
        for n in 0..ROUNDS {
            let own = workers.clone();
            workers.thread(&format!("jobs-{n}"), move || own.look_after_all())?;
        }
        let own = workers.clone();
        workers.thread("job-leases", move || own.renew_leases())?;
        Ok(workers)
    }

    fn thread(&self, name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(body);
        spawned.map(drop).map_err(|error| defect(format!("no thread for jobs: {error}")))
    }

    /// Looks at a company that has told something, unless that was done just now: then a little later.
    fn look_at_told(&self, tenant: Uuid) {
        let mut state = self.state();
        let company = state.companies.entry(tenant).or_default();
        let rested = company.rests_until;
        (company.due, company.waits) = (Some(company.due.map_or(rested, |due| due.min(rested))), false);
        drop(state);
        self.changed.notify_all();
    }

    /// Looks at a company as soon as there is time for it.
    pub fn look_at(&self, tenant: Uuid) {
        let mut state = self.state();
        let company = state.companies.entry(tenant).or_default();
        (company.due, company.waits) = (Some(Instant::from_micros(0)), false);
        drop(state);
        self.changed.notify_all();
    }

    /// Takes no more jobs and interrupts those that are being done, which go on elsewhere or later; waits at most so long for their end.
    pub fn stop(&self, patience: Duration) {
        let mut state = self.state();
        state.is_stopping = true;
        self.changed.notify_all();
        let end = std::time::Instant::now() + patience;
        while !state.leases.is_empty() {
            let left = end.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                return;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lease_from(&self, now: Instant) -> Instant {
        let micros = i64::try_from(self.lease.as_micros()).unwrap_or(i64::MAX);
        Instant::from_micros(now.micros().saturating_add(micros))
    }

    fn look_after_all(self: Arc<Workers>) {
        while let Some(tenant) = self.next_company() {
            let found = catch_unwind(AssertUnwindSafe(|| self.round(tenant)));
            let found = found.unwrap_or_else(|_| Err(defect("a round over jobs panicked")));
            self.end_round(tenant, found);
        }
    }

    /// Waits for a company that is to be looked at; `None` where the workers stop.
    fn next_company(&self) -> Option<Uuid> {
        let mut state = self.state();
        loop {
            if state.is_stopping {
                return None;
            }
            let now = Instant::now();
            let is_due = |company: &Company| !company.is_busy && company.due.is_some_and(|due| due <= now);
            let due = state.companies.iter().filter(|(_, company)| is_due(company));
            // The one that was not looked at for longest: a company with many jobs does not hold up the others.
            if let Some(tenant) = due.min_by_key(|(_, company)| company.last_round).map(|(tenant, _)| *tenant) {
                state.rounds += 1;
                let rounds = state.rounds;
                let company = state.companies.entry(tenant).or_default();
                (company.is_busy, company.due, company.last_round) = (true, None, rounds);
                return Some(tenant);
            }
            let next =
                state.companies.values().filter(|company| !company.is_busy).filter_map(|company| company.due).min();
            let unlocked = match next {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(next) => {
                    let wait = Duration::from_micros(u64::try_from(next.micros() - now.micros()).unwrap_or_default());
                    self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0
                }
            };
            state = unlocked;
        }
    }

    fn end_round(&self, tenant: Uuid, found: Result<Found>) {
        let now = Instant::now();
        let next = match &found {
            Ok(found) => found.next,
            Err(error) if error.kind == Kind::Unavailable => Some(Instant::from_micros(now.micros() + RETRY_MICROS)),
            Err(error) => {
                tracing::error!(tenant = %tenant.simple(), error = error.operator(), "the jobs of a company wait");
                None
            }
        };
        let mut state = self.state();
        let company = state.companies.entry(tenant).or_default();
        company.is_busy = false;
        company.rests_until = Instant::from_micros(now.micros() + REST_MICROS);
        company.waits =
            company.due.is_none() && found.is_ok_and(|found| found.taken == 0) && next.is_some_and(|next| next <= now);
        let next = if company.waits { Some(Instant::from_micros(now.micros() + FULL_MICROS)) } else { next };
        // Something may have been asked for meanwhile.
        company.due = company.due.into_iter().chain(next).min();
        drop(state);
        self.changed.notify_all();
    }

    fn round(self: &Arc<Workers>, tenant: Uuid) -> Result<Found> {
        let now = Instant::now();
        self.release(tenant, now)?;
        while told::ask_for_told(&self.work, tenant, now)? {}
        let noted = self.work.writers.store().read(tenant, |read| schedules::noted(read, &self.work))?;
        if let Some(noted) = noted {
            schedules::ask_for_due(&self.work, tenant, noted, now)?;
        }
        let mut found = Found { next: self.next_due(tenant)?, taken: 0 };
        if found.next.is_some_and(|next| next <= now) {
            found.taken = self.take(tenant, now)?;
            found.next = self.next_due(tenant)?;
        }
        Ok(found)
    }

    /// On SQLite one process has the data: what an earlier one was doing, nobody does any more.
    fn release(&self, tenant: Uuid, now: Instant) -> Result<()> {
        let is_released = self.state().companies.get(&tenant).is_some_and(|company| company.is_released);
        if !is_released && self.work.writers.store().is_sqlite() {
            self.work.writers.maintained(tenant, move |conn| queries::release_all(conn, now))?;
        }
        self.state().companies.entry(tenant).or_default().is_released = true;
        Ok(())
    }

    fn next_due(&self, tenant: Uuid) -> Result<Option<Instant>> {
        let next = |read: &mut Session<'_>| field(read.query(queries::NEXT_DUE, &[])?.into_iter().flatten().next());
        self.work.writers.store().read(tenant, next)
    }

    /// Takes as many jobs as there are places for, and begins them; how many.
    fn take(self: &Arc<Workers>, tenant: Uuid, now: Instant) -> Result<usize> {
        let reserved = self.reserve(tenant);
        if reserved.is_empty() {
            return Ok(0);
        }
        let (name, lease, wanted) = (self.name.clone(), self.lease_from(now), reserved.clone());
        let own = self.state().webhooks_of(tenant);
        let taken = self.work.writers.maintained(tenant, move |conn| {
            let mut taken = Vec::new();
            for (queue, most) in wanted {
                let to_one = if own >= WEBHOOKS / 2 { 1 } else { TO_ONE };
                let claims = queries::claim(conn, (queue, most, to_one), &name, now, lease)?;
                taken.extend(claims.into_iter().map(|claim| (queue, claim)));
            }
            Ok(taken)
        });
        let mut state = self.state();
        for (queue, places) in reserved {
            let begun = taken.iter().flatten().filter(|(of, _)| *of == queue).count();
            *state.running.entry(queue).or_default() -= places - begun;
        }
        let taken = taken?;
        let lease =
            |(queue, claim): &(JobQueue, Claim)| (claim.id, Lease { tenant, queue: *queue, token: claim.token });
        state.leases.extend(taken.iter().map(lease));
        drop(state);
        let count = taken.len();
        if count > 0 {
            self.work.writers.tell(tenant);
        }
        for (queue, claim) in taken {
            let (own, job) = (self.clone(), claim.id);
            // Where there is no thread, the lease ends and the job is taken again.
            if let Err(error) = self.thread("job", move || own.carry_out(tenant, queue, &claim)) {
                tracing::error!(error = error.operator(), "a job waits");
                self.give_back(tenant, queue, job);
            }
        }
        Ok(count)
    }

    /// Takes the free places of every queue for a company, up to [`AT_ONCE`].
    fn reserve(&self, tenant: Uuid) -> Vec<(JobQueue, usize)> {
        let mut state = self.state();
        let mut reserved = Vec::new();
        for (queue, places) in &self.places {
            let most = match queue {
                JobQueue::Webhook => WEBHOOKS.saturating_sub(state.webhooks_of(tenant)),
                _ => AT_ONCE,
            };
            let running = state.running.entry(*queue).or_default();
            let free = places.saturating_sub(*running).min(AT_ONCE).min(most);
            *running += free;
            if free > 0 {
                reserved.push((*queue, free));
            }
        }
        reserved
    }

    /// The place of a job is free again.
    fn give_back(&self, tenant: Uuid, queue: JobQueue, job: Uuid) {
        let mut state = self.state();
        *state.running.entry(queue).or_default() -= 1;
        state.leases.remove(&job);
        for company in state.companies.values_mut().filter(|company| company.waits) {
            (company.due, company.waits) = (Some(Instant::from_micros(0)), false);
        }
        state.companies.entry(tenant).or_default().due = Some(Instant::from_micros(0));
        drop(state);
        self.changed.notify_all();
    }

    /// Does a job on this thread, and notes what came of it.
    fn carry_out(&self, tenant: Uuid, queue: JobQueue, claim: &Claim) {
        command::give_way();
        let end = self.attempt(tenant, claim);
        let is_dead = end.state == JobState::Dead;
        let problem = end.problem.clone();
        let (noted, now) = (claim.clone(), Instant::now());
        let ended = self.work.writers.maintained(tenant, move |conn| queries::end(conn, &noted, end, now));
        match ended {
            Ok(true) if is_dead => self.bury(tenant, claim, problem.unwrap_or_default()),
            Ok(true) => {}
            Ok(false) => tracing::warn!(claim.name, job = %claim.id, "a job was finished too late"),
            Err(error) => tracing::error!(claim.name, job = %claim.id, error = error.operator(), "a job is done again"),
        }
        self.work.writers.tell(tenant);
        self.give_back(tenant, queue, claim.id);
    }

    fn entry(&self, name: &str) -> Result<&JobEntry> {
        self.work.registry.jobs().find(|entry| entry.name == name).ok_or_else(|| errors::unknown_job(name))
    }

    fn attempt(&self, tenant: Uuid, claim: &Claim) -> End {
        let signal = if claim.is_cancelled { JobSignal::Cancel } else { JobSignal::GoOn };
        let mut attempt = Attempt { workers: self, tenant, claim, last: None, signal };
        let outcome = if claim.is_cancelled {
            Err(errors::interrupted())
        } else if claim.attempts > claim.most_attempts {
            Err(errors::worker_died(claim.attempts - 1))
        } else {
            catch_unwind(AssertUnwindSafe(|| attempt.run())).unwrap_or_else(|_| Err(defect("the job panicked")))
        };
        let now = Instant::now();
        let end = |state| End { state, due_at: None, effect: None, problem: None, is_free: false };
        match (outcome, attempt.signal) {
            (Ok(effect), _) => End { effect: Some(cut(&effect, LETTERS)), ..end(JobState::Done) },
            (Err(_), JobSignal::Cancel) => end(JobState::Cancelled),
            (Err(_), JobSignal::Interrupt) => End { due_at: Some(now), is_free: true, ..end(JobState::Waiting) },
            (Err(error), JobSignal::GoOn) => {
                let problem = Some(cut(&error.operator(), LETTERS));
                let may_pass = matches!(error.kind, Kind::Unavailable | Kind::Internal);
                if may_pass && claim.attempts < claim.most_attempts {
                    let waits = self.entry(&claim.name).map_or(&[][..], |entry| entry.waits);
                    let wait = wait_before(claim.id, claim.attempts, waits);
                    let due_at = Instant::from_micros(now.micros() + wait);
                    return End { due_at: Some(due_at), problem, ..end(JobState::Waiting) };
                }
                End { problem, ..end(JobState::Dead) }
            }
        }
    }

    /// Tells that a job was given up.
    fn bury(&self, tenant: Uuid, claim: &Claim, problem: String) {
        let about = self.entry(&claim.name).map_or(claim.name.as_str(), |entry| entry.about).to_owned();
        let problem = Text::new(&problem).unwrap_or_default();
        let (id, name) = (Id::<JobRow>::from_uuid(claim.id), claim.name.clone());
        let command = BuryJob { id, name, about, body: claim.body.clone(), author: claim.author, problem };
        let submission = Submission::new(tenant, SYSTEM, Box::new(Typed(command)));
        let id = derive_uuid(0, &[b"bury", claim.id.as_bytes(), &claim.token.to_be_bytes()]);
        let told = self.work.writers.execute(Submission { id: Some(id), lane: Lane::Bulk, ..submission });
        if let Err(error) = told {
            tracing::error!(claim.name, error = error.operator(), "nobody is told of a job that was given up");
        }
    }

    /// Lengthens the leases of all jobs that this process does, as long as it lives.
    fn renew_leases(&self) {
        let mut state = self.state();
        let mut last = std::time::Instant::now();
        while !(state.is_stopping && state.leases.is_empty()) {
            let rest = (self.lease / 3).saturating_sub(last.elapsed());
            state = self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0;
            if last.elapsed() < self.lease / 3 {
                continue;
            }
            last = std::time::Instant::now();
            let mut by_company: BTreeMap<Uuid, Vec<(Uuid, i64)>> = BTreeMap::new();
            for (job, Lease { tenant, token, .. }) in &state.leases {
                by_company.entry(*tenant).or_default().push((*job, *token));
            }
            drop(state);
            for (tenant, jobs) in by_company {
                let lease = self.lease_from(Instant::now());
                let renewed = self.work.writers.maintained(tenant, move |conn| {
                    jobs.into_iter().try_for_each(|job| queries::renew(conn, job, None, lease).map(drop))
                });
                if let Err(error) = renewed {
                    tracing::warn!(tenant = %tenant.simple(), error = error.operator(), "leases of jobs were not lengthened");
                }
            }
            state = self.state();
        }
    }
}

/// A job that is being done.
struct Attempt<'a> {
    workers: &'a Workers,
    tenant: Uuid,
    claim: &'a Claim,
    last: Option<std::time::Instant>,
    /// Whether it may go on.
    signal: JobSignal,
}

impl Attempt<'_> {
    fn run(&mut self) -> Result<String> {
        let Attempt { workers, tenant, claim, .. } = *self;
        let entry = workers.entry(&claim.name)?;
        let work = &workers.work;
        let mut progress = |done, total| self.may_go_on(done, total);
        let mut context = JobContext {
            registry: &work.registry,
            writers: &work.writers,
            files: &*work.files,
            secrets: &*work.secrets,
            outbound: &*work.outbound,
            tenant,
            job: claim.id,
            author: claim.author,
            progress: &mut progress,
        };
        (entry.run)(&claim.body, &mut context)
    }

    /// Says how far the job is, now and then; whether it may go on.
    fn may_go_on(&mut self, done: i64, total: i64) -> JobSignal {
        if self.signal == JobSignal::GoOn && self.workers.state().is_stopping {
            self.signal = JobSignal::Interrupt;
        }
        let is_time = self.last.is_none_or(|last| last.elapsed() >= REPORT_TIME);
        if self.signal == JobSignal::GoOn && is_time {
            self.last = Some(std::time::Instant::now());
            let (job, lease) = ((self.claim.id, self.claim.token), self.workers.lease_from(Instant::now()));
            let renewed = self
                .workers
                .work
                .writers
                .maintained(self.tenant, move |conn| queries::renew(conn, job, Some((done, total)), lease));
            self.signal = match renewed {
                Ok(Some(false)) => JobSignal::Cancel,
                Ok(None) => JobSignal::Interrupt,
                // What cannot be told now is told the next time.
                Ok(Some(true)) | Err(_) => JobSignal::GoOn,
            };
        }
        self.signal
    }
}

/// The microseconds before a job is tried again: as its kind says, or twice as long each time, up to an hour; and a fifth longer or shorter, so
/// that many that failed together do not come back together.
pub fn wait_before(job: Uuid, attempts: i64, waits: &[i64]) -> i64 {
    let number = usize::try_from(attempts - 1).unwrap_or_default();
    let wait = match waits.get(number).or(waits.last()) {
        Some(seconds) => seconds * 1_000_000,
        None => FIRST_WAIT.saturating_mul(1 << number.min(20)).min(LONGEST_WAIT),
    };
    let digest = Sha256::digest([job.as_bytes().as_slice(), &attempts.to_be_bytes()].concat());
    wait / 100 * (80 + i64::from(digest[0]) * 40 / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_differ() {
        let milliseconds = |job: u128, attempts| wait_before(Uuid::from_u128(job), attempts, &[]) / 1_000;
        for job in 0..100 {
            let own = |attempts| wait_before(Uuid::from_u128(job), attempts, &[1, 60]) / 1_000;
            assert!((800..=1_200).contains(&own(1)));
            assert!((48_000..=72_000).contains(&own(2)) && (48_000..=72_000).contains(&own(9)));
            assert!((4_000..=6_000).contains(&milliseconds(job, 1)));
            assert!((8_000..=12_000).contains(&milliseconds(job, 2)));
            assert!((2_880_000..=4_320_000).contains(&milliseconds(job, 60)));
        }
        let different: std::collections::BTreeSet<i64> =
            (0..100).map(|job| wait_before(Uuid::from_u128(job), 1, &[])).collect();
        assert!(different.len() > 20, "{}", different.len());
    }
}
