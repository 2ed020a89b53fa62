//! Messages are written down, and wait for their job.

use crate::events::{MessageFailed, MessageQueued};
use crate::settings::COUNTRY;
use crate::{Message, MessageChannel, MessageState, OptOut, PushTarget};
use channels::{Template, international};
use command::{SettingPlace, Tx, setting};
use kernel::{Id, Result, cut, defect};
use notes::Attachment;
use store::Read;
use uuid::Uuid;

/// The most letters of what a message is about.
const MOST_OF_SUBJECT: usize = 200;
/// The most letters of a text.
const MOST_OF_TEXT: usize = 10_000;
/// The most bytes of HTML.
const MOST_OF_HTML: usize = 200_000;

/// A message to somebody outside of the program.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// By what it goes.
    pub channel: MessageChannel,
    /// To whom: an address of e-mail, a telephone number, or the id of a [`PushTarget`].
    pub to: String,
    /// What it is about, in one line, where the channel has a place for it.
    pub subject: Option<String>,
    /// The text.
    pub text: String,
    /// The same as HTML, for e-mail.
    pub html: Option<String>,
    /// What is sent with it, for e-mail.
    pub attachment: Option<Id<Attachment>>,
    /// The template of WhatsApp that is sent in the place of the text.
    pub template: Option<Template>,
    /// What it tells of: a recipient is told once of it by one channel.
    pub key: Option<String>,
    /// The member whom it is for.
    pub user: Option<Uuid>,
    /// The row that it is about: the end of the path of its resource, and its id.
    pub about: Option<(String, Uuid)>,
}

impl Outgoing {
    /// A text that is about nothing.
    pub fn text(channel: MessageChannel, to: impl Into<String>, text: impl Into<String>) -> Outgoing {
        Outgoing {
            channel,
            to: to.into(),
            subject: None,
            text: text.into(),
            html: None,
            attachment: None,
            template: None,
            key: None,
            user: None,
            about: None,
        }
    }
}

/// A message that was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// The message.
    pub message: Id<Message>,
    /// Whether it is new: under the same key, its recipient was told before.
    pub is_new: bool,
}

/// Writes a message down and asks for the job that sends it. Where its recipient cannot be written to, or wants no messages, it has failed from the
/// beginning, and says why: what tells many is not stopped by one of them.
///
/// # Errors
///
/// Those of the database.
pub fn send(tx: &mut Tx<'_, '_>, message: Outgoing) -> Result<Queued> {
    let (recipient, mut problem) = match recipient(tx, message.channel, &message.to)? {
        Some(recipient) => (recipient, None),
        None => (cut(&message.to, 254), Some(format!("{} cannot be written to.", message.to))),
    };
    if let Some(key) = &message.key {
        let known = (key.as_str(), recipient.as_str(), message.channel);
        if let Some(known) = tx.find(Message::BY_EVENT_KEY_RECIPIENT_CHANNEL, known)? {
            return Ok(Queued { message: known.id, is_new: false });
        }
    }
    if wants_none(tx, message.channel, &recipient)? {
        problem = Some(OPTED_OUT.to_owned());
    }
    let template = message.template.as_ref().map(serde_json::to_string).transpose();
    let (record, row_id) = message.about.unzip();
    let row = Message {
        id: tx.id(),
        channel: message.channel,
        recipient,
        subject: message.subject.map(|subject| cut(&one_line(&subject), MOST_OF_SUBJECT)),
        text: cut(&message.text, MOST_OF_TEXT),
        html: message.html.filter(|html| html.len() <= MOST_OF_HTML),
        attachment: message.attachment,
        template: template.map_err(|error| defect(error.to_string()))?,
        state: MessageState::Queued,
        problem: None,
        attempts: 0,
        may_be_double: false,
        is_unclear: false,
        attempted_at: None,
        not_before: None,
        sent_at: None,
        ended_at: None,
        provider: None,
        provider_id: None,
        parts: 0,
        currency: None,
        cost: None,
        event_key: message.key,
        user_id: message.user,
        record,
        row_id,
    };
    let (id, channel) = (row.id, row.channel);
    tx.insert_new(row)?;
    match problem {
        Some(problem) => fail(tx, &id, MessageState::Failed, &problem)?,
        None => tx.emit(&MessageQueued { message: id, channel })?,
    }
    Ok(Queued { message: id, is_new: true })
}

/// Why a message to somebody who wants none has failed.
pub(crate) const OPTED_OUT: &str = "The recipient wants no messages.";

/// Whom a message goes to, in the form in which it is kept; `None` where that is nobody.
pub(crate) fn recipient(tx: &mut Tx<'_, '_>, channel: MessageChannel, to: &str) -> Result<Option<String>> {
    match channel {
        MessageChannel::Email => Ok(identity::email(to).ok()),
        MessageChannel::Sms | MessageChannel::Whatsapp => {
            let country = setting(tx, &COUNTRY, SettingPlace::default())?;
            Ok(international(to, &country))
        }
        MessageChannel::Push => {
            let Some(id) = store::id_of(to) else { return Ok(None) };
            Ok(tx.get::<PushTarget>(&Id::from_uuid(id))?.map(|target| target.id.to_string()))
        }
    }
}

/// Whether a telephone number can be written to, as it is typed.
///
/// # Errors
///
/// Those of the database.
pub fn is_phone(tx: &mut Tx<'_, '_>, number: &str) -> Result<bool> {
    Ok(recipient(tx, MessageChannel::Sms, number)?.is_some())
}

/// Whether somebody wants no messages by a channel.
pub(crate) fn wants_none(read: &mut impl Read, channel: MessageChannel, recipient: &str) -> Result<bool> {
    Ok(read.find(OptOut::BY_CHANNEL_RECIPIENT, (channel, recipient))?.is_some())
}

/// Notes that a message was not sent or did not arrive, and tells of it.
pub(crate) fn fail(tx: &mut Tx<'_, '_>, id: &Id<Message>, state: MessageState, problem: &str) -> Result<()> {
    let now = tx.now();
    let problem = cut(problem, 1_000);
    let message = tx.edit::<Message>(id, |message| {
        (message.state, message.problem, message.ended_at) = (state, Some(problem.clone()), Some(now));
        Ok(())
    })?;
    tx.emit(&MessageFailed {
        message: *id,
        channel: message.channel,
        recipient: message.recipient.clone(),
        problem,
        record: message.record.clone(),
        row: message.row_id,
    })
}

/// A header ends with its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
