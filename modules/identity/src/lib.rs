//! Authentication and permissions: companies, users, members, roles, sessions.
//!
//! Users, companies and sessions live in the control tenant ([`control_module`]); members, roles and permissions in
//! each company ([`module`]). Start at [`authorise`] (in which scope a user has a permission) and [`log_in`].

mod accounts;
mod commands;
mod errors;
mod login;
mod passwords;
mod queries;
mod records;
mod roles;
mod sessions;
mod text;

pub use accounts::{NewMember, add_member, join, rename, require_user, set_active, user_of_email, users};
pub use commands::{
    AddMember, ChangeMember, CreateTenant, CreateUser, Created, JoinTenant, MemberOut, PasswordReset, RemoveMember,
    ResetPassword, require_current,
};
pub use login::{
    Checked, Login, REFRESH_SECONDS, check_password, companies, company_of_session, log_in, log_out, refresh,
    signing_key, switch,
};
pub use passwords::hash_password;
pub use queries::members;
pub use records::{Member, MemberSite, Membership, PermissionScope, Role, RolePermission, Tenant, User};
pub use roles::{AUDITOR, CASHIER, CLERK, MANAGER, OWNER, add_role, grant, grant_within, seed, seed_imports};
pub use sessions::{
    RESET_SECONDS, begin_reset, change_password, end_sessions, is_alive, require_only_here, reset_password,
    set_password, user,
};
pub use text::{email, folded_email, host};

use commands::{
    ChangeRole, CreateRole, DeleteRole, GetMember, GetRole, GrantPermissions, ListMembers, ListPermissions, ListRoles,
    RevokePermissions,
};
use roles::SEEDED;

use command::{CommandEntry, DataStep, Grants, MenuEntry, Method, Module, QueryEntry, Scope, Tx, grants};
use kernel::{Id, Result};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Migration, Read, Record, Session, migration};
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
        data_steps: vec![
            DataStep { module: "identity", number: 1, run: seed },
            DataStep { module: "identity", number: 2, run: seed_imports },
        ],
        migrations: vec![migration!("identity", 1, "members")],
        tables: vec![Member::TABLE, MemberSite::TABLE, Role::TABLE, RolePermission::TABLE],
        commands: vec![
            CommandEntry::of::<AddMember>(Method::Post, "/members/"),
            CommandEntry::of::<ChangeMember>(Method::Patch, "/members/{user}/"),
            CommandEntry::of::<RemoveMember>(Method::Delete, "/members/{user}/"),
            CommandEntry::of::<ChangeMember>(Method::Patch, "/users/{user}/").documented_as("identity.user.change"),
            CommandEntry::of::<RemoveMember>(Method::Delete, "/users/{user}/").documented_as("identity.user.remove"),
            CommandEntry::of::<ResetPassword>(Method::Post, "/users/{user}/reset-password/"),
            CommandEntry::of::<CreateRole>(Method::Post, "/roles/"),
            CommandEntry::of::<ChangeRole>(Method::Patch, "/roles/{code}/"),
            CommandEntry::of::<DeleteRole>(Method::Delete, "/roles/{code}/"),
            CommandEntry::of::<GrantPermissions>(Method::Post, "/roles/{code}/grant/"),
            CommandEntry::of::<RevokePermissions>(Method::Post, "/roles/{code}/revoke/"),
        ],
        queries: vec![
            QueryEntry::of::<ListMembers>("/members/"),
            QueryEntry::of::<GetMember>("/members/{user}/"),
            QueryEntry::of::<ListMembers>("/users/").documented_as("identity.user.list"),
            QueryEntry::of::<GetMember>("/users/{user}/").documented_as("identity.user.get"),
            QueryEntry::of::<ListRoles>("/roles/"),
            QueryEntry::of::<GetRole>("/roles/{code}/"),
            QueryEntry::of::<ListPermissions>("/permissions/"),
        ],
        menu: vec![MenuEntry::resource("Company", 620, "members"), MenuEntry::resource("Company", 630, "roles")],
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
    let Some(scope) = scope else { return Ok(None) };
    let mut sites = BTreeSet::new();
    if scope == PermissionScope::OwnSites {
        sites.extend(session.scan(MemberSite::BY_USER_ID, actor)?.iter().map(|row| row.site));
    }
    Ok(covered(scope, &sites, member.party))
}

/// The name of the member who runs the command; none for the program itself.
pub fn member_name(tx: &mut Tx<'_, '_>) -> Result<Option<String>> {
    let actor = tx.actor();
    if actor == command::SYSTEM {
        return Ok(None);
    }
    Ok(tx.get::<Member>(&actor)?.map(|member| member.name.clone()))
}

/// The member `user` of this company.
///
/// # Errors
///
/// 403 `not_a_member` where there is none, or the membership has ended.
pub fn active_member(read: &mut impl Read, user: Uuid) -> Result<Arc<Member>> {
    let member = read.get::<Member>(&user)?.ok_or_else(errors::not_a_member)?;
    if member.is_active { Ok(member) } else { Err(errors::membership_ended()) }
}

/// Everything `actor` was granted in this company: what queries are checked against. A second round trip is made only for an
/// actor who was granted nothing.
///
/// # Errors
///
/// Those of [`active_member`].
pub fn granted(read: &mut Session<'_>, actor: Uuid) -> Result<Grants> {
    let queries::Granted { permissions, sites } = queries::granted(read, actor)?;
    if permissions.is_empty() {
        active_member(read, actor)?;
    }
    let mut granted = Vec::new();
    for (permission, scope, party) in permissions {
        granted.extend(covered(scope, &sites, party).map(|scope| (permission, scope)));
    }
    Ok(Grants::new(granted).of_user(actor))
}

/// The rows that a permission of a member covers who works at `sites`; `None` where it is for the member's own party and there is
/// none.
fn covered(scope: PermissionScope, sites: &BTreeSet<Uuid>, party: Option<Uuid>) -> Option<Scope> {
    match scope {
        PermissionScope::All => Some(Scope::All),
        PermissionScope::OwnSites => Some(Scope::Sites(sites.clone())),
        PermissionScope::OwnParty => party.map(Scope::Party),
    }
}

/// All companies, by slug; read from the control tenant.
pub fn tenants(read: &mut Session<'_>) -> Result<Vec<Arc<Tenant>>> {
    let mut tenants = Vec::new();
    for id in queries::tenant_ids(read)? {
        tenants.extend(read.get::<Tenant>(&Id::from_uuid(id))?);
    }
    Ok(tenants)
}
