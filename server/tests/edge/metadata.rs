//! The metadata, the description of the API and what the API accepts say the same, for all modules.

use crate::client::{Response, TestServer};
use money::Decimal;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The id of no row.
const NOBODY: &str = "019b0000-0000-7000-8000-000000000001";

/// What lists know beside filters.
const OF_LISTS: [&str; 13] = [
    "page",
    "page_size",
    "cursor",
    "ordering",
    "search",
    "count",
    "since",
    "group_by",
    "sum",
    "deleted",
    "format",
    "bom",
    "fields",
];
/// What rows of lists have beside their fields.
const OF_ROWS: [&str; 9] = [
    "changed_seq",
    "created_at",
    "updated_at",
    "version",
    "names",
    "custom",
    "deleted_at",
    "deleted_by",
    "deleted_by_email",
];

/// The metadata and the description of the API, as a client has them.
struct Known<'a> {
    server: &'a TestServer,
    token: String,
    api: Value,
    index: Value,
    resources: Vec<Value>,
    commands: Vec<Value>,
}

impl<'a> Known<'a> {
    fn of(server: &'a TestServer) -> Known<'a> {
        let token = server.token("owner@acme.test");
        let read = |path: &str| {
            let answer = server.request("GET", path, &token, &Value::Null);
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            answer.body
        };
        let index = read("/api/v1/meta/");
        let version = text(&index["version"]);
        let definitions = |kind: &str| -> Vec<Value> {
            let path = |named: &Value| format!("/api/v1/meta/{kind}/{}/?v={version}", text(&named["name"]));
            list(&index[kind]).iter().map(|named| read(&path(named))).collect()
        };
        let (resources, commands) = (definitions("resources"), definitions("commands"));
        definitions("reports");
        Known { server, api: read("/api/schema/"), index, resources, commands, token }
    }

    fn get(&self, path: &str) -> Response {
        self.server.request("GET", path, &self.token, &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Response {
        self.server.request("POST", path, &self.token, body)
    }

    fn resource(&self, name: &str) -> &Value {
        self.resources.iter().find(|resource| resource["name"] == name).unwrap_or_else(|| panic!("{name}"))
    }

    /// A schema with the one it refers to.
    fn resolved(&self, schema: &Value) -> Value {
        let chosen = schema["oneOf"].as_array().map_or(schema, |either| &either[0]);
        match chosen["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
            Some(pointer) => self.api.pointer(pointer).unwrap_or_else(|| panic!("{pointer}")).clone(),
            None => chosen.clone(),
        }
    }

    fn operation(&self, method: &str, path: &str) -> &Value {
        &self.api["paths"][path][method.to_lowercase()]
    }

    /// The schema of what an operation answers.
    fn answer(&self, operation: &Value) -> Value {
        let done = ["200", "201"].iter().find_map(|status| operation["responses"].get(status));
        self.resolved(&done.unwrap_or(&Value::Null)["content"]["application/json"]["schema"])
    }

    fn body(&self, operation: &Value) -> Value {
        if operation["requestBody"]["content"].get("application/octet-stream").is_some() {
            // The body is a file, and the fields are parameters.
            let fields = list(&operation["parameters"]).iter().filter(|parameter| parameter["in"] == "query");
            let required = fields.clone().filter(|field| field["required"] == true).map(|field| field["name"].clone());
            let (required, named) = (required.collect::<Value>(), |field: &Value| text(&field["name"]).to_owned());
            let properties: serde_json::Map<_, _> =
                fields.map(|field| (named(field), field["schema"].clone())).collect();
            return json!({ "properties": properties, "required": required });
        }
        self.resolved(&operation["requestBody"]["content"]["application/json"]["schema"])
    }

    /// Compares fields with the properties of a schema, both ways, except for `beside`.
    fn compare(&self, fields: &[Value], schema: &Value, beside: &[&str], place: &str) {
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        let names: BTreeSet<&str> = fields.iter().map(|field| text(&field["name"])).collect();
        let described: BTreeSet<&str> = properties
            .keys()
            .map(String::as_str)
            .filter(|name| names.contains(name) || !beside.contains(name))
            .collect();
        assert_eq!(names, described, "{place}");
        for field in fields {
            self.compare_field(field, &properties[text(&field["name"])], place);
        }
    }

    /// Compares what a field and a property of the description say of a value.
    fn compare_field(&self, field: &Value, property: &Value, place: &str) {
        let place = format!("{place} {}", text(&field["name"]));
        let described = self.resolved(property);
        let is_many = field["many"] == true;
        let inner =
            if is_many || field["type"] == "lines" { self.resolved(&described["items"]) } else { described.clone() };
        let kinds = match &inner["type"] {
            Value::Array(kinds) => kinds.iter().map(text).find(|kind| *kind != "null").unwrap_or_default(),
            kind => kind.as_str().unwrap_or_default(),
        };
        let format = inner["format"].as_str().unwrap_or_default();
        let expected = match text(&field["type"]) {
            "json" => return,
            "boolean" => ("boolean", ""),
            "integer" => ("integer", ""),
            "lines" | "object" => ("object", ""),
            "date" => ("string", "date"),
            "instant" => ("string", "date-time"),
            "id" => ("string", "uuid"),
            "quantity" | "price" | "money" | "rate" => ("string", "decimal"),
            "reference" => ("string", format),
            "text" | "long_text" | "choice" => ("string", ""),
            other => panic!("{place}: {other}"),
        };
        assert_eq!((kinds, format), expected, "{place}");
        let choices: Vec<&str> = list(&field["choices"]).iter().map(|choice| text(&choice["value"])).collect();
        let words: Vec<&str> = list(&inner["enum"]).iter().filter_map(Value::as_str).collect();
        assert_eq!(choices, words, "{place}");
        let (least, most) = match text(&field["type"]) {
            _ if is_many => ("minItems", "maxItems"),
            "lines" => ("minItems", "maxItems"),
            "integer" => ("minimum", "maximum"),
            _ => ("minLength", "maxLength"),
        };
        // What is not sent has no bounds; a reference is as long as any code or id.
        if field["read_only"] != true && (field["type"] != "reference" || is_many) {
            assert_eq!(field["max"], described[most], "{place}");
            assert_eq!(field["min"], described[least], "{place}");
        }
        if !list(&field["fields"]).is_empty() {
            self.compare(list(&field["fields"]), &inner, &[], &place);
            self.compare_required(list(&field["fields"]), &inner, &place);
        }
    }

    /// A field is required where the description says so, or where the fields that may be given in its place are not shown.
    fn compare_required(&self, fields: &[Value], schema: &Value, place: &str) {
        let required: BTreeSet<&str> = list(&schema["required"]).iter().map(text).collect();
        for field in fields.iter().filter(|field| field["read_only"] != true) {
            let name = text(&field["name"]);
            let is_replaced = fields.iter().any(|other| other["instead_of"] == name);
            assert_eq!(field["required"] == true, required.contains(name) || is_replaced, "{place} {name}");
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn metadata_and_description_say_the_same_of_resources() {
    let server = TestServer::new(testkit::Database::sqlite());
    let known = Known::of(&server);
    for resource in &known.resources {
        let (name, path) = (text(&resource["name"]), text(&resource["path"]));
        let read = known.operation("get", path);
        let rows = known.resolved(&known.answer(read)["properties"]["results"]["items"]);
        let parts: Vec<&str> = list(&resource["parts"]).iter().map(|part| text(&part["name"])).collect();
        let fields = list(&resource["fields"]);
        let in_list = |field: &&Value| rows["properties"].get(text(&field["name"])).is_some();
        let listed: Vec<Value> = fields.iter().filter(in_list).cloned().collect();
        known.compare(&listed, &rows, &OF_ROWS, name);
        let detail = known.answer(known.operation("get", &format!("{path}{{id}}/")));
        if detail["properties"].is_object() && resource["pages"] == true {
            known.compare(fields, &detail, &[&OF_ROWS[..], &parts].concat(), name);
        } else {
            assert_eq!(listed.len(), fields.len(), "{name}");
        }
        for part in list(&resource["parts"]) {
            let rows = known.resolved(&detail["properties"][text(&part["name"])]["items"]);
            known.compare(list(&part["fields"]), &rows, &["names"], name);
        }
        compare_parameters(resource, read, name);
        if resource["can"]["create"].is_string() {
            let body = known.body(known.operation("post", path));
            let given: Vec<Value> = fields.iter().filter(|field| field["read_only"] != true).cloned().collect();
            known.compare(&given, &body, &["id", "custom"], name);
            known.compare_required(&given, &body, name);
            for field in &given {
                let described = &body["properties"][text(&field["name"])]["default"];
                assert_eq!(&field["default"], described, "{name} {}", field["name"]);
            }
        }
    }
}

/// Every filter and order of the metadata is a parameter of the list, and the other way round.
fn compare_parameters(resource: &Value, operation: &Value, name: &str) {
    let parameters = list(&operation["parameters"]).iter();
    let described: BTreeSet<String> = parameters
        .map(|parameter| text(&parameter["name"]).to_owned())
        .filter(|parameter| !parameter.is_empty() && !OF_LISTS.contains(&parameter.as_str()))
        .collect();
    let mut named = BTreeSet::new();
    for field in list(&resource["fields"]) {
        for operator in list(&field["filter"]).iter().map(text) {
            let suffix = if operator.is_empty() { String::new() } else { format!("__{operator}") };
            named.insert(format!("{}{suffix}", text(&field["name"])));
        }
    }
    named.extend(list(&resource["parameters"]).iter().map(|field| text(&field["name"]).to_owned()));
    named.retain(|name| !OF_LISTS.contains(&name.as_str()));
    assert_eq!(named, described, "{name}");
    let has = |wanted: &str| list(&operation["parameters"]).iter().any(|parameter| parameter["name"] == wanted);
    assert_eq!(resource["search"] == true, has("search"), "{name}");
    let orders: BTreeSet<&str> = list(&resource["order"]["fields"]).iter().map(text).collect();
    let fields = list(&resource["fields"]).iter().filter(|field| field["order"] == true);
    assert_eq!(fields.map(|field| text(&field["name"])).collect::<BTreeSet<_>>(), orders, "{name}");
}

#[test]
fn metadata_and_description_say_the_same_of_commands() {
    let server = TestServer::new(testkit::Database::sqlite());
    let known = Known::of(&server);
    for command in &known.commands {
        let (name, path) = (text(&command["name"]), text(&command["path"]));
        let operation = known.operation(text(&command["method"]), path);
        assert_eq!(operation["operationId"], command["name"]);
        let in_path = |field: &Value| path.contains(&format!("{{{}}}", text(&field["name"])));
        let (addressed, given): (Vec<Value>, Vec<Value>) = list(&command["fields"]).iter().cloned().partition(in_path);
        let parameters = list(&operation["parameters"]).iter().filter(|parameter| parameter["in"] == "path");
        assert_eq!(parameters.count(), addressed.len(), "{name}");
        assert!(addressed.iter().all(|field| field["required"] == true), "{name}");
        let body = known.body(operation);
        known.compare(&given, &body, &[], name);
        known.compare_required(&given, &body, name);
    }
    let told: BTreeSet<&str> = known.commands.iter().map(|command| text(&command["name"])).collect();
    let of_resources: BTreeSet<&str> = known
        .resources
        .iter()
        .flat_map(|resource| resource["can"].as_object().unwrap().values().map(text).collect::<Vec<_>>())
        .collect();
    for command in server.app.registry.modules().iter().flat_map(|module| &module.commands) {
        assert!(told.contains(command.name) || of_resources.contains(command.name), "{} is not told", command.name);
    }
}

#[test]
fn everything_the_metadata_promises_is_accepted() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let known = Known::of(&server);
        for (path, body) in [
            ("categories", json!({ "code": "tea", "name": "Tea" })),
            ("products", json!({ "sku": "ASSAM", "name": "Assam", "unit": "piece", "category": "tea" })),
            ("customers", json!({ "code": "ann", "name": "Ann" })),
            ("suppliers", json!({ "code": "tea-ltd", "name": "Tea Ltd" })),
        ] {
            assert_eq!(known.post(&format!("/api/v1/{path}/"), &body).status, 201, "{path}");
        }
        for resource in &known.resources {
            lists_take_their_filters_and_orders(&known, resource);
            if let Some(create) = resource["can"]["create"].as_str() {
                let (path, fields) = (text(&resource["path"]), list(&resource["fields"]));
                missing_fields_are_named(&known, path, fields, create);
                wrong_values_are_named(&known, path, fields, create);
            }
        }
        for command in known.commands.iter().filter(|command| command["method"] == "POST") {
            let path = text(&command["path"]);
            let given: Vec<Value> = list(&command["fields"])
                .iter()
                .filter(|field| !path.contains(&format!("{{{}}}", text(&field["name"]))))
                .cloned()
                .collect();
            missing_fields_are_named(&known, &addressed(path), &given, text(&command["name"]));
            // Of rows that a command names, it tells itself.
            let typed = given.into_iter().filter(|field| field["type"] != "reference");
            if command["takes_file"] == true {
                // Its fields stand in the address, where every text of any length is one.
                let choices = typed.filter(|field| field["type"] == "choice");
                let wrong: Vec<String> = choices.map(|field| format!("{}=wrong", text(&field["name"]))).collect();
                let answer = known.post(&format!("{}?{}", addressed(path), wrong.join("&")), &json!({}));
                let refused =
                    list(&answer.body["errors"]).iter().map(|error| format!("{}=wrong", text(&error["field"])));
                let refused: BTreeSet<String> = refused.collect();
                assert!(wrong.iter().all(|wrong| refused.contains(wrong)), "{path}: {}", answer.body);
                continue;
            }
            wrong_values_are_named(&known, &addressed(path), &typed.collect::<Vec<_>>(), text(&command["name"]));
        }
    }
}

/// A path whose parameters name what does not exist.
fn addressed(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { NOBODY } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn lists_take_their_filters_and_orders(known: &Known<'_>, resource: &Value) {
    let path = text(&resource["path"]);
    for field in list(&resource["fields"]).iter().chain(list(&resource["parameters"])) {
        let is_parameter = list(&resource["parameters"]).contains(field);
        let operators = if is_parameter { vec![""] } else { list(&field["filter"]).iter().map(text).collect() };
        for operator in operators {
            let (name, value) = (text(&field["name"]), example(known, field, operator));
            // A row that does not exist is not filtered by.
            if field["type"] == "reference" && value == NOBODY {
                continue;
            }
            let suffix = if operator.is_empty() { String::new() } else { format!("__{operator}") };
            let asked = format!("{path}?{name}{suffix}={value}");
            let answer = known.get(&asked);
            assert_eq!(answer.status, 200, "{asked}: {}", answer.body);
        }
    }
    for order in list(&resource["order"]["fields"]).iter().map(text) {
        for sign in ["", "-"] {
            let asked = format!("{path}?ordering={sign}{order}");
            assert_eq!(known.get(&asked).status, 200, "{asked}");
        }
    }
}

/// A value by which a list can be filtered.
fn example(known: &Known<'_>, field: &Value, operator: &str) -> String {
    match (operator, text(&field["type"])) {
        ("isnull", _) | (_, "boolean") => "true".to_owned(),
        (_, "reference") => {
            let target = known.resource(text(&field["to"]));
            // The last account is no heading.
            let order =
                if target["pages"] == true { format!("&ordering=-{}", text(&target["code"])) } else { String::new() };
            let rows = known.get(&format!("{}?page_size=1{order}", text(&target["path"]))).body;
            let row = &rows["results"][0];
            let is_id = row["id"].is_string();
            row[if is_id { "id" } else { text(&target["code"]) }]
                .as_str()
                .map_or_else(|| NOBODY.to_owned(), |value| value.to_owned())
        }
        (_, "choice") => text(&field["choices"][0]["value"]).to_owned(),
        (_, "date") => "2026-01-31".to_owned(),
        (_, "instant") => "2026-01-31T12:00:00Z".to_owned(),
        (_, "id") => NOBODY.to_owned(),
        (_, "text" | "long_text") if field["name"] == "kind" => "journal".to_owned(),
        (_, "text" | "long_text") => "x".to_owned(),
        _ => "1".to_owned(),
    }
}

/// A body without any field is refused at every field that is required, and at no other.
fn missing_fields_are_named(known: &Known<'_>, path: &str, fields: &[Value], name: &str) {
    let is_required = |field: &&Value| field["required"] == true;
    let required: BTreeSet<&str> = fields.iter().filter(is_required).map(|field| text(&field["name"])).collect();
    if required.is_empty() {
        return;
    }
    let answer = known.post(path, &json!({}));
    assert_eq!(answer.status, 422, "{name}: {}", answer.body);
    let refused = list(&answer.body["errors"]).iter();
    let refused: BTreeSet<&str> = refused.map(|error| text(&error["field"])).collect();
    assert_eq!(refused, required, "{name}");
}

/// A value of each field that breaks what the metadata says of it is refused at that field.
fn wrong_values_are_named(known: &Known<'_>, path: &str, fields: &[Value], name: &str) {
    let mut body = serde_json::Map::new();
    for field in fields.iter().filter(|field| field["read_only"] != true) {
        let most = field["max"].as_i64();
        let wrong = match text(&field["type"]) {
            _ if field["many"] == true => json!("no list"),
            "text" | "long_text" => match most {
                Some(most) => json!("x".repeat(usize::try_from(most).unwrap() + 1)),
                None => json!(1),
            },
            "integer" if most.is_some_and(|most| most < i64::MAX) => json!(most.unwrap() + 1),
            "quantity" | "price" | "money" | "rate" => json!("1,5"),
            "date" => json!("31.12.2026"),
            // Which roles there are is asked by the rules of a record, behind the types.
            "reference" if field["to"] == "roles" => continue,
            "reference" => json!("no such row"),
            "json" => continue,
            _ => json!("no such value"),
        };
        body.insert(text(&field["name"]).to_owned(), wrong);
    }
    let wrong: BTreeSet<String> = body.keys().cloned().collect();
    if wrong.is_empty() {
        return;
    }
    let answer = known.post(path, &Value::Object(body));
    assert_eq!(answer.status, 422, "{name}: {}", answer.body);
    let refused = list(&answer.body["errors"]).iter().map(|error| text(&error["field"]).to_owned());
    let refused: BTreeSet<String> = refused.collect();
    let accepted: Vec<&String> = wrong.difference(&refused).collect();
    assert!(accepted.is_empty(), "{name}: {accepted:?} of {}", answer.body);
}

#[test]
fn defaults_are_what_a_created_row_gets() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let known = Known::of(&server);
        // What the rules of a record ask for beside its type.
        let chosen = BTreeMap::from([
            (("payment-methods", "account"), "1000"),
            (("custom-fields", "code"), "products.colour"),
            (("custom-fields", "kind"), "text"),
            (("number-series", "document"), "sale"),
            (("number-series", "pattern"), "INV-{year}-"),
            (("approval-policies", "command"), "ledger.entry.reverse"),
            (("approval-steps", "role"), "manager"),
            (("notification-rules", "event"), "sales.sale.posted"),
            (("notification-rules", "recipient"), "address"),
            (("notification-rules", "recipient_field"), "number"),
            (("notification-rules", "email"), "true"),
            (("notification-templates", "event"), "sales.sale.posted"),
        ]);
        for resource in known.resources.iter().filter(|resource| resource["can"]["create"].is_string()) {
            let name = text(&resource["name"]);
            let mut body = serde_json::Map::new();
            for field in list(&resource["fields"]).iter().filter(|field| field["required"] == true) {
                let field_name = text(&field["name"]);
                let value = chosen.get(&(name, field_name)).map(|value| (*value).to_owned());
                body.insert(field_name.to_owned(), json!(value.unwrap_or_else(|| example(&known, field, ""))));
            }
            for ((_, field), value) in chosen.iter().filter(|((own, _), _)| *own == name) {
                let value = serde_json::from_str(value).unwrap_or_else(|_| json!(value));
                body.entry(*field).or_insert(value);
            }
            let created = known.post(text(&resource["path"]), &Value::Object(body));
            assert_eq!(created.status, 201, "{name}: {}", created.body);
            let is_left =
                |field: &&Value| !field["default"].is_null() && !chosen.contains_key(&(name, text(&field["name"])));
            for field in list(&resource["fields"]).iter().filter(is_left) {
                let (default, got) = (&field["default"], &created.body[text(&field["name"])]);
                let number = |value: &Value| value.as_str().and_then(|text| Decimal::parse(text).ok());
                let is_same = default == got || number(default).is_some_and(|default| Some(default) == number(got));
                assert!(is_same, "{name} {}: {default} is {got}", field["name"]);
            }
        }
        documents_have_the_defaults_of_their_commands(&known);
    }
}

/// Sells and moves goods without saying when and where.
fn documents_have_the_defaults_of_their_commands(known: &Known<'_>) {
    let today = known.get("/api/v1/reports/day-book/").body["to"].clone();
    let default = |command: &str, field: &str| {
        let command = known.commands.iter().find(|known| known["name"] == command).unwrap();
        let field = list(&command["fields"]).iter().find(|known| known["name"] == field).unwrap();
        field["default"].clone()
    };
    assert_eq!(default("sales.sale.post", "business_date"), "today");
    let product = json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5" });
    assert_eq!(known.post("/api/v1/products/", &product).status, 201);
    let lines = json!([{ "sku": "LAMP", "quantity": "3", "unit_cost": "1" }]);
    let received = known.post("/api/v1/stock/receive/", &json!({ "lines": lines }));
    let lines = json!([{ "sku": "LAMP", "quantity": "1" }]);
    let sale = json!({ "lines": lines, "payments": [{ "method": "cash", "amount": "5" }] });
    let sold = known.post("/api/v1/sales/", &sale);
    for posted in [received, sold] {
        let document = known.get(posted.header("location").unwrap_or_else(|| panic!("{}", posted.body))).body;
        assert_eq!(document["business_date"], today);
    }
    let stock = known.get("/api/v1/stock/?sku=LAMP").body;
    assert_eq!(stock["results"][0]["warehouse"], default("inventory.stock.receive", "warehouse"));
}

#[test]
fn index_shows_each_user_what_they_may_use() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let index = |role: &str| {
            let token = server.token(&format!("{role}@acme.test"));
            server.request("GET", "/api/v1/meta/", &token, &Value::Null).body
        };
        let names = |index: &Value, kind: &str| -> BTreeSet<String> {
            list(&index[kind]).iter().map(|named| text(&named["name"]).to_owned()).collect()
        };
        let (owner, cashier, auditor) = (index("owner"), index("cashier"), index("auditor"));
        assert_eq!(owner["company"]["currency"], "GBP");
        assert_eq!((&owner["company"]["decimals"], &owner["company"]["slug"]), (&json!(2), &json!("acme")));
        assert_eq!((&owner["grants"], &owner["role"]), (&json!(["*"]), &json!("owner")));
        assert!(names(&owner, "commands").contains("ledger.period.close"));
        assert!(names(&cashier, "commands").contains("sales.sale.post"));
        assert!(!names(&cashier, "commands").contains("ledger.period.close"));
        assert!(!names(&cashier, "resources").contains("journal-entries"));
        assert!(names(&auditor, "commands").is_empty());
        assert_eq!(names(&auditor, "resources"), names(&owner, "resources"));
        let groups =
            |index: &Value| list(&index["menu"]).iter().map(|group| group["label"].clone()).collect::<Vec<_>>();
        assert_eq!(groups(&owner), ["Sales", "Catalogue", "Stock", "Books", "Reports", "Company"]);
        assert!(!groups(&cashier).contains(&json!("Books")));
        for group in list(&owner["menu"]) {
            for item in list(&group["items"]) {
                let is_one = ["resource", "command", "report"].iter().filter(|kind| item[**kind].is_string()).count();
                assert_eq!(is_one, 1, "{item}");
            }
        }
        assert!(owner.to_string().len() < 20_000, "the index is to be small: {}", owner.to_string().len());
    }
}

#[test]
fn definitions_are_kept_under_their_version_and_the_index_by_its_tag() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("cashier@acme.test");
    let get = |path: &str, headers: &[&str]| server.request_with("GET", path, &token, headers, &Value::Null);
    let index = get("/api/v1/meta/", &[]);
    let (version, tag) = (text(&index.body["version"]).to_owned(), index.header("etag").unwrap().to_owned());
    assert_eq!(index.header("cache-control"), Some("no-cache"));
    let again = get("/api/v1/meta/", &[&format!("If-None-Match: {tag}")]);
    assert_eq!((again.status, again.header("etag")), (304, Some(tag.as_str())));
    for (kind, name) in [
        ("resources", "products"),
        ("commands", "sales.sale.post"),
        ("reports", "trial-balance"),
        ("commands", "ledger.period.close"),
    ] {
        let path = format!("/api/v1/meta/{kind}/{name}/");
        let current = get(&format!("{path}?v={version}"), &[]);
        assert_eq!(current.header("cache-control"), Some("immutable, max-age=31536000"), "{path}");
        assert_eq!(current.body["name"], name);
        for other in [path.clone(), format!("{path}?v=old")] {
            let answer = get(&other, &[]);
            assert_eq!((answer.header("cache-control"), &answer.body), (Some("no-cache"), &current.body), "{other}");
        }
        let known = get(&path, &[&format!("If-None-Match: W/\"{version}\"")]);
        assert_eq!(known.status, 304, "{path}");
        assert_eq!(get(&format!("{path}?version=1"), &[]).code(), "unknown_parameter");
        assert_eq!(server.request("GET", &path, "", &Value::Null).status, 401);
    }
    for nothing in ["resources/nothing", "commands/catalog.product.create", "reports/nothing"] {
        assert_eq!(get(&format!("/api/v1/meta/{nothing}/"), &[]).code(), "not_found", "{nothing}");
    }
    for bad in ["%ff", "a%00b"] {
        assert_eq!(get(&format!("/api/v1/meta/resources/{bad}/"), &[]).code(), "malformed_path", "{bad}");
    }
    assert_eq!(get("/api/v1/meta/?v=1", &[]).code(), "unknown_parameter");
    assert_eq!(server.request("GET", "/api/v1/meta/", "", &Value::Null).status, 401);
}

