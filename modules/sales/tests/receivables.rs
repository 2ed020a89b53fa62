//! Debts of customers: when they are due, and what happens where one branch is paid for another: no branch keeps a claim that is
//! paid, and the branches owe each other the money.

mod shop;

use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use store::Value;
use testkit::{Company, databases};

/// A shop with a branch `br`, whose store is `wb`, and a service at 1.00 without tax.
fn open_with_branch(database: testkit::Database) -> Company {
    let company = open(database);
    call(&company, "POST /sites/", json!({"code": "br", "name": "Branch"}));
    call(&company, "POST /warehouses/", json!({"site": "br", "code": "wb", "name": "Branch store"}));
    let service = json!({"sku": "HELP", "name": "Help", "unit": "piece", "selling_price": "1", "kind": "service"});
    call(&company, "POST /products/", service);
    company.set_clock(testkit::instant("2026-03-01T12:00:00Z"));
    company
}

/// Sells for so many pounds to Ann on account; the sale.
fn sell(company: &Company, warehouse: &str, pounds: i64) -> Json {
    let lines = json!([{"sku": "HELP", "quantity": pounds}]);
    call(company, "POST /sales/", json!({"customer": "ann", "warehouse": warehouse, "lines": lines}))
}

fn path(document: &Json, what: &str) -> String {
    format!("POST /{what}/", what = what.replace("{}", document["number"].as_str().expect("a number")))
}

/// The net of an account at the main site and at the branch, in pence.
fn at_sites(company: &Company, account: &str) -> [i64; 2] {
    ["main", "br"].map(|site| {
        let sql = "SELECT CAST(coalesce(sum(b.debit - b.credit), 0) AS bigint) FROM balance b \
                   JOIN account a ON a.id = b.account JOIN site s ON s.id = b.branch WHERE a.code = $1 AND s.code = $2";
        let arguments = [account, site].map(|text| Value::Text(text.to_owned()));
        let rows = company.read(|read| read.query(sql, &arguments)).expect("a balance");
        match rows[0][..] {
            [Value::Int(net)] => net,
            _ => panic!("{rows:?}"),
        }
    })
}

/// The amounts that were paid, and the rest.
fn paid(answer: &Json) -> (Vec<&str>, &str) {
    let parts = answer["allocated"].as_array().expect("parts");
    let amounts = parts.iter().map(|part| part["amount"].as_str().expect("an amount")).collect();
    (amounts, answer["unallocated"].as_str().expect("the rest"))
}

#[test]
fn due_date_of_a_sale_may_be_agreed() {
    for database in databases() {
        let company = open_with_branch(database);
        call(&company, "PATCH /customers/ann/", json!({"payment_days": 30}));
        let lines = json!([{"sku": "HELP", "quantity": 80}]);
        let mut body =
            json!({"customer": "ann", "lines": lines, "business_date": "2026-01-10", "due_date": "2026-01-31"});
        let sale = call(&company, "POST /sales/", body.clone());
        let shown = |sale: &Json| {
            company.ask(&format!("/sales/{}/", sale["id"].as_str().expect("an id"))).expect("the sale").body
        };
        assert_eq!(shown(&sale)["due_date"], "2026-01-31");
        let statement =
            company.ask("/customers/ann/statement/?from=2026-01-01&to=2026-01-31").expect("a statement").body;
        assert_eq!(statement["lines"][0]["due_date"], "2026-01-31");
        for (day, bucket) in [("2026-01-31", "current"), ("2026-02-01", "days_1_30"), ("2026-03-03", "days_31_60")] {
            let ageing = company.ask(&format!("/customers/ann/ageing/?as_of={day}")).expect("an ageing").body;
            assert_eq!(ageing["totals"][bucket], "80.00", "{day}");
        }
        // It is due on the day of the sale at the earliest; what a device did with a wrong one stands by the customer's terms.
        body["due_date"] = json!("2026-01-09");
        let error = company.call("POST /sales/", &body).map(|called| called.body).expect_err("before the sale");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("due_date", "before_sale"));
        let sale = call(&company, "POST /sales/offline/", body.clone());
        assert_eq!((&sale["flags"], &shown(&sale)["due_date"]), (&json!(["due_date_ignored"]), &json!("2026-02-09")));
        body["due_date"] = json!("2026-01-10");
        assert_eq!(shown(&call(&company, "POST /sales/", body.clone()))["due_date"], "2026-01-10");
        // Where nothing is owed there is nothing to be due.
        body["payments"] = json!([{"method": "cash", "amount": "80"}]);
        assert_eq!(shown(&call(&company, "POST /sales/", body))["due_date"], Json::Null);
        verify(&company);
    }
}

