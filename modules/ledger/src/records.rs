//! The journal's tables; `spec/journal.md` defines every column and rule.

use crate::commands::{ClosePeriod, ReopenPeriod};
use command::{Command, SeriesKind};
use kernel::{Date, Id, Instant};
use money::{Amount, Currency, Quantity, Rate};
use resource::States;
use store::{Record, choices};
use uuid::Uuid;

/// A legal entity. Its currency never changes.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "company", unique(code), audited)]
#[non_exhaustive]
pub struct Company {
    /// Its id.
    pub id: Id<Company>,
    /// Its short name; the first company is `main`.
    #[field(code, max = 32)]
    pub code: String,
    /// Its name.
    pub name: String,
    /// The currency the books are kept in.
    #[field(read_only)]
    pub base_currency: Currency,
    /// IANA time zone: decides what "today" is.
    pub timezone: String,
    /// Whether entered prices include tax.
    pub prices_include_tax: bool,
}

/// A place of business: branch, shop, depot. Debits equal credits in every site.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "site", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct Site {
    /// Its id.
    #[field(read_only)]
    pub id: Id<Site>,
    /// The company it belongs to.
    #[field(references = Company, default = "main", unlisted)]
    pub company: Id<Company>,
    /// Its code.
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
        /// Property and claims of the company.
        Asset = "asset",
        /// Debts of the company.
        Liability = "liability",
        /// The owners' share.
        Equity = "equity",
        /// Revenue and gains.
        Income = "income",
        /// Costs and losses.
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
    /// The use of an account, which decides what its lines must carry (I3).
    pub enum Usage {
        /// General; its lines need nothing more.
        Plain = "plain",
        /// Cash on hand.
        Cash = "cash",
        /// Money at a bank, a card acquirer or a payment gateway.
        Bank = "bank",
        /// Debts of customers: lines need a party and become open items.
        Receivable = "receivable",
        /// Debts to suppliers: lines need a party and become open items.
        Payable = "payable",
        /// Goods on hand: lines need a product and its pool.
        Stock = "stock",
        /// Goods received before the supplier's bill: lines need a party.
        ReceivedNotBilled = "received_not_billed",
        /// Tax owed on sales: its lines equal the tax lines of their entry.
        TaxOutput = "tax_output",
        /// Tax paid on purchases, which the authority gives back.
        TaxInput = "tax_input",
        /// Groups the accounts below it in reports; takes no lines.
        Heading = "heading",
        /// A heading of what sold goods cost: income less its accounts is the gross profit.
        CostOfSales = "cost_of_sales",
        /// Clears the difference between currencies; its base is zero in every entry.
        Exchange = "exchange",
        /// Clears the difference between branches.
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

    /// Whether the account groups others and takes no lines.
    pub fn is_heading(self) -> bool {
        matches!(self, Usage::Heading | Usage::CostOfSales)
    }

    /// Whether journal entries by hand may not name such an account.
    pub fn is_control(self) -> bool {
        !matches!(self, Usage::Plain | Usage::Cash | Usage::Bank | Usage::TaxInput | Usage::Retained)
    }
}

/// An account of the chart.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "account", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct Account {
    /// Its id.
    #[field(read_only)]
    pub id: Id<Account>,
    /// The company it belongs to.
    #[field(references = Company, default = "main", unlisted)]
    pub company: Id<Company>,
    /// Its code.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// The heading it stands under in reports.
    #[field(references = Account)]
    pub parent: Option<Id<Account>>,
    /// Asset, liability, equity, income or expense.
    pub kind: AccountKind,
    /// Its use.
    #[field(default = "plain")]
    pub usage: Usage,
    /// Whether journal entries by hand may name it; by its use where it is left out.
    #[field(default = "")]
    pub manual: bool,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

/// The account that postings use for a [`crate::PostingRole`].
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "posting_account", key(role))]
#[non_exhaustive]
pub struct PostingAccount {
    /// The role's code.
    pub role: String,
    /// The account.
    #[field(references_table = "account")]
    pub account: Id<Account>,
    /// Whether its lines carry the value of goods.
    pub of_goods: bool,
}

/// A fiscal year.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "fiscal_year", unique(code), scan(company, starts_on), audited)]
#[non_exhaustive]
pub struct FiscalYear {
    /// Its id.
    pub id: Id<FiscalYear>,
    /// The company.
    #[field(references_table = "company", unlisted)]
    pub company: Id<Company>,
    /// The calendar year it starts in. Numbers of documents name it.
    #[field(code)]
    pub code: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Closed where its last period is, and so all of them.
    pub state: PeriodState,
}

