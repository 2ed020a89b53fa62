//! What the engine serves, said in OpenAPI from the same definitions.

use crate::custom::CUSTOM;
use crate::filters::operators;
use crate::json;
use crate::list::MAX_KEYS;
use crate::selection::{NAMES, VERSION};
use command::{DocumentDefinition, Documentation, Method, ResourceDefinition, RowView};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use store::{Column, FieldKind};
use utoipa::openapi::path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{
    AdditionalProperties, Array, ArrayBuilder, KnownFormat, Object, ObjectBuilder, Ref, Schema, SchemaFormat,
    SchemaType, Type,
};
use utoipa::openapi::{Content, HeaderBuilder, RefOr, Required, ResponseBuilder};

/// An operation and its schemas as the documentation takes them.
pub(crate) fn documentation(operation: &Operation, schemas: Vec<NamedSchema>) -> Documentation {
    let operation = serde_json::to_value(operation).unwrap_or_default();
    let schemas = schemas.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()));
    Documentation::OpenApi { operation, schemas: schemas.collect() }
}

fn schema_name(definition: &ResourceDefinition) -> String {
    joined_words(definition.noun())
}

/// `tax_category` → `TaxCategory`.
fn joined_words(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect()
}

fn content(name: &str) -> Content {
    Content::new(Some(RefOr::Ref(Ref::from_schema_name(name))))
}

fn operation(definition: &ResourceDefinition, id: &str, summary: String) -> OperationBuilder {
    let tag = definition.view.split('.').next().unwrap_or_default();
    OperationBuilder::new().operation_id(Some(id)).tag(tag).summary(Some(summary))
}

fn answers(operation: OperationBuilder, status: u16, words: &str, schema: &str) -> OperationBuilder {
    let response = ResponseBuilder::new().description(words).content("application/json", content(schema));
    operation.response(status.to_string(), response.build())
}

/// `catalog.product` and the last word of an operation id.
pub(crate) fn operation_id(definition: &ResourceDefinition, verb: &str) -> String {
    let noun = definition.view.trim_end_matches(".view");
    format!("{noun}.{verb}")
}

/// [`answers`] with one row, whose version is told beside it.
fn answers_row(operation: OperationBuilder, status: u16, words: &str, schema: &str) -> OperationBuilder {
    let tag = HeaderBuilder::new()
        .schema(Some(Object::with_type(Type::String)))
        .description(Some("Its version, for If-Match; not when the answer is a repeated one"));
    let response = ResponseBuilder::new().description(words).content("application/json", content(schema));
    operation.response(status.to_string(), response.header("ETag", tag.build()).build())
}

fn parameter(place: ParameterIn, name: impl Into<String>, words: impl Into<String>, schema: Object) -> Parameter {
    let required = if place == ParameterIn::Path { Required::True } else { Required::False };
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
    parameter.description(Some(words)).schema(Some(Schema::Object(schema))).build()
}

fn id() -> Parameter {
    parameter(ParameterIn::Path, "id", "Its id or its code", Object::with_type(Type::String))
}

/// The operation of a command.
pub(crate) fn command(definition: &ResourceDefinition, name: &str, method: Method) -> Operation {
    let (noun, schema) = (definition.noun().replace('_', " "), schema_name(definition));
    let body = |name: String| {
        RequestBodyBuilder::new().required(Some(Required::True)).content("application/json", content(&name)).build()
    };
    let operation = match method {
        Method::Post => {
            let operation = operation(definition, name, format!("Make a new {noun}"));
            let operation = operation.request_body(Some(body(format!("{schema}Input"))));
            return answers_row(operation, 201, "Created", &schema).build();
        }
        Method::Delete => {
            let operation = operation(definition, name, format!("Delete the {noun}"));
            operation.response("204", ResponseBuilder::new().description("Deleted").build())
        }
        Method::Put => {
            let words = "Every field that is left out has its default or is absent afterwards.";
            let operation = operation(definition, &operation_id(definition, "replace"), format!("Replace the {noun}"));
            let operation = operation.description(Some(words)).request_body(Some(body(format!("{schema}Input"))));
            answers_row(operation, 200, "Replaced", &schema)
        }
        _ => {
            let words = "Fields that are left out stay as they are.";
            let operation = operation(definition, name, format!("Change fields of the {noun}"));
            let operation = operation.description(Some(words)).request_body(Some(body(format!("{schema}Change"))));
            answers_row(operation, 200, "Changed", &schema)
        }
    };
    let version = "The version the row must have, as its ETag said";
    let if_match = parameter(ParameterIn::Header, "If-Match", version, Object::with_type(Type::String));
    operation.parameter(id()).parameter(if_match).build()
}

