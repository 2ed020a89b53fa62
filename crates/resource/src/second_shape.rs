//! The second shape of a resource: references are objects `{"id", "code", "name"}`, of which the first shape shows the code alone.

use crate::conditions::Sql;
use crate::openapi;
use crate::selection::NAMES;
use command::{Definitions, Grants, Module, ResourceDefinition, Scope, SecondShape, json_object};
use kernel::{Date, Result, code_key, defect};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use store::{Column, Field, Row, Session, Table, Value};
use uuid::Uuid;

/// The names of the schemas of a reference as it is answered, and as it may be sent.
const REFERENCE: &str = "Reference";
const SENT_REFERENCE: &str = "ReferenceInput";

/// Gives `/api/v2/plural/`, which is served already, references that are objects. Without them `/api/v1/plural/` is deprecated
/// from one day on and may cease at the other.
pub fn references_as_objects(module: &mut Module, plural: &'static str, deprecated: Date, sunset: Date) {
    let Some(definition) = module.resources.iter().find(|served| served.plural == plural) else { return };
    let table = definition.table;
    let schemas = schemas(definition);
    module.second_shapes.push(SecondShape {
        plural,
        deprecated,
        sunset,
        show: Box::new(move |session, definitions, grants, answer| show(table, session, definitions, grants, answer)),
        take: Box::new(move |body| take(table, body)),
        schemas,
    });
}

/// The columns that refer to rows, each with the table of these.
fn references(table: &'static Table) -> impl Iterator<Item = (&'static Column, &'static Table)> {
    table.columns.iter().filter_map(|column| Some((column, (column.reference?.table)())))
}

/// A page or a row of the first shape in the second one. Other fields stay as they are.
fn show(
    table: &'static Table,
    session: &mut Session<'_>,
    definitions: &Definitions,
    grants: &Grants,
    answer: &[u8],
) -> Result<Vec<u8>> {
    let mut answer: Json = serde_json::from_slice(answer).map_err(|error| defect(error.to_string()))?;
    let mut rows: Vec<&mut Map<String, Json>> = if answer["results"].is_array() {
        answer["results"].as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut).collect()
    } else {
        answer.as_object_mut().into_iter().collect()
    };
    let mut asked = Vec::new();
    for (column, other) in references(table) {
        let texts = rows.iter().filter_map(|row| row.get(column.name)?.as_str()).collect::<BTreeSet<_>>();
        if !texts.is_empty() {
            asked.push((column, other, rows_named(other, &texts)));
        }
    }
    let queries: Vec<_> = asked.iter().map(|(_, _, sql)| (sql.text.as_str(), &sql.args[..])).collect();
    let found = session.query_all(&queries)?;
    for ((column, other, _), found) in asked.iter().zip(found) {
        let named = objects(other, may_see(definitions, grants, other), found);
        for value in rows.iter_mut().filter_map(|row| row.get_mut(column.name)) {
            if let Some(text) = value.as_str() {
                // A repeated answer may name a row that has another code by now, or is gone.
                *value = named.get(text).cloned().unwrap_or_else(|| json!({ "id": null, "code": text }));
            }
        }
    }
    // The names stand in the objects.
    rows.iter_mut().for_each(|row| drop(row.remove(NAMES)));
    serde_json::to_vec(&answer).map_err(|error| defect(error.to_string()))
}

/// Whether the user may see the rows of a table beside their codes, which everybody sees who may see what refers to them.
fn may_see(definitions: &Definitions, grants: &Grants, table: &Table) -> bool {
    let mut served = definitions.resources.iter().filter(|resource| resource.table.name == table.name);
    served.any(|resource| grants.require(resource.view).is_ok_and(|grant| *grant.scope() == Scope::All))
}

/// The column by which the first shape names the rows of a table: their code, or their id where they have none.
fn name_of(table: &Table) -> (&'static str, Option<&'static Column>) {
    table.code().map_or(("id", None), |code| (code.name, Some(code)))
}

