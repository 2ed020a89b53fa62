use crate::records::{Membership, Tenant, User};
use crate::{errors, text};
use command::{Command, Tx};
use kernel::{Date, Id, Instant, Result, ToSchema};
use money::Currency;
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// Registers a company. `tenancy.company.open` fills its tables.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTenant {
    /// Small letters, digits and hyphens; none of the names that are usual for hosts of other purposes.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 4217.
    pub currency: Currency,
    /// IANA.
    pub timezone: String,
    /// A host name of its own.
    pub host: Option<String>,
}

/// The record that was created.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Created {
    /// Its id.
    pub id: Uuid,
}

impl CreateTenant {
    /// Refuses what no company can be made of at the time `now`, so that it need not be tried.
    ///
    /// # Errors
    ///
    /// 422 at the field.
    pub fn check(&self, now: Instant) -> Result<()> {
        text::slug(&self.slug)?;
        text::name("name", &self.name)?;
        if jiff::tz::TimeZone::get(&self.timezone).is_err() {
            return Err(errors::invalid_time_zone().at("timezone"));
        }
        require_current(self.currency, now.date_in(&self.timezone))?;
        self.own_host().map(drop)
    }

    /// The host name as it is kept.
    fn own_host(&self) -> Result<Option<String>> {
        self.host.as_deref().map(text::host).transpose().map_err(|error| error.at("host"))
    }
}

impl Command for CreateTenant {
    const NAME: &'static str = "identity.tenant.create";
    type Output = Created;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Created> {
        self.check(tx.now())?;
        let (name, host) = (text::name("name", &self.name)?, self.own_host()?);
        let (slug, currency, timezone) = (self.slug.clone(), self.currency, self.timezone.clone());
        let id = tx.id();
        tx.insert(Tenant { id, slug, name, currency, timezone, host })?;
        Ok(Created { id: id.uuid() })
    }
}

/// Notes that a user is, or is about to be, a member of a company: log-in looks there for them. Repeating it changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinTenant {
    /// The user.
    pub user: Id<User>,
    /// The company.
    pub tenant: Id<Tenant>,
}

impl Command for JoinTenant {
    const NAME: &'static str = "identity.membership.create";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.one::<User>(&self.user)?;
        tx.one::<Tenant>(&self.tenant)?;
        if tx.get::<Membership>(&(self.user, self.tenant))?.is_none() {
            tx.insert(Membership { user_id: self.user, tenant_id: self.tenant })?;
        }
        Ok(())
    }
}

/// Refuses a currency that has ended on or before `today`: no new books are kept in it.
///
/// # Errors
///
/// 422 `currency_ended` at `currency`.
pub fn require_current(currency: Currency, today: Date) -> Result<()> {
    match currency.ended_on().filter(|day| today.to_string().as_str() >= *day) {
        Some(day) => Err(errors::currency_ended(currency, day).at("currency")),
        None => Ok(()),
    }
}
