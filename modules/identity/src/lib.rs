//! Authentication and permissions: companies, users, members, roles, sessions.
//!
//! Users, companies and sessions live in the control tenant ([`control_module`]); members, roles and permissions in
//! each company ([`module`]). Start at [`authorise`] (in which scope a user has a permission) and [`log_in`].

mod commands;
mod errors;
mod login;
mod queries;
mod records;
mod roles;

pub use commands::{AddMember, CreateTenant, CreateUser, Created, JoinTenant, MemberOut, email};
pub use errors::not_a_member;
pub use login::{Login, hash_password, log_in, log_out, refresh, signing_key};
pub use records::{Member, MemberSite, Membership, PermissionScope, Role, RolePermission, Tenant, User};
pub use roles::{AUDITOR, CASHIER, CLERK, MANAGER, OWNER, add_role, grant, grant_within, seed};

use command::{CommandEntry, DataStep, Grants, Method, Module, Query, QueryContext, QueryEntry, Scope, grants};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Field, Migration, Read, Record, Session, Value, migration};
use uuid::Uuid;

/// The table of contents of the control tenant.
pub fn control_module() -> Module {
    let tables = vec![Tenant::TABLE, User::TABLE, Membership::TABLE];
    Module { name: "identity", migrations: control_migrations(), tables, ..Module::default() }
}

/// The migrations of the control tenant.
fn control_migrations() -> Vec<Migration> {
    vec![migration!("identity", 1, "control")]
}

/// The table of contents.
pub fn module() -> Module {
    Module {
        name: "identity",
        about: "The members of the company and their roles.",
        place: 80,
        data_steps: vec![DataStep { module: "identity", number: 1, run: seed }],
        migrations: vec![migration!("identity", 1, "members")],
        tables: vec![Member::TABLE, MemberSite::TABLE, Role::TABLE, RolePermission::TABLE],
        commands: vec![CommandEntry::of::<AddMember>(Method::Post, "/members/")],
        queries: vec![QueryEntry::of::<ListMembers>("/members/")],
        problems: errors::PROBLEMS,
        actor_email: Some(|read, actor| Ok(read.get::<Member>(&actor)?.map(|member| member.email.clone()))),
        ..Module::default()
    }
}

/// The widest scope in which `actor` has `permission` in this company, by the rows of their role; `None` where they do not have
/// it. Reads only what the working set keeps.
pub fn authorise(session: &mut Session<'_>, actor: Uuid, permission: &str) -> Result<Option<Scope>> {
    let Some(member) = session.get::<Member>(&actor)?.filter(|member| member.is_active) else {
        return Ok(None);
    };
    let granted = session.scan(RolePermission::BY_ROLE, member.role.as_str())?;
    let scope = granted.iter().filter(|row| grants(&row.permission, permission)).map(|row| row.scope).min();
    scope.map_or(Ok(None), |scope| scope_of(session, actor, scope, member.party))
}

/// Everything `actor` was granted in this company: what queries are checked against. A second round trip is made only for a role
/// that is limited to sites.
pub fn granted(read: &mut Session<'_>, actor: Uuid) -> Result<Grants> {
    let mut granted = Vec::new();
    for (permission, scope, party) in queries::granted(read, actor)? {
        granted.extend(scope_of(read, actor, scope, party)?.map(|scope| (permission, scope)));
    }
    Ok(Grants::new(granted))
}

/// The rows that a permission of a member covers; `None` where it is for the member's own party and there is none.
fn scope_of(read: &mut impl Read, member: Uuid, scope: PermissionScope, party: Option<Uuid>) -> Result<Option<Scope>> {
    Ok(match scope {
        PermissionScope::All => Some(Scope::All),
        PermissionScope::OwnSites => {
            let sites = read.scan(MemberSite::BY_USER_ID, member)?;
            Some(Scope::Sites(sites.iter().map(|row| row.site).collect()))
        }
        PermissionScope::OwnParty => party.map(Scope::Party),
    })
}

/// All companies, by slug; read from the control tenant.
pub fn tenants(read: &mut Session<'_>) -> Result<Vec<Arc<Tenant>>> {
    let mut tenants = Vec::new();
    for id in queries::tenant_ids(read)? {
        tenants.extend(read.get::<Tenant>(&Id::from_uuid(id))?);
    }
    Ok(tenants)
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
        let rows = queries::members(read)?;
        let results: Vec<MemberOut> = rows.into_iter().filter_map(member).collect();
        Ok(Members { count: results.len(), results })
    }
}

fn member(row: Vec<Value>) -> Option<MemberOut> {
    let [user, email, name, role, is_active] = <[Value; 5]>::try_from(row).ok()?;
    Some(MemberOut {
        user: Uuid::from_value(user)?,
        email: String::from_value(email)?,
        name: String::from_value(name)?,
        role: String::from_value(role)?,
        is_active: bool::from_value(is_active)?,
    })
}
