use crate::client::{Response, TestServer};
use serde_json::{Value, json};
use store::Read;

fn product(sku: &str) -> Value {
    json!({ "sku": sku, "name": "A thing", "unit": "piece", "selling_price": 1.10 })
}

fn assert_problem(response: &Response, status: u16, code: &str) {
    assert_eq!((response.status, response.code()), (status, code), "{}", response.body);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    for field in ["type", "title", "detail", "request_id"] {
        assert!(response.body[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {}", response.body);
    }
    assert_eq!(response.body["status"], json!(status));
    assert_eq!(response.header("x-request-id"), response.body["request_id"].as_str());
}

#[test]
fn every_error_is_a_problem_document() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    let request = |method: &str, path: &str, body: &Value| server.request(method, path, &token, body);
    assert_problem(&request("GET", "/nothing", &Value::Null), 404, "unknown_path");
    assert_problem(&request("GET", "/api/v1/nothing/", &Value::Null), 404, "unknown_path");
    assert_problem(&request("GET", "/api/docs/nothing.js", &Value::Null), 404, "unknown_path");
    assert_problem(&request("GET", "/api/v1/products/nothing/", &Value::Null), 404, "not_found");
    let wrong = request("PUT", "/api/v1/products/", &json!({}));
    assert_problem(&wrong, 405, "method_not_allowed");
    assert!(wrong.header("allow").unwrap().contains("POST"));
    assert_problem(&request("BREW", "/health/live", &Value::Null), 405, "method_not_allowed");
    assert_problem(&request("GET", "/api/v1/products/?colour=red", &Value::Null), 400, "unknown_parameter");
    assert_problem(&request("GET", "/api/v1/products/?sku=%ff", &Value::Null), 400, "malformed_query");
    assert_problem(&request("GET", "/api/v1/products/%ff/", &Value::Null), 400, "malformed_path");
    assert_problem(&request("POST", "/api/v1/products/?force=true", &product("A")), 400, "unknown_parameter");
    let unknown = request("POST", "/api/v1/products/", &json!({ "sku": "A", "colour": "red" }));
    assert_problem(&unknown, 422, "invalid");
    assert_eq!(unknown.body["errors"][0]["field"], json!("colour"));
    for day in ["nonsense", "2026-02-30", "2026-13-01", "2026", "31.12.2026", "2026-12-31x"] {
        let wrong = request("GET", &format!("/api/v1/reports/trial-balance/?as_of={day}"), &Value::Null);
        assert_problem(&wrong, 400, "invalid_parameter");
        let message = json!("A date is a day that exists, written like 2026-12-31.");
        assert_eq!(
            (&wrong.body["errors"][0]["field"], &wrong.body["errors"][0]["message"]),
            (&json!("as_of"), &message)
        );
    }
    let bytes = |kind: &str, body: &[u8]| {
        let headers = [format!("Content-Type: {kind}"), format!("Authorization: Bearer {token}")];
        server.send("POST", "/api/v1/products/", &headers, body)
    };
    assert_problem(&bytes("application/json", b"{\"sku\":"), 400, "malformed_json");
    assert_problem(&bytes("application/json", b"{\"sku\":\"\xff\"}"), 400, "malformed_json");
    assert_problem(&bytes("text/plain", b"{}"), 415, "unsupported_media_type");
    assert_problem(
        &server.request_with("POST", "/api/v1/products/", &token, &["Idempotency-Key: a b"], &product("A")),
        400,
        "malformed_idempotency_key",
    );
    assert_problem(
        &server.request_with("PATCH", "/api/v1/products/A/", &token, &["If-Match: 3"], &json!({})),
        400,
        "malformed_if_match",
    );
    let named = server.request_with("GET", "/nothing", "", &["X-Request-Id: till-7:42"], &Value::Null);
    assert_eq!(named.body["request_id"], json!("till-7:42"));
}

#[test]
fn etag_idempotency_key_and_dry_run_are_honoured() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        let all = "/api/v1/products/";
        let dry = server.request("POST", "/api/v1/products?dry_run=true", &token, &product("A"));
        assert_eq!((dry.status, dry.header("dry-run")), (201, Some("true")), "{}", dry.body);
        assert_eq!(server.request("GET", all, &token, &Value::Null).body["count"], json!(0), "{}", server.name);
        let create = |key: &str, sku: &str| server.request_with("POST", all, &token, &[key], &product(sku));
        let (once, again) = (create("Idempotency-Key: k1", "A"), create("Idempotency-Key: k1", "A"));
        assert_eq!((once.status, once.header("idempotency-replayed")), (201, None));
        assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
        assert_eq!(once.body, again.body);
        assert_eq!(once.body["selling_price"], json!("1.10"));
        assert_eq!(create("Idempotency-Key: k1", "B").code(), "idempotency_conflict");
        // A response that is one row has its version as the ETag, so that the client can send the next change.
        let one = server.request("GET", "/api/v1/products/A", &token, &Value::Null);
        let tag = one.header("etag").unwrap().to_owned();
        assert_eq!((once.header("etag"), again.header("etag"), dry.header("etag")), (Some(&*tag), None, None));
        let rename = |tag: &str| {
            server.request_with(
                "PATCH",
                "/api/v1/products/A/",
                &token,
                &[&format!("If-Match: {tag}")],
                &json!({ "name": "B" }),
            )
        };
        let renamed = rename(&tag);
        assert_eq!((renamed.status, renamed.header("etag")), (200, Some("\"2\"")));
        assert_eq!(rename(&format!("W/{tag}")).status, 412);
        // The name is the same: nothing changes.
        assert_eq!(rename(renamed.header("etag").unwrap()).header("etag"), Some("\"2\""));
    }
}

