//! A module's table of contents: commands, queries and tables, with everything the edges need to serve them.

use crate::Tx;
use kernel::{Error, FieldError, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use store::{Migration, Prefetch, Session};
use utoipa::openapi::path::{Operation, OperationBuilder};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A change of the company: a typed value with a name, a permission and a result. `run` is plain and deterministic.
pub trait Command: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `module.noun.action`: permission, audit kind and the route's operation.
    const NAME: &'static str;
    /// Version of the body, for replay.
    const VERSION: u16 = 1;
    /// Alone in its batch.
    const SOLO: bool = false;
    /// HTTP status of success.
    const STATUS: u16 = 200;
    /// What it answers.
    type Output: Serialize + DeserializeOwned;

    /// What it will read. A hint: what is left out costs a round trip, never the truth. Asked again with what was loaded.
    fn prefetch(&self, _read: &mut Prefetch<'_>) {}

    /// Does it.
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Self::Output>;
}

/// A question about the company, answered from one snapshot.
pub trait Query: DeserializeOwned + Send + 'static {
    /// `module.noun.action`: the permission it needs.
    const NAME: &'static str;
    /// What it answers.
    type Output: Serialize;
    /// Answers it.
    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output>;
}

/// What a query is told beside its parameters: where it is asked and by whom.
#[derive(Clone, Debug, Default)]
pub struct QueryContext {
    /// The path of the request, to build links to other pages.
    pub path: String,
    /// The query parameters as sent.
    pub query: BTreeMap<String, String>,
    /// Who asks.
    pub actor: uuid::Uuid,
    /// What the asker's role grants, see [`grants`].
    pub permissions: std::collections::BTreeSet<String>,
}

impl QueryContext {
    /// The link to another page of this list: the same question with `name` (`page` or `cursor`) said anew.
    pub fn link(&self, name: &str, value: &str) -> String {
        let kept = self.query.iter().filter(|(name, _)| *name != "page" && *name != "cursor");
        let pairs = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain([(name, value)]);
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// Whether the asker has `permission`.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.iter().any(|granted| grants(granted, permission))
    }
}

/// A page of a list that goes forward only, its rows as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing {
    /// How many there are: exact up to 10,000.
    pub count: i64,
    /// Whether `count` is exact.
    pub count_exact: bool,
    /// The next page.
    pub next: Option<String>,
    /// Always absent: these lists go forward only.
    pub previous: Option<String>,
    /// This page.
    #[schema(value_type = Vec<Object>)]
    pub results: Vec<Json>,
}

impl Listing {
    /// A page of `count` rows, which were counted no further than to 10,001.
    pub fn of(count: i64, next: Option<String>, results: Vec<Json>) -> Listing {
        Listing { count: count.min(10_000), count_exact: count <= 10_000, next, previous: None, results }
    }
}

/// How many rows a page holds where `page_size=` says so, or says nothing.
pub fn page_size(text: Option<&str>) -> Result<i64> {
    let size = text.map_or(Some(50), |text| text.parse().ok());
    size.filter(|size| (1..=1_000).contains(size))
        .ok_or_else(|| Error::malformed("invalid_parameter", "page_size is a whole number from 1 to 1,000."))
}

/// Whether what a role was given covers `permission`: the very name, `*` for everything, `sales.*` and `sales.price.*` for
/// all that lies below, `*.view` for that action everywhere.
pub fn grants(granted: &str, permission: &str) -> bool {
    if granted == "*" || granted == permission {
        return true;
    }
    let below = |prefix: &str| permission.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    let ends = |action: &str| permission.strip_suffix(action).is_some_and(|rest| rest.ends_with('.'));
    granted.strip_suffix(".*").is_some_and(below) || granted.strip_prefix("*.").is_some_and(ends)
}

/// Percent-encoding of everything but letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What a command says when it is done.
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
    /// The version of the row in the body, where it is one row: its `ETag`.
    pub version: Option<i64>,
}

/// A [`Command`] without its type.
pub trait AnyCommand: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The version of its body.
    fn version(&self) -> u16;
    /// Alone in its batch.
    fn solo(&self) -> bool;
    /// See [`Command::prefetch`].
    fn prefetch(&self, read: &mut Prefetch<'_>);
    /// Runs it.
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response>;
    /// The body as canonical JSON.
    fn body(&self) -> Result<Vec<u8>>;
}

