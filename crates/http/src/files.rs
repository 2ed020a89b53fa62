//! Files: a command's body that is one, an answer that is one, and links to one that need no log-in. A file passes through memory in
//! parts, each in a place of its own, so that a slow client holds none.

use crate::endpoint::{
    PREFIX, Params, RequestHead, RouteTarget, answer_of, both_forms, dry_run, idempotency_key, permitted, query_of,
    request_head, submission,
};
use crate::export::every_letter;
use crate::file_range::{Part, no_such_range, range};
use crate::middleware::{BODY_TIME, Trace, json};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, addresses, blocking_of, errors};
use ::files::Content;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request};
use axum::response::Response;
use axum::routing::get;
use command::{
    AnyCommand, Command, CommandEntry, Documentation, FileAnswer, FileLink, Grants, Input, QueryEntry, ReceivedFile,
    StoredFile,
};
use futures_util::stream;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use http_body_util::BodyExt;
use imports::StartRun;
use kernel::{Result, Shape, defect};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use uuid::Uuid;

/// How much of a file is in memory for one client.
const PART_BYTES: usize = 256 << 10;
/// A link, behind the prefix.
const LINK: &str = "/files/{token}/";

/// The route of links.
pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let api = api.clone();
    let serve = get(move |Path(token): Path<String>, request: Request| linked(api, token, request));
    both_forms(Router::new(), LINK, serve)
}

/// Runs a command whose body is a file. What can be refused without the file is refused before it is taken.
pub(crate) async fn upload(
    api: Arc<Api>,
    target: Arc<RouteTarget>,
    params: Params,
    request: Request,
) -> HttpResult<Response> {
    let (parts, body) = request.into_parts();
    let RequestHead { claims, mut query, .. } = request_head(&api, &target, params, &parts).await?;
    api.rates.admit(RateClass::Commands, &claims, parts.extensions.get()).await?;
    let caller = claims.caller();
    permitted(&api, caller, target.command(&api).name).await?;
    let asked = query.remove_entry("dry_run");
    let dry_run = dry_run(&asked.into_iter().collect())?;
    check_parameters(target.command(&api), &query)?;
    let key = idempotency_key(&parts.headers)?;
    let not_yet = ReceivedFile { sha256: String::new(), bytes: 0, media_type: String::new() };
    decode(&api, &target, &query, &not_yet)?;
    if let Some(length) = content_length(&parts.headers) {
        api.files.admit(length)?;
    }
    let any = target.command(&api).takes_any_file;
    let name = if any { None } else { Some(query.get("name").cloned().unwrap_or_default()) };
    let file = receive(&api, claims.tenant, name, body).await?;
    if target.command(&api).name == StartRun::NAME {
        require_importable(&api, query.get("target").map_or("", String::as_str), file.bytes)?;
    }
    let mut submission = submission(&api, &claims, decode(&api, &target, &query, &file)?);
    submission.key = key;
    answer_of(api, target, &parts, caller, submission, dry_run).await
}

/// Refuses a file that is too large to be imported, unless it is for a module that reads it by itself.
fn require_importable(api: &Api, target: &str, bytes: i64) -> Result<()> {
    let is_read_whole = !matches!(imports::Target::named(&api.registry, target)?, imports::Target::Own(_));
    if is_read_whole && bytes > i64::try_from(api.import_bytes).unwrap_or(i64::MAX) {
        return Err(errors::body_too_large(api.import_bytes));
    }
    Ok(())
}

/// Refuses parameters that are no fields of the command.
fn check_parameters(command: &CommandEntry, query: &BTreeMap<String, String>) -> Result<()> {
    let Documentation::Typed(operation) = &command.documentation else { return Ok(()) };
    let Some(Shape::Object { fields, .. }) = operation.body.as_ref().map(|body| &body.shape) else { return Ok(()) };
    let known: Vec<&str> = fields.iter().map(|field| field.name).chain(["dry_run"]).collect();
    match query.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(errors::unknown_parameter(name, known.join(", "))),
        None => Ok(()),
    }
}

