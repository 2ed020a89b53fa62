//! The pages of the back office, served as they were built: nothing is compressed or changed on the way.

use crate::problem::HttpResult;
use crate::{home, middleware};
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use web::File;

/// What the pages may do. Nothing comes from elsewhere, and no script or style stands in a page.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'",
);
/// The page that shows whatever its address says.
const START: &str = "admin/index.html";

/// The tags of the files by their paths.
static TAGS: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let tag = |file: &'static File| (file.path, format!("\"{}\"", kernel::hex(&Sha256::digest(file.content)[..12])));
    web::FILES.iter().map(tag).collect()
});

pub(crate) fn routes() -> Router {
    if web::file(START).is_none() {
        return Router::new();
    }
    Router::new()
        .route("/admin", get(|| async { Redirect::permanent("/admin/") }))
        .route("/admin/", get(|headers: HeaderMap| page(Path(String::new()), headers)))
        .route("/admin/{*file}", get(page))
}
