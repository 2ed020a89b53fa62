//! The push targets of a member, and what browsers subscribe with.

use crate::settings::PUSH_PUBLIC_KEY;
use crate::{PushKind, PushTarget, VIEW_TARGETS, queries};
use command::{Query, QueryContext, SettingPlace, setting};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Session;

/// An app or a browser of yours.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PushTargetOut {
    /// Its id.
    id: Id<PushTarget>,
    /// What it is.
    kind: PushKind,
    /// What you call it.
    name: String,
}

/// Your apps and browsers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PushTargets {
    /// Where you are pushed to.
    targets: Vec<PushTargetOut>,
    /// The key with which browsers subscribe (`applicationServerKey`); empty where the company pushes to none.
    public_key: String,
}

/// The apps and browsers that you have registered, and the key with which browsers subscribe.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListTargets {}

impl Query for ListTargets {
    const NAME: &'static str = VIEW_TARGETS;
    const SCOPED: bool = true;
    type Output = PushTargets;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<PushTargets> {
        let out = |target: std::sync::Arc<PushTarget>| PushTargetOut {
            id: target.id,
            kind: target.kind,
            name: target.name.clone(),
        };
        let targets = queries::targets(read, context.user())?.into_iter().map(out).collect();
        let public_key = setting(read, &PUSH_PUBLIC_KEY, SettingPlace::default())?;
        Ok(PushTargets { targets, public_key })
    }
}
