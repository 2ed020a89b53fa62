//! The goods of imported documents. They are a part of the pool of their product, with a quantity and value of their own, so
//! that a history neither takes goods that were received otherwise nor changes what those cost.

use crate::errors;
use catalog::Product;
use command::Tx;
use inventory::{Availability, Move, Pool, Warehouse};
use kernel::{Id, Result};
use ledger::Draft;
use money::{Amount, Price, Quantity};
use store::{Prefetch, Read, Record};

/// The goods of imported documents that are on hand.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "history_stock", key(product, warehouse), unstamped, company_currency)]
#[non_exhaustive]
pub struct HistoryStock {
    /// The product.
    #[field(references_table = "product")]
    pub product: Id<Product>,
    /// The warehouse.
    #[field(references_table = "warehouse")]
    pub warehouse: Id<Warehouse>,
    /// The quantity.
    pub quantity: Quantity,
    /// The value of the quantity.
    pub value: Amount,
    /// The cost of one unit of the opening stock, and of goods that come while there are none.
    pub unit_cost: Price,
}

/// Loads the rows that a move of `product` reads.
pub fn prefetch(
    read: &mut Prefetch<'_>,
    product: Id<Product>,
    warehouse: &Warehouse,
    counter: inventory::LocationKind,
) {
    inventory::prefetch_move(read, product, warehouse, counter);
    read.get::<HistoryStock>(&(product, warehouse.id)).ok();
}

/// Adds the opening stock with which `needed` are on hand; whether any was missing.
pub fn open(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: Move, needed: Quantity, unit_cost: Price) -> Result<bool> {
    let (product, warehouse) = (goods.product, goods.warehouse.id);
    if tx.get::<HistoryStock>(&(product, warehouse))?.is_none() {
        let (quantity, value) = (Quantity::ZERO, Amount::ZERO);
        tx.insert_new(HistoryStock { product, warehouse, quantity, value, unit_cost })?;
    }
    let there = current(tx, &goods)?;
    let missing = needed.minus(there.quantity)?;
    if !missing.is_positive() {
        return Ok(false);
    }
    let value = money::extend(there.unit_cost, missing, ledger::company(tx)?.base_currency)?;
    post(tx, draft, &Move { quantity: missing, ..goods }, true, there, value)?;
    Ok(true)
}

/// Moves goods of a document in or out, at the average of the history's goods; the number of the stock line.
///
/// # Errors
///
/// 409 `no_history_stock` where more would leave than there is.
pub fn move_goods(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move, comes_in: bool) -> Result<i64> {
    let there = current(tx, goods)?;
    let value = if there.quantity >= goods.quantity {
        money::share(there.value, goods.quantity, there.quantity)?
    } else if comes_in {
        money::extend(there.unit_cost, goods.quantity, ledger::company(tx)?.base_currency)?
    } else {
        return Err(errors::no_history_stock());
    };
    post(tx, draft, goods, comes_in, there, value)
}

fn post(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    goods: &Move,
    comes_in: bool,
    there: HistoryStock,
    value: Amount,
) -> Result<i64> {
    let (quantity, rest) = if comes_in {
        (there.quantity.plus(goods.quantity)?, there.value.plus(value)?)
    } else {
        (there.quantity.minus(goods.quantity)?, there.value.minus(value)?)
    };
    tx.edit::<HistoryStock>(&(there.product, there.warehouse), |row| {
        (row.quantity, row.value) = (quantity, rest);
        Ok(())
    })?;
    inventory::move_at_value(tx, draft, goods, comes_in, value)
}

/// The history's goods that are left. Sales of today may have taken some of them at the average of the pool.
fn current(tx: &mut Tx<'_, '_>, goods: &Move) -> Result<HistoryStock> {
    let key = (goods.product, goods.warehouse.id);
    let row = tx.get::<HistoryStock>(&key)?.ok_or_else(errors::no_history_stock)?;
    let pool = tx.find(Pool::BY_PRODUCT_SITE, (goods.product, goods.warehouse.site))?;
    let (in_pool, pool_value) = pool.map_or((Quantity::ZERO, Amount::ZERO), |pool| (pool.quantity, pool.value));
    let on_hand = tx.get::<Availability>(&key)?.map_or(Quantity::ZERO, |row| row.on_hand);
    let quantity = row.quantity.min(in_pool).min(on_hand).max(Quantity::ZERO);
    let value = if quantity.is_zero() {
        Amount::ZERO
    } else if quantity == in_pool {
        pool_value
    } else if quantity == row.quantity && row.value <= pool_value {
        row.value
    } else {
        money::share(pool_value, quantity, in_pool)?
    };
    Ok(HistoryStock { quantity, value, ..HistoryStock::clone(&row) })
}
