//! Times at which jobs are done by themselves: by a line of cron, or by the calendar, in the time zone of the company.

use crate::errors;
use croner::parser::CronParser;
use jiff::civil::{self, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use kernel::{Date, Instant, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use std::fmt;
use store::choices;

/// Jobs of a company come by themselves at most every so many microseconds.
const LEAST_TIME: i64 = 5 * 60 * 1_000_000;
/// Times of a line of cron among which that is looked for.
const LOOKED_AT: usize = 50;

choices! {
    /// What is counted between two times.
    pub enum CalendarUnit {
        /// Days.
        Days = "days",
        /// Days from Monday to Friday.
        WorkingDays = "working_days",
        /// Weeks.
        Weeks = "weeks",
        /// Months.
        Months = "months",
    }
}

choices! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Weekday {
    fn civil(self) -> civil::Weekday {
        match self {
            Weekday::Monday => civil::Weekday::Monday,
            Weekday::Tuesday => civil::Weekday::Tuesday,
            Weekday::Wednesday => civil::Weekday::Wednesday,
            Weekday::Thursday => civil::Weekday::Thursday,
            Weekday::Friday => civil::Weekday::Friday,
            Weekday::Saturday => civil::Weekday::Saturday,
            Weekday::Sunday => civil::Weekday::Sunday,
        }
    }
}

/// When a job is done: `cron`, or `unit` and `at` of the calendar, in the time zone of the company.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    /// A line of cron: minute, hour, day, month, day of the week; `0 9 L * *` is the last day of the month at nine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cron: Option<Text<100>>,
    /// What is counted by the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<CalendarUnit>,
    /// Every so many days, weeks or months, up to 366; each where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) every: Option<i64>,
    /// Of weeks the day; that of `from` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) weekday: Option<Weekday>,
    /// Of months the day, 1 to 31; a month that has fewer is meant on its last one. That of `from` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) day: Option<i64>,
    /// Of months the last day, in the place of `day`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_day: Option<bool>,
    /// The time of the day: `09:30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<Text<5>>,
    /// The first day that is meant, from which the calendar counts; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<Date>,
}

/// A [`When`] that was checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    /// A line of cron.
    Cron(String),
    /// By the calendar.
    Calendar(Calendar),
}

/// Days of the calendar, and a time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Calendar {
    unit: CalendarUnit,
    every: i64,
    weekday: Option<Weekday>,
    /// The day of a month; 31 is the last one.
    day: i64,
    at: Time,
    from: Date,
}

impl When {
    /// The same with the day from which it counts.
    pub(crate) fn begun(mut self, today: Date) -> When {
        if self.cron.is_none() {
            self.from.get_or_insert(today);
        }
        self
    }

    /// What it says.
    ///
    /// # Errors
    ///
    /// It says both, neither, or what does not belong together.
    pub(crate) fn rule(&self) -> Result<Rule> {
        if let Some(cron) = &self.cron {
            let only_cron = When { cron: self.cron.clone(), ..When::default() };
            return if *self == only_cron { Ok(Rule::Cron(cron.to_string())) } else { Err(errors::cron_or_calendar()) };
        }
        let (Some(unit), Some(at), Some(from)) = (self.unit, &self.at, self.from) else {
            return Err(errors::cron_or_calendar());
        };
        let at = Time::strptime("%H:%M", &**at).map_err(|_| errors::bad_time(at).at("at"))?;
        let every = self.every.unwrap_or(1);
        if !(1..=366).contains(&every) || (unit == CalendarUnit::WorkingDays && every != 1) {
            return Err(errors::bad_every().at("every"));
        }
        if self.weekday.is_some() && unit != CalendarUnit::Weeks {
            return Err(errors::not_of_unit("weekday", unit).at("weekday"));
        }
        let names_day = self.day.is_some() || self.last_day.is_some();
        if names_day && unit != CalendarUnit::Months {
            return Err(errors::not_of_unit("day", unit).at("day"));
        }
        let day = match (self.day, self.last_day) {
            (Some(_), Some(true)) => return Err(errors::bad_day().at("day")),
            (None, Some(true)) => 31,
            (day, _) => day.unwrap_or_else(|| from.day().into()),
        };
        if !(1..=31).contains(&day) {
            return Err(errors::bad_day().at("day"));
        }
        Ok(Rule::Calendar(Calendar { unit, every, weekday: self.weekday, day, at, from }))
    }
}

