//! Documents: a header and its parts, read through one definition and written only by commands.

use crate::history::{add_history, check_parameters};
use crate::json::{Shown, bytes, show_value};
use crate::list::may_see;
use crate::selection::Names;
use crate::serve::{add_list, covers, definition};
use crate::{Resource, openapi, restore};
use command::{DocumentDefinition, Module, QueryContext, QueryEntry, ResourceDefinition, RowView, Scope, ViewField};
use kernel::{Error, Id, Result, defect, tidy_code};
use money::Currency;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Field, Read, Record, Row, Scan, Session, Value};
use uuid::Uuid;

/// A record that is the header of a document.
pub trait Document: Resource {
    /// The index over its printed number.
    const NUMBER: Scan<Self>;
    /// The definition by which one document is shown.
    const DEFINITION: &'static DocumentDefinition;
}

/// Adds the endpoints of the document `D` to a module, to read with the permission `view`: `/plural/` (the list),
/// `/plural/{id}/` (one with its parts) and `/plural/{id}/history/`, where `{id}` is an id or a printed number.
pub fn serve_document<D: Document>(module: &mut Module, plural: &'static str, view: &'static str) {
    let definition = definition::<D>(plural, view, None, None);
    let definition = ResourceDefinition { document: Some(D::DEFINITION), find: find::<D>, ..definition };
    add_list(module, definition, restore::deleted::<D>);
    module.queries.push(QueryEntry {
        name: view,
        path: format!("/{plural}/{{id}}/"),
        ask: Box::new(move |session, input, context| {
            check_parameters(context, &[])?;
            let text = input.path.get("id").map(String::as_str).unwrap_or_default();
            let id = find::<D>(session, &definition, context.grant().scope(), text)?;
            Ok((bytes(&show(session, D::DEFINITION, id, context)?)?, None))
        }),
        scopes: definition.scopes(),
        report: false,
        file: None,
        tells_texts: false,
        documentation: openapi::documentation(
            &openapi::document(&definition),
            openapi::document_schemas(&definition, D::DEFINITION),
        ),
    });
    add_history(module, definition);
}

/// The document that `text` names by its id or printed number, if there is one.
pub fn find_document<D: Document>(read: &mut impl Read, text: &str) -> Result<Option<Arc<D>>> {
    if let Some(id) = store::id_of(text) {
        return read.get::<D>(&Id::from_uuid(id));
    }
    Ok(numbered(read, D::NUMBER, text)?.into_iter().next())
}

/// The rows with the printed number that `text` names. The numbers of our own series are in capitals, however they are typed.
pub fn numbered<R: Record>(read: &mut impl Read, index: Scan<R>, text: &str) -> Result<Vec<Arc<R>>> {
    let number = tidy_code(text);
    // PostgreSQL does not take a text with NUL as a parameter.
    if number.contains('\0') {
        return Ok(Vec::new());
    }
    let rows = read.scan(index, number.as_str())?;
    if rows.is_empty() { read.scan(index, number.to_uppercase().as_str()) } else { Ok(rows) }
}

fn find<D: Document>(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    scope: &Scope,
    text: &str,
) -> Result<Uuid> {
    let found = find_document::<D>(session, text)?.filter(|row| covers(definition, scope, &**row));
    let row = found.ok_or_else(|| Error::not_found(&definition.noun().replace('_', " "), text))?;
    Ok(row.key().uuid())
}

/// A document as clients see it.
#[derive(Serialize)]
struct ShownDocument {
    #[serde(flatten)]
    header: Shown,
    #[serde(flatten)]
    parts: BTreeMap<&'static str, Vec<Shown>>,
}

fn show(
    session: &mut Session<'_>,
    document: &DocumentDefinition,
    id: Uuid,
    context: &QueryContext,
) -> Result<ShownDocument> {
    let fields = document.header.fields();
    let header_names = names(&fields, context);
    let header = rows(session, &document.header, (&fields, &header_names), "id", id)?.into_iter().next();
    let header = header.ok_or_else(|| defect("a document was found, but not its header"))?;
    let currency = fields.iter().position(|field| field.joined.is_none() && field.column.name == "currency");
    let currency = currency.and_then(|n| Currency::from_value(header[n].clone()));
    let mut shown = show_row((&fields, &header_names), &header, currency, context);
    for computed in document.computed {
        let value = (computed.value)(session, id)?;
        shown.0.push((computed.name, show_value(computed.kind, &value, currency)));
    }
    let mut parts = BTreeMap::new();
    for part in document.parts {
        let fields = part.rows.fields();
        let names = names(&fields, context);
        let rows = rows(session, &part.rows, (&fields, &names), part.document, id)?;
        parts.insert(part.name, rows.iter().map(|row| show_row((&fields, &names), row, currency, context)).collect());
    }
    Ok(ShownDocument { header: shown, parts })
}

/// The names of what the fields refer to.
fn names(fields: &[ViewField], context: &QueryContext) -> Names {
    let own = fields.iter().filter(|field| field.joined.is_none());
    Names::of(context, own.map(|field| (field.name, field.column)))
}

/// Shows the fields that the user may see, and the names of what they refer to.
fn show_row(
    (fields, names): (&[ViewField], &Names),
    row: &[Value],
    currency: Option<Currency>,
    context: &QueryContext,
) -> Shown {
    let (values, selected) = row.split_at(fields.len());
    let fields = fields.iter().zip(values).filter(|(field, _)| may_see(context, field.column));
    let fields = fields.map(|(field, value)| (field.name, show_value(field.column.kind, value, currency)));
    Shown(fields.collect()).with(names.show(selected))
}

/// The values of `fields` in the rows whose column `column` is `id`, with `names` behind them, in the order of their keys.
fn rows(
    session: &mut Session<'_>,
    view: &RowView,
    (fields, names): (&[ViewField], &Names),
    column: &str,
    id: Uuid,
) -> Result<Vec<Row>> {
    let mut joins = BTreeMap::new();
    let mut columns = Vec::new();
    for field in fields {
        let name = field.column.name;
        match field.joined {
            None => columns.push(format!("t.{name}")),
            Some(joined) => {
                let (other, by) = (joined.table.name, joined.column);
                columns.push(format!("r_{by}.{name}"));
                joins.insert(by, format!(" LEFT JOIN {other} r_{by} ON r_{by}.id = t.{by}"));
            }
        }
    }
    columns.extend(names.sql());
    let order = view.table.key.iter().map(|n| format!("t.{}", view.table.columns[*n].name));
    let (columns, order) = (columns.join(", "), order.collect::<Vec<_>>().join(", "));
    let (table, joins) = (view.table.name, joins.into_values().collect::<String>());
    let sql = format!("SELECT {columns} FROM {table} t{joins} WHERE t.{column} = $1 ORDER BY {order}");
    session.query(&sql, &[Value::Id(id)])
}
