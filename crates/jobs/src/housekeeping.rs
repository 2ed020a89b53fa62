//! What every company does for itself at night.

use crate::queries;
use command::{Job, JobContext, JobQueue};
use kernel::{Instant, Result, ToSchema, defect};
use serde::{Deserialize, Serialize};

/// How long jobs that are over, and events, are kept.
const KEPT_DAYS: i64 = 30;
/// Rows that are removed at once.
const AT_ONCE: i64 = 1_000;

/// A job that needs to be told nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Proves the books.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct VerifyBooks {}

impl Job for VerifyBooks {
    const NAME: &'static str = "jobs.books.verify";
    const QUEUE: JobQueue = JobQueue::Report;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let (writers, tenant, registry) = (work.writers, work.tenant, work.registry);
        let count = |number| i64::try_from(number).unwrap_or(i64::MAX);
        let proofs =
            command::prove(writers.store(), tenant, registry, |done, of| work.progress(count(done), count(of)))?;
        let offender = proofs.proved.iter().find_map(|proved| Some((proved.check, proved.finding.offender.as_ref()?)));
        match offender {
            None => Ok(format!("{} proofs hold.", proofs.proved.len())),
            Some((check, offender)) => Err(crate::errors::books_wrong(check.invariant, check.what, offender)),
        }
    }
}

/// Forgets jobs that are over and events that everybody has heard.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Prune {}

impl Job for Prune {
    const NAME: &'static str = "jobs.log.prune";

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let before = Instant::from_micros(Instant::now().micros() - KEPT_DAYS * 24 * 60 * 60 * 1_000_000);
        let mut removed = [0, 0];
        loop {
            let [jobs, events] = work.maintain(move |conn| {
                Ok([queries::prune(conn, before, AT_ONCE)?, events::prune(conn, before, AT_ONCE)?])
            })?;
            removed = [removed[0] + jobs, removed[1] + events];
            if jobs == 0 && events == 0 {
                return Ok(format!("{} jobs and {} events were forgotten.", removed[0], removed[1]));
            }
            if !work.progress(i64::try_from(removed[0] + removed[1]).map_err(|error| defect(error.to_string()))?, 0) {
                return Err(crate::errors::interrupted());
            }
        }
    }
}
