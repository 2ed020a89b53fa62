//! Approvals: what has to be approved before it counts, by whom, and what was decided.
//!
//! Start at `judge.rs`: what becomes of a command that has run. `rules.rs` finds its policy and who decides, `commands/` decides, `jobs.rs`
//! carries out what was approved.

mod commands;
mod errors;
mod events;
mod jobs;
mod judge;
mod queries;
mod reads;
mod records;
mod rules;

pub use events::{RequestApproved, RequestDecided, RequestFailed, RequestOpened, RequestOverdue};
pub use records::{
    ApprovalDecision, ApprovalDelegation, ApprovalPolicy, ApprovalRequest, ApprovalStep, ApprovalTask, DecisionKind,
    RequestState,
};

use ::jobs::JobDied;
use command::{
    Approvals, Check, CommandEntry, DataStep, EventEntry, JobEntry, MenuEntry, Method, Module, QueryEntry, Subscriber,
    Tx,
};
use commands::{
    Approve, Delegate, EndDelegation, Fail, MANAGE_DELEGATIONS, Reject, Remind, Resubmit, Retry, SendBack, Withdraw,
};
use jobs::{CarryOut, RemindAll};
use kernel::Result;
use reads::{GetRequest, ListApprovable, ListRequests};
use store::{Record, migration};

/// Reads requests of one's own, and those in which one has a say.
const VIEW: &str = "approvals.request.view";
/// Reads the requests of others.
const VIEW_ALL: &str = "approvals.request.view_all";

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "approvals",
        about: "What has to be approved before it counts, and by whom.",
        place: 78,
        migrations: vec![migration!("approvals", 1, "approvals")],
        tables: vec![
            ApprovalPolicy::TABLE,
            ApprovalStep::TABLE,
            ApprovalRequest::TABLE,
            ApprovalTask::TABLE,
            ApprovalDecision::TABLE,
            ApprovalDelegation::TABLE,
        ],
        data_steps: vec![DataStep { module: "approvals", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<Approve>(Method::Post, "/approval-requests/{id}/approve/"),
            CommandEntry::of::<Reject>(Method::Post, "/approval-requests/{id}/reject/"),
            CommandEntry::of::<SendBack>(Method::Post, "/approval-requests/{id}/send-back/"),
            CommandEntry::of::<Withdraw>(Method::Post, "/approval-requests/{id}/withdraw/"),
            CommandEntry::of::<Resubmit>(Method::Post, "/approval-requests/{id}/resubmit/"),
            CommandEntry::of::<Retry>(Method::Post, "/approval-requests/{id}/retry/"),
            CommandEntry::of::<Fail>(Method::Post, "/approval-requests/{id}/fail/"),
            CommandEntry::of::<Remind>(Method::Post, "/approval-requests/{id}/remind/"),
            CommandEntry::of::<Delegate>(Method::Post, "/approval-delegations/"),
            CommandEntry::of::<EndDelegation>(Method::Post, "/approval-delegations/{id}/end/"),
        ],
        queries: vec![
            QueryEntry::of::<ListRequests>("/approval-requests/"),
            QueryEntry::of::<GetRequest>("/approval-requests/{id}/"),
            QueryEntry::of::<ListApprovable>("/approvable-commands/"),
        ],
        events: vec![
            EventEntry::of::<RequestOpened>().public(),
            EventEntry::of::<RequestDecided>().public(),
            EventEntry::of::<RequestApproved>(),
            EventEntry::of::<RequestFailed>().public(),
            EventEntry::of::<RequestOverdue>().public(),
        ],
        subscribers: vec![Subscriber::of::<JobDied, Fail>("approvals.end_given_up", CarryOut::given_up)],
        jobs: vec![
            JobEntry::of::<CarryOut>("Carries out what was approved").on(CarryOut::of),
            JobEntry::of::<RemindAll>("Reminds of approvals").every("10 * * * *", RemindAll {}),
        ],
        permissions: vec![VIEW_ALL, MANAGE_DELEGATIONS],
        approvals: Some(Approvals { prefetch: judge::prefetch, judge: judge::judge }),
        problems: errors::PROBLEMS,
        menu: vec![MenuEntry::resource("Company", 640, "approval-policies")],
        checks: checks(),
        ..Module::default()
    };
    resource::serve::<ApprovalPolicy>(&mut module, "approval-policies", resource::operation_names!("approvals.policy"));
    resource::serve::<ApprovalStep>(&mut module, "approval-steps", resource::operation_names!("approvals.step"));
    resource::serve_read_only::<ApprovalDelegation>(&mut module, "approval-delegations", "approvals.delegation.view");
    module
}

fn checks() -> Vec<Check> {
    vec![
        Check {
            invariant: "P1",
            what: "every approval request is what the log says",
            is_long: false,
            run: |read, _| queries::verify_commands(read),
        },
        Check {
            invariant: "P2",
            what: "what was approved was approved at every step, by others than the maker",
            is_long: false,
            run: |read, _| queries::verify_decisions(read),
        },
    ]
}

/// Lets everybody who works ask, decide where they are named, and delegate their own decisions; managers also read policies and all requests.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        let own = [VIEW, "approvals.request.approve", "approvals.request.reject", "approvals.request.send_back"];
        identity::grant(tx, role, &own)?;
        let asked = ["approvals.request.withdraw", "approvals.request.resubmit", "approvals.request.retry"];
        identity::grant(tx, role, &asked)?;
        let delegated = ["approvals.delegation.view", "approvals.delegation.create", "approvals.delegation.end"];
        identity::grant(tx, role, &delegated)?;
    }
    identity::grant(tx, identity::MANAGER, &["approvals.policy.view", "approvals.step.view", VIEW_ALL])
}
