//! What the goods in stock were worth at the end of a day.

use crate::errors;
use crate::queries;
use command::{Cell, ColumnKind, Link, Query, QueryContext, Report, ReportColumn, ReportHead, ReportPart, Row, Source};
use kernel::{Date, Result, ToSchema, code_key};
use ledger::{Known, SEE_VALUE, Site};
use money::{Amount, Currency, Decimal, Price, Quantity};
use resource::page_size;
use serde::{Deserialize, Serialize};
use store::{Ref, Session, Value, field};

/// Quantity and value of the products in stock, at each branch, today or at the end of a past day, as known now or at an entry: what the
/// accounts of stock hold. Needs `inventory.value.view` too, since it tells what goods cost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockValuation {
    /// What is in stock at the end of this day; today where it is left out.
    as_of: Option<Date>,
    /// The place of the last entry that the report knows; all entries where it is left out.
    as_known_at: Option<String>,
    /// Only the stock of this branch, by id or code.
    branch: Option<Ref<Site>>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of rows on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

/// A page of the value of stock.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockValuationPage {
    /// At the end of this day.
    pub as_of: Date,
    /// The last entry that is in it.
    pub seq: i64,
    /// The company's currency.
    pub currency: Currency,
    /// The rows of this page, by SKU and branch: those with a quantity or a value.
    pub rows: Vec<ValuedStock>,
    /// The value of all pages.
    pub total: Decimal,
    /// The next page.
    pub next: Option<String>,
}

/// The stock of a product at a branch.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValuedStock {
    /// The product.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The code of the branch.
    pub branch: String,
    /// The quantity in all warehouses of the branch; negative is a deficit.
    pub quantity: Quantity,
    /// Value by quantity; null where there is no quantity.
    pub unit_cost: Option<Price>,
    /// Its value.
    pub value: Decimal,
}

impl Query for StockValuation {
    const NAME: &'static str = "inventory.stock.view";
    const OPERATION: &'static str = "inventory.stock.valuation";
    type Output = StockValuationPage;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StockValuationPage> {
        let size = page_size(self.page_size.as_deref())?;
        self.page(read, context, size)
    }
}

impl StockValuation {
    /// A page of at most `size` rows. All sums are made for every page.
    fn page(&self, read: &mut Session<'_>, context: &QueryContext, size: i64) -> Result<StockValuationPage> {
        ledger::require_cost(context)?;
        let currency = ledger::company(read)?.base_currency;
        let as_of = ledger::day_or_today(read, "as_of", self.as_of)?;
        let known = Known::at(read, self.as_known_at.as_deref())?;
        let branch = ledger::report_branch(read, self.branch.as_ref())?;
        let (sku, site) = match self.cursor.as_deref() {
            None => ("", ""),
            Some(cursor) => cursor.split_once('\u{1f}').ok_or_else(errors::invalid_cursor)?,
        };
        let after = (code_key(sku), code_key(site));
        let found = queries::valuation(read, (as_of, known.seq(), branch), (&after.0, &after.1), size)?;
        let is_full = found.len() as i64 == size;
        let rows = found.into_iter().map(|row| ValuedStock::of(row, currency)).collect::<Result<Vec<_>>>()?;
        let last = rows.last().filter(|_| is_full);
        let next = last.map(|row| context.link("cursor", &format!("{}\u{1f}{}", row.sku, row.branch)));
        let total = queries::value_of_stock(read, (as_of, known.seq(), branch))?.decimal(currency);
        Ok(StockValuationPage { as_of, seq: known.seq(), currency, rows, total, next })
    }
}

impl ValuedStock {
    fn of(row: Vec<Value>, currency: Currency) -> Result<ValuedStock> {
        let mut row = row.into_iter();
        let (sku, name, branch) = (field(row.next())?, field(row.next())?, field(row.next())?);
        let (quantity, value): (Quantity, Amount) = (field(row.next())?, field(row.next())?);
        let unit_cost = (!quantity.is_zero()).then(|| money::unit_price(value, quantity, currency)).transpose()?;
        Ok(ValuedStock { sku, name, branch, quantity, unit_cost, value: value.decimal(currency) })
    }
}

impl Report for StockValuation {
    const TITLE: &'static str = "Stock valuation";
    const NEEDS: &'static [&'static str] = &[SEE_VALUE];
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("as_of", "today")];

    fn columns() -> Vec<ReportColumn> {
        let card = Link { to: "/products/{product}/stock-card/", parameters: &[("product", Source::Column("sku"))] };
        vec![
            ReportColumn::text("sku", "SKU").link(card),
            ReportColumn::text("name", "Name"),
            ReportColumn::text("branch", "Branch"),
            ReportColumn::new(ColumnKind::Quantity, "quantity", "Quantity"),
            ReportColumn::new(ColumnKind::Price, "unit_cost", "Unit cost"),
            ReportColumn::money("value", "Value").summed(),
        ]
    }

    fn head(read: &mut Session<'_>, page: &StockValuationPage) -> Result<ReportHead> {
        ledger::report_head(read, (None, Some(page.as_of)), Some(page.seq))
    }

    fn rows(page: &StockValuationPage, _: ReportPart) -> Vec<Row<'_>> {
        let lines = page.rows.iter().map(|row| {
            Row::line([
                Cell::from(&row.sku),
                Cell::from(&row.name),
                Cell::from(&row.branch),
                row.quantity.into(),
                row.unit_cost.into(),
                row.value.into(),
            ])
        });
        lines.chain([Row::total([Cell::Text("Total")])]).collect()
    }

    /// All rows at once: their sums are made anew for every page.
    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(StockValuationPage, bool)> {
        Ok((self.page(read, context, i64::MAX)?, false))
    }
}
