//! Moves of goods: their value and their journal lines.
//!
//! Every function adds a stock line and its counter line to an entry, so that money and quantity are one fact, and keeps
//! pool, stock and availability in step. The order of cost is the order of posting.

use crate::errors;
use crate::records::{Availability, Layer, Location, LocationKind, Pool, Stock, Warehouse};
use crate::seed::STOCK;
use catalog::Product;
use command::Tx;
use kernel::{Id, Result, defect};
use ledger::{Account, Draft, DraftLine, Line, Site};
use money::{Amount, Currency, Price, Quantity};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use store::{Prefetch, Read, Ref};
use uuid::Uuid;

/// Goods that move between a warehouse and the outside.
#[derive(Clone, Debug)]
pub struct Move {
    /// The product.
    pub product: Id<Product>,
    /// The quantity, positive.
    pub quantity: Quantity,
    /// The warehouse they leave or enter.
    pub warehouse: Arc<Warehouse>,
    /// The account that takes the other side of the value.
    pub counter_account: Id<Account>,
    /// The virtual location on the other side.
    pub counter: LocationKind,
    /// The customer or supplier.
    pub party: Option<Uuid>,
}

/// The lines and the value of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The number of the stock line in its entry; the counter line follows it.
    pub line: i64,
    /// The value that moved, positive.
    pub value: Amount,
    /// Whether part of the cost is provisional, because more left than was in stock.
    pub provisional: bool,
}

/// Loads the rows that a move of `product` at `warehouse` reads.
pub fn prefetch_move(read: &mut Prefetch<'_>, product: Id<Product>, warehouse: &Warehouse, counter: LocationKind) {
    read.find(Pool::BY_PRODUCT_SITE, (product, warehouse.site)).ok();
    read.get::<Availability>(&(product, warehouse.id)).ok();
    read.find(Location::BY_CODE, counter.code).ok();
}

/// The active warehouse that is named, else the main one; a field error at `warehouse` where there is none.
pub fn warehouse(read: &mut impl Read, named: Option<&Ref<Warehouse>>) -> Result<Arc<Warehouse>> {
    let found = match named {
        Some(named) => active_warehouse(read, named),
        None => active_warehouse(read, &Ref::new(crate::MAIN)),
    };
    found.map_err(|error| error.at("warehouse"))
}

/// The active warehouse that is named; the caller says at which field it is wrong.
pub(crate) fn active_warehouse(read: &mut impl Read, named: &Ref<Warehouse>) -> Result<Arc<Warehouse>> {
    let found = named.get(read)?;
    if found.is_active { Ok(found) } else { Err(errors::warehouse_inactive(named)) }
}

/// A line that takes goods out of a warehouse.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Path of the field with the quantity, for example `lines.2.quantity`.
    pub field: String,
    /// The product.
    pub product: Arc<Product>,
    /// The quantity, positive.
    pub quantity: Quantity,
}

/// 409 `insufficient_stock` that names every line that is short, unless the warehouse allows a deficit.
pub fn require_available(tx: &mut Tx<'_, '_>, warehouse: &Warehouse, demands: &[Demand]) -> Result<()> {
    if warehouse.allows_deficit {
        return Ok(());
    }
    let mut asked: BTreeMap<Id<Product>, Quantity> = BTreeMap::new();
    let mut short = errors::insufficient_stock();
    for Demand { field, product, quantity } in demands {
        let total = asked.entry(product.id).or_default();
        *total = total.plus(*quantity)?;
        let row = tx.get::<Availability>(&(product.id, warehouse.id))?;
        let available = row.map_or(Ok(Quantity::ZERO), |row| row.available())?;
        if *total > available {
            short = short.blame(field, errors::short_line(available, &product.sku, *total));
        }
    }
    if short.fields.is_empty() { Ok(()) } else { Err(short) }
}

fn virtual_location(tx: &mut Tx<'_, '_>, kind: LocationKind) -> Result<Uuid> {
    let location = tx.find(Location::BY_CODE, kind.code)?;
    location
        .map(|location| location.id.uuid())
        .ok_or_else(|| defect(format!("the location {} ({}) is missing", kind.code, kind.meaning)))
}

