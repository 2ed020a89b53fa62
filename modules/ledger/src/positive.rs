//! Amounts and quantities that must be greater than zero.

use crate::errors;
use kernel::Result;
use money::{Amount, Currency, Decimal, Quantity};

/// The amount of `given` in `currency`.
///
/// # Errors
///
/// 422 `not_positive`, `too_many_decimals`, `overflow`; the caller names the field.
pub fn positive_amount(given: Decimal, currency: Currency) -> Result<Amount> {
    let amount = Amount::from_decimal(given, currency)?;
    if amount.is_positive() { Ok(amount) } else { Err(errors::amount_not_positive()) }
}

/// The quantity itself.
///
/// # Errors
///
/// 422 `not_positive`; the caller names the field.
pub fn positive_quantity(quantity: Quantity) -> Result<Quantity> {
    if quantity.is_positive() { Ok(quantity) } else { Err(errors::quantity_not_positive()) }
}
