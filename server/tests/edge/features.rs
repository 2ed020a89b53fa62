//! What a company has switched off is refused, and screens are not told of it.

use crate::client::TestServer;
use serde_json::{Value, json};

#[test]
fn switched_off_module_is_refused_and_not_told() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let (owner, clerk) = (server.token("owner@acme.test"), server.token("clerk@acme.test"));
        let commands = |token: &str| {
            let index = server.request("GET", "/api/v1/meta/", token, &Value::Null);
            assert_eq!(index.status, 200, "{}", index.body);
            let names = index.body["commands"].as_array().unwrap().iter().map(|command| command["name"].to_string());
            names.filter(|name| name.contains("sales_import.")).count()
        };
        assert_eq!(commands(&owner), 3);
        let path = "/api/v1/settings/sales_import.is_on/";
        let switch = |token: &str, value: bool| server.request("PUT", path, token, &json!({ "value": value }));
        assert_eq!(switch(&clerk, false).code(), "permission_denied");
        assert_eq!(switch(&owner, false).status, 200);
        assert_eq!(commands(&owner), 0);
        let lines = json!([{"sku": "LAMP", "quantity": 1, "unit_cost": "3"}]);
        let stock = json!({"business_date": "2026-01-01", "lines": lines});
        let opening = || server.request("POST", "/api/v1/history/opening-stock/", &owner, &stock);
        let refused = opening();
        assert_eq!((refused.status, refused.code()), (403, "feature_off"), "{}", refused.body);
        // Another company goes on.
        let other = server.request("GET", path, &server.token("owner@beta.test"), &Value::Null);
        assert_eq!((&other.body["value"], &other.body["source"]), (&json!(true), &Value::Null));
        assert_eq!(switch(&owner, true).status, 200);
        assert_ne!(opening().code(), "feature_off");
        assert_eq!(commands(&owner), 3);
    }
}
