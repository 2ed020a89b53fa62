//! What changes subscriptions and doors, a file each.

mod change;
mod door;
mod inbound;
mod rotate;
mod subscribe;
mod switch_off;
mod test;
mod unsubscribe;

pub(crate) use change::ChangeSubscription;
pub(crate) use door::{CloseDoor, OpenDoor};
pub(crate) use inbound::TakeMessage;
pub(crate) use rotate::RotateSecret;
pub(crate) use subscribe::Subscribe;
pub(crate) use switch_off::SwitchOff;
pub(crate) use test::TestSubscription;
pub(crate) use unsubscribe::Unsubscribe;

use crate::errors;
use crate::records::WebhookSubscription;
use command::{Event, Tx};
use kernel::{Error, FieldErrors, Id, Result};
use std::sync::Arc;
use store::Read;

/// The most letters of an address.
const URL: usize = 2_000;
/// The most events of a subscription.
const EVENTS: usize = 50;

/// The subscription with this id.
fn subscription(tx: &mut Tx<'_, '_>, id: Id<WebhookSubscription>) -> Result<Arc<WebhookSubscription>> {
    tx.get::<WebhookSubscription>(&id)?.ok_or_else(|| Error::not_found("webhook subscription", id))
}

/// Refuses an address that cannot be one, and events of which nobody else hears. Whether the address may be called is seen when it is.
fn check(tx: &Tx<'_, '_>, url: &str, events: &[String]) -> Result<()> {
    let mut errors = FieldErrors::default();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Behind the last colon stands a port, but for addresses of IPv6, which end with a bracket.
    let port = authority.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
    let has_wrong_port = port.is_some_and(|port| port.parse::<u16>().map_or(true, |port| port == 0));
    let is_wrong =
        authority.is_empty() || authority.contains('@') || url.contains(char::is_whitespace) || has_wrong_port;
    if is_wrong || url.contains('\\') || url.contains(char::is_control) {
        errors.add("url", errors::bad_url());
    }
    if events.is_empty() {
        errors.add("events", errors::no_events());
    }
    for (n, event) in events.iter().enumerate() {
        if !is_offered(tx, event) {
            errors.add(&format!("events.{n}"), errors::unknown_event(event));
        }
    }
    errors.finish()
}

fn is_offered(tx: &Tx<'_, '_>, event: &str) -> bool {
    event != crate::events::SubscriptionTested::NAME && tx.definitions().public_events.contains_key(event)
}
