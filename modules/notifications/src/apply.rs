//! The rules of a company, carried out for an event.

use crate::builtin;
use crate::compose::{Happened, compose};
use crate::deliver::{About, deliver};
use crate::fields;
use crate::readers::{Reader, readers};
use crate::records::NotificationRule;
use crate::rules::schema;
use command::{Command, Job, JobContext, JobQueue, Told, Tx};
use formula::{Formula, Kind};
use kernel::{Instant, Result, ToSchema, cut, derive_uuid};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Read, Session, id_of};
use uuid::Uuid;

/// Tells whoever is to hear of an event, as the rules of the company say. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplyRules {
    /// The event.
    event: String,
    /// Its place in the log.
    key: String,
    /// When it was told.
    at: Instant,
    /// Its fields.
    body: String,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Applied {
    /// How many messages it makes.
    told: usize,
    /// The rules that could not be carried out.
    failed: usize,
}

impl Command for ApplyRules {
    const NAME: &'static str = "notifications.rule.apply";
    type Output = Applied;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Applied> {
        tx.require_system()?;
        let body: Json = serde_json::from_str(&self.body).map_err(|error| kernel::defect(error.to_string()))?;
        let happened = Happened { event: self.event.clone(), body, at: self.at };
        let about = About { key: self.key.clone(), event: self.event.clone(), row: row(&happened) };
        let (mut reached, mut applied) = (BTreeSet::new(), Applied { told: 0, failed: 0 });
        for rule in tx.scan(NotificationRule::BY_EVENT_IS_ACTIVE, (self.event.as_str(), true))? {
            let problem = match rule.counts(tx, &happened)? {
                Ok(true) => rule.tell(tx, &happened, &about, (&mut reached, &mut applied.told))?,
                Ok(false) => None,
                Err(problem) => Some(problem),
            };
            applied.failed += usize::from(problem.is_some());
            let problem = problem.map(|problem| cut(&problem, 1_000));
            if problem != rule.problem {
                tx.edit::<NotificationRule>(&rule.id, |rule| {
                    rule.problem = problem;
                    Ok(())
                })?;
            }
        }
        Ok(applied)
    }
}

/// The row that an event is about: the one that it names, or that the program knows of it.
fn row(happened: &Happened) -> Option<(String, Uuid)> {
    let (body, known) = (&happened.body, builtin::about(&happened.event));
    let record = body["record"].as_str().or(known.map(|(record, _)| record))?;
    let id = body["row"].as_str().or_else(|| body[known?.1].as_str()).and_then(id_of)?;
    Some((record.to_owned(), id))
}

impl NotificationRule {
    /// Whether it counts for what has happened; why that cannot be said.
    fn counts(&self, tx: &Tx<'_, '_>, happened: &Happened) -> Result<std::result::Result<bool, String>> {
        let Some(condition) = &self.condition else { return Ok(Ok(true)) };
        let event = schema(tx, &self.event)?;
        let formula = Formula::of_kind(condition, &fields::names(&event), Kind::Boolean);
        let holds = formula.and_then(|formula| formula.holds(&fields::values(&event, &happened.body)));
        Ok(holds.map_err(|wrong| format!("Its condition, {wrong}")))
    }

    /// Tells whoever it names by all of its channels, unless another rule has told them; what is wrong where a template is.
    fn tell(
        &self,
        tx: &mut Tx<'_, '_>,
        happened: &Happened,
        about: &About,
        (reached, told): (&mut BTreeSet<String>, &mut usize),
    ) -> Result<Option<String>> {
        for reader in readers(tx, self, happened)? {
            for channel in self.channels() {
                if !reached.insert(format!("{channel} {}", who(&reader))) {
                    continue;
                }
                match compose(tx, happened, channel, (&reader.name, &reader.words))? {
                    Ok(composed) => *told += deliver(tx, &reader, channel, &composed, about)?,
                    Err(mistake) => return Ok(Some(format!("The template for {channel}: {}", mistake.why))),
                }
            }
        }
        Ok(None)
    }
}

/// By what a reader is known.
fn who(reader: &Reader) -> String {
    let address = || reader.email.clone().or_else(|| reader.phone.clone()).unwrap_or_default();
    reader.user.map_or_else(address, |user| user.to_string())
}

/// The job that carries rules out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CarryOutRules {
    event: String,
    key: String,
    at: Instant,
    body: String,
}

/// One job for an event that a rule of the company names.
pub(crate) fn wanted(read: &mut Session<'_>, told: &Told) -> Result<Vec<(Uuid, CarryOutRules)>> {
    let rules: Vec<Arc<NotificationRule>> =
        read.scan(NotificationRule::BY_EVENT_IS_ACTIVE, (told.name.as_str(), true))?;
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let key = format!("{}-{}", told.seq, told.n);
    let id = derive_uuid(told.at.micros(), &[b"notification rules", key.as_bytes()]);
    Ok(vec![(id, CarryOutRules { event: told.name.clone(), key, at: told.at, body: told.body.clone() })])
}

impl Job for CarryOutRules {
    const NAME: &'static str = "notifications.rule.carry_out";
    const QUEUE: JobQueue = JobQueue::Notification;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let CarryOutRules { event, key, at, body } = self;
        let (event, key, body) = (event.clone(), key.clone(), body.clone());
        work.execute_once("apply", ApplyRules { event, key, at: *at, body })?;
        Ok(format!("The rules for {} were applied.", self.event))
    }
}
