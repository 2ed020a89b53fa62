//! Money, quantities and the one way of rounding them.
//!
//! Everything is an integer: an [`Amount`] counts minor units of a currency known from context, a [`Price`], a
//! [`Quantity`] and a [`Rate`] count millionths. Products go through `i128` and are rounded once by [`round_div`], half
//! away from zero. Nothing here uses a float, and nothing panics: what does not fit is a [`MoneyError`].
//! [`Decimal`] is how such numbers are written in JSON.

mod amount;
mod arithmetic;
mod currency;
mod decimal;
mod error;
mod scaled;

pub use amount::Amount;
pub use arithmetic::{
    allocate, convert, cumulative_share, extend, round_div, share, tax_exclusive, tax_inclusive, unit_price,
};
pub use currency::Currency;
pub use decimal::Decimal;
pub use error::MoneyError;
pub use scaled::{Price, Quantity, Rate};