#[test]
fn product_and_sale_are_described_as_screens_were_built_on() {
    let server = TestServer::new(testkit::Database::sqlite());
    let known = Known::of(&server);
    let product = known.resource("products");
    let field = |fields: &Value, name: &str| list(fields).iter().find(|field| field["name"] == name).unwrap().clone();
    for (name, value) in [
        ("path", json!("/api/v1/products/")),
        ("noun", json!("catalog.product")),
        ("label_plural", json!("Products")),
        ("code", json!("sku")),
        ("title", json!(["sku", "name"])),
        ("search", json!(true)),
    ] {
        assert_eq!(product[name], value, "{name}");
    }
    assert_eq!(product["order"]["default"], "sku");
    let sku = field(&product["fields"], "sku");
    assert_eq!((&sku["label"], &sku["max"], &sku["required"]), (&json!("SKU"), &json!(64), &json!(true)));
    assert_eq!(sku["list"], json!({ "width": 132, "shown": true }));
    let unit = field(&product["fields"], "unit");
    assert_eq!((&unit["type"], &unit["to"]), (&json!("reference"), &json!("units")));
    let price = field(&product["fields"], "selling_price");
    let shown = (&price["type"], &price["currency"], &price["default"], &price["align"]);
    assert_eq!(shown, (&json!("price"), &json!("company"), &json!("0"), &json!("end")));
    let kind = field(&product["fields"], "kind");
    assert_eq!(kind["choices"][0], json!({ "value": "stock", "label": "Goods" }));
    let stock = list(&product["related"]).iter().find(|related| related["resource"] == "stock").unwrap();
    assert_eq!((&stock["label"], &stock["filter"]), (&json!("Stock"), &json!({ "product": "id" })));
    let sells = json!({ "command": "sales.sale.post", "on": "selection", "bind": { "lines.*.sku": "sku" } });
    assert!(list(&product["actions"]).contains(&sells), "{}", product["actions"]);

    let sale = known.commands.iter().find(|command| command["name"] == "sales.sale.post").unwrap();
    assert_eq!((&sale["label"], &sale["offline"]), (&json!("Post sale"), &json!(true)));
    assert_eq!(sale["result"], json!({ "resource": "sales", "id": "id", "number": "number" }));
    let lines = field(&sale["fields"], "lines");
    assert_eq!((&lines["type"], &lines["min"]), (&json!("lines"), &json!(1)));
    let sku = field(&lines["fields"], "sku");
    assert_eq!(sku["fill"], json!({ "unit_price": "selling_price", "~name": "name" }));
    assert_eq!(field(&lines["fields"], "discount")["type"], "money");
    let back = json!({ "command": "sales.sale.return", "on": "row", "bind": { "id": "id" } });
    assert!(list(&known.resource("sales")["actions"]).contains(&back));
    let periods = known.resource("periods");
    assert_eq!(periods["code"], "month");
    let reopens = &periods["states"]["transitions"][1];
    let shown = (&reopens["from"], &reopens["command"], &reopens["reason"]);
    assert_eq!(shown, (&json!("closed"), &json!("ledger.period.reopen"), &json!("optional")));
    assert_eq!(known.index["language"], "en");
}
