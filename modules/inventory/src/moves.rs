//! Moves of goods: their value and their journal lines.
//!
//! Every function adds a stock line and its counter line to an entry, so that money and quantity are one fact, and keeps
//! pool, stock and availability in step. The order of cost is the order of posting.

use crate::errors;
use crate::queries;
use crate::records::{Availability, Layer, Location, LocationKind, Pool, StockFlag, Warehouse};
use crate::seed::STOCK;
use crate::settings::USUAL_WAREHOUSE;
use catalog::Product;
use command::{SettingPlace, Tx};
use kernel::{Date, Id, Result, defect};
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
    /// Whether the cost is 0 because none is known: the product was never received at a cost.
    pub cost_unknown: bool,
}

/// The flag of a document with goods whose cost is not known, see [`Moved::cost_unknown`].
pub const UNKNOWN_COST: &str = "unknown_cost";

/// Loads the rows that a move of `product` at `warehouse` reads.
pub fn prefetch_move(read: &mut Prefetch<'_>, product: Id<Product>, warehouse: &Warehouse, counter: LocationKind) {
    read.find(Pool::BY_PRODUCT_SITE, (product, warehouse.site)).ok();
    read.get::<Availability>(&(product, warehouse.id)).ok();
    read.find(Location::BY_CODE, counter.code).ok();
}

