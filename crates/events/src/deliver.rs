//! Events on their way to subscribers.

use crate::parked::{ParkEvent, ParkedEvent, ParkedState, SettleEvent};
use crate::queries::Beginnings;
use crate::{errors, queries};
use command::{Answer, AnyCommand, Lane, Registry, SYSTEM, Submission, Subscriber, Told, Typed, Writers};
use kernel::{Error, Kind, Result, Text, derive_uuid};
use std::sync::Arc;
use store::{Read, Session};
use tokio::sync::oneshot::Receiver;
use uuid::Uuid;

/// The consumer that hands events to subscribers.
const SUBSCRIBERS: &str = "subscribers";
/// Events that are read at once.
const AT_ONCE: usize = 64;
/// Events that are tried again at once.
const RETRIED_AT_ONCE: usize = 64;

/// The answer of a command on its way.
type Pending = Receiver<Result<Answer>>;

/// Hands the next events of a company to their subscribers, and those that are to be tried again; whether there may be more. What a
/// subscriber refuses is parked, and the others go on. An event may be handed over twice, its command has its effect once.
///
/// # Errors
///
/// The database is away: nothing is lost, and the same events come again.
pub fn deliver(registry: &Registry, writers: &Writers, tenant: Uuid) -> Result<bool> {
    let delivery = Round { registry, writers, tenant };
    let heard = &registry.definitions().heard;
    let (next, beginnings, again) = writers.store().read(tenant, |read| {
        Ok((queries::next_events(read, SUBSCRIBERS, heard, AT_ONCE)?, queries::beginnings(read)?, to_try_again(read)?))
    })?;
    // Those that ask for jobs are the workers' to try again.
    let is_own = |parked: &&Arc<ParkedEvent>| registry.jobs().all(|job| job.name != parked.subscriber);
    again.iter().filter(is_own).try_for_each(|parked| delivery.try_again(parked))?;
    let concerned = delivery.hand_over(&next.told, &beginnings)?;
    if let Some((seq, n)) = next.to_note(concerned) {
        writers.maintained(tenant, move |conn| queries::took(conn, SUBSCRIBERS, seq, n))?;
    }
    Ok(next.is_full || again.len() == RETRIED_AT_ONCE)
}

struct Round<'a> {
    registry: &'a Registry,
    writers: &'a Writers,
    tenant: Uuid,
}

impl Round<'_> {
    /// Has all subscribers answer, each in the order of the events; whether there was any.
    fn hand_over(&self, told: &[Told], beginnings: &Beginnings) -> Result<bool> {
        let mut on_their_way: Vec<(&Told, &Subscriber, Result<Option<Pending>>)> = Vec::new();
        for event in told {
            for subscriber in self.registry.subscribers_of(&event.name) {
                if beginnings.hears(subscriber.name, event) {
                    let sent = (subscriber.answer)(event).and_then(|answer| {
                        answer.map(|command| self.submit(event, subscriber.name, command)).transpose()
                    });
                    on_their_way.push((event, subscriber, sent));
                }
            }
        }
        let concerned = !on_their_way.is_empty();
        for (event, subscriber, sent) in on_their_way {
            let outcome = sent.and_then(|answer| answer.map_or(Ok(()), answered));
            if let Err(error) = outcome.or_else(settled) {
                park(self.writers, self.tenant, (event, subscriber.name, 0), &error)?;
            }
        }
        Ok(concerned)
    }

    fn submit(&self, event: &Told, subscriber: &str, command: Box<dyn AnyCommand>) -> Result<Pending> {
        let submission = Submission::new(self.tenant, SYSTEM, command);
        self.writers.submit(Submission { id: Some(event.answer_id(subscriber)), lane: Lane::Bulk, ..submission })
    }

    /// Delivers an event once more that somebody wants to be tried again.
    fn try_again(&self, parked: &Arc<ParkedEvent>) -> Result<()> {
        let told = parked.told();
        let mut subscribers = self.registry.subscribers_of(&told.name);
        let outcome = match subscribers.find(|subscriber| subscriber.name == parked.subscriber) {
            None => Err(errors::nobody_subscribes(&parked.subscriber)),
            Some(subscriber) => (subscriber.answer)(&told).and_then(|answer| {
                answer.map_or(Ok(()), |command| answered(self.submit(&told, subscriber.name, command)?))
            }),
        };
        match outcome.or_else(settled) {
            Ok(()) => settle(self.writers, self.tenant, parked),
            Err(error) => park(self.writers, self.tenant, (&told, &parked.subscriber, parked.tries), &error),
        }
    }
}

/// The next parked events that are to be tried again.
///
/// # Errors
///
/// Those of the database.
pub fn to_try_again(read: &mut Session<'_>) -> Result<Vec<Arc<ParkedEvent>>> {
    read.scan_after(ParkedEvent::BY_STATE, ParkedState::Waiting, None, RETRIED_AT_ONCE)
}

/// Notes that a parked event was delivered.
///
/// # Errors
///
/// Those of the database.
pub fn settle(writers: &Writers, tenant: Uuid, parked: &ParkedEvent) -> Result<()> {
    writers.run(tenant, SYSTEM, SettleEvent { id: parked.id }).map(drop)
}

/// Parks an event that a subscriber could not take, and that was tried so often before. Whoever meets the same refusal parks it by the same
/// command.
///
/// # Errors
///
/// The refusal itself, where it says that the database is away.
pub fn park(
    writers: &Writers,
    tenant: Uuid,
    (event, subscriber, tries): (&Told, &str, i64),
    error: &Error,
) -> Result<()> {
    if error.kind == Kind::Unavailable {
        return Err(error.clone());
    }
    let reason: String = error.operator().chars().take(2_000).collect();
    tracing::warn!(tenant = %tenant.simple(), subscriber, event.seq, reason, "an event was parked");
    let event = event.clone();
    let answer = event.answer_id(subscriber);
    let id = derive_uuid(event.at.micros(), &[b"park", answer.as_bytes(), &tries.to_be_bytes()]);
    let command = ParkEvent {
        subscriber: subscriber.to_owned(),
        event: event.name,
        seq: event.seq,
        n: event.n,
        body: event.body,
        told_at: event.at,
        code: error.code.to_owned(),
        reason: Text::new(&reason).unwrap_or_default(),
    };
    let submission = Submission::new(tenant, SYSTEM, Box::new(Typed(command)));
    writers.execute(Submission { id: Some(id), ..submission }).map(drop).or_else(settled)
}

fn answered(answer: Pending) -> Result<()> {
    answer.blocking_recv().map_err(|_| command::outcome_unknown())?.map(drop)
}

/// Refusals after which there is nothing left to do: the subscriber belongs to what the company has switched off, or it has answered
/// already, when it was an earlier version and answered otherwise.
fn settled(error: Error) -> Result<()> {
    if matches!(error.code, "feature_off" | "idempotency_conflict") { Ok(()) } else { Err(error) }
}