/// Selects id, the name in the first shape, and `name` of the rows with these names.
fn rows_named(table: &'static Table, texts: &BTreeSet<&str>) -> Sql {
    let (shown, code) = name_of(table);
    let name = table.column("name").map_or("NULL".to_owned(), |column| format!("t.{}", column.name));
    let compared = code.map_or("id", |code| table.compared(code).name);
    let mut sql = Sql::default();
    sql.push(&format!("SELECT t.id, t.{shown}, {name} FROM {} t WHERE t.{compared} IN (", table.name));
    for (n, text) in texts.iter().enumerate() {
        sql.push(if n == 0 { "" } else { ", " });
        sql.arg(match code {
            Some(code) if code.key.is_some() => Value::Text(code_key(text)),
            Some(_) => Value::Text((*text).to_owned()),
            None => store::id_of(text).map_or(Value::Null, Value::Id),
        });
    }
    sql.push(")");
    sql
}

/// The objects of the rows that [`rows_named`] found, by their names in the first shape.
fn objects(table: &Table, with_name: bool, found: Vec<Row>) -> BTreeMap<String, Json> {
    let (_, code) = name_of(table);
    let object = |row: Row| {
        let [id, shown, name] = <[Value; 3]>::try_from(row).ok()?;
        let id = Uuid::from_value(id)?.to_string();
        let shown = if let Value::Text(code) = shown { code } else { id.clone() };
        let mut object = json!({ "id": id });
        if code.is_some() {
            object["code"] = json!(shown);
        }
        if with_name && let Value::Text(name) = name {
            object["name"] = json!(name);
        }
        Some((shown, object))
    };
    found.into_iter().filter_map(object).collect()
}

/// A body whose references may be objects, with their ids or codes in their place.
fn take(table: &'static Table, body: &[u8]) -> Result<Vec<u8>> {
    let mut fields = json_object(body)?;
    for (column, _) in references(table) {
        let Some(Json::Object(row)) = fields.get(column.name) else { continue };
        if let Some(text) = ["id", "code"].into_iter().find_map(|name| row.get(name)?.as_str()) {
            fields.insert(column.name.to_owned(), json!(text));
        }
    }
    serde_json::to_vec(&fields).map_err(|error| defect(error.to_string()))
}

/// The schemas of rows, of pages, and of bodies, in which references are objects.
fn schemas(definition: &ResourceDefinition) -> Vec<(Option<String>, String, Json)> {
    let own = openapi::read_schemas(definition).into_iter().chain(openapi::write_schemas(definition));
    let own = own.filter(|(name, _)| name != openapi::GROUP);
    let own = own.map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()));
    let own: BTreeMap<String, Json> = own.collect();
    let second = own.into_iter().map(|(name, mut schema)| {
        let answered = !name.ends_with("Input") && !name.ends_with("Change");
        for (column, _) in references(definition.table) {
            if let Some(value) = schema["properties"].get_mut(column.name) {
                *value = reference_in(column, answered);
            }
        }
        if let Some(properties) = schema["properties"].as_object_mut() {
            properties.remove(NAMES);
        }
        (Some(name.clone()), format!("{name}V2"), schema)
    });
    second.chain(reference_schemas()).collect()
}

/// The schemas of a reference.
fn reference_schemas() -> [(Option<String>, String, Json); 2] {
    let text = |words: &str| json!({ "type": "string", "description": words });
    let id = |words: &str| json!({ "type": ["string", "null"], "format": "uuid", "description": words });
    let answered = json!({
        "type": "object",
        "description": "A row that another one refers to.",
        "properties": {
            "id": id("Its id; null in a repeated answer where no row has this code any more"),
            "code": text("Its code"),
            "name": text("Its name, for users who may see such rows"),
        },
        "required": ["id"],
    });
    let sent = json!({
        "type": "object",
        "description": "A row that another one refers to, by its id, or by its code where there is no id. What else it has is not read.",
        "properties": { "id": id("Its id"), "code": text("Its code") },
        "minProperties": 1,
    });
    [(None, REFERENCE.to_owned(), answered), (None, SENT_REFERENCE.to_owned(), sent)]
}

/// The schema of a field that refers to a row; what is sent may name it by id or code as well.
fn reference_in(column: &Column, answered: bool) -> Json {
    let name = if answered { REFERENCE } else { SENT_REFERENCE };
    let mut any = vec![json!({ "$ref": format!("#/components/schemas/{name}") })];
    if !answered {
        any.push(json!({ "type": "string", "description": "Its id or code" }));
    }
    if column.nullable {
        any.push(json!({ "type": "null" }));
    }
    json!({ "description": column.meaning, "oneOf": any })
}
