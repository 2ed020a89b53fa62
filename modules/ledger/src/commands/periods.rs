use crate::books::company;
use crate::errors;
use crate::records::{FiscalYear, Period, PeriodState};
use crate::series::last_entry;
use command::{Command, Tx};
use jiff::ToSpan;
use kernel::{Date, Error, Result, ToSchema};
use resource::transition;
use serde::{Deserialize, Serialize};
use store::Read;

/// Opens a fiscal year of twelve months.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenYear {
    /// The first day of a month.
    pub starts_on: Date,
}

/// A year that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Opened {
    /// Its code: the calendar year it starts in.
    pub code: String,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
}

/// Opens the fiscal year that starts on `starts_on`, with its twelve periods.
pub fn open_year(tx: &mut Tx<'_, '_>, starts_on: Date) -> Result<Opened> {
    let beyond = |_| errors::year_too_far().at("starts_on");
    if starts_on.day() != 1 {
        return Err(errors::not_first_of_month().at("starts_on"));
    }
    let company = company(tx)?;
    let ends_on = starts_on.checked_add(1.year()).and_then(|next| next.checked_sub(1.day())).map_err(beyond)?;
    let (fiscal_year, code) = (tx.id(), starts_on.year().to_string());
    for number in 1..=12i64 {
        let first = starts_on.checked_add((number - 1).months()).map_err(beyond)?;
        let id = tx.id();
        tx.insert_new(Period {
            id,
            company: company.id,
            fiscal_year,
            number,
            starts_on: first,
            ends_on: first.last_of_month(),
            state: PeriodState::Open,
            closed_after: None,
        })?;
    }
    tx.insert_new(FiscalYear { id: fiscal_year, company: company.id, code: code.clone(), starts_on, ends_on })?;
    Ok(Opened { code, starts_on, ends_on })
}

impl Command for OpenYear {
    const NAME: &'static str = "ledger.year.open";
    const STATUS: u16 = 201;
    type Output = Opened;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Opened> {
        open_year(tx, self.starts_on)
    }
}

/// Closes the month: it takes no entries any more.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePeriod {
    /// The month, as `2026-11`.
    pub month: String,
}

/// Opens a closed month again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenPeriod {
    /// The month, as `2026-11`.
    pub month: String,
}

/// The state of a month after the command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PeriodChanged {
    /// The month.
    pub month: String,
    /// `open` or `closed`.
    pub state: String,
}

fn change(tx: &mut Tx<'_, '_>, month: &str, to: PeriodState) -> Result<PeriodChanged> {
    let company = company(tx)?;
    let first: Date = format!("{month}-01").parse().map_err(|_| errors::invalid_month().at("month"))?;
    let period = tx.find(Period::BY_COMPANY_STARTS_ON, (company.id, first))?;
    let period = period.ok_or_else(|| Error::not_found("period", month))?;
    let last = last_entry(tx)?;
    let refused = |period: &Period| errors::period_is_already(month, period.state);
    transition(tx, &period.id, to, refused, |period| {
        period.closed_after = (to == PeriodState::Closed).then_some(last);
    })?;
    Ok(PeriodChanged { month: month.to_owned(), state: to.to_string() })
}

impl Command for ClosePeriod {
    const NAME: &'static str = "ledger.period.close";
    type Output = PeriodChanged;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PeriodChanged> {
        change(tx, &self.month, PeriodState::Closed)
    }
}

impl Command for ReopenPeriod {
    const NAME: &'static str = "ledger.period.reopen";
    type Output = PeriodChanged;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PeriodChanged> {
        change(tx, &self.month, PeriodState::Open)
    }
}
