//! Payment methods, receipts from customers and what they settle, statements and ageing.
//!
//! Start at [`PostReceipt`]. Modules above settle credits with [`allocate`].

mod allocation;
mod approval;
mod commands;
mod errors;
mod events;
mod queries;
mod records;
mod reports;
mod settlements;
mod views;

pub use allocation::{Allocated, Allocation, MAX_ALLOCATIONS, Paid};
pub use commands::{
    AllocateReceipt, Credit, CreditAllocated, PostReceipt, ReceiptPosted, allocate, prefetch_allocation,
};
pub use events::ReceiptTold;
pub use records::{PaymentMethod, Receipt};
pub use reports::{
    AccountStatement, AccountStatementLine, Ageing, AgeingAmounts, AgeingReport, AgeingRow, CustomerAgeing,
    CustomerStatement, account_statement,
};

use commands::{ALLOCATION, RECEIPT};

use command::{
    ApprovableEntry, Command, CommandEntry, DataStep, EventEntry, MenuEntry, Method, Module, QueryEntry, Tx,
    serve_report,
};
use kernel::Result;
use ledger::{Account, AccountKind, DocumentSeries, PostingRole, Usage};
use settlements::ListSettlements;
use store::{Prefetch, Read, Record, Ref, migration};

/// The code of the cash payment method.
pub const CASH: &str = "cash";

/// The module's table of contents.
pub fn module() -> Module {
    let migrations = vec![migration!("payments", 1, "receipts")];
    let mut module = Module {
        name: "payments",
        about: "Payments of customers, what they owe, and their statements.",
        place: 40,
        data_steps: vec![
            DataStep { module: "payments", number: 1, run: seed },
            DataStep { module: "payments", number: 2, run: seed_settlements },
        ],
        migrations,
        tables: vec![PaymentMethod::TABLE, Receipt::TABLE],
        approvable: vec![ApprovableEntry::of::<PostReceipt>()],
        commands: vec![
            CommandEntry::of::<PostReceipt>(Method::Post, "/receipts/")
                .imported()
                .affects(&ledger::BOOKS)
                .on_row("customers", &[("customer", "code")]),
            CommandEntry::of::<AllocateReceipt>(Method::Post, "/receipts/{id}/allocate/")
                .creates("/journal-entries/", "entry")
                .affects(&ledger::BOOKS),
        ],
        queries: vec![QueryEntry::of::<ListSettlements>("/settlements/")],
        document_kinds: [RECEIPT, ALLOCATION].map(DocumentSeries::kind).into(),
        events: vec![EventEntry::of::<ReceiptTold>().public()],
        menu: vec![
            MenuEntry::resource("Sales", 130, "receipts"),
            MenuEntry::command("Sales", 140, PostReceipt::NAME),
            MenuEntry::resource("Sales", 145, "settlements"),
            MenuEntry::report("Reports", 550, "ageing"),
            MenuEntry::resource("Company", 610, "payment-methods"),
        ],
        checks: queries::checks(),
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    serve_report::<CustomerStatement>(&mut module, "/customers/{customer}/statement/");
    serve_report::<CustomerAgeing>(&mut module, "/customers/{customer}/ageing/");
    serve_report::<Ageing>(&mut module, "/reports/ageing/");
    resource::serve::<PaymentMethod>(&mut module, "payment-methods", resource::operation_names!("payments.method"));
    resource::serve_document::<Receipt>(&mut module, "receipts", "payments.receipt.view");
    module
}

/// The debts of customers.
pub const RECEIVABLE: PostingRole = PostingRole { code: "receivable", meaning: "trade receivables", of_goods: false };

/// Gives a new company the payment methods cash, card and bank transfer, the accounts they need beside the ledger's, and its
/// roles their permissions over payments.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    ledger::add_account(tx, "1020", "Card payments under way", AccountKind::Asset, Usage::Bank, None)?;
    ledger::add_account(tx, "1100", "Trade receivables", AccountKind::Asset, Usage::Receivable, Some(RECEIVABLE))?;
    for (code, name, account, is_cash) in
        [(CASH, "Cash", "1000", true), ("bank", "Bank transfer", "1010", false), ("card", "Card", "1020", false)]
    {
        let account = Ref::<Account>::new(account).get(tx)?.id;
        let (code, name) = (code.to_owned(), name.to_owned());
        let id = tx.id();
        resource::insert(tx, PaymentMethod { id, code, name, account, is_cash, is_active: true })?;
    }
    identity::grant(tx, identity::MANAGER, &["payments.*"])?;
    identity::grant(tx, identity::CLERK, &["payments.statement.view", "payments.ageing.view"])?;
    for role in [identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["payments.receipt.post", "payments.receipt.allocate"])?;
        identity::grant(tx, role, &["payments.receipt.view", "payments.method.view"])?;
    }
    Ok(())
}

/// Lets who sees what customers owe see what has paid it.
pub fn seed_settlements(tx: &mut Tx<'_, '_>) -> Result<()> {
    identity::grant(tx, identity::CLERK, &["payments.settlement.view"])
}

/// Loads what a payment by this method reads: the method and its account.
pub fn prefetch_method(read: &mut Prefetch<'_>, method: &Ref<PaymentMethod>) {
    method.get(read).and_then(|method| read.get::<Account>(&method.account)).ok();
}
