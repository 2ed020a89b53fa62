//! What people may do to jobs.

use crate::records::{JobPriority, JobRow};
use crate::{errors, queries};
use command::{JobState, OperationContext, OperationalCommand};
use kernel::{Error, Id, Result, ToSchema};
use serde::{Deserialize, Serialize};

/// A job, and how far it is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct JobOut {
    /// Its id.
    id: Id<JobRow>,
    /// How far it is.
    state: JobState,
}

/// The state of a job, and where people cancel it, if that has a place of its own.
fn state_of(work: &mut OperationContext<'_>, id: Id<JobRow>) -> Result<(JobState, Option<&'static str>)> {
    let (state, name) = queries::state_of(work.conn, id.uuid())?.ok_or_else(|| Error::not_found("job", id))?;
    let kind = work.definitions.jobs.iter().find(|kind| kind.name == name);
    Ok((state, kind.and_then(|kind| kind.cancelled_at)))
}

/// Cancels a job: at once where it waits; one that is being done ends as soon as it can.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancelJob {
    /// The job.
    id: Id<JobRow>,
}

impl OperationalCommand for CancelJob {
    const NAME: &'static str = "jobs.job.cancel";
    type Output = JobOut;

    fn run(&self, work: &mut OperationContext<'_>) -> Result<JobOut> {
        let (state, elsewhere) = state_of(work, self.id)?;
        if !matches!(state, JobState::Waiting | JobState::Running) {
            return Err(errors::is_over(state));
        }
        if let Some(place) = elsewhere {
            return Err(errors::cancelled_elsewhere(place));
        }
        queries::cancel(work.conn, self.id.uuid(), work.now)?;
        Ok(JobOut { id: self.id, state: state_of(work, self.id)?.0 })
    }
}

/// Has a job done now: one that waits before its time, or one that is over once more.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunJob {
    /// The job.
    id: Id<JobRow>,
}

impl OperationalCommand for RunJob {
    const NAME: &'static str = "jobs.job.run";
    type Output = JobOut;

    fn run(&self, work: &mut OperationContext<'_>) -> Result<JobOut> {
        match state_of(work, self.id)? {
            (JobState::Running, _) => return Err(errors::is_running()),
            (JobState::Done | JobState::Cancelled, Some(place)) => return Err(errors::asked_for_elsewhere(place)),
            _ => {}
        }
        queries::run_now(work.conn, self.id.uuid(), work.now)?;
        Ok(JobOut { id: self.id, state: JobState::Waiting })
    }
}

/// Has a job done now that is usually done by itself at its times.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunKind {
    /// The kind of job.
    name: String,
}

impl OperationalCommand for RunKind {
    const NAME: &'static str = "jobs.kind.run";
    type Output = JobOut;

    fn run(&self, work: &mut OperationContext<'_>) -> Result<JobOut> {
        let kind = work.definitions.jobs.iter().find(|kind| kind.name == self.name);
        let kind = kind.ok_or_else(|| Error::not_found("kind of job", &self.name))?;
        let (_, body) = kind.schedule.as_ref().ok_or_else(|| errors::not_by_hand(kind.name))?;
        let mut job = queries::NewJob::of(kind, body.clone(), work.id, work.now);
        (job.author, job.priority) = (work.actor, JobPriority::Urgent);
        queries::add(work.conn, job)?;
        Ok(JobOut { id: Id::from_uuid(work.id), state: JobState::Waiting })
    }
}
