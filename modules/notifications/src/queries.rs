//! The SQL of this module.

use crate::Notification;
use crate::inbox::NotificationOut;
use crate::preferences::Preference;
use crate::records::WaitingNotification;
use command::Tx;
use kernel::{Id, Instant, Result};
use store::{Read, Row, Session, Value, field};
use uuid::Uuid;

/// A notification `t` of the user `$1` that they have not read.
const UNREAD: &str = "t.user_id = $1 AND t.read_at IS NULL AND t.created_seq > \
                      coalesce((SELECT read_to FROM notification_reader WHERE user_id = $1), 0)";

fn counted(condition: &str) -> String {
    format!("SELECT count(*) FROM (SELECT 1 FROM notification t WHERE {condition} LIMIT 10001) counted")
}

/// How many notifications a user has not read, counted no further than to 10,001.
pub(crate) fn unread(read: &mut Session<'_>, user: Uuid) -> Result<i64> {
    field(read.query(&counted(UNREAD), &[Value::Id(user)])?.into_iter().flatten().next())
}

/// The newest notification of a user.
pub(crate) fn newest(tx: &mut Tx<'_, '_>, user: Uuid) -> Result<Option<Id<Notification>>> {
    let sql = "SELECT id FROM notification WHERE user_id = $1 ORDER BY created_seq DESC, id DESC LIMIT 1";
    let newest = tx.query(sql, &[Value::Id(user)])?.into_iter().flatten().next();
    newest.map(|id| field(Some(id)).map(Id::from_uuid)).transpose()
}

/// The place of a notification in an inbox: number of the command, and its id.
pub(crate) type Place = (i64, Uuid);

/// How many notifications a user has, counted no further than to 10,001, and the newest `limit` of them that are older than `before`.
pub(crate) fn inbox(
    read: &mut Session<'_>,
    user: Uuid,
    only_unread: bool,
    before: Option<Place>,
    limit: i64,
) -> Result<(i64, Vec<NotificationOut>)> {
    let condition = if only_unread { UNREAD } else { "t.user_id = $1" };
    let page = format!(
        "SELECT t.id, t.kind, t.author, m.name, t.text, t.record, t.row_id, t.created_at, t.created_seq, \
         t.read_at IS NOT NULL OR t.created_seq <= coalesce((SELECT read_to FROM notification_reader WHERE user_id = $1), 0) \
         FROM notification t LEFT JOIN member m ON m.user_id = t.author \
         WHERE {condition} AND (t.created_seq, t.id) < ($2, $3) ORDER BY t.created_seq DESC, t.id DESC LIMIT {limit}"
    );
    let user = Value::Id(user);
    let (seq, id) = before.unwrap_or((i64::MAX, Uuid::max()));
    let behind = [user.clone(), Value::Int(seq), Value::Id(id)];
    let mut answers = read.query_all(&[(&counted(condition), &[user]), (&page, &behind)])?.into_iter();
    let count = field(answers.next().into_iter().flatten().flatten().next())?;
    let notification = |row: Row| {
        let mut row = row.into_iter();
        Ok(NotificationOut {
            id: field(row.next())?,
            kind: field(row.next())?,
            author: field(row.next())?,
            author_name: field(row.next())?,
            text: field(row.next())?,
            record: field(row.next())?,
            row: field(row.next())?,
            at: field(row.next())?,
            seq: field(row.next())?,
            is_read: field(row.next())?,
        })
    };
    Ok((count, answers.next().unwrap_or_default().into_iter().map(notification).collect::<Result<_>>()?))
}

/// What has waited long enough at `now`, that which waits longest first.
pub(crate) fn due(tx: &mut Tx<'_, '_>, now: Instant, limit: i64) -> Result<Vec<Id<WaitingNotification>>> {
    let sql = "SELECT id FROM waiting_notification WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
    let rows = tx.query(sql, &[Value::Int(now.micros()), Value::Int(limit)])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// Whether anything has waited long enough.
pub(crate) fn is_any_due(read: &mut Session<'_>) -> Result<bool> {
    let sql = "SELECT id FROM waiting_notification WHERE due_at <= $1 LIMIT 1";
    let now = Value::Int(read.now().micros());
    Ok(!read.query(sql, &[now])?.is_empty())
}

/// What a member has chosen.
pub(crate) fn preferences(read: &mut Session<'_>, user: Uuid) -> Result<Vec<Preference>> {
    let sql = "SELECT event, channel, wanted FROM notification_preference WHERE user_id = $1 ORDER BY event, channel";
    let preference = |row: Row| {
        let mut row = row.into_iter();
        Ok(Preference { event: field(row.next())?, channel: field(row.next())?, wanted: field(row.next())? })
    };
    read.query(sql, &[Value::Id(user)])?.into_iter().map(preference).collect()
}
