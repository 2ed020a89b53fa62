//! Which events become notifications.

use crate::NotificationKind;
use crate::by_mail::SendNotification;
use crate::commands::{MOST_LETTERS, Notify};
use command::{Job, Subscriber};
use imports::{RunFinished, RunState};
use jobs::JobDied;
use kernel::Text;
use notes::CommentWritten;

pub(crate) fn all() -> Vec<Subscriber> {
    vec![
        Subscriber::of::<CommentWritten, Notify>("notifications.tell_mentioned", mentioned),
        Subscriber::of::<RunFinished, Notify>("notifications.tell_importer", imported),
        Subscriber::of::<JobDied, Notify>("notifications.tell_of_death", died),
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

/// The first letters of a text, as many as a notification has.
pub(crate) fn shortened(text: &str) -> Text<MOST_LETTERS> {
    let letters = text.chars().count();
    let whole: String = text.chars().take(MOST_LETTERS - 1).collect();
    Text::new(&if letters < MOST_LETTERS { whole } else { format!("{whole}…") }).unwrap_or_default()
}
