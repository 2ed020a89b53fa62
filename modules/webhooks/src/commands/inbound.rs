use crate::events::InboundReceived;
use command::{Command, Tx};
use kernel::{Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// Tells the modules above what another system has told at the door `standard`. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeMessage {
    /// The message.
    pub(crate) message: Uuid,
    /// Its `webhook-id`.
    pub(crate) key: String,
    /// Its `type`.
    pub(crate) kind: Text<100>,
    /// Its `data`.
    pub(crate) data: Json,
}

impl Command for TakeMessage {
    const NAME: &'static str = "webhooks.hook_message.take";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let TakeMessage { message, key, kind, data } = self.clone();
        tx.emit(&InboundReceived { message, key, kind: kind.into_string(), data })
    }
}
