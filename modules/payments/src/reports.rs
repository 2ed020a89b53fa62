//! What can be asked about customers' debts.

use crate::queries::{self, AccountLine, Aged};
use command::{Cell, ColumnKind, Link, Query, QueryContext, Report, ReportColumn, ReportHead, ReportPart, Row, Source};
use jiff::ToSpan;
use kernel::{Date, Error, Id, Result, ToSchema};
use ledger::{Known, Site};
use money::{Currency, Decimal, Total};
use parties::Party;
use serde::{Deserialize, Serialize};
use store::{Read, Ref, Session};
use uuid::Uuid;

/// A customer's account between two days, as known now or at an entry: this fiscal year until today where no days are named. A
/// customer has one account with all branches.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerStatement {
    /// The customer, by id or code.
    customer: String,
    /// From this day on; from the beginning of the year where it is left out.
    from: Option<Date>,
    /// Up to and including this day; today where it is left out.
    to: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
}

/// A statement of account, in the company's currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountStatement {
    /// The customer.
    pub customer: Id<Party>,
    /// The customer's code.
    pub code: String,
    /// The customer's name.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The last entry that is in it.
    pub seq: i64,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The balance before the first day; negative is a credit of the customer.
    pub opening: Decimal,
    /// The lines of the account, by date.
    pub lines: Vec<AccountStatementLine>,
    /// The balance at the end of the last day.
    pub closing: Decimal,
}

/// A line of a statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountStatementLine {
    /// The business date.
    pub business_date: Date,
    /// The document's printed number.
    pub number: String,
    /// `sale`, `sale_return`, `receipt` …; `payment` for what was paid or refunded at once with a document.
    pub kind: String,
    /// The document.
    pub document: Uuid,
    /// The due date.
    pub due_date: Option<Date>,
    /// The debit.
    pub debit: Decimal,
    /// The credit.
    pub credit: Decimal,
    /// The balance after the line.
    pub balance: Decimal,
}

impl Query for CustomerStatement {
    const NAME: &'static str = "payments.statement.view";
    const OPERATION: &'static str = "payments.customer.statement";
    type Output = AccountStatement;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<AccountStatement> {
        account_statement(read, &self.customer, (self.from, self.to), self.as_known_at.as_deref())
    }
}

/// The account of a customer, by id or code, between two days, as known now or at an entry.
///
/// # Errors
///
/// 404 where there is no such customer, 422 for days that are none of a report.
pub fn account_statement(
    read: &mut Session<'_>,
    customer: &str,
    (from, to): (Option<Date>, Option<Date>),
    as_known_at: Option<&str>,
) -> Result<AccountStatement> {
    let currency = ledger::company(read)?.base_currency;
    let customer = self::customer(read, customer)?;
    let (from, to) = ledger::report_days(read, from, to)?;
    let known = Known::at(read, as_known_at)?;
    let opening = queries::owed_before(read, customer.id, from, known)?;
    let mut balance = opening;
    let mut lines = Vec::new();
    for AccountLine { business_date, number, kind, doc, due_date, amount, paid } in
        queries::account_lines(read, customer.id, (from, to), known)?
    {
        // A document that was paid in part at once is an invoice and a payment.
        let invoiced = amount.plus(paid)?;
        let payment = if invoiced.is_zero() { kind.clone() } else { "payment".to_owned() };
        for (amount, kind, due_date) in [(invoiced, kind, due_date), (paid.negated()?, payment, None)] {
            if amount.is_zero() {
                continue;
            }
            balance = balance.plus(amount.into())?;
            let (debit, credit) = amount.debit_and_credit()?;
            lines.push(AccountStatementLine {
                business_date,
                number: number.clone(),
                kind,
                document: doc,
                due_date,
                debit: debit.decimal(currency),
                credit: credit.decimal(currency),
                balance: balance.decimal(currency),
            });
        }
    }
    Ok(AccountStatement {
        customer: customer.id,
        code: customer.code.clone(),
        name: customer.name.clone(),
        from,
        to,
        currency,
        opening: opening.decimal(currency),
        seq: known.seq(),
        lines,
        closing: balance.decimal(currency),
    })
}

