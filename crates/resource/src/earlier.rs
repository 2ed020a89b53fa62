//! Rows as they were before commands changed them, so that a history tells what was changed.

use crate::custom::{self, CUSTOM, Fields, of_row};
use crate::json::{bytes, name_references, show};
use crate::list::may_see;
use command::{QueryContext, ResourceDefinition, Tx};
use kernel::Result;
use serde_json::{Map, Value as Json, json};
use store::{Column, Record, Row, Session, Value, field};
use uuid::Uuid;

/// A row as it was before the command `seq` changed it. It may be erased: it can be personal data.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "earlier_row", key(record, id, seq), transient, unstamped)]
pub struct EarlierRow {
    /// The row's table; for its custom fields, `custom.` and the list.
    pub record: String,
    /// Its id.
    pub id: Uuid,
    /// The number of the command.
    pub seq: i64,
    /// Its values in the order of the columns, or those of its custom fields by name, as JSON.
    pub content: Vec<u8>,
}

/// Keeps a row that the running command is about to change; what the command changed before is not kept again. Rows that are changed
/// through their definition are kept already; a module calls this for those that its own commands change.
///
/// # Errors
///
/// Only defects.
pub fn keep<R: Record>(tx: &mut Tx<'_, '_>, id: Uuid, row: &R) -> Result<()> {
    let (seq, key) = (tx.seq(), row.key());
    let changed = tx.session().stamp::<R>(&key).map(|stamp| stamp.changed_seq);
    if !R::TABLE.audited || changed == Some(seq) {
        return Ok(());
    }
    let content = bytes(&row.encoded())?;
    tx.insert_new(EarlierRow { record: R::TABLE.name.to_owned(), id, seq, content })
}

/// Keeps the values of custom fields that the running command is about to change.
pub(crate) fn keep_custom(tx: &mut Tx<'_, '_>, plural: &str, id: Uuid, values: &Map<String, Json>) -> Result<()> {
    let (seq, content) = (tx.seq(), bytes(values)?);
    tx.insert_new(EarlierRow { record: custom::record(plural), id, seq, content })
}

/// What happened to a row, as far as its history knows.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Happened {
    Created,
    Changed,
    Deleted,
}

/// The states of a row, by its fields: before the commands that changed it, and now.
struct States {
    /// By the number of the command behind the state, in its order.
    before: Vec<(i64, Map<String, Json>)>,
    now: Option<Map<String, Json>>,
}

impl States {
    fn at(&self, seq: i64) -> Option<&Map<String, Json>> {
        self.before.iter().find(|(behind, _)| *behind == seq).map(|(_, state)| state)
    }

    fn behind(&self, seq: i64) -> Option<&Map<String, Json>> {
        let next = self.before.iter().find(|(behind, _)| *behind > seq).map(|(_, state)| state);
        next.or(self.now.as_ref())
    }

