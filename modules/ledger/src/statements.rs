//! Trial balance, income statement and balance sheet: what moved on the accounts over a span of days.

use crate::books::{company, year_start};
use crate::cost::require_cost;
use crate::known::{Known, check_year, day_or_today, report_branch, report_days};
use crate::queries::{self, Heading, Movement};
use crate::records::{Account, AccountKind, Site};
use command::{Query, QueryContext};
use jiff::ToSpan;
use kernel::{Date, Id, Result, ToSchema};
use money::{Currency, Decimal, Total};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Ref, Session, choices};

choices! {
    /// Further columns of a report.
    pub enum Columns {
        /// One for each branch.
        Branch = "branch",
    }
}

choices! {
    /// The days that a report is compared with.
    pub enum Comparison {
        /// The days just before, as many (whole months where the report covers whole months).
        PreviousPeriod = "previous_period",
        /// The same days a year earlier.
        PreviousYear = "previous_year",
    }
}

/// The lines that a report reads: those of the entries it knows, of one account and branch or of all.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) known: Known,
    pub(crate) account: Option<Id<Account>>,
    pub(crate) branch: Option<Id<Site>>,
    /// Whether the movements of each branch are asked for by themselves.
    pub(crate) by_branch: bool,
}

impl Extent {
    pub(crate) fn of(
        read: &mut Session<'_>,
        as_known_at: Option<&str>,
        branch: Option<&Ref<Site>>,
        columns: Option<Columns>,
    ) -> Result<Extent> {
        let known = Known::at(read, as_known_at)?;
        let (branch, by_branch) = (report_branch(read, branch)?, columns == Some(Columns::Branch));
        Ok(Extent { known, account: None, branch, by_branch })
    }
}

/// An amount in the books of a branch.
#[derive(Debug, Serialize, ToSchema)]
pub struct BranchAmount {
    /// The branch's code.
    pub branch: String,
    /// The amount.
    pub amount: Decimal,
}

/// The amounts of a row: of the report's days, of those it is compared with, and of each branch.
#[derive(Clone, Debug, Default)]
struct Figures {
    amount: Total,
    compared: Total,
    branches: BTreeMap<String, Total>,
}

impl Figures {
    fn add(&mut self, other: &Figures) -> Result<()> {
        self.amount = self.amount.plus(other.amount)?;
        self.compared = self.compared.plus(other.compared)?;
        for (branch, amount) in &other.branches {
            let sum = self.branches.entry(branch.clone()).or_default();
            *sum = sum.plus(*amount)?;
        }
        Ok(())
    }

    fn negated(&self) -> Result<Figures> {
        let branches = self.branches.iter().map(|(branch, amount)| Ok((branch.clone(), amount.negated()?)));
        Ok(Figures {
            amount: self.amount.negated()?,
            compared: self.compared.negated()?,
            branches: branches.collect::<Result<_>>()?,
        })
    }

    fn is_zero(&self) -> bool {
        self.amount.is_zero() && self.compared.is_zero() && self.branches.values().all(|amount| amount.is_zero())
    }

    fn shown(&self, shape: Shape) -> Amounts {
        let branches = self
            .branches
            .iter()
            .map(|(branch, amount)| BranchAmount { branch: branch.clone(), amount: amount.decimal(shape.currency) });
        Amounts {
            amount: self.amount.decimal(shape.currency),
            compared: shape.is_compared.then(|| self.compared.decimal(shape.currency)),
            branches: shape.by_branch.then(|| branches.collect()),
        }
    }
}

/// How the figures of a report are shown.
#[derive(Clone, Copy)]
struct Shape {
    currency: Currency,
    is_compared: bool,
    by_branch: bool,
}

/// The amounts of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct Amounts {
    /// Of the report's days.
    pub amount: Decimal,
    /// Of the days it is compared with; absent where it is not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<Decimal>,
    /// In each branch that has any; absent where no columns of branches are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branches: Option<Vec<BranchAmount>>,
}

/// Opening balance, turnover and balance of every account: up to a day, as known now or at an entry. Needs `inventory.value.view`
/// too, since it tells what goods cost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialBalance {
    /// The last day; today where it is left out.
    as_of: Option<Date>,
    /// The first day of the turnover; the first of the fiscal year where it is left out.
    from: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
    /// Further columns.
    columns: Option<Columns>,
}

