//! Create, update and delete as commands.

use crate::custom::{self, Given, Unnamed};
use crate::errors;
use crate::json::{bytes, check_names, merge, nothing, reading, record, replacement, resolve_known, show_row, take_id};
use crate::rows::{insert, remove, replace};
use crate::selection::{NAMES, VERSION};
use crate::serve::{Served, covers, has_role};
use crate::{Resource, json, search_index};
use command::{AnyCommand, Input, ResourceDefinition, Response, Scope, Scopes, Tx, json_object};
use kernel::errors::{expected, taken};
use kernel::{Error, FieldErrors, Id, Result, defect};
use serde_json::{Map, Value as Json};
use std::marker::PhantomData;
use std::sync::Arc;
use store::{Column, Prefetch, Read, Session, Unique, Value, Values};
use uuid::Uuid;

/// Creates a row.
pub(crate) struct Create<R> {
    served: Served,
    id: Option<Id<R>>,
    fields: Map<String, Json>,
    custom: Given,
}

/// Changes the given fields of a row.
pub(crate) struct Update<R> {
    served: Served,
    target: String,
    if_match: Option<i64>,
    fields: Map<String, Json>,
    custom: Given,
    /// Whether the custom fields that it does not name have what new rows have.
    is_whole: bool,
    of: PhantomData<fn() -> R>,
}

/// Deletes a row.
pub(crate) struct Delete<R> {
    served: Served,
    target: String,
    if_match: Option<i64>,
    of: PhantomData<fn() -> R>,
}

impl<R: Resource> Create<R> {
    pub(crate) fn decode(served: Served, input: &Input<'_>) -> Result<Create<R>> {
        let mut fields = json_object(input.body)?;
        let id = take_id(&mut fields)?;
        let custom = Given::take(&mut fields)?;
        check_names(R::TABLE, &fields)?;
        R::complete(&mut fields);
        Ok(Create { served, id, fields, custom })
    }

    fn row(&self, id: Id<R>, resolve: &mut json::Resolve<'_>) -> Result<R> {
        let start = R::TABLE.columns.iter().enumerate().map(|(n, column)| match column {
            _ if R::TABLE.key.contains(&n) => Some(Value::Id(id.uuid())),
            _ if self.served.definition.is_role(column) => Some(Value::Bool(true)),
            _ if column.read_only || column.hidden => Some(nothing(column)),
            _ => None,
        });
        record(merge(
            R::TABLE,
            &self.fields,
            start.collect(),
            |column| fixed(&self.served.definition, column),
            resolve,
        )?)
    }
}

impl<R: Resource> AnyCommand for Create<R> {
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
        if let Some(id) = &self.id {
            read.get::<R>(id).ok();
        }
        let row = self.row(Id::NIL, &mut resolve_known(read));
        if let Ok(row) = row {
            row.prefetch(read);
            prefetch_unique(read, &row);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        let id = match self.id {
            Some(id) if tx.get::<R>(&id)?.is_some() => {
                let label = R::TABLE.label.to_lowercase();
                return Err(errors::duplicate_id(label).blame("id", taken()));
            }
            Some(id) => id,
            None => tx.id(),
        };
        let definition = &self.served.definition;
        let custom = self.custom.values(tx, definition, id.uuid(), Unnamed::Preset);
        let (row, custom) = both(self.row(id, &mut reading(tx.session())), custom)?;
        require_scope(tx, definition, &row)?;
        let row = insert(tx, row)?;
        require_scope(tx, definition, &*row)?;
        custom::write_new(tx, id.uuid(), custom)?;
        response(tx, 201, definition, &*row)
    }

    fn body(&self) -> Result<Vec<u8>> {
        let mut body = self.fields.clone();
        self.custom.put(&mut body);
        if let Some(id) = self.id {
            body.insert("id".to_owned(), Json::String(id.to_string()));
        }
        bytes(&body)
    }
}

impl<R: Resource> Update<R> {
    pub(crate) fn decode(served: Served, input: &Input<'_>) -> Result<Update<R>> {
        let mut fields = json_object(input.body)?;
        let (target, if_match) = take_target(&mut fields, input)?;
        let custom = Given::take(&mut fields)?;
        check_names(R::TABLE, &fields)?;
        Ok(Update { served, target, if_match, fields, custom, is_whole: false, of: PhantomData })
    }

    /// The change that leaves nothing of the row but what no client can change: a field that is left out has its default. So has a custom
    /// field, unless the body names none at all: clients that do not know of them leave them alone.
    pub(crate) fn decode_whole(served: Served, input: &Input<'_>) -> Result<Update<R>> {
        let mut update = Update::decode(served, input)?;
        R::complete(&mut update.fields);
        let fixed = |column: &Column| fixed(&served.definition, column);
        let is_whole = !update.custom.is_none();
        Ok(Update { fields: replacement(R::TABLE, update.fields, fixed), is_whole, ..update })
    }

