use crate::records::{Member, MemberSite, Role, RolePermission};
use crate::{OWNER, errors, queries, text};
use command::{Command, PARTY_TABLE, Query, QueryContext, SITE_TABLE, Tx};
use kernel::errors::{item_count, no_such};
use kernel::{Error, Result, ToSchema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use store::{Read, Session, Value};
use uuid::Uuid;

/// The most sites a member may be limited to.
const MAX_SITES: usize = 100;

/// Gives a user a role in this company. Repeating it changes nothing; a membership that has ended begins anew.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMember {
    /// The id of a user who exists. To add a person who may not have a log-in yet, use `/users/`.
    pub user: Uuid,
    /// Their e-mail address, as the user logs in with it.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The code of a role: owner, manager, clerk, cashier, auditor, or one of the company's own.
    #[schema(resource = "roles")]
    pub role: String,
    /// The ids of the sites the user works at; permissions of the role with the scope `own_sites` cover these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(resource = "sites")]
    pub sites: Vec<Uuid>,
    /// The id of the customer or supplier the user acts for; permissions of the role with the scope `own_party` cover it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(table = "party")]
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
    #[schema(resource = "roles")]
    pub role: String,
    /// Whether the member may act in the company; false once the membership has ended.
    pub is_active: bool,
    /// The ids of the sites they work at.
    #[schema(resource = "sites")]
    pub sites: Vec<Uuid>,
    /// The id of the customer or supplier they act for.
    #[schema(table = "party")]
    pub party: Option<Uuid>,
}

impl Command for AddMember {
    const NAME: &'static str = "identity.member.add";
    const STATUS: u16 = 201;
    type Output = MemberOut;

    fn example() -> Json {
        let user = "019b0000-0000-7000-8000-000000000001";
        json!({ "user": user, "email": "eve@example.com", "name": "Eve", "role": "cashier" })
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<MemberOut> {
        let (email, name) = (text::email(&self.email)?, text::name("name", &self.name)?);
        require_role(tx, &self.role)?;
        if self.user.is_nil() {
            return Err(errors::invalid_user().at("user"));
        }
        let known = tx.get::<Member>(&self.user)?;
        let sites: BTreeSet<Uuid> = self.sites.iter().copied().collect();
        if let Some(known) = known.as_ref().filter(|known| known.is_active) {
            let same = (known.role == self.role, known.party == self.party, sites_of(tx, self.user)? == sites);
            return if same == (true, true, true) {
                out(tx, known)
            } else {
                Err(errors::already_member(email, &known.role))
            };
        }
        require_all_of(tx, &self.role)?;
        require_sites(tx, &self.sites)?;
        require_party(tx, self.party)?;
        let member =
            Member { user_id: self.user, email, name, role: self.role.clone(), is_active: true, party: self.party };
        if known.is_some() {
            tx.edit::<Member>(&self.user, |row| {
                *row = member.clone();
                Ok(())
            })?;
        } else {
            tx.insert(member.clone())?;
        }
        set_sites(tx, self.user, &sites)?;
        out(tx, &member)
    }
}

/// Changes a member: what is left out stays. The last owner of a company stays its owner. Where the membership has ended, `is_active`
/// must be named.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMember {
    /// The user's id.
    pub user: Uuid,
    /// Their name in this company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The code of their new role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(resource = "roles")]
    pub role: Option<String>,
    /// The ids of all sites they work at from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(resource = "sites")]
    pub sites: Option<Vec<Uuid>>,
    /// The id of the customer or supplier they act for; null for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[schema(table = "party")]
    pub party: Option<Option<Uuid>>,
    /// Whether the member may act in the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    /// The version the member must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_match: Option<i64>,
}

/// A field that is given, though it may be null.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<Option<Uuid>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Command for ChangeMember {
    const NAME: &'static str = "identity.member.change";
    type Output = MemberOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<MemberOut> {
        let member = member(tx, self.user)?;
        tx.require_version::<Member>(&self.user, self.if_match)?;
        let name = self.name.as_deref().map(|name| text::name("name", name)).transpose()?;
        let role = self.role.as_ref().unwrap_or(&member.role).clone();
        require_role(tx, &role)?;
        let is_active = match self.is_active {
            Some(is_active) => is_active,
            None if member.is_active => true,
            None => return Err(errors::member_ended(&member.email)),
        };
        require_all_of(tx, &member.role)?;
        require_all_of(tx, &role)?;
        if role != OWNER || !is_active {
            require_other_owner(tx, &member)?;
        }
        require_sites(tx, self.sites.as_deref().unwrap_or_default())?;
        require_party(tx, self.party.flatten())?;
        let changed = tx.edit::<Member>(&self.user, |row| {
            row.name = name.unwrap_or(std::mem::take(&mut row.name));
            (row.role, row.is_active, row.party) = (role, is_active, self.party.unwrap_or(row.party));
            Ok(())
        })?;
        if let Some(sites) = &self.sites {
            set_sites(tx, self.user, &sites.iter().copied().collect())?;
            tx.touch::<Member>(&self.user)?;
        }
        out(tx, &changed)
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        tx.version::<Member>(&self.user)
    }
}

