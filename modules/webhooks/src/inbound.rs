//! What other systems send to a door: taken only with the right signature, kept as it came, and processed by a job.

use crate::commands::TakeMessage;
use crate::queries;
use crate::records::{InboundDoor, InboundRow, InboundState};
use crate::{errors, secrets};
use command::{
    Definitions, DoorAnswer, HookSecrets, InboundHook, InboundMessage, InboundRequest, Job, JobContext, Method,
    Registry, Secret, Setting, SettingPlace, Verified, Writers, wrong_signature,
};
use kernel::{Id, Instant, Kind, Result, Text, cut, defect, derive_uuid, hex};
use serde::{Deserialize, Serialize};
use settings::InstallationKeys;
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::{Read, Record};
use uuid::Uuid;

/// How far the time of a signature may be from now.
const MINUTES: i64 = 5;
/// The most bytes of a key by which a message is known as the same again; a longer one is known by its hash.
const KEY_BYTES: usize = 200;
/// The most letters of what came of a message.
const LETTERS: usize = 2_000;
/// The most bytes of a message to the door `standard`: what it tells becomes an event.
const STANDARD_BYTES: usize = 64 << 10;
/// Headers that are not kept: they let in.
const SECRET_HEADERS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// The door for whoever signs as <https://www.standardwebhooks.com> says.
pub(crate) const STANDARD: InboundHook =
    InboundHook::of("standard", "Messages that are signed as Standard Webhooks, told as events", verify, tell);

/// The installation, as a door needs it.
pub struct Doors<'a> {
    /// What the program can do.
    pub registry: &'a Registry,
    /// Where companies are read and written.
    pub writers: &'a Writers,
    /// The keys of secrets.
    pub keys: &'a InstallationKeys,
}

/// The secrets of a door.
struct DoorSecrets<'a> {
    doors: &'a Doors<'a>,
    tenant: Uuid,
    door: &'a InboundDoor,
}

impl HookSecrets for DoorSecrets<'_> {
    fn own(&self) -> Result<String> {
        let row = (InboundDoor::TABLE.name, self.door.id.uuid(), self.door.secret.as_str());
        secrets::of_row(self.doors.writers, self.doors.keys, self.tenant, row)
    }

    fn chosen(&self, setting: &Setting<Secret>) -> Result<Option<String>> {
        let place = SettingPlace { user: None, site: None };
        let secret = settings::secret(self.doors.writers, self.doors.keys, self.tenant, setting, place)?;
        Ok(secret.map(|secret| secret.as_str().to_owned()))
    }
}

impl Doors<'_> {
    /// Takes what another system sends to a door of a company.
    ///
    /// # Errors
    ///
    /// `not_found` where there is no such door, `wrong_signature` and `stale_signature`: then nothing is kept. Those of the database.
    pub fn receive(&self, tenant: Uuid, source: &str, door: Uuid, request: InboundRequest) -> Result<DoorAnswer> {
        let row = self.writers.store().read(tenant, |read| read.get::<InboundDoor>(&Id::from_uuid(door)))?;
        let row = row.filter(|row| row.source == source).ok_or_else(errors::no_door)?;
        let hook = hook(self.registry.definitions(), source).ok_or_else(errors::no_door)?;
        let secrets = DoorSecrets { doors: self, tenant, door: &row };
        if request.method == Method::Get {
            let challenge = hook.challenge.ok_or_else(errors::not_challenged)?;
            return Ok(DoorAnswer { status: 200, headers: &[], body: challenge(&request, &secrets)? });
        }
        let now = Instant::now();
        let verified = (hook.verify)(&request, &secrets).and_then(|verified| timely(verified, now));
        let key = verified.inspect_err(|error| {
            tracing::warn!(tenant = %tenant.simple(), source, code = error.code, "a message at a door is refused");
        })?;
        self.keep(tenant, hook, key, request, now)?;
        Ok(DoorAnswer { status: hook.taken, headers: hook.answer_headers, body: String::new() })
    }

    /// Keeps a message and asks for the job that processes it, together; unless it is the same again.
    fn keep(&self, tenant: Uuid, hook: &InboundHook, key: String, request: InboundRequest, now: Instant) -> Result<()> {
        let source = hook.source;
        let id = derive_uuid(now.micros(), &[b"inbound", source.as_bytes(), key.as_bytes()]);
        let kept: Vec<_> =
            request.headers.iter().filter(|(name, _)| !SECRET_HEADERS.contains(&name.as_str())).collect();
        let headers = serde_json::to_string(&kept).map_err(|error| defect(error.to_string()))?;
        let body = serde_json::to_string(&ProcessMessage {}).map_err(|error| defect(error.to_string()))?;
        let definitions = self.registry.definitions().clone();
        let is_new = self.writers.maintained(tenant, move |conn| {
            let is_new = queries::keep(conn, id, (source, &key), &request, &headers, now)?;
            let kind = definitions.jobs.iter().find(|kind| kind.name == ProcessMessage::NAME);
            if let Some(kind) = kind.filter(|_| is_new) {
                jobs::ask(conn, kind, body, id, now)?;
            }
            Ok(is_new)
        })?;
        if is_new {
            self.writers.heard(tenant, true);
        }
        Ok(())
    }
}

fn hook<'a>(definitions: &'a Definitions, source: &str) -> Option<&'a InboundHook> {
    definitions.doors.iter().find(|hook| hook.source == source)
}

