//! Jobs: work that outlives the request that asks for it, and everything that calls other systems.

use crate::input::from_value;
use crate::{
    Command, DataStep, Event, Outbound, ReceivedFile, Registry, Secret, Setting, Submission, Told, Typed, Writers,
};
use kernel::{Result, Schema, ToSchema, defect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::io::Write;
use std::sync::Arc;
use store::{Conn, DbResult, Session, choices};
use uuid::Uuid;

choices! {
    /// Where a job waits. Each queue has its own number of jobs that are done at once.
    pub enum JobQueue {
        /// What is sent by e-mail.
        Email = "email",
        /// Reports, exports, proofs: what reads much.
        Report = "report",
        /// What people are told.
        Notification = "notification",
        /// What other systems are told: one that does not answer holds up nothing else.
        Webhook = "webhook",
        /// Everything else.
        Default = "default",
    }
}

impl JobQueue {
    /// All queues.
    pub const ALL: [JobQueue; 5] =
        [JobQueue::Email, JobQueue::Report, JobQueue::Notification, JobQueue::Webhook, JobQueue::Default];
}

choices! {
    /// How far a job is.
    pub enum JobState {
        /// Its time has not come, or no worker is free.
        Waiting = "waiting",
        /// A worker does it.
        Running = "running",
        /// It is done.
        Done = "done",
        /// It was given up: a refusal is final, or it was tried too often.
        Dead = "dead",
        /// Somebody has cancelled it.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Whether nothing more is done to it.
    pub fn is_over(self) -> bool {
        !matches!(self, JobState::Waiting | JobState::Running)
    }
}

/// Where the job stands that a command has asked for, and for which its client waits.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AwaitedJob {
    /// Its id.
    pub id: Uuid,
    /// How far it is. One that is not over answers 202, and goes on.
    pub state: JobState,
    /// What came of it.
    pub effect: Option<String>,
    /// Why it could not be done.
    pub problem: Option<String>,
}

/// A kind of job. Its fields say what is to be done; they are kept as JSON until it is done.
///
/// A job may be begun more than once, because the process that does it may die: what it does has to be the same however often it begins, as
/// commands with ids of their own are.
pub trait Job: Serialize + DeserializeOwned + 'static {
    /// `module.noun.verb`.
    const NAME: &'static str;
    /// Where it waits.
    const QUEUE: JobQueue = JobQueue::Default;
    /// How often it is tried before it is given up.
    const ATTEMPTS: i64 = 8;
    /// The seconds that are waited before each further attempt; none: five, and twice as long each time, up to an hour.
    const WAITS: &'static [i64] = &[];
    /// Those of a company are done one after another, in the order in which they were asked for.
    const IN_ORDER: bool = false;

    /// The other system that it calls, where many jobs call the same one: only some of them do at once, so that one that answers slowly
    /// holds up no others.
    fn receiver(&self) -> Option<String> {
        None
    }

    /// Where people cancel it, if that has a place of its own which `/jobs/` does not know.
    const CANCELLED_AT: Option<&'static str> = None;

    /// The user who asked for it; nil for the program itself.
    fn author(&self) -> Uuid {
        crate::SYSTEM
    }

    /// Does it, and says in a sentence what came of it.
    ///
    /// # Errors
    ///
    /// It is tried again later where something is not available; every other refusal is final.
    fn run(&self, work: &mut JobContext<'_>) -> Result<String>;
}

/// What a job may use.
pub struct JobContext<'a> {
    /// What the program can do.
    pub registry: &'a Registry,
    /// Where its commands are sent.
    pub writers: &'a Writers,
    /// The contents of files.
    pub files: &'a dyn KeptFiles,
    /// The secrets of companies.
    pub secrets: &'a dyn Secrets,
    /// Calls other systems.
    pub outbound: &'a dyn Outbound,
    /// The company.
    pub tenant: Uuid,
    /// Its id: ids of what it does are made of it.
    pub job: Uuid,
    /// The user who asked for it; nil for the program itself.
    pub author: Uuid,
    /// Is told how far it is, and answers whether it may go on.
    pub progress: &'a mut dyn FnMut(i64, i64) -> JobSignal,
}

/// Whether a job may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobSignal {
    /// It may.
    GoOn,
    /// Somebody has cancelled it: it leaves nothing half done and ends.
    Cancel,
    /// The program ends, or another process has taken the job over: it goes on later.
    Interrupt,
}

