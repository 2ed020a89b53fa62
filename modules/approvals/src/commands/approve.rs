use super::{RequestMoved, keep, to_decide};
use crate::events::{RequestApproved, tell_decision, tell_step};
use crate::judge::remind_at;
use crate::records::{ApprovalRequest, ApprovalTask, DecisionKind, RequestState, wrong_state};
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema};
use resource::transition;
use serde::{Deserialize, Serialize};
use store::Read;

/// Approves the step at which a request waits. Behind the last step the program carries it out, as the user who asked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approve {
    /// The request.
    id: Id<ApprovalRequest>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Text<1_000>>,
    /// The version that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for Approve {
    const NAME: &'static str = "approvals.request.approve";
    const SCOPED: bool = true;
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        let (request, for_user) = to_decide(tx, self.id, self.if_match)?;
        let reason = self.reason.as_ref().map(ToString::to_string);
        keep(tx, &request, DecisionKind::Approved, for_user, reason.clone())?;
        let tasks = tx.scan(ApprovalTask::BY_REQUEST, self.id)?;
        let next = tasks.iter().map(|task| task.step).filter(|step| *step > request.step).min();
        if let Some(step) = next {
            let remind_at = remind_at(tx.now(), request.remind_after);
            let request = tx.edit::<ApprovalRequest>(&self.id, |request| {
                (request.step, request.remind_at) = (step, remind_at);
                Ok(())
            })?;
            tell_step(tx, &request)?;
            return Ok(RequestMoved::of(&request));
        }
        // What has happened already is not done again.
        let to = if request.has_happened { RequestState::Done } else { RequestState::Approved };
        let request = transition::<ApprovalRequest>(tx, &self.id, to, wrong_state, |request| request.remind_at = None)?;
        tell_decision(tx, &request, DecisionKind::Approved, reason)?;
        if !request.has_happened {
            tx.emit(&RequestApproved { request: request.id })?;
        }
        Ok(RequestMoved::of(&request))
    }
}