impl FiscalYear {
    /// Whether the day lies in it.
    pub(crate) fn holds(&self, day: Date) -> bool {
        (self.starts_on..=self.ends_on).contains(&day)
    }
}

choices! {
    /// The state of a period.
    pub enum PeriodState {
        /// Takes entries.
        Open = "open",
        /// Takes no entries.
        Closed = "closed",
    }
}

/// A month of a fiscal year.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "period", unique(company, starts_on), scan(fiscal_year), scan(state, starts_on), scan(month), audited)]
#[non_exhaustive]
pub struct Period {
    /// Its id.
    pub id: Id<Period>,
    /// The company.
    #[field(references_table = "company", unlisted)]
    pub company: Id<Company>,
    /// Its year.
    #[field(references_table = "fiscal_year")]
    pub fiscal_year: Id<FiscalYear>,
    /// The code of its year, which the numbers of documents name.
    pub year: String,
    /// Its place in the year, 1 to 12.
    pub number: i64,
    /// The month, as `2026-11`.
    pub month: String,
    /// First day of the month.
    pub starts_on: Date,
    /// Last day of the month.
    pub ends_on: Date,
    /// Open or closed.
    pub state: PeriodState,
    /// The place of the last entry before it was closed; 0 where the journal was empty.
    pub closed_after: Option<i64>,
}

/// The closing or reopening of a period.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "period_change", key(period, n), scan(period), append_only, unstamped)]
#[non_exhaustive]
pub struct PeriodChange {
    /// The period.
    #[field(references_table = "period")]
    pub period: Id<Period>,
    /// Its place among the changes of the period, from 1.
    pub n: i64,
    /// The state of the period after it.
    pub state: PeriodState,
    /// The time.
    pub at: Instant,
    /// The user; nil for the program itself.
    pub actor: Uuid,
    /// The reason in words; empty where none was given.
    pub reason: String,
}

impl States for Period {
    type State = PeriodState;
    const TRANSITIONS: &'static [(PeriodState, PeriodState, &'static str)] = &[
        (PeriodState::Open, PeriodState::Closed, ClosePeriod::NAME),
        (PeriodState::Closed, PeriodState::Open, ReopenPeriod::NAME),
    ];

    fn state(&mut self) -> &mut PeriodState {
        &mut self.state
    }
}

/// A posting: the header of its lines.
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
#[non_exhaustive]
pub struct Entry {
    /// Its place in the journal, gapless from 1: the order of cost.
    pub seq: i64,
    /// Its id.
    pub id: Id<Entry>,
    /// The company.
    #[field(references_table = "company")]
    pub company: Id<Company>,
    /// The command that posted it.
    #[field(references_table = "command")]
    pub command: Uuid,
    /// The kind of its document: `sale`, `goods_receipt`, `journal` …
    pub kind: String,
    /// The document it belongs to.
    pub doc: Uuid,
    /// The number of the posting within its document, from 1.
    pub step: i64,
    /// The revision of that posting, from 1: amending a document reverses one revision and posts the next.
    pub revision: i64,
    /// The date that decides the period.
    pub business_date: Date,
    /// The date that decides the tax return.
    pub tax_date: Date,
    /// The date printed on the document.
    pub document_date: Date,
    /// The series of its number; `external` where another system numbered the document.
    pub series: String,
    /// Its number in the series; 0 where the series is `external`.
    pub number: i64,
    /// The printed number.
    pub reference: String,
    /// The reason in words.
    pub memo: String,
    /// The entry it reverses.
    #[field(references_table = "entry")]
    pub reverses: Option<i64>,
}

/// One line of an entry: an amount on an account, with the party, product and quantity it concerns. Debit is positive.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(
    table = "line",
    key(entry, n),
    append_only,
    hash_chained,
    scan(entry),
    scan(origin_entry, origin_n),
    company_currency
)]
#[non_exhaustive]
pub struct Line {
    /// Its entry.
    #[field(references_table = "entry")]
    pub entry: i64,
    /// Its place in the entry, from 1.
    pub n: i64,
    /// The account.
    #[field(references_table = "account")]
    pub account: Id<Account>,
    /// In the company's currency.
    pub base: Amount,
    /// The document's currency.
    pub currency: Currency,
    /// In the document's currency.
    pub amount: Amount,
    /// The branch in whose books it is.
    #[field(references_table = "site")]
    pub branch: Id<Site>,
    /// The customer or supplier.
    #[field(references_table = "party")]
    pub party: Option<Uuid>,
    /// The due date.
    pub due_date: Option<Date>,
    /// The product.
    #[field(references_table = "product")]
    pub product: Option<Uuid>,
    /// The pool its value lies in.
    #[field(references_table = "pool")]
    pub pool: Option<Uuid>,
    /// The location that goods arrive at (positive quantity) or leave (negative).
    #[field(references_table = "location")]
    pub location: Option<Uuid>,
    /// The physical quantity that moves at the location.
    pub quantity: Option<Quantity>,
    /// The commercial quantity sold or billed; no goods move.
    pub units: Option<Quantity>,
    /// The entry of the line it comes from.
    #[field(references_table = "entry")]
    pub origin_entry: Option<i64>,
    /// The number of the line it comes from.
    pub origin_n: Option<i64>,
}

