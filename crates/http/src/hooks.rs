//! The doors of companies for other systems: who sends shows no log-in, but signs.

use crate::auth::{note, source};
use crate::endpoint::{Params, both_forms};
use crate::middleware::{Trace, read_body_within};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::{Api, authentication, blocking_of, errors};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use command::{DoorAnswer, InboundRequest, Method};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::sync::Arc;
use uuid::Uuid;

/// Where a door is.
pub(crate) const PATH: &str = "/hooks/{company}/{source}/{token}/";
/// The largest message.
const BODY_BYTES: usize = 1 << 20;

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let (asked, sent) = (api.clone(), api.clone());
    let ask = get(move |params, request| receive(asked, Method::Get, params, request));
    let door = ask.post(move |params, request| receive(sent, Method::Post, params, request));
    both_forms(Router::new(), PATH, door)
}

async fn receive(api: Arc<Api>, method: Method, params: Params, request: Request) -> HttpResult<Response> {
    note(&request, PATH);
    let trace = request.extensions().get::<Trace>().cloned();
    api.rates.admit_source(RateClass::Commands, source(&request)?, trace.as_ref())?;
    let params = params.map_err(|_| errors::malformed_path())?;
    let mut parts = params.iter().map(|(_, value)| value.to_owned());
    let (company, source, token) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
    let tenant = authentication::by_slug(&api, &company.unwrap_or_default()).await?;
    let door = token.and_then(|token| Uuid::try_parse(&token).ok());
    let (Some(door), false) = (door, tenant.is_max()) else { return Err(errors::unknown_path().into()) };
    if let Some(trace) = &trace {
        trace.tenant(tenant);
    }
    let (parts, body) = request.into_parts();
    let body = read_body_within(BODY_BYTES, body).await?;
    let request = InboundRequest::new(method, address(&parts), headers(&parts), body.to_vec());
    let own = api.clone();
    let receive = move || own.access.receive(tenant, &source, door, request);
    Ok(answer(blocking_of(tenant, &api.hooks, receive).await?))
}

/// The address as the other system wrote it.
fn address(parts: &Parts) -> String {
    let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    // What stands before us and speaks TLS with the client says so.
    let scheme = text(HeaderName::from_static("x-forwarded-proto")).filter(|scheme| *scheme == "https");
    let host = parts.uri.authority().map(http::uri::Authority::as_str).or(text(header::HOST)).unwrap_or_default();
    let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    format!("{}://{host}{path}", scheme.unwrap_or("http"))
}

fn headers(parts: &Parts) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn answer(DoorAnswer { status, headers, body }: DoorAnswer) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    for (name, value) in headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
