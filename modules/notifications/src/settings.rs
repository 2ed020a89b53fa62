//! What members choose about how they are told.

use crate::by_mail::CHOOSE;
use crate::errors;
use command::{Setting, SettingLevel, Tx};
use kernel::Result;
use serde_json::Value as Json;

const USER: &[SettingLevel] = &[SettingLevel::User];
const COMPANY_AND_USER: &[SettingLevel] = &[SettingLevel::Company, SettingLevel::User];

/// Where a member gets SMS and WhatsApp.
pub(crate) const PHONE: Setting<String> = Setting::text("notifications.phone", "", 40)
    .told("Your telephone number", "Where SMS and messages by WhatsApp for you go. Empty: nowhere.")
    .at(USER)
    .chosen_with(CHOOSE)
    .checked(is_phone);
/// From when on nothing rings.
pub(crate) const QUIET_FROM: Setting<String> = Setting::text("notifications.quiet_from", "", 5)
    .told(
        "Quiet from",
        "From this time of the day on, such as 22:00, SMS, WhatsApp and push wait. Empty: they never do.",
    )
    .at(COMPANY_AND_USER)
    .chosen_with(CHOOSE)
    .checked(time_of_day);
/// Until when nothing rings.
pub(crate) const QUIET_UNTIL: Setting<String> = Setting::text("notifications.quiet_until", "07:00", 5)
    .told("Quiet until", "At this time of the day, what has waited is sent.")
    .at(COMPANY_AND_USER)
    .chosen_with(CHOOSE)
    .checked(time_of_day);
/// Whether e-mails are collected.
pub(crate) const DIGEST: Setting<String> =
    Setting::choice("notifications.digest", "none", &["none", "hourly", "daily"])
        .told("Collected e-mails", "Whether e-mails to you are collected and come as one, each hour or once a day.")
        .at(COMPANY_AND_USER)
        .chosen_with(CHOOSE);
/// When the collected e-mails of a day come.
pub(crate) const DIGEST_AT: Setting<String> = Setting::text("notifications.digest_at", "08:00", 5)
    .told("Time of the daily e-mail", "When the collected e-mails of a day come.")
    .at(COMPANY_AND_USER)
    .chosen_with(CHOOSE)
    .checked(time_of_day);

fn time_of_day(_: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    let text = value.as_str().unwrap_or_default();
    let is_time = text.len() == 5 && text.parse::<jiff::civil::Time>().is_ok();
    if text.is_empty() || is_time { Ok(()) } else { Err(errors::no_time_of_day()) }
}

fn is_phone(tx: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    match value.as_str().filter(|number| !number.is_empty()) {
        Some(number) if !messages::is_phone(tx, number)? => Err(crate::errors::no_phone(number)),
        _ => Ok(()),
    }
}