#[test]
fn sale_on_account_is_due_by_the_terms_of_its_customer() {
    for database in databases() {
        let company = open_with_branch(database);
        call(&company, "PATCH /customers/ann/", json!({"payment_days": 30}));
        let lines = json!([{"sku": "HELP", "quantity": 80}]);
        let body = json!({"customer": "ann", "lines": lines, "business_date": "2026-01-10"});
        let sale = call(&company, "POST /sales/", body);
        let shown = company.ask(&format!("/sales/{}/", sale["id"].as_str().expect("an id"))).expect("the sale").body;
        assert_eq!(shown["due_date"], "2026-02-09");
        let statement =
            company.ask("/customers/ann/statement/?from=2026-01-01&to=2026-01-31").expect("a statement").body;
        assert_eq!(statement["lines"][0]["due_date"], "2026-02-09");
        for (day, bucket) in [("2026-02-09", "current"), ("2026-02-10", "days_1_30"), ("2026-03-12", "days_31_60")] {
            let ageing = company.ask(&format!("/customers/ann/ageing/?as_of={day}")).expect("an ageing").body;
            assert_eq!(ageing["totals"][bucket], "80.00", "{day}");
        }
        // What is paid at once is not due, and a credit is due at once.
        let payments = json!([{"method": "cash", "amount": "5"}]);
        let lines = json!([{"sku": "HELP", "quantity": 5}]);
        let paid = call(&company, "POST /sales/", json!({"customer": "ann", "lines": lines, "payments": payments}));
        let shown = company.ask(&format!("/sales/{}/", paid["id"].as_str().expect("an id"))).expect("the sale").body;
        assert_eq!(shown["due_date"], Json::Null);
        for days in [-1, 3_651] {
            let error = company.call("PATCH /customers/ann/", &json!({"payment_days": days})).map(|_| ());
            assert_eq!(error.expect_err("out of range").fields[0].field, "payment_days");
        }
        verify(&company);
    }
}

#[test]
fn receipt_settles_debts_in_the_books_of_their_branches() {
    for database in databases() {
        let company = open_with_branch(database);
        sell(&company, "wb", 100);
        sell(&company, "main", 50);
        assert_eq!(at_sites(&company, "1100"), [5_000, 10_000]);
        let receipt = call(&company, "POST /receipts/", json!({"customer": "ann", "method": "bank", "amount": "170"}));
        assert_eq!(paid(&receipt), (vec!["100.00", "50.00"], "20.00"));
        assert_eq!(at_sites(&company, "1100"), [-2_000, 0]);
        assert_eq!(at_sites(&company, "1950"), [-10_000, 10_000]);
        verify(&company);
    }
}

#[test]
fn advance_is_brought_to_the_branch_whose_sale_it_pays() {
    for database in databases() {
        let company = open_with_branch(database);
        let advance = call(&company, "POST /receipts/", json!({"customer": "ann", "method": "bank", "amount": "130"}));
        let (branch, main) = (sell(&company, "wb", 100), sell(&company, "main", 50));
        let parts = json!([{"sale": main["number"], "amount": "10"}, {"sale": branch["id"], "amount": "99.99"}]);
        let first = call(&company, &path(&advance, "receipts/{}/allocate"), json!({"allocate": parts}));
        assert_eq!(paid(&first), (vec!["10.00", "99.99"], "20.01"));
        assert_eq!(at_sites(&company, "1100"), [4_000 - 2_001, 1]);
        assert_eq!(at_sites(&company, "1950"), [-9_999, 9_999]);
        let rest = call(&company, &path(&advance, "receipts/{}/allocate"), json!({}));
        assert_eq!(paid(&rest), (vec!["0.01", "20.00"], "0.00"));
        assert_eq!(at_sites(&company, "1100"), [2_000, 0]);

        // The statement of the customer shows sales and receipts, not the way of the credit between branches.
        let statement = company.ask("/customers/ann/statement/").expect("a statement").body;
        let kinds: Vec<&str> =
            statement["lines"].as_array().expect("lines").iter().filter_map(|line| line["kind"].as_str()).collect();
        assert_eq!((kinds, &statement["closing"]), (vec!["receipt", "sale", "sale"], &json!("20.00")));
        let ageing = company.ask("/customers/ann/ageing/?as_of=2026-03-01").expect("an ageing").body;
        let totals = &ageing["totals"];
        assert_eq!((&totals["current"], &totals["unallocated"]), (&json!("20.00"), &json!("0.00")));
        for (branch, open) in [("main", "20.00"), ("br", "0.00")] {
            for report in ["/customers/ann/ageing/", "/reports/ageing/"] {
                let ageing =
                    company.ask(&format!("{report}?as_of=2026-03-01&branch={branch}")).expect("an ageing").body;
                assert_eq!(ageing["totals"]["total"], open, "{report} of {branch}");
            }
        }
        verify(&company);
    }
}

#[test]
fn credit_note_of_a_branch_pays_a_sale_of_the_main_site() {
    for database in databases() {
        let company = open_with_branch(database);
        let sold = sell(&company, "wb", 30);
        call(&company, "POST /receipts/", json!({"customer": "ann", "method": "cash", "amount": "30"}));
        let lines = json!([{"line": 1, "quantity": 30}]);
        let back = call(&company, &path(&sold, "sales/{}/return"), json!({"reason": "not needed", "lines": lines}));
        assert_eq!(at_sites(&company, "1100"), [0, -3_000]);
        sell(&company, "main", 20);
        let allocated = call(&company, &path(&back, "sales/{}/allocate"), json!({}));
        assert_eq!(paid(&allocated), (vec!["20.00"], "10.00"));
        assert_eq!(at_sites(&company, "1100"), [0, -1_000]);
        assert_eq!(at_sites(&company, "1950"), [-3_000 + 2_000, 3_000 - 2_000]);
        verify(&company);
    }
}

#[test]
fn allocation_is_not_dated_before_the_credit_or_the_sale() {
    for database in databases() {
        let company = open_with_branch(database);
        let advance = call(&company, "POST /receipts/", json!({"customer": "ann", "method": "bank", "amount": "100"}));
        sell(&company, "wb", 100);
        let early = json!({"business_date": "2025-12-31"});
        let error = company.call(&path(&advance, "receipts/{}/allocate"), &early).map(|_| ()).expect_err("too early");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("business_date", "before_cause"));
        verify(&company);
    }
}