/// The operation that brings a deleted row back.
pub(crate) fn restore(definition: &ResourceDefinition, name: &str) -> Operation {
    let noun = definition.noun().replace('_', " ");
    let words = "It comes back as it was. Refused where another row has its code by now; a reference to a row that was deleted, too, is \
        left out where it may be absent.";
    let id = parameter(ParameterIn::Path, "id", "Its id", Object::with_type(Type::String));
    let operation = operation(definition, name, format!("Restore a deleted {noun}")).description(Some(words));
    answers_row(operation.parameter(id), 200, "Restored", &schema_name(definition)).build()
}

/// The operation that answers one row.
pub(crate) fn get(definition: &ResourceDefinition) -> Operation {
    let noun = definition.noun().replace('_', " ");
    let operation = operation(definition, &operation_id(definition, "get"), format!("One {noun}, its version as ETag"));
    answers_row(operation.parameter(id()), 200, "The row", &schema_name(definition)).build()
}

/// The operation that answers a list.
pub(crate) fn list(definition: &ResourceDefinition) -> Operation {
    let text = || Object::with_type(Type::String);
    let number = |most| ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(most);
    let names: BTreeSet<&str> = definition.order.iter().map(|name| name.trim_start_matches('-')).collect();
    let field = format!("-?({})", names.into_iter().collect::<Vec<_>>().join("|"));
    let pattern = format!("^{field}(,{field}){{0,{}}}$", MAX_KEYS - 1);
    let ordering = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build();
    let exact = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["exact"])).build();
    let mut parameters = vec![
        ("page".to_owned(), "Number of the page, from 1".to_owned(), number(None::<i32>).build()),
        ("page_size".to_owned(), "Rows on a page".to_owned(), number(Some(1000)).build()),
        ("cursor".to_owned(), "Where to go on, from `next` or `previous`".to_owned(), text()),
        ("ordering".to_owned(), ORDERING.to_owned(), ordering),
        ("count".to_owned(), "Count exactly however many there are".to_owned(), exact),
    ];
    if definition.search().next().is_some() {
        parameters.push(("search".to_owned(), searched(definition), text()));
    }
    if definition.group_keys().next().is_some() {
        let by = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(definition.group_keys())).build();
        let words = "Answer no rows but `groups`: how many there are with each value. At most 1,000 groups; to be combined with \
            filters, `search` and `sum`";
        parameters.push(("group_by".to_owned(), words.to_owned(), by));
        let summable: Vec<&str> = definition.summable().map(|(name, _)| name).collect();
        if !summable.is_empty() {
            let words = format!("What to sum up in every group, by commas: {}", summable.join(", "));
            parameters.push(("sum".to_owned(), words, text()));
        }
    }
    if definition.table.stamped() {
        let words = "Only what was changed or deleted after this command of the log: `seq` of the answer before, 0 at first. \
            Rows then carry `changed_seq`, `created_at` and `updated_at`, and the answer has `deleted` and `seq` but no \
            `count` and no `previous`. Follow `next` to the last page before asking with its `seq`. A renamed code of another \
            record that a row refers to is no change of the row. To be combined with `page_size` and `cursor` only";
        let seq = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build();
        parameters.push(("since".to_owned(), words.to_owned(), seq));
    }
    if let Some(restore) = definition.commands.and_then(|commands| commands.restore) {
        let words = format!(
            "Only what was deleted, the latest first, with `deleted_at`, `deleted_by` and `deleted_by_email`, and without `count` and \
             `previous`. Needs the permission `{restore}`. To be combined with `page_size` and `cursor` only"
        );
        let only = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["true"])).build();
        parameters.push(("deleted".to_owned(), words, only));
    }
    for column in definition.table.columns.iter().filter(|column| definition.filters.contains(&column.name)) {
        for operator in operators(column) {
            let related = if operator.suffix.is_empty() && column.references().is_some() { RELATED } else { "" };
            let words = format!("{} {}{related}", column.label, operator.words);
            let value = match () {
                () if operator.is_question() => Object::with_type(Type::Boolean),
                () if operator.is_list() || column.reference.is_some() => text(),
                () => typed(column.kind, false).build(),
            };
            parameters.push((format!("{}{}", column.name, operator.suffix), words, value));
        }
    }
    let formats = ["json", "csv", "jsonl", "xlsx"];
    let formats = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(formats)).build();
    let words = "The format of the answer; as `Accept` says where it is left out, JSON where that says nothing. A file holds every row";
    parameters.push(("format".to_owned(), words.to_owned(), formats));
    let words = "Whether CSV begins with a byte order mark, by which spreadsheets know that it is UTF-8";
    parameters.push(("bom".to_owned(), words.to_owned(), Object::with_type(Type::Boolean)));
    parameters.push((command::FILE_FIELDS.to_owned(), command::FILE_FIELDS_MEANING.to_owned(), text()));
    let parameters =
        parameters.into_iter().map(|(name, words, schema)| parameter(ParameterIn::Query, name, words, schema));
    let summary = format!("List {}", definition.plural.replace('-', " "));
    let operation = operation(definition, &operation_id(definition, "list"), summary).parameters(Some(parameters));
    answers(operation, 200, "A page", &format!("{}List", schema_name(definition))).build()
}

