//! The routes of the five architecture documents, as `docs/seeds.md` lists them; and the versions of the API side by side.

use crate::client::{PASSWORD, Response, TestServer};
use serde_json::{Value, json};
use testkit::databases;

const SEEDS: &str = include_str!("../../../docs/seeds.md");

/// A line of the document that says which endpoint serves a route.
struct Route<'a> {
    method: &'a str,
    /// As the architecture document writes it.
    spelled: &'a str,
    /// The endpoint by whose method and path it is served.
    served_by: (&'a str, &'a str),
}

fn routes() -> Vec<Route<'static>> {
    let route = |line: &'static str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, method, spelled, served_by, _, _] = cells[..] else { return None };
        let served_by = served_by.strip_prefix('`')?.strip_suffix('`')?.split_once(' ')?;
        let spelled = spelled.split('`').nth(1)?;
        Some(Route { method, spelled, served_by })
    };
    SEEDS.lines().filter_map(route).collect()
}

/// A client of the owner of `acme`, who makes what a route is about.
struct Owner<'a> {
    server: &'a TestServer,
    token: String,
    /// A day of the open fiscal year.
    day: Value,
    made: usize,
}

impl<'a> Owner<'a> {
    fn new(server: &'a TestServer) -> Owner<'a> {
        let mut owner = Owner { server, token: server.token("owner@acme.test"), day: Value::Null, made: 0 };
        owner.day = owner.must("GET", "/api/v1/fiscal-years/", &Value::Null)["results"][0]["starts_on"].clone();
        let lamp = json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "10.00" });
        owner.must("POST", "/api/v1/products/", &lamp);
        let goods = json!({ "lines": [{ "sku": "LAMP", "quantity": "500", "unit_cost": "5.00" }] });
        owner.must("POST", "/api/v1/stock/receive/", &goods);
        owner.must("POST", "/api/v1/customers/", &json!({ "code": "ann", "name": "Ann" }));
        owner
    }

    fn must(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.server.request(method, path, &self.token, body);
        assert!(answer.status < 300, "{method} {path}: {}", answer.body);
        answer.body
    }

    /// The body with which the endpoint does its work.
    fn body(&mut self, method: &str, path: &str) -> Value {
        self.made += 1;
        let (n, code) = (self.made, format!("new-{}", self.made));
        match (method, path) {
            ("GET" | "DELETE", _) => Value::Null,
            (_, "/auth/login/") => json!({ "email": "owner@acme.test", "password": PASSWORD }),
            (_, "/auth/refresh/" | "/auth/logout/") => {
                json!({ "refresh": self.server.log_in("owner@acme.test")["refresh"] })
            }
            (_, "/auth/verify/") => json!({ "token": self.token }),
            (_, "/users/me/password/") => json!({ "current": PASSWORD, "new": PASSWORD }),
            ("PATCH", _) => json!({ "name": "Another name" }),
            (_, "/users/") => json!({ "email": format!("{code}@acme.test"), "name": "New", "role": "cashier" }),
            (_, "/products/" | "/products/{id}/") => json!({ "sku": code, "name": "New", "unit": "piece" }),
            (_, "/accounts/" | "/accounts/{id}/") => {
                json!({ "code": format!("9{n:04}"), "name": "New", "kind": "asset" })
            }
            (_, "/warehouses/") => json!({ "code": code, "name": "New", "site": "main" }),
            (_, "/journal-entries/") => {
                let lines = json!([{ "account": "6000", "debit": "4.00" }, { "account": "1010", "credit": "4.00" }]);
                json!({ "business_date": self.day, "lines": lines, "memo": "rent" })
            }
            (_, "/journal-entries/{id}/reverse/" | "/notifications/mark-all-read/") => json!({}),
            (_, "/sales/") => {
                json!({ "lines": [{ "sku": "LAMP", "quantity": "1" }], "payments": [{ "method": "cash", "amount": "10.00" }] })
            }
            (_, "/receipts/") => json!({ "customer": "ann", "method": "bank", "amount": "5.00" }),
            (_, "/stock/adjust/") => json!({ "lines": [{ "sku": "LAMP", "quantity": "-1" }], "reason": "broken" }),
            _ => json!({ "code": code, "name": "New" }),
        }
    }

    /// Calls the endpoint at this address, with a row of its own where its path names one. `row` is used where only a read follows.
    fn call(&mut self, (method, address): (&str, &str), served_by: (&str, &str), row: &mut Option<String>) -> Response {
        let (below, rest) = served_by.1.split_once('{').unwrap_or((served_by.1, ""));
        let mut address = address.to_owned();
        if !rest.is_empty() {
            let id = row.clone().filter(|_| method == "GET").unwrap_or_else(|| {
                let body = self.body("POST", below);
                let made = self.must("POST", &format!("/api/v1{below}"), &body);
                made["id"].as_str().or(made["user"].as_str()).unwrap_or_else(|| panic!("{below}: {made}")).to_owned()
            });
            let (before, behind) = address.split_once('{').unwrap();
            address = format!("{before}{id}{}", behind.split_once('}').unwrap().1);
            *row = Some(id);
        }
        let body = self.body(served_by.0, served_by.1);
        let open = served_by.1.starts_with("/auth/") && served_by.1 != "/auth/me/";
        self.server.request(method, &address, if open { "" } else { &self.token }, &body)
    }
}