impl Rule {
    /// The first moment after `after` that it names in the zone. What an hour that is left out in spring would have named is done at its
    /// end, what an hour has twice in autumn only once.
    ///
    /// # Errors
    ///
    /// The line of cron is none, or names no moment: 31 February.
    pub(crate) fn next_after(&self, zone: &str, after: Instant) -> Result<Instant> {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let never = |error: jiff::Error| errors::never(self, error);
        let after = Timestamp::from_microsecond(after.micros()).map_err(never)?;
        let next = match self {
            Rule::Cron(cron) => {
                let wrong = |error: croner::errors::CronError| errors::bad_cron(cron, error);
                let line = CronParser::builder().build().parse(cron).map_err(wrong)?;
                line.find_next_occurrence(&after.to_zoned(zone), false).map_err(wrong)?.timestamp()
            }
            Rule::Calendar(calendar) => calendar.next_after(&zone, after).map_err(never)?,
        };
        Ok(Instant::from_micros(next.as_microsecond()))
    }

    /// The first moment after `after`, of a rule that a company chooses.
    ///
    /// # Errors
    ///
    /// As [`Rule::next_after`], and where it comes too often.
    pub(crate) fn first_after(&self, zone: &str, after: Instant) -> Result<Instant> {
        let first = self.next_after(zone, after)?;
        let mut last = first;
        for _ in 0..LOOKED_AT {
            // A line that names a few moments ends with the last of them.
            let Ok(next) = self.next_after(zone, last) else { break };
            if next.micros() - last.micros() < LEAST_TIME {
                return Err(errors::too_often());
            }
            last = next;
        }
        Ok(first)
    }
}

impl Calendar {
    fn next_after(&self, zone: &TimeZone, after: Timestamp) -> std::result::Result<Timestamp, jiff::Error> {
        let today = after.to_zoned(zone.clone()).date();
        let mut k = self.steps_before(today)?;
        loop {
            let day = self.day_of(k)?;
            let moment = day.to_datetime(self.at).to_zoned(zone.clone())?.timestamp();
            if day >= self.from && moment > after && self.is_meant(day) {
                return Ok(moment);
            }
            k += 1;
        }
    }

    /// A number of steps from `from` on that leads to `today` at the latest.
    fn steps_before(&self, today: Date) -> std::result::Result<i64, jiff::Error> {
        let days = i64::from(self.from.until(today)?.get_days());
        let step = match self.unit {
            CalendarUnit::Days => self.every,
            CalendarUnit::WorkingDays => 1,
            CalendarUnit::Weeks => self.every * 7,
            CalendarUnit::Months => self.every * 31,
        };
        Ok((days / step - 1).max(0))
    }

    /// The day after so many steps.
    fn day_of(&self, k: i64) -> std::result::Result<Date, jiff::Error> {
        let days = |date: Date, days: i64| date.checked_add(Span::new().try_days(days)?);
        match self.unit {
            CalendarUnit::Days => days(self.from, k * self.every),
            CalendarUnit::WorkingDays => days(self.from, k),
            CalendarUnit::Weeks => {
                let wanted = self.weekday.map_or(self.from.weekday(), Weekday::civil);
                days(self.from, i64::from(self.from.weekday().until(wanted)) + k * self.every * 7)
            }
            CalendarUnit::Months => {
                let month = self.from.first_of_month().checked_add(Span::new().try_months(k * self.every)?)?;
                let last = i64::from(month.days_in_month());
                days(month, self.day.min(last) - 1)
            }
        }
    }

