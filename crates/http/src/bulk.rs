//! `/{plural}/bulk/`: one change of many rows, their deletion, or their return. Every row is a command of its own, with its own outcome.

use crate::authentication::RawHead;
use crate::endpoint::{
    PREFIX, both_forms, dry_run, entry, execute, grants, idempotency_key, query_of, submission, told_dry, try_out,
    unless_denied,
};
use crate::languages::{self, ToldField, told_fields, told_in};
use crate::middleware::{Trace, json, read_body, require_json};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, authentication, errors};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::post;
use command::{Answer, CommandEntry, Input, Method, ResourceCommands, ResourceDefinition};
use futures_util::future::join_all;
use kernel::{Error, Kind, Result, ToSchema, defect, derive_uuid};
use language::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// Rows that wait for the writer at once.
const AT_ONCE: usize = 64;
/// The longest text of the fields to set, which is read anew for every row.
const MOST_BYTES: usize = 64 << 10;

/// What is to be done with many rows: `set`, `delete` or `restore`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bulk {
    /// The rows by id or code.
    #[schema(min_items = 1, max_items = 1_000)]
    ids: Vec<String>,
    /// The fields to change, with the value that every row gets …
    set: Option<Json>,
    /// … or true, to delete the rows …
    #[serde(default)]
    delete: bool,
    /// … or true, to bring deleted rows back, which are named by their ids. Only where the resource can be restored.
    #[serde(default)]
    restore: bool,
    /// The version that each row must have, in the order of `ids`; null for any.
    versions: Option<Vec<Option<i64>>>,
}

/// What became of one row.
#[derive(Serialize, ToSchema)]
struct BulkOutcome {
    /// The row as it was named.
    id: String,
    /// The HTTP status of its own command: 200 or 204, 202 where it waits for an approval, or that of a refusal.
    status: u16,
    /// The request for the approval that it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval_request: Option<Uuid>,
    /// The version of the changed row; not when the answer is a repeated one.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    /// Why it stays as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<BulkProblem>,
}

/// Why a row stays as it was.
#[derive(Serialize, ToSchema)]
struct BulkProblem {
    /// Stable and machine readable.
    code: String,
    /// What the code means.
    title: String,
    /// What is wrong and what to do.
    detail: String,
    /// The wrong fields.
    errors: Vec<ToldField>,
}

/// The outcomes, in the order of the rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct BulkOutcomes {
    results: Vec<BulkOutcome>,
}

/// What is done to each row.
struct Change<'a> {
    /// The command that does it.
    entry: &'a CommandEntry,
    /// Its body: the fields to set; empty to delete or restore.
    body: Vec<u8>,
    key: Option<String>,
    dry_run: bool,
}

/// Adds the endpoint of every resource that is changed through its definition.
pub(crate) fn routes(mut router: Router, api: &Arc<Api>) -> Router {
    for definition in api.registry.definitions().resources.iter().copied() {
        let Some(commands) = definition.commands else { continue };
        let api = api.clone();
        let handler = post(move |request| bulk(api, definition, commands, request));
        router = both_forms(router, &path(&definition), handler);
    }
    router
}

pub(crate) fn path(definition: &ResourceDefinition) -> String {
    format!("/{}/bulk/", definition.plural)
}

async fn bulk(
    api: Arc<Api>,
    definition: ResourceDefinition,
    commands: ResourceCommands,
    request: Request,
) -> HttpResult<Response> {
    let trace = request.extensions().get::<Trace>().cloned().unwrap_or_default();
    trace.path(&format!("{PREFIX}{}", path(&definition)).into());
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Commands).await?;
    let (parts, body) = request.into_parts();
    let body = read_body(body).await?;
    let read = async {
        let (dry_run, key) = (dry_run(&query_of(&parts.uri)?)?, idempotency_key(&parts.headers)?);
        require_json(&parts.headers, &body)?;
        let bulk = api.bodies.parse(body, move |body| read_bulk(body, commands.restore.is_some())).await?;
        HttpResult::Ok((dry_run, key, bulk))
    };
    let read = read.await;
    let (name, method) = match &read {
        Ok((_, _, bulk)) if bulk.delete => (commands.delete, Method::Delete),
        Ok((_, _, bulk)) if bulk.restore => (commands.restore.unwrap_or(commands.update), Method::Post),
        _ => (commands.update, Method::Patch),
    };
    let caller = claims.caller();
    let (dry_run, key, bulk) = unless_denied(&api, caller, name, read).await?;
    grants(&api, caller).await?.require(name)?;
    let entry = entry(&api, name, method)?;
    let body = bulk.set.as_ref().map(Json::to_string).unwrap_or_default().into_bytes();
    let change = Change { entry, body, key, dry_run };
    let outcomes = change_all(&api, &claims, &change, bulk).await;
    let refusal = outcomes.iter().find_map(|(_, answer)| answer.as_ref().err());
    let language = match refusal {
        Some(error) => languages::of_refusal(error, Some((&api, caller)), languages::asked(&parts.headers)).await,
        None => Language::default(),
    };
    let is_told = refusal.is_some();
    let results = outcomes.into_iter().map(|(id, answer)| outcome(id, answer, language)).collect();
    let body = serde_json::to_vec(&BulkOutcomes { results }).map_err(|error| defect(error.to_string()))?;
    let response = json(200, body);
    let response = if is_told { told_in(response, language) } else { response };
    Ok(if dry_run { told_dry(response) } else { response })
}

