//! The operational tables of jobs.

use crate::times::When;
use command::{JobQueue, JobState};
use kernel::{Id, Instant, Result, defect};
use resource::Resource;
use store::{Record, choices};
use uuid::Uuid;

choices! {
    /// Which of the jobs of a queue whose time has come is done first.
    pub enum JobPriority {
        /// Somebody waits for it.
        Urgent = "urgent",
        /// The usual one.
        Normal = "normal",
        /// Whenever nothing else is to be done.
        Low = "low",
    }
}

impl JobPriority {
    /// All priorities, the first ones first.
    pub(crate) const ALL: [JobPriority; 3] = [JobPriority::Urgent, JobPriority::Normal, JobPriority::Low];
}

/// Work that outlives the request that asked for it.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "job", label = "job", unique(name, unique_key), unstamped, operational)]
#[non_exhaustive]
pub struct JobRow {
    /// Its id.
    pub id: Id<JobRow>,
    /// What kind of job it is.
    #[field(max = 100)]
    pub name: String,
    /// Where it waits.
    pub queue: JobQueue,
    /// Whether it comes before others there.
    #[field(unlisted)]
    pub priority: JobPriority,
    /// What is to be done, as a JSON object.
    #[field(max = 1000000, unlisted)]
    pub body: String,
    /// No other job of its kind has this key.
    #[field(max = 200, unlisted)]
    pub unique_key: Option<String>,
    /// Those of a company with the same one are done one after another.
    #[field(max = 100, hidden)]
    pub serial: Option<String>,
    /// The other system that it calls: only some jobs call the same one at once.
    #[field(max = 200, hidden)]
    pub receiver: Option<String>,
    /// The user who asked for it; nil for the program itself.
    #[field(unlisted)]
    pub author: Uuid,
    /// How far it is.
    pub state: JobState,
    /// When it may be done; of one that runs, until when its worker has it. None where it is over.
    #[field(group = "Progress")]
    pub due_at: Option<Instant>,
    /// How often it was begun.
    pub attempts: i64,
    /// How often it is begun before it is given up.
    #[field(unlisted)]
    pub most_attempts: i64,
    /// Counts those who were given it: an earlier one can no longer finish it.
    #[field(hidden)]
    pub token: i64,
    /// The process that does it.
    #[field(max = 200, unlisted)]
    pub worker: Option<String>,
    /// Whether it is to end as soon as it can.
    #[field(unlisted)]
    pub is_cancelled: bool,
    /// How much is done.
    #[field(unlisted)]
    pub done: i64,
    /// How much there is to do; 0 where that is not known.
    #[field(unlisted)]
    pub total: i64,
    /// What came of it.
    #[field(max = 2000, group = "Outcome")]
    pub effect: Option<String>,
    /// Why it could not be done the last time.
    #[field(max = 2000)]
    pub problem: Option<String>,
    /// When somebody asked for it.
    #[field(group = "When")]
    pub asked_at: Instant,
    /// When it was begun the last time.
    pub started_at: Option<Instant>,
    /// When it was over.
    pub finished_at: Option<Instant>,
}

impl Resource for JobRow {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["name", "state", "queue", "author"];
}

/// When jobs of a kind are done by themselves, where the company has chosen it: other times for what the program does, or a time of its own.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "job_choice", label = "schedule", scan(kind))]
#[non_exhaustive]
pub struct Schedule {
    /// Its id.
    pub id: Id<Schedule>,
    /// The kind of job.
    #[field(max = 100)]
    pub kind: String,
    /// Whether the company has added it; else it takes the place of the program's.
    pub is_own: bool,
    /// Whether it is done.
    pub is_on: bool,
    /// What the company calls it.
    #[field(max = 200)]
    pub title: Option<String>,
    /// When, as a JSON object.
    #[field(max = 1000)]
    pub times: String,
    /// What is to be done, as a JSON object.
    #[field(max = 100000)]
    pub body: String,
    /// The user who chose it.
    pub author: Uuid,
}

impl Schedule {
    /// When, as it was said.
    ///
    /// # Errors
    ///
    /// A defect where it is not what a command has kept.
    pub(crate) fn times(&self) -> Result<When> {
        serde_json::from_str(&self.times).map_err(|error| defect(error.to_string()))
    }
}

/// When a job is done next by itself.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "job_schedule", key(name), unstamped, operational)]
pub(crate) struct JobSchedule {
    /// The kind of job, or the id of what the company has added.
    #[field(max = 100)]
    pub(crate) name: String,
    /// By what the time was found, and the zone.
    #[field(max = 300)]
    pub(crate) cron: String,
    /// When.
    pub(crate) next_at: Instant,
}
