//! `/commands/`: a list of commands with ids made by a device that was offline, done in their order.

use crate::authentication::RawHead;
use crate::endpoint::{PREFIX, both_forms, execute, grants, submission};
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
use command::Answer;
use kernel::ToSchema;
use kernel::{Error, Instant, Kind, Result, defect};
use language::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
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
    body: Json,
    /// When the device carried it out, by its clock: the business date follows from it where the body states none. A time that
    /// cannot be read counts as 1970-01-01T00:00:00Z, the time of a clock that was never set.
    at: Option<Instant>,
}

impl OfflineCommand {
    /// One element of a list. Its time never refuses it: clocks of devices go wrong, and what they recorded has happened.
    fn read(element: &[u8]) -> std::result::Result<OfflineCommand, Malformed> {
        let read = || {
            let mut fields = command::json_object(element)?;
            if let Some(at) = fields.get_mut("at").filter(|at| !at.is_null() && Instant::deserialize(&**at).is_err()) {
                *at = Json::from(Instant::default().to_string());
            }
            command::from_value(Json::Object(fields))
        };
        read().map_err(|error| Malformed { id: id_of(element), error })
    }
}

/// An element of a list that is no command.
#[derive(Debug)]
struct Malformed {
    /// Its id, if that can be read.
    id: Option<Uuid>,
    error: Error,
}

/// The id of an element, whatever else is wrong with it.
fn id_of(element: &[u8]) -> Option<Uuid> {
    #[derive(Deserialize)]
    struct Identified {
        id: Uuid,
    }
    // A list of fields would be decoded too.
    let object = element.starts_with(b"{").then_some(element)?;
    serde_json::from_slice::<Identified>(object).ok().map(|identified| identified.id)
}

/// What became of one of them: `applied`, `already` or `rejected`; `waiting` where it has not happened yet and waits for an approval.
#[derive(Serialize, ToSchema)]
struct OfflineOutcome {
    /// The id of the command, malformed or not; null where it has none that can be read.
    id: Option<Uuid>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ToldField>,
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
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Commands).await?;
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Err(errors::no_parameters().into());
    }
    let (parts, body) = request.into_parts();
    let body = read_body(body).await?;
    require_json(&parts.headers, &body)?;
    let list = api.bodies.parse(body, read_list).await?;
    let caller = claims.caller();
    let mut results = Vec::with_capacity(list.len());
    let mut language = None;
    for element in list {
        let element = Box::<str>::from(element).into_string();
        let sent = api.bodies.parse(element.into(), |element| Ok(OfflineCommand::read(element))).await;
        let (id, done) = match sent.unwrap_or_else(|error| Err(Malformed { id: None, error })) {
            Ok(sent) => (Some(sent.id), one(&api, &claims, sent).await),
            Err(Malformed { id, error }) => (id, Err(error)),
        };
        match done {
            Ok(answer) => results.push(outcome(answer)),
            // What could not be tried is no answer: the device sends the list again, and what was done says "already".
            Err(error) if error.kind == Kind::Unavailable => return Err(error.into()),
            Err(error) => {
                // The list of a user whose membership has ended is refused whole, so that the device keeps it.
                grants(&api, caller).await?;
                let asked = languages::asked(&parts.headers);
                let told = match language {
                    Some(language) => language,
                    None => languages::of_refusal(&error, Some((&api, caller)), asked).await,
                };
                language = Some(told);
                results.push(rejected(id, &error, told));
            }
        }
    }
    let body = serde_json::to_vec(&OfflineOutcomes { results }).map_err(|error| defect(error.to_string()))?;
    let response = json(200, body);
    Ok(if let Some(language) = language { told_in(response, language) } else { response })
}

/// The commands of a list, each to be read by itself: one that is malformed is refused alone. They stay texts, which take less
/// memory than their values.
fn read_list(body: &[u8]) -> Result<Vec<Box<RawValue>>> {
    let Ok(list) = serde_json::from_slice::<Vec<Box<RawValue>>>(body) else {
        // The same refusals as for any other body: what is no JSON, or no list.
        return command::from_json::<Vec<Json>>(body).map(|_| Vec::new());
    };
    if list.len() > MOST {
        return Err(errors::too_many_commands(MOST));
    }
    Ok(list)
}

