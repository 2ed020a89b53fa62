//! Requests as people read them, and what can be approved.

use crate::queries::{self, Filter, Standing};
use crate::records::{ApprovalDecision, ApprovalPolicy, ApprovalRequest, ApprovalTask, DecisionKind, RequestState};
use crate::rules::{COMMON, delegations_to, is_named, named};
use crate::{VIEW, VIEW_ALL, errors};
use command::{CommandBody, CommandRow, Query, QueryContext, Scope};
use formula::Kind;
use identity::Member;
use kernel::{Error, Id, Instant, Result, ToSchema};
use ledger::Site;
use money::{Currency, Decimal};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use store::{Read, Session};
use uuid::Uuid;

/// A request for an approval.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestOut {
    /// Its id.
    pub(crate) id: Id<ApprovalRequest>,
    /// Its version, for `If-Match`.
    pub(crate) version: i64,
    /// How far it is.
    pub(crate) state: RequestState,
    /// What it is called that has to be approved.
    pub(crate) label: String,
    /// The command that has to be approved.
    pub(crate) command: String,
    /// The policy by which it waits.
    pub(crate) policy: Id<ApprovalPolicy>,
    /// The name of the policy.
    pub(crate) policy_name: String,
    /// The user who asks.
    pub(crate) maker: Uuid,
    /// Their name.
    pub(crate) maker_name: Option<String>,
    /// Its amount in the currency of the company; null where it has none, or you may not see it.
    pub(crate) amount: Option<Decimal>,
    /// The currency of the company.
    pub(crate) currency: Currency,
    /// The site in whose books it is.
    pub(crate) site: Option<Id<Site>>,
    /// The code of the site.
    pub(crate) site_code: Option<String>,
    /// What the condition of the policy could read.
    pub(crate) facts: Json,
    /// Whether it has happened already, and is only looked at afterwards.
    pub(crate) has_happened: bool,
    /// The step that waits, or was the last to wait.
    pub(crate) step: i64,
    /// The roles and members of whom one is enough at that step.
    pub(crate) approvers: Vec<String>,
    /// When it was asked for.
    pub(crate) asked_at: Instant,
    /// When those who have to decide are told again.
    pub(crate) remind_at: Option<Instant>,
    /// How often they were told again.
    pub(crate) reminders: i64,
    /// The document that it has made or changed.
    pub(crate) document: Option<Uuid>,
    /// The printed number of that document.
    pub(crate) document_number: Option<String>,
    /// The code of the problem for which it was refused when it was to be carried out.
    pub(crate) problem_code: Option<String>,
    /// That problem in words.
    pub(crate) problem: Option<String>,
}

/// Requests for approval, the newest first: yours, and those in which you have a say; all of them with the permission
/// `approvals.request.view_all`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListRequests {
    /// `true`: only those that wait for your decision.
    mine: Option<bool>,
    /// `true`: only those that you have asked for.
    own: Option<bool>,
    /// Only those in this state.
    state: Option<RequestState>,
    /// Only those for this command.
    command: Option<String>,
    /// Requests on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListRequests {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "approvals.request.list";
    const SCOPED: bool = true;
    type Output = Listing<RequestOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let foreign = || errors::foreign_cursor().blame("cursor", errors::foreign_cursor());
        let before = self.cursor.as_deref().map(|text| place_of(text).ok_or_else(foreign)).transpose()?;
        let standing = standing(read, context)?;
        let filter = Filter {
            only_waiting: self.mine == Some(true),
            only_own: self.own == Some(true),
            state: self.state,
            command: self.command.as_deref(),
        };
        let (count, mut page) = queries::requests(read, &standing, &filter, before, size + 1)?;
        let more = page.len() as i64 > size;
        page.truncate(usize::try_from(size).unwrap_or_default());
        let next =
            page.last().filter(|_| more).map(|last| context.link("cursor", &format!("{}-{}", last.seq, last.id)));
        let rows = page.iter().map(|place| shown(read, context, place.id)).collect::<Result<_>>()?;
        Ok(Listing::of(count, next, rows))
    }
}

fn place_of(cursor: &str) -> Option<queries::Place> {
    let (seq, id) = cursor.split_once('-')?;
    Some((seq.parse().ok()?, store::id_of(id)?))
}

