use super::subscription;
use crate::events::SubscriptionTested;
use crate::records::WebhookSubscription;
use command::{Command, Tx};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};

/// Sends a message to a webhook subscription, to try it, also where it is switched off. What became of it is told by `/webhook-deliveries/`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestSubscription {
    /// The subscription.
    id: Id<WebhookSubscription>,
}

/// Where the test goes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct TestBegun {
    /// The address.
    url: String,
}

impl Command for TestSubscription {
    const NAME: &'static str = "webhooks.subscription.test";
    const STATUS: u16 = 202;
    type Output = TestBegun;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<TestBegun> {
        let url = subscription(tx, self.id)?.url.clone();
        let user = tx.actor();
        tx.emit(&SubscriptionTested { subscription: self.id, user })?;
        Ok(TestBegun { url })
    }
}
