//! What the module tells.

use crate::records::WebhookSubscription;
use command::Event;
use kernel::{Id, ToSchema};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// Somebody has tried a webhook subscription: only that one is told so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SubscriptionTested {
    /// The subscription.
    pub subscription: Id<WebhookSubscription>,
    /// Who has.
    pub user: Uuid,
}

impl Event for SubscriptionTested {
    const NAME: &'static str = "webhooks.subscription.tested";
}

/// The program has switched a webhook subscription off.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SubscriptionSwitchedOff {
    /// The subscription.
    pub subscription: Id<WebhookSubscription>,
    /// Where it was told.
    pub url: String,
    /// The user who made it; nil for the program itself.
    pub author: Uuid,
    /// Why.
    pub reason: String,
}

impl Event for SubscriptionSwitchedOff {
    const NAME: &'static str = "webhooks.subscription.switched_off";
}

/// Another system has told something at the door `standard`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct InboundReceived {
    /// The message.
    pub message: Uuid,
    /// Its `webhook-id`.
    pub key: String,
    /// Its `type`.
    pub kind: String,
    /// Its `data`.
    pub data: Json,
}

impl Event for InboundReceived {
    const NAME: &'static str = "webhooks.inbound.received";
}
