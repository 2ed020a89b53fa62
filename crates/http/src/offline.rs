//! `/commands/`: a list of commands with ids made by a device that was offline, done in their order.

use crate::endpoint::{PREFIX, both_forms, execute, grants, submission};
use crate::middleware::{Trace, json, read_body, require_json};
use crate::problem::HttpResult;
use crate::token::Claims;
use crate::{Api, Caller, authentication, errors};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::post;
use command::Answer;
use kernel::ToSchema;
use kernel::{Error, FieldError, Instant, Kind, Result, defect};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::sync::Arc;
use uuid::Uuid;

/// Commands in one list.
pub(crate) const MOST: usize = 100;

/// A command that a device has carried out while it was offline.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfflineCommand {
    id: Uuid,
    name: String,
    // As text, which takes less memory than its values.
    body: Box<RawValue>,
    /// When the device carried it out, by its clock: the business date follows from it where the body states none.
    at: Option<Instant>,
}

/// What became of one of them: `applied`, `already` or `rejected`.
#[derive(Serialize, ToSchema)]
struct OfflineOutcome {
    id: Uuid,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Box<RawValue>>,
}

/// The outcomes, in the order of the commands.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfflineOutcomes {
    results: Vec<OfflineOutcome>,
}

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let api = api.clone();
    both_forms(Router::new(), "/commands/", post(move |request| commands(api, request)))
}

async fn commands(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    let trace = request.extensions().get::<Trace>().cloned().unwrap_or_default();
    trace.path(&format!("{PREFIX}/commands/").into());
    let claims = authentication::authenticate(&api, request.uri(), request.headers()).await?;
    trace.tenant(claims.tenant);
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Err(errors::no_parameters().into());
    }
    let (parts, body) = request.into_parts();
    let body = read_body(body).await?;
    require_json(&parts.headers, &body)?;
    let list: Vec<OfflineCommand> = api.bodies.parse(body, command::from_json).await?;
    if list.len() > MOST {
        return Err(errors::too_many_commands(MOST).into());
    }
    let caller = Caller { user: claims.sub, tenant: claims.tenant, session: claims.session };
    let mut results = Vec::with_capacity(list.len());
    for sent in list {
        let id = sent.id;
        match one(&api, &claims, sent).await {
            Ok(answer) => results.push(outcome(answer)),
            // What could not be tried is no answer: the device sends the list again, and what was done says "already".
            Err(error) if error.kind == Kind::Unavailable => return Err(error.into()),
            Err(error) => {
                // The list of a user whose membership has ended is refused whole, so that the device keeps it.
                grants(&api, caller).await?;
                results.push(rejected(id, error));
            }
        }
    }
    let body = serde_json::to_vec(&OfflineOutcomes { results }).map_err(|error| defect(error.to_string()))?;
    Ok(json(200, body))
}

async fn one(api: &Arc<Api>, claims: &Claims, sent: OfflineCommand) -> Result<Answer> {
    let (registry, name) = (api.registry.clone(), sent.name);
    let decode = move |body: &[u8]| registry.decode_offline(&name, body);
    let body = Box::<str>::from(sent.body).into_string();
    let command = api.bodies.parse(body.into(), decode).await?;
    let mut submission = submission(api, claims, command);
    submission.id = Some(sent.id);
    submission.occurred_at = sent.at;
    execute(api, submission).await
}

fn outcome(answer: Answer) -> OfflineOutcome {
    #[derive(Deserialize)]
    struct Flagged {
        flags: Option<Box<RawValue>>,
        code: Option<String>,
        detail: Option<String>,
    }
    let body = RawValue::from_string(String::from_utf8(answer.body).unwrap_or_default()).ok();
    let said = body.as_ref().and_then(|body| serde_json::from_str::<Flagged>(body.get()).ok());
    let mut outcome = OfflineOutcome {
        id: answer.id,
        status: if answer.replayed { "already" } else { "applied" },
        code: None,
        detail: None,
        errors: Vec::new(),
        flags: None,
        answer: body,
    };
    if let Some(said) = said {
        outcome.flags = said.flags;
        if answer.status >= 400 {
            (outcome.status, outcome.code, outcome.detail) = ("rejected", said.code, said.detail);
        }
    }
    outcome
}

fn rejected(id: Uuid, error: Error) -> OfflineOutcome {
    if error.kind == Kind::Internal {
        tracing::error!(command = %id, operator = error.operator(), "a command failed inside");
    }
    let (code, detail) = (Some(error.code.to_owned()), Some(error.detail()));
    OfflineOutcome { id, status: "rejected", code, detail, errors: error.fields, flags: None, answer: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offline_list_keeps_bodies_exact() {
        let body = br#"[{"id":"00000000-0000-0000-0000-000000000007","name":"x","body":{"amount":1.10},"at":"2026-01-02T03:04:05Z"}]"#;
        let list: Vec<OfflineCommand> = command::from_json(body).unwrap();
        assert_eq!(list[0].body.get(), "{\"amount\":1.10}");
        let Err(error) = command::from_json::<Vec<OfflineCommand>>(br#"[{"name":"x","body":{}}]"#) else {
            panic!("no id")
        };
        assert_eq!(error.fields[0].field, "0.id");
    }

    #[test]
    fn flags_and_recorded_refusals_are_answered() {
        let id = Uuid::from_u128(7);
        let answer = |status, body: &str, replayed| Answer { id, status, body: body.into(), version: None, replayed };
        let told = |answer| serde_json::to_string(&outcome(answer)).unwrap();
        assert!(
            told(answer(201, r#"{"flags":["deficit"]}"#, false)).contains(r#""status":"applied","flags":["deficit"]"#)
        );
        assert!(told(answer(201, "{}", true)).contains(r#""status":"already","answer":{}"#));
        assert!(told(answer(409, r#"{"code":"closed"}"#, false)).contains(r#""status":"rejected","code":"closed""#));
    }
}
