//! The business date of a sale whose own period is closed.

use crate::violations::Violations;
use command::Tx;
use jiff::ToSpan;
use kernel::{Date, Result};
use ledger::Company;

/// The number of months after the document date that are searched for an open period.
const MONTHS_AHEAD: i64 = 36;

/// The business date of a sale: its document date. For a sale that has already happened in a period that is now closed: the
/// first day of the next open period, else today; the sale is then flagged `period_closed`.
pub(crate) fn open_day(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    date: Date,
    violations: &mut Violations,
) -> Result<Date> {
    let refused = match ledger::open_period(tx, company.id, date) {
        Ok(_) => return Ok(date),
        Err(error) if !violations.is_offline() => return Err(error),
        Err(error) => error,
    };
    for months in 1..=MONTHS_AHEAD {
        let Ok(first) = date.first_of_month().checked_add(months.months()) else { break };
        if ledger::open_period(tx, company.id, first).is_ok() {
            violations.flag("period_closed");
            return Ok(first);
        }
    }
    let today = ledger::today(tx)?;
    if ledger::open_period(tx, company.id, today).is_ok() {
        violations.flag("period_closed");
        return Ok(today);
    }
    Err(refused)
}
