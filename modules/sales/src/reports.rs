//! What sales earned.

use crate::queries::{self, Earned};
use command::{Query, QueryContext};
use kernel::{Date, Result, ToSchema};
use ledger::Site;
use money::{Currency, Decimal, Total, round_div};
use resource::page_size;
use serde::{Deserialize, Serialize};
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
    /// The last entry that is in it.
    pub seq: i64,
    /// The company's currency.
    pub currency: Currency,
    /// The rows of this page, by code.
    pub rows: Vec<GrossProfitRow>,
    /// The sums of all pages.
    pub total: Profit,
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

impl Profit {
    fn of(income: Total, cost: Total, currency: Currency) -> Result<Profit> {
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
        ledger::require_cost(context)?;
        let currency = ledger::company(read)?.base_currency;
        let by = self.by.unwrap_or(Dimension::Product);
        let (from, to) = ledger::report_days(read, self.from, self.to)?;
        let branch = ledger::report_branch(read, self.branch.as_ref())?;
        let size = page_size(self.page_size.as_deref())?;
        let known = ledger::Known::at(read, self.as_known_at.as_deref())?;
        let earned = queries::earned(read, by, (from, to), known, branch)?;
        let mut total = (Total::ZERO, Total::ZERO);
        for row in &earned {
            total = (total.0.plus(row.income)?, total.1.plus(row.cost)?);
        }
        let after = self.cursor.as_deref();
        let mut rows = Vec::new();
        let mut rest = earned.into_iter().filter(|row| after.is_none_or(|after| row.code.as_str() > after)).peekable();
        while let Some(Earned { code, name, income, cost }) = rest.next_if(|_| (rows.len() as i64) < size) {
            rows.push(GrossProfitRow { code, name, profit: Profit::of(income, cost, currency)? });
        }
        let end = rows.last().filter(|_| rest.peek().is_some());
        let next = end.map(|last| context.link("cursor", &last.code));
        let total = Profit::of(total.0, total.1, currency)?;
        Ok(GrossProfitPage { by: by.to_string(), from, to, seq: known.seq(), currency, rows, total, next })
    }
}
