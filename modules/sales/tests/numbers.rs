//! How documents are numbered as a company wants it: patterns, sites, fiscal years, numbers of an earlier system, and blocks for devices.

mod shop;

use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use testkit::{Company, databases};

fn sell(company: &Company, warehouse: &str, day: &str) -> String {
    let lines = json!([{"sku": "DELIVERY", "quantity": 1}]);
    let body = json!({"customer": "ann", "warehouse": warehouse, "lines": lines, "business_date": day});
    call(company, "POST /sales/", body)["number"].as_str().expect("a number").to_owned()
}

/// A sale that a till made offline, with the number that it printed.
fn submit(company: &Company, number: &str) -> Json {
    let lines = json!([{"sku": "DELIVERY", "quantity": 1}]);
    call(company, "POST /sales/offline/", json!({"customer": "ann", "lines": lines, "number": number}))
}

/// A shop with a branch `br-2`, whose store is `wb`, in March 2027.
fn shop_with_branch(database: testkit::Database) -> Company {
    let company = open(database);
    call(&company, "POST /sites/", json!({"code": "br-2", "name": "Branch"}));
    call(&company, "POST /warehouses/", json!({"site": "br-2", "code": "wb", "name": "Branch store"}));
    call(&company, "POST /fiscal-years/", json!({"starts_on": "2027-01-01"}));
    company.set_clock(testkit::instant("2027-03-01T12:00:00Z"));
    company
}

#[test]
fn pattern_decides_where_numbers_begin_anew() {
    for company in databases().into_iter().map(shop_with_branch) {
        assert_eq!(sell(&company, "main", "2026-12-31"), "SAL-2026-000001");
        let rule =
            json!({"document": "sale", "starts_on": "2027-01-01", "pattern": "{site}-{yy}-{month}-", "digits": 4});
        call(&company, "POST /number-series/", rule);
        let numbers = [
            ("main", "2026-12-30"),
            ("main", "2027-01-05"),
            ("wb", "2027-01-05"),
            ("main", "2027-01-06"),
            ("main", "2027-02-01"),
        ];
        let numbers = numbers.map(|(warehouse, day)| sell(&company, warehouse, day));
        let expected = ["SAL-2026-000002", "MAIN-27-01-0001", "BR2-27-01-0001", "MAIN-27-01-0002", "MAIN-27-02-0001"];
        assert_eq!(numbers, expected);
        // The branch gets a series of its own, which counts before that of all sites.
        let of_branch = json!({"document": "sale", "site": "br-2", "starts_on": "2027-02-01", "pattern": "B-", "digits": 1, "kind": "unique"});
        call(&company, "POST /number-series/", of_branch);
        assert_eq!(
            ["2027-01-31", "2027-02-01", "2027-02-02"].map(|day| sell(&company, "wb", day)),
            ["BR2-27-01-0002", "B-1", "B-2"]
        );
        let found = company.ask("/sales/b-2/").expect("found as it is typed").body;
        assert_eq!(found["number"], "B-2");
        verify(&company);
    }
}

#[test]
fn series_goes_on_with_the_numbers_of_another_system() {
    for company in databases().into_iter().map(shop_with_branch) {
        let rule = json!({"document": "sale", "starts_on": "2027-01-01", "pattern": "INV-{year}-", "digits": 5, "first_number": 4512});
        let rule = call(&company, "POST /number-series/", rule);
        assert_eq!([(); 2].map(|()| sell(&company, "main", "2027-01-05")), ["INV-2027-04512", "INV-2027-04513"]);
        // Only the year in which the rule begins goes on; the next begins at 1.
        call(&company, "POST /fiscal-years/", json!({"starts_on": "2028-01-01"}));
        company.set_clock(testkit::instant("2028-01-02T12:00:00Z"));
        assert_eq!(sell(&company, "main", "2028-01-02"), "INV-2028-00001");
        call(&company, &format!("DELETE /number-series/{}/", rule["id"].as_str().expect("an id")), json!({}));
        assert_eq!(sell(&company, "main", "2028-01-02"), "SAL-2028-000001");
        verify(&company);
    }
}

