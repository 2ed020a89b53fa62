//! The language of an answer: the one that its user has chosen, else what the client asks for, else that of the company.

use crate::{Api, Caller, blocking_of};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use kernel::{Error, FieldError, Kind, Result, Schema, ToSchema};
use language::Language;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::sync::Arc;
use std::time::Duration;
use store::Session;
use uuid::Uuid;

/// How long a refusal waits for what its user has chosen.
const CHOICE_TIME: Duration = Duration::from_secs(1);

/// What the client asks for, if that is a language of the program.
pub(crate) fn asked(headers: &HeaderMap) -> Option<Language> {
    language::accepted(headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok()))
}

/// The language of an answer to `user`.
pub(crate) fn chosen(api: &Api, read: &mut Session<'_>, user: Uuid, asked: Option<Language>) -> Result<Language> {
    let chosen = api.access.languages(read, user)?;
    Ok(chosen.own.or(asked).unwrap_or(chosen.company))
}

/// [`chosen`] for a caller; what the client asks for where nobody has logged in, or where that cannot be read now.
pub(crate) async fn of_caller(caller: Option<(&Arc<Api>, Caller)>, asked: Option<Language>) -> Language {
    let Some((api, Caller { user, tenant, .. })) = caller else { return asked.unwrap_or_default() };
    let own = api.clone();
    let read = blocking_of(tenant, &api.reads, move || {
        own.writers.store().read(tenant, |read| chosen(&own, read, user, asked))
    });
    match tokio::time::timeout(CHOICE_TIME, read).await {
        Ok(Ok(language)) => language,
        Ok(Err(_)) | Err(_) => asked.unwrap_or_default(),
    }
}

/// The language in which `error` is told to a caller. What is refused because there is too much to do does not ask the database.
pub(crate) async fn of_refusal(
    error: &Error,
    caller: Option<(&Arc<Api>, Caller)>,
    asked: Option<Language>,
) -> Language {
    let is_busy = matches!(error.kind, Kind::TooMany | Kind::Unavailable | Kind::Internal | Kind::SlowRequest);
    of_caller(caller.filter(|_| !is_busy), asked).await
}

/// `response`, which is in `language`.
pub(crate) fn told_in(mut response: Response, language: Language) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// A wrong field, told in a language.
pub(crate) struct ToldField(pub(crate) FieldError, pub(crate) Language);

impl Serialize for ToldField {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let ToldField(error, language) = self;
        let mut field = serializer.serialize_struct("FieldError", 3)?;
        field.serialize_field("field", &error.field)?;
        field.serialize_field("code", error.code)?;
        field.serialize_field("message", &language::message(error, *language))?;
        field.end()
    }
}

impl ToSchema for ToldField {
    fn schema() -> Schema {
        FieldError::schema()
    }
}

/// The wrong fields of `error`, told in `language`.
pub(crate) fn told_fields(error: &Error, language: Language) -> Vec<ToldField> {
    error.fields.iter().map(|field| ToldField(field.clone(), language)).collect()
}
