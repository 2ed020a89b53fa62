//! Work that outlives the request that asks for it: kept in the company's own tables, done by workers of any process, tried again where
//! something is not available, done once by itself at the times that it names.
//!
//! Start at `workers.rs`. `told.rs` makes jobs of events, `schedules.rs` of times; `operations.rs` is what people may do to jobs.

mod commands;
mod errors;
mod housekeeping;
mod kinds;
mod operations;
mod queries;
mod records;
mod schedules;
mod told;
mod workers;

pub use commands::JobDied;
pub use queries::{ask, run_now};
pub use records::{JobPriority, JobRow, JobState};
pub use workers::{Workers, Workplace, wait_before};

use command::{CommandEntry, EventEntry, JobEntry, Method, Module, QueryEntry};
use commands::BuryJob;
use housekeeping::{Prune, VerifyBooks};
use kinds::ListKinds;
use operations::{CancelJob, RunJob, RunKind};
use records::JobSchedule;
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "jobs",
        about: "Work in the background: what is done, what waits, what could not be done.",
        place: 91,
        migrations: vec![migration!("jobs", 1, "jobs")],
        tables: vec![JobRow::TABLE, JobSchedule::TABLE],
        commands: vec![
            CommandEntry::operation::<CancelJob>(Method::Post, "/jobs/{id}/cancel/"),
            CommandEntry::operation::<RunJob>(Method::Post, "/jobs/{id}/run/"),
            CommandEntry::operation::<RunKind>(Method::Post, "/job-kinds/{name}/run/"),
            CommandEntry::of::<BuryJob>(Method::Post, "/jobs/{id}/bury/"),
        ],
        queries: vec![QueryEntry::of::<ListKinds>("/job-kinds/")],
        events: vec![EventEntry::of::<JobDied>()],
        jobs: vec![
            JobEntry::of::<VerifyBooks>("Proves the books").every("30 3 * * *", VerifyBooks {}),
            JobEntry::of::<Prune>("Forgets old jobs and events").every("10 4 * * *", Prune {}),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve_read_only::<JobRow>(&mut module, "jobs", "jobs.job.view");
    module
}
