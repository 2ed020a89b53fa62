//! Properties that hold for all formulas and numbers.

use formula::{Formula, Kind, Known, Names, Value};
use money::{Decimal, round_div};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn names() -> Names {
    [("a", Kind::Decimal), ("b", Kind::Decimal), ("t", Kind::Text), ("y", Kind::Boolean), ("d", Kind::Date)]
        .map(|(name, kind)| (name.to_owned(), Known::of(kind)))
        .into()
}

/// A number with up to six decimals, as a count of millionths.
fn micros() -> impl Strategy<Value = i64> {
    prop_oneof![-3_000_000_i64..=3_000_000, -10_000_000_000_000_000_i64..=10_000_000_000_000_000]
}

fn decimal(micros: i64) -> Decimal {
    Decimal::new(micros.into(), 6)
}

fn value(text: &str, a: i64, b: i64) -> Result<Decimal, String> {
    let values = BTreeMap::from([("a", a), ("b", b)].map(|(name, n)| (name.to_owned(), Value::Decimal(decimal(n)))));
    let formula = Formula::parse(text, &names()).map_err(|wrong| wrong.to_string())?;
    match formula.evaluate(&values) {
        Ok(Value::Decimal(number)) => Ok(number),
        other => Err(format!("{other:?}")),
    }
}

/// Words of which any text is put together.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "b",
        "t",
        "y",
        "d",
        "1",
        "0",
        "2.50",
        "'x'",
        "true",
        "empty",
        "and",
        "or",
        "not",
        "in",
        "if",
        "then",
        "else",
        "+",
        "-",
        "*",
        "/",
        "==",
        "!=",
        "<",
        ">=",
        "(",
        ")",
        "[",
        "]",
        ",",
        "abs(",
        "round(",
        "min(",
        "default(",
        "date('2026-01-31')",
        "contains(",
        "99999999999999999999999999999999999999",
    ];
    prop_oneof![20 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,3}"]
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), words in prop::collection::vec(word(), 0..40)) {
        for text in [text, words.join(" "), words.concat()] {
            if let Ok(formula) = Formula::parse(&text, &names()) {
                let values = names().into_keys().map(|name| (name, Value::Empty)).collect();
                formula.evaluate(&values).ok();
                let some = |kind| match kind {
                    Kind::Decimal => Value::Decimal(Decimal::new(i128::MAX, 3)),
                    Kind::Text => Value::Text("x".to_owned()),
                    Kind::Boolean => Value::Boolean(true),
                    Kind::Date => Value::Date(kernel::Date::MAX),
                };
                let values = names().into_iter().map(|(name, known)| (name, some(known.kind))).collect();
                formula.evaluate(&values).ok();
            }
        }
    }

    #[test]
    fn sums_and_products_are_those_of_integers(a in micros(), b in micros()) {
        let (wide_a, wide_b) = (i128::from(a), i128::from(b));
        prop_assert_eq!(value("a + b", a, b), Ok(Decimal::new(wide_a + wide_b, 6)));
        prop_assert_eq!(value("a - b", a, b), Ok(Decimal::new(wide_a - wide_b, 6)));
        prop_assert_eq!(value("a * b", a, b), Ok(Decimal::new(wide_a * wide_b, 12)));
        prop_assert_eq!(value("(a + b) * (a - b) == a * a - b * b", a, b).unwrap_err(), "Ok(Boolean(true))");
        let least = decimal(a).min(decimal(b));
        prop_assert_eq!(value("min(a, b)", a, b), Ok(least));
        prop_assert_eq!(value("if a < b then a else b", a, b), Ok(least));
    }

    #[test]
    fn quotients_are_rounded_once(a in micros(), b in micros()) {
        prop_assume!(b != 0);
        let exact = round_div(i128::from(a) * 10_i128.pow(12), b.into()).unwrap();
        prop_assert_eq!(value("a / b", a, b), Ok(Decimal::new(exact, 12)));
    }

    #[test]
    fn places_are_those_of_money(a in micros(), places in 0_u8..=6) {
        let rounded = round_div(a.into(), 10_i128.pow(u32::from(6 - places))).unwrap();
        prop_assert_eq!(value(&format!("round(a, {places})"), a, 0), Ok(Decimal::new(rounded, places)));
    }

    #[test]
    fn large_numbers_are_exact_or_refused(a in any::<i128>(), b in any::<i128>(), s in 0_u8..=18) {
        let numbers = [("a", Decimal::new(a, s)), ("b", Decimal::new(b, s))];
        let values = BTreeMap::from(numbers.map(|(name, number)| (name.to_owned(), Value::Decimal(number))));
        let number = |text: &str| match Formula::parse(text, &names()).unwrap().evaluate(&values) {
            Ok(Value::Decimal(number)) => Some(number),
            _ => None,
        };
        // What is answered is right; what is refused has more than 38 digits, or digits that do not fit together.
        let is_small = |exact: i128| exact.unsigned_abs() < 10_u128.pow(37);
        for (text, exact) in [("a + b", a.checked_add(b)), ("a - b", a.checked_sub(b)), ("-a", a.checked_neg()), ("abs(a)", a.checked_abs())] {
            let Some(exact) = exact else { continue };
            match number(text) {
                Some(answered) => prop_assert_eq!(answered, Decimal::new(exact, s), "{}", text),
                None => prop_assert!(!is_small(a) || !is_small(b), "{}", text),
            }
        }
    }

    #[test]
    fn small_numbers_are_never_refused(a in -10_i128.pow(17)..10_i128.pow(17), b in -10_i128.pow(17)..10_i128.pow(17), s in 0_u8..=6) {
        let numbers = [("a", Decimal::new(a, s)), ("b", Decimal::new(b, s))];
        let values = BTreeMap::from(numbers.map(|(name, number)| (name.to_owned(), Value::Decimal(number))));
        for text in ["a + b", "a - b", "a * b", "-a", "abs(b)", "round(a, 2)", "max(a, b)"] {
            let number = Formula::parse(text, &names()).unwrap().evaluate(&values);
            prop_assert!(matches!(number, Ok(Value::Decimal(_))), "{}: {:?}", text, number);
        }
    }
}
