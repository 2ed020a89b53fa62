//! The OpenAPI 3.1 document, put together from the modules' tables of contents.

use crate::access::{Me, OwnCompanies};
use crate::addresses::{self, name_of};
use crate::auth::{LogIn, RefreshToken, TokenPair};
use crate::bulk::{self, Bulk, BulkOutcomes};
use crate::cookies::{BrowserSession, OtherCompany};
use crate::endpoint::PREFIX;
use crate::import::{self, BYTES};
use crate::meta::MetaIndex;
use crate::offline::{MOST, OfflineCommand, OfflineOutcomes};
use crate::report::XLSX;
use crate::users::{AccessToken, ChangePassword, ChoosePassword, OwnName, Verified};
use crate::{AddedUser, NewUser};
use crate::{hooks, shapes};
use command::{
    CommandEntry, CommandMeta, Documentation, FileAnswer, Method, Module, Operation, Registry, ReportMeta,
    ResourceDefinition, ResourceMeta, WaitsForApproval,
};
use imports::{ImportAnswer, ImportParameters};
use kernel::{Field, Format, Schema, Shape, ToSchema};
use serde_json::{Map, Value, json};

/// What an operation answers that sends a file.
const WHOLE_FILE: &str = "The file, with its own media type";
/// The meaning of the header `Location`.
const CREATED: &str = "The address of what was created";

/// What the API is and how to begin, for people who read the documentation.
const ABOUT: &str = "\
Commands change, queries read. Money, prices and quantities are decimal strings; a rate is a fraction, `0.2` is 20 %. Every \
refusal is a problem document (RFC 9457) with a stable `code`, and with all wrong fields where fields are wrong.

**Log in:** `POST /api/v1/auth/login/` with `email` and `password` answers `access` and `refresh`. Send \
`Authorization: Bearer <access>` with every request. The access token is good for `expires_in` seconds; \
`POST /api/v1/auth/refresh/` exchanges the refresh token for the next pair, once.

**Browsers** log in at `POST /api-auth/login/`: the tokens lie in cookies that scripts cannot read and that count for requests from \
pages of this server only. `POST /api-auth/refresh/` goes on with the session, `POST /api-auth/logout/` ends it.

**How often:** one user may send so many requests of a class in a minute; `RateLimit` says how many are left, and a 429 how long to \
wait in `Retry-After`.

**Company:** a user of several companies names one when logging in: by `tenant` in the body, by the header `X-Tenant`, or by the \
host name. The token is for that company; whatever else names a company in a later request has to name the same.

**Nothing twice, nothing lost:** send an `Idempotency-Key` with whatever must not happen twice, and `dry_run=true` to see what \
would happen. Send the `ETag` of a row back as `If-Match`: 412 says that the row was changed since it was read.

**Languages:** texts of refusals and what `/meta/` tells come in the language that the user has chosen among the settings, else as \
`Accept-Language` asks (`en`, `bn`), else in that of the company; `Content-Language` says which. Codes, names and data are the same in all.

**Lists** are read page by page along `next`. A filter is a field and how it is compared: `name__contains=tea`, `kind__ne=service`. \
Through a field that refers to other rows, their filters serve as well: `category__code__in=tea,coffee` needs the permission to view \
categories. Every list of a resource and every report is a file too: `format=csv`, `jsonl` or `xlsx`.

**Versions:** `/api/` without a version is `/api/v1/`. `/api/v2/` answers as `/api/v1/` does, save where a second shape is documented; \
an answer whose shape will cease says so in `Deprecation` and `Sunset`.";

/// What is said of a command.
fn of_command(registry: &Registry, command: &CommandEntry, schemas: &mut Map<String, Value>) -> Value {
    let mut operation = operation(&command.documentation, &command.path, schemas);
    if command.takes_file {
        take_file(&mut operation, schemas);
    }
    for status in ["201", "202"].into_iter().filter(|_| registry.created_at(command).is_some()) {
        if let Some(created) = operation["responses"].get_mut(status) {
            created["headers"]["Location"] = header(CREATED);
        }
    }
    if command.awaits.is_some() {
        wait(&mut operation);
    }
    if registry.definitions().approvable.get(command.name).is_some_and(|entry| entry.happened_as.is_none()) {
        wait_for_approval(&mut operation, schemas);
    }
    operation
}

