//! RFC 9457: every refusal is a problem document.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Error, FieldError, Kind};
use serde::Serialize;

/// A refusal on its way out; the edge makes a document of it, because only the edge knows the request's id.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) error: Error,
}

impl Refusal {
    /// One of the statuses that only HTTP knows.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Refusal {
        let error = Error::new(Kind::Malformed, code, detail);
        Refusal { status: status.as_u16(), error }
    }
}

/// An answer, or a refusal.
pub(crate) type HttpResult<T> = std::result::Result<T, Refusal>;

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal { status: error.kind.status(), error }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    request_id: &'a str,
}

/// The problem document of `refusal`. What went wrong inside stays inside: it is logged, not told.
pub(crate) fn render(refusal: &Refusal, request_id: &str) -> Response {
    let Refusal { status, error } = refusal;
    let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut detail = error.detail.as_str();
    let mut errors = error.fields.as_slice();
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(target: "sanduk::defect", request_id, code = %error.code, detail, "internal error");
        detail = "Something went wrong on our side. The log knows it by the request id.";
        errors = &[];
    }
    let document = Document {
        r#type: format!("urn:sanduk:problem:{}", error.code),
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        code: &error.code,
        detail,
        errors,
        request_id,
    };
    let body = serde_json::to_vec(&document).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("900"));
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

    #[test]
    fn who_was_too_slow_is_not_told_to_try_again() {
        let retry_after = |code| {
            let response = render(&Refusal::from(Error::unavailable(code, "")), "1");
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            response.headers().contains_key(header::RETRY_AFTER)
        };
        assert!(retry_after("queue_full"));
        assert!(!retry_after("too_slow"));
    }
}
