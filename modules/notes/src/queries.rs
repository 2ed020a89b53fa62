//! The SQL of this module.

use crate::comments::CommentOut;
use crate::records::Comment;
use kernel::{Result, defect};
use store::{Record, Row, Session, Value, field};
use uuid::Uuid;

/// The number of comments on a row, counted no further than to 10,001, and the first `limit` of them behind the one with the id
/// `after`, as `user` sees them.
pub(crate) fn comments(
    read: &mut Session<'_>,
    (record, row): (&str, Uuid),
    after: Uuid,
    limit: i64,
    user: Uuid,
) -> Result<(i64, Vec<CommentOut>)> {
    let columns: Vec<String> = Comment::TABLE.columns.iter().map(|column| format!("t.{}", column.name)).collect();
    let page = format!(
        "SELECT t.version, t.created_at, m.name, {} FROM comment t LEFT JOIN member m ON m.user_id = t.author \
         WHERE t.record = $1 AND t.row_id = $2 AND t.id > $3 ORDER BY t.id LIMIT {limit}",
        columns.join(", ")
    );
    let count = "SELECT count(*) FROM (SELECT 1 FROM comment WHERE record = $1 AND row_id = $2 LIMIT 10001) counted";
    let of_row = [Value::Text(record.to_owned()), Value::Id(row)];
    let behind = [of_row[0].clone(), of_row[1].clone(), Value::Id(after)];
    let mut answers = read.query_all(&[(count, &of_row), (&page, &behind)])?.into_iter();
    let count = field(answers.next().into_iter().flatten().flatten().next())?;
    let comment = |mut row: Row| {
        let rest = row.split_off(3);
        let mut row = row.into_iter();
        let version = (field(row.next())?, field(row.next())?);
        let name = field(row.next())?;
        let comment = Comment::decode(rest).map_err(|column| defect(format!("comment.{column}")))?;
        Ok(CommentOut::of(comment, version, name, user))
    };
    Ok((count, answers.next().unwrap_or_default().into_iter().map(comment).collect::<Result<_>>()?))
}