/// Makes any [`Command`] an [`AnyCommand`].
pub struct Typed<C>(pub C);

impl<C: Command> AnyCommand for Typed<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }
    fn version(&self) -> u16 {
        C::VERSION
    }
    fn solo(&self) -> bool {
        C::SOLO
    }
    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.0.prefetch(read);
    }
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        let output = self.0.run(tx)?;
        let body = serde_json::to_vec(&output).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Response { status: C::STATUS, body, version: None })
    }
    fn body(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&self.0).map_err(|error| Error::internal(error.to_string()))
    }
}

/// The HTTP methods the program serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or runs a command.
    Post,
    /// Replaces.
    Put,
    /// Changes some fields.
    Patch,
    /// Deletes.
    Delete,
}

/// What came with a request, before it is a command or a query.
#[derive(Clone, Debug, Default)]
pub struct Input<'a> {
    /// The body, if there was one.
    pub body: &'a [u8],
    /// Parameters in the path, by name.
    pub path: BTreeMap<String, String>,
    /// The version in `If-Match`, if sent.
    pub if_match: Option<i64>,
}

type Decode = Box<dyn Fn(&Input<'_>) -> Result<Box<dyn AnyCommand>> + Send + Sync>;
type Ask = Box<dyn Fn(&mut Session<'_>, &Input<'_>, &QueryContext) -> Result<(Vec<u8>, Option<i64>)> + Send + Sync>;

/// A command as an endpoint.
pub struct CommandEntry {
    /// The command's name.
    pub name: &'static str,
    /// How it is called.
    pub method: Method,
    /// Under `/api/v1`, with `{parameters}` and a trailing slash.
    pub path: String,
    /// Builds the command from a request.
    pub decode: Decode,
    /// The command that a device which was offline means by this one: it takes the same body, and has happened already.
    pub offline: Option<&'static str>,
    /// Its OpenAPI operation.
    pub operation: Operation,
    /// The schemas the operation refers to.
    pub schemas: Vec<(String, RefOr<Schema>)>,
}

/// A query as an endpoint.
pub struct QueryEntry {
    /// The permission it needs.
    pub name: &'static str,
    /// Under `/api/v1`, with `{parameters}` and a trailing slash.
    pub path: String,
    /// Answers it: JSON, and a version for `ETag` where one row is answered.
    pub ask: Ask,
    /// Whether it may look at much. Reports wait for one another, never a list for them.
    pub report: bool,
    /// Its OpenAPI operation.
    pub operation: Operation,
    /// The schemas the operation refers to.
    pub schemas: Vec<(String, RefOr<Schema>)>,
}

/// The words of a serde error as ours, at the field it names.
fn unfit(field: String, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    if error.is_syntax() || error.is_eof() {
        return Error::malformed("malformed_json", format!("The body is not JSON: {text}."));
    }
    let named = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.split('`').next());
    let join = |name: &str| {
        if field.is_empty() || field == "." { name.to_owned() } else { format!("{field}.{name}") }
    };
    let (field, code) = match (named("unknown field `"), named("missing field `")) {
        // The path already ends with an unknown field's name.
        (Some(name), _) if field.split('.').next_back() == Some(name) => (field.clone(), "unknown_field"),
        (Some(name), _) => (join(name), "unknown_field"),
        (_, Some(name)) => (join(name), "required"),
        _ => (field.clone(), "invalid_value"),
    };
    // The words of the parser of dates speak of its digits.
    const OF_DATES: [&str; 5] =
        ["failed to parse", "parsed date", "parsed value", "expected two digit", "expected four digit"];
    let date = OF_DATES.iter().any(|words| text.starts_with(words));
    let message = if date { "A date is a day that exists, written like 2026-12-31." } else { text };
    Error::invalid(vec![FieldError { field, code: Cow::Borrowed(code), message: message.to_owned() }])
}

/// Where an error is: `lines.2.quantity`, as business rules name it too.
fn place(path: &serde_path_to_error::Path) -> String {
    path.to_string().replace('[', ".").replace(']', "").trim_start_matches('.').to_owned()
}

/// A typed value from JSON text; a wrong field is named by its path.
pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    if body.windows(6).any(|part| part == b"\\u0000") {
        return Err(Error::malformed("malformed_json", "The body holds a NUL character, which no text can."));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| unfit(place(error.path()), error.inner()))?;
    deserializer.end().map_err(|error| unfit(String::new(), &error))?;
    Ok(value)
}

