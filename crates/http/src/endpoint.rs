//! How a command or a query of a module is asked over HTTP.

use crate::addresses::{self, addresses};
use crate::authentication::RawHead;
use crate::awaited::Wait;
use crate::middleware::{Trace, json, read_body, request_time, require_json};
use crate::problem::{HttpResult, Refusal};
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, Caller, authentication, blocking_of, errors, export, files, report, shapes};
use axum::Router;
use axum::body::Bytes;
use axum::extract::path::RawPathParams;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{Query, Request};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use command::{
    Answer, AnyCommand, CommandEntry, ExportEntry, Grants, Input, Lane, Method, Module, QueryEntry, Registry,
    ReportEntry, SecondShape, Submission,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Uri, header};
use kernel::{Error, FieldErrors, Instant, Kind, Result, defect};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) const PREFIX: &str = "/api/v1";
pub(crate) type Params = std::result::Result<RawPathParams, RawPathParamsRejection>;

/// The place of an entry in the registry, and the names of the parameters in its path.
pub(crate) struct RouteTarget {
    module: usize,
    entry: usize,
    /// The path with its parameters, for the log.
    path_pattern: Arc<str>,
    names: Vec<String>,
    /// See [`Registry::created_at`].
    created_at: Option<CreatedAt>,
    /// The place in the module of the second shape of what it answers, if there is one.
    shape: Option<usize>,
    /// The place of the report among those of the module, where a query has one.
    report: Option<usize>,
}

impl RouteTarget {
    fn new(
        (module, entry): (usize, usize),
        path: &str,
        created_at: Option<CreatedAt>,
        shape: Option<usize>,
    ) -> RouteTarget {
        let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(str::to_owned);
        let (path_pattern, names) = (format!("{PREFIX}{path}").into(), names.collect());
        RouteTarget { module, entry, path_pattern, names, created_at, shape, report: None }
    }

    pub(crate) fn command<'a>(&self, api: &'a Api) -> &'a CommandEntry {
        &api.registry.modules()[self.module].commands[self.entry]
    }

    fn query<'a>(&self, api: &'a Api) -> &'a QueryEntry {
        &api.registry.modules()[self.module].queries[self.entry]
    }

    pub(crate) fn report<'a>(&self, api: &'a Api) -> Option<&'a ReportEntry> {
        self.report.map(|report| &api.registry.modules()[self.module].reports[report])
    }

    pub(crate) fn export<'a>(&self, api: &'a Api) -> &'a ExportEntry {
        &api.registry.modules()[self.module].exports[self.entry]
    }

    /// The second shape of what it answers.
    pub(crate) fn shape<'a>(&self, api: &'a Api) -> Option<&'a SecondShape> {
        self.shape.map(|shape| &api.registry.modules()[self.module].second_shapes[shape])
    }
}

/// What stands at a route.
#[derive(Clone, Copy)]
enum RouteKind {
    Command,
    Upload,
    Query,
    Export,
}

/// Adds every endpoint of the registry. A path's parameters are known by position, so that two modules may name them
/// differently.
pub(crate) fn routes(mut router: Router, api: &Arc<Api>) -> Router {
    let mut paths: BTreeMap<String, MethodRouter> = BTreeMap::new();
    let mut add = |module: &Module, (method, path): (Method, &str), target: RouteTarget, kind: RouteKind| {
        let target = Arc::new(target);
        for (method, place) in module.places(method, path) {
            let (api, target) = (api.clone(), target.clone());
            let handler = move |params: Params, request: Request| {
                let (api, target) = (api.clone(), target.clone());
                async move {
                    match kind {
                        RouteKind::Command => run(api, target, params, request).await,
                        RouteKind::Upload => files::upload(api, target, params, request).await,
                        RouteKind::Query => ask(api, target, params, request).await,
                        RouteKind::Export => export::export(api, target, params, request).await,
                    }
                }
            };
            let place = positional(&place);
            let routes = paths.remove(&place).unwrap_or_default();
            paths.insert(place, routes.merge(on(filter(method), handler)));
        }
    };
    for (m, module) in api.registry.modules().iter().enumerate() {
        let shape = |method, path: &str| module.second_shapes.iter().position(|shape| shape.concerns(method, path));
        for (n, command) in module.commands.iter().enumerate() {
            let (method, path) = (command.method, command.path.as_str());
            let target = RouteTarget::new((m, n), path, created_at(&api.registry, command), shape(method, path));
            let kind = if command.takes_file { RouteKind::Upload } else { RouteKind::Command };
            add(module, (method, path), target, kind);
        }
        for (n, query) in module.queries.iter().enumerate() {
            let report = module.reports.iter().position(|report| report.definition.path == query.path);
            let target = RouteTarget::new((m, n), &query.path, None, shape(Method::Get, &query.path));
            add(module, (Method::Get, &query.path), RouteTarget { report, ..target }, RouteKind::Query);
        }
        for (n, export) in module.exports.iter().enumerate() {
            let target = RouteTarget::new((m, n), &export.path, None, None);
            add(module, (Method::Get, &export.path), target, RouteKind::Export);
        }
    }
    for (path, methods) in paths {
        router = both_forms(router, &path, methods);
    }
    router
}