fn decode(
    api: &Api,
    target: &RouteTarget,
    query: &BTreeMap<String, String>,
    file: &ReceivedFile,
) -> Result<Box<dyn AnyCommand>> {
    let mut fields: Map<String, Json> =
        query.iter().map(|(name, text)| (name.clone(), Json::String(text.clone()))).collect();
    fields.insert("file".to_owned(), serde_json::to_value(file).map_err(|error| defect(error.to_string()))?);
    (target.command(api).decode)(&Input { body: Json::Object(fields).to_string().as_bytes(), ..Input::default() })
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Takes a body as a file and gives it its place: as one of a kind that is kept where it has a `name`, else of any kind. Where the client
/// breaks off, nothing is left of it.
async fn receive(api: &Arc<Api>, tenant: Uuid, name: Option<String>, mut body: Body) -> HttpResult<ReceivedFile> {
    let own = api.clone();
    let mut incoming = blocking_of(tenant, &api.file_places, move || own.files.begin(tenant)).await?;
    let mut part: Vec<u8> = Vec::new();
    loop {
        let frame = tokio::time::timeout(BODY_TIME, body.frame()).await.map_err(|_| errors::slow_body())?;
        let Some(frame) = frame else { break };
        let frame = frame.map_err(|_| errors::broken_body())?;
        part.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
        if part.len() >= PART_BYTES {
            let full = std::mem::take(&mut part);
            incoming = blocking_of(tenant, &api.file_places, move || incoming.write(&full).map(|()| incoming)).await?;
        }
    }
    let kept = blocking_of(tenant, &api.file_places, move || {
        incoming.write(&part)?;
        match name {
            Some(name) => incoming.keep(&name),
            None => incoming.keep_any(),
        }
    });
    let ::files::Kept { sha256, bytes, media_type } = kept.await?;
    let bytes = i64::try_from(bytes).map_err(|error| defect(error.to_string()))?;
    Ok(ReceivedFile { sha256, bytes, media_type: media_type.to_owned() })
}

/// What a query about a file has answered, in the form in which clients get it.
pub(crate) async fn answer(
    api: &Arc<Api>,
    claims: &Claims,
    parts: &Parts,
    answer: FileAnswer,
    body: Vec<u8>,
) -> HttpResult<Response> {
    match answer {
        FileAnswer::Content => content(api, claims.tenant, &parts.headers, &body).await,
        FileAnswer::Link => {
            let mut link: FileLink = serde_json::from_slice(&body).map_err(|error| defect(error.to_string()))?;
            let token = api.tokens.sign_link(claims.tenant, &link.url, link.expires_at)?;
            link.url = format!("{}{}", addresses::prefix(&parts.uri), LINK.replace("{token}", &token));
            Ok(json(200, serde_json::to_vec(&link).map_err(|error| defect(error.to_string()))?))
        }
    }
}

/// Answers the file to which a signed link leads, as long as it is attached.
async fn linked(api: Arc<Api>, token: String, request: Request) -> HttpResult<Response> {
    if let Some(trace) = request.extensions().get::<Trace>() {
        trace.path(&format!("{PREFIX}{LINK}").into());
    }
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Err(errors::no_parameters().into());
    }
    let link = api.tokens.check_link(&token)?;
    let (own, tenant) = (api.clone(), link.tenant);
    let body = blocking_of(tenant, &api.reads, move || {
        let address: Uri = link.path.parse().map_err(|_| errors::invalid_link())?;
        let queries = own.registry.modules().iter().flat_map(|module| &module.queries);
        let mut queries = queries.filter(|query| query.file == Some(FileAnswer::Content));
        let (entry, path) = queries
            .find_map(|query| Some((query, in_path(query, address.path())?)))
            .ok_or_else(errors::invalid_link)?;
        own.writers.store().read(tenant, |read| {
            let (input, definitions) = (Input { path, ..Input::default() }, own.registry.definitions().clone());
            let (asked, query) = (address.path().to_owned(), query_of(&address)?);
            Ok(entry.answer(read, &input, asked, query, Grants::all(), definitions)?.0)
        })
    });
    content(&api, tenant, request.headers(), &body.await?).await
}

/// The parameters in a path that is one of `query`'s.
fn in_path(query: &QueryEntry, path: &str) -> Option<BTreeMap<String, String>> {
    let (wanted, given): (Vec<_>, Vec<_>) = (query.path.split('/').collect(), path.split('/').collect());
    let mut parameters = BTreeMap::new();
    for (wanted, given) in wanted.iter().zip(&given) {
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => drop(parameters.insert(name.to_owned(), (*given).to_owned())),
            None if wanted == given => {}
            None => return None,
        }
    }
    (wanted.len() == given.len()).then_some(parameters)
}

