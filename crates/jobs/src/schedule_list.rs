//! When jobs are done by themselves, as people read it.

use crate::queries;
use crate::records::{JobSchedule, Schedule};
use crate::times::When;
use command::{JobKind, Query, QueryContext};
use kernel::{Error, Instant, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Session};
use uuid::Uuid;

/// When a job is done by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScheduleOut {
    /// The kind of job, or the id of what the company has added.
    id: String,
    /// The kind of job.
    kind: String,
    /// What it does.
    about: String,
    /// What the company calls it.
    title: Option<String>,
    /// Whether the company has added it.
    is_own: bool,
    /// Whether the company has chosen it.
    is_chosen: bool,
    /// Whether it is done.
    is_on: bool,
    /// When it is done.
    when: When,
    /// The same in words.
    words: String,
    /// When the program does it where the company chooses nothing: a line of cron.
    usual: Option<String>,
    /// The user who chose it.
    author: Option<Uuid>,
    /// When it is done next.
    next_at: Option<Instant>,
}

/// When jobs are done by themselves.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchedulesOut {
    /// What the program does, and what the company has added.
    results: Vec<ScheduleOut>,
}

fn shown(read: &mut Session<'_>, kind: &JobKind, chosen: Option<&Schedule>) -> Result<ScheduleOut> {
    let own = chosen.filter(|chosen| chosen.is_own);
    let usual = kind.schedule.as_ref().map(|(cron, _)| (*cron).to_owned());
    let program = When { cron: usual.as_deref().and_then(|cron| Text::new(cron).ok()), ..When::default() };
    let when = chosen.map_or(Ok(program), Schedule::times)?;
    let id = own.map_or_else(|| kind.name.to_owned(), |own| own.id.to_string());
    let next_at = read.get::<JobSchedule>(&id)?.map(|noted| noted.next_at);
    let is_on = chosen.is_none_or(|chosen| chosen.is_on);
    Ok(ScheduleOut {
        id,
        kind: kind.name.to_owned(),
        about: kind.about.to_owned(),
        title: chosen.and_then(|chosen| chosen.title.clone()),
        is_own: own.is_some(),
        is_chosen: chosen.is_some(),
        is_on,
        words: when.rule()?.to_string(),
        when,
        usual: usual.filter(|_| own.is_none()),
        author: chosen.map(|chosen| chosen.author),
        next_at: next_at.filter(|_| is_on),
    })
}

/// What the company has chosen or added, and what the program does by itself.
fn all(read: &mut Session<'_>, context: &QueryContext) -> Result<Vec<ScheduleOut>> {
    let chosen = queries::chosen(read)?;
    let mut results = Vec::new();
    for kind in &context.definitions.jobs {
        let of_kind = || chosen.iter().filter(|choice| choice.kind == kind.name);
        if kind.schedule.is_some() {
            results.push(shown(read, kind, of_kind().find(|choice| !choice.is_own).map(|choice| &**choice))?);
        }
        for own in of_kind().filter(|choice| choice.is_own) {
            results.push(shown(read, kind, Some(own))?);
        }
    }
    Ok(results)
}

/// When jobs are done by themselves: what the program does, as far as the company has not chosen otherwise, and what the company has added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListSchedules {}

impl Query for ListSchedules {
    const NAME: &'static str = "jobs.schedule.view";
    const OPERATION: &'static str = "jobs.schedule.list";
    type Output = SchedulesOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<SchedulesOut> {
        Ok(SchedulesOut { results: all(read, context)? })
    }
}

/// When one kind of job is done by itself, or what the company has added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetSchedule {
    /// The kind of job, or the id of what the company has added.
    id: Text<100>,
}

impl Query for GetSchedule {
    const NAME: &'static str = "jobs.schedule.view";
    const OPERATION: &'static str = "jobs.schedule.view";
    const VERSIONED: bool = true;
    type Output = ScheduleOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<ScheduleOut> {
        let mut all = all(read, context)?.into_iter();
        all.find(|schedule| *schedule.id == *self.id).ok_or_else(|| Error::not_found("schedule", &self.id))
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        let is_meant = |row: &Schedule| if row.is_own { row.id.to_string() == *self.id } else { row.kind == *self.id };
        let chosen = queries::chosen(read)?.into_iter().find(|row| is_meant(row));
        Ok(chosen.and_then(|row| read.version::<Schedule>(&row.id)))
    }
}
