//! What is done with requests and delegations.

mod approve;
mod carry_out;
mod delegate;
mod maker;
mod reject;

pub(crate) use approve::Approve;
pub(crate) use carry_out::{Fail, Remind};
pub(crate) use delegate::{Delegate, EndDelegation, MANAGE as MANAGE_DELEGATIONS};
pub(crate) use maker::{Resubmit, Retry, Withdraw};
pub(crate) use reject::{Reject, SendBack};

use crate::errors;
use crate::records::{ApprovalDecision, ApprovalRequest, ApprovalTask, DecisionKind, RequestState, wrong_state};
use crate::rules::{delegations_to, is_named};
use command::Tx;
use identity::Member;
use kernel::{Error, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Read;
use uuid::Uuid;

/// How far a request is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RequestMoved {
    /// The request.
    id: Id<ApprovalRequest>,
    /// How far it is.
    state: RequestState,
    /// The step that waits, or was the last to wait.
    step: i64,
}

impl RequestMoved {
    fn of(request: &ApprovalRequest) -> RequestMoved {
        RequestMoved { id: request.id, state: request.state, step: request.step }
    }
}

/// The request with this id, if it is the user's own or lies within the scope of the command's grant.
fn find(tx: &mut Tx<'_, '_>, id: Id<ApprovalRequest>, if_match: Option<i64>) -> Result<Arc<ApprovalRequest>> {
    let request = tx
        .get::<ApprovalRequest>(&id)?
        .filter(|request| request.maker == tx.actor() || tx.grant().covers(request.site.map(Id::uuid), None));
    let request = request.ok_or_else(|| Error::not_found("approval request", id))?;
    tx.require_version::<ApprovalRequest>(&id, if_match)?;
    Ok(request)
}

/// The waiting request that the user is to decide about, and the member for whom they decide, if that is not themselves.
fn to_decide(
    tx: &mut Tx<'_, '_>,
    id: Id<ApprovalRequest>,
    if_match: Option<i64>,
) -> Result<(Arc<ApprovalRequest>, Option<Uuid>)> {
    let request = find(tx, id, if_match)?;
    let user = tx.actor();
    if request.maker == user {
        return Err(errors::maker_decides());
    }
    if request.state != RequestState::Waiting {
        return Err(wrong_state(&request));
    }
    let decided = tx.scan(ApprovalDecision::BY_REQUEST, id)?;
    let approved = |one: &&Arc<ApprovalDecision>| one.round == request.round && one.kind == DecisionKind::Approved;
    if decided.iter().filter(approved).any(|one| one.user_id == user) {
        return Err(errors::decided_already());
    }
    let tasks = tx.scan(ApprovalTask::BY_REQUEST, id)?;
    let tasks: Vec<_> = tasks.into_iter().filter(|task| task.step == request.step).collect();
    let is_approver = |tx: &mut Tx<'_, '_>, user: Uuid| {
        let member = tx.get::<Member>(&user)?;
        Ok::<_, Error>(member.is_some_and(|member| is_named(&member, &tasks)))
    };
    if is_approver(tx, user)? {
        return Ok((request, None));
    }
    let today = ledger::today(tx)?;
    for delegation in delegations_to(tx, user, today)? {
        // Nobody decides for the maker.
        if delegation.from_user != request.maker && is_approver(tx, delegation.from_user)? {
            return Ok((request, Some(delegation.from_user)));
        }
    }
    Err(errors::no_approver())
}

/// The request of the user themselves.
fn own(tx: &mut Tx<'_, '_>, id: Id<ApprovalRequest>) -> Result<Arc<ApprovalRequest>> {
    let request = find(tx, id, None)?;
    if request.maker == tx.actor() { Ok(request) } else { Err(errors::not_the_maker()) }
}

/// A reason that says something.
fn said<const MAX: usize>(reason: &Text<MAX>) -> Result<String> {
    if reason.trim().is_empty() { Err(errors::no_reason().at("reason")) } else { Ok(reason.to_string()) }
}

/// Keeps what was decided.
fn keep(
    tx: &mut Tx<'_, '_>,
    request: &ApprovalRequest,
    kind: DecisionKind,
    for_user: Option<Uuid>,
    reason: Option<String>,
) -> Result<()> {
    let earlier = tx.scan(ApprovalDecision::BY_REQUEST, request.id)?;
    let n = earlier.last().map_or(1, |last| last.n + 1);
    tx.insert_new(ApprovalDecision {
        request: request.id,
        n,
        round: request.round,
        step: request.step,
        kind,
        user_id: tx.actor(),
        for_user,
        reason,
        at: tx.now(),
    })
}
