//! Where the job stands that a command has asked for, for those who wait for it.

use command::{AwaitedJob, JobEntry, JobState};
use kernel::Result;
use store::{Session, Value, field};
use uuid::Uuid;

/// The first job of this kind that a command has asked for; `None` where it has asked for none, or that is long ago. It waits as long as nobody
/// has read the event.
///
/// # Errors
///
/// Those of the database.
pub fn standing(read: &mut Session<'_>, entry: &JobEntry, command: Uuid) -> Result<Option<AwaitedJob>> {
    let Some((event, make)) = &entry.event else { return Ok(None) };
    let told = events::told_by(read, command, event)?;
    // What cannot be made a job of is parked.
    let Some(told) = told.into_iter().find(|told| make(told).is_ok_and(|job| job.is_some())) else { return Ok(None) };
    let id = told.answer_id(entry.name);
    let row = read.query("SELECT state, effect, problem FROM job WHERE id = $1", &[Value::Id(id)])?.into_iter().next();
    let mut job = AwaitedJob { id, state: JobState::Waiting, effect: None, problem: None };
    if let Some(row) = row {
        let mut row = row.into_iter();
        (job.state, job.effect, job.problem) = (field(row.next())?, field(row.next())?, field(row.next())?);
    }
    Ok(Some(job))
}
