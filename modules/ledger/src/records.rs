//! The journal's tables. `spec/journal.md` is their law.

use kernel::{Date, Id};
use money::{Amount, Currency, Quantity, Rate};
use store::{Record, choices};
use uuid::Uuid;

/// A legal entity. Its currency is pinned for ever.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "company", unique(code), audited)]
pub struct Company {
    /// Its id.
    pub id: Id<Company>,
    /// What it is known by; the first company is `main`.
    #[field(code, max = 32)]
    pub code: String,
    /// Its name.
    pub name: String,
    /// The currency the books are kept in.
    #[field(read_only)]
    pub base_currency: Currency,
    /// IANA time zone: decides what "today" is.
    pub timezone: String,
    /// Whether prices that people type already hold the tax.
    pub prices_include_tax: bool,
}

/// A place of business: branch, shop, depot. Money and people are per site; the books balance per site.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "site", unique(code), row_counted, audited)]
pub struct Site {
    /// Its id.
    #[field(read_only)]
    pub id: Id<Site>,
    /// The company it belongs to.
    #[field(references = Company, default = "\"main\"")]
    pub company: Id<Company>,
    /// What it is known by.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

choices! {
    /// The five kinds of account.
    pub enum AccountKind {
        /// What the company owns.
        Asset = "asset",
        /// What it owes.
        Liability = "liability",
        /// What belongs to its owners.
        Equity = "equity",
        /// What it earns.
        Income = "income",
        /// What it spends.
        Expense = "expense",
    }
}

impl AccountKind {
    /// Whether the account starts at zero each year.
    pub fn is_profit_and_loss(self) -> bool {
        matches!(self, AccountKind::Income | AccountKind::Expense)
    }
}

choices! {
    /// What an account is for, and so what a line on it must carry.
    pub enum Usage {
        /// Anything.
        Plain = "plain",
        /// Money in a drawer.
        Cash = "cash",
        /// Money in a bank, a card terminal, a gateway.
        Bank = "bank",
        /// What customers owe: needs a party, has open items.
        Receivable = "receivable",
        /// What is owed to suppliers: needs a party, has open items.
        Payable = "payable",
        /// Goods: needs product and pool.
        Stock = "stock",
        /// Goods received and not billed yet: needs a party.
        ReceivedNotBilled = "received_not_billed",
        /// Tax owed: lines come with tax lines.
        TaxOutput = "tax_output",
        /// Where moneys meet; its base is zero in every entry.
        Exchange = "exchange",
        /// Keeps the books of every branch in balance.
        InterBranch = "inter_branch",
        /// The profits of closed years.
        Retained = "retained",
    }
}

impl Usage {
    /// Whether a line on such an account must name a party.
    pub fn needs_party(self) -> bool {
        matches!(self, Usage::Receivable | Usage::Payable | Usage::ReceivedNotBilled)
    }

    /// Whether lines on such an account are settled one against another.
    pub fn has_open_items(self) -> bool {
        matches!(self, Usage::Receivable | Usage::Payable)
    }

