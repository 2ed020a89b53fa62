//! Features: modules that a company may switch off.

use crate::{Definitions, SettingPlace, errors, setting};
use kernel::Result;
use std::collections::BTreeSet;
use store::Read;

/// Refuses what needs `permission` where the company has switched off the module that it belongs to.
///
/// # Errors
///
/// 403 `feature_off`.
pub(crate) fn require_on(read: &mut impl Read, definitions: &Definitions, permission: &str) -> Result<()> {
    let Some(feature) = definitions.features.get(permission) else { return Ok(()) };
    if setting(read, feature, SettingPlace::default())? {
        return Ok(());
    }
    let told = feature.definition();
    Err(errors::feature_off(told.label, told.name))
}

/// The permissions of what the company has switched off.
pub fn features_off(read: &mut impl Read, definitions: &Definitions) -> Result<BTreeSet<&'static str>> {
    let mut off = BTreeSet::new();
    for (permission, feature) in &definitions.features {
        if !setting(read, feature, SettingPlace::default())? {
            off.insert(*permission);
        }
    }
    Ok(off)
}
