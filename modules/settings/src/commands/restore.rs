use super::{SettingNow, accepted, named, require, write};
use command::{Command, SettingChange, SettingLevel, Tx};
use kernel::errors::no_such;
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;

/// Puts back what a change of a setting chose, for whom it was chosen then; the history keeps everything.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestoreSetting {
    /// The setting.
    name: String,
    /// The change, from the setting's history.
    change: Id<SettingChange>,
}

impl Command for RestoreSetting {
    const NAME: &'static str = "settings.setting.restore";
    const SCOPED: bool = true;
    type Output = SettingNow;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SettingNow> {
        let setting = named(tx, &self.name)?;
        let user = tx.actor();
        let is_own = |change: &SettingChange| match change.level {
            SettingLevel::Global => false,
            SettingLevel::User => change.owner == user,
            SettingLevel::Company | SettingLevel::Site => true,
        };
        let change = tx.get::<SettingChange>(&self.change)?;
        let change = change.filter(|change| change.name == self.name && is_own(change));
        let change = change.ok_or_else(|| no_such("change of this setting", self.change).at("change"))?;
        match change.level {
            SettingLevel::Global | SettingLevel::User => {}
            SettingLevel::Site => require(tx, &setting, Some(change.owner))?,
            SettingLevel::Company => require(tx, &setting, None)?,
        }
        let value = change.value.as_deref().map(serde_json::from_str).transpose();
        let value = value.map_err(|error| kernel::defect(error.to_string()))?;
        // Its bounds, or what it names, may have changed since.
        let value = value.map(|value| accepted(tx, &setting, &value)).transpose()?;
        write(tx, &setting, (change.level, change.owner), value.as_ref())
    }
}
