//! What people may do to messages: have them sent, or processed, once more.

use crate::errors;
use crate::queries;
use crate::records::{InboundRow, WebhookDelivery, WebhookSubscription};
use command::{OperationContext, OperationalCommand};
use kernel::{Error, Id, Instant, Result, ToSchema};
use serde::{Deserialize, Serialize};

/// The most deliveries that begin anew at once.
const MOST: usize = 1_000;

/// How many messages are sent once more.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Replayed {
    /// Their number; where it is 1,000, there may be more.
    replayed: usize,
}

/// Sends a message once more, under the same `webhook-id`, or now where it waits for its next time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplayDelivery {
    /// The delivery.
    id: Id<WebhookDelivery>,
}

impl OperationalCommand for ReplayDelivery {
    const NAME: &'static str = "webhooks.delivery.replay";
    type Output = Replayed;

    fn run(&self, work: &mut OperationContext<'_>) -> Result<Replayed> {
        if !queries::begin_anew(work.conn, self.id.uuid())? {
            return Err(Error::not_found("webhook delivery", self.id));
        }
        match jobs::run_now(work.conn, self.id.uuid(), work.now)? {
            true => Ok(Replayed { replayed: 1 }),
            false => Err(errors::in_work()),
        }
    }
}

/// Sends the messages of a subscription once more that were given up, for example while the other system was away: up to 1,000, the oldest
/// first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplayDeliveries {
    /// The subscription.
    subscription: Id<WebhookSubscription>,
    /// Events that were told from this moment on.
    from: Instant,
    /// Events that were told before this moment.
    to: Instant,
    /// Also those that were delivered.
    #[serde(default)]
    includes_delivered: bool,
}

impl OperationalCommand for ReplayDeliveries {
    const NAME: &'static str = "webhooks.delivery.replay_range";
    type Output = Replayed;

    fn run(&self, work: &mut OperationContext<'_>) -> Result<Replayed> {
        if self.to < self.from {
            return Err(errors::backwards().at("to"));
        }
        let range = (self.from, self.to);
        let found = queries::deliveries_between(work.conn, self.subscription, range, self.includes_delivered, MOST)?;
        let mut replayed = 0;
        for id in found {
            // One that is being sent right now is left to that.
            if jobs::run_now(work.conn, id, work.now)? {
                queries::begin_anew(work.conn, id)?;
                replayed += 1;
            }
        }
        Ok(Replayed { replayed })
    }
}

/// Has a message of another system processed once more.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetryMessage {
    /// The message.
    id: Id<InboundRow>,
}

impl OperationalCommand for RetryMessage {
    const NAME: &'static str = "webhooks.hook_message.retry";
    type Output = ();

    fn run(&self, work: &mut OperationContext<'_>) -> Result<()> {
        if !queries::process_anew(work.conn, self.id)? {
            return Err(Error::not_found("inbound message", self.id));
        }
        if jobs::run_now(work.conn, self.id.uuid(), work.now)? { Ok(()) } else { Err(errors::in_work()) }
    }
}
