//! What is shown of a row that SQL selects: its columns, codes and names of the rows it refers to, and its version.

use crate::json::{self, Shown, show_value};
use crate::list::may_see;
use command::{QueryContext, ResourceDefinition};
use serde_json::{Map, Value as Json};
use store::{Column, FieldKind, Table, Value};

/// The field that holds the names of the rows to which a row refers.
pub(crate) const NAMES: &str = "names";
/// The field that holds the version of a row.
pub(crate) const VERSION: &str = "version";

/// The columns of the rows `t` of a list, and what stands beside them.
pub(crate) struct Selection<'a> {
    definition: &'a ResourceDefinition,
    context: &'a QueryContext,
    names: Names,
}

impl<'a> Selection<'a> {
    pub(crate) fn of(definition: &'a ResourceDefinition, context: &'a QueryContext) -> Selection<'a> {
        Selection { definition, context, names: Names::of_resource(definition, context) }
    }

    /// What to select, for [`Selection::show`].
    pub(crate) fn sql(&self) -> String {
        let table = self.definition.table;
        let columns = table.columns.iter().map(|column| format!("t.{}", column.name));
        let codes = coded(table).map(|(n, other, code)| {
            format!("(SELECT r.{} FROM {} r WHERE r.id = t.{})", code.name, other.name, table.columns[n].name)
        });
        let version = table.versioned().then(|| format!("t.{VERSION}"));
        columns.chain(codes).chain(self.names.sql()).chain(version).collect::<Vec<_>>().join(", ")
    }

    /// Shows what the user may see of a row that was selected, its references as codes.
    pub(crate) fn show(&self, mut row: Vec<Value>) -> Shown {
        let table = self.definition.table;
        let (own, beside) = row.split_at_mut(table.columns.len());
        let (mut codes, rest) = beside.split_at_mut(coded(table).count());
        for (n, ..) in coded(table) {
            if let Some((code, others)) = std::mem::take(&mut codes).split_first_mut() {
                if matches!(code, Value::Text(_)) {
                    own[n] = std::mem::replace(code, Value::Null);
                }
                codes = others;
            }
        }
        let name = |column: &Column| self.definition.shown_as(column).filter(|_| may_see(self.context, column));
        let (names, rest) = rest.split_at(self.names.0.len());
        let version = rest.first().filter(|_| table.versioned());
        let version = version.map(|version| (VERSION, show_value(FieldKind::Integer, version, None)));
        json::show(table, own, name).with(version).with(self.names.show(names))
    }
}

/// The columns that refer to rows with codes, each with the referenced table and the column of its code.
pub(crate) fn coded(table: &'static Table) -> impl Iterator<Item = (usize, &'static Table, &'static Column)> {
    let references = table.columns.iter().enumerate().filter_map(|(n, column)| Some((n, column.reference.as_ref()?)));
    references.filter_map(|(n, reference)| {
        let other = (reference.table)();
        Some((n, other, other.code()?))
    })
}

/// A field that refers to a row with a name.
struct Named {
    field: &'static str,
    column: &'static Column,
    table: &'static Table,
    name: &'static Column,
}

/// The fields of a row that refer to rows with names which the user may see: where they may view what serves these rows.
pub(crate) struct Names(Vec<Named>);

impl Names {
    /// Of fields, each with the column that it shows.
    pub(crate) fn of(context: &QueryContext, fields: impl Iterator<Item = (&'static str, &'static Column)>) -> Names {
        let named = |(field, column): (&'static str, &'static Column)| {
            let resources = context.definitions.serving(column);
            let may_view =
                |resource: &&ResourceDefinition| context.viewing(resource).is_ok() && context.may(resource.view);
            let table = resources.iter().find(may_view)?.table;
            Some(Named { field, column, table, name: name_of(table)? })
        };
        Names(fields.filter(|(_, column)| may_see(context, column)).filter_map(named).collect())
    }

    /// Of the rows of a list.
    pub(crate) fn of_resource(definition: &ResourceDefinition, context: &QueryContext) -> Names {
        let columns = definition.table.columns.iter().filter(|column| json::shown(column));
        Names::of(context, columns.filter_map(|column| Some((definition.shown_as(column)?, column))))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What to select beside the columns of a row `t`, for [`Names::show`].
    pub(crate) fn sql(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|Named { column, table, name, .. }| {
            format!("(SELECT r.{} FROM {} r WHERE r.id = t.{})", name.name, table.name, column.name)
        })
    }

    /// The names by their fields; none where no field has any.
    pub(crate) fn show(&self, selected: &[Value]) -> Option<(&'static str, Json)> {
        let names = self.0.iter().zip(selected).filter(|(_, name)| **name != Value::Null);
        let names = names.map(|(named, name)| (named.field.to_owned(), show_value(named.name.kind, name, None)));
        (!self.is_empty()).then(|| (NAMES, Json::Object(names.collect::<Map<_, _>>())))
    }
}

/// The column that says what a row is called: its name, or the number of a document.
pub(crate) fn name_of(table: &'static Table) -> Option<&'static Column> {
    let column = ["name", "number"].into_iter().find_map(|name| table.column(name))?;
    (column.kind == FieldKind::Text && !column.hidden && column.view.is_none()).then_some(column)
}