/// The document: every command and query of `registry`, and the endpoints of the HTTP layer itself.
pub fn openapi(registry: &Registry) -> Value {
    let mut schemas = Map::from_iter([("Problem".to_owned(), problem())]);
    let mut paths = own_paths(&mut schemas);
    let effects = effects(registry, &mut schemas);
    schemas.insert("Effects".to_owned(), effects);
    let mut modules: Vec<&Module> = registry.modules().iter().collect();
    modules.sort_by_key(|module| module.place);
    modules.retain(|module| !module.commands.is_empty() || !module.queries.is_empty());
    for module in &modules {
        for command in &module.commands {
            let operation = of_command(registry, command, &mut schemas);
            add(&mut paths, module.name, &command.path, command.method, operation);
            if command.is_operation {
                let path = format!("{PREFIX}{}", command.path);
                let parameters = &mut paths[&path][name_of(command.method)]["parameters"];
                if let Some(parameters) = parameters.as_array_mut() {
                    // It can neither be tried nor sent again under a key.
                    parameters.retain(|parameter| parameter.get("$ref").is_none());
                }
            }
        }
        for query in &module.queries {
            let mut operation = operation(&query.documentation, &query.path, &mut schemas);
            if query.file == Some(FileAnswer::Content) {
                send_file(&mut operation);
            }
            if module.reports.iter().any(|report| report.definition.path == query.path) {
                add_formats(&mut operation);
            }
            add(&mut paths, module.name, &query.path, Method::Get, operation);
        }
        for definition in &module.resources {
            if let Some(operation) = bulk_operation(module, definition, &mut schemas) {
                add(&mut paths, module.name, &bulk::path(definition), Method::Post, operation);
                let id = definition.view.trim_end_matches(".view");
                let operation = import_operation((id, definition.plural), IMPORT, &mut schemas);
                add(&mut paths, module.name, &import::path(definition.plural), Method::Post, operation);
            }
        }
        for target in &registry.definitions().imports {
            let is_own = |name: &&str| name.split('.').next() == Some(module.name);
            if let Some(command) = Some(target.command).filter(is_own) {
                let operation = import_operation(
                    (command, &target.name),
                    if target.run.is_some() { &target.help } else { IMPORT },
                    &mut schemas,
                );
                add(&mut paths, module.name, &target.path, Method::Post, operation);
            }
        }
        for export in &module.exports {
            let mut operation = operation(&export.documentation, &export.path, &mut schemas);
            let row = operation["responses"]["200"]["content"]["application/json"]["schema"].take();
            operation["summary"] = json!(format!("{} as a file", words_of(&format!("/{}/", export.file))));
            operation["responses"]["200"]["content"] = json!({
                "text/csv": { "schema": { "type": "string" } },
                "application/jsonl": { "schema": row },
            });
            add(&mut paths, module.name, &export.path, Method::Get, operation);
        }
    }
    schemas["PreviewRow"]["properties"]["fields"]["type"] = json!("object");
    shapes::describe(registry, &mut paths, &mut schemas);
    addresses::describe(registry, &mut paths);
    let tags = modules.iter().map(|module| (module.name, module.about));
    let tags = [ACCESS, OFFLINE, META, LINKS].into_iter().chain(tags);
    let tags: Vec<Value> = tags.map(|(name, about)| json!({ "name": name, "description": about })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sanduk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "tags": tags,
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": {
                "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "The `access` token that logging in or refreshing answers",
            } },
            "responses": responses(),
            "parameters": parameters(),
        },
        "x-problems": problems(registry),
    })
}

/// Says that the table of a report is answered in other formats too.
fn add_formats(operation: &mut Value) {
    let content = &mut operation["responses"]["200"]["content"];
    content["text/csv"] = json!({ "schema": { "type": "string" } });
    content["application/jsonl"] = json!({ "schema": { "type": "string" } });
    content[XLSX] = json!({ "schema": { "type": "string", "contentMediaType": XLSX } });
}

/// Makes a file of any kind the answer of an operation, or the part of it that the request asks for.
fn send_file(operation: &mut Value) {
    let binary = json!({ "schema": { "type": "string", "contentMediaType": "*/*" } });
    let sent = |words: &str| {
        let mut headers = json!({
            "Content-Disposition": header("`attachment`, with the name of the file"),
            "ETag": header("Its content, for `If-Range`"),
            "Accept-Ranges": header("`bytes`"),
        });
        if words != WHOLE_FILE {
            headers["Content-Range"] = header("Which bytes these are, and how many the file has");
        }
        json!({ "description": words, "headers": headers, "content": { "*/*": binary } })
    };
    operation["responses"]["200"] = sent(WHOLE_FILE);
    operation["responses"]["206"] = sent("The part that `Range` asks for");
    add_refusals(operation, &[416]);
    if !operation["parameters"].is_array() {
        operation["parameters"] = json!([]);
    }
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        parameters.push(json!({ "$ref": "#/components/parameters/Range" }));
        parameters.push(json!({ "$ref": "#/components/parameters/IfRange" }));
    }
}

