//! Secrets: encrypted before their command is built, read only outside of commands.

mod commands;
mod keys;

pub use keys::InstallationKeys;

pub(crate) use commands::{KeepSecretKey, RenewSecrets, SecretKey};

use crate::commands::ChooseSetting;
use command::{
    Answer, Command, SYSTEM, Secret, Setting, SettingKind, SettingLevel, SettingPlace, SettingValue, Submission, Typed,
    Writers, chosen_row,
};
use commands::Resealed;
use kernel::{FieldErrors, Result, Schema, Shape, defect};
use keys::{DataKey, SecretPlace, number_in};
use ledger::Site;
use serde_json::Value as Json;
use store::{Read, Ref, Session, field};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The command that chooses settings: what chooses a secret must be encrypted first.
pub const CHOOSE: &str = ChooseSetting::NAME;

/// Tries out what chooses a setting.
///
/// # Errors
///
/// Those of the command, and what is no secret, at `value`.
pub fn try_choice(writers: &Writers, keys: &InstallationKeys, submission: &mut Submission) -> Result<()> {
    let Some(choice) = secret_choice(writers, submission)? else { return writers.dry_run(submission).map(drop) };
    submission.command = Box::new(Typed(choice.sealed(writers, submission, &DataKey::for_trial()?)?));
    writers.dry_run(submission)?;
    keys.require()?;
    choice.check()
}

/// Executes what chooses a setting; the command of a secret is built when that is encrypted.
///
/// # Errors
///
/// Those of the command; what is no secret, at `value`; `secret_key_missing` and `secret_key_wrong`.
pub fn choose(writers: &Writers, keys: &InstallationKeys, mut submission: Submission) -> Result<Answer> {
    let Some(choice) = secret_choice(writers, &submission)? else { return writers.execute(submission) };
    // What the company refuses comes first, and only who may choose the secret begins a data key.
    if !has_key(writers, submission.tenant)? || choice.check().is_err() {
        try_choice(writers, keys, &mut submission)?;
    }
    let key = data_key(writers, keys, submission.tenant)?;
    submission.command = Box::new(Typed(choice.sealed(writers, &submission, &key)?));
    writers.execute(submission)
}

/// A choice of a secret that is not encrypted yet.
struct SecretChoice {
    choice: ChooseSetting,
    secret: Zeroizing<String>,
    max: usize,
}

/// The choice of a secret; `None` where the command chooses something else, or no text.
fn secret_choice(writers: &Writers, submission: &Submission) -> Result<Option<SecretChoice>> {
    let body = Zeroizing::new(submission.command.body()?);
    let mut choice: ChooseSetting = serde_json::from_slice(&body).map_err(|error| defect(error.to_string()))?;
    let setting = writers.definitions().setting(&choice.name);
    let Some(SettingKind::Secret { max }) = setting.map(|(_, setting)| setting.kind) else { return Ok(None) };
    match choice.value.take() {
        Json::String(secret) => Ok(Some(SecretChoice { choice, secret: Zeroizing::new(secret), max })),
        _ => Ok(None),
    }
}

impl SecretChoice {
    fn check(&self) -> Result<()> {
        let mut errors = FieldErrors::default();
        let schema = Schema::of(Shape::Text { max: Some(self.max), format: None });
        schema.check(&Json::from(self.secret.as_str()), &mut errors);
        if self.secret.is_empty() {
            errors.add("", kernel::errors::expected("a text; without one, take the choice back"));
        }
        errors.finish().map_err(|error| error.at("value"))
    }

    /// The command with the encrypted secret. A site is named by its id then, for which the secret is encrypted.
    fn sealed(&self, writers: &Writers, submission: &Submission, key: &DataKey) -> Result<ChooseSetting> {
        let mut choice = self.choice.clone();
        let level = choice.level.unwrap_or(SettingLevel::Company);
        let owner = match (level, &choice.site) {
            (SettingLevel::Site, Some(named)) => {
                writers.store().read(submission.tenant, |read| site_id(read, named))?
            }
            (SettingLevel::User, _) => Some(submission.actor),
            _ => None,
        };
        if level == SettingLevel::Site {
            choice.site = owner.map(|id| Ref::new(id.to_string())).or(choice.site);
        }
        let owner = owner.unwrap_or_default();
        let place = SecretPlace { tenant: submission.tenant, name: &self.choice.name, level, owner };
        choice.value = Json::from(key.seal(&self.secret, &place)?);
        Ok(choice)
    }
}

