use crate::errors;
use crate::records::InboundDoor;
use crate::secrets::{self, SecretShown};
use command::{Command, Tx};
use kernel::{Error, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;

/// Opens a door for another system, at an address that nobody can guess. Its path, and the secret that the program makes for it, are in the
/// answer. A source may have several doors: to give it another address, open a second one, tell the other system, and close the first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenDoor {
    /// What it takes, from `/inbound-sources/`.
    source: String,
    /// What it is for.
    #[serde(default)]
    description: Text<200>,
}

impl Command for OpenDoor {
    const NAME: &'static str = "webhooks.door.open";
    const STATUS: u16 = 201;
    type Output = SecretShown;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SecretShown> {
        let known: Vec<&str> = tx.definitions().doors.iter().map(|hook| hook.source).collect();
        if !known.contains(&self.source.as_str()) {
            return Err(errors::unknown_source(&self.source, known.join(", ")).at("source"));
        }
        let (id, author, secret) = (tx.id(), tx.actor(), secrets::first(tx)?);
        let (source, description) = (self.source.clone(), self.description.to_string());
        tx.insert_new(InboundDoor { id, source, description, author, secret })?;
        Ok(SecretShown::of(id.uuid()))
    }
}

/// Closes a door: nothing is taken at its address any more.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseDoor {
    /// Its id.
    id: Id<InboundDoor>,
    /// The version that it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for CloseDoor {
    const NAME: &'static str = "webhooks.door.close";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        if tx.get::<InboundDoor>(&self.id)?.is_none() {
            return Err(Error::not_found("door", self.id));
        }
        tx.require_version::<InboundDoor>(&self.id, self.if_match)?;
        tx.delete::<InboundDoor>(&self.id)
    }
}
