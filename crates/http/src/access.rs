use command::{Answer, DoorAnswer, Grants, InboundRequest, Submission};
use kernel::{Result, ToSchema};
use language::Language;
use money::Currency;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Session;
use uuid::Uuid;

/// The ways in which a request names a company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TenantName {
    /// By its slug.
    Slug(String),
    /// By the host name of a request, which may name none.
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

/// A user whose password was right.
#[derive(Clone, Copy, Debug)]
pub struct Checked {
    /// The user.
    pub user: Uuid,
    /// The company that the log-in is for, as far as that is known before it is asked.
    pub company: Option<Uuid>,
}

/// A log-in that succeeded.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The user.
    pub user: Uuid,
    /// The company.
    pub tenant: TenantRef,
    /// The session: the same for all tokens that come from one log-in.
    pub session: Uuid,
    /// The refresh token.
    pub refresh: String,
    /// How many seconds the refresh token is good for.
    pub refresh_seconds: i64,
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

/// A company to which a user belongs.
#[derive(Clone, Debug)]
pub struct TenantCard {
    /// The company.
    pub id: Uuid,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The companies to which the user belongs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OwnCompanies {
    /// Them, by their names.
    pub(crate) results: Vec<OwnCompany>,
}

/// A company to which the user belongs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OwnCompany {
    /// Its short name.
    pub(crate) slug: String,
    /// Its name.
    pub(crate) name: String,
    /// Whether the session is in it.
    pub(crate) is_current: bool,
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

/// A user who is logged in.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// The user.
    pub user: Uuid,
    /// The company.
    pub tenant: Uuid,
    /// The session.
    pub session: Uuid,
}

/// The languages that a user and their company have chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChosenLanguages {
    /// That of the user, which counts before what a client asks for.
    pub own: Option<Language>,
    /// That of the company.
    pub company: Language,
}

/// A person to make a member of the caller's company, with a log-in where they have none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The e-mail address, with which they log in.
    pub email: String,
    /// Their name; the e-mail address where it is left out.
    pub name: Option<String>,
    /// The code of their role.
    pub role: String,
    /// The ids of the sites they work at.
    #[serde(default)]
    pub sites: Vec<Uuid>,
    /// The id of the customer or supplier they act for.
    pub party: Option<Uuid>,
    /// Their first password, if they have no log-in yet. Without one the answer has a token with which they choose it.
    pub password: Option<String>,
}

/// A member of the company who was added.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedUser {
    /// The user's id.
    pub user: Uuid,
    /// Their e-mail address.
    pub email: String,
    /// Their name in this company.
    pub name: String,
    /// The code of their role.
    pub role: String,
    /// Whether the member may act in the company.
    pub is_active: bool,
    /// The ids of the sites they work at.
    pub sites: Vec<Uuid>,
    /// The id of the customer or supplier they act for.
    pub party: Option<Uuid>,
    /// Whether their log-in is new. One that existed keeps its password.
    pub is_new: bool,
    /// The one-time token for `/auth/reset-password/`, where no password was given for a new log-in: hand it to the user.
    pub reset_token: Option<String>,
}

/// Authentication and authorisation as the HTTP layer needs them, from users, companies and roles. Every method may block.
pub trait Access: Send + Sync + 'static {
    /// The company of this name, if it names one.
    fn tenant(&self, name: &TenantName) -> Result<Option<TenantRef>>;
    /// The account that is meant by what was typed as an e-mail address, for counting its failed log-ins.
    fn account(&self, email: &str) -> String;
    /// Checks a password, for a log-in to `tenant` where that is named. Waits for no company.
    fn check_password(&self, email: &str, password: &str, tenant: Option<Uuid>) -> Result<Checked>;
    /// Begins a session of a user whose password was right, in `tenant` where it is named.
    fn log_in(&self, user: Uuid, tenant: Option<Uuid>) -> Result<LoggedIn>;
    /// The company of a refresh token, if the token is known. Waits for no company.
    fn company_of_session(&self, token: &str) -> Result<Option<Uuid>>;
    /// Exchanges a refresh token for the next one.
    fn refresh(&self, token: &str) -> Result<LoggedIn>;
    /// Goes on in another company of the user of a refresh token: the session there, and the one that has ended.
    fn switch(&self, token: &str, tenant: Uuid) -> Result<(LoggedIn, Uuid)>;
    /// Ends the session of a refresh token: the session that has ended.
    fn log_out(&self, token: &str) -> Result<Option<Uuid>>;
    /// Whether a session has not ended.
    fn is_alive(&self, session: Uuid) -> Result<bool>;
    /// The user, the company, and what the one may do in the other.
    fn me(&self, user: Uuid, tenant: Uuid) -> Result<Me>;
    /// The companies to which the user belongs, by their names.
    fn companies(&self, user: Uuid) -> Result<Vec<TenantCard>>;
    /// What `actor` was granted in the company of this snapshot; 403 `not_a_member` where they are no active member of it.
    fn grants(&self, read: &mut Session<'_>, actor: Uuid) -> Result<Grants>;
    /// The languages that `user` and the company of this snapshot have chosen.
    fn languages(&self, read: &mut Session<'_>, user: Uuid) -> Result<ChosenLanguages>;
    /// Whether commands of this name need what the company alone does not know, users or keys: [`Access::admit`] is asked before a
    /// dry run, [`Access::execute`] executes them.
    fn concerns_more(&self, command: &str) -> bool;
    /// Refuses a command for what the company alone does not know, or makes it one that can be tried out.
    fn admit(&self, submission: &mut Submission) -> Result<()>;
    /// Executes a command, with what belongs to it outside of the company.
    fn execute(&self, submission: Submission) -> Result<Answer>;
    /// Takes what another system sends to a door of a company: its source, and the last part of its address. 404 where there is no such
    /// door, 401 where the signature is wrong.
    fn receive(&self, tenant: Uuid, source: &str, door: Uuid, request: InboundRequest) -> Result<DoorAnswer>;
    /// Makes a person a member of the caller's company.
    fn add_user(&self, caller: Caller, new: NewUser) -> Result<AddedUser>;
    /// Gives the caller another name.
    fn rename(&self, caller: Caller, name: &str) -> Result<()>;
    /// Gives the caller another password, for the current one, and ends their other sessions; an error of the kind
    /// [`kernel::Kind::Unauthenticated`] where that is wrong.
    fn change_password(&self, caller: Caller, current: &str, new: &str) -> Result<()>;
    /// Gives the user of a one-time token a new password; their sessions end. An error of the kind
    /// [`kernel::Kind::Unauthenticated`] where there is no such token.
    fn reset_password(&self, token: &str, password: &str) -> Result<()>;
}
