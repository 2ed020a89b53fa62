//! The tables of the module.

use crate::commands::{Approve, Fail, Reject, Resubmit, Retry, SendBack, Withdraw};
use crate::{errors, rules};
use command::{Command, Tx};
use identity::{Member, Role};
use kernel::errors::{expected, no_such, required};
use kernel::{Date, Error, FieldErrors, Id, Instant, Result};
use ledger::Site;
use money::{Amount, Price};
use resource::{Resource, States};
use store::{Read, Record, choices};
use uuid::Uuid;

/// What has to be approved: commands of a kind on which a condition holds. Of several that hold, the first by its code counts.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "approval_policy", label = "approval policy", unique(code), scan(command), audited)]
#[non_exhaustive]
pub struct ApprovalPolicy {
    /// Its id.
    pub id: Id<ApprovalPolicy>,
    /// Its code, unique in the list.
    #[field(code, max = 64, search)]
    pub code: String,
    /// Its name, which those who wait are told.
    #[field(max = 200, search)]
    pub name: String,
    /// The command that has to be approved, one of `/approvable-commands/`: `sales.sale.return`. It stays.
    #[field(max = 100, group = "What has to be approved")]
    pub command: String,
    /// The site in whose books it is; any where none is named.
    #[field(references = Site, resource = "sites")]
    pub site: Option<Id<Site>>,
    /// When it has to be approved, as a formula over what `/approvable-commands/` tells of the command: `amount > 10000`. Always where it is left
    /// out. What cannot be computed has to be approved.
    #[field(max = 1000)]
    pub condition: Option<String>,
    /// After so many hours those who have to decide are told again, and again; 0 for never.
    #[field(default = "24", least = 0, most = 8760, unit = "hours", group = "Waiting")]
    pub remind_after: i64,
    /// Whether it counts. Requests that wait already are not changed by it.
    #[field(default = "true")]
    pub is_active: bool,
}

/// Who approves: a role or a member at a step of a policy. Of those at one step one is enough; steps follow one another by their number. A policy
/// without steps lets everything through.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "approval_step", label = "approval step", unique(code), scan(policy), audited)]
#[non_exhaustive]
pub struct ApprovalStep {
    /// Its id.
    pub id: Id<ApprovalStep>,
    /// Its code, unique in the list.
    #[field(code, max = 64, search)]
    pub code: String,
    /// The policy.
    #[field(references = ApprovalPolicy)]
    pub policy: Id<ApprovalPolicy>,
    /// The number of the step.
    #[field(default = "1", least = 1, most = 20)]
    pub step: i64,
    /// The code of the role whose members may approve …
    #[field(max = 64, references_table = "role", resource = "roles")]
    pub role: Option<String>,
    /// … or the member who may.
    #[field(references_table = "member", resource = "members")]
    pub member: Option<Uuid>,
    /// The amount, in the currency of the company, from which on they are asked; below it they are skipped.
    pub minimum: Option<Price>,
}

choices! {
    /// How far a request is.
    pub enum RequestState {
        /// A step waits for those who decide.
        Waiting = "waiting",
        /// It came back to the maker, who may send it again.
        SentBack = "sent_back" as "Sent back",
        /// It was approved, and is being carried out.
        Approved = "approved",
        /// It was approved and carried out.
        Done = "done",
        /// It was approved, but was refused when it was to be carried out: it may be tried again.
        Failed = "failed",
        /// It was rejected.
        Rejected = "rejected",
        /// The maker has withdrawn it.
        Withdrawn = "withdrawn",
    }
}

/// A command that waits for an approval, or waited. Its id is that of the command by which it is carried out.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "approval_request", label = "approval request", scan(state), company_currency)]
#[non_exhaustive]
pub struct ApprovalRequest {
    /// Its id, which the command gets by which it is carried out: so that happens once.
    pub id: Id<ApprovalRequest>,
    /// The policy by which it waits.
    #[field(references_table = "approval_policy")]
    pub policy: Id<ApprovalPolicy>,
    /// The name of the command that has to be approved.
    #[field(max = 100)]
    pub command: String,
    /// What it is called.
    #[field(max = 100)]
    pub label: String,
    /// The command with which it was asked for; the log has its body.
    pub asked_by: Uuid,
    /// The user who asks.
    pub maker: Uuid,
    /// The site in whose books it is.
    #[field(references_table = "site")]
    pub site: Option<Id<Site>>,
    /// Its amount in the currency of the company.
    pub amount: Option<Amount>,
    /// The permission to see the amount, where not everybody may.
    #[field(max = 100)]
    pub amount_view: Option<String>,
    /// What the condition could read, a JSON object of texts.
    #[field(max = 20000)]
    pub facts: String,
    /// Whether it has happened already, on a device that was offline: it is only looked at afterwards.
    pub has_happened: bool,
    /// How far it is.
    pub state: RequestState,
    /// The step that waits, or was the last to wait.
    pub step: i64,
    /// How often it has begun at its first step.
    pub round: i64,
    /// After so many hours those who have to decide are told again.
    pub remind_after: i64,
    /// When they are told again; none where they are not.
    pub remind_at: Option<Instant>,
    /// How often they were told again.
    pub reminders: i64,
    /// The document that it has made or changed.
    pub document: Option<Uuid>,
    /// The printed number of that document.
    #[field(max = 255)]
    pub document_number: Option<String>,
    /// The code of the problem for which it was refused when it was to be carried out.
    #[field(max = 100)]
    pub problem_code: Option<String>,
    /// That problem in words.
    #[field(max = 2000)]
    pub problem: Option<String>,
}