    /// Whether only the program may post to such an account.
    pub fn is_control(self) -> bool {
        !matches!(self, Usage::Plain | Usage::Cash | Usage::Bank | Usage::Retained)
    }
}

/// An account of the chart.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "account", unique(code), row_counted, audited)]
pub struct Account {
    /// Its id.
    #[field(read_only)]
    pub id: Id<Account>,
    /// The company it belongs to.
    #[field(references = Company, default = "\"main\"")]
    pub company: Id<Company>,
    /// What it is known by.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// Which of the five kinds it is.
    pub kind: AccountKind,
    /// What it is for.
    #[field(default = "\"plain\"")]
    pub usage: Usage,
    /// Whether people may post to it by hand.
    #[field(default = "true")]
    pub manual: bool,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

choices! {
    /// What a posting needs an account for.
    pub enum PostingRole {
        /// What customers owe.
        Receivable = "receivable",
        /// Income from goods and services without an account of their own.
        SalesIncome = "sales_income",
        /// What the goods sold had cost.
        CostOfSales = "cost_of_sales",
        /// Goods on hand.
        Stock = "stock",
        /// Goods received, bill to come.
        ReceivedNotBilled = "received_not_billed",
        /// What was there before the books began.
        OpeningEquity = "opening_equity",
        /// Goods that are missing or written off.
        StockLoss = "stock_loss",
        /// Goods that were found.
        StockGain = "stock_gain",
        /// Goods given away.
        Gifts = "gifts",
        /// Tax owed.
        TaxOutput = "tax_output",
        /// Where moneys meet.
        Exchange = "exchange",
        /// Between branches.
        InterBranch = "inter_branch",
        /// Receivables that will not be paid.
        BadDebt = "bad_debt",
        /// What is set aside for them.
        BadDebtProvision = "bad_debt_provision",
    }
}

/// Which account plays a role.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "posting_account", key(role))]
pub struct PostingAccount {
    /// The role's word.
    pub role: String,
    /// The account.
    pub account: Id<Account>,
}

/// A fiscal year.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "fiscal_year", unique(code))]
pub struct FiscalYear {
    /// Its id.
    pub id: Id<FiscalYear>,
    /// The company.
    pub company: Id<Company>,
    /// What it is known by: the calendar year it starts in.
    #[field(code)]
    pub code: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
}

choices! {
    /// Whether a period takes entries.
    pub enum PeriodState {
        /// It does.
        Open = "open",
        /// It does not.
        Closed = "closed",
    }
}

/// A month of a fiscal year.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "period", unique(company, starts_on))]
pub struct Period {
    /// Its id.
    pub id: Id<Period>,
    /// The company.
    pub company: Id<Company>,
    /// Its year.
    pub fiscal_year: Id<FiscalYear>,
    /// 1 to 12.
    pub number: i64,
    /// First day of the month.
    pub starts_on: Date,
    /// Last day of the month.
    pub ends_on: Date,
    /// Whether it takes entries.
    pub state: PeriodState,
    /// The last entry before it was closed.
    pub closed_after: Option<i64>,
}

/// Something posted: the head of its lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(
    table = "entry",
    key(seq),
    append_only,
    hash_chained,
    row_counted,
    scan(id),
    scan(doc),
    scan(reference),
    scan(reverses)
)]
pub struct Entry {
    /// Its place in the journal, gapless from 1: the order of cost.
    pub seq: i64,
    /// Its id.
    pub id: Id<Entry>,
    /// The company.
    pub company: Id<Company>,
    /// The command that posted it.
    pub command: Uuid,
    /// What it records: `sale`, `goods_receipt`, `journal` …
    pub kind: String,
    /// The document it belongs to.
    pub doc: Uuid,
    /// Which posting of the document.
    pub step: i64,
    /// Which revision of that posting: an amended document reverses one and posts the next.
    pub revision: i64,
    /// Decides the period.
    pub business_date: Date,
    /// Decides the tax return.
    pub tax_date: Date,
    /// What the paper says.
    pub document_date: Date,
    /// The series its number is of.
    pub series: String,
    /// Its number in the series; 0 where the number came from outside and stands in `reference`.
    pub number: i64,
    /// The printed number.
    pub reference: String,
    /// Why, in words.
    pub memo: String,
    /// The entry it reverses.
    pub reverses: Option<i64>,
}

/// One line: money, and where it moves goods or concerns somebody, what and whom. Debit is positive.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "line", key(entry, n), append_only, hash_chained, scan(entry), scan(origin_entry, origin_n))]
pub struct Line {
    /// Its entry.
    pub entry: i64,
    /// Its place in the entry, from 1.
    pub n: i64,
    /// The account.
    pub account: Id<Account>,
    /// In the company's currency.
    pub base: Amount,
    /// The document's currency.
    pub currency: Currency,
    /// In the document's currency.
    pub amount: Amount,
    /// The branch whose books it is in.
    pub branch: Id<Site>,
    /// Whom it concerns.
    pub party: Option<Uuid>,
    /// When it is to be paid.
    pub due_date: Option<Date>,
    /// The product.
    pub product: Option<Uuid>,
    /// The pool its value lies in.
    pub pool: Option<Uuid>,
    /// Where goods arrive (positive) or leave (negative).
    pub location: Option<Uuid>,
    /// Physical quantity moved at the location.
    pub quantity: Option<Quantity>,
    /// Commercial quantity: what was sold or billed; moves nothing.
    pub units: Option<Quantity>,
    /// The line this one comes from: entry.
    pub origin_entry: Option<i64>,
    /// The line this one comes from: place.
    pub origin_n: Option<i64>,
}

