//! Commands and queries as endpoints.

use crate::command::decode;
use crate::feature::require_on;
use crate::files::FILE;
use crate::input::{IF_MATCH, from_input, from_parameters};
use crate::operation::Operational;
use crate::{
    AnyCommand, AwaitedJob, Command, Definitions, FileAnswer, Grants, Input, Job, OperationalCommand, Query,
    QueryContext, Scopes,
};
use kernel::{Field, FieldErrors, Result, Schema, Shape, ToSchema, defect};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Session;

type Decode = Box<dyn Fn(&Input<'_>) -> Result<Box<dyn AnyCommand>> + Send + Sync>;
type UnknownNames = fn(&mut Session<'_>, &Json, &mut FieldErrors) -> Result<()>;
type Ask = Box<dyn Fn(&mut Session<'_>, &Input<'_>, &QueryContext) -> Result<(Vec<u8>, Option<i64>)> + Send + Sync>;

/// The parameter of lists that asks for groups of their rows instead of a page.
pub const GROUP_BY: &str = "group_by";

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

/// A command as an endpoint.
pub struct CommandEntry {
    /// The command's name.
    pub name: &'static str,
    /// Its HTTP method.
    pub method: Method,
    /// Under `/api/v1`, with `{parameters}` and a trailing slash.
    pub path: String,
    /// Builds the command from a request.
    pub decode: Decode,
    /// See [`Command::unknown_names`].
    pub unknown_names: UnknownNames,
    /// The scopes it honours.
    pub scopes: Scopes,
    /// The command that a device which was offline means by this one: it takes the same body, and has happened already.
    pub offline: Option<&'static str>,
    /// Where what it creates is read: the path to which the id in this field of its answer is added. None where that is the id in `id`
    /// under its own path, or where it does not create one thing.
    pub creates: Option<(&'static str, &'static str)>,
    /// The resources whose rows it may change beside what it creates and that below which it stands.
    pub affects: Vec<&'static str>,
    /// The resources at whose rows screens offer it beside that below whose rows it stands.
    pub acts_on: Vec<ActsOn>,
    /// Whether the body of its request is a file, see [`CommandEntry::takes_file`].
    pub takes_file: bool,
    /// Whether that may be a file of any kind, because nobody is sent it: others are kept only where browsers may have them.
    pub takes_any_file: bool,
    /// Whether the rows of a file can be its documents, see [`CommandEntry::imported`].
    pub is_imported: bool,
    /// The kind of job that it asks for by an event and whose end its client waits for, see [`CommandEntry::awaits`].
    pub awaits: Option<&'static str>,
    /// Whether it changes only operational rows: then it cannot be tried, and has no key under which it is done once.
    pub is_operation: bool,
    /// Its documentation.
    pub documentation: Documentation,
}

/// Rows at which screens offer a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActsOn {
    /// Their resource.
    pub resource: &'static str,
    /// Whether it takes several rows at once.
    pub several: bool,
    /// Fields of the command, each with the field of the row that it takes over; `lines.*.sku` has a line for every row.
    pub bind: &'static [(&'static str, &'static str)],
}

/// A query as an endpoint.
pub struct QueryEntry {
    /// The permission it needs.
    pub name: &'static str,
    /// Under `/api/v1`, with `{parameters}` and a trailing slash.
    pub path: String,
    /// Answers it: JSON, and a version for `ETag` where one row is answered.
    pub ask: Ask,
    /// The scopes it honours.
    pub scopes: Scopes,
    /// Whether it may look at much. Reports wait for one another, never a list for them.
    pub report: bool,
    /// What is answered in the place of its JSON, if it is about a file.
    pub file: Option<FileAnswer>,
    /// Whether its answer tells texts of the definitions: clients get them in their language.
    pub tells_texts: bool,
    /// Its documentation.
    pub documentation: Documentation,
}

/// The documentation of an endpoint.
pub enum Documentation {
    /// Told by the types of a command or query.
    Typed(Box<Operation>),
    /// Written in OpenAPI by the engine that serves records.
    OpenApi {
        /// The operation.
        operation: Json,
        /// The schemas it refers to, by name.
        schemas: Vec<(String, Json)>,
    },
}

/// A command or query, as its types describe it.
pub struct Operation {
    /// Its name in the documentation, of which generated clients make the name of a method.
    pub id: &'static str,
    /// Its purpose, from the doc comment.
    pub description: String,
    /// The parameters in its path.
    pub path: Vec<Field>,
    /// The parameters of its query string.
    pub query: Vec<Field>,
    /// Its body.
    pub body: Option<Schema>,
    /// An example of its body; null where there is none.
    pub example: Json,
    /// Whether it heeds `If-Match`, or answers with an `ETag`.
    pub versioned: bool,
    /// Its answer.
    pub answer: Schema,
    /// The HTTP status of success.
    pub status: u16,
}

/// The schema of an answer whose `restricted` fields some users do not get.
fn without_required(mut answer: Schema, restricted: &[(&str, &str)]) -> Schema {
    if let Shape::Object { fields, .. } = &mut answer.shape {
        for field in fields.iter_mut().filter(|field| restricted.iter().any(|(name, _)| *name == field.name)) {
            field.required = false;
        }
    }
    answer
}

impl Documentation {
    fn rename(&mut self, id: &'static str) {
        match self {
            Documentation::Typed(operation) => operation.id = id,
            Documentation::OpenApi { operation, .. } => operation["operationId"] = Json::from(id),
        }
    }
}

impl CommandEntry {
    /// The endpoint of `C`. Parameters in the path become fields of the body.
    pub fn of<C: Command + ToSchema>(method: Method, path: &str) -> CommandEntry
    where
        C::Output: ToSchema,
    {
        let schema = C::schema();
        let answer = without_required(C::Output::schema(), C::RESTRICTED);
        let decode: Decode = {
            let schema = schema.clone();
            Box::new(move |input| decode::<C>(&schema, input))
        };
        let entry = CommandEntry::made(C::NAME, (method, path), schema, answer, decode);
        let mut entry = CommandEntry { unknown_names: C::unknown_names, scopes: Scopes::of(C::SCOPED), ..entry };
        if let Documentation::Typed(operation) = &mut entry.documentation {
            (operation.example, operation.status) = (C::example(), C::STATUS);
        }
        entry
    }

    /// The endpoint of an operation. Parameters in the path become fields of the body.
    pub fn operation<O: OperationalCommand + ToSchema>(method: Method, path: &str) -> CommandEntry
    where
        O::Output: ToSchema,
    {
        let schema = O::schema();
        let decode: Decode = {
            let schema = schema.clone();
            Box::new(move |input| Ok(Box::new(Operational(from_input::<O>(&schema, input)?))))
        };
        let entry = CommandEntry::made(O::NAME, (method, path), schema, O::Output::schema(), decode);
        CommandEntry { is_operation: true, ..entry }
    }

    fn made(
        name: &'static str,
        (method, path): (Method, &str),
        schema: Schema,
        answer: Schema,
        decode: Decode,
    ) -> CommandEntry {
        let description = schema.description().to_owned();
        let (in_path, mut body) = split(schema, path);
        let versioned = take_if_match(&mut body);
        let (query, body, example) = (Vec::new(), Some(body), Json::Null);
        let operation =
            Operation { id: name, description, path: in_path, query, body, example, versioned, answer, status: 200 };
        CommandEntry {
            name,
            method,
            path: path.to_owned(),
            decode,
            unknown_names: |_, _, _| Ok(()),
            scopes: Scopes::of(false),
            offline: None,
            creates: None,
            affects: Vec::new(),
            acts_on: Vec::new(),
            takes_file: false,
            takes_any_file: false,
            is_imported: false,
            awaits: None,
            is_operation: false,
            documentation: Documentation::Typed(Box::new(operation)),
        }
    }

    /// The same under another name in the documentation: for a command that has several endpoints.
    #[must_use]
    pub fn documented_as(mut self, id: &'static str) -> CommandEntry {
        self.documentation.rename(id);
        self
    }

    /// The same, but what it creates is read at `path` followed by the id in the field `field` of its answer.
    #[must_use]
    pub fn creates(mut self, path: &'static str, field: &'static str) -> CommandEntry {
        self.creates = Some((path, field));
        self
    }

    /// The same, but it also changes rows of these resources; `reports` stands for all reports.
    #[must_use]
    pub fn affects(mut self, resources: &[&'static str]) -> CommandEntry {
        self.affects.extend(resources);
        self
    }

    /// The same, but screens offer it at a row of `resource`, whose fields it takes over.
    #[must_use]
    pub fn on_row(mut self, resource: &'static str, bind: &'static [(&'static str, &'static str)]) -> CommandEntry {
        self.acts_on.push(ActsOn { resource, several: false, bind });
        self
    }

    /// The same, but screens offer it at one row of `resource` or several, whose fields it takes over.
    #[must_use]
    pub fn on_selection(
        mut self,
        resource: &'static str,
        bind: &'static [(&'static str, &'static str)],
    ) -> CommandEntry {
        self.acts_on.push(ActsOn { resource, several: true, bind });
        self
    }

    /// The same, but the body of its request is a file, and its fields are parameters of the address. What was received is its field
    /// `file`, a [`crate::ReceivedFile`], which clients cannot name: they would have files that they only know the hash of.
    #[must_use]
    pub fn takes_file(mut self) -> CommandEntry {
        self.takes_file = true;
        if let Documentation::Typed(operation) = &mut self.documentation
            && let Some(Schema { shape: Shape::Object { fields, .. }, .. }) = &mut operation.body
        {
            fields.retain(|field| field.name != FILE);
        }
        self
    }

    /// [`CommandEntry::takes_file`] of any kind, which is sent to nobody.
    #[must_use]
    pub fn takes_any_file(mut self) -> CommandEntry {
        self.takes_any_file = true;
        self.takes_file()
    }

    /// The same, but a file can be imported whose rows are its documents, one or more rows for each: `/sales/` takes them at
    /// `/sales/import/`.
    #[must_use]
    pub fn imported(mut self) -> CommandEntry {
        self.is_imported = true;
        self
    }

    /// The same, but the request waits for the job of this kind that an event of the command asks for, for ten seconds at most: other systems
    /// are called only by jobs. Where the job stands then is told in the field `job` of the answer; one that is not over answers 202.
    /// Such jobs go before others of their queue.
    #[must_use]
    pub fn awaits<J: Job>(mut self) -> CommandEntry {
        self.awaits = Some(J::NAME);
        if let Documentation::Typed(operation) = &mut self.documentation
            && let Shape::Object { name, fields, .. } = &mut operation.answer.shape
        {
            *name = format!("{name}WithJob").into();
            fields.push(Field { name: "job", required: false, schema: AwaitedJob::schema() });
        }
        self
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
    pub fn of<Q: Query + ToSchema>(path: &str) -> QueryEntry
    where
        Q::Output: ToSchema,
    {
        let schema = Q::schema();
        let (in_path, rest) = split(schema.clone(), path);
        let operation = Operation {
            id: Q::OPERATION,
            description: schema.description().to_owned(),
            path: in_path,
            query: if let Shape::Object { fields, .. } = rest.shape { fields } else { Vec::new() },
            body: None,
            example: Json::Null,
            versioned: Q::VERSIONED,
            answer: Q::Output::schema(),
            status: 200,
        };
        QueryEntry {
            name: Q::NAME,
            path: path.to_owned(),
            ask: Box::new(move |read, input, context| {
                let query: Q = from_parameters(&schema, context.query.iter().chain(&input.path))?;
                let output = query.run(read, context)?;
                let version = query.version(read)?;
                let answer = serde_json::to_vec(&output).map_err(|error| defect(error.to_string()))?;
                Ok((answer, version))
            }),
            scopes: Scopes::of(Q::SCOPED),
            report: false,
            file: None,
            tells_texts: false,
            documentation: Documentation::Typed(Box::new(operation)),
        }
    }

    /// Answers a request at `path` with these query parameters of a user who has these `grants`: JSON, and the version of the
    /// row where one row is answered.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied`, `scope_not_supported` or `feature_off`, and what the query itself refuses.
    pub fn answer(
        &self,
        read: &mut Session<'_>,
        input: &Input<'_>,
        path: String,
        query: BTreeMap<String, String>,
        grants: Grants,
        definitions: Arc<Definitions>,
    ) -> Result<(Vec<u8>, Option<i64>)> {
        let context = QueryContext::new(path, query, self.name, grants, definitions)?;
        context.grant().require_scope_in(self.scopes)?;
        require_on(read, &context.definitions, self.name)?;
        (self.ask)(read, input, &context)
    }

    /// The same under another name in the documentation: for a query that has several endpoints.
    #[must_use]
    pub fn documented_as(mut self, id: &'static str) -> QueryEntry {
        self.documentation.rename(id);
        self
    }

    /// Whether a request with these parameters is answered from so many rows that lists must not wait for it.
    pub fn is_report(&self, query: &BTreeMap<String, String>) -> bool {
        self.report || query.contains_key(GROUP_BY)
    }

    /// The same, but answered with a file or a link to one.
    #[must_use]
    pub fn answers_file(mut self, answer: FileAnswer) -> QueryEntry {
        self.file = Some(answer);
        self
    }

    /// The same, but its answer tells texts of the definitions.
    #[must_use]
    pub fn tells_texts(mut self) -> QueryEntry {
        self.tells_texts = true;
        self
    }

    /// The same, but as a report.
    #[must_use]
    pub fn report(mut self) -> QueryEntry {
        self.report = true;
        self
    }
}

/// The fields of `schema` that are parameters of `path`, and the schema without them.
fn split(mut schema: Schema, path: &str) -> (Vec<Field>, Schema) {
    let Shape::Object { fields, .. } = &mut schema.shape else { return (Vec::new(), schema) };
    let (in_path, rest) =
        std::mem::take(fields).into_iter().partition(|field| path.contains(&format!("{{{}}}", field.name)));
    *fields = rest;
    (in_path, schema)
}

/// Takes the field out of a body that a client sends as the header `If-Match`; whether there was one.
fn take_if_match(body: &mut Schema) -> bool {
    let Shape::Object { fields, .. } = &mut body.shape else { return false };
    let given = fields.len();
    fields.retain(|field| field.name != IF_MATCH);
    fields.len() < given
}
