//! Work across tenants, each step a command of its own: what stopped half-way is completed by doing it again.

use crate::app::App;
use crate::errors;
use crate::tenant_setup::{OpenCompany, steps};
use identity::{AddMember, CreateTenant, CreateUser, JoinTenant, Tenant, User};
use kernel::{Id, Result};
use store::{CONTROL, Read};

/// Makes a company, or completes one; whether something was done.
pub fn create_tenant(app: &App, new: CreateTenant) -> Result<bool> {
    let known = app.find_tenant(&new.slug)?;
    let (id, mut made) = match &known {
        Some(known) => {
            let same = (&known.name, known.currency, &known.timezone) == (&new.name, new.currency, &new.timezone);
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
    Ok(made)
}

/// Brings the tables and rows of a company up to date with this program; how many migrations it lacked.
///
/// # Errors
///
/// Those of the database, and `company_outdated` where a data step failed.
pub fn update_tenant(app: &App, tenant: &Tenant) -> Result<usize> {
    let migrations = app.store().migrate(tenant.id.uuid())?;
    app.writers.bring_up_to_date(tenant.id.uuid())?;
    Ok(migrations)
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
    let email = identity::email(&new.email)?;
    let name = new.name.unwrap_or_else(|| email.clone());
    let known = app.store().read(CONTROL, |read| read.find(User::BY_EMAIL, email.as_str()))?;
    let user = match &known {
        Some(user) => user.id,
        None => {
            let password_hash = identity::hash_password(&new.password)?;
            let user = CreateUser { email: email.clone(), name: name.clone(), password_hash };
            Id::from_uuid(app.execute(CONTROL, user)?.id)
        }
    };
    app.execute(CONTROL, JoinTenant { user, tenant: tenant.id })?;
    let member = AddMember { user: user.uuid(), email, name, role: new.role, sites: Vec::new(), party: None };
    app.execute(tenant.id.uuid(), member)?;
    Ok(known.is_none())
}
