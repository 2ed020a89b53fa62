use super::members::require_all_of;
use crate::records::{Member, PermissionScope, Role, RolePermission};
use crate::{OWNER, SEEDED, errors, queries, text};
use command::{Command, Definitions, Query, QueryContext, Scopes, Tx, grants};
use kernel::errors::no_such;
use kernel::{Error, FieldErrors, Result, ToSchema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Read, Session};

/// The most permissions that one command grants.
const MOST: usize = 500;

/// A permission of a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PermissionIn {
    /// The name of one (`sales.sale.post`), everything below one (`sales.*`), an action everywhere (`*.view`), or everything (`*`).
    pub permission: String,
    /// The rows it covers; all where it is left out. Which scopes a permission knows, `GET /permissions/` says; each that a
    /// pattern covers must know the scope.
    #[serde(default = "every_row")]
    pub scope: PermissionScope,
}

fn every_row() -> PermissionScope {
    PermissionScope::All
}

/// A role and its permissions.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleOut {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its permissions, by name.
    pub permissions: Vec<PermissionIn>,
}

/// Adds a role of the company's own. You can give it only permissions that you have yourself.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRole {
    /// Its code: small letters, digits, hyphens and underscores.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its permissions.
    #[serde(default)]
    #[schema(max_items = MOST)]
    pub permissions: Vec<PermissionIn>,
}

impl Command for CreateRole {
    const NAME: &'static str = "identity.role.create";
    const STATUS: u16 = 201;
    type Output = RoleOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RoleOut> {
        text::role_code(&self.code)?;
        let name = text::name("name", &self.name)?;
        require_grantable(tx, &self.permissions)?;
        tx.insert(Role { code: self.code.clone(), name })?;
        set_permissions(tx, &self.code, &self.permissions)?;
        role(tx, &self.code)
    }
}

/// Changes a role: what is left out stays. The role of the owner keeps its permissions.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRole {
    /// Its code.
    pub code: String,
    /// Its new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All permissions it has from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<PermissionIn>>,
    /// The version the role must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_match: Option<i64>,
}

impl Command for ChangeRole {
    const NAME: &'static str = "identity.role.change";
    type Output = RoleOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RoleOut> {
        require_changeable(tx, &self.code, self.permissions.is_some())?;
        tx.require_version::<Role>(&self.code, self.if_match)?;
        if let Some(name) = &self.name {
            let name = text::name("name", name)?;
            tx.edit::<Role>(&self.code, |role| {
                role.name = name;
                Ok(())
            })?;
        }
        if let Some(permissions) = &self.permissions {
            require_grantable(tx, permissions)?;
            let kept = |granted: &RolePermission| permissions.iter().any(|new| new.permission == granted.permission);
            for granted in tx.scan(RolePermission::BY_ROLE, self.code.as_str())? {
                if !kept(&granted) {
                    tx.delete::<RolePermission>(&(self.code.clone(), granted.permission.clone()))?;
                }
            }
            set_permissions(tx, &self.code, permissions)?;
            tx.touch::<Role>(&self.code)?;
        }
        role(tx, &self.code)
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        tx.version::<Role>(&self.code)
    }
}

/// Grants permissions to a role; what it has already gets the scope that is given.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Grant permissions")]
pub struct GrantPermissions {
    /// The role's code.
    pub code: String,
    /// The permissions.
    #[schema(min_items = 1, max_items = MOST)]
    pub permissions: Vec<PermissionIn>,
}

impl Command for GrantPermissions {
    const NAME: &'static str = "identity.role.grant";
    type Output = RoleOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RoleOut> {
        require_changeable(tx, &self.code, true)?;
        require_grantable(tx, &self.permissions)?;
        set_permissions(tx, &self.code, &self.permissions)?;
        tx.touch::<Role>(&self.code)?;
        role(tx, &self.code)
    }
}

/// Takes permissions from a role, each named as the role has it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Revoke permissions")]
pub struct RevokePermissions {
    /// The role's code.
    pub code: String,
    /// The permissions.
    #[schema(min_items = 1, max_items = MOST)]
    pub permissions: Vec<String>,
}

impl Command for RevokePermissions {
    const NAME: &'static str = "identity.role.revoke";
    type Output = RoleOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RoleOut> {
        require_changeable(tx, &self.code, true)?;
        for (n, permission) in self.permissions.iter().enumerate() {
            let key = (self.code.clone(), permission.clone());
            if tx.get::<RolePermission>(&key)?.is_none() {
                return Err(no_such("permission of this role", permission).at(format!("permissions.{n}")));
            }
            tx.delete::<RolePermission>(&key)?;
        }
        tx.touch::<Role>(&self.code)?;
        role(tx, &self.code)
    }
}

/// Deletes a role of the company's own that no member has or had.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteRole {
    /// Its code.
    pub code: String,
    /// The version the role must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_match: Option<i64>,
}

impl Command for DeleteRole {
    const NAME: &'static str = "identity.role.delete";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        require_changeable(tx, &self.code, false)?;
        tx.require_version::<Role>(&self.code, self.if_match)?;
        if SEEDED.iter().any(|(code, _)| *code == self.code) {
            return Err(errors::seeded_role(&self.code));
        }
        if let Some(member) = tx.scan(Member::BY_ROLE, self.code.as_str())?.first() {
            return Err(errors::role_in_use(&self.code, &member.email));
        }
        for granted in tx.scan(RolePermission::BY_ROLE, self.code.as_str())? {
            tx.delete::<RolePermission>(&(self.code.clone(), granted.permission.clone()))?;
        }
        tx.delete::<Role>(&self.code)
    }
}

/// The roles of this company and their permissions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRoles {}

/// Roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct Roles {
    /// How many.
    pub count: usize,
    /// By code.
    pub results: Vec<RoleOut>,
}

