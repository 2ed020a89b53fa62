//! A request's body and parameters as typed values: checked by the schema that the documentation shows, then decoded.

use crate::errors;
use crate::strict_json::Strict;
use kernel::{Error, FieldErrors, Result, Schema, Shape, ToSchema};
use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::error::Category;
use serde_json::{Map, Value as Json};
use serde_path_to_error::Track;
use std::cell::Cell;
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

/// The field of a command that holds the version its row must have: it is sent as `If-Match` and kept in the log.
pub(crate) const IF_MATCH: &str = "if_match";

/// The most values in a body: texts, numbers, lists, objects and so on. A value takes up to hundreds of bytes of memory, however
/// short its text is.
pub(crate) const MOST_VALUES: usize = 200_000;

/// A typed value from JSON text.
///
/// # Errors
///
/// As [`json`]; `malformed_json` for a text with NUL; `invalid` with everything that is against the schema of `T`.
pub fn from_json<T: DeserializeOwned + ToSchema>(body: &[u8]) -> Result<T> {
    from_value(json(body)?)
}

/// A typed value from JSON.
///
/// # Errors
///
/// `malformed_json` for a text with NUL; `invalid` with everything that is against the schema of `T`.
pub fn from_value<T: DeserializeOwned + ToSchema>(value: Json) -> Result<T> {
    checked(&T::schema(), value)
}

/// JSON text as a value.
///
/// # Errors
///
/// `malformed_json`; `invalid` for a field that is given twice; 413 for more than [`MOST_VALUES`].
pub fn json(body: &[u8]) -> Result<Json> {
    let (mut text, mut track) = (serde_json::Deserializer::from_slice(body), Track::new());
    let left = Cell::new(MOST_VALUES);
    let value = Strict { left: &left }.deserialize(serde_path_to_error::Deserializer::new(&mut text, &mut track));
    let value = value.map_err(|error| match error.classify() {
        Category::Data if left.get() == 0 => errors::too_many_values(MOST_VALUES),
        Category::Data => does_not_fit(serde_path_to_error::Error::new(track.path(), error)),
        _ => errors::malformed_json(error),
    })?;
    text.end().map_err(errors::malformed_json)?;
    Ok(value)
}

/// The fields of an object in JSON text; none where the text is empty.
///
/// # Errors
///
/// As [`json`]; `malformed_json` where the text is no object.
pub fn json_object(body: &[u8]) -> Result<Map<String, Json>> {
    match body {
        [] => Ok(Map::new()),
        body => match json(body)? {
            Json::Object(fields) => Ok(fields),
            _ => Err(errors::no_object()),
        },
    }
}

/// The body of a request with the parameters of its path and the version of its `If-Match` in it.
pub(crate) fn from_input<T: DeserializeOwned>(schema: &Schema, input: &Input<'_>) -> Result<T> {
    let body = if input.body.is_empty() { b"{}" } else { input.body };
    if input.logged.is_some() {
        return from_log(body);
    }
    let mut value = json(body)?;
    if let Json::Object(fields) = &mut value {
        for (name, text) in &input.path {
            if fields.insert(name.clone(), Json::String(text.clone())).is_some() {
                return Err(errors::given_by_path().at(name));
            }
        }
        if let Some(version) = input.if_match
            && let Shape::Object { fields: known, .. } = &schema.shape
            && known.iter().any(|field| field.name == IF_MATCH)
        {
            fields.insert(IF_MATCH.to_owned(), Json::from(version));
        }
    }
    checked(schema, value)
}

/// A typed value from a body of the log, which is not checked again.
pub(crate) fn from_log<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    decode(&mut serde_json::Deserializer::from_slice(body))
}

/// The parameters of a query, from the path and the query string.
///
/// # Errors
///
/// 400 `unknown_parameter` or `invalid_parameter`, with the wrong ones.
pub fn from_parameters<'a, T: DeserializeOwned>(
    schema: &Schema,
    parameters: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<T> {
    let value = |(name, text): (&String, &String)| (name.clone(), schema.of_parameter(name, text));
    let value = Json::Object(parameters.map(value).collect::<Map<_, _>>());
    checked(schema, value).map_err(|wrong| {
        let unknown = wrong.fields.iter().any(|field| field.code == "unknown_field");
        let first = wrong.detail();
        let mut error = if unknown { errors::unknown_parameter(first) } else { errors::invalid_parameter(first) };
        error.fields = wrong.fields;
        error
    })
}

fn checked<T: DeserializeOwned>(schema: &Schema, value: Json) -> Result<T> {
    if has_nul(&value) {
        return Err(errors::nul_character());
    }
    let mut errors = FieldErrors::default();
    schema.check(&value, &mut errors);
    errors.finish()?;
    decode(value)
}

/// Whether a text or a name of a field holds NUL, which no database keeps.
fn has_nul(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains('\0'),
        Json::Array(values) => values.iter().any(has_nul),
        Json::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Decodes what has been checked: it can fail only for what a schema does not say.
fn decode<'de, T: DeserializeOwned>(deserializer: impl Deserializer<'de, Error = serde_json::Error>) -> Result<T> {
    serde_path_to_error::deserialize(deserializer).map_err(does_not_fit)
}

fn does_not_fit(error: serde_path_to_error::Error<serde_json::Error>) -> Error {
    let path = error.path().to_string().replace('[', ".").replace(']', "");
    let path = path.trim_matches('.').to_owned();
    errors::does_not_fit().at(path).for_operator(error.into_inner().to_string())
}
