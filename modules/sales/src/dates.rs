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

/// The date on the paper of a sale: the one that is named, else the day on which it was made. A date more than a day ahead of today is
/// refused at `business_date`; a sale that has already happened gets today and is flagged `clock_ahead`. A device whose clock was never
/// set or cannot be read is flagged `date_implausible`.
pub(crate) fn document_date(tx: &mut Tx<'_, '_>, named: Option<Date>, violations: &mut Violations) -> Result<Date> {
    let today = ledger::today(tx)?;
    let date = match named {
        Some(date) => date,
        None if violations.is_offline() => ledger::date_of_event(tx)?,
        None => today,
    };
    let tolerated = Instant::from_micros(tx.now().micros().saturating_add(CLOCK_TOLERANCE.as_micros() as i64));
    if violations.is_offline() && tx.occurred_at().is_some_and(|occurred| occurred > tolerated) {
        violations.flag("clock_ahead");
    }
    if violations.is_offline() && tx.occurred_at() == Some(Instant::default()) {
        violations.flag("date_implausible");
    }
    if today.tomorrow().is_ok_and(|tomorrow| date > tomorrow) {
        violations.add("clock_ahead", "business_date", errors::date_ahead(date, today));
        return Ok(today);
    }
    Ok(date)
}

/// The business date of a sale and its document date: the same, if that day is open. For a sale that has already happened in a period
/// that is now closed, the business date is the first day of the next open period, flagged `period_closed`. A date so long ago
/// that no period near it is open is a wrong clock: both dates are today, flagged `date_implausible`.
pub(crate) fn open_day(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    date: Date,
    violations: &mut Violations,
) -> Result<(Date, Date)> {
    let refused = match ledger::open_period(tx, company.id, date) {
        Ok(_) => return Ok((date, date)),
        Err(error) if !violations.is_offline() => return Err(error),
        Err(error) => error,
    };
    for months in 1..=MONTHS_AHEAD {
        let Ok(first) = date.first_of_month().checked_add(months.months()) else { break };
        if ledger::open_period(tx, company.id, first).is_ok() {
            violations.flag("period_closed");
            return Ok((first, date));
        }
    }
    let today = ledger::today(tx)?;
    if ledger::open_period(tx, company.id, today).is_ok() {
        violations.flag("date_implausible");
        return Ok((today, today));
    }
    Err(refused)
}
