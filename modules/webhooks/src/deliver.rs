//! Events on their way to other systems: which subscriptions hear one, and the job that sends it.

use crate::commands::SwitchOff;
use crate::events::SubscriptionTested;
use crate::queries::{self, Attempt};
use crate::records::{DeliveryState, WebhookDelivery, WebhookSubscription};
use crate::{errors, secrets};
use command::{Event, Job, JobContext, JobQueue, Method, OutboundAnswer, OutboundRequest, SendError, Told};
use kernel::{Id, Instant, Result, Text, cut, defect, derive_uuid};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::sync::Arc;
use store::{Read, Session};
use uuid::Uuid;

/// The most letters that are kept of an answer, and of why there is none.
const LETTERS: usize = 500;

/// Tells another system of an event.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendDelivery {
    subscription: Id<WebhookSubscription>,
    seq: i64,
    n: i64,
}

/// What is sent.
#[derive(Serialize)]
struct Message<'a> {
    r#type: &'a str,
    timestamp: Instant,
    data: &'a RawValue,
}

/// How an attempt has ended.
struct Outcome {
    state: DeliveryState,
    status: Option<u16>,
    answer: Option<String>,
    problem: Option<String>,
    /// Why the subscription is switched off.
    switches_off: Option<String>,
}

/// A message for every subscription that hears an event.
pub(crate) fn wanted(read: &mut Session<'_>, told: &Told) -> Result<Vec<(Uuid, SendDelivery)>> {
    let subscriptions: Vec<Arc<WebhookSubscription>> = if told.name == SubscriptionTested::NAME {
        let tested: SubscriptionTested = told.read()?;
        read.get::<WebhookSubscription>(&tested.subscription)?.into_iter().collect()
    } else {
        let mut active = read.scan(WebhookSubscription::BY_IS_ACTIVE, true)?;
        active.retain(|subscription| subscription.events.0.contains(&told.name));
        active
    };
    let message = |subscription: &Arc<WebhookSubscription>| {
        let place = [told.seq.to_be_bytes(), told.n.to_be_bytes()].concat();
        let id = derive_uuid(told.at.micros(), &[b"webhook", subscription.id.uuid().as_bytes(), &place]);
        (id, SendDelivery { subscription: subscription.id, seq: told.seq, n: told.n })
    };
    Ok(subscriptions.iter().map(message).collect())
}

impl Job for SendDelivery {
    const NAME: &'static str = "webhooks.delivery.send";
    const QUEUE: JobQueue = JobQueue::Webhook;
    const ATTEMPTS: i64 = 10;
    /// As the specification suggests: over three days.
    const WAITS: &'static [i64] = &[5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

    fn receiver(&self) -> Option<String> {
        Some(self.subscription.to_string())
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let (told, subscription) = work.writers.store().read(work.tenant, |read| {
            let told = queries::told(read, self.seq, self.n)?;
            Ok((told, read.get::<WebhookSubscription>(&self.subscription)?))
        })?;
        let Some(told) = told else { return Ok("The event is forgotten.".to_owned()) };
        let id = Id::<WebhookDelivery>::from_uuid(work.job);
        let begun = Attempt { id, subscription: self.subscription, event: told.name.clone(), seq: self.seq, n: self.n };
        let (told_at, now) = (told.at, Instant::now());
        let attempts = work.maintain(move |conn| queries::begin(conn, begun, told_at, now))?;
        let clock = std::time::Instant::now();
        let outcome = match subscription.filter(|row| row.is_active || told.name == SubscriptionTested::NAME) {
            Some(subscription) => {
                let request = signed(work, &subscription, &told, now)?;
                outcome(work.outbound.send(&request), attempts)
            }
            None => given_up("The subscription was switched off or ended."),
        };
        let milliseconds = i64::try_from(clock.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.note(work, id, &outcome, (attempts, milliseconds))?;
        if let Some(reason) = self.why_switched_off(work, &outcome, id)? {
            work.execute_once("switch off", SwitchOff { id: self.subscription, reason })?;
        }
        let problem = outcome.problem.unwrap_or_default();
        match outcome.state {
            DeliveryState::Delivered => Ok(format!("Delivered, answered with {}.", outcome.status.unwrap_or_default())),
            DeliveryState::GivenUp => Ok(format!("Given up. {problem}")),
            DeliveryState::Waiting | DeliveryState::Failed => Err(errors::not_delivered(problem)),
        }
    }
}

impl SendDelivery {
    /// Notes how an attempt has ended, and when the next one comes.
    fn note(
        &self,
        work: &JobContext<'_>,
        id: Id<WebhookDelivery>,
        outcome: &Outcome,
        (attempts, milliseconds): (i64, i64),
    ) -> Result<()> {
        let now = Instant::now();
        let wait = jobs::wait_before(work.job, attempts, SendDelivery::WAITS);
        let is_over = outcome.state != DeliveryState::Failed;
        let next_at = (!is_over).then(|| Instant::from_micros(now.micros() + wait));
        let (state, status) = (outcome.state, outcome.status.map(i64::from));
        let (answer, problem) = (outcome.answer.clone(), outcome.problem.clone());
        work.maintain(move |conn| {
            queries::end(conn, id, (state, next_at, is_over.then_some(now)), milliseconds, (status, answer, problem))
        })
    }