impl Query for ListRoles {
    const NAME: &'static str = "identity.role.view";
    const OPERATION: &'static str = "identity.role.list";
    type Output = Roles;

    fn run(&self, read: &mut Session<'_>, _context: &QueryContext) -> Result<Roles> {
        let codes = queries::role_codes(read)?;
        let results = codes.iter().map(|code| role(read, code)).collect::<Result<Vec<_>>>()?;
        Ok(Roles { count: results.len(), results })
    }
}

/// One role of this company and its permissions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GetRole {
    /// Its code.
    pub code: String,
}

impl Query for GetRole {
    const NAME: &'static str = "identity.role.view";
    const OPERATION: &'static str = "identity.role.get";
    const VERSIONED: bool = true;
    type Output = RoleOut;

    fn run(&self, read: &mut Session<'_>, _context: &QueryContext) -> Result<RoleOut> {
        role(read, &self.code)
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        Ok(read.version::<Role>(&self.code))
    }
}

/// Every permission that a role can be granted, with the scopes it knows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPermissions {}

/// A permission, and the scopes in which it can be granted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScopedPermission {
    /// Its name.
    pub permission: String,
    /// The scopes it knows.
    pub scopes: Vec<PermissionScope>,
}

/// Permissions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Permissions {
    /// How many.
    pub count: usize,
    /// Their names, in the order of the alphabet.
    pub results: Vec<String>,
    /// The same with their scopes.
    pub permissions: Vec<ScopedPermission>,
}

impl Query for ListPermissions {
    const NAME: &'static str = "identity.permission.view";
    const OPERATION: &'static str = "identity.permission.list";
    type Output = Permissions;

    fn run(&self, _read: &mut Session<'_>, context: &QueryContext) -> Result<Permissions> {
        let known = &context.definitions.permissions;
        let results: Vec<String> = known.keys().map(|&name| name.to_owned()).collect();
        let scoped = |(&name, scopes): (&&str, &Scopes)| ScopedPermission {
            permission: name.to_owned(),
            scopes: PermissionScope::honoured_by(*scopes),
        };
        Ok(Permissions { count: results.len(), results, permissions: known.iter().map(scoped).collect() })
    }
}

fn role(read: &mut impl Read, code: &str) -> Result<RoleOut> {
    let role = read.get::<Role>(&code.to_owned())?.ok_or_else(|| Error::not_found("role", code))?;
    let permissions = read.scan(RolePermission::BY_ROLE, code)?;
    let permission = |row: &RolePermission| PermissionIn { permission: row.permission.clone(), scope: row.scope };
    let permissions = permissions.iter().map(|row| permission(row)).collect();
    Ok(RoleOut { code: role.code.clone(), name: role.name.clone(), permissions })
}

/// Refuses a role that does not exist or has permissions that the actor lacks; for a change of its permissions also the owner's.
fn require_changeable(tx: &mut Tx<'_, '_>, code: &str, permissions: bool) -> Result<()> {
    tx.get::<Role>(&code.to_owned())?.ok_or_else(|| Error::not_found("role", code))?;
    if permissions && code == OWNER {
        return Err(errors::owner_has_everything());
    }
    require_all_of(tx, code)
}

/// Refuses permissions that match nothing in this program, come twice, do not know their scope, or are not the actor's own.
fn require_grantable(tx: &mut Tx<'_, '_>, permissions: &[PermissionIn]) -> Result<()> {
    let mut errors = FieldErrors::default();
    let mut seen = BTreeMap::new();
    for (n, PermissionIn { permission, scope }) in permissions.iter().enumerate() {
        if !is_known(tx.definitions(), permission) {
            errors.at("permissions", n, |errors| errors.add("permission", errors::unknown_permission(permission)));
        } else if seen.insert(permission, scope).is_some() {
            errors.at("permissions", n, |errors| errors.add("permission", errors::repeated_permission()));
        } else if let Some((covered, scopes)) = without_scope(tx.definitions(), permission, *scope) {
            let known = PermissionScope::honoured_by(scopes).iter().map(ToString::to_string).collect::<Vec<_>>();
            let unknown = errors::unknown_scope(covered, known.join(", "));
            errors.at("permissions", n, |errors| errors.add("scope", unknown));
        }
    }
    errors.finish()?;
    for PermissionIn { permission, .. } in permissions {
        if !tx.may(permission)? {
            return Err(errors::not_own_permission(permission));
        }
    }
    Ok(())
}

/// Whether a permission or pattern covers at least one permission of the program.
fn is_known(definitions: &Definitions, pattern: &str) -> bool {
    definitions.permissions.keys().any(|permission| grants(pattern, permission))
}

/// The first permission that a permission or pattern covers and that does not know `scope`, with the scopes it knows.
fn without_scope<'d>(definitions: &'d Definitions, pattern: &str, scope: PermissionScope) -> Option<(&'d str, Scopes)> {
    let mut covered = definitions.permissions.iter().filter(|(permission, _)| grants(pattern, permission));
    let without = covered.find(|(_, scopes)| !PermissionScope::honoured_by(**scopes).contains(&scope));
    without.map(|(permission, scopes)| (*permission, *scopes))
}

fn set_permissions(tx: &mut Tx<'_, '_>, role: &str, permissions: &[PermissionIn]) -> Result<()> {
    for PermissionIn { permission, scope } in permissions {
        let key = (role.to_owned(), permission.clone());
        if tx.get::<RolePermission>(&key)?.is_some() {
            tx.edit::<RolePermission>(&key, |row| {
                row.scope = *scope;
                Ok(())
            })?;
        } else {
            let (role, permission) = key;
            tx.insert(RolePermission { role, permission, scope: *scope })?;
        }
    }
    Ok(())
}
