//! What members are told inside the program: each has an inbox of notifications.
//!
//! Start at `subscribers.rs`: which events become notifications, and whose. What a company adds by rules of its own is carried out by `apply.rs`: `readers.rs`
//! says who is told, `compose.rs` in which words, and `deliver.rs` when and by what.

mod apply;
mod builtin;
mod by_mail;
mod commands;
mod compose;
mod deliver;
mod errors;
mod fields;
mod inbox;
mod preferences;
mod queries;
mod readers;
mod records;
mod rules;
mod settings;
mod subscribers;
mod waiting;

pub use commands::Notify;
pub use records::{
    Notification, NotificationChannel, NotificationKind, NotificationRule, NotificationTemplate, RuleRecipient,
};

use apply::{ApplyRules, CarryOutRules};
use by_mail::{MailWanted, SendNotification};
use command::{
    CommandEntry, DataStep, EffectEntry, EventEntry, JobEntry, LiveTopic, MenuEntry, Method, Module, QueryEntry, Tx,
};
use commands::{MarkAllRead, MarkRead};
use inbox::{CountUnread, ListNotifications};
use kernel::Result;
use preferences::{ChoosePreference, ListPreferences};
use records::{NotificationPreference, NotificationReader, WaitingNotification};
use rules::TemplatePreview;
use store::{Record, migration};
use waiting::{ReleaseWaiting, SendWaiting};

/// Reads your own notifications.
const VIEW: &str = "notifications.notification.view";

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "notifications",
        about: "What members are told: an inbox for each.",
        place: 76,
        migrations: vec![migration!("notifications", 1, "notifications"), migration!("notifications", 2, "rules")],
        tables: vec![
            Notification::TABLE,
            NotificationReader::TABLE,
            NotificationRule::TABLE,
            NotificationTemplate::TABLE,
            NotificationPreference::TABLE,
            WaitingNotification::TABLE,
        ],
        data_steps: vec![
            DataStep { module: "notifications", number: 1, run: seed },
            DataStep { module: "notifications", number: 2, run: seed_rules },
        ],
        commands: vec![
            CommandEntry::of::<Notify>(Method::Post, "/notifications/"),
            CommandEntry::of::<MarkRead>(Method::Post, "/notifications/{id}/mark-read/"),
            CommandEntry::of::<MarkAllRead>(Method::Post, "/notifications/mark-all-read/"),
            CommandEntry::of::<ApplyRules>(Method::Post, "/notification-rules/apply/"),
            CommandEntry::of::<SendWaiting>(Method::Post, "/notifications/send-waiting/"),
            CommandEntry::of::<ChoosePreference>(Method::Post, "/notification-preferences/"),
        ],
        queries: vec![
            QueryEntry::of::<ListNotifications>("/notifications/"),
            QueryEntry::of::<CountUnread>("/notifications/unread-count/"),
            QueryEntry::of::<ListPreferences>("/notification-preferences/"),
        ],
        events: vec![EventEntry::of::<MailWanted>()],
        jobs: vec![
            JobEntry::of::<SendNotification>("Sends a notification by e-mail").on(SendNotification::of),
            JobEntry::of::<CarryOutRules>("Tells whom the rules of the company name").on_public(apply::wanted),
            JobEntry::of::<ReleaseWaiting>("Sends what waited for the end of quiet hours, and digests")
                .every("*/5 * * * *", ReleaseWaiting {}),
        ],
        permissions: vec![by_mail::CHOOSE],
        settings: vec![
            by_mail::BY_EMAIL.definition(),
            settings::PHONE.definition(),
            settings::QUIET_FROM.definition(),
            settings::QUIET_UNTIL.definition(),
            settings::DIGEST.definition(),
            settings::DIGEST_AT.definition(),
        ],
        effects: vec![EffectEntry::of::<TemplatePreview>()],
        menu: vec![
            MenuEntry::resource("Company", 650, "notification-rules"),
            MenuEntry::resource("Company", 651, "notification-templates"),
        ],
        subscribers: subscribers::all(),
        live: vec![LiveTopic { name: "notifications", table: Notification::TABLE, owner: "user_id", permission: VIEW }],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve::<NotificationRule>(
        &mut module,
        "notification-rules",
        resource::operation_names!("notifications.rule"),
    );
    resource::serve::<NotificationTemplate>(
        &mut module,
        "notification-templates",
        resource::operation_names!("notifications.template"),
    );
    module
}

/// Lets the roles of a new company read what their members are told; an auditor changes nothing, not even that.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["notifications.notification.*"])?;
    }
    Ok(())
}

/// Lets members choose what they are told, and managers what everybody is told, and how.
fn seed_rules(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["notifications.preference.*"])?;
    }
    identity::grant(tx, identity::MANAGER, &["notifications.rule.*", "notifications.template.*"])
}
