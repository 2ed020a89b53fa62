use super::{RequestMoved, keep, said, to_decide};
use crate::errors;
use crate::events::tell_decision;
use crate::records::{ApprovalRequest, DecisionKind, RequestState, wrong_state};
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema};
use resource::transition;
use serde::{Deserialize, Serialize};

/// Rejects a request at the step at which it waits: nothing is carried out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reject {
    /// The request.
    id: Id<ApprovalRequest>,
    /// Why.
    reason: Text<1_000>,
    /// The version that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for Reject {
    const NAME: &'static str = "approvals.request.reject";
    const SCOPED: bool = true;
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        let reason = said(&self.reason)?;
        end(tx, (self.id, self.if_match), RequestState::Rejected, DecisionKind::Rejected, reason)
    }
}

/// Sends a request back to the user who asked, who may send it again from its first step on, or withdraw it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendBack {
    /// The request.
    id: Id<ApprovalRequest>,
    /// What is to be done about it first.
    reason: Text<1_000>,
    /// The version that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for SendBack {
    const NAME: &'static str = "approvals.request.send_back";
    const SCOPED: bool = true;
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        let reason = said(&self.reason)?;
        end(tx, (self.id, self.if_match), RequestState::SentBack, DecisionKind::SentBack, reason)
    }
}

/// Brings a request that waits to an end against the wish of its maker.
fn end(
    tx: &mut Tx<'_, '_>,
    (id, if_match): (Id<ApprovalRequest>, Option<i64>),
    to: RequestState,
    kind: DecisionKind,
    reason: String,
) -> Result<RequestMoved> {
    let (request, for_user) = to_decide(tx, id, if_match)?;
    if request.has_happened && to == RequestState::SentBack {
        return Err(errors::has_happened());
    }
    keep(tx, &request, kind, for_user, Some(reason.clone()))?;
    let request = transition::<ApprovalRequest>(tx, &id, to, wrong_state, |request| request.remind_at = None)?;
    tell_decision(tx, &request, kind, Some(reason))?;
    Ok(RequestMoved::of(&request))
}
