//! The lines of an account with a running balance, and the entries of a day with their lines.

use crate::books::{company, year_start};
use crate::cost::require_cost_of;
use crate::entries::{EntryWithLines, with_lines};
use crate::errors;
use crate::known::{check_days, day_or_today, report_days, report_head, whole_number};
use crate::queries::{self, AccountLine};
use crate::records::{Account, Site};
use crate::statements::Extent;
use command::{Cell, ColumnKind, Link, Query, QueryContext, Report, ReportColumn, ReportHead, ReportPart, Row, Source};
use kernel::{Date, Result, ToSchema};
use money::{Currency, Decimal, Total};
use resource::page_size;
use serde::{Deserialize, Serialize};
use store::{Ref, Session};

/// The lines of an account between two days with the balance after each, as known now or at an entry: this fiscal year until
/// today where no days are named. An account whose balance tells what goods cost needs `inventory.value.view` too.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GeneralLedger {
    /// The account, by id or code.
    #[schema(resource = "accounts")]
    account: Ref<Account>,
    /// From this day on; from the beginning of the fiscal year where it is left out.
    from: Option<Date>,
    /// Up to and including this day; today where it is left out.
    to: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of rows on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

/// A page of an account's lines, in the company's currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct GeneralLedgerPage {
    /// The account's code.
    pub code: String,
    /// The account's name.
    pub name: String,
    /// The account's kind.
    pub kind: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The last entry that is in it.
    pub seq: i64,
    /// The company's currency.
    pub currency: Currency,
    /// The balance before the first line of this page, debit positive; of income and expense since the fiscal year of `from` began.
    pub opening: Decimal,
    /// The lines by date.
    pub lines: Vec<GeneralLedgerLine>,
    /// The balance after the last line of this page.
    pub closing: Decimal,
    /// The next page.
    pub next: Option<String>,
}

/// A line of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct GeneralLedgerLine {
    /// Its place and document.
    #[serde(flatten)]
    pub line: AccountLine,
    /// The debit.
    pub debit: Decimal,
    /// The credit.
    pub credit: Decimal,
    /// The balance after the line, debit positive.
    pub balance: Decimal,
}

/// The place of a line among the lines of its account: by date, entry and number.
pub(crate) type LinePlace = (Date, i64, i64);

fn place(cursor: &str) -> Result<LinePlace> {
    let mut parts = cursor.split('.');
    let (Some(day), Some(entry), Some(n), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(errors::invalid_cursor());
    };
    let day = day.parse().map_err(|_| errors::invalid_cursor())?;
    Ok((day, whole_number("cursor", entry)?, whole_number("cursor", n)?))
}

impl Query for GeneralLedger {
    const NAME: &'static str = "ledger.report.view";
    const OPERATION: &'static str = "ledger.report.general_ledger";
    type Output = GeneralLedgerPage;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<GeneralLedgerPage> {
        let currency = company(read)?.base_currency;
        let (from, to) = report_days(read, self.from, self.to)?;
        let account = self.account.get(read).map_err(|error| error.at("account"))?;
        if account.usage.is_heading() {
            return Err(errors::heading_has_no_lines(&account.code));
        }
        require_cost_of(read, &account, context)?;
        let extent = Extent::of(read, self.as_known_at.as_deref(), self.branch.as_ref(), None)?;
        let extent = Extent { account: Some(account.id), ..extent };
        let size = page_size(self.page_size.as_deref())?;
        let after = self.cursor.as_deref().map_or(Ok((from, 0, 0)), place)?.max((from, 0, 0));
        // Accounts of income and expense start at zero each fiscal year.
        let first = if account.kind.is_profit_and_loss() { Some(year_start(read, from)?) } else { None };
        let opening = balance_after(read, first, after, extent)?;
        let days = queries::days_with_lines(read, (after.0, to), extent, size)?;
        let rows = queries::account_lines(read, &days, after, extent, size)?;
        let is_full = rows.len() as i64 == size;
        let end = rows.last().filter(|_| is_full).map(|(line, _)| (line.business_date, line.entry, line.n));
        // Days that are known to have lines may have none in this report; the page after them goes on behind them.
        let last_day = days.last().filter(|_| days.len() as i64 == size).and_then(|day| day.tomorrow().ok());
        let end = end.or_else(|| last_day.map(|day| (day, 0, 0)));
        let mut balance = opening;
        let mut lines = Vec::with_capacity(rows.len());
        for (line, base) in rows {
            balance = balance.plus(Total::from(base))?;
            let (debit, credit) = base.debit_and_credit()?;
            let (debit, credit) = (debit.decimal(currency), credit.decimal(currency));
            lines.push(GeneralLedgerLine { line, debit, credit, balance: balance.decimal(currency) });
        }
        Ok(GeneralLedgerPage {
            code: account.code.clone(),
            name: account.name.clone(),
            kind: account.kind.to_string(),
            from,
            to,
            seq: extent.known.seq(),
            currency,
            opening: opening.decimal(currency),
            lines,
            closing: balance.decimal(currency),
            next: end.map(|(day, entry, n)| context.link("cursor", &format!("{day}.{entry}.{n}"))),
        })
    }
}

