use super::subscription;
use crate::records::WebhookSubscription;
use crate::secrets::{self, SecretShown};
use command::{Command, Tx};
use kernel::{Id, Instant, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;

const HOUR: i64 = 60 * 60 * 1_000_000;
/// A week.
const MOST_HOURS: i64 = 168;

/// Makes a new secret for a webhook subscription, which is shown once, in the answer. For some hours messages are signed with the one before,
/// too, so that the other system can change over.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RotateSecret {
    /// The subscription.
    id: Id<WebhookSubscription>,
    /// For how many hours the secret before still signs; 0 where it is no secret any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "24")]
    overlap_hours: Option<i64>,
}

impl Command for RotateSecret {
    const NAME: &'static str = "webhooks.subscription.rotate";
    type Output = SecretShown;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SecretShown> {
        let before = subscription(tx, self.id)?;
        let overlap = self.overlap_hours.unwrap_or(24);
        if !(0..=MOST_HOURS).contains(&overlap) {
            return Err(kernel::errors::out_of_range(0, MOST_HOURS).at("overlap_hours"));
        }
        let secret = secrets::next(tx, &before.secret)?;
        let until = Instant::from_micros(tx.now().micros() + overlap * HOUR);
        let overlaps = overlap > 0;
        tx.edit::<WebhookSubscription>(&self.id, |row| {
            row.secret_before = overlaps.then(|| row.secret.clone());
            row.secret_before_until = overlaps.then_some(until);
            row.secret = secret;
            Ok(())
        })?;
        Ok(SecretShown::of(self.id.uuid()))
    }
}
