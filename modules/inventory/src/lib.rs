//! Warehouses, stock and what it is worth.
//!
//! Start at `moves.rs`: the few functions through which goods move.

mod commands;
mod moves;
mod queries;
mod reads;
mod records;

pub use commands::{
    AdjustStock, GoodsMoved, HoldLine, Holds, MAX_LINES, ReceiveGoods, ReleaseStock, ReserveStock, TransferStock,
};
pub use moves::{
    Move, Moved, issue, pool_cost, prefetch_move, receive, require_available, return_goods, shortages, transfer,
    warehouse,
};
pub use reads::{SEE_VALUE, StockCard, StockList};
pub use records::{Availability, Hold, HoldState, Layer, Location, LocationKind, Pool, Stock, Warehouse};

use command::{CommandEntry, Method, Module, QueryEntry, Tx};
use kernel::{Error, Id, Result};
use resource::Resource;
use store::{Migration, Read};

/// The code of the warehouse every company begins with.
pub const MAIN: &str = "main";

/// What a new company begins with: the virtual locations and one warehouse at its main site.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for kind in [LocationKind::Supplier, LocationKind::Customer, LocationKind::Loss, LocationKind::Opening] {
        let id = tx.id();
        tx.insert(Location { id, code: kind.as_str().to_owned(), kind })?;
    }
    let site = tx.find(ledger::Site::BY_CODE, ledger::MAIN)?;
    let site = site.ok_or_else(|| Error::internal("the main site is missing"))?.id;
    let (id, location) = (tx.id(), Id::NIL);
    let (code, name) = (MAIN.to_owned(), "Main warehouse".to_owned());
    resource::insert(tx, Warehouse { id, site, code, name, location, allows_deficit: false, is_active: true })?;
    Ok(())
}

impl Resource for Warehouse {
    const ORDER: &'static [&'static str] = &["code", "name"];

    /// A warehouse has its place to store from the start, and stays at its site: its goods are worth what they are there.
    fn check(&mut self, before: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        if self.location.is_nil() {
            let id = tx.id();
            tx.insert(Location { id, code: id.to_string(), kind: LocationKind::Storage })?;
            self.location = id;
        }
        if before.is_some_and(|before| before.site != self.site) {
            return Err(Error::field(
                "site",
                "read_only",
                "A warehouse stays at its site; transfer its goods to another.",
            ));
        }
        Ok(())
    }

    fn in_use(&self, tx: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(self.code == MAIN || queries::has_moved(tx, self.location)?)
    }
}

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "inventory",
        migrations: vec![Migration {
            module: "inventory",
            number: 1,
            sql: include_str!("../migrations/0001_stock.sql"),
        }],
        commands: vec![
            CommandEntry::of::<ReceiveGoods>(Method::Post, "/stock/receive/"),
            CommandEntry::of::<AdjustStock>(Method::Post, "/stock/adjust/"),
            CommandEntry::of::<TransferStock>(Method::Post, "/stock/transfer/"),
            CommandEntry::of::<ReserveStock>(Method::Post, "/stock/reserve/"),
            CommandEntry::of::<ReleaseStock>(Method::Post, "/stock/holds/{id}/release/"),
        ],
        queries: vec![
            QueryEntry::of::<StockList>("/stock/"),
            QueryEntry::of::<StockCard>("/products/{product}/stock-card/").report(),
        ],
        permissions: vec![SEE_VALUE],
        checks: queries::checks(),
        ..Module::default()
    };
    resource::serve::<Warehouse>(&mut module, "warehouses", resource::operation_names!("inventory.warehouse"));
    module
}
