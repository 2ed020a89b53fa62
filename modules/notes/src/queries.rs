//! The SQL of this module.

use crate::attachments::AttachmentOut;
use crate::comments::{CommentChange, CommentOut};
use crate::records::{Attachment, Comment, File};
use command::{Finding, Tx};
use kernel::{Id, Instant, Result, defect};
use std::collections::BTreeSet;
use store::{Field, Record, Row, Session, Value, field};
use uuid::Uuid;

/// The number of rows of `R` that hang on a row, counted no further than to 10,001, and the first `limit` of them behind the one with the
/// id `after`: what `page` selects of each, as `t`, with its author as `m`.
fn hanging<R: Record>(
    read: &mut Session<'_>,
    (record, row): (&str, Uuid),
    after: Uuid,
    (selected, joins, limit): (&str, &str, i64),
) -> Result<(i64, Vec<Row>)> {
    let table = R::TABLE.name;
    let page = format!(
        "SELECT t.version, t.created_at, m.name, {selected} FROM {table} t LEFT JOIN member m ON m.user_id = t.author {joins} \
         WHERE t.record = $1 AND t.row_id = $2 AND t.id > $3 ORDER BY t.id LIMIT {limit}"
    );
    let count =
        format!("SELECT count(*) FROM (SELECT 1 FROM {table} WHERE record = $1 AND row_id = $2 LIMIT 10001) counted");
    let of_row = [Value::Text(record.to_owned()), Value::Id(row)];
    let behind = [of_row[0].clone(), of_row[1].clone(), Value::Id(after)];
    let mut answers = read.query_all(&[(&count, &of_row), (&page, &behind)])?.into_iter();
    let count = field(answers.next().into_iter().flatten().flatten().next())?;
    Ok((count, answers.next().unwrap_or_default()))
}

/// The columns of `R`, of the table that is called `alias`.
fn columns<R: Record>(alias: &str) -> String {
    R::TABLE.columns.iter().map(|column| format!("{alias}.{}", column.name)).collect::<Vec<_>>().join(", ")
}

fn decoded<R: Record>(row: Row) -> Result<R> {
    R::decode(row).map_err(|column| defect(format!("{}.{column}", R::TABLE.name)))
}

/// The number of comments on a row, and a page of them, as `user` sees them.
pub(crate) fn comments(
    read: &mut Session<'_>,
    row: (&str, Uuid),
    after: Uuid,
    limit: i64,
    user: Uuid,
) -> Result<(i64, Vec<CommentOut>)> {
    let (count, rows) = hanging::<Comment>(read, row, after, (&columns::<Comment>("t"), "", limit))?;
    let comment = |mut row: Row| {
        let rest = row.split_off(3);
        let mut row = row.into_iter();
        let version = (field(row.next())?, field(row.next())?);
        Ok(CommentOut::of(decoded(rest)?, version, field(row.next())?, user))
    };
    Ok((count, rows.into_iter().map(comment).collect::<Result<_>>()?))
}

/// How many texts a comment has had, and a page of them behind the command `after`. The text that a command wrote is what was kept
/// when the next one changed it.
pub(crate) fn changes_of(
    read: &mut Session<'_>,
    comment: &Comment,
    after: i64,
    limit: i64,
) -> Result<(i64, Vec<CommentChange>)> {
    let changes = "(SELECT created_seq AS seq FROM comment WHERE id = $1 \
                   UNION SELECT seq FROM record_change WHERE record = 'comment' AND id = $1)";
    let count = format!("SELECT count(*) FROM (SELECT 1 FROM {changes} h LIMIT 10001) counted");
    let page = format!(
        "SELECT c.seq, c.name, c.at, c.actor, m.name, h.next, e.content FROM \
         (SELECT seq, (SELECT min(r.seq) FROM record_change r WHERE r.record = 'comment' AND r.id = $1 AND r.seq > a.seq) AS next \
          FROM {changes} a) h JOIN command c ON c.seq = h.seq LEFT JOIN member m ON m.user_id = c.actor \
         LEFT JOIN earlier_row e ON e.record = 'comment' AND e.id = $1 AND e.seq = h.next \
         WHERE h.seq > $2 ORDER BY h.seq LIMIT {limit}"
    );
    let id = Value::Id(comment.id.uuid());
    let behind = [id.clone(), Value::Int(after)];
    let mut answers = read.query_all(&[(&count, &[id]), (&page, &behind)])?.into_iter();
    let count = field(answers.next().into_iter().flatten().flatten().next())?;
    let changes = answers.next().unwrap_or_default().into_iter().map(|row| change_of(row, comment));
    Ok((count, changes.collect::<Result<_>>()?))
}

