//! What has waited is sent: when quiet hours are over, and as a digest.

use crate::compose::Composed;
use crate::deliver::{About, outgoing};
use crate::queries;
use crate::readers::Reader;
use crate::records::WaitingNotification;
use command::{Command, Job, JobContext, JobQueue, Tx};
use identity::Member;
use kernel::{Result, ToSchema};
use messages::{MessageChannel, Outgoing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Read;
use uuid::Uuid;

/// The most that is sent by one command.
const AT_ONCE: i64 = 200;

/// Sends what has waited long enough, at most 200 of it. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendWaiting {}

/// How much was sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct WaitingSent {
    /// The notifications that do not wait any more.
    pub(crate) sent: usize,
}

impl Command for SendWaiting {
    const NAME: &'static str = "notifications.waiting.send";
    type Output = WaitingSent;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<WaitingSent> {
        tx.require_system()?;
        let now = tx.now();
        let due = queries::due(tx, now, AT_ONCE)?;
        let mut digests: BTreeMap<Uuid, Vec<Arc<WaitingNotification>>> = BTreeMap::new();
        for id in &due {
            let waiting = tx.one::<WaitingNotification>(id)?;
            tx.delete::<WaitingNotification>(id)?;
            match waiting.is_digest {
                true => digests.entry(waiting.user_id).or_default().push(waiting),
                false => alone(tx, &waiting)?,
            }
        }
        for (user, waiting) in digests {
            together(tx, user, &waiting)?;
        }
        Ok(WaitingSent { sent: due.len() })
    }
}

fn alone(tx: &mut Tx<'_, '_>, waiting: &WaitingNotification) -> Result<()> {
    let Some(reader) = active(tx, waiting.user_id)? else { return Ok(()) };
    let WaitingNotification { subject, text, html, whatsapp_template, event_key, .. } = waiting.clone();
    let composed = Composed { message: templates::Message { subject, text, html }, whatsapp_template };
    let about = About { key: event_key, event: String::new(), row: waiting.record.clone().zip(waiting.row_id) };
    messages::send(tx, outgoing(&reader, (waiting.channel, &waiting.recipient), &composed, &about)).map(drop)
}

/// One e-mail for all that a member was told since the last.
fn together(tx: &mut Tx<'_, '_>, user: Uuid, waiting: &[Arc<WaitingNotification>]) -> Result<()> {
    let (Some(reader), Some(first)) = (active(tx, user)?, waiting.first()) else { return Ok(()) };
    let language = reader.words.style.language;
    let count = reader.words.style.number(&waiting.len().to_string());
    let subject = language::say(language, "{count} notifications", &[("count", count)]);
    let parts = waiting.iter().map(|one| format!("{}\n{}", one.subject, one.text));
    let text = parts.collect::<Vec<_>>().join("\n\n");
    messages::send(
        tx,
        Outgoing {
            subject: Some(subject),
            key: Some(format!("digest {}", first.id)),
            user: Some(user),
            ..Outgoing::text(MessageChannel::Email, first.recipient.clone(), text)
        },
    )
    .map(drop)
}

/// The member, if they are still one.
fn active(tx: &mut Tx<'_, '_>, user: Uuid) -> Result<Option<Reader>> {
    let member = tx.get::<Member>(&user)?.filter(|member| member.is_active);
    member.map(|member| Reader::member(tx, &member)).transpose()
}

/// Sends what has waited long enough.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReleaseWaiting {}

impl Job for ReleaseWaiting {
    const NAME: &'static str = "notifications.waiting.release";
    const QUEUE: JobQueue = JobQueue::Notification;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let mut sent = 0;
        if work.writers.store().read(work.tenant, queries::is_any_due)? {
            loop {
                let some = work.execute(SendWaiting {})?.sent;
                sent += some;
                if some < AT_ONCE as usize || !work.progress(sent as i64, 0) {
                    break;
                }
            }
        }
        Ok(format!("{sent} notifications were sent that had waited."))
    }
}
