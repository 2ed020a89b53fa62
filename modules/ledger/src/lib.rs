//! The one journal: companies, sites, accounts, periods, entries, balances, open items, and the proof that they agree.
//!
//! Everything that is posted goes through [`post`]. Read `spec` in README.md first.

mod posting;
mod records;

pub use posting::{
    Draft, DraftLine, DraftTax, Goods, MAX_LINES, Numbering, Posted, account_of, company, left, open_period, post, settle,
    today, want_posting,
};
pub use records::{
    Account, AccountKind, Balance, BalanceMonth, BalanceSub, Company, Entry, FiscalYear, Line, OpenItem, Period, PeriodState,
    PostingAccount, Role, Settlement, Site, TaxLine, TaxRole, Usage,
};
