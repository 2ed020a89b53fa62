use crate::books::{company, today};
use crate::records::{FiscalYear, Period, PeriodChange, PeriodState};
use crate::series::last_entry;
use crate::{errors, queries};
use command::{Command, Tx};
use jiff::ToSpan;
use kernel::{Date, Error, Id, Result, Text, ToSchema};
use resource::transition;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Read;

/// The first calendar year in which a fiscal year may start that joins no other.
const FIRST_YEAR: i16 = 1990;

/// Opens a fiscal year of twelve months. All years of a company start in the same month. The year that a new company begins with
/// is replaced by one that overlaps it, as long as nothing has been posted. A year that joins no other starts in 1990 at the
/// earliest and next year at the latest. No year is opened before a closed month: its entries would change what was closed. One
/// that was opened by mistake can be deleted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Open fiscal year")]
pub struct OpenYear {
    /// The first day of a month.
    pub starts_on: Date,
}

/// A year that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Opened {
    /// Its id.
    pub id: Id<FiscalYear>,
    /// Its code: the calendar year it starts in.
    pub code: String,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
}

/// Opens the fiscal year that starts on `starts_on`, with its twelve periods. All years of a company start in the same month, so
/// that no month is left that no year can hold; the first year decides it. As long as nothing has been posted, the first year may
/// be replaced by one that overlaps it.
///
/// # Errors
///
/// At `starts_on`: 422 where the day is no first of a month, leaves a gap or is far off; 409 `year_overlaps`, or `later_period_closed`
/// where a later month is closed.
pub fn open_year(tx: &mut Tx<'_, '_>, starts_on: Date) -> Result<Opened> {
    let beyond = |_| errors::year_too_far().at("starts_on");
    if starts_on.day() != 1 {
        return Err(errors::not_first_of_month().at("starts_on"));
    }
    let company = company(tx)?.id;
    let ends_on = starts_on.checked_add(1.year()).and_then(|next| next.checked_sub(1.day())).map_err(beyond)?;
    let years = tx.scan(FiscalYear::BY_COMPANY_STARTS_ON, company)?;
    let last = today(tx)?.year() + 1;
    if !joins(&years, starts_on, ends_on) && !(FIRST_YEAR..=last).contains(&starts_on.year()) {
        return Err(errors::year_far_off(FIRST_YEAR, last).at("starts_on"));
    }
    make_room(tx, &years, starts_on, ends_on)?;
    refuse_before_closed(tx, ends_on)?;
    let (fiscal_year, code) = (tx.id(), starts_on.year().to_string());
    for number in 1..=12i64 {
        let first = starts_on.checked_add((number - 1).months()).map_err(beyond)?;
        let id = tx.id();
        tx.insert_new(Period {
            id,
            company,
            fiscal_year,
            year: code.clone(),
            number,
            month: month_of(first),
            starts_on: first,
            ends_on: first.last_of_month(),
            state: PeriodState::Open,
            closed_after: None,
        })?;
    }
    tx.insert_new(FiscalYear {
        id: fiscal_year,
        company,
        code: code.clone(),
        starts_on,
        ends_on,
        state: PeriodState::Open,
    })?;
    Ok(Opened { id: fiscal_year, code, starts_on, ends_on })
}

/// Whether one of `years` ends the day before `starts_on` or starts the day after `ends_on`.
fn joins(years: &[Arc<FiscalYear>], starts_on: Date, ends_on: Date) -> bool {
    let follows = |end: Date, start: Date| end.tomorrow().is_ok_and(|next| next == start);
    years.iter().any(|year| follows(year.ends_on, starts_on) || follows(ends_on, year.starts_on))
}

/// Refuses a year that overlaps another or leaves a gap that no year can fill; takes the only year away where nothing has been
/// posted yet and the new one overlaps it. A year that holds today does not give way to one that has ended.
fn make_room(tx: &mut Tx<'_, '_>, years: &[Arc<FiscalYear>], starts_on: Date, ends_on: Date) -> Result<()> {
    if let Some(year) = years.iter().find(|year| year.starts_on <= ends_on && starts_on <= year.ends_on) {
        if years.len() > 1 || year.starts_on == starts_on || last_entry(tx)? > 0 || was_closed(tx, year)? {
            let overlaps = errors::year_overlaps(&year.code, year.starts_on, year.ends_on);
            return Err(overlaps.blame("starts_on", errors::lies_in_a_year()));
        }
        let today = today(tx)?;
        if year.holds(today) && ends_on < today {
            let next = ends_on.tomorrow().map_err(|_| errors::year_too_far().at("starts_on"))?;
            return Err(errors::year_before_current(today, next).at("starts_on"));
        }
        return remove_year(tx, year);
    }
    match years.first() {
        Some(first) if first.starts_on.month() != starts_on.month() => {
            let month = first.starts_on.strftime("%B").to_string();
            Err(errors::year_leaves_gap(month).at("starts_on"))
        }
        _ => Ok(()),
    }
}

