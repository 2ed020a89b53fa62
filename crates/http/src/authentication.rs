//! The user and the company of a request: token, host name and `X-Tenant`, which must not disagree.

use crate::middleware::Trace;
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, TenantName, TenantRef, blocking_with, cookies, errors, sessions};
use axum::extract::Request;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri, header};
use kernel::Result;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long the answer to "which company is that?" is remembered.
const REMEMBERED: Duration = Duration::from_secs(10);
/// How long it is remembered that there is none: one may be made the next moment.
const MISSED: Duration = Duration::from_secs(1);
/// How many answers are remembered; then all are forgotten.
const NAMES: usize = 10_000;

/// Companies by name, so that not every request has to ask.
#[derive(Default)]
pub(crate) struct TenantCache(Mutex<BTreeMap<TenantName, (Instant, Option<TenantRef>)>>);

impl TenantCache {
    fn known(&self, name: &TenantName) -> Option<Option<TenantRef>> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, tenant) = names.get(name)?;
        let fresh = since.elapsed() < if tenant.is_some() { REMEMBERED } else { MISSED };
        fresh.then(|| tenant.clone())
    }

    fn remember(&self, name: TenantName, tenant: Option<TenantRef>) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= NAMES {
            names.clear();
        }
        names.insert(name, (Instant::now(), tenant));
    }
}

async fn tenant(api: &Arc<Api>, name: TenantName) -> Result<Option<TenantRef>> {
    if let Some(known) = api.names.known(&name) {
        return Ok(known);
    }
    let (asked, wanted) = (api.clone(), name.clone());
    let tenant = blocking_with(&api.lookups, move || asked.access.tenant(&wanted)).await?;
    api.names.remember(name, tenant.clone());
    Ok(tenant)
}

/// The host name a company could go by: none for addresses and for this very machine.
fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let sent = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = uri.host().or(sent)?;
    if host.starts_with('[') {
        return None;
    }
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let local = host.is_empty() || host == "localhost" || host.parse::<IpAddr>().is_ok();
    (!local).then_some(host)
}

/// The company that the request's host name means, if it means one.
async fn by_host(api: &Arc<Api>, uri: &Uri, headers: &HeaderMap) -> Result<Option<TenantRef>> {
    match host(uri, headers) {
        Some(host) => tenant(api, TenantName::Host(host)).await,
        None => Ok(None),
    }
}

/// The company that host name and `X-Tenant` name together: for those who are not logged in yet. One that is named but
/// not there is the greatest id, which no company has: it is refused like one the user does not belong to.
pub(crate) async fn named_tenant(api: &Arc<Api>, uri: &Uri, headers: &HeaderMap) -> Result<Option<Uuid>> {
    let host = by_host(api, uri, headers).await?.map(|tenant| tenant.id);
    let header = match headers.get("x-tenant") {
        Some(slug) => Some(by_slug(api, slug.to_str().unwrap_or_default()).await?),
        None => None,
    };
    agree(host, header)
}

/// The company called `slug`; the greatest id where there is none.
pub(crate) async fn by_slug(api: &Arc<Api>, slug: &str) -> Result<Uuid> {
    Ok(tenant(api, TenantName::Slug(slug.to_ascii_lowercase())).await?.map_or(Uuid::max(), |tenant| tenant.id))
}

/// One of two names of a company, which must not disagree.
pub(crate) fn agree(one: Option<Uuid>, other: Option<Uuid>) -> Result<Option<Uuid>> {
    if one.is_some() && other.is_some() && one != other {
        return Err(errors::tenant_mismatch());
    }
    Ok(one.or(other))
}

/// What a request says before its body.
#[derive(Clone, Copy)]
pub(crate) struct RawHead<'a> {
    method: &'a Method,
    pub(crate) uri: &'a Uri,
    headers: &'a HeaderMap,
    extensions: &'a Extensions,
}

impl<'a> RawHead<'a> {
    pub(crate) fn of(request: &'a Request) -> RawHead<'a> {
        let (method, uri) = (request.method(), request.uri());
        RawHead { method, uri, headers: request.headers(), extensions: request.extensions() }
    }

    pub(crate) fn of_parts(parts: &'a Parts) -> RawHead<'a> {
        RawHead { method: &parts.method, uri: &parts.uri, headers: &parts.headers, extensions: &parts.extensions }
    }

    fn trace(&self) -> Option<&'a Trace> {
        self.extensions.get()
    }
}

/// The token of a request, from its header or its cookie.
fn token(RawHead { method, uri, headers, .. }: RawHead<'_>) -> Result<String> {
    let missing = errors::not_authenticated;
    let Some(sent) = headers.get(header::AUTHORIZATION) else {
        return cookies::access_token(method, uri, headers);
    };
    let (scheme, token) = sent.to_str().ok().and_then(|sent| sent.split_once(' ')).ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim().to_owned()) } else { Err(missing()) }
}

/// The user of a request: 401 without a valid token, 403 where another company is named beside it, or where the page of another
/// site uses the cookie. The company is noted in the request's trace.
pub(crate) async fn authenticate(api: &Arc<Api>, head: RawHead<'_>) -> Result<Claims> {
    let RawHead { uri, headers, .. } = head;
    let claims = api.tokens.check(&token(head)?)?;
    if headers.get("x-tenant").is_some_and(|slug| !slug.as_bytes().eq_ignore_ascii_case(claims.slug.as_bytes())) {
        return Err(errors::tenant_mismatch());
    }
    match by_host(api, uri, headers).await? {
        Some(tenant) if tenant.id != claims.tenant => return Err(errors::tenant_mismatch()),
        _ => {}
    }
    sessions::require_alive(api, claims.session).await?;
    if let Some(trace) = head.trace() {
        trace.tenant(claims.tenant);
        trace.caller(api, claims.caller());
    }
    Ok(claims)
}

/// [`authenticate`], and counts the request as one of `class`: 429 where the user has sent too many.
pub(crate) async fn admit(api: &Arc<Api>, head: RawHead<'_>, class: RateClass) -> Result<Claims> {
    let claims = authenticate(api, head).await?;
    api.rates.admit(class, &claims, head.trace()).await?;
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ip_address_and_localhost_name_no_company() {
        let named = |host_name: &str| {
            let headers = HeaderMap::from_iter([(header::HOST, host_name.parse().unwrap())]);
            host(&Uri::from_static("/api/v1/sales/"), &headers)
        };
        for nobody in ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]", "10.0.0.7", ""] {
            assert_eq!(named(nobody), None, "{nobody}");
        }
        assert_eq!(named("Acme.example.com:443").as_deref(), Some("acme.example.com"));
        assert_eq!(named("acme.localhost:8000").as_deref(), Some("acme.localhost"));
    }

    #[test]
    fn two_names_must_agree() {
        let (a, b) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
        assert_eq!(agree(a, None).unwrap(), a);
        assert_eq!(agree(a, a).unwrap(), a);
        assert_eq!(agree(None, None).unwrap(), None);
        assert_eq!(agree(a, b).unwrap_err().code, "tenant_mismatch");
    }
}
