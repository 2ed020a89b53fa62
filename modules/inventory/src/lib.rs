//! Warehouses, stock and its value.
//!
//! Start at `moves.rs`: the few functions through which goods move.

mod approval;
mod commands;
mod effects;
mod errors;
mod moves;
mod queries;
mod reads;
mod records;
mod seed;
mod settings;
mod valuation;

pub use commands::{
    AdjustStock, GOODS_RECEIPT, GoodsMoved, HoldLine, Holds, MAX_LINES, ReceiveGoods, ReleaseStock, ReserveStock,
    TransferStock,
};
pub use effects::StockEffect;
pub use moves::{
    Demand, Move, Moved, UNKNOWN_COST, issue, move_at_value, pool_cost, prefetch_move, receive, require_available,
    return_goods, transfer, warehouse,
};
pub use reads::{StockCard, StockList};
pub use records::{Availability, Hold, HoldState, Layer, Location, LocationKind, Pool, StockFlag, Warehouse};
pub use seed::{COST_OF_SALES, RECEIVED_NOT_BILLED, STOCK, STOCK_GAIN, STOCK_LOSS, add_location, seed};
pub use settings::USUAL_WAREHOUSE;
pub use valuation::StockValuation;

use commands::{ADJUSTMENT, TRANSFER};

use command::{
    AlsoAt, ApprovableEntry, Command, CommandEntry, DataStep, EffectEntry, MenuEntry, Method, Module, Tx, serve_report,
};
use kernel::Result;
use ledger::DocumentSeries;
use resource::Resource;
use store::{Record, migration};

/// The code of the warehouse every company begins with.
pub const MAIN: &str = "main";

impl Resource for Warehouse {
    const ORDER: &'static [&'static str] = &["code", "name"];

    /// A new warehouse gets its storage location. A warehouse stays at its site, because the value of its goods is kept by site.
    fn check(&mut self, before: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        if self.location.is_nil() {
            let id = tx.id();
            tx.insert(Location { id, code: id.to_string(), kind: LocationKind::STORAGE.code.to_owned() })?;
            self.location = id;
        }
        if before.is_some_and(|before| before.site != self.site) {
            return Err(errors::warehouse_site_stays().at("site"));
        }
        if before.is_some_and(|before| before.allows_deficit && !self.allows_deficit)
            && queries::owes_goods(tx, self.id)?
        {
            return Err(errors::owes_goods());
        }
        Ok(())
    }

    fn in_use(&self, _: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(self.code == MAIN)
    }
}

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "inventory",
        about: "Warehouses, the goods in them, and what they are worth.",
        place: 50,
        data_steps: vec![DataStep { module: "inventory", number: 1, run: seed }],
        migrations: vec![migration!("inventory", 1, "stock")],
        tables: vec![
            Location::TABLE,
            Warehouse::TABLE,
            Pool::TABLE,
            Layer::TABLE,
            StockFlag::TABLE,
            Availability::TABLE,
            Hold::TABLE,
        ],
        approvable: vec![
            ApprovableEntry::of::<AdjustStock>(),
            ApprovableEntry::of::<ReceiveGoods>(),
            ApprovableEntry::of::<TransferStock>(),
        ],
        commands: vec![
            CommandEntry::of::<ReceiveGoods>(Method::Post, "/stock/receive/")
                .imported()
                .creates("/journal-entries/", "entry")
                .affects(&ledger::BOOKS)
                .on_selection("products", &[("lines.*.sku", "sku")]),
            CommandEntry::of::<AdjustStock>(Method::Post, "/stock/adjust/")
                .imported()
                .creates("/journal-entries/", "entry")
                .affects(&ledger::BOOKS)
                .on_selection("products", &[("lines.*.sku", "sku")]),
            CommandEntry::of::<TransferStock>(Method::Post, "/stock/transfer/")
                .imported()
                .creates("/journal-entries/", "entry")
                .affects(&ledger::BOOKS)
                .on_selection("products", &[("lines.*.sku", "sku")]),
            CommandEntry::of::<ReserveStock>(Method::Post, "/stock/reserve/"),
            CommandEntry::of::<ReleaseStock>(Method::Post, "/stock/holds/{id}/release/"),
        ],
        also_at: vec![
            AlsoAt::all("/warehouses/", "/inventory/warehouses/"),
            AlsoAt::one(Method::Get, "/stock/", Method::Get, "/inventory/stock/"),
            AlsoAt::one(Method::Get, "/stock/", Method::Get, "/inventory/inventory-items/"),
            AlsoAt::one(Method::Get, "/stock/", Method::Get, "/stock-ledgers/"),
            AlsoAt::one(Method::Post, "/stock/adjust/", Method::Post, "/inventory/adjust/"),
        ],
        document_kinds: [GOODS_RECEIPT, ADJUSTMENT, TRANSFER].map(DocumentSeries::kind).into(),
        permissions: vec![ledger::SEE_VALUE, settings::CHOOSE],
        settings: vec![USUAL_WAREHOUSE.definition()],
        effects: vec![EffectEntry::of::<StockEffect>()],
        menu: vec![
            MenuEntry::resource("Stock", 300, "stock"),
            MenuEntry::command("Stock", 310, ReceiveGoods::NAME),
            MenuEntry::command("Stock", 320, TransferStock::NAME),
            MenuEntry::command("Stock", 330, AdjustStock::NAME),
            MenuEntry::resource("Stock", 350, "warehouses"),
        ],
        checks: queries::checks(),
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    serve_report::<StockList>(&mut module, "/stock/");
    serve_report::<StockCard>(&mut module, "/products/{product}/stock-card/");
    serve_report::<StockValuation>(&mut module, "/reports/stock-valuation/");
    resource::serve::<Warehouse>(&mut module, "warehouses", resource::operation_names!("inventory.warehouse"));
    module
}
