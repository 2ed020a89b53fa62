//! Derives documents in their order, products with their names, and the opening stock from the rows of a file.

use crate::file::Row;
use crate::open_stock::OpeningLine;
use crate::preset::Preset;
use crate::record::{Effect, HistoryLine, RecordDocument};
use kernel::{Date, Result};
use money::{Decimal, Price, Quantity};
use std::collections::{BTreeMap, BTreeSet};
use store::Ref;

/// A document and its lines in the file.
pub struct Document {
    /// The command that records it.
    pub command: RecordDocument,
    /// The numbers of its lines in the file.
    pub lines: Vec<u64>,
}

/// A product the file names.
pub struct ProductName {
    /// Its code.
    pub sku: String,
    /// Its commonest description; the code where it has none.
    pub name: String,
}

fn effect(row: &Row, preset: &Preset, is_gift: bool) -> Effect {
    if !preset.bad_debt_prefix.is_empty() && row.document.starts_with(preset.bad_debt_prefix) {
        return Effect::BadDebt;
    }
    if row.price != Price::ZERO || preset.service(&row.product).is_some() {
        return Effect::Income;
    }
    match (row.quantity.is_negative(), is_gift) {
        (true, _) => Effect::WriteOff,
        (false, true) => Effect::Gift,
        (false, false) => Effect::Found,
    }
}

/// The file's documents by date, then by line.
pub fn documents(preset: &Preset, rows: &[Row], warehouse: Option<&str>) -> Vec<Document> {
    let mut by_number: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_number.entry(&row.document).or_default().push(row);
    }
    let mut documents: Vec<_> = by_number.into_iter().collect();
    documents.sort_by_key(|(_, rows)| (rows[0].at, rows[0].line));
    documents.into_iter().map(|(number, rows)| document(preset, number, &rows, warehouse)).collect()
}

fn document(preset: &Preset, number: &str, rows: &[&Row], warehouse: Option<&str>) -> Document {
    let customer = rows.iter().find_map(|row| row.customer.clone()).map(Ref::new);
    let is_gift = customer.is_some() || rows.iter().any(|row| row.price != Price::ZERO);
    let line = |row: &&Row| HistoryLine {
        sku: row.product.clone(),
        quantity: row.quantity,
        unit_price: row.price,
        effect: effect(row, preset, is_gift),
    };
    let command = RecordDocument {
        number: number.to_owned(),
        business_date: rows[0].at.date(),
        is_credit_note: !preset.credit_prefix.is_empty() && number.starts_with(preset.credit_prefix),
        customer,
        country: rows.iter().find_map(|row| row.country.clone()),
        warehouse: warehouse.map(Ref::new),
        lines: rows.iter().map(line).collect(),
    };
    Document { command, lines: rows.iter().map(|row| row.line).collect() }
}

/// Every product of the file under its commonest description; of equally common ones the first.
pub fn products(rows: &[Row]) -> Vec<ProductName> {
    let mut names: BTreeMap<&str, BTreeMap<&str, (usize, u64)>> = BTreeMap::new();
    for row in rows {
        let names = names.entry(&row.product).or_default();
        if !row.description.is_empty() {
            let seen = names.entry(&row.description).or_insert((0, row.line));
            seen.0 += 1;
        }
    }
    let commonest = |names: BTreeMap<&str, (usize, u64)>| {
        let best = names.into_iter().max_by_key(|(_, (count, line))| (*count, std::cmp::Reverse(*line)));
        best.map(|(name, _)| name.to_owned())
    };
    names
        .into_iter()
        .map(|(sku, names)| ProductName {
            sku: sku.to_owned(),
            name: commonest(names).unwrap_or_else(|| sku.to_owned()),
        })
        .collect()
}

/// What must have been there before the first of `documents`, so that no product falls below zero: the least that does,
/// less what is `on_hand` now, at `percent` of the product's median price.
pub fn opening_stock(
    documents: &[&Document],
    rows: &[Row],
    preset: &Preset,
    on_hand: &BTreeMap<String, Quantity>,
    percent: i64,
) -> Result<Vec<OpeningLine>> {
    let mut stock: BTreeMap<&str, (Quantity, Quantity)> = BTreeMap::new();
    for document in documents {
        // All lines of a document take effect together.
        let mut touched = BTreeSet::new();
        for line in document.command.lines.iter().filter(|line| line.effect != Effect::BadDebt) {
            if preset.service(&line.sku).is_some() {
                continue;
            }
            let now = &mut stock.entry(&line.sku).or_insert_with(|| start(on_hand, &line.sku)).0;
            // What is found or written off says how stock changes; what is sold or credited says how much goes out.
            *now = match line.effect {
                Effect::Found | Effect::WriteOff => now.plus(line.quantity)?,
                _ => now.minus(line.quantity)?,
            };
            touched.insert(line.sku.as_str());
        }
        for sku in touched {
            if let Some((now, lowest)) = stock.get_mut(sku) {
                *lowest = (*lowest).min(*now);
            }
        }
    }
    let prices = median_prices(rows);
    let mut opening = Vec::new();
    for (sku, (_, lowest)) in stock.into_iter().filter(|(_, (_, lowest))| lowest.is_negative()) {
        let median = prices.get(sku).copied().unwrap_or(Price::ZERO);
        let cost = money::round_div(i128::from(median.micros()) * i128::from(percent), 100)?;
        let unit_cost = Price::from_micros(i64::try_from(cost).unwrap_or(0));
        opening.push(OpeningLine { sku: sku.to_owned(), quantity: lowest.negated()?, unit_cost });
    }
    Ok(opening)
}

fn start(on_hand: &BTreeMap<String, Quantity>, sku: &str) -> (Quantity, Quantity) {
    let there = on_hand.get(sku).copied().unwrap_or(Quantity::ZERO);
    (there, there)
}

/// Each product's median over its priced rows; the lower of two in the middle.
fn median_prices(rows: &[Row]) -> BTreeMap<&str, Price> {
    let mut prices: BTreeMap<&str, Vec<Price>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.price > Price::ZERO) {
        prices.entry(&row.product).or_default().push(row.price);
    }
    let median = |mut prices: Vec<Price>| {
        prices.sort_unstable();
        prices[(prices.len() - 1) / 2]
    };
    prices.into_iter().map(|(sku, prices)| (sku, median(prices))).collect()
}

/// The customers of the documents with the country of their first one.
pub fn customers(documents: &[Document]) -> BTreeMap<&str, Option<&str>> {
    let mut customers = BTreeMap::new();
    for document in documents {
        if let Some(customer) = &document.command.customer {
            customers.entry(customer.as_str()).or_insert(document.command.country.as_deref());
        }
    }
    customers
}

/// The income of all documents, for the report; credit notes reduce it.
pub fn income(documents: &[Document], currency: money::Currency) -> Result<Decimal> {
    let mut sum = money::Amount::ZERO;
    for line in
        documents.iter().flat_map(|document| &document.command.lines).filter(|line| line.effect == Effect::Income)
    {
        sum = sum.plus(money::extend(line.unit_price, line.quantity, currency)?)?;
    }
    Ok(sum.decimal(currency))
}

/// The first and the last day of the documents.
pub fn span(documents: &[Document]) -> Option<(Date, Date)> {
    let days = || documents.iter().map(|document| document.command.business_date);
    Some((days().min()?, days().max()?))
}
