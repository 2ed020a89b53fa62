use crate::books::company;
use crate::records::Company;
use command::{Command, Query, QueryContext, Tx};
use kernel::{Error, Result, ToSchema};
use money::Currency;
use serde::{Deserialize, Serialize};
use store::Session;

/// Changes the name, time zone or price convention of the company. Its currency never changes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCompany {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// IANA time zone, for example `Asia/Dhaka`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Whether entered prices include tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices_include_tax: Option<bool>,
}

/// The company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CompanyView {
    /// Its name.
    pub name: String,
    /// The currency of the books.
    pub base_currency: Currency,
    /// IANA time zone.
    pub timezone: String,
    /// Whether entered prices include tax.
    pub prices_include_tax: bool,
}

impl CompanyView {
    fn of(company: &Company) -> CompanyView {
        let Company { name, base_currency, timezone, prices_include_tax, .. } = company.clone();
        CompanyView { name, base_currency, timezone, prices_include_tax }
    }
}

impl Command for UpdateCompany {
    const NAME: &'static str = "ledger.company.update";
    type Output = CompanyView;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CompanyView> {
        if self
            .name
            .as_ref()
            .is_some_and(|name| name.trim().is_empty() || name.chars().count() > 255 || name.contains('\0'))
        {
            return Err(Error::field("name", "invalid_value", "A name has 1 to 255 characters."));
        }
        if self.timezone.as_ref().is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
            return Err(Error::field("timezone", "not_found", "Name an IANA time zone, for example Asia/Dhaka."));
        }
        let id = company(tx)?.id;
        let changed = tx.edit::<Company>(&id, |company| {
            company.name = self.name.clone().unwrap_or_else(|| company.name.clone());
            company.timezone = self.timezone.clone().unwrap_or_else(|| company.timezone.clone());
            company.prices_include_tax = self.prices_include_tax.unwrap_or(company.prices_include_tax);
            Ok(())
        })?;
        Ok(CompanyView::of(&changed))
    }
}

/// The company.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyDetail {}

impl Query for CompanyDetail {
    const NAME: &'static str = "ledger.company.view";
    type Output = CompanyView;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<CompanyView> {
        Ok(CompanyView::of(&*crate::company(read)?))
    }
}
