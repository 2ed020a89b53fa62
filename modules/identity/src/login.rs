//! Log-in: passwords and refresh tokens. Every function here blocks; the HTTP layer limits failed tries.

use crate::errors;
use crate::passwords::{NO_PASSWORD, is_password};
use crate::queries::{self, SessionRow};
use crate::records::{Member, Membership, Tenant, User};
use crate::text::folded_email;
use command::Writers;
use kernel::{Id, Instant, Result, defect, hex};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{CONTROL, Conn, DbResult, Read};
use uuid::Uuid;

/// The lifetime of a refresh token, in seconds.
pub const REFRESH_SECONDS: i64 = 30 * 24 * 60 * 60;
const REFRESH_FOR: i64 = REFRESH_SECONDS * 1_000_000;

/// A log-in that succeeded.
#[derive(Clone, Debug)]
pub struct Login {
    /// The user.
    pub user: Uuid,
    /// The company.
    pub tenant: Arc<Tenant>,
    /// The session: the same for all tokens that come from one log-in.
    pub session: Uuid,
    /// The token that gets the next access token; the program keeps only its hash.
    pub refresh: String,
}

#[expect(clippy::disallowed_methods, reason = "secrets are drawn here, before anything is kept")]
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| defect(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// The key that signs access tokens: made at the first start, the same ever after.
pub fn signing_key(writers: &Writers) -> Result<Vec<u8>> {
    if let Some(key) = writers.store().read(CONTROL, queries::signing_key)? {
        return Ok(key);
    }
    let fresh = random::<32>()?.to_vec();
    maintain(writers, move |conn| queries::keep_signing_key(conn, fresh))?;
    let key = writers.store().read(CONTROL, queries::signing_key)?;
    key.ok_or_else(|| defect("the signing key was not kept"))
}

/// Runs `work` in the control tenant's next batch and waits for its result.
pub(crate) fn maintain<T: Send + 'static>(
    writers: &Writers,
    work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static,
) -> Result<T> {
    writers.maintained(CONTROL, work)
}

/// A user whose password was right.
#[derive(Clone, Copy, Debug)]
pub struct Checked {
    /// The user.
    pub user: Uuid,
    /// The company that the log-in is for as far as the control tenant knows; `None` where there is none.
    pub company: Option<Uuid>,
}

/// Checks a password. Only the control tenant is asked: a company that does not answer holds up no other one's log-ins.
pub fn check_password(writers: &Writers, email: &str, password: &str, tenant: Option<Uuid>) -> Result<Checked> {
    let email = folded_email(email);
    if email.len() > 254 || password.len() > 4096 || email.contains('\0') {
        return Err(errors::invalid_credentials());
    }
    let user = writers.store().read(CONTROL, |read| read.find(User::BY_EMAIL, email.as_str()))?;
    let hash = user.as_ref().map_or(NO_PASSWORD, |user| user.password_hash.as_str());
    let known = is_password(password, hash);
    let user = user.filter(|user| known && user.is_active).ok_or_else(errors::invalid_credentials)?;
    let company = noted_companies(writers, user.id, tenant)?.first().map(|company| company.id.uuid());
    Ok(Checked { user: user.id.uuid(), company })
}

/// Begins a session of a user whose password was right in one of their companies: `tenant` where it is named.
pub fn log_in(writers: &Writers, user: Uuid, tenant: Option<Uuid>) -> Result<Login> {
    let tenant = choose(companies(writers, Id::from_uuid(user), tenant)?)?;
    let (now, session) = (Instant::now(), Uuid::from_bytes(random()?));
    let (token, row) = new_session(user, tenant.id.uuid(), session, now)?;
    maintain(writers, move |conn| queries::keep_session(conn, &row, now))?;
    Ok(Login { user, tenant, session, refresh: token })
}

/// The companies that the control tenant has noted for the user; only `wanted` where it is given.
fn noted_companies(writers: &Writers, user: Id<User>, wanted: Option<Uuid>) -> Result<Vec<Arc<Tenant>>> {
    writers.store().read(CONTROL, |read| {
        let mut tenants = Vec::new();
        for membership in read.scan(Membership::BY_USER_ID, user)? {
            if wanted.is_none_or(|wanted| membership.tenant_id.uuid() == wanted) {
                tenants.extend(read.get::<Tenant>(&membership.tenant_id)?);
            }
        }
        Ok(tenants)
    })
}

/// The companies of which the user is an active member; only `wanted` where it is given.
pub fn companies(writers: &Writers, user: Id<User>, wanted: Option<Uuid>) -> Result<Vec<Arc<Tenant>>> {
    let mut companies = Vec::new();
    for tenant in noted_companies(writers, user, wanted)? {
        let member = writers.store().look_up(tenant.id.uuid(), |read| read.get::<Member>(&user.uuid()))?;
        companies.extend(member.filter(|member| member.is_active).map(|_| tenant));
    }
    Ok(companies)
}

