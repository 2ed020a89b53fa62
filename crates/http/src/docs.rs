//! What a browser finds: a home page, the documentation of the API, and whether the server is well.

use crate::endpoint::PREFIX;
use crate::problem::HttpResult;
use crate::{Api, blocking, errors, middleware, openapi, pages, shapes};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::CONTROL;
use tokio::sync::Mutex;
use tokio::time::Instant;

const HOME: &str = include_str!("../assets/home.html");
const MIGRATION: &str = include_str!("../../../docs/API_MIGRATION_v1.md");
const REDOC: &str = include_str!("../assets/redoc.html");
const REDOC_SCRIPT: &[u8] = include_bytes!("../assets/redoc.standalone.js");
/// Nothing on these pages comes from anywhere else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     worker-src blob:; frame-ancestors 'none'",
);

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let (schema_api, ready_api) = (api.clone(), api.clone());
    let schema: Arc<OnceLock<Bytes>> = Arc::default();
    let schema = get(move || async move {
        let text = schema.get_or_init(|| openapi(&schema_api.registry).to_string().into());
        ([(header::CONTENT_TYPE, "application/json")], text.clone())
    });
    let ready = get(move || ready(ready_api));
    let live = get(|| async { "live\n" });
    Router::new()
        .route("/", get(|headers: HeaderMap| async move { first_page(&headers) }))
        .route("/about/", get(|headers: HeaderMap| async move { page(home(&headers)) }))
        .route("/api/docs", get(|| async { Redirect::permanent("/api/docs/") }))
        .route("/api/docs/", get(|| swagger(Path(String::new()))))
        .route("/api/docs/{*file}", get(swagger))
        .route(shapes::MIGRATION, get(|| async { asset(MIGRATION.as_bytes(), "text/markdown; charset=utf-8") }))
        .route("/api/redoc", get(|| async { Redirect::permanent("/api/redoc/") }))
        .route("/api/redoc/", get(|| async { page(REDOC) }))
        .route("/api/redoc/redoc.standalone.js", get(|| async { asset(REDOC_SCRIPT, "text/javascript") }))
        .route("/api/schema", schema.clone())
        .route("/api/schema/", schema)
        .route("/health", ready.clone())
        .route("/health/", ready.clone())
        .route("/health/live", live.clone())
        .route("/health/live/", live)
        .route("/health/ready", ready.clone())
        .route("/health/ready/", ready)
        .route(PREFIX, get(middleware::not_found))
}

/// The back office; where it was not built, a page that says what the server is.
fn first_page(headers: &HeaderMap) -> Response {
    if pages::are_built() { Redirect::temporary("/admin/").into_response() } else { page(home(headers)) }
}

/// The home page, with the address by which the server was reached in its examples.
fn home(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A host name has no other characters: nothing of a request becomes part of the page's HTML.
    let plain = |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let host = text(header::HOST).filter(plain).unwrap_or("127.0.0.1:8000");
    let scheme = if text(HeaderName::from_static("x-forwarded-proto")) == Some("https") { "https" } else { "http" };
    HOME.replace("{server}", &format!("{scheme}://{host}"))
}

fn page(html: impl Into<Body>) -> Response {
    let mut response = Html(html.into()).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

fn asset(bytes: &'static [u8], kind: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

async fn swagger(Path(file): Path<String>) -> HttpResult<Response> {
    let config =
        Arc::new(utoipa_swagger_ui::Config::from("/api/schema/").try_it_out_enabled(true).persist_authorization(true));
    let file = utoipa_swagger_ui::serve(&file, config).map_err(|error| kernel::defect(error.to_string()))?;
    let Some(file) = file else {
        return Err(middleware::not_found().await);
    };
    let mut response = Response::new(Body::from(file.bytes.into_owned()));
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&file.content_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if file.gzpipped {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    Ok(response)
}

/// How long the answer to "ready?" holds, so that asking often costs the writers little.
const READY_FOR: Duration = Duration::from_millis(250);
/// How long the database may take to be called ready.
const READY_TIME: Duration = Duration::from_secs(3);

/// The last answer to "ready?", and when it was found.
#[derive(Default)]
pub(crate) struct Readiness(Mutex<Option<(Instant, bool)>>);

/// Whether readers and every writer reach the database.
async fn ready(api: Arc<Api>) -> HttpResult<Response> {
    let mut known = api.readiness.0.lock().await;
    let is_ready = match *known {
        Some((at, is_ready)) if at.elapsed() < READY_FOR => is_ready,
        _ => {
            let reader = api.clone();
            let read = move || reader.writers.store().read(CONTROL, |read| read.query("SELECT CAST(1 AS bigint)", &[]));
            // Both are waited for: a ping also replaces a connection that is dead.
            let asked = async {
                let (read, ping) = tokio::join!(blocking(read), api.writers.ping());
                read.is_ok() && ping.is_ok()
            };
            let is_ready = tokio::time::timeout(READY_TIME, asked).await.unwrap_or(false);
            *known = Some((Instant::now(), is_ready));
            is_ready
        }
    };
    if is_ready { Ok("ready\n".into_response()) } else { Err(errors::database_unavailable().into()) }
}
