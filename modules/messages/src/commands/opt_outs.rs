//! Who wants no messages.

use crate::queueing::recipient;
use crate::{MessageChannel, OptOut, errors};
use command::{Command, Tx};
use kernel::{Error, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;

/// Notes that somebody wants no messages by a channel.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptOutOf {
    /// The channel.
    channel: MessageChannel,
    /// Their address or number.
    to: Text<254>,
    /// How it became known.
    #[serde(default)]
    reason: Text<200>,
}

/// What was noted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct OptedOut {
    /// Its id.
    id: Id<OptOut>,
}

impl Command for OptOutOf {
    const NAME: &'static str = "messages.opt_out.create";
    const STATUS: u16 = 201;
    type Output = OptedOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<OptedOut> {
        let recipient = recipient(tx, self.channel, &self.to)?;
        let recipient = recipient.ok_or_else(|| match self.channel {
            MessageChannel::Sms | MessageChannel::Whatsapp => errors::no_number(&self.to).at("to"),
            MessageChannel::Email | MessageChannel::Push => errors::bad_address(&self.to).at("to"),
        })?;
        let (id, channel, reason) = (tx.id(), self.channel, self.reason.to_string());
        tx.insert(OptOut { id, channel, recipient, reason })?;
        Ok(OptedOut { id })
    }
}

/// Takes back that somebody wants no messages.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeBack {
    /// What was noted.
    id: Id<OptOut>,
    /// The version that it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for TakeBack {
    const NAME: &'static str = "messages.opt_out.delete";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        if tx.get::<OptOut>(&self.id)?.is_none() {
            return Err(Error::not_found("opt-out", self.id));
        }
        tx.require_version::<OptOut>(&self.id, self.if_match)?;
        tx.delete::<OptOut>(&self.id)
    }
}
