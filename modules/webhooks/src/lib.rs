//! Webhooks: other systems are told of events, and tell something at the doors of a company.
//!
//! Start at `deliver.rs` for what goes out, at `inbound.rs` for what comes in. `secrets.rs` says by which secrets both are signed.

mod commands;
mod deliver;
mod errors;
mod events;
mod housekeeping;
mod inbound;
mod operations;
mod queries;
mod reads;
mod records;
mod secrets;

pub use events::{InboundReceived, SubscriptionSwitchedOff, SubscriptionTested};
pub use inbound::Doors;
pub use records::{DeliveryState, InboundDoor, InboundRow, InboundState, WebhookDelivery, WebhookSubscription};
pub use secrets::{SecretShown, answers_secret, execute, try_out};

use command::{CommandEntry, EventEntry, JobEntry, Method, Module, QueryEntry, Subscriber};
use commands::{
    ChangeSubscription, CloseDoor, OpenDoor, RotateSecret, Subscribe, SwitchOff, TakeMessage, TestSubscription,
    Unsubscribe,
};
use deliver::SendDelivery;
use housekeeping::Prune;
use inbound::ProcessMessage;
use kernel::Text;
use notifications::{NotificationKind, Notify};
use operations::{ReplayDeliveries, ReplayDelivery, RetryMessage};
use reads::{GetContent, ListEvents, ListSources};
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "webhooks",
        about: "Other systems that are told of events, and doors at which they tell something. By default only owners may use them: what an \
                event tells is seen by whoever receives it.",
        place: 89,
        migrations: vec![migration!("webhooks", 1, "webhooks")],
        tables: vec![WebhookSubscription::TABLE, WebhookDelivery::TABLE, InboundDoor::TABLE, InboundRow::TABLE],
        commands: vec![
            CommandEntry::of::<Subscribe>(Method::Post, "/webhook-subscriptions/"),
            CommandEntry::of::<ChangeSubscription>(Method::Patch, "/webhook-subscriptions/{id}/"),
            CommandEntry::of::<Unsubscribe>(Method::Delete, "/webhook-subscriptions/{id}/"),
            CommandEntry::of::<RotateSecret>(Method::Post, "/webhook-subscriptions/{id}/rotate/"),
            CommandEntry::of::<TestSubscription>(Method::Post, "/webhook-subscriptions/{id}/test/"),
            CommandEntry::of::<SwitchOff>(Method::Post, "/webhook-subscriptions/{id}/switch-off/"),
            CommandEntry::operation::<ReplayDeliveries>(Method::Post, "/webhook-deliveries/replay/"),
            CommandEntry::operation::<ReplayDelivery>(Method::Post, "/webhook-deliveries/{id}/replay/"),
            CommandEntry::of::<OpenDoor>(Method::Post, "/inbound-hooks/"),
            CommandEntry::of::<CloseDoor>(Method::Delete, "/inbound-hooks/{id}/"),
            CommandEntry::operation::<RetryMessage>(Method::Post, "/hook-messages/{id}/retry/"),
            CommandEntry::of::<TakeMessage>(Method::Post, "/hook-messages/take/"),
        ],
        queries: vec![
            QueryEntry::of::<ListEvents>("/webhook-events/"),
            QueryEntry::of::<ListSources>("/inbound-sources/"),
            QueryEntry::of::<GetContent>("/hook-messages/{id}/content/"),
        ],
        events: vec![
            EventEntry::of::<SubscriptionTested>().public(),
            EventEntry::of::<SubscriptionSwitchedOff>(),
            EventEntry::of::<InboundReceived>().public(),
        ],
        subscribers: vec![Subscriber::of::<SubscriptionSwitchedOff, Notify>("webhooks.tell_author", switched_off)],
        jobs: vec![
            JobEntry::of::<SendDelivery>("Tells another system of an event").on_public(deliver::wanted),
            JobEntry::of::<ProcessMessage>("Processes a message of another system"),
            JobEntry::of::<Prune>("Forgets old webhooks").every("20 4 * * *", Prune {}),
        ],
        inbound: vec![inbound::STANDARD],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve_read_only::<WebhookSubscription>(
        &mut module,
        "webhook-subscriptions",
        "webhooks.subscription.view",
    );
    resource::serve_read_only::<WebhookDelivery>(&mut module, "webhook-deliveries", "webhooks.delivery.view");
    resource::serve_read_only::<InboundDoor>(&mut module, "inbound-hooks", "webhooks.door.view");
    resource::serve_read_only::<InboundRow>(&mut module, "hook-messages", "webhooks.hook_message.view");
    module
}

/// Whoever made a subscription is told that the program has switched it off; where the program made it, the owners are.
fn switched_off(event: &SubscriptionSwitchedOff) -> Option<Notify> {
    let is_own = event.author.is_nil();
    let text = format!("The webhook subscription {} was switched off. {}", event.url, event.reason);
    let text: String = text.chars().take(1_000).collect();
    Some(Notify {
        users: if is_own { Vec::new() } else { vec![event.author] },
        role: is_own.then(|| identity::OWNER.to_owned()),
        only_inbox: false,
        kind: NotificationKind::Webhook,
        author: None,
        text: Text::new(&text).unwrap_or_default(),
        record: Some("webhook-subscriptions".to_owned()),
        row: Some(event.subscription.uuid()),
    })
}
