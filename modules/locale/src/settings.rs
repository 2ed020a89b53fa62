//! What a company, its sites and its users choose.

use crate::queries;
use command::{Setting, SettingDefinition, SettingLevel, SettingPlace, chosen, setting};
use kernel::Result;
use language::{Calendar, DateForm, Digits, Grouping, Language, Style};
use store::{Read, Session};
use uuid::Uuid;

/// The permission to choose for the company or a site.
pub(crate) const CHOOSE: &str = "locale.settings.choose";

const LEVELS: &[SettingLevel] = &[SettingLevel::Company, SettingLevel::Site, SettingLevel::User];

/// The language.
pub const LANGUAGE: Setting<String> = Setting::choice("locale.language", "en", Language::CODES)
    .told(
        "Language",
        "The language of screens, errors and documents. A user who has chosen none gets that of the browser, else that of the company.",
    )
    .at(LEVELS)
    .chosen_with(CHOOSE);
/// The form of days.
pub const DATES: Setting<String> = Setting::choice("locale.dates", "iso", &["iso", "dmy", "mdy", "words"])
    .told("Form of dates", "iso is 2026-06-29, dmy 29/06/2026, mdy 06/29/2026, words 29 June 2026.")
    .at(LEVELS)
    .chosen_with(CHOOSE);
/// The calendar.
pub const CALENDAR: Setting<String> =
    Setting::choice("locale.calendar", "gregorian", &["gregorian", "bikram_sambat", "both"])
        .told("Calendar", "The calendar in which days are shown. They are kept in the Gregorian one.")
        .at(LEVELS)
        .chosen_with(CHOOSE);
/// The digits.
pub const DIGITS: Setting<String> = Setting::choice("locale.digits", "latin", &["latin", "bengali", "devanagari"])
    .told("Digits", "The digits in which numbers and days are written.")
    .at(LEVELS)
    .chosen_with(CHOOSE);
/// The groups of digits.
pub const GROUPING: Setting<String> = Setting::choice("locale.grouping", "thousands", &["thousands", "lakhs"])
    .told("Groups of digits", "thousands is 1,234,567, lakhs 12,34,567.")
    .at(LEVELS)
    .chosen_with(CHOOSE);

pub(crate) fn all() -> Vec<SettingDefinition> {
    [LANGUAGE, DATES, CALENDAR, DIGITS, GROUPING].iter().map(Setting::definition).collect()
}

/// How texts, numbers and days are written for `place`.
pub fn style(read: &mut Session<'_>, place: SettingPlace) -> Result<Style> {
    let language = Language::of_code(&setting(read, &LANGUAGE, place)?).unwrap_or_default();
    let digits = match setting(read, &DIGITS, place)?.as_str() {
        "bengali" => Digits::Bengali,
        "devanagari" => Digits::Devanagari,
        _ => Digits::Latin,
    };
    let grouping = match setting(read, &GROUPING, place)?.as_str() {
        "lakhs" => Grouping::Lakhs,
        _ => Grouping::Thousands,
    };
    let date = match setting(read, &DATES, place)?.as_str() {
        "dmy" => DateForm::DayMonthYear,
        "mdy" => DateForm::MonthDayYear,
        "words" => DateForm::Words,
        _ => DateForm::Iso,
    };
    let calendar = match setting(read, &CALENDAR, place)?.as_str() {
        "bikram_sambat" => Calendar::BikramSambat,
        "both" => Calendar::Both,
        _ => Calendar::Gregorian,
    };
    Ok(Style { language, digits, grouping, date, calendar, years: queries::years(read)? })
}

/// The language that `user` has chosen, and that of the company.
pub fn languages(read: &mut impl Read, user: Uuid) -> Result<(Option<Language>, Language)> {
    let place = SettingPlace { user: Some(user), site: None };
    let (value, level) = chosen(read, &LANGUAGE.definition(), place)?;
    let language = value.as_str().and_then(Language::of_code).unwrap_or_default();
    Ok((Some(language).filter(|_| level == Some(SettingLevel::User)), language))
}