    /// Why the subscription is switched off: what is told there is gone, or nothing was taken as long as this message was tried.
    fn why_switched_off(
        &self,
        work: &JobContext<'_>,
        outcome: &Outcome,
        id: Id<WebhookDelivery>,
    ) -> Result<Option<Text<LETTERS>>> {
        let Some(reason) = &outcome.switches_off else { return Ok(None) };
        let is_gone = outcome.status == Some(410);
        let subscription = self.subscription;
        let has_taken =
            work.writers.store().read(work.tenant, |read| queries::has_taken_since(read, subscription, id))?;
        Ok((is_gone || !has_taken).then(|| Text::new(cut(reason, LETTERS)).unwrap_or_default()))
    }
}

/// The request that tells a subscription of an event, with a signature by each secret that counts now.
fn signed(
    work: &JobContext<'_>,
    subscription: &WebhookSubscription,
    told: &Told,
    now: Instant,
) -> Result<OutboundRequest> {
    let data: &RawValue = serde_json::from_str(&told.body).map_err(|error| defect(error.to_string()))?;
    let message = Message { r#type: &told.name, timestamp: told.at, data };
    let body = serde_json::to_vec(&message).map_err(|error| defect(error.to_string()))?;
    let (id, timestamp) = (work.job.to_string(), (now.micros() / 1_000_000).to_string());
    let before = subscription.secret_before.as_ref().filter(|_| subscription.secret_before_until > Some(now));
    let mut signatures = Vec::new();
    for label in [&subscription.secret].into_iter().chain(before) {
        let secret = secrets::of_subscription(work.secrets, work.tenant, subscription.id.uuid(), label)?;
        signatures.extend(signatures::standard(&secret, &id, &timestamp, &body));
    }
    let header = |name: &str, value: String| (name.to_owned(), value);
    let headers = vec![
        header("content-type", "application/json".to_owned()),
        header("webhook-id", id),
        header("webhook-timestamp", timestamp),
        header("webhook-signature", signatures.join(" ")),
    ];
    Ok(OutboundRequest { method: Method::Post, url: subscription.url.clone(), headers, body })
}

fn given_up(problem: &str) -> Outcome {
    let problem = Some(cut(problem, LETTERS));
    Outcome { state: DeliveryState::GivenUp, status: None, answer: None, problem, switches_off: None }
}

/// What an answer means, or that there is none.
fn outcome(sent: std::result::Result<OutboundAnswer, SendError>, attempts: i64) -> Outcome {
    let (status, answer, problem) = match sent {
        Ok(OutboundAnswer { status, body, .. }) => {
            let problem = format!("It was answered with {status}.");
            (Some(status), Some(cut(&String::from_utf8_lossy(&body), LETTERS)), problem)
        }
        Err(SendError::TooLong(status)) => (Some(status), None, format!("It was answered with {status}.")),
        // Nothing changes that but another address.
        Err(error @ SendError::Refused(_)) => return given_up(&error.to_string()),
        Err(error) => (None, None, error.to_string()),
    };
    if status.is_some_and(|status| (200..300).contains(&status)) {
        return Outcome { state: DeliveryState::Delivered, status, answer, problem: None, switches_off: None };
    }
    let is_gone = status == Some(410);
    let is_last = is_gone || attempts >= SendDelivery::ATTEMPTS;
    let state = if is_last { DeliveryState::GivenUp } else { DeliveryState::Failed };
    let switches_off = is_last.then(|| match is_gone {
        true => "It answers that it is gone (410).".to_owned(),
        false => format!("Nothing was taken for days. The last time: {problem}"),
    });
    Outcome { state, status, answer, problem: Some(cut(&problem, LETTERS)), switches_off }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, attempts: i64) -> DeliveryState {
        let answer = OutboundAnswer { status, headers: Vec::new(), body: b"a\0b\xff".to_vec() };
        let outcome = outcome(Ok(answer), attempts);
        assert_eq!((outcome.status, outcome.answer.as_deref()), (Some(status), Some("ab\u{fffd}")));
        outcome.state
    }

    #[test]
    fn only_success_is_taken_and_only_what_is_gone_ends_at_once() {
        for status in [200, 201, 204, 299] {
            assert_eq!(answered(status, 1), DeliveryState::Delivered);
        }
        for status in [301, 302, 400, 401, 404, 409, 429, 500, 503] {
            assert_eq!((answered(status, 1), answered(status, 9)), (DeliveryState::Failed, DeliveryState::Failed));
            assert_eq!(answered(status, 10), DeliveryState::GivenUp);
        }
        assert_eq!(answered(410, 1), DeliveryState::GivenUp);
        assert_eq!(outcome(Err(SendError::TooLong(200)), 1).state, DeliveryState::Delivered);
        assert_eq!(outcome(Err(SendError::TooLong(500)), 1).state, DeliveryState::Failed);
        assert_eq!(outcome(Err(SendError::TimedOutAfter), 9).state, DeliveryState::Failed);
        let refused = outcome(Err(SendError::Refused("x".to_owned())), 1);
        assert_eq!((refused.state, refused.switches_off), (DeliveryState::GivenUp, None));
    }

    #[test]
    fn there_is_a_wait_before_each_further_attempt() {
        assert_eq!(SendDelivery::WAITS.len() as i64, SendDelivery::ATTEMPTS - 1);
    }
}
