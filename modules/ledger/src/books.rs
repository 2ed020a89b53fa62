//! What every posting asks first: the company, its day, its accounts and periods.

use crate::records::{Account, Company, Period, PeriodState, PostingAccount, PostingRole};
use kernel::{Date, Error, Id, Result};
use std::sync::Arc;
use store::{Prefetch, Read};

/// The company.
pub fn company(read: &mut impl Read) -> Result<Arc<Company>> {
    read.find(Company::BY_CODE, crate::MAIN)?
        .ok_or_else(|| Error::conflict("not_set_up", "The company has not been set up yet."))
}

/// The company's date now.
pub fn today(read: &mut impl Read) -> Result<Date> {
    let company = company(read)?;
    Ok(read.now().date_in(&company.timezone))
}

/// The account that plays `role`.
pub fn account_of(read: &mut impl Read, role: PostingRole) -> Result<Id<Account>> {
    let row = read.get::<PostingAccount>(&role.as_str().to_owned())?;
    let row = row.ok_or_else(|| {
        Error::conflict(
            "no_posting_account",
            format!("No account has been chosen for “{role}”. Choose one in the settings."),
        )
    })?;
    Ok(row.account)
}

/// Names the rows that every posting on `date` reads, the accounts of `roles` among them.
pub fn prefetch_posting(read: &mut Prefetch<'_>, date: Option<Date>, roles: &[PostingRole]) {
    read.get::<command::Series>(&ENTRY_SERIES.to_owned()).ok();
    if let (Ok(company), Some(date)) = (company(read), date) {
        open_period(read, company.id, date).ok();
    }
    for role in roles {
        account_of(read, *role).and_then(|account| read.get::<Account>(&account)).ok();
    }
}

pub(crate) const ENTRY_SERIES: &str = "entry";

/// The open period of `date`; 409 where it is closed or does not exist.
pub fn open_period(read: &mut impl Read, company: Id<Company>, date: Date) -> Result<Arc<Period>> {
    let period = read.find(Period::BY_COMPANY_STARTS_ON, (company, date.first_of_month()))?;
    let period = period.ok_or_else(|| {
        Error::conflict("no_period", format!("There is no fiscal year that holds {date}. Open it first."))
            .blaming("business_date", "lies in no fiscal year")
    })?;
    if period.state == PeriodState::Closed {
        return Err(Error::conflict("period_closed", format!("The period of {date} is closed."))
            .blaming("business_date", "lies in a closed period"));
    }
    Ok(period)
}