#[test]
fn offline_commands_are_applied_once_and_in_order() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let (owner, auditor) = (server.token("owner@acme.test"), server.token("auditor@acme.test"));
        let command = |n: u32, body: Value| {
            json!({ "id": format!("019b0000-0000-7000-8000-{n:012}"), "name": "catalog.product.create", "body": body,
                "at": "2999-01-01T00:00:00Z" })
        };
        let list = json!([command(1, product("A")), command(2, product("A")), { "id": command(3, json!({}))["id"], "name": "no.such", "body": {} }, command(4, product("B"))]);
        let outcomes = |response: &Response| -> Vec<String> {
            let results = response.body["results"].as_array().unwrap();
            results
                .iter()
                .map(|one| format!("{} {}", one["status"].as_str().unwrap(), one["code"].as_str().unwrap_or("-")))
                .collect()
        };
        let first = server.request("POST", "/api/v1/commands/", &owner, &list);
        assert_eq!(
            outcomes(&first),
            ["applied -", "rejected duplicate", "rejected invalid", "applied -"],
            "{}",
            first.body
        );
        let again = server.request("POST", "/api/v1/commands", &owner, &list);
        assert_eq!(outcomes(&again), ["already -", "rejected duplicate", "rejected invalid", "already -"]);
        assert_eq!(first.body["results"][3]["answer"], again.body["results"][3]["answer"]);
        // The time of the device is ahead; the log uses the clock of the server.
        let tenant = server.app.tenant("acme").unwrap().id.uuid();
        let head = server.app.store().read(tenant, |read| read.get::<store::Head>(&1)).unwrap().unwrap();
        assert!(head.at <= kernel::Instant::now().micros() + 1_000_000);
        let denied = server.request("POST", "/api/v1/commands/", &auditor, &json!([command(9, product("C"))]));
        assert_eq!(outcomes(&denied), ["rejected permission_denied"]);
        let many: Vec<Value> = (0..101).map(|n| command(n, json!({}))).collect();
        assert_eq!(server.request("POST", "/api/v1/commands/", &owner, &json!(many)).code(), "too_many");
    }
}

/// A till whose clock is broken sends a list in which one command is garbage: every other is done.
#[test]
fn one_bad_command_of_a_list_is_answered_alone() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = server.token("owner@acme.test");
        assert_eq!(server.request("POST", "/api/v1/products/", &owner, &product("A")).status, 201);
        let sale =
            json!({ "lines": [{ "sku": "A", "quantity": 1 }], "payments": [{ "method": "cash", "amount": "5" }] });
        let sold = |n: u32, at: Value| json!({ "id": format!("019b0000-0000-7000-8000-{n:012}"), "name": "sales.sale.post", "body": sale, "at": at });
        let clocks =
            [json!("9999-12-31T23:59:59Z"), json!("0000-01-01T00:00:00Z"), json!("2026-01-01T10:00:00"), json!(7)];
        let mut list: Vec<Value> = (1..).zip(clocks).map(|(n, at)| sold(n, at)).collect();
        list.extend([json!(7), json!({ "name": "sales.sale.post", "body": sale }), sold(1, Value::Null)]);
        list.push(json!({ "id": "019b0000-0000-7000-8000-000000000009", "name": "sales.sale.post", "body": [] }));
        list.push(sold(8, Value::Null));
        let sent = server.request("POST", "/api/v1/commands/", &owner, &json!(list));
        let told: Vec<&str> =
            sent.body["results"].as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect();
        let expected =
            ["applied", "applied", "applied", "applied", "rejected", "rejected", "already", "rejected", "applied"];
        assert_eq!((sent.status, told), (200, expected.to_vec()), "{}", sent.body);
        for n in 0..4 {
            let flags = sent.body["results"][n]["flags"].as_array().unwrap();
            assert!(flags.contains(&json!("date_implausible")), "{n}: {flags:?}");
        }
        assert_eq!(sent.body["results"][4]["id"], Value::Null);
        assert_eq!(sent.body["results"][5]["errors"][0]["field"], json!("id"));
        assert_eq!(server.request("GET", "/api/v1/sales/", &owner, &Value::Null).body["count"], json!(5));
    }
}