/// The pool of a product at a site; a new one is empty.
fn pool(tx: &mut Tx<'_, '_>, product: Id<Product>, site: Id<Site>) -> Result<Arc<Pool>> {
    if let Some(pool) = tx.find(Pool::BY_PRODUCT_SITE, (product, site))? {
        return Ok(pool);
    }
    let id = tx.id();
    let pool = Pool { id, product, site, quantity: Quantity::ZERO, value: Amount::ZERO, last_cost: Price::ZERO };
    tx.insert_new(pool.clone())?;
    Ok(Arc::new(pool))
}

fn keep_quantities(tx: &mut Tx<'_, '_>, product: Id<Product>, warehouse: &Warehouse, quantity: Quantity) -> Result<()> {
    tx.add(Stock { product, location: warehouse.location, on_hand: quantity })?;
    tx.add(Availability { product, warehouse: warehouse.id, on_hand: quantity, reserved: Quantity::ZERO })
}

/// The two lines of a move: goods at the warehouse, and where they come from or go to.
fn add_lines(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    goods: &Move,
    pool: &Pool,
    (quantity, value): (Quantity, Amount),
    origin: Option<(i64, i64)>,
) -> Result<i64> {
    let stock = ledger::account_of(tx, STOCK)?;
    let outside = virtual_location(tx, goods.counter)?;
    let product = goods.product.uuid();
    let (site, at) = (goods.warehouse.site, goods.warehouse.location.uuid());
    let mut line = DraftLine::new(stock, value).branch(site).goods(product, Some(pool.id.uuid()), at, quantity);
    let mut counter = DraftLine::new(goods.counter_account, value.negated()?).branch(site);
    counter = counter.goods(product, None, outside, quantity.negated()?);
    counter.party = goods.party;
    line.origin = origin;
    counter.origin = origin.map(|(entry, n)| (entry, n + 1));
    let n = draft.line(line);
    draft.line(counter);
    keep_quantities(tx, goods.product, &goods.warehouse, quantity)?;
    Ok(n)
}

/// Goods out at pool cost: V·q/Q, the last unit takes the remainder. What leaves beyond what is there leaves at the last
/// average, provisionally, and waits for the receipt that fills it.
pub fn issue(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move) -> Result<Moved> {
    let pool = pool(tx, goods.product, goods.warehouse.site)?;
    let currency = ledger::company(tx)?.base_currency;
    let there = pool.quantity.max(Quantity::ZERO).min(goods.quantity);
    let beyond = goods.quantity.minus(there)?;
    let covered = if there.is_zero() { Amount::ZERO } else { money::share(pool.value, there, pool.quantity)? };
    let provisional = money::extend(pool.last_cost, beyond, currency)?;
    let value = covered.plus(provisional)?;
    let n = add_lines(tx, draft, goods, &pool, (goods.quantity.negated()?, value.negated()?), None)?;
    tx.edit::<Pool>(&pool.id, |pool| {
        pool.quantity = pool.quantity.minus(goods.quantity)?;
        pool.value = pool.value.minus(value)?;
        Ok(())
    })?;
    if !beyond.is_zero() {
        tx.insert_new(Layer {
            entry: draft.seq(),
            n,
            pool: pool.id,
            counter_account: goods.counter_account,
            quantity_left: beyond,
            value_left: provisional,
        })?;
    }
    Ok(Moved { line: n, value, provisional: !beyond.is_zero() })
}

/// Goods in at `value`. A deficit is filled first, oldest issue first, and each filled issue gets its true cost in the
/// same entry.
pub fn receive(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    goods: &Move,
    value: Amount,
    origin: Option<(i64, i64)>,
) -> Result<Moved> {
    let pool = pool(tx, goods.product, goods.warehouse.site)?;
    let n = add_lines(tx, draft, goods, &pool, (goods.quantity, value), origin)?;
    let trued_up = true_up(tx, draft, &pool, goods, value)?;
    let currency = ledger::company(tx)?.base_currency;
    tx.edit::<Pool>(&pool.id, |pool| add_to_pool(pool, goods.quantity, value.minus(trued_up)?, currency))?;
    Ok(Moved { line: n, value, provisional: false })
}

