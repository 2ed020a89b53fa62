//! What people do: sell and take back.

mod allocate_credit;
mod post_sale;
mod return_sale;
mod submit_sale;

pub use allocate_credit::AllocateCredit;
pub(crate) use post_sale::PRICE_OVERRIDE;
pub use post_sale::{Payment, PostSale, SoldLine};
pub use return_sale::{ReturnSale, ReturnedLine};
pub use submit_sale::SubmitSale;

use command::Tx;
use inventory::{COST_OF_SALES, LocationKind, Move, Warehouse};
use kernel::{Error, Id, Result};
use money::Quantity;
use std::sync::Arc;

/// The most lines a sale or return may have; larger work is several commands.
const MAX_LINES: usize = 2_000;
/// The most payments.
const MAX_PAYMENTS: usize = 20;

/// A text that a person typed: of bounded length.
fn bounded(text: &str, most: usize, field: &str) -> Result<()> {
    if text.chars().count() <= most && !text.contains('\0') {
        return Ok(());
    }
    Err(Error::field(field, "too_long", format!("This has at most {most} characters.")))
}

/// Goods between a warehouse and a customer, against cost of sales.
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