fn site_id(read: &mut Session<'_>, named: &Ref<Site>) -> Result<Option<Uuid>> {
    Ok(named.find(read)?.map(|site| site.id.uuid()))
}

/// A secret where it is used: for what calls other systems, which no command does. `None` where there is none.
///
/// # Errors
///
/// `secret_key_missing` and `secret_key_wrong`; `secret_unreadable` where it was encrypted for another place.
pub fn secret(
    writers: &Writers,
    keys: &InstallationKeys,
    tenant: Uuid,
    setting: &Setting<Secret>,
    place: SettingPlace,
) -> Result<Option<Zeroizing<String>>> {
    let setting = setting.definition();
    let found = writers.store().read(tenant, |read| {
        let Some((Json::String(sealed), level, owner)) = chosen_row(read, &setting, place)? else { return Ok(None) };
        let key = read.get::<SecretKey>(&number_in(&sealed).unwrap_or_default())?;
        Ok(Some((sealed, key, level, owner)))
    })?;
    let Some((sealed, key, level, owner)) = found else { return Ok(None) };
    let key = key.ok_or_else(|| crate::errors::unreadable_secret(setting.name))?;
    let (key, _) = keys.unwrap(tenant, key.number, &key.wrapped)?;
    key.open(&sealed, &SecretPlace { tenant, name: setting.name, level, owner }).map(Some)
}

/// The number of the data key that a company uses; of its first one where it has none yet, see [`begin_key`].
///
/// # Errors
///
/// Those of the database.
pub fn current_key(read: &mut impl Read) -> Result<i64> {
    let mut number = 1;
    while read.get::<SecretKey>(&(number + 1))?.is_some() {
        number += 1;
    }
    Ok(number)
}

/// Whether a company has a data key.
///
/// # Errors
///
/// Those of the database.
pub fn has_key(writers: &Writers, tenant: Uuid) -> Result<bool> {
    writers.store().read(tenant, |read| Ok(!secret_keys(read)?.is_empty()))
}

/// Begins the first data key of a company that has none.
///
/// # Errors
///
/// `secret_key_missing` and `secret_key_wrong`.
pub fn begin_key(writers: &Writers, keys: &InstallationKeys, tenant: Uuid) -> Result<()> {
    data_key(writers, keys, tenant).map(drop)
}

/// 32 bytes that only who has the keys can make: for the same data key and the same purpose always the same.
///
/// # Errors
///
/// `secret_key_missing` and `secret_key_wrong`.
pub fn derived(
    writers: &Writers,
    keys: &InstallationKeys,
    tenant: Uuid,
    number: i64,
    purpose: &str,
) -> Result<[u8; 32]> {
    let key = writers.store().read(tenant, |read| read.get::<SecretKey>(&number))?;
    let key = key.ok_or_else(crate::errors::no_secret_key)?;
    Ok(keys.unwrap(tenant, number, &key.wrapped)?.0.derive(tenant, purpose))
}

/// The data keys of a company, the latest last.
fn secret_keys(read: &mut Session<'_>) -> Result<Vec<SecretKey>> {
    let rows = read.query("SELECT number, wrapped FROM secret_key ORDER BY number", &[])?;
    let key = |row: Vec<_>| {
        let mut row = row.into_iter();
        Ok(SecretKey { number: field(row.next())?, wrapped: field(row.next())? })
    };
    rows.into_iter().map(key).collect()
}

