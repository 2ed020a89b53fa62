//! What chooses settings, a file each.

mod choose;
mod reset;
mod restore;

pub(crate) use choose::ChooseSetting;
pub(crate) use reset::ResetSetting;
pub(crate) use restore::RestoreSetting;

use crate::errors;
use command::{SettingChange, SettingDefinition, SettingKind, SettingLevel, SettingPlace, SettingValue, Tx, chosen};
use kernel::{Error, FieldErrors, Result, ToSchema};
use ledger::Site;
use money::{Amount, Decimal};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Read, Ref};
use uuid::Uuid;

/// A setting as it is now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SettingNow {
    /// Its name.
    name: String,
    /// The value that counts for you now, and at the site where one is named; of a secret `set` or `not set`.
    value: Json,
    /// For whom that value was chosen; null where it is the default.
    source: Option<SettingLevel>,
}

pub(crate) fn named(tx: &Tx<'_, '_>, name: &str) -> Result<SettingDefinition> {
    let found = tx.definitions().setting(name).map(|(_, setting)| setting);
    found.ok_or_else(|| Error::not_found("setting", name))
}

/// The site or user for whom a choice is made, which the user of the command may make.
fn owner(
    tx: &mut Tx<'_, '_>,
    setting: &SettingDefinition,
    level: SettingLevel,
    site: Option<&Ref<Site>>,
) -> Result<Uuid> {
    let mut errors = FieldErrors::default();
    if !setting.levels.contains(&level) {
        let known: Vec<&str> = setting.levels.iter().map(|level| level.as_str()).collect();
        errors.add_with("level", || errors::not_at_level(level.as_str(), known.join(", ")));
    }
    match (level, site) {
        (SettingLevel::Site, None) => errors.add("site", errors::which_site()),
        (SettingLevel::Global | SettingLevel::Company | SettingLevel::User, Some(_)) => {
            errors.add("site", errors::no_site())
        }
        _ => {}
    }
    let site = errors.check_at("site", site.map(|site| site.get(tx)).transpose())?.flatten().map(|site| site.id.uuid());
    errors.finish()?;
    if level == SettingLevel::User {
        return Ok(tx.actor());
    }
    require(tx, setting, site)?;
    Ok(site.unwrap_or_default())
}

/// Refuses a user who may not choose for this site, or for the company where there is none.
fn require(tx: &mut Tx<'_, '_>, setting: &SettingDefinition, site: Option<Uuid>) -> Result<()> {
    tx.grant().require(site, None)?;
    tx.require(setting.permission)?.require(site, None)
}

/// Makes a choice, or takes it back where there is no value; the setting as it is then.
fn write(
    tx: &mut Tx<'_, '_>,
    setting: &SettingDefinition,
    (level, owner): (SettingLevel, Uuid),
    value: Option<&Json>,
) -> Result<SettingNow> {
    record(tx, setting.name, (level, owner), value.map(Json::to_string))?;
    let site = Some(owner).filter(|_| level == SettingLevel::Site);
    let (value, source) = chosen(tx, setting, SettingPlace { user: Some(tx.actor()), site })?;
    Ok(SettingNow { name: setting.name.to_owned(), value: setting.kind.shown(value), source })
}

/// Keeps a choice, or none where there is no value, and what was chosen before.
pub(crate) fn record(
    tx: &mut Tx<'_, '_>,
    name: &str,
    (level, owner): (SettingLevel, Uuid),
    value: Option<String>,
) -> Result<()> {
    let name = name.to_owned();
    let key = (name.clone(), level, owner);
    let before = tx.get::<SettingValue>(&key)?.map(|row| row.value.clone());
    if before == value {
        return Ok(());
    }
    match (&before, value.clone()) {
        (None, Some(value)) => tx.insert(SettingValue { name: name.clone(), level, owner, value })?,
        (Some(_), None) => tx.delete::<SettingValue>(&key)?,
        (_, value) => {
            tx.edit::<SettingValue>(&key, |row| {
                row.value = value.unwrap_or_default();
                Ok(())
            })?;
        }
    }
    let id = tx.id();
    tx.insert_new(SettingChange { id, name, level, owner, before, value })
}

/// The amount with all decimals of the company's currency, which it must be possible to pay.
fn in_currency(tx: &mut Tx<'_, '_>, value: &Json) -> Result<Json> {
    let currency = ledger::company(tx)?.base_currency;
    let major = Decimal::parse(value.as_str().unwrap_or_default())?;
    Ok(Json::from(Amount::from_decimal(major, currency)?.decimal(currency).to_string()))
}

/// The value as the setting keeps it; refused at the field `value`.
pub(crate) fn accepted(tx: &mut Tx<'_, '_>, setting: &SettingDefinition, value: &Json) -> Result<Json> {
    let mut value = setting.kind.accept(value).map_err(|error| error.at("value"))?;
    if let SettingKind::Money { .. } = setting.kind {
        value = in_currency(tx, &value).map_err(|error| error.at("value"))?;
    }
    if let Some(check) = setting.check {
        check(tx, &value).map_err(|error| error.at("value"))?;
    }
    Ok(value)
}
