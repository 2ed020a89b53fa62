//! Examples with known results for every function of the crate.

use money::{
    Amount, Currency, Decimal, MoneyError, Price, Quantity, Rate, Total, cumulative_share, extend, pro_rata, round_div,
    share, tax_exclusive, tax_inclusive, unit_price,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

fn dec(text: &str) -> Decimal {
    Decimal::parse(text).expect(text)
}

fn cur(code: &str) -> Currency {
    Currency::parse(code).expect(code)
}

fn price(text: &str) -> Price {
    Price::from_decimal(dec(text)).expect(text)
}

fn qty(text: &str) -> Quantity {
    Quantity::from_decimal(dec(text)).expect(text)
}

fn rate(text: &str) -> Rate {
    Rate::from_decimal(dec(text)).expect(text)
}

fn minor_units(amounts: &[Amount]) -> Vec<i64> {
    amounts.iter().map(|amount| amount.minor()).collect()
}

fn error_code<T: std::fmt::Debug>(result: Result<T, MoneyError>) -> &'static str {
    result.expect_err("an error").code
}

#[test]
fn decimal_parse_keeps_scale() {
    for (text, mantissa, scale) in [
        ("1500.00", 150_000, 2),
        ("-0.05", -5, 2),
        ("+7", 7, 0),
        ("007.10", 710, 2),
        ("1e2", 100, 0),
        ("1E-3", 1, 3),
        ("1.50e+1", 150, 1),
        ("-0", 0, 0),
        ("0e999", 0, 0),
        ("0.000000000000000001", 1, 18),
    ] {
        let read = dec(text);
        assert_eq!((read.mantissa(), read.scale()), (mantissa, scale), "{text}");
    }
    assert_eq!(dec("1500.00").to_string(), "1500.00");
    assert_eq!(dec("-0.05").to_string(), "-0.05");
    assert_eq!(dec("-0.00").to_string(), "0.00");
    assert_eq!(format!("{:>8}|{:08}", dec("-1.5"), dec("-1.5")), "    -1.5|-00001.5");
}

#[test]
fn decimal_parse_rejects_invalid_text() {
    for text in [
        "",
        " 1",
        "1 ",
        "NaN",
        "inf",
        "-",
        "+",
        ".",
        ".5",
        "5.",
        "1.2.3",
        "1,5",
        "--1",
        "+-1",
        "1e",
        "1e+",
        "1e1.5",
        "e5",
        "0x10",
        "1_000",
        "٣",
        "1e99999999999",
        "é",
    ] {
        assert_eq!(error_code(Decimal::parse(text)), "not_a_number", "{text:?}");
    }
    assert_eq!(error_code(Decimal::parse(&"1".repeat(41))), "not_a_number");
    assert_eq!(error_code(Decimal::parse(&"9".repeat(39))), "overflow");
    assert_eq!(error_code(Decimal::parse("1e38")), "overflow");
    assert_eq!(error_code(Decimal::parse("1e999")), "overflow");
    assert_eq!(error_code(Decimal::parse("1e-19")), "too_many_decimals");
    assert_eq!(dec(&"9".repeat(38)).mantissa(), 10_i128.pow(38) - 1);
}

#[test]
fn decimal_comparison_ignores_scale() {
    assert_eq!(dec("1.5"), dec("1.50"));
    assert!(dec("1.5") < dec("1.51") && dec("-1.5") > dec("-1.51") && dec("2") > dec("1.999"));
    let tiny = Decimal::new(1, 255);
    assert!(tiny > dec("0") && tiny < dec("0.1") && Decimal::new(0, 255) == dec("0"));
    assert!(Decimal::new(i128::MIN, 0) < Decimal::new(i128::MIN, 1));
    assert!(Decimal::new(i128::MAX, 0) > Decimal::new(i128::MAX, 200));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    total: Decimal,
    price: Price,
    quantity: Quantity,
    rate: Rate,
    value: Amount,
    currency: Currency,
}

#[derive(Deserialize)]
struct Wrapped {
    #[serde(flatten)]
    line: Line,
}

#[test]
fn json_numbers_are_read_exactly_and_written_as_strings() {
    let numbers = r#"{"total": 9007199254740993.10, "price": 2.55, "quantity": 6, "rate": 2e-1,
        "value": -12, "currency": "GBP"}"#;
    let line: Line = serde_json::from_str(numbers).expect("numbers");
    assert_eq!(line.total.to_string(), "9007199254740993.10");
    let written = json!({"total": "9007199254740993.10", "price": "2.55", "quantity": "6",
        "rate": "0.2", "value": -12, "currency": "GBP"});
    assert_eq!(serde_json::to_value(&line).expect("written"), written);
    assert_eq!(serde_json::from_value::<Line>(written).expect("strings"), line);
    let value: serde_json::Value = serde_json::from_str(numbers).expect("a value");
    assert_eq!(serde_json::from_value::<Line>(value).expect("from a value"), line);
    let wrapped: Wrapped = serde_json::from_str(numbers).expect("flattened");
    assert_eq!(wrapped.line.total.to_string(), "9007199254740993.10");
    assert_eq!(wrapped.line, line);
    assert_eq!(serde_json::from_str::<Option<Price>>("null").expect("null"), None);

    for text in ["null", "true", "[]", "{}", "\"\"", "1e400", "\"1e400\"", "\" 1\""] {
        assert!(serde_json::from_str::<Decimal>(text).is_err(), "{text}");
    }
    let error = serde_json::from_str::<Price>("0.0000001").expect_err("7 decimals");
    assert!(error.to_string().starts_with("too_many_decimals: "), "{error}");
}

