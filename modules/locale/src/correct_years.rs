use crate::errors;
use crate::records::CorrectedYear;
use command::{Command, Tx};
use kernel::{FieldErrors, Result, ToSchema};
use language::Years;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Read};

/// Corrects the lengths of the months of years of Bikram Sambat that follow one another. Days are kept in the Gregorian calendar: only how they
/// are shown changes. A year with the lengths of the program's own table is no longer a corrected one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Correct the calendar")]
pub(crate) struct CorrectYears {
    /// The years, in their order. Together they have as many days as before.
    #[schema(min_items = 1, max_items = 20)]
    years: Vec<YearToCorrect>,
}

/// A year and its months.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct YearToCorrect {
    /// The year of Bikram Sambat.
    year: i64,
    /// The days of its twelve months.
    #[schema(min_items = 12, max_items = 12)]
    months: Vec<i64>,
}

/// The years that are corrected now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct YearsCorrected {
    /// Those of them that are not as the program's own table says.
    corrected: Vec<i64>,
}

impl Command for CorrectYears {
    const NAME: &'static str = "locale.calendar.correct";
    type Output = YearsCorrected;

    fn example() -> Json {
        json!({"years": [{"year": 2085, "months": [31, 31, 32, 31, 31, 30, 30, 30, 29, 30, 29, 31]}]})
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        for year in &self.years {
            read.get::<CorrectedYear>(&year.year).ok();
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<YearsCorrected> {
        let standard = Years::standard();
        let mut errors = FieldErrors::default();
        let mut wanted = Vec::with_capacity(self.years.len());
        let mut known_days = 0;
        for (n, given) in self.years.iter().enumerate() {
            let checked = errors.at("years", n, |errors| {
                let months = given.months(errors);
                let before = n.checked_sub(1).and_then(|before| self.years.get(before));
                if let Some(next) =
                    before.and_then(|before| before.year.checked_add(1)).filter(|next| *next != given.year)
                {
                    errors.add("year", errors::not_the_next_year(next));
                }
                errors.check_at("year", known(&standard, given.year)).map(|known| months.zip(known))
            })?;
            let Some((months, (year, own))) = checked else { continue };
            let now = tx.get::<CorrectedYear>(&given.year)?;
            let now = now.and_then(|now| CorrectedYear::months(&now.months)).unwrap_or(own);
            known_days += length(&now);
            wanted.push((year, months, months != own));
        }
        errors.finish()?;
        let days = wanted.iter().map(|(_, months, _)| length(months)).sum::<i64>();
        if days != known_days {
            return Err(errors::out_of_step(days, known_days).at("years"));
        }
        keep(tx, &wanted)?;
        let corrected = wanted.into_iter().filter(|(.., is_corrected)| *is_corrected).map(|(year, ..)| i64::from(year));
        Ok(YearsCorrected { corrected: corrected.collect() })
    }
}

/// Keeps the years that are not as the program's own table says, and no others.
fn keep(tx: &mut Tx<'_, '_>, years: &[(i16, [u8; 12], bool)]) -> Result<()> {
    for (year, months, is_corrected) in years {
        let row = CorrectedYear::of(*year, months);
        match (tx.get::<CorrectedYear>(&row.year)?, is_corrected) {
            (None, true) => tx.insert(row)?,
            (Some(_), true) => {
                let edited = tx.edit::<CorrectedYear>(&row.year, |kept| {
                    kept.months.clone_from(&row.months);
                    Ok(())
                });
                edited.map(drop)?;
            }
            (Some(_), false) => tx.delete::<CorrectedYear>(&row.year)?,
            (None, false) => {}
        }
    }
    Ok(())
}

/// A year that the table has, with its months there.
fn known(standard: &Years, year: i64) -> Result<(i16, [u8; 12])> {
    let found = i16::try_from(year).ok().and_then(|year| Some((year, *standard.months(year)?)));
    found.ok_or_else(|| {
        let mut years = standard.all().map(|(year, _)| year);
        let first = years.next().unwrap_or_default();
        errors::no_such_year(first, years.last().unwrap_or(first))
    })
}

impl YearToCorrect {
    /// The days of the months, if they are twelve that can be.
    fn months(&self, errors: &mut FieldErrors) -> Option<[u8; 12]> {
        let possible = |days: &i64| u8::try_from(*days).ok().filter(|days| (29..=32).contains(days));
        for (n, days) in self.months.iter().enumerate() {
            if possible(days).is_none() {
                errors.at("months", n, |errors| errors.add("", errors::month_length(days)));
            }
        }
        let months: Option<Vec<u8>> = self.months.iter().map(possible).collect();
        let months: [u8; 12] = months?.try_into().ok()?;
        if !(365..=366).contains(&length(&months)) {
            errors.add("months", errors::year_length(length(&months)));
            return None;
        }
        Some(months)
    }
}

fn length(months: &[u8; 12]) -> i64 {
    months.iter().copied().map(i64::from).sum()
}
