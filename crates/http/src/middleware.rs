//! What happens to every request, whatever it asks for: an id, a time limit, a net under panics, one line in the log.

use crate::compression::{Encoding, compressed};
use crate::lent_body::lend;
use crate::problem::{HttpResult, Refusal, document};
use crate::rates::Standing;
use crate::{Api, Caller, errors, languages};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use kernel::{Instant, defect};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tower::Service;
use uuid::Uuid;

/// The largest body.
const BODY_BYTES: usize = 2 << 20;
/// The longest time a client may take to send its body.
pub(crate) const BODY_TIME: Duration = Duration::from_secs(20);
/// How long a request may take beside its longest read, so that a read that is cut off can still be told so.
const BESIDE_READING: Duration = Duration::from_secs(10);
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// What its handler tells of a request: the fields of its log line, and how often its user may ask.
#[derive(Clone, Default)]
pub(crate) struct Trace(Arc<TraceInner>);

#[derive(Default)]
struct TraceInner {
    path: OnceLock<Arc<str>>,
    tenant: OnceLock<Uuid>,
    caller: OnceLock<(Arc<Api>, Caller)>,
    rate: OnceLock<Standing>,
}

impl Trace {
    /// The route that matched.
    pub(crate) fn path(&self, path: &Arc<str>) {
        self.0.path.get_or_init(|| path.clone());
    }

    /// The company it is about.
    pub(crate) fn tenant(&self, tenant: Uuid) {
        self.0.tenant.get_or_init(|| tenant);
    }

    /// The user who asks, in whose language it is refused.
    pub(crate) fn caller(&self, api: &Arc<Api>, caller: Caller) {
        self.0.caller.get_or_init(|| (api.clone(), caller));
    }

    /// How often its user may ask.
    pub(crate) fn rate(&self, standing: Standing) {
        self.0.rate.get_or_init(|| standing);
    }
}

/// The longest time for a whole request.
pub(crate) fn request_time(api: &Api) -> Duration {
    api.writers.store().read_time() + BESIDE_READING
}

/// Answers one request, within `time`.
pub(crate) async fn answer(mut router: Router, mut request: Request<Incoming>, time: Duration) -> Response {
    let begun = std::time::Instant::now();
    let id = request_id(request.headers());
    let trace = Trace::default();
    let method = request.method().clone();
    let encoding = Encoding::accepted(request.headers());
    let asked_language = languages::asked(request.headers());
    request.extensions_mut().insert(trace.clone());
    // A client that asks before it sends its body does not send one that no handler asked for.
    let asks_first = request.headers().contains_key(header::EXPECT);
    let (parts, body) = request.into_parts();
    let (body, unread) = lend(body);
    let request = Request::from_parts(parts, Body::new(body));
    let handled = AssertUnwindSafe(router.call(request)).catch_unwind();
    let mut response = match tokio::time::timeout(time, handled).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(never))) => match never {},
        Ok(Err(_)) => Refusal::from(defect("the handler panicked")).into_response(),
        Err(_) => Refusal::from(errors::timeout()).into_response(),
    };
    if let Some(Refusal(error)) = response.extensions_mut().remove() {
        let caller = trace.0.caller.get().map(|(api, caller)| (api, *caller));
        let language = languages::of_refusal(&error, caller, asked_language).await;
        let mut document = document(&error, &id, language);
        for name in [header::ALLOW, header::RETRY_AFTER, header::CONTENT_RANGE] {
            if let Some(value) = response.headers_mut().remove(&name) {
                document.headers_mut().insert(name, value);
            }
        }
        response = document;
    }
    response = compressed(response, encoding).await;
    let gave_up = response.status() == StatusCode::REQUEST_TIMEOUT || asks_first;
    if !unread.discard(gave_up).await {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(standing) = trace.0.rate.get() {
        standing.tell(headers);
    }
    let path = trace.0.path.get().map_or("-", |path| path);
    let tenant = trace.0.tenant.get().map(|tenant| tenant.simple()).map(tracing::field::display);
    let (status, micros) = (response.status().as_u16(), begun.elapsed().as_micros());
    tracing::info!(target: "sanduk::request", %method, path, status, micros, tenant, request_id = id);
    response
}

/// An id for a request that has none.
pub(crate) fn new_request_id() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("{:x}-{:x}", Instant::now().micros(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The client's id for this request where it is sane, else one of ours.
fn request_id(headers: &HeaderMap) -> String {
    let sane = |id: &&str| {
        (1..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/+=".contains(&b))
    };
    let sent = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(sane);
    sent.map_or_else(new_request_id, str::to_owned)
}

/// The answer where there is nothing.
pub(crate) async fn not_found() -> Refusal {
    errors::unknown_path().into()
}

/// The answer where there is something, but not for this method: the router adds `Allow`, which is all that OPTIONS asks for.
pub(crate) async fn wrong_method(method: Method) -> Response {
    match method {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => Refusal::from(errors::method_not_allowed()).into_response(),
    }
}

/// The whole body, within its limits.
pub(crate) async fn read_body(body: Body) -> HttpResult<Bytes> {
    read_body_within(BODY_BYTES, body).await
}

/// The whole body, of at most `bytes`.
pub(crate) async fn read_body_within(bytes: usize, body: Body) -> HttpResult<Bytes> {
    let collected = tokio::time::timeout(BODY_TIME, Limited::new(body, bytes).collect()).await;
    match collected.map_err(|_| errors::slow_body())? {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(errors::body_too_large(bytes).into()),
        Err(_) => Err(errors::broken_body().into()),
    }
}

/// 415 unless a body that is there is JSON in UTF-8.
pub(crate) fn require_json(headers: &HeaderMap, body: &[u8]) -> HttpResult<()> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    let utf8 = parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
        !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if body.is_empty() || (json && utf8) {
        return Ok(());
    }
    Err(errors::unsupported_media_type().into())
}

/// A JSON answer.
pub(crate) fn json(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let empty = status == StatusCode::NO_CONTENT;
    let mut response = Response::new(if empty { Body::empty() } else { Body::from(body) });
    *response.status_mut() = status;
    if !empty {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_request_id_is_kept() {
        let with = |id: &str| HeaderMap::from_iter([(http::HeaderName::from_static(REQUEST_ID), id.parse().unwrap())]);
        assert_eq!(request_id(&with("till-7:42")), "till-7:42");
        for insane in ["", "a b", "\"x\"", &"x".repeat(129)] {
            assert_ne!(request_id(&with(insane)), insane);
        }
        assert_ne!(request_id(&HeaderMap::new()), request_id(&HeaderMap::new()));
    }

    #[test]
    fn body_must_be_json_in_utf8() {
        let with = |kind: &str| HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().unwrap())]);
        for good in ["application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json"] {
            assert!(require_json(&with(good), b"{}").is_ok(), "{good}");
        }
        for bad in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""] {
            assert_eq!(require_json(&with(bad), b"{}").unwrap_err().0.kind.status(), 415, "{bad}");
        }
        assert!(require_json(&HeaderMap::new(), b"").is_ok());
    }
}
