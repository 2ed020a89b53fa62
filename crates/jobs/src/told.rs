//! Events that ask for jobs.

use crate::Workplace;
use crate::queries::{self, NewJob};
use command::{JobEntry, Told};
use kernel::{Instant, Result};
use uuid::Uuid;

/// The consumer of events that makes jobs of them.
const JOBS: &str = "jobs";
/// Events that are read at once.
const AT_ONCE: usize = 64;

/// Asks for the jobs that the next events of a company ask for; whether there may be more. A job and that its event was heard are written
/// together, so that it is asked for once.
pub(crate) fn ask_for_told(work: &Workplace, tenant: Uuid, now: Instant) -> Result<bool> {
    let (told, beginnings) = work
        .writers
        .store()
        .read(tenant, |read| Ok((events::next_events(read, JOBS, AT_ONCE)?, events::beginnings(read)?)))?;
    let mut jobs = Vec::new();
    for event in &told {
        let entries = work.registry.jobs();
        for entry in entries.filter(|entry| beginnings.get(entry.name).is_some_and(|beginning| event.seq > *beginning))
        {
            jobs.extend(job_of(entry, event, now));
        }
    }
    let is_full = told.len() == AT_ONCE;
    let Some(last) = told.last().filter(|_| is_full || !jobs.is_empty()) else { return Ok(false) };
    let (seq, n) = (last.seq, last.n);
    work.writers.maintained(tenant, move |conn| {
        jobs.into_iter().try_for_each(|job| queries::add(conn, job).map(drop))?;
        events::took(conn, JOBS, seq, n)
    })?;
    Ok(is_full)
}

/// The job that an event asks for. One of which no job can be made is a defect, and would be one for ever: it is logged and left.
fn job_of(entry: &JobEntry, event: &Told, now: Instant) -> Option<NewJob> {
    let (_, make) = entry.event.as_ref().filter(|(name, _)| *name == event.name)?;
    let (body, author) = make(event).unwrap_or_else(|error| {
        tracing::error!(entry.name, event.seq, error = error.operator(), "an event asks for no job");
        None
    })?;
    let mut job = NewJob::of(&entry.kind(), body, event.answer_id(entry.name), now);
    job.author = author;
    job.unique_key = Some(format!("{}/{}", event.seq, event.n));
    Some(job)
}
