//! Authentication and permissions: companies, users, members, roles, sessions.
//!
//! Users, companies and sessions live in the control tenant ([`control_module`]); members, roles and permissions in
//! each company ([`module`]). Start at [`authorise`] (whether a user has a permission) and [`log_in`].

mod commands;
mod errors;
mod login;
mod queries;
mod records;
mod roles;

pub use commands::{AddMember, CreateTenant, CreateUser, Created, JoinTenant, MemberOut, email};
pub use errors::not_a_member;
pub use login::{Login, hash_password, log_in, log_out, refresh, signing_key};
pub use records::{Member, Membership, Role, RolePermission, Tenant, User};
pub use roles::{AUDITOR, CASHIER, CLERK, MANAGER, OWNER, grant, seed};

use command::{CommandEntry, DataStep, Method, Module, Query, QueryContext, QueryEntry, grants};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Field, Migration, Read, Record, Session, Value, migration};
use uuid::Uuid;

/// The table of contents of the control tenant.
pub fn control_module() -> Module {
    let tables = vec![Tenant::TABLE, User::TABLE, Membership::TABLE];
    Module { name: "identity", migrations: control_migrations(), tables, ..Module::default() }
}

/// What makes the tables of the control tenant.
fn control_migrations() -> Vec<Migration> {
    vec![migration!("identity", 1, "control")]
}

/// The table of contents.
pub fn module() -> Module {
    Module {
        name: "identity",
        data_steps: vec![DataStep { module: "identity", number: 1, run: seed }],
        migrations: vec![migration!("identity", 1, "members")],
        tables: vec![Member::TABLE, Role::TABLE, RolePermission::TABLE],
        commands: vec![CommandEntry::of::<AddMember>(Method::Post, "/members/")],
        queries: vec![QueryEntry::of::<ListMembers>("/members/")],
        problems: errors::PROBLEMS,
        actor_email: Some(|read, actor| Ok(read.get::<Member>(&actor)?.map(|member| member.email.clone()))),
        ..Module::default()
    }
}

/// Whether `actor` has `permission` in this company, by the rows of their role. Reads only what the working set keeps.
pub fn authorise(session: &mut Session<'_>, actor: Uuid, permission: &str) -> Result<bool> {
    let Some(member) = session.get::<Member>(&actor)?.filter(|member| member.is_active) else {
        return Ok(false);
    };
    let granted = session.scan(RolePermission::BY_ROLE, member.role.as_str())?;
    Ok(granted.iter().any(|row| grants(&row.permission, permission)))
}

/// Everything `actor` was granted in this company, in one round trip: what queries are checked against.
pub fn permissions(read: &mut Session<'_>, actor: Uuid) -> Result<BTreeSet<String>> {
    queries::granted(read, actor)
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
