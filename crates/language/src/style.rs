//! How somebody writes numbers and days: what `locale` reads from the settings, and templates format by.

use crate::{BikramSambatDay, Digits, Grouping, Language, Years, dates};
use jiff::civil::Date;
use kernel::Instant;
use std::sync::Arc;

/// How a day is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateForm {
    /// 2026-06-29.
    #[default]
    Iso,
    /// 29/06/2026.
    DayMonthYear,
    /// 06/29/2026.
    MonthDayYear,
    /// 29 June 2026.
    Words,
}

/// The calendar in which days are shown. They are kept in the Gregorian one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calendar {
    /// The Gregorian calendar.
    #[default]
    Gregorian,
    /// Bikram Sambat.
    BikramSambat,
    /// Both, that of Bikram Sambat in brackets.
    Both,
}

/// How texts, numbers and days are written for somebody.
#[derive(Clone, Debug)]
pub struct Style {
    /// The language.
    pub language: Language,
    /// The digits.
    pub digits: Digits,
    /// The groups of digits.
    pub grouping: Grouping,
    /// The form of days.
    pub date: DateForm,
    /// The calendar.
    pub calendar: Calendar,
    /// The years of Bikram Sambat, as the company has corrected them.
    pub years: Arc<Years>,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            language: Language::default(),
            digits: Digits::default(),
            grouping: Grouping::default(),
            date: DateForm::default(),
            calendar: Calendar::default(),
            years: Years::standard(),
        }
    }
}

impl Style {
    /// A decimal number as the exact types write it, such as `-1234.50`.
    pub fn number(&self, decimal: &str) -> String {
        self.digits.write(&self.grouping.write(decimal))
    }

    /// An amount with the sign of its currency, or its code where it has no sign of its own.
    pub fn money(&self, decimal: &str, currency: &str) -> String {
        let sign = match currency {
            "BDT" => "৳",
            "INR" => "₹",
            "NPR" => "रू",
            "EUR" => "€",
            "GBP" => "£",
            code => code,
        };
        let (minus, amount) = decimal.strip_prefix('-').map_or(("", decimal), |amount| ("-", amount));
        format!("{minus}{sign} {}", self.number(amount))
    }

    /// A day. One that Bikram Sambat does not reach is written in the Gregorian calendar.
    pub fn day(&self, day: Date) -> String {
        let bikram_sambat = match self.calendar {
            Calendar::Gregorian => None,
            Calendar::BikramSambat | Calendar::Both => self.years.of_day(day),
        };
        let gregorian = || self.digits.write(&dates::gregorian(day, self.date, self.language));
        match (bikram_sambat, self.calendar) {
            (None, _) => gregorian(),
            (Some(bikram), Calendar::Both) => format!("{} ({})", gregorian(), self.bikram_sambat(bikram)),
            (Some(bikram), _) => self.bikram_sambat(bikram),
        }
    }

    /// A day of Bikram Sambat.
    pub fn bikram_sambat(&self, day: BikramSambatDay) -> String {
        self.digits.write(&dates::bikram_sambat(day, self.date, self.language, self.digits))
    }

    /// A moment in `zone`, an IANA name, to the minute.
    pub fn moment(&self, moment: Instant, zone: &str) -> String {
        let (hour, minute) = moment.time_in(zone);
        format!("{} {}", self.day(moment.date_in(zone)), self.time(hour, minute))
    }

    /// A time of the day.
    pub fn time(&self, hour: i8, minute: i8) -> String {
        self.digits.write(&format!("{hour:02}:{minute:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_and_money_are_written_as_people_write_them() {
        let english = Style::default();
        assert_eq!(english.money("-1234567.50", "USD"), "-USD 1,234,567.50");
        let bengali = Style {
            language: Language::Bengali,
            digits: Digits::Bengali,
            grouping: Grouping::Lakhs,
            ..Style::default()
        };
        assert_eq!(bengali.money("1234567.50", "BDT"), "৳ ১২,৩৪,৫৬৭.৫০");
        assert_eq!(bengali.number("0.250"), "০.২৫০");
        assert_eq!(bengali.time(9, 5), "০৯:০৫");
    }

    #[test]
    fn days_are_written_in_one_calendar_or_in_both() {
        let day = date(2026, 6, 29);
        let written =
            |language, digits, date, calendar| Style { language, digits, date, calendar, ..Style::default() }.day(day);
        use {Calendar::*, DateForm::*, Language::*};
        for (shown, text) in [
            (written(English, Digits::Latin, Iso, Gregorian), "2026-06-29"),
            (written(English, Digits::Latin, DayMonthYear, Gregorian), "29/06/2026"),
            (written(English, Digits::Latin, MonthDayYear, Gregorian), "06/29/2026"),
            (written(English, Digits::Latin, Words, Gregorian), "29 June 2026"),
            (written(Bengali, Digits::Bengali, Words, Gregorian), "২৯ জুন ২০২৬"),
            (written(English, Digits::Latin, Iso, BikramSambat), "2083-03-15"),
            (written(English, Digits::Latin, Words, BikramSambat), "2083 Asar 15"),
            (written(English, Digits::Devanagari, Words, BikramSambat), "२०८३ असार १५"),
            (written(Bengali, Digits::Bengali, Words, BikramSambat), "২০৮৩ আষাঢ় ১৫"),
            (written(English, Digits::Latin, Iso, Both), "2026-06-29 (2083-03-15)"),
            (written(English, Digits::Devanagari, DayMonthYear, BikramSambat), "१५/०३/२०८३"),
        ] {
            assert_eq!(shown, text);
        }
        let early = Style { calendar: BikramSambat, ..Style::default() };
        assert_eq!(early.day(date(1900, 1, 1)), "1900-01-01");
    }

    #[test]
    fn moment_is_told_by_the_clock_of_its_zone() {
        let noon = Instant::from_micros(1_782_734_400_000_000);
        assert_eq!(Style::default().moment(noon, "UTC"), "2026-06-29 12:00");
        assert_eq!(Style::default().moment(noon, "Asia/Kathmandu"), "2026-06-29 17:45");
    }
}
