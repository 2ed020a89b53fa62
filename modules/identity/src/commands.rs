//! Commands: companies and users in the control tenant, members in the tenant of a company.

use crate::errors;
use crate::records::{Member, MemberSite, Membership, Role, Tenant, User};
use command::{Command, PARTY_TABLE, SITE_TABLE, Tx};
use kernel::errors::{item_count, no_such};
use kernel::{Id, Result, ToSchema};
use money::Currency;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use store::{Read, Value};
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

/// The most sites a member may be limited to.
const MAX_SITES: usize = 100;

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
    /// The ids of the sites the user works at; permissions of the role with the scope `own_sites` cover these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<Uuid>,
    /// The id of the customer or supplier the user acts for; permissions of the role with the scope `own_party` cover it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Uuid>,
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

    fn example() -> Json {
        json!({ "user": "019b0000-0000-7000-8000-000000000001", "email": "eve@example.com", "name": "Eve", "role": "cashier" })
    }

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
            Some(member) if self.is_same(tx, &member)? => Member::clone(&member),
            Some(member) => {
                return Err(errors::already_member(email, &member.role));
            }
            None => self.add(tx, email)?,
        };
        let Member { user_id: user, email, name, role, is_active, .. } = member;
        Ok(MemberOut { user, email, name, role, is_active })
    }
}

impl AddMember {
    /// Whether the member has this role, these sites and this party already.
    fn is_same(&self, tx: &mut Tx<'_, '_>, member: &Member) -> Result<bool> {
        let sites = tx.scan(MemberSite::BY_USER_ID, member.user_id)?;
        let sites: BTreeSet<Uuid> = sites.iter().map(|row| row.site).collect();
        Ok(member.role == self.role && member.party == self.party && sites == self.distinct_sites())
    }

    fn distinct_sites(&self) -> BTreeSet<Uuid> {
        self.sites.iter().copied().collect()
    }

    fn add(&self, tx: &mut Tx<'_, '_>, email: String) -> Result<Member> {
        if self.sites.len() > MAX_SITES {
            return Err(item_count(0, MAX_SITES).at("sites"));
        }
        for (n, site) in self.sites.iter().enumerate() {
            require_row(tx, SITE_TABLE, *site).map_err(|error| error.at(format!("sites.{n}")))?;
        }
        if let Some(party) = self.party {
            require_row(tx, PARTY_TABLE, party).map_err(|error| error.at("party"))?;
        }
        let (name, role) = (self.name.clone(), self.role.clone());
        let member = Member { user_id: self.user, email, name, role, is_active: true, party: self.party };
        tx.insert(member.clone())?;
        for site in self.distinct_sites() {
            tx.insert(MemberSite { user_id: self.user, site })?;
        }
        Ok(member)
    }
}

/// Refuses an id that no row of a table has. The table belongs to a module above this one, so it is known by its name only.
fn require_row(tx: &mut Tx<'_, '_>, table: &str, id: Uuid) -> Result<()> {
    let found = match tx.definitions().table(table) {
        Some(definition) => match definition.column("id") {
            Some(column) => tx.has_row(definition, column, &Value::Id(id))?,
            None => false,
        },
        None => false,
    };
    if found { Ok(()) } else { Err(no_such(table, id)) }
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
