//! Documents as plain data: a header and the parts that lie in tables of their own.

use kernel::Result;
use std::collections::BTreeMap;
use store::{Column, FieldKind, Session, Table, Value};
use uuid::Uuid;

/// How one document is shown: the fields of its header, fields that are computed, and its parts.
#[derive(Debug)]
pub struct DocumentDefinition {
    /// The column of its printed number.
    pub number: &'static str,
    /// Its header. Amounts of header and parts are in the currency of its column `currency`.
    pub header: RowView,
    /// Fields beside those of the header that no column holds.
    pub computed: &'static [ComputedField],
    /// Its lines, payments and so on, in the order in which they are shown.
    pub parts: &'static [Part],
    /// Its states, if it has any.
    pub states: Option<StatesDefinition>,
}

/// The states of a document.
#[derive(Debug)]
pub struct StatesDefinition {
    /// The column that holds the state.
    pub column: &'static str,
    /// What leads from one state to another.
    pub transitions: fn() -> Vec<Transition>,
}

/// What leads from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The state before.
    pub from: String,
    /// The state behind.
    pub to: String,
    /// The command that makes it.
    pub command: &'static str,
}

/// What is shown of a row: its columns under their own names and references as ids, except for what is listed here.
#[derive(Debug)]
pub struct RowView {
    /// The table of the row.
    pub table: &'static Table,
    /// Columns that are not shown.
    pub hidden: &'static [&'static str],
    /// Columns that are shown under another name: the column and that name.
    pub renamed: &'static [(&'static str, &'static str)],
    /// Fields that are read from referenced rows.
    pub joined: &'static [JoinedField],
}

/// A column of a referenced row. If the field has the name of the referencing column, it replaces the id.
#[derive(Debug)]
pub struct JoinedField {
    /// The name of the field.
    pub name: &'static str,
    /// The column that holds the id of the referenced row.
    pub column: &'static str,
    /// The table of the referenced row.
    pub table: &'static Table,
    /// The column of that table that is shown.
    pub shows: &'static str,
}

/// A field whose value is computed when the document is read.
#[derive(Debug)]
pub struct ComputedField {
    /// The name of the field.
    pub name: &'static str,
    /// Its meaning, in sentences.
    pub meaning: &'static str,
    /// The type of its values, which are never absent.
    pub kind: FieldKind,
    /// Its value for the document with this id.
    pub value: fn(&mut Session<'_>, Uuid) -> Result<Value>,
}

/// Rows of another table that belong to a document. They are shown in the order of their keys.
#[derive(Debug)]
pub struct Part {
    /// The name of the field that holds them.
    pub name: &'static str,
    /// Their meaning, in sentences.
    pub meaning: &'static str,
    /// The column that holds the id of the document.
    pub document: &'static str,
    /// The fields that are shown of each.
    pub rows: RowView,
}

/// A field of a [`RowView`].
#[derive(Clone, Copy, Debug)]
pub struct ViewField {
    /// Its name.
    pub name: &'static str,
    /// The column whose value it shows, of the row or of the referenced row.
    pub column: &'static Column,
    /// How it is read from a referenced row; `None` for a column of the row itself.
    pub joined: Option<&'static JoinedField>,
    /// Whether it may be absent.
    pub nullable: bool,
}

impl RowView {
    /// The fields in the order of the columns; those of a referenced row follow the column that holds its id.
    pub fn fields(&self) -> Vec<ViewField> {
        let mut fields = Vec::new();
        for column in self.table.columns {
            let joined = || self.joined.iter().filter(|joined| joined.column == column.name);
            let replaced = joined().any(|joined| joined.name == column.name);
            let excluded = column.hidden || column.kind == FieldKind::Bytes || self.hidden.contains(&column.name);
            if !replaced && !excluded {
                let name = self.renamed.iter().find(|(renamed, _)| *renamed == column.name);
                let name = name.map_or(column.name, |(_, name)| *name);
                fields.push(ViewField { name, column, joined: None, nullable: column.nullable });
            }
            for joined in joined() {
                if let Some(shown) = joined.table.column(joined.shows) {
                    let nullable = column.nullable || shown.nullable;
                    fields.push(ViewField { name: joined.name, column: shown, joined: Some(joined), nullable });
                }
            }
        }
        fields
    }

    fn contradictions(&self) -> Vec<String> {
        let table = self.table.name;
        let mut found = Vec::new();
        let named = self.hidden.iter().chain(self.renamed.iter().map(|(column, _)| column));
        for name in named.filter(|name| self.table.column(name).is_none()) {
            found.push(format!("a view of {table} names {name}, which is no column of it."));
        }
        for joined in self.joined {
            let references = self.table.column(joined.column).and_then(Column::references);
            if references != Some(joined.table.name) || joined.table.column(joined.shows).is_none() {
                let (column, other, shows) = (joined.column, joined.table.name, joined.shows);
                found.push(format!("{table}.{column} does not lead to {other}.{shows}."));
            }
        }
        found
    }
}

impl DocumentDefinition {
    /// One sentence for everything in which the definition contradicts itself, its tables, or the table of its list.
    pub(crate) fn contradictions(&self, list: &Table) -> Vec<String> {
        let mut found = self.header.contradictions();
        let header = self.header.table.name;
        if header != list.name {
            found.push(format!("the header is in the table {header}, the list in {}.", list.name));
        }
        let named = self.states.as_ref().map(|states| states.column).into_iter().chain([self.number]);
        for name in named.filter(|name| list.column(name).is_none()) {
            found.push(format!("{name} is no column of {header}."));
        }
        for part in self.parts {
            found.extend(part.rows.contradictions());
            let table = part.rows.table;
            if table.column(part.document).and_then(Column::references) != Some(header) {
                found.push(format!("{}.{} does not reference {header}.", table.name, part.document));
            }
            found.extend(repeated(&part.rows.fields(), &[]));
        }
        let more = self.computed.iter().map(|field| field.name).chain(self.parts.iter().map(|part| part.name));
        found.extend(repeated(&self.header.fields(), &more.collect::<Vec<_>>()));
        found
    }
}

/// The names that more than one field has.
fn repeated(fields: &[ViewField], more: &[&'static str]) -> Vec<String> {
    let mut seen = BTreeMap::<&str, usize>::new();
    for name in fields.iter().map(|field| field.name).chain(more.iter().copied()) {
        *seen.entry(name).or_default() += 1;
    }
    let repeated = seen.into_iter().filter(|(_, times)| *times > 1);
    repeated.map(|(name, times)| format!("{times} fields have the name {name}.")).collect()
}
