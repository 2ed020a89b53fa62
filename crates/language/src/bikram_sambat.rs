//! Bikram Sambat, the calendar of Nepal, beside the Gregorian one in which days are kept.

use crate::bikram_sambat_years::{FIRST_YEAR, MONTHS};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::{Arc, LazyLock};

/// The day that [`FIRST_YEAR`] begins.
const FIRST_DAY: Date = date(1913, 4, 13);

static STANDARD: LazyLock<Arc<Years>> = LazyLock::new(|| Arc::new(Years::of(MONTHS.to_vec())));

/// A day of Bikram Sambat. It is written like `2083-03-15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BikramSambatDay {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl BikramSambatDay {
    /// A day from its text; none where it is not written like one.
    pub fn parse(text: &str) -> Option<BikramSambatDay> {
        let mut parts = text.split('-');
        let mut number = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.bytes().all(|digit| digit.is_ascii_digit()).then(|| part.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let day = BikramSambatDay {
            year: i16::try_from(year).ok()?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
        };
        parts.next().is_none().then_some(day)
    }
}

impl Display for BikramSambatDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The lengths of the months, by which days of one calendar become days of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Years {
    months: Vec<[u8; 12]>,
    /// The days from [`FIRST_DAY`] to the first of each year, and to the end of the last.
    begins: Vec<i32>,
}

impl Years {
    fn of(months: Vec<[u8; 12]>) -> Years {
        let ends = months.iter().scan(0, |day, months| {
            *day += length(months);
            Some(*day)
        });
        let begins = [0].into_iter().chain(ends).collect();
        Years { months, begins }
    }

    /// The table of the program.
    pub fn standard() -> Arc<Years> {
        STANDARD.clone()
    }

    /// The table of the program with other lengths of the months of some years; those outside of it are left alone.
    pub fn corrected(corrections: &BTreeMap<i16, [u8; 12]>) -> Arc<Years> {
        if corrections.is_empty() {
            return Years::standard();
        }
        let months = MONTHS.iter().zip(FIRST_YEAR..).map(|(months, year)| *corrections.get(&year).unwrap_or(months));
        Arc::new(Years::of(months.collect()))
    }

    /// Every year with the days of its months.
    pub fn all(&self) -> impl Iterator<Item = (i16, &[u8; 12])> {
        (FIRST_YEAR..).zip(&self.months)
    }

    /// The days of the months of a year that the table has.
    pub fn months(&self, year: i16) -> Option<&[u8; 12]> {
        self.months.get(self.place(year)?)
    }

    /// The first day of a year that the table has.
    pub fn first_day(&self, year: i16) -> Option<Date> {
        self.day(BikramSambatDay { year, month: 1, day: 1 })
    }

    /// A day in Bikram Sambat; none before the first or behind the last year of the table.
    pub fn of_day(&self, day: Date) -> Option<BikramSambatDay> {
        let mut left = day.since(FIRST_DAY).ok()?.get_days();
        let place = self.begins.partition_point(|begin| *begin <= left).checked_sub(1)?;
        let months = self.months.get(place)?;
        left -= self.begins[place];
        let mut month = 0;
        while left >= i32::from(months[month]) {
            left -= i32::from(months[month]);
            month += 1;
        }
        let year = FIRST_YEAR.checked_add(i16::try_from(place).ok()?)?;
        Some(BikramSambatDay { year, month: u8::try_from(month).ok()? + 1, day: u8::try_from(left).ok()? + 1 })
    }

    /// The day that is meant; none where there is no such day in the table.
    pub fn day(&self, day: BikramSambatDay) -> Option<Date> {
        let place = self.place(day.year)?;
        let months = self.months.get(place)?;
        let month = usize::from(day.month.checked_sub(1)?);
        if day.day == 0 || day.day > *months.get(month)? {
            return None;
        }
        let before: i32 = months[..month].iter().copied().map(i32::from).sum();
        let days: Span = (self.begins[place] + before + i32::from(day.day) - 1).days();
        FIRST_DAY.checked_add(days).ok()
    }

    fn place(&self, year: i16) -> Option<usize> {
        usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()
    }
}

