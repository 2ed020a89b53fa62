//! `/auth/`: logging in, staying in, logging out.

use crate::endpoint::{PREFIX, both_forms, parsed};
use crate::middleware::{Trace, json, read_body, require_json};
use crate::problem::HttpResult;
use crate::{Api, LoggedIn, authentication, blocking, blocking_with, token};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Instant, ToSchema, defect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The credentials of a log-in, and the company it is for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogIn {
    /// The e-mail address of the user.
    email: String,
    /// The password.
    password: String,
    /// The short name of the company, where the user belongs to several.
    tenant: Option<String>,
}

/// The refresh token of a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshToken {
    /// The refresh token.
    refresh: String,
}

/// An access token for a short time, and the refresh token for the next pair.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenPair {
    /// The access token, for `Authorization: Bearer …`.
    access: String,
    /// The refresh token: good for one exchange.
    refresh: String,
    /// How many seconds the access token is good for.
    expires_in: i64,
}

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let router = Router::new();
    let own = api.clone();
    let router = both_forms(router, "/auth/login/", post(move |request| log_in(own, request)));
    let own = api.clone();
    let router = both_forms(router, "/auth/refresh/", post(move |request| refresh(own, request)));
    let own = api.clone();
    let router = both_forms(router, "/auth/logout/", post(move |request| log_out(own, request)));
    let own = api.clone();
    both_forms(router, "/auth/me/", get(move |request| me(own, request)))
}

fn note(request: &Request, path: &str) {
    if let Some(trace) = request.extensions().get::<Trace>() {
        trace.path(&format!("{PREFIX}{path}").into());
    }
}

/// A JSON body as a `T`.
async fn body<T: DeserializeOwned + ToSchema + Send + 'static>(api: &Api, request: Request) -> HttpResult<T> {
    let (parts, body) = request.into_parts();
    let body = read_body(body).await?;
    require_json(&parts.headers, &body)?;
    Ok(parsed(api, body, command::from_json).await?)
}

async fn log_in(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/login/");
    let named = authentication::named_tenant(&api, request.uri(), request.headers()).await?;
    let LogIn { email, password, tenant } = body(&api, request).await?;
    let tenant = match tenant {
        Some(slug) => authentication::agree(named, Some(authentication::by_slug(&api, &slug).await?))?,
        None => named,
    };
    let own = api.clone();
    let log_in = move || own.access.log_in(&email, &password, tenant);
    let granted = blocking_with(&api.passwords, log_in).await?;
    tokens(&api, &granted)
}

fn tokens(api: &Api, granted: &LoggedIn) -> HttpResult<Response> {
    let access = api.tokens.issue(granted.user, &granted.tenant, Instant::now())?;
    let tokens = TokenPair { access, refresh: granted.refresh.clone(), expires_in: token::SECONDS };
    Ok(json(200, serde_json::to_vec(&tokens).map_err(|error| defect(error.to_string()))?))
}

async fn refresh(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/refresh/");
    let named = authentication::named_tenant(&api, request.uri(), request.headers()).await?;
    let RefreshToken { refresh } = body(&api, request).await?;
    let own = api.clone();
    let granted = blocking(move || own.access.refresh(&refresh)).await?;
    authentication::agree(named, Some(granted.tenant.id))?;
    tokens(&api, &granted)
}

async fn log_out(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/logout/");
    let RefreshToken { refresh } = body(&api, request).await?;
    blocking(move || api.access.log_out(&refresh)).await?;
    Ok(json(204, Vec::new()))
}

async fn me(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/me/");
    let claims = authentication::authenticate(&api, request.uri(), request.headers()).await?;
    let me = blocking(move || api.access.me(claims.sub, claims.tenant)).await?;
    Ok(json(200, serde_json::to_vec(&me).map_err(|error| defect(error.to_string()))?))
}