#[test]
fn currency_has_iso_4217_decimals() {
    for (code, decimals) in [("GBP", 2), ("JPY", 0), ("UGX", 0), ("XOF", 0), ("KWD", 3), ("TND", 3)] {
        assert_eq!(cur(code).decimals(), decimals, "{code}");
    }
    assert_eq!(format!("{} {:?}", cur("GBP"), cur("EUR")), "GBP Currency(EUR)");
    assert!(cur("EUR") < cur("GBP"));
    for text in ["", "gbp", "GB", "GBPX", "XAU", "AAA", "é1"] {
        assert_eq!(error_code(Currency::parse(text)), "unknown_currency", "{text:?}");
    }
    assert!(serde_json::from_str::<Currency>("\"ABC\"").is_err());
}

#[test]
fn amount_converts_to_decimal_and_back() {
    assert_eq!(Amount::new(150_000).decimal(cur("GBP")).to_string(), "1500.00");
    assert_eq!(Amount::new(-5).decimal(cur("KWD")).to_string(), "-0.005");
    assert_eq!(Amount::new(7).decimal(cur("JPY")).to_string(), "7");
    let read = |text, code| Amount::from_decimal(dec(text), cur(code));
    assert_eq!(read("15.5", "GBP"), Ok(Amount::new(1550)));
    assert_eq!(read("15.50000", "GBP"), Ok(Amount::new(1550)));
    assert_eq!(read("1e2", "JPY"), Ok(Amount::new(100)));
    assert_eq!(error_code(read("15.505", "GBP")), "too_many_decimals");
    assert_eq!(error_code(read("0.5", "JPY")), "too_many_decimals");
    for (code, most) in [("GBP", 1_000_000_000_000_000), ("KWD", 10_000_000_000_000_000), ("JPY", 10_000_000_000_000)] {
        assert_eq!(read("1e13", code), Ok(Amount::new(most)));
        assert_eq!(read("-1e13", code), Ok(Amount::new(-most)));
        assert_eq!(error_code(Amount::new(most + 1).within_limit(cur(code))), "overflow");
    }
    assert_eq!(error_code(read("10000000000000.01", "GBP")), "overflow");
    assert_eq!(error_code(read("92233720368547758.08", "GBP")), "overflow");
    assert_eq!(error_code(read(&"9".repeat(38), "GBP")), "overflow");
    let odd = |mantissa| Amount::from_decimal(Decimal::new(mantissa, 255), cur("GBP"));
    assert_eq!((odd(0), error_code(odd(1))), (Ok(Amount::ZERO), "too_many_decimals"));
}

#[test]
fn total_holds_more_than_any_amount() {
    let high = Total::from(Amount::new(i64::MAX));
    let twice = high.plus(high).expect("fits");
    assert_eq!(twice.decimal(cur("GBP")).to_string(), "184467440737095516.14");
    assert_eq!(twice.minus(high), Ok(high));
}

#[test]
fn amount_and_quantity_arithmetic_rejects_overflow() {
    let [low, high, one] = [i64::MIN, i64::MAX, 1].map(Amount::new);
    assert_eq!(one.plus(one), Ok(Amount::new(2)));
    assert_eq!(one.minus(Amount::new(3)).and_then(Amount::abs), Ok(Amount::new(2)));
    for refused in [high.plus(one), low.minus(one), low.negated(), low.abs()] {
        assert_eq!(error_code(refused), "overflow");
    }
    assert_eq!(Amount::sum([high, one, low]), Ok(Amount::ZERO));
    assert_eq!(Amount::sum([]), Ok(Amount::ZERO));
    assert_eq!(error_code(Amount::sum([high, one])), "overflow");
    assert!(low.is_negative() && high.is_positive() && Amount::ZERO.is_zero());

    let [low, high] = [i64::MIN, i64::MAX].map(Quantity::from_micros);
    for refused in [high.plus(qty("1")), low.minus(qty("1")), low.negated(), low.abs()] {
        assert_eq!(error_code(refused), "overflow");
    }
    assert!(low.is_negative() && high.is_positive() && Quantity::ZERO.is_zero());
    for (quantity, least) in [("0", 0), ("12", 0), ("-1.5", 1), ("0.25", 2), ("0.000001", 6)] {
        let enough: Vec<u8> = (0..=7).filter(|most| qty(quantity).has_decimals(*most)).collect();
        assert_eq!(enough, (least..=7).collect::<Vec<u8>>(), "{quantity}");
    }
}

