use super::subscription;
use crate::records::WebhookSubscription;
use command::{Command, Tx};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};

/// Ends a webhook subscription. What is on its way is given up; what became of its messages can still be read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unsubscribe {
    /// Its id.
    id: Id<WebhookSubscription>,
    /// The version that it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for Unsubscribe {
    const NAME: &'static str = "webhooks.subscription.delete";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        subscription(tx, self.id)?;
        tx.require_version::<WebhookSubscription>(&self.id, self.if_match)?;
        tx.delete::<WebhookSubscription>(&self.id)
    }
}
