//! The pages of the back office, served as they were built: nothing is compressed or changed on the way.

use crate::middleware;
use crate::problem::HttpResult;
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

/// Whether the program has pages.
pub(crate) fn are_built() -> bool {
    web::file(START).is_some()
}

pub(crate) fn routes() -> Router {
    if !are_built() {
        return Router::new();
    }
    Router::new()
        .route("/admin", get(|| async { Redirect::permanent("/admin/") }))
        .route("/admin/", get(|headers: HeaderMap| page(Path(String::new()), headers)))
        .route("/admin/{*file}", get(page))
}

/// A file; where there is none, the page itself, but for what an older page has loaded: names of commands have points like those of files.
async fn page(Path(path): Path<String>, headers: HeaderMap) -> HttpResult<Response> {
    let start = || web::file(START).filter(|_| !path.starts_with("assets/"));
    match web::file(&format!("admin/{path}")).or_else(start) {
        Some(file) => Ok(answer(file, TAGS.get(file.path).map_or("", String::as_str), &headers)),
        None => Err(middleware::not_found().await),
    }
}

fn answer(file: &'static File, tag: &'static str, asked: &HeaderMap) -> Response {
    let cached = if file.is_named_by_its_content() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CONTENT_TYPE, HeaderValue::from_static(file.media_type())),
        (CACHE_CONTROL, HeaderValue::from_static(cached)),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if says(asked, IF_NONE_MATCH, tag) {
        return (StatusCode::NOT_MODIFIED, headers, [(ETAG, tag)]).into_response();
    }
    match file.brotli.filter(|_| says(asked, ACCEPT_ENCODING, "br")) {
        Some(brotli) => (headers, [(ETAG, tag), (CONTENT_ENCODING, "br")], Body::from(brotli)).into_response(),
        None => (headers, [(ETAG, tag)], Body::from(file.content)).into_response(),
    }
}

/// Whether one of the words of a header is this one.
fn says(headers: &HeaderMap, name: HeaderName, word: &str) -> bool {
    let words = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(','));
    words
        .map(|text| text.split(';').next().unwrap_or_default().trim())
        .any(|text| text.trim_start_matches("W/") == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    static SCRIPT: File = File { path: "admin/assets/list-Ab1.js", content: b"long", brotli: Some(b"br") };
    static PAGE: File = File { path: START, content: b"<!doctype html>", brotli: None };

    fn asked(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn scripts_are_kept_for_ever_and_the_page_is_asked_for_again() {
        for (file, kept) in [(&SCRIPT, "public, max-age=31536000, immutable"), (&PAGE, "no-cache")] {
            let found = answer(file, "\"1\"", &HeaderMap::new());
            assert_eq!(
                (found.status(), &found.headers()[CACHE_CONTROL]),
                (StatusCode::OK, &HeaderValue::from_static(kept))
            );
            assert_eq!(found.headers()[CONTENT_SECURITY_POLICY], POLICY);
            let again = answer(file, "\"1\"", &asked(IF_NONE_MATCH, "\"0\", W/\"1\""));
            assert_eq!(
                (again.status(), &again.headers()[ETAG]),
                (StatusCode::NOT_MODIFIED, &HeaderValue::from_static("\"1\""))
            );
        }
    }

    #[test]
    fn what_was_compressed_goes_to_whom_takes_it() {
        for (takes, is_compressed) in [("gzip, br;q=0.9", true), ("gzip", false), ("brx", false)] {
            let found = answer(&SCRIPT, "", &asked(ACCEPT_ENCODING, takes));
            assert_eq!(found.headers().contains_key(CONTENT_ENCODING), is_compressed, "{takes}");
            assert!(!answer(&PAGE, "", &asked(ACCEPT_ENCODING, takes)).headers().contains_key(CONTENT_ENCODING));
        }
    }
}
