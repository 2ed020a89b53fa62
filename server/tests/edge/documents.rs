use crate::client::{Reply, Site};
use serde_json::{Value, json};
use store::Read;

fn product(sku: &str) -> Value {
    json!({ "sku": sku, "name": "A thing", "unit": "piece", "selling_price": 1.10 })
}

fn is_problem(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status, reply.code()), (status, code), "{}", reply.body);
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    for field in ["type", "title", "detail", "request_id"] {
        assert!(reply.body[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {}", reply.body);
    }
    assert_eq!(reply.body["status"], json!(status));
    assert_eq!(reply.header("x-request-id"), reply.body["request_id"].as_str());
}

#[test]
fn every_refusal_is_a_problem() {
    let site = Site::new(testkit::Database::sqlite());
    let token = site.token("owner@acme.test");
    let ask = |method: &str, path: &str, body: &Value| site.ask(method, path, &token, body);
    is_problem(&ask("GET", "/nothing", &Value::Null), 404, "unknown_path");
    is_problem(&ask("GET", "/api/v1/nothing/", &Value::Null), 404, "unknown_path");
    is_problem(&ask("GET", "/api/docs/nothing.js", &Value::Null), 404, "unknown_path");
    is_problem(&ask("GET", "/api/v1/products/nothing/", &Value::Null), 404, "not_found");
    let wrong = ask("PUT", "/api/v1/products/", &json!({}));
    is_problem(&wrong, 405, "method_not_allowed");
    assert!(wrong.header("allow").unwrap().contains("POST"));
    is_problem(&ask("BREW", "/health/live", &Value::Null), 405, "method_not_allowed");
    is_problem(&ask("GET", "/api/v1/products/?colour=red", &Value::Null), 400, "unknown_parameter");
    is_problem(&ask("GET", "/api/v1/products/?sku=%ff", &Value::Null), 400, "malformed_query");
    is_problem(&ask("GET", "/api/v1/products/%ff/", &Value::Null), 400, "malformed_path");
    is_problem(&ask("POST", "/api/v1/products/?force=true", &product("A")), 400, "unknown_parameter");
    let unknown = ask("POST", "/api/v1/products/", &json!({ "sku": "A", "colour": "red" }));
    is_problem(&unknown, 422, "invalid");
    assert_eq!(unknown.body["errors"][0]["field"], json!("colour"));
    for day in ["nonsense", "2026-02-30", "2026-13-01", "2026", "31.12.2026", "2026-12-31x"] {
        let wrong = ask("GET", &format!("/api/v1/reports/trial-balance/?as_of={day}"), &Value::Null);
        is_problem(&wrong, 400, "invalid_parameter");
        let message = json!("A date is a day that exists, written like 2026-12-31.");
        assert_eq!(
            (&wrong.body["errors"][0]["field"], &wrong.body["errors"][0]["message"]),
            (&json!("as_of"), &message)
        );
    }
    let bytes = |kind: &str, body: &[u8]| {
        let headers = [format!("Content-Type: {kind}"), format!("Authorization: Bearer {token}")];
        site.send("POST", "/api/v1/products/", &headers, body)
    };
    is_problem(&bytes("application/json", b"{\"sku\":"), 400, "malformed_json");
    is_problem(&bytes("application/json", b"{\"sku\":\"\xff\"}"), 400, "malformed_json");
    is_problem(&bytes("text/plain", b"{}"), 415, "unsupported_media_type");
    is_problem(
        &site.with("POST", "/api/v1/products/", &token, &["Idempotency-Key: a b"], &product("A")),
        400,
        "malformed_idempotency_key",
    );
    is_problem(
        &site.with("PATCH", "/api/v1/products/A/", &token, &["If-Match: 3"], &json!({})),
        400,
        "malformed_if_match",
    );
    let named = site.with("GET", "/nothing", "", &["X-Request-Id: till-7:42"], &Value::Null);
    assert_eq!(named.body["request_id"], json!("till-7:42"));
}

#[test]
fn version_idempotency_key_and_dry_run_are_honoured() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let token = site.token("owner@acme.test");
        let all = "/api/v1/products/";
        let dry = site.ask("POST", "/api/v1/products?dry_run=true", &token, &product("A"));
        assert_eq!((dry.status, dry.header("dry-run")), (201, Some("true")), "{}", dry.body);
        assert_eq!(site.ask("GET", all, &token, &Value::Null).body["count"], json!(0), "{}", site.name);
        let create = |key: &str, sku: &str| site.with("POST", all, &token, &[key], &product(sku));
        let (once, again) = (create("Idempotency-Key: k1", "A"), create("Idempotency-Key: k1", "A"));
        assert_eq!((once.status, once.header("idempotency-replayed")), (201, None));
        assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
        assert_eq!(once.body, again.body);
        assert_eq!(once.body["selling_price"], json!("1.10"));
        assert_eq!(create("Idempotency-Key: k1", "B").code(), "idempotency_conflict");
        // Every answer that is one row tells its version, so that a client can go on from it.
        let one = site.ask("GET", "/api/v1/products/A", &token, &Value::Null);
        let tag = one.header("etag").unwrap().to_owned();
        assert_eq!((once.header("etag"), again.header("etag"), dry.header("etag")), (Some(&*tag), None, None));
        let rename = |tag: &str| {
            site.with("PATCH", "/api/v1/products/A/", &token, &[&format!("If-Match: {tag}")], &json!({ "name": "B" }))
        };
        let renamed = rename(&tag);
        assert_eq!((renamed.status, renamed.header("etag")), (200, Some("\"2\"")));
        assert_eq!(rename(&format!("W/{tag}")).status, 412);
        assert_eq!(rename(renamed.header("etag").unwrap()).header("etag"), Some("\"3\""));
    }
}

