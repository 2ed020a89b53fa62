//! The rows of the ledger that a new company begins with.

use crate::commands::open_year;
use crate::errors;
use crate::posting_role::{EXCHANGE, INTER_BRANCH, OPENING_EQUITY, PostingRole};
use crate::records::{Account, AccountKind, Company, PostingAccount, Site, Usage};
use AccountKind::{Asset, Equity, Expense, Liability};
use command::Tx;
use kernel::{Date, Id, Result};
use money::Currency;
use store::Read;

/// The accounts that belong to no module in particular: code, name, kind, use, and the role they are posted for.
const CHART: &[(&str, &str, AccountKind, Usage, Option<PostingRole>)] = &[
    ("1000", "Cash", Asset, Usage::Cash, None),
    ("1010", "Bank", Asset, Usage::Bank, None),
    ("1900", "Exchange between currencies", Asset, Usage::Exchange, Some(EXCHANGE)),
    ("1950", "Between branches", Asset, Usage::InterBranch, Some(INTER_BRANCH)),
    ("2000", "Trade payables", Liability, Usage::Payable, None),
    ("3000", "Opening equity", Equity, Usage::Plain, Some(OPENING_EQUITY)),
    ("3100", "Retained earnings", Equity, Usage::Retained, None),
    ("6000", "Rent", Expense, Usage::Plain, None),
    ("6100", "Wages", Expense, Usage::Plain, None),
    ("6200", "Other expenses", Expense, Usage::Plain, None),
    ("7000", "Exchange differences", Expense, Usage::Plain, None),
];

/// Opens the books of a tenant: its company and the fiscal year of today. [`seed`] and the seeds of the modules above follow.
pub fn open_company(tx: &mut Tx<'_, '_>, name: &str, base_currency: Currency, timezone: &str) -> Result<()> {
    let today: Date = tx.now().date_in(timezone);
    if let Some(day) = base_currency.ended_on().filter(|day| today.to_string().as_str() >= *day) {
        return Err(errors::currency_ended(base_currency, day).at("currency"));
    }
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

/// Adds an account to the chart and, where a role is given, chooses it for the postings of that role. Only an account
/// without a control use takes journal entries by hand.
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
    let (code, name) = (code.to_owned(), name.to_owned());
    resource::insert(tx, Account { id, company, code, name, kind, usage, manual, is_active: true })?;
    if let Some(role) = role {
        tx.insert(PostingAccount { role: role.code.to_owned(), account: id })?;
    }
    Ok(id)
}