/// A trial balance. Debits equal credits, and openings, turnovers and closings sum to zero.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrialBalanceReport {
    /// The first day of the turnover.
    pub from: Date,
    /// Up to and including this day.
    pub as_of: Date,
    /// The last entry that is in it.
    pub seq: i64,
    /// The company's currency.
    pub currency: Currency,
    /// Accounts that have a balance or moved since `from`, and last the line `result_earlier_years`.
    pub accounts: Vec<AccountBalance>,
    /// Sum of the debits.
    pub total_debit: Decimal,
    /// Sum of the credits.
    pub total_credit: Decimal,
}

/// An account's opening balance, turnover, and net on its side.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountBalance {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The heading it stands under.
    pub parent: Option<String>,
    /// The balance before `from`, debit positive. Income and expense start at zero with the fiscal year of `from`; what they came to
    /// before is the line `result_earlier_years`.
    pub opening: Decimal,
    /// Debits since then.
    pub turnover_debit: Decimal,
    /// Credits since then.
    pub turnover_credit: Decimal,
    /// Opening and turnover together, debit positive.
    pub closing: Decimal,
    /// The net of all entries up to `as_of`, those of earlier fiscal years too, if it is a debit, or zero.
    pub debit: Decimal,
    /// The net of all entries up to `as_of`, those of earlier fiscal years too, if it is a credit, or zero.
    pub credit: Decimal,
    /// The same figures in each branch, which add up to those of the row; absent where no columns of branches are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branches: Option<Vec<BranchBalance>>,
}

/// The figures of a row of the trial balance in the books of a branch.
#[derive(Debug, Serialize, ToSchema)]
pub struct BranchBalance {
    /// The branch's code.
    pub branch: String,
    /// `debit` less `credit`: the net of all entries up to `as_of`, debit positive.
    pub amount: Decimal,
    /// The balance before `from`, as in the row.
    pub opening: Decimal,
    /// Debits since then.
    pub turnover_debit: Decimal,
    /// Credits since then.
    pub turnover_credit: Decimal,
    /// Opening and turnover together, debit positive.
    pub closing: Decimal,
}

/// Sums of a trial balance.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    opening: Total,
    debit: Total,
    credit: Total,
    net: Total,
}

/// The sums of a row, in all books and in those of each branch.
#[derive(Default)]
struct RowSums {
    all: Sums,
    branches: BTreeMap<String, Sums>,
}

impl Query for TrialBalance {
    const NAME: &'static str = "ledger.report.view";
    const OPERATION: &'static str = "ledger.report.trial_balance";
    type Output = TrialBalanceReport;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<TrialBalanceReport> {
        require_cost(context)?;
        let currency = company(read)?.base_currency;
        check_year("as_of", self.as_of)?;
        let (from, as_of) = report_days(read, self.from, self.as_of)?;
        let extent = Extent::of(read, self.as_known_at.as_deref(), self.branch.as_ref(), self.columns)?;
        let shape = Shape { currency, is_compared: false, by_branch: extent.by_branch };
        let (accounts, earlier_years) = account_sums(read, from, as_of, extent)?;
        let (mut total_debit, mut total_credit) = (Total::ZERO, Total::ZERO);
        let mut rows = Vec::with_capacity(accounts.len());
        for (code, (Movement { name, kind, parent, .. }, sums)) in accounts {
            if sums.is_zero() {
                continue;
            }
            let (debit, credit) = sums.all.net.debit_and_credit()?;
            total_debit = total_debit.plus(debit)?;
            total_credit = total_credit.plus(credit)?;
            rows.push(sums.shown(code, name, kind, parent, shape)?);
        }
        if !earlier_years.is_zero() {
            let (code, name) = EARLIER_YEARS;
            let parent = queries::heading_of_results(read)?;
            rows.push(earlier_years.shown(code.to_owned(), name.to_owned(), AccountKind::Equity, parent, shape)?);
        }
        Ok(TrialBalanceReport {
            from,
            as_of,
            seq: extent.known.seq(),
            currency,
            accounts: rows,
            total_debit: total_debit.decimal(currency),
            total_credit: total_credit.decimal(currency),
        })
    }
}

