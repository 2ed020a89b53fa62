//! What companies choose of when jobs are done by themselves: other times than the program's, none, or further ones of their own.

use crate::records::Schedule;
use crate::times::When;
use crate::{errors, schedules};
use command::{Command, JobKind, Tx};
use kernel::{Error, Id, Instant, Result, Schema, Shape, Text, ToSchema, defect};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use store::Read;

/// The most times that a company adds.
const MOST_OWN: usize = 50;

/// What was chosen.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Chosen {
    /// The kind of job, or the id of what the company has added.
    id: String,
    /// When it is done next; null where it is switched off.
    next_at: Option<Instant>,
}

fn kind_of<'a>(tx: &'a Tx<'_, '_>, name: &str) -> Option<&'a JobKind> {
    tx.definitions().jobs.iter().find(|kind| kind.name == name)
}

/// What a company has added under this id, or chosen in the place of the program's times of the kind of this name.
fn found(tx: &mut Tx<'_, '_>, id: &str) -> Result<Option<Arc<Schedule>>> {
    match store::id_of(id) {
        Some(id) => Ok(tx.get::<Schedule>(&Id::from_uuid(id))?.filter(|own| own.is_own)),
        None => Ok(tx.scan(Schedule::BY_KIND, id)?.into_iter().find(|choice| !choice.is_own)),
    }
}

/// These times, as they are kept, and the first of them.
fn checked(tx: &mut Tx<'_, '_>, when: &When) -> Result<(String, Instant)> {
    let now = tx.now();
    let definitions = tx.definitions();
    let zone = schedules::zone(tx.session(), definitions).unwrap_or_else(|| "UTC".to_owned());
    let when = when.clone().begun(now.date_in(&zone));
    let first = when.rule().and_then(|rule| rule.first_after(&zone, now)).map_err(|error| error.at("when"))?;
    Ok((serde_json::to_string(&when).map_err(|error| defect(error.to_string()))?, first))
}

/// What a kind of job is told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Parameters(Map<String, Json>);

impl ToSchema for Parameters {
    fn schema() -> Schema {
        let about = "What a kind of job is told";
        Schema::of(Shape::Object { name: "JobParameters".into(), about, fields: Vec::new(), open: true })
    }
}

/// Has a kind of job done at times of the company's own. Which kinds allow that, and what they are told, `/job-kinds/` says.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddSchedule {
    /// The kind of job.
    kind: Text<100>,
    /// What you call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Text<200>>,
    /// When it is done.
    when: When,
    /// What is to be done, as the kind of job wants to be told.
    #[serde(default)]
    parameters: Parameters,
}

impl Command for AddSchedule {
    const NAME: &'static str = "jobs.schedule.add";
    const STATUS: u16 = 201;
    type Output = Chosen;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Chosen> {
        let kind = kind_of(tx, &self.kind).ok_or_else(|| errors::unknown_job(&self.kind).at("kind"))?;
        let own = kind.own.clone().ok_or_else(|| errors::not_by_choice(&self.kind).at("kind"))?;
        let author = tx.actor();
        let parameters = Json::Object(self.parameters.0.clone());
        let body = own.body(parameters, author).map_err(|error| error.at("parameters"))?;
        let (times, first) = checked(tx, &self.when)?;
        let added = tx.scan(Schedule::BY_KIND, &*self.kind)?.iter().filter(|choice| choice.is_own).count();
        if added >= MOST_OWN {
            return Err(errors::too_many_schedules(MOST_OWN));
        }
        let (id, title) = (tx.id(), self.title.as_ref().map(ToString::to_string));
        let kind = self.kind.to_string();
        tx.insert_new(Schedule { id, kind, is_own: true, is_on: true, title, times, body, author })?;
        tx.wake_workers();
        Ok(Chosen { id: id.to_string(), next_at: Some(first) })
    }
}

/// Changes when jobs are done by themselves, or switches that off: of what the program does, or of what the company has added.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeSchedule {
    /// The kind of job, or the id of what the company has added.
    id: Text<100>,
    /// Whether it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_on: Option<bool>,
    /// When it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
    /// What you call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Text<200>>,
    /// The version it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl ChangeSchedule {
    /// What stands for the times of this id until now: what was chosen, or what the program has.
    fn before(&self, tx: &mut Tx<'_, '_>) -> Result<(Schedule, bool)> {
        let chosen = found(tx, &self.id)?;
        if self.title.is_some() && chosen.as_ref().is_none_or(|chosen| !chosen.is_own) {
            return Err(errors::no_title().at("title"));
        }
        if let Some(chosen) = chosen {
            return Ok((Schedule::clone(&chosen), true));
        }
        let schedule = kind_of(tx, &self.id).and_then(|kind| kind.schedule.clone());
        let (cron, body) = schedule.ok_or_else(|| Error::not_found("schedule", &self.id))?;
        let times = When { cron: Text::new(cron).ok(), ..When::default() };
        let times = serde_json::to_string(&times).map_err(|error| defect(error.to_string()))?;
        let (id, kind, author) = (tx.id(), self.id.to_string(), tx.actor());
        Ok((Schedule { id, kind, is_own: false, is_on: true, title: None, times, body, author }, false))
    }
}

impl Command for ChangeSchedule {
    const NAME: &'static str = "jobs.schedule.change";
    type Output = Chosen;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Chosen> {
        if self.is_on.is_none() && self.when.is_none() && self.title.is_none() {
            return Err(errors::nothing_to_change());
        }
        let (mut schedule, is_there) = self.before(tx)?;
        tx.require_version::<Schedule>(&schedule.id, self.if_match)?;
        let when = self.when.clone().map_or_else(|| schedule.times(), Ok)?;
        let (times, first) = checked(tx, &when)?;
        schedule.times = times;
        schedule.is_on = self.is_on.unwrap_or(schedule.is_on);
        schedule.title = self.title.as_ref().map(ToString::to_string).or(schedule.title);
        let (id, is_on) = (schedule.id, schedule.is_on);
        if is_there {
            tx.edit::<Schedule>(&id, |row| {
                *row = schedule;
                Ok(())
            })?;
        } else {
            tx.insert_new(schedule)?;
        }
        tx.wake_workers();
        Ok(Chosen { id: self.id.to_string(), next_at: is_on.then_some(first) })
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        let chosen = found(tx, &self.id)?;
        chosen.map_or(Ok(None), |chosen| tx.version::<Schedule>(&chosen.id))
    }
}

/// Removes a time that the company has added, or goes back to the program's.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveSchedule {
    /// The kind of job, or the id of what the company has added.
    id: Text<100>,
    /// The version it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for RemoveSchedule {
    const NAME: &'static str = "jobs.schedule.remove";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let chosen = found(tx, &self.id)?.ok_or_else(|| Error::not_found("schedule", &self.id))?;
        tx.require_version::<Schedule>(&chosen.id, self.if_match)?;
        tx.delete::<Schedule>(&chosen.id)?;
        tx.wake_workers();
        Ok(())
    }
}
