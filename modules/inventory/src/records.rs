//! Where goods are, how many, and what they are worth.

use catalog::Product;
use kernel::{Id, Result};
use ledger::{Account, Site};
use money::{Amount, Price, Quantity};
use store::{Record, choices};

choices! {
    /// What a location stands for.
    pub enum LocationKind {
        /// A real place.
        Storage = "storage",
        /// Where goods come from that are bought.
        Supplier = "supplier",
        /// Where goods go that are sold or given away.
        Customer = "customer",
        /// Where goods go that are lost, and come from that are found.
        Loss = "loss",
        /// Where the goods came from that were there before the books began.
        Opening = "opening",
    }
}

/// Where goods can be. Virtual ones make every entry's quantities sum to zero.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "location", unique(code))]
pub struct Location {
    /// Its id.
    pub id: Id<Location>,
    /// What it is known by.
    pub code: String,
    /// What it stands for.
    pub kind: LocationKind,
}

/// A place that keeps goods, part of a site.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "warehouse", unique(code), row_counted, audited)]
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
#[record(table = "pool", unique(product, site), unstamped)]
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
#[record(table = "layer", key(entry, n), scan(pool), unstamped)]
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
