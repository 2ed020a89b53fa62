//! RFC 9457: every refusal is a problem document.

use crate::languages::{ToldField, told_fields, told_in};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Error, Kind};
use language::Language;
use serde::Serialize;

/// An error on its way out. The middleware makes the document of it, because only there the request's id is known.
#[derive(Clone, Debug)]
pub(crate) struct Refusal(pub(crate) Error);

/// An answer, or a refusal.
pub(crate) type HttpResult<T> = std::result::Result<T, Refusal>;

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status(&self.0);
        response.extensions_mut().insert(self);
        response
    }
}

fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ToldField>,
    request_id: &'a str,
}

/// A problem document on its way out.
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// JSON.
    pub(crate) body: Vec<u8>,
}

impl Problem {
    /// The document of `error` in `language`. Its text for the operator goes to the log only.
    pub(crate) fn of(error: &Error, request_id: &str, language: Language) -> Problem {
        let status = status(error);
        if error.kind == Kind::Internal {
            tracing::error!(request_id, code = error.code, operator = error.operator(), "a request failed inside");
        }
        let english = if error.title.is_empty() { status.canonical_reason().unwrap_or("Error") } else { error.title };
        let document = Document {
            r#type: format!("urn:sanduk:problem:{}", error.code),
            title: &language::word(language, english),
            status: status.as_u16(),
            code: error.code,
            detail: &language::detail(error, language),
            errors: told_fields(error, language),
            request_id,
        };
        Problem { status, body: serde_json::to_vec(&document).unwrap_or_default() }
    }
}

/// The answer that carries the problem document of `error` in `language`.
pub(crate) fn document(error: &Error, request_id: &str, language: Language) -> Response {
    let Problem { status, body } = Problem::of(error, request_id, language);
    let mut response = told_in(Response::new(Body::from(body)), language);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    // What was too slow once is too slow again: only asking for less helps.
    if status == StatusCode::SERVICE_UNAVAILABLE && error.code != "too_slow" {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    mod errors {
        kernel::problems! {
            pub too_slow() = Unavailable "too_slow", "Too slow": "Ask for less.";
        }
    }

    #[test]
    fn too_slow_read_is_not_to_be_retried() {
        let retry_after = |error| {
            let response = document(&error, "1", Language::English);
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            response.headers().contains_key(header::RETRY_AFTER)
        };
        assert!(retry_after(command::stopping()));
        assert!(!retry_after(errors::too_slow()));
    }

    #[test]
    fn defect_is_not_told_to_the_client() {
        let response = document(&kernel::defect("column x is damaged"), "1", Language::Bengali);
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!kernel::defect("column x is damaged").detail().contains("damaged"));
    }
}
