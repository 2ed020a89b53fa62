//! The tables of the module.

use kernel::{Id, Instant};
use money::Price;
use notes::Attachment;
use resource::Resource;
use store::{Record, choices};
use uuid::Uuid;

choices! {
    /// By what a message goes.
    pub enum MessageChannel {
        /// E-mail.
        Email = "email",
        /// SMS.
        Sms = "sms",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Push to an app or a browser.
        Push = "push",
    }
}

choices! {
    /// How far a message is.
    pub enum MessageState {
        /// It waits for its job.
        Queued = "queued",
        /// A job gives it to the provider; where the process dies now, nobody knows whether that has it.
        Sending = "sending",
        /// The provider has it.
        Sent = "sent",
        /// It has arrived.
        Delivered = "delivered",
        /// It was read.
        Read = "read",
        /// The provider could not deliver it.
        Undelivered = "undelivered",
        /// The provider did not take it, or it was given up.
        Failed = "failed",
    }
}

choices! {
    /// What a push target is.
    pub enum PushKind {
        /// An app, by Firebase.
        App = "app",
        /// A browser, by Web Push.
        Browser = "browser",
    }
}

/// A message to somebody outside of the program.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "message", unique(event_key, recipient, channel), scan(provider_id), audited)]
#[non_exhaustive]
pub struct Message {
    /// Its id.
    pub id: Id<Message>,
    /// By what it goes.
    pub channel: MessageChannel,
    /// To whom: an address, a number in international form, or the id of a push target.
    #[field(max = 254)]
    pub recipient: String,
    /// What it is about, in one line.
    #[field(max = 200)]
    pub subject: Option<String>,
    /// The text.
    #[field(max = 10000, unlisted)]
    pub text: String,
    /// The text as HTML.
    #[field(max = 200000, hidden)]
    pub html: Option<String>,
    /// The file that is sent with an e-mail.
    #[field(references = Attachment, unlisted)]
    pub attachment: Option<Id<Attachment>>,
    /// The template of the provider that is sent in the place of the text, as a JSON object.
    #[field(max = 4000, unlisted)]
    pub template: Option<String>,
    /// How far it is.
    pub state: MessageState,
    /// Why it was not sent, or did not arrive.
    #[field(max = 1000)]
    pub problem: Option<String>,
    /// How often it was given to the provider.
    #[field(group = "Sending")]
    pub attempts: i64,
    /// Whether it may have come twice: it was given to the provider again although nobody knew what had become of the time before.
    pub may_be_double: bool,
    /// Whether nobody knows if the last attempt was taken.
    #[field(unlisted)]
    pub is_unclear: bool,
    /// When it was given to the provider the last time.
    #[field(unlisted)]
    pub attempted_at: Option<Instant>,
    /// The provider does not want to be asked before.
    #[field(unlisted)]
    pub not_before: Option<Instant>,
    /// When the provider had it.
    pub sent_at: Option<Instant>,
    /// When it had arrived, was read, or had failed.
    #[field(unlisted)]
    pub ended_at: Option<Instant>,
    /// Who carries it.
    #[field(max = 40, group = "Provider")]
    pub provider: Option<String>,
    /// What the provider calls it.
    #[field(max = 500, unlisted)]
    pub provider_id: Option<String>,
    /// Of how many parts it is made.
    pub parts: i64,
    /// The currency of `cost`.
    #[field(max = 3, unlisted)]
    pub currency: Option<String>,
    /// What the provider asks for it.
    pub cost: Option<Price>,
    /// What it tells of: a recipient is told once of it by one channel.
    #[field(max = 200, unlisted, group = "About")]
    pub event_key: Option<String>,
    /// The member whom it is for.
    #[field(unlisted)]
    pub user_id: Option<Uuid>,
    /// The resource of the row that it is about: the end of its path.
    #[field(max = 100)]
    pub record: Option<String>,
    /// The id of that row.
    #[field(unlisted)]
    pub row_id: Option<Uuid>,
}

impl Resource for Message {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["channel", "state", "recipient", "row_id", "user_id"];
}

/// A message from somebody outside.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "message_reply", unique(provider, provider_id), audited)]
#[non_exhaustive]
pub struct MessageReply {
    /// Its id.
    pub id: Id<MessageReply>,
    /// By what it came.
    pub channel: MessageChannel,
    /// Whose it is: a number in international form.
    #[field(max = 254)]
    pub sender: String,
    /// Our number.
    #[field(max = 254)]
    pub recipient: String,
    /// The text.
    #[field(max = 10000)]
    pub text: String,
    /// The last message that they were sent before.
    #[field(references = Message)]
    pub answers: Option<Id<Message>>,
    /// Whether they want no messages any more.
    pub is_opt_out: bool,
    /// Who carried it.
    #[field(max = 40, group = "Provider")]
    pub provider: String,
    /// What the provider calls it.
    #[field(max = 500, unlisted)]
    pub provider_id: String,
}

impl Resource for MessageReply {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["sender", "channel"];
}

/// Somebody who wants no messages.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "message_opt_out", label = "opt-out", unique(channel, recipient), audited)]
#[non_exhaustive]
pub struct OptOut {
    /// Its id.
    pub id: Id<OptOut>,
    /// By what.
    pub channel: MessageChannel,
    /// Their address or number.
    #[field(max = 254)]
    pub recipient: String,
    /// How it became known.
    #[field(max = 200)]
    pub reason: String,
}

impl Resource for OptOut {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["channel", "recipient"];
}

/// An app or a browser of a member that is pushed to.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "push_target", scan(user_id))]
#[non_exhaustive]
pub struct PushTarget {
    /// Its id, which follows from its address: it is kept once.
    pub id: Id<PushTarget>,
    /// The member.
    pub user_id: Uuid,
    /// What it is.
    pub kind: PushKind,
    /// The token of the app, or the subscription of the browser as JSON.
    #[field(max = 4000, hidden)]
    pub address: String,
    /// What the member calls it.
    #[field(max = 100)]
    pub name: String,
}
