//! Exact arithmetic with decimals.

use money::{Decimal, MoneyError, round_div};

/// The most decimals that a number keeps.
const MOST_DECIMALS: u8 = 18;
/// The decimals of a quotient.
pub(crate) const PLACES: u8 = 12;
/// The first magnitude with more than 38 digits.
const LIMIT: u128 = 10_u128.pow(38);

/// The number `mantissa × 10^-scale` as it is kept: without zeros at its end and with at most [`MOST_DECIMALS`].
fn kept(mantissa: i128, scale: u8) -> Result<Decimal, MoneyError> {
    let number = rounded(Decimal::new(mantissa, scale).trimmed(0), MOST_DECIMALS)?;
    if number.mantissa().unsigned_abs() < LIMIT { Ok(number) } else { Err(MoneyError::overflow()) }
}

/// `number` with at most so many decimals, half away from zero.
///
/// # Errors
///
/// It is too large.
pub fn rounded(number: Decimal, places: u8) -> Result<Decimal, MoneyError> {
    let Some(more) = number.scale().checked_sub(places).filter(|more| *more > 0) else { return Ok(number) };
    // A power of ten beyond any i128 is more than twice every mantissa.
    let mantissa = match 10_i128.checked_pow(more.into()) {
        Some(unit) => round_div(number.mantissa(), unit)?,
        None => 0,
    };
    Ok(Decimal::new(mantissa, places).trimmed(0))
}

pub(crate) fn plus(a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
    let sum = a.trimmed(0).plus(b.trimmed(0))?;
    kept(sum.mantissa(), sum.scale())
}

pub(crate) fn negated(a: Decimal) -> Result<Decimal, MoneyError> {
    Ok(Decimal::new(a.mantissa().checked_neg().ok_or_else(MoneyError::overflow)?, a.scale()))
}

pub(crate) fn abs(a: Decimal) -> Result<Decimal, MoneyError> {
    if a.mantissa() < 0 { negated(a) } else { Ok(a) }
}

pub(crate) fn times(a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
    let (a, b) = (a.trimmed(0), b.trimmed(0));
    let product = a.mantissa().checked_mul(b.mantissa()).ok_or_else(MoneyError::overflow)?;
    kept(product, a.scale().checked_add(b.scale()).ok_or_else(MoneyError::overflow)?)
}

/// `a / b` with [`PLACES`] decimals.
pub(crate) fn over(a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
    let (a, b) = (a.trimmed(0), b.trimmed(0));
    // a / b × 10^PLACES = (a's digits × 10^(PLACES + b's scale)) / (b's digits × 10^(a's scale))
    let up = i32::from(PLACES) + i32::from(b.scale()) - i32::from(a.scale());
    let power = 10_i128.checked_pow(up.unsigned_abs()).ok_or_else(MoneyError::overflow)?;
    let (numerator, denominator) = if up >= 0 { (power, 1) } else { (1, power) };
    let numerator = a.mantissa().checked_mul(numerator).ok_or_else(MoneyError::overflow)?;
    let denominator = b.mantissa().checked_mul(denominator).ok_or_else(MoneyError::overflow)?;
    kept(round_div(numerator, denominator)?, PLACES)
}

/// The whole number that it is.
pub(crate) fn whole(number: Decimal) -> Option<i64> {
    let number = number.trimmed(0);
    if number.scale() == 0 { i64::try_from(number.mantissa()).ok() } else { None }
}
