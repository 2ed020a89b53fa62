//! Events that a subscriber could not take: each stays, with its reason, until somebody has it tried again or discards it.

use crate::errors;
use command::{Command, Event, Told, Tx};
use kernel::{Error, Id, Instant, Result, Text, ToSchema};
use resource::{Resource, States, transition};
use serde::{Deserialize, Serialize};
use store::{Read, Record, choices};

choices! {
    /// What becomes of an event that a subscriber could not take.
    pub enum ParkedState {
        /// It was refused.
        Parked = "parked",
        /// It is to be tried again.
        Waiting = "waiting",
        /// The subscriber has taken it.
        Delivered = "delivered",
        /// It is not to be delivered any more.
        Discarded = "discarded",
    }
}

/// An event that a subscriber could not take.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "parked_event", label = "parked event", unique(subscriber, seq, n), scan(state))]
#[non_exhaustive]
pub struct ParkedEvent {
    /// Its id.
    pub id: Id<ParkedEvent>,
    /// The part of the program that could not take it.
    #[field(max = 100)]
    pub subscriber: String,
    /// The name of the event.
    #[field(max = 100)]
    pub event: String,
    /// Number of the command that told it.
    pub seq: i64,
    /// Its place among the events of the command.
    #[field(unlisted)]
    pub n: i64,
    /// Its fields, a JSON object.
    #[field(max = 1000000, unlisted)]
    pub body: String,
    /// When it was told.
    pub told_at: Instant,
    /// What becomes of it.
    pub state: ParkedState,
    /// The code of the refusal.
    #[field(max = 100, group = "Refusal")]
    pub code: String,
    /// Why it was refused.
    #[field(max = 2000)]
    pub reason: String,
    /// How often it was tried.
    pub tries: i64,
}

impl ParkedEvent {
    /// The event as it was told.
    pub fn told(&self) -> Told {
        let ParkedEvent { seq, n, told_at: at, .. } = *self;
        Told { seq, n, name: self.event.clone(), body: self.body.clone(), at }
    }
}

impl Resource for ParkedEvent {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["subscriber", "event", "state"];
}

impl States for ParkedEvent {
    type State = ParkedState;
    const TRANSITIONS: &'static [(ParkedState, ParkedState, &'static str)] = &[
        (ParkedState::Parked, ParkedState::Waiting, RetryEvent::NAME),
        (ParkedState::Parked, ParkedState::Discarded, DiscardEvent::NAME),
        (ParkedState::Waiting, ParkedState::Parked, ParkEvent::NAME),
        (ParkedState::Waiting, ParkedState::Delivered, SettleEvent::NAME),
    ];

    fn state(&mut self) -> &mut ParkedState {
        &mut self.state
    }
}

fn not_parked(event: &ParkedEvent) -> Error {
    errors::not_parked(event.state)
}

/// An event that was parked, and what becomes of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ParkedOutcome {
    /// Its id.
    pub id: Id<ParkedEvent>,
    /// What becomes of it.
    pub state: ParkedState,
}

/// Parks an event that a subscriber could not take. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParkEvent {
    /// The part of the program that could not take it.
    pub(crate) subscriber: String,
    /// The name of the event.
    pub(crate) event: String,
    /// Number of the command that told it.
    pub(crate) seq: i64,
    /// Its place among the events of the command.
    pub(crate) n: i64,
    /// Its fields, a JSON object.
    pub(crate) body: String,
    /// When it was told.
    pub(crate) told_at: Instant,
    /// The code of the refusal.
    pub(crate) code: String,
    /// Why it was refused.
    pub(crate) reason: Text<2000>,
}

impl Command for ParkEvent {
    const NAME: &'static str = "events.event.park";
    type Output = ParkedOutcome;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ParkedOutcome> {
        tx.require_system()?;
        let known = tx.find(ParkedEvent::BY_SUBSCRIBER_SEQ_N, (self.subscriber.as_str(), self.seq, self.n))?;
        let (code, reason) = (self.code.clone(), self.reason.to_string());
        let id = match known.as_deref() {
            // It was tried again, or two processes have met the same refusal.
            Some(ParkedEvent { id, state: ParkedState::Waiting, .. }) => {
                transition::<ParkedEvent>(tx, id, ParkedState::Parked, not_parked, |event| {
                    (event.code, event.reason) = (code, reason);
                    event.tries = event.tries.saturating_add(1);
                })?;
                *id
            }
            Some(known) => known.id,
            None => {
                let ParkEvent { subscriber, event, seq, n, body, told_at, .. } = self.clone();
                let (id, state) = (tx.id(), ParkedState::Parked);
                tx.insert(ParkedEvent { id, subscriber, event, seq, n, body, told_at, state, code, reason, tries: 1 })?;
                id
            }
        };
        Ok(ParkedOutcome { id, state: ParkedState::Parked })
    }
}

/// A parked event is to be delivered once more: it makes the server look.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EventRetried {
    /// The parked event.
    pub id: Id<ParkedEvent>,
}

impl Event for EventRetried {
    const NAME: &'static str = "events.parked.retried";
}

/// Has a parked event delivered once more.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetryEvent {
    /// The parked event.
    pub(crate) id: Id<ParkedEvent>,
}

impl Command for RetryEvent {
    const NAME: &'static str = "events.parked.retry";
    type Output = ParkedOutcome;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ParkedOutcome> {
        let parked = bring_to(tx, self.id, ParkedState::Waiting)?;
        tx.emit(&EventRetried { id: self.id })?;
        tx.wake_workers();
        Ok(parked)
    }
}

/// Gives up a parked event: it is never delivered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiscardEvent {
    /// The parked event.
    pub(crate) id: Id<ParkedEvent>,
}

impl Command for DiscardEvent {
    const NAME: &'static str = "events.parked.discard";
    type Output = ParkedOutcome;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ParkedOutcome> {
        bring_to(tx, self.id, ParkedState::Discarded)
    }
}

/// Notes that a parked event was delivered. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettleEvent {
    /// The parked event.
    pub(crate) id: Id<ParkedEvent>,
}

impl Command for SettleEvent {
    const NAME: &'static str = "events.event.settle";
    type Output = ParkedOutcome;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ParkedOutcome> {
        tx.require_system()?;
        bring_to(tx, self.id, ParkedState::Delivered)
    }
}

fn bring_to(tx: &mut Tx<'_, '_>, id: Id<ParkedEvent>, state: ParkedState) -> Result<ParkedOutcome> {
    if tx.get::<ParkedEvent>(&id)?.is_none() {
        return Err(Error::not_found("parked event", id));
    }
    let event = transition::<ParkedEvent>(tx, &id, state, not_parked, |_| ())?;
    Ok(ParkedOutcome { id, state: event.state })
}
