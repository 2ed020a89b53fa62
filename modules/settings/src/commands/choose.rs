use super::{SettingNow, accepted, named, owner, write};
use command::{Command, SettingLevel, SettingValue, Tx};
use kernel::{Result, ToSchema};
use ledger::Site;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::Ref;

/// Chooses the value of a setting for the company, a site or yourself. The most special choice counts.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseSetting {
    /// The setting.
    pub(crate) name: String,
    /// For whom it is chosen; the company where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "company")]
    pub(crate) level: Option<SettingLevel>,
    /// The site, where it is chosen for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<Ref<Site>>,
    /// The value, as the setting's `kind` and bounds say.
    pub(crate) value: Json,
    /// The version that the choice must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for ChooseSetting {
    const NAME: &'static str = "settings.setting.update";
    const SCOPED: bool = true;
    type Output = SettingNow;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SettingNow> {
        let setting = named(tx, &self.name)?;
        let level = self.level.unwrap_or(SettingLevel::Company);
        let owner = owner(tx, &setting, level, self.site.as_ref())?;
        tx.require_version::<SettingValue>(&(self.name.clone(), level, owner), self.if_match)?;
        let value = accepted(tx, &setting, &self.value)?;
        write(tx, &setting, (level, owner), Some(&value))
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        let setting = named(tx, &self.name)?;
        let level = self.level.unwrap_or(SettingLevel::Company);
        let owner = owner(tx, &setting, level, self.site.as_ref())?;
        tx.version::<SettingValue>(&(self.name.clone(), level, owner))
    }
}
