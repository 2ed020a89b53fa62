use crate::books::company;
use crate::errors;
use crate::records::Company;
use command::{Command, Query, QueryContext, Tx};
use kernel::{Result, Text, ToSchema};
use money::Currency;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Session;

/// Changes the name, time zone or price convention of the company. Its currency never changes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCompany {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text<255>>,
    /// IANA time zone, for example `Asia/Dhaka`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Text<255>>,
    /// Whether entered prices include tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices_include_tax: Option<bool>,
    /// The version the company must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_match: Option<i64>,
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

    fn example() -> Json {
        json!({ "name": "Acme Ltd", "timezone": "Asia/Dhaka" })
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CompanyView> {
        if self.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            return Err(errors::empty_name().at("name"));
        }
        if self.timezone.as_ref().is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
            return Err(errors::unknown_time_zone().at("timezone"));
        }
        let id = company(tx)?.id;
        tx.require_version::<Company>(&id, self.if_match)?;
        let changed = tx.edit::<Company>(&id, |company| {
            company.name = self.name.as_deref().unwrap_or(&company.name).to_owned();
            company.timezone = self.timezone.as_deref().unwrap_or(&company.timezone).to_owned();
            company.prices_include_tax = self.prices_include_tax.unwrap_or(company.prices_include_tax);
            Ok(())
        })?;
        Ok(CompanyView::of(&changed))
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        let id = company(tx)?.id;
        tx.version::<Company>(&id)
    }
}

/// The company.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyDetail {}

impl Query for CompanyDetail {
    const NAME: &'static str = "ledger.company.view";
    const OPERATION: &'static str = "ledger.company.get";
    const VERSIONED: bool = true;
    type Output = CompanyView;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<CompanyView> {
        Ok(CompanyView::of(&*crate::company(read)?))
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        let id = company(read)?.id;
        Ok(read.version::<Company>(&id))
    }
}
