//! The tables of the inventory: locations, warehouses, quantities, values, reservations.

use crate::commands::ReleaseStock;
use catalog::Product;
use command::Command;
use kernel::{Date, Id, Result};
use ledger::{Account, Site};
use money::{Amount, Price, Quantity};
use resource::States;
use store::{Record, choices};

/// What a location stands for. Storage is a real place; every other kind is one virtual location, the other side of the
/// moves into and out of storage. A module above declares further kinds and adds their locations with
/// [`crate::add_location`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocationKind {
    /// The stored code, also the code of a virtual location.
    pub code: &'static str,
    /// Its meaning in words, for messages.
    pub meaning: &'static str,
}

impl LocationKind {
    /// A place that keeps goods.
    pub const STORAGE: LocationKind = LocationKind { code: "storage", meaning: "a place that keeps goods" };
    /// The suppliers: goods come from here when they are bought.
    pub const SUPPLIER: LocationKind = LocationKind { code: "supplier", meaning: "the suppliers" };
    /// The customers: goods go here when they are sold or given away.
    pub const CUSTOMER: LocationKind = LocationKind { code: "customer", meaning: "the customers" };
    /// Goods go here when they are lost or written off and come from here when they are found.
    pub const LOSS: LocationKind = LocationKind { code: "loss", meaning: "lost and found goods" };
    /// Opening stock comes from here.
    pub const OPENING: LocationKind = LocationKind { code: "opening", meaning: "the stock before the books began" };
}

/// A place of goods, real or virtual. The virtual ones make the quantities of every entry sum to zero.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "location", unique(code))]
#[non_exhaustive]
pub struct Location {
    /// Its id.
    pub id: Id<Location>,
    /// Its code.
    pub code: String,
    /// The code of its [`LocationKind`].
    pub kind: String,
}

/// A store of goods at a site.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "warehouse", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct Warehouse {
    /// Its id.
    #[field(read_only)]
    pub id: Id<Warehouse>,
    /// The site it belongs to.
    #[field(references = Site)]
    pub site: Id<Site>,
    /// Its code.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// The storage location of its goods.
    #[field(read_only, references_table = "location")]
    pub location: Id<Location>,
    /// Whether more may leave than is in stock.
    #[field(default = "false")]
    pub allows_deficit: bool,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

/// The quantity and value of a product at a site. The value has the sign of the quantity and is zero with it.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "pool", unique(product, site), scan(product), unstamped, company_currency)]
#[non_exhaustive]
pub struct Pool {
    /// Its id.
    pub id: Id<Pool>,
    /// The product.
    #[field(references_table = "product")]
    pub product: Id<Product>,
    /// The site whose warehouses share the value.
    #[field(references_table = "site")]
    pub site: Id<Site>,
    /// The quantity in stock; negative is a deficit.
    pub quantity: Quantity,
    /// The value of the quantity, in the company's currency.
    pub value: Amount,
    /// The last average cost of one unit: the provisional cost of a deficit. None where no goods came at a known cost.
    pub last_cost: Option<Price>,
    /// The latest business date of its movements: what is dated earlier has to be checked day by day.
    pub latest: Date,
}

/// A stock line of the journal that breaks a rule it may break. Lines that break none have no row.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "stock_flag", key(entry, n), append_only, hash_chained)]
#[non_exhaustive]
pub struct StockFlag {
    /// The entry of the line.
    #[field(references_table = "entry")]
    pub entry: i64,
    /// The number of the line in its entry.
    pub n: i64,
    /// Whether the goods left although they may have been missing on that day or later: the warehouse allows a deficit, or the
    /// document had already happened.
    pub beyond_stock: bool,
    /// Whether the value is 0 because no cost is known.
    pub cost_unknown: bool,
}

/// The part of an issue that exceeded the stock, until a receipt covers it. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "layer", key(entry, n), scan(pool), unstamped, company_currency)]
#[non_exhaustive]
pub struct Layer {
    /// The entry and number of the issue line.
    #[field(references_table = "entry")]
    pub entry: i64,
    /// The entry and number of the issue line.
    pub n: i64,
    /// Its pool.
    #[field(references_table = "pool")]
    pub pool: Id<Pool>,
    /// The account that took the provisional cost.
    #[field(references_table = "account")]
    pub counter_account: Id<Account>,
    /// The business date of the issue.
    pub day: Date,
    /// The quantity not yet covered, positive.
    pub quantity_left: Quantity,
    /// The provisional cost of it, positive.
    pub value_left: Amount,
}

/// The quantity of a product in a warehouse and the reserved part of it. A cache of lines and holds.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "availability", key(product, warehouse), counters)]
#[non_exhaustive]
pub struct Availability {
    /// The product.
    #[field(references_table = "product")]
    pub product: Id<Product>,
    /// The warehouse.
    #[field(references_table = "warehouse")]
    pub warehouse: Id<Warehouse>,
    /// The quantity in stock.
    #[field(counter)]
    pub on_hand: Quantity,
    /// The reserved quantity.
    #[field(counter)]
    pub reserved: Quantity,
}

impl Availability {
    /// The quantity that may still be sold: on hand less reserved.
    pub fn available(&self) -> Result<Quantity> {
        Ok(self.on_hand.minus(self.reserved)?)
    }
}

choices! {
    /// The states of a reservation.
    pub enum HoldState {
        /// The goods are reserved.
        Pending = "pending",
        /// The goods were sold.
        Posted = "posted",
        /// The reservation was released.
        Voided = "voided",
    }
}

/// A reservation of goods.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "hold")]
#[non_exhaustive]
pub struct Hold {
    /// Its id.
    pub id: Id<Hold>,
    /// The warehouse.
    #[field(references_table = "warehouse")]
    pub warehouse: Id<Warehouse>,
    /// The product.
    #[field(references_table = "product")]
    pub product: Id<Product>,
    /// The quantity.
    pub quantity: Quantity,
    /// The purpose in words.
    pub reference: String,
    /// Pending, posted or voided.
    pub state: HoldState,
}

impl States for Hold {
    type State = HoldState;
    const TRANSITIONS: &'static [(HoldState, HoldState, &'static str)] =
        &[(HoldState::Pending, HoldState::Voided, ReleaseStock::NAME)];

    fn state(&mut self) -> &mut HoldState {
        &mut self.state
    }
}
