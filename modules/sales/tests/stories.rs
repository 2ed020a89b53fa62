//! What a shop does in a day: it sells for cash and on account, takes back, and the books agree.

mod shop;

use command::Command;
use kernel::{Error, Kind, Result};
use sales::{PostSale, SubmitSale};
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use store::{Read, Session, Value};
use testkit::{Company, Database, databases};
use uuid::Uuid;

/// A cashier may do everything but sell off the list.
const CASHIER: Uuid = Uuid::from_u128(7);

fn refused(company: &Company, request: &str, body: Json) -> Error {
    let before = company.dump();
    let error = company.call(request, &body).map(|called| called.body).expect_err("a refusal");
    testkit::assert_same(&before, &company.dump());
    error
}

fn codes(error: &Error) -> Vec<(&str, &str)> {
    error.fields.iter().map(|field| (field.field.as_str(), field.code)).collect()
}

/// Some fields of an answer, as text.
fn fields<'a>(answer: &'a Json, names: &[&str]) -> Vec<&'a str> {
    names.iter().map(|name| answer[*name].as_str().unwrap_or("?")).collect()
}

/// Net of an account, in pence.
fn balance(company: &Company, account: &str) -> i64 {
    let sql = "SELECT CAST(coalesce(sum(debit - credit), 0) AS bigint) FROM balance b \
               JOIN account a ON a.id = b.account WHERE a.code = $1";
    number(company, sql, account)
}

/// How many of a product are there.
fn on_hand(company: &Company, sku: &str) -> i64 {
    let sql = "SELECT CAST(coalesce(sum(v.on_hand), 0) AS bigint) FROM availability v \
               JOIN product p ON p.id = v.product WHERE p.sku = $1";
    number(company, sql, sku) / 1_000_000
}

fn number(company: &Company, sql: &str, argument: &str) -> i64 {
    let rows = company.read(|read| read.query(sql, &[Value::Text(argument.to_owned())])).expect("a number");
    match rows[0][..] {
        [Value::Int(number)] => number,
        _ => panic!("{rows:?}"),
    }
}

const FIGURES: [&str; 6] = ["subtotal", "tax_total", "total", "paid", "change", "due"];

#[test]
fn cash_sale_gives_change() {
    for database in databases() {
        let company = open(database);
        let lines = json!([
            {"sku": "LAMP", "quantity": 2}, {"sku": "BOOK", "quantity": "1"}, {"sku": "CARD", "quantity": 3},
            {"sku": "DELIVERY", "quantity": "0.5"},
        ]);
        let payments = json!([{"method": "card", "amount": "20.00"}, {"method": "cash", "amount": "30.00"}]);
        let sale = call(&company, "POST /sales/", json!({"lines": lines, "payments": payments}));
        // 24.00 + 4.80, 5.00, 3.00, 2.50 + 0.50
        assert_eq!(fields(&sale, &FIGURES), ["34.50", "5.30", "39.80", "50.00", "10.20", "0.00"]);
        assert_eq!((&sale["number"], &sale["flags"]), (&json!("SAL-2026-000001"), &json!([])));
        let line = json!({
            "n": 1, "sku": "LAMP", "product": sale["lines"][0]["product"], "quantity": "2", "unit_price": "12.00",
            "discount": "0.00", "net": "24.00", "tax": "4.80", "total": "28.80",
        });
        assert_eq!(sale["lines"][0], line);
        assert_eq!((balance(&company, "1000"), balance(&company, "1020")), (1_980, 2_000));
        assert_eq!((balance(&company, "4000"), balance(&company, "2200")), (-3_450, -530));
        assert_eq!((balance(&company, "5000"), balance(&company, "1200")), (1_800, 9_000 - 1_800));
        assert_eq!((on_hand(&company, "LAMP"), on_hand(&company, "CARD")), (8, 7));

        let id = sale["id"].as_str().expect("an id");
        for key in [id, "SAL-2026-000001"] {
            let view = company.ask(&format!("/sales/{key}/")).expect("the sale").body;
            assert_eq!(fields(&view, &FIGURES), fields(&sale, &FIGURES));
            assert_eq!(
                view["payments"],
                json!([
                    {"method": "card", "method_name": "Card", "amount": "20.00"},
                    {"method": "cash", "method_name": "Cash", "amount": "30.00"},
                ])
            );
            assert_eq!((&view["lines"][2]["tax_rate"], &view["lines"][1]["tax_rate"]), (&Json::Null, &json!("0")));
        }
        assert_eq!(company.ask("/sales/SAL-2026-000002/").expect_err("none").kind, Kind::NotFound);
        verify(&company);
    }
}

