//! Imports the sales of another system: a file becomes documents, and each document one command.
//!
//! Start at [`import`]. `preset.rs` maps the columns, `plan.rs` makes documents of rows, `record.rs` posts them.

mod errors;
mod file;
mod import;
mod open_stock;
mod plan;
mod preset;
mod queries;
mod record;
mod seed;

pub use file::{Rejected, Row, read};
pub use import::{Options, Progress, Report, import};
pub use open_stock::{OpenStock, OpeningLine};
pub use preset::{Columns, Preset, Service};
pub use record::{Effect, HistoryLine, RecordDocument, Recorded};
pub use seed::{BAD_DEBT, BAD_DEBT_PROVISION, seed};

use command::{CommandEntry, DataStep, Method, Module};

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "sales_import",
        about: "Documents and opening stock of the system that was used before.",
        place: 70,
        data_steps: vec![DataStep { module: "sales_import", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<RecordDocument>(Method::Post, "/history/documents/"),
            CommandEntry::of::<OpenStock>(Method::Post, "/history/opening-stock/"),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}
