//! Changes of a list since a command of the tenant's log, for clients that keep a copy of the list.
//!
//! A changed row stands at the command that changed it last, a deleted one at the command that deleted it. Both kinds are
//! paged in one order, by command and id. A row that changes while a client pages moves to the end of this order, so the
//! client meets every change of the pages it has not read yet. Rows show references by code and name: a row does not count as
//! changed when code or name of a row that it refers to changes.

use crate::custom::{self, Fields};
use crate::json::Shown;
use crate::list::{bad, page_size};
use crate::selection::Selection;
use command::{QueryContext, ResourceDefinition, Scopes};
use kernel::{Instant, Result, defect};
use serde::Serialize;
use serde_json::Value as Json;
use store::{Field, Head, Read, Row, Session, Value};
use uuid::Uuid;

/// Parameters that may be given together with `since`.
const KNOWN: [&str; 3] = ["since", "page_size", "cursor"];

/// A page of changes.
#[derive(Serialize)]
pub(crate) struct Changes {
    /// Rows that were created or changed, as they are now.
    results: Vec<Shown>,
    /// Ids of rows that were deleted or no longer have the role that is served.
    deleted: Vec<String>,
    next: Option<String>,
    /// The `since` of the next question: all changes up to this command are on this page or on pages before it.
    seq: i64,
}

/// The place of a change in the order of the pages: number of the command, then id of the row.
struct Position {
    seq: i64,
    id: Uuid,
}

impl Position {
    /// Reads the last two values of a selected row.
    fn of(row: &Row) -> Result<Position> {
        match row.as_slice() {
            [.., Value::Int(seq), id] => Uuid::from_value(id.clone()).map(|id| Position { seq: *seq, id }),
            _ => None,
        }
        .ok_or_else(|| defect("a change has no position"))
    }

    fn from_cursor(text: &str) -> Option<Position> {
        let (seq, id) = text.split_once('-')?;
        Some(Position { seq: seq.parse().ok()?, id: store::id_of(id)? })
    }

    fn cursor(&self) -> String {
        format!("{}-{}", self.seq, self.id)
    }
}

/// A page of the changes after the command whose number is the text `since`.
///
/// # Errors
///
/// 400 where the table is not stamped, a parameter is malformed, or a parameter cannot be combined with `since`; 403
/// `scope_not_supported` for a limited grant, because a row that leaves its scope leaves no change behind.
pub(crate) fn changes(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    since: &str,
) -> Result<Changes> {
    let table = definition.table;
    if !table.stamped() {
        return Err(bad("since", "This list does not record its changes, so since is not available.".to_owned()));
    }
    if let Some(name) = context.query.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(bad(name, format!("{name} cannot be combined with since, only page_size and cursor can.")));
    }
    context.grant().require_scope_in(Scopes::NONE)?;
    let size = page_size(context)?;
    let after = start(context, since)?;
    let selection = Selection::of(definition, context);
    let sql = select(definition, &selection, size + 1);
    let mut rows = session.query(&sql, &arguments(definition, &after))?;
    let beyond = if rows.len() > size { rows.pop() } else { None };
    let seq = match &beyond {
        Some(row) => Position::of(row)?.seq - 1,
        None => session.one::<Head>(&1)?.seq,
    };
    let next = match rows.last() {
        Some(last) if beyond.is_some() => Some(context.link("cursor", &Position::of(last)?.cursor())),
        _ => None,
    };
    // A row that is gone was not created, either.
    let is_there = |row: &Row| matches!(row.as_slice(), [.., Value::Int(_), _, _, _]);
    let (rows, deleted): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_there);
    let show = |row: Row| {
        let stamp = stamp(&row)?;
        Ok(selection.show(row).with(stamp))
    };
    let ids = rows.iter().map(|row| Ok(Position::of(row)?.id)).collect::<Result<Vec<_>>>()?;
    let mut results: Vec<Shown> = rows.into_iter().map(show).collect::<Result<_>>()?;
    let fields = Fields::of(session, definition.plural)?;
    custom::add(session, context, definition, &fields, &ids, &mut results)?;
    let deleted = deleted.iter().map(|row| Ok(Position::of(row)?.id.to_string())).collect::<Result<_>>()?;
    Ok(Changes { results, deleted, next, seq })
}

/// The position behind which the page begins.
fn start(context: &QueryContext, since: &str) -> Result<Position> {
    let since = since.parse().ok().filter(|seq| *seq >= 0);
    let seq = since.ok_or_else(|| bad("since", "since must be a whole number, 0 or more.".to_owned()))?;
    let Some(cursor) = context.query.get("cursor") else { return Ok(Position { seq, id: Uuid::max() }) };
    let position = Position::from_cursor(cursor).filter(|position| position.seq > seq);
    position.ok_or_else(|| bad("cursor", "This cursor does not belong to this list with this since.".to_owned()))
}

/// The next `limit` changes: what is shown of the row, the times of its creation and last change (all absent where the row is
/// deleted or has not the role), the number of the command and the id. A tombstone counts only if no row and no later
/// tombstone has its id. Each of both sources is read along its index and cut before they are merged.
fn select(definition: &ResourceDefinition, selection: &Selection<'_>, limit: usize) -> String {
    let (table, columns) = (definition.table.name, selection.sql());
    let role = definition.role.map(|role| format!(" AND t.{role} = TRUE")).unwrap_or_default();
    format!(
        "SELECT {columns}, t.created_at, t.updated_at, p.seq, p.id FROM ( \
             SELECT seq, id FROM ( \
                 SELECT t.changed_seq AS seq, t.id AS id FROM {table} t WHERE (t.changed_seq, t.id) > ($1, $2) \
                 ORDER BY t.changed_seq, t.id LIMIT {limit}) changed \
             UNION ALL SELECT seq, id FROM ( \
                 SELECT d.seq AS seq, d.id AS id FROM tombstone d WHERE d.record = $3 AND (d.seq, d.id) > ($1, $2) \
                 AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = d.id) \
                 AND NOT EXISTS (SELECT 1 FROM tombstone l WHERE l.record = $3 AND l.id = d.id AND l.seq > d.seq) \
                 ORDER BY d.seq, d.id LIMIT {limit}) deleted \
             ORDER BY seq, id LIMIT {limit}) p \
         LEFT JOIN {table} t ON t.id = p.id{role} ORDER BY p.seq, p.id"
    )
}

fn arguments(definition: &ResourceDefinition, after: &Position) -> [Value; 3] {
    [Value::Int(after.seq), Value::Id(after.id), Value::Text(definition.table.name.to_owned())]
}

/// The fields that a row has under `since` only.
fn stamp(row: &Row) -> Result<[(&'static str, Json); 3]> {
    let [.., Value::Int(created_at), Value::Int(updated_at), Value::Int(seq), _] = row.as_slice() else {
        return Err(defect("a row of a stamped table has no stamp"));
    };
    let time = |micros: &i64| Json::String(Instant::from_micros(*micros).to_string());
    Ok([("changed_seq", Json::from(*seq)), ("created_at", time(created_at)), ("updated_at", time(updated_at))])
}
