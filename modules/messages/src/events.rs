//! What the module tells.

use crate::{Message, MessageChannel, MessageReply};
use command::Event;
use kernel::{Id, ToSchema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A message waits to be sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MessageQueued {
    /// The message.
    pub message: Id<Message>,
    /// By what it goes.
    pub channel: MessageChannel,
}

impl Event for MessageQueued {
    const NAME: &'static str = "messages.message.queued";
}

/// A message was not sent, or did not arrive.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MessageFailed {
    /// The message.
    pub message: Id<Message>,
    /// By what it went.
    pub channel: MessageChannel,
    /// To whom.
    pub recipient: String,
    /// Why.
    pub problem: String,
    /// The resource of the row that it is about: the end of its path.
    pub record: Option<String>,
    /// The id of that row.
    pub row: Option<Uuid>,
}

impl Event for MessageFailed {
    const NAME: &'static str = "messages.message.failed";
}

/// Somebody outside has sent a message.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReplyReceived {
    /// The message.
    pub message: Id<MessageReply>,
    /// By what it came.
    pub channel: MessageChannel,
    /// Whose it is: a number in international form.
    pub sender: String,
    /// The text.
    pub text: String,
    /// The last message that they were sent before.
    pub answers: Option<Id<Message>>,
    /// Whether they want no messages any more.
    pub is_opt_out: bool,
}

impl Event for ReplyReceived {
    const NAME: &'static str = "messages.reply.received";
}
