//! Log-in: passwords and refresh tokens. Every function here blocks; the HTTP layer limits failed tries.

use crate::errors;
use crate::queries::{self, SessionRow};
use crate::records::{Membership, Tenant, User};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use command::Writers;
use kernel::{Id, Instant, Result, defect};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::mpsc;
use store::{CONTROL, Conn, DbResult, Read};
use uuid::Uuid;

const MINUTE: i64 = 60_000_000;
/// The lifetime of a refresh token.
const REFRESH_FOR: i64 = 30 * 24 * 60 * MINUTE;
/// Verified against for an unknown address, so that it takes as long as a known one. No password has this hash.
const NO_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FuZHVrLW5vYm9keS1oZXJl$R3VtZ2VtZ3VtZ2VtZ3VtZ2VtZ3VtZ2VtZ3VtZ2VtZ3U";

/// A log-in that succeeded.
#[derive(Clone, Debug)]
pub struct Login {
    /// The user.
    pub user: Uuid,
    /// The company.
    pub tenant: Arc<Tenant>,
    /// The token that gets the next access token; the program keeps only its hash.
    pub refresh: String,
}

/// An Argon2id hash of `password`, with a salt of its own.
pub fn hash_password(password: &str) -> Result<String> {
    let length = password.chars().count();
    if !(8..=1024).contains(&length) {
        return Err(errors::short_password().at("password"));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| defect(format!("hashing a password: {error}")))?.to_string())
}

fn is_password(password: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[expect(clippy::disallowed_methods, reason = "secrets are drawn here, before anything is kept")]
fn random<const N: usize>() -> Result<[u8; N]> {
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
fn maintain<T: Send + 'static>(
    writers: &Writers,
    work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static,
) -> Result<T> {
    let (sender, receiver) = mpsc::channel();
    let done = writers.maintain(CONTROL, move |conn| {
        // The receiver is gone when the caller gave up; the work is done all the same.
        drop(sender.send(work(conn)?));
        Ok(())
    })?;
    done.blocking_recv().map_err(|_| errors::stopping())??;
    receiver.recv().map_err(|_| errors::stopping())
}

/// Checks a password and begins a session in one of the user's companies: `tenant` where it is named.
pub fn log_in(writers: &Writers, email: &str, password: &str, tenant: Option<Uuid>) -> Result<Login> {
    let email = email.trim().to_lowercase();
    if email.len() > 254 || password.len() > 4096 || email.contains('\0') {
        return Err(errors::invalid_credentials());
    }
    let user = writers.store().read(CONTROL, |read| read.find(User::BY_EMAIL, email.as_str()))?;
    let hash = user.as_ref().map_or(NO_PASSWORD, |user| user.password_hash.as_str());
    let known = is_password(password, hash);
    let user = user.filter(|user| known && user.is_active).ok_or_else(errors::invalid_credentials)?;
    let tenant = choose(writers.store().read(CONTROL, |read| tenants_of(read, user.id))?, tenant)?;
    let now = Instant::now();
    let (token, row) = new_session(user.id.uuid(), tenant.id.uuid(), Uuid::from_bytes(random()?), now)?;
    maintain(writers, move |conn| queries::keep_session(conn, &row, now))?;
    Ok(Login { user: user.id.uuid(), tenant, refresh: token })
}

fn tenants_of(read: &mut store::Session<'_>, user: Id<User>) -> Result<Vec<Arc<Tenant>>> {
    let mut tenants = Vec::new();
    for membership in read.scan(Membership::BY_USER_ID, user)? {
        tenants.extend(read.get::<Tenant>(&membership.tenant_id)?);
    }
    Ok(tenants)
}

fn choose(mut tenants: Vec<Arc<Tenant>>, wanted: Option<Uuid>) -> Result<Arc<Tenant>> {
    if let Some(wanted) = wanted {
        tenants.retain(|tenant| tenant.id.uuid() == wanted);
    }
    if tenants.len() > 1 {
        let slugs: Vec<&str> = tenants.iter().map(|tenant| tenant.slug.as_str()).collect();
        return Err(errors::tenant_required(slugs.join(", ")).at("tenant"));
    }
    tenants.pop().ok_or_else(errors::not_a_member)
}

fn new_session(user: Uuid, tenant: Uuid, family: Uuid, now: Instant) -> Result<(String, SessionRow)> {
    let token: String = random::<32>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    let expires_at = Instant::from_micros(now.micros() + REFRESH_FOR);
    let row = SessionRow { token_hash: digest(&token), family, user, tenant, expires_at, used: false };
    Ok((token, row))
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Exchanges a refresh token for the next one. A token shown twice ends everything that came from its log-in.
pub fn refresh(writers: &Writers, token: &str) -> Result<Login> {
    let now = Instant::now();
    let hash = digest(token);
    // The next token is drawn before the writer is asked; the row it belongs to is known only there.
    let (next, mut fresh) = new_session(Uuid::nil(), Uuid::nil(), Uuid::nil(), now)?;
    let session = maintain(writers, move |conn| {
        let Some(old) = queries::session(conn, hash)? else {
            return Ok(None);
        };
        if old.used || old.expires_at < now {
            queries::revoke_family(conn, old.family)?;
            return Ok(None);
        }
        (fresh.family, fresh.user, fresh.tenant) = (old.family, old.user, old.tenant);
        queries::mark_used(conn, hash)?;
        queries::keep_session(conn, &fresh, now)?;
        Ok(Some(old))
    })?;
    let session = session.ok_or_else(errors::session_ended)?;
    let tenant = writers.store().read(CONTROL, |read| {
        let (user, tenant) = (Id::from_uuid(session.user), Id::from_uuid(session.tenant));
        let active = read.get::<User>(&user)?.is_some_and(|user| user.is_active);
        let member = active && read.get::<Membership>(&(user, tenant))?.is_some();
        if member { read.get::<Tenant>(&tenant) } else { Ok(None) }
    })?;
    Ok(Login { user: session.user, tenant: tenant.ok_or_else(errors::session_ended)?, refresh: next })
}

/// Ends everything that came from the log-in of this refresh token. An unknown token has ended already.
pub fn log_out(writers: &Writers, token: &str) -> Result<()> {
    let hash = digest(token);
    maintain(writers, move |conn| match queries::session(conn, hash)? {
        Some(session) => queries::revoke_family(conn, session.family),
        None => Ok(()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_matches_only_its_own_hash() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("correct horse", &hash));
        assert!(!is_password("correct house", &hash));
        assert!(hash_password("short").is_err());
    }

    #[test]
    fn unknown_address_costs_as_much_as_a_known_one() {
        let dummy = PasswordHash::new(NO_PASSWORD).unwrap();
        let real = hash_password("correct horse").unwrap();
        assert_eq!(dummy.params, PasswordHash::new(&real).unwrap().params);
        assert!(!is_password("", NO_PASSWORD));
    }
}