/// The meaning of the parameter `ordering`.
const ORDERING: &str = "Up to four fields by commas, each behind a minus for the other way, none of them twice. A long list is read \
    fastest in the order of one field";

/// What is said of a filter by rows of another list.
const RELATED: &str = ". Between its name and what compares, `__` and a filter of that list say what must be true of the row it refers to: \
    `category__code__contains`, for example. Needs the permission to view that list";

/// The meaning of the parameter `search`.
fn searched(definition: &ResourceDefinition) -> String {
    let columns = definition.search().map(|column| column.label.to_lowercase()).collect::<Vec<_>>().join(", ");
    match definition.document {
        Some(_) => format!("The beginning of a number, or words of a name, in: {columns}"),
        None => format!("Words, or beginnings of words, in any case and with or without accents, in: {columns}"),
    }
}

/// The operation that answers one document with its parts.
pub(crate) fn document(definition: &ResourceDefinition) -> Operation {
    let noun = definition.noun().replace('_', " ");
    let has_parts = definition.document.is_some_and(|document| !document.parts.is_empty());
    let summary = if has_parts { format!("One {noun} with its parts") } else { format!("One {noun}") };
    let operation = operation(definition, &operation_id(definition, "get"), summary);
    answers(operation.parameter(id_or_number()), 200, "The document", &view_name(definition.noun())).build()
}

/// The operation that answers the history of a row.
pub(crate) fn history(definition: &ResourceDefinition) -> Operation {
    let noun = definition.noun().replace('_', " ");
    let id = if definition.document.is_some() { id_or_number() } else { id() };
    let (text, number) = (Object::with_type(Type::String), ObjectBuilder::new().schema_type(Type::Integer));
    let number = number.minimum(Some(1)).maximum(Some(1000)).build();
    let summary =
        format!("The commands that created, changed and deleted the {noun}, which a deleted one keeps under its id");
    let operation = operation(definition, &operation_id(definition, "history"), summary)
        .parameter(id)
        .parameter(parameter(ParameterIn::Query, "page_size", "Commands on a page", number))
        .parameter(parameter(ParameterIn::Query, "cursor", "Where to go on, from `next`", text));
    answers(operation, 200, "A page, the oldest command first", "HistoryList").build()
}

fn id_or_number() -> Parameter {
    parameter(ParameterIn::Path, "id", "Its id or its printed number", Object::with_type(Type::String))
}

/// A schema and its name.
pub(crate) type NamedSchema = (String, RefOr<Schema>);

