//! What members are told inside the program: each has an inbox of notifications.
//!
//! Start at `subscribers.rs`: which events become notifications, and whose.

mod by_mail;
mod commands;
mod errors;
mod inbox;
mod queries;
mod records;
mod subscribers;

pub use commands::Notify;
pub use records::{Notification, NotificationKind};

use by_mail::{MailWanted, SendNotification};
use command::{CommandEntry, DataStep, EventEntry, JobEntry, LiveTopic, Method, Module, QueryEntry, Tx};
use commands::{MarkAllRead, MarkRead};
use inbox::{CountUnread, ListNotifications};
use kernel::Result;
use records::NotificationReader;
use store::{Record, migration};

/// Reads your own notifications.
const VIEW: &str = "notifications.notification.view";

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "notifications",
        about: "What members are told: an inbox for each.",
        place: 76,
        migrations: vec![migration!("notifications", 1, "notifications")],
        tables: vec![Notification::TABLE, NotificationReader::TABLE],
        data_steps: vec![DataStep { module: "notifications", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<Notify>(Method::Post, "/notifications/"),
            CommandEntry::of::<MarkRead>(Method::Post, "/notifications/{id}/mark-read/"),
            CommandEntry::of::<MarkAllRead>(Method::Post, "/notifications/mark-all-read/"),
        ],
        queries: vec![
            QueryEntry::of::<ListNotifications>("/notifications/"),
            QueryEntry::of::<CountUnread>("/notifications/unread-count/"),
        ],
        events: vec![EventEntry::of::<MailWanted>()],
        jobs: vec![JobEntry::of::<SendNotification>("Sends a notification by e-mail").on(SendNotification::of)],
        permissions: vec![by_mail::CHOOSE],
        settings: vec![by_mail::BY_EMAIL.definition()],
        subscribers: subscribers::all(),
        live: vec![LiveTopic { name: "notifications", table: Notification::TABLE, owner: "user_id", permission: VIEW }],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Lets the roles of a new company read what their members are told; an auditor changes nothing, not even that.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["notifications.notification.*"])?;
    }
    Ok(())
}