#[test]
fn prices_can_include_tax() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /company/", json!({"prices_include_tax": true}));
        let lines = json!([{"sku": "LAMP", "quantity": 1, "discount": "2.01"}, {"sku": "BOOK", "quantity": 1}]);
        let payments = json!([{"method": "cash", "amount": "14.99"}]);
        let sale = call(&company, "POST /sales/", json!({"lines": lines, "payments": payments}));
        // 9.99 holds 1.665 of tax: 1.67 rounded away from zero.
        assert_eq!(fields(&sale, &FIGURES), ["13.32", "1.67", "14.99", "14.99", "0.00", "0.00"]);
        verify(&company);
    }
}

#[test]
fn unpaid_amount_is_posted_to_the_customer() {
    for database in databases() {
        let company = open(database);
        let lines = json!([{"sku": "BOOK", "quantity": 4}]);
        let part = json!([{"method": "cash", "amount": "15"}]);
        let error = refused(&company, "POST /sales/", json!({"lines": lines, "payments": part}));
        assert_eq!((error.kind, error.code), (Kind::Conflict, "not_paid"));
        let card = json!([{"method": "card", "amount": "20.01"}]);
        assert_eq!(refused(&company, "POST /sales/", json!({"lines": lines, "payments": card})).code, "overpaid");

        let body = json!({"customer": "ann", "lines": lines, "payments": part, "business_date": "2026-01-01"});
        let sale = call(&company, "POST /sales/", body);
        assert_eq!(fields(&sale, &FIGURES), ["20.00", "0.00", "20.00", "15.00", "0.00", "5.00"]);
        call(&company, "POST /sales/", json!({"customer": "ann", "lines": [{"sku": "CARD", "quantity": 1}]}));
        assert_eq!(balance(&company, "1100"), 600);

        let body = json!({"customer": "ann", "method": "bank", "amount": "6", "allocate": [{"sale": sale["number"], "amount": 5}]});
        assert_eq!(call(&company, "POST /receipts/", body)["unallocated"], "1.00");
        assert_eq!(company.ask("/sales/SAL-2026-000001/").expect("the sale").body["outstanding"], "0.00");
        assert_eq!(company.ask("/sales/SAL-2026-000002/").expect("the sale").body["outstanding"], "1.00");
        let list = company.ask("/sales/?customer=ann&business_date__gte=2026-01-01").expect("a list").body;
        let numbers: Vec<_> = list["results"].as_array().expect("rows").iter().map(|row| &row["number"]).collect();
        assert_eq!(numbers, ["SAL-2026-000002", "SAL-2026-000001"]);
        verify(&company);
    }
}

#[test]
fn sale_reports_all_field_errors_together() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /products/CARD/", json!({"is_active": false}));
        let lines = json!([
            {"sku": "LAMP", "quantity": 0}, {"sku": "NONE", "quantity": 1}, {"quantity": 1}, {"sku": "CARD", "quantity": 1},
            {"sku": "BOOK", "quantity": 1, "discount": "5.01"}, {"sku": "BOOK", "quantity": 1, "unit_price": -1},
        ]);
        let payments = json!([{"method": "gold", "amount": "1"}, {"method": "cash", "amount": "0"}]);
        let error = refused(&company, "POST /sales/", json!({"customer": "eve", "lines": lines, "payments": payments}));
        let expected = [
            ("customer", "not_found"),
            ("lines.0.quantity", "not_positive"),
            ("lines.1.sku", "not_found"),
            ("lines.2.sku", "required"),
            ("lines.3", "inactive"),
            ("lines.4.discount", "out_of_range"),
            ("lines.5.unit_price", "negative"),
            ("payments.0.method", "not_found"),
            ("payments.1.amount", "not_positive"),
        ];
        assert_eq!(codes(&error), expected);
        assert_eq!(codes(&refused(&company, "POST /sales/", json!({"lines": []}))), [("lines", "item_count")]);
        let typed = json!({"lines": [{"sku": "LAMP", "quantity": 1}, {"sku": "LAMP", "quantity": "much"}]});
        assert_eq!(codes(&refused(&company, "POST /sales/", typed)), [("lines.1.quantity", "invalid_value")]);
        let nul = json!({"lines": [{"sku": "LA\u{0}MP", "quantity": 1}]});
        assert_eq!(refused(&company, "POST /sales/", nul).kind, Kind::Malformed);
    }
}