/// See [`Registry::created_at`].
type CreatedAt = (Arc<str>, Arc<str>);

fn created_at(registry: &Registry, command: &CommandEntry) -> Option<CreatedAt> {
    registry.created_at(command).map(|(path, field)| (path.into(), field.into()))
}

/// `/sales/{id}/return/` as `/sales/{p1}/return/`.
fn positional(path: &str) -> String {
    let part = |(n, part): (usize, &str)| {
        if part.starts_with('{') { format!("{{p{n}}}") } else { part.to_owned() }
    };
    path.split('/').enumerate().map(part).collect::<Vec<_>>().join("/")
}

/// Serves `path` at each of its addresses, with its trailing slash and without.
pub(crate) fn both_forms(router: Router, path: &str, methods: MethodRouter) -> Router {
    addresses(path).into_iter().fold(router, |router, address| {
        router.route(address.trim_end_matches('/'), methods.clone()).route(&address, methods.clone())
    })
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
}

/// The command `name` of a resource that this method runs.
pub(crate) fn entry<'a>(api: &'a Api, name: &str, method: Method) -> Result<&'a CommandEntry> {
    api.registry.endpoint_of(name, method).ok_or_else(|| defect("a resource has no commands"))
}

/// What every endpoint needs to know of a request before its body.
pub(crate) struct RequestHead {
    pub(crate) claims: Claims,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) path: BTreeMap<String, String>,
    if_match: Option<i64>,
}

pub(crate) async fn request_head(
    api: &Arc<Api>,
    target: &RouteTarget,
    params: Params,
    parts: &Parts,
) -> Result<RequestHead> {
    if let Some(trace) = parts.extensions.get::<Trace>() {
        trace.path(&target.path_pattern);
    }
    let claims = authentication::authenticate(api, RawHead::of_parts(parts)).await?;
    let if_match = if_match(&parts.headers)?;
    Ok(RequestHead { claims, query: query_of(&parts.uri)?, path: path_of(target, params)?, if_match })
}

/// The parameters of the query string; one that comes twice is refused.
pub(crate) fn query_of(uri: &Uri) -> Result<BTreeMap<String, String>> {
    let mut query = BTreeMap::new();
    if uri.query().is_none_or(str::is_empty) {
        return Ok(query);
    }
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(errors::malformed_query)?;
    for (name, value) in pairs {
        // What is not UTF-8 has become the replacement character.
        if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return Err(errors::query_not_text());
        }
        if name.contains('\0') || value.contains('\0') {
            return Err(errors::nul_in_query(name.replace('\0', "")));
        }
        if query.contains_key(&name) {
            return Err(errors::repeated_parameter(name));
        }
        query.insert(name, value);
    }
    Ok(query)
}

fn path_of(target: &RouteTarget, params: Params) -> Result<BTreeMap<String, String>> {
    if target.names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let params = params.map_err(|_| errors::malformed_path())?;
    if params.iter().any(|(_, value)| value.contains('\0')) {
        return Err(errors::nul_in_path());
    }
    Ok(target.names.iter().cloned().zip(params.iter().map(|(_, value)| value.to_owned())).collect())
}

/// The version in `If-Match: "3"` or `W/"3"`; `*` is any.
fn if_match(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(sent) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = sent.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let quoted = text.strip_prefix("W/").unwrap_or(text);
    let version = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|n| n.parse().ok());
    version.ok_or_else(errors::malformed_if_match).map(Some)
}