/// The accounts of a trial balance with their sums, by code.
type SumsByCode = BTreeMap<String, (Movement, RowSums)>;

/// The sums of every account, and the result of the fiscal years before that of `from`, debit positive.
fn account_sums(read: &mut Session<'_>, from: Date, as_of: Date, extent: Extent) -> Result<(SumsByCode, RowSums)> {
    let (mut accounts, mut earlier_years) = (SumsByCode::new(), RowSums::default());
    let before = from.yesterday().ok();
    for movement in before.map_or(Ok(Vec::new()), |before| queries::movements(read, None, before, extent))? {
        let (net, branch) = (movement.debit.minus(movement.credit)?, movement.branch.clone());
        let opening = Sums { opening: net, ..Sums::default() };
        let (movement, sums) = accounts.entry(movement.code.clone()).or_insert((movement, RowSums::default()));
        sums.add(branch.as_ref(), Sums { net, ..Sums::default() })?;
        let opened = if movement.kind.is_profit_and_loss() { &mut earlier_years } else { sums };
        opened.add(branch.as_ref(), opening)?;
    }
    let year = year_start(read, from)?;
    if let Some(before) = before.filter(|before| year <= *before) {
        for movement in queries::movements(read, Some(year), before, extent)? {
            let opening = movement.debit.minus(movement.credit)?;
            if let Some((_, sums)) = accounts.get_mut(&movement.code).filter(|_| movement.kind.is_profit_and_loss()) {
                let branch = movement.branch.as_ref();
                sums.add(branch, Sums { opening, ..Sums::default() })?;
                earlier_years.add(branch, Sums { opening: opening.negated()?, ..Sums::default() })?;
            }
        }
    }
    for movement in queries::movements(read, Some(from), as_of, extent)? {
        let (debit, credit, branch) = (movement.debit, movement.credit, movement.branch.clone());
        let turnover = Sums { debit, credit, net: debit.minus(credit)?, ..Sums::default() };
        let (_, sums) = accounts.entry(movement.code.clone()).or_insert((movement, RowSums::default()));
        sums.add(branch.as_ref(), turnover)?;
    }
    Ok((accounts, earlier_years))
}

impl Sums {
    fn plus(self, other: Sums) -> Result<Sums> {
        Ok(Sums {
            opening: self.opening.plus(other.opening)?,
            debit: self.debit.plus(other.debit)?,
            credit: self.credit.plus(other.credit)?,
            net: self.net.plus(other.net)?,
        })
    }

    fn closing(self) -> Result<Total> {
        Ok(self.opening.plus(self.debit)?.minus(self.credit)?)
    }

    fn of_branch(self, branch: &str, currency: Currency) -> Result<BranchBalance> {
        Ok(BranchBalance {
            branch: branch.to_owned(),
            amount: self.net.decimal(currency),
            opening: self.opening.decimal(currency),
            turnover_debit: self.debit.decimal(currency),
            turnover_credit: self.credit.decimal(currency),
            closing: self.closing()?.decimal(currency),
        })
    }
}

impl RowSums {
    /// Adds sums of a branch, or of all books where branches are not asked for.
    fn add(&mut self, branch: Option<&String>, sums: Sums) -> Result<()> {
        self.all = self.all.plus(sums)?;
        if let Some(branch) = branch {
            let of_branch = self.branches.entry(branch.clone()).or_default();
            *of_branch = of_branch.plus(sums)?;
        }
        Ok(())
    }

    fn is_zero(&self) -> bool {
        self.branches.values().chain([&self.all]).all(|sums| *sums == Sums::default())
    }

