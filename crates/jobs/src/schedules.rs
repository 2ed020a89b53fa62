//! Jobs that are done by themselves, at the times that the program or the company has chosen.

use crate::Workplace;
use crate::queries::{self, NewJob};
use crate::records::{JobSchedule, Schedule};
use crate::times::Rule;
use command::{Definitions, JobKind, SYSTEM};
use kernel::{Instant, Result, derive_uuid};
use std::sync::Arc;
use store::Session;
use uuid::Uuid;

/// A job that is done by itself.
pub(crate) struct Planned {
    /// The kind, or the id of what the company has added: the key of [`JobSchedule`].
    pub(crate) key: String,
    /// The kind.
    pub(crate) kind: JobKind,
    /// When.
    pub(crate) rule: Rule,
    body: String,
    author: Uuid,
    is_own: bool,
}

/// The jobs that are done by themselves in a company: those of the program, as the company has chosen, and its own.
pub(crate) fn planned(read: &mut Session<'_>, definitions: &Definitions) -> Result<Vec<Planned>> {
    let chosen = queries::chosen(read)?;
    let mut planned = Vec::new();
    for kind in &definitions.jobs {
        let Some((cron, body)) = kind.schedule.clone() else { continue };
        let choice = chosen.iter().find(|choice| !choice.is_own && choice.kind == kind.name);
        if choice.is_none_or(|choice| choice.is_on) {
            let rule = choice.map_or_else(|| Ok(Rule::Cron(cron.to_owned())), |choice| choice.rule())?;
            let (key, kind) = (kind.name.to_owned(), kind.clone());
            planned.push(Planned { key, kind, rule, body, author: SYSTEM, is_own: false });
        }
    }
    for own in chosen.iter().filter(|own| own.is_own && own.is_on) {
        // A kind may have gone with an earlier version of the program.
        let Some(kind) = definitions.jobs.iter().find(|kind| kind.name == own.kind) else { continue };
        let (key, body) = (own.id.to_string(), own.body.clone());
        planned.push(Planned { key, kind: kind.clone(), rule: own.rule()?, body, author: own.author, is_own: true });
    }
    Ok(planned)
}

/// The time zone of a company; `None` where it is not open yet.
pub(crate) fn zone(read: &mut Session<'_>, definitions: &Definitions) -> Option<String> {
    definitions.timezone.map_or(Ok("UTC".to_owned()), |timezone| timezone(read)).ok()
}

/// What a company has planned, and noted of it.
pub(crate) struct Noted {
    zone: String,
    planned: Vec<Planned>,
    noted: Vec<Arc<JobSchedule>>,
}

/// What a company has planned and noted; `None` where it is not open yet.
pub(crate) fn noted(read: &mut Session<'_>, work: &Workplace) -> Result<Option<Noted>> {
    let definitions = work.registry.definitions();
    let Some(zone) = zone(read, definitions) else { return Ok(None) };
    Ok(Some(Noted { zone, planned: planned(read, definitions)?, noted: queries::noted(read)? }))
}

/// Asks for the jobs whose time has come, once for all times that were missed, and notes when each comes next.
pub(crate) fn ask_for_due(work: &Workplace, tenant: Uuid, noted: Noted, now: Instant) -> Result<()> {
    let Noted { zone, planned, noted } = noted;
    let gone = noted.iter().filter(|row| planned.iter().all(|planned| planned.key != row.name));
    for row in gone {
        let key = row.name.clone();
        work.writers.maintained(tenant, move |conn| queries::unschedule(conn, &key))?;
    }
    for planned in planned {
        let row = noted.iter().find(|row| row.name == planned.key);
        let before = row.map(|row| row.next_at);
        // What was found by another rule, or in another zone, says nothing.
        let found_by = format!("{} {zone}", planned.rule);
        let due = row.filter(|row| row.cron == found_by).map(|row| row.next_at);
        if due.is_some_and(|due| due > now) {
            continue;
        }
        let next = match planned.rule.next_after(&zone, now) {
            Ok(next) => next,
            // It was checked when it was chosen: there is no later one.
            Err(error) => {
                tracing::warn!(tenant = %tenant.simple(), error = error.operator(), "a schedule has ended");
                work.writers.maintained(tenant, move |conn| queries::unschedule(conn, &planned.key))?;
                continue;
            }
        };
        let Planned { key, kind, body, author, is_own, .. } = planned;
        let id = derive_uuid(now.micros(), &[tenant.as_bytes(), key.as_bytes(), &next.micros().to_be_bytes()]);
        let mut job = NewJob::of(&kind, body, id, now);
        job.author = author;
        job.unique_key = due.map(|due| if is_own { format!("{key} {due}") } else { due.to_string() });
        work.writers.maintained(tenant, move |conn| {
            if queries::schedule(conn, (&key, &found_by), before, next)? && due.is_some() {
                queries::add(conn, job)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

impl Schedule {
    /// When it is.
    ///
    /// # Errors
    ///
    /// A defect where it is not what a command has kept.
    pub(crate) fn rule(&self) -> Result<Rule> {
        self.times()?.rule()
    }
}