#[test]
fn insufficient_stock_names_the_lines() {
    for database in databases() {
        let company = open(database);
        let lines = json!([
            {"sku": "LAMP", "quantity": 6}, {"sku": "BOOK", "quantity": 1}, {"sku": "LAMP", "quantity": 5},
            {"sku": "CARD", "quantity": 11},
        ]);
        let payments = json!([{"method": "cash", "amount": "1000"}]);
        let error = refused(&company, "POST /sales/", json!({"lines": lines, "payments": payments}));
        assert_eq!((error.kind, error.code), (Kind::Conflict, "insufficient_stock"));
        let expected = [("lines.2.quantity", "insufficient_stock"), ("lines.3.quantity", "insufficient_stock")];
        assert_eq!(codes(&error), expected);
    }
}

fn sell_as_cashier(company: &Company, body: Json) -> Result<Json> {
    let sale = serde_json::from_value::<PostSale>(body).expect("a sale");
    Ok(serde_json::to_value(company.run_as(CASHIER, sale)?).expect("JSON"))
}

#[test]
fn price_override_needs_a_permission() {
    for database in databases() {
        let company = open(database);
        let payments = json!([{"method": "cash", "amount": "20"}]);
        for (line, field) in [
            (json!({"sku": "BOOK", "quantity": 1, "unit_price": "4.99"}), "lines.0.unit_price"),
            (json!({"sku": "BOOK", "quantity": 1, "discount": "0.01"}), "lines.0.discount"),
        ] {
            let error = sell_as_cashier(&company, json!({"lines": [line], "payments": payments})).expect_err("refused");
            assert_eq!((error.kind, codes(&error)[0].0), (Kind::Forbidden, field));
            call(&company, "POST /sales/", json!({"lines": [line], "payments": payments}));
        }
        let line = json!({"sku": "BOOK", "quantity": 1, "unit_price": "5", "discount": 0});
        sell_as_cashier(&company, json!({"lines": [line], "payments": payments})).expect("the list's price");
        verify(&company);
    }
}

