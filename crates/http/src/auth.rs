//! `/auth/`: logging in, staying in, logging out.

use crate::access::Checked;
use crate::authentication::RawHead;
use crate::endpoint::{PREFIX, both_forms};
use crate::middleware::{Trace, json, read_body_within, require_json};
use crate::password_checks::{Refused, Tried};
use crate::problem::{HttpResult, Refusal};
use crate::rates::RateClass;
use crate::source::Source;
use crate::{Api, LoggedIn, authentication, blocking_of, blocking_with, cookies, errors, token, users};
use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderMap, HeaderValue, Uri, header};
use kernel::{Error, Instant, ToSchema, defect};
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
    let tokens = move |request: Request| {
        note(&request, "/auth/login/");
        log_in(own, request, AnswerForm::Tokens)
    };
    let router = both_forms(router, "/auth/login/", post(tokens));
    let own = api.clone();
    let router = both_forms(router, "/auth/refresh/", post(move |request| refresh(own, request)));
    let own = api.clone();
    let router = both_forms(router, "/auth/logout/", post(move |request| log_out(own, request)));
    let (own, renamed) = (api.clone(), api.clone());
    let rename = move |request| users::rename(renamed, request, "/auth/me/");
    both_forms(router, "/auth/me/", get(move |request| me(own, request)).patch(rename))
}

pub(crate) fn note(request: &Request, path: &str) {
    note_path(request, &format!("{PREFIX}{path}"));
}

/// Notes the whole path of a route in the request's trace.
pub(crate) fn note_path(request: &Request, path: &str) {
    if let Some(trace) = request.extensions().get::<Trace>() {
        trace.path(&path.into());
    }
}

pub(crate) fn source(request: &Request) -> kernel::Result<Source> {
    request.extensions().get::<Source>().copied().ok_or_else(|| defect("a request without a source"))
}

/// The largest body here: it is read before it is known whose it is.
const BODY_BYTES: usize = 16 << 10;

/// A JSON body as a `T`.
pub(crate) async fn body<T: DeserializeOwned + ToSchema>(request: Request) -> HttpResult<T> {
    let (parts, body) = request.into_parts();
    let body = read_body_within(BODY_BYTES, body).await?;
    require_json(&parts.headers, &body)?;
    Ok(command::from_json(&body)?)
}

/// How the tokens of a log-in are answered.
#[derive(Clone, Copy)]
pub(crate) enum AnswerForm {
    /// In the body, for programs.
    Tokens,
    /// In cookies, for browsers.
    Cookies {
        /// The browser speaks TLS.
        secure: bool,
    },
}

pub(crate) async fn log_in(api: Arc<Api>, request: Request, form: AnswerForm) -> HttpResult<Response> {
    let source = source(&request)?;
    let named = authentication::named_tenant(&api, request.uri(), request.headers()).await?;
    let LogIn { email, password, tenant } = body(request).await?;
    let tenant = match tenant {
        Some(slug) => authentication::agree(named, Some(authentication::by_slug(&api, &slug).await?))?,
        None => named,
    };
    let own = api.clone();
    let tried = Tried::Password(api.access.account(&email));
    let check = move || own.access.check_password(&email, &password, tenant);
    let Checked { user, company } = match api.password_checks.run(source, tried, check).await {
        Ok(checked) => checked,
        Err(refused) => return not_checked(refused),
    };
    // In a place of the company: one that does not answer holds up its own log-ins only.
    let own = api.clone();
    let log_in = move || own.access.log_in(user, tenant);
    let granted = blocking_of(company.unwrap_or(user), &api.log_ins, log_in).await?;
    answer(&api, &granted, form)
}

/// The answer to a password that was not checked, or not right.
pub(crate) fn not_checked(refused: Refused) -> HttpResult<Response> {
    match refused {
        Refused::Failed(error) => Err(error.into()),
        Refused::Busy => Ok(retry_in_a_second(errors::login_busy())),
        Refused::Paced => Ok(retry_in_a_second(errors::login_locked())),
    }
}

fn retry_in_a_second(error: Error) -> Response {
    let mut response = Refusal::from(error).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// An access token of the session.
pub(crate) fn access_token(api: &Api, granted: &LoggedIn) -> kernel::Result<String> {
    api.tokens.issue(granted.user, &granted.tenant, granted.session, Instant::now())
}

pub(crate) fn answer_json(body: &impl Serialize) -> HttpResult<Response> {
    Ok(json(200, serde_json::to_vec(body).map_err(|error| defect(error.to_string()))?))
}

fn answer(api: &Api, granted: &LoggedIn, form: AnswerForm) -> HttpResult<Response> {
    if let AnswerForm::Cookies { secure } = form {
        return cookies::session(api, granted, secure);
    }
    let (access, refresh) = (access_token(api, granted)?, granted.refresh.clone());
    answer_json(&TokenPair { access, refresh, expires_in: token::SECONDS })
}

async fn refresh(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/refresh/");
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let RefreshToken { refresh } = body(request).await?;
    exchange(api, &uri, &headers, refresh, AnswerForm::Tokens).await
}

/// Answers the next tokens for a refresh token; the company that the request names must be that of the session.
pub(crate) async fn exchange(
    api: Arc<Api>,
    uri: &Uri,
    headers: &HeaderMap,
    refresh: String,
    form: AnswerForm,
) -> HttpResult<Response> {
    let named = authentication::named_tenant(&api, uri, headers).await?;
    let (own, token) = (api.clone(), refresh.clone());
    let company = blocking_with(&api.refreshes, move || own.access.company_of_session(&token)).await?;
    let own = api.clone();
    let granted = blocking_of(company.unwrap_or_default(), &api.log_ins, move || own.access.refresh(&refresh)).await?;
    authentication::agree(named, Some(granted.tenant.id))?;
    answer(&api, &granted, form)
}

async fn log_out(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/logout/");
    let RefreshToken { refresh } = body(request).await?;
    end(&api, refresh).await?;
    Ok(json(204, Vec::new()))
}

/// Ends the session of a refresh token.
pub(crate) async fn end(api: &Arc<Api>, refresh: String) -> kernel::Result<()> {
    let own = api.clone();
    if let Some(session) = blocking_with(&api.refreshes, move || own.access.log_out(&refresh)).await? {
        api.sessions.end(session);
    }
    Ok(())
}

async fn me(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/me/");
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Reads).await?;
    users::show(api, claims.caller()).await
}
