//! What ends sessions beside log-out, and one-time tokens to choose a new password. Every function here blocks.

use crate::commands::SetPassword;
use crate::login::{digest, maintain, random};
use crate::passwords::{hash_password, is_password};
use crate::records::{Membership, User};
use crate::{errors, queries};
use command::{SYSTEM, Writers};
use kernel::{Id, Instant, Result, hex};
use std::sync::Arc;
use store::{CONTROL, Read};
use uuid::Uuid;

/// The seconds for which a token to choose a new password is valid.
pub const RESET_SECONDS: i64 = 3_600;

/// Whether a session has not ended.
pub fn is_alive(writers: &Writers, session: Uuid) -> Result<bool> {
    writers.store().read(CONTROL, |read| queries::is_alive(read, session, Instant::now()))
}

/// Ends all sessions of a user, and the token to choose a new password with them.
pub fn end_sessions(writers: &Writers, user: Uuid) -> Result<()> {
    end_sessions_except(writers, user, None)
}

fn end_sessions_except(writers: &Writers, user: Uuid, kept: Option<Uuid>) -> Result<()> {
    maintain(writers, move |conn| {
        queries::forget_reset(conn, user)?;
        queries::revoke_user(conn, user, kept)
    })
}

/// The user with this id.
pub fn user(writers: &Writers, id: Uuid) -> Result<Option<Arc<User>>> {
    writers.store().read(CONTROL, |read| read.get::<User>(&Id::from_uuid(id)))
}

/// Gives a user a new password and ends all their sessions.
///
/// # Errors
///
/// Those of [`hash_password`].
pub fn set_password(writers: &Writers, user: &User, password: &str) -> Result<()> {
    replace_password(writers, user, password, None)
}

fn replace_password(writers: &Writers, user: &User, password: &str, kept: Option<Uuid>) -> Result<()> {
    let password_hash = hash_password(password, &user.email)?;
    writers.run(CONTROL, SYSTEM, SetPassword { user: user.id, password_hash })?;
    end_sessions_except(writers, user.id.uuid(), kept)
}

/// Gives the user of the session `kept` a new password and ends their other sessions.
///
/// # Errors
///
/// 401 `invalid_credentials` where `current` is not their password, and those of [`hash_password`].
pub fn change_password(writers: &Writers, id: Uuid, kept: Uuid, current: &str, new: &str) -> Result<()> {
    let user = user(writers, id)?.filter(|user| user.is_active && is_password(current, &user.password_hash));
    let user = user.ok_or_else(errors::invalid_credentials)?;
    replace_password(writers, &user, new, Some(kept))
}

/// A one-time token, valid for [`RESET_SECONDS`], with which a user chooses a new password; one that was given before is void.
///
/// # Errors
///
/// 409 `user_deactivated`.
pub fn begin_reset(writers: &Writers, user: &User) -> Result<String> {
    if !user.is_active {
        return Err(errors::user_deactivated(&user.email));
    }
    let token = hex(&random::<32>()?);
    let (hash, now, id) = (digest(&token), Instant::now(), user.id.uuid());
    let until = Instant::from_micros(now.micros() + RESET_SECONDS * 1_000_000);
    maintain(writers, move |conn| queries::keep_reset(conn, hash, id, now, until))?;
    Ok(token)
}

/// Refuses a user that belongs, or has belonged, to another company than `tenant`: that company could take the user back at any
/// time, and a password that this one has set would give access to it.
///
/// # Errors
///
/// 409 `member_elsewhere`.
pub fn require_only_here(writers: &Writers, tenant: Uuid, user: Uuid) -> Result<()> {
    let noted = writers.store().read(CONTROL, |read| read.scan(Membership::BY_USER_ID, Id::<User>::from_uuid(user)))?;
    if noted.iter().any(|company| company.tenant_id.uuid() != tenant) {
        Err(errors::member_elsewhere())
    } else {
        Ok(())
    }
}

/// Gives the user of a one-time token a new password and ends all their sessions. A refused password leaves the token valid.
///
/// # Errors
///
/// 401 `unknown_reset_token`, and those of [`hash_password`].
pub fn reset_password(writers: &Writers, token: &str, password: &str) -> Result<()> {
    let (hash, unknown) = (digest(token), errors::unknown_reset_token);
    let id = writers.store().read(CONTROL, |read| queries::reset(read, hash, Instant::now()))?.ok_or_else(unknown)?;
    let user = user(writers, id)?.filter(|user| user.is_active).ok_or_else(unknown)?;
    let password_hash = hash_password(password, &user.email)?;
    if !maintain(writers, move |conn| queries::use_reset(conn, hash))? {
        return Err(unknown());
    }
    writers.run(CONTROL, SYSTEM, SetPassword { user: user.id, password_hash })?;
    end_sessions(writers, id)
}
