//! Commands and queries as endpoints.

use crate::command::decode;
use crate::input::from_value;
use crate::{AnyCommand, Command, Input, Query, QueryContext, errors};
use kernel::{Result, defect};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use store::Session;
use utoipa::openapi::path::{Operation, OperationBuilder};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

type Decode = Box<dyn Fn(&Input<'_>) -> Result<Box<dyn AnyCommand>> + Send + Sync>;
type Ask = Box<dyn Fn(&mut Session<'_>, &Input<'_>, &QueryContext) -> Result<(Vec<u8>, Option<i64>)> + Send + Sync>;

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
            decode: Box::new(decode::<C>),
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
                let query: Q = from_value(Json::Object(fields)).map_err(|wrong| {
                    let unknown = wrong.fields.iter().any(|field| field.code == "unknown_field");
                    let first = wrong.detail();
                    let mut error =
                        if unknown { errors::unknown_parameter(first) } else { errors::invalid_parameter(first) };
                    error.fields = wrong.fields;
                    error
                })?;
                let output = query.run(read, context)?;
                let answer = serde_json::to_vec(&output).map_err(|error| defect(error.to_string()))?;
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
