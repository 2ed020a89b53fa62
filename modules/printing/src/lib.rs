//! Papers of documents: invoices, credit notes, receipts, statements and letters, as PDF or for receipt printers; and labels of products.
//!
//! Start at `commands/print.rs`: what is printed becomes a file of its document. `papers.rs` says what stands on it, the crate `paper` how that
//! looks.

mod commands;
mod errors;
mod events;
mod figures;
mod jobs;
mod letters;
mod papers;
mod printouts;
mod prints;
mod queries;
mod records;
mod reports;
mod settings;
mod subject;

pub use letters::Letter;
pub use records::{PaperKind, PaperLanguage, Print, PrintCopy, Printout};
pub use reports::try_report;

use command::{
    Check, Command, CommandEntry, DataStep, EventEntry, FileAnswer, JobEntry, MenuEntry, Method, Module, QueryEntry, Tx,
};
use commands::{FinishPrint, FinishPrintout, PreviewPaper, PrintDocument, PrintLabels, PrintReport, SendPaper};
use events::{LabelsWanted, PreviewWanted, PrintWanted, ReportWanted};
use jobs::{MakeLabels, MakePreview, MakePrint, MakeReport};
use kernel::Result;
use printouts::{GetPrintout, GetPrintoutContent};
use prints::{GetPrint, GetPrintContent, ListPrints};
use store::{Record, migration};

/// Reads papers of documents.
const VIEW: &str = "printing.print.view";
/// Reads one's own labels and papers to look at.
const VIEW_PRINTOUTS: &str = "printing.printout.view";

/// The command that has a report printed.
pub const PRINT_REPORT: &str = PrintReport::NAME;

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "printing",
        about: "Papers of documents, which become files of theirs, letters, and labels of products.",
        place: 45,
        data_steps: vec![
            DataStep { module: "printing", number: 1, run: seed },
            DataStep { module: "printing", number: 2, run: seed_letters },
            DataStep { module: "printing", number: 3, run: seed_sending },
        ],
        migrations: vec![migration!("printing", 1, "prints"), migration!("printing", 2, "letters")],
        tables: vec![Print::TABLE, PrintCopy::TABLE, Printout::TABLE, Letter::TABLE],
        commands: vec![
            CommandEntry::of::<PrintDocument>(Method::Post, "/prints/").creates("/prints/", "id").awaits::<MakePrint>(),
            CommandEntry::of::<PreviewPaper>(Method::Post, "/prints/preview/")
                .creates("/printouts/", "id")
                .awaits::<MakePreview>(),
            CommandEntry::of::<PrintReport>(Method::Post, "/prints/report/")
                .creates("/printouts/", "id")
                .awaits::<MakeReport>(),
            CommandEntry::of::<FinishPrint>(Method::Post, "/prints/{id}/finish/"),
            CommandEntry::of::<SendPaper>(Method::Post, "/prints/{id}/send/").affects(&["messages"]),
            CommandEntry::of::<PrintLabels>(Method::Post, "/labels/")
                .creates("/printouts/", "id")
                .awaits::<MakeLabels>()
                .on_selection("products", &[("labels.*.product", "sku")]),
            CommandEntry::of::<FinishPrintout>(Method::Post, "/printouts/{id}/finish/"),
        ],
        queries: vec![
            QueryEntry::of::<ListPrints>("/prints/"),
            QueryEntry::of::<GetPrint>("/prints/{id}/"),
            QueryEntry::of::<GetPrintContent>("/prints/{id}/content/").answers_file(FileAnswer::Content),
            QueryEntry::of::<GetPrintout>("/printouts/{id}/"),
            QueryEntry::of::<GetPrintoutContent>("/printouts/{id}/content/").answers_file(FileAnswer::Content),
        ],
        events: vec![
            EventEntry::of::<PrintWanted>(),
            EventEntry::of::<PreviewWanted>(),
            EventEntry::of::<LabelsWanted>(),
            EventEntry::of::<ReportWanted>(),
        ],
        jobs: vec![
            JobEntry::of::<MakePrint>("Makes the paper of a document").on(MakePrint::of),
            JobEntry::of::<MakePreview>("Makes a paper to look at").on(MakePreview::of),
            JobEntry::of::<MakeLabels>("Makes labels of products").on(MakeLabels::of),
            JobEntry::of::<MakeReport>("Makes the paper of a report").on(MakeReport::of),
        ],
        menu: vec![
            MenuEntry::command("Catalogue", 240, PrintLabels::NAME),
            MenuEntry::resource("Sales", 190, letters::LETTERS),
        ],
        permissions: vec![settings::CHOOSE],
        settings: settings::all(),
        problems: errors::PROBLEMS,
        checks: vec![Check {
            invariant: "P1",
            what: "every paper counts its copies, and has its file at its document",
            is_long: false,
            run: |read, _| queries::papers_are_whole(read),
        }],
        ..Module::default()
    };
    resource::serve::<Letter>(&mut module, letters::LETTERS, resource::operation_names!("printing.letter"));
    module
}

/// Lets the roles of a new company print what they see.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        let prints = ["printing.print.create", VIEW, "printing.paper.preview", VIEW_PRINTOUTS];
        identity::grant(tx, role, &prints)?;
    }
    for role in [identity::MANAGER, identity::CLERK] {
        identity::grant(tx, role, &["printing.labels.print", "printing.report.print"])?;
    }
    identity::grant(tx, identity::MANAGER, &[settings::CHOOSE])
}

/// Lets those who write to customers and suppliers write letters.
pub fn seed_letters(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK] {
        identity::grant(tx, role, &["printing.letter.*"])?;
    }
    Ok(())
}

/// Lets those who write to customers send them their papers.
pub fn seed_sending(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK] {
        identity::grant(tx, role, &["printing.print.send"])?;
    }
    Ok(())
}
