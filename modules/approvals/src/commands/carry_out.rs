//! What the program does with requests by itself.

use super::RequestMoved;
use crate::events::{RequestFailed, RequestOverdue, approvers_now};
use crate::judge::remind_at;
use crate::records::{ApprovalRequest, RequestState, wrong_state};
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema};
use resource::transition;
use serde::{Deserialize, Serialize};
use store::Read;

/// Says why a request that was approved could not be carried out. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fail {
    /// The request.
    pub(crate) id: Id<ApprovalRequest>,
    /// The code of the problem.
    pub(crate) code: Text<100>,
    /// The problem in words.
    pub(crate) problem: Text<2_000>,
}

impl Command for Fail {
    const NAME: &'static str = "approvals.request.fail";
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        tx.require_system()?;
        let request = transition::<ApprovalRequest>(tx, &self.id, RequestState::Failed, wrong_state, |request| {
            request.problem_code = Some(self.code.to_string());
            request.problem = Some(self.problem.to_string());
        })?;
        let (label, maker, problem) = (request.label.clone(), request.maker, self.problem.to_string());
        tx.emit(&RequestFailed { request: request.id, label, maker, problem })?;
        Ok(RequestMoved::of(&request))
    }
}

/// Tells those who have to decide that a request waits longer than its policy says. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remind {
    /// The request.
    pub(crate) id: Id<ApprovalRequest>,
}

impl Command for Remind {
    const NAME: &'static str = "approvals.request.remind";
    type Output = RequestMoved;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RequestMoved> {
        tx.require_system()?;
        let request = tx.one::<ApprovalRequest>(&self.id)?;
        let now = tx.now();
        // It may have been decided meanwhile, or somebody else was quicker.
        if request.state != RequestState::Waiting || request.remind_at.is_none_or(|at| at > now) {
            return Ok(RequestMoved::of(&request));
        }
        let next = remind_at(now, request.remind_after);
        let request = tx.edit::<ApprovalRequest>(&self.id, |request| {
            (request.remind_at, request.reminders) = (next, request.reminders + 1);
            Ok(())
        })?;
        let approvers = approvers_now(tx, &request)?;
        let (label, maker, step, reminders) = (request.label.clone(), request.maker, request.step, request.reminders);
        tx.emit(&RequestOverdue { request: request.id, label, maker, step, approvers, reminders })?;
        Ok(RequestMoved::of(&request))
    }
}
