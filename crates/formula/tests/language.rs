//! The language by its examples: what people write, what it comes to, and what they are told where it is wrong.

use formula::{Formula, Kind, Known, Names, Value};
use kernel::Date;
use money::Decimal;
use std::collections::BTreeMap;

fn names() -> Names {
    let kinds = [
        ("amount", Kind::Decimal),
        ("quantity", Kind::Decimal),
        ("site", Kind::Text),
        ("reason", Kind::Text),
        ("paid", Kind::Boolean),
        ("due", Kind::Date),
        ("custom.weight", Kind::Decimal),
        ("nothing", Kind::Decimal),
    ];
    let mut names: Names = kinds.into_iter().map(|(name, kind)| (name.to_owned(), Known::of(kind))).collect();
    let choices = Some(vec!["cashier".to_owned(), "clerk".to_owned()]);
    names.insert("role".to_owned(), Known { kind: Kind::Text, choices });
    names
}

fn values() -> BTreeMap<String, Value> {
    let number = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
    let text = |text: &str| Value::Text(text.to_owned());
    BTreeMap::from(
        [
            ("amount", number("10000.50")),
            ("quantity", number("3")),
            ("site", text("north")),
            ("reason", text("return of Friday")),
            ("paid", Value::Boolean(true)),
            ("due", Value::Date(Date::constant(2026, 2, 27))),
            ("custom.weight", number("0.125")),
            ("nothing", Value::Empty),
            ("role", text("clerk")),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    )
}

/// What a formula comes to, as people would write it.
fn comes_to(text: &str) -> String {
    let formula = Formula::parse(text, &names()).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
    match formula.evaluate(&values()) {
        Ok(Value::Empty) => "empty".to_owned(),
        Ok(Value::Decimal(number)) => number.to_string(),
        Ok(Value::Text(text)) => format!("'{text}'"),
        Ok(Value::Boolean(yes)) => yes.to_string(),
        Ok(Value::Date(day)) => day.to_string(),
        Err(wrong) => wrong.to_string(),
    }
}

fn wrong(text: &str) -> String {
    Formula::parse(text, &names()).map(|_| ()).expect_err(text).to_string()
}

#[test]
fn numbers_are_exact_and_rounded_half_away_from_zero() {
    for (text, value) in [
        ("0.1 + 0.2 == 0.3", "true"),
        ("0.1 + 0.2", "0.3"),
        ("amount - 0.50", "10000"),
        ("1 / 3", "0.333333333333"),
        ("2 / 3", "0.666666666667"),
        ("10 / 4", "2.5"),
        ("-7 / 2", "-3.5"),
        ("1 / 3 * 3 == 1", "false"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(2.345, 2)", "2.35"),
        ("round(amount * 1.19, 2)", "11900.6"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 3 - 2", "5"),
        ("100 / 10 / 2", "5"),
        ("--1", "1"),
        ("abs(-amount)", "10000.50"),
        ("min(3, 1.5, 2)", "1.5"),
        ("max(amount, quantity)", "10000.50"),
        ("custom.weight * quantity", "0.375"),
        ("123456789012345678.123456789 * 1000000000", "123456789012345678123456789"),
    ] {
        assert_eq!(comes_to(text), value, "{text}");
    }
}

#[test]
fn conditions_read_as_they_are_said() {
    for (text, value) in [
        ("amount > 10000 and site == 'north'", "true"),
        ("amount > 20000 or paid", "true"),
        ("not paid", "false"),
        ("not amount > 20000 and paid", "true"),
        ("role in ['cashier', 'clerk']", "true"),
        ("site not in ['north', \"south\"]", "false"),
        ("quantity in [1, 2, 3]", "true"),
        ("if amount >= 5000 then 'ask' else 'fine'", "'ask'"),
        ("if paid then 1 else if site == 'x' then 2 else 3", "1"),
        ("starts_with(reason, 'return') and contains(reason, 'Fri')", "true"),
        ("due < date('2026-12-31')", "true"),
        ("due + 2", "2026-03-01"),
        ("due - 27", "2026-01-31"),
        ("date('2026-03-01') - due", "2"),
        ("max(due, date('2026-01-01'))", "2026-02-27"),
        ("site != 'south'", "true"),
        ("paid == true", "true"),
    ] {
        assert_eq!(comes_to(text), value, "{text}");
    }
}

#[test]
fn what_is_empty_makes_empty_and_counts_as_no() {
    for (text, value) in [
        ("nothing + 1", "empty"),
        ("nothing * amount", "empty"),
        ("round(nothing, 2)", "empty"),
        ("max(nothing, 1)", "empty"),
        ("nothing > 1", "false"),
        ("nothing <= 1", "false"),
        ("nothing == empty", "true"),
        ("nothing != 1", "true"),
        ("amount == empty", "false"),
        ("nothing in [1, empty]", "true"),
        ("default(nothing, 7) + 1", "8"),
        ("default(quantity, 7)", "3"),
        ("empty", "empty"),
        ("not empty", "true"),
        ("paid and empty", "false"),
        ("nothing / amount", "empty"),
        ("due + nothing", "empty"),
    ] {
        assert_eq!(comes_to(text), value, "{text}");
    }
}

#[test]
fn what_has_no_value_says_so() {
    for (text, why) in [
        ("quantity / (amount - amount) > 5", "at character 13: cannot divide by zero"),
        ("99999999999999999999999999999999999999 + quantity", "at character 42: the number is too large"),
        ("due + 0.5", "at character 7: is not a whole number of days"),
        ("due + 9000000", "at character 7: this day is outside of the calendar"),
        ("round(amount, amount)", "at character 15: a number is rounded to 0 to 12 places"),
    ] {
        assert_eq!(comes_to(text), why, "{text}");
    }
    // What is not reached is not computed.
    assert_eq!(comes_to("quantity == 0 or amount / quantity > 1"), "true");
    assert_eq!(comes_to("if quantity == 0 then 0 else amount / (quantity - 3 + 0.5)"), "20001");
}

#[test]
fn what_can_have_no_value_is_refused_when_it_is_written() {
    for (text, why) in [
        ("amount / 0", "at character 10: cannot divide by zero"),
        ("if paid then 1 else 1 / (2 - 2)", "at character 26: cannot divide by zero"),
        ("99999999999999999999999999999999999999 + 1", "at character 42: the number is too large"),
        ("amount + 1000000000000000000000000000000 * 1000000000", "at character 44: the number is too large"),
        ("round(amount, 13)", "at character 15: a number is rounded to 0 to 12 places"),
        ("round(amount, -1)", "at character 15: a number is rounded to 0 to 12 places"),
        ("due < date('2026-01-01') + 0.5", "at character 28: is not a whole number of days"),
    ] {
        assert_eq!(wrong(text), why, "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, why) in [
        ("", "at character 1: a value is missing before the end"),
        ("amount >", "at character 9: a value is missing before the end"),
        ("amount = 5", "at character 8: to compare, write =="),
        ("amount > '5'", "at character 10: this is a text, but must be a number here"),
        ("site + 1", "at character 1: this is a text, and + takes numbers"),
        ("1 + site", "at character 5: this is a text, and + takes numbers"),
        ("site < 'x'", "at character 8: < compares numbers or days"),
        ("amount and paid", "at character 1: this is a number, but must be yes or no here"),
        ("not amount", "at character 5: this is a number, but must be yes or no here"),
        ("role == 'owner'", "at character 9: role is never 'owner', but one of cashier, clerk"),
        ("role in ['clerk', 'owner']", "at character 19: role is never 'owner', but one of cashier, clerk"),
        ("quantity in [1, 'a']", "at character 17: this is a text, but must be a number here"),
        ("if paid then 1 else 'a'", "at character 21: this is a text, but must be a number here"),
        ("if paid then 1", "at character 15: else is missing before the end"),
        ("(amount", "at character 8: ) is missing before the end"),
        ("amount)", "at character 7: ) does not belong here"),
        ("amount amount", "at character 8: amount does not belong here"),
        ("1 < 2 < 3", "at character 7: < does not belong here"),
        ("date('2026-02-30')", "at character 6: '2026-02-30' is no day, such as '2026-01-31'"),
        ("date(site)", "at character 1: date takes a day, such as date('2026-01-31')"),
        ("round()", "at character 1: round takes a number and places, not 0 values"),
        ("abs(1, 2)", "at character 1: abs takes 1 values, not 2"),
        ("min(site)", "at character 1: min takes numbers or days"),
        ("'open", "at character 1: this text does not end: its last quotation mark is missing"),
        ("1.2.3", "at character 1: \"1.2.3\" is not a decimal number"),
        ("amount & paid", "at character 8: '&' means nothing in a formula"),
        ("-due", "at character 2: this is a day, but must be a number here"),
        ("due - due + due", "at character 13: this is a day, and + takes numbers"),
    ] {
        assert_eq!(wrong(text), why, "{text}");
    }
    assert!(
        wrong("profit > 1").starts_with("at character 1: profit is not known here; there are amount, custom.weight")
    );
    assert!(wrong("rand(1)").starts_with("at character 1: there is no function rand, but abs"));
    assert!(wrong(&"(".repeat(500)).contains("at most 32 deep"));
    assert!(wrong(&"1+".repeat(600)).contains("at most 1000 characters"));
    let of_kind = |text| Formula::of_kind(text, &names(), Kind::Boolean).map(|_| ()).map_err(|wrong| wrong.to_string());
    assert_eq!(of_kind("amount + 1"), Err("at character 1: this is a number, but must be yes or no".to_owned()));
    assert_eq!(of_kind("amount > 1"), Ok(()));
}

#[test]
fn what_is_read_is_known_and_must_be_there() {
    let formula = Formula::parse("if paid then amount else amount + custom.weight", &names()).unwrap();
    assert_eq!(formula.reads().collect::<Vec<_>>(), ["amount", "custom.weight", "paid"]);
    assert_eq!(formula.kind(), Some(Kind::Decimal));
    let mut values = values();
    values.remove("paid");
    assert_eq!(formula.evaluate(&values).unwrap_err().to_string(), "at character 4: paid has no value here");
    values.insert("paid".to_owned(), Value::Text("yes".to_owned()));
    assert_eq!(formula.evaluate(&values).unwrap_err().to_string(), "at character 4: paid is not yes or no here");
}