#[test]
fn offline_commands_are_answered_one_by_one() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let (owner, auditor) = (site.token("owner@acme.test"), site.token("auditor@acme.test"));
        let command = |n: u32, body: Value| {
            json!({ "id": format!("019b0000-0000-7000-8000-{n:012}"), "name": "catalog.product.create", "body": body,
                "at": "2999-01-01T00:00:00Z" })
        };
        let list = json!([command(1, product("A")), command(2, product("A")), { "id": command(3, json!({}))["id"], "name": "no.such", "body": {} }, command(4, product("B"))]);
        let told = |reply: &Reply| -> Vec<String> {
            let results = reply.body["results"].as_array().unwrap();
            results
                .iter()
                .map(|one| format!("{} {}", one["status"].as_str().unwrap(), one["code"].as_str().unwrap_or("-")))
                .collect()
        };
        let first = site.ask("POST", "/api/v1/commands/", &owner, &list);
        assert_eq!(
            told(&first),
            ["applied -", "rejected duplicate", "rejected invalid", "applied -"],
            "{}",
            first.body
        );
        let again = site.ask("POST", "/api/v1/commands", &owner, &list);
        assert_eq!(told(&again), ["already -", "rejected duplicate", "rejected invalid", "already -"]);
        assert_eq!(first.body["results"][3]["answer"], again.body["results"][3]["answer"]);
        // The device's clock was ahead; the company's is not.
        let tenant = site.app.tenant("acme").unwrap().id.uuid();
        let head = site.app.store().read(tenant, |read| read.get::<store::Head>(&1)).unwrap().unwrap();
        assert!(head.at <= kernel::Instant::now().micros() + 1_000_000);
        let denied = site.ask("POST", "/api/v1/commands/", &auditor, &json!([command(9, product("C"))]));
        assert_eq!(told(&denied), ["rejected permission_denied"]);
        let many: Vec<Value> = (0..101).map(|n| command(n, json!({}))).collect();
        assert_eq!(site.ask("POST", "/api/v1/commands/", &owner, &json!(many)).code(), "too_many");
    }
}

