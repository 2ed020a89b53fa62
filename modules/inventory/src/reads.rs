//! What can be asked about stock.

use crate::errors;
use crate::queries;
use command::{Cell, ColumnKind, Link, Query, QueryContext, Report, ReportColumn, ReportHead, ReportPart, Row, Source};
use kernel::{Date, Error, Result, ToSchema, code_key};
use ledger::SEE_VALUE;
use money::{Amount, Currency, Decimal, Price, Quantity};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use store::{Read, Session, Value, field};
use uuid::Uuid;

/// Stock per product and warehouse.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockList {
    /// Only the product with this SKU.
    #[schema(label = "SKU")]
    sku: Option<String>,
    /// Only this product, by id or SKU.
    #[schema(resource = "products")]
    product: Option<String>,
    /// Only the product with this barcode.
    barcode: Option<String>,
    /// Only this warehouse, by id or code.
    #[schema(resource = "warehouses")]
    warehouse: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of rows on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

impl StockList {
    fn filters(&self) -> Vec<(&'static str, Value)> {
        let key = |text: &String| Value::Text(code_key(text));
        let mut filters = Vec::new();
        filters.extend(self.sku.as_ref().map(|sku| ("g.sku_key", key(sku))));
        filters.extend(self.barcode.as_ref().map(|barcode| ("g.barcode_key", key(barcode))));
        filters.extend(self.product.as_ref().map(|product| match store::id_of(product) {
            Some(id) => ("g.id", Value::Id(id)),
            None => ("g.sku_key", key(product)),
        }));
        filters.extend(self.warehouse.as_ref().map(|warehouse| match store::id_of(warehouse) {
            Some(id) => ("w.id", Value::Id(id)),
            None => ("w.code_key", key(warehouse)),
        }));
        filters
    }
}

impl Query for StockList {
    const NAME: &'static str = "inventory.stock.view";
    const OPERATION: &'static str = "inventory.stock.list";
    type Output = Listing<StockRow>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Listing<StockRow>> {
        let (filters, size) = (self.filters(), page_size(self.page_size.as_deref())?);
        let after = self.cursor.as_deref().unwrap_or_default();
        let (sku, warehouse) = match after {
            "" => ("", ""),
            _ => after.split_once('\u{1f}').ok_or_else(errors::invalid_cursor)?,
        };
        let rows = queries::stock(read, &filters, (&code_key(sku), &code_key(warehouse)), size)?;
        let count: i64 = field(queries::count_stock(read, &filters)?.into_iter().flatten().next())?;
        let last = rows.last().filter(|_| rows.len() as i64 == size);
        let next = last.map(|row| context.link("cursor", &format!("{}\u{1f}{}", row[1], row[3])));
        let currency = ledger::company(read)?.base_currency;
        let with_value = context.may(SEE_VALUE);
        let results = rows.into_iter().map(|row| StockRow::of(row, with_value, currency)).collect::<Result<_>>()?;
        Ok(Listing::of(count, next, results))
    }
}

/// The rows that a part of a file reads.
const ROWS_OF_PART: &str = "1000";

impl Report for StockList {
    const TITLE: &'static str = "Stock";
    const IS_LIST: bool = true;
    const ONE_SNAPSHOT: bool = true;

    fn columns() -> Vec<ReportColumn> {
        let card = Link { to: "/products/{product}/stock-card/", parameters: &[("product", Source::Column("sku"))] };
        vec![
            ReportColumn::text("sku", "SKU").link(card),
            ReportColumn::text("name", "Name"),
            ReportColumn::text("warehouse", "Warehouse"),
            ReportColumn::new(ColumnKind::Quantity, "on_hand", "On hand"),
            ReportColumn::new(ColumnKind::Quantity, "reserved", "Reserved"),
            ReportColumn::new(ColumnKind::Quantity, "available", "Available"),
            ReportColumn::money("value", "Value").summed().view(SEE_VALUE),
            ReportColumn::new(ColumnKind::Boolean, "cost_unknown", "Cost unknown").view(SEE_VALUE),
        ]
    }

    fn head(read: &mut Session<'_>, _: &Listing<StockRow>) -> Result<ReportHead> {
        let today = ledger::today(read)?;
        ledger::report_head(read, (None, Some(today)), None)
    }

