//! Warehouses, stock and what it is worth.
//!
//! Start at [`moves`](crate::issue): the few functions through which goods move.

mod moves;
mod records;

pub use moves::{
    Move, Moved, issue, pool_cost, receive, require_available, shortages, take_back, want_move, want_warehouse,
    warehouse,
};
pub use records::{Availability, Hold, HoldState, Layer, Location, LocationKind, Pool, Stock, Warehouse};

/// The code of the warehouse every company begins with.
pub const MAIN: &str = "main";
