//! What a user was granted in a company, and which rows each permission covers.

use crate::errors::{outside_scope, permission_denied, scope_not_supported};
use kernel::Result;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The table of sites: a column that references it says which site a row belongs to.
pub const SITE_TABLE: &str = "site";
/// The table of customers and suppliers: a column that references it says which party a row belongs to.
pub const PARTY_TABLE: &str = "party";

/// Which rows a permission covers. The widest scope is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every row.
    All,
    /// The rows of these sites.
    Sites(BTreeSet<Uuid>),
    /// The rows of this customer or supplier.
    Party(Uuid),
}

impl Scope {
    /// Whether it covers a row of this site and party. A row that has none belongs to no limited scope.
    pub fn covers(&self, site: Option<Uuid>, party: Option<Uuid>) -> bool {
        match self {
            Scope::All => true,
            Scope::Sites(sites) => site.is_some_and(|site| sites.contains(&site)),
            Scope::Party(own) => party == Some(*own),
        }
    }

    /// Whether it surely covers every row that `other` covers.
    pub(crate) fn includes(&self, other: &Scope) -> bool {
        *self == Scope::All || self == other
    }
}

/// The limited scopes that a command, query or resource can be used with; [`Scope::All`] always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes {
    /// It honours [`Scope::Sites`].
    pub sites: bool,
    /// It honours [`Scope::Party`].
    pub party: bool,
}

impl Scopes {
    /// Only [`Scope::All`].
    pub const NONE: Scopes = Scopes { sites: false, party: false };
    /// Every scope.
    pub const EVERY: Scopes = Scopes { sites: true, party: true };

    /// [`Scopes::EVERY`] for what is scoped, else [`Scopes::NONE`].
    pub const fn of(scoped: bool) -> Scopes {
        if scoped { Scopes::EVERY } else { Scopes::NONE }
    }

    /// The scopes that both honour.
    pub(crate) fn and(self, other: Scopes) -> Scopes {
        Scopes { sites: self.sites && other.sites, party: self.party && other.party }
    }

    fn include(self, scope: &Scope) -> bool {
        match scope {
            Scope::All => true,
            Scope::Sites(_) => self.sites,
            Scope::Party(_) => self.party,
        }
    }
}

/// A permission that a user has, and the rows it covers. Only authorisation makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    permission: String,
    scope: Scope,
}

impl Grant {
    /// The grant of `permission` with the scope that authorisation found; 403 `permission_denied` where it found none.
    pub(crate) fn new(permission: &str, scope: Option<Scope>) -> Result<Grant> {
        let scope = scope.ok_or_else(|| permission_denied(permission))?;
        Ok(Grant { permission: permission.to_owned(), scope })
    }

    /// The rows it covers.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether it covers a row of this site and party, see [`Scope::covers`].
    pub fn covers(&self, site: Option<Uuid>, party: Option<Uuid>) -> bool {
        self.scope.covers(site, party)
    }

    /// Refuses to write a row of this site and party where the grant does not cover it.
    ///
    /// # Errors
    ///
    /// 403 `outside_scope`.
    pub fn require(&self, site: Option<Uuid>, party: Option<Uuid>) -> Result<()> {
        if self.covers(site, party) { Ok(()) } else { Err(outside_scope(&self.permission)) }
    }

    /// Refuses a limited scope that is not one of those that are honoured.
    ///
    /// # Errors
    ///
    /// 403 `scope_not_supported`.
    pub fn require_scope_in(&self, scopes: Scopes) -> Result<()> {
        if scopes.include(&self.scope) { Ok(()) } else { Err(scope_not_supported(&self.permission)) }
    }
}

/// Everything that a user was granted in a company.
#[derive(Clone, Debug)]
pub struct Grants {
    user: Uuid,
    granted: Vec<(String, Scope)>,
}

impl Grants {
    /// Of permissions or patterns of them (see [`grants`]), each with its scope.
    pub fn new(granted: Vec<(String, Scope)>) -> Grants {
        Grants { user: Uuid::nil(), granted }
    }

    /// The same, of this user.
    #[must_use]
    pub fn of_user(self, user: Uuid) -> Grants {
        Grants { user, ..self }
    }

    /// The user; nil for the program itself.
    pub(crate) fn user(&self) -> Uuid {
        self.user
    }

    /// Every permission on every row: that of the program itself.
    pub fn all() -> Grants {
        Grants::new(vec![("*".to_owned(), Scope::All)])
    }

    /// The permissions and patterns.
    pub fn patterns(&self) -> BTreeSet<String> {
        self.granted.iter().map(|(pattern, _)| pattern.clone()).collect()
    }

    /// The permissions and patterns that cover only some rows, each with the name of its scope.
    pub fn limited(&self) -> BTreeMap<String, String> {
        let scope = |scope: &Scope| match scope {
            Scope::All => None,
            Scope::Sites(_) => Some("own_sites".to_owned()),
            Scope::Party(_) => Some("own_party".to_owned()),
        };
        self.granted.iter().filter_map(|(pattern, granted)| Some((pattern.clone(), scope(granted)?))).collect()
    }

    /// The widest scope in which `permission` was granted.
    pub(crate) fn scope_of(&self, permission: &str) -> Option<&Scope> {
        self.granted.iter().filter(|(pattern, _)| grants(pattern, permission)).map(|(_, scope)| scope).min()
    }

    /// The grant of `permission` with its widest scope.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied` where it was not granted.
    pub fn require(&self, permission: &str) -> Result<Grant> {
        Grant::new(permission, self.scope_of(permission).cloned())
    }
}

/// Whether what a role was given covers `permission`: the very name, `*` for everything, `sales.*` and `sales.price.*` for
/// all that lies below, `*.view` for that action everywhere.
pub fn grants(granted: &str, permission: &str) -> bool {
    if granted == "*" || granted == permission {
        return true;
    }
    let below = |prefix: &str| permission.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    let ends = |action: &str| permission.strip_suffix(action).is_some_and(|rest| rest.ends_with('.'));
    granted.strip_suffix(".*").is_some_and(below) || granted.strip_prefix("*.").is_some_and(ends)
}