#[test]
fn offline_sale_is_flagged_instead_of_refused() {
    for database in databases() {
        let company = open(database);
        company.set_clock(testkit::instant("2026-02-10T12:00:00Z"));
        call(&company, "PATCH /products/CARD/", json!({"is_active": false}));
        call(&company, "POST /periods/2026-01/close/", json!({}));
        let lines = json!([
            {"sku": "LAMP", "quantity": 12, "unit_price": "11.00"}, {"sku": "CARD", "quantity": 1},
        ]);
        let mut body = json!({
            "lines": lines, "payments": [{"method": "cash", "amount": "200"}], "business_date": "2026-01-20",
            "reference": "TILL-7",
        });
        let submit = |body: &Json| {
            let sale = serde_json::from_value::<SubmitSale>(body.clone()).expect("a sale");
            company.run_as(CASHIER, sale).map(|sale| serde_json::to_value(sale).expect("JSON"))
        };
        let sale = submit(&body).expect("accepted");
        assert_eq!(sale["flags"], json!(["price_override", "inactive_product", "insufficient_stock", "period_closed"]));
        assert_eq!(on_hand(&company, "LAMP"), -2);
        let view = company.ask("/sales/SAL-2026-000001/").expect("the sale").body;
        let dates = fields(&view, &["business_date", "document_date", "reference"]);
        assert_eq!((dates, &view["needs_review"]), (vec!["2026-02-01", "2026-01-20", "TILL-7"], &json!(true)));
        let list = company.ask("/sales/?needs_review=true&kind=sale").expect("a list").body;
        assert_eq!((&list["count"], &list["results"][0]["id"]), (&json!(1), &sale["id"]));
        assert_eq!(company.ask("/sales/?needs_review=false").expect("a list").body["count"], 0);

        body["payments"] = json!([]);
        assert_eq!(submit(&body).expect_err("not paid").code, "not_paid");
        body["offline"] = json!(true);
        assert_eq!(codes(&refused(&company, "POST /sales/", body)), [("offline", "unknown_field")]);
        let lines = json!([{"sku": "LAMP", "quantity": 5, "unit_cost": "4.00"}]);
        let receive = json!({"warehouse": "main", "lines": lines, "business_date": "2026-02-02"});
        call(&company, "POST /stock/receive/", receive);
        // Ten at 3.00 and two at 4.00, in the end; one card at 3.00.
        assert_eq!(balance(&company, "5000"), 3_000 + 800 + 300);
        verify(&company);
    }
}

#[test]
fn return_settles_the_debt_before_it_refunds() {
    for database in databases() {
        let company = open(database);
        let lines = json!([{"sku": "LAMP", "quantity": 3}, {"sku": "BOOK", "quantity": 2}]);
        let payments = json!([{"method": "card", "amount": "40"}]);
        let sale = call(&company, "POST /sales/", json!({"customer": "ann", "lines": lines, "payments": payments}));
        assert_eq!(fields(&sale, &["total", "due"]), ["53.20", "13.20"]);
        let path = format!("POST /sales/{}/return/", sale["number"].as_str().expect("a number"));

        let back = json!([{"line": 1, "quantity": 1}]);
        let much = json!([{"method": "card", "amount": "14.40"}]);
        let error = refused(&company, &path, json!({"reason": "broken", "lines": back, "refund": much}));
        assert_eq!((error.code, error.fields[0].field.as_str()), ("refund_mismatch", "refund"));
        let right = json!([{"method": "card", "amount": "1.20"}]);
        let first = call(&company, &path, json!({"reason": "broken", "lines": back, "refund": right}));
        assert_eq!(fields(&first, &FIGURES), ["12.00", "2.40", "14.40", "1.20", "0.00", "13.20"]);
        assert_eq!(fields(&first, &["number", "kind"]), ["RET-2026-000001", "return"]);
        assert_eq!((balance(&company, "1100"), balance(&company, "1020")), (0, 3_880));
        assert_eq!((on_hand(&company, "LAMP"), balance(&company, "2200")), (8, -480));

        // Nothing is owed any more: what comes back now stays on the account as a credit.
        let back = json!([{"line": 2, "quantity": 2}]);
        let second = call(&company, &path, json!({"reason": "read", "lines": back}));
        assert_eq!(fields(&second, &["total", "paid", "due"]), ["10.00", "0.00", "10.00"]);
        assert_eq!(balance(&company, "1100"), -1_000);
        let view = company.ask(&format!("/sales/{}/", second["id"].as_str().expect("an id"))).expect("it").body;
        assert_eq!((&view["outstanding"], &view["origin"]), (&json!("-10.00"), &sale["id"]));
        let sold = company.ask("/sales/SAL-2026-000001/").expect("the sale").body;
        assert_eq!((&sold["lines"][0]["returned"], &sold["lines"][1]["returned"]), (&json!("1"), &json!("2")));

        let wrong = json!([{"line": 1, "quantity": 3}, {"line": 2, "quantity": 1}, {"line": 9, "quantity": 1}, {"line": 1, "quantity": 1}]);
        let error = refused(&company, &path, json!({"reason": "more", "lines": wrong}));
        let expected = [
            ("lines.0.quantity", "returned_too_much"),
            ("lines.1.quantity", "returned_too_much"),
            ("lines.2.line", "not_found"),
            ("lines.3.line", "duplicate"),
        ];
        assert_eq!(codes(&error), expected);
        let one = json!([{"line": 1, "quantity": 1}]);
        let early = json!({"reason": "early", "lines": one, "business_date": "2025-12-31"});
        assert_eq!(codes(&refused(&company, &path, early)), [("business_date", "before_sale")]);
        assert_eq!(
            refused(&company, "POST /sales/RET-2026-000001/return/", json!({"reason": "x", "lines": one})).code,
            "not_a_sale"
        );
        verify(&company);
    }
}

