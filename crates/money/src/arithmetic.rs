use std::cmp::Reverse;

use crate::error::narrow;
use crate::{Amount, Currency, MoneyError, Price, Quantity, Rate};

const MICRO: i128 = 1_000_000;

/// `numerator / denominator`, rounded half away from zero: the only rounding there is.
///
/// # Errors
///
/// `division_by_zero`; `overflow` for `i128::MIN / -1`.
pub fn round_div(numerator: i128, denominator: i128) -> Result<i128, MoneyError> {
    if denominator == 0 {
        return Err(MoneyError::new("division_by_zero", "cannot divide by zero"));
    }
    let divisor = denominator.unsigned_abs();
    let mut quotient = numerator.unsigned_abs() / divisor;
    let rest = numerator.unsigned_abs() % divisor;
    if rest >= divisor - rest {
        quotient += 1;
    }
    let rounded = if (numerator < 0) == (denominator < 0) {
        i128::try_from(quotient).ok()
    } else {
        0_i128.checked_sub_unsigned(quotient)
    };
    rounded.ok_or_else(MoneyError::overflow)
}

/// The value of a line: price × quantity, rounded once to the currency's minor unit.
///
/// # Errors
///
/// `overflow`.
pub fn extend(price: Price, quantity: Quantity, currency: Currency) -> Result<Amount, MoneyError> {
    let product = i128::from(price.micros()) * i128::from(quantity.micros());
    amount(product, millionths_squared_per_minor(currency))
}

/// The value of a part of something: `value × part / whole`, rounded; exactly `value` when the part is the whole.
///
/// # Errors
///
/// `division_by_zero` when the whole is 0; `overflow`.
pub fn share(value: Amount, part: Quantity, whole: Quantity) -> Result<Amount, MoneyError> {
    let product = i128::from(value.minor()) * i128::from(part.micros());
    amount(product, i128::from(whole.micros()))
}

/// The value of the next part, given what earlier parts had: `value × (done + part) / whole`, rounded, less `already`.
///
/// `done` is the quantity of the earlier parts and `already` their value. Whatever the parts, once they make up the
/// whole their values sum to `value`.
///
/// # Errors
///
/// `division_by_zero` when the whole is 0; `overflow`.
pub fn cumulative_share(
    value: Amount,
    done: Quantity,
    part: Quantity,
    whole: Quantity,
    already: Amount,
) -> Result<Amount, MoneyError> {
    let reached = i128::from(done.micros()) + i128::from(part.micros());
    let product = i128::from(value.minor()).checked_mul(reached).ok_or_else(MoneyError::overflow)?;
    let due = round_div(product, i128::from(whole.micros()))?;
    let next = due.checked_sub(i128::from(already.minor()));
    narrow(next.ok_or_else(MoneyError::overflow)?).map(Amount::new)
}

/// Splits a total by weights so that the parts sum to it exactly.
///
/// Every part is its exact share rounded towards zero; the minor units left over go one each to the parts that lost
/// most, the earlier one first. When all weights are 0 they count as equal. A negative total is split as the mirror
/// image of the positive one.
///
/// # Errors
///
/// `negative_weight`; `nothing_to_allocate_to` when there are no weights and the total is not 0.
pub fn allocate(total: Amount, weights: &[i64]) -> Result<Vec<Amount>, MoneyError> {
    if weights.is_empty() && !total.is_zero() {
        let detail = "there is nothing to allocate the amount to";
        return Err(MoneyError::new("nothing_to_allocate_to", detail));
    }
    if weights.iter().any(|weight| *weight < 0) {
        return Err(MoneyError::new("negative_weight", "a weight is below 0"));
    }
    let equal = weights.iter().all(|weight| *weight == 0);
    let weights = weights.iter().map(|weight| if equal { 1 } else { i128::from(*weight) });
    let whole: i128 = weights.clone().sum();
    let magnitude = i128::from(total.minor()).abs();

    let mut parts = Vec::with_capacity(weights.len());
    let mut losses = Vec::with_capacity(weights.len());
    let mut left = magnitude;
    for (index, weight) in weights.enumerate() {
        let part = magnitude * weight / whole;
        parts.push(part);
        losses.push((Reverse(magnitude * weight % whole), index));
        left -= part;
    }
    losses.sort_unstable();
    for (_, index) in losses {
        if left == 0 {
            break;
        }
        parts[index] += 1;
        left -= 1;
    }
    let sign = if total.is_negative() { -1 } else { 1 };
    let signed = parts.into_iter().map(|part| narrow(sign * part));
    signed.map(|part| part.map(Amount::new)).collect()
}

/// The tax on top of a net amount: net × rate, rounded.
///
/// # Errors
///
/// `overflow`.
pub fn tax_exclusive(net: Amount, rate: Rate) -> Result<Amount, MoneyError> {
    amount(i128::from(net.minor()) * i128::from(rate.micros()), MICRO)
}

/// The net amount and the tax inside a gross amount, in this order; they sum to it exactly.
///
/// The tax is gross × rate / (1 + rate), rounded.
///
/// # Errors
///
/// `division_by_zero` when the rate is -1; `overflow`.
pub fn tax_inclusive(gross: Amount, rate: Rate) -> Result<(Amount, Amount), MoneyError> {
    let rate = i128::from(rate.micros());
    let tax = amount(i128::from(gross.minor()) * rate, MICRO + rate)?;
    Ok((gross.minus(tax)?, tax))
}

/// The price of one unit, to show: value / quantity, rounded to a millionth of the major unit.
///
/// # Errors
///
/// `division_by_zero` when the quantity is 0; `overflow`.
pub fn unit_price(value: Amount, quantity: Quantity, currency: Currency) -> Result<Price, MoneyError> {
    let value = i128::from(value.minor()) * millionths_squared_per_minor(currency);
    narrow(round_div(value, i128::from(quantity.micros()))?).map(Price::from_micros)
}

/// The amount in another currency, rounded once; the rate is how many units of `to` one unit of `from` is worth.
///
/// # Errors
///
/// `rate_not_positive` when the rate is 0 or below; `overflow`.
pub fn convert(amount: Amount, from: Currency, to: Currency, rate: Rate) -> Result<Amount, MoneyError> {
    if rate.micros() <= 0 {
        let detail = "an exchange rate must be above 0";
        return Err(MoneyError::new("rate_not_positive", detail));
    }
    let product = i128::from(amount.minor()) * i128::from(rate.micros());
    let numerator = product.checked_mul(10_i128.pow(to.decimals())).ok_or_else(MoneyError::overflow)?;
    self::amount(numerator, MICRO * 10_i128.pow(from.decimals()))
}

/// A quotient rounded to minor units.
fn amount(numerator: i128, denominator: i128) -> Result<Amount, MoneyError> {
    narrow(round_div(numerator, denominator)?).map(Amount::new)
}

/// What one minor unit is as the product of a price and a quantity, both in millionths.
const fn millionths_squared_per_minor(currency: Currency) -> i128 {
    MICRO * MICRO / 10_i128.pow(currency.decimals())
}
