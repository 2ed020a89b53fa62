//! Work that outlives the request that asks for it: kept in the company's own tables, done by workers of any process, tried again where
//! something is not available, done once by itself at the times that it names.
//!
//! Start at `workers.rs`. `told.rs` makes jobs of events, `schedules.rs` of times, which `choices.rs` lets companies choose; `operations.rs` is
//! what people may do to jobs, `awaited.rs` tells those who wait for one.

mod awaited;
mod choices;
mod commands;
mod errors;
mod housekeeping;
mod kinds;
mod operations;
mod queries;
mod records;
mod schedule_list;
mod schedules;
mod times;
mod told;
mod workers;

pub use awaited::standing;
pub use commands::JobDied;
pub use queries::{ask, run_now};
pub use records::{JobPriority, JobRow, Schedule};
pub use workers::{Workers, Workplace, wait_before};

use choices::{AddSchedule, ChangeSchedule, RemoveSchedule};
use command::{CommandEntry, EventEntry, JobEntry, Method, Module, QueryEntry};
use commands::BuryJob;
use housekeeping::{Nothing, Prune, VerifyBooks};
use kinds::ListKinds;
use operations::{CancelJob, RunJob, RunKind};
use records::JobSchedule;
use schedule_list::{GetSchedule, ListSchedules};
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "jobs",
        about: "Work in the background: what is done, what waits, what could not be done.",
        place: 91,
        migrations: vec![
            migration!("jobs", 1, "jobs"),
            migration!("jobs", 2, "choices"),
            migration!("jobs", 3, "receivers"),
        ],
        tables: vec![JobRow::TABLE, JobSchedule::TABLE, Schedule::TABLE],
        commands: vec![
            CommandEntry::operation::<CancelJob>(Method::Post, "/jobs/{id}/cancel/"),
            CommandEntry::operation::<RunJob>(Method::Post, "/jobs/{id}/run/"),
            CommandEntry::operation::<RunKind>(Method::Post, "/job-kinds/{name}/run/"),
            CommandEntry::of::<BuryJob>(Method::Post, "/jobs/{id}/bury/"),
            CommandEntry::of::<AddSchedule>(Method::Post, "/job-schedules/"),
            CommandEntry::of::<ChangeSchedule>(Method::Patch, "/job-schedules/{id}/"),
            CommandEntry::of::<RemoveSchedule>(Method::Delete, "/job-schedules/{id}/"),
        ],
        queries: vec![
            QueryEntry::of::<ListKinds>("/job-kinds/").tells_texts(),
            QueryEntry::of::<ListSchedules>("/job-schedules/"),
            QueryEntry::of::<GetSchedule>("/job-schedules/{id}/"),
        ],
        events: vec![EventEntry::of::<JobDied>()],
        jobs: vec![
            JobEntry::of::<VerifyBooks>("Proves the books")
                .every("30 3 * * *", VerifyBooks {})
                .at_own_times(|Nothing {}, _| VerifyBooks {}),
            JobEntry::of::<Prune>("Forgets old jobs and events").every("10 4 * * *", Prune {}),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve_read_only::<JobRow>(&mut module, "jobs", "jobs.job.view");
    module
}