/// A till without network sold more than the stock, below the list price. The sale is recorded and flagged for review.
#[test]
fn offline_sale_is_recorded_and_flagged_for_review() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let [owner, cashier, auditor] =
            ["owner", "cashier", "auditor"].map(|role| server.token(&format!("{role}@acme.test")));
        assert_eq!(server.request("POST", "/api/v1/products/", &owner, &product("A")).status, 201);
        let mut sale = json!({ "lines": [{ "sku": "A", "quantity": 2, "unit_price": "0.50" }], "payments": [{ "method": "cash", "amount": 1 }] });
        assert_eq!(server.request("POST", "/api/v1/sales/", &cashier, &sale).code(), "permission_denied");
        let list = json!([{ "id": "019b0000-0000-7000-8000-000000000001", "name": "sales.sale.post", "body": sale }]);
        let submit = |token: &str| server.request("POST", "/api/v1/commands/", token, &list).body["results"][0].clone();
        assert_eq!(submit(&auditor)["code"], json!("permission_denied"));
        let sold = submit(&cashier);
        assert_eq!(sold["status"], json!("applied"), "{sold}");
        assert_eq!(sold["flags"], json!(["price_override", "insufficient_stock", "unknown_cost"]));
        assert_eq!(submit(&cashier)["status"], json!("already"));
        let review = server.request("GET", "/api/v1/sales/?needs_review=true", &owner, &Value::Null);
        assert_eq!(review.body["results"][0]["id"], sold["answer"]["id"]);
        // The body of a sale cannot claim to be offline: only `/commands/` and `sales.offline.submit` make an offline sale.
        sale["offline"] = json!(true);
        let claimed = server.request("POST", "/api/v1/sales/", &cashier, &sale);
        assert_eq!((claimed.status, &claimed.body["errors"][0]["field"]), (422, &json!("offline")));
    }
}

/// A till sends a sale online, loses the network, and sends it again in its list, which another cashier of that till hands in.
#[test]
fn sale_sent_twice_is_one_sale_whichever_way_it_came() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let [owner, cashier] = ["owner", "cashier"].map(|role| server.token(&format!("{role}@acme.test")));
        assert_eq!(server.request("POST", "/api/v1/products/", &owner, &product("A")).status, 201);
        let stock = json!({ "lines": [{ "sku": "A", "quantity": 9, "unit_cost": 1 }] });
        assert_eq!(server.request("POST", "/api/v1/stock/receive/", &owner, &stock).status, 201);
        let price = server.request("GET", "/api/v1/products/A/", &owner, &Value::Null).body["selling_price"].clone();
        let sale =
            json!({ "lines": [{ "sku": "A", "quantity": 1 }], "payments": [{ "method": "cash", "amount": price }] });
        let [first, second] = [1, 2].map(|n| format!("019b0000-0000-7000-8000-{n:012}"));
        let key = format!("Idempotency-Key: {first}");
        let online = server.request_with("POST", "/api/v1/sales/", &cashier, &[&key], &sale);
        assert_eq!(online.status, 201, "{}", online.body);
        let command = |id: &str, sale: &Value| json!({ "id": id, "name": "sales.sale.post", "body": sale, "at": "2026-01-02T08:00:00+06:00" });
        let mut other = sale.clone();
        other["reference"] = json!("another sale");
        let list =
            json!([command(&first, &sale), command(&second, &sale), command(&second, &sale), command(&first, &other)]);
        let sent = server.request("POST", "/api/v1/commands/", &owner, &list).body;
        let told = |n: usize| (sent["results"][n]["status"].as_str().unwrap(), sent["results"][n]["code"].as_str());
        assert_eq!((told(0), told(1), told(2)), (("already", None), ("applied", None), ("already", None)), "{sent}");
        assert_eq!(told(3), ("rejected", Some("command_id_taken")));
        assert_eq!(sent["results"][0]["answer"]["id"], online.body["id"]);
        let key = format!("Idempotency-Key: {second}");
        let again = server.request_with("POST", "/api/v1/sales/", &owner, &[&key], &sale);
        assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
        let sales = server.request("GET", "/api/v1/sales/", &owner, &Value::Null).body;
        assert_eq!(
            (
                sales["count"].as_i64(),
                sales["results"][0]["occurred_at"].is_string() || sales["results"][1]["occurred_at"].is_string()
            ),
            (Some(2), true)
        );
        // What only a device sends is unknown online.
        let mut printed = sale.clone();
        printed["total"] = json!("1.00");
        assert_eq!(
            server.request("POST", "/api/v1/sales/", &owner, &printed).body["errors"][0]["field"],
            json!("total")
        );
    }
}