/// The key of a request that was signed now.
fn timely(Verified { key, at }: Verified, now: Instant) -> Result<String> {
    let is_timely =
        |at: Instant| now.micros().saturating_sub(at.micros()).unsigned_abs() <= 60_000_000 * MINUTES.unsigned_abs();
    if !at.is_none_or(is_timely) {
        return Err(errors::stale_signature(MINUTES));
    }
    let is_short = key.len() <= KEY_BYTES && !key.contains('\0');
    Ok(if is_short { key } else { hex(&signatures::hmac_sha256(b"key", key.as_bytes())) })
}

/// Processes a message: the one whose id the job has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ProcessMessage {}

impl Job for ProcessMessage {
    const NAME: &'static str = "webhooks.hook_message.process";

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let id = work.job;
        let row = work.writers.store().read(work.tenant, |read| read.get::<InboundRow>(&Id::from_uuid(id)))?;
        let Some(row) = row else { return Ok("The message is forgotten.".to_owned()) };
        let attempts = work.maintain(move |conn| queries::begin_message(conn, id))?;
        let message = message(&row)?;
        let registry = work.registry;
        let outcome = match hook(registry.definitions(), &row.source) {
            None => Err(errors::no_door()),
            // One that makes the program fail is noted like any other.
            Some(hook) => catch_unwind(AssertUnwindSafe(|| (hook.process)(&message, work)))
                .unwrap_or_else(|_| Err(defect(format!("a message from {} made its door panic", row.source)))),
        };
        let may_pass = outcome.as_ref().is_err_and(|error| matches!(error.kind, Kind::Unavailable | Kind::Internal));
        let state = match &outcome {
            Ok(_) => InboundState::Done,
            Err(_) if may_pass && attempts < ProcessMessage::ATTEMPTS => InboundState::Waiting,
            Err(_) => InboundState::Failed,
        };
        let finished_at = (state != InboundState::Waiting).then(Instant::now);
        let effect = outcome.as_ref().ok().map(|effect| cut(effect, LETTERS));
        let problem = outcome.as_ref().err().map(|error| cut(&error.operator(), LETTERS));
        work.maintain(move |conn| queries::end_message(conn, id, state, (effect, problem), finished_at))?;
        outcome
    }
}

/// A message as its door has taken it.
pub(crate) fn message(row: &InboundRow) -> Result<InboundMessage> {
    let headers: Vec<(String, String)> =
        serde_json::from_str(&row.headers).map_err(|error| defect(error.to_string()))?;
    let request = InboundRequest::new(Method::Post, row.url.clone(), headers, row.body.clone());
    Ok(InboundMessage { id: row.id.uuid(), key: row.unique_key.clone(), received_at: row.received_at, request })
}

/// Checks a signature of the specification by the secret of the door.
fn verify(request: &InboundRequest, secrets: &dyn HookSecrets) -> Result<Verified> {
    let [id, timestamp, signature] =
        ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| request.header(name));
    let at: Option<i64> = timestamp.parse().ok().and_then(|seconds: i64| seconds.checked_mul(1_000_000));
    let (Some(at), false) = (at, id.is_empty()) else { return Err(wrong_signature()) };
    if !signatures::is_standard(&secrets.own()?, id, timestamp, &request.body, signature) {
        return Err(wrong_signature());
    }
    Ok(Verified { key: id.to_owned(), at: Some(Instant::from_micros(at)) })
}

/// Tells the modules above what a message says.
fn tell(message: &InboundMessage, work: &mut JobContext<'_>) -> Result<String> {
    let body = &message.request.body;
    if body.len() > STANDARD_BYTES {
        return Err(errors::no_message());
    }
    let mut fields = command::json_object(body)?;
    let kind = fields.remove("type");
    let kind = kind.as_ref().and_then(|kind| kind.as_str()).and_then(|kind| Text::new(kind).ok());
    let (Some(kind), Some(data)) = (kind.filter(|kind| !kind.is_empty()), fields.remove("data")) else {
        return Err(errors::no_message());
    };
    let effect = format!("Told as an event: {}.", &*kind);
    let key = message.key.clone();
    work.execute_once("take", TakeMessage { message: message.id, key, kind, data })?;
    Ok(effect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_of_another_time_is_refused() {
        let now = Instant::from_micros(1_700_000_000_000_000);
        let signed = |seconds: i64| {
            let at = Some(Instant::from_micros(now.micros() + seconds * 1_000_000));
            timely(Verified { key: "k".to_owned(), at }, now)
        };
        assert_eq!([signed(0), signed(300), signed(-300)], ["k", "k", "k"].map(|key| Ok(key.to_owned())));
        for seconds in [301, -301, 10_000_000, -10_000_000] {
            assert_eq!(signed(seconds).unwrap_err().code, "stale_signature");
        }
        for at in [i64::MIN, i64::MAX] {
            let verified = Verified { key: "k".to_owned(), at: Some(Instant::from_micros(at)) };
            assert_eq!(timely(verified, now).unwrap_err().code, "stale_signature");
        }
        assert_eq!(timely(Verified { key: "k".to_owned(), at: None }, now), Ok("k".to_owned()));
    }

    #[test]
    fn long_key_is_known_by_its_hash() {
        let key = |key: &str| timely(Verified { key: key.to_owned(), at: None }, Instant::from_micros(0)).unwrap();
        let (one, other) = (format!("{}1", "k".repeat(200)), format!("{}2", "k".repeat(200)));
        assert_eq!((key(&one).len(), key(&one)), (64, key(&one)));
        assert_ne!(key(&one), key(&other));
    }
}