/// Makes the fields of a command's body parameters, because its body is a file. A file of an unknown kind is a 415, too.
fn take_file(operation: &mut Value, schemas: &mut Map<String, Value>) {
    let body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].take();
    let name = body.as_str().and_then(|name| name.rsplit('/').next()).unwrap_or_default();
    let body = schemas.remove(name).unwrap_or_default();
    let required = |name: &str| body["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
    let fields = body["properties"].as_object().into_iter().flatten();
    let parameters = fields.map(|(name, schema)| {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        json!({ "name": name, "in": "query", "required": required(name), "schema": schema, "description": description })
    });
    operation["parameters"] = parameters.collect();
    let binary = json!({ "schema": { "type": "string", "contentMediaType": "application/octet-stream" } });
    operation["requestBody"] = json!({ "required": true, "content": { "application/octet-stream": binary } });
}

/// An operation whose client waits for the job that it asks for.
fn wait(operation: &mut Value) {
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        parameters.push(json!({ "$ref": "#/components/parameters/Prefer" }));
    }
    let done = operation["responses"].as_object().and_then(|responses| responses.values().next()).cloned();
    let mut begun = done.unwrap_or_default();
    begun["description"] = json!("Done, but the job that it asks for is not over: `job` says where it stands");
    begun["headers"]["Location"] = header("Where the job is read");
    if let Some(responses) = operation["responses"].as_object_mut() {
        if let Some(done) = responses.remove("202") {
            responses.insert("200".to_owned(), done);
        }
        responses.insert("202".to_owned(), begun);
    }
}
/// An operation that may have to be approved first.
fn wait_for_approval(operation: &mut Value, schemas: &mut Map<String, Value>) {
    let waits = schema(&WaitsForApproval::schema(), schemas);
    let content = json!({ "application/json": { "schema": waits } });
    operation["responses"]["202"] = json!({ "description": WAITS, "content": content });
}

/// What a command answers that waits.
const WAITS: &str = "It is not done yet: a policy of the company asks for an approval first";

/// Tags of the operations that belong to no module, and their descriptions.
const ACCESS: (&str, &str) = ("access", "Logging in, staying logged in, and the user who is logged in.");
const OFFLINE: (&str, &str) = ("offline", "Commands that a device executed while it had no network.");
const LINKS: (&str, &str) = ("links", "Files by signed links, which need no log-in.");
const META: (&str, &str) = ("meta", "What screens are made of: menu, resources, commands and reports as data.");

/// Refusals by status: the name of the response, and its meaning.
const REFUSALS: [(u16, &str, &str); 13] = [
    (400, "BadRequest", "The request is malformed, or has a parameter that is unknown or not understood"),
    (401, "Unauthorized", "There is no valid access token, or the log-in failed"),
    (403, "Forbidden", "The user may not do this"),
    (404, "NotFound", "It does not exist, or lies outside what the user may see"),
    (408, "SlowRequest", "The body did not arrive in time"),
    (409, "Conflict", "It clashes with what is there already; nothing was changed"),
    (412, "Stale", "The row has another version than `If-Match` asks for; nothing was changed"),
    (413, "TooLarge", "The body is too large"),
    (415, "UnsupportedMedia", "The body is of another kind: JSON in UTF-8, or what the operation names"),
    (416, "NoSuchRange", "The part that `Range` asks for begins behind the end of the file"),
    (422, "Invalid", "Fields are wrong: `errors` names them; nothing was changed"),
    (429, "TooMany", "Tried too often: wait as many seconds as `Retry-After` says"),
    (503, "Unavailable", "Not now: try again after `Retry-After` seconds"),
];

/// One response for each refusal, and one for every other status.
fn responses() -> Value {
    let response = |words: &str| {
        let content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        json!({ "description": words, "content": content })
    };
    let named = REFUSALS.iter().map(|(_, name, words)| ((*name).to_owned(), response(words)));
    named.chain([("Problem".to_owned(), response("Refused: `code` and `detail` say why"))]).collect()
}

