//! The OpenAPI 3.1 document, put together from the modules' tables of contents.

use crate::auth::{LogIn, RefreshToken, TokenPair};
use crate::endpoint::PREFIX;
use crate::offline::{MOST, OfflineCommand, OfflineOutcomes};
use crate::users::{AccessToken, ChangePassword, ChoosePassword, OwnName, Verified};
use crate::{AddedUser, NewUser};
use command::{Documentation, Method, Operation, Registry};
use kernel::{Field, Format, Schema, Shape, ToSchema};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The document: every command and query of `registry`, and the edge's own endpoints.
pub fn openapi(registry: &Registry) -> Value {
    let mut schemas = Map::from_iter([("Problem".to_owned(), problem())]);
    let mut paths = own_paths(&mut schemas);
    let mut ids = BTreeSet::new();
    for module in registry.modules() {
        for command in &module.commands {
            let operation = operation(command.name, &command.documentation, &command.path, &mut schemas);
            add(&mut paths, &mut ids, &command.path, command.method, operation);
        }
        for query in &module.queries {
            let operation = operation(query.name, &query.documentation, &query.path, &mut schemas);
            add(&mut paths, &mut ids, &query.path, Method::Get, operation);
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
        "x-problems": problems(registry),
    })
}

/// Every error that can be answered: what its code means, and its English text.
fn problems(registry: &Registry) -> Value {
    let catalogues = registry.catalogues().into_iter().chain([crate::errors::PROBLEMS]);
    let problem = |problem: &&kernel::Problem| json!({ "code": problem.code, "status": problem.kind.status(), "title": problem.title, "text": problem.text });
    catalogues.flatten().map(problem).collect()
}

/// The operation of an endpoint; the schemas it refers to are added to `schemas`.
fn operation(name: &str, documentation: &Documentation, path: &str, schemas: &mut Map<String, Value>) -> Value {
    let Operation { description, path: in_path, query: in_query, body, answer, status } = match documentation {
        Documentation::Typed(operation) => &**operation,
        Documentation::OpenApi { operation, schemas: own } => {
            for (name, schema) in own {
                schemas.entry(name).or_insert_with(|| schema.clone());
            }
            return operation.clone();
        }
    };
    let parameters = in_path.iter().map(|field| ("path", field)).chain(in_query.iter().map(|field| ("query", field)));
    let parameters: Vec<Value> = parameters.map(|(place, field)| parameter(place, field, schemas)).collect();
    let tag = name.split('.').next().unwrap_or_default();
    let mut done = json!({ "description": "Done" });
    if *status != 204 {
        done["content"] = json_of(schema(answer, schemas));
    }
    let summary = if body.is_some() { first_sentence(description) } else { words_of(path) };
    let mut operation = json!({ "operationId": name, "tags": [tag], "summary": summary,
        "parameters": parameters, "responses": { status.to_string(): done } });
    if !description.is_empty() {
        operation["description"] = json!(description);
    }
    if let Some(body) = body {
        operation["requestBody"] = request_body(body, schemas);
    }
    operation
}

/// The summary of a command: the first sentence of its description.
fn first_sentence(description: &str) -> String {
    description.split_terminator(['.', ':']).next().unwrap_or_default().trim().replace('\n', " ")
}

/// The summary of a query: the words of its path.
fn words_of(path: &str) -> String {
    let last = path.split('/').rfind(|part| !part.is_empty() && !part.starts_with('{')).unwrap_or_default();
    let words = last.replace('-', " ");
    let one = if path.ends_with("}/") { "One of the " } else { "" };
    let words = format!("{one}{words}");
    let (first, rest) = words.split_at_checked(1).unwrap_or_default();
    format!("{}{rest}", first.to_uppercase())
}