#[test]
fn rules_that_make_no_sense_are_refused_at_their_field() {
    for company in databases().into_iter().map(shop_with_branch) {
        let good = json!({"document": "sale", "starts_on": "2027-01-01", "pattern": "INV-{year}-"});
        call(&company, "POST /number-series/", good.clone());
        let wrong = [
            (json!({"pattern": "INV"}), None),
            (json!({"pattern": "INV9"}), Some("pattern")),
            (json!({"pattern": "inv-"}), Some("pattern")),
            (json!({"pattern": "{fy}-"}), Some("pattern")),
            (json!({"pattern": "{year}"}), Some("pattern")),
            (json!({"pattern": "A/"}), Some("pattern")),
            (json!({"digits": 0}), Some("digits")),
            (json!({"digits": 13}), Some("digits")),
            (json!({"first_number": 0}), Some("first_number")),
            (json!({"kind": "external"}), Some("kind")),
            (json!({"document": "reversal"}), Some("document")),
            (json!({"document": "invoice"}), Some("document")),
            (json!({"site": "moon"}), Some("site")),
            (json!({"starts_on": "2027-01-01"}), Some("starts_on")),
        ];
        for (change, field) in wrong {
            let mut body = good.clone();
            body["starts_on"] = json!("2027-02-01");
            for (name, value) in change.as_object().expect("fields") {
                body[name] = value.clone();
            }
            let answer = company.call("POST /number-series/", &body);
            let refused = answer.err().map(|error| error.fields[0].field.clone());
            assert_eq!(refused.as_deref(), field, "{change}");
        }
        verify(&company);
    }
}

#[test]
fn device_prints_the_numbers_of_its_block() {
    for company in databases().into_iter().map(shop_with_branch) {
        let take = json!({"document": "sale", "device": "Till 1", "size": 4});
        let block = call(&company, "POST /number-blocks/", take.clone());
        assert_eq!((&block["first"], &block["last"]), (&json!("SAL-2027-000001"), &json!("SAL-2027-000004")));
        let second = call(&company, "POST /number-blocks/", take);
        assert_eq!(second["first"], "SAL-2027-000005");
        assert_eq!(sell(&company, "main", "2027-03-01"), "SAL-2027-000009");
        verify(&company);

        // They come in any order, and each once.
        for number in ["SAL-2027-000003", "SAL-2027-000001", "SAL-2027-000006"] {
            let sale = submit(&company, number);
            assert_eq!((&sale["number"], &sale["flags"]), (&json!(number), &json!([])));
        }
        for (number, given) in [
            ("SAL-2027-000003", "SAL-2027-000010"),
            ("SAL-2027-000009", "SAL-2027-000011"),
            ("T1/7", "SAL-2027-000012"),
        ] {
            let sale = submit(&company, number);
            assert_eq!((&sale["number"], &sale["flags"]), (&json!(given), &json!(["number_of_no_block"])), "{number}");
            let shown = company.ask(&format!("/sales/{given}/")).expect("the sale").body;
            assert_eq!(shown["reference"], number);
        }
        verify(&company);

        // What is left over is given back, and a sale that comes later has another number.
        let path = format!("POST /number-blocks/{}/close/", block["id"].as_str().expect("an id"));
        let refused = company.call(&path, &json!({"reason": " "})).map(drop).expect_err("no reason");
        assert_eq!(refused.fields[0].field, "reason");
        let closed = call(&company, &path, json!({"reason": "Till 1 is broken"}));
        assert_eq!((&closed["used"], &closed["unused"]), (&json!(2), &json!(2)));
        assert_eq!(
            company.call(&path, &json!({"reason": "again"})).map(drop).expect_err("closed").code,
            "invalid_state"
        );
        assert_eq!(submit(&company, "SAL-2027-000002")["number"], "SAL-2027-000013");
        let open_blocks = company.ask("/number-blocks/?is_open=true").expect("blocks").body;
        assert_eq!((&open_blocks["count"], &open_blocks["results"][0]["first_number"]), (&json!(1), &json!(5)));
        verify(&company);
    }
}

#[test]
fn blocks_that_cannot_be_given_are_refused() {
    for company in databases().into_iter().map(shop_with_branch) {
        let wrong = [
            (json!({"document": "sale", "device": "T", "size": 0}), "size"),
            (json!({"document": "sale", "device": "T", "size": 10_001}), "size"),
            (json!({"document": "bad_debt", "device": "T", "size": 1}), "document"),
            (json!({"document": "sale", "device": "T", "size": 1, "site": "moon"}), "site"),
            (json!({"document": "sale", "device": "T", "size": 1, "date": "2031-01-01"}), "business_date"),
        ];
        for (body, field) in wrong {
            let refused = company.call("POST /number-blocks/", &body).map(drop).expect_err("refused");
            assert_eq!(refused.fields[0].field, field, "{body}");
        }
        let online =
            json!({"lines": [{"sku": "DELIVERY", "quantity": 1}], "customer": "ann", "number": "SAL-2027-000001"});
        assert_eq!(
            company.call("POST /sales/", &online).map(drop).expect_err("no such field").fields[0].field,
            "number"
        );
        verify(&company);
    }
}
