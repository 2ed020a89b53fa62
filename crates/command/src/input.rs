//! A request's body and parameters as typed values.

use crate::errors;
use kernel::{Error, FieldError, Result};
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
    /// The version of the body, where the log tells it; the current one otherwise.
    pub version: Option<u16>,
}

/// The words of a serde error as ours, at the field it names.
fn unfit(field: String, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    if error.is_syntax() || error.is_eof() {
        return errors::malformed_json(text);
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
    Error::invalid(vec![FieldError::new(field, code, message)])
}

/// Where an error is: `lines.2.quantity`, as business rules name it too.
fn place(path: &serde_path_to_error::Path) -> String {
    path.to_string().replace('[', ".").replace(']', "").trim_start_matches('.').to_owned()
}

/// A typed value from JSON text; a wrong field is named by its path.
pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    if body.windows(6).any(|part| part == b"\\u0000") {
        return Err(errors::nul_character());
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| unfit(place(error.path()), error.inner()))?;
    deserializer.end().map_err(|error| unfit(String::new(), &error))?;
    Ok(value)
}

pub(crate) fn from_value<T: DeserializeOwned>(value: Json) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|error| unfit(place(error.path()), error.inner()))
}

/// The body of a request with the parameters of its path in it.
pub(crate) fn from_input<T: DeserializeOwned>(input: &Input<'_>) -> Result<T> {
    if input.path.is_empty() {
        let body = if input.body.is_empty() { b"{}" } else { input.body };
        return from_json(body);
    }
    let mut fields: Map<String, Json> = if input.body.is_empty() { Map::new() } else { from_json(input.body)? };
    for (name, value) in &input.path {
        if fields.insert(name.clone(), Json::String(value.clone())).is_some() {
            return Err(errors::given_by_path().at(name));
        }
    }
    from_value(Json::Object(fields))
}