/// The active warehouse that is named, else the usual one of `user`; a field error at `warehouse` where there is none.
pub fn warehouse(read: &mut impl Read, user: Option<Uuid>, named: Option<&Ref<Warehouse>>) -> Result<Arc<Warehouse>> {
    let found = match named {
        Some(named) => active_warehouse(read, named),
        None => {
            let usual = command::setting(read, &USUAL_WAREHOUSE, SettingPlace { user, site: None })?;
            active_warehouse(read, &Ref::new(usual))
        }
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

/// Whether the warehouse has the goods on `date` and on every later day; to be called before the command's first write. A
/// warehouse that allows a deficit is not asked: false.
///
/// # Errors
///
/// 409 `insufficient_stock` that names every line that is short.
pub fn require_available(tx: &mut Tx<'_, '_>, warehouse: &Warehouse, date: Date, demands: &[Demand]) -> Result<bool> {
    if warehouse.allows_deficit {
        return Ok(false);
    }
    let mut asked: BTreeMap<Id<Product>, Quantity> = BTreeMap::new();
    let mut least: BTreeMap<Id<Product>, Quantity> = BTreeMap::new();
    let mut short = errors::insufficient_stock();
    for Demand { field, product, quantity } in demands {
        let total = asked.entry(product.id).or_default();
        *total = total.plus(*quantity)?;
        let row = tx.get::<Availability>(&(product.id, warehouse.id))?;
        let available = row.as_ref().map_or(Ok(Quantity::ZERO), |row| row.available())?;
        if *total > available {
            short = short.blame(field, errors::short_line(available, &product.sku, *total));
            continue;
        }
        let on_hand = row.map_or(Quantity::ZERO, |row| row.on_hand);
        let held = match least.get(&product.id) {
            Some(held) => *held,
            None => least_on_hand(tx, product.id, warehouse, date, on_hand)?,
        };
        least.insert(product.id, held);
        if *total > held {
            short = short.blame(field, errors::short_at_date(held, &product.sku, date, *total));
        }
    }
    if short.fields.is_empty() { Ok(true) } else { Err(short) }
}

/// The least quantity that a warehouse has at the end of `date` or of a later day; `on_hand` counts all movements. Only where
/// the pool has movements of later days does this ask the database.
fn least_on_hand(
    tx: &mut Tx<'_, '_>,
    product: Id<Product>,
    warehouse: &Warehouse,
    date: Date,
    on_hand: Quantity,
) -> Result<Quantity> {
    let pool = tx.find(Pool::BY_PRODUCT_SITE, (product, warehouse.site))?;
    if pool.is_none_or(|pool| pool.latest <= date) {
        return Ok(on_hand);
    }
    let (mut held, mut least) = (on_hand, on_hand);
    for moved in queries::moved_after(tx, product, warehouse.location, date)? {
        held = held.minus(moved)?;
        least = least.min(held);
    }
    Ok(least)
}

fn virtual_location(tx: &mut Tx<'_, '_>, kind: LocationKind) -> Result<Uuid> {
    let location = tx.find(Location::BY_CODE, kind.code)?;
    location
        .map(|location| location.id.uuid())
        .ok_or_else(|| defect(format!("the location {} ({}) is missing", kind.code, kind.meaning)))
}

/// The pool of a product at a site, in which goods move on `date`; a new one is empty.
fn pool(tx: &mut Tx<'_, '_>, product: Id<Product>, site: Id<Site>, date: Date) -> Result<Arc<Pool>> {
    if let Some(pool) = tx.find(Pool::BY_PRODUCT_SITE, (product, site))? {
        return Ok(pool);
    }
    let (id, quantity, value) = (tx.id(), Quantity::ZERO, Amount::ZERO);
    let pool = Pool { id, product, site, quantity, value, last_cost: None, latest: date };
    tx.insert_new(pool.clone())?;
    Ok(Arc::new(pool))
}

/// The last average cost of a unit in the pool, else in the product's pool that moved last; none where no cost is known.
fn last_cost(tx: &mut Tx<'_, '_>, pool: &Pool) -> Result<Option<Price>> {
    if pool.last_cost.is_some() {
        return Ok(pool.last_cost);
    }
    let pools = tx.scan(Pool::BY_PRODUCT, pool.product)?;
    let known = pools.iter().filter_map(|pool| Some((pool.latest, pool.last_cost?)));
    Ok(known.max_by_key(|(latest, _)| *latest).map(|(_, cost)| cost))
}

/// The most millionths of a unit, and minor units of money, that a pool may hold: about a tenth of what can be stored, so that
/// sums over several sites can be stored too.
const MOST_IN_POOL: u64 = 1_000_000_000_000_000_000;

/// 422 `overflow` where the pool would hold, or owe, more than can be counted.
fn check_bounds(pool: &Pool) -> Result<()> {
    if pool.quantity.micros().unsigned_abs() > MOST_IN_POOL || pool.value.minor().unsigned_abs() > MOST_IN_POOL {
        return Err(errors::pool_too_large());
    }
    Ok(())
}

fn keep_quantities(tx: &mut Tx<'_, '_>, product: Id<Product>, warehouse: &Warehouse, quantity: Quantity) -> Result<()> {
    tx.add(Availability { product, warehouse: warehouse.id, on_hand: quantity, reserved: Quantity::ZERO })
}

/// Marks stock line `n` of the draft where it breaks a rule that it may break.
fn mark(tx: &mut Tx<'_, '_>, draft: &Draft, n: i64, beyond_stock: bool, cost_unknown: bool) -> Result<()> {
    if beyond_stock || cost_unknown {
        tx.insert_new(StockFlag { entry: draft.seq(), n, beyond_stock, cost_unknown })?;
    }
    Ok(())
}

/// Whether goods that leave on the draft's date may be missing at the warehouse then or later. `checked` says that
/// [`require_available`] found them; without it the answer is yes for every date before the pool's latest.
fn may_be_missing(
    tx: &mut Tx<'_, '_>,
    draft: &Draft,
    (product, warehouse, quantity): (Id<Product>, &Warehouse, Quantity),
    pool: &Pool,
    checked: bool,
) -> Result<bool> {
    if checked || draft.business_date() < pool.latest {
        return Ok(!checked);
    }
    let row = tx.get::<Availability>(&(product, warehouse.id))?;
    Ok(row.map_or(Quantity::ZERO, |row| row.on_hand) < quantity)
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
/// average, provisionally, and waits for the receipt that fills it. `checked` says that [`require_available`] found the goods.
pub fn issue(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move, checked: bool) -> Result<Moved> {
    let pool = pool(tx, goods.product, goods.warehouse.site, draft.business_date())?;
    let there = pool.quantity.max(Quantity::ZERO).min(goods.quantity);
    let beyond = goods.quantity.minus(there)?;
    let covered = if there.is_zero() { Amount::ZERO } else { money::share(pool.value, there, pool.quantity)? };
    let (unit_cost, provisional) = cost_beyond(tx, &pool, beyond)?;
    let (value, cost_unknown) = (covered.plus(provisional)?, unit_cost.is_none());
    let leaving = (goods.product, &*goods.warehouse, goods.quantity);
    let beyond_stock = may_be_missing(tx, draft, leaving, &pool, checked)?;
    let n = add_lines(tx, draft, goods, &pool, (goods.quantity.negated()?, value.negated()?), None)?;
    mark(tx, draft, n, beyond_stock, cost_unknown)?;
    let day = draft.business_date();
    tx.edit::<Pool>(&pool.id, |pool| {
        pool.quantity = pool.quantity.minus(goods.quantity)?;
        pool.value = pool.value.minus(value)?;
        pool.last_cost = unit_cost;
        pool.latest = pool.latest.max(day);
        check_bounds(pool)
    })?;
    if !beyond.is_zero() {
        tx.insert_new(Layer {
            entry: draft.seq(),
            n,
            pool: pool.id,
            counter_account: goods.counter_account,
            day,
            quantity_left: beyond,
            value_left: provisional,
        })?;
    }
    Ok(Moved { line: n, value, provisional: !beyond.is_zero(), cost_unknown })
}

/// The last cost of a unit of the pool, and what a quantity beyond its stock is worth by it.
fn cost_beyond(tx: &mut Tx<'_, '_>, pool: &Pool, beyond: Quantity) -> Result<(Option<Price>, Amount)> {
    if beyond.is_zero() {
        return Ok((pool.last_cost, Amount::ZERO));
    }
    let currency = ledger::company(tx)?.base_currency;
    let unit_cost = last_cost(tx, pool)?;
    Ok((unit_cost, money::extend(unit_cost.unwrap_or_default(), beyond, currency)?))
}

/// Goods in at `value`; none where their cost is not known, which counts as 0 and is marked. A deficit is filled first, oldest
/// issue first, and each filled issue gets its true cost in the same entry.
pub fn receive(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move, value: Option<Amount>) -> Result<Moved> {
    let pool = pool(tx, goods.product, goods.warehouse.site, draft.business_date())?;
    let worth = value.unwrap_or_default();
    let n = add_lines(tx, draft, goods, &pool, (goods.quantity, worth), None)?;
    put_in(tx, draft, &pool, goods, value, None)?;
    mark(tx, draft, n, false, value.is_none())?;
    Ok(Moved { line: n, value: worth, provisional: false, cost_unknown: value.is_none() })
}

/// Puts goods and their value into a pool, the deficit first: `own` is what they fill before all other issues.
fn put_in(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    pool: &Pool,
    goods: &Move,
    value: Option<Amount>,
    own: Option<Fill>,
) -> Result<()> {
    let worth = value.unwrap_or_default();
    let trued_up = true_up(tx, draft, pool, goods, worth, own)?;
    let (currency, day) = (ledger::company(tx)?.base_currency, draft.business_date());
    tx.edit::<Pool>(&pool.id, |pool| {
        pool.quantity = pool.quantity.plus(goods.quantity)?;
        pool.value = pool.value.plus(worth.minus(trued_up)?)?;
        pool.latest = pool.latest.max(day);
        if pool.quantity.is_positive() && (value.is_some() || pool.last_cost.is_some()) {
            pool.last_cost = Some(money::unit_price(pool.value, pool.quantity, currency)?);
        }
        check_bounds(pool)
    })?;
    Ok(())
}

/// The part of a deficit issue that incoming goods fill, and what it costs truly.
struct Fill {
    layer: Arc<Layer>,
    quantity: Quantity,
    actual: Amount,
}

/// Fills deficit issues of the pool out of incoming goods and posts what their provisional cost was wrong by; the sum. The
/// correction of an issue is dated like the goods, but not before the issue.
fn true_up(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    pool: &Pool,
    goods: &Move,
    value: Amount,
    own: Option<Fill>,
) -> Result<Amount> {
    if !pool.quantity.is_negative() {
        return Ok(Amount::ZERO);
    }
    let mut difference = Amount::ZERO;
    let stock = ledger::account_of(tx, STOCK)?;
    for Fill { layer, quantity, actual } in fills(tx, pool, goods.quantity, value, own)? {
        let provisional = money::share(layer.value_left, quantity, layer.quantity_left)?;
        let off = actual.minus(provisional)?;
        difference = difference.plus(off)?;
        if !off.is_zero() {
            let (product, site) = (goods.product.uuid(), goods.warehouse.site);
            let line = DraftLine::new(stock, off.negated()?).branch(site).value_of(product, pool.id.uuid());
            draft.line_not_before(layer.day, line.origin(layer.entry, layer.n));
            let counter = DraftLine::new(layer.counter_account, off).branch(site).origin(layer.entry, layer.n + 1);
            let of_product = ledger::Goods { product: Some(product), ..Default::default() };
            draft.line_not_before(layer.day, DraftLine { goods: of_product, ..counter });
        }
        let key = (layer.entry, layer.n);
        if quantity == layer.quantity_left {
            tx.delete::<Layer>(&key)?;
        } else {
            tx.edit::<Layer>(&key, |layer| {
                layer.quantity_left = layer.quantity_left.minus(quantity)?;
                layer.value_left = layer.value_left.minus(provisional)?;
                Ok(())
            })?;
        }
    }
    Ok(difference)
}

/// The deficit issues that goods worth `value` fill: first `own`, then the oldest. By cumulative shares, so that the filled
/// parts sum to what they are together.
fn fills(tx: &mut Tx<'_, '_>, pool: &Pool, quantity: Quantity, value: Amount, own: Option<Fill>) -> Result<Vec<Fill>> {
    let (mut whole, mut worth, mut first) = (quantity, value, None);
    let mut found = Vec::new();
    if let Some(own) = own {
        whole = whole.minus(own.quantity)?;
        worth = worth.minus(own.actual)?;
        first = Some((own.layer.entry, own.layer.n));
        found.push(own);
    }
    let (mut filled, mut used) = (Quantity::ZERO, Amount::ZERO);
    if whole.is_zero() {
        return Ok(found);
    }
    tx.walk(Layer::BY_POOL, pool.id, |layer| {
        if first == Some((layer.entry, layer.n)) {
            return Ok(ControlFlow::Continue(()));
        }
        let part = layer.quantity_left.min(whole.minus(filled)?);
        let actual = money::cumulative_share(worth, filled, part, whole, used)?;
        filled = filled.plus(part)?;
        used = used.plus(actual)?;
        found.push(Fill { layer: layer.clone(), quantity: part, actual });
        Ok(if filled == whole { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(found)
}

/// Goods in or out at a `value` that is known, which leaves the average of the other goods of the pool as it is; the number of the
/// stock line. For goods whose value the caller keeps apart from the pool. Goods worth nothing count as goods of unknown cost.
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
    let day = draft.business_date();
    let pool = pool(tx, goods.product, goods.warehouse.site, day)?;
    let (quantity, signed) =
        if comes_in { (goods.quantity, value) } else { (goods.quantity.negated()?, value.negated()?) };
    if pool.quantity.is_negative() || pool.quantity.plus(quantity)?.is_negative() {
        return Err(errors::stock_in_deficit(&tx.one::<Product>(&goods.product)?.sku));
    }
    let leaving = (goods.product, &*goods.warehouse, goods.quantity);
    let beyond_stock = !comes_in && may_be_missing(tx, draft, leaving, &pool, false)?;
    let n = add_lines(tx, draft, goods, &pool, (quantity, signed), None)?;
    mark(tx, draft, n, beyond_stock, value.is_zero())?;
    let currency = ledger::company(tx)?.base_currency;
    tx.edit::<Pool>(&pool.id, |pool| {
        let was_empty = pool.quantity.is_zero();
        pool.quantity = pool.quantity.plus(quantity)?;
        pool.value = pool.value.plus(signed)?;
        pool.latest = pool.latest.max(day);
        if was_empty && !value.is_zero() {
            pool.last_cost = Some(money::unit_price(pool.value, pool.quantity, currency)?);
        }
        check_bounds(pool)
    })?;
    Ok(n)
}

/// The value of goods that come in without a cost of their own: the average of the pool, V·q/Q, else by the last cost that is
/// known; none where there is none.
pub fn pool_cost(
    tx: &mut Tx<'_, '_>,
    product: Id<Product>,
    warehouse: &Warehouse,
    quantity: Quantity,
    date: Date,
) -> Result<Option<Amount>> {
    let pool = pool(tx, product, warehouse.site, date)?;
    if pool.quantity.is_positive() && pool.last_cost.is_some() {
        return Ok(Some(money::share(pool.value, quantity, pool.quantity)?));
    }
    let currency: Currency = ledger::company(tx)?.base_currency;
    let unit_cost = last_cost(tx, &pool)?;
    Ok(unit_cost.map(|cost| money::extend(cost, quantity, currency)).transpose()?)
}

/// What is known of an issue when part of it comes back.
struct Issued {
    /// The quantity that left.
    quantity: Quantity,
    /// What it cost, true-ups included.
    value: Amount,
    /// The quantity that came back before.
    returned: Quantity,
    /// The value of what came back before.
    returned_value: Amount,
    /// Whether a receipt has corrected its cost.
    trued_up: bool,
}

impl Issued {
    /// Reads the issue whose stock line is `line`, as (entry, n).
    fn of(tx: &mut Tx<'_, '_>, line: (i64, i64)) -> Result<Issued> {
        let issue = tx.one::<Line>(&line)?;
        let mut issued = Issued {
            quantity: issue.quantity.unwrap_or_default().negated()?,
            value: issue.base.negated()?,
            returned: Quantity::ZERO,
            returned_value: Amount::ZERO,
            trued_up: false,
        };
        for line in tx.scan(Line::BY_ORIGIN_ENTRY_ORIGIN_N, line)? {
            if let Some(quantity) = line.quantity {
                issued.returned = issued.returned.plus(quantity)?;
                issued.returned_value = issued.returned_value.plus(line.base)?;
            } else {
                issued.value = issued.value.minus(line.base)?;
                issued.trued_up = true;
            }
        }
        Ok(issued)
    }

    /// The quantity that has not come back.
    fn out(&self) -> Result<Quantity> {
        Ok(self.quantity.minus(self.returned)?)
    }

    /// What the part is worth that has not come back.
    fn value_out(&self) -> Result<Amount> {
        Ok(self.value.minus(self.returned_value)?)
    }

    /// What `quantity` is worth when it comes back: its share of what has not come back. As long as no receipt has corrected the
    /// cost, that is the cumulative share of the whole issue, whose rounding does not drift.
    fn value_of(&self, quantity: Quantity) -> Result<Amount> {
        if self.trued_up {
            return Ok(money::share(self.value_out()?, quantity, self.out()?)?.max(Amount::ZERO));
        }
        let (done, whole) = (self.returned, self.quantity);
        Ok(money::cumulative_share(self.value, done, quantity, whole, self.returned_value)?)
    }

    /// How goods that come back for `value` fill the deficit of their own issue. Goods beyond it are those that a receipt has
    /// paid for: they come back at what they cost, and the deficit takes the rest of the value.
    fn fill(&self, layer: Arc<Layer>, quantity: Quantity, value: Amount) -> Result<Fill> {
        let filled = layer.quantity_left.min(quantity);
        let paid_for = quantity.minus(filled)?;
        let mut actual = value;
        if !paid_for.is_zero() {
            let cost = self.value_out()?.minus(layer.value_left)?;
            actual = value.minus(money::share(cost, paid_for, self.out()?.minus(layer.quantity_left)?)?)?;
        }
        Ok(Fill { layer, quantity: filled, actual })
    }
}

/// Goods back at the cost they left at, true-ups included. They fill the deficit of their own issue first, then the oldest.
///
/// `issued` is the stock line of the issue as (entry, n).
pub fn return_goods(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move, issued: (i64, i64)) -> Result<Moved> {
    let issue = Issued::of(tx, issued)?;
    if goods.quantity > issue.out()? {
        return Err(errors::returned_too_much(issue.quantity, issue.returned));
    }
    let pool = pool(tx, goods.product, goods.warehouse.site, draft.business_date())?;
    let worth = issue.value_of(goods.quantity)?;
    let own = if pool.quantity.is_negative() { tx.get::<Layer>(&issued)? } else { None };
    let own = own.map(|layer| issue.fill(layer, goods.quantity, worth)).transpose()?;
    // Goods that left without a known cost come back without one.
    let cost_unknown = worth.is_zero() && tx.get::<StockFlag>(&issued)?.is_some_and(|flag| flag.cost_unknown);
    let n = add_lines(tx, draft, goods, &pool, (goods.quantity, worth), Some(issued))?;
    put_in(tx, draft, &pool, goods, (!cost_unknown).then_some(worth), own)?;
    mark(tx, draft, n, false, cost_unknown)?;
    Ok(Moved { line: n, value: worth, provisional: false, cost_unknown })
}

/// Goods from one warehouse to another at pool cost. Between sites the books of both stay in balance through the account
/// between branches. `checked` says that [`require_available`] found the goods.
pub fn transfer(
    tx: &mut Tx<'_, '_>,
    draft: &mut Draft,
    product: Id<Product>,
    quantity: Quantity,
    (from, to): (&Arc<Warehouse>, &Arc<Warehouse>),
    checked: bool,
) -> Result<Moved> {
    let (stock, day) = (ledger::account_of(tx, STOCK)?, draft.business_date());
    let source = pool(tx, product, from.site, day)?;
    let target = pool(tx, product, to.site, day)?;
    let is_same_pool = source.id == target.id;
    if !is_same_pool && source.quantity < quantity {
        return Err(errors::not_at_site());
    }
    let value = if source.quantity.is_positive() {
        money::share(source.value, quantity, source.quantity)?
    } else {
        money::extend(source.last_cost.unwrap_or_default(), quantity, ledger::company(tx)?.base_currency)?
    };
    let cost_unknown = source.last_cost.is_none();
    let beyond_stock = may_be_missing(tx, draft, (product, from, quantity), &source, checked)?;
    let leaving = DraftLine::new(stock, value.negated()?).branch(from.site);
    let pool_id = source.id.uuid();
    let n = draft.line(leaving.goods(product.uuid(), Some(pool_id), from.location.uuid(), quantity.negated()?));
    keep_quantities(tx, product, from, quantity.negated()?)?;
    mark(tx, draft, n, beyond_stock, cost_unknown)?;
    let arriving = DraftLine::new(stock, value).branch(to.site).origin(draft.seq(), n);
    draft.line(arriving.goods(product.uuid(), Some(target.id.uuid()), to.location.uuid(), quantity));
    keep_quantities(tx, product, to, quantity)?;
    tx.edit::<Pool>(&source.id, |pool| {
        pool.latest = pool.latest.max(day);
        if !is_same_pool {
            pool.quantity = pool.quantity.minus(quantity)?;
            pool.value = pool.value.minus(value)?;
        }
        Ok(())
    })?;
    if !is_same_pool {
        let arrived = Move {
            product,
            quantity,
            warehouse: to.clone(),
            counter_account: stock,
            counter: LocationKind::STORAGE,
            party: None,
        };
        put_in(tx, draft, &target, &arrived, (!cost_unknown).then_some(value), None)?;
    }
    Ok(Moved { line: n, value, provisional: false, cost_unknown })
}
