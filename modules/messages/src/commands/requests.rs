//! What people ask for: a message once more, and a test of a channel.

use crate::events::MessageQueued;
use crate::queueing::{Outgoing, recipient, send};
use crate::settings::{SMS, WHATSAPP_NUMBER};
use crate::{Message, MessageChannel, MessageState, errors, queries};
use channels::Template;
use command::{Command, SettingPlace, Tx, setting};
use kernel::{Error, Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;

/// What a test says.
const TEST: &str = "Sanduk sends messages by this channel.";

/// Sends a message once more that has failed or was not delivered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resend {
    /// The message.
    id: Id<Message>,
}

impl Command for Resend {
    const NAME: &'static str = "messages.message.resend";
    const STATUS: u16 = 202;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let message = tx.get::<Message>(&self.id)?.ok_or_else(|| Error::not_found("message", self.id))?;
        if !matches!(message.state, MessageState::Failed | MessageState::Undelivered) {
            return Err(errors::not_failed(message.state));
        }
        let message = tx.edit::<Message>(&self.id, |message| {
            (message.state, message.problem) = (MessageState::Queued, None);
            (message.sent_at, message.ended_at, message.not_before) = (None, None, None);
            Ok(())
        })?;
        tx.emit(&MessageQueued { message: self.id, channel: message.channel })
    }
}

/// Sends a test by a channel. What became of it is told by the messages that it answers.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestMessages {
    /// The channel.
    channel: MessageChannel,
    /// To whom: an address of e-mail, or a telephone number. E-mail goes to yourself where nobody is named, push always does.
    #[serde(default)]
    to: Option<String>,
    /// The template that is sent by WhatsApp, which sends texts only to those who have written in the last day: `hello_world` where none is named.
    #[serde(default)]
    template: Option<String>,
    /// Its language.
    #[serde(default)]
    language: Option<String>,
}

/// The tests that were sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct TestsBegun {
    /// The messages.
    messages: Vec<Id<Message>>,
}

impl Command for TestMessages {
    const NAME: &'static str = "messages.channel.test";
    const STATUS: u16 = 202;
    type Output = TestsBegun;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<TestsBegun> {
        let user = tx.actor();
        require_set_up(tx, self.channel)?;
        let recipients = match (self.channel, &self.to) {
            (MessageChannel::Push, _) => {
                queries::targets(tx, user)?.iter().map(|target| target.id.to_string()).collect()
            }
            (MessageChannel::Email, None) => {
                vec![tx.get::<identity::Member>(&user)?.ok_or_else(errors::nobody)?.email.clone()]
            }
            (_, None) => return Err(errors::no_recipient().at("to")),
            (channel, Some(to)) => match recipient(tx, channel, to)? {
                Some(recipient) => vec![recipient],
                None if channel == MessageChannel::Email => return Err(errors::bad_address(to).at("to")),
                None => return Err(errors::no_number(to).at("to")),
            },
        };
        if recipients.is_empty() {
            return Err(errors::no_target());
        }
        let template = (self.channel == MessageChannel::Whatsapp).then(|| Template {
            name: self.template.clone().unwrap_or_else(|| "hello_world".to_owned()),
            language: self.language.clone().unwrap_or_else(|| "en_US".to_owned()),
            parameters: Vec::new(),
        });
        let mut messages = Vec::new();
        for to in recipients {
            let subject = Some("Sanduk sends messages".to_owned());
            let message = Outgoing { subject, template: template.clone(), ..Outgoing::text(self.channel, to, TEST) };
            messages.push(send(tx, Outgoing { user: Some(user), ..message })?.message);
        }
        Ok(TestsBegun { messages })
    }
}

/// Refuses a channel for which the company has chosen nothing. What is wrong with what it has chosen, the message itself tells.
fn require_set_up(tx: &mut Tx<'_, '_>, channel: MessageChannel) -> Result<()> {
    match channel {
        MessageChannel::Email => mail::require_server(tx),
        MessageChannel::Sms if setting(tx, &SMS, SettingPlace::default())? == "none" => Err(errors::no_sms_provider()),
        MessageChannel::Whatsapp if setting(tx, &WHATSAPP_NUMBER, SettingPlace::default())?.is_empty() => {
            Err(errors::no_whatsapp_number())
        }
        MessageChannel::Sms | MessageChannel::Whatsapp | MessageChannel::Push => Ok(()),
    }
}