    fn rows(page: &Listing<StockRow>, part: ReportPart) -> Vec<Row<'_>> {
        let lines = page.results.iter().map(|row| {
            Row::line([
                Cell::from(&row.sku),
                Cell::from(&row.name),
                Cell::from(&row.warehouse),
                row.on_hand.into(),
                row.reserved.into(),
                row.available.into(),
                row.value.into(),
                row.cost_unknown.into(),
            ])
        });
        lines.chain(part.is_last.then(|| Row::total([Cell::Text("Total")]))).collect()
    }

    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(Listing<StockRow>, bool)> {
        self.page_size = Some(ROWS_OF_PART.to_owned());
        let page = self.run(read, context)?;
        self.cursor = page.next.as_deref().and_then(QueryContext::cursor_of);
        Ok((page, self.cursor.is_some()))
    }
}

/// The stock of a product in a warehouse.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockRow {
    /// The product.
    #[schema(resource = "products")]
    pub product: Uuid,
    /// Its SKU.
    #[schema(label = "SKU")]
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The code of the warehouse.
    #[schema(resource = "warehouses")]
    pub warehouse: String,
    /// The quantity that is there.
    pub on_hand: Quantity,
    /// The part of it that is reserved.
    pub reserved: Quantity,
    /// The part of it that is free.
    pub available: Quantity,
    /// Its value: the share of the warehouse in the value of the product at its site. Only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(view = SEE_VALUE)]
    pub value: Option<Decimal>,
    /// The currency of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(view = SEE_VALUE)]
    pub currency: Option<Currency>,
    /// Whether no cost of the product is known at the site. Only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(view = SEE_VALUE)]
    pub cost_unknown: Option<bool>,
}

impl StockRow {
    fn of(row: Vec<Value>, with_value: bool, currency: Currency) -> Result<StockRow> {
        let mut row = row.into_iter();
        let (product, sku) = (field(row.next())?, field(row.next())?);
        let (name, warehouse) = (field(row.next())?, field(row.next())?);
        let (on_hand, reserved): (Quantity, Quantity) = (field(row.next())?, field(row.next())?);
        let (pooled, value): (Option<Quantity>, Option<Amount>) = (field(row.next())?, field(row.next())?);
        let last_cost: Option<Price> = field(row.next())?;
        // Value lives in the pool; a warehouse shows its share.
        let value = match (pooled, value) {
            (Some(pooled), Some(value)) if !pooled.is_zero() => money::share(value, on_hand, pooled)?,
            _ => Amount::ZERO,
        };
        Ok(StockRow {
            product,
            sku,
            name,
            warehouse,
            on_hand,
            reserved,
            available: on_hand.minus(reserved)?,
            value: with_value.then(|| value.decimal(currency)),
            currency: with_value.then_some(currency),
            cost_unknown: with_value.then_some(last_cost.is_none()),
        })
    }
}

/// The movements of one product, newest first, with the balance after each.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockCard {
    /// The product, by id or SKU.
    product: String,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of rows on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

/// A page of a stock card.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockCardPage {
    /// The product.
    pub sku: String,
    /// The address of the next page; null on the last one.
    pub next: Option<String>,
    /// The movements.
    pub results: Vec<StockMovement>,
}

/// A movement of a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockMovement {
    /// The business date of its entry.
    pub business_date: Date,
    /// The kind of its document.
    pub kind: String,
    /// The printed number of its document.
    pub number: String,
    /// The code of the warehouse; null where no goods moved and only their value changed.
    pub warehouse: Option<String>,
    /// The quantity: positive arrives, negative leaves.
    pub quantity: Quantity,
    /// The quantity on hand after it.
    pub on_hand: Quantity,
    /// Whether more left than was in stock.
    pub beyond_stock: bool,
    /// Its value. Only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// The value on hand after it. Only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_on_hand: Option<Decimal>,
    /// Whether its cost was not known. Only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_unknown: Option<bool>,
}