/// Adds the refusals with these statuses to the responses of an operation.
fn add_refusals(operation: &mut Value, statuses: &[u16]) {
    for (status, name, _) in REFUSALS.iter().filter(|(status, ..)| statuses.contains(status)) {
        operation["responses"][status.to_string()] = json!({ "$ref": format!("#/components/responses/{name}") });
    }
    operation["responses"]["default"] = json!({ "$ref": "#/components/responses/Problem" });
}

fn header(words: &str) -> Value {
    json!({ "description": words, "schema": { "type": "string" } })
}

/// Every error that can be answered: what its code means, and its English text.
fn problems(registry: &Registry) -> Value {
    let catalogues = registry.catalogues().into_iter().chain(crate::catalogues());
    let problem = |problem: &&kernel::Problem| json!({ "code": problem.code, "status": problem.kind.status(), "title": problem.title, "text": problem.text });
    catalogues.flatten().map(problem).collect()
}

/// The operation of an endpoint; the schemas it refers to are added to `schemas`.
fn operation(documentation: &Documentation, path: &str, schemas: &mut Map<String, Value>) -> Value {
    let operation = match documentation {
        Documentation::Typed(operation) => &**operation,
        Documentation::OpenApi { operation, schemas: own } => {
            for (name, schema) in own {
                schemas.entry(name).or_insert_with(|| schema.clone());
            }
            return operation.clone();
        }
    };
    let Operation { id, description, path: in_path, query: in_query, body, example, versioned, answer, status } =
        operation;
    let parameters = in_path.iter().map(|field| ("path", field)).chain(in_query.iter().map(|field| ("query", field)));
    let mut parameters: Vec<Value> = parameters.map(|(place, field)| parameter(place, field, schemas)).collect();
    let mut done = json!({ "description": "Done" });
    if *status != 204 {
        done["content"] = json_of(schema(answer, schemas));
    }
    if *versioned {
        done["headers"]["ETag"] = header("The version of the row, for `If-Match`");
        if body.is_some() {
            parameters.push(json!({ "$ref": "#/components/parameters/IfMatch" }));
        }
    }
    let summary = if body.is_some() { first_sentence(description) } else { words_of(path) };
    let mut operation = json!({ "operationId": id, "summary": summary, "parameters": parameters, "responses": { status.to_string(): done } });
    if !description.is_empty() {
        operation["description"] = json!(description);
    }
    if let Some(body) = body {
        operation["requestBody"] = request_body(body, schemas);
        if !example.is_null() {
            operation["requestBody"]["content"]["application/json"]["example"] = example.clone();
        }
    }
    operation
}

/// The operation that changes, deletes or restores many rows of a resource, if its rows are changed through its definition.
fn bulk_operation(module: &Module, definition: &ResourceDefinition, schemas: &mut Map<String, Value>) -> Option<Value> {
    let update = definition.commands?.update;
    let mut commands = module.commands.iter();
    let one = commands.find(|command| command.name == update && command.method == Method::Patch)?;
    let change = operation(&one.documentation, &one.path, schemas);
    let change = &change["requestBody"]["content"]["application/json"]["schema"];
    let name = change["$ref"].as_str()?.rsplit('/').next()?.replace("Change", "Bulk");
    schema(&Bulk::schema(), schemas);
    let mut body = schemas.remove("Bulk")?;
    let verbs = if definition.commands?.restore.is_some() {
        "Change, delete or restore"
    } else {
        body["properties"].as_object_mut()?.remove("restore");
        "Change or delete"
    };
    body["properties"]["set"] =
        json!({ "$ref": change["$ref"], "description": body["properties"]["set"]["description"] });
    schemas.insert(name.clone(), body);
    let body = json_of(json!({ "$ref": format!("#/components/schemas/{name}") }));
    let done = json!({ "description": "What became of each row", "content": json_of(schema(&BulkOutcomes::schema(), schemas)) });
    Some(json!({
        "operationId": format!("{}.bulk", definition.view.trim_end_matches(".view")),
        "summary": format!("{verbs} many {}", definition.plural.replace('-', " ")),
        "description": "Every row is a command of its own: one is refused alone. Under an `Idempotency-Key` the row at each place of \
            the list is changed once.",
        "requestBody": { "required": true, "content": body },
        "responses": { "200": done },
    }))
}

