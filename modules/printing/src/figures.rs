//! Numbers as papers show them.

use language::Style;
use money::{Amount, Currency, Decimal, Price, Quantity, Rate};

pub(crate) fn number(style: &Style, number: Decimal) -> String {
    style.number(&number.to_string())
}

pub(crate) fn amount(style: &Style, amount: Amount, currency: Currency) -> String {
    number(style, amount.decimal(currency))
}

pub(crate) fn price(style: &Style, price: Price, currency: Currency) -> String {
    number(style, price.decimal().trimmed(u8::try_from(currency.decimals()).unwrap_or_default()))
}

pub(crate) fn quantity(style: &Style, quantity: Quantity) -> String {
    number(style, quantity.decimal().trimmed(0))
}

/// A rate as a percentage: `0.15` is `15 %`.
pub(crate) fn percent(style: &Style, rate: Rate) -> String {
    format!("{} %", number(style, Decimal::new(i128::from(rate.micros()), 4).trimmed(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::{Digits, Grouping};

    #[test]
    fn numbers_are_written_as_the_company_writes_them() {
        let style = Style::default();
        let taka = Currency::parse("BDT").unwrap();
        let sum = Amount::from_decimal(Decimal::parse("1250000").unwrap(), taka).unwrap();
        assert_eq!(amount(&style, sum, taka), "1,250,000.00");
        let bengali = Style { digits: Digits::Bengali, grouping: Grouping::Lakhs, ..Style::default() };
        assert_eq!(amount(&bengali, sum, taka), "১২,৫০,০০০.০০");
        assert_eq!(price(&style, Price::from_micros(2_505_000), taka), "2.505");
        assert_eq!(quantity(&style, Quantity::from_micros(1_500_000)), "1.5");
        let percents = [150_000, 75_500].map(|micros| percent(&style, Rate::from_micros(micros)));
        assert_eq!(percents, ["15 %", "7.55 %"]);
    }
}
