//! Files whose rows become rows of a resource, or documents. Every row, or every document, is an ordinary command.
//!
//! Start at [`Import`]. `file.rs` reads the file and finds out which column is which field, `cells.rs` makes values of cells,
//! `documents.rs` puts the rows of a document together, `carry.rs` tries everything and carries it out. `run.rs` keeps the files that are
//! imported in the background, `job.rs` carries them out, `mapping.rs` what their columns were said to be.

mod answer;
mod carry;
mod cells;
mod documents;
mod errors;
mod file;
mod job;
mod mapping;
mod own;
mod parameters;
mod queries;
mod run;
mod target;

pub use answer::{CellError, ColumnRead, FileRead, ImportAnswer, ImportOutcome, PreviewRow};
pub use carry::Import;
pub use mapping::ImportMapping;
pub use parameters::{ImportKey, ImportMode, ImportParameters, OnRefusal};
pub use queries::needed_files;
pub use run::{ImportRun, Outcome, RunAction, RunFinished, RunState, StartRun};
pub use target::{Target, permissions_of};

use command::{CommandEntry, EventEntry, Job as _, JobEntry, Method, Module, QueryEntry, Subscriber};
use job::CarryOutRun;
use jobs::JobDied;
use mapping::ForgetMapping;
use run::{BeginRun, CancelRun, FailRun, FinishRun, ReportRun, RunBegun, RunResult, UseKey};
use store::{Record, migration};
use target::ListTargets;

/// The kind of job that carries out an import.
pub const CARRY_OUT: &str = CarryOutRun::NAME;

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "imports",
        about: "Files that are imported in the background, and what their columns are.",
        place: 80,
        migrations: vec![migration!("imports", 1, "imports")],
        tables: vec![ImportRun::TABLE, ImportMapping::TABLE],
        commands: vec![
            CommandEntry::of::<StartRun>(Method::Post, "/import-runs/").takes_any_file(),
            CommandEntry::of::<CancelRun>(Method::Post, "/import-runs/{id}/cancel/"),
            CommandEntry::of::<BeginRun>(Method::Post, "/import-runs/{id}/begin/"),
            CommandEntry::of::<ReportRun>(Method::Post, "/import-runs/{id}/report/"),
            CommandEntry::of::<FinishRun>(Method::Post, "/import-runs/{id}/finish/"),
            CommandEntry::of::<FailRun>(Method::Post, "/import-runs/{id}/fail/"),
            CommandEntry::of::<UseKey>(Method::Post, "/import-keys/"),
            CommandEntry::of::<mapping::RememberMapping>(Method::Post, "/import-mappings/"),
            CommandEntry::of::<ForgetMapping>(Method::Delete, "/import-mappings/{id}/"),
        ],
        queries: vec![
            QueryEntry::of::<RunResult>("/import-runs/{id}/result/"),
            QueryEntry::of::<ListTargets>("/import-targets/"),
        ],
        events: vec![EventEntry::of::<RunBegun>(), EventEntry::of::<RunFinished>().public()],
        jobs: vec![JobEntry::of::<CarryOutRun>("Imports a file").on(CarryOutRun::of)],
        subscribers: vec![Subscriber::of::<JobDied, FailRun>("imports.end_given_up", CarryOutRun::given_up)],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve_read_only::<ImportRun>(&mut module, "import-runs", "imports.run.view");
    resource::serve_read_only::<ImportMapping>(&mut module, "import-mappings", "imports.mapping.view");
    module
}
