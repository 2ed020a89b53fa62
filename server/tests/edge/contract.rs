//! The promises of the API that a client relies on, whatever it calls.

use crate::client::TestServer;
use command::{Documentation, Input};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn company_heeds_if_match_and_says_its_version() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        let change = |version: &str, name: &str| {
            let header = format!("If-Match: {version}");
            server.request_with("PATCH", "/api/v1/company/", &token, &[&header], &json!({ "name": name }))
        };
        let read = server.request("GET", "/api/v1/company/", &token, &Value::Null);
        let version = read.header("etag").unwrap().to_owned();
        let changed = change(&version, "Acme Ltd");
        assert_eq!(changed.status, 200, "{}", changed.body);
        assert_ne!(changed.header("etag"), Some(version.as_str()));
        assert_eq!((change(&version, "Stale").status, change("\"999\"", "Stale").status), (412, 412));
        assert_eq!(change("*", "Acme Limited").status, 200);
        let read = server.request("GET", "/api/v1/company/", &token, &Value::Null);
        assert_eq!(read.body["name"], json!("Acme Limited"));
    }
}

#[test]
fn created_row_has_an_address_and_pages_have_full_ones() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    for code in ["A", "B"] {
        let body = json!({ "code": code, "name": code });
        let created = server.request("POST", "/api/v1/customers/", &token, &body);
        let location = created.header("location").unwrap().to_owned();
        assert_eq!(location, format!("/api/v1/customers/{}/", created.body["id"].as_str().unwrap()));
        assert_eq!(server.request("GET", &location, &token, &Value::Null).body["code"], json!(code));
    }
    let lines = json!([{"account": "6000", "debit": "1"}, {"account": "1010", "credit": "1"}]);
    let day = server.request("GET", "/api/v1/reports/day-book/", &token, &Value::Null).body["to"].clone();
    let entry = json!({"business_date": day, "lines": lines});
    let entry = server.request("POST", "/api/v1/journal-entries/", &token, &entry);
    let reverse = format!("{}reverse/", entry.header("location").expect("an address"));
    let next_year = format!("{}-01-01", day.as_str().unwrap()[..4].parse::<i32>().unwrap() + 1);
    for (path, body) in [(reverse.as_str(), json!({})), ("/api/v1/fiscal-years/", json!({"starts_on": next_year}))] {
        let created = server.request("POST", path, &token, &body);
        assert_eq!(created.status, 201, "{path}: {}", created.body);
        let location = created.header("location").unwrap_or_else(|| panic!("{path} has no address")).to_owned();
        assert_eq!(server.request("GET", &location, &token, &Value::Null).body["id"], created.body["id"], "{path}");
    }
    let page = server.request("GET", "/api/v1/customers?page_size=1", &token, &Value::Null);
    let next = page.body["next"].as_str().unwrap();
    let path = next.strip_prefix("http://127.0.0.1").unwrap_or_else(|| panic!("{next}"));
    assert!(path.starts_with("/api/v1/customers/?"), "{path}");
    assert_eq!(server.request("GET", path, &token, &Value::Null).body["results"][0]["code"], json!("B"));
    let headers = ["Host: shop.example", "X-Forwarded-Proto: https"];
    let headers = headers.map(str::to_owned).into_iter().chain([format!("Authorization: Bearer {token}")]);
    let request = format!(
        "GET /api/v1/customers/?page_size=1 HTTP/1.1\r\nConnection: close\r\n{}\r\n\r\n",
        headers.collect::<Vec<_>>().join("\r\n")
    );
    let next = server.send_raw(request.as_bytes()).body["next"].as_str().unwrap_or_default().to_owned();
    assert!(next.starts_with("https://shop.example/api/v1/customers/?"), "{next}");
}

/// What creates several things, or what is read only in a list, has no address of its own.
const WITHOUT_ADDRESS: [&str; 5] = ["/stock/reserve/", "/fiscal-years/", "/company/open/", "/users/", "/push-targets/"];

