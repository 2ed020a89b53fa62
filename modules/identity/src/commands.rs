//! Commands: companies and users in the control tenant, members in the tenant of a company.

use crate::errors;
use crate::records::{Member, Membership, Role, Tenant, User};
use command::{Command, Tx};
use kernel::errors::no_such;
use kernel::{Id, Result, ToSchema};
use money::Currency;
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// Registers a company. `tenancy.company.open` fills its tables.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTenant {
    /// Small letters, digits and hyphens.
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

impl Command for CreateTenant {
    const NAME: &'static str = "identity.tenant.create";
    type Output = Created;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Created> {
        if !is_slug(&self.slug) {
            return Err(errors::invalid_slug().at("slug"));
        }
        text("name", &self.name)?;
        if jiff::tz::TimeZone::get(&self.timezone).is_err() {
            return Err(errors::invalid_time_zone().at("timezone"));
        }
        let host = self.host.as_ref().map(|host| host.to_ascii_lowercase());
        let id = tx.id();
        tx.insert(Tenant {
            id,
            slug: self.slug.clone(),
            name: self.name.clone(),
            currency: self.currency,
            timezone: self.timezone.clone(),
            host,
        })?;
        Ok(Created { id: id.uuid() })
    }
}

/// Creates a user who can log in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// The e-mail address, with which the user logs in.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Argon2id: the password itself never comes this far.
    pub password_hash: String,
}

impl Command for CreateUser {
    const NAME: &'static str = "identity.user.create";
    type Output = Created;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Created> {
        let email = email(&self.email)?;
        text("name", &self.name)?;
        let id = tx.id();
        let (name, password_hash) = (self.name.clone(), self.password_hash.clone());
        tx.insert(User { id, email, name, password_hash, is_active: true })?;
        Ok(Created { id: id.uuid() })
    }
}

/// Lets a user log in to a company. Repeating it changes nothing.
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

/// Gives a user a role in this company. Repeating it changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMember {
    /// The user's id in the control tenant.
    pub user: Uuid,
    /// Their e-mail address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The code of a role: owner, manager, clerk, cashier, auditor.
    pub role: String,
}

/// A member of this company.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MemberOut {
    /// The user's id.
    pub user: Uuid,
    /// Their e-mail address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The code of their role.
    pub role: String,
    /// Whether the member may act in the company.
    pub is_active: bool,
}

impl Command for AddMember {
    const NAME: &'static str = "identity.member.add";
    const STATUS: u16 = 201;
    type Output = MemberOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<MemberOut> {
        let email = email(&self.email)?;
        text("name", &self.name)?;
        if tx.get::<Role>(&self.role)?.is_none() {
            return Err(no_such("role", &self.role).at("role"));
        }
        if self.user.is_nil() {
            return Err(errors::invalid_user().at("user"));
        }
        let member = match tx.get::<Member>(&self.user)? {
            Some(member) if member.role == self.role => Member::clone(&member),
            Some(member) => {
                return Err(errors::already_member(email, &member.role));
            }
            None => {
                let (name, role) = (self.name.clone(), self.role.clone());
                let member = Member { user_id: self.user, email, name, role, is_active: true };
                tx.insert(member.clone())?;
                member
            }
        };
        let Member { user_id: user, email, name, role, is_active } = member;
        Ok(MemberOut { user, email, name, role, is_active })
    }
}

fn is_slug(slug: &str) -> bool {
    slug.len() <= 63
        && slug.starts_with(|first: char| first.is_ascii_lowercase())
        && !slug.ends_with('-')
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn text(field: &str, text: &str) -> Result<()> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > 255 || text.contains('\0') {
        return Err(errors::invalid_name().at(field));
    }
    Ok(())
}

/// An e-mail address as it is kept: trimmed, in lower case.
pub fn email(typed: &str) -> Result<String> {
    let email = typed.trim().to_lowercase();
    let parts = email.split_once('@');
    let sound = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if !sound || email.len() > 254 || email.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(errors::invalid_email().at("email"));
    }
    Ok(email)
}