/// The lines that a part of a file reads.
const LINES_OF_PART: &str = "1000";
/// The entries that a part of a file reads: they may have many lines.
const ENTRIES_OF_PART: &str = "100";

/// The entry of a printed number.
const ENTRY: Link = Link { to: "/journal-entries/", parameters: &[("number", Source::Column("number"))] };

impl Report for GeneralLedger {
    const TITLE: &'static str = "General ledger";
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("from", "year_start"), ("to", "today")];

    fn columns() -> Vec<ReportColumn> {
        vec![
            ReportColumn::new(ColumnKind::Date, "business_date", "Date"),
            ReportColumn::text("number", "Number").link(ENTRY),
            ReportColumn::text("kind", "Kind"),
            ReportColumn::text("memo", "Memo"),
            ReportColumn::text("branch", "Branch"),
            ReportColumn::money("debit", "Debit").summed(),
            ReportColumn::money("credit", "Credit").summed(),
            ReportColumn::money("balance", "Balance"),
            ReportColumn::new(ColumnKind::Integer, "entry", "Entry"),
            ReportColumn::new(ColumnKind::Integer, "n", "Line"),
            ReportColumn::text("posted_by", "Posted by"),
            ReportColumn::new(ColumnKind::Instant, "posted_at", "Posted at"),
        ]
    }

    fn head(read: &mut Session<'_>, page: &GeneralLedgerPage) -> Result<ReportHead> {
        let head = report_head(read, (Some(page.from), Some(page.to)), Some(page.seq))?;
        Ok(head.fact("Account", format!("{} {}", page.code, page.name)))
    }

    fn rows(page: &GeneralLedgerPage, part: ReportPart) -> Vec<Row<'_>> {
        let balance = |day: Date, name: &'static str, balance: Decimal| {
            let mut cells = vec![Cell::Empty; 8];
            (cells[0], cells[1], cells[7]) = (day.into(), Cell::Text(name), balance.into());
            Row::figure(cells)
        };
        let mut rows = Vec::with_capacity(page.lines.len() + 3);
        if part.is_first {
            rows.push(balance(page.from, "Opening balance", page.opening));
        }
        rows.extend(page.lines.iter().map(|GeneralLedgerLine { line, debit, credit, balance }| {
            Row::line([
                line.business_date.into(),
                Cell::from(&line.number),
                Cell::from(&line.kind),
                Cell::from(&line.memo),
                Cell::from(&line.branch),
                (*debit).into(),
                (*credit).into(),
                (*balance).into(),
                line.entry.into(),
                line.n.into(),
                line.posted_by.as_ref().into(),
                line.posted_at.into(),
            ])
        }));
        if part.is_last {
            rows.push(Row::total([Cell::Empty, Cell::Text("Turnover")]));
            rows.push(balance(page.to, "Closing balance", page.closing));
        }
        rows
    }

    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(GeneralLedgerPage, bool)> {
        self.page_size = Some(LINES_OF_PART.to_owned());
        let page = self.run(read, context)?;
        (self.from, self.to, self.as_known_at) = (Some(page.from), Some(page.to), Some(page.seq.to_string()));
        self.cursor = page.next.as_deref().and_then(QueryContext::cursor_of);
        Ok((page, self.cursor.is_some()))
    }
}

/// The balance of the account of `extent` after the line at `place`: the days before it, from `first` or from the beginning, and the
/// lines of its day.
fn balance_after(read: &mut Session<'_>, first: Option<Date>, place: LinePlace, extent: Extent) -> Result<Total> {
    let mut balance = queries::net_of_lines(read, place, extent)?;
    if let Some(before) = place.0.yesterday().ok().filter(|before| first.is_none_or(|first| first <= *before)) {
        for movement in queries::movements(read, first, before, extent)? {
            balance = balance.plus(movement.debit)?.minus(movement.credit)?;
        }
    }
    Ok(balance)
}

/// The entries between two days with their lines, in the order they were posted on each day, as known now or at an entry: today
/// where no days are named.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayBook {
    /// From this day on; the last day alone where it is left out.
    from: Option<Date>,
    /// Up to and including this day; today where it is left out.
    to: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code: its lines of the entries that have any.
    branch: Option<Ref<Site>>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of entries on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