#[test]
fn anonymous_return_is_refunded_in_cash() {
    for database in databases() {
        let company = open(database);
        let lines = json!([{"sku": "LAMP", "quantity": 2}, {"sku": "DELIVERY", "quantity": 1}]);
        let payments = json!([{"method": "card", "amount": "34.79"}]);
        let sale = call(&company, "POST /sales/", json!({"lines": lines, "payments": payments}));
        let path = format!("POST /sales/{}/return/", sale["id"].as_str().expect("an id"));
        let back = json!([{"line": 2, "quantity": 1}, {"line": 1, "quantity": 2}]);
        let back = call(&company, &path, json!({"reason": "never came", "lines": back}));
        assert_eq!(fields(&back, &FIGURES), ["28.99", "5.80", "34.79", "34.79", "0.00", "0.00"]);
        assert_eq!((balance(&company, "1000"), balance(&company, "1020")), (-3_479, 3_479));
        for account in ["4000", "2200", "5000"] {
            assert_eq!(balance(&company, account), 0, "{account}");
        }
        assert_eq!(on_hand(&company, "LAMP"), 10);
        let list = company.ask("/sales/?kind=return").expect("a list").body;
        assert_eq!(list["results"][0]["reason"], "never came");
        verify(&company);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 16, failure_persistence: None, ..Default::default() })]

    /// Whatever is sold and however it comes back, in the end nothing has happened.
    #[test]
    fn partial_returns_undo_the_sale(
        sold in proptest::collection::vec((0usize..4, 1i64..2_500_000, 1i64..99_999, 0i64..100), 1..4),
        parts in proptest::collection::vec(1i64..1_500_000, 1..6),
        includes_tax in proptest::bool::ANY,
    ) {
        let company = open(Database::sqlite());
        call(&company, "PATCH /company/", json!({"prices_include_tax": includes_tax}));
        for unit in ["piece", "hour"] {
            call(&company, &format!("PATCH /units/{unit}/"), json!({"decimals": 6}));
        }
        let skus = ["LAMP", "BOOK", "CARD", "DELIVERY"];
        let decimal = |micros: i64| format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        let lines: Vec<Json> = sold.iter().map(|(sku, quantity, pence, percent)| {
            let discount = quantity * pence / 1_000_000 * percent / 100;
            let price = format!("{}.{:02}", pence / 100, pence % 100);
            let discount = format!("{}.{:02}", discount / 100, discount % 100);
            json!({"sku": skus[*sku], "quantity": decimal(*quantity), "unit_price": price, "discount": discount})
        }).collect();
        let before: Vec<i64> = ACCOUNTS.iter().map(|account| balance(&company, account)).collect();
        let sale = call(&company, "POST /sales/", json!({"customer": "ann", "lines": lines}));
        let path = format!("POST /sales/{}/return/", sale["number"].as_str().expect("a number"));
        for (n, (_, quantity, _, _)) in (1..).zip(&sold) {
            let mut rest = *quantity;
            for part in parts.iter().cycle() {
                let part = rest.min(*part);
                let back = json!([{"line": n, "quantity": decimal(part)}]);
                call(&company, &path, json!({"reason": "no", "lines": back}));
                rest -= part;
                if rest == 0 {
                    break;
                }
            }
        }
        let after: Vec<i64> = ACCOUNTS.iter().map(|account| balance(&company, account)).collect();
        proptest::prop_assert_eq!(before, after);
        let open = "SELECT count(*) FROM open_item i JOIN party p ON p.id = i.party WHERE is_open = TRUE AND p.code = $1";
        proptest::prop_assert_eq!(number(&company, open, "ann"), 0);
        for sku in &skus[..3] {
            proptest::prop_assert_eq!(on_hand(&company, sku), 10);
        }
        verify(&company);
    }
}

