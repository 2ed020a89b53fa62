//! Numbers as papers show them.

use money::{Amount, Currency, Decimal, Price, Quantity, Rate};

/// A number with its thousands apart.
pub(crate) fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut shown = sign.to_owned();
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    if let Some(fraction) = fraction {
        shown.push('.');
        shown.push_str(fraction);
    }
    shown
}

pub(crate) fn amount(amount: Amount, currency: Currency) -> String {
    grouped(amount.decimal(currency))
}

pub(crate) fn price(price: Price, currency: Currency) -> String {
    grouped(price.decimal().trimmed(u8::try_from(currency.decimals()).unwrap_or_default()))
}

pub(crate) fn quantity(quantity: Quantity) -> String {
    grouped(quantity.decimal().trimmed(0))
}

/// A rate as a percentage: `0.15` is `15 %`.
pub(crate) fn percent(rate: Rate) -> String {
    format!("{} %", Decimal::new(i128::from(rate.micros()), 4).trimmed(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let shown = |text: &str| grouped(Decimal::parse(text).unwrap());
        assert_eq!(
            ["0", "0.50", "999.99", "1000", "-1234567.125", "-12.00"].map(shown),
            ["0", "0.50", "999.99", "1,000", "-1,234,567.125", "-12.00"]
        );
        let taka = Currency::parse("BDT").unwrap();
        assert_eq!(amount(Amount::from_decimal(Decimal::parse("12500").unwrap(), taka).unwrap(), taka), "12,500.00");
        assert_eq!(price(Price::from_micros(2_505_000), taka), "2.505");
        assert_eq!(quantity(Quantity::from_micros(1_500_000)), "1.5");
        assert_eq!([percent(Rate::from_micros(150_000)), percent(Rate::from_micros(75_500))], ["15 %", "7.55 %"]);
    }

    proptest::proptest! {
        #[test]
        fn without_its_commas_a_number_is_itself(mantissa in proptest::num::i64::ANY, scale in 0_u8..7) {
            let number = Decimal::new(i128::from(mantissa), scale);
            proptest::prop_assert_eq!(grouped(number).replace(',', ""), number.to_string());
        }
    }
}