/// An unusual document of another system is either refused or recorded with correct books.
#[test]
fn imported_document_is_refused_or_keeps_books_correct() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        assert_eq!(server.request("POST", "/api/v1/products/", &token, &product("A")).status, 201);
        let record = |number: u32, is_credit_note: bool, lines: &[(&str, &str)]| {
            let line = |(effect, quantity): &(&str, &str)| json!({ "sku": "A", "quantity": quantity, "unit_price": "2.50", "effect": effect });
            let lines: Vec<Value> = lines.iter().map(line).collect();
            let body = json!({ "number": number.to_string(), "business_date": "2026-01-15", "is_credit_note": is_credit_note, "lines": lines });
            server.request("POST", "/api/v1/history/documents/?dry_run=false", &token, &body).status
        };
        assert_eq!(record(1, false, &[("income", "3"), ("income", "-1"), ("gift", "1")]), 201);
        assert_eq!(record(2, true, &[("income", "-2"), ("income", "1")]), 201);
        assert_eq!(record(3, false, &[("income", "1"), ("write_off", "-1"), ("found", "2")]), 201);
        assert_eq!(record(4, false, &[("bad_debt", "1")]), 201);
        for invalid in [("write_off", "1"), ("found", "-1"), ("gift", "-1")] {
            assert_eq!(record(5, false, &[invalid]), 422, "{invalid:?}");
        }
        assert_eq!(record(6, true, &[("gift", "1")]), 422);
        assert_eq!(record(7, false, &[("bad_debt", "1"), ("income", "1")]), 422);
        let opening = |quantity: &str, cost: &str| {
            let body = json!({ "business_date": "2026-01-14", "lines": [{ "sku": "A", "quantity": quantity, "unit_cost": cost }] });
            server.request("POST", "/api/v1/history/opening-stock/", &token, &body).status
        };
        assert_eq!((opening("-1", "1"), opening("1", "-1"), opening("5", "1")), (422, 422, 201));
        let tenant = server.app.tenant("acme").unwrap().id.uuid();
        let registry = &server.app.registry;
        for check in registry.checks() {
            let finding = server.app.store().read(tenant, |read| (check.run)(read, registry.definitions())).unwrap();
            assert_eq!(finding.offender, None, "{} {} ({})", check.invariant, check.what, server.name);
        }
    }
}

/// `cargo xtask test` builds the pages where there is Node; without them the server says what it is.
#[test]
fn browser_is_shown_the_back_office_or_what_the_server_is() {
    let server = TestServer::new(testkit::Database::sqlite());
    let (first, page) = (server.send("GET", "/", &[], b""), server.send("GET", "/admin/c/sales.sale.post", &[], b""));
    match web::file("admin/index.html") {
        Some(_) => {
            assert_eq!((first.status, first.header("location")), (307, Some("/admin/")));
            assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
            assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("script-src 'self';")));
        }
        None => assert_eq!((first.status, page.status), (200, 404)),
    }
    assert_eq!(server.send("GET", "/admin/assets/gone-1.js", &[], b"").status, 404);
}

#[test]
fn api_documentation_is_served_without_external_resources() {
    let server = TestServer::new(testkit::Database::sqlite());
    for path in [
        "/about/",
        "/api/docs/",
        "/api/docs/swagger-ui-bundle.js",
        "/api/redoc/",
        "/api/redoc/redoc.standalone.js",
        "/health/live",
        "/health/ready/",
    ] {
        assert_eq!(server.send("GET", path, &[], b"").status, 200, "{path}");
    }
    let schema = server.send("GET", "/api/schema/", &[], b"").body;
    assert_eq!(schema["openapi"], json!("3.1.0"));
    let text = schema.to_string();
    for part in text.split("\"#/components/").skip(1) {
        let pointer = format!("/components/{}", part.split('"').next().unwrap());
        assert!(schema.pointer(&pointer).is_some(), "{pointer} is referenced but not defined");
    }
    let balance = &schema["paths"]["/api/v1/reports/trial-balance/"]["get"];
    assert_eq!(balance["summary"], json!("Trial balance"));
    assert_eq!(balance["parameters"][0]["name"], json!("as_of"));
    let operations = schema["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let mut ids: Vec<&str> = operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
