//! What jobs note of their attempts to send a message: before the provider is asked, and when it has answered.

use crate::queueing::{OPTED_OUT, fail, wants_none};
use crate::{Message, MessageState, OptOut, PushTarget, errors, queries};
use command::{Command, Tx};
use kernel::{Error, Id, Instant, Result, ToSchema};
use money::Price;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Read, choices};

fn found(tx: &mut Tx<'_, '_>, id: &Id<Message>) -> Result<Arc<Message>> {
    tx.require_system()?;
    tx.get::<Message>(id)?.ok_or_else(|| Error::not_found("message", id))
}

/// Notes that a message is about to be given to the provider. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginAttempt {
    /// The message.
    pub(crate) id: Id<Message>,
    /// Who carries it.
    pub(crate) provider: String,
    /// Whether the provider was asked and has not got it yet.
    pub(crate) was_asked: bool,
}

/// Whether the message may be sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Begun {
    /// It may.
    pub(crate) goes_on: bool,
}

impl Command for BeginAttempt {
    const NAME: &'static str = "messages.message.begin";
    type Output = Begun;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Begun> {
        let message = found(tx, &self.id)?;
        if !matches!(message.state, MessageState::Queued | MessageState::Sending) {
            return Ok(Begun { goes_on: false });
        }
        if wants_none(tx, message.channel, &message.recipient)? {
            fail(tx, &self.id, MessageState::Failed, OPTED_OUT)?;
            return Ok(Begun { goes_on: false });
        }
        let now = tx.now();
        tx.edit::<Message>(&self.id, |message| {
            message.may_be_double |= message.is_unclear && !self.was_asked;
            (message.state, message.is_unclear) = (MessageState::Sending, true);
            (message.attempts, message.attempted_at) = (message.attempts + 1, Some(now));
            (message.provider, message.not_before) = (Some(self.provider.clone()), None);
            Ok(())
        })?;
        Ok(Begun { goes_on: true })
    }
}

choices! {
    /// What came of an attempt.
    pub enum AttemptResult {
        /// The provider has the message.
        Taken = "taken",
        /// It has not, and may be asked again.
        Later = "later",
        /// Nobody knows.
        Unclear = "unclear",
        /// It does not take it.
        Refused = "refused",
        /// Whom it is for is not there any more.
        Gone = "gone",
        /// Whom it is for wants no messages.
        OptedOut = "opted_out",
    }
}

/// Notes what came of an attempt. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteAttempt {
    /// The message.
    pub(crate) id: Id<Message>,
    /// What came of it.
    pub(crate) result: AttemptResult,
    /// What the provider calls the message.
    pub(crate) provider_id: Option<String>,
    /// Of how many parts it is made.
    pub(crate) parts: i64,
    /// The currency of `cost`.
    pub(crate) currency: Option<String>,
    /// What the provider asks for it.
    pub(crate) cost: Option<Price>,
    /// Why it was not taken.
    pub(crate) problem: Option<String>,
    /// The provider does not want to be asked before.
    pub(crate) not_before: Option<Instant>,
}

impl Command for NoteAttempt {
    const NAME: &'static str = "messages.message.note";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let message = found(tx, &self.id)?;
        let problem = self.problem.clone().unwrap_or_default();
        match self.result {
            AttemptResult::Taken => return self.taken(tx),
            // A report was faster than the answer, and knows better.
            _ if message.state != MessageState::Sending => return Ok(()),
            AttemptResult::Later | AttemptResult::Unclear => {
                let is_unclear = self.result == AttemptResult::Unclear;
                let state = if is_unclear { MessageState::Sending } else { MessageState::Queued };
                return tx
                    .edit::<Message>(&self.id, |message| {
                        (message.state, message.is_unclear) = (state, is_unclear);
                        (message.problem, message.not_before) = (Some(problem), self.not_before);
                        Ok(())
                    })
                    .map(drop);
            }
            AttemptResult::Refused => {}
            AttemptResult::Gone => {
                if let Some(id) = store::id_of(&message.recipient).map(Id::from_uuid)
                    && tx.get::<PushTarget>(&id)?.is_some()
                {
                    tx.delete::<PushTarget>(&id)?;
                }
            }
            AttemptResult::OptedOut => {
                if !wants_none(tx, message.channel, &message.recipient)? {
                    let (id, reason) = (tx.id(), problem.clone());
                    let (channel, recipient) = (message.channel, message.recipient.clone());
                    tx.insert(OptOut { id, channel, recipient, reason })?;
                }
            }
        }
        tx.edit::<Message>(&self.id, |message| {
            message.is_unclear = false;
            Ok(())
        })?;
        fail(tx, &self.id, MessageState::Failed, &problem)
    }
}

impl NoteAttempt {
    /// What the provider has is one message of ours: where two attempts of which nobody knew the end ask at once, the second one asks again.
    fn taken(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let now = tx.now();
        if let (Some(provider), Some(provider_id)) = (&found(tx, &self.id)?.provider, &self.provider_id)
            && queries::of_provider(tx, provider, provider_id)?.is_some_and(|owner| owner.id != self.id)
        {
            return Err(errors::not_taken("The provider has it as another message of ours."));
        }
        tx.edit::<Message>(&self.id, |message| {
            message.provider_id = self.provider_id.clone();
            (message.parts, message.is_unclear) = (self.parts, false);
            if self.cost.is_some() {
                (message.cost, message.currency) = (self.cost, self.currency.clone());
            }
            message.sent_at = message.sent_at.or(Some(now));
            // A report may have been faster.
            if message.state == MessageState::Sending {
                (message.state, message.problem) = (MessageState::Sent, None);
            }
            Ok(())
        })
        .map(drop)
    }
}

/// Gives a message up whose job was given up. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GiveUp {
    /// The message.
    pub(crate) id: Id<Message>,
    /// Why.
    pub(crate) problem: String,
}

impl Command for GiveUp {
    const NAME: &'static str = "messages.message.give_up";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let message = found(tx, &self.id)?;
        if matches!(message.state, MessageState::Queued | MessageState::Sending) {
            fail(tx, &self.id, MessageState::Failed, &self.problem)?;
        }
        Ok(())
    }
}