/// Sends the content of a [`StoredFile`], or the part of it that `Range` asks for. Browsers keep it and do not show it: it is not ours.
async fn content(api: &Arc<Api>, tenant: Uuid, headers: &HeaderMap, answer: &[u8]) -> HttpResult<Response> {
    let mut stored: StoredFile = serde_json::from_slice(answer).map_err(|error| defect(error.to_string()))?;
    let mut length = u64::try_from(stored.bytes).map_err(|error| defect(error.to_string()))?;
    let mut etag = format!("\"{}\"", stored.sha256);
    let thumbnail = match stored.thumbnail {
        None => None,
        Some(side) => {
            let image = thumbnail(api, tenant, &stored, (length, side)).await?;
            etag = format!("\"{}-{side}\"", stored.sha256);
            stored.name =
                format!("{}-{side}.jpg", stored.name.rsplit_once('.').map_or(&*stored.name, |(stem, _)| stem));
            "image/jpeg".clone_into(&mut stored.media_type);
            length = image.len() as u64;
            Some(image)
        }
    };
    let part = match range(headers, &etag, length) {
        Part::Whole => None,
        Part::Of(range) => Some(range),
        Part::None => return Ok(no_such_range(length)),
    };
    let sent = part.clone().unwrap_or(0..length);
    let body = match thumbnail {
        Some(image) => Body::from(image.slice(sent.start as usize..sent.end as usize)),
        None => stream_of(api, tenant, stored.sha256.clone(), sent.clone()).await?,
    };
    let mut response = Response::new(body);
    let mut lines = vec![(header::CONTENT_LENGTH, (sent.end - sent.start).to_string()), (header::ETAG, etag)];
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        lines.push((header::CONTENT_RANGE, format!("bytes {}-{}/{length}", sent.start, sent.end - 1)));
    }
    lines.extend(description(stored));
    for (name, value) in lines {
        let value = HeaderValue::try_from(value).map_err(|error| defect(error.to_string()))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// The thumbnail of an image with this length and of this size. What has been made already does not wait for what is being made.
async fn thumbnail(api: &Arc<Api>, tenant: Uuid, stored: &StoredFile, (length, side): (u64, u32)) -> Result<Bytes> {
    let (own, sha256, media_type) = (api.clone(), stored.sha256.clone(), stored.media_type.clone());
    let find = move || own.files.find_thumbnail(tenant, (&sha256, &media_type), side);
    if let Some(known) = blocking_of(tenant, &api.file_places, find).await? {
        return Ok(known);
    }
    let (own, sha256) = (api.clone(), stored.sha256.clone());
    blocking_of(tenant, &api.thumbnails, move || own.files.make_thumbnail(tenant, &sha256, length, side)).await
}

/// The headers that a file has, whatever part of it is sent.
fn description(stored: StoredFile) -> [(HeaderName, String); 4] {
    let ascii: String =
        stored.name.chars().map(|c| if c.is_ascii_graphic() && c != '"' || c == ' ' { c } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{ascii}\"; {}", every_letter(&stored.name));
    [
        (header::CONTENT_TYPE, stored.media_type),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ]
}

/// These bytes of a content as a body, part by part.
async fn stream_of(api: &Arc<Api>, tenant: Uuid, sha256: String, range: Range<u64>) -> Result<Body> {
    let own = api.clone();
    let content = blocking_of(tenant, &api.file_places, move || own.files.open(tenant, &sha256, range)).await?;
    let own = api.clone();
    Ok(Body::from_stream(stream::try_unfold(content, move |content| next_part(own.clone(), tenant, content))))
}

/// The next part of a file. An error breaks the connection off, which tells the client that the file is not complete.
async fn next_part(api: Arc<Api>, tenant: Uuid, mut content: Content) -> Result<Option<(Bytes, Content)>> {
    let read = move || Ok(content.next_part()?.map(|part| (part, content)));
    let part = blocking_of(tenant, &api.file_places, read).await;
    part.inspect_err(|error| tracing::warn!(tenant = %tenant.simple(), error = error.operator(), "a file broke off"))
}
