//! Features: modules that a company may switch off, or on for some days.

use crate::{Definitions, Setting, SettingDefinition, SettingPlace, errors, setting};
use kernel::{Date, Instant, Result};
use std::collections::BTreeSet;
use store::{Read, Session};

/// The switch of a module. It is on from the first day to the last, where these are chosen, by the calendar of the company.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// Whether it is on at all.
    pub is_on: Setting<bool>,
    /// The first day on which it is on.
    pub from: Setting<Option<Date>>,
    /// The last day on which it is on.
    pub until: Setting<Option<Date>>,
}

/// The switch of a module: `feature!("module", default, label, help, permission)`.
#[macro_export]
macro_rules! feature {
    ($module:literal, $default:expr, $label:literal, $help:literal, $permission:expr) => {
        $crate::Feature {
            is_on: $crate::Setting::boolean(concat!($module, ".is_on"), $default)
                .told($label, $help)
                .chosen_with($permission),
            from: $crate::Setting::date(concat!($module, ".on_from"))
                .told(concat!($label, ": first day"), "Where it is switched on, the first day on which it is on.")
                .chosen_with($permission),
            until: $crate::Setting::date(concat!($module, ".on_until"))
                .told(concat!($label, ": last day"), "Where it is switched on, the last day on which it is on.")
                .chosen_with($permission),
        }
    };
}

impl Feature {
    /// Its settings.
    pub(crate) fn settings(&self) -> [SettingDefinition; 3] {
        [self.is_on.definition(), self.from.definition(), self.until.definition()]
    }

    /// The setting by which it is off at this moment; `None` where it is on.
    fn off_by(
        &self,
        read: &mut Session<'_>,
        definitions: &Definitions,
        at: Instant,
    ) -> Result<Option<SettingDefinition>> {
        let company = SettingPlace::default();
        if !setting(read, &self.is_on, company)? {
            return Ok(Some(self.is_on.definition()));
        }
        let (from, until) = (setting(read, &self.from, company)?, setting(read, &self.until, company)?);
        if from.is_none() && until.is_none() {
            return Ok(None);
        }
        let zone = definitions.timezone.map(|timezone| timezone(read)).transpose()?;
        let day = at.date_in(zone.as_deref().unwrap_or("UTC"));
        let too_early = from.filter(|from| day < *from).map(|_| self.from.definition());
        Ok(too_early.or(until.filter(|until| day > *until).map(|_| self.until.definition())))
    }
}

/// Refuses what needs `permission` where the module that it belongs to is switched off now.
///
/// # Errors
///
/// 403 `feature_off`.
pub fn require_on(read: &mut Session<'_>, definitions: &Definitions, permission: &str) -> Result<()> {
    let now = read.now();
    require_on_at(read, definitions, permission, now)
}

/// [`require_on`] at another moment.
pub(crate) fn require_on_at(
    read: &mut Session<'_>,
    definitions: &Definitions,
    permission: &str,
    at: Instant,
) -> Result<()> {
    let Some(feature) = definitions.features.get(permission) else { return Ok(()) };
    match feature.off_by(read, definitions, at)? {
        Some(setting) => Err(errors::feature_off(feature.is_on.definition().label, setting.name)),
        None => Ok(()),
    }
}

/// The permissions of what is switched off in the company now.
pub fn features_off(read: &mut Session<'_>, definitions: &Definitions) -> Result<BTreeSet<&'static str>> {
    let now = read.now();
    let mut off = BTreeSet::new();
    for (permission, feature) in &definitions.features {
        if feature.off_by(read, definitions, now)?.is_some() {
            off.insert(*permission);
        }
    }
    Ok(off)
}
