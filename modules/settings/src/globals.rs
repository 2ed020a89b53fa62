//! Values for all companies of an installation. They are kept in the control tenant and copied into each company by a command, so that
//! commands read rows of their company only.

use crate::commands::{accepted, named, record};
use crate::errors;
use command::{Command, SYSTEM, SettingDefinition, SettingKind, SettingLevel, Tx, Writers};
use kernel::{Error, Result, ToSchema, defect};
use money::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use store::{CONTROL, Session, field};
use uuid::Uuid;

const GLOBAL: (SettingLevel, Uuid) = (SettingLevel::Global, Uuid::nil());

/// Chooses a value for all companies, in the control tenant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetGlobal {
    name: String,
    /// None takes the choice back.
    value: Option<Json>,
}

impl Command for SetGlobal {
    const NAME: &'static str = "settings.global.set";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let setting = named(tx, &self.name)?;
        require_global(&setting)?;
        let value = self.value.as_ref().map(|value| setting.kind.accept(value)).transpose()?;
        record(tx, setting.name, GLOBAL, value.map(|value| value.to_string()))
    }
}

/// Takes the value for all companies over into this one, below what the company chooses; only the program itself may.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopyGlobalSetting {
    /// The setting.
    name: String,
    /// The value; none where there is none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Json>,
}

/// A value that was taken over.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Copied {
    /// The setting.
    name: String,
}

impl Command for CopyGlobalSetting {
    const NAME: &'static str = "settings.global.copy";
    type Output = Copied;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Copied> {
        tx.require_system()?;
        let setting = named(tx, &self.name)?;
        let value = self.value.as_ref().map(|value| accepted(tx, &setting, value)).transpose()?;
        record(tx, setting.name, GLOBAL, value.map(|value| value.to_string()))?;
        Ok(Copied { name: self.name.clone() })
    }
}

fn require_global(setting: &SettingDefinition) -> Result<()> {
    match setting.kind {
        SettingKind::Secret { .. } => Err(errors::no_global_secret()),
        _ if !setting.levels.contains(&SettingLevel::Company) => Err(errors::not_for_companies(setting.name)),
        _ => Ok(()),
    }
}

/// Chooses the value that a setting has in all companies which choose none, as it is written on a command line; without a text, none. The
/// companies have it when [`copy_globals`] was called for each.
///
/// # Errors
///
/// 404 where there is no such setting; what is no value of it.
pub fn set_global(writers: &Writers, name: &str, text: Option<&str>) -> Result<()> {
    let setting = writers.definitions().setting(name);
    let (_, setting) = setting.ok_or_else(|| Error::not_found("setting", name))?;
    let value = text.map(|text| match setting.kind {
        SettingKind::Boolean { .. } | SettingKind::Integer { .. } => {
            serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))
        }
        _ => Json::from(text),
    });
    writers.run(CONTROL, SYSTEM, SetGlobal { name: name.to_owned(), value })
}

/// The values for all companies, by the name of the setting.
pub fn globals(writers: &Writers) -> Result<BTreeMap<String, Json>> {
    writers.store().read(CONTROL, global_values)
}

/// The rows of the level `global`: what is chosen in the control tenant, what was copied in a company.
fn global_values(read: &mut Session<'_>) -> Result<BTreeMap<String, Json>> {
    let rows = read.query("SELECT name, value FROM setting_value WHERE level = 'global' ORDER BY name", &[])?;
    let value = |row: Vec<_>| {
        let mut row = row.into_iter();
        let (name, value): (String, String) = (field(row.next())?, field(row.next())?);
        Ok((name, serde_json::from_str(&value).map_err(|error| defect(error.to_string()))?))
    };
    rows.into_iter().map(value).collect()
}

/// Takes over into a company what is chosen for all of them; what the company refuses, with its setting. Done again, it does what is
/// left.
///
/// # Errors
///
/// Those of the database.
pub fn copy_globals(writers: &Writers, tenant: Uuid) -> Result<Vec<(String, Error)>> {
    let (chosen, copied) = (globals(writers)?, writers.store().read(tenant, global_values)?);
    let (mut names, definitions) = (chosen.clone(), writers.definitions());
    names.extend(copied.clone());
    names.retain(|name, _| definitions.setting(name).is_some());
    let mut refused = Vec::new();
    for name in names.into_keys() {
        let value = chosen.get(&name);
        if same(value, copied.get(&name)) {
            continue;
        }
        let copy = CopyGlobalSetting { name: name.clone(), value: value.cloned() };
        refused.extend(writers.run(tenant, SYSTEM, copy).err().map(|error| (name, error)));
    }
    Ok(refused)
}

/// Whether two values are the same: numbers may be written with more decimals in one company than in another.
fn same(one: Option<&Json>, other: Option<&Json>) -> bool {
    let number = |value: Option<&Json>| Decimal::parse(value?.as_str()?).ok();
    one == other || number(one).is_some_and(|one| number(other) == Some(one))
}
