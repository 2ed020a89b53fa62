//! The OpenAPI 3.1 document, put together from the modules' tables of contents.

use crate::endpoint::PREFIX;
use command::{Method, Registry};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use utoipa::openapi::path::Operation;

/// The document: every command and query of `registry`, and the edge's own endpoints.
pub fn openapi(registry: &Registry) -> Value {
    let mut paths: Map<String, Value> = own_paths();
    let mut schemas: Map<String, Value> = own_schemas();
    let mut ids = BTreeSet::new();
    for module in registry.modules() {
        for command in &module.commands {
            keep(&mut schemas, &command.schemas);
            let operation = described(&command.operation, &schemas);
            add(&mut paths, &mut ids, &command.path, command.method, operation);
        }
        for query in &module.queries {
            keep(&mut schemas, &query.schemas);
            add(&mut paths, &mut ids, &query.path, Method::Get, named(&query.operation, &query.path));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sanduk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Commands change, queries read. Money, prices and quantities are decimal strings. \
                            Every refusal is a problem document (RFC 9457). Send an Idempotency-Key with whatever must not \
                            happen twice, and dry_run=true to see what would happen.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
            "responses": { "Problem": {
                "description": "Refused, and why",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
            "parameters": parameters(),
        },
    })
}

fn keep(schemas: &mut Map<String, Value>, new: &[(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)]) {
    for (name, schema) in new {
        if !schemas.contains_key(name) {
            schemas.insert(name.clone(), serde_json::to_value(schema).unwrap_or_default());
        }
    }
}

/// A query with a summary: where it has none, the words of its path.
fn named(operation: &Operation, path: &str) -> Value {
    let mut operation = serde_json::to_value(operation).unwrap_or_default();
    if operation["summary"].is_null() {
        let last = path.split('/').rfind(|part| !part.is_empty() && !part.starts_with('{')).unwrap_or_default();
        let words = last.replace('-', " ");
        let one = if path.ends_with("}/") { "One of: " } else { "" };
        operation["summary"] = json!(format!(
            "{one}{}{}",
            words.get(..1).unwrap_or_default().to_uppercase(),
            words.get(1..).unwrap_or_default()
        ));
    }
    operation
}

/// A command with a summary: where it has none, what its body says of itself.
fn described(operation: &Operation, schemas: &Map<String, Value>) -> Value {
    let said_by = "/requestBody/content/application~1json/schema/$ref";
    let mut operation = serde_json::to_value(operation).unwrap_or_default();
    if operation["summary"].is_null() {
        let schema = operation.pointer(said_by).and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        let said = schema.and_then(|name| schemas.get(name)?.get("description")?.as_str());
        if let Some(said) = said {
            let first = said.split_terminator(['.', ':']).next().unwrap_or(said);
            operation["summary"] = json!(first.trim());
            operation["description"] = json!(said);
        }
    }
    operation
}

fn add(paths: &mut Map<String, Value>, ids: &mut BTreeSet<String>, path: &str, method: Method, mut operation: Value) {
    let reference = |name: &str| json!({ "$ref": format!("#/components/parameters/{name}") });
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let named: Vec<Value> = parameters.iter().map(|parameter| parameter["name"].clone()).collect();
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    for name in in_path.filter(|name| !named.iter().any(|named| named == name)) {
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    if method != Method::Get {
        parameters.extend([reference("IdempotencyKey"), reference("DryRun")]);
    }
    let has_version = named.iter().any(|named| named == "If-Match");
    if matches!(method, Method::Put | Method::Patch | Method::Delete) && !has_version {
        parameters.push(reference("IfMatch"));
    }
    // An operation id is there once; a list and a row share their permission, PATCH and PUT their command.
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    if !ids.insert(id.clone()) {
        let more = if path.contains('{') && method == Method::Get { "one" } else { method_name(method) };
        let unique = format!("{id}.{more}");
        let path_id = || format!("{id}.{}", path.trim_matches('/').replace(['/', '{', '}'], "_"));
        operation["operationId"] = Value::String(if ids.insert(unique.clone()) { unique } else { path_id() });
    }
    operation["parameters"] = Value::Array(parameters);
    operation["responses"]["default"] = json!({ "$ref": "#/components/responses/Problem" });
    let methods = paths.entry(format!("{PREFIX}{path}")).or_insert_with(|| json!({}));
    methods[method_name(method)] = operation;
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header",
            "description": "Whatever is sent again under the same key happens once: the first answer comes again.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
        },
        "IfMatch": {
            "name": "If-Match", "in": "header",
            "description": "The ETag of the row as it was read: 412 where somebody has changed it since.",
            "schema": { "type": "string" },
        },
        "DryRun": {
            "name": "dry_run", "in": "query",
            "description": "Answers what would happen, and does nothing.",
            "schema": { "type": "boolean", "default": false },
        },
    })
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn own_schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let uuid = json!({ "type": "string", "format": "uuid" });
    let errors = json!({ "type": "array", "items": { "type": "object", "properties": {
        "field": text, "code": text, "message": text } } });
    let problem = json!({ "type": text, "title": text, "status": { "type": "integer" }, "code": text, "detail": text,
        "errors": errors, "request_id": text });
    let command = object(
        &json!({ "id": uuid, "name": text, "body": { "type": "object" }, "at": { "type": "string", "format": "date-time" } }),
        &["id", "name", "body"],
    );
    let status = json!({ "type": "string", "enum": ["applied", "already", "rejected"] });
    let outcome = json!({ "type": "object", "required": ["id", "status"], "properties": { "id": uuid, "status": status,
        "code": text, "detail": text, "errors": errors, "flags": { "type": "array", "items": {} }, "answer": {} } });
    let schemas = [
        ("Problem", json!({ "type": "object", "properties": problem })),
        ("LogIn", object(&json!({ "email": text, "password": text, "tenant": text }), &["email", "password"])),
        ("Tokens", object(&json!({ "access": text, "refresh": text }), &["access", "refresh"])),
        ("RefreshToken", object(&json!({ "refresh": text }), &["refresh"])),
        ("OfflineCommand", command),
        ("OfflineOutcomes", object(&json!({ "results": { "type": "array", "items": outcome } }), &["results"])),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// One of the edge's own operations.
fn own(id: &str, summary: &str, body: Option<Value>, answer: Option<&str>, open: bool) -> Value {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let json_of = |schema: Value| json!({ "application/json": { "schema": schema } });
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    let mut operation =
        json!({ "operationId": id, "summary": summary, "tags": ["edge"], "responses": { "default": problem } });
    match answer {
        Some(answer) => {
            operation["responses"]["200"] = json!({ "description": "Done", "content": json_of(schema(answer)) })
        }
        None => operation["responses"]["204"] = json!({ "description": "Done" }),
    }
    if let Some(body) = body {
        operation["requestBody"] = json!({ "required": true, "content": json_of(body) });
    }
    if open {
        operation["security"] = json!([]);
    }
    operation
}

fn own_paths() -> Map<String, Value> {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let list = json!({ "type": "array", "maxItems": 100, "items": schema("OfflineCommand") });
    let log_in = own("auth.login", "Log in", Some(schema("LogIn")), Some("Tokens"), true);
    let refresh = own(
        "auth.refresh",
        "Exchange the refresh token for the next pair",
        Some(schema("RefreshToken")),
        Some("Tokens"),
        true,
    );
    let log_out = own("auth.logout", "End the session", Some(schema("RefreshToken")), None, true);
    let mut me = own("auth.me", "Who I am, where, and what I may do", None, None, false);
    me["responses"] = json!({ "200": { "description": "Done", "content": { "application/json": { "schema": { "type": "object" } } } },
        "default": { "$ref": "#/components/responses/Problem" } });
    let commands = own(
        "commands.send",
        "What a device did while it was offline, in order: a paid sale is never refused, only flagged",
        Some(list),
        Some("OfflineOutcomes"),
        false,
    );
    let paths = [
        ("/auth/login/", json!({ "post": log_in })),
        ("/auth/refresh/", json!({ "post": refresh })),
        ("/auth/logout/", json!({ "post": log_out })),
        ("/auth/me/", json!({ "get": me })),
        ("/commands/", json!({ "post": commands })),
    ];
    paths.into_iter().map(|(path, methods)| (format!("{PREFIX}{path}"), methods)).collect()
}