/// A debit line and a credit line that pay one another.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(
    table = "settlement",
    key(entry, n),
    append_only,
    hash_chained,
    scan(debit_entry, debit_n),
    scan(credit_entry, credit_n)
)]
pub struct Settlement {
    /// The entry that settled them.
    pub entry: i64,
    /// Its place there.
    pub n: i64,
    /// The debit line.
    pub debit_entry: i64,
    /// The debit line.
    pub debit_n: i64,
    /// The credit line.
    pub credit_entry: i64,
    /// The credit line.
    pub credit_n: i64,
    /// How much, in the items' currency; negative undoes.
    pub amount: Amount,
    /// The part of the debit line's base.
    pub debit_base: Amount,
    /// The part of the credit line's base, positive.
    pub credit_base: Amount,
}

choices! {
    /// Which side of the tax return a tax line is on.
    pub enum TaxRole {
        /// Tax on what was sold.
        Output = "output",
    }
}

/// One tax of one document line.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "tax_line", key(entry, n), append_only, hash_chained, scan(entry))]
pub struct TaxLine {
    /// The entry.
    pub entry: i64,
    /// Its place there.
    pub n: i64,
    /// The document's line.
    pub doc_line: i64,
    /// The journal line that carries the tax; none where the tax is zero.
    pub ledger_line: Option<i64>,
    /// The tax category.
    pub category: Uuid,
    /// Which side.
    pub role: TaxRole,
    /// The rate.
    pub rate: Rate,
    /// The document's currency.
    pub currency: Currency,
    /// What is taxed; negative on returns.
    pub base: Amount,
    /// The tax; negative on returns.
    pub tax: Amount,
    /// Decides the tax return.
    pub tax_date: Date,
}

/// A receivable or payable line and how much of it is settled. A cache of the lines and settlements.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "open_item", key(entry, n), transient, scan(party, account, is_open, due_date), scan(doc), unstamped)]
pub struct OpenItem {
    /// The line.
    pub entry: i64,
    /// The line.
    pub n: i64,
    /// Its account.
    pub account: Id<Account>,
    /// Its party.
    pub party: Uuid,
    /// The document it belongs to.
    pub doc: Uuid,
    /// The entry's date.
    pub business_date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// Its currency.
    pub currency: Currency,
    /// Debit positive.
    pub amount: Amount,
    /// In the company's currency.
    pub base: Amount,
    /// How much of `amount` is settled, with its sign.
    pub settled: Amount,
    /// How much of `base` is settled, with its sign.
    pub settled_base: Amount,
    /// Whether anything is left.
    pub is_open: bool,
}

/// Movements of an account on a day. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "balance", key(account, day, branch, currency), counters)]
pub struct Balance {
    /// The account.
    pub account: Id<Account>,
    /// The business date.
    pub day: Date,
    /// The branch.
    pub branch: Id<Site>,
    /// The lines' currency.
    pub currency: Currency,
    /// Debits in the company's currency.
    #[field(counter)]
    pub debit: Amount,
    /// Credits in the company's currency, positive.
    #[field(counter)]
    pub credit: Amount,
    /// Net in the lines' currency.
    #[field(counter)]
    pub amount: Amount,
}

/// Movements of an account in a month. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "balance_month", key(account, month, branch, currency), counters)]
pub struct BalanceMonth {
    /// The account.
    pub account: Id<Account>,
    /// The first day of the month.
    pub month: Date,
    /// The branch.
    pub branch: Id<Site>,
    /// The lines' currency.
    pub currency: Currency,
    /// Debits in the company's currency.
    #[field(counter)]
    pub debit: Amount,
    /// Credits in the company's currency, positive.
    #[field(counter)]
    pub credit: Amount,
}

/// What a party owes on an account, debit positive. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "balance_sub", key(account, party, currency), counters)]
pub struct BalanceSub {
    /// The account.
    pub account: Id<Account>,
    /// The party.
    pub party: Uuid,
    /// The lines' currency.
    pub currency: Currency,
    /// Net.
    #[field(counter)]
    pub amount: Amount,
}