/// Who the user is before requests: themselves and, today, those who have delegated their decisions to them.
fn standing(read: &mut Session<'_>, context: &QueryContext) -> Result<Standing> {
    let user = context.user();
    let today = ledger::today(read)?;
    let mut members = vec![user];
    members.extend(delegations_to(read, user, today)?.iter().map(|delegation| delegation.from_user));
    let mut identities = Vec::new();
    for member in members {
        let member = read.get::<Member>(&member)?.filter(|member| member.is_active);
        identities.extend(member.map(|member| (member.user_id, member.role.clone())));
    }
    let sites = match context.grant().scope() {
        Scope::All => None,
        Scope::Sites(sites) => Some(sites.iter().copied().collect()),
        Scope::Party(_) => Some(Vec::new()),
    };
    Ok(Standing { user, identities, sites, sees_all: context.may(VIEW_ALL) })
}

fn shown(read: &mut Session<'_>, context: &QueryContext, id: Id<ApprovalRequest>) -> Result<RequestOut> {
    let request = read.one::<ApprovalRequest>(&id)?;
    let version = read.version::<ApprovalRequest>(&id).unwrap_or_default();
    let asked_at = read.stamp::<ApprovalRequest>(&id).map(|stamp| stamp.created_at).unwrap_or_default();
    let currency = ledger::company(read)?.base_currency;
    let tasks = read.scan(ApprovalTask::BY_REQUEST, id)?;
    let waiting = tasks.iter().filter(|task| task.step == request.step);
    let approvers = named(read, waiting.map(|task| (task.role.clone(), task.member)))?;
    let site = request.site.map(|site| read.get::<Site>(&site)).transpose()?.flatten();
    let maker = read.get::<Member>(&request.maker)?;
    let policy = read.one::<ApprovalPolicy>(&request.policy)?;
    let request = ApprovalRequest::clone(&request);
    let sees_amount = request.amount_view.as_deref().is_none_or(|view| context.may(view));
    let mut facts: Map<String, Json> = serde_json::from_str(&request.facts).unwrap_or_default();
    if !sees_amount {
        facts.remove("amount");
    }
    Ok(RequestOut {
        id,
        version,
        state: request.state,
        label: request.label,
        command: request.command,
        policy: request.policy,
        policy_name: policy.name.clone(),
        maker: request.maker,
        maker_name: maker.map(|maker| maker.name.clone()),
        amount: request.amount.filter(|_| sees_amount).map(|amount| amount.decimal(currency)),
        currency,
        site: request.site,
        site_code: site.map(|site| site.code.clone()),
        facts: Json::Object(facts),
        has_happened: request.has_happened,
        step: request.step,
        approvers,
        asked_at,
        remind_at: request.remind_at,
        reminders: request.reminders,
        document: request.document,
        document_number: request.document_number,
        problem_code: request.problem_code,
        problem: request.problem,
    })
}

/// A step of a request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepOut {
    /// Its number.
    step: i64,
    /// The roles and members of whom one is enough.
    approvers: Vec<String>,
}

/// What somebody has decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionOut {
    /// How often the request had begun at its first step by then.
    round: i64,
    /// The step that waited.
    step: i64,
    /// What was decided.
    kind: DecisionKind,
    /// The user who decided.
    by: Uuid,
    /// Their name.
    by_name: Option<String>,
    /// The member for whom they decided, by a delegation.
    for_user: Option<Uuid>,
    /// Their name.
    for_name: Option<String>,
    /// Why.
    reason: Option<String>,
    /// When.
    at: Instant,
}

/// A request with everything about it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestDetail {
    /// The request.
    #[serde(flatten)]
    request: RequestOut,
    /// What was sent: the body of the command; null where it was erased from the log.
    body: Json,
    /// Its steps. Those below their minimum are not among them.
    steps: Vec<StepOut>,
    /// What was decided, in that order.
    decisions: Vec<DecisionOut>,
    /// Whether it waits for your decision.
    is_yours_to_decide: bool,
}

/// A request for approval, with its steps, what was decided, and what was sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetRequest {
    /// Its id.
    id: Id<ApprovalRequest>,
}