impl JobContext<'_> {
    /// Tells how far it is; whether it may go on.
    pub fn progress(&mut self, done: i64, total: i64) -> bool {
        self.signal(done, total) == JobSignal::GoOn
    }

    /// [`JobContext::progress`] of a job that has to know why it may not.
    pub fn signal(&mut self, done: i64, total: i64) -> JobSignal {
        (self.progress)(done, total)
    }

    /// Executes a command of the program itself.
    ///
    /// # Errors
    ///
    /// What the command refuses.
    pub fn execute<C: Command>(&self, command: C) -> Result<C::Output> {
        self.writers.run(self.tenant, crate::SYSTEM, command)
    }

    /// Runs `work` on operational rows of the company, in its next batch.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn maintain<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static,
    ) -> Result<T> {
        self.writers.maintained(self.tenant, work)
    }

    /// Executes a command of the program itself once, however often the job begins: `part` names it among the commands of the job.
    ///
    /// # Errors
    ///
    /// What the command refuses.
    pub fn execute_once<C: Command>(&self, part: &str, command: C) -> Result<()> {
        let id = kernel::derive_uuid(0, &[b"job", self.job.as_bytes(), part.as_bytes()]);
        let submission = Submission::new(self.tenant, crate::SYSTEM, Box::new(Typed(command)));
        self.writers.execute(Submission { id: Some(id), ..submission }).map(drop)
    }
}

/// The secrets of companies, which no command reads.
pub trait Secrets: Send + Sync {
    /// What the company has chosen for a setting; `None` where it has not.
    ///
    /// # Errors
    ///
    /// It cannot be decrypted with the keys of this installation.
    fn secret(&self, tenant: Uuid, setting: &Setting<Secret>) -> Result<Option<String>>;

    /// 32 bytes that only who has the keys can make: for the same key of the company and the same purpose always the same.
    ///
    /// # Errors
    ///
    /// The key cannot be decrypted with those of this installation.
    fn derived(&self, tenant: Uuid, key: i64, purpose: &str) -> Result<[u8; 32]>;
}

/// The contents of files that are kept.
pub trait KeptFiles: Send + Sync {
    /// Writes the content of a company with this hash and length to `out`.
    ///
    /// # Errors
    ///
    /// It is not there, or cannot be read or written.
    fn copy(&self, tenant: Uuid, sha256: &str, bytes: u64, out: &mut dyn Write) -> Result<()>;

    /// Keeps what `write` writes as a content of a company, of this media type. It is removed after a day unless a row needs it.
    ///
    /// # Errors
    ///
    /// What `write` refuses, 413 `body_too_large`, 503 `files_unavailable`.
    fn keep(
        &self,
        tenant: Uuid,
        media_type: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
    ) -> Result<ReceivedFile>;
}