#[test]
fn price_quantity_and_rate_print_shortest_form() {
    let prices = ["2.55", "3", "0.125", "-0.1", "1.000001"].map(|text| price(text).to_string());
    assert_eq!(prices, ["2.55", "3.00", "0.125", "-0.10", "1.000001"]);
    let quantities = ["6.000", "1.50", "100", "0"].map(|text| qty(text).to_string());
    assert_eq!(quantities, ["6", "1.5", "100", "0"]);
    assert_eq!((rate("0.200000").micros(), rate("0.20").to_string()), (200_000, "0.2".into()));
    assert_eq!(Price::ZERO.to_string(), "0.00");
    assert_eq!(error_code(Rate::from_decimal(dec("0.0000005"))), "too_many_decimals");
    assert_eq!(error_code(Price::from_decimal(dec("1e13"))), "overflow");
    assert_eq!(qty("1e9").micros(), 1_000_000_000_000_000);
    assert_eq!(error_code(Quantity::from_decimal(dec("1000000000.000001"))), "overflow");
}

#[test]
fn round_div_rounds_half_away_from_zero() {
    for (numerator, denominator, rounded) in
        [(5, 2, 3), (-5, 2, -3), (5, -2, -3), (-5, -2, 3), (4, 3, 1), (-5, 3, -2), (1, 3, 0), (0, -7, 0)]
    {
        assert_eq!(round_div(numerator, denominator), Ok(rounded), "{numerator}/{denominator}");
    }
    assert_eq!(error_code(round_div(1, 0)), "division_by_zero");
    assert_eq!(round_div(i128::MIN, 1), Ok(i128::MIN));
    assert_eq!(error_code(round_div(i128::MIN, -1)), "overflow");
    assert_eq!(round_div(i128::MIN, i128::MIN), Ok(1));
    assert_eq!(round_div(i128::MAX, i128::MIN), Ok(-1));
}

#[test]
fn line_value_is_rounded_once() {
    let line = |p, q, c| extend(price(p), qty(q), cur(c)).map(Amount::minor);
    assert_eq!(line("2.55", "6", "GBP"), Ok(1530));
    assert_eq!(line("0.125", "1", "GBP"), Ok(13));
    assert_eq!(line("0.125", "-1", "GBP"), Ok(-13));
    assert_eq!(line("0.5", "1", "JPY"), Ok(1));
    assert_eq!(line("1.2345", "1", "KWD"), Ok(1235));
    assert_eq!(line("1000000", "10000000", "GBP"), Ok(1_000_000_000_000_000));
    for (price, quantity) in [("1000000", "10000000.01"), ("9000000000000", "9000000")] {
        assert_eq!(error_code(line(price, quantity, "GBP")), "overflow");
    }
}

#[test]
fn partial_shares_sum_to_whole_value() {
    let value = Amount::new(100);
    assert_eq!(share(value, qty("1"), qty("3")), Ok(Amount::new(33)));
    assert_eq!(share(value, qty("3"), qty("3")), Ok(value));
    assert_eq!(error_code(share(value, qty("1"), qty("0"))), "division_by_zero");
    let mut already = Amount::ZERO;
    let mut parts = Vec::new();
    for done in ["0", "1", "2"] {
        let part = cumulative_share(value, qty(done), qty("1"), qty("3"), already).expect("a part");
        already = already.plus(part).expect("fits");
        parts.push(part);
    }
    assert_eq!(minor_units(&parts), [33, 34, 33]);
}

#[test]
fn part_of_an_amount_is_its_share_of_the_value() {
    let [value, whole] = [100, -300].map(Amount::new);
    assert_eq!(pro_rata(value, Amount::new(-100), whole), Ok(Amount::new(33)));
    assert_eq!(pro_rata(value, whole, whole), Ok(value));
    assert_eq!(error_code(pro_rata(value, whole, Amount::ZERO)), "division_by_zero");
}

#[test]
fn tax_is_added_to_net_or_extracted_from_gross() {
    let vat = rate("0.2");
    assert_eq!(tax_exclusive(Amount::new(1530), vat), Ok(Amount::new(306)));
    assert_eq!(tax_exclusive(Amount::new(-1532), rate("0.125")), Ok(Amount::new(-192)));
    assert_eq!(tax_inclusive(Amount::new(1000), vat), Ok((Amount::new(833), Amount::new(167))));
    assert_eq!(tax_inclusive(Amount::new(1000), Rate::ZERO), Ok((Amount::new(1000), Amount::ZERO)));
    assert_eq!(error_code(tax_inclusive(Amount::new(1), rate("-1"))), "division_by_zero");
}

#[test]
fn unit_price_is_rounded_to_millionths() {
    let cost = |value, q, c| unit_price(Amount::new(value), qty(q), cur(c)).map(|p| p.to_string());
    assert_eq!(cost(1530, "6", "GBP"), Ok("2.55".into()));
    assert_eq!(cost(100, "3", "GBP"), Ok("0.333333".into()));
    assert_eq!(cost(100, "3", "JPY"), Ok("33.333333".into()));
    assert_eq!(error_code(cost(1, "0", "GBP")), "division_by_zero");
}