fn from_value<T: DeserializeOwned>(value: Json) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|error| unfit(place(error.path()), error.inner()))
}

/// The body of a request with the parameters of its path in it.
fn from_input<T: DeserializeOwned>(input: &Input<'_>) -> Result<T> {
    if input.path.is_empty() {
        let body = if input.body.is_empty() { b"{}" } else { input.body };
        return from_json(body);
    }
    let mut fields: Map<String, Json> = if input.body.is_empty() { Map::new() } else { from_json(input.body)? };
    for (name, value) in &input.path {
        if fields.insert(name.clone(), Json::String(value.clone())).is_some() {
            return Err(Error::field(name, "unknown_field", "is given by the path, not by the body"));
        }
    }
    from_value(Json::Object(fields))
}

impl CommandEntry {
    /// The endpoint of `C`. Parameters in the path become fields of the body.
    pub fn of<C: Command + ToSchema>(method: Method, path: &str) -> CommandEntry
    where
        C::Output: ToSchema,
    {
        let mut schemas = Vec::new();
        C::schemas(&mut schemas);
        C::Output::schemas(&mut schemas);
        schemas.push((C::name().into_owned(), C::schema()));
        schemas.push((C::Output::name().into_owned(), C::Output::schema()));
        CommandEntry {
            name: C::NAME,
            method,
            path: path.to_owned(),
            decode: Box::new(|input| Ok(Box::new(Typed(from_input::<C>(input)?)))),
            offline: None,
            operation: operation(C::NAME, Some(&C::name()), &C::Output::name(), C::STATUS),
            schemas,
        }
    }

    /// The same, but sent by a device that was offline it is the command `name`.
    #[must_use]
    pub fn offline(mut self, name: &'static str) -> CommandEntry {
        self.offline = Some(name);
        self
    }
}

impl QueryEntry {
    /// The endpoint of `Q`: its fields come from the path and the query string; an unknown one is a 400.
    pub fn of<Q: Query>(path: &str) -> QueryEntry
    where
        Q::Output: ToSchema,
    {
        let mut schemas = Vec::new();
        Q::Output::schemas(&mut schemas);
        schemas.push((Q::Output::name().into_owned(), Q::Output::schema()));
        QueryEntry {
            name: Q::NAME,
            path: path.to_owned(),
            ask: Box::new(|read, input, context| {
                let fields = context.query.iter().chain(&input.path);
                let fields = fields.map(|(name, value)| (name.clone(), Json::String(value.clone()))).collect();
                let query: Q = from_value(Json::Object(fields)).map_err(|mut error| {
                    let unknown = error.fields.iter().any(|field| field.code == "unknown_field");
                    error.kind = kernel::Kind::Malformed;
                    error.code = Cow::Borrowed(if unknown { "unknown_parameter" } else { "invalid_parameter" });
                    error
                })?;
                let output = query.run(read, context)?;
                let answer = serde_json::to_vec(&output).map_err(|error| Error::internal(error.to_string()))?;
                Ok((answer, None))
            }),
            report: false,
            operation: asked_by(operation(Q::NAME, None, &Q::Output::name(), 200), path, &field_names::<Q>()),
            schemas,
        }
    }

    /// The same, but as a report.
    #[must_use]
    pub fn report(mut self) -> QueryEntry {
        self.report = true;
        self
    }
}

/// `operation` with the parameters of its query string: the fields that are not in the path.
fn asked_by(mut operation: Operation, path: &str, fields: &[&str]) -> Operation {
    use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
    use utoipa::openapi::schema::{ObjectBuilder, Type};
    let asked = fields.iter().filter(|field| !path.contains(&format!("{{{field}}}")));
    let parameter = |field: &&str| {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        RefOr::T(ParameterBuilder::new().name(*field).parameter_in(ParameterIn::Query).schema(Some(text)).build())
    };
    operation.parameters = Some(asked.map(parameter).collect());
    operation
}