/// Ends a membership: the user can no longer act in this company. The row stays, inactive, because the history names the user by
/// it; `POST /members/` begins the membership anew.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveMember {
    /// The user's id.
    pub user: Uuid,
    /// The version the member must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_match: Option<i64>,
}

impl Command for RemoveMember {
    const NAME: &'static str = "identity.member.remove";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let member = member(tx, self.user)?;
        tx.require_version::<Member>(&self.user, self.if_match)?;
        require_all_of(tx, &member.role)?;
        require_other_owner(tx, &member)?;
        tx.edit::<Member>(&self.user, |row| {
            row.is_active = false;
            Ok(())
        })?;
        Ok(())
    }
}

/// The members of this company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMembers {}

/// The members of this company.
#[derive(Debug, Serialize, ToSchema)]
pub struct Members {
    /// How many.
    pub count: usize,
    /// By e-mail address.
    pub results: Vec<MemberOut>,
}

impl Query for ListMembers {
    const NAME: &'static str = "identity.member.view";
    const OPERATION: &'static str = "identity.member.list";
    type Output = Members;

    fn run(&self, read: &mut Session<'_>, _context: &QueryContext) -> Result<Members> {
        let results = queries::members(read)?;
        Ok(Members { count: results.len(), results })
    }
}

/// One member of this company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GetMember {
    /// The user's id.
    pub user: Uuid,
}

impl Query for GetMember {
    const NAME: &'static str = "identity.member.view";
    const OPERATION: &'static str = "identity.member.get";
    const VERSIONED: bool = true;
    type Output = MemberOut;

    fn run(&self, read: &mut Session<'_>, _context: &QueryContext) -> Result<MemberOut> {
        let member = member(read, self.user)?;
        out(read, &member)
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        Ok(read.version::<Member>(&self.user))
    }
}

fn member(read: &mut impl Read, user: Uuid) -> Result<std::sync::Arc<Member>> {
    read.get::<Member>(&user)?.ok_or_else(|| Error::not_found("member", user))
}

fn out(read: &mut impl Read, member: &Member) -> Result<MemberOut> {
    let sites = sites_of(read, member.user_id)?.into_iter().collect();
    let Member { user_id: user, email, name, role, is_active, party } = member.clone();
    Ok(MemberOut { user, email, name, role, is_active, sites, party })
}

fn sites_of(read: &mut impl Read, user: Uuid) -> Result<BTreeSet<Uuid>> {
    Ok(read.scan(MemberSite::BY_USER_ID, user)?.iter().map(|row| row.site).collect())
}

fn set_sites(tx: &mut Tx<'_, '_>, user: Uuid, wanted: &BTreeSet<Uuid>) -> Result<()> {
    let before = sites_of(tx, user)?;
    for site in before.difference(wanted) {
        tx.delete::<MemberSite>(&(user, *site))?;
    }
    for site in wanted.difference(&before) {
        tx.insert(MemberSite { user_id: user, site: *site })?;
    }
    Ok(())
}

fn require_role(tx: &mut Tx<'_, '_>, role: &str) -> Result<()> {
    match tx.get::<Role>(&role.to_owned())? {
        Some(_) => Ok(()),
        None => Err(no_such("role", role).at("role")),
    }
}

/// Refuses an actor without a permission that `role` has: otherwise a user could get more permissions, or take more from others,
/// than their own.
pub(super) fn require_all_of(tx: &mut Tx<'_, '_>, role: &str) -> Result<()> {
    for granted in tx.scan(RolePermission::BY_ROLE, role)? {
        if !tx.may(&granted.permission)? {
            return Err(errors::beyond_own_permissions(role, &granted.permission));
        }
    }
    Ok(())
}

/// Refuses to take the role of owner from the only active owner.
fn require_other_owner(tx: &mut Tx<'_, '_>, member: &Member) -> Result<()> {
    let is_owner = |member: &Member| member.is_active && member.role == OWNER;
    let owners = tx.scan(Member::BY_ROLE, OWNER)?;
    let other = |owner: &Member| is_owner(owner) && owner.user_id != member.user_id;
    if !is_owner(member) || owners.iter().any(|owner| other(owner)) {
        return Ok(());
    }
    Err(errors::last_owner(&member.email))
}

fn require_sites(tx: &mut Tx<'_, '_>, sites: &[Uuid]) -> Result<()> {
    if sites.len() > MAX_SITES {
        return Err(item_count(0, MAX_SITES).at("sites"));
    }
    for (n, site) in sites.iter().enumerate() {
        require_row(tx, SITE_TABLE, *site).map_err(|error| error.at(format!("sites.{n}")))?;
    }
    Ok(())
}

fn require_party(tx: &mut Tx<'_, '_>, party: Option<Uuid>) -> Result<()> {
    party.map_or(Ok(()), |party| require_row(tx, PARTY_TABLE, party).map_err(|error| error.at("party")))
}

/// Refuses an id that no row of a table has. The table belongs to a module above this one, so it is known by its name only.
fn require_row(tx: &mut Tx<'_, '_>, table: &str, id: Uuid) -> Result<()> {
    let definition = tx.definitions().table(table);
    let column = definition.and_then(|table| Some((table, table.column("id")?)));
    let found = column.map_or(Ok(false), |(table, column)| tx.has_row(table, column, &Value::Id(id)))?;
    if found { Ok(()) } else { Err(no_such(table, id)) }
}