    fn shown(
        &self,
        code: String,
        name: String,
        kind: AccountKind,
        parent: Option<String>,
        shape: Shape,
    ) -> Result<AccountBalance> {
        let (sums, currency) = (self.all, shape.currency);
        let (debit, credit) = sums.net.debit_and_credit()?;
        let branches = self.branches.iter().map(|(branch, sums)| sums.of_branch(branch, currency));
        Ok(AccountBalance {
            code,
            name,
            kind: kind.to_string(),
            parent,
            opening: sums.opening.decimal(currency),
            turnover_debit: sums.debit.decimal(currency),
            turnover_credit: sums.credit.decimal(currency),
            closing: sums.closing()?.decimal(currency),
            debit: debit.decimal(currency),
            credit: credit.decimal(currency),
            branches: shape.by_branch.then(|| branches.collect()).transpose()?,
        })
    }
}

/// Code and name of the line for what income and expense came to in earlier fiscal years and no closing entry has moved to retained
/// earnings.
pub(crate) const EARLIER_YEARS: (&str, &str) = ("result_earlier_years", "Result of earlier years");

/// Code and name of the line for the result of the fiscal year on a balance sheet.
pub(crate) const THIS_YEAR: (&str, &str) = ("result", "Result of the year");

/// Income and expense between two days, as known now or at an entry: this fiscal year until today where no days are named. Needs
/// `inventory.value.view` too, since it tells what goods cost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncomeStatement {
    /// From this day on; from the beginning of the fiscal year where it is left out.
    from: Option<Date>,
    /// Up to and including this day; today where it is left out.
    to: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
    /// Further columns.
    columns: Option<Columns>,
    /// The days to compare with.
    compare: Option<Comparison>,
}

/// The balance sheet at the end of a day, as known now or at an entry. Needs `inventory.value.view` too, since it tells what goods
/// cost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BalanceSheet {
    /// At the end of this day; today where it is left out.
    as_of: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
    /// Further columns.
    columns: Option<Columns>,
    /// The days to compare with.
    compare: Option<Comparison>,
}

/// A report in sections, each account with its amount on its natural side.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statement {
    /// First day; absent on a balance sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day.
    pub to: Date,
    /// The first of the days it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_from: Option<Date>,
    /// The last of the days it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_to: Option<Date>,
    /// The last entry that is in it.
    pub seq: i64,
    /// The company's currency.
    pub currency: Currency,
    /// The sections in their order.
    pub sections: Vec<Section>,
    /// Income less the accounts below a heading of cost of sales, as in the report on gross profit; absent on a balance sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_profit: Option<Amounts>,
    /// Income less expense; on a balance sheet what no closing has moved to retained earnings yet, which equity includes.
    pub result: Decimal,
    /// The same for the days it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_result: Option<Decimal>,
    /// The same in each branch; absent where no columns of branches are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_results: Option<Vec<BranchAmount>>,
}

/// One section of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct Section {
    /// The kind of its accounts.
    pub kind: String,
    /// Its accounts.
    pub accounts: Vec<AccountAmount>,
    /// Its headings with the sums of the accounts below them.
    pub headings: Vec<AccountAmount>,
    /// The sum of its accounts.
    pub total: Decimal,
    /// The same for the days it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_total: Option<Decimal>,
    /// The same in each branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_totals: Option<Vec<BranchAmount>>,
}

/// An account's amounts, positive on its natural side.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountAmount {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The heading it stands under.
    pub parent: Option<String>,
    /// Its amounts.
    #[serde(flatten)]
    pub amounts: Amounts,
}

/// A row of a statement before it is shown.
struct Row {
    code: String,
    name: String,
    parent: Option<String>,
    figures: Figures,
}

/// A section of a statement before it is shown.
struct Rows {
    kind: AccountKind,
    rows: Vec<Row>,
    total: Figures,
}

/// The net of a movement, debit positive.
fn figures(movement: &Movement, is_compared: bool) -> Result<Figures> {
    let net = movement.debit.minus(movement.credit)?;
    if is_compared {
        return Ok(Figures { compared: net, ..Figures::default() });
    }
    let branches = movement.branch.iter().map(|branch| (branch.clone(), net)).collect();
    Ok(Figures { amount: net, compared: Total::ZERO, branches })
}

type Days = (Option<Date>, Date);

