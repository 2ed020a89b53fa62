//! What becomes of a command that has run: it stands, or its rows are dropped and a request is kept.

use crate::errors;
use crate::events::tell_step;
use crate::records::{ApprovalPolicy, ApprovalRequest, ApprovalStep, ApprovalTask, RequestState};
use crate::rules::{first_that_holds, named, steps, values};
use command::{ApprovableEntry, CommandRow, Facts, Judged, Tx, Verdict, WaitingStep, WaitsForApproval};
use formula::Value;
use kernel::{Id, Instant, Result, defect};
use ledger::Site;
use money::{Amount, Currency};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

/// See [`command::Approvals`].
pub(crate) fn prefetch(read: &mut Prefetch<'_>, entry: &ApprovableEntry, command: Uuid) {
    let Ok(policies) = read.scan(ApprovalPolicy::BY_COMMAND, entry.policies_of()) else { return };
    for policy in &policies {
        read.scan(ApprovalStep::BY_POLICY, policy.id).ok();
    }
    if !policies.is_empty() {
        read.get::<ApprovalRequest>(&Id::from_uuid(command)).ok();
    }
}

/// See [`command::Approvals`].
pub(crate) fn judge(tx: &mut Tx<'_, '_>, judged: &Judged<'_>) -> Result<Verdict> {
    let policies = tx.scan(ApprovalPolicy::BY_COMMAND, judged.entry.policies_of())?;
    if policies.is_empty() {
        return Ok(Verdict::Stands);
    }
    let facts = judged.facts(tx)?;
    if let Some(request) = approved(tx, judged)? {
        let (document, number) = facts.document.unzip();
        tx.edit::<ApprovalRequest>(&request, |request| {
            request.state = RequestState::Done;
            (request.document, request.document_number) = (document, number.flatten());
            (request.problem_code, request.problem) = (None, None);
            Ok(())
        })?;
        return Ok(Verdict::Stands);
    }
    let Some(asked) = Asked::of(tx, judged.entry, policies, &facts)? else { return Ok(Verdict::Stands) };
    if judged.entry.happened_as.is_some() || tx.occurred_at().is_some() {
        let (document, number) = facts.document.unzip();
        let request = asked.open(tx, true)?;
        tx.edit::<ApprovalRequest>(&request, |request| {
            (request.document, request.document_number) = (document, number.flatten());
            Ok(())
        })?;
        return Ok(Verdict::Stands);
    }
    let told = asked.waits.clone();
    let open = move |tx: &mut Tx<'_, '_>| asked.open_and_answer(tx);
    Ok(Verdict::Waits(told, Box::new(open)))
}

/// The approved request that the running command carries out: it has its id, its maker and its body. Any other command cannot have that id.
fn approved(tx: &mut Tx<'_, '_>, judged: &Judged<'_>) -> Result<Option<Id<ApprovalRequest>>> {
    let id = Id::from_uuid(tx.command());
    let Some(request) = tx.get::<ApprovalRequest>(&id)? else { return Ok(None) };
    let asked = tx.get::<CommandRow>(&request.asked_by)?;
    let hash = judged.request_hash()?;
    let is_the_same = request.maker == tx.actor() && asked.is_some_and(|asked| asked.request_hash == hash);
    if request.state == RequestState::Approved && is_the_same {
        return Ok(Some(id));
    }
    Err(errors::id_of_request())
}

/// A command for which an approval is asked.
struct Asked {
    policy: Arc<ApprovalPolicy>,
    steps: BTreeMap<i64, Vec<Arc<ApprovalStep>>>,
    command: &'static str,
    site: Option<Uuid>,
    amount: Option<Amount>,
    amount_view: Option<&'static str>,
    facts: String,
    waits: WaitsForApproval,
}

impl Asked {
    /// What has to be approved of a command that has done this; `None` where that is nothing.
    fn of(
        tx: &mut Tx<'_, '_>,
        entry: &ApprovableEntry,
        policies: Vec<Arc<ApprovalPolicy>>,
        facts: &Facts,
    ) -> Result<Option<Asked>> {
        let values = values(tx, entry, facts)?;
        let Some(policy) = first_that_holds(policies, entry, facts.site, &values) else { return Ok(None) };
        let currency: Currency = ledger::company(tx)?.base_currency;
        let steps = steps(tx, policy.id, facts.amount)?;
        if steps.is_empty() {
            return Ok(None);
        }
        let mut told = Vec::new();
        for (step, approvers) in &steps {
            let approvers = named(tx, approvers.iter().map(|step| (step.role.clone(), step.member)))?;
            told.push(WaitingStep { step: *step, approvers });
        }
        let waits = WaitsForApproval {
            approval_request: None,
            label: entry.label.to_owned(),
            policy: policy.name.clone(),
            amount: facts.amount.filter(|_| facts.amount_view.is_none()),
            steps: told,
        };
        let amount = facts.amount.and_then(|amount| Amount::from_decimal(amount, currency).ok());
        let (command, site, amount_view, facts) = (entry.command, facts.site, facts.amount_view, shown(&values)?);
        Ok(Some(Asked { policy, steps, command, site, amount, amount_view, facts, waits }))
    }

    fn open_and_answer(self, tx: &mut Tx<'_, '_>) -> Result<WaitsForApproval> {
        let waits = self.waits.clone();
        let request = self.open(tx, false)?;
        Ok(WaitsForApproval { approval_request: Some(request.uuid()), ..waits })
    }

    /// Keeps the request.
    fn open(self, tx: &mut Tx<'_, '_>, has_happened: bool) -> Result<Id<ApprovalRequest>> {
        let id = tx.id::<ApprovalRequest>();
        let request = ApprovalRequest {
            id,
            policy: self.policy.id,
            command: self.command.to_owned(),
            label: self.waits.label,
            asked_by: tx.command(),
            maker: tx.actor(),
            site: self.site.map(Id::<Site>::from_uuid),
            amount: self.amount,
            amount_view: self.amount_view.map(str::to_owned),
            facts: self.facts,
            has_happened,
            state: RequestState::Waiting,
            step: self.steps.keys().next().copied().unwrap_or_default(),
            round: 1,
            remind_after: self.policy.remind_after,
            remind_at: remind_at(tx.now(), self.policy.remind_after),
            reminders: 0,
            document: None,
            document_number: None,
            problem_code: None,
            problem: None,
        };
        tx.insert_new(request.clone())?;
        for (step, approvers) in &self.steps {
            for (n, approver) in (1..).zip(approvers) {
                let (role, member) = (approver.role.clone(), approver.member);
                tx.insert_new(ApprovalTask { request: id, step: *step, n, role, member })?;
            }
        }
        tell_step(tx, &request)?;
        Ok(id)
    }
}

/// When those who have to decide are told again.
pub(crate) fn remind_at(now: Instant, hours: i64) -> Option<Instant> {
    (hours > 0).then(|| Instant::from_micros(now.micros() + hours * 3_600_000_000))
}

/// Values as they are kept beside the request.
fn shown(values: &BTreeMap<String, Value>) -> Result<String> {
    let text = |value: &Value| match value {
        Value::Empty => None,
        Value::Decimal(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.chars().take(200).collect()),
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Date(day) => Some(day.to_string()),
    };
    let values: BTreeMap<&String, Option<String>> = values.iter().map(|(name, value)| (name, text(value))).collect();
    serde_json::to_string(&values).map_err(|error| defect(error.to_string()))
}
