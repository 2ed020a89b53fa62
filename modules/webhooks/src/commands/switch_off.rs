use crate::events::SubscriptionSwitchedOff;
use crate::records::WebhookSubscription;
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;

/// Switches a webhook subscription off whose messages are not taken. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchOff {
    /// The subscription.
    pub(crate) id: Id<WebhookSubscription>,
    /// Why.
    pub(crate) reason: Text<500>,
}

impl Command for SwitchOff {
    const NAME: &'static str = "webhooks.subscription.switch_off";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let subscription = tx.get::<WebhookSubscription>(&self.id)?;
        let Some(subscription) = subscription.filter(|row| row.is_active) else { return Ok(()) };
        let reason = self.reason.to_string();
        tx.edit::<WebhookSubscription>(&self.id, |row| {
            (row.is_active, row.switched_off) = (false, Some(reason.clone()));
            Ok(())
        })?;
        let (url, author) = (subscription.url.clone(), subscription.author);
        tx.emit(&SubscriptionSwitchedOff { subscription: self.id, url, author, reason })
    }
}