fn choose(mut tenants: Vec<Arc<Tenant>>) -> Result<Arc<Tenant>> {
    if tenants.len() > 1 {
        let slugs: Vec<&str> = tenants.iter().map(|tenant| tenant.slug.as_str()).collect();
        return Err(errors::tenant_required(slugs.join(", ")).at("tenant"));
    }
    tenants.pop().ok_or_else(errors::not_a_member)
}

fn new_session(user: Uuid, tenant: Uuid, family: Uuid, now: Instant) -> Result<(String, SessionRow)> {
    let token = hex(&random::<32>()?);
    let expires_at = Instant::from_micros(now.micros() + REFRESH_FOR);
    let row = SessionRow { token_hash: digest(&token), family, user, tenant, expires_at, used: false };
    Ok((token, row))
}

pub(crate) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The company and the user of a refresh token. Tokens that are made up end here and cost the writer nothing.
fn known(writers: &Writers, token_hash: [u8; 32]) -> Result<Option<(Uuid, Id<User>)>> {
    writers.store().read(CONTROL, |read| queries::company_and_user(read, token_hash))
}

/// The company of a refresh token; `None` where the token is not known.
pub fn company_of_session(writers: &Writers, token: &str) -> Result<Option<Uuid>> {
    Ok(known(writers, digest(token))?.map(|(company, _)| company))
}

/// Exchanges a refresh token for the next one. A token shown twice ends everything that came from its log-in.
pub fn refresh(writers: &Writers, token: &str) -> Result<Login> {
    let (now, hash) = (Instant::now(), digest(token));
    let (company, user) = known(writers, hash)?.ok_or_else(errors::session_ended)?;
    // Asked before the token is used up: while the company does not answer, the session goes on.
    let active = writers.store().read(CONTROL, |read| read.get::<User>(&user))?.is_some_and(|user| user.is_active);
    let tenant = if active { companies(writers, user, Some(company))?.pop() } else { None };
    // The next token is drawn before the writer is asked; the session it belongs to is known only there.
    let (next, mut fresh) = new_session(Uuid::nil(), Uuid::nil(), Uuid::nil(), now)?;
    let is_member = tenant.is_some();
    let session = maintain(writers, move |conn| {
        let Some(old) = queries::session(conn, hash)? else {
            return Ok(None);
        };
        if old.used || old.expires_at < now {
            queries::revoke_family(conn, old.family)?;
            return Ok(None);
        }
        queries::mark_used(conn, hash)?;
        if is_member {
            (fresh.family, fresh.user, fresh.tenant) = (old.family, old.user, old.tenant);
            queries::keep_session(conn, &fresh, now)?;
        }
        Ok(Some(old))
    })?;
    let (session, tenant) = session.zip(tenant).ok_or_else(errors::session_ended)?;
    Ok(Login { user: session.user, tenant, session: session.family, refresh: next })
}

/// Goes on in another company of the user: ends the session of a refresh token, and begins one there. Where that is refused, the
/// session goes on. The session that has ended comes second.
pub fn switch(writers: &Writers, token: &str, tenant: Uuid) -> Result<(Login, Uuid)> {
    let (now, hash) = (Instant::now(), digest(token));
    let (_, user) = known(writers, hash)?.ok_or_else(errors::session_ended)?;
    let is_active = writers.store().read(CONTROL, |read| read.get::<User>(&user))?.is_some_and(|user| user.is_active);
    if !is_active {
        return Err(errors::session_ended());
    }
    let tenant = choose(companies(writers, user, Some(tenant))?)?;
    let (user, session) = (user.uuid(), Uuid::from_bytes(random()?));
    let (next, fresh) = new_session(user, tenant.id.uuid(), session, now)?;
    let ended = maintain(writers, move |conn| {
        let Some(old) = queries::session(conn, hash)? else { return Ok(None) };
        queries::revoke_family(conn, old.family)?;
        if old.used || old.expires_at < now {
            return Ok(None);
        }
        queries::keep_session(conn, &fresh, now)?;
        Ok(Some(old.family))
    })?;
    Ok((Login { user, tenant, session, refresh: next }, ended.ok_or_else(errors::session_ended)?))
}

/// Ends everything that came from the log-in of this refresh token: the session that has ended. An unknown token has ended already.
pub fn log_out(writers: &Writers, token: &str) -> Result<Option<Uuid>> {
    let hash = digest(token);
    if known(writers, hash)?.is_none() {
        return Ok(None);
    }
    maintain(writers, move |conn| {
        let session = queries::session(conn, hash)?.map(|session| session.family);
        session.map_or(Ok(()), |family| queries::revoke_family(conn, family))?;
        Ok(session)
    })
}
