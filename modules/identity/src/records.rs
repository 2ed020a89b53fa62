use command::Scopes;
use kernel::Id;
use money::Currency;
use store::{Record, choices};
use uuid::Uuid;

/// A company, as the control tenant knows it.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "tenant", label = "company", unique(slug), unique(host))]
#[non_exhaustive]
pub struct Tenant {
    /// Its id: the name of its namespace.
    pub id: Id<Tenant>,
    /// Its short name in `X-Tenant` and host names.
    #[field(max = 63)]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The currency its books are kept in.
    pub currency: Currency,
    /// Its IANA time zone: decides which day it is.
    pub timezone: String,
    /// A host name of its own.
    pub host: Option<String>,
}

/// A user who can log in.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "app_user", label = "user", unique(email))]
#[non_exhaustive]
pub struct User {
    /// Their id.
    pub id: Id<User>,
    /// In lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Argon2id in PHC format.
    pub password_hash: String,
    /// Whether they may log in.
    pub is_active: bool,
}

/// A company in which a user is, or has been, a member: where log-in looks for them. Whether they still are is said by [`Member`].
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "membership", key(user_id, tenant_id), scan(user_id))]
#[non_exhaustive]
pub struct Membership {
    /// The user.
    #[field(references_table = "app_user")]
    pub user_id: Id<User>,
    /// The company.
    #[field(references_table = "tenant")]
    pub tenant_id: Id<Tenant>,
}

/// A member of this company.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "member", label = "member", key(user_id), unique(email), scan(role))]
#[non_exhaustive]
pub struct Member {
    /// The user.
    pub user_id: Uuid,
    /// Their e-mail address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The code of their role.
    #[field(references_table = "role")]
    pub role: String,
    /// Whether the member may act in the company.
    pub is_active: bool,
    /// The customer or supplier the member acts for: what permissions with the scope `own_party` cover.
    #[field(references_table = "party")]
    pub party: Option<Uuid>,
}

/// A site the member works at: what permissions with the scope `own_sites` cover.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "member_site", key(user_id, site), scan(user_id))]
#[non_exhaustive]
pub struct MemberSite {
    /// The member.
    #[field(references_table = "member")]
    pub user_id: Uuid,
    /// The site.
    #[field(references_table = "site")]
    pub site: Uuid,
}

/// A role: a named set of permissions.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "role", label = "role", key(code))]
#[non_exhaustive]
pub struct Role {
    /// For example `cashier`.
    pub code: String,
    /// Its name on a screen.
    pub name: String,
}

choices! {
    /// Which rows a role's permission covers, widest first.
    pub enum PermissionScope {
        /// Every row.
        All = "all",
        /// The rows of the member's sites.
        OwnSites = "own_sites",
        /// The rows of the member's customer or supplier.
        OwnParty = "own_party",
    }
}

impl PermissionScope {
    /// Those in which a permission that honours `scopes` can be granted.
    pub(crate) fn honoured_by(scopes: Scopes) -> Vec<PermissionScope> {
        let known = [(true, Self::All), (scopes.sites, Self::OwnSites), (scopes.party, Self::OwnParty)];
        known.into_iter().filter(|(is_known, _)| *is_known).map(|(_, scope)| scope).collect()
    }
}

/// One permission of a role, see [`command::grants`].
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "role_permission", label = "permission of a role", key(role, permission), scan(role))]
#[non_exhaustive]
pub struct RolePermission {
    /// The role.
    #[field(references_table = "role")]
    pub role: String,
    /// A permission or a pattern of permissions.
    pub permission: String,
    /// The rows it covers.
    pub scope: PermissionScope,
}