async fn one(api: &Arc<Api>, claims: &Claims, sent: OfflineCommand) -> Result<Answer> {
    let (registry, name) = (api.registry.clone(), sent.name);
    let decode = move |body: &[u8]| registry.decode_offline(&name, body);
    let command = api.bodies.parse(sent.body.to_string().into(), decode).await?;
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
    let status = match (answer.approval_request(), answer.replayed) {
        (Some(_), _) => "waiting",
        (None, true) => "already",
        (None, false) => "applied",
    };
    let body = RawValue::from_string(String::from_utf8(answer.body).unwrap_or_default()).ok();
    let said = body.as_ref().and_then(|body| serde_json::from_str::<Flagged>(body.get()).ok());
    let mut outcome = OfflineOutcome {
        id: Some(answer.id),
        status,
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

fn rejected(id: Option<Uuid>, error: &Error, language: Language) -> OfflineOutcome {
    if error.kind == Kind::Internal {
        tracing::error!(command = ?id, operator = error.operator(), "a command failed inside");
    }
    let (code, detail) = (Some(error.code.to_owned()), Some(language::detail(error, language)));
    let errors = told_fields(error, language);
    OfflineOutcome { id, status: "rejected", code, detail, errors, flags: None, answer: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(body: &[u8]) -> Result<Vec<std::result::Result<OfflineCommand, Malformed>>> {
        let list = read_list(body)?;
        Ok(list.iter().map(|element| OfflineCommand::read(element.get().as_bytes())).collect())
    }

    #[test]
    fn offline_list_keeps_bodies_exact() {
        let body = br#"[{"id":"00000000-0000-0000-0000-000000000007","name":"x","body":{"amount":1.10},"at":"2026-01-02T03:04:05Z"}]"#;
        let list = read_all(body).unwrap();
        assert_eq!(list[0].as_ref().unwrap().body.to_string(), "{\"amount\":1.10}");
    }

    #[test]
    fn malformed_command_is_refused_alone() {
        let command =
            |rest: &str| format!(r#"{{"id":"00000000-0000-0000-0000-000000000007","name":"x","body":{{}}{rest}}}"#);
        let good = command("");
        let deep = "[".repeat(1_000) + &"]".repeat(1_000);
        for (bad, field) in [
            (r#"{"name":"x","body":{}}"#, "id"),
            (r#"{"id":"7","name":"x","body":{}}"#, "id"),
            (&command(r#","body":{}"#), "body"),
            (&command(r#","note":1e999999"#), "note"),
            ("7", ""),
            ("null", ""),
            (r#"["x"]"#, ""),
            (&deep, ""),
            (r#"{"id":"00000000-0000-0000-0000-000000000007","name":"x\u0000","body":{}}"#, ""),
        ] {
            let list = read_all(format!("[{good},{bad},{good}]").as_bytes()).unwrap();
            let [Ok(_), Err(Malformed { error, .. }), Ok(_)] = &list[..] else { panic!("{bad}") };
            assert_eq!(error.fields.first().map_or("", |wrong| wrong.field.as_str()), field, "{bad}: {error:?}");
        }
        for whole in ["", "{}", "[", "[{}", "[7,]", "[7] 7"] {
            assert!(read_all(whole.as_bytes()).is_err(), "{whole}");
        }
        assert_eq!(read_all(b"[\"\xff\"]").err().map(|error| error.code), Some("malformed_json"));
    }

    #[test]
    fn malformed_command_is_refused_under_its_id() {
        let id = "00000000-0000-0000-0000-000000000007";
        let id_of = |element: &str| {
            let read = read_all(format!("[{element}]").as_bytes()).unwrap().remove(0);
            read.err().unwrap_or_else(|| panic!("{element}")).id.map(|id| id.to_string())
        };
        for rest in [
            r#""name":"x""#,
            r#""body":{}"#,
            r#""name":5,"body":{}"#,
            r#""name":"x","body":{},"note":1"#,
            r#""name":"x","body":{},"body":{}"#,
            r#""name":"x","body":{"a":1,"a":2}"#,
            r#""name":"x","body":{"memo":"\u0000"}"#,
            &format!(r#""name":"x","body":{}{}"#, "[".repeat(1_000), "]".repeat(1_000)),
            &format!(r#""name":"x","body":[0{}]"#, ",0".repeat(200_000)),
        ] {
            assert_eq!(id_of(&format!(r#"{{"id":"{id}",{rest}}}"#)).as_deref(), Some(id), "{rest:.60}");
            assert_eq!(id_of(&format!(r#"{{{rest},"id":"{id}"}}"#)).as_deref(), Some(id), "{rest:.60}");
        }
        for without in
            ["7", "[]", r#"{"id":"7"}"#, r#"{"id":null}"#, "{}", r#"["00000000-0000-0000-0000-000000000007"]"#]
        {
            assert_eq!(id_of(without), None, "{without}");
        }
        assert_eq!(id_of(&format!(r#"{{"id":"{id}","id":"{id}","name":"x","body":{{}}}}"#)), None);
    }

    #[test]
    fn time_of_a_device_never_refuses_its_command() {
        let at = |text: &str| {
            let command =
                format!(r#"[{{"id":"00000000-0000-0000-0000-000000000007","name":"x","body":{{}},"at":{text}}}]"#);
            read_all(command.as_bytes()).unwrap().remove(0).unwrap().at.map(|at| at.to_string())
        };
        let unset = Some("1970-01-01T00:00:00Z".to_owned());
        for unreadable in [
            r#""9999-12-31T23:59:59Z""#,
            r#""2026-01-02T03:04:05""#,
            r#""2026-02-30T00:00:00Z""#,
            r#""yesterday""#,
            r#""""#,
            "0",
            "1767225600",
            "1e400",
            "{}",
            "[]",
            "false",
        ] {
            assert_eq!(at(unreadable), unset, "{unreadable}");
        }
        assert_eq!(at("null"), None);
        assert_eq!(at(r#""2026-01-02T05:04:05+02:00""#).as_deref(), Some("2026-01-02T03:04:05Z"));
        assert_eq!(at(r#""2016-12-31T23:59:60Z""#).as_deref(), Some("2016-12-31T23:59:59Z"));
        assert_eq!(at(r#""0000-01-01T00:00:00Z""#).as_deref(), Some("0000-01-01T00:00:00Z"));
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