/// What is the same at every address: links to other pages are not.
fn content(answer: &Response) -> &Value {
    answer.body.get("results").unwrap_or(&answer.body)
}

#[test]
fn routes_of_the_documents_answer_as_they_are_spelled() {
    let documented = http_api::openapi(&sanduk::modules::registry().unwrap());
    let routes = routes();
    assert!(routes.len() > 120, "{}", routes.len());
    for database in databases() {
        let server = TestServer::new(database);
        let mut owner = Owner::new(&server);
        for Route { method, spelled, served_by } in &routes {
            let name = format!("{}: {method} {spelled}", server.name);
            let (_, query) = spelled.split_once('?').unwrap_or_default();
            let is_page = served_by.1.starts_with("/api/") || served_by.1.starts_with("/health/");
            let own = if is_page { served_by.1.to_owned() } else { format!("/api/v1{}", served_by.1) };
            let operation = documented["paths"][&own].get(served_by.0.to_ascii_lowercase());
            assert!(is_page || operation.is_some(), "{name}: {own} is not documented");

            let mut row = None;
            let there = owner.call((method, spelled), *served_by, &mut row);
            assert!((200..300).contains(&there.status), "{name}: {} {}", there.status, there.body);
            let here = owner.call((served_by.0, &format!("{own}?{query}")), *served_by, &mut row);
            assert_eq!(there.status, here.status, "{name}: {} {}", own, here.body);
            if *method == "GET" {
                assert_eq!(content(&there), content(&here), "{name}");
                let (path, _) = spelled.split_once('?').unwrap_or((spelled, ""));
                let other = path.strip_suffix('/').map_or(format!("{path}/"), str::to_owned);
                let other = owner.call((method, &format!("{other}?{query}")), *served_by, &mut row);
                assert!(other.status == 200 || is_page && other.status == 308, "{name}: {}", other.status);
            }
        }
        let tenant = server.app.tenant("acme").unwrap().id.uuid();
        let proofs = command::prove(server.app.store(), tenant, &server.app.registry, &mut |_, _| true).unwrap();
        let offenders: Vec<_> = proofs.proved.iter().filter_map(|proved| proved.finding.offender.as_ref()).collect();
        assert!(offenders.is_empty(), "{}: {offenders:?}", server.name);
    }
}

#[test]
fn address_that_no_document_has_stays_unknown() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    for path in ["/api/v3/products/", "/products/", "/api/v1/v1/products/", "/token/refresh/", "/api/shops/"] {
        let answer = server.request("GET", path, &token, &Value::Null);
        assert_eq!((answer.status, answer.code()), (404, "unknown_path"), "{path}");
    }
    let answer = server.request("POST", "/api/v1/inventory/stock/", &token, &json!({}));
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET,HEAD")));
}

#[test]
fn permission_of_an_endpoint_holds_at_each_of_its_addresses() {
    let server = TestServer::new(testkit::Database::sqlite());
    let cashier = server.token("cashier@acme.test");
    for path in ["/api/v1/stock/adjust/", "/api/stock/adjust", "/api/v2/stock/adjust/", "/api/inventory/adjust/"] {
        assert_eq!(server.request("POST", path, "", &json!({})).status, 401, "{path}");
        let refused = server.request("POST", path, &cashier, &json!({}));
        assert_eq!((refused.status, refused.code()), (403, "permission_denied"), "{path}");
    }
}

