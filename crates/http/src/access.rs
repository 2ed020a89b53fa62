use command::Grants;
use kernel::Result;
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
    fn me(&self, user: Uuid, tenant: Uuid) -> Result<serde_json::Value>;
    /// What `actor` was granted in the company of this snapshot.
    fn grants(&self, read: &mut Session<'_>, actor: Uuid) -> Result<Grants>;
}