/// The schemas that reads refer to: a row and a list of rows.
pub(crate) fn read_schemas(definition: &ResourceDefinition) -> Vec<NamedSchema> {
    let name = schema_name(definition);
    let columns = definition.table.columns.iter().filter(|column| json::shown(column));
    let columns = columns.filter_map(|column| Some((definition.shown_as(column)?, column)));
    let mut row = columns.fold(object(), |row, (name, column)| {
        let row = row.property(name, property(column));
        if column.view.is_none() { row.required(name) } else { row }
    });
    if definition.table.versioned() {
        let words = "Its version, which `If-Match` or the field itself in a change may ask for";
        let version = ObjectBuilder::new().schema_type(Type::Integer).read_only(true).description(Some(words));
        row = row.property(VERSION, version.build());
    }
    if definition.commands.is_some_and(|commands| commands.restore.is_some()) {
        row = only_deleted(row);
    }
    if definition.table.columns.iter().any(|column| json::shown(column) && column.references().is_some()) {
        row = row.property(NAMES, names());
    }
    if definition.commands.is_some() {
        row = row.property(
            CUSTOM,
            custom("The values of the fields that the company has added; absent where there are none"),
        );
    }
    let mut list = page_of(&name);
    let required: &[&str] = match definition.table.stamped() {
        true => {
            row = only_since_of_row(row);
            list = only_since_of_list(list);
            &["next", "results"]
        }
        false => &PAGE,
    };
    list = required.iter().copied().fold(list, ObjectBuilder::required);
    let mut schemas = vec![named(name.clone(), row)];
    if definition.group_keys().next().is_some() {
        let rows = ArrayBuilder::new().items(RefOr::Ref(Ref::from_schema_name(GROUP)));
        let words = "The groups, in the order of their values; only under `group_by=`";
        list = list.property("groups", Schema::Array(rows.description(Some(words)).build()));
        schemas.push(named(GROUP.to_owned(), group()));
    }
    schemas.push(named(name + "List", list));
    schemas
}

/// The schema of the names of what a row refers to.
fn names() -> Object {
    let words = "What the rows are called that the fields refer to, by field: name, or number of a document. Only in lists and single \
        rows, and only of rows that the user may view";
    let name = Schema::Object(Object::with_type(Type::String));
    object().additional_properties(Some(name)).read_only(true).description(Some(words)).build()
}

/// The schema of the values of custom fields: what a list has is said by its metadata.
fn custom(words: &str) -> Object {
    object().additional_properties(Some(AdditionalProperties::FreeForm(true))).description(Some(words)).build()
}

/// The schema of a group of a list.
pub(crate) const GROUP: &str = "ListGroup";

fn group() -> ObjectBuilder {
    let text = |words: &str| {
        let text = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
        text.description(Some(words)).build()
    };
    let value = SchemaType::from_iter([Type::String, Type::Boolean, Type::Null]);
    let value = ObjectBuilder::new().schema_type(value);
    let value = value
        .description(Some("What the rows have in common: a code where the field refers to rows with codes"))
        .build();
    let sum = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Integer])).build();
    let sums = object().additional_properties(Some(Schema::Object(sum)));
    let sums = sums
        .description(Some("The sum of each field of `sum=`: a decimal number as a string, or a whole number"))
        .build();
    let currency = "The currency of the sums, where the rows have one; each currency is a group of its own";
    object()
        .property("value", value)
        .property("name", text("The name of the row that `value` refers to"))
        .property("currency", described(Type::String, currency))
        .property("count", described(Type::Integer, "The number of rows"))
        .property("sums", sums)
        .required("value")
        .required("name")
        .required("count")
        .required("sums")
}

/// The fields of a page.
const PAGE: [&str; 5] = ["count", "count_exact", "next", "previous", "results"];

/// A page of rows that have the schema called `name`.
fn page_of(name: &str) -> ObjectBuilder {
    let text = || ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
    let results: Array = ArrayBuilder::new().items(RefOr::Ref(Ref::from_schema_name(name))).build();
    object()
        .property("count", described(Type::Integer, COUNT))
        .property("count_exact", described(Type::Boolean, "Whether `count` is exact"))
        .property("next", text().description(Some("The address of the next page; null on the last one")))
        .property("previous", text().description(Some("The address of the page before; null on the first one")))
        .property("results", Schema::Array(results))
}

const COUNT: &str = "The number of rows: exact up to 10,000, beyond that only with `count=exact`";

fn described(kind: Type, words: &str) -> Object {
    ObjectBuilder::new().schema_type(kind).description(Some(words)).build()
}

/// `sale_line` → `SaleLineView`.
fn view_name(name: &str) -> String {
    joined_words(name) + "View"
}

