//! Days in their forms, with the names of months.

use crate::{BikramSambatDay, DateForm, Digits, Language};
use jiff::civil::Date;

type Months = [&'static str; 12];

const ENGLISH: Months = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const BENGALI: Months =
    ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"];
const BIKRAM_SAMBAT_ENGLISH: Months =
    ["Baisakh", "Jeth", "Asar", "Saun", "Bhadau", "Asoj", "Kartik", "Mangsir", "Pus", "Magh", "Fagun", "Chait"];
const BIKRAM_SAMBAT_BENGALI: Months =
    ["বৈশাখ", "জ্যৈষ্ঠ", "আষাঢ়", "শ্রাবণ", "ভাদ্র", "আশ্বিন", "কার্তিক", "অগ্রহায়ণ", "পৌষ", "মাঘ", "ফাল্গুন", "চৈত্র"];
const BIKRAM_SAMBAT_NEPALI: Months =
    ["बैशाख", "जेठ", "असार", "साउन", "भदौ", "असोज", "कात्तिक", "मंसिर", "पुस", "माघ", "फागुन", "चैत"];

/// A day of the Gregorian calendar.
pub(crate) fn gregorian(day: Date, form: DateForm, language: Language) -> String {
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    match form {
        DateForm::Iso => format!("{year:04}-{month:02}-{of_month:02}"),
        DateForm::DayMonthYear => format!("{of_month:02}/{month:02}/{year:04}"),
        DateForm::MonthDayYear => format!("{month:02}/{of_month:02}/{year:04}"),
        DateForm::Words => {
            let names = match language {
                Language::English => ENGLISH,
                Language::Bengali => BENGALI,
            };
            format!("{of_month} {} {year}", name(names, month.unsigned_abs()))
        }
    }
}

/// A day of Bikram Sambat. The name of its month is of the script in which the digits are.
pub(crate) fn bikram_sambat(day: BikramSambatDay, form: DateForm, language: Language, digits: Digits) -> String {
    let BikramSambatDay { year, month, day: of_month } = day;
    match form {
        DateForm::Iso => day.to_string(),
        DateForm::DayMonthYear => format!("{of_month:02}/{month:02}/{year:04}"),
        DateForm::MonthDayYear => format!("{month:02}/{of_month:02}/{year:04}"),
        DateForm::Words => {
            let names = match (digits, language) {
                (Digits::Devanagari, _) => BIKRAM_SAMBAT_NEPALI,
                (_, Language::Bengali) => BIKRAM_SAMBAT_BENGALI,
                (_, Language::English) => BIKRAM_SAMBAT_ENGLISH,
            };
            format!("{year} {} {of_month}", name(names, month))
        }
    }
}

/// The name of a month, which is counted from 1.
fn name(names: Months, month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|place| names.get(place).copied()).unwrap_or_default()
}
