//! Deleted rows: the list of them, and the command that brings one back as it was.

use crate::commands::{response, restricted, take_target, target_body};
use crate::former::{DeletedRow, empty_dangling, find_deleted};
use crate::json::{self, Shown};
use crate::list::{bad, may_see, page_size};
use crate::rows::insert;
use crate::serve::{Served, covers, has_role};
use crate::{Resource, custom, errors};
use command::{AnyCommand, Input, QueryContext, ResourceDefinition, Response, Scopes, Tx, json_object};
use kernel::{Id, Instant, Result};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::marker::PhantomData;
use store::{Column, Prefetch, Read, Record, Row, Session, Value, field};
use uuid::Uuid;

/// Parameters that may be given together with `deleted`.
const KNOWN: [&str; 3] = ["deleted", "page_size", "cursor"];

/// A page of deleted rows.
#[derive(Serialize)]
pub(crate) struct Deleted {
    next: Option<String>,
    results: Vec<Shown>,
}

/// A deleted row as it was, with its deletion.
struct Kept {
    id: Uuid,
    at: Instant,
    actor: Uuid,
    values: Row,
}

/// A page of the deleted rows that the list would show, the latest deletion first. What they hold is no column, so that role and
/// scope are asked here.
pub(crate) fn deleted<R: Resource>(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    restore: &str,
) -> Result<Deleted> {
    let known = |name: &&String| !KNOWN.contains(&name.as_str());
    if let Some(name) = context.query.keys().find(known) {
        return Err(bad(name, format!("{name} cannot be combined with deleted, only page_size and cursor can.")));
    }
    if context.query.get("deleted").is_none_or(|text| text != "true") {
        return Err(bad("deleted", "deleted can only be true.".to_owned()));
    }
    let grant = context.granted(restore)?;
    grant.require_scope_in(definition.scopes())?;
    let size = page_size(context)?;
    let mut place = start(context)?;
    let mut found: Vec<Kept> = Vec::new();
    while found.len() <= size {
        let rows = session.query(&select(definition, size + 1), &arguments(definition, place))?;
        let Some(last) = rows.last() else { break };
        place = (field(Some(last[1].clone()))?, field(Some(last[0].clone()))?);
        for row in rows {
            let kept = kept(row)?;
            let Ok(row) = R::decode(kept.values.clone()) else { continue };
            let scopes = [grant.scope(), context.grant().scope()];
            if has_role(definition, &row) && scopes.iter().all(|scope| covers(definition, scope, &row)) {
                found.push(kept);
            }
        }
    }
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|last| format!("{}-{}", last.at.micros(), last.id));
    let next = next.map(|cursor| context.link("cursor", &cursor));
    Ok(Deleted { next, results: show(session, definition, context, found)? })
}

/// The deletion behind which the page begins: its time, and the id of the row.
fn start(context: &QueryContext) -> Result<(Instant, Uuid)> {
    let Some(cursor) = context.query.get("cursor") else { return Ok((Instant::from_micros(i64::MAX), Uuid::max())) };
    let place = cursor.split_once('-').and_then(|(at, id)| Some((at.parse().ok()?, store::id_of(id)?)));
    let (at, id) = place.ok_or_else(|| bad("cursor", "This cursor does not belong to this list.".to_owned()))?;
    Ok((Instant::from_micros(at), id))
}

/// The last deletion of every row that is not there again.
fn select(definition: &ResourceDefinition, limit: usize) -> String {
    let table = definition.table.name;
    format!(
        "SELECT d.id, d.at, d.content, c.actor FROM deleted_row d \
         LEFT JOIN tombstone s ON s.record = d.record AND s.id = d.id AND s.at = d.at LEFT JOIN command c ON c.seq = s.seq \
         WHERE d.record = $1 AND (d.at, d.id) < ($2, $3) AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = d.id) \
         AND NOT EXISTS (SELECT 1 FROM deleted_row l WHERE l.record = d.record AND l.id = d.id AND l.at > d.at) \
         ORDER BY d.at DESC, d.id DESC LIMIT {limit}"
    )
}

