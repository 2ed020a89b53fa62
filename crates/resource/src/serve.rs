//! A record's endpoints.

use crate::commands::{Create, Delete, Update, find};
use crate::{OperationNames, Resource, json, list, openapi};
use command::{AnyCommand, CommandEntry, Input, Method, Module, QueryEntry, Tx};
use kernel::Result;
use store::{Column, Record, Table, Value};
use uuid::Uuid;

/// Under which name and in which role a record is served.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) plural: &'static str,
    pub(crate) names: OperationNames,
    /// The column that is true in every row that is served: one table may be served in several roles.
    pub(crate) role: Option<&'static str>,
    pub(crate) in_use: InUse,
}

/// Whether a module above still needs a row, for records that cannot ask it themselves.
pub type InUse = fn(&mut Tx<'_, '_>, Uuid) -> Result<bool>;

fn never(_: &mut Tx<'_, '_>, _: Uuid) -> Result<bool> {
    Ok(false)
}

impl Spec {
    /// What one row is called: `tax_category`.
    pub(crate) fn noun(&self) -> &'static str {
        self.names.view.split('.').nth(1).unwrap_or_default()
    }

    pub(crate) fn is_role(&self, column: &Column) -> bool {
        self.role == Some(column.name)
    }

    pub(crate) fn has_role<R: Record>(&self, row: &R) -> bool {
        let mut values = Vec::new();
        row.encode(&mut values);
        R::TABLE.columns.iter().zip(&values).all(|(column, value)| !self.is_role(column) || *value == Value::Bool(true))
    }
}

/// Adds the endpoints of `R` to a module: `/plural/` (GET, POST) and `/plural/{id}/` (GET, PATCH, PUT, DELETE), where
/// `{id}` is an id or a code.
pub fn serve<R: Resource>(module: &mut Module, plural: &'static str, names: OperationNames) {
    add::<R>(module, Spec { plural, names, role: None, in_use: never });
}

/// [`serve`] for the rows whose column `role` is true. Created rows get it, and no client can change it. What `in_use`
/// says is in use is not deleted.
pub fn serve_role<R: Resource>(
    module: &mut Module,
    plural: &'static str,
    names: OperationNames,
    role: &'static str,
    in_use: InUse,
) {
    add::<R>(module, Spec { plural, names, role: Some(role), in_use });
}

/// Adds only the list of `R`, to read with the permission `view`: documents, which are written by commands of their own.
pub fn serve_list<R: Resource>(module: &mut Module, plural: &'static str, view: &'static str) {
    let names = OperationNames { view, create: view, update: view, delete: view };
    add_list::<R>(module, Spec { plural, names, role: None, in_use: never });
}

fn add_list<R: Resource>(module: &mut Module, spec: Spec) {
    const { prove::<R>() };
    module.queries.push(QueryEntry {
        name: spec.names.view,
        path: format!("/{}/", spec.plural),
        ask: Box::new(move |session, _, page| Ok((json::bytes(&list::list::<R>(session, &spec, page)?)?, None))),
        report: false,
        documentation: openapi::documentation(&openapi::list::<R>(&spec), openapi::read_schemas::<R>(&spec)),
    });
}

fn add<R: Resource>(module: &mut Module, spec: Spec) {
    let (all, one) = (format!("/{}/", spec.plural), format!("/{}/{{id}}/", spec.plural));
    let command =
        |method, name, path: &str, decode: fn(Spec, &Input<'_>) -> Result<Box<dyn AnyCommand>>| CommandEntry {
            name,
            method,
            path: path.to_owned(),
            decode: Box::new(move |input| decode(spec, input)),
            offline: None,
            documentation: openapi::documentation(&openapi::command(&spec, method), openapi::write_schemas::<R>(&spec)),
        };
    let names = spec.names;
    module.commands.extend([
        command(Method::Post, names.create, &all, |spec, input| Ok(Box::new(Create::<R>::decode(spec, input)?))),
        command(Method::Patch, names.update, &one, |spec, input| Ok(Box::new(Update::<R>::decode(spec, input)?))),
        command(Method::Put, names.update, &one, |spec, input| Ok(Box::new(Update::<R>::decode(spec, input)?))),
        command(Method::Delete, names.delete, &one, |spec, input| Ok(Box::new(Delete::<R>::decode(spec, input)?))),
    ]);
    add_list::<R>(module, spec);
    module.queries.push(QueryEntry {
        name: names.view,
        path: one,
        ask: Box::new(move |session, input, _| {
            let text = input.path.get("id").map(String::as_str).unwrap_or_default();
            let row = find::<R>(session, &spec, text)?;
            let version = session.version::<R>(&row.key());
            Ok((json::bytes(&json::show_row(session, &*row)?)?, version))
        }),
        report: false,
        documentation: openapi::documentation(&openapi::get(&spec), openapi::read_schemas::<R>(&spec)),
    });
}

/// Does not compile where the definition would make lists that are wrong.
const fn prove<R: Resource>() {
    assert!(!R::ORDER.is_empty(), "a list has an order");
    let mut n = 0;
    while n < R::ORDER.len() {
        let column = column(R::TABLE, R::ORDER[n].as_bytes());
        // Absent values have no place in the order: a page that begins at one would leave rows out.
        assert!(!column.nullable, "a list is ordered by a column that is never absent");
        n += 1;
    }
    n = 0;
    while n < R::FILTERS.len() {
        column(R::TABLE, R::FILTERS[n].as_bytes());
        n += 1;
    }
}

const fn column(table: &'static Table, name: &[u8]) -> &'static Column {
    let name = match name {
        [b'-', name @ ..] => name,
        name => name,
    };
    let mut n = 0;
    while n < table.columns.len() {
        if same(table.columns[n].name.as_bytes(), name) {
            return &table.columns[n];
        }
        n += 1;
    }
    panic!("ORDER and FILTERS name columns of the record")
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([], []) => true,
        ([a, one @ ..], [b, other @ ..]) => *a == *b && same(one, other),
        _ => false,
    }
}
