//! What the user does with a request who has asked for it.

use super::{RequestMoved, find, keep, own};
use crate::errors;
use crate::events::{RequestApproved, tell_step};
use crate::judge::remind_at;
use crate::records::{ApprovalRequest, ApprovalTask, DecisionKind, RequestState, wrong_state};
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema};
use resource::transition;
use serde::{Deserialize, Serialize};
use store::Read;

/// Withdraws a request of yours that was not approved yet, or could not be carried out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdraw {
    /// The request.
    id: Id<ApprovalRequest>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Text<1_000>>,
}

impl Command for Withdraw {
    const NAME: &'static str = "approvals.request.withdraw";
    const SCOPED: bool = true;
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        let request = own(tx, self.id)?;
        if request.has_happened {
            return Err(errors::has_happened());
        }
        let to = RequestState::Withdrawn;
        let withdrawn =
            transition::<ApprovalRequest>(tx, &self.id, to, wrong_state, |request| request.remind_at = None)?;
        keep(tx, &request, DecisionKind::Withdrawn, None, self.reason.as_ref().map(ToString::to_string))?;
        Ok(RequestMoved::of(&withdrawn))
    }
}

/// Sends a request of yours again that came back, as it is: it begins at its first step.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resubmit {
    /// The request.
    id: Id<ApprovalRequest>,
    /// What was done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Text<1_000>>,
}

impl Command for Resubmit {
    const NAME: &'static str = "approvals.request.resubmit";
    const SCOPED: bool = true;
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        let request = own(tx, self.id)?;
        let tasks = tx.scan(ApprovalTask::BY_REQUEST, self.id)?;
        let first = tasks.iter().map(|task| task.step).min().unwrap_or(request.step);
        let remind_at = remind_at(tx.now(), request.remind_after);
        let sent = transition::<ApprovalRequest>(tx, &self.id, RequestState::Waiting, wrong_state, |request| {
            (request.step, request.round, request.remind_at) = (first, request.round + 1, remind_at);
        })?;
        keep(tx, &request, DecisionKind::Resubmitted, None, self.reason.as_ref().map(ToString::to_string))?;
        tell_step(tx, &sent)?;
        Ok(RequestMoved::of(&sent))
    }
}

/// Has the program try once more to carry out a request that was approved, but refused then. The user who asked may do so, and whoever has
/// approved a step of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retry {
    /// The request.
    id: Id<ApprovalRequest>,
}

impl Command for Retry {
    const NAME: &'static str = "approvals.request.retry";
    const SCOPED: bool = true;
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        let request = find(tx, self.id, None)?;
        let user = tx.actor();
        let decided = tx.scan(crate::records::ApprovalDecision::BY_REQUEST, self.id)?;
        let has_approved = decided.iter().any(|one| one.kind == DecisionKind::Approved && one.user_id == user);
        if request.maker != user && !has_approved {
            return Err(errors::not_the_maker());
        }
        let to = RequestState::Approved;
        let tried = transition::<ApprovalRequest>(tx, &self.id, to, wrong_state, |request| {
            (request.problem_code, request.problem) = (None, None);
        })?;
        keep(tx, &request, DecisionKind::Retried, None, None)?;
        tx.emit(&RequestApproved { request: request.id })?;
        Ok(RequestMoved::of(&tried))
    }
}
