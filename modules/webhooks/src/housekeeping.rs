//! What is forgotten at night.

use crate::queries;
use command::{Job, JobContext};
use kernel::{Instant, Result};
use serde::{Deserialize, Serialize};

/// How long messages that are over are kept: as long as their jobs and events.
const KEPT_DAYS: i64 = 30;
/// Rows that are removed at once.
const AT_ONCE: i64 = 1_000;

/// Forgets messages that are over.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Prune {}

impl Job for Prune {
    const NAME: &'static str = "webhooks.log.prune";

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let before = Instant::from_micros(Instant::now().micros() - KEPT_DAYS * 24 * 60 * 60 * 1_000_000);
        let mut removed = 0;
        loop {
            let some = work.maintain(move |conn| queries::prune(conn, before, AT_ONCE))?;
            removed += some;
            if some == 0 || !work.progress(i64::try_from(removed).unwrap_or(i64::MAX), 0) {
                return Ok(format!("{removed} messages were forgotten."));
            }
        }
    }
}