fn change_of(row: Row, comment: &Comment) -> Result<CommentChange> {
    let mut row = row.into_iter();
    let (seq, name): (i64, String) = (field(row.next())?, field(row.next())?);
    let (at, actor): (Instant, Uuid) = (field(row.next())?, field(row.next())?);
    let (actor_name, next): (Option<String>, Option<i64>) = (field(row.next())?, field(row.next())?);
    let kept: Option<Vec<u8>> = field(row.next())?;
    let text = match (next, kept) {
        (None, _) => Some(comment.text.clone()),
        (Some(_), Some(kept)) => {
            let values: Row = serde_json::from_slice(&kept).map_err(|error| defect(error.to_string()))?;
            Some(decoded::<Comment>(values)?.text)
        }
        (Some(_), None) => None,
    };
    Ok(CommentChange { seq, name, at, actor, actor_name, text })
}

/// The number of files at a row, and a page of them, as `user` sees them.
pub(crate) fn attachments(
    read: &mut Session<'_>,
    row: (&str, Uuid),
    after: Uuid,
    limit: i64,
    user: Uuid,
) -> Result<(i64, Vec<AttachmentOut>)> {
    let selected = format!("{}, {}", columns::<Attachment>("t"), columns::<File>("f"));
    let joins = "JOIN file f ON f.id = t.file";
    let (count, rows) = hanging::<Attachment>(read, row, after, (&selected, joins, limit))?;
    let attachment = |mut row: Row| {
        let file = row.split_off(3 + Attachment::TABLE.columns.len());
        let (attachment, mut row) = (row.split_off(3), row.into_iter().skip(1));
        let (created_at, name) = (field(row.next())?, field(row.next())?);
        Ok(AttachmentOut::of(&decoded(attachment)?, &decoded(file)?, created_at, name, user))
    };
    Ok((count, rows.into_iter().map(attachment).collect::<Result<_>>()?))
}

const ORPHANS: &str = "SELECT id FROM file WHERE orphaned_at < $1 ORDER BY id LIMIT 1000";

/// The contents whose last attachment was removed before `before`, up to 1,000.
pub(crate) fn orphans(tx: &mut Tx<'_, '_>, before: Instant) -> Result<Vec<Id<File>>> {
    tx.query(ORPHANS, &[before.to_value()])?.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// Whether there are any.
pub(crate) fn has_orphans(read: &mut Session<'_>, before: Instant) -> Result<bool> {
    Ok(!read.query(ORPHANS, &[before.to_value()])?.is_empty())
}

/// The SHA-256 of every content that a row needs.
pub fn needed_files(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    let rows = read.query("SELECT sha256 FROM file", &[])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// Every content has an attachment, or it is known since when it has none.
pub(crate) fn orphans_are_known(read: &mut Session<'_>) -> Result<Finding> {
    let count = "SELECT count(*) FROM file";
    let offenders = "SELECT f.sha256 FROM file f WHERE (f.orphaned_at IS NULL) <> EXISTS (SELECT 1 FROM attachment a WHERE a.file = f.id)";
    Finding::of_sql(read, count, offenders, |row| format!("file {}", row[0]))
}
