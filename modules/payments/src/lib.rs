//! Payment methods, receipts from customers and what they settle, statements and ageing.
//!
//! Start at [`PostReceipt`]. Modules above look methods up with [`method`] and settle credits with [`allocate`].

mod allocation;
mod commands;
mod queries;
mod records;
mod reports;
mod views;

pub use allocation::{Allocated, Allocation, Paid, positive};
pub use commands::{
    AllocateReceipt, Credit, CreditAllocated, PostReceipt, ReceiptPosted, allocate, prefetch_allocation,
};
pub use records::{PaymentMethod, Receipt};
pub use reports::{
    AccountStatement, AccountStatementLine, Ageing, AgeingAmounts, AgeingReport, AgeingRow, CustomerAgeing,
    CustomerStatement,
};

use command::{CommandEntry, DataStep, Method, Module, QueryEntry, Tx};
use kernel::{Error, Result};
use ledger::{Account, AccountKind, PostingRole, Usage};
use std::sync::Arc;
use store::{Prefetch, Read, Record, migration};

/// The code of the cash payment method.
pub const CASH: &str = "cash";

/// The module's table of contents.
pub fn module() -> Module {
    let migrations = vec![migration!("payments", 1, "receipts")];
    let mut module = Module {
        name: "payments",
        data_steps: vec![DataStep { module: "payments", number: 1, run: seed }],
        migrations,
        tables: vec![PaymentMethod::TABLE, Receipt::TABLE],
        commands: vec![
            CommandEntry::of::<PostReceipt>(Method::Post, "/receipts/"),
            CommandEntry::of::<AllocateReceipt>(Method::Post, "/receipts/{id}/allocate/"),
        ],
        queries: vec![
            QueryEntry::of::<CustomerStatement>("/customers/{customer}/statement/").report(),
            QueryEntry::of::<CustomerAgeing>("/customers/{customer}/ageing/").report(),
            QueryEntry::of::<Ageing>("/reports/ageing/").report(),
        ],
        checks: queries::checks(),
        ..Module::default()
    };
    resource::serve::<PaymentMethod>(&mut module, "payment-methods", resource::operation_names!("payments.method"));
    resource::serve_document::<Receipt>(&mut module, "receipts", "payments.receipt.view");
    module
}

/// The debts of customers.
pub const RECEIVABLE: PostingRole = PostingRole { code: "receivable", meaning: "trade receivables" };

/// Gives a new company the payment methods cash, card and bank transfer, the accounts they need beside the ledger's, and its
/// roles their permissions over payments.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    ledger::add_account(tx, "1020", "Card payments under way", AccountKind::Asset, Usage::Bank, None)?;
    ledger::add_account(tx, "1100", "Trade receivables", AccountKind::Asset, Usage::Receivable, Some(RECEIVABLE))?;
    for (code, name, account, is_cash) in
        [(CASH, "Cash", "1000", true), ("bank", "Bank transfer", "1010", false), ("card", "Card", "1020", false)]
    {
        let account = ledger::account(tx, account, "account")?.id;
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

/// The payment method that `text` names by id or code, in use or not; a field error at `field` where there is none.
pub fn method(read: &mut impl Read, text: &str, field: &str) -> Result<Arc<PaymentMethod>> {
    let found = read.lookup::<PaymentMethod>(text)?;
    found.ok_or_else(|| Error::field(field, "not_found", format!("There is no payment method “{text}”.")))
}

/// Loads what a payment by this method reads: the method and its account.
pub fn prefetch_method(read: &mut Prefetch<'_>, text: &str) {
    method(read, text, "").and_then(|method| read.get::<Account>(&method.account)).ok();
}
