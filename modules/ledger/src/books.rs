//! What every posting reads first: the company, its date, its main site, its accounts and periods.

use crate::posting_role::PostingRole;
use crate::records::{Account, Company, FiscalYear, NumberSeries, Period, PeriodState, PostingAccount, Site};
use crate::series::{DocumentSeries, last_entry};
use crate::{errors, events};
use command::DataStepRow;
use kernel::{Date, Id, Result};
use std::sync::Arc;
use store::{Prefetch, Read};

/// The company.
pub fn company(read: &mut impl Read) -> Result<Arc<Company>> {
    read.find(Company::BY_CODE, crate::MAIN)?.ok_or_else(errors::company_not_set_up)
}

/// The company's date now.
pub fn today(read: &mut impl Read) -> Result<Date> {
    let company = company(read)?;
    Ok(read.now().date_in(&company.timezone))
}

/// The first day of the fiscal year that holds `day`, opened or not: all years start in the same month.
pub fn year_start(read: &mut impl Read, day: Date) -> Result<Date> {
    let company = company(read)?.id;
    let years = read.scan(FiscalYear::BY_COMPANY_STARTS_ON, company)?;
    let month = years.first().map_or(1, |year| year.starts_on.month());
    let year = if day.month() < month { day.year() - 1 } else { day.year() };
    Ok(Date::new(year, month, 1).unwrap_or(day.first_of_year()))
}

/// The company's date when what the command records happened.
pub fn date_of_event(read: &mut impl Read) -> Result<Date> {
    let company = company(read)?;
    Ok(read.happened_at().date_in(&company.timezone))
}

/// The date a document is booked on: the one it names, else the company's date now. What happened on an offline device is
/// booked on the day it happened, if that day is open.
pub fn date_or_today(read: &mut impl Read, date: Option<Date>) -> Result<Date> {
    if let Some(date) = date {
        return Ok(date);
    }
    let today = today(read)?;
    if read.happened_at() == read.now() {
        return Ok(today);
    }
    let (day, company) = (date_of_event(read)?, company(read)?);
    Ok(if open_period(read, company.id, day).is_ok() { day } else { today })
}

/// [`date_or_today`] for a document of something that has happened: it is dated at most one day ahead of the company's date, since
/// a till may be in a zone that is ahead. Journal entries by hand and movements of goods may be dated ahead, for what is known to
/// come: such goods are not on hand before their day.
///
/// # Errors
///
/// 422 `date_ahead` at `business_date`.
pub fn document_date(read: &mut impl Read, date: Option<Date>) -> Result<Date> {
    let (date, today) = (date_or_today(read, date)?, today(read)?);
    if today.tomorrow().is_ok_and(|tomorrow| date > tomorrow) {
        return Err(errors::date_ahead(today).at("business_date"));
    }
    Ok(date)
}

/// The company's main site; 409 `not_set_up` before the company is set up.
pub fn main_site(read: &mut impl Read) -> Result<Id<Site>> {
    let site = read.find(Site::BY_CODE, crate::MAIN)?;
    site.map(|site| site.id).ok_or_else(errors::site_not_set_up)
}

/// The account chosen for `role`; 409 `no_posting_account` where none is.
pub fn account_of(read: &mut impl Read, role: PostingRole) -> Result<Id<Account>> {
    let row = read.get::<PostingAccount>(&role.code.to_owned())?;
    let row = row.ok_or_else(|| errors::no_posting_account(role.code, role.meaning))?;
    Ok(row.account)
}

/// Loads what posting a document reads: its period, the series of its number (none where another system numbered it), and
/// the accounts of `roles`. `date` is the one the document names, see [`date_or_today`].
pub fn prefetch_posting(
    read: &mut Prefetch<'_>,
    series: Option<DocumentSeries>,
    date: Option<Date>,
    roles: &[PostingRole],
) {
    last_entry(read).ok();
    read.get::<DataStepRow>(&events::key()).ok();
    if let Some(series) = series {
        // Beside the company, so that a rule for its numbers costs no round trip more.
        read.scan(NumberSeries::BY_DOCUMENT_STARTS_ON, series.document).ok();
    }
    if let (Ok(company), Ok(date)) = (company(read), date_or_today(read, date))
        && let (Ok(period), Some(series)) = (open_period(read, company.id, date), series)
    {
        series.prefetch(read, &period, date);
    }
    prefetch_accounts(read, roles);
}

/// Loads the accounts of `roles`.
pub fn prefetch_accounts(read: &mut Prefetch<'_>, roles: &[PostingRole]) {
    for role in roles {
        account_of(read, *role).and_then(|account| read.get::<Account>(&account)).ok();
    }
}

/// The open period of `date`; 409 where it is closed or does not exist.
pub fn open_period(read: &mut impl Read, company: Id<Company>, date: Date) -> Result<Arc<Period>> {
    let period = read.find(Period::BY_COMPANY_STARTS_ON, (company, date.first_of_month()))?;
    let period = period.ok_or_else(|| errors::no_period(date).blame("business_date", errors::date_in_no_year()))?;
    if period.state == PeriodState::Closed {
        return Err(errors::period_closed(date).blame("business_date", errors::date_in_closed_period()));
    }
    Ok(period)
}
