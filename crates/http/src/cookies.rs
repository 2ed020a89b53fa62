//! Sessions of browsers: `/api-auth/`. The tokens lie in cookies that no script can read and that no other site's page can use.

use crate::auth::{self, AnswerForm};
use crate::errors;
use crate::problem::HttpResult;
use crate::{Api, LoggedIn, authentication, blocking_of, token};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use cookie::{Cookie, SameSite, time};
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use kernel::{Result, ToSchema};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const ACCESS: &str = "sanduk-access";
const REFRESH: &str = "sanduk-refresh";
/// Browsers take a cookie whose name begins so only from the host itself, and only through TLS.
const HOST_ONLY: &str = "__Host-";

/// An access token for scripts of a page; the tokens are in the cookies too.
#[derive(Serialize, ToSchema)]
pub(crate) struct BrowserSession {
    /// The access token, for `Authorization: Bearer …` where a page does not use the cookie.
    pub(crate) access: String,
    /// How many seconds the access token is good for.
    pub(crate) expires_in: i64,
}

/// The company to go on in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherCompany {
    /// Its short name.
    tenant: String,
}

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let both = |router: Router, path: &str, methods: MethodRouter| {
        router.route(path.trim_end_matches('/'), methods.clone()).route(path, methods)
    };
    let own = api.clone();
    let router = both(Router::new(), "/api-auth/login/", post(move |request| log_in(own, request)));
    let own = api.clone();
    let router = both(router, "/api-auth/refresh/", post(move |request| refresh(own, request)));
    let own = api.clone();
    let router = both(router, "/api-auth/company/", post(move |request| switch(own, request)));
    let own = api.clone();
    both(router, "/api-auth/logout/", post(move |request| log_out(own, request)))
}

/// The token of a request that carries it in a cookie. A request that changes something has to come from a page of this server.
pub(crate) fn access_token(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<String> {
    let token = read(headers, ACCESS).ok_or_else(errors::not_authenticated)?;
    if !matches!(*method, Method::GET | Method::HEAD) {
        require_same_origin(uri, headers)?;
    }
    Ok(token)
}

/// Refuses what the page of another site sends: browsers say where a request that changes something comes from.
pub(crate) fn require_same_origin(uri: &Uri, headers: &HeaderMap) -> Result<()> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = uri.authority().map(http::uri::Authority::as_str).or(text("host")).unwrap_or_default();
    let is_own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, of)| of.eq_ignore_ascii_case(host)),
        (None, None) => false,
    };
    if is_own { Ok(()) } else { Err(errors::cross_site()) }
}

/// The cookie `name` of a request, in the form for TLS or in the other.
fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = || {
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        sent.flat_map(Cookie::split_parse).filter_map(std::result::Result::ok)
    };
    let named = |name: &str| cookies().find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned());
    named(&format!("{HOST_ONLY}{name}")).or_else(|| named(name))
}

/// Whether the browser speaks TLS with what stands before this server.
fn is_secure(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https")
}

/// Lets the browser keep `value` as `name` for so many seconds; none removes it.
fn keep(response: &mut Response, name: &str, value: &str, seconds: i64, secure: bool) {
    let name = if secure { format!("{HOST_ONLY}{name}") } else { name.to_owned() };
    let cookie = Cookie::build((name, value)).path("/").http_only(true).secure(secure).same_site(SameSite::Strict);
    let cookie = cookie.max_age(time::Duration::seconds(seconds)).build().to_string();
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The answer to a log-in, with the cookies of its session.
pub(crate) fn session(api: &Api, granted: &LoggedIn, secure: bool) -> HttpResult<Response> {
    let access = auth::access_token(api, granted)?;
    let body = BrowserSession { access: access.clone(), expires_in: token::SECONDS };
    let mut response = auth::answer_json(&body)?;
    keep(&mut response, ACCESS, &access, token::SECONDS, secure);
    keep(&mut response, REFRESH, &granted.refresh, granted.refresh_seconds, secure);
    Ok(response)
}

async fn log_in(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    auth::note_path(&request, "/api-auth/login/");
    require_same_origin(request.uri(), request.headers())?;
    let secure = is_secure(request.headers());
    auth::log_in(api, request, AnswerForm::Cookies { secure }).await
}

async fn refresh(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    auth::note_path(&request, "/api-auth/refresh/");
    require_same_origin(request.uri(), request.headers())?;
    let secure = is_secure(request.headers());
    let token = read(request.headers(), REFRESH).ok_or_else(errors::not_authenticated)?;
    auth::exchange(api, request.uri(), request.headers(), token, AnswerForm::Cookies { secure }).await
}

async fn switch(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    auth::note_path(&request, "/api-auth/company/");
    require_same_origin(request.uri(), request.headers())?;
    let secure = is_secure(request.headers());
    let token = read(request.headers(), REFRESH).ok_or_else(errors::not_authenticated)?;
    let named = authentication::named_tenant(&api, request.uri(), request.headers()).await?;
    let OtherCompany { tenant } = auth::body(request).await?;
    let company = authentication::by_slug(&api, &tenant).await?;
    authentication::agree(named, Some(company))?;
    let own = api.clone();
    let (granted, ended) = blocking_of(company, &api.log_ins, move || own.access.switch(&token, company)).await?;
    api.sessions.end(ended);
    session(&api, &granted, secure)
}

async fn log_out(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    auth::note_path(&request, "/api-auth/logout/");
    require_same_origin(request.uri(), request.headers())?;
    let secure = is_secure(request.headers());
    if let Some(token) = read(request.headers(), REFRESH) {
        auth::end(&api, token).await?;
    }
    let mut response = crate::middleware::json(204, Vec::new());
    for name in [ACCESS, REFRESH] {
        keep(&mut response, name, "", 0, secure);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_pages_of_this_server_change_something_by_cookie() {
        let cookie = ("cookie", "other=1; sanduk-access=abc");
        let host = ("host", "shop.example");
        let asked = |method: Method, more: &[(&'static str, &str)]| {
            let headers = headers(&[&[cookie, host], more].concat());
            access_token(&method, &Uri::from_static("/api/v1/products/"), &headers).map_err(|error| error.code)
        };
        let token = Ok("abc".to_owned());
        assert_eq!(asked(Method::GET, &[]), token);
        assert_eq!(asked(Method::POST, &[("sec-fetch-site", "same-origin")]), token);
        assert_eq!(asked(Method::POST, &[("origin", "https://shop.example")]), token);
        for foreign in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site"), ("origin", "https://shop.example")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
        ] {
            assert_eq!(asked(Method::DELETE, foreign), Err("cross_site"), "{foreign:?}");
        }
        let without = access_token(&Method::GET, &Uri::from_static("/"), &headers(&[host]));
        assert_eq!(without.map_err(|error| error.code), Err("not_authenticated"));
    }

    #[test]
    fn cookie_of_the_host_alone_comes_first() {
        let both = headers(&[("cookie", "sanduk-access=plain; __Host-sanduk-access=own")]);
        assert_eq!(read(&both, ACCESS).as_deref(), Some("own"));
        let mut response = Response::new(axum::body::Body::empty());
        keep(&mut response, ACCESS, "x", 600, true);
        let set = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert_eq!(set, "__Host-sanduk-access=x; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=600");
    }
}