fn length(months: &[u8; 12]) -> i32 {
    months.iter().copied().map(i32::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bikram(day: Date) -> String {
        Years::standard().of_day(day).map(|day| day.to_string()).unwrap_or_default()
    }

    #[test]
    fn known_days_are_known() {
        for (gregorian, bikram_sambat) in [
            // The day of Nepal's democracy, and the first of 2000, from which most tables count.
            (date(1951, 2, 18), "2007-11-07"),
            (date(1943, 4, 14), "2000-01-01"),
            (date(2000, 1, 1), "2056-09-17"),
            // Constitutions were given on the 23rd of Kartik 2047 and the 3rd of Asoj 2072, the Republic on the 15th of Jeth 2065.
            (date(1990, 11, 9), "2047-07-23"),
            (date(2015, 9, 20), "2072-06-03"),
            (date(2008, 5, 28), "2065-02-15"),
            // The earthquake of the 12th of Baisakh 2072, and the election of the 4th of Mangsir 2079.
            (date(2015, 4, 25), "2072-01-12"),
            (date(2022, 11, 20), "2079-08-04"),
            // First days of years as they were printed.
            (date(1999, 4, 14), "2056-01-01"),
            (date(2000, 4, 13), "2057-01-01"),
            (date(2017, 3, 28), "2073-12-15"),
            (date(2020, 4, 13), "2077-01-01"),
            (date(2023, 4, 14), "2080-01-01"),
            (date(2024, 4, 13), "2081-01-01"),
            (date(2025, 4, 14), "2082-01-01"),
            (date(2026, 4, 14), "2083-01-01"),
            (date(2026, 6, 29), "2083-03-15"),
        ] {
            assert_eq!(bikram(gregorian), bikram_sambat);
        }
    }

    #[test]
    fn every_day_from_1999_to_2083_goes_there_and_back() {
        let years = Years::standard();
        let mut before = years.of_day(date(1998, 12, 31)).unwrap();
        let mut day = date(1999, 1, 1);
        let mut days = 0;
        while day <= date(2083, 12, 31) {
            let bikram = years.of_day(day).unwrap();
            assert_eq!(years.day(bikram), Some(day));
            assert_eq!(BikramSambatDay::parse(&bikram.to_string()), Some(bikram));
            let is_next = (bikram.year, bikram.month, bikram.day) == (before.year, before.month, before.day + 1);
            let is_first =
                bikram.day == 1 && before.day == years.months(before.year).unwrap()[usize::from(before.month) - 1];
            assert!(is_next || is_first, "{before} is followed by {bikram}");
            (before, day, days) = (bikram, day.tomorrow().unwrap(), days + 1);
        }
        assert_eq!(days, 31_046);
    }

    #[test]
    fn every_year_has_a_length_and_begins_in_the_middle_of_april() {
        let years = Years::standard();
        for (year, months) in years.all() {
            assert!(months.iter().all(|days| (29..=32).contains(days)), "{year}");
            assert!((365..=366).contains(&length(months)), "{year}");
            let first = years.first_day(year).unwrap();
            assert_eq!((first.year(), first.month()), (year - 57, 4));
            assert!((13..=15).contains(&first.day()), "{year} begins on {first}");
        }
    }

    #[test]
    fn days_outside_of_the_table_are_none() {
        let years = Years::standard();
        assert_eq!(years.of_day(date(1913, 4, 12)), None);
        assert_eq!(bikram(date(1913, 4, 13)), "1970-01-01");
        let last = years.all().last().unwrap().0;
        let end = years.first_day(last).unwrap().checked_add(length(years.months(last).unwrap()).days()).unwrap();
        assert_eq!(years.of_day(end), None);
        assert_eq!(bikram(end.yesterday().unwrap()), format!("{last}-12-{}", years.months(last).unwrap()[11]));
        for none in ["2083-13-01", "2083-00-01", "2083-01-00", "2083-01-32", "1969-01-01", "9999-01-01"] {
            assert_eq!(BikramSambatDay::parse(none).and_then(|day| years.day(day)), None, "{none}");
        }
        for none in ["", "2083-3-15", "2083-03-15-", "2083-03", "+083-03-15", "२०८३-०३-१५", "2083/03/15"]
        {
            assert_eq!(BikramSambatDay::parse(none), None, "{none}");
        }
    }

    #[test]
    fn corrected_year_moves_only_its_own_days() {
        let standard = Years::standard();
        let mut months = *standard.months(2085).unwrap();
        months.swap(4, 5);
        let corrected = Years::corrected(&BTreeMap::from([(2085, months)]));
        assert_ne!(corrected.months(2085), standard.months(2085).filter(|_| months[4] != months[5]));
        for year in [2084, 2085, 2086] {
            assert_eq!(corrected.first_day(year), standard.first_day(year), "{year}");
        }
        assert_eq!(Years::corrected(&BTreeMap::new()), standard);
    }

    proptest! {
        #[test]
        fn any_day_is_converted_or_none(year in -9999i16..=9999, month in 1i8..=12, day in 1i8..=28) {
            let day = date(year, month, day);
            let years = Years::standard();
            if let Some(bikram) = years.of_day(day) {
                prop_assert_eq!(years.day(bikram), Some(day));
            }
        }
    }
}
