//! What a new company's books begin with.

use crate::commands::open_year;
use crate::records::{Account, AccountKind, Company, PostingAccount, PostingRole, Site, Usage};
use AccountKind::{Asset, Equity, Expense, Income, Liability};
use command::Tx;
use kernel::{Date, Result};
use money::Currency;
use store::Read;

/// The chart every company begins with: code, name, kind, use, and the role it plays.
const CHART: &[(&str, &str, AccountKind, Usage, Option<PostingRole>)] = &[
    ("1000", "Cash", Asset, Usage::Cash, None),
    ("1010", "Bank", Asset, Usage::Bank, None),
    ("1020", "Card payments under way", Asset, Usage::Bank, None),
    ("1100", "Trade receivables", Asset, Usage::Receivable, Some(PostingRole::Receivable)),
    ("1190", "Provision for bad debts", Asset, Usage::Plain, Some(PostingRole::BadDebtProvision)),
    ("1200", "Stock", Asset, Usage::Stock, Some(PostingRole::Stock)),
    ("1900", "Exchange between currencies", Asset, Usage::Exchange, Some(PostingRole::Exchange)),
    ("1950", "Between branches", Asset, Usage::InterBranch, Some(PostingRole::InterBranch)),
    ("2000", "Trade payables", Liability, Usage::Payable, None),
    ("2100", "Goods received, not billed", Liability, Usage::ReceivedNotBilled, Some(PostingRole::ReceivedNotBilled)),
    ("2200", "Tax on sales", Liability, Usage::TaxOutput, Some(PostingRole::TaxOutput)),
    ("3000", "Opening equity", Equity, Usage::Plain, Some(PostingRole::OpeningEquity)),
    ("3100", "Retained earnings", Equity, Usage::Retained, None),
    ("4000", "Sales", Income, Usage::Plain, Some(PostingRole::SalesIncome)),
    ("4900", "Stock found", Income, Usage::Plain, Some(PostingRole::StockGain)),
    ("5000", "Cost of sales", Expense, Usage::Plain, Some(PostingRole::CostOfSales)),
    ("5100", "Stock lost and written off", Expense, Usage::Plain, Some(PostingRole::StockLoss)),
    ("5200", "Goods given away", Expense, Usage::Plain, Some(PostingRole::Gifts)),
    ("6000", "Rent", Expense, Usage::Plain, None),
    ("6100", "Wages", Expense, Usage::Plain, None),
    ("6200", "Other expenses", Expense, Usage::Plain, None),
    ("6900", "Bad debts", Expense, Usage::Plain, Some(PostingRole::BadDebt)),
    ("7000", "Exchange differences", Expense, Usage::Plain, None),
];

/// The first company of a tenant: its chart of accounts, its main site, and the fiscal year of today.
pub fn seed(tx: &mut Tx<'_, '_>, name: &str, base_currency: Currency, timezone: &str) -> Result<()> {
    let id = tx.id();
    tx.insert(Company {
        id,
        code: crate::MAIN.to_owned(),
        name: name.to_owned(),
        base_currency,
        timezone: timezone.to_owned(),
        prices_include_tax: false,
    })?;
    for (code, name, kind, usage, role) in CHART {
        add_account(tx, code, name, *kind, *usage, *role)?;
    }
    let site = tx.id();
    tx.insert(Site {
        id: site,
        company: id,
        code: crate::MAIN.to_owned(),
        name: "Main site".to_owned(),
        is_active: true,
    })?;
    let today: Date = tx.now().date_in(timezone);
    open_year(tx, today.first_of_year())?;
    Ok(())
}

fn add_account(
    tx: &mut Tx<'_, '_>,
    code: &str,
    name: &str,
    kind: AccountKind,
    usage: Usage,
    role: Option<PostingRole>,
) -> Result<()> {
    let company = crate::company(tx)?.id;
    let id = tx.id();
    let manual = !usage.is_control();
    let (code, name) = (code.to_owned(), name.to_owned());
    resource::insert(tx, Account { id, company, code, name, kind, usage, manual, is_active: true })?;
    match role {
        Some(role) => tx.insert(PostingAccount { role: role.as_str().to_owned(), account: id }),
        None => Ok(()),
    }
}
