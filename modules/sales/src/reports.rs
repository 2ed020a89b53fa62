//! What sales earned.

use crate::queries::{self, Earned};
use command::{Cell, ColumnKind, Query, QueryContext, Report, ReportColumn, ReportHead, ReportPart, Row};
use kernel::{Date, Result, ToSchema};
use ledger::{Comparison, Site};
use money::{Currency, Decimal, Total, round_div};
use resource::page_size;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Ref, Session, choices};

choices! {
    /// What gross profit is shown by.
    pub enum Dimension {
        /// Each product.
        Product = "product",
        /// Each category of products.
        Category = "category",
        /// Each customer.
        Customer = "customer",
        /// Each branch.
        Branch = "branch",
        /// Each day.
        Day = "day",
    }
}

/// Income less the accounts below a heading of cost of sales, as in the income statement, by what their lines name; as known now or
/// at an entry: this fiscal year until today where no days are named. Needs `inventory.value.view` too, since it tells what goods cost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrossProfit {
    /// What the rows are; products where it is left out.
    by: Option<Dimension>,
    /// From this day on; from the beginning of the fiscal year where it is left out.
    from: Option<Date>,
    /// Up to and including this day; today where it is left out.
    to: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
    /// The days to compare with.
    compare: Option<Comparison>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of rows on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

/// A page of gross profit.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrossProfitPage {
    /// What the rows are.
    pub by: String,
    /// First day.
    pub from: Date,
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
    /// The rows of this page, by code.
    pub rows: Vec<GrossProfitRow>,
    /// The sums of all pages.
    pub total: Profit,
    /// The same for the days it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_total: Option<Profit>,
    /// The next page.
    pub next: Option<String>,
}

/// Gross profit of a product, category, customer, branch or day.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrossProfitRow {
    /// Its code, SKU or date; empty for what belongs to none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its figures.
    #[serde(flatten)]
    pub profit: Profit,
    /// The same for the days it is compared with; absent where it is not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<Profit>,
}

/// Income, cost and what is left.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profit {
    /// The lines on accounts of income: sales without tax, less returns, and goods found.
    pub income: Decimal,
    /// The lines on accounts below a heading of cost of sales: goods sold, less returns, given away and lost.
    pub cost: Decimal,
    /// Income less cost.
    pub gross_profit: Decimal,
    /// Gross profit as a fraction of income, with four decimals; absent without income.
    pub margin: Option<Decimal>,
}

/// Income and cost.
#[derive(Clone, Copy, Default)]
struct Sums {
    income: Total,
    cost: Total,
}

impl Sums {
    fn add(&mut self, earned: &Earned) -> Result<()> {
        self.income = self.income.plus(earned.income)?;
        self.cost = self.cost.plus(earned.cost)?;
        Ok(())
    }

    fn shown(self, currency: Currency) -> Result<Profit> {
        let Sums { income, cost } = self;
        let gross = income.minus(cost)?;
        let margin = if income.is_zero() { None } else { Some(round_div(gross.minor() * 10_000, income.minor())?) };
        Ok(Profit {
            income: income.decimal(currency),
            cost: cost.decimal(currency),
            gross_profit: gross.decimal(currency),
            margin: margin.map(|margin| Decimal::new(margin, 4)),
        })
    }
}

impl Query for GrossProfit {
    const NAME: &'static str = "sales.profit.view";
    type Output = GrossProfitPage;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<GrossProfitPage> {
        let size = page_size(self.page_size.as_deref())?;
        self.page(read, context, size)
    }
}