    fn after(&self, before: &R, resolve: &mut json::Resolve<'_>) -> Result<R> {
        let start = before.encoded().into_iter().map(Some).collect();
        record(merge(R::TABLE, &self.fields, start, |column| fixed(&self.served.definition, column), resolve)?)
    }
}

impl<R: Resource> AnyCommand for Update<R> {
    fn name(&self) -> &'static str {
        self.served.name
    }
    fn scopes(&self) -> Scopes {
        self.served.definition.scopes()
    }
    fn restricted_fields(&self) -> Vec<(&'static str, &'static str)> {
        restricted::<R>()
    }

    /// A unique value that changes may be taken by another command of the batch, in an order the database does not see.
    fn solo(&self) -> bool {
        let unique = R::TABLE.indexes.iter().filter(|index| index.unique);
        let mut columns = unique.flat_map(|index| index.columns).map(|n| &R::TABLE.columns[*n]);
        columns.any(|column| self.fields.contains_key(column.key_of.unwrap_or(column.name)))
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        custom::prefetch(read, self.served.definition.plural);
        let Ok(Some(before)) = read.lookup::<R>(&self.target) else {
            // Its references can be loaded beside it.
            for column in R::TABLE.columns {
                if let (Some(reference), Some(Json::String(text))) = (column.reference, self.fields.get(column.name)) {
                    (reference.request)(read, text).ok();
                }
            }
            return;
        };
        custom::prefetch_values(read, self.served.definition.plural, before.key().uuid());
        if R::TABLE.columns.iter().any(|column| column.search && self.fields.contains_key(column.name)) {
            search_index::prefetch(read, &*before);
        }
        let after = self.after(&before, &mut resolve_known(read));
        if let Ok(after) = after {
            after.prefetch(read);
            prefetch_unique(read, &after);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        let definition = &self.served.definition;
        let before = find_version::<R>(tx, definition, &self.target, self.if_match)?;
        let (key, unnamed) = (before.key(), if self.is_whole { Unnamed::Preset } else { Unnamed::Stay });
        let custom = self.custom.values(tx, definition, key.uuid(), unnamed);
        let (after, custom) = both(self.after(&before, &mut reading(tx.session())), custom)?;
        require_scope(tx, definition, &after)?;
        let after = replace(tx, &*before, after)?;
        require_scope(tx, definition, &*after)?;
        if custom::write(tx, definition, key.uuid(), &custom)? && after.encoded() == before.encoded() {
            tx.touch::<R>(&key)?;
        }
        response(tx, 200, definition, &*after)
    }

    fn body(&self) -> Result<Vec<u8>> {
        let mut fields = self.fields.clone();
        self.custom.put(&mut fields);
        target_body(&fields, &self.target, self.if_match)
    }
}

impl<R: Resource> Delete<R> {
    pub(crate) fn decode(served: Served, input: &Input<'_>) -> Result<Delete<R>> {
        let mut fields = json_object(input.body)?;
        let (target, if_match) = take_target(&mut fields, input)?;
        if let Some(name) = fields.keys().next() {
            return Err(errors::deletion_has_no_fields().at(name));
        }
        Ok(Delete { served, target, if_match, of: PhantomData })
    }
}

impl<R: Resource> AnyCommand for Delete<R> {
    fn name(&self) -> &'static str {
        self.served.name
    }
    fn scopes(&self) -> Scopes {
        self.served.definition.scopes()
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        custom::prefetch(read, self.served.definition.plural);
        if let Ok(Some(row)) = read.lookup::<R>(&self.target) {
            search_index::prefetch(read, &*row);
            custom::prefetch_values(read, self.served.definition.plural, row.key().uuid());
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        let row = find_version::<R>(tx, &self.served.definition, &self.target, self.if_match)?;
        remove(tx, &*row)?;
        Ok(Response { status: 204, body: Vec::new(), version: None })
    }

    fn body(&self) -> Result<Vec<u8>> {
        target_body(&Map::new(), &self.target, self.if_match)
    }
}

/// A row as the answer to what was done to it.
pub(crate) fn response<R: Resource>(
    tx: &mut Tx<'_, '_>,
    status: u16,
    definition: &ResourceDefinition,
    row: &R,
) -> Result<Response> {
    let version = tx.version::<R>(&row.key())?;
    let definitions = tx.definitions();
    let shown = show_row(tx.session(), row, |_| true)?;
    let shown =
        shown.with(custom::of_row(tx.session(), definitions, definition, row.key().uuid(), Some(&row.encoded()))?);
    Ok(Response { status, body: bytes(&shown)?, version })
}

