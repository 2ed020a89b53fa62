//! The rows of the ledger that a new company begins with.

use crate::commands::open_year;
use crate::posting_role::{EXCHANGE, INTER_BRANCH, OPENING_EQUITY, PostingRole};
use crate::records::{Account, AccountKind, Company, PostingAccount, Site, Usage};
use AccountKind::{Asset, Equity, Expense, Income, Liability};
use command::Tx;
use kernel::{Date, Id, Result};
use money::Currency;
use store::Read;

/// The headings of the chart, and the accounts that belong to no module in particular: code, name, kind, use, and the role they
/// are posted for.
const CHART: &[(&str, &str, AccountKind, Usage, Option<PostingRole>)] = &[
    ("1", "Assets", Asset, Usage::Heading, None),
    ("10", "Cash and bank", Asset, Usage::Heading, None),
    ("1000", "Cash", Asset, Usage::Cash, None),
    ("1010", "Bank", Asset, Usage::Bank, None),
    ("11", "Receivables", Asset, Usage::Heading, None),
    ("12", "Inventories", Asset, Usage::Heading, None),
    ("13", "Prepayments and recoverable tax", Asset, Usage::Heading, None),
    ("1300", "Tax on purchases", Asset, Usage::TaxInput, None),
    ("1310", "Prepaid expenses", Asset, Usage::Plain, None),
    ("15", "Fixed assets", Asset, Usage::Heading, None),
    ("1500", "Equipment and furniture", Asset, Usage::Plain, None),
    ("1510", "Vehicles", Asset, Usage::Plain, None),
    ("1590", "Accumulated depreciation", Asset, Usage::Plain, None),
    ("19", "Clearing accounts", Asset, Usage::Heading, None),
    ("1900", "Exchange between currencies", Asset, Usage::Exchange, Some(EXCHANGE)),
    ("1950", "Between branches", Asset, Usage::InterBranch, Some(INTER_BRANCH)),
    ("1990", "Suspense", Asset, Usage::Plain, None),
    ("2", "Liabilities", Liability, Usage::Heading, None),
    ("20", "Payables", Liability, Usage::Heading, None),
    ("2000", "Trade payables", Liability, Usage::Payable, None),
    ("21", "Accruals", Liability, Usage::Heading, None),
    ("2110", "Accrued expenses", Liability, Usage::Plain, None),
    ("2120", "Wages and deductions payable", Liability, Usage::Plain, None),
    ("22", "Taxes", Liability, Usage::Heading, None),
    ("25", "Loans", Liability, Usage::Heading, None),
    ("2500", "Bank loans", Liability, Usage::Plain, None),
    ("2510", "Loans from owners", Liability, Usage::Plain, None),
    ("3", "Equity", Equity, Usage::Heading, None),
    ("3000", "Opening equity", Equity, Usage::Plain, Some(OPENING_EQUITY)),
    ("3010", "Capital", Equity, Usage::Plain, None),
    ("3020", "Drawings", Equity, Usage::Plain, None),
    ("3100", "Retained earnings", Equity, Usage::Retained, None),
    ("4", "Income", Income, Usage::Heading, None),
    ("5", "Cost of goods sold", Expense, Usage::CostOfSales, None),
    ("6", "Operating expenses", Expense, Usage::Heading, None),
    ("6000", "Rent", Expense, Usage::Plain, None),
    ("6100", "Wages", Expense, Usage::Plain, None),
    ("6200", "Other expenses", Expense, Usage::Plain, None),
    ("6300", "Bank charges", Expense, Usage::Plain, None),
    ("6400", "Depreciation", Expense, Usage::Plain, None),
    ("6700", "Cash over and short", Expense, Usage::Plain, None),
    ("6710", "Rounding", Expense, Usage::Plain, None),
    ("7", "Financial gains and losses", Expense, Usage::Heading, None),
    ("7000", "Exchange differences", Expense, Usage::Plain, None),
    ("7100", "Interest paid", Expense, Usage::Plain, None),
];

/// Opens the books of a tenant: its company and the fiscal year of today. [`seed`] and the seeds of the modules above follow.
pub fn open_company(tx: &mut Tx<'_, '_>, name: &str, base_currency: Currency, timezone: &str) -> Result<()> {
    let today: Date = tx.now().date_in(timezone);
    identity::require_current(base_currency, today)?;
    let id = tx.id();
    tx.insert(Company {
        id,
        code: crate::MAIN.to_owned(),
        name: name.to_owned(),
        base_currency,
        timezone: timezone.to_owned(),
        prices_include_tax: false,
    })?;
    open_year(tx, today.first_of_year())?;
    Ok(())
}

/// Gives a new company its main site, the general accounts, and its roles their permissions in the ledger.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for (code, name, kind, usage, role) in CHART {
        add_account(tx, code, name, *kind, *usage, *role)?;
    }
    let company = crate::company(tx)?.id;
    let (id, code, name) = (tx.id(), crate::MAIN.to_owned(), "Main site".to_owned());
    resource::insert(tx, Site { id, company, code, name, is_active: true })?;
    identity::grant(tx, identity::MANAGER, &["ledger.*"])?;
    let bookkeeping = [
        "ledger.account.view",
        "ledger.entry.post",
        "ledger.entry.view",
        "ledger.report.view",
        "ledger.period.view",
        "ledger.year.view",
    ];
    identity::grant(tx, identity::CLERK, &bookkeeping)?;
    for role in [identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["ledger.site.view"])?;
    }
    Ok(())
}

/// Adds an account to the chart and, where a role is given, chooses it for the postings of that role. It stands under the
/// heading whose code its own begins with. Only an account without a control use takes journal entries by hand.
pub fn add_account(
    tx: &mut Tx<'_, '_>,
    code: &str,
    name: &str,
    kind: AccountKind,
    usage: Usage,
    role: Option<PostingRole>,
) -> Result<Id<Account>> {
    let (id, company) = (tx.id(), crate::company(tx)?.id);
    let manual = !usage.is_control();
    let mut parent = None;
    for length in (1..code.len()).rev() {
        if let Some(heading) = tx.find(Account::BY_CODE, &code[..length])? {
            parent = Some(heading.id);
            break;
        }
    }
    let (code, name) = (code.to_owned(), name.to_owned());
    resource::insert(tx, Account { id, company, code, name, parent, kind, usage, manual, is_active: true })?;
    if let Some(role) = role {
        tx.insert(PostingAccount { role: role.code.to_owned(), account: id, of_goods: role.of_goods })?;
    }
    Ok(id)
}

/// Chooses the account `code` of the chart for the postings of a role.
pub fn choose_account(tx: &mut Tx<'_, '_>, role: PostingRole, code: &str) -> Result<()> {
    let account = store::Ref::<Account>::new(code).get(tx)?.id;
    tx.insert(PostingAccount { role: role.code.to_owned(), account, of_goods: role.of_goods })
}
