//! Events that ask for jobs.

use crate::Workplace;
use crate::queries::{self, NewJob};
use crate::records::JobPriority;
use command::{JobEntry, Told, WantedJob};
use events::{Beginnings, ParkedEvent};
use kernel::{Instant, Result};
use uuid::Uuid;

/// The consumer of events that makes jobs of them.
const JOBS: &str = "jobs";
/// Events that are read at once.
const AT_ONCE: usize = 64;

/// Asks for the jobs that the next events of a company ask for; whether there may be more. A job and that its event was heard are written
/// together, so that it is asked for once.
pub(crate) fn ask_for_told(work: &Workplace, tenant: Uuid, now: Instant) -> Result<bool> {
    let heard = &work.registry.definitions().heard;
    let (next, beginnings, again) = work.writers.store().read(tenant, |read| {
        Ok((events::next_events(read, JOBS, heard, AT_ONCE)?, events::beginnings(read)?, events::to_try_again(read)?))
    })?;
    again.iter().try_for_each(|parked| try_again(work, tenant, parked, now))?;
    let mut jobs = Vec::new();
    for event in &next.told {
        for entry in work.registry.jobs().filter(|entry| beginnings.hears(entry.name, event)) {
            match job_of(work, entry, event, now) {
                Ok(job) => jobs.extend(job),
                Err(error) => events::park(&work.writers, tenant, (event, entry.name, 0), &error)?,
            }
        }
    }
    jobs.extend(of_public(work, tenant, &next.told, &beginnings, now)?);
    let Some((seq, n)) = next.to_note(!jobs.is_empty()) else { return Ok(false) };
    work.writers.maintained(tenant, move |conn| {
        jobs.into_iter().try_for_each(|job| queries::add(conn, job).map(drop))?;
        events::took(conn, JOBS, seq, n)
    })?;
    Ok(next.is_full)
}

/// The jobs for which public events ask.
fn of_public(
    work: &Workplace,
    tenant: Uuid,
    told: &[Told],
    beginnings: &Beginnings,
    now: Instant,
) -> Result<Vec<NewJob>> {
    let public = &work.registry.definitions().public_events;
    let told: Vec<&Told> = told.iter().filter(|event| public.contains_key(event.name.as_str())).collect();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    work.writers.store().read(tenant, |read| {
        let mut jobs = Vec::new();
        for event in told {
            for entry in work.registry.jobs().filter(|entry| beginnings.hears(entry.name, event)) {
                let Some(make) = &entry.public else { continue };
                for WantedJob { id, body, receiver } in make(read, event)? {
                    jobs.push(NewJob { receiver, ..NewJob::of(&entry.kind(), body, id, now) });
                }
            }
        }
        Ok(jobs)
    })
}

/// Asks for the job of a parked event, where it is one that asks for a job.
fn try_again(work: &Workplace, tenant: Uuid, parked: &ParkedEvent, now: Instant) -> Result<()> {
    let Some(entry) = work.registry.jobs().find(|entry| entry.name == parked.subscriber) else { return Ok(()) };
    let told = parked.told();
    match job_of(work, entry, &told, now) {
        Ok(job) => {
            work.writers.maintained(tenant, move |conn| job.map_or(Ok(false), |job| queries::add(conn, job)))?;
            events::settle(&work.writers, tenant, parked)
        }
        Err(error) => events::park(&work.writers, tenant, (&told, entry.name, parked.tries), &error),
    }
}

/// The job that an event asks for, if it does.
fn job_of(work: &Workplace, entry: &JobEntry, event: &Told, now: Instant) -> Result<Option<NewJob>> {
    let Some((_, make)) = entry.event.as_ref().filter(|(name, _)| *name == event.name) else { return Ok(None) };
    let Some((body, author)) = make(event)? else { return Ok(None) };
    let mut job = NewJob::of(&entry.kind(), body, event.answer_id(entry.name), now);
    job.author = author;
    if work.registry.is_awaited(entry.name) {
        job.priority = JobPriority::Urgent;
    }
    job.unique_key = Some(format!("{}/{}", event.seq, event.n));
    Ok(Some(job))
}
