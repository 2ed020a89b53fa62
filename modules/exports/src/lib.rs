//! Lists, reports and exports that are made into files in the background, for whoever asks, and kept for some days.
//!
//! Start at `commands.rs`; `job.rs` makes the file, `source.rs` of what.

mod commands;
mod errors;
mod files;
mod job;
mod queries;
mod records;
mod source;

pub use commands::AskExport;
pub use job::try_begin;
pub use queries::needed_files;
pub use records::ExportFile;

use command::{
    CommandEntry, DataStep, EventEntry, FileAnswer, JobEntry, LiveTopic, Method, Module, QueryEntry, Subscriber, Tx,
};
use commands::{ExportMade, ExportWanted, FailExport, FinishExport, ForgetExports, RemoveExport};
use files::{GetContent, GetExport, ListExports};
use job::{AskOnTime, ForgetOld, MakeExport};
use jobs::JobDied;
use kernel::Result;
use notifications::Notify;
use store::{Record, migration};

/// Reads your own files.
const VIEW: &str = "exports.file.view";

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "exports",
        about: "Lists and reports as files that are made in the background.",
        place: 81,
        migrations: vec![migration!("exports", 1, "exports")],
        tables: vec![ExportFile::TABLE],
        data_steps: vec![DataStep { module: "exports", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<AskExport>(Method::Post, "/exports/").awaits::<MakeExport>(),
            CommandEntry::of::<RemoveExport>(Method::Delete, "/exports/{id}/"),
            CommandEntry::of::<FinishExport>(Method::Post, "/exports/{id}/finish/"),
            CommandEntry::of::<FailExport>(Method::Post, "/exports/{id}/fail/"),
            CommandEntry::of::<ForgetExports>(Method::Post, "/exports/forget/"),
        ],
        queries: vec![
            QueryEntry::of::<ListExports>("/exports/"),
            QueryEntry::of::<GetExport>("/exports/{id}/"),
            QueryEntry::of::<GetContent>("/exports/{id}/content/").answers_file(FileAnswer::Content),
        ],
        events: vec![EventEntry::of::<ExportWanted>(), EventEntry::of::<ExportMade>()],
        jobs: vec![
            JobEntry::of::<MakeExport>("Makes a file of a list or a report").on(MakeExport::of),
            JobEntry::of::<AskOnTime>("Has a file made of a list or a report")
                .at_own_times(|ask, author| AskOnTime { ask, author }),
            JobEntry::of::<ForgetOld>("Forgets old files of lists and reports").every("20 4 * * *", ForgetOld {}),
        ],
        subscribers: vec![
            Subscriber::of::<JobDied, FailExport>("exports.end_given_up", MakeExport::given_up),
            Subscriber::of::<ExportMade, Notify>("exports.tell_author", commands::told),
        ],
        live: vec![LiveTopic { name: "exports", table: ExportFile::TABLE, owner: "author", permission: VIEW }],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Lets managers and clerks have what they may read as files.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK] {
        identity::grant(tx, role, &["exports.file.*"])?;
    }
    Ok(())
}