/// The client's idempotency key: 1 to 255 visible ASCII characters.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(sent) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = sent.to_str().unwrap_or_default();
    if !(1..=255).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(errors::malformed_idempotency_key());
    }
    Ok(Some(key.to_owned()))
}

/// Whether only what would happen is asked for; no other parameter is known to commands.
pub(crate) fn dry_run(query: &BTreeMap<String, String>) -> Result<bool> {
    if let Some(name) = query.keys().find(|name| *name != "dry_run") {
        return Err(errors::only_dry_run(name));
    }
    match query.get("dry_run").map(String::as_str) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(errors::invalid_dry_run()),
    }
}

async fn ask(api: Arc<Api>, target: Arc<RouteTarget>, params: Params, request: Request) -> HttpResult<Response> {
    let (parts, _) = request.into_parts();
    let head = request_head(&api, &target, params, &parts).await?;
    let format = target.report(&api).and_then(|_| report::file_format(&head.query, &parts.headers));
    let is_report = target.query(&api).is_report(&head.query);
    let class = if format.is_some() || is_report { RateClass::Reports } else { RateClass::Reads };
    api.rates.admit(class, &head.claims, parts.extensions.get()).await?;
    if let Some(format) = format {
        return report::file(api, target, head, format).await;
    }
    let RequestHead { claims, query, path, if_match } = head;
    let (asked_path, has_formats) = (address(&parts), target.report(&api).is_some());
    let places = if is_report { api.reports.clone() } else { api.reads.clone() };
    let (own, asked, uri) = (api.clone(), target.clone(), parts.uri.clone());
    let (tenant, user) = (claims.tenant, claims.sub);
    let (body, version) = blocking_of(tenant, &places, move || {
        let (api, entry) = (&*own, asked.query(&own));
        api.writers.store().read(tenant, |read| {
            let grants = api.access.grants(read, user)?;
            let (definitions, input) = (api.registry.definitions(), Input { path, if_match, ..Input::default() });
            let (body, version) = entry.answer(read, &input, asked_path, query, grants.clone(), definitions.clone())?;
            match shapes::asked(asked.shape(api), &uri) {
                Some(shape) => Ok(((shape.show)(read, definitions, &grants, &body)?, version)),
                None => Ok((body, version)),
            }
        })
    })
    .await?;
    if let Some(answer) = target.query(&api).file {
        return files::answer(&api, &claims, &parts, answer, body).await;
    }
    let mut response = shapes::marked(tagged(json(200, body), version), target.shape(&api), &parts.uri);
    if has_formats {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    }
    Ok(response)
}

