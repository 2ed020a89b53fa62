//! Reports are noted; those that have not come by themselves are asked for, as are prices.

use crate::commands::NoteReport;
use crate::providers::{Calls, TWILIO, carrier};
use crate::sending::price;
use crate::{Message, MessageState, queries};
use channels::{Report, ReportState};
use command::{Job, JobContext, JobQueue};
use kernel::{Id, Instant, Result};
use serde::{Deserialize, Serialize};

/// Messages that are asked for at once.
const AT_ONCE: i64 = 100;
/// How old a message is that is asked for, in microseconds: from a quarter of an hour to three days.
const AGE: (i64, i64) = (15 * 60 * 1_000_000, 3 * 24 * 60 * 60 * 1_000_000);

/// Notes a report; what a job says of it.
pub(crate) fn note_report(work: &JobContext<'_>, id: Id<Message>, report: Report) -> Result<String> {
    let state = match report.state {
        ReportState::Sent => MessageState::Sent,
        ReportState::Delivered => MessageState::Delivered,
        ReportState::Read => MessageState::Read,
        ReportState::Undelivered => MessageState::Undelivered,
        ReportState::Failed => MessageState::Failed,
    };
    let provider_id = Some(report.provider_id).filter(|id| !id.is_empty());
    let cost = report.cost.and_then(|cost| Some((price(&cost.amount)?, cost.currency)));
    let (cost, currency) = cost.unzip();
    let noted = work.execute(NoteReport { id, provider_id, state, problem: report.problem, currency, cost })?;
    Ok(if noted.is_new { format!("The message is {state}.") } else { format!("Nothing is new: {state}.") })
}

/// Asks Twilio for reports that have not come, and for prices, which it sets later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AskForReports {}

impl Job for AskForReports {
    const NAME: &'static str = "messages.report.ask";
    const QUEUE: JobQueue = JobQueue::Notification;
    const ATTEMPTS: i64 = 1;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let (youngest, oldest) = AGE;
        let now = Instant::now().micros();
        let sent = (now - oldest, now - youngest);
        let open = work.writers.store().read(work.tenant, |read| queries::unpriced(read, TWILIO, sent, AT_ONCE))?;
        let mut told = 0;
        for (n, message) in open.iter().enumerate() {
            if !work.progress(i64::try_from(n).unwrap_or_default(), AT_ONCE) {
                break;
            }
            let Some(provider_id) = &message.provider_id else { continue };
            // Another provider may have been chosen since.
            let carrier = carrier(work, message)?;
            match carrier.channel.report(provider_id, &Calls(work)) {
                Ok(Some(report)) => told += usize::from(note_report(work, message.id, report)?.starts_with("The")),
                Ok(None) => {}
                // It does not know this one, or does not answer: the next time.
                Err(_) => break,
            }
        }
        Ok(format!("{} messages were asked for, {told} of them have changed.", open.len()))
    }
}