/// Fills the pool's oldest deficit issues out of a receipt and posts what their provisional cost was wrong by; the sum.
fn true_up(tx: &mut Tx<'_, '_>, draft: &mut Draft, pool: &Pool, goods: &Move, value: Amount) -> Result<Amount> {
    if !pool.quantity.is_negative() {
        return Ok(Amount::ZERO);
    }
    let (mut filled, mut used, mut difference) = (Quantity::ZERO, Amount::ZERO, Amount::ZERO);
    let stock = ledger::account_of(tx, STOCK)?;
    for (layer, fill) in layers_to_fill(tx, pool, goods.quantity)? {
        // Cumulative shares, so that the filled parts of the receipt sum to what they are together.
        let actual = money::cumulative_share(value, filled, fill, goods.quantity, used)?;
        let provisional = money::share(layer.value_left, fill, layer.quantity_left)?;
        let off = actual.minus(provisional)?;
        filled = filled.plus(fill)?;
        used = used.plus(actual)?;
        difference = difference.plus(off)?;
        if !off.is_zero() {
            let (product, site) = (goods.product.uuid(), goods.warehouse.site);
            let line = DraftLine::new(stock, off.negated()?).branch(site).value_of(product, pool.id.uuid());
            draft.line(line.origin(layer.entry, layer.n));
            let counter = DraftLine::new(layer.counter_account, off).branch(site).origin(layer.entry, layer.n + 1);
            draft.line(DraftLine { goods: ledger::Goods { product: Some(product), ..Default::default() }, ..counter });
        }
        let key = (layer.entry, layer.n);
        if fill == layer.quantity_left {
            tx.delete::<Layer>(&key)?;
        } else {
            tx.edit::<Layer>(&key, |layer| {
                layer.quantity_left = layer.quantity_left.minus(fill)?;
                layer.value_left = layer.value_left.minus(provisional)?;
                Ok(())
            })?;
        }
    }
    Ok(difference)
}

