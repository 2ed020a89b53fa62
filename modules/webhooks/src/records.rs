//! The tables of the module. Subscriptions and doors are in the log; what became of messages stands beside it.

use kernel::{Id, Instant};
use resource::Resource;
use store::{Record, Words, choices};
use uuid::Uuid;

/// Another system that is told of events.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "webhook_subscription", label = "webhook subscription", audited, scan(is_active))]
#[non_exhaustive]
pub struct WebhookSubscription {
    /// Its id.
    pub id: Id<WebhookSubscription>,
    /// Where it is told.
    #[field(max = 2000, label = "URL")]
    pub url: String,
    /// What it is for.
    #[field(max = 200)]
    pub description: String,
    /// The events of which it is told.
    #[field(max = 4000)]
    pub events: Words,
    /// Whether it is told anything.
    pub is_active: bool,
    /// Why the program has switched it off.
    #[field(max = 500)]
    pub switched_off: Option<String>,
    /// The user who made it.
    #[field(unlisted)]
    pub author: Uuid,
    /// Which secret signs its messages: the number of the key of the company and a number of its own.
    #[field(max = 50, hidden)]
    pub secret: String,
    /// The secret before that one.
    #[field(max = 50, hidden)]
    pub secret_before: Option<String>,
    /// Until when the secret before signs them, too.
    #[field(unlisted)]
    pub secret_before_until: Option<Instant>,
}

impl Resource for WebhookSubscription {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["is_active"];
}

choices! {
    /// How far the delivery of a message is.
    pub enum DeliveryState {
        /// It is being tried for the first time.
        Waiting = "waiting",
        /// The other system has taken it.
        Delivered = "delivered",
        /// It was not taken and is tried again.
        Failed = "failed",
        /// It is not tried any more.
        GivenUp = "given_up",
    }
}

/// An event on its way to another system.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "webhook_delivery", label = "webhook delivery", unstamped, operational)]
#[non_exhaustive]
pub struct WebhookDelivery {
    /// Its id, which the other system is told as `webhook-id`; also that of the job which sends it.
    pub id: Id<WebhookDelivery>,
    /// The subscription.
    pub subscription: Id<WebhookSubscription>,
    /// The name of the event.
    #[field(max = 100)]
    pub event: String,
    /// Number of the command that told it.
    #[field(unlisted)]
    pub seq: i64,
    /// Its place among the events of the command.
    #[field(unlisted)]
    pub n: i64,
    /// When it was told.
    pub told_at: Instant,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was tried first.
    #[field(unlisted)]
    pub begun_at: Instant,
    /// When it was tried the last time. Without an outcome it may have arrived, and the program ended before it could note so.
    pub tried_at: Instant,
    /// When it is tried again, about.
    pub next_at: Option<Instant>,
    /// When it was delivered or given up.
    #[field(unlisted)]
    pub finished_at: Option<Instant>,
    /// How long the last attempt took.
    #[field(group = "Answer")]
    pub milliseconds: Option<i64>,
    /// The status of the last answer.
    pub status: Option<i64>,
    /// The beginning of that answer.
    #[field(max = 500, unlisted)]
    pub answer: Option<String>,
    /// Why it was not taken the last time.
    #[field(max = 500)]
    pub problem: Option<String>,
}

impl Resource for WebhookDelivery {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["subscription", "state", "event"];
}

/// A door that the company has opened for another system. Its id is the last part of its address.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "inbound_hook", label = "door", audited)]
#[non_exhaustive]
pub struct InboundDoor {
    /// Its id.
    pub id: Id<InboundDoor>,
    /// What it takes.
    #[field(max = 100)]
    pub source: String,
    /// What it is for.
    #[field(max = 200)]
    pub description: String,
    /// The user who opened it.
    #[field(unlisted)]
    pub author: Uuid,
    /// Which secret the program has made for it: the number of the key of the company and a number of its own.
    #[field(max = 50, hidden)]
    pub secret: String,
}

impl Resource for InboundDoor {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["source"];
}

choices! {
    /// What became of a message that another system has sent.
    pub enum InboundState {
        /// It is to be processed, once more where it has a problem.
        Waiting = "waiting",
        /// It was processed.
        Done = "done",
        /// It could not be processed.
        Failed = "failed",
    }
}

/// A message that another system has sent.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "inbound_message", label = "inbound message", unique(source, unique_key), unstamped, operational)]
#[non_exhaustive]
pub struct InboundRow {
    /// Its id; also that of the job which processes it.
    pub id: Id<InboundRow>,
    /// The source.
    #[field(max = 100)]
    pub source: String,
    /// By what it is known as the same again.
    #[field(max = 200, unlisted)]
    pub unique_key: String,
    /// The address as the other system wrote it.
    #[field(max = 100000, hidden)]
    pub url: String,
    /// Its headers, a list of pairs in JSON.
    #[field(max = 1000000, hidden)]
    pub headers: String,
    /// Its body.
    #[field(hidden)]
    pub body: Vec<u8>,
    /// When it was received.
    pub received_at: Instant,
    /// What became of it.
    pub state: InboundState,
    /// How often it was tried to process it.
    pub attempts: i64,
    /// What came of it.
    #[field(max = 2000, group = "Outcome")]
    pub effect: Option<String>,
    /// Why it could not be processed the last time.
    #[field(max = 2000)]
    pub problem: Option<String>,
    /// When it was over.
    pub finished_at: Option<Instant>,
}

impl Resource for InboundRow {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["source", "state"];
}
