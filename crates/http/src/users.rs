//! `/users/` and what concerns the caller's own log-in. Passwords come here and never get into a command.

use crate::access::{OwnCompanies, OwnCompany};
use crate::auth::{answer_json, body, not_checked, note, source};
use crate::authentication::RawHead;
use crate::endpoint::{address_below, both_forms, explained, unless_denied};
use crate::middleware::json;
use crate::password_checks::{Refused, Tried};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::{Api, Caller, NewUser, TenantCard, authentication, blocking_of, errors, sessions};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use http::header;
use kernel::{Instant, Kind, ToSchema, defect};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// A new name of your own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnName {
    /// The name.
    name: String,
}

/// Your password and the one to take its place: at least 8 characters, and none of the most common ones.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    /// The current password.
    current: String,
    /// The new password.
    new: String,
}

/// A one-time token and the password to choose with it: at least 8 characters, and none of the most common ones.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoosePassword {
    /// The one-time token.
    token: String,
    /// The new password.
    password: String,
}

/// An access token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessToken {
    /// The access token.
    token: String,
}

/// What a valid access token says.
#[derive(Serialize, ToSchema)]
pub(crate) struct Verified {
    /// The user's id.
    user: Uuid,
    /// The slug of the company.
    tenant: String,
    /// The seconds for which it is valid, if the session does not end before.
    expires_in: i64,
}

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let mut router = Router::new();
    let mut add = |path, methods: MethodRouter| router = both_forms(std::mem::take(&mut router), path, methods);
    let own = api.clone();
    add("/users/", post(move |request| add_user(own, request)));
    let (own, renamed) = (api.clone(), api.clone());
    add(
        "/users/me/",
        get(move |request| me(own, request)).patch(move |request| rename(renamed, request, "/users/me/")),
    );
    let own = api.clone();
    add("/users/me/companies/", get(move |request| companies(own, request)));
    let own = api.clone();
    add("/users/me/password/", post(move |request| change_password(own, request)));
    let own = api.clone();
    add("/auth/reset-password/", post(move |request| reset_password(own, request)));
    let own = api.clone();
    add("/auth/verify/", post(move |request| verify(own, request)));
    router
}

/// The user of a request of this class, which has no parameters.
async fn caller(api: &Arc<Api>, class: RateClass, head: RawHead<'_>) -> HttpResult<Caller> {
    let claims = authentication::admit(api, head, class).await?;
    if head.uri.query().is_some_and(|query| !query.is_empty()) {
        return Err(errors::no_parameters().into());
    }
    Ok(claims.caller())
}

async fn add_user(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/users/");
    let caller = caller(&api, RateClass::Commands, RawHead::of(&request)).await?;
    let uri = request.uri().clone();
    let built = body::<NewUser>(request).await;
    let new = unless_denied(&api, caller, "identity.member.add", built).await?;
    let own = api.clone();
    // Not on a thread for password checks: it waits for the writer of the company, and log-ins to others would wait too.
    match blocking_of(caller.tenant, &api.users, move || own.access.add_user(caller, new)).await {
        Ok(added) => {
            let mut response = json(201, serde_json::to_vec(&added).map_err(|error| defect(error.to_string()))?);
            if let Some(location) = address_below(&uri, added.user) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            Ok(response)
        }
        Err(refused) => Err(explained(&api, caller, refused).await.into()),
    }
}

async fn me(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/users/me/");
    let caller = caller(&api, RateClass::Reads, RawHead::of(&request)).await?;
    show(api, caller).await
}

async fn companies(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/users/me/companies/");
    let caller = caller(&api, RateClass::Reads, RawHead::of(&request)).await?;
    let own = api.clone();
    let cards = blocking_of(caller.tenant, &api.reads, move || own.access.companies(caller.user)).await?;
    let company =
        |card: TenantCard| OwnCompany { slug: card.slug, name: card.name, is_current: card.id == caller.tenant };
    answer_json(&OwnCompanies { results: cards.into_iter().map(company).collect() })
}

/// The caller as `/auth/me/` shows them.
pub(crate) async fn show(api: Arc<Api>, caller: Caller) -> HttpResult<Response> {
    let own = api.clone();
    let me = blocking_of(caller.tenant, &api.reads, move || own.access.me(caller.user, caller.tenant)).await?;
    Ok(json(200, serde_json::to_vec(&me).map_err(|error| defect(error.to_string()))?))
}

/// Gives the caller another name, at this path.
pub(crate) async fn rename(api: Arc<Api>, request: Request, path: &'static str) -> HttpResult<Response> {
    note(&request, path);
    let caller = caller(&api, RateClass::Commands, RawHead::of(&request)).await?;
    let OwnName { name } = body(request).await?;
    let own = api.clone();
    blocking_of(caller.tenant, &api.users, move || {
        own.access.me(caller.user, caller.tenant)?;
        own.access.rename(caller, &name)
    })
    .await?;
    show(api, caller).await
}

async fn change_password(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/users/me/password/");
    let caller = caller(&api, RateClass::Commands, RawHead::of(&request)).await?;
    let source = source(&request)?;
    let ChangePassword { current, new } = body(request).await?;
    let own = api.clone();
    blocking_of(caller.tenant, &api.users, move || own.access.me(caller.user, caller.tenant)).await?;
    let own = api.clone();
    let change = move || own.access.change_password(caller, &current, &new);
    match api.password_checks.run(source, Tried::OwnPassword(caller.user), change).await {
        Ok(()) => {
            api.sessions.forget();
            Ok(json(204, Vec::new()))
        }
        Err(Refused::Failed(error)) if error.kind == Kind::Unauthenticated => {
            Err(errors::wrong_password().at("current").into())
        }
        Err(refused) => not_checked(refused),
    }
}

async fn reset_password(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/reset-password/");
    let source = source(&request)?;
    let ChoosePassword { token, password } = body(request).await?;
    let own = api.clone();
    let reset = move || own.access.reset_password(&token, &password);
    match api.password_checks.run(source, Tried::ResetToken, reset).await {
        Ok(()) => {
            api.sessions.forget();
            Ok(json(204, Vec::new()))
        }
        Err(Refused::Failed(error)) if error.kind == Kind::Unauthenticated => {
            Err(errors::invalid_reset_token().at("token").into())
        }
        Err(refused) => not_checked(refused),
    }
}

async fn verify(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/auth/verify/");
    let AccessToken { token } = body(request).await?;
    let claims = api.tokens.check(&token)?;
    sessions::require_alive(&api, claims.session).await?;
    let expires_in = claims.expires_in(Instant::now());
    let verified = Verified { user: claims.sub, tenant: claims.slug.to_string(), expires_in };
    Ok(json(200, serde_json::to_vec(&verified).map_err(|error| defect(error.to_string()))?))
}
