//! What providers tell by themselves: how far our messages are, and messages to us.

use crate::domain::{Wish, is_of_last_attempt, may_follow, wish_of};
use crate::events::ReplyReceived;
use crate::queueing::fail;
use crate::{Message, MessageChannel, MessageReply, MessageState, OptOut, queries};
use command::{Command, Tx};
use kernel::{Id, Result, ToSchema, cut};
use money::Price;
use serde::{Deserialize, Serialize};
use store::Read;

/// Notes how far the provider says that a message is. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteReport {
    /// The message.
    pub(crate) id: Id<Message>,
    /// What the provider calls it.
    pub(crate) provider_id: Option<String>,
    /// How far it is.
    pub(crate) state: MessageState,
    /// Why it did not arrive.
    pub(crate) problem: Option<String>,
    /// The currency of `cost`.
    #[serde(default)]
    pub(crate) currency: Option<String>,
    /// What the provider asks for it.
    #[serde(default)]
    pub(crate) cost: Option<Price>,
}

/// Whether a report told anything new.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Noted {
    /// It did.
    pub(crate) is_new: bool,
}

impl Command for NoteReport {
    const NAME: &'static str = "messages.message.report";
    type Output = Noted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Noted> {
        tx.require_system()?;
        let Some(message) = tx.get::<Message>(&self.id)? else { return Ok(Noted { is_new: false }) };
        let (known, reported) = (message.provider_id.as_deref(), self.provider_id.as_deref());
        let has_answer = message.state != MessageState::Failed || message.sent_at.is_some();
        if !is_of_last_attempt(message.state, known, reported) {
            return Ok(Noted { is_new: false });
        }
        if self.cost.is_some() && message.cost != self.cost {
            tx.edit::<Message>(&self.id, |message| {
                (message.cost, message.currency) = (self.cost, self.currency.clone());
                Ok(())
            })?;
        }
        if !may_follow(message.state, self.state, has_answer) {
            return Ok(Noted { is_new: false });
        }
        let now = tx.now();
        let is_over = self.state != MessageState::Sent;
        tx.edit::<Message>(&self.id, |message| {
            (message.state, message.problem, message.is_unclear) = (self.state, None, false);
            message.provider_id = self.provider_id.clone().or_else(|| message.provider_id.take());
            message.sent_at = message.sent_at.or(Some(now));
            message.ended_at = is_over.then_some(now);
            Ok(())
        })?;
        if matches!(self.state, MessageState::Undelivered | MessageState::Failed) {
            fail(tx, &self.id, self.state, self.problem.as_deref().unwrap_or("No reason is told."))?;
        }
        Ok(Noted { is_new: true })
    }
}

/// Keeps a message to us; where it asks for no more messages, that is honoured from now on. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteReply {
    /// By what it came.
    pub(crate) channel: MessageChannel,
    /// Who carried it.
    pub(crate) provider: String,
    /// What the provider calls it.
    pub(crate) provider_id: String,
    /// Whose it is: a number in international form.
    pub(crate) sender: String,
    /// Our number.
    pub(crate) recipient: String,
    /// The text.
    pub(crate) text: String,
}

impl Command for NoteReply {
    const NAME: &'static str = "messages.reply.note";
    type Output = Noted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Noted> {
        tx.require_system()?;
        let known = (self.provider.as_str(), self.provider_id.as_str());
        if tx.find(MessageReply::BY_PROVIDER_PROVIDER_ID, known)?.is_some() {
            return Ok(Noted { is_new: false });
        }
        let answers = queries::latest_to(tx, self.channel, &self.sender)?;
        let wish = wish_of(&self.text);
        let before = tx.find(OptOut::BY_CHANNEL_RECIPIENT, (self.channel, self.sender.as_str()))?;
        match (wish, before) {
            (Some(Wish::Stop), None) => {
                let (id, channel, recipient) = (tx.id(), self.channel, self.sender.clone());
                tx.insert_new(OptOut { id, channel, recipient, reason: cut(&self.text, 200) })?;
            }
            (Some(Wish::Start), Some(opt_out)) => tx.delete::<OptOut>(&opt_out.id)?,
            _ => {}
        }
        let (id, text, is_opt_out) = (tx.id(), cut(&self.text, 10_000), wish == Some(Wish::Stop));
        tx.insert_new(MessageReply {
            id,
            channel: self.channel,
            sender: self.sender.clone(),
            recipient: self.recipient.clone(),
            text: text.clone(),
            answers,
            is_opt_out,
            provider: self.provider.clone(),
            provider_id: self.provider_id.clone(),
        })?;
        let (channel, sender) = (self.channel, self.sender.clone());
        tx.emit(&ReplyReceived { message: id, channel, sender, text, answers, is_opt_out })?;
        Ok(Noted { is_new: true })
    }
}