/// An amount by which a debit line and a credit line settle each other.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(
    table = "settlement",
    key(entry, n),
    append_only,
    hash_chained,
    scan(debit_entry, debit_n),
    scan(credit_entry, credit_n)
)]
#[non_exhaustive]
pub struct Settlement {
    /// The entry that settles them.
    #[field(references_table = "entry")]
    pub entry: i64,
    /// Its place there.
    pub n: i64,
    /// The debit line.
    #[field(references_table = "line")]
    pub debit_entry: i64,
    /// The debit line.
    pub debit_n: i64,
    /// The credit line.
    #[field(references_table = "line")]
    pub credit_entry: i64,
    /// The credit line.
    pub credit_n: i64,
    /// The amount settled, in the currency of the two lines; negative reverses a settlement.
    pub amount: Amount,
    /// The part of the debit line's base.
    pub debit_base: Amount,
    /// The part of the credit line's base, positive.
    pub credit_base: Amount,
}

choices! {
    /// The side of the tax return that a tax line belongs to.
    pub enum TaxRole {
        /// Output tax: tax on sales.
        Output = "output",
    }
}

/// One tax of one document line.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "tax_line", key(entry, n), append_only, hash_chained, scan(entry))]
#[non_exhaustive]
pub struct TaxLine {
    /// The entry.
    #[field(references_table = "entry")]
    pub entry: i64,
    /// Its place there.
    pub n: i64,
    /// The document's line.
    pub doc_line: i64,
    /// The line of the entry that carries the tax; none where the tax is zero.
    pub ledger_line: Option<i64>,
    /// The tax category.
    #[field(references_table = "tax_category")]
    pub category: Uuid,
    /// The side of the tax return.
    pub role: TaxRole,
    /// The rate.
    pub rate: Rate,
    /// The document's currency.
    pub currency: Currency,
    /// The taxable amount; negative on returns.
    pub base: Amount,
    /// The tax; negative on returns.
    pub tax: Amount,
    /// The date that decides the tax return.
    pub tax_date: Date,
}

/// A receivable or payable line and the amount of it that is settled. A cache of lines and settlements.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "open_item", key(entry, n), transient, scan(party, account, is_open, due_date), scan(doc), unstamped)]
#[non_exhaustive]
pub struct OpenItem {
    /// The entry of the line.
    #[field(references_table = "entry")]
    pub entry: i64,
    /// The number of the line in its entry.
    pub n: i64,
    /// Its account.
    #[field(references_table = "account")]
    pub account: Id<Account>,
    /// The branch in whose books it is.
    #[field(references_table = "site")]
    pub branch: Id<Site>,
    /// Its party.
    #[field(references_table = "party")]
    pub party: Uuid,
    /// The document it belongs to.
    pub doc: Uuid,
    /// The entry's date.
    pub business_date: Date,
    /// The due date.
    pub due_date: Date,
    /// Its currency.
    pub currency: Currency,
    /// Debit positive.
    pub amount: Amount,
    /// In the company's currency.
    pub base: Amount,
    /// The settled part of `amount`, with its sign.
    pub settled: Amount,
    /// The settled part of `base`, with its sign.
    pub settled_base: Amount,
    /// Whether part of it is not settled.
    pub is_open: bool,
}