/// Refuses what does not say one thing to do, and `restore` where the resource is not `restorable`.
fn read_bulk(body: &[u8], restorable: bool) -> Result<Bulk> {
    let bulk = command::from_json::<Bulk>(body)?;
    let Bulk { ids, set, delete, restore, versions } = &bulk;
    match (set, delete, restore) {
        (None, false, false) => return Err(errors::one_thing_for_bulk().at("set")),
        (Some(_), true, _) => return Err(errors::one_thing_for_bulk().at("delete")),
        (Some(_), _, true) | (None, true, true) => return Err(errors::one_thing_for_bulk().at("restore")),
        (None, false, true) if !restorable => return Err(errors::never_restored().at("restore")),
        _ => {}
    }
    match set {
        Some(set) if !set.is_object() => return Err(kernel::errors::expected("an object").at("set")),
        Some(set) if set.to_string().len() > MOST_BYTES => return Err(errors::too_long_for_bulk(MOST_BYTES).at("set")),
        _ => {}
    }
    match versions {
        Some(_) if *restore => Err(errors::deleted_has_no_version().at("versions")),
        Some(versions) if versions.len() != ids.len() => Err(errors::one_version_a_row().at("versions")),
        _ => Ok(bulk),
    }
}

async fn change_all(api: &Arc<Api>, claims: &Claims, change: &Change<'_>, bulk: Bulk) -> Vec<(String, Result<Answer>)> {
    let versions = bulk.versions.unwrap_or_else(|| vec![None; bulk.ids.len()]);
    let rows: Vec<_> = bulk.ids.into_iter().zip(versions).enumerate().collect();
    let mut results = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        let done = some.iter().map(|(n, (id, version))| async move {
            let answer = one(api, claims, change, *n, id, *version).await;
            (id.clone(), answer)
        });
        results.extend(join_all(done).await);
    }
    results
}

/// Changes the row that stands at `n`. Sent again under the same key, the row at the same place is changed once.
async fn one(
    api: &Arc<Api>,
    claims: &Claims,
    change: &Change<'_>,
    n: usize,
    id: &str,
    version: Option<i64>,
) -> Result<Answer> {
    let path = BTreeMap::from([("id".to_owned(), id.to_owned())]);
    let input = Input { body: &change.body, path, if_match: version, ..Input::default() };
    let command = (change.entry.decode)(&input)?;
    let mut submission = submission(api, claims, command);
    if let Some(key) = &change.key {
        let parts = [b"bulk".as_slice(), claims.sub.as_bytes(), &n.to_be_bytes(), key.as_bytes()];
        submission.id = Some(derive_uuid(0, &parts));
    }
    if change.dry_run { try_out(api, submission).await } else { execute(api, submission).await }
}

fn outcome(id: String, answer: Result<Answer>, language: Language) -> BulkOutcome {
    match answer {
        Ok(answer) => {
            let approval_request = answer.approval_request();
            BulkOutcome { id, status: answer.status, approval_request, version: answer.version, problem: None }
        }
        Err(error) => refused(id, &error, language),
    }
}

fn refused(id: String, error: &Error, language: Language) -> BulkOutcome {
    if error.kind == Kind::Internal {
        tracing::error!(row = id, operator = error.operator(), "a row of many failed inside");
    }
    let problem = BulkProblem {
        code: error.code.to_owned(),
        title: language::title(error, language).into_owned(),
        detail: language::detail(error, language),
        errors: told_fields(error, language),
    };
    BulkOutcome { id, status: error.kind.status(), approval_request: None, version: None, problem: Some(problem) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_changed_deleted_or_restored_and_never_two_of_these() {
        for good in [
            r#"{"ids":["a"],"set":{"name":"x"}}"#,
            r#"{"ids":["a","b"],"delete":true}"#,
            r#"{"ids":["a","b"],"set":{},"versions":[3,null],"delete":false}"#,
            r#"{"ids":["a","b"],"restore":true}"#,
        ] {
            assert!(read_bulk(good.as_bytes(), true).is_ok(), "{good}");
        }
        let error = read_bulk(br#"{"ids":["a"],"restore":true}"#, false).err();
        assert_eq!(error.map(|error| error.fields[0].code.to_owned()).as_deref(), Some("not_restorable"));
        let many = format!(r#"{{"ids":[{}"x"],"delete":true}}"#, r#""x","#.repeat(1_000));
        let long = format!(r#"{{"ids":["a"],"set":{{"name":"{}"}}}}"#, "x".repeat(MOST_BYTES));
        for (bad, field) in [
            (r#"{"ids":["a"]}"#, "set"),
            (r#"{"ids":["a"],"delete":false}"#, "set"),
            (r#"{"ids":["a"],"set":{},"delete":true}"#, "delete"),
            (r#"{"ids":["a"],"set":{},"restore":true}"#, "restore"),
            (r#"{"ids":["a"],"delete":true,"restore":true}"#, "restore"),
            (r#"{"ids":["a"],"restore":true,"versions":[1]}"#, "versions"),
            (r#"{"ids":["a"],"set":[]}"#, "set"),
            (r#"{"ids":[],"delete":true}"#, "ids"),
            (r#"{"ids":[7],"delete":true}"#, "ids.0"),
            (r#"{"ids":["a"],"set":{},"versions":[1,2]}"#, "versions"),
            (r#"{"ids":["a"],"set":{},"versions":["1"]}"#, "versions.0"),
            (r#"{"ids":["a"],"set":{},"filter":"x"}"#, "filter"),
            (&many, "ids"),
            (&long, "set"),
        ] {
            let error = read_bulk(bad.as_bytes(), true).err().unwrap_or_else(|| panic!("{bad:.80}"));
            assert_eq!(error.fields.first().map(|wrong| wrong.field.as_str()), Some(field), "{bad:.80}: {error:?}");
        }
    }
}
