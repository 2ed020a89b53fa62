//! The kinds of jobs, and how each went the last time.

use crate::records::JobSchedule;
use crate::schedules;
use command::{JobQueue, JobState, Query, QueryContext};
use kernel::{Instant, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Session, Value, field};

/// A kind of job.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindOut {
    /// Its name.
    name: String,
    /// What it does.
    about: String,
    /// Where it waits.
    queue: JobQueue,
    /// When it is done by itself, in the time zone of the company: a line of cron, or words of the calendar.
    cron: Option<String>,
    /// Whether companies can have it done at times of their own, at `/job-schedules/`.
    is_by_choice: bool,
    /// When it is done by itself next.
    next_at: Option<Instant>,
    /// How far the job of this kind is that was begun last.
    last_state: Option<JobState>,
    /// When that was begun.
    last_started_at: Option<Instant>,
    /// How long it took, in milliseconds.
    last_milliseconds: Option<i64>,
    /// What came of it.
    last_effect: Option<String>,
    /// Why it could not be done.
    last_problem: Option<String>,
}

/// The kinds of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindsOut {
    /// Each with how it went the last time.
    results: Vec<KindOut>,
}

/// The kinds of jobs there are, when each is done by itself, and how it went the last time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListKinds {}

impl Query for ListKinds {
    const NAME: &'static str = "jobs.kind.view";
    const OPERATION: &'static str = "jobs.kind.list";
    type Output = KindsOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<KindsOut> {
        let mut results = Vec::new();
        let planned = schedules::planned(read, &context.definitions)?;
        for kind in &context.definitions.jobs {
            let last = "SELECT state, started_at, finished_at, effect, problem FROM job \
                        WHERE name = $1 AND started_at IS NOT NULL ORDER BY started_at DESC LIMIT 1";
            let mut last = read.query(last, &[Value::Text(kind.name.to_owned())])?.into_iter().flatten();
            let next_at = read.get::<JobSchedule>(&kind.name.to_owned())?.map(|schedule| schedule.next_at);
            let planned = planned.iter().find(|planned| planned.key == kind.name);
            let (last_state, last_started_at, finished_at): (Option<JobState>, Option<Instant>, Option<Instant>) =
                (field_or_none(last.next())?, field_or_none(last.next())?, field_or_none(last.next())?);
            let took = last_started_at.zip(finished_at).map(|(from, to)| (to.micros() - from.micros()) / 1_000);
            results.push(KindOut {
                name: kind.name.to_owned(),
                about: kind.about.to_owned(),
                queue: kind.queue,
                cron: planned.map(|planned| planned.rule.to_string()),
                is_by_choice: kind.own.is_some(),
                next_at: next_at.filter(|_| planned.is_some()),
                last_state,
                last_started_at,
                last_milliseconds: took,
                last_effect: field_or_none(last.next())?,
                last_problem: field_or_none(last.next())?,
            });
        }
        Ok(KindsOut { results })
    }
}

/// A field of a row that may not be there.
fn field_or_none<F: store::Field>(value: Option<Value>) -> Result<Option<F>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        value => field(value).map(Some),
    }
}