    /// The fields that a command changed, with their values before and after.
    fn changes(&self, seq: i64, happened: Happened) -> Vec<Json> {
        let (before, after) = match happened {
            Happened::Created => (None, self.behind(seq)),
            Happened::Deleted => (self.at(seq).or(self.behind(seq)), None),
            Happened::Changed => match self.at(seq) {
                Some(before) => (Some(before), self.behind(seq)),
                None => (None, None),
            },
        };
        let fields = before.or(after).into_iter().chain(after).flat_map(Map::keys);
        let value = |state: Option<&Map<String, Json>>, name: &str| match state?.get(name)? {
            Json::Array(words) => Some(words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ").into()),
            value => Some(value.clone()),
        };
        let mut changes: Vec<Json> = Vec::new();
        for name in fields {
            let (before, after) = (value(before, name).unwrap_or_default(), value(after, name).unwrap_or_default());
            let is_told = changes.iter().any(|change| change["field"] == **name);
            if before != after && !is_told && name != "id" {
                changes.push(json!({"field": name, "before": before, "after": after}));
            }
        }
        changes
    }
}

/// What the commands `seqs` of a page changed of a row: for each, the fields with their values before and after. The fields are those that
/// the user may see.
pub(crate) fn changes(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    id: Uuid,
    page: &[(i64, Happened)],
) -> Result<Vec<Vec<Json>>> {
    let columns = of_columns(session, definition, context, id, page)?;
    let custom = of_custom(session, definition, context, id, page)?;
    let both = |(seq, happened): &(i64, Happened)| {
        let mut changes = columns.changes(*seq, *happened);
        changes.extend(custom.changes(*seq, *happened));
        changes
    };
    Ok(page.iter().map(both).collect())
}

/// The contents that were kept before the commands of a page, and before the next one.
fn kept(session: &mut Session<'_>, record: &str, id: Uuid, page: &[(i64, Happened)]) -> Result<Vec<(i64, Vec<u8>)>> {
    let first = page.first().map_or(0, |(seq, _)| *seq);
    let sql = format!(
        "SELECT seq, content FROM earlier_row WHERE record = $1 AND id = $2 AND seq >= $3 ORDER BY seq LIMIT {}",
        page.len() + 1
    );
    let rows = session.query(&sql, &[Value::Text(record.to_owned()), Value::Id(id), Value::Int(first)])?;
    rows.into_iter().map(number_and_content).collect()
}

fn number_and_content(row: Row) -> Result<(i64, Vec<u8>)> {
    let mut row = row.into_iter();
    Ok((field(row.next())?, field(row.next())?))
}

/// What was kept of the row when it was deleted.
fn deleted(session: &mut Session<'_>, record: &str, id: Uuid) -> Result<Vec<(i64, Vec<u8>)>> {
    let sql = "SELECT s.seq, d.content FROM deleted_row d JOIN tombstone s ON s.record = d.record AND s.id = d.id AND s.at = d.at \
               WHERE d.record = $1 AND d.id = $2";
    let rows = session.query(sql, &[Value::Text(record.to_owned()), Value::Id(id)])?;
    rows.into_iter().map(number_and_content).collect()
}

fn of_columns(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    id: Uuid,
    page: &[(i64, Happened)],
) -> Result<States> {
    let table = definition.table;
    let mut kept = kept(session, table.name, id, page)?;
    kept.extend(deleted(session, table.name, id)?);
    kept.sort_by_key(|(seq, _)| *seq);
    let columns = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM {} WHERE id = $1", table.name);
    let now = session.query(&sql, &[Value::Id(id)])?.pop();
    // A row that an earlier version of the program kept with other columns is left out.
    let decoded = kept.into_iter().filter_map(|(seq, content)| {
        let row: Row = serde_json::from_slice(&content).ok()?;
        (row.len() == table.columns.len()).then_some((seq, row))
    });
    let (seqs, mut rows): (Vec<i64>, Vec<Row>) = decoded.unzip();
    let is_there = now.is_some();
    rows.extend(now);
    name_references(session, table, &mut rows)?;
    let name = |column: &Column| definition.shown_as(column).filter(|_| may_see(context, column));
    let shown = rows
        .iter()
        .map(|row| show(table, row, name).0.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let mut states: Vec<Map<String, Json>> = shown.collect();
    let now = if is_there { states.pop() } else { None };
    Ok(States { before: seqs.into_iter().zip(states).collect(), now })
}

fn of_custom(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    id: Uuid,
    page: &[(i64, Happened)],
) -> Result<States> {
    let now = match of_row(session, &context.definitions, definition, id, None)? {
        Some((_, Json::Object(values))) => values,
        _ => return Ok(States { before: Vec::new(), now: None }),
    };
    let named = |values: Map<String, Json>| -> Map<String, Json> {
        values.into_iter().map(|(name, value)| (format!("{CUSTOM}.{name}"), value)).collect()
    };
    let kept = kept(session, &custom::record(definition.plural), id, page)?;
    let fields = Fields::of(session, definition.plural)?;
    let mut before = Vec::new();
    for (seq, content) in kept {
        let mut values: Map<String, Json> = serde_json::from_slice(&content).unwrap_or_default();
        fields.name_targets(session, &context.definitions, &mut values)?;
        before.push((seq, named(values)));
    }
    Ok(States { before, now: Some(named(now)) })
}
