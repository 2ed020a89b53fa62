//! A record's endpoints.

use crate::commands::{Create, Delete, Update, find, find_id};
use crate::custom::{self, Fields};
use crate::filters::operators;
use crate::history::{add_history, check_parameters};
use crate::places::Places;
use crate::restore::{self, Deleted, Restore};
use crate::selection::{Names, VERSION};
use crate::{OperationNames, Resource, changes, export, groups, json, list, openapi};
use command::{
    AnyCommand, CommandEntry, GROUP_BY, Input, Method, Module, PARTY_TABLE, QueryContext, QueryEntry, ResourceCommands,
    ResourceDefinition, SITE_TABLE, Scope,
};
use kernel::Result;
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Field, Record, Reference, Session, Value};
use uuid::Uuid;

/// What a command of the engine serves, and the command's own name.
#[derive(Clone, Copy)]
pub(crate) struct Served {
    pub(crate) definition: ResourceDefinition,
    pub(crate) name: &'static str,
}

/// Whether a row is one of those that are served.
pub(crate) fn has_role<R: Record>(definition: &ResourceDefinition, row: &R) -> bool {
    let values = row.encoded();
    let mut columns = R::TABLE.columns.iter().zip(&values);
    columns.all(|(column, value)| !definition.is_role(column) || *value == Value::Bool(true))
}

/// Whether a row lies within a scope.
pub(crate) fn covers<R: Record>(definition: &ResourceDefinition, scope: &Scope, row: &R) -> bool {
    if *scope == Scope::All {
        return true;
    }
    let values = row.encoded();
    let owner = |table| {
        let owner = definition.owner(table)?;
        let mut columns = R::TABLE.columns.iter().zip(&values);
        columns.find(|(column, _)| column.name == owner.name).and_then(|(_, value)| Uuid::from_value(value.clone()))
    };
    scope.covers(owner(SITE_TABLE), owner(PARTY_TABLE))
}

/// Adds `R` and its endpoints to a module: `/plural/` (GET, POST) and `/plural/{id}/` (GET, PATCH, PUT, DELETE) and,
/// if its table is audited, `/plural/{id}/history/` (GET), where `{id}` is an id or a code.
pub fn serve<R: Resource>(module: &mut Module, plural: &'static str, names: OperationNames) {
    add::<R>(module, plural, names, None);
}

/// [`serve`] for the rows whose column `role` is true. Created rows get it, and no client can change it.
pub fn serve_role<R: Resource>(module: &mut Module, plural: &'static str, names: OperationNames, role: &'static str) {
    add::<R>(module, plural, names, Some(role));
}

/// Adds the reads of `R`, to read with the permission `view`: `/plural/`, `/plural/{id}/` and, if its table is audited,
/// `/plural/{id}/history/`. Only commands of the module itself write its rows.
pub fn serve_read_only<R: Resource>(module: &mut Module, plural: &'static str, view: &'static str) {
    add_reads::<R>(module, definition::<R>(plural, view, None, None));
}

pub(crate) const fn definition<R: Resource>(
    plural: &'static str,
    view: &'static str,
    commands: Option<ResourceCommands>,
    role: Option<&'static str>,
) -> ResourceDefinition {
    ResourceDefinition {
        plural,
        table: R::TABLE,
        role,
        order: R::ORDER,
        filters: R::FILTERS,
        view,
        commands,
        document: None,
        find: find_id::<R>,
        code_of: Reference::to::<R>().code,
        operators: |column| operators(column).map(|operator| operator.suffix.trim_start_matches('_')).collect(),
    }
}