/// The oldest deficit issues of a pool that `quantity` fills, and how much of each.
fn layers_to_fill(tx: &mut Tx<'_, '_>, pool: &Pool, quantity: Quantity) -> Result<Vec<(Arc<Layer>, Quantity)>> {
    let (mut fills, mut rest) = (Vec::new(), quantity);
    tx.walk(Layer::BY_POOL, pool.id, |layer| {
        let fill = layer.quantity_left.min(rest);
        rest = rest.minus(fill)?;
        fills.push((layer.clone(), fill));
        Ok(if rest.is_zero() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(fills)
}

/// Goods in or out at a `value` that is known, which leaves the average of the other goods of the pool as it is; the number of the
/// stock line. For goods whose value the caller keeps apart from the pool.
///
/// # Errors
///
/// 409 `stock_in_deficit` where the pool is below zero, because a receipt would have to fill the deficit first.
pub fn move_at_value(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    goods: &Move,
    comes_in: bool,
    value: Amount,
) -> Result<i64> {
    let pool = pool(tx, goods.product, goods.warehouse.site)?;
    let (quantity, value) =
        if comes_in { (goods.quantity, value) } else { (goods.quantity.negated()?, value.negated()?) };
    if pool.quantity.is_negative() || pool.quantity.plus(quantity)?.is_negative() {
        return Err(errors::stock_in_deficit(&tx.one::<Product>(&goods.product)?.sku));
    }
    let n = add_lines(tx, draft, goods, &pool, (quantity, value), None)?;
    let currency = ledger::company(tx)?.base_currency;
    tx.edit::<Pool>(&pool.id, |pool| {
        if pool.quantity.is_zero() {
            return add_to_pool(pool, quantity, value, currency);
        }
        pool.quantity = pool.quantity.plus(quantity)?;
        pool.value = pool.value.plus(value)?;
        Ok(())
    })?;
    Ok(n)
}

/// The value of `quantity` at the pool's current average cost, else at its last one.
pub fn pool_cost(
    tx: &mut Tx<'_, '_>,
    product: Id<Product>,
    warehouse: &Warehouse,
    quantity: Quantity,
) -> Result<Amount> {
    let pool = pool(tx, product, warehouse.site)?;
    let currency: Currency = ledger::company(tx)?.base_currency;
    if pool.quantity.is_positive() && pool.quantity >= quantity {
        return Ok(money::share(pool.value, quantity, pool.quantity)?);
    }
    Ok(money::extend(pool.last_cost, quantity, currency)?)
}

/// Goods back at the cost they left at: round(v·(r+q)/Q) less what came back already, true-ups included.
///
/// `issued` is the stock line of the issue as (entry, n).
pub fn return_goods(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move, issued: (i64, i64)) -> Result<Moved> {
    let issue = tx.one::<Line>(&issued)?;
    let mut left_at = issue.base.negated()?;
    let out = issue.quantity.unwrap_or_default().negated()?;
    let (mut returned, mut already) = (Quantity::ZERO, Amount::ZERO);
    for line in tx.scan(Line::BY_ORIGIN_ENTRY_ORIGIN_N, issued)? {
        match line.quantity {
            Some(quantity) => {
                returned = returned.plus(quantity)?;
                already = already.plus(line.base)?;
            }
            None => left_at = left_at.minus(line.base)?,
        }
    }
    if returned.plus(goods.quantity)? > out {
        return Err(errors::returned_too_much(out, returned));
    }
    let value = money::cumulative_share(left_at, returned, goods.quantity, out, already)?;
    receive(tx, draft, goods, value, Some(issued))
}

/// Goods from one warehouse to another at pool cost; the value that moved. Between sites the books of both stay in
/// balance through the account between branches.
pub fn transfer(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    product: Id<Product>,
    quantity: Quantity,
    from: &Arc<Warehouse>,
    to: &Arc<Warehouse>,
) -> Result<Amount> {
    let stock = ledger::account_of(tx, STOCK)?;
    let source = pool(tx, product, from.site)?;
    let value = pool_cost(tx, product, from, quantity)?;
    let leaving = DraftLine::new(stock, value.negated()?).branch(from.site);
    let pool_id = source.id.uuid();
    let n = draft.line(leaving.goods(product.uuid(), Some(pool_id), from.location.uuid(), quantity.negated()?));
    keep_quantities(tx, product, from, quantity.negated()?)?;
    let target = pool(tx, product, to.site)?;
    let arriving = DraftLine::new(stock, value).branch(to.site).origin(draft.seq(), n);
    draft.line(arriving.goods(product.uuid(), Some(target.id.uuid()), to.location.uuid(), quantity));
    keep_quantities(tx, product, to, quantity)?;
    if source.id == target.id {
        return Ok(value);
    }
    tx.edit::<Pool>(&source.id, |pool| {
        pool.quantity = pool.quantity.minus(quantity)?;
        pool.value = pool.value.minus(value)?;
        Ok(())
    })?;
    if source.quantity < quantity {
        return Err(errors::not_at_site());
    }
    let arrived = Move {
        product,
        quantity,
        warehouse: to.clone(),
        counter_account: stock,
        counter: LocationKind::STORAGE,
        party: None,
    };
    let trued_up = true_up(tx, draft, &target, &arrived, value)?;
    let currency = ledger::company(tx)?.base_currency;
    tx.edit::<Pool>(&target.id, |pool| add_to_pool(pool, quantity, value.minus(trued_up)?, currency))?;
    Ok(value)
}

/// Adds goods and value to a pool and remembers the new average.
fn add_to_pool(pool: &mut Pool, quantity: Quantity, value: Amount, currency: Currency) -> Result<()> {
    pool.quantity = pool.quantity.plus(quantity)?;
    pool.value = pool.value.plus(value)?;
    if pool.quantity.is_positive() {
        pool.last_cost = money::unit_price(pool.value, pool.quantity, currency)?;
    }
    Ok(())
}