/// The net of every account over `days`, and over those it is compared with.
fn nets(
    read: &mut Session<'_>,
    days: Days,
    compared: Option<Days>,
    extent: Extent,
) -> Result<BTreeMap<String, (Movement, Figures)>> {
    let mut nets: BTreeMap<String, (Movement, Figures)> = BTreeMap::new();
    for ((from, to), is_compared) in [Some((days, false)), compared.map(|days| (days, true))].into_iter().flatten() {
        for movement in queries::movements(read, from, to, extent)? {
            let figures = figures(&movement, is_compared)?;
            let (_, sum) = nets.entry(movement.code.clone()).or_insert_with(|| (movement, Figures::default()));
            sum.add(&figures)?;
        }
    }
    Ok(nets)
}

/// The accounts of a kind with their amounts on the natural side.
fn rows(nets: &BTreeMap<String, (Movement, Figures)>, kind: AccountKind) -> Result<Rows> {
    let mut section = Rows { kind, rows: Vec::new(), total: Figures::default() };
    for (movement, net) in nets.values().filter(|(movement, net)| movement.kind == kind && !net.is_zero()) {
        let figures =
            if matches!(kind, AccountKind::Asset | AccountKind::Expense) { net.clone() } else { net.negated()? };
        section.add(Row {
            code: movement.code.clone(),
            name: movement.name.clone(),
            parent: movement.parent.clone(),
            figures,
        })?;
    }
    Ok(section)
}

impl Rows {
    fn add(&mut self, row: Row) -> Result<()> {
        self.total.add(&row.figures)?;
        self.rows.push(row);
        Ok(())
    }

    /// The sum of the accounts below each heading.
    fn sums_of_headings(&self, headings: &BTreeMap<String, Heading>) -> Result<BTreeMap<String, Figures>> {
        let mut sums: BTreeMap<String, Figures> = BTreeMap::new();
        for row in &self.rows {
            let mut above = row.parent.clone();
            while let Some((code, heading)) = above.and_then(|code| headings.get_key_value(&code)) {
                sums.entry(code.clone()).or_default().add(&row.figures)?;
                above = heading.parent.clone();
            }
        }
        Ok(sums)
    }

    fn shown(&self, headings: &BTreeMap<String, Heading>, shape: Shape) -> Result<Section> {
        let row = |code: &str, name: &str, parent: &Option<String>, figures: &Figures| AccountAmount {
            code: code.to_owned(),
            name: name.to_owned(),
            parent: parent.clone(),
            amounts: figures.shown(shape),
        };
        let sums = self.sums_of_headings(headings)?;
        let total = self.total.shown(shape);
        Ok(Section {
            kind: self.kind.to_string(),
            accounts: self.rows.iter().map(|r| row(&r.code, &r.name, &r.parent, &r.figures)).collect(),
            headings: sums
                .iter()
                .map(|(code, sum)| row(code, &headings[code].name, &headings[code].parent, sum))
                .collect(),
            total: total.amount,
            compared_total: total.compared,
            branch_totals: total.branches,
        })
    }
}

/// Income less expense.
fn result_of(nets: &BTreeMap<String, (Movement, Figures)>) -> Result<Figures> {
    let mut result = rows(nets, AccountKind::Income)?.total;
    result.add(&rows(nets, AccountKind::Expense)?.total.negated()?)?;
    Ok(result)
}

impl Query for IncomeStatement {
    const NAME: &'static str = "ledger.report.view";
    const OPERATION: &'static str = "ledger.report.income_statement";
    type Output = Statement;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Statement> {
        require_cost(context)?;
        let currency = company(read)?.base_currency;
        let (from, to) = report_days(read, self.from, self.to)?;
        let extent = Extent::of(read, self.as_known_at.as_deref(), self.branch.as_ref(), self.columns)?;
        let compared = self.compare.and_then(|with| compared_days(from, to, with));
        let shape = Shape { currency, is_compared: self.compare.is_some(), by_branch: extent.by_branch };
        let nets = nets(read, (Some(from), to), compared.map(|(from, to)| (Some(from), to)), extent)?;
        let headings = queries::headings(read)?;
        let (income, expense) = (rows(&nets, AccountKind::Income)?, rows(&nets, AccountKind::Expense)?);
        let of_gross_profit = queries::gross_profit_accounts(read)?;
        let mut gross = income.total.clone();
        for cost in expense.rows.iter().filter(|row| of_gross_profit.contains_key(&row.code)) {
            gross.add(&cost.figures.negated()?)?;
        }
        let mut result = income.total.clone();
        result.add(&expense.total.negated()?)?;
        let result = result.shown(shape);
        Ok(Statement {
            from: Some(from),
            to,
            compared_from: compared.map(|(from, _)| from),
            compared_to: compared.map(|(_, to)| to),
            seq: extent.known.seq(),
            currency,
            sections: vec![income.shown(&headings, shape)?, expense.shown(&headings, shape)?],
            gross_profit: Some(gross.shown(shape)),
            result: result.amount,
            compared_result: result.compared,
            branch_results: result.branches,
        })
    }
}