/// Refuses a year that ends on `ends_on` where a later month is closed.
fn refuse_before_closed(tx: &mut Tx<'_, '_>, ends_on: Date) -> Result<()> {
    let closed = tx.scan(Period::BY_STATE_STARTS_ON, PeriodState::Closed)?;
    let mut later = closed.iter().filter(|period| period.starts_on > ends_on);
    let Some(first) = later.next() else { return Ok(()) };
    let last = later.next_back().unwrap_or(first);
    let refused = errors::later_period_closed(&first.month, &last.month);
    Err(refused.blame("starts_on", errors::lies_before_closed_period(&last.month)))
}

/// Whether a month of the year is closed, or was.
fn was_closed(tx: &mut Tx<'_, '_>, year: &FiscalYear) -> Result<bool> {
    for period in tx.scan(Period::BY_FISCAL_YEAR, year.id)? {
        if !tx.scan(PeriodChange::BY_PERIOD, period.id)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes a year in which nothing has been posted and no month was closed. Only entries take numbers, so it has no series.
fn remove_year(tx: &mut Tx<'_, '_>, year: &FiscalYear) -> Result<()> {
    for period in tx.scan(Period::BY_FISCAL_YEAR, year.id)? {
        tx.delete::<Period>(&period.id)?;
    }
    tx.delete::<FiscalYear>(&year.id)
}

/// Takes back a fiscal year that was opened by mistake: nothing has been posted in it, none of its months was closed, it does not
/// hold today, and it does not lie between two others. Its history stays.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Remove fiscal year")]
pub struct RemoveYear {
    /// The fiscal year: its id or its code.
    pub id: Text<255>,
    /// The version the fiscal year must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_match: Option<i64>,
}

impl Command for RemoveYear {
    const NAME: &'static str = "ledger.year.remove";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let year = tx.lookup::<FiscalYear>(&self.id)?.ok_or_else(|| Error::not_found("fiscal year", &*self.id))?;
        tx.require_version::<FiscalYear>(&year.id, self.if_match)?;
        let (code, today) = (&year.code, today(tx)?);
        if year.holds(today) {
            return Err(errors::current_year(code, today));
        }
        let years = tx.scan(FiscalYear::BY_COMPANY_STARTS_ON, year.company)?;
        let (before, after): (Vec<_>, Vec<_>) = years.into_iter().partition(|other| other.starts_on < year.starts_on);
        if joins(&before, year.starts_on, year.ends_on) && joins(&after, year.starts_on, year.ends_on) {
            return Err(errors::year_between(code));
        }
        if queries::has_entries(tx, year.starts_on, year.ends_on)? {
            return Err(errors::year_has_entries(code));
        }
        if was_closed(tx, &year)? {
            return Err(errors::year_was_closed(code));
        }
        remove_year(tx, &year)
    }
}

/// A month as clients write it: `2026-11`.
fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Command for OpenYear {
    const NAME: &'static str = "ledger.year.open";
    const STATUS: u16 = 201;
    type Output = Opened;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Opened> {
        open_year(tx, self.starts_on)
    }
}

/// Closes the month: it takes no entries any more. Months are closed in their order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePeriod {
    /// The month, as `2026-11`.
    pub month: String,
}

/// Opens a closed month again. The time, the user and the reason stay with the period.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenPeriod {
    /// The month, as `2026-11`.
    pub month: String,
    /// The reason in words.
    #[serde(default)]
    pub reason: Text<500>,
}

/// The state of a month after the command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PeriodChanged {
    /// The month.
    pub month: String,
    /// `open` or `closed`.
    pub state: String,
}

fn change(tx: &mut Tx<'_, '_>, month: &str, to: PeriodState, reason: &str) -> Result<PeriodChanged> {
    if format!("{month}-01").parse::<Date>().is_err() {
        return Err(errors::invalid_month().at("month"));
    }
    let period = tx.scan(Period::BY_MONTH, month)?.into_iter().next();
    let period = period.ok_or_else(|| Error::not_found("period", month))?;
    let first_open = tx.scan(Period::BY_STATE_STARTS_ON, PeriodState::Open)?.into_iter().next();
    if let Some(open) = first_open.filter(|open| to == PeriodState::Closed && open.starts_on < period.starts_on) {
        return Err(errors::earlier_period_open(&open.month));
    }
    let last = last_entry(tx)?;
    let refused = |period: &Period| errors::period_is_already(month, period.state);
    transition(tx, &period.id, to, refused, |period| {
        period.closed_after = (to == PeriodState::Closed).then_some(last);
    })?;
    let n = tx.scan(PeriodChange::BY_PERIOD, period.id)?.len() as i64 + 1;
    let (at, actor, reason) = (tx.now(), tx.actor(), reason.to_owned());
    tx.insert_new(PeriodChange { period: period.id, n, state: to, at, actor, reason })?;
    if to == PeriodState::Open || period.number == 12 {
        tx.edit::<FiscalYear>(&period.fiscal_year, |year| {
            year.state = to;
            Ok(())
        })?;
    }
    Ok(PeriodChanged { month: month.to_owned(), state: to.to_string() })
}

impl Command for ClosePeriod {
    const NAME: &'static str = "ledger.period.close";
    type Output = PeriodChanged;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PeriodChanged> {
        change(tx, &self.month, PeriodState::Closed, "")
    }
}

impl Command for ReopenPeriod {
    const NAME: &'static str = "ledger.period.reopen";
    type Output = PeriodChanged;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PeriodChanged> {
        change(tx, &self.month, PeriodState::Open, &self.reason)
    }
}