impl Report for CustomerStatement {
    const TITLE: &'static str = "Statement of account";
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("from", "year_start"), ("to", "today")];

    fn columns() -> Vec<ReportColumn> {
        let entry = Link { to: "/journal-entries/", parameters: &[("number", Source::Column("number"))] };
        vec![
            ReportColumn::new(ColumnKind::Date, "business_date", "Date"),
            ReportColumn::text("number", "Number").link(entry),
            ReportColumn::text("kind", "Kind"),
            ReportColumn::new(ColumnKind::Date, "due_date", "Due date"),
            ReportColumn::money("debit", "Debit").summed(),
            ReportColumn::money("credit", "Credit").summed(),
            ReportColumn::money("balance", "Balance"),
        ]
    }

    fn head(read: &mut Session<'_>, answer: &AccountStatement) -> Result<ReportHead> {
        let head = ledger::report_head(read, (Some(answer.from), Some(answer.to)), Some(answer.seq))?;
        Ok(head.fact("Customer", format!("{} {}", answer.code, answer.name)))
    }

    fn rows(answer: &AccountStatement, _: ReportPart) -> Vec<Row<'_>> {
        let balance = |day: Date, name: &'static str, balance: Decimal| {
            let empty = Cell::Empty;
            Row::figure([day.into(), Cell::Text(name), empty, empty, empty, empty, balance.into()])
        };
        let lines = answer.lines.iter().map(|line| {
            Row::line([
                line.business_date.into(),
                Cell::from(&line.number),
                Cell::from(&line.kind),
                line.due_date.into(),
                line.debit.into(),
                line.credit.into(),
                line.balance.into(),
            ])
        });
        let opening = [balance(answer.from, "Opening balance", answer.opening)];
        let end =
            [Row::total([Cell::Empty, Cell::Text("Turnover")]), balance(answer.to, "Closing balance", answer.closing)];
        opening.into_iter().chain(lines).chain(end).collect()
    }
}

/// The balance of every customer by days overdue, today or at the end of a past day, as known now or at an entry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ageing {
    /// What is open at the end of this day; today where it is left out.
    as_of: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
}

/// [`Ageing`] of one customer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerAgeing {
    /// The customer, by id or code.
    customer: String,
    /// What is open at the end of this day; today where it is left out.
    as_of: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
}

/// Receivables by days overdue, in the company's currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgeingReport {
    /// At the end of this day.
    pub as_of: Date,
    /// The last entry that is in it.
    pub seq: i64,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Customers with anything open, by code.
    pub customers: Vec<AgeingRow>,
    /// Their sums.
    pub totals: AgeingAmounts,
}

/// The receivables of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgeingRow {
    /// The customer.
    pub customer: Id<Party>,
    /// The customer's code.
    pub code: String,
    /// The customer's name.
    pub name: String,
    /// The amounts by days overdue.
    #[serde(flatten)]
    pub amounts: AgeingAmounts,
}

/// Amounts by days overdue.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgeingAmounts {
    /// Not due yet, or due on the day itself.
    pub current: Decimal,
    /// 1 to 30 days late.
    pub days_1_30: Decimal,
    /// 31 to 60 days late.
    pub days_31_60: Decimal,
    /// 61 to 90 days late.
    pub days_61_90: Decimal,
    /// More than 90 days late.
    pub over_90: Decimal,
    /// Advances and credits that pay nothing yet; not positive.
    pub unallocated: Decimal,
    /// The sum of all: the customer's balance.
    pub total: Decimal,
}

fn amounts(buckets: &[Total; 6], currency: Currency) -> Result<AgeingAmounts> {
    let total = buckets.iter().try_fold(Total::ZERO, |sum, bucket| sum.plus(*bucket))?.decimal(currency);
    let [current, days_1_30, days_31_60, days_61_90, over_90, unallocated] =
        buckets.map(|bucket| bucket.decimal(currency));
    Ok(AgeingAmounts { current, days_1_30, days_31_60, days_61_90, over_90, unallocated, total })
}

