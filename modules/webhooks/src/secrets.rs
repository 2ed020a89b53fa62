//! Secrets of subscriptions and doors. Nothing keeps them: each follows from a key of the company, so that commands, which know no key and
//! draw no randomness, only say which one it is.

use crate::records::{InboundDoor, WebhookSubscription};
use crate::{OpenDoor, RotateSecret, Subscribe};
use command::{Answer, Command, Secrets, Submission, Writers};
use identity::Tenant;
use kernel::{Id, Result, ToSchema, defect};
use serde::{Deserialize, Serialize};
use settings::InstallationKeys;
use store::{CONTROL, Read, Record};
use uuid::Uuid;

/// What a command answers whose secret is shown, only then.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SecretShown {
    /// The id of the subscription or the door.
    pub id: Uuid,
    /// The secret, `whsec_…`, which is shown only now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Of a door, its path behind the name of the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl SecretShown {
    pub(crate) fn of(id: Uuid) -> SecretShown {
        SecretShown { id, secret: None, path: None }
    }
}

/// The label of the first secret of a row, by the key that the company uses now.
pub(crate) fn first(read: &mut impl Read) -> Result<String> {
    Ok(format!("{}/1", settings::current_key(read)?))
}

/// The label of the secret behind this one.
pub(crate) fn next(read: &mut impl Read, label: &str) -> Result<String> {
    let number: i64 = label.split_once('/').and_then(|(_, number)| number.parse().ok()).unwrap_or_default();
    Ok(format!("{}/{}", settings::current_key(read)?, number + 1))
}

/// The key of the company, and the purpose for which the secret `label` of a row of `table` is made with it.
fn purpose(table: &str, id: Uuid, label: &str) -> Result<(i64, String)> {
    let key = label.split_once('/').and_then(|(key, _)| key.parse().ok());
    let key = key.ok_or_else(|| defect(format!("the label {label} of a secret")))?;
    Ok((key, format!("{table}/{id}/{label}")))
}

/// The secret of a subscription, as a job uses it.
pub(crate) fn of_subscription(secrets: &dyn Secrets, tenant: Uuid, id: Uuid, label: &str) -> Result<String> {
    let (key, purpose) = purpose(WebhookSubscription::TABLE.name, id, label)?;
    Ok(signatures::standard_secret(&secrets.derived(tenant, key, &purpose)?))
}

/// The secret `label` of a row of `table`.
pub(crate) fn of_row(
    writers: &Writers,
    keys: &InstallationKeys,
    tenant: Uuid,
    (table, id, label): (&str, Uuid, &str),
) -> Result<String> {
    let (key, purpose) = purpose(table, id, label)?;
    Ok(signatures::standard_secret(&settings::derived(writers, keys, tenant, key, &purpose)?))
}

/// Whether a command of this name answers with a secret: [`try_out`] and [`execute`] are for those.
pub fn answers_secret(command: &str) -> bool {
    [Subscribe::NAME, RotateSecret::NAME, OpenDoor::NAME].contains(&command)
}

/// Refuses such a command in an installation that can make no secrets.
///
/// # Errors
///
/// Those of the command, and `secret_key_missing`.
pub fn try_out(writers: &Writers, keys: &InstallationKeys, submission: &Submission) -> Result<()> {
    writers.dry_run(submission)?;
    keys.require()
}

/// Executes such a command, and adds the secret to its answer.
///
/// # Errors
///
/// Those of the command, `secret_key_missing` and `secret_key_wrong`.
pub fn execute(writers: &Writers, keys: &InstallationKeys, submission: Submission) -> Result<Answer> {
    let tenant = submission.tenant;
    let is_open = submission.command.name() == OpenDoor::NAME;
    // Only who may do so begins a key of the company.
    if !settings::has_key(writers, tenant)? {
        try_out(writers, keys, &submission)?;
    }
    settings::begin_key(writers, keys, tenant)?;
    let mut answer = writers.execute(submission)?;
    let mut shown: SecretShown = serde_json::from_slice(&answer.body).map_err(|error| defect(error.to_string()))?;
    if is_open {
        let door = writers.store().read(tenant, |read| read.get::<InboundDoor>(&Id::from_uuid(shown.id)))?;
        if let Some(door) = door {
            let row = (InboundDoor::TABLE.name, shown.id, door.secret.as_str());
            shown.secret = Some(of_row(writers, keys, tenant, row)?);
            let company = writers.store().read(CONTROL, |read| read.one::<Tenant>(&Id::from_uuid(tenant)))?;
            shown.path = Some(format!("/api/v1/hooks/{}/{}/{}/", company.slug, door.source, door.id));
        }
    } else {
        let id = Id::from_uuid(shown.id);
        let subscription = writers.store().read(tenant, |read| read.get::<WebhookSubscription>(&id))?;
        if let Some(subscription) = subscription {
            let row = (WebhookSubscription::TABLE.name, shown.id, subscription.secret.as_str());
            shown.secret = Some(of_row(writers, keys, tenant, row)?);
        }
    }
    answer.body = serde_json::to_vec(&shown).map_err(|error| defect(error.to_string()))?;
    Ok(answer)
}
