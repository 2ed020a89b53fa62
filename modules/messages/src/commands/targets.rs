//! Apps and browsers of members that are pushed to.

use crate::{PushKind, PushTarget, errors, queries};
use channels::{PushKeys, Subscription};
use command::{Command, Tx};
use kernel::{Error, Id, Result, Text, ToSchema, defect, derive_uuid};
use serde::{Deserialize, Serialize};
use store::Read;

/// The most push targets of one member: the oldest makes room.
const MOST_TARGETS: usize = 20;

/// Registers an app or a browser of yours: what you are told is pushed to it. An app names its token, a browser its subscription.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterTarget {
    /// What you call it.
    #[serde(default)]
    name: Text<100>,
    /// The token that Firebase has given the app.
    #[serde(default)]
    token: Option<Text<4000>>,
    /// The `endpoint` of the subscription of the browser.
    #[serde(default)]
    endpoint: Option<Text<2000>>,
    /// Its `keys.p256dh`.
    #[serde(default)]
    p256dh: Option<Text<200>>,
    /// Its `keys.auth`.
    #[serde(default)]
    auth: Option<Text<50>>,
}

/// A push target.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Registered {
    /// Its id.
    id: Id<PushTarget>,
}

impl RegisterTarget {
    fn address(&self) -> Result<(PushKind, String)> {
        match (&self.token, &self.endpoint, &self.p256dh, &self.auth) {
            (Some(token), None, None, None) if !token.is_empty() => Ok((PushKind::App, token.to_string())),
            (None, Some(endpoint), Some(p256dh), Some(auth)) => {
                let keys = PushKeys { p256dh: p256dh.to_string(), auth: auth.to_string() };
                let subscription = Subscription { endpoint: endpoint.to_string(), keys };
                let text = serde_json::to_string(&subscription).map_err(|error| defect(error.to_string()))?;
                Subscription::read(&text).map_err(errors::bad_target)?;
                Ok((PushKind::Browser, text))
            }
            _ => Err(errors::bad_target("name the token of an app, or endpoint, p256dh and auth of a browser")),
        }
    }
}

impl Command for RegisterTarget {
    const NAME: &'static str = "messages.push_target.register";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = Registered;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Registered> {
        let (kind, address) = self.address()?;
        let (user_id, name) = (tx.actor(), self.name.to_string());
        let id = Id::from_uuid(derive_uuid(0, &[b"push target", kind.as_str().as_bytes(), address.as_bytes()]));
        if tx.get::<PushTarget>(&id)?.is_some() {
            // Whoever has logged in there now is the one who is told.
            tx.edit::<PushTarget>(&id, |target| {
                (target.user_id, target.name) = (user_id, name);
                Ok(())
            })?;
        } else {
            let known = queries::targets(tx, user_id)?;
            if known.len() >= MOST_TARGETS
                && let Some(oldest) = known.first()
            {
                tx.delete::<PushTarget>(&oldest.id)?;
            }
            tx.insert(PushTarget { id, user_id, kind, address, name })?;
        }
        Ok(Registered { id })
    }
}

/// Forgets an app or a browser of yours.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgetTarget {
    /// The push target.
    id: Id<PushTarget>,
    /// The version that it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for ForgetTarget {
    const NAME: &'static str = "messages.push_target.forget";
    const STATUS: u16 = 204;
    const SCOPED: bool = true;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let own = tx.get::<PushTarget>(&self.id)?.filter(|target| target.user_id == tx.actor());
        own.ok_or_else(|| Error::not_found("push target", self.id))?;
        tx.require_version::<PushTarget>(&self.id, self.if_match)?;
        tx.delete::<PushTarget>(&self.id)
    }
}