#[test]
fn whatever_creates_one_thing_documents_its_address() {
    let server = TestServer::new(testkit::Database::sqlite());
    let document = server.request("GET", "/api/schema/", "", &Value::Null).body;
    let mut missing = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for operation in methods.as_object().unwrap().values() {
            let created = &operation["responses"]["201"];
            let is_excepted = WITHOUT_ADDRESS.iter().any(|excepted| path.ends_with(excepted));
            if created.is_object() && created["headers"]["Location"].is_null() && !is_excepted {
                missing.push(path);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn documents_say_where_they_are_read() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        let post = |path: &str, body: Value| {
            let created = server.request("POST", &format!("/api/v1{path}"), &token, &body);
            assert_eq!(created.status, 201, "{path}: {}", created.body);
            let location = created.header("location").unwrap_or_else(|| panic!("{path}: no Location")).to_owned();
            let read = server.request("GET", &location, &token, &Value::Null);
            assert_eq!(read.status, 200, "{path}: {location}");
            (location, created.body)
        };
        post("/products/", json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5" }));
        post("/customers/", json!({ "code": "ann", "name": "Ann" }));
        post("/warehouses/", json!({ "site": "main", "code": "shop", "name": "Shop" }));
        let line = json!({ "sku": "LAMP", "quantity": 9 });
        let (_, moved) =
            post("/stock/receive/", json!({ "lines": [{ "sku": "LAMP", "quantity": 10, "unit_cost": "3" }] }));
        let (entry, moved_on) = post("/stock/transfer/", json!({ "from": "main", "to": "shop", "lines": [line] }));
        assert_ne!(moved["entry"], moved_on["entry"]);
        assert_eq!(entry, format!("/api/v1/journal-entries/{}/", moved_on["entry"].as_str().unwrap()));
        post(
            "/stock/adjust/",
            json!({ "warehouse": "shop", "reason": "count", "lines": [{ "sku": "LAMP", "quantity": -1 }] }),
        );
        let sale = json!({ "customer": "ann", "warehouse": "shop", "lines": [{ "sku": "LAMP", "quantity": 1 }] });
        let (address, sold) = post("/sales/", sale.clone());
        let moved_day = server.request("GET", &address, &token, &Value::Null).body["business_date"].clone();
        assert_eq!(address, format!("/api/v1/sales/{}/", sold["id"].as_str().unwrap()));
        let (other, offline) = post("/sales/offline/", sale.clone());
        assert_eq!(other, format!("/api/v1/sales/{}/", offline["id"].as_str().unwrap()));
        let paid = json!({ "customer": "ann", "method": "cash", "amount": "20" });
        let (receipt, receipt_posted) = post("/receipts/", paid);
        assert_eq!(receipt, format!("/api/v1/receipts/{}/", receipt_posted["id"].as_str().unwrap()));
        let back = json!({ "reason": "torn", "lines": [{ "line": 1, "quantity": 1 }] });
        let (returned, answer) = post(&format!("/sales/{}/return/", sold["number"].as_str().unwrap()), back);
        assert_eq!(returned, format!("/api/v1/sales/{}/", answer["id"].as_str().unwrap()));
        post("/sales/", sale.clone());
        post(&format!("/sales/{}/allocate/", answer["number"].as_str().unwrap()), json!({}));
        post("/sales/", sale);
        post(&format!("/receipts/{}/allocate/", receipt_posted["number"].as_str().unwrap()), json!({}));
        let lines = json!([{ "account": "6000", "debit": "5" }, { "account": "1000", "credit": "5" }]);
        let (_, entry) =
            post("/journal-entries/", json!({ "business_date": moved_day, "memo": "rent", "lines": lines }));
        post(&format!("/journal-entries/{}/reverse/", entry["id"].as_str().unwrap()), json!({ "memo": "wrong" }));
    }
}

#[test]
fn options_tells_the_methods_of_an_address() {
    let server = TestServer::new(testkit::Database::sqlite());
    for (path, methods) in [
        ("/api/v1/products/", "GET,HEAD,POST"),
        ("/api/v1/products/A/", "DELETE,GET,HEAD,PATCH,PUT"),
        ("/api/v1/auth/login/", "POST"),
        ("/health/live", "GET,HEAD"),
    ] {
        let response = server.send("OPTIONS", path, &[], b"");
        assert_eq!(response.status, 204, "{path}");
        let mut allowed: Vec<&str> = response.header("allow").unwrap().split(',').collect();
        allowed.sort_unstable();
        assert_eq!(allowed.join(","), methods, "{path}");
    }
    assert_eq!(server.send("OPTIONS", "/api/v1/nothing/", &[], b"").status, 404);
}

#[test]
fn answer_to_bad_input_is_never_larger_than_the_input() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    let long = "x".repeat(1_000_000);
    let fields: serde_json::Map<_, _> = (0..20_000).map(|n| (format!("{n:x}"), json!(1))).collect();
    let fields = Value::Object(fields);
    let offline = json!([{ "id": uuid::Uuid::nil(), "name": long, "body": {} }]);
    for (method, path, body) in [
        ("POST", "/api/v1/customers/", fields.clone()),
        ("POST", "/api/v1/sales/", json!({ "lines": [fields.clone()] })),
        ("PATCH", "/api/v1/company/", fields.clone()),
        ("POST", "/api/v1/auth/login/", fields),
        ("POST", "/api/v1/products/", json!({ "sku": "A", "name": "A", "unit": long })),
        (
            "POST",
            "/api/v1/products/",
            json!({ "sku": "A", "name": "A", "unit": "piece", "kind": long, long.clone(): 1 }),
        ),
        ("POST", "/api/v1/sales/", json!({ "lines": [{ "sku": long, "quantity": 1, long.clone(): 1 }] })),
        ("POST", "/api/v1/sales/", json!({ "lines": vec![json!({}); 60_000] })),
        ("POST", "/api/v1/commands/", offline),
    ] {
        let response = server.request(method, path, &token, &body);
        let answer = response.body.to_string().len();
        assert!(answer < 8_000 && answer < body.to_string().len(), "{method} {path}: {answer} bytes");
        // Without a log-in a body of this size is refused before it is read.
        let expected = if path.ends_with("/login/") { 413 } else { 422 };
        assert!(response.status == expected || path.ends_with("/commands/"), "{method} {path}: {}", response.status);
    }
    let path = format!("/api/v1/products/{}/", "y".repeat(20_000));
    let unknown = server.request("GET", &path, &token, &Value::Null);
    assert_eq!((unknown.status, unknown.body.to_string().len() < 1_000), (404, true));
}

#[test]
fn field_that_is_given_twice_is_refused_everywhere() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    let headers = ["Content-Type: application/json".to_owned(), format!("Authorization: Bearer {token}")];
    for (path, body, field) in [
        ("/api/v1/customers/", r#"{"code":"A","name":"A","code":"B"}"#, "code"),
        ("/api/v1/sales/", r#"{"lines":[{"sku":"A","quantity":1,"sku":"B"}]}"#, "lines.0.sku"),
        ("/api/v1/sales/A/return/", r#"{"reason":"x","reason":"y","lines":[]}"#, "reason"),
        ("/api/v1/auth/login/", r#"{"email":"a","email":"b","password":"c"}"#, "email"),
        ("/api/v1/customers/", r#"{"code":"A","name":"a\u0000b"}"#, "name"),
    ] {
        let response = server.send("POST", path, &headers, body.as_bytes());
        assert_eq!((response.status, &response.body["errors"][0]["field"]), (422, &json!(field)), "{path} {body}");
    }
}

#[test]
fn every_wrong_field_of_every_line_is_told_at_once() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        let product = json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece" });
        assert_eq!(server.request("POST", "/api/v1/products/", &token, &product).status, 201);
        let wrong = |path: &str, body: Value| {
            let refused = server.request("POST", path, &token, &body);
            assert_eq!(refused.status, 422, "{path}: {}", refused.body);
            let fields = refused.body["errors"].as_array().unwrap();
            fields.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let lines = json!([{ "sku": "X", "quantity": "-1" }, { "sku": "LAMP", "quantity": "0.5" }]);
        let in_lines = ["lines.0.sku", "lines.0.quantity", "lines.1.quantity"];
        let expected = |head: &[&'static str]| [head, &in_lines].concat();
        let body = json!({ "from": "x", "to": "y", "lines": lines });
        assert_eq!(wrong("/api/v1/stock/transfer/", body), expected(&["from", "to"]));
        let body = json!({ "warehouse": "x", "lines": lines });
        assert_eq!(wrong("/api/v1/stock/reserve/", body), expected(&["warehouse"]));
        let received =
            json!([{ "sku": "X", "quantity": "-1", "unit_cost": "-1" }, { "quantity": "1", "unit_cost": "1" }]);
        let body = json!({ "warehouse": "x", "supplier": "y", "lines": received });
        let fields = ["warehouse", "supplier", "lines.0.sku", "lines.0.quantity", "lines.0.unit_cost", "lines.1.sku"];
        assert_eq!(wrong("/api/v1/stock/receive/", body), fields);
        let body = json!({ "warehouse": "x", "reason": " ", "lines": [{ "sku": "X", "quantity": "1" }, { "sku": "LAMP", "quantity": "0" }] });
        assert_eq!(wrong("/api/v1/stock/adjust/", body), ["warehouse", "reason", "lines.0.sku", "lines.1.quantity"]);
        let body = json!({ "business_date": "2026-01-01", "lines": [
            { "account": "x", "debit": "-1", "party": "y", "branch": "z" }, { "account": "1100", "credit": "0.001" },
        ] });
        let fields = [
            "lines.0.account",
            "lines.0.debit",
            "lines.0.branch",
            "lines.0.party",
            "lines.1.account",
            "lines.1.credit",
        ];
        assert_eq!(wrong("/api/v1/journal-entries/", body), fields);
        let body = json!({ "customer": "x", "method": "y", "amount": "-1" });
        assert_eq!(wrong("/api/v1/receipts/", body), ["amount", "customer", "method"]);
        // Values of a wrong form do not hide the names that name nothing.
        let body = json!({ "customer": "x", "method": "y", "amount": "much" });
        assert_eq!(wrong("/api/v1/receipts/", body), ["amount", "customer", "method"]);
        let body = json!({
            "customer": "x", "colour": "red", "lines": [{ "sku": "X", "quantity": 1 }, { "sku": "LAMP", "quantity": "many" }],
            "payments": [{ "method": "y", "amount": 1 }],
        });
        let fields = ["colour", "lines.1.quantity", "customer", "lines.0.sku", "payments.0.method"];
        assert_eq!(wrong("/api/v1/sales/", body), fields);
        let body = json!({ "from": "x", "to": "main", "lines": [{ "sku": "X", "quantity": "many" }] });
        assert_eq!(wrong("/api/v1/stock/transfer/", body), ["lines.0.quantity", "from", "lines.0.sku"]);
    }
}

#[test]
fn examples_of_bodies_are_taken() {
    let registry = sanduk::modules::registry().unwrap();
    let mut examples = 0;
    for command in registry.modules().iter().flat_map(|module| &module.commands) {
        let Documentation::Typed(operation) = &command.documentation else { continue };
        if operation.example.is_null() {
            continue;
        }
        let text = operation.example.to_string();
        let id = || "019b0000-0000-7000-8000-000000000001".to_owned();
        let path = operation.path.iter().map(|field| (field.name.to_owned(), id())).collect();
        let decoded = (command.decode)(&Input { body: text.as_bytes(), path, ..Input::default() });
        assert_eq!(decoded.map(drop), Ok(()), "{}", command.name);
        examples += 1;
    }
    assert!(examples >= 10, "{examples}");
}

#[test]
fn unknown_parameter_is_refused_where_one_row_is_asked_for() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    for path in ["/api/v1/units/piece/?colour=red", "/api/v1/company/?x=1", "/api/v1/units/piece/history/?page=2"] {
        let refused = server.request("GET", path, &token, &Value::Null);
        assert_eq!((refused.status, refused.code()), (400, "unknown_parameter"), "{path}");
    }
}

#[test]
fn every_operation_and_parameter_is_described() {
    let document = http_api::openapi(&sanduk::modules::registry().unwrap());
    let mut tags = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            let word = |word: &str| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
            assert!(id.split('.').all(word), "{id}");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{id}");
            tags.insert(operation["tags"][0].as_str().unwrap().to_owned());
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let mut names = BTreeSet::new();
            for parameter in &parameters {
                let named = parameter["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
                let parameter = named.unwrap_or(parameter);
                assert!(names.insert(parameter["name"].to_string()), "{id}: {} twice", parameter["name"]);
                assert!(parameter["description"].is_string(), "{id}: {}", parameter["name"]);
            }
            let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
            assert_eq!(in_path, path.matches('{').count(), "{id}");
            let heeds = names.contains("\"If-Match\"");
            assert_eq!(heeds, operation["responses"].get("412").is_some(), "{id}");
            // The caller's own name stands in a row of every company, which have no version together.
            if ["put", "patch", "delete"].contains(&method.as_str()) && !id.ends_with(".rename") {
                assert!(heeds, "{id} does not heed If-Match");
            }
        }
    }
    let described = document["tags"].as_array().unwrap().iter();
    let described: BTreeSet<String> = described
        .filter(|tag| tag["description"].as_str().is_some_and(|about| about.ends_with('.')))
        .map(|tag| tag["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(described, tags);
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let typed = property.get("type").or(property.get("$ref")).or(property.get("oneOf"));
            // A default is of the type of its field, a value of that of its setting, the body of a command of that of the command, and what
            // another system has sent of whatever it wants.
            let is_sent = name == "TakeMessage" && field == "data";
            let is_body = name.starts_with("Request") && ["body", "facts"].contains(&field.as_str());
            let is_any =
                is_sent || is_body || name.starts_with("Offline") || name == "FieldMeta" || name.contains("Setting");
            assert!(typed.is_some() || is_any, "{name}.{field} has no type");
            assert!(!name.ends_with("Change") || property.get("default").is_none(), "{name}.{field} has a default");
        }
    }
}
