//! The dates of a sale: the one on its paper, and the one it is booked on.

use crate::errors;
use crate::violations::Violations;
use command::Tx;
use jiff::{SignedDuration, ToSpan};
use kernel::{Date, Instant, Result};
use ledger::Company;
use store::Read;

/// The number of months after the document date that are searched for an open period.
const MONTHS_AHEAD: i64 = 36;
/// How far the clock of a device may be ahead before its sales are flagged.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// The time at which a device made a sale. Where its clock was never set, cannot be read or tells a day that no period is near, it
/// is now: the sale is dated today, and what it names is what has that name now.
pub(crate) fn made_at(tx: &mut Tx<'_, '_>) -> Result<Instant> {
    let happened_at = tx.happened_at();
    if happened_at == tx.now() {
        return Ok(happened_at);
    }
    let (company, day) = (ledger::company(tx)?, ledger::date_of_event(tx)?);
    let is_plausible = happened_at != Instant::default() && first_open_day(tx, &company, day).is_some();
    Ok(if is_plausible { happened_at } else { tx.now() })
}

/// The date on the paper of a sale: the one that is named, else the day on which it was made. A date more than a day ahead of today is
/// refused at `business_date`; a sale that has already happened gets today and is flagged `clock_ahead`. It also gets today, flagged
/// `date_implausible`, instead of a date so long ago that no period near it is open, and where its time was not believed.
pub(crate) fn document_date(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    named: Option<Date>,
    violations: &mut Violations,
) -> Result<Date> {
    let today = ledger::today(tx)?;
    let tolerated = Instant::from_micros(tx.now().micros().saturating_add(CLOCK_TOLERANCE.as_micros() as i64));
    if violations.is_offline() && tx.occurred_at().is_some_and(|occurred| occurred > tolerated) {
        violations.flag("clock_ahead");
    }
    if violations.made_at().is_some_and(|made_at| made_at != tx.happened_at()) {
        violations.flag("date_implausible");
    }
    let made_on = violations.made_at().map(|made_at| made_at.date_in(&company.timezone));
    let date = named.or(made_on).unwrap_or(today);
    if today.tomorrow().is_ok_and(|tomorrow| date > tomorrow) {
        violations.add("clock_ahead", "business_date", errors::date_ahead(date, today));
        return Ok(today);
    }
    if violations.is_offline() && first_open_day(tx, company, date).is_none() {
        violations.flag("date_implausible");
        return Ok(today);
    }
    Ok(date)
}

/// The business date of a sale with this document date: the same, if that day is open. For a sale that has already happened in a
/// period that is now closed it is the first day of the next open period.
pub(crate) fn open_day(tx: &mut Tx<'_, '_>, company: &Company, date: Date, violations: &Violations) -> Result<Date> {
    match ledger::open_period(tx, company.id, date) {
        Err(refused) if violations.is_offline() => first_open_day(tx, company, date).ok_or(refused),
        opened => opened.map(|_| date),
    }
}

/// `date`, if it is open, or the first day of the next open period, which is at most [`MONTHS_AHEAD`] months later.
fn first_open_day(tx: &mut Tx<'_, '_>, company: &Company, date: Date) -> Option<Date> {
    let first_of_month = |months: i64| date.first_of_month().checked_add(months.months()).ok();
    let mut days = std::iter::once(date).chain((1..=MONTHS_AHEAD).map_while(first_of_month));
    days.find(|day| ledger::open_period(tx, company.id, *day).is_ok())
}
