//! The SQL of this module.

use crate::prints::{CopyOut, PrintOut};
use crate::records::Print;
use command::Finding;
use kernel::{Id, Result};
use store::{Row, Session, Value, field};
use uuid::Uuid;

/// What is shown of a paper `p` with its file.
const SHOWN: &str = "p.id, p.record, p.row_id, p.number, p.paper, p.language, p.from_day, p.to_day, p.as_known_at, p.copies, \
                     p.problem, p.attachment, a.name, f.media_type, f.bytes, f.sha256 \
                     FROM print p LEFT JOIN attachment a ON a.id = p.attachment LEFT JOIN file f ON f.id = a.file";

fn shown(row: Row) -> Result<PrintOut> {
    let mut row = row.into_iter();
    Ok(PrintOut {
        id: field(row.next())?,
        record: field(row.next())?,
        row: field(row.next())?,
        number: field(row.next())?,
        paper: field(row.next())?,
        language: field(row.next())?,
        from: field(row.next())?,
        to: field(row.next())?,
        as_known_at: field(row.next())?,
        copies: field(row.next())?,
        problem: field(row.next())?,
        attachment: field(row.next())?,
        name: field(row.next())?,
        media_type: field(row.next())?,
        bytes: field(row.next())?,
        sha256: field(row.next())?,
    })
}

/// The number of papers of a row, and a page of them behind the one with the id `after`.
pub(crate) fn prints(
    read: &mut Session<'_>,
    (record, row): (&str, Uuid),
    after: Uuid,
    limit: i64,
) -> Result<(i64, Vec<PrintOut>)> {
    let count = "SELECT count(*) FROM (SELECT 1 FROM print WHERE record = $1 AND row_id = $2 LIMIT 10001) counted";
    let page =
        format!("SELECT {SHOWN} WHERE p.record = $1 AND p.row_id = $2 AND p.id > $3 ORDER BY p.id LIMIT {limit}");
    let of_row = [Value::Text(record.to_owned()), Value::Id(row)];
    let behind = [of_row[0].clone(), of_row[1].clone(), Value::Id(after)];
    let mut answers = read.query_all(&[(count, &of_row), (&page, &behind)])?.into_iter();
    let count = field(answers.next().into_iter().flatten().flatten().next())?;
    Ok((count, answers.next().unwrap_or_default().into_iter().map(shown).collect::<Result<_>>()?))
}

/// A paper with its last 100 copies, the newest first.
pub(crate) fn print(read: &mut Session<'_>, id: Id<Print>) -> Result<Option<(PrintOut, Vec<CopyOut>)>> {
    let paper = format!("SELECT {SHOWN} WHERE p.id = $1");
    let copies = "SELECT c.n, c.printed_by, m.name, c.printed_at FROM print_copy c LEFT JOIN member m ON m.user_id = c.printed_by \
                  WHERE c.print = $1 ORDER BY c.n DESC LIMIT 100";
    let id = [Value::Id(id.uuid())];
    let mut answers = read.query_all(&[(&paper, &id), (copies, &id)])?.into_iter();
    let Some(paper) = answers.next().into_iter().flatten().next() else { return Ok(None) };
    let copy = |row: Row| {
        let mut row = row.into_iter();
        let (n, user) = (field(row.next())?, field(row.next())?);
        Ok(CopyOut { n, user, name: field(row.next())?, at: field(row.next())? })
    };
    let copies = answers.next().unwrap_or_default().into_iter().map(copy).collect::<Result<_>>()?;
    Ok(Some((shown(paper)?, copies)))
}

/// Papers count their copies, and have their files at their documents.
pub(crate) fn papers_are_whole(read: &mut Session<'_>) -> Result<Finding> {
    let count = "SELECT count(*) FROM print";
    let offenders = "SELECT p.id FROM print p LEFT JOIN attachment a ON a.id = p.attachment \
                     WHERE p.copies <> (SELECT count(*) FROM print_copy c WHERE c.print = p.id) \
                     OR p.copies <> (SELECT coalesce(max(c.n), 0) FROM print_copy c WHERE c.print = p.id) \
                     OR (p.attachment IS NOT NULL AND (a.id IS NULL OR a.record <> p.record OR a.row_id <> p.row_id))";
    Finding::of_sql(read, count, offenders, |row| format!("paper {}", row[0]))
}