/// Who may decide a step of a request: a role or a member, as the policy said when it was asked for.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "approval_task", key(request, step, n), scan(request), append_only, unstamped)]
#[non_exhaustive]
pub struct ApprovalTask {
    /// The request.
    #[field(references_table = "approval_request")]
    pub request: Id<ApprovalRequest>,
    /// The step.
    pub step: i64,
    /// Its place among those of whom one is enough.
    pub n: i64,
    /// The code of the role …
    #[field(max = 64)]
    pub role: Option<String>,
    /// … or the member.
    pub member: Option<Uuid>,
}

choices! {
    /// What was decided.
    pub enum DecisionKind {
        /// The step is approved.
        Approved = "approved",
        /// The request is rejected.
        Rejected = "rejected",
        /// The maker has to do something about it first.
        SentBack = "sent_back" as "Sent back",
        /// The maker has sent it again.
        Resubmitted = "resubmitted",
        /// The maker has withdrawn it.
        Withdrawn = "withdrawn",
        /// It is to be carried out once more.
        Retried = "retried",
    }
}

/// What somebody has decided about a request.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "approval_decision", key(request, n), scan(request), append_only, unstamped)]
#[non_exhaustive]
pub struct ApprovalDecision {
    /// The request.
    #[field(references_table = "approval_request")]
    pub request: Id<ApprovalRequest>,
    /// Its place among the decisions, from 1.
    pub n: i64,
    /// The round and the step.
    pub round: i64,
    /// The step that waited.
    pub step: i64,
    /// What was decided.
    pub kind: DecisionKind,
    /// The user who decided.
    pub user_id: Uuid,
    /// The member for whom they decided, by a delegation.
    pub for_user: Option<Uuid>,
    /// Why.
    #[field(max = 1000)]
    pub reason: Option<String>,
    /// When.
    pub at: Instant,
}

/// A member decides for another one, from one day to another.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "approval_delegation", label = "approval delegation", scan(to_user), scan(from_user), audited)]
#[non_exhaustive]
pub struct ApprovalDelegation {
    /// Its id.
    pub id: Id<ApprovalDelegation>,
    /// The member who would have to decide.
    #[field(references_table = "member", resource = "members")]
    pub from_user: Uuid,
    /// The member who decides for them.
    #[field(references_table = "member", resource = "members")]
    pub to_user: Uuid,
    /// The first day.
    pub from_day: Date,
    /// The last day.
    pub to_day: Date,
    /// Why.
    #[field(max = 500)]
    pub reason: String,
    /// Whether it was ended before its last day.
    pub is_ended: bool,
}

impl ApprovalDelegation {
    /// Whether it counts on a day.
    pub(crate) fn counts_on(&self, day: Date) -> bool {
        !self.is_ended && self.from_day <= day && day <= self.to_day
    }
}

impl Resource for ApprovalPolicy {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "name", "command", "site", "is_active"];

    fn check(&mut self, before: Option<&ApprovalPolicy>, tx: &mut Tx<'_, '_>) -> Result<()> {
        if before.is_some_and(|before| before.command != self.command) {
            return Err(errors::command_stays().at("command"));
        }
        let definitions = tx.definitions();
        let entry = definitions.approvable.get(&*self.command).filter(|entry| entry.happened_as.is_none());
        let entry = entry.ok_or_else(|| errors::not_approvable(&self.command).at("command"))?;
        if let Some(condition) = &self.condition {
            let wrong = |wrong| errors::bad_condition(wrong).at("condition");
            rules::condition(entry, condition).map_err(wrong)?;
        }
        Ok(())
    }
}

impl Resource for ApprovalStep {
    const ORDER: &'static [&'static str] = &["code", "id"];
    const FILTERS: &'static [&'static str] = &["code", "policy", "role", "member"];

    fn check(&mut self, _before: Option<&ApprovalStep>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let mut errors = FieldErrors::default();
        match (&self.role, self.member) {
            (None, None) => errors.add("role", required()),
            (Some(_), Some(_)) => errors.add("member", errors::role_or_member()),
            (Some(role), None) => {
                if tx.get::<Role>(role)?.is_none() {
                    errors.add("role", no_such("role", role));
                }
            }
            (None, Some(member)) => {
                if tx.get::<Member>(&member)?.is_none() {
                    errors.add("member", no_such("member", member));
                }
            }
        }
        if self.minimum.is_some_and(|minimum| minimum < Price::ZERO) {
            errors.add("minimum", expected("an amount of 0 or more"));
        }
        errors.finish()
    }
}

impl Resource for ApprovalDelegation {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["from_user", "to_user"];
}

impl States for ApprovalRequest {
    type State = RequestState;
    const TRANSITIONS: &'static [(RequestState, RequestState, &'static str)] = &[
        (RequestState::Waiting, RequestState::Approved, Approve::NAME),
        (RequestState::Waiting, RequestState::Done, Approve::NAME),
        (RequestState::Waiting, RequestState::Rejected, Reject::NAME),
        (RequestState::Waiting, RequestState::SentBack, SendBack::NAME),
        (RequestState::Waiting, RequestState::Withdrawn, Withdraw::NAME),
        (RequestState::SentBack, RequestState::Waiting, Resubmit::NAME),
        (RequestState::SentBack, RequestState::Withdrawn, Withdraw::NAME),
        (RequestState::Approved, RequestState::Failed, Fail::NAME),
        (RequestState::Failed, RequestState::Approved, Retry::NAME),
        (RequestState::Failed, RequestState::Withdrawn, Withdraw::NAME),
    ];

    fn state(&mut self) -> &mut RequestState {
        &mut self.state
    }
}

/// What a request in another state refuses.
pub(crate) fn wrong_state(request: &ApprovalRequest) -> Error {
    errors::wrong_state(request.state)
}