impl Query for GetRequest {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "approvals.request.get";
    const SCOPED: bool = true;
    const VERSIONED: bool = true;
    type Output = RequestDetail;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<RequestDetail> {
        let standing = standing(read, context)?;
        if !queries::sees(read, &standing, self.id)? {
            return Err(Error::not_found("approval request", self.id));
        }
        let request = read.one::<ApprovalRequest>(&self.id)?;
        let tasks = read.scan(ApprovalTask::BY_REQUEST, self.id)?;
        let decided = read.scan(ApprovalDecision::BY_REQUEST, self.id)?;
        let decisions = decided.iter().map(|one| decision(read, one)).collect::<Result<_>>()?;
        let waiting: Vec<_> = tasks.iter().filter(|task| task.step == request.step).cloned().collect();
        let mut may_decide = false;
        for (user, _) in standing.identities.iter().filter(|(user, _)| *user != request.maker) {
            may_decide |= read.get::<Member>(user)?.is_some_and(|member| is_named(&member, &waiting));
        }
        let has_approved = decided.iter().any(|one| {
            one.round == request.round && one.kind == DecisionKind::Approved && one.user_id == standing.user
        });
        let is_open = request.state == RequestState::Waiting && request.maker != standing.user;
        Ok(RequestDetail {
            request: shown(read, context, self.id)?,
            body: body(read, request.asked_by)?,
            steps: steps(read, &tasks)?,
            decisions,
            is_yours_to_decide: is_open && may_decide && !has_approved,
        })
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        read.get::<ApprovalRequest>(&self.id)?;
        Ok(read.version::<ApprovalRequest>(&self.id))
    }
}

fn body(read: &mut Session<'_>, asked_by: Uuid) -> Result<Json> {
    let row = read.one::<CommandRow>(&asked_by)?;
    let body = read.get::<CommandBody>(&row.seq)?;
    Ok(body.and_then(|body| serde_json::from_slice(&body.body).ok()).unwrap_or_default())
}

fn steps(read: &mut Session<'_>, tasks: &[Arc<ApprovalTask>]) -> Result<Vec<StepOut>> {
    let mut steps: Vec<StepOut> = Vec::new();
    for of_step in tasks.chunk_by(|one, other| one.step == other.step) {
        let approvers = named(read, of_step.iter().map(|task| (task.role.clone(), task.member)))?;
        steps.push(StepOut { step: of_step.first().map_or(0, |task| task.step), approvers });
    }
    Ok(steps)
}

fn decision(read: &mut Session<'_>, decision: &ApprovalDecision) -> Result<DecisionOut> {
    let by = read.get::<Member>(&decision.user_id)?;
    let for_member = decision.for_user.map(|user| read.get::<Member>(&user)).transpose()?.flatten();
    Ok(DecisionOut {
        round: decision.round,
        step: decision.step,
        kind: decision.kind,
        by: decision.user_id,
        by_name: by.map(|member| member.name.clone()),
        for_user: decision.for_user,
        for_name: for_member.map(|member| member.name.clone()),
        reason: decision.reason.clone(),
        at: decision.at,
    })
}

/// What a condition may read of a command.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactOut {
    /// Its name.
    name: &'static str,
    /// `decimal`, `text`, `boolean` or `date`.
    kind: &'static str,
    /// Its meaning.
    meaning: &'static str,
}

/// A command that policies can be made for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovableOut {
    /// Its name.
    command: &'static str,
    /// What it is called.
    label: &'static str,
    /// What conditions may read of it.
    facts: Vec<FactOut>,
}

/// The commands that policies can be made for, and what their conditions may read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListApprovable {}

impl Query for ListApprovable {
    const NAME: &'static str = "approvals.policy.view";
    const OPERATION: &'static str = "approvals.command.list";
    const SCOPED: bool = true;
    type Output = Listing<ApprovableOut>;

    fn run(&self, _: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let fact = |(name, kind, meaning): (&'static str, Kind, &'static str)| {
            let kind = match kind {
                Kind::Decimal => "decimal",
                Kind::Text => "text",
                Kind::Boolean => "boolean",
                Kind::Date => "date",
            };
            FactOut { name, kind, meaning }
        };
        let entries = context.definitions.approvable.values().filter(|entry| entry.happened_as.is_none());
        let rows: Vec<_> = entries
            .map(|entry| {
                let own = entry.names.iter().map(|name| (name.name, name.kind, name.meaning));
                let facts = COMMON.into_iter().chain(own).map(fact).collect();
                ApprovableOut { command: entry.command, label: entry.label, facts }
            })
            .collect();
        Ok(Listing::of(rows.len() as i64, None, rows))
    }
}
