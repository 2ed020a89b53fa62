use super::{SettingNow, named, owner, write};
use command::{Command, SettingLevel, SettingValue, Tx};
use kernel::{Result, ToSchema};
use ledger::Site;
use serde::{Deserialize, Serialize};
use store::Ref;

/// Takes the choice of a setting back: what is chosen less specially counts again, at last the default.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetSetting {
    /// The setting.
    name: String,
    /// For whom it was chosen; the company where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "company")]
    level: Option<SettingLevel>,
    /// The site, where it was chosen for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<Ref<Site>>,
    /// The version that the choice must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for ResetSetting {
    const NAME: &'static str = "settings.setting.reset";
    const SCOPED: bool = true;
    type Output = SettingNow;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SettingNow> {
        let setting = named(tx, &self.name)?;
        let level = self.level.unwrap_or(SettingLevel::Company);
        let owner = owner(tx, &setting, level, self.site.as_ref())?;
        tx.require_version::<SettingValue>(&(self.name.clone(), level, owner), self.if_match)?;
        write(tx, &setting, (level, owner), None)
    }
}
