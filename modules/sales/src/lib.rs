//! Selling and taking back.
//!
//! Start at [`PostSale`]; everything that sells or takes back ends in `document.rs`.

mod agreed;
mod approval;
mod commands;
mod dates;
mod document;
mod domain;
mod errors;
mod events;
mod goods;
mod named;
mod payment;
mod pricing;
mod queries;
mod records;
mod reports;
mod returning;
mod same_sale;
mod seed;
mod settings;
mod views;
mod violations;

pub use commands::{AllocateCredit, PostSale, ReturnSale, ReturnedLine, SaleBody, SoldLine, SubmitSale};
pub use document::{Document, DocumentLine, LineNames, Recorded, SaleHead, SaleLinePosted, SalePosted, record};
pub use domain::{LineTotals, ReturnableLine, Tender, agreed_total, net_of_change, spread, tender, tender_of_printed};
pub use events::{DocumentTold, ReturnTold, SaleTold};
pub use payment::Payment;
pub use records::{Sale, SaleKind, SaleLine, SalePayment};
pub use reports::GrossProfit;
pub use seed::{CASH_DIFFERENCE, GIFTS, SALES_INCOME, TAX_OUTPUT, seed};
pub use settings::PAYMENT_DAYS;

use commands::{RETURN, SALE};

use command::{
    AlsoAt, ApprovableEntry, Command, CommandEntry, DataStep, EventEntry, MenuEntry, Method, Module, serve_report,
};
use ledger::DocumentSeries;
use store::{Record, migration};

/// What selling and taking back change beside the sales themselves.
const CHANGES: [&str; 4] = ["stock", "journal-entries", "journal-lines", "reports"];

/// The module's table of contents.
pub fn module() -> Module {
    let migrations = vec![migration!("sales", 1, "sales"), migration!("sales", 2, "origin")];
    let mut module = Module {
        name: "sales",
        about: "Sales and returns: priced, taxed, taken from stock and posted.",
        place: 30,
        data_steps: vec![DataStep { module: "sales", number: 1, run: seed }],
        migrations,
        tables: vec![Sale::TABLE, SaleLine::TABLE, SalePayment::TABLE],
        approvable: vec![
            ApprovableEntry::of::<PostSale>(),
            ApprovableEntry::of::<SubmitSale>(),
            ApprovableEntry::of::<ReturnSale>(),
        ],
        commands: vec![
            CommandEntry::of::<PostSale>(Method::Post, "/sales/")
                .imported()
                .offline(SubmitSale::NAME)
                .affects(&CHANGES)
                .on_selection("products", &[("lines.*.sku", "sku")])
                .on_row("customers", &[("customer", "code")]),
            CommandEntry::of::<SubmitSale>(Method::Post, "/sales/offline/").creates("/sales/", "id").affects(&CHANGES),
            CommandEntry::of::<ReturnSale>(Method::Post, "/sales/{id}/return/")
                .creates("/sales/", "id")
                .affects(&CHANGES),
            CommandEntry::of::<AllocateCredit>(Method::Post, "/sales/{id}/allocate/")
                .creates("/journal-entries/", "entry")
                .affects(&ledger::BOOKS),
        ],
        also_at: vec![AlsoAt::all("/sales/", "/sales/invoices/")],
        document_kinds: [SALE, RETURN].map(DocumentSeries::kind).into(),
        events: vec![EventEntry::of::<SaleTold>().public(), EventEntry::of::<ReturnTold>().public()],
        menu: vec![
            MenuEntry::resource("Sales", 100, "sales"),
            MenuEntry::command("Sales", 110, PostSale::NAME),
            MenuEntry::report("Reports", 560, "gross-profit"),
        ],
        permissions: vec![pricing::PRICE_OVERRIDE, settings::CHOOSE],
        settings: vec![PAYMENT_DAYS.definition()],
        checks: queries::checks(),
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    serve_report::<GrossProfit>(&mut module, "/reports/gross-profit/");
    resource::serve_document::<Sale>(&mut module, "sales", "sales.sale.view");
    module
}
