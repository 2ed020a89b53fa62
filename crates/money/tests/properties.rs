//! Properties that hold for all inputs, the extreme values included.

use money::{
    Amount, Currency, Decimal, Price, Quantity, Rate, cumulative_share, extend, round_div, share, tax_exclusive,
    tax_inclusive, unit_price,
};
use proptest::prelude::*;

/// Any integer; extreme values are generated often.
fn extreme() -> impl Strategy<Value = i64> {
    prop_oneof![Just(i64::MIN), Just(i64::MIN + 1), Just(i64::MAX), Just(-1_000_000), -3_i64..=3, any::<i64>(),]
}

fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![Just("JPY"), Just("GBP"), Just("KWD")].prop_map(|code| Currency::parse(code).expect(code))
}

fn numeral() -> impl Strategy<Value = String> {
    "[-+]?[0-9]{0,22}(\\.[0-9]{0,19})?([eE][-+]?[0-9]{0,3})?"
}

proptest! {
    #[test]
    fn round_div_rounds_to_nearest_and_ties_away_from_zero(
        n in prop_oneof![-50_i128..=50, any::<i64>().prop_map(i128::from)],
        d in prop_oneof![-10_i128..=10, any::<i64>().prop_map(i128::from)],
    ) {
        prop_assume!(d != 0);
        let q = round_div(n, d).expect("fits");
        let twice_off = 2 * (n - q * d).abs();
        prop_assert!(twice_off <= d.abs());
        if twice_off == d.abs() {
            prop_assert!((q * d).abs() > n.abs());
        }
        prop_assert_eq!(round_div(-n, d), Ok(-q));
        prop_assert_eq!(round_div(n, -d), Ok(-q));
    }

    #[test]
    fn round_div_fails_only_for_zero_divisor_or_overflow(n in any::<i128>(), d in any::<i128>()) {
        prop_assert_eq!(round_div(n, d).is_ok(), d != 0 && (n, d) != (i128::MIN, -1));
    }

    #[test]
    fn printed_decimal_parses_to_same_value(m in -(10_i128.pow(38) - 1)..10_i128.pow(38), s in 0_u8..=18) {
        let decimal = Decimal::new(m, s);
        let read = Decimal::parse(&decimal.to_string()).expect("reads back");
        prop_assert_eq!((read.mantissa(), read.scale()), (m, s));
        let json = serde_json::to_string(&decimal).expect("prints");
        prop_assert_eq!(serde_json::from_str::<Decimal>(&json).expect("reads"), decimal);
        let number: Decimal = serde_json::from_str(json.trim_matches('"')).expect("a number");
        prop_assert_eq!(number.to_string(), decimal.to_string());
        let value: serde_json::Value = serde_json::from_str(json.trim_matches('"')).expect("a value");
        let number: Decimal = serde_json::from_value(value).expect("a number");
        prop_assert_eq!(number.to_string(), decimal.to_string());
    }

    #[test]
    fn parsing_never_panics(text in any::<String>(), numeral in numeral()) {
        for text in [text, numeral] {
            if let Ok(decimal) = Decimal::parse(&text) {
                prop_assert_eq!(Decimal::parse(&decimal.to_string()), Ok(decimal));
            }
            prop_assert!(Currency::parse(&text).is_err());
        }
    }

    #[test]
    fn decimal_order_equals_order_at_common_scale(
        a in -5000_i128..5000, s in 0_u8..4, b in -5000_i128..5000, t in 0_u8..4,
    ) {
        let common = |m: i128, scale: u8| m * 10_i128.pow(u32::from(4 - scale));
        prop_assert_eq!(Decimal::new(a, s).cmp(&Decimal::new(b, t)), common(a, s).cmp(&common(b, t)));
    }

    #[test]
    fn value_within_its_limit_survives_decimal_round_trip(n in extreme(), currency in currency()) {
        let amount = Amount::new(n);
        prop_assert_eq!(Amount::from_decimal(amount.decimal(currency), currency), amount.within_limit(currency));
        let read = |text: String| Decimal::parse(&text).expect("a decimal");
        let quantity = Quantity::from_decimal(read(Quantity::from_micros(n).to_string())).ok();
        let within = n.unsigned_abs() <= 1_000_000_000_000_000;
        prop_assert_eq!(quantity, within.then_some(Quantity::from_micros(n)));
        if n > i64::MIN {
            let price = Price::from_decimal(read(Price::from_micros(n).to_string())).ok();
            let within = n.unsigned_abs() <= 9_000_000_000_000_000_000;
            prop_assert_eq!(price, within.then_some(Price::from_micros(n)));
            prop_assert_eq!(Rate::from_decimal(read(Rate::from_micros(n).to_string())), Ok(Rate::from_micros(n)));
        }
    }

    #[test]
    fn cumulative_shares_sum_to_whole_value(
        value in any::<i64>(),
        parts in prop::collection::vec(1_i64..=1_000_000_000, 1..20),
    ) {
        let value = Amount::new(value);
        let whole = Quantity::from_micros(parts.iter().sum());
        let (mut done, mut already) = (Quantity::ZERO, Amount::ZERO);
        for part in parts {
            let part = Quantity::from_micros(part);
            let next = cumulative_share(value, done, part, whole, already).expect("a part");
            done = done.plus(part).expect("fits");
            already = already.plus(next).expect("fits");
            prop_assert_eq!(share(value, done, whole), Ok(already));
        }
        prop_assert_eq!(already, value);
    }

    #[test]
    fn net_plus_tax_equals_gross(gross in any::<i64>(), rate in 0_i64..=2_000_000) {
        let (net, tax) = tax_inclusive(Amount::new(gross), Rate::from_micros(rate)).expect("a tax");
        prop_assert_eq!(net.plus(tax), Ok(Amount::new(gross)));
        // Tax computed again on the rounded net differs by at most the tax on half a minor unit, rounded.
        if let Ok(again) = tax_exclusive(net, Rate::from_micros(rate)) {
            prop_assert!((again.minor() - tax.minor()).abs() <= 2);
        }
    }

    #[test]
    fn arithmetic_never_panics_at_extreme_values(
        a in extreme(), b in extreme(), c in extreme(), d in extreme(), e in extreme(),
        currency in currency(),
    ) {
        let (value, other) = (Amount::new(a), Amount::new(e));
        let [part, whole, done] = [b, c, d].map(Quantity::from_micros);
        prop_assert_eq!(value.plus(other).ok(), a.checked_add(e).map(Amount::new));
        prop_assert_eq!(value.minus(other).ok(), a.checked_sub(e).map(Amount::new));
        prop_assert_eq!(part.plus(whole).ok(), b.checked_add(c).map(Quantity::from_micros));
        prop_assert_eq!(part.minus(whole).ok(), b.checked_sub(c).map(Quantity::from_micros));
        prop_assert_eq!(share(value, whole, whole).is_ok(), c != 0);
        drop((value.negated(), value.abs(), part.negated(), part.abs()));
        drop((extend(Price::from_micros(a), part, currency), share(value, part, whole)));
        drop(cumulative_share(value, done, part, whole, other));
        drop(tax_exclusive(value, Rate::from_micros(b)));
        drop(tax_inclusive(value, Rate::from_micros(b)));
        drop(unit_price(value, part, currency));
    }
}