/// What becomes of a file of rows.
const IMPORT: &str = "A CSV file or a workbook (XLSX) of at most 100,000 rows and 20 MiB, unless the server is set otherwise, sent as bytes, such as the list answers under `format=csv` and `format=xlsx`. All rows are tried \
            first, each on top of those before it. Of a file of up to 2,000 rows nothing is written where any row is refused; of a longer \
            one `errors` says whether the import stops there or skips it. Every row is a command of its own. The same file sent again \
            does nothing twice; under another `Idempotency-Key` it is carried out once more. An empty cell makes a field absent that can \
            be absent; another field it leaves as it is. Of documents every one is a command: rows are put together by the fields of their heads, or by \
            the column that `document` names.";

/// The operation that carries a file into a resource, or into documents.
fn import_operation((id, name): (&str, &str), description: &str, schemas: &mut Map<String, Value>) -> Value {
    let rows = name.replace('-', " ");
    let parameters = ImportParameters::schema();
    let fields = if let Shape::Object { fields, .. } = &parameters.shape { &fields[..] } else { &[] };
    let parameters: Vec<Value> = fields.iter().map(|field| parameter("query", field, schemas)).collect();
    let done = json!({ "description": "What became of the file", "content": json_of(schema(&ImportAnswer::schema(), schemas)) });
    json!({
        "operationId": format!("{id}.import"),
        "summary": format!("Import {rows} from a file"),
        "description": description,
        "parameters": parameters,
        "requestBody": { "required": true, "content": { BYTES: { "schema": { "type": "string", "contentMediaType": "text/csv" } } } },
        "responses": { "200": done },
    })
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
            let object = object(about, fields, *open, schemas);
            let known = schemas.entry(name.clone().into_owned()).or_insert_with(|| object.clone());
            // Clients know a shape by its name alone. The registry cannot see this, for it does not know this crate's own shapes.
            debug_assert_eq!(*known, object, "two shapes are called {name}");
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
    let (format, pattern, example) = match format {
        None => (None, None, None),
        Some(Format::Date) => (Some("date"), None, Some("2026-01-31")),
        Some(Format::Instant) => (Some("date-time"), None, Some("2026-01-31T12:00:00Z")),
        Some(Format::Uuid) => (Some("uuid"), None, Some("019b0000-0000-7000-8000-000000000001")),
        Some(Format::Decimal(most)) => {
            (Some("decimal"), Some(format!("^[-+]?\\d+(\\.\\d{{1,{most}}})?$")), Some("12.5"))
        }
        Some(Format::Quantity | Format::Price | Format::Rate) => {
            (Some("decimal"), Some("^[-+]?\\d+(\\.\\d{1,6})?$".to_owned()), Some("12.5"))
        }
        Some(Format::Currency) => (None, Some("^[A-Z]{3}$".to_owned()), Some("GBP")),
    };
    let examples = example.map(|example| [example]);
    json!({ "type": "string", "maxLength": max, "format": format, "pattern": pattern, "examples": examples })
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

fn add(paths: &mut Map<String, Value>, tag: &str, path: &str, method: Method, mut operation: Value) {
    let reference = |name: &str| json!({ "$ref": format!("#/components/parameters/{name}") });
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let versioned =
        parameters.iter().any(|parameter| parameter["name"] == "If-Match" || *parameter == reference("IfMatch"));
    let mut refusals = vec![400, 401, 403, 503];
    if path.contains('{') {
        refusals.push(404);
    }
    if method != Method::Get {
        parameters.extend([reference("IdempotencyKey"), reference("DryRun")]);
        refusals.extend([408, 409, 413, 415, 422]);
    }
    if versioned {
        refusals.push(412);
    }
    operation["tags"] = json!([tag]);
    operation["parameters"] = Value::Array(parameters);
    add_refusals(&mut operation, &refusals);
    let methods = paths.entry(format!("{PREFIX}{path}")).or_insert_with(|| json!({}));
    methods[name_of(method)] = operation;
}

fn parameters() -> Value {
    json!({
        "Range": {
            "name": "Range", "in": "header",
            "description": "One part of the file, `bytes=0-999`; what asks for several gets the whole file.",
            "schema": { "type": "string" },
        },
        "IfRange": {
            "name": "If-Range", "in": "header",
            "description": "The `ETag` of the file that the part belongs to: where the content is another one, it is sent whole.",
            "schema": { "type": "string" },
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header",
            "description": "Whatever is sent again under the same key happens once: the first answer comes again.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
            "example": "till-7/42",
        },
        "IfMatch": {
            "name": "If-Match", "in": "header",
            "description": "The ETag of the row as it was read: 412 where the row has been changed since.",
            "schema": { "type": "string" },
            "example": "\"3\"",
        },
        "Prefer": {
            "name": "Prefer", "in": "header",
            "description": "`wait=3` waits so many seconds for the job that the command asks for, `respond-async` not at all; ten seconds at most, \
                which is also what happens without it.",
            "schema": { "type": "string" },
            "example": "respond-async",
        },
        "Tenant": {
            "name": "X-Tenant", "in": "header",
            "description": "The short name of the company, where the user belongs to several.",
            "schema": { "type": "string", "maxLength": 63 },
            "example": "acme",
        },
        "DryRun": {
            "name": "dry_run", "in": "query",
            "description": "Answers what would happen, and does nothing. The answer then has a field `effects`: see the schema Effects. \
                Where it would have to be approved first, `approval` says by whom: see WaitsForApproval.",
            "schema": { "type": "boolean", "default": false },
        },
    })
}

/// What a dry run tells beside its answer. What the user may not see is left out.
fn effects(registry: &Registry, schemas: &mut Map<String, Value>) -> Value {
    let effects = registry.definitions().effects.iter().map(|effect| {
        let rows =
            json!({ "type": "array", "items": schema(&(effect.schema)(), schemas), "description": effect.meaning });
        (effect.name.to_owned(), rows)
    });
    let properties: Map<String, Value> = effects.collect();
    let about = "What a command would do: the field `effects` of the answer to a dry run. What the user may not see is left out";
    json!({ "type": "object", "description": about, "properties": properties, "required": [] })
}

fn problem() -> Value {
    let text = |words: &str, example: &str| json!({ "type": "string", "description": words, "examples": [example] });
    let error = json!({
        "type": "object",
        "required": ["field", "code", "message"],
        "properties": {
            "field": text("The path of the field; empty for the request as a whole", "lines.1.quantity"),
            "code": text("Stable and machine readable", "required"),
            "message": text("What is wrong and what to do", "is required"),
        },
    });
    json!({
        "type": "object",
        "description": "A refusal, and the reason for it (RFC 9457)",
        "required": ["type", "title", "status", "code", "detail", "request_id"],
        "properties": {
            "type": text("The code as a URN", "urn:sanduk:problem:invalid"),
            "title": text("What the code means", "Invalid fields"),
            "status": { "type": "integer", "description": "The HTTP status", "examples": [422] },
            "code": text("Stable and machine readable; `x-problems` lists all", "invalid"),
            "detail": text("What is wrong and what to do", "lines.1.quantity: is required"),
            "errors": {
                "type": "array", "items": error,
                "description": "The wrong fields: at most 20, then one entry that counts the others",
            },
            "request_id": text("Finds this request in the log of the server", "19a6d1c2-7"),
        },
    })
}

/// One of the operations that belong to no module.
fn own(id: &str, (tag, _): (&str, &str), summary: &str, body: Option<Value>, answer: Option<Value>) -> Value {
    let mut operation = json!({ "operationId": id, "summary": summary, "tags": [tag] });
    match answer {
        Some(answer) => operation["responses"]["200"] = json!({ "description": "Done", "content": json_of(answer) }),
        None => operation["responses"]["204"] = json!({ "description": "Done" }),
    }
    let mut refusals = vec![400, 401, 403, 503];
    if let Some(body) = body {
        operation["requestBody"] = body;
        refusals.extend([408, 413, 415, 422]);
    }
    add_refusals(&mut operation, &refusals);
    operation
}

/// An operation that needs no access token; a company may be named.
fn open(mut operation: Value) -> Value {
    operation["security"] = json!([]);
    operation["parameters"] = json!([{ "$ref": "#/components/parameters/Tenant" }]);
    add_refusals(&mut operation, &[404, 429]);
    operation
}

fn own_paths(schemas: &mut Map<String, Value>) -> Map<String, Value> {
    let tokens = Some(schema(&TokenPair::schema(), schemas));
    let refresh_body = Some(request_body(&RefreshToken::schema(), schemas));
    let log_in_body = Some(request_body(&LogIn::schema(), schemas));
    let list = Some(request_body(&Vec::<OfflineCommand>::schema().with_length(0, MOST), schemas));
    let outcomes = Some(schema(&OfflineOutcomes::schema(), schemas));
    let log_in = open(own("auth.login", ACCESS, "Log in", log_in_body.clone(), tokens.clone()));
    let words = "Exchange the refresh token for the next pair";
    let refresh = open(own("auth.refresh", ACCESS, words, refresh_body.clone(), tokens));
    let log_out = open(own("auth.logout", ACCESS, "End the session", refresh_body, None));
    let user = Some(schema(&Me::schema(), schemas));
    let words = "The user who is logged in, the company, and what the user may do there";
    let me = own("auth.me", ACCESS, words, None, user.clone());
    let own_name = Some(request_body(&OwnName::schema(), schemas));
    let rename = own("auth.rename", ACCESS, "Change your own name", own_name, user);
    let (users, meta) = (user_paths(schemas), meta_paths(schemas));
    let words = "What a device did while it was offline, in order: a paid sale is never refused, only flagged";
    let commands = own("commands.send", OFFLINE, words, list, outcomes);
    let session = Some(schema(&BrowserSession::schema(), schemas));
    let other_company = Some(request_body(&OtherCompany::schema(), schemas));
    let browser = [
        (
            "/api-auth/login/",
            own("browser.login", ACCESS, "Log in with a browser", log_in_body.clone(), session.clone()),
        ),
        ("/api-auth/refresh/", own("browser.refresh", ACCESS, "Go on with a browser's session", None, session.clone())),
        (
            "/api-auth/company/",
            own("browser.switch", ACCESS, "Go on in another company of the user", other_company, session.clone()),
        ),
        ("/api-auth/logout/", own("browser.logout", ACCESS, "End a browser's session", None, None)),
    ];
    let browser = browser.into_iter().map(|(path, operation)| (path.to_owned(), json!({ "post": open(operation) })));
    let paths = [
        ("/auth/login/", json!({ "post": log_in })),
        ("/auth/refresh/", json!({ "post": refresh })),
        ("/auth/logout/", json!({ "post": log_out })),
        ("/auth/me/", json!({ "get": me, "patch": rename })),
        ("/commands/", json!({ "post": commands })),
        ("/files/{token}/", json!({ "get": linked_file() })),
        (
            hooks::PATH,
            json!({ "post": hook("hooks.receive", "Send a message to a door of a company, signed as its source does"),
            "get": hook("hooks.challenge", "Make sure that a door is there, for sources that do so") }),
        ),
        ("/live/", json!({ "get": live() })),
    ];
    let own = paths.into_iter().chain(users).chain(meta).map(|(path, methods)| (format!("{PREFIX}{path}"), methods));
    own.chain(browser).collect()
}

/// An endpoint of `hooks.rs`.
fn hook(id: &str, words: &str) -> Value {
    let mut operation = own(id, LINKS, words, None, None);
    operation["security"] = json!([]);
    let parameter = |name: &str, about: &str| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" }, "description": about });
    operation["parameters"] = json!([
        parameter("company", "The short name of the company"),
        parameter("source", "What the door takes, from `/inbound-sources/`"),
        parameter("token", "The id of the door, from `/inbound-hooks/`"),
    ]);
    operation["responses"] = json!({ "200": { "description": "Taken, also where it had come before",
        "content": { "text/plain": { "schema": { "type": "string" } } } } });
    add_refusals(&mut operation, &[400, 401, 404, 413, 429, 503]);
    operation
}

/// The endpoint of `live.rs`.
fn live() -> Value {
    let words = "What changes in lists and rows, as server-sent events. Each `changed` is {topic, seq, ids, deleted, reload}: rows to read again, rows \
                 that are gone, or that everything is to be read again. /ws/?topics= tells the same through a WebSocket, /ws/notifications/ \
                 and /ws/products/ one topic each. A connection has at most 50 topics, a user 50 connections";
    let mut operation = own("live.listen", META, words, None, None);
    let text = json!({ "type": "string" });
    operation["parameters"] = json!([
        { "name": "topics", "in": "query", "required": true, "schema": text,
          "description": "What to listen to, with commas between: lists such as `products`, one row as `products/ID`, `notifications`" },
        { "name": "since", "in": "query", "required": false, "schema": json!({ "type": "integer" }),
          "description": "Go on behind this command: the `seq` that was told last" },
    ]);
    operation["responses"] = json!({ "200": { "description": "Events `open` and `changed`, each with `seq`; `end` where no more come",
        "content": { "text/event-stream": { "schema": { "type": "string" } } } } });
    add_refusals(&mut operation, &[400, 401, 403, 404, 429, 503]);
    operation
}

/// The endpoint of `files.rs`.
fn linked_file() -> Value {
    let mut operation = own("files.linked", LINKS, "The file to which a signed link leads", None, None);
    operation["security"] = json!([]);
    operation["parameters"] = json!([{ "name": "token", "in": "path", "required": true, "schema": { "type": "string" },
        "description": "What the link says, signed" }]);
    operation["responses"] = json!({});
    send_file(&mut operation);
    add_refusals(&mut operation, &[400, 404, 422, 503]);
    operation
}

/// The endpoints of `meta.rs`.
fn meta_paths(schemas: &mut Map<String, Value>) -> Vec<(&'static str, Value)> {
    let mut answer = |of: Schema| Some(schema(&of, schemas));
    let (index, resource) = (answer(MetaIndex::schema()), answer(ResourceMeta::schema()));
    let (command, report) = (answer(CommandMeta::schema()), answer(ReportMeta::schema()));
    let words = "What the user finds in the program: company, menu, and the names of what they may use";
    let index = own("meta.index", META, words, None, index);
    let one = |id: &str, words: &str, answer: Option<Value>| {
        let mut operation = own(id, META, words, None, answer);
        let text = json!({ "type": "string" });
        operation["parameters"] = json!([
            { "name": "name", "in": "path", "required": true, "schema": text, "description": "Its name, as the index has it" },
            { "name": "v", "in": "query", "required": false, "schema": text,
              "description": "The `version` of the index: under it the answer may be kept for good" },
        ]);
        add_refusals(&mut operation, &[404]);
        json!({ "get": operation })
    };
    vec![
        ("/meta/", json!({ "get": index })),
        ("/meta/resources/{name}/", one("meta.resource", "A resource as screens need it", resource)),
        ("/meta/commands/{name}/", one("meta.command", "A command as screens need it", command)),
        ("/meta/reports/{name}/", one("meta.report", "A report as screens need it", report)),
    ]
}

/// The endpoints of `users.rs`.
fn user_paths(schemas: &mut Map<String, Value>) -> Vec<(&'static str, Value)> {
    let mut body = |of: Schema| Some(request_body(&of, schemas));
    let (token, name, new_user) = (body(AccessToken::schema()), body(OwnName::schema()), body(NewUser::schema()));
    let (change, choose) = (body(ChangePassword::schema()), body(ChoosePassword::schema()));
    let (verified, added) = (schema(&Verified::schema(), schemas), schema(&AddedUser::schema(), schemas));
    let user = Some(schema(&Me::schema(), schemas));
    let limited = |mut operation: Value| {
        add_refusals(&mut operation, &[429]);
        operation
    };
    let verify = open(own("auth.verify", ACCESS, "Ask whether an access token is valid", token, Some(verified)));
    let words = "Choose a new password with a one-time token; all sessions of the user end";
    let reset = open(own("auth.reset_password", ACCESS, words, choose, None));
    let own_user = own("users.me", ACCESS, "The same as /auth/me/", None, user.clone());
    let rename = own("users.rename", ACCESS, "Change your own name", name, user);
    let companies = Some(schema(&OwnCompanies::schema(), schemas));
    let companies = own("users.companies", ACCESS, "The companies to which you belong", None, companies);
    let words = "Change your own password; your other sessions end";
    let change_password = limited(own("users.change_password", ACCESS, words, change, None));
    let words = "Make a person a member of the company, with a log-in where they have none";
    let mut add = limited(own("users.add", ACCESS, words, new_user, None));
    add_refusals(&mut add, &[409]);
    if let Some(responses) = add["responses"].as_object_mut() {
        responses.remove("204");
        let headers = json!({ "Location": header(CREATED) });
        responses
            .insert("201".to_owned(), json!({ "description": "Done", "headers": headers, "content": json_of(added) }));
    }
    vec![
        ("/auth/verify/", json!({ "post": verify })),
        ("/auth/reset-password/", json!({ "post": reset })),
        ("/users/", json!({ "post": add })),
        ("/users/me/", json!({ "get": own_user, "patch": rename })),
        ("/users/me/companies/", json!({ "get": companies })),
        ("/users/me/password/", json!({ "post": change_password })),
    ]
}
