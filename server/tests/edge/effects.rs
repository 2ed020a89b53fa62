//! A dry run tells what a command would do, and each user only what they may see.

use crate::client::TestServer;
use serde_json::{Value, json};

/// A shop with ten lamps, taxed at 20 %.
fn shop(server: &TestServer, token: &str) {
    let post = |path: &str, body: Value| {
        let answer = server.request("POST", &format!("/api/v1/{path}/"), token, &body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.body);
    };
    post("tax-categories", json!({ "code": "vat", "name": "VAT", "rate": "0.2" }));
    post(
        "products",
        json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "12", "tax_category": "vat" }),
    );
    post("stock/receive", json!({ "lines": [{ "sku": "LAMP", "quantity": "10", "unit_cost": "3" }] }));
}

fn sale() -> Value {
    json!({ "lines": [{ "sku": "LAMP", "quantity": "2" }], "payments": [{ "method": "cash", "amount": "30" }] })
}

#[test]
fn dry_run_of_a_sale_tells_entry_stock_taxes_and_number() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        shop(&server, &token);
        let tried = server.request("POST", "/api/v1/sales/?dry_run=true", &token, &sale());
        assert_eq!((tried.status, tried.header("dry-run")), (201, Some("true")), "{}", tried.body);
        let effects = &tried.body["effects"];
        let stock = json!([{ "sku": "LAMP", "name": "Lamp", "warehouse": "main",
            "before": "10", "change": "-2", "after": "8", "available": "8" }]);
        assert_eq!(effects["stock"], stock);
        let taxes = &effects["taxes"];
        assert_eq!((&taxes[0]["tax_category"], &taxes[0]["rate"]), (&json!("vat"), &json!("0.2")));
        assert_eq!(taxes[0]["tax"], tried.body["tax_total"]);
        let number = json!([{ "kind": "sale", "number": tried.body["number"] }]);
        assert_eq!(effects["numbers"], number);

        // Nothing has happened, and when it does, it is what was told.
        let before = server.request("GET", "/api/v1/stock/", &token, &Value::Null).body;
        assert_eq!(before["results"][0]["on_hand"], "10");
        let sold = server.request("POST", "/api/v1/sales/", &token, &sale()).body;
        assert_eq!((&sold["number"], &sold["effects"]), (&tried.body["number"], &Value::Null));
        let entry = format!("/api/v1/journal-entries/{}/", sold["entry"].as_str().unwrap());
        let entry = server.request("GET", &entry, &token, &Value::Null).body;
        let posted: Vec<Value> =
            entry["lines"].as_array().unwrap().iter().map(|line| shown(line, "account_name")).collect();
        let told = effects["entries"][0]["lines"].as_array().unwrap();
        assert_eq!(told.iter().map(|line| shown(line, "name")).collect::<Vec<_>>(), posted);
        assert_eq!(effects["entries"][0]["currency"], "GBP");
    }
}

/// A line of an entry as both the effects and the journal have it.
fn shown(line: &Value, name: &str) -> Value {
    json!([line["account"], line[name], line["branch"], line["debit"], line["credit"]])
}

#[test]
fn effects_show_each_user_what_they_may_see() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        shop(&server, &server.token("owner@acme.test"));
        let effects = |role: &str| {
            let token = server.token(&format!("{role}@acme.test"));
            server.request("POST", "/api/v1/sales/?dry_run=true", &token, &sale()).body["effects"].clone()
        };
        let hidden = |effects: &Value| {
            let lines = effects["entries"][0]["lines"].as_array().unwrap().iter();
            lines.filter(|line| line["debit"].is_null() && line["credit"].is_null()).count()
        };
        let (owner, clerk, cashier) = (effects("owner"), effects("clerk"), effects("cashier"));
        // A clerk sees the entry, but not what the goods cost: the line of the goods, and that of their cost.
        assert_eq!((hidden(&owner), hidden(&clerk)), (0, 2), "{clerk}");
        assert!(cashier["entries"].is_null() && cashier["stock"].is_array(), "{cashier}");
        assert_eq!((&cashier["numbers"], &cashier["taxes"]), (&owner["numbers"], &owner["taxes"]));
    }
}

#[test]
fn every_command_tells_its_effects() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    shop(&server, &token);
    let post = |path: &str, body: Value| {
        let answer = server.request("POST", &format!("/api/v1/{path}/?dry_run=true"), &token, &body);
        assert!(answer.status < 300, "{path}: {}", answer.body);
        answer.body["effects"].clone()
    };
    let category = post("categories", json!({ "code": "tea", "name": "Tea" }));
    let nothing = json!({ "entries": [], "messages": [], "numbers": [], "stock": [], "taxes": [] });
    assert_eq!(category, nothing);
    let lines = json!([{ "sku": "LAMP", "quantity": "4" }]);
    let reserved = post("stock/reserve", json!({ "reference": "window", "lines": lines }));
    let stock = &reserved["stock"][0];
    assert_eq!((&stock["change"], &stock["after"], &stock["available"]), (&json!("0"), &json!("10"), &json!("6")));
    let adjusted = post("stock/adjust", json!({ "reason": "broken", "lines": [{ "sku": "LAMP", "quantity": "-1" }] }));
    assert_eq!(adjusted["entries"][0]["lines"].as_array().unwrap().len(), 2, "{adjusted}");
    assert_eq!(adjusted["numbers"][0]["kind"], "stock_adjustment");
    let gone = server.request("DELETE", "/api/v1/units/gram/?dry_run=true", &token, &Value::Null);
    assert_eq!((gone.status, gone.body), (204, Value::Null));
}
