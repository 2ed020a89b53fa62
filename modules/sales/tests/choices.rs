//! What a company chooses about selling and its stock, and what then happens.

mod shop;

use serde_json::{Value as Json, json};
use shop::{CLERK, call, open, verify};
use testkit::{Company, databases};

/// A shop with a branch `br`, whose store is `wb`.
fn open_with_branch(database: testkit::Database) -> Company {
    let company = open(database);
    call(&company, "POST /sites/", json!({"code": "br", "name": "Branch"}));
    call(&company, "POST /warehouses/", json!({"site": "br", "code": "wb", "name": "Branch store"}));
    company.set_clock(testkit::instant("2026-03-01T12:00:00Z"));
    company
}

fn shown(company: &Company, sale: &Json) -> Json {
    company.ask(&format!("/sales/{}/", sale["id"].as_str().expect("an id"))).expect("the sale").body
}

#[test]
fn customer_without_terms_of_payment_has_those_of_the_site_or_the_company() {
    for company in databases().into_iter().map(open_with_branch) {
        let due = |customer: &str, warehouse: &str| {
            let lines = json!([{"sku": "DELIVERY", "quantity": 1}]);
            let body =
                json!({"customer": customer, "warehouse": warehouse, "lines": lines, "business_date": "2026-03-01"});
            let sale = call(&company, "POST /sales/", body);
            shown(&company, &sale)["due_date"].as_str().expect("a day").to_owned()
        };
        assert_eq!(due("ann", "main"), "2026-03-01");
        call(&company, "PUT /settings/sales.payment_days/", json!({"value": 14}));
        let of_site = json!({"level": "site", "site": "br", "value": 7});
        call(&company, "PUT /settings/sales.payment_days/", of_site);
        assert_eq!((due("ann", "main"), due("ann", "wb")), ("2026-03-15".to_owned(), "2026-03-08".to_owned()));
        // Terms of the customer's own count before both, none at all included.
        call(&company, "PATCH /customers/ann/", json!({"payment_days": 30}));
        call(&company, "PATCH /customers/bob/", json!({"payment_days": 0}));
        assert_eq!((due("ann", "wb"), due("bob", "wb")), ("2026-03-31".to_owned(), "2026-03-01".to_owned()));
        let refused = company.call("PUT /settings/sales.payment_days/", &json!({"value": 3_651})).map(drop);
        assert_eq!(refused.expect_err("too long").fields[0].field, "value");
        verify(&company);
    }
}

#[test]
fn goods_move_in_the_usual_warehouse_where_none_is_named() {
    for company in databases().into_iter().map(open_with_branch) {
        let receive = |user| {
            let lines = json!([{"sku": "CARD", "quantity": 5, "unit_cost": "3"}]);
            company.call_as(user, "POST /stock/receive/", &json!({ "lines": lines })).expect("received");
        };
        let on_hand = |warehouse: &str| {
            let rows = company.ask(&format!("/stock/?product=CARD&warehouse={warehouse}")).expect("stock").body;
            rows["results"][0]["on_hand"].as_str().unwrap_or("0").to_owned()
        };
        let own = json!({"level": "user", "value": "wb"});
        company.call_as(CLERK, "PUT /settings/inventory.usual_warehouse/", &own).expect("chosen");
        receive(CLERK);
        receive(command::SYSTEM);
        assert_eq!((on_hand("main"), on_hand("wb")), ("15".to_owned(), "5".to_owned()));
        let lines = json!([{"sku": "CARD", "quantity": 2}]);
        let payments = json!([{"method": "cash", "amount": "2"}]);
        let body = json!({"lines": lines, "payments": payments});
        let sale = company.call_as(CLERK, "POST /sales/", &body).expect("sold").body;
        assert_eq!((shown(&company, &sale)["warehouse_code"].as_str(), &*on_hand("wb")), (Some("wb"), "3"));
        let offline = company.call_as(CLERK, "POST /sales/offline/", &body).expect("sold offline").body;
        assert_eq!((shown(&company, &offline)["warehouse_code"].as_str(), &*on_hand("wb")), (Some("wb"), "1"));

        let refused = company.call("PUT /settings/inventory.usual_warehouse/", &json!({"value": "moon"})).map(drop);
        assert_eq!(refused.expect_err("no warehouse").fields[0].field, "value");
        verify(&company);
    }
}
