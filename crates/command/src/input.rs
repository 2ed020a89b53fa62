//! A request's body and parameters as typed values: checked by the schema that the documentation shows, then decoded.

use crate::errors;
use kernel::{FieldErrors, Result, Schema, ToSchema};
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What came with a request, before it is a command or a query.
#[derive(Clone, Debug, Default)]
pub struct Input<'a> {
    /// The body, if there was one.
    pub body: &'a [u8],
    /// Parameters in the path, by name.
    pub path: BTreeMap<String, String>,
    /// The version in `If-Match`, if sent.
    pub if_match: Option<i64>,
    /// The version of a body from the log. It was checked when it came in, by the rules of that time.
    pub logged: Option<u16>,
}

/// A typed value from JSON text.
///
/// # Errors
///
/// `malformed_json`; `invalid` with everything that is against the schema of `T`.
pub fn from_json<T: DeserializeOwned + ToSchema>(body: &[u8]) -> Result<T> {
    from_body(&T::schema(), body)
}

fn from_body<T: DeserializeOwned>(schema: &Schema, body: &[u8]) -> Result<T> {
    check(schema, &parse(body)?)?;
    // Read from the text again, so that a field that is given twice is refused: in a parsed object it is there once.
    decode(&mut serde_json::Deserializer::from_slice(body))
}

/// The body of a request with the parameters of its path in it.
pub(crate) fn from_input<T: DeserializeOwned>(schema: &Schema, input: &Input<'_>) -> Result<T> {
    let body = if input.body.is_empty() { b"{}" } else { input.body };
    if input.logged.is_some() {
        return from_log(body);
    }
    if input.path.is_empty() {
        return from_body(schema, body);
    }
    let mut value = parse(body)?;
    if let Json::Object(fields) = &mut value {
        for (name, text) in &input.path {
            if fields.insert(name.clone(), Json::String(text.clone())).is_some() {
                return Err(errors::given_by_path().at(name));
            }
        }
    }
    check(schema, &value)?;
    decode(value)
}

/// A typed value from a body of the log, which is not checked again.
pub(crate) fn from_log<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    decode(&mut serde_json::Deserializer::from_slice(body))
}

/// The parameters of a query, from the path and the query string.
pub(crate) fn from_parameters<'a, T: DeserializeOwned>(
    schema: &Schema,
    parameters: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<T> {
    let value = |(name, text): (&String, &String)| (name.clone(), schema.of_parameter(name, text));
    let value = Json::Object(parameters.map(value).collect::<Map<_, _>>());
    let decoded = check(schema, &value).and_then(|()| decode(value));
    decoded.map_err(|wrong| {
        let unknown = wrong.fields.iter().any(|field| field.code == "unknown_field");
        let first = wrong.detail();
        let mut error = if unknown { errors::unknown_parameter(first) } else { errors::invalid_parameter(first) };
        error.fields = wrong.fields;
        error
    })
}

fn parse(body: &[u8]) -> Result<Json> {
    if has_nul(body) {
        return Err(errors::nul_character());
    }
    serde_json::from_slice(body).map_err(errors::malformed_json)
}

/// Whether a JSON text has an escaped NUL. In `\\u0000` the first backslash escapes the second, and the rest is text.
fn has_nul(body: &[u8]) -> bool {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at + 1..].starts_with(b"u0000") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

fn check(schema: &Schema, value: &Json) -> Result<()> {
    let mut errors = FieldErrors::default();
    schema.check(value, &mut errors);
    errors.finish()
}

/// Decodes what has been checked: it can fail only for what a schema does not say, such as a field that comes twice.
fn decode<'de, T: DeserializeOwned>(deserializer: impl Deserializer<'de, Error = serde_json::Error>) -> Result<T> {
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string().replace('[', ".").replace(']', "");
        let path = path.trim_matches('.').to_owned();
        errors::does_not_fit().at(path).for_operator(error.into_inner().to_string())
    })
}