/// Answers the deleted rows of a list to users with the permission to restore them.
type AskDeleted = fn(&mut Session<'_>, &ResourceDefinition, &QueryContext, restore: &str) -> Result<Deleted>;

pub(crate) fn add_list(module: &mut Module, definition: ResourceDefinition, deleted: AskDeleted) {
    module.resources.push(definition);
    let places = Arc::new(Places::default());
    module.reports.push(export::entry(definition));
    module.queries.push(QueryEntry {
        name: definition.view,
        path: format!("/{}/", definition.plural),
        ask: Box::new(move |session, _, context| {
            let parameter = |name| context.query.get(name).map(String::as_str);
            let restore = definition.commands.and_then(|commands| commands.restore);
            if let (Some(restore), Some(_)) = (restore, parameter("deleted")) {
                return Ok((json::bytes(&deleted(session, &definition, context, restore)?)?, None));
            }
            let answer = match (parameter("since"), parameter(GROUP_BY)) {
                (Some(since), _) => json::bytes(&changes::changes(session, &definition, context, since)?)?,
                (None, Some(by)) => json::bytes(&groups::groups(session, &definition, context, by)?)?,
                (None, None) => json::bytes(&list::list(session, &definition, context, &places)?)?,
            };
            Ok((answer, None))
        }),
        scopes: definition.scopes(),
        report: false,
        file: None,
        tells_texts: false,
        documentation: openapi::documentation(&openapi::list(&definition), openapi::read_schemas(&definition)),
    });
}

fn add<R: Resource>(module: &mut Module, plural: &'static str, names: OperationNames, role: Option<&'static str>) {
    let OperationNames { view, create, update, delete, restore } = names;
    let restore = R::RESTORABLE.then_some(restore);
    let commands = ResourceCommands { create, update, delete, restore };
    let definition = definition::<R>(plural, view, Some(commands), role);
    let (all, one) = (format!("/{plural}/"), format!("/{plural}/{{id}}/"));
    let command =
        |method, name, path: &str, decode: fn(Served, &Input<'_>) -> Result<Box<dyn AnyCommand>>| CommandEntry {
            name,
            method,
            path: path.to_owned(),
            decode: Box::new(move |input| decode(Served { definition, name }, input)),
            unknown_names: |_, _, _| Ok(()),
            scopes: definition.scopes(),
            offline: None,
            creates: None,
            affects: Vec::new(),
            acts_on: Vec::new(),
            takes_file: false,
            takes_any_file: false,
            is_imported: false,
            awaits: None,
            is_operation: false,
            documentation: openapi::documentation(
                &openapi::command(&definition, name, method),
                openapi::write_schemas(&definition),
            ),
        };
    module.commands.extend([
        command(Method::Post, create, &all, |served, input| Ok(Box::new(Create::<R>::decode(served, input)?))),
        command(Method::Patch, update, &one, |served, input| Ok(Box::new(Update::<R>::decode(served, input)?))),
        command(Method::Put, update, &one, |served, input| Ok(Box::new(Update::<R>::decode_whole(served, input)?))),
        command(Method::Delete, delete, &one, |served, input| Ok(Box::new(Delete::<R>::decode(served, input)?))),
    ]);
    if let Some(restore) = restore {
        let path = format!("/{plural}/{{id}}/restore/");
        let entry =
            command(Method::Post, restore, &path, |served, input| Ok(Box::new(Restore::<R>::decode(served, input)?)));
        let documentation =
            openapi::documentation(&openapi::restore(&definition, restore), openapi::write_schemas(&definition));
        module.commands.push(CommandEntry { documentation, ..entry });
    }
    add_reads::<R>(module, definition);
}

/// The names of what the row with `id` refers to.
fn names(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
    id: Uuid,
) -> Result<Option<(&'static str, Json)>> {
    let names = Names::of_resource(definition, context);
    if names.is_empty() {
        return Ok(None);
    }
    let columns = names.sql().collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM {} t WHERE t.id = $1", definition.table.name);
    let selected = session.query(&sql, &[Value::Id(id)])?.pop().unwrap_or_default();
    Ok(names.show(&selected))
}

/// The list of `R`, one of its rows, and the history of one.
fn add_reads<R: Resource>(module: &mut Module, definition: ResourceDefinition) {
    add_list(module, definition, restore::deleted::<R>);
    module.queries.push(QueryEntry {
        name: definition.view,
        path: format!("/{}/{{id}}/", definition.plural),
        ask: Box::new(move |session, input, context| {
            check_parameters(context, &[])?;
            let text = input.path.get("id").map(String::as_str).unwrap_or_default();
            let row = find::<R>(session, &definition, context.grant().scope(), text)?;
            let version = session.version::<R>(&row.key());
            let shown = json::show_row(session, &*row, |column| list::may_see(context, column))?;
            let names = names(session, &definition, context, row.key().uuid())?;
            let mut shown = shown.with(version.map(|version| (VERSION, Json::from(version)))).with(names);
            let fields = Fields::of(session, definition.plural)?;
            let shown_rows = std::slice::from_mut(&mut shown);
            custom::add(session, context, &definition, &fields, &[row.key().uuid()], shown_rows)?;
            Ok((json::bytes(&shown)?, version))
        }),
        scopes: definition.scopes(),
        report: false,
        file: None,
        tells_texts: false,
        documentation: openapi::documentation(&openapi::get(&definition), openapi::read_schemas(&definition)),
    });
    add_history(module, definition);
}