impl Query for StockCard {
    const NAME: &'static str = "inventory.stock.view";
    const OPERATION: &'static str = "inventory.stock.card";
    type Output = StockCardPage;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StockCardPage> {
        let product = read.lookup::<catalog::Product>(&self.product)?;
        let product = product.ok_or_else(|| Error::not_found("product", &self.product))?;
        let size = page_size(self.page_size.as_deref())?;
        let before = match self.cursor.as_deref() {
            Some(cursor) => {
                let (entry, n) = cursor.split_once('.').ok_or_else(errors::invalid_cursor)?;
                (parse(entry)?, parse(n)?)
            }
            None => (i64::MAX, 0),
        };
        let rows = queries::card(read, product.id.uuid(), before, size)?;
        let last = rows.last().filter(|_| rows.len() as i64 == size);
        let next = last.map(|row| context.link("cursor", &format!("{}.{}", row[0], row[1])));
        let (mut on_hand, mut value) = match rows.first() {
            Some(row) => {
                let up_to = (field(row.first().cloned())?, field(row.get(1).cloned())?);
                let mut totals = queries::card_totals(read, product.id.uuid(), up_to)?.into_iter().flatten();
                (field::<Quantity>(totals.next())?, field::<Amount>(totals.next())?)
            }
            None => (Quantity::ZERO, Amount::ZERO),
        };
        let (currency, with_value) = (ledger::company(read)?.base_currency, context.may(SEE_VALUE));
        let mut results = Vec::with_capacity(rows.len());
        for row in rows {
            let mut cells = row.into_iter().skip(2);
            let (business_date, kind) = (field(cells.next())?, field(cells.next())?);
            let (number, warehouse) = (field(cells.next())?, field(cells.next())?);
            let (quantity, base): (Quantity, Amount) = (field(cells.next())?, field(cells.next())?);
            let (beyond_stock, cost_unknown): (bool, bool) = (field(cells.next())?, field(cells.next())?);
            let shown = |value: Amount| with_value.then(|| value.decimal(currency));
            let (value_moved, value_on_hand) = (shown(base), shown(value));
            results.push(StockMovement {
                business_date,
                kind,
                number,
                warehouse,
                quantity,
                on_hand,
                beyond_stock,
                value: value_moved,
                value_on_hand,
                cost_unknown: with_value.then_some(cost_unknown),
            });
            on_hand = on_hand.minus(quantity)?;
            value = value.minus(base)?;
        }
        Ok(StockCardPage { sku: product.sku.clone(), next, results })
    }
}

fn parse(text: &str) -> Result<i64> {
    text.parse().map_err(|_| errors::invalid_cursor())
}

impl Report for StockCard {
    const TITLE: &'static str = "Stock card";

    fn columns() -> Vec<ReportColumn> {
        let entry = Link { to: "/journal-entries/", parameters: &[("number", Source::Column("number"))] };
        vec![
            ReportColumn::new(ColumnKind::Date, "business_date", "Date"),
            ReportColumn::text("number", "Number").link(entry),
            ReportColumn::text("kind", "Kind"),
            ReportColumn::text("warehouse", "Warehouse"),
            ReportColumn::new(ColumnKind::Quantity, "quantity", "Quantity").summed(),
            ReportColumn::new(ColumnKind::Quantity, "on_hand", "On hand"),
            ReportColumn::new(ColumnKind::Boolean, "beyond_stock", "Beyond stock"),
            ReportColumn::money("value", "Value").summed().view(SEE_VALUE),
            ReportColumn::money("value_on_hand", "Value on hand").view(SEE_VALUE),
            ReportColumn::new(ColumnKind::Boolean, "cost_unknown", "Cost unknown").view(SEE_VALUE),
        ]
    }

    fn head(read: &mut Session<'_>, page: &StockCardPage) -> Result<ReportHead> {
        let today = ledger::today(read)?;
        Ok(ledger::report_head(read, (None, Some(today)), None)?.fact("Product", &page.sku))
    }

    fn rows(page: &StockCardPage, part: ReportPart) -> Vec<Row<'_>> {
        let lines = page.results.iter().map(|moved| {
            Row::line([
                moved.business_date.into(),
                Cell::from(&moved.number),
                Cell::from(&moved.kind),
                moved.warehouse.as_ref().into(),
                moved.quantity.into(),
                moved.on_hand.into(),
                moved.beyond_stock.into(),
                moved.value.into(),
                moved.value_on_hand.into(),
                moved.cost_unknown.into(),
            ])
        });
        lines.chain(part.is_last.then(|| Row::total([Cell::Empty, Cell::Text("Total")]))).collect()
    }

    /// Each part goes on below the movements of the one before, so that what moves meanwhile is in none of them.
    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(StockCardPage, bool)> {
        self.page_size = Some(ROWS_OF_PART.to_owned());
        let page = self.run(read, context)?;
        self.cursor = page.next.as_deref().and_then(QueryContext::cursor_of);
        Ok((page, self.cursor.is_some()))
    }
}
