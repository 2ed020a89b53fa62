//! What the module tells.

use crate::records::{ApprovalRequest, ApprovalTask, DecisionKind};
use crate::rules::approvers;
use command::{Event, Tx};
use kernel::{Id, Result, ToSchema};
use money::{Currency, Decimal};
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// A step of a request waits for those who decide it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestOpened {
    /// The request.
    pub request: Id<ApprovalRequest>,
    /// What has to be approved.
    pub label: String,
    /// Its amount; none where not everybody may see it.
    pub amount: Option<Decimal>,
    /// The currency of the amount.
    pub currency: Currency,
    /// The user who asks.
    pub maker: Uuid,
    /// The step.
    pub step: i64,
    /// The members who may decide it today.
    pub approvers: Vec<Uuid>,
    /// Whether it has happened already.
    pub has_happened: bool,
}

impl Event for RequestOpened {
    const NAME: &'static str = "approvals.request.opened";
}

/// A request was approved at its last step, rejected, or sent back to its maker.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestDecided {
    /// The request.
    pub request: Id<ApprovalRequest>,
    /// What was decided about.
    pub label: String,
    /// The user who had asked.
    pub maker: Uuid,
    /// What was decided.
    pub decision: DecisionKind,
    /// The user who decided.
    pub by: Uuid,
    /// Why.
    pub reason: Option<String>,
}

impl Event for RequestDecided {
    const NAME: &'static str = "approvals.request.decided";
}

/// A request is to be carried out: it was approved, or is to be tried again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestApproved {
    /// The request.
    pub request: Id<ApprovalRequest>,
}

impl Event for RequestApproved {
    const NAME: &'static str = "approvals.request.approved";
}

/// A request that was approved was refused when it was to be carried out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestFailed {
    /// The request.
    pub request: Id<ApprovalRequest>,
    /// What was to be carried out.
    pub label: String,
    /// The user who had asked.
    pub maker: Uuid,
    /// Why it was refused.
    pub problem: String,
}

impl Event for RequestFailed {
    const NAME: &'static str = "approvals.request.failed";
}

/// A step of a request waits longer than its policy says.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestOverdue {
    /// The request.
    pub request: Id<ApprovalRequest>,
    /// What has to be approved.
    pub label: String,
    /// The user who asks.
    pub maker: Uuid,
    /// The step.
    pub step: i64,
    /// The members who may decide it today.
    pub approvers: Vec<Uuid>,
    /// How often they were told, this time included.
    pub reminders: i64,
}

impl Event for RequestOverdue {
    const NAME: &'static str = "approvals.request.overdue";
}

/// The members who may decide the step at which a request waits.
pub(crate) fn approvers_now(tx: &mut Tx<'_, '_>, request: &ApprovalRequest) -> Result<Vec<Uuid>> {
    let tasks = tx.scan(ApprovalTask::BY_REQUEST, request.id)?;
    let tasks: Vec<_> = tasks.into_iter().filter(|task| task.step == request.step).collect();
    approvers(tx, &tasks, request.maker)
}

/// Tells that the step of a request waits.
pub(crate) fn tell_step(tx: &mut Tx<'_, '_>, request: &ApprovalRequest) -> Result<()> {
    let currency = ledger::company(tx)?.base_currency;
    let approvers = approvers_now(tx, request)?;
    tx.emit(&RequestOpened {
        request: request.id,
        label: request.label.clone(),
        amount: request.amount.filter(|_| request.amount_view.is_none()).map(|amount| amount.decimal(currency)),
        currency,
        maker: request.maker,
        step: request.step,
        approvers,
        has_happened: request.has_happened,
    })
}

/// Tells the maker what was decided by the user who runs the command.
pub(crate) fn tell_decision(
    tx: &mut Tx<'_, '_>,
    request: &ApprovalRequest,
    decision: DecisionKind,
    reason: Option<String>,
) -> Result<()> {
    let (label, maker, by) = (request.label.clone(), request.maker, tx.actor());
    tx.emit(&RequestDecided { request: request.id, label, maker, decision, by, reason })
}