    fn is_meant(&self, day: Date) -> bool {
        let is_weekend = matches!(day.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday);
        self.unit != CalendarUnit::WorkingDays || !is_weekend
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Calendar { unit, every, weekday, day, at, from } = match self {
            Rule::Cron(cron) => return f.write_str(cron),
            Rule::Calendar(calendar) => calendar,
        };
        let units = unit.as_str().replace('_', " ");
        match every {
            1 => write!(f, "every {}", units.trim_end_matches('s'))?,
            _ => write!(f, "every {every} {units}")?,
        }
        match (unit, weekday) {
            (CalendarUnit::Months, _) if *day == 31 => f.write_str(" on the last day")?,
            (CalendarUnit::Months, _) => write!(f, " on day {day}")?,
            (_, Some(weekday)) => write!(f, " on {weekday}")?,
            _ => {}
        }
        write!(f, " at {:02}:{:02} from {from}", at.hour(), at.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn at(text: &str) -> Instant {
        serde_json::from_value(text.into()).unwrap()
    }

    fn rule(when: Json) -> Result<Rule> {
        serde_json::from_value::<When>(when).unwrap().begun("2026-01-01".parse().unwrap()).rule()
    }

    fn next(when: Json, after: &str) -> String {
        rule(when).unwrap().next_after("Europe/Berlin", at(after)).unwrap().to_string()
    }

    #[test]
    fn times_of_cron_are_those_of_the_zone() {
        let next = |cron: &str, after| next(json!({"cron": cron}), after);
        assert_eq!(next("30 3 * * *", "2026-01-10T12:00:00Z"), "2026-01-11T02:30:00Z");
        assert_eq!(next("30 3 * * *", "2026-07-10T12:00:00Z"), "2026-07-11T01:30:00Z");
        // The last day of the month at nine.
        assert_eq!(next("0 9 L * *", "2026-02-10T12:00:00Z"), "2026-02-28T08:00:00Z");
        // Half past two is left out on 29 March, and comes twice on 25 October.
        assert_eq!(next("30 2 * * *", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(next("30 2 * * *", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
        assert_eq!(next("30 2 * * *", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    }

    #[test]
    fn calendar_counts_from_its_first_day() {
        let days = json!({"unit": "days", "every": 10, "at": "09:30", "from": "2026-01-01"});
        assert_eq!(next(days.clone(), "2025-06-01T00:00:00Z"), "2026-01-01T08:30:00Z");
        assert_eq!(next(days.clone(), "2026-01-01T08:30:00Z"), "2026-01-11T08:30:00Z");
        assert_eq!(next(days, "2036-07-01T00:00:00Z"), "2036-07-07T07:30:00Z");
        let working = json!({"unit": "working_days", "at": "18:00"});
        assert_eq!(next(working, "2026-07-10T16:00:00Z"), "2026-07-13T16:00:00Z");
        let weeks = json!({"unit": "weeks", "every": 2, "weekday": "monday", "at": "07:00"});
        assert_eq!(next(weeks.clone(), "2026-01-02T00:00:00Z"), "2026-01-05T06:00:00Z");
        assert_eq!(next(weeks, "2026-01-05T06:00:00Z"), "2026-01-19T06:00:00Z");
        let last = json!({"unit": "months", "last_day": true, "at": "02:30"});
        assert_eq!(next(last.clone(), "2026-02-01T00:00:00Z"), "2026-02-28T01:30:00Z");
        assert_eq!(next(last, "2028-02-01T00:00:00Z"), "2028-02-29T01:30:00Z");
        let quarters = json!({"unit": "months", "every": 3, "day": 30, "at": "12:00", "from": "2025-11-30"});
        assert_eq!(next(quarters.clone(), "2026-01-01T00:00:00Z"), "2026-02-28T11:00:00Z");
        assert_eq!(next(quarters, "2026-02-28T11:00:00Z"), "2026-05-30T10:00:00Z");
        // Half past two is left out on 29 March.
        let night = json!({"unit": "days", "at": "02:30"});
        assert_eq!(next(night, "2026-03-28T12:00:00Z"), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn what_names_no_time_or_too_many_is_refused() {
        for cron in ["", "every day", "61 * * * *", "0 9 31 2 *", "* * * * *", "*/2 9 * * *"] {
            let rule = Rule::Cron(cron.to_owned());
            assert!(rule.first_after("UTC", at("2026-01-01T00:00:00Z")).is_err(), "{cron}");
        }
        for when in [
            json!({}),
            json!({"unit": "days"}),
            json!({"cron": "0 9 * * *", "at": "09:00"}),
            json!({"unit": "days", "at": "24:00"}),
            json!({"unit": "days", "at": "9"}),
            json!({"unit": "days", "at": "09:00", "every": 0}),
            json!({"unit": "working_days", "at": "09:00", "every": 2}),
            json!({"unit": "days", "at": "09:00", "weekday": "monday"}),
            json!({"unit": "weeks", "at": "09:00", "day": 3}),
            json!({"unit": "months", "at": "09:00", "day": 32}),
            json!({"unit": "months", "at": "09:00", "day": 3, "last_day": true}),
        ] {
            assert!(rule(when.clone()).is_err(), "{when}");
        }
    }

    #[test]
    fn rules_are_told_in_words() {
        let told = |when| rule(when).unwrap().to_string();
        assert_eq!(
            told(json!({"unit": "weeks", "at": "07:00", "weekday": "friday"})),
            "every week on friday at 07:00 from 2026-01-01"
        );
        assert_eq!(
            told(json!({"unit": "months", "every": 3, "last_day": true, "at": "23:05"})),
            "every 3 months on the last day at 23:05 from 2026-01-01"
        );
        assert_eq!(told(json!({"unit": "working_days", "at": "18:00"})), "every working day at 18:00 from 2026-01-01");
    }
}
