//! Which events become notifications.

use crate::NotificationKind;
use crate::by_mail::SendNotification;
use crate::commands::{MOST_LETTERS, Notify};
use approvals::{DecisionKind, RequestDecided, RequestFailed, RequestOpened, RequestOverdue};
use command::{Job, Subscriber};
use imports::{RunFinished, RunState};
use jobs::JobDied;
use kernel::Text;
use notes::CommentWritten;
use uuid::Uuid;

pub(crate) fn all() -> Vec<Subscriber> {
    vec![
        Subscriber::of::<CommentWritten, Notify>("notifications.tell_mentioned", mentioned),
        Subscriber::of::<RunFinished, Notify>("notifications.tell_importer", imported),
        Subscriber::of::<JobDied, Notify>("notifications.tell_of_death", died),
        Subscriber::of::<RequestOpened, Notify>("notifications.tell_approvers", opened),
        Subscriber::of::<RequestDecided, Notify>("notifications.tell_maker", decided),
        Subscriber::of::<RequestFailed, Notify>("notifications.tell_maker_of_failure", failed),
        Subscriber::of::<RequestOverdue, Notify>("notifications.remind_approvers", overdue),
    ]
}

/// Whoever writes a comment knows that it mentions themselves.
fn mentioned(comment: &CommentWritten) -> Option<Notify> {
    let users: Vec<_> = comment.mentioned.iter().copied().filter(|user| *user != comment.author).collect();
    (!users.is_empty()).then(|| Notify {
        users,
        role: None,
        only_inbox: false,
        kind: NotificationKind::Mention,
        author: Some(comment.author),
        text: shortened(&comment.text),
        record: Some(comment.record.clone()),
        row: Some(comment.row),
    })
}

fn imported(run: &RunFinished) -> Option<Notify> {
    let outcome = match run.state {
        RunState::Waiting | RunState::Running => return None,
        RunState::Cancelled => "was cancelled",
        RunState::Done => "is done",
        RunState::Refused => "was refused",
        RunState::Stopped => "has stopped at a row that was refused",
        RunState::Failed => "has failed",
    };
    let counts = [(run.created, "created"), (run.updated, "changed"), (run.refused, "refused")];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    let problem = run.problem.as_ref().map(|problem| format!(" {problem}")).unwrap_or_default();
    Some(Notify {
        users: vec![run.author],
        role: None,
        only_inbox: false,
        kind: NotificationKind::Import,
        author: None,
        text: shortened(&format!("The import of {} into {} {outcome}{counts}.{problem}", run.name, run.target)),
        record: Some("import-runs".to_owned()),
        row: Some(run.run.uuid()),
    })
}

/// Whoever asked for a job is told that it was given up; of what the program does by itself, the owners are. An import says so itself.
fn died(job: &JobDied) -> Option<Notify> {
    if job.name == imports::CARRY_OUT {
        return None;
    }
    let is_own = job.author.is_nil();
    Some(Notify {
        users: if is_own { Vec::new() } else { vec![job.author] },
        role: is_own.then(|| identity::OWNER.to_owned()),
        // A message that cannot be sent is not told by another one.
        only_inbox: job.name == SendNotification::NAME,
        kind: NotificationKind::Job,
        author: None,
        text: shortened(&format!("{}: given up. {}", job.about, job.problem)),
        record: Some("jobs".to_owned()),
        row: Some(job.job.uuid()),
    })
}

/// What a notification of a request for approval says; nothing where nobody is to be told.
fn of_request(users: &[Uuid], author: Option<Uuid>, request: Uuid, text: &str) -> Option<Notify> {
    (!users.is_empty()).then(|| Notify {
        users: users.to_vec(),
        role: None,
        only_inbox: false,
        kind: NotificationKind::Approval,
        author,
        text: shortened(text),
        record: Some("approval-requests".to_owned()),
        row: Some(request),
    })
}

fn opened(request: &RequestOpened) -> Option<Notify> {
    let amount = request.amount.map(|amount| format!(" of {amount} {}", request.currency)).unwrap_or_default();
    let what =
        if request.has_happened { "has happened offline without your approval" } else { "waits for your approval" };
    let text = format!("{}{amount} {what}.", request.label);
    of_request(&request.approvers, Some(request.maker), request.request.uuid(), &text)
}

fn decided(request: &RequestDecided) -> Option<Notify> {
    let outcome = match request.decision {
        DecisionKind::Approved => "is approved",
        DecisionKind::Rejected => "is rejected",
        DecisionKind::SentBack => "came back to you",
        DecisionKind::Resubmitted | DecisionKind::Withdrawn | DecisionKind::Retried => return None,
    };
    let reason = request.reason.as_ref().map(|reason| format!(" {reason}")).unwrap_or_default();
    let text = format!("{} {outcome}.{reason}", request.label);
    of_request(&[request.maker], Some(request.by), request.request.uuid(), &text)
}

fn failed(request: &RequestFailed) -> Option<Notify> {
    let text = format!("{} was approved, but is refused now: {}", request.label, request.problem);
    of_request(&[request.maker], None, request.request.uuid(), &text)
}

fn overdue(request: &RequestOverdue) -> Option<Notify> {
    let text = format!("{} still waits for your approval.", request.label);
    of_request(&request.approvers, Some(request.maker), request.request.uuid(), &text)
}

/// The first letters of a text, as many as a notification has.
pub(crate) fn shortened(text: &str) -> Text<MOST_LETTERS> {
    let letters = text.chars().count();
    let whole: String = text.chars().take(MOST_LETTERS - 1).collect();
    Text::new(&if letters < MOST_LETTERS { whole } else { format!("{whole}…") }).unwrap_or_default()
}