impl GrossProfit {
    /// A page of at most `size` rows. All sums are made for every page.
    fn page(&self, read: &mut Session<'_>, context: &QueryContext, size: i64) -> Result<GrossProfitPage> {
        ledger::require_cost(context)?;
        let currency = ledger::company(read)?.base_currency;
        let by = self.by.unwrap_or(Dimension::Product);
        let (from, to) = ledger::report_days(read, self.from, self.to)?;
        let compared = self.compare.and_then(|with| ledger::compared_days(from, to, with));
        let branch = ledger::report_branch(read, self.branch.as_ref())?;
        let known = ledger::Known::at(read, self.as_known_at.as_deref())?;
        // The sums of the report's days, and of those it is compared with.
        let mut total = [Sums::default(); 2];
        let mut by_code: BTreeMap<String, (String, [Sums; 2])> = BTreeMap::new();
        for (n, days) in [Some((from, to)), compared].into_iter().enumerate() {
            for earned in days.map_or(Ok(Vec::new()), |days| queries::earned(read, by, days, known, branch))? {
                total[n].add(&earned)?;
                let (_, sums) = by_code.entry(earned.code.clone()).or_insert((earned.name.clone(), <_>::default()));
                sums[n].add(&earned)?;
            }
        }
        let if_compared = |sums: Sums| self.compare.map(|_| sums.shown(currency)).transpose();
        let after = self.cursor.as_deref();
        let mut rows = Vec::new();
        let mut rest =
            by_code.into_iter().filter(|(code, _)| after.is_none_or(|after| code.as_str() > after)).peekable();
        while let Some((code, (name, [sums, earlier]))) = rest.next_if(|_| (rows.len() as i64) < size) {
            rows.push(GrossProfitRow { code, name, profit: sums.shown(currency)?, compared: if_compared(earlier)? });
        }
        let end = rows.last().filter(|_| rest.peek().is_some());
        let next = end.map(|last| context.link("cursor", &last.code));
        Ok(GrossProfitPage {
            by: by.to_string(),
            from,
            to,
            compared_from: compared.map(|(from, _)| from),
            compared_to: compared.map(|(_, to)| to),
            seq: known.seq(),
            currency,
            rows,
            total: total[0].shown(currency)?,
            compared_total: if_compared(total[1])?,
            next,
        })
    }
}

impl Report for GrossProfit {
    const TITLE: &'static str = "Gross profit";
    const NEEDS: &'static [&'static str] = &[ledger::SEE_VALUE];
    const DEFAULTS: &'static [(&'static str, &'static str)] =
        &[("by", "product"), ("from", "year_start"), ("to", "today")];

    fn columns() -> Vec<ReportColumn> {
        let margin = |name, label| ReportColumn::new(ColumnKind::Rate, name, label);
        let compared = |column: ReportColumn| column.when("compare");
        vec![
            ReportColumn::text("code", "Code"),
            ReportColumn::text("name", "Name"),
            ReportColumn::money("income", "Income").summed(),
            ReportColumn::money("cost", "Cost").summed(),
            ReportColumn::money("gross_profit", "Gross profit").summed(),
            margin("margin", "Margin"),
            compared(ReportColumn::money("compared_income", "Income compared").summed()),
            compared(ReportColumn::money("compared_cost", "Cost compared").summed()),
            compared(ReportColumn::money("compared_gross_profit", "Gross profit compared").summed()),
            compared(margin("compared_margin", "Margin compared")),
        ]
    }

    fn head(read: &mut Session<'_>, page: &GrossProfitPage) -> Result<ReportHead> {
        let head = ledger::report_head(read, (Some(page.from), Some(page.to)), Some(page.seq))?;
        Ok(match (page.compared_from, page.compared_to) {
            (Some(from), Some(to)) => head.fact("Compared with", format!("{from} to {to}")),
            _ => head,
        })
    }

    fn rows(page: &GrossProfitPage, _: ReportPart) -> Vec<Row<'_>> {
        let cells = |profit: Option<&Profit>| {
            let figures = profit.map(|of| [of.income.into(), of.cost.into(), of.gross_profit.into(), of.margin.into()]);
            figures.unwrap_or([Cell::Empty; 4])
        };
        // A margin is no sum.
        let margin = |profit: Option<&Profit>| [Cell::Empty, Cell::Empty, Cell::Empty, cells(profit)[3]];
        let names = [Cell::Text("Total"), Cell::Empty];
        let total = [&names[..], &margin(Some(&page.total)), &margin(page.compared_total.as_ref())].concat();
        let lines = page.rows.iter().map(|row| {
            let names = [Cell::from(&row.code), Cell::from(&row.name)];
            Row::line([&names[..], &cells(Some(&row.profit)), &cells(row.compared.as_ref())].concat())
        });
        lines.chain([Row::total(total)]).collect()
    }

    /// All rows at once: their sums are in memory already.
    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(GrossProfitPage, bool)> {
        Ok((self.page(read, context, i64::MAX)?, false))
    }
}