/// The schemas of a document: its header with computed fields and parts, and a row of each part.
pub(crate) fn document_schemas(definition: &ResourceDefinition, document: &DocumentDefinition) -> Vec<NamedSchema> {
    let mut header = view(&document.header);
    for computed in document.computed {
        let value = typed(computed.kind, false).description(Some(computed.meaning)).build();
        header = header.property(computed.name, value).required(computed.name);
    }
    let mut schemas = Vec::new();
    for part in document.parts {
        let name = view_name(part.rows.table.name);
        let rows = ArrayBuilder::new().items(RefOr::Ref(Ref::from_schema_name(&name)));
        let rows = Schema::Array(rows.description(Some(part.meaning)).build());
        header = header.property(part.name, rows).required(part.name);
        schemas.push(named(name, view(&part.rows)));
    }
    schemas.push(named(view_name(definition.noun()), header));
    schemas
}

fn view(view: &RowView) -> ObjectBuilder {
    let refers = view.fields().iter().any(|field| field.joined.is_none() && field.column.references().is_some());
    let row = if refers { object().property(NAMES, names()) } else { object() };
    view.fields().into_iter().fold(row, |row, field| {
        let value = match field.column.kind {
            FieldKind::Words => words(field.column.meaning),
            kind => Schema::Object(typed(kind, field.nullable).description(Some(field.column.meaning)).build()),
        };
        let row = row.property(field.name, value);
        if field.column.view.is_none() { row.required(field.name) } else { row }
    })
}

/// The schemas of a history: a page and a command of it.
pub(crate) fn history_schemas() -> Vec<NamedSchema> {
    let fields = [
        ("seq", FieldKind::Integer, false, "Number of the command in the log"),
        ("name", FieldKind::Text, false, "Name of the command"),
        ("at", FieldKind::Instant, false, "When it was executed"),
        ("actor", FieldKind::Id, false, "Id of the user that executed it"),
        ("email", FieldKind::Text, true, "E-mail address of that user, if they are a member of the company"),
    ];
    let entry = fields.into_iter().fold(object(), |entry, (name, kind, nullable, words)| {
        entry.property(name, typed(kind, nullable).description(Some(words)).build()).required(name)
    });
    let text = |words: &str| described(Type::String, words);
    let types = [Type::String, Type::Integer, Type::Boolean, Type::Null];
    let value = |words: &str| {
        ObjectBuilder::new().schema_type(SchemaType::from_iter(types.clone())).description(Some(words)).build()
    };
    let change = object()
        .property("field", text("The field; of a custom field, `custom.` and its name"))
        .property("before", value("Its value before; several words stand in one text, by commas"))
        .property("after", value("Its value after"))
        .required("field")
        .required("before")
        .required("after");
    let changes = ArrayBuilder::new().items(RefOr::Ref(Ref::from_schema_name("FieldChange")));
    let words = "The fields that it changed, as far as you may see them; none for documents, whose commands tell";
    let entry = entry.property("changes", Schema::Array(changes.description(Some(words)).build())).required("changes");
    let list = PAGE.into_iter().fold(page_of("History"), ObjectBuilder::required);
    vec![
        named("FieldChange".to_owned(), change),
        named("History".to_owned(), entry),
        named("HistoryList".to_owned(), list),
    ]
}

/// The fields that a row of a list has under `since=` only.
fn only_since_of_row(row: ObjectBuilder) -> ObjectBuilder {
    let field = |kind, words: &str| {
        let field = ObjectBuilder::new().schema_type(kind).read_only(true);
        field.description(Some(format!("{words}; only in lists under `since=`")))
    };
    let time = || Some(SchemaFormat::KnownFormat(KnownFormat::DateTime));
    row.property("changed_seq", field(Type::Integer, "Number of the command that changed it last").build())
        .property("created_at", field(Type::String, "When it was created").format(time()).build())
        .property("updated_at", field(Type::String, "When it was changed last").format(time()).build())
}

/// The fields that a row of a list has under `deleted=true` only.
fn only_deleted(row: ObjectBuilder) -> ObjectBuilder {
    let field = |kind, words: &str| {
        let field = typed(kind, kind == FieldKind::Text).read_only(true);
        field.description(Some(format!("{words}; only in lists under `deleted=true`"))).build()
    };
    row.property("deleted_at", field(FieldKind::Instant, "When it was deleted"))
        .property("deleted_by", field(FieldKind::Id, "Id of the user that deleted it"))
        .property(
            "deleted_by_email",
            field(FieldKind::Text, "E-mail address of that user, if they are a member of the company"),
        )
}

