//! The calendar of a company: its years, and days of one calendar in the other.

use crate::errors;
use crate::records::CorrectedYear;
use command::{Query, QueryContext, SettingPlace};
use kernel::{Date, Result, ToSchema, defect};
use language::{BikramSambatDay, Calendar, Style, Years};
use resource::Listing;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Session, field};

/// The years of Bikram Sambat, as the company has corrected them.
pub(crate) fn years(read: &mut Session<'_>) -> Result<Arc<Years>> {
    Ok(Years::corrected(&corrections(read)?))
}

fn corrections(read: &mut Session<'_>) -> Result<BTreeMap<i16, [u8; 12]>> {
    let rows = read.query("SELECT year, months FROM bikram_sambat_year ORDER BY year", &[])?;
    let corrected = rows.into_iter().map(|row| {
        let mut row = row.into_iter();
        let (year, months): (i64, String) = (field(row.next())?, field(row.next())?);
        let corrected = i16::try_from(year).ok().zip(CorrectedYear::months(&months));
        corrected.ok_or_else(|| defect(format!("the months of {year} are {months}")))
    });
    corrected.collect()
}

/// A year of Bikram Sambat.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct YearOut {
    /// The year.
    year: i16,
    /// Its first day, in the Gregorian calendar.
    first_day: Date,
    /// The days of its twelve months.
    months: Vec<u16>,
    /// Whether the company has corrected it.
    is_corrected: bool,
}

/// The years of Bikram Sambat with the lengths of their months: what a client needs to show days in it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListYears {}

impl Query for ListYears {
    const NAME: &'static str = "locale.calendar.view";
    const OPERATION: &'static str = "locale.calendar.years";
    const SCOPED: bool = true;
    type Output = Listing<YearOut>;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<Listing<YearOut>> {
        let corrections = corrections(read)?;
        let years = Years::corrected(&corrections);
        let shown = years.all().map(|(year, months)| {
            let first_day = years.first_day(year).ok_or_else(|| defect("a year without a first day"))?;
            let is_corrected = corrections.contains_key(&year);
            Ok(YearOut { year, first_day, months: months.map(u16::from).to_vec(), is_corrected })
        });
        let shown = shown.collect::<Result<Vec<_>>>()?;
        Ok(Listing::of(shown.len() as i64, None, shown))
    }
}

/// A day in both calendars.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayOut {
    /// In the Gregorian calendar.
    date: Date,
    /// In Bikram Sambat, written like 2083-03-15.
    bikram_sambat: String,
    /// As you have days written, in the Gregorian calendar.
    date_text: String,
    /// As you have days written, in Bikram Sambat.
    bikram_sambat_text: String,
}

/// A day of one calendar in the other.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConvertDay {
    /// A day of the Gregorian calendar …
    date: Option<Date>,
    /// … or one of Bikram Sambat, written like 2083-03-15.
    bikram_sambat: Option<String>,
}

impl Query for ConvertDay {
    const NAME: &'static str = "locale.calendar.view";
    const OPERATION: &'static str = "locale.calendar.convert";
    const SCOPED: bool = true;
    type Output = DayOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<DayOut> {
        let style = crate::style(read, SettingPlace { user: Some(context.user()), site: None })?;
        let (date, bikram_sambat) = match (self.date, &self.bikram_sambat) {
            (Some(date), None) => {
                (date, style.years.of_day(date).ok_or_else(|| errors::day_out_of_reach().at("date"))?)
            }
            (None, Some(text)) => {
                let found = BikramSambatDay::parse(text).and_then(|day| Some((style.years.day(day)?, day)));
                found.ok_or_else(|| errors::no_such_day(text).at("bikram_sambat"))?
            }
            (Some(_), Some(_)) => return Err(errors::one_day().at("bikram_sambat")),
            (None, None) => return Err(errors::one_day().at("date")),
        };
        let gregorian = Style { calendar: Calendar::Gregorian, ..style.clone() };
        Ok(DayOut {
            date,
            bikram_sambat: bikram_sambat.to_string(),
            date_text: gregorian.day(date),
            bikram_sambat_text: style.bikram_sambat(bikram_sambat),
        })
    }
}