/// Receivables, stock, tax, income and cost of sales.
const ACCOUNTS: [&str; 5] = ["1100", "1200", "2200", "4000", "5000"];

/// How many round trips it takes until everything a command says it needs is known.
fn rounds(company: &Company, command: &impl Command) -> usize {
    let count = |read: &mut Session<'_>| {
        for round in 0.. {
            let now = read.now();
            let mut prefetch = store::Prefetch::new(read.set, now);
            command.prefetch(&mut prefetch);
            if !prefetch.is_missing() {
                return Ok(round);
            }
            read.load_requested()?;
        }
        Ok(0)
    };
    company.read(count).expect("rounds")
}

#[test]
fn cold_batch_loads_in_three_round_trips() {
    for database in databases() {
        let company = open(database);
        let body = json!({
            "customer": "ann", "business_date": "2026-01-03", "lines": [{"sku": "LAMP", "quantity": 1}, {"sku": "DELIVERY", "quantity": 1}],
            "payments": [{"method": "cash", "amount": "1"}],
        });
        company.set_clock(testkit::instant("2026-01-03T12:00:00Z"));
        call(&company, "POST /sales/", body.clone());
        assert!(rounds(&company, &serde_json::from_value::<PostSale>(body).expect("a sale")) <= 3);
        let body = json!({
            "id": "SAL-2026-000001", "reason": "no", "lines": [{"line": 1, "quantity": 1}], "business_date": "2026-01-03",
            "refund": [{"method": "cash", "amount": "1"}],
        });
        let back = serde_json::from_value::<sales::ReturnSale>(body).expect("a return");
        assert!(rounds(&company, &back) <= 4);
        let body = json!({"customer": "ann", "method": "cash", "amount": 1, "business_date": "2026-01-03"});
        let receipt = serde_json::from_value::<payments::PostReceipt>(body).expect("a receipt");
        assert!(rounds(&company, &receipt) <= 3);
    }
}

#[test]
fn sale_and_return_reject_fractional_pieces() {
    for database in databases() {
        let company = open(database);
        let half = json!({"customer": "ann", "lines": [
            {"sku": "DELIVERY", "quantity": "0.25"}, {"sku": "LAMP", "quantity": "1.5"}, {"sku": "DELIVERY", "quantity": "0.125"},
        ]});
        let wrong = [("lines.1.quantity", "too_many_decimals"), ("lines.2.quantity", "too_many_decimals")];
        assert_eq!(codes(&refused(&company, "POST /sales/", half.clone())), wrong);

        // It has happened already: somebody looks at it, and what was sold can come back as it was sold.
        let sale = call(&company, "POST /sales/offline/", half);
        assert_eq!(sale["flags"], json!(["unit_decimals"]));
        let path = format!("POST /sales/{}/return/", sale["number"].as_str().expect("a number"));
        let back = |quantity: &str| json!({"reason": "a mistake", "lines": [{"line": 2, "quantity": quantity}]});
        assert_eq!(codes(&refused(&company, &path, back("0.25"))), [("lines.0.quantity", "too_many_decimals")]);
        call(&company, &path, back("1"));
        call(&company, &path, back("0.5"));
        verify(&company);
    }
}

