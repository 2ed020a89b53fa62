//! Exact types for money, prices, quantities and rates, and the one rounding rule for them.
//!
//! Everything is an integer: an [`Amount`] counts minor units of a currency known from context, a [`Price`], a
//! [`Quantity`] and a [`Rate`] count millionths. Products go through `i128` and are rounded once by [`round_div`], half
//! away from zero. No function uses floating point and none panics: a value that does not fit is a [`MoneyError`].
//! [`Decimal`] is the form of these numbers in JSON.

mod amount;
mod arithmetic;
mod checked;
mod currency;
mod decimal;
mod error;
mod scaled;
mod total;

pub use amount::Amount;
pub use arithmetic::{cumulative_share, extend, pro_rata, round_div, share, tax_exclusive, tax_inclusive, unit_price};
pub use currency::Currency;
pub use decimal::Decimal;
pub use error::MoneyError;
pub use scaled::{Price, Quantity, Rate};
pub use total::Total;
