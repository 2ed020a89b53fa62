//! What the log hears of jobs: only of those that were given up.

use command::{Command, Event, Tx};
use kernel::{Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::JobRow;

/// A job was given up.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobDied {
    /// The job.
    pub job: Id<JobRow>,
    /// What kind of job it was.
    pub name: String,
    /// What it does, in a few words.
    pub about: String,
    /// What was to be done, a JSON object.
    pub body: String,
    /// The user who asked for it; nil for the program itself.
    pub author: Uuid,
    /// Why it was given up.
    pub problem: String,
}

impl Event for JobDied {
    const NAME: &'static str = "jobs.job.died";
}

/// Tells that a job was given up. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BuryJob {
    /// The job.
    pub(crate) id: Id<JobRow>,
    /// What kind of job it was.
    pub(crate) name: String,
    /// What it does, in a few words.
    pub(crate) about: String,
    /// What was to be done, a JSON object.
    pub(crate) body: String,
    /// The user who asked for it; nil for the program itself.
    pub(crate) author: Uuid,
    /// Why it was given up.
    pub(crate) problem: Text<2000>,
}

impl Command for BuryJob {
    const NAME: &'static str = "jobs.job.bury";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        tx.emit(&JobDied {
            job: self.id,
            name: self.name.clone(),
            about: self.about.clone(),
            body: self.body.clone(),
            author: self.author,
            problem: self.problem.to_string(),
        })
    }
}
