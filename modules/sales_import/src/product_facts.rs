//! What the rows of a file say of its products together.

use crate::file::Row;
use money::Price;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a file says of a product.
pub struct ProductFacts {
    /// Its code as its first row writes it.
    pub sku: Arc<str>,
    /// Its commonest name, of equally common ones the first; its code where no row names it.
    pub name: Arc<str>,
    /// The median over its priced rows, the lower of two in the middle.
    pub price: Option<Price>,
}

/// A product as the rows so far describe it.
pub struct SeenProduct {
    sku: Arc<str>,
    /// How often each name occurs, and its first line.
    names: BTreeMap<Arc<str>, (usize, u64)>,
    prices: Vec<Price>,
}

impl SeenProduct {
    /// A product that begins with `row`, which has still to be counted.
    pub fn new(row: &Row) -> SeenProduct {
        SeenProduct { sku: row.product.clone(), names: BTreeMap::new(), prices: Vec::new() }
    }

    /// Counts a row, in which the product is called `name`; empty where it has no name.
    pub fn count(&mut self, row: &Row, name: Arc<str>) {
        if !name.is_empty() {
            self.names.entry(name).or_insert((0, row.line)).0 += 1;
        }
        if row.price > Price::ZERO {
            self.prices.push(row.price);
        }
    }

    /// What all rows say.
    pub fn facts(mut self) -> ProductFacts {
        self.prices.sort_unstable();
        let price = self.prices.get(self.prices.len().saturating_sub(1) / 2).copied();
        let commonest = self.names.into_iter().max_by_key(|(_, (count, line))| (*count, Reverse(*line)));
        let name = commonest.map_or_else(|| self.sku.clone(), |(name, _)| name);
        ProductFacts { sku: self.sku, name, price }
    }
}