/// The address of the request as the client wrote it, without its query string: pages link to one another by it.
fn address(parts: &Parts) -> String {
    let path = parts.uri.path().trim_end_matches('/');
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    // What stands before us and speaks TLS with the client says so.
    let scheme = if text("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    let host = parts.uri.authority().map(http::uri::Authority::as_str).or(text("host"));
    host.map_or_else(|| format!("{path}/"), |host| format!("{scheme}://{host}{path}/"))
}

/// `response` with what says that nothing was done.
pub(crate) fn told_dry(mut response: Response) -> Response {
    response.headers_mut().insert("dry-run", HeaderValue::from_static("true"));
    response
}

/// `response` with the version of its row as `ETag`, as `If-Match` may send it back.
fn tagged(mut response: Response, version: Option<i64>) -> Response {
    if let Some(tag) = version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

async fn run(api: Arc<Api>, target: Arc<RouteTarget>, params: Params, request: Request) -> HttpResult<Response> {
    let (parts, body) = request.into_parts();
    let RequestHead { claims, query, path, if_match } = request_head(&api, &target, params, &parts).await?;
    api.rates.admit(RateClass::Commands, &claims, parts.extensions.get()).await?;
    let body = read_body(body).await?;
    let built = async {
        let dry_run = dry_run(&query)?;
        let key = idempotency_key(&parts.headers)?;
        require_json(&parts.headers, &body)?;
        let (own, target, uri) = (api.clone(), target.clone(), parts.uri.clone());
        let decode = move |body: &[u8]| {
            let body = &*shapes::taken(target.shape(&own), &uri, body)?;
            (target.command(&own).decode)(&Input { body, path, if_match, ..Input::default() })
        };
        HttpResult::Ok((dry_run, key, api.bodies.parse(body.clone(), decode).await?))
    };
    let built = built.await;
    let caller = claims.caller();
    let built = unless_denied(&api, caller, target.command(&api).name, built).await;
    let (dry_run, key, command) = match built {
        Err(Refusal(error)) if !error.fields.is_empty() => {
            return Err(with_unknown_names(&api, target, claims.tenant, body, error).await.into());
        }
        built => built?,
    };
    let mut submission = submission(&api, &claims, command);
    submission.key = key;
    answer_of(api, target, &parts, caller, submission, dry_run).await
}

/// Executes what was submitted, or tries it out, and answers.
pub(crate) async fn answer_of(
    api: Arc<Api>,
    target: Arc<RouteTarget>,
    parts: &Parts,
    caller: Caller,
    submission: Submission,
    dry_run: bool,
) -> HttpResult<Response> {
    let uri = &parts.uri;
    if dry_run {
        let answer = match try_out(&api, submission).await {
            Ok(answer) => answer,
            Err(refused) => return Err(explained(&api, caller, refused).await.into()),
        };
        let body = shapes::shown(&api, &target, uri, caller, answer.body).await?;
        return Ok(shapes::marked(told_dry(json(answer.status, body)), target.shape(&api), uri));
    }
    let wait = Wait::begin(&api, target.command(&api), &parts.headers);
    let mut answer = match execute(&api, submission).await {
        Ok(answer) => answer,
        Err(refused) => return Err(explained(&api, caller, refused).await.into()),
    };
    let mut told = HeaderMap::new();
    if let Some(wait) = wait {
        let finished = wait.finish(&api, (caller.tenant, uri), answer).await;
        (answer, told) = finished.map_err(|_| command::outcome_unknown())?;
    }
    let created = target.created_at.as_ref().filter(|_| matches!(answer.status, 201 | 202));
    let location = created.and_then(|created| location(uri, created, &answer.body));
    // What was done is done: where it cannot be shown, the client may ask again.
    let body = shapes::shown(&api, &target, uri, caller, answer.body).await;
    let body = body.map_err(|_| command::outcome_unknown())?;
    let mut response = tagged(json(answer.status, body), answer.version);
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().extend(told);
    if answer.replayed {
        response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    }
    Ok(shapes::marked(response, target.shape(&api), uri))
}

/// Where what a command has created is read, in the version of the API that was asked.
fn location(uri: &Uri, (path, field): &CreatedAt, answer: &[u8]) -> Option<HeaderValue> {
    let created: BTreeMap<String, &RawValue> = serde_json::from_slice(answer).ok()?;
    let value: String = serde_json::from_str(created.get(&**field)?.get()).ok()?;
    HeaderValue::from_str(&format!("{}{path}{value}/", addresses::prefix(uri))).ok()
}

/// The address of `name` below that of a request.
pub(crate) fn address_below(uri: &Uri, name: impl Display) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}/{name}/", uri.path().trim_end_matches('/'))).ok()
}

/// The refusal of a body with the names in it that name nothing, so that both are told at once.
async fn with_unknown_names(
    api: &Arc<Api>,
    target: Arc<RouteTarget>,
    tenant: Uuid,
    body: Bytes,
    refusal: Error,
) -> Error {
    let (reads, api) = (api.reads.clone(), api.clone());
    let looked_up = blocking_of(tenant, &reads, move || {
        let Ok(body) = command::json(&body) else { return Err(refusal) };
        let mut errors = FieldErrors::default();
        errors.check::<()>(Err(refusal))?;
        let unknown_names = target.command(&api).unknown_names;
        api.writers.store().read(tenant, |read| unknown_names(read, &body, &mut errors))?;
        errors.finish()
    });
    looked_up.await.err().unwrap_or_else(|| defect("a refusal without a wrong field"))
}

/// The request as it was built. A caller without the permission is told so, and not what is wrong with the request.
pub(crate) async fn unless_denied<T>(
    api: &Arc<Api>,
    caller: Caller,
    permission: &'static str,
    built: HttpResult<T>,
) -> HttpResult<T> {
    match built {
        Ok(built) => Ok(built),
        Err(refusal) => Err(permitted(api, caller, permission).await.map_or_else(Refusal::from, |()| refusal)),
    }
}