/// Movements of an account on a day by the entries of one segment of the journal. A cache of the lines. A balance as it was
/// known at an entry is the sum over the whole segments before that entry, and over the lines of its own segment.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "balance", key(account, day, branch, currency, segment), counters)]
#[non_exhaustive]
pub struct Balance {
    /// The account.
    #[field(references_table = "account")]
    pub account: Id<Account>,
    /// The business date.
    pub day: Date,
    /// The branch.
    #[field(references_table = "site")]
    pub branch: Id<Site>,
    /// The lines' currency.
    pub currency: Currency,
    /// The segment: the entry's place divided by 256, rounded down.
    pub segment: i64,
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

impl Balance {
    /// The number of entries in a segment: so many are read by line for a balance as it was known at an entry.
    pub const SEGMENT: i64 = 256;
}

/// Movements of an account in a month. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "balance_month", key(account, month, branch, currency), counters)]
#[non_exhaustive]
pub struct BalanceMonth {
    /// The account.
    #[field(references_table = "account")]
    pub account: Id<Account>,
    /// The first day of the month.
    pub month: Date,
    /// The branch.
    #[field(references_table = "site")]
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

/// What moved of a product at a place on a day by the entries of one segment of the journal ([`Balance::SEGMENT`]). A cache of the
/// lines. Every segment with a line of the product has a row of it, so that no index of the lines by product is needed: the rows
/// of one segment lie together, and a sale of many products changes few pages.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "goods_balance", key(segment, product, place, day), counters, company_currency)]
#[non_exhaustive]
pub struct GoodsBalance {
    /// The segment of the journal.
    pub segment: i64,
    /// The product.
    #[field(references_table = "product")]
    pub product: Uuid,
    /// The location of the goods; the pool for lines that change only its value; the product itself for an entry that names it
    /// but no pool of it, which moves nothing.
    pub place: Uuid,
    /// The business date.
    pub day: Date,
    /// What moved into (positive) and out of the location.
    #[field(counter)]
    pub quantity: Quantity,
    /// The value that moved, in the company's currency.
    #[field(counter)]
    pub value: Amount,
}

/// The balance of a party on an account, debit positive. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "balance_sub", key(account, party, currency), counters)]
#[non_exhaustive]
pub struct BalanceSub {
    /// The account.
    #[field(references_table = "account")]
    pub account: Id<Account>,
    /// The party.
    #[field(references_table = "party")]
    pub party: Uuid,
    /// The lines' currency.
    pub currency: Currency,
    /// Net.
    #[field(counter)]
    pub amount: Amount,
}

/// How the documents of one kind are numbered from a day on, where it is not the usual way.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "number_series", scan(document, starts_on), audited)]
#[non_exhaustive]
pub struct NumberSeries {
    /// Its id.
    #[field(read_only)]
    pub id: Id<NumberSeries>,
    /// The kind of the documents: `sale`, `sale_return`, `receipt`, `journal` …
    #[field(max = 40)]
    pub document: String,
    /// The site whose documents it numbers; those of all sites that have no series of their own where it is left out.
    #[field(references = Site)]
    pub site: Option<Id<Site>>,
    /// The first day of documents that it numbers.
    #[field(label = "From")]
    pub starts_on: Date,
    /// What stands before the number: capital letters, digits, `-`, `.`, `_`, and `{year}` (the calendar year in which the fiscal year
    /// starts), `{yy}`, `{years}` (2026-27), `{month}`, `{site}`. Numbers begin anew where it changes.
    #[field(max = 40)]
    pub pattern: String,
    /// The digits of a number, with zeros in front.
    #[field(least = 1, most = 12, default = "6")]
    pub digits: i64,
    /// Whether every number has to have its document. Counts for series that begin later.
    #[field(default = "gapless")]
    pub kind: SeriesKind,
    /// The first number from that day on, to go on with those of another system.
    #[field(least = 1, most = 999_999_999, default = "1")]
    pub first_number: i64,
}

/// Numbers that a device has, to print them on documents while it is offline.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "number_block", scan(series, is_open), audited)]
#[non_exhaustive]
pub struct NumberBlock {
    /// Its id.
    pub id: Id<NumberBlock>,
    /// The kind of the documents.
    pub document: String,
    /// The site of the device.
    #[field(references = Site)]
    pub site: Id<Site>,
    /// The device, as it is called.
    #[field(search)]
    pub device: String,
    /// The series that the numbers are of.
    pub series: String,
    /// What stands before the numbers.
    pub prefix: String,
    /// The digits of a number, with zeros in front.
    pub digits: i64,
    /// The first number.
    pub first_number: i64,
    /// The last number.
    pub last_number: i64,
    /// Whether documents may still come with its numbers.
    pub is_open: bool,
}

/// Numbers of a gapless series that no document has, and why.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "number_void", key(series, first_number), append_only, unstamped)]
#[non_exhaustive]
pub struct NumberVoid {
    /// The series.
    pub series: String,
    /// The first of the numbers.
    pub first_number: i64,
    /// The last of them.
    pub last_number: i64,
    /// The block that they were of.
    #[field(references_table = "number_block")]
    pub block: Id<NumberBlock>,
    /// Why they have no document.
    pub reason: String,
}
