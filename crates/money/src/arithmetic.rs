use crate::error::narrow;
use crate::{Amount, Currency, MoneyError, Price, Quantity, Rate};

const MICRO: i128 = 1_000_000;

/// `numerator / denominator`, rounded half away from zero. All rounding of money and quantities goes through this function.
///
/// # Errors
///
/// `division_by_zero`; `overflow` for `i128::MIN / -1`.
pub fn round_div(numerator: i128, denominator: i128) -> Result<i128, MoneyError> {
    if denominator == 0 {
        return Err(MoneyError::new("division_by_zero", "cannot divide by zero", []));
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
/// `overflow` beyond [`Amount::most`], which names both.
pub fn extend(price: Price, quantity: Quantity, currency: Currency) -> Result<Amount, MoneyError> {
    let product = i128::from(price.micros()) * i128::from(quantity.micros());
    let value = amount(product, millionths_squared_per_minor(currency)).and_then(|value| value.within_limit(currency));
    value.map_err(|_| {
        let most = Amount::most(currency).decimal(currency);
        let text = "{quantity} × {price} is too large: an amount is at most {most}";
        MoneyError::new("overflow", text, [("quantity", &quantity), ("price", &price), ("most", &most)])
    })
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

/// The value of a part of an amount: `value × part / whole`, rounded; exactly `value` when the part is the whole.
///
/// # Errors
///
/// `division_by_zero` when the whole is 0; `overflow`.
pub fn pro_rata(value: Amount, part: Amount, whole: Amount) -> Result<Amount, MoneyError> {
    amount(i128::from(value.minor()) * i128::from(part.minor()), i128::from(whole.minor()))
}

/// The value of the next part when a whole is divided step by step: `value × (done + part) / whole`, rounded, less
/// `already`.
///
/// `done` is the quantity of the earlier parts and `already` their value. When the parts add up to the whole, their
/// values add up to exactly `value`.
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

/// The price of one unit: value / quantity, rounded to a millionth of the major unit.
///
/// # Errors
///
/// `division_by_zero` when the quantity is 0; `overflow`.
pub fn unit_price(value: Amount, quantity: Quantity, currency: Currency) -> Result<Price, MoneyError> {
    let value = i128::from(value.minor()) * millionths_squared_per_minor(currency);
    narrow(round_div(value, i128::from(quantity.micros()))?).map(Price::from_micros)
}

/// A quotient rounded to minor units.
fn amount(numerator: i128, denominator: i128) -> Result<Amount, MoneyError> {
    narrow(round_div(numerator, denominator)?).map(Amount::new)
}

/// One minor unit of the currency, expressed in the unit of `Price::micros() * Quantity::micros()`.
const fn millionths_squared_per_minor(currency: Currency) -> i128 {
    MICRO * MICRO / 10_i128.pow(currency.decimals())
}
