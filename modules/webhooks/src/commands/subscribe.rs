use super::{EVENTS, URL, check};
use crate::errors;
use crate::records::WebhookSubscription;
use crate::secrets::{self, SecretShown};
use command::{Command, Tx};
use kernel::{Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Words};

/// The most subscriptions of a company: every event is looked up in them.
const MOST: usize = 100;

/// Has another system told of events, by requests that are signed as <https://www.standardwebhooks.com> says. The secret is shown once, in the
/// answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subscribe {
    /// Where it is told, `https://…`.
    #[schema(label = "URL")]
    url: Text<URL>,
    /// The events of which it is told.
    #[schema(max_items = EVENTS)]
    events: Vec<String>,
    /// What it is for.
    #[serde(default)]
    description: Text<200>,
}

impl Command for Subscribe {
    const NAME: &'static str = "webhooks.subscription.create";
    const STATUS: u16 = 201;
    type Output = SecretShown;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SecretShown> {
        check(tx, &self.url, &self.events)?;
        let known = tx.scan(WebhookSubscription::BY_IS_ACTIVE, true)?.len()
            + tx.scan(WebhookSubscription::BY_IS_ACTIVE, false)?.len();
        if known >= MOST {
            return Err(errors::too_many(MOST));
        }
        let (id, author, secret) = (tx.id(), tx.actor(), secrets::first(tx)?);
        tx.insert_new(WebhookSubscription {
            id,
            url: self.url.to_string(),
            description: self.description.to_string(),
            events: Words(self.events.clone()),
            is_active: true,
            switched_off: None,
            author,
            secret,
            secret_before: None,
            secret_before_until: None,
        })?;
        Ok(SecretShown::of(id.uuid()))
    }
}
