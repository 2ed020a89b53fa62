use super::{EVENTS, URL, check, subscription};
use crate::records::WebhookSubscription;
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::Words;

/// Changes a webhook subscription.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeSubscription {
    /// Its id.
    id: Id<WebhookSubscription>,
    /// Where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(label = "URL")]
    url: Option<Text<URL>>,
    /// The events of which it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = EVENTS)]
    events: Option<Vec<String>>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Text<200>>,
    /// Whether it is told anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_active: Option<bool>,
    /// The version that it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

/// A subscription as it is now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SubscriptionOut {
    /// Its id.
    id: Id<WebhookSubscription>,
    /// Where it is told.
    url: String,
    /// The events of which it is told.
    events: Vec<String>,
    /// What it is for.
    description: String,
    /// Whether it is told anything.
    is_active: bool,
}

impl Command for ChangeSubscription {
    const NAME: &'static str = "webhooks.subscription.update";
    type Output = SubscriptionOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SubscriptionOut> {
        let before = subscription(tx, self.id)?;
        tx.require_version::<WebhookSubscription>(&self.id, self.if_match)?;
        let new = self.clone();
        let url = new.url.map_or_else(|| before.url.clone(), Text::into_string);
        let events = new.events.unwrap_or_else(|| before.events.0.clone());
        check(tx, &url, &events)?;
        let row = tx.edit::<WebhookSubscription>(&self.id, |row| {
            (row.url, row.events) = (url, Words(events));
            row.description = new.description.map_or_else(|| row.description.clone(), Text::into_string);
            row.is_active = new.is_active.unwrap_or(row.is_active);
            if row.is_active {
                row.switched_off = None;
            }
            Ok(())
        })?;
        let WebhookSubscription { id, url, events, description, is_active, .. } = WebhookSubscription::clone(&row);
        Ok(SubscriptionOut { id, url, events: events.0, description, is_active })
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        tx.version::<WebhookSubscription>(&self.id)
    }
}
