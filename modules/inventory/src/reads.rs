//! What can be asked about stock.

use crate::errors;
use crate::queries;
use command::{Query, QueryContext};
use kernel::{Error, Result, ToSchema, code_key};
use ledger::SEE_VALUE;
use money::{Amount, Price, Quantity};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Read, Session, Value, field};

/// Stock per product and warehouse.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockList {
    sku: Option<String>,
    product: Option<String>,
    barcode: Option<String>,
    warehouse: Option<String>,
    cursor: Option<String>,
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
    type Output = Listing;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Listing> {
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
        let results = rows.into_iter().map(|row| stock_row(row, with_value, currency)).collect::<Result<_>>()?;
        Ok(Listing::of(count, next, results))
    }
}

fn stock_row(row: Vec<Value>, with_value: bool, currency: money::Currency) -> Result<Json> {
    let mut row = row.into_iter();
    let mut text = || row.next().map(|value| value.to_string());
    let (product, sku, name, warehouse) = (text(), text(), text(), text());
    let (on_hand, reserved): (Quantity, Quantity) = (field(row.next())?, field(row.next())?);
    let (pooled, value): (Option<Quantity>, Option<Amount>) = (field(row.next())?, field(row.next())?);
    let last_cost: Option<Price> = field(row.next())?;
    let available = on_hand.minus(reserved)?;
    let mut json = json!({
        "product": product, "sku": sku, "name": name, "warehouse": warehouse,
        "on_hand": on_hand, "reserved": reserved, "available": available,
    });
    if with_value {
        // Value lives in the pool; a warehouse shows its share.
        let value = match (pooled, value) {
            (Some(pooled), Some(value)) if !pooled.is_zero() => money::share(value, on_hand, pooled)?,
            _ => Amount::ZERO,
        };
        json["value"] = json!(value.decimal(currency));
        json["currency"] = json!(currency);
        json["cost_unknown"] = json!(last_cost.is_none());
    }
    Ok(json)
}

/// The movements of one product, newest first, with the balance after each.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockCard {
    product: String,
    cursor: Option<String>,
    page_size: Option<String>,
}

/// A page of a stock card.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockCardPage {
    /// The product.
    pub sku: String,
    /// The next page.
    pub next: Option<String>,
    /// The movements.
    pub results: Vec<Json>,
}

impl Query for StockCard {
    const NAME: &'static str = "inventory.stock.view";
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
        let currency = ledger::company(read)?.base_currency;
        let mut results = Vec::with_capacity(rows.len());
        for row in rows {
            let mut cells = row.into_iter().skip(2);
            let mut text = || cells.next().map(|value| value.to_string());
            let (date, kind, number, warehouse) = (text(), text(), text(), text());
            let (quantity, base): (Quantity, Amount) = (field(cells.next())?, field(cells.next())?);
            let (beyond_stock, cost_unknown): (bool, bool) = (field(cells.next())?, field(cells.next())?);
            let mut line = json!({
                "business_date": date, "kind": kind, "number": number, "warehouse": warehouse,
                "quantity": quantity, "on_hand": on_hand, "beyond_stock": beyond_stock,
            });
            if context.may(SEE_VALUE) {
                line["value"] = json!(base.decimal(currency));
                line["value_on_hand"] = json!(value.decimal(currency));
                line["cost_unknown"] = json!(cost_unknown);
            }
            results.push(line);
            on_hand = on_hand.minus(quantity)?;
            value = value.minus(base)?;
        }
        Ok(StockCardPage { sku: product.sku.clone(), next, results })
    }
}

fn parse(text: &str) -> Result<i64> {
    text.parse().map_err(|_| errors::invalid_cursor())
}
