//! The SQL of this module: what is granted, and the operational tables of the control tenant.

use crate::commands::MemberOut;
use crate::records::{PermissionScope, User};
use kernel::{Id, Instant, Result};
use std::collections::{BTreeMap, BTreeSet};
use store::{Conn, DbResult, Field, Row, Session, Value, field};
use uuid::Uuid;

const GRANTED: &str = "SELECT p.permission, p.scope, m.party FROM member m JOIN role_permission p ON p.role = m.role \
                       WHERE m.user_id = $1 AND m.is_active = $2 ORDER BY p.permission";

const OWN_SITES: &str = "SELECT site FROM member_site WHERE user_id = $1";

/// What the rows of a user's role grant.
pub(crate) struct Granted {
    /// Permission, scope and the user's party; nothing where they are no active member.
    pub(crate) permissions: Vec<(String, PermissionScope, Option<Uuid>)>,
    /// The sites the user works at.
    pub(crate) sites: BTreeSet<Uuid>,
}

/// Everything `user` was granted in this company, in one round trip.
pub(crate) fn granted(read: &mut Session<'_>, user: Uuid) -> Result<Granted> {
    let (member, user) = ([Value::Id(user), Value::Bool(true)], [Value::Id(user)]);
    let mut answers = read.query_all(&[(GRANTED, &member), (OWN_SITES, &user)])?.into_iter();
    let permission = |row: Row| {
        let mut row = row.into_iter();
        Ok((field(row.next())?, field(row.next())?, field(row.next())?))
    };
    let permissions = answers.next().unwrap_or_default().into_iter().map(permission).collect::<Result<_>>()?;
    let sites = answers.next().unwrap_or_default().into_iter().map(|row| field(row.into_iter().next()));
    Ok(Granted { permissions, sites: sites.collect::<Result<_>>()? })
}

/// All members of this company, by e-mail address.
pub fn members(read: &mut Session<'_>) -> Result<Vec<MemberOut>> {
    let mut sites = BTreeMap::<Uuid, Vec<Uuid>>::new();
    for row in read.query("SELECT user_id, site FROM member_site ORDER BY user_id, site", &[])? {
        let mut row = row.into_iter();
        sites.entry(field(row.next())?).or_default().push(field(row.next())?);
    }
    let sql = "SELECT user_id, email, name, role, is_active, party FROM member ORDER BY email, user_id";
    let member = |row: Row| {
        let mut row = row.into_iter();
        let user = field(row.next())?;
        Ok(MemberOut {
            user,
            email: field(row.next())?,
            name: field(row.next())?,
            role: field(row.next())?,
            is_active: field(row.next())?,
            sites: sites.remove(&user).unwrap_or_default(),
            party: field(row.next())?,
        })
    };
    read.query(sql, &[])?.into_iter().map(member).collect()
}

/// The codes of all roles of this company.
pub(crate) fn role_codes(read: &mut Session<'_>) -> Result<Vec<String>> {
    let rows = read.query("SELECT code FROM role ORDER BY code", &[])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// The ids of all users, by e-mail address.
pub(crate) fn user_ids(read: &mut Session<'_>) -> Result<Vec<Uuid>> {
    let rows = read.query("SELECT id FROM app_user ORDER BY email", &[])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
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

/// The company and the user of a refresh token.
pub(crate) fn company_and_user(read: &mut Session<'_>, token_hash: [u8; 32]) -> Result<Option<(Uuid, Id<User>)>> {
    let sql = "SELECT tenant_id, user_id FROM session WHERE token_hash = $1";
    let row = read.query(sql, &[token_hash.to_value()])?.into_iter().next();
    row.map(|row| {
        let mut row = row.into_iter();
        Ok((field(row.next())?, field(row.next())?))
    })
    .transpose()
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

/// Whether the log-in `family` has a refresh token that is still good.
pub(crate) fn is_alive(read: &mut Session<'_>, family: Uuid, now: Instant) -> Result<bool> {
    let sql = "SELECT CAST(1 AS bigint) FROM session WHERE family = $1 AND used = $2 AND expires_at >= $3 LIMIT 1";
    Ok(!read.query(sql, &[family.to_value(), false.to_value(), now.to_value()])?.is_empty())
}

/// Ends all sessions of a user but the log-in `kept`.
pub(crate) fn revoke_user(conn: &mut Conn, user: Uuid, kept: Option<Uuid>) -> DbResult<()> {
    let sql = "DELETE FROM session WHERE user_id = $1 AND family <> $2";
    conn.execute(sql, &[user.to_value(), kept.unwrap_or_default().to_value()]).map(drop)
}

/// Keeps a token to reset a user's password, in place of one that was there, and forgets all that have expired.
pub(crate) fn keep_reset(
    conn: &mut Conn,
    token_hash: [u8; 32],
    user: Uuid,
    now: Instant,
    until: Instant,
) -> DbResult<()> {
    conn.execute(
        "DELETE FROM password_reset WHERE user_id = $1 OR expires_at < $2",
        &[user.to_value(), now.to_value()],
    )?;
    let sql = "INSERT INTO password_reset (token_hash, user_id, expires_at) VALUES ($1, $2, $3)";
    conn.execute(sql, &[token_hash.to_value(), user.to_value(), until.to_value()]).map(drop)
}

/// The user whose password the token resets, while it is valid.
pub(crate) fn reset(read: &mut Session<'_>, token_hash: [u8; 32], now: Instant) -> Result<Option<Uuid>> {
    let sql = "SELECT user_id FROM password_reset WHERE token_hash = $1 AND expires_at >= $2";
    let rows = read.query(sql, &[token_hash.to_value(), now.to_value()])?;
    rows.into_iter().next().map(|row| field(row.into_iter().next())).transpose()
}

/// Uses up the token; false where it was used already.
pub(crate) fn use_reset(conn: &mut Conn, token_hash: [u8; 32]) -> DbResult<bool> {
    Ok(conn.execute("DELETE FROM password_reset WHERE token_hash = $1", &[token_hash.to_value()])? > 0)
}

/// Forgets the token that resets a user's password.
pub(crate) fn forget_reset(conn: &mut Conn, user: Uuid) -> DbResult<()> {
    conn.execute("DELETE FROM password_reset WHERE user_id = $1", &[user.to_value()]).map(drop)
}