fn arguments(definition: &ResourceDefinition, (at, id): (Instant, Uuid)) -> [Value; 3] {
    [Value::Text(definition.table.name.to_owned()), Value::Int(at.micros()), Value::Id(id)]
}

fn kept(row: Row) -> Result<Kept> {
    let mut row = row.into_iter();
    let (id, at): (Uuid, Instant) = (field(row.next())?, field(row.next())?);
    let content: Vec<u8> = field(row.next())?;
    let actor: Option<Uuid> = field(row.next())?;
    Ok(Kept { id, at, actor: actor.unwrap_or_default(), values: serde_json::from_slice(&content).unwrap_or_default() })
}

fn show(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    found: Vec<Kept>,
) -> Result<Vec<Shown>> {
    let deletions: Vec<_> = found.iter().map(|kept| (kept.at, kept.actor)).collect();
    let mut rows: Vec<Row> = found.into_iter().map(|kept| kept.values).collect();
    json::name_references(session, definition.table, &mut rows)?;
    let name = |column: &Column| definition.shown_as(column).filter(|_| may_see(context, column));
    let mut shown = Vec::new();
    for (row, (at, actor)) in rows.iter().zip(deletions) {
        let email = context.definitions.actor_email.map(|email| email(session, actor)).transpose()?.flatten();
        shown.push(json::show(definition.table, row, name).with([
            ("deleted_at", Json::String(at.to_string())),
            ("deleted_by", Json::String(actor.to_string())),
            ("deleted_by_email", email.map_or(Json::Null, Json::String)),
        ]));
    }
    Ok(shown)
}

/// Brings a deleted row back.
pub(crate) struct Restore<R> {
    served: Served,
    target: String,
    of: PhantomData<fn() -> R>,
}

impl<R: Resource> Restore<R> {
    pub(crate) fn decode(served: Served, input: &Input<'_>) -> Result<Restore<R>> {
        let mut fields = json_object(input.body)?;
        let (target, _) = take_target(&mut fields, input)?;
        match fields.keys().next() {
            Some(name) => Err(errors::restoring_has_no_fields().at(name)),
            None => Ok(Restore { served, target, of: PhantomData }),
        }
    }

    fn id(&self) -> Option<Id<R>> {
        store::id_of(&self.target).map(Id::from_uuid)
    }
}

impl<R: Resource> AnyCommand for Restore<R> {
    fn name(&self) -> &'static str {
        self.served.name
    }
    fn scopes(&self) -> Scopes {
        self.served.definition.scopes()
    }
    fn restricted_fields(&self) -> Vec<(&'static str, &'static str)> {
        restricted::<R>()
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        custom::prefetch(read, self.served.definition.plural);
        if let Some(id) = self.id() {
            read.get::<R>(&id).ok();
            read.scan(DeletedRow::BY_RECORD_ID, (R::TABLE.name, id.uuid())).ok();
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        let kept = find_deleted::<R>(tx, self.id())?;
        let not_found = || errors::not_deleted(self.served.definition.noun().replace('_', " "), &self.target);
        let kept = kept.ok_or_else(not_found)?;
        let mut values: Row = serde_json::from_slice(&kept.content).map_err(|_| errors::not_restorable())?;
        let row = R::decode(values.clone()).map_err(|_| errors::not_restorable())?;
        let definition = &self.served.definition;
        if !has_role(definition, &row) || !covers(definition, tx.grant().scope(), &row) {
            return Err(not_found());
        }
        if let Some(column) = empty_dangling::<R>(tx, &mut values)? {
            return Err(errors::needs_what_was_deleted().blame(column.name, errors::was_deleted()));
        }
        let row = R::decode(values).map_err(|_| errors::not_restorable())?;
        let row = insert(tx, row)?;
        tx.delete::<DeletedRow>(&kept.key())?;
        custom::bring_back(tx, row.key().uuid(), kept.at)?;
        response(tx, 200, definition, &*row)
    }

    fn body(&self) -> Result<Vec<u8>> {
        target_body(&Map::new(), &self.target, None)
    }
}
