//! Notifications that also come by e-mail, to members who want it so.

use crate::{Notification, NotificationKind};
use command::{Event, Job, JobContext, JobQueue, Setting, SettingLevel};
use kernel::{Id, Result, ToSchema};
use language::Language;
use mail::Mail;
use serde::{Deserialize, Serialize};

/// Chooses for the whole company.
pub(crate) const CHOOSE: &str = "notifications.settings.choose";

/// Whether notifications come by e-mail, too.
pub(crate) const BY_EMAIL: Setting<bool> = Setting::boolean("notifications.by_email", false)
    .told("Notifications by e-mail", "Whether what you are told in the program also comes to your address of e-mail.")
    .at(&[SettingLevel::Company, SettingLevel::User])
    .chosen_with(CHOOSE);

/// A member was told something, and wants it by e-mail, too.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MailWanted {
    /// What they were told.
    pub(crate) notification: Id<Notification>,
    /// Their address.
    pub(crate) to: String,
    /// What it is about.
    pub(crate) kind: NotificationKind,
    /// The name of who caused it; none for the program itself.
    pub(crate) author: Option<String>,
    /// The text.
    pub(crate) text: String,
}

impl Event for MailWanted {
    const NAME: &'static str = "notifications.mail.wanted";
}

/// Sends a notification by e-mail.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendNotification {
    mail: MailWanted,
}

impl SendNotification {
    pub(crate) fn of(wanted: &MailWanted) -> Option<SendNotification> {
        Some(SendNotification { mail: wanted.clone() })
    }
}

impl Job for SendNotification {
    const NAME: &'static str = "notifications.mail.send";
    const QUEUE: JobQueue = JobQueue::Email;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let MailWanted { to, kind, author, text, .. } = &self.mail;
        let subject = subject(*kind, author.as_deref(), Language::English);
        mail::send(
            work,
            &Mail { id: work.job, to: to.clone(), subject, text: format!("{text}\n"), html: None, file: None },
        )
    }
}

/// What an e-mail about a notification is about.
pub(crate) fn subject(kind: NotificationKind, author: Option<&str>, language: Language) -> String {
    language::say(language, subject_words(kind, author.is_some()), &[("author", author.unwrap_or_default())])
}

fn subject_words(kind: NotificationKind, has_author: bool) -> &'static str {
    match (kind, has_author) {
        (NotificationKind::Mention, true) => "{author} mentioned you",
        (NotificationKind::Mention, false) => "You were mentioned",
        (NotificationKind::Import, _) => "Your import is over",
        (NotificationKind::Export, _) => "Your file is ready",
        (NotificationKind::Approval, _) => "About an approval",
        (NotificationKind::Job, _) => "A job was given up",
        (NotificationKind::Webhook, _) => "A webhook subscription was switched off",
        (NotificationKind::Rule, _) => "A notification",
    }
}