type RunJob = Box<dyn Fn(&str, &mut JobContext<'_>) -> Result<String> + Send + Sync>;
type MakeOwn = Arc<dyn Fn(Json, Uuid) -> Result<String> + Send + Sync>;
type MakeBody = Box<dyn Fn(&Told) -> Result<Option<(String, Uuid)>> + Send + Sync>;
type MakeJobs = Box<dyn Fn(&mut Session<'_>, &Told) -> Result<Vec<WantedJob>> + Send + Sync>;

/// A job for which a public event asks.
#[derive(Clone, Debug)]
pub struct WantedJob {
    /// Its id, which follows from the event.
    pub id: Uuid,
    /// What is to be done, as JSON.
    pub body: String,
    /// The other system that it calls.
    pub receiver: Option<String>,
}

/// The jobs for which a public event asks, each with an id that follows from it.
pub type JobsOfEvent<J> = fn(&mut Session<'_>, &Told) -> Result<Vec<(Uuid, J)>>;

/// A kind of job of a module.
pub struct JobEntry {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Where it waits.
    pub queue: JobQueue,
    /// How often it is tried before it is given up.
    pub attempts: i64,
    /// The seconds that are waited before each further attempt, if the kind has its own.
    pub waits: &'static [i64],
    /// Those of a company are done one after another.
    pub in_order: bool,
    /// Where people cancel it, if that has a place of its own.
    pub cancelled_at: Option<&'static str>,
    /// Does the job with this body.
    pub run: RunJob,
    /// The event that asks for it, and body and author that it makes of one; `None` where the event does not concern it.
    pub event: Option<(&'static str, MakeBody)>,
    /// The jobs that a public event asks for.
    pub public: Option<MakeJobs>,
    /// When it is done by itself, as a line of cron in the time zone of the company, with its body.
    pub schedule: Option<(&'static str, String)>,
    /// How a company adds times of its own.
    pub own: Option<OwnJob>,
}

/// A kind of job that a company can have done at times of its own.
#[derive(Clone)]
pub struct OwnJob {
    /// What can be said of it.
    pub parameters: Schema,
    make: MakeOwn,
}

impl OwnJob {
    /// The body of the job that does what these parameters say, for this user.
    ///
    /// # Errors
    ///
    /// What is wrong with the parameters.
    pub fn body(&self, parameters: Json, author: Uuid) -> Result<String> {
        (self.make)(parameters, author)
    }
}

impl std::fmt::Debug for OwnJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnJob").finish_non_exhaustive()
    }
}

/// A kind of job as plain data.
#[derive(Clone, Debug)]
pub struct JobKind {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Where it waits.
    pub queue: JobQueue,
    /// How often it is tried before it is given up.
    pub attempts: i64,
    /// Those of a company are done one after another.
    pub in_order: bool,
    /// Where people cancel it, if that has a place of its own.
    pub cancelled_at: Option<&'static str>,
    /// When it is done by itself, as a line of cron in the time zone of the company, with its body.
    pub schedule: Option<(&'static str, String)>,
    /// How a company adds times of its own.
    pub own: Option<OwnJob>,
}

impl JobEntry {
    /// A kind of job that is only done when somebody asks for it.
    pub fn of<J: Job>(about: &'static str) -> JobEntry {
        let run = |body: &str, work: &mut JobContext<'_>| {
            let job: J = serde_json::from_str(body).map_err(|error| defect(format!("a job {}: {error}", J::NAME)))?;
            job.run(work)
        };
        let (name, queue, attempts) = (J::NAME, J::QUEUE, J::ATTEMPTS);
        let (in_order, cancelled_at) = (J::IN_ORDER, J::CANCELLED_AT);
        JobEntry {
            name,
            about,
            queue,
            attempts,
            waits: J::WAITS,
            in_order,
            cancelled_at,
            run: Box::new(run),
            event: None,
            public: None,
            schedule: None,
            own: None,
        }
    }

    /// The same, but events of the type `E` ask for it.
    #[must_use]
    pub fn on<E: Event, J: Job>(mut self, job: fn(&E) -> Option<J>) -> JobEntry {
        let make = move |told: &Told| job(&told.read::<E>()?).map(|job| Ok((written(&job)?, job.author()))).transpose();
        self.event = Some((E::NAME, Box::new(make)));
        self
    }

    /// The same, but every public event may ask for it: for as many as `jobs` makes of one, each with an id that follows from the event,
    /// by what the company has chosen when it is delivered.
    #[must_use]
    pub fn on_public<J: Job>(mut self, jobs: JobsOfEvent<J>) -> JobEntry {
        self.public = Some(Box::new(move |read, told| {
            let wanted = |(id, job): (Uuid, J)| Ok(WantedJob { id, body: written(&job)?, receiver: job.receiver() });
            jobs(read, told)?.into_iter().map(wanted).collect()
        }));
        self
    }

    /// The same, but it is done by itself, `job` at every time that the line of cron names.
    #[must_use]
    pub fn every<J: Job>(mut self, cron: &'static str, job: J) -> JobEntry {
        // A job of unit fields cannot fail to be written; one that does is refused when it is read.
        self.schedule = Some((cron, written(&job).unwrap_or_default()));
        self
    }

    /// The same, but companies can have it done at times of their own too: `job` of the parameters that they give, and the user who does.
    #[must_use]
    pub fn at_own_times<P: DeserializeOwned + ToSchema + 'static, J: Job>(mut self, job: fn(P, Uuid) -> J) -> JobEntry {
        let make = move |parameters, author| written(&job(from_value(parameters)?, author));
        self.own = Some(OwnJob { parameters: P::schema(), make: Arc::new(make) });
        self
    }

    /// The kind of job as plain data.
    pub fn kind(&self) -> JobKind {
        let JobEntry { name, about, queue, attempts, in_order, cancelled_at, ref schedule, ref own, .. } = *self;
        JobKind { name, about, queue, attempts, in_order, cancelled_at, schedule: schedule.clone(), own: own.clone() }
    }

    /// The data step with which events begin to ask for it.
    pub(crate) fn beginning(&self) -> Option<DataStep> {
        (self.event.is_some() || self.public.is_some()).then_some(DataStep {
            module: self.name,
            number: 1,
            run: |_| Ok(()),
        })
    }
}

fn written<J: Job>(job: &J) -> Result<String> {
    serde_json::to_string(job).map_err(|error| defect(format!("a job {}: {error}", J::NAME)))
}
