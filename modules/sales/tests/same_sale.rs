//! One sale sent twice under one id, written in two ways, is one sale; another sale under that id is refused.

mod shop;

use command::{Answer, Command, Submission};
use kernel::Result;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sales::{PostSale, SaleBody, SubmitSale};
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use testkit::{Company, databases};
use uuid::Uuid;

const CASHIER: Uuid = Uuid::from_u128(7);
const OTHER_CASHIER: Uuid = Uuid::from_u128(8);

/// The way a sale is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Door {
    Online,
    List,
}

fn send(company: &Company, door: Door, actor: Uuid, id: Uuid, sale: &Json) -> Result<Answer> {
    fn submit<C: Command>(company: &Company, actor: Uuid, id: Uuid, command: C, by_key: bool) -> Result<Answer> {
        let key = by_key.then(|| id.to_string());
        let submission = Submission { actor, id: (!by_key).then_some(id), key, ..company.submission(command) };
        company.answer(submission)
    }
    let body: SaleBody = serde_json::from_value(sale.clone()).expect("a sale");
    match door {
        Door::Online => submit(company, actor, id, PostSale(body), true),
        Door::List => submit(company, actor, id, SubmitSale(body), false),
    }
}

/// The ids of what the sale names.
struct Ids {
    lamp: Json,
    book: Json,
    main: Json,
    cash: Json,
    ann: Json,
}

fn ids(company: &Company) -> Ids {
    let id = |path: &str| company.ask(path).expect(path).body["id"].clone();
    Ids {
        lamp: id("/products/LAMP/"),
        book: id("/products/BOOK/"),
        main: id("/warehouses/main/"),
        cash: id("/payment-methods/cash/"),
        ann: id("/customers/ann/"),
    }
}

/// Two lamps and a book for Ann, 40.00 in cash, in one of the ways it may be written: each number picks one.
fn spelled(ids: &Ids, door: Door, pick: &[usize; 12]) -> Json {
    let choose = |n: usize, ways: &[Json]| ways[pick[n] % ways.len()].clone();
    let mut sale = json!({"lines": [{}, {}], "payments": [{}]});
    let mut set = |path: &str, name: &str, value: Json| {
        if !value.is_null() {
            sale.pointer_mut(path).expect("a place")[name] = value;
        }
    };
    let (sku, product) = if pick[0] % 3 == 2 {
        (Json::Null, ids.lamp.clone())
    } else {
        (choose(0, &[json!("LAMP"), json!("lamp")]), Json::Null)
    };
    set("/lines/0", "sku", sku);
    set("/lines/0", "product", product);
    set(
        "/lines/1",
        if pick[1].is_multiple_of(2) { "sku" } else { "product" },
        choose(1, &[json!("BOOK"), ids.book.clone()]),
    );
    set("/lines/0", "quantity", choose(2, &[json!(2), json!("2.0"), json!("2.000000")]));
    set("/lines/1", "quantity", choose(3, &[json!("1"), json!(1)]));
    set("/lines/0", "unit_price", choose(4, &[Json::Null, json!("12"), json!("12.000")]));
    set("/lines/0", "discount", choose(5, &[Json::Null, json!("0"), json!("0.00")]));
    set("/payments/0", "method", choose(6, &[json!("cash"), json!("CASH"), ids.cash.clone()]));
    set("/payments/0", "amount", choose(7, &[json!("40"), json!("40.00"), json!("4e1"), json!(40)]));
    set("", "warehouse", choose(8, &[Json::Null, json!("main"), ids.main.clone()]));
    set("", "business_date", choose(9, &[Json::Null, json!("2026-01-01")]));
    set("", "customer", choose(10, &[json!("ann"), ids.ann.clone()]));
    if door == Door::List {
        set("", "total", choose(11, &[Json::Null, json!("33.8"), json!("33.80")]));
        set("/lines/0", "total", choose(11, &[json!("28.8"), Json::Null]));
        set("/lines/0", "tax_rate", choose(11, &[json!("0.20"), Json::Null]));
    }
    sale
}

