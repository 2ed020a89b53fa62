//! The rows of the inventory that a new company begins with, and its posting roles.

use crate::records::{Location, LocationKind, Warehouse};
use command::Tx;
use kernel::{Id, Result};
use ledger::AccountKind::{Asset, Expense, Income, Liability};
use ledger::{AccountKind, PostingRole, Usage};

/// The value of goods on hand.
pub const STOCK: PostingRole = PostingRole { code: "stock", meaning: "goods on hand", of_goods: true };
/// The cost of the goods that were sold.
pub const COST_OF_SALES: PostingRole =
    PostingRole { code: "cost_of_sales", meaning: "cost of goods sold", of_goods: true };
/// The value of goods received before the supplier's bill.
pub const RECEIVED_NOT_BILLED: PostingRole =
    PostingRole { code: "received_not_billed", meaning: "goods received, not billed", of_goods: true };
/// The cost of goods lost or written off.
pub const STOCK_LOSS: PostingRole =
    PostingRole { code: "stock_loss", meaning: "stock lost and written off", of_goods: true };
/// The value of goods found in a count.
pub const STOCK_GAIN: PostingRole = PostingRole { code: "stock_gain", meaning: "stock found", of_goods: true };

const CHART: &[(&str, &str, AccountKind, Usage, PostingRole)] = &[
    ("1200", "Stock", Asset, Usage::Stock, STOCK),
    ("2100", "Goods received, not billed", Liability, Usage::ReceivedNotBilled, RECEIVED_NOT_BILLED),
    ("4900", "Stock found", Income, Usage::Plain, STOCK_GAIN),
    ("5000", "Cost of sales", Expense, Usage::Plain, COST_OF_SALES),
    ("5100", "Stock lost and written off", Expense, Usage::Plain, STOCK_LOSS),
];

/// Gives a new company its stock accounts, the virtual locations, a warehouse at its main site, and its roles their
/// permissions over stock.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for (code, name, kind, usage, role) in CHART {
        ledger::add_account(tx, code, name, *kind, *usage, Some(*role))?;
    }
    for kind in [LocationKind::SUPPLIER, LocationKind::CUSTOMER, LocationKind::LOSS, LocationKind::OPENING] {
        add_location(tx, kind)?;
    }
    let (id, site, location) = (tx.id(), ledger::main_site(tx)?, Id::NIL);
    let (code, name) = (crate::MAIN.to_owned(), "Main warehouse".to_owned());
    resource::insert(tx, Warehouse { id, site, code, name, location, allows_deficit: false, is_active: true })?;
    identity::grant(tx, identity::MANAGER, &["inventory.*"])?;
    identity::grant(tx, identity::CLERK, &["inventory.stock.receive", "inventory.stock.transfer"])?;
    for role in [identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["inventory.stock.view", "inventory.warehouse.view"])?;
    }
    Ok(())
}

/// Adds the virtual location of `kind`, which goods that leave or enter the warehouses go to or come from.
pub fn add_location(tx: &mut Tx<'_, '_>, kind: LocationKind) -> Result<()> {
    let (id, code) = (tx.id(), kind.code.to_owned());
    tx.insert(Location { id, code: code.clone(), kind: code })
}