/// The names of the fields of `T`, told by its own `Deserialize`; none where it is no plain struct.
fn field_names<T: DeserializeOwned>() -> Vec<&'static str> {
    use serde::de::{Deserializer, Error, Visitor, value};
    struct Names<'a>(&'a mut Vec<&'static str>);
    impl<'de> Deserializer<'de> for Names<'_> {
        type Error = value::Error;
        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, value::Error> {
            Err(value::Error::custom("only the names are asked for"))
        }
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> std::result::Result<V::Value, value::Error> {
            self.0.extend_from_slice(fields);
            self.deserialize_any(visitor)
        }
        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut names = Vec::new();
    // It always ends in the error above: there is no value to get.
    drop(T::deserialize(Names(&mut names)));
    names
}

/// The OpenAPI operation of an endpoint whose body and answer are named schemas.
fn operation(name: &str, body: Option<&str>, output: &str, status: u16) -> Operation {
    use utoipa::openapi::{Content, Ref, ResponseBuilder, request_body::RequestBodyBuilder};
    let content = |schema: &str| Content::new(Some(RefOr::Ref(Ref::from_schema_name(schema))));
    let tag = name.split('.').next().unwrap_or_default();
    let response = ResponseBuilder::new().description("Done").content("application/json", content(output)).build();
    let mut operation =
        OperationBuilder::new().operation_id(Some(name)).tag(tag).response(status.to_string(), response);
    if let Some(body) = body {
        let body = RequestBodyBuilder::new().content("application/json", content(body)).build();
        operation = operation.request_body(Some(body));
    }
    operation.build()
}

/// A proof over a company's rows: part of `sanduk verify`.
pub struct Check {
    /// The invariant it belongs to, `I1` to `I14`.
    pub invariant: &'static str,
    /// What it proves, in words.
    pub what: &'static str,
    /// Proves it.
    pub run: fn(&mut Session<'_>) -> Result<Finding>,
}

/// What a [`Check`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How many rows were looked at.
    pub checked: i64,
    /// The first offender, in words.
    pub offender: Option<String>,
}

impl Finding {
    /// Counts by `count` and looks for the first row of `offenders`; `say` puts it into words.
    pub fn of_sql(
        read: &mut Session<'_>,
        count: &str,
        offenders: &str,
        say: fn(&[store::Value]) -> String,
    ) -> Result<Finding> {
        let rows = read.query(count, &[])?;
        let checked = match rows.first().and_then(|row| row.first()) {
            Some(store::Value::Int(count)) => *count,
            _ => 0,
        };
        let offender = read.query(&format!("{offenders} LIMIT 1"), &[])?.first().map(|row| say(row));
        Ok(Finding { checked, offender })
    }
}

/// What a module is: everything the platform has to know about it.
#[derive(Default)]
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// Its tables.
    pub migrations: Vec<Migration>,
    /// Its commands.
    pub commands: Vec<CommandEntry>,
    /// Its queries.
    pub queries: Vec<QueryEntry>,
    /// Permissions beyond the names of its commands and queries.
    pub permissions: Vec<&'static str>,
    /// Its part of `verify`.
    pub checks: Vec<Check>,
}

/// All modules, and every command by its name: what replay and offline devices send.
pub struct Registry {
    modules: Vec<Module>,
    by_name: BTreeMap<&'static str, (usize, usize)>,
}

impl Registry {
    /// Of all modules, in their order.
    pub fn of(modules: Vec<Module>) -> Registry {
        let mut by_name = BTreeMap::new();
        for (m, module) in modules.iter().enumerate() {
            for (c, command) in module.commands.iter().enumerate() {
                by_name.entry(command.name).or_insert((m, c));
            }
        }
        Registry { modules, by_name }
    }

    /// The modules in their order.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The tables of all modules, those of the log first.
    pub fn migrations(&self) -> Vec<Migration> {
        crate::migrations()
            .into_iter()
            .chain(self.modules.iter().flat_map(|module| module.migrations.clone()))
            .collect()
    }

    /// What a device that was offline means by the command `name`.
    pub fn offline<'a>(&self, name: &'a str) -> &'a str {
        let place = self.by_name.get(name);
        place.and_then(|(module, command)| self.modules[*module].commands[*command].offline).unwrap_or(name)
    }

    /// The command `name` with this body.
    pub fn decode(&self, name: &str, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        let (module, command) = self
            .by_name
            .get(name)
            .ok_or_else(|| Error::field("name", "unknown_command", format!("There is no command “{name}”.")))?;
        (self.modules[*module].commands[*command].decode)(&Input { body, ..Input::default() })
    }
}
