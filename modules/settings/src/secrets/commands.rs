//! What keeps the keys of a company. Only the program itself does it: it alone has the key of the installation.

use crate::commands::record;
use crate::errors;
use command::{Command, SettingLevel, SettingValue, Tx};
use kernel::{Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Record};
use uuid::Uuid;

/// A key by which secrets of the company are encrypted. The latest encrypts; those before it stay for the history.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "secret_key", label = "key of secrets", key(number))]
pub(crate) struct SecretKey {
    /// Its number, from 1.
    pub(crate) number: i64,
    /// The key, encrypted with the key of the installation.
    #[field(max = 200)]
    pub(crate) wrapped: String,
}

/// Keeps a data key of the company, or the same one encrypted anew; only the program itself may.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepSecretKey {
    /// Its number.
    pub(super) number: i64,
    /// What is kept now, where it is encrypted anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) was: Option<String>,
    /// The key, encrypted.
    pub(super) wrapped: String,
}

/// A data key that was kept.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Kept {
    /// Its number.
    number: i64,
}

impl Command for KeepSecretKey {
    const NAME: &'static str = "settings.secret_key.keep";
    type Output = Kept;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Kept> {
        let (number, wrapped) = (self.number, self.wrapped.clone());
        tx.require_system()?;
        let now = tx.get::<SecretKey>(&number)?.map(|key| key.wrapped.clone());
        if now != self.was {
            return Err(errors::secrets_changed());
        }
        if now.is_none() {
            tx.insert(SecretKey { number, wrapped })?;
        } else {
            tx.edit::<SecretKey>(&number, |key| {
                key.wrapped = wrapped;
                Ok(())
            })?;
        }
        Ok(Kept { number })
    }
}

/// Begins a new data key, and keeps every secret encrypted with it; only the program itself may.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenewSecrets {
    /// The number of the new key.
    pub(super) number: i64,
    /// The new key, encrypted.
    pub(super) wrapped: String,
    /// The secrets.
    pub(super) secrets: Vec<Resealed>,
}

/// A secret, encrypted with another data key.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resealed {
    /// The setting.
    pub(super) name: String,
    /// For whom it was chosen.
    pub(super) level: SettingLevel,
    /// The site or user; nil for the company.
    pub(super) owner: Uuid,
    /// What is kept now.
    pub(super) was: String,
    /// What is kept from now on.
    pub(super) value: String,
}

impl Command for RenewSecrets {
    const NAME: &'static str = "settings.secret.renew";
    type Output = Kept;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Kept> {
        tx.require_system()?;
        tx.insert(SecretKey { number: self.number, wrapped: self.wrapped.clone() })?;
        for Resealed { name, level, owner, was, value } in &self.secrets {
            let row = tx.get::<SettingValue>(&(name.clone(), *level, *owner))?;
            if row.is_none_or(|row| row.value != *was) {
                return Err(errors::secrets_changed());
            }
            record(tx, name, (*level, *owner), Some(value.clone()))?;
        }
        Ok(Kept { number: self.number })
    }
}
