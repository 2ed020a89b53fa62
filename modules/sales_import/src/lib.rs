//! Imports the sales of another system: a file becomes documents, and each document one command.
//!
//! Start at [`import`]. `preset.rs` maps the columns, `plan.rs` makes documents of rows, `record.rs` posts them.

mod errors;
mod file;
mod history_file;
mod history_stock;
mod import;
mod import_document;
mod open_stock;
mod plan;
mod preset;
mod product_facts;
mod queries;
mod record;
mod seed;
mod settings;
mod settlement;

pub use file::{FileOptions, Format};
pub use history_stock::HistoryStock;
pub use import::{COST_PERCENT, Options, Report, import};
pub use import_document::{ImportDocument, ImportedAccount, ImportedProduct, NeededStock};
pub use open_stock::{OpenStock, OpeningLine};
pub use plan::Refused;
pub use record::{Effect, HistoryLine, RecordDocument, Recorded};
pub use seed::{BAD_DEBT, BAD_DEBT_PROVISION, seed};
pub use settings::FEATURE;
pub use tables::{DateOrder, DecimalMark, shown};

use record::BAD_DEBT_DOCUMENT;

use command::{CommandEntry, DataStep, DocumentKind, Method, Module};
use store::{Record, migration};

/// What every document of the earlier system changes.
const CHANGES: [&str; 4] = ["stock", "journal-entries", "journal-lines", "reports"];

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "sales_import",
        about: "Documents and opening stock of the system that was used before.",
        place: 70,
        migrations: vec![migration!("sales_import", 1, "history")],
        tables: vec![HistoryStock::TABLE],
        data_steps: vec![DataStep { module: "sales_import", number: 1, run: seed }],
        commands: vec![
            CommandEntry::of::<RecordDocument>(Method::Post, "/history/documents/")
                .creates("/journal-entries/", "entry")
                .affects(&CHANGES),
            CommandEntry::of::<ImportDocument>(Method::Post, "/history/import/")
                .creates("/journal-entries/", "entry")
                .affects(&CHANGES)
                .affects(&["products", "customers", "accounts", "fiscal-years", "periods"]),
            CommandEntry::of::<OpenStock>(Method::Post, "/history/opening-stock/")
                .creates("/journal-entries/", "entry")
                .affects(&CHANGES),
        ],
        imports: vec![history_file::target()],
        feature: Some(FEATURE),
        permissions: vec![settings::CHOOSE],
        document_kinds: vec![DocumentKind { name: BAD_DEBT_DOCUMENT, prefix: None }],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}