#[test]
fn product_shows_what_it_refers_to_in_version_2_and_says_in_version_1_that_it_will() {
    for database in databases() {
        let server = TestServer::new(database);
        let name = server.name;
        let token = server.token("owner@acme.test");
        let ask = |path: &str| server.request("GET", path, &token, &Value::Null);
        let new = json!({ "sku": "LAMP", "name": "Lamp", "unit": { "code": "Piece" }, "income_account": "4000" });
        let made = server.request_with("POST", "/api/v2/products/", &token, &["Idempotency-Key: lamp"], &new);
        assert_eq!(made.status, 201, "{name}: {}", made.body);
        let location = made.header("location").unwrap().to_owned();
        assert!(location.starts_with("/api/v2/products/"), "{name}: {location}");
        assert_eq!(made.header("deprecation"), None);
        let unit = &made.body["unit"];
        assert_eq!((&unit["code"], &unit["name"]), (&json!("piece"), &json!("Piece")), "{name}");
        assert_eq!(made.body["category"], Value::Null);

        let second = ask(&location);
        let mut without_version = second.body.clone();
        assert_eq!(without_version.as_object_mut().and_then(|row| row.remove("version")), Some(json!(1)), "{name}");
        assert_eq!(without_version, made.body, "{name}");
        assert_eq!(ask("/api/v2/products/?unit=piece").body["results"], json!([second.body]), "{name}");
        let unit = ask(&format!("/api/v1/units/{}/", unit["id"].as_str().unwrap()));
        assert_eq!(unit.body["code"], json!("piece"), "{name}");
        let changed = ask("/api/v2/products/?since=0");
        assert_eq!(changed.body["results"][0]["unit"]["name"], json!("Piece"), "{name}");

        for path in ["/api/v1/products/LAMP/", "/api/products/LAMP/", "/api/v1/items/LAMP"] {
            let first = ask(path);
            assert_eq!(first.body["unit"], json!("piece"), "{name}: {path}");
            assert_eq!(first.header("deprecation"), Some("@1796083200"));
            assert_eq!(first.header("sunset"), Some("Sat, 01 Jan 2028 00:00:00 GMT"));
            assert!(first.header("link").unwrap().contains("rel=\"successor-version\""), "{name}: {path}");
        }
        for path in ["/api/v1/units/piece/", "/api/v2/units/piece/", "/api/v1/products/LAMP/history/"] {
            assert_eq!(ask(path).header("deprecation"), None, "{name}: {path}");
        }
        let guide = ask("/api/docs/API_MIGRATION_v1.md");
        assert_eq!((guide.status, guide.header("content-type")), (200, Some("text/markdown; charset=utf-8")));
        assert!(ask("/api/v1/products/").header("link").unwrap().contains("/api/docs/API_MIGRATION_v1.md"));

        // What was read in the second shape can be sent back in it, and wrong values are told at their fields.
        let replaced = server.request("PUT", &location, &token, &second.body);
        assert_eq!((replaced.status, &replaced.body), (200, &without_version), "{name}");
        let tried = server.request("PATCH", &format!("{location}?dry_run=true"), &token, &json!({ "unit": "box" }));
        assert_eq!(tried.body["unit"]["name"], json!("Box"), "{name}");
        for unit in [json!({ "code": "nothing" }), json!({ "name": "Piece" }), json!("nothing")] {
            let refused = server.request("PATCH", &location, &token, &json!({ "unit": unit }));
            assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!("unit")), "{name}: {unit}");
        }
        // An answer that is repeated names what it named then.
        let renamed = server.request("PATCH", "/api/v1/accounts/4000/", &token, &json!({ "code": "4001" }));
        assert_eq!(renamed.status, 200, "{name}: {}", renamed.body);
        let again = server.request_with("POST", "/api/v2/products/", &token, &["Idempotency-Key: lamp"], &new);
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{name}");
        assert_eq!(again.body["income_account"], json!({ "id": null, "code": "4000" }), "{name}");
        // Whoever may not see accounts sees the code of one, as in the first shape, and no more.
        let cashier = server.token("cashier@acme.test");
        let seen = server.request("GET", &location, &cashier, &Value::Null);
        assert_eq!(seen.body["unit"]["name"], json!("Piece"), "{name}");
        let account = seen.body["income_account"].as_object().unwrap();
        assert_eq!((&account["code"], account.get("name")), (&json!("4001"), None), "{name}");
    }
}

#[test]
fn documentation_has_each_endpoint_once_and_the_second_shape_beside_the_first() {
    let document = http_api::openapi(&sanduk::modules::registry().unwrap());
    let get = &document["paths"]["/api/v2/products/{id}/"]["get"];
    assert_eq!(get["operationId"], json!("catalog.product.get_second"));
    assert!(get["deprecated"].is_null());
    assert_eq!(document["paths"]["/api/v1/products/{id}/"]["get"]["deprecated"], json!(true));
    assert!(document["paths"]["/api/v1/products/{id}/"]["delete"]["deprecated"].is_null());
    assert!(document["paths"]["/api/v2/products/{id}/"]["delete"].is_null());
    let schema = |name: &str| &document["components"]["schemas"][name];
    let items = &schema("ProductListV2")["properties"]["results"]["items"]["$ref"];
    assert_eq!(*items, json!("#/components/schemas/ProductV2"));
    let unit = &schema("ProductV2")["properties"]["unit"]["oneOf"];
    assert_eq!(*unit, json!([{ "$ref": "#/components/schemas/Reference" }]));
    let sent = &schema("ProductInputV2")["properties"]["unit"]["oneOf"][0]["$ref"];
    assert_eq!(*sent, json!("#/components/schemas/ReferenceInput"));
    let log_in = document["paths"]["/api/v1/auth/login/"]["post"]["description"].as_str().unwrap();
    assert!(log_in.contains("Also at `/accounts/login/`."), "{log_in}");
    let sites = document["paths"]["/api/v1/sites/"]["get"]["description"].as_str().unwrap();
    assert!(sites.ends_with("Also at `GET /api/v1/branches/`, `GET /api/v1/stores/`."), "{sites}");
}
