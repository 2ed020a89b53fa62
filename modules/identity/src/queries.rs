//! The SQL of this module: what is granted, and the operational tables of the control tenant.

use crate::records::PermissionScope;
use kernel::{Instant, Result};
use store::{Conn, DbResult, Field, Row, Session, Value, field};
use uuid::Uuid;

const GRANTED: &str = "SELECT p.permission, p.scope, m.party FROM member m JOIN role_permission p ON p.role = m.role \
                       WHERE m.user_id = $1 AND m.is_active = $2 ORDER BY p.permission";

/// Everything `user` was granted in this company, as permission, scope and the user's party: nothing where they are no active
/// member.
pub(crate) fn granted(read: &mut Session<'_>, user: Uuid) -> Result<Vec<(String, PermissionScope, Option<Uuid>)>> {
    let rows = read.query(GRANTED, &[Value::Id(user), Value::Bool(true)])?;
    rows.into_iter()
        .map(|row| {
            let mut row = row.into_iter();
            Ok((field(row.next())?, field(row.next())?, field(row.next())?))
        })
        .collect()
}

/// All members of this company, by e-mail address.
pub(crate) fn members(read: &mut Session<'_>) -> Result<Vec<Row>> {
    read.query("SELECT user_id, email, name, role, is_active FROM member ORDER BY email, user_id", &[])
}

/// The ids of all companies, by slug.
pub(crate) fn tenant_ids(read: &mut Session<'_>) -> Result<Vec<Uuid>> {
    let rows = read.query("SELECT id FROM tenant ORDER BY slug", &[])?;
    Ok(rows.into_iter().flatten().filter_map(Uuid::from_value).collect())
}

/// The key that signs access tokens, if it was made already.
pub(crate) fn signing_key(read: &mut Session<'_>) -> Result<Option<Vec<u8>>> {
    let rows = read.query("SELECT secret FROM signing_key", &[])?;
    Ok(rows.into_iter().flatten().next().and_then(Vec::from_value))
}

/// Keeps `secret` as the signing key unless another process was first.
pub(crate) fn keep_signing_key(conn: &mut Conn, secret: Vec<u8>) -> DbResult<()> {
    let sql = "INSERT INTO signing_key (one, secret) VALUES (1, $1) ON CONFLICT (one) DO NOTHING";
    conn.execute(sql, &[Value::Bytes(secret)]).map(drop)
}

/// A refresh token as it is kept: never itself, only its hash.
pub(crate) struct SessionRow {
    pub(crate) token_hash: [u8; 32],
    pub(crate) family: Uuid,
    pub(crate) user: Uuid,
    pub(crate) tenant: Uuid,
    pub(crate) expires_at: Instant,
    pub(crate) used: bool,
}

/// The session of a refresh token.
pub(crate) fn session(conn: &mut Conn, token_hash: [u8; 32]) -> DbResult<Option<SessionRow>> {
    let sql = "SELECT family, user_id, tenant_id, expires_at, used FROM session WHERE token_hash = $1";
    let row = conn.query(sql, &[token_hash.to_value()])?.into_iter().next();
    Ok(row.and_then(|row| {
        let [family, user, tenant, expires_at, used] = <[Value; 5]>::try_from(row).ok()?;
        Some(SessionRow {
            token_hash,
            family: Uuid::from_value(family)?,
            user: Uuid::from_value(user)?,
            tenant: Uuid::from_value(tenant)?,
            expires_at: Instant::from_value(expires_at)?,
            used: bool::from_value(used)?,
        })
    }))
}

/// Keeps a new session and forgets all that have expired.
pub(crate) fn keep_session(conn: &mut Conn, new: &SessionRow, now: Instant) -> DbResult<()> {
    conn.execute("DELETE FROM session WHERE expires_at < $1", &[now.to_value()])?;
    let sql = "INSERT INTO session (token_hash, family, user_id, tenant_id, expires_at, used) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        new.token_hash.to_value(),
        new.family.to_value(),
        new.user.to_value(),
        new.tenant.to_value(),
        new.expires_at.to_value(),
        new.used.to_value(),
    ];
    conn.execute(sql, &values).map(drop)
}

/// Marks a refresh token as rotated: if it is shown again, it has been stolen.
pub(crate) fn mark_used(conn: &mut Conn, token_hash: [u8; 32]) -> DbResult<()> {
    conn.execute("UPDATE session SET used = $2 WHERE token_hash = $1", &[token_hash.to_value(), true.to_value()])
        .map(drop)
}

/// Ends all sessions that came from one log-in.
pub(crate) fn revoke_family(conn: &mut Conn, family: Uuid) -> DbResult<()> {
    conn.execute("DELETE FROM session WHERE family = $1", &[family.to_value()]).map(drop)
}