/// 403 where the caller does not have `permission`.
pub(crate) async fn permitted(api: &Arc<Api>, caller: Caller, permission: &'static str) -> Result<()> {
    grants(api, caller).await?.require(permission).map(drop)
}

/// What the caller was granted; 403 where they are no member any more.
pub(crate) async fn grants(api: &Arc<Api>, caller: Caller) -> Result<Grants> {
    let (reads, api) = (api.reads.clone(), api.clone());
    blocking_of(caller.tenant, &reads, move || {
        api.writers.store().read(caller.tenant, |read| api.access.grants(read, caller.user))
    })
    .await
}

/// Why the caller's command was refused: a caller whose membership has ended is told so, and not that a permission is missing.
pub(crate) async fn explained(api: &Arc<Api>, caller: Caller, refused: Error) -> Error {
    if refused.kind != Kind::Forbidden {
        return refused;
    }
    grants(api, caller).await.err().unwrap_or(refused)
}

/// `command` as the caller's, asked for now.
pub(crate) fn submission(api: &Api, claims: &Claims, command: Box<dyn AnyCommand>) -> Submission {
    Submission {
        tenant: claims.tenant,
        actor: claims.sub,
        id: None::<Uuid>,
        key: None,
        at: Instant::now(),
        occurred_at: None,
        deadline: Some(std::time::Instant::now() + request_time(api)),
        lane: Lane::Interactive,
        command,
    }
}

/// What would happen if the command were executed.
pub(crate) async fn try_out(api: &Arc<Api>, mut submission: Submission) -> Result<Answer> {
    let (reads, own) = (api.reads.clone(), api.clone());
    let answer = blocking_of(submission.tenant, &reads, move || {
        if own.access.concerns_more(submission.command.name()) {
            own.access.admit(&mut submission)?;
        }
        own.writers.preview(&submission)
    });
    answer.await
}

/// Hands a command to the writer and waits for its answer.
pub(crate) async fn execute(api: &Arc<Api>, submission: Submission) -> Result<Answer> {
    if api.access.concerns_more(submission.command.name()) {
        let own = api.clone();
        return blocking_of(submission.tenant, &api.users, move || own.access.execute(submission)).await;
    }
    let outcome = api.writers.submit(submission)?.await;
    outcome.unwrap_or_else(|_| Err(command::outcome_unknown()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(http::HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn if_match_takes_one_etag() {
        assert_eq!(if_match(&HeaderMap::new()).unwrap(), None);
        assert_eq!(if_match(&header("if-match", "\"3\"")).unwrap(), Some(3));
        assert_eq!(if_match(&header("if-match", "W/\"12\"")).unwrap(), Some(12));
        for bad in ["3", "\"x\"", "\"1\", \"2\"", ""] {
            assert_eq!(if_match(&header("if-match", bad)).unwrap_err().code, "malformed_if_match", "{bad}");
        }
    }

    #[test]
    fn idempotency_key_is_visible_ascii() {
        assert_eq!(idempotency_key(&header("idempotency-key", "till-7/42")).unwrap().as_deref(), Some("till-7/42"));
        for bad in ["", "a b", &"x".repeat(256)] {
            assert!(idempotency_key(&header("idempotency-key", bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn query_string_is_utf8_without_repeated_names() {
        let query = |text: &str| query_of(&text.parse().unwrap());
        let both = BTreeMap::from([("a".to_owned(), "1 2".to_owned()), ("b".to_owned(), "é".to_owned())]);
        assert_eq!(query("/x/?a=1+2&b=%C3%A9").unwrap(), both);
        for bad in ["/x/?a=1&a=2", "/x/?a=%ff", "/x/?a=%00"] {
            assert_eq!(query(bad).unwrap_err().code, "malformed_query", "{bad}");
        }
        assert!(dry_run(&query("/x/?dry_run=true").unwrap()).unwrap());
        assert_eq!(dry_run(&query("/x/?dryrun=true").unwrap()).unwrap_err().code, "unknown_parameter");
    }

    #[test]
    fn path_parameters_are_matched_by_position() {
        assert_eq!(positional("/sales/{sale}/return/"), "/sales/{p2}/return/");
        assert_eq!(RouteTarget::new((0, 0), "/a/{one}/b/{two}/", None, None).names, ["one", "two"]);
    }
}
