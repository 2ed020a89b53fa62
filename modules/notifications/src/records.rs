//! The tables of the module.

use kernel::{Id, Instant};
use store::{Record, choices};
use uuid::Uuid;

choices! {
    /// What a notification is about.
    pub enum NotificationKind {
        /// Somebody mentioned the member in a comment.
        Mention = "mention",
        /// An import that the member began is over.
        Import = "import",
        /// A file that the member asked for is there.
        Export = "export",
        /// A job was given up.
        Job = "job",
        /// Something waits for an approval, or was decided.
        Approval = "approval",
        /// A webhook subscription was switched off.
        Webhook = "webhook",
        /// A rule of the company.
        Rule = "rule",
    }
}

choices! {
    /// By what somebody is told.
    pub enum NotificationChannel {
        /// In the program.
        InApp = "in_app" as "In the program",
        /// E-mail.
        Email = "email" as "E-mail",
        /// SMS.
        Sms = "sms" as "SMS",
        /// WhatsApp.
        Whatsapp = "whatsapp" as "WhatsApp",
        /// Push to apps and browsers.
        Push = "push",
    }
}

impl NotificationChannel {
    /// All channels.
    pub const ALL: [NotificationChannel; 5] = [
        NotificationChannel::InApp,
        NotificationChannel::Email,
        NotificationChannel::Sms,
        NotificationChannel::Whatsapp,
        NotificationChannel::Push,
    ];
}

choices! {
    /// Whom a rule tells.
    pub enum RuleRecipient {
        /// The members with a role.
        Role = "role",
        /// One member.
        Member = "member",
        /// The member whom the event names.
        NamedMember = "named_member" as "A member named by the event",
        /// The customer or supplier whom the event names.
        Party = "party" as "The customer or supplier",
        /// The address or number that the event names.
        Address = "address" as "An address in the event",
    }
}

/// Who is told when something happens, and by what.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification_rule", unique(name), scan(event, is_active), audited)]
#[non_exhaustive]
pub struct NotificationRule {
    /// Its id.
    #[field(read_only)]
    pub id: Id<NotificationRule>,
    /// What it is called.
    #[field(max = 100, search)]
    pub name: String,
    /// The event: `sales.sale.posted` …
    #[field(max = 100)]
    pub event: String,
    /// A formula over the fields of the event that says when it counts: `total >= 10000`. Always where it is left out.
    #[field(max = 1000)]
    pub condition: Option<String>,
    /// Who is told.
    #[field(group = "Who")]
    pub recipient: RuleRecipient,
    /// The code of their role.
    #[field(max = 64, references_table = "role", resource = "roles")]
    pub role: Option<String>,
    /// The field of the event with the site: of those with the role only they are told who work there, or everywhere.
    #[field(max = 64)]
    pub site_field: Option<String>,
    /// The member.
    #[field(references_table = "member")]
    pub member: Option<Uuid>,
    /// The field of the event that names the member, the customer or supplier, or the address.
    #[field(max = 64)]
    pub recipient_field: Option<String>,
    /// In the program: members only.
    #[field(default = "false", group = "How")]
    pub in_app: bool,
    /// By e-mail.
    #[field(default = "false")]
    pub email: bool,
    /// By SMS.
    #[field(label = "SMS", default = "false")]
    pub sms: bool,
    /// By WhatsApp.
    #[field(label = "WhatsApp", default = "false")]
    pub whatsapp: bool,
    /// By push: members only.
    #[field(default = "false")]
    pub push: bool,
    /// Whether it counts.
    #[field(default = "true")]
    pub is_active: bool,
    /// Why it could not be carried out the last time: a formula or template that makes no sense of an event.
    #[field(max = 1000, read_only)]
    pub problem: Option<String>,
}

impl NotificationRule {
    /// The channels by which it tells.
    pub(crate) fn channels(&self) -> impl Iterator<Item = NotificationChannel> {
        let wanted = [self.in_app, self.email, self.sms, self.whatsapp, self.push];
        NotificationChannel::ALL.into_iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(channel, _)| channel)
    }
}

/// How an event is put into words for a channel and a language.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification_template", unique(event, channel, language), audited)]
#[non_exhaustive]
pub struct NotificationTemplate {
    /// Its id.
    #[field(read_only)]
    pub id: Id<NotificationTemplate>,
    /// The event.
    #[field(max = 100)]
    pub event: String,
    /// The channel.
    pub channel: NotificationChannel,
    /// The code of the language.
    #[field(max = 10, default = "en")]
    pub language: String,
    /// What it is about, in one line: the subject of an e-mail, the title of a push message.
    #[field(max = 500)]
    pub subject: Option<String>,
    /// The text. `{{ number }}` is a field of the event, `{{ total | money(currency) }}` an amount, `{{ business_date | date }}` a day,
    /// `{{ recipient.name }}` who reads it, `{{ company.name }}` who writes.
    #[field(max = 10000)]
    pub text: String,
    /// The same in HTML, for e-mail.
    #[field(label = "HTML", max = 20000)]
    pub html: Option<String>,
    /// The template that WhatsApp has approved, which is sent in the place of the text.
    #[field(label = "Template of WhatsApp", max = 512)]
    pub whatsapp_template: Option<String>,
}

/// What a member wants to be told, and by what.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification_preference", key(user_id, event, channel), scan(user_id))]
#[non_exhaustive]
pub struct NotificationPreference {
    /// The member.
    pub user_id: Uuid,
    /// The event.
    pub event: String,
    /// The channel.
    pub channel: String,
    /// Whether they want it.
    pub wanted: bool,
}

/// What a member is told later: in the digest, or when their quiet hours are over.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "waiting_notification", scan(user_id))]
#[non_exhaustive]
pub struct WaitingNotification {
    /// Its id.
    pub id: Id<WaitingNotification>,
    /// The member.
    pub user_id: Uuid,
    /// The channel.
    pub channel: NotificationChannel,
    /// Whether it is a part of their digest.
    pub is_digest: bool,
    /// When it is sent.
    pub due_at: Instant,
    /// To whom.
    #[field(max = 254)]
    pub recipient: String,
    /// What it is about.
    #[field(max = 1000)]
    pub subject: String,
    /// The text.
    #[field(max = 200000)]
    pub text: String,
    /// The same in HTML.
    #[field(max = 200000)]
    pub html: Option<String>,
    /// The template that WhatsApp has approved.
    #[field(max = 512)]
    pub whatsapp_template: Option<String>,
    /// What it tells of.
    #[field(max = 200)]
    pub event_key: String,
    /// The resource of the row that it is about.
    #[field(max = 100)]
    pub record: Option<String>,
    /// The id of that row.
    pub row_id: Option<Uuid>,
}

/// What a member is told.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification")]
#[non_exhaustive]
pub struct Notification {
    /// Its id.
    pub id: Id<Notification>,
    /// The member who is told.
    pub user_id: Uuid,
    /// What it is about.
    pub kind: NotificationKind,
    /// The user who caused it; none for the program itself.
    pub author: Option<Uuid>,
    /// The text.
    #[field(max = 1000)]
    pub text: String,
    /// The resource of the row that it is about: the end of its path.
    #[field(max = 100)]
    pub record: Option<String>,
    /// The id of that row.
    pub row_id: Option<Uuid>,
    /// When the member has read it by itself; with all others, [`NotificationReader`] says.
    pub read_at: Option<Instant>,
}

/// Up to which command a member has read everything.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "notification_reader", key(user_id))]
#[non_exhaustive]
pub struct NotificationReader {
    /// The member.
    pub user_id: Uuid,
    /// Number of the command that said so.
    pub read_to: i64,
}
