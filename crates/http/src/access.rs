use command::Grants;
use kernel::{Result, ToSchema};
use money::Currency;
use serde::Serialize;
use std::sync::Arc;
use store::Session;
use uuid::Uuid;

/// The ways in which a request names a company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TenantName {
    /// By its slug.
    Slug(String),
    /// By a host name of its own.
    Host(String),
}

/// A company, as far as the edge needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRef {
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: Arc<str>,
}

/// A log-in that succeeded.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The user.
    pub user: Uuid,
    /// The company.
    pub tenant: TenantRef,
    /// The refresh token.
    pub refresh: String,
}

/// The user who is logged in, and what the user may do in the company.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Me {
    /// The user.
    pub user: MyUser,
    /// The company.
    pub tenant: MyCompany,
    /// The code of the user's role.
    pub role: String,
    /// The permissions of that role; `*` stands for any words.
    pub permissions: Vec<String>,
}

/// The user of a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyUser {
    /// The id.
    pub id: Uuid,
    /// The e-mail address.
    pub email: String,
    /// The name.
    pub name: String,
}

/// The company of a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyCompany {
    /// Its id.
    pub id: Uuid,
    /// Its short name, as in `X-Tenant`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The currency of its books.
    pub currency: Currency,
    /// Its IANA time zone.
    pub timezone: String,
}

/// Authentication and authorisation as the HTTP layer needs them, from users, companies and roles. Every method may block.
pub trait Access: Send + Sync + 'static {
    /// The company of this name.
    fn tenant(&self, name: &TenantName) -> Result<Option<TenantRef>>;
    /// Checks a password and begins a session, in `tenant` where it is named.
    fn log_in(&self, email: &str, password: &str, tenant: Option<Uuid>) -> Result<LoggedIn>;
    /// Exchanges a refresh token for the next one.
    fn refresh(&self, token: &str) -> Result<LoggedIn>;
    /// Ends the session of a refresh token.
    fn log_out(&self, token: &str) -> Result<()>;
    /// The user, the company, and what the one may do in the other.
    fn me(&self, user: Uuid, tenant: Uuid) -> Result<Me>;
    /// What `actor` was granted in the company of this snapshot.
    fn grants(&self, read: &mut Session<'_>, actor: Uuid) -> Result<Grants>;
}