fn json_of(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

fn request_body(body: &Schema, schemas: &mut Map<String, Value>) -> Value {
    let optional = matches!(&body.shape, Shape::Object { fields, .. } if fields.iter().all(|field| !field.required));
    json!({ "required": !optional, "content": json_of(schema(body, schemas)) })
}

fn parameter(place: &str, field: &Field, schemas: &mut Map<String, Value>) -> Value {
    let mut value = schema(&Schema { nullable: false, ..field.schema.clone() }, schemas);
    let description = value.as_object_mut().and_then(|value| value.remove("description"));
    let required = field.required || place == "path";
    let mut parameter = json!({ "name": field.name, "in": place, "required": required, "schema": value });
    if let Some(description) = description {
        parameter["description"] = description;
    }
    parameter
}

/// A schema as OpenAPI writes it. An object becomes a named schema, to which it refers.
fn schema(of: &Schema, schemas: &mut Map<String, Value>) -> Value {
    let mut value = match &of.shape {
        Shape::Any => json!({}),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Text { max, format } => text(*max, *format),
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::List { items, min, max } => {
            let min = (*min > 0).then_some(*min);
            json!({ "type": "array", "items": schema(items, schemas), "minItems": min, "maxItems": max })
        }
        Shape::Object { name, about, fields, open } => {
            if !schemas.contains_key(*name) {
                let object = object(about, fields, *open, schemas);
                schemas.insert((*name).to_owned(), object);
            }
            json!({ "$ref": format!("#/components/schemas/{name}") })
        }
    };
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    if of.nullable {
        value = nullable(value);
    }
    if !of.description.is_empty() {
        value["description"] = json!(of.description);
    }
    value
}

fn object(about: &str, fields: &[Field], open: bool, schemas: &mut Map<String, Value>) -> Value {
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let properties = fields.iter().map(|field| (field.name.to_owned(), schema(&field.schema, schemas)));
    let properties: Map<String, Value> = properties.collect();
    let mut object = json!({ "type": "object", "description": about, "properties": properties, "required": required });
    if !open {
        object["additionalProperties"] = json!(false);
    }
    object
}

fn text(max: Option<usize>, format: Option<Format>) -> Value {
    let (format, pattern) = match format {
        None => (None, None),
        Some(Format::Date) => (Some("date"), None),
        Some(Format::Instant) => (Some("date-time"), None),
        Some(Format::Uuid) => (Some("uuid"), None),
        Some(Format::Decimal(most)) => (Some("decimal"), Some(format!("^[-+]?\\d+(\\.\\d{{1,{most}}})?$"))),
        Some(Format::Quantity) => (Some("decimal"), Some("^[-+]?\\d+(\\.\\d{1,6})?$".to_owned())),
        Some(Format::Currency) => (None, Some("^[A-Z]{3}$".to_owned())),
    };
    json!({ "type": "string", "maxLength": max, "format": format, "pattern": pattern })
}

/// The same, or `null`.
fn nullable(mut value: Value) -> Value {
    if value.get("$ref").is_some() {
        return json!({ "oneOf": [value, { "type": "null" }] });
    }
    if let Some(words) = value.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
    if let Some(kind) = value.get("type").cloned() {
        value["type"] = json!([kind, "null"]);
    }
    value
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

fn problem() -> Value {
    let text = json!({ "type": "string" });
    let error = json!({ "type": "object", "properties": { "field": text, "code": text, "message": text } });
    json!({ "type": "object", "properties": { "type": text, "title": text, "status": { "type": "integer" },
        "code": text, "detail": text, "errors": { "type": "array", "items": error }, "request_id": text } })
}

/// One of the operations that belong to no module.
fn own(id: &str, summary: &str, body: Option<Value>, answer: Option<Value>, open: bool) -> Value {
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    let mut operation =
        json!({ "operationId": id, "summary": summary, "tags": ["edge"], "responses": { "default": problem } });
    match answer {
        Some(answer) => operation["responses"]["200"] = json!({ "description": "Done", "content": json_of(answer) }),
        None => operation["responses"]["204"] = json!({ "description": "Done" }),
    }
    if let Some(body) = body {
        operation["requestBody"] = body;
    }
    if open {
        operation["security"] = json!([]);
    }
    operation
}

fn own_paths(schemas: &mut Map<String, Value>) -> Map<String, Value> {
    let tokens = Some(schema(&TokenPair::schema(), schemas));
    let refresh_body = Some(request_body(&RefreshToken::schema(), schemas));
    let log_in_body = Some(request_body(&LogIn::schema(), schemas));
    let list = Some(request_body(&Vec::<OfflineCommand>::schema().with_length(0, MOST), schemas));
    let outcomes = Some(schema(&OfflineOutcomes::schema(), schemas));
    let log_in = own("auth.login", "Log in", log_in_body, tokens.clone(), true);
    let words = "Exchange the refresh token for the next pair";
    let refresh = own("auth.refresh", words, refresh_body.clone(), tokens, true);
    let log_out = own("auth.logout", "End the session", refresh_body, None, true);
    let user = Some(json!({ "type": "object" }));
    let me = own(
        "auth.me",
        "The user who is logged in, the company, and what the user may do there",
        None,
        user.clone(),
        false,
    );
    let mut body = |schema_of: Schema| Some(request_body(&schema_of, schemas));
    let (token_body, name_body) = (body(AccessToken::schema()), body(OwnName::schema()));
    let (change_body, choose_body) = (body(ChangePassword::schema()), body(ChoosePassword::schema()));
    let new_user_body = body(NewUser::schema());
    let verified = Some(schema(&Verified::schema(), schemas));
    let verify = own("auth.verify", "Ask whether an access token is valid", token_body, verified, true);
    let words = "Choose a new password with a one-time token; all sessions of the user end";
    let reset = own("auth.reset_password", words, choose_body, None, true);
    let own_user = own("users.me", "The same as /auth/me/", None, user.clone(), false);
    let rename = own("users.rename", "Change your own name", name_body, user, false);
    let words = "Change your own password; your other sessions end";
    let change_password = own("users.change_password", words, change_body, None, false);
    let added = json!({ "description": "Done", "content": json_of(schema(&AddedUser::schema(), schemas)) });
    let words = "Make a person a member of the company, with a log-in where they have none";
    let mut add_user = own("users.add", words, new_user_body, None, false);
    add_user["responses"] = json!({ "201": added, "default": add_user["responses"]["default"] });
    let words = "What a device did while it was offline, in order: a paid sale is never refused, only flagged";
    let commands = own("commands.send", words, list, outcomes, false);
    let paths = [
        ("/auth/login/", json!({ "post": log_in })),
        ("/auth/refresh/", json!({ "post": refresh })),
        ("/auth/logout/", json!({ "post": log_out })),
        ("/auth/me/", json!({ "get": me })),
        ("/auth/verify/", json!({ "post": verify })),
        ("/auth/reset-password/", json!({ "post": reset })),
        ("/users/", json!({ "post": add_user })),
        ("/users/me/", json!({ "get": own_user, "patch": rename })),
        ("/users/me/password/", json!({ "post": change_password })),
        ("/commands/", json!({ "post": commands })),
    ];
    paths.into_iter().map(|(path, methods)| (format!("{PREFIX}{path}"), methods)).collect()
}