/// A page of a day book.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayBookPage {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The last entry that may be in it.
    pub seq: i64,
    /// The company's currency.
    pub currency: Currency,
    /// The entries by date and place in the journal.
    pub entries: Vec<EntryWithLines>,
    /// The next page.
    pub next: Option<String>,
}

impl Query for DayBook {
    const NAME: &'static str = "ledger.entry.view";
    const OPERATION: &'static str = "ledger.report.day_book";
    type Output = DayBookPage;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<DayBookPage> {
        let currency = company(read)?.base_currency;
        let to = day_or_today(read, "to", self.to)?;
        let from = self.from.unwrap_or(to);
        check_days(from, self.to, to)?;
        let extent = Extent::of(read, self.as_known_at.as_deref(), self.branch.as_ref(), None)?;
        let size = page_size(self.page_size.as_deref())?;
        let (day, seq, _) = self.cursor.as_deref().map_or(Ok((from, 0, 0)), place)?.max((from, 0, 0));
        let rows = queries::entries_by_day(read, (day, seq), to, extent, size)?;
        let is_full = rows.len() as i64 == size;
        let entries = with_lines(read, rows, extent.branch, currency, context)?;
        let end = entries.last().filter(|_| is_full).map(|last| &last.entry);
        let next = end.map(|last| context.link("cursor", &format!("{}.{}.0", last.business_date, last.seq)));
        Ok(DayBookPage { from, to, seq: extent.known.seq(), currency, entries, next })
    }
}

/// The lines of the account of a line, on the days of the day book.
const LINES_OF_ACCOUNT: Link = Link {
    to: "/reports/general-ledger/",
    parameters: &[
        ("account", Source::Column("account")),
        ("from", Source::Answer("from")),
        ("to", Source::Answer("to")),
        ("branch", Source::Parameter("branch")),
        ("as_known_at", Source::Parameter("as_known_at")),
    ],
};

impl Report for DayBook {
    const TITLE: &'static str = "Day book";
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("to", "today")];

    fn columns() -> Vec<ReportColumn> {
        vec![
            ReportColumn::new(ColumnKind::Date, "business_date", "Date"),
            ReportColumn::text("number", "Number").link(ENTRY),
            ReportColumn::text("kind", "Kind"),
            ReportColumn::text("memo", "Memo"),
            ReportColumn::text("account", "Account").link(LINES_OF_ACCOUNT),
            ReportColumn::text("account_name", "Account name"),
            ReportColumn::text("branch", "Branch"),
            ReportColumn::money("debit", "Debit").summed(),
            ReportColumn::money("credit", "Credit").summed(),
            ReportColumn::text("document_currency", "Document currency"),
            ReportColumn::money("document_amount", "Document amount"),
            ReportColumn::new(ColumnKind::Quantity, "quantity", "Quantity"),
            ReportColumn::new(ColumnKind::Quantity, "units", "Units"),
            ReportColumn::new(ColumnKind::Integer, "entry", "Entry"),
            ReportColumn::new(ColumnKind::Integer, "n", "Line"),
            ReportColumn::text("posted_by", "Posted by"),
            ReportColumn::new(ColumnKind::Instant, "posted_at", "Posted at"),
        ]
    }

    fn head(read: &mut Session<'_>, page: &DayBookPage) -> Result<ReportHead> {
        report_head(read, (Some(page.from), Some(page.to)), Some(page.seq))
    }

    fn rows(page: &DayBookPage, part: ReportPart) -> Vec<Row<'_>> {
        let mut rows = Vec::new();
        for EntryWithLines { entry, lines } in &page.entries {
            rows.extend(lines.iter().map(|line| {
                Row::line([
                    entry.business_date.into(),
                    Cell::from(&entry.number),
                    Cell::from(&entry.kind),
                    Cell::from(&entry.memo),
                    Cell::from(&line.account),
                    Cell::from(&line.account_name),
                    Cell::from(&line.branch),
                    line.debit.into(),
                    line.credit.into(),
                    line.currency.into(),
                    line.amount.into(),
                    line.quantity.into(),
                    line.units.into(),
                    entry.seq.into(),
                    line.n.into(),
                    entry.posted_by.as_ref().into(),
                    entry.posted_at.into(),
                ])
            }));
        }
        if part.is_last {
            rows.push(Row::total([Cell::Empty, Cell::Text("Total")]));
        }
        rows
    }

    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(DayBookPage, bool)> {
        self.page_size = Some(ENTRIES_OF_PART.to_owned());
        let page = self.run(read, context)?;
        (self.from, self.to, self.as_known_at) = (Some(page.from), Some(page.to), Some(page.seq.to_string()));
        self.cursor = page.next.as_deref().and_then(QueryContext::cursor_of);
        Ok((page, self.cursor.is_some()))
    }
}