#[test]
fn sale_written_in_two_ways_is_one_sale() {
    for database in databases() {
        let company = open(database);
        let ids = ids(&company);
        let lines = json!([{"sku": "LAMP", "quantity": 200, "unit_cost": "3.00"}, {"sku": "BOOK", "quantity": 100, "unit_cost": "3.00"}]);
        call(&company, "POST /stock/receive/", json!({"warehouse": "main", "lines": lines}));
        let door = || prop_oneof![Just(Door::Online), Just(Door::List)];
        let way = || (door(), prop::array::uniform12(0usize..12), prop_oneof![Just(CASHIER), Just(OTHER_CASHIER)]);
        let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        let counted = std::cell::Cell::new(0u128);
        let outcome = runner.run(&(way(), way()), |((door, pick, actor), (other_door, other_pick, other_actor))| {
            counted.set(counted.get() + 1);
            let id = Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_0001_0000 + counted.get());
            let sale = spelled(&ids, door, &pick);
            let again = spelled(&ids, other_door, &other_pick);
            let first =
                send(&company, door, actor, id, &sale).map_err(|e| TestCaseError::fail(format!("{sale}: {e:?}")))?;
            let second = send(&company, other_door, other_actor, id, &again)
                .map_err(|error| TestCaseError::fail(format!("{sale} again {again}: {error:?}")))?;
            prop_assert_eq!((second.replayed, &second.body), (true, &first.body));
            Ok(())
        });
        outcome.expect("one sale");
        assert_eq!(company.ask("/sales/?page_size=1").expect("a list").body["count"], json!(counted.get()));
        verify(&company);
    }
}

#[test]
fn other_sale_under_the_same_id_is_refused() {
    for database in databases() {
        let company = open(database);
        let id = Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_0000_0001);
        let line = json!({"sku": "LAMP", "quantity": 2, "unit_price": "12.00"});
        let sale = json!({
            "customer": "ann", "business_date": "2026-01-01", "reference": "T1-7", "lines": [line],
            "payments": [{"method": "cash", "amount": "28.80"}],
        });
        send(&company, Door::Online, CASHIER, id, &sale).expect("sold");
        for (path, value) in [
            ("/customer", json!("bob")),
            ("/business_date", json!("2026-01-02")),
            ("/reference", json!("T1-8")),
            ("/warehouse", json!("elsewhere")),
            ("/total", json!("28.79")),
            ("/lines/0/sku", json!("BOOK")),
            ("/lines/0/sku", json!("NEVER")),
            ("/lines/0/quantity", json!("2.5")),
            ("/lines/0/unit_price", json!("12.01")),
            ("/lines/0/discount", json!("0.01")),
            ("/lines/0/total", json!("28.81")),
            ("/payments/0/method", json!("card")),
            ("/payments/0/amount", json!("28.81")),
            ("/lines", json!([line, line])),
            ("/payments", json!([])),
            ("/customer", Json::Null),
        ] {
            let mut other = sale.clone();
            let (parent, name) = path.rsplit_once('/').expect("a path");
            other.pointer_mut(parent).expect("a place")[name] = value.clone();
            let refused = |actor| send(&company, Door::List, actor, id, &other).expect_err(path).code;
            assert_eq!(refused(CASHIER), "idempotency_conflict", "{path} {value}");
            assert_eq!(refused(OTHER_CASHIER), "command_id_taken", "{path} {value}");
        }
        assert_eq!(company.ask("/sales/").expect("a list").body["count"], 1);
        verify(&company);
    }
}

#[test]
fn sale_is_recognised_after_what_it_names_was_renamed() {
    for database in databases() {
        let company = open(database);
        let ids = ids(&company);
        let id = Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_0000_0002);
        let sale = json!({"customer": "ann", "lines": [{"sku": "LAMP", "quantity": 1}], "payments": [{"method": "cash", "amount": "14.40"}]});
        let first = send(&company, Door::List, CASHIER, id, &sale).expect("sold");
        call(&company, "PATCH /products/LAMP/", json!({"sku": "LIGHT", "selling_price": "99"}));
        call(&company, "PATCH /customers/ann/", json!({"code": "anna"}));
        let by_id = json!({
            "customer": ids.ann, "lines": [{"product": ids.lamp, "quantity": "1.0", "unit_price": "12.0"}],
            "payments": [{"method": ids.cash, "amount": "14.4"}],
        });
        let renamed = json!({"customer": "anna", "lines": [{"sku": "light", "quantity": 1}], "payments": [{"method": "cash", "amount": "14.40"}]});
        for again in [sale, by_id, renamed] {
            let second = send(&company, Door::Online, CASHIER, id, &again).expect("already");
            assert_eq!((second.replayed, &second.body), (true, &first.body), "{again}");
        }
        verify(&company);
    }
}
