//! Which events become notifications.

use crate::NotificationKind;
use crate::commands::{MOST_LETTERS, Notify};
use command::Subscriber;
use imports::{RunFinished, RunState};
use kernel::Text;
use notes::CommentWritten;

pub(crate) fn all() -> Vec<Subscriber> {
    vec![
        Subscriber::of::<CommentWritten, Notify>("notifications.tell_mentioned", mentioned),
        Subscriber::of::<RunFinished, Notify>("notifications.tell_importer", imported),
    ]
}

/// Whoever writes a comment knows that it mentions themselves.
fn mentioned(comment: &CommentWritten) -> Option<Notify> {
    let users: Vec<_> = comment.mentioned.iter().copied().filter(|user| *user != comment.author).collect();
    (!users.is_empty()).then(|| Notify {
        users,
        kind: NotificationKind::Mention,
        author: Some(comment.author),
        text: shortened(&comment.text),
        record: Some(comment.record.clone()),
        row: Some(comment.row),
    })
}

/// Who cancels an import knows that it is over.
fn imported(run: &RunFinished) -> Option<Notify> {
    let outcome = match run.state {
        RunState::Waiting | RunState::Running | RunState::Cancelled => return None,
        RunState::Done => "is done",
        RunState::Refused => "was refused",
        RunState::Stopped => "has stopped at a row that was refused",
        RunState::Failed => "has failed",
    };
    let counts = [(run.created, "created"), (run.updated, "changed"), (run.refused, "refused")];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    Some(Notify {
        users: vec![run.author],
        kind: NotificationKind::Import,
        author: None,
        text: shortened(&format!("The import of {} into {} {outcome}{counts}.", run.name, run.target)),
        record: Some("import-runs".to_owned()),
        row: Some(run.run.uuid()),
    })
}

fn shortened(text: &str) -> Text<MOST_LETTERS> {
    let letters = text.chars().count();
    let whole: String = text.chars().take(MOST_LETTERS - 1).collect();
    Text::new(&if letters < MOST_LETTERS { whole } else { format!("{whole}…") }).unwrap_or_default()
}