#[test]
fn credit_of_a_return_settles_the_next_sale() {
    for database in databases() {
        let company = open(database);
        let sale = |customer: &str, payments: Json| {
            let body = json!({"customer": customer, "lines": [{"sku": "BOOK", "quantity": 2}], "payments": payments});
            call(&company, "POST /sales/", body)["number"].as_str().expect("a number").to_owned()
        };
        let paid = sale("ann", json!([{"method": "card", "amount": 10}]));
        let back = json!({"reason": "read it", "lines": [{"line": 1, "quantity": 2}]});
        let back = call(&company, &format!("POST /sales/{paid}/return/"), back);
        let path = format!("POST /sales/{}/allocate/", back["number"].as_str().expect("a number"));
        assert_eq!(refused(&company, &path, json!({})).code, "nothing_owed");
        let (next, of_bob) = (sale("ann", json!([{"method": "card", "amount": 4}])), sale("bob", json!([])));
        let outstanding = |number: &str| {
            let view = company.ask(&format!("/sales/{number}/")).expect("a sale").body;
            view["outstanding"].as_str().expect("an amount").to_owned()
        };
        assert_eq!((outstanding(&next), outstanding("RET-2026-000001")), ("6.00".to_owned(), "-10.00".to_owned()));

        let parts = json!({"allocate": [{"sale": of_bob, "amount": 1}, {"sale": next, "amount": "6.01"}]});
        let wrong = [("allocate.0.sale", "not_open"), ("allocate.1.amount", "more_than_open")];
        assert_eq!(codes(&refused(&company, &path, parts)), wrong);
        assert_eq!(refused(&company, &format!("POST /sales/{next}/allocate/"), json!({})).code, "not_a_return");
        let allocated = call(&company, &path, json!({}));
        assert_eq!((&allocated["id"], &allocated["unallocated"]), (&back["id"], &json!("4.00")));
        assert_eq!((outstanding(&next), outstanding("RET-2026-000001")), ("0.00".to_owned(), "-4.00".to_owned()));
        verify(&company);
    }
}

/// What a return takes back out of the cost of sales, in pence; `quantity` of line 1.
fn cost_taken_back(company: &Company, sale: &Json, quantity: i64) -> i64 {
    let before = balance(company, "5000");
    let lines = json!([{"line": 1, "quantity": quantity}]);
    let id = sale["id"].as_str().expect("an id");
    call(company, &format!("POST /sales/{id}/return/"), json!({"reason": "dented", "lines": lines}));
    before - balance(company, "5000")
}

#[test]
fn goods_come_back_at_what_those_that_are_out_have_cost() {
    for database in databases() {
        let company = open(database);
        call(
            &company,
            "POST /warehouses/",
            json!({"code": "van", "name": "Van", "site": "main", "allows_deficit": true}),
        );
        let sell = |sku: &str, quantity: i64, amount: &str| {
            let payments = json!([{"method": "cash", "amount": amount}]);
            let lines = json!([{"sku": sku, "quantity": quantity}]);
            call(&company, "POST /sales/", json!({"warehouse": "van", "lines": lines, "payments": payments}))
        };
        let receive = |sku: &str, quantity: i64, unit_cost: &str| {
            let lines = json!([{"sku": sku, "quantity": quantity, "unit_cost": unit_cost}]);
            call(&company, "POST /stock/receive/", json!({"warehouse": "van", "lines": lines}));
        };
        // All ten books of the shop at 3.00, then ten that are not there, at a provisional 3.00.
        sell("BOOK", 10, "50");
        let owed = sell("BOOK", 10, "50");
        assert_eq!(cost_taken_back(&company, &owed, 5), 1500);
        receive("BOOK", 5, "1.20");
        verify(&company);
        // The five that are out have cost 1.20 each.
        assert_eq!(cost_taken_back(&company, &owed, 2), 240);
        assert_eq!(cost_taken_back(&company, &owed, 3), 360);
        verify(&company);

        // Of ten cards that are not there four are received at 1.00: 22.00 in all. All come back and cost nothing any more.
        let (paid, stock) = (balance(&company, "5000"), balance(&company, "1200"));
        sell("CARD", 10, "10");
        let owed = sell("CARD", 10, "10");
        receive("CARD", 4, "1.00");
        assert_eq!(balance(&company, "5000"), paid + 3000 + 2200);
        verify(&company);
        assert_eq!(cost_taken_back(&company, &owed, 8), 2200 - 200);
        verify(&company);
        assert_eq!(cost_taken_back(&company, &owed, 2), 200);
        assert_eq!((balance(&company, "5000"), balance(&company, "1200")), (paid + 3000, stock - 3000 + 400));
        verify(&company);
    }
}
