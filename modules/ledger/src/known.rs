//! The entries that a report knows, and the days it covers.

use crate::books::{company, today, year_start};
use crate::records::{Balance, Site};
use crate::{errors, queries};
use command::{ReportHead, Tx};
use kernel::{Date, Id, Result};
use std::ops::RangeInclusive;
use store::{Ref, Session};

/// The entries that a report knows: all of them, or those up to one, as they were known when that entry was the last.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    seq: i64,
    /// Whether later entries exist, which the report leaves out.
    is_past: bool,
}

impl Known {
    /// The entries up to `as_known_at`, the place of an entry in the journal as a parameter names it; all where it is left out.
    ///
    /// # Errors
    ///
    /// 400 `invalid_parameter` where it is not a whole number.
    pub fn at(read: &mut Session<'_>, as_known_at: Option<&str>) -> Result<Known> {
        let last = queries::last_seq(read)?;
        let asked = as_known_at.map(|seq| whole_number("as_known_at", seq)).transpose()?;
        let seq = asked.unwrap_or(last).min(last);
        Ok(Known { seq, is_past: seq < last })
    }

    /// The last entry that the report knows.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// The first segment of the journal that the report does not know whole; none where it knows all entries.
    pub(crate) fn open_segment(&self) -> Option<i64> {
        self.is_past.then(|| (self.seq + 1) / Balance::SEGMENT)
    }
}

/// The place of the last entry in the journal, for a command that has not written yet.
///
/// # Errors
///
/// What the database refuses.
pub fn last_entry(tx: &mut Tx<'_, '_>) -> Result<i64> {
    tx.session().flush()?;
    queries::last_seq(tx.session())
}

/// The whole number of the parameter `name`, not negative.
pub(crate) fn whole_number(name: &str, text: &str) -> Result<i64> {
    let parsed = text.parse().ok().filter(|number| *number >= 0);
    parsed.ok_or_else(|| errors::negative_parameter(name))
}

/// The years that reports and lists of the journal may be asked for: a year before and after them can still be compared with.
const YEARS: RangeInclusive<i16> = 1900..=2200;

/// The day that a report is asked for by its parameter `name`; today where it names none.
///
/// # Errors
///
/// 422 at `name` where the day is far off.
pub fn day_or_today(read: &mut Session<'_>, name: &str, day: Option<Date>) -> Result<Date> {
    check_year(name, day)?;
    day.map_or_else(|| today(read), Ok)
}

/// Refuses a day in a year that no company keeps books of (422 at `name`).
pub(crate) fn check_year(name: &str, day: Option<Date>) -> Result<()> {
    match day {
        Some(day) if !YEARS.contains(&day.year()) => {
            Err(errors::day_far_off(YEARS.start(), YEARS.end()).at(name.to_owned()))
        }
        _ => Ok(()),
    }
}

/// The branch to which a report is limited; all where none is named.
///
/// # Errors
///
/// 422 at `branch` where there is no such branch.
pub fn report_branch(read: &mut Session<'_>, branch: Option<&Ref<Site>>) -> Result<Option<Id<Site>>> {
    let branch = branch.map(|branch| branch.get(read).map_err(|error| error.at("branch"))).transpose()?;
    Ok(branch.map(|site| site.id))
}

/// The first and the last day of a report: this fiscal year until today where it names none.
///
/// # Errors
///
/// 422 where the first day is after the last, or one of them is far off.
pub fn report_days(read: &mut Session<'_>, from: Option<Date>, to: Option<Date>) -> Result<(Date, Date)> {
    let last = day_or_today(read, "to", to)?;
    let from = from.map_or_else(|| year_start(read, last), Ok)?;
    check_days(from, to, last)?;
    Ok((from, last))
}

/// What stands above the table of a report: the company, the currency of its books, the days of the report and the last entry it knows.
pub fn report_head(
    read: &mut Session<'_>,
    (from, to): (Option<Date>, Option<Date>),
    seq: Option<i64>,
) -> Result<ReportHead> {
    let company = company(read)?;
    let (name, currency) = (company.name.clone(), Some(company.base_currency));
    let head = ReportHead { company: name, currency, from, to, facts: Vec::new() };
    Ok(match seq {
        Some(seq) => head.fact("As known at entry", seq),
        None => head,
    })
}

/// Refuses a first day after `last`, which is the day that is named, `to`, or today (422 at `from`).
pub(crate) fn check_days(from: Date, to: Option<Date>, last: Date) -> Result<()> {
    check_range(Some(from), to)?;
    if from > last { Err(errors::from_after_today(from, last).at("from")) } else { Ok(()) }
}

/// Refuses a range of days whose first day is after its last (422 at `from`), and days that are far off.
pub fn check_range(from: Option<Date>, to: Option<Date>) -> Result<()> {
    check_year("from", from)?;
    check_year("to", to)?;
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(errors::from_after_to(from, to).at("from")),
        _ => Ok(()),
    }
}