/// The data key that encrypts for a company, which is begun where there is none.
fn data_key(writers: &Writers, keys: &InstallationKeys, tenant: Uuid) -> Result<DataKey> {
    let latest = || writers.store().read(tenant, |read| Ok(secret_keys(read)?.pop()));
    let latest = match latest()? {
        Some(latest) => latest,
        None => {
            let (_, wrapped) = keys.new_data_key(tenant, 1)?;
            let kept = writers.run(tenant, SYSTEM, KeepSecretKey { number: 1, was: None, wrapped });
            // Another process may have been faster: its key is the one that counts.
            latest()?.map_or_else(|| Err(kept.err().unwrap_or_else(|| defect("a key was not kept"))), Ok)?
        }
    };
    keys.unwrap(tenant, latest.number, &latest.wrapped).map(|(key, _)| key)
}

/// Encrypts the data keys of a company with the first key of the installation; how many were not yet.
///
/// # Errors
///
/// `secret_key_missing`, and `secret_key_wrong` where one was encrypted with a key that the installation does not have.
pub fn rewrap(writers: &Writers, keys: &InstallationKeys, tenant: Uuid) -> Result<usize> {
    let mut rewrapped = 0;
    for SecretKey { number, wrapped } in writers.store().read(tenant, secret_keys)? {
        let (key, by_first) = keys.unwrap(tenant, number, &wrapped)?;
        if !by_first {
            let anew = keys.wrap(tenant, &key)?;
            writers.run(tenant, SYSTEM, KeepSecretKey { number, was: Some(wrapped), wrapped: anew })?;
            rewrapped += 1;
        }
    }
    Ok(rewrapped)
}

/// Begins a new data key of a company and encrypts all its secrets with it; how many there are.
///
/// # Errors
///
/// As [`rewrap`]; `secrets_changed` where one was chosen in the meantime.
pub fn renew(writers: &Writers, keys: &InstallationKeys, tenant: Uuid) -> Result<usize> {
    let (data_keys, values) = writers.store().read(tenant, |read| Ok((secret_keys(read)?, sealed_values(read)?)))?;
    let Some(latest) = data_keys.last() else { return Ok(0) };
    let is_secret = |name: &str| {
        let setting = writers.definitions().setting(name);
        setting.is_some_and(|(_, setting)| matches!(setting.kind, SettingKind::Secret { .. }))
    };
    let opened = data_keys.iter().map(|key| Ok(keys.unwrap(tenant, key.number, &key.wrapped)?.0));
    let opened = opened.collect::<Result<Vec<_>>>()?;
    let (new, wrapped) = keys.new_data_key(tenant, latest.number + 1)?;
    let reseal = |SettingValue { name, level, owner, value: was }: SettingValue| {
        let place = SecretPlace { tenant, name: &name, level, owner };
        let sealed: String = serde_json::from_str(&was).map_err(|error| defect(error.to_string()))?;
        let key = opened.iter().find(|key| Some(key.number) == number_in(&sealed));
        let key = key.ok_or_else(|| crate::errors::unreadable_secret(&name))?;
        let value = Json::from(new.seal(&key.open(&sealed, &place)?, &place)?).to_string();
        Ok(Resealed { name, level, owner, was, value })
    };
    let secrets = values.into_iter().filter(|value| is_secret(&value.name)).map(reseal).collect::<Result<Vec<_>>>()?;
    let renewed = secrets.len();
    writers.run(tenant, SYSTEM, RenewSecrets { number: new.number, wrapped, secrets })?;
    Ok(renewed)
}

/// The choices of secrets; where a text is like one, that too.
fn sealed_values(read: &mut Session<'_>) -> Result<Vec<SettingValue>> {
    let sql = "SELECT name, level, owner, value FROM setting_value WHERE value LIKE '\"sealed:%' \
               ORDER BY name, level, owner";
    let value = |row: Vec<_>| {
        let mut row = row.into_iter();
        let (name, level) = (field(row.next())?, field(row.next())?);
        Ok(SettingValue { name, level, owner: field(row.next())?, value: field(row.next())? })
    };
    read.query(sql, &[])?.into_iter().map(value).collect()
}
