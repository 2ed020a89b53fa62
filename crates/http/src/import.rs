//! `/{target}/import/`: a file whose rows are imported while the client waits.

use crate::authentication::RawHead;
use crate::endpoint::{PREFIX, both_forms, dry_run, grants, idempotency_key, query_of, told_dry, unless_denied};
use crate::languages::{self, told_in};
use crate::middleware::{Trace, json, read_body_within};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, authentication, errors, holding};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::post;
use command::FileContent;
use http::{HeaderMap, header};
use imports::{Import, ImportAnswer, ImportParameters, Target, permissions_of};
use kernel::{Result, ToSchema, defect};
use language::Language;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a file is sent as.
const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What the description of the API names: generated clients do not know how to send text that is no JSON.
pub(crate) const BYTES: &str = "application/octet-stream";

/// Adds the endpoint of everything that files are imported into.
pub(crate) fn routes(mut router: Router, api: &Arc<Api>) -> Router {
    let definitions = api.registry.definitions();
    let resources = definitions.resources.iter().filter(|definition| definition.commands.is_some());
    let resources = resources.map(|definition| (definition.plural.to_owned(), path(definition.plural)));
    let documents = definitions.imports.iter().map(|target| (target.name.clone(), target.path.clone()));
    for (name, path) in resources.chain(documents) {
        let (api, at) = (api.clone(), path.clone());
        let handler = post(move |request| import(api, name, at, request));
        router = both_forms(router, &path, handler);
    }
    router
}

/// Where files are sent that are imported into a resource.
pub(crate) fn path(plural: &str) -> String {
    format!("/{plural}/import/")
}

async fn import(api: Arc<Api>, name: String, path: String, request: Request) -> HttpResult<Response> {
    let trace = request.extensions().get::<Trace>().cloned().unwrap_or_default();
    trace.path(&format!("{PREFIX}{path}").into());
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Commands).await?;
    let (parts, body) = request.into_parts();
    let asked = query_of(&parts.uri).and_then(|query| Asked::read(query, &parts.headers));
    let caller = claims.caller();
    let definitions = api.registry.definitions();
    let least = permissions_of(definitions, &name, &ImportParameters::default())?;
    let mut asked = unless_denied(&api, caller, least[0], asked.map_err(Into::into)).await?;
    let granted = grants(&api, caller).await?;
    for command in permissions_of(definitions, &name, &asked.parameters)? {
        granted.require(command)?;
    }
    let charset = require_table(&parts.headers)?;
    asked.parameters.encoding = asked.parameters.encoding.or(charset);
    // The place comes before the body, so that few bodies are kept at once. It is held until all is written, whether or not the client
    // still waits.
    let place = api.imports.take(claims.tenant).await?;
    let body = read_body_within(api.import_bytes, body).await?;
    let is_dry_run = asked.dry_run;
    let language = languages::of_caller(Some((&api, caller)), languages::asked(&parts.headers)).await;
    let answer = holding(place, move || run(&api, &claims, &name, asked, body, language)).await?;
    let body = serde_json::to_vec(&answer).map_err(|error| defect(error.to_string()))?;
    let response = told_in(json(200, body), language);
    Ok(if is_dry_run { told_dry(response) } else { response })
}

/// What is asked for beside the file.
struct Asked {
    parameters: ImportParameters,
    dry_run: bool,
    key: Option<String>,
}

impl Asked {
    fn read(mut query: BTreeMap<String, String>, headers: &HeaderMap) -> Result<Asked> {
        let dry = query.remove_entry("dry_run").into_iter().collect();
        let parameters = command::from_parameters(&ImportParameters::schema(), query.iter())?;
        Ok(Asked { parameters, dry_run: dry_run(&dry)?, key: idempotency_key(headers)? })
    }
}

/// The charset that the client says. A client that does not know what its file is may say that it sends bytes.
fn require_table(headers: &HeaderMap) -> Result<Option<String>> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    if ![CSV, XLSX, BYTES].iter().any(|known| kind.eq_ignore_ascii_case(known)) {
        return Err(errors::csv_wanted());
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    Ok(charset.map(|(_, charset)| charset.trim_matches('"').to_owned()))
}

fn run(api: &Api, claims: &Claims, name: &str, asked: Asked, body: Bytes, language: Language) -> Result<ImportAnswer> {
    let import = Import {
        registry: &api.registry,
        writers: &api.writers,
        tenant: claims.tenant,
        user: claims.sub,
        target: Target::named(&api.registry, name)?,
        parameters: asked.parameters,
        language,
        dry_run: asked.dry_run,
        key: asked.key,
        progress: &mut |_| true,
    };
    import.run(FileContent::InMemory(body))
}