/// The fields that a list has under `since=` only.
fn only_since_of_list(list: ObjectBuilder) -> ObjectBuilder {
    let id = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    let deleted = "Ids of rows that were deleted or are no longer in this list; only under `since=`";
    let seq = "The value of `since=` to ask with next; only under `since=`";
    list.property("deleted", ArrayBuilder::new().items(id.build()).description(Some(deleted)).build())
        .property("seq", ObjectBuilder::new().schema_type(Type::Integer).description(Some(seq)).build())
}

/// The schemas that commands refer to: a row as it is created, changed and answered.
pub(crate) fn write_schemas(definition: &ResourceDefinition) -> Vec<NamedSchema> {
    let name = schema_name(definition);
    let (mut input, mut change) = (object(), object());
    let given = |column: &&Column| json::shown(column) && !column.read_only && !definition.is_role(column);
    for column in definition.table.columns.iter().filter(given) {
        let mut property = property(column);
        if column.name != "id" {
            change = change.property(column.name, property.clone());
        }
        // A client that fills in defaults would reset what a change leaves out: only a new row has them.
        let default = column.default.filter(|default| !default.is_empty());
        if let Schema::Object(object) = &mut property {
            object.default = default.map(|default| json::from_text(column, default));
        }
        input = input.property(column.name, property);
        if column.name == "id" {
            continue;
        }
        if !column.nullable && column.default.is_none() {
            input = input.required(column.name);
        }
    }
    let words = "Values of the fields that the company has added, by their names; a change leaves those alone that it does not name";
    (input, change) = (input.property(CUSTOM, custom(words)), change.property(CUSTOM, custom(words)));
    let mut schemas = read_schemas(definition);
    schemas.truncate(1);
    schemas.extend([named(format!("{name}Input"), input), named(name + "Change", change)]);
    schemas
}

fn named(name: String, object: ObjectBuilder) -> NamedSchema {
    (name, RefOr::T(Schema::Object(object.build())))
}

fn object() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Object)
}

fn property(column: &Column) -> Schema {
    if column.kind == FieldKind::Words {
        return words(column.meaning);
    }
    let mut words = column.meaning.to_owned();
    let mut object = match &column.reference {
        Some(reference) => {
            words.push_str(&format!(" Id or code ({}).", (reference.table)().label.to_lowercase()));
            typed(FieldKind::Text, column.nullable)
        }
        None => typed(column.kind, column.nullable),
    };
    if column.reference.is_none() {
        match column.kind {
            FieldKind::Text => object = object.max_length(Some(column.max)),
            FieldKind::Integer => object = object.minimum(column.least).maximum(column.most),
            FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate => {
                words.push_str(" A decimal number as a string.");
            }
            _ => {}
        }
    }
    Schema::Object(object.read_only(column.read_only).description(Some(words)).build())
}

/// A list of words.
fn words(meaning: &str) -> Schema {
    Schema::Array(ArrayBuilder::new().items(Object::with_type(Type::String)).description(Some(meaning)).build())
}

/// A value of this kind.
fn typed(kind: FieldKind, nullable: bool) -> ObjectBuilder {
    let json = match kind {
        FieldKind::Integer => Type::Integer,
        FieldKind::Bool => Type::Boolean,
        _ => Type::String,
    };
    let object = match nullable {
        true => ObjectBuilder::new().schema_type(SchemaType::from_iter([json, Type::Null])),
        false => ObjectBuilder::new().schema_type(json),
    };
    let (format, example) = match kind {
        FieldKind::Choice(choices) => {
            let words = choices.iter().map(|word| Json::from(*word));
            return object.enum_values(Some(words.chain(nullable.then_some(Json::Null))));
        }
        FieldKind::Date => (SchemaFormat::KnownFormat(KnownFormat::Date), "2026-01-31"),
        FieldKind::Instant => (SchemaFormat::KnownFormat(KnownFormat::DateTime), "2026-01-31T12:00:00Z"),
        FieldKind::Id => (SchemaFormat::KnownFormat(KnownFormat::Uuid), "019b0000-0000-7000-8000-000000000001"),
        FieldKind::Rate => (SchemaFormat::Custom("decimal".to_owned()), "0.2"),
        FieldKind::Quantity => (SchemaFormat::Custom("decimal".to_owned()), "3"),
        FieldKind::Amount | FieldKind::Price => (SchemaFormat::Custom("decimal".to_owned()), "12.50"),
        _ => return object,
    };
    object.format(Some(format)).examples([example])
}