/// A till that lost its network has sold what is not there, below the list: the sale stands, and somebody looks at it.
#[test]
fn paid_offline_sale_is_flagged_not_refused() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let [owner, cashier, auditor] =
            ["owner", "cashier", "auditor"].map(|role| site.token(&format!("{role}@acme.test")));
        assert_eq!(site.ask("POST", "/api/v1/products/", &owner, &product("A")).status, 201);
        let mut sale = json!({ "lines": [{ "sku": "A", "quantity": 2, "unit_price": "0.50" }], "payments": [{ "method": "cash", "amount": 1 }] });
        assert_eq!(site.ask("POST", "/api/v1/sales/", &cashier, &sale).code(), "permission_denied");
        let list = json!([{ "id": "019b0000-0000-7000-8000-000000000001", "name": "sales.sale.post", "body": sale }]);
        let of = |token: &str| site.ask("POST", "/api/v1/commands/", token, &list).body["results"][0].clone();
        assert_eq!(of(&auditor)["code"], json!("permission_denied"));
        let sold = of(&cashier);
        assert_eq!(sold["status"], json!("applied"), "{sold}");
        assert_eq!(sold["flags"], json!(["price_override", "insufficient_stock"]));
        assert_eq!(of(&cashier)["status"], json!("already"));
        let review = site.ask("GET", "/api/v1/sales/?needs_review=true", &owner, &Value::Null);
        assert_eq!(review.body["results"][0]["id"], sold["answer"]["id"]);
        // Nobody says so in a body: the list does, or a command with a permission of its own.
        sale["offline"] = json!(true);
        let claimed = site.ask("POST", "/api/v1/sales/", &cashier, &sale);
        assert_eq!((claimed.status, &claimed.body["errors"][0]["field"]), (422, &json!("offline")));
    }
}

/// A document of another system may be odd: it is refused, or the books stay right.
#[test]
fn historic_documents_are_recorded_as_they_were() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let token = site.token("owner@acme.test");
        assert_eq!(site.ask("POST", "/api/v1/products/", &token, &product("A")).status, 201);
        let record = |number: u32, is_credit_note: bool, lines: &[(&str, &str)]| {
            let line = |(effect, quantity): &(&str, &str)| json!({ "sku": "A", "quantity": quantity, "unit_price": "2.50", "effect": effect });
            let lines: Vec<Value> = lines.iter().map(line).collect();
            let body = json!({ "number": number.to_string(), "business_date": "2026-01-15", "is_credit_note": is_credit_note, "lines": lines });
            site.ask("POST", "/api/v1/history/documents/?dry_run=false", &token, &body).status
        };
        assert_eq!(record(1, false, &[("income", "3"), ("income", "-1"), ("gift", "1")]), 201);
        assert_eq!(record(2, true, &[("income", "-2"), ("income", "1")]), 201);
        assert_eq!(record(3, false, &[("income", "1"), ("write_off", "-1"), ("found", "2")]), 201);
        assert_eq!(record(4, false, &[("bad_debt", "1")]), 201);
        for odd in [("write_off", "1"), ("found", "-1"), ("gift", "-1")] {
            assert_eq!(record(5, false, &[odd]), 422, "{odd:?}");
        }
        assert_eq!(record(6, true, &[("gift", "1")]), 422);
        assert_eq!(record(7, false, &[("bad_debt", "1"), ("income", "1")]), 422);
        let opening = |quantity: &str, cost: &str| {
            let body = json!({ "business_date": "2026-01-14", "lines": [{ "sku": "A", "quantity": quantity, "unit_cost": cost }] });
            site.ask("POST", "/api/v1/history/opening-stock/", &token, &body).status
        };
        assert_eq!((opening("-1", "1"), opening("1", "-1"), opening("5", "1")), (422, 422, 201));
        let tenant = site.app.tenant("acme").unwrap().id.uuid();
        let log = command::checks();
        for check in log.iter().chain(site.app.registry.modules().iter().flat_map(|module| &module.checks)) {
            let finding = site.app.store().read(tenant, check.run).unwrap();
            assert_eq!(finding.offender, None, "{} {} ({})", check.invariant, check.what, site.name);
        }
    }
}

#[test]
fn documentation_loads_nothing_from_other_hosts() {
    let site = Site::new(testkit::Database::sqlite());
    for path in [
        "/",
        "/api/docs/",
        "/api/docs/swagger-ui-bundle.js",
        "/api/redoc/",
        "/api/redoc/redoc.standalone.js",
        "/health/live",
        "/health/ready/",
    ] {
        assert_eq!(site.send("GET", path, &[], b"").status, 200, "{path}");
    }
    let schema = site.send("GET", "/api/schema/", &[], b"").body;
    assert_eq!(schema["openapi"], json!("3.1.0"));
    let text = schema.to_string();
    for part in text.split("\"#/components/").skip(1) {
        let pointer = format!("/components/{}", part.split('"').next().unwrap());
        assert!(schema.pointer(&pointer).is_some(), "{pointer} is referred to, but not there");
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