impl Query for BalanceSheet {
    const NAME: &'static str = "ledger.report.view";
    const OPERATION: &'static str = "ledger.report.balance_sheet";
    type Output = Statement;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Statement> {
        require_cost(context)?;
        let currency = company(read)?.base_currency;
        let to = day_or_today(read, "as_of", self.as_of)?;
        let extent = Extent::of(read, self.as_known_at.as_deref(), self.branch.as_ref(), self.columns)?;
        let year = year_start(read, to)?;
        let compared_to = match self.compare {
            Some(Comparison::PreviousYear) => to.checked_sub(1.year()).ok(),
            Some(Comparison::PreviousPeriod) => year.yesterday().ok(),
            None => None,
        };
        let shape = Shape { currency, is_compared: self.compare.is_some(), by_branch: extent.by_branch };
        let nets_up_to = nets(read, (None, to), compared_to.map(|to| (None, to)), extent)?;
        let headings = queries::headings(read)?;
        let mut sections =
            [AccountKind::Asset, AccountKind::Liability, AccountKind::Equity].map(|kind| rows(&nets_up_to, kind));
        // The result of years that no closing entry has moved to retained earnings is part of equity.
        let result = result_of(&nets_up_to)?;
        let compared_year =
            compared_to.map(|to| Ok::<_, kernel::Error>((Some(year_start(read, to)?), to))).transpose()?;
        let this_year = result_of(&nets(read, (Some(year), to), compared_year, extent)?)?;
        let mut earlier_years = result.clone();
        earlier_years.add(&this_year.negated()?)?;
        if let [_, _, Ok(equity)] = &mut sections {
            let parent = queries::heading_of_results(read)?;
            let results = [(EARLIER_YEARS, earlier_years), (THIS_YEAR, this_year)];
            for ((code, name), figures) in results {
                if !figures.is_zero() {
                    let (code, name, parent) = (code.to_owned(), name.to_owned(), parent.clone());
                    equity.add(Row { code, name, parent, figures })?;
                }
            }
        }
        let sections = sections.into_iter().map(|rows| rows?.shown(&headings, shape)).collect::<Result<_>>()?;
        let result = result.shown(shape);
        Ok(Statement {
            from: None,
            to,
            compared_from: None,
            compared_to,
            seq: extent.known.seq(),
            currency,
            sections,
            gross_profit: None,
            result: result.amount,
            compared_result: result.compared,
            branch_results: result.branches,
        })
    }
}

/// The days that `from` to `to` are compared with; none where they lie before all dates.
pub fn compared_days(from: Date, to: Date, with: Comparison) -> Option<(Date, Date)> {
    let is_whole_months = from.day() == 1 && to == to.last_of_month();
    match with {
        Comparison::PreviousYear => {
            let last = to.checked_sub(1.year()).ok()?;
            Some((from.checked_sub(1.year()).ok()?, if is_whole_months { last.last_of_month() } else { last }))
        }
        Comparison::PreviousPeriod if is_whole_months => {
            let months = from.until((jiff::Unit::Month, to.tomorrow().ok()?)).ok()?.get_months();
            Some((from.checked_sub(months.months()).ok()?, from.yesterday().ok()?))
        }
        Comparison::PreviousPeriod => {
            let days = from.until(to).ok()?.get_days() + 1;
            Some((from.checked_sub(days.days()).ok()?, from.yesterday().ok()?))
        }
    }
}
