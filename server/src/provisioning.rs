//! Work across tenants, each step a command of its own: what stopped half-way is completed by doing it again.

use crate::app::App;
use crate::errors;
use crate::tenant_setup::{OpenCompany, steps};
use command::SYSTEM;
use identity::{CreateTenant, NewMember, Tenant};
use kernel::{Error, Id, Result};
use store::{CONTROL, Read};
use uuid::Uuid;

/// Makes a company, or completes one; whether something was done.
pub fn create_tenant(app: &App, new: CreateTenant) -> Result<bool> {
    require_own_host(app.base_domain.as_deref(), &new)?;
    let (known, slug) = (app.find_tenant(&new.slug)?, new.slug.clone());
    let (id, mut made) = match &known {
        Some(known) => {
            let (name, host) = (new.name.trim(), new.host.as_deref().map(identity::host).transpose()?);
            let same = (known.name.as_str(), known.currency) == (name, new.currency)
                && (&known.timezone, &known.host) == (&new.timezone, &host);
            if !same {
                return Err(errors::other_company(new.slug));
            }
            (known.id, false)
        }
        None => (Id::from_uuid(app.execute(CONTROL, new.clone())?.id), true),
    };
    app.store().migrate(id.uuid())?;
    let open = app.store().read(id.uuid(), |read| read.find(ledger::Company::BY_CODE, ledger::MAIN))?.is_some();
    if !open {
        let CreateTenant { name, currency, timezone, .. } = new;
        let steps = steps(app.registry.definitions());
        app.execute(id.uuid(), OpenCompany { name, currency, timezone, steps })?;
        made = true;
    }
    log_refused(&slug, copy_globals(app, id.uuid())?);
    Ok(made)
}

/// Refuses a host name of the company's own that is, or could become, that of another company by its slug.
///
/// # Errors
///
/// 422 at `host`.
pub fn require_own_host(base_domain: Option<&str>, new: &CreateTenant) -> Result<()> {
    let (Some(host), Some(base)) = (&new.host, base_domain) else { return Ok(()) };
    let host = identity::host(host).map_err(|error| error.at("host"))?;
    match host.strip_suffix(base).and_then(|below| below.strip_suffix('.')) {
        Some(slug) if slug != new.slug => Err(errors::host_of_another(&host, slug).at("host")),
        _ if host == base => Err(errors::base_domain(&host).at("host")),
        _ => Ok(()),
    }
}

/// Brings the tables and rows of a company up to date with this program, and its settings with those for all companies; how many migrations it lacked.
///
/// # Errors
///
/// Those of the database, and `company_outdated` where a data step failed.
pub fn update_tenant(app: &App, tenant: &Tenant) -> Result<usize> {
    let migrations = app.store().migrate(tenant.id.uuid())?;
    app.writers.bring_up_to_date(tenant.id.uuid())?;
    log_refused(&tenant.slug, copy_globals(app, tenant.id.uuid())?);
    Ok(migrations)
}

/// Copies what is chosen for all companies into an open company; what it refuses, with its setting, which is tried again the next time.
///
/// # Errors
///
/// Those of the database.
pub fn copy_globals(app: &App, tenant: Uuid) -> Result<Vec<(String, Error)>> {
    let open = app.store().read(tenant, |read| read.find(ledger::Company::BY_CODE, ledger::MAIN))?.is_some();
    if open { ::settings::copy_globals(&app.writers, tenant) } else { Ok(Vec::new()) }
}

fn log_refused(slug: &str, refused: Vec<(String, Error)>) {
    for (setting, error) in refused {
        tracing::warn!(target: "sanduk::server", tenant = slug, setting, %error, "a value for all companies is refused");
    }
}

/// A user to create.
pub struct NewUser {
    /// The e-mail address, with which they log in.
    pub email: String,
    /// Their name; the e-mail address where it is left out.
    pub name: Option<String>,
    /// Their role in the company.
    pub role: String,
    /// Their password, if they are new.
    pub password: String,
}

/// Makes a person a member of a company, with a log-in where they have none; whether the log-in is new.
pub fn create_user(app: &App, tenant: &Tenant, new: NewUser) -> Result<bool> {
    let NewUser { email, name, role, password } = new;
    let member = NewMember { email, name, role, sites: Vec::new(), party: None, password: Some(password) };
    Ok(identity::add_member(&app.writers, tenant.id.uuid(), SYSTEM, member)?.1)
}