fn report(
    read: &mut Session<'_>,
    customer: Option<Id<Party>>,
    as_of: Option<Date>,
    as_known_at: Option<&str>,
    branch: Option<&Ref<Site>>,
) -> Result<AgeingReport> {
    let currency = ledger::company(read)?.base_currency;
    let as_of = ledger::day_or_today(read, "as_of", as_of)?;
    let late = [30, 60, 90].map(|days: i64| as_of.saturating_sub(days.days()));
    let (known, branch) = (Known::at(read, as_known_at)?, ledger::report_branch(read, branch)?);
    let mut totals = [Total::ZERO; 6];
    let mut customers = Vec::new();
    for Aged { customer, code, name, buckets } in queries::ageing(read, (customer, branch), as_of, late, known)? {
        for (total, bucket) in totals.iter_mut().zip(&buckets) {
            *total = total.plus(*bucket)?;
        }
        customers.push(AgeingRow { customer, code, name, amounts: amounts(&buckets, currency)? });
    }
    Ok(AgeingReport { as_of, seq: known.seq(), currency, customers, totals: amounts(&totals, currency)? })
}

impl Query for Ageing {
    const NAME: &'static str = "payments.ageing.view";
    const OPERATION: &'static str = "payments.report.ageing";
    type Output = AgeingReport;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<AgeingReport> {
        report(read, None, self.as_of, self.as_known_at.as_deref(), self.branch.as_ref())
    }
}

impl Query for CustomerAgeing {
    const NAME: &'static str = "payments.ageing.view";
    const OPERATION: &'static str = "payments.customer.ageing";
    type Output = AgeingReport;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<AgeingReport> {
        let customer = customer(read, &self.customer)?;
        report(read, Some(customer.id), self.as_of, self.as_known_at.as_deref(), self.branch.as_ref())
    }
}

impl Report for Ageing {
    const TITLE: &'static str = "Receivables by age";
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("as_of", "today")];

    fn columns() -> Vec<ReportColumn> {
        columns_of_ageing()
    }

    fn head(read: &mut Session<'_>, answer: &AgeingReport) -> Result<ReportHead> {
        ledger::report_head(read, (None, Some(answer.as_of)), Some(answer.seq))
    }

    fn rows(answer: &AgeingReport, _: ReportPart) -> Vec<Row<'_>> {
        rows_of_ageing(answer)
    }
}

impl Report for CustomerAgeing {
    const TITLE: &'static str = "Customer by age";
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("as_of", "today")];

    fn columns() -> Vec<ReportColumn> {
        columns_of_ageing()
    }

    fn head(read: &mut Session<'_>, answer: &AgeingReport) -> Result<ReportHead> {
        ledger::report_head(read, (None, Some(answer.as_of)), Some(answer.seq))
    }

    fn rows(answer: &AgeingReport, _: ReportPart) -> Vec<Row<'_>> {
        rows_of_ageing(answer)
    }
}

fn columns_of_ageing() -> Vec<ReportColumn> {
    let statement =
        Link { to: "/customers/{customer}/statement/", parameters: &[("customer", Source::Column("code"))] };
    let names = [ReportColumn::text("code", "Customer").link(statement), ReportColumn::text("name", "Name")];
    let amounts = [
        ("current", "Not due"),
        ("days_1_30", "1 to 30 days"),
        ("days_31_60", "31 to 60 days"),
        ("days_61_90", "61 to 90 days"),
        ("over_90", "Over 90 days"),
        ("unallocated", "Unallocated"),
        ("total", "Total"),
    ];
    names.into_iter().chain(amounts.map(|(name, label)| ReportColumn::money(name, label).summed())).collect()
}

fn rows_of_ageing(answer: &AgeingReport) -> Vec<Row<'_>> {
    let lines = answer.customers.iter().map(|AgeingRow { code, name, amounts, .. }| {
        Row::line([
            Cell::from(code),
            Cell::from(name),
            amounts.current.into(),
            amounts.days_1_30.into(),
            amounts.days_31_60.into(),
            amounts.days_61_90.into(),
            amounts.over_90.into(),
            amounts.unallocated.into(),
            amounts.total.into(),
        ])
    });
    lines.chain([Row::total([Cell::Text("Total")])]).collect()
}

/// The customer that the path names; 404 where there is none.
fn customer(read: &mut Session<'_>, text: &str) -> Result<std::sync::Arc<Party>> {
    let found = read.lookup::<Party>(text)?.filter(|party| party.is_customer);
    found.ok_or_else(|| Error::not_found("customer", text))
}
