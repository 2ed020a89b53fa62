//! The goods of a sale or return.

use crate::document::DocumentLine;
use crate::violations::Violations;
use catalog::ProductKind;
use command::Tx;
use inventory::{COST_OF_SALES, Demand, LocationKind, Move, Warehouse};
use kernel::{Date, Id, Kind, Result};
use money::Quantity;
use std::sync::Arc;

/// The move of goods between a warehouse and a customer, posted against the cost of sales.
pub(crate) fn goods(
    tx: &mut Tx<'_, '_>,
    product: Id<catalog::Product>,
    quantity: Quantity,
    warehouse: &Arc<Warehouse>,
    customer: Option<Id<parties::Party>>,
) -> Result<Move> {
    Ok(Move {
        product,
        quantity,
        warehouse: warehouse.clone(),
        counter_account: ledger::account_of(tx, COST_OF_SALES)?,
        counter: LocationKind::CUSTOMER,
        party: customer.map(Id::uuid),
    })
}

/// Whether the warehouse has the goods of the lines on `date` and later. Refuses (409 `insufficient_stock`) lines that it has
/// not enough stock for; a sale that has already happened is flagged instead.
pub(crate) fn check_stock(
    tx: &mut Tx<'_, '_>,
    warehouse: &Warehouse,
    date: Date,
    lines: &[DocumentLine],
    violations: &mut Violations,
) -> Result<bool> {
    let goods = lines.iter().enumerate().filter(|(_, line)| line.product.kind == ProductKind::Stock);
    let demands = goods.map(|(n, line)| {
        let (field, product) = (format!("lines.{n}.quantity"), line.product.clone());
        Demand { field, product, quantity: line.quantity }
    });
    // A restored row is a write, after which movements of later days cannot be asked for: only today's stock is.
    let can_ask = !tx.has_written();
    let date = if can_ask { date } else { Date::MAX };
    let available = inventory::require_available(tx, warehouse, date, &demands.collect::<Vec<_>>());
    let checked = can_ask && matches!(available, Ok(true));
    violations.downgrade("insufficient_stock", Kind::Conflict, available.map(drop))?;
    Ok(checked)
}