/// Both, or everything that is wrong in either.
fn both<A, B>(one: Result<A>, other: Result<B>) -> Result<(A, B)> {
    let mut errors = FieldErrors::default();
    let found = (errors.check(one)?, errors.check(other)?);
    errors.finish()?;
    match found {
        (Some(one), Some(other)) => Ok((one, other)),
        _ => Err(defect("what is wrong was not told")),
    }
}

/// 403 `outside_scope` where a written row lies outside the scope of the command's grant. Asked before the record's own rules, so
/// that they tell nothing about foreign rows, and again after them, because they may set fields.
fn require_scope<R: Resource>(tx: &Tx<'_, '_>, definition: &ResourceDefinition, row: &R) -> Result<()> {
    if covers(definition, tx.grant().scope(), row) { Ok(()) } else { tx.grant().require(None, None) }
}

/// The columns that some users may not see, each with the permission to see it.
pub(crate) fn restricted<R: Resource>() -> Vec<(&'static str, &'static str)> {
    R::TABLE.columns.iter().filter_map(|column| Some((column.name, column.view?))).collect()
}

/// Whether clients may not set a column.
fn fixed(definition: &ResourceDefinition, column: &Column) -> bool {
    column.read_only || column.name == "id" || definition.is_role(column)
}

/// Which row is meant, and the version it must have: from the path and the header, or from a logged body. An id that a body
/// has beside the path stays among the fields, where it can only be that of the row.
pub(crate) fn take_target(fields: &mut Map<String, Json>, input: &Input<'_>) -> Result<(String, Option<i64>)> {
    let target = match input.path.get("id") {
        Some(path) => path.clone(),
        None => match fields.remove("id") {
            Some(Json::String(id)) => id,
            _ => return Err(errors::which_row().at("id")),
        },
    };
    // What was read may be sent back. The version that it had is the one that the row must have.
    fields.remove(NAMES);
    let read = match fields.remove(VERSION) {
        Some(version) => Some(version.as_i64().ok_or_else(|| expected("a whole number").at(VERSION))?),
        None => None,
    };
    let given = fields.remove("if_match").as_ref().and_then(Json::as_i64).or(read);
    Ok((target, input.if_match.or(given)))
}

pub(crate) fn target_body(fields: &Map<String, Json>, target: &str, if_match: Option<i64>) -> Result<Vec<u8>> {
    let mut body = fields.clone();
    body.insert("id".to_owned(), Json::String(target.to_owned()));
    if let Some(version) = if_match {
        body.insert("if_match".to_owned(), Json::from(version));
    }
    bytes(&body)
}

/// The row that a text names by id or code, that has the role it is asked for in and lies within `scope`; 404 where there is
/// none.
pub(crate) fn find<R: Resource>(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    scope: &Scope,
    text: &str,
) -> Result<Arc<R>> {
    let is_served = |row: &Arc<R>| has_role(definition, &**row) && covers(definition, scope, &**row);
    let row = session.lookup::<R>(text)?.filter(is_served);
    row.ok_or_else(|| Error::not_found(&definition.noun().replace('_', " "), text))
}

/// The id of the row that [`find`] finds.
pub(crate) fn find_id<R: Resource>(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    scope: &Scope,
    text: &str,
) -> Result<Uuid> {
    Ok(find::<R>(session, definition, scope, text)?.key().uuid())
}

fn find_version<R: Resource>(
    tx: &mut Tx<'_, '_>,
    definition: &ResourceDefinition,
    text: &str,
    if_match: Option<i64>,
) -> Result<Arc<R>> {
    let scope = tx.grant().scope().clone();
    let row = find::<R>(tx.session(), definition, &scope, text)?;
    tx.require_version::<R>(&row.key(), if_match)?;
    Ok(row)
}

/// Values under any index.
struct Under(Vec<Value>);

impl Values for Under {
    fn push_to(&self, out: &mut Vec<Value>) {
        out.extend_from_slice(&self.0);
    }
}

/// Asks for the rows that might have the unique values of `row` already.
fn prefetch_unique<R: Resource>(read: &mut Prefetch<'_>, row: &R) {
    for (n, _) in R::TABLE.indexes.iter().enumerate().filter(|(_, index)| index.unique) {
        let mut values = Vec::new();
        row.index_values(n, &mut values);
        if !values.contains(&Value::Null) {
            read.find(Unique::<R>::new(n), Under(values)).ok();
        }
    }
}
