//! Where goods are, how many, and what they are worth.

use catalog::Product;
use kernel::{Id, Result};
use ledger::{Account, Site};
use money::{Amount, Price, Quantity};
use store::{Record, choices};

/// What a location stands for. Storage is a real place; every other kind is one virtual location, the other side of the
/// moves into and out of storage. A module above declares further kinds and adds their locations with
/// [`crate::add_location`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocationKind {
    /// The stored code, also the code of a virtual location.
    pub code: &'static str,
    /// What it stands for, in words.
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

/// Where goods can be. Virtual ones make every entry's quantities sum to zero.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "location", unique(code))]
#[non_exhaustive]
pub struct Location {
    /// Its id.
    pub id: Id<Location>,
    /// What it is known by.
    pub code: String,
    /// The code of its [`LocationKind`].
    pub kind: String,
}

/// A place that keeps goods, part of a site.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "warehouse", unique(code), row_counted)]
#[non_exhaustive]
pub struct Warehouse {
    /// Its id.
    #[field(read_only)]
    pub id: Id<Warehouse>,
    /// The site it belongs to.
    #[field(references = Site)]
    pub site: Id<Site>,
    /// What it is known by.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// Where its goods lie.
    #[field(read_only)]
    pub location: Id<Location>,
    /// Whether more may leave than is there.
    #[field(default = "false")]
    pub allows_deficit: bool,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

/// What a product is worth at a site. The value has the quantity's sign; no quantity, no value.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "pool", unique(product, site))]
#[non_exhaustive]
pub struct Pool {
    /// Its id.
    pub id: Id<Pool>,
    /// The product.
    pub product: Id<Product>,
    /// The site whose warehouses share the value.
    pub site: Id<Site>,
    /// How many there are, the deficit included.
    pub quantity: Quantity,
    /// What they are worth.
    pub value: Amount,
    /// The last average: the provisional cost of a deficit.
    pub last_cost: Price,
}

/// An issue beyond what was there, waiting for the receipt that fills it. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "layer", key(entry, n), scan(pool))]
#[non_exhaustive]
pub struct Layer {
    /// The issue line.
    pub entry: i64,
    /// The issue line.
    pub n: i64,
    /// Its pool.
    pub pool: Id<Pool>,
    /// The account that took the provisional cost.
    pub counter_account: Id<Account>,
    /// What is still to be filled, positive.
    pub quantity_left: Quantity,
    /// The provisional cost of it, positive.
    pub value_left: Amount,
}

/// How many of a product are at a location. A cache of the lines.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "stock", key(product, location), counters)]
#[non_exhaustive]
pub struct Stock {
    /// The product.
    pub product: Id<Product>,
    /// The location.
    pub location: Id<Location>,
    /// How many.
    #[field(counter)]
    pub on_hand: Quantity,
}

/// How many of a product a warehouse has and has promised. A cache of the lines and holds.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "availability", key(product, warehouse), counters)]
#[non_exhaustive]
pub struct Availability {
    /// The product.
    pub product: Id<Product>,
    /// The warehouse.
    pub warehouse: Id<Warehouse>,
    /// How many are there.
    #[field(counter)]
    pub on_hand: Quantity,
    /// How many of them are promised.
    #[field(counter)]
    pub reserved: Quantity,
}

impl Availability {
    /// What may still be sold: on hand less reserved.
    pub fn available(&self) -> Result<Quantity> {
        Ok(self.on_hand.minus(self.reserved)?)
    }
}

choices! {
    /// The life of a hold.
    pub enum HoldState {
        /// Goods are promised.
        Pending = "pending",
        /// They were sold.
        Posted = "posted",
        /// They were given free again.
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
    /// Where.
    pub warehouse: Id<Warehouse>,
    /// What.
    pub product: Id<Product>,
    /// How many.
    pub quantity: Quantity,
    /// For what, in words.
    pub reference: String,
    /// Where it stands.
    pub state: HoldState,
}
