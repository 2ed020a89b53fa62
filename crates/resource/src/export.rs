//! Lists as files: exactly the rows of a list in its order, in the columns that the user sees.

use crate::custom::{CUSTOM, CustomField, Fields};
use crate::json::Shown;
use crate::list::{self, may_see};
use crate::places::Places;
use crate::{json, openapi};
use command::{
    Cell, ColumnKind, Input, NextRows, OpenReport, QueryContext, ReportColumn, ReportDefinition, ReportEntry,
    ReportHead, RowKind, TakeRow, refuse_pages,
};
use kernel::{Result, label_of};
use money::Decimal;
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Column, FieldKind, Session};

/// The rows of a page that is read for a file.
const ROWS_OF_PAGE: &str = "1000";
/// Parameters that ask for a page, or for something else than rows.
const NOT_IN_FILES: [&str; 8] = ["page", "page_size", "cursor", "count", "since", "deleted", command::GROUP_BY, "sum"];

/// The table of the list of `definition`, at the path of the list.
pub(crate) fn entry(definition: command::ResourceDefinition, places: Arc<Places>) -> ReportEntry {
    let title = label_of(definition.plural);
    let report = ReportDefinition {
        name: definition.plural.to_owned(),
        title: title.clone().into(),
        about: String::new(),
        path: format!("/{}/", definition.plural),
        operation: openapi::operation_id(&definition, "list"),
        permission: definition.view,
        needs: &[],
        scopes: definition.scopes(),
        parameters: Vec::new(),
        columns: columns(&definition, |_| true).into_iter().map(|(_, column)| column).collect(),
        is_list: true,
    };
    let begin = move |session: &mut Session<'_>, _: &Input<'_>, mut context: QueryContext| {
        refuse_pages(&context, &NOT_IN_FILES)?;
        let mut head = ReportHead::default();
        head.add_asked(context.query.iter());
        let byte_order_mark = list::byte_order_mark(&context)?;
        context.query.retain(|name, _| name != "format" && name != "bom");
        context.query.insert("page_size".to_owned(), ROWS_OF_PAGE.to_owned());
        let (shown, mut columns): (_, Vec<ReportColumn>) =
            columns(&definition, |column| may_see(&context, column)).into_iter().unzip();
        let fields = Fields::of(session, definition.plural)?;
        columns.extend(fields.0.iter().map(|field| custom_column(field)));
        let rows = ListRows { definition, places: places.clone(), context, shown, fields };
        Ok(OpenReport {
            title: title.clone().into(),
            head,
            columns,
            byte_order_mark,
            // A row that is changed meanwhile may change its place: in parts it could be left out, or come twice.
            is_one_snapshot: true,
            has_lines_only: true,
            rows: Box::new(rows),
        })
    };
    ReportEntry::new(report, Box::new(begin))
}

/// The columns that rows show, with those of the table.
fn columns(
    definition: &command::ResourceDefinition,
    may_see: impl Fn(&Column) -> bool,
) -> Vec<(&'static Column, ReportColumn)> {
    let shown = definition.table.columns.iter().filter(|column| json::shown(column) && may_see(column));
    let column = |column: &'static Column| {
        let name = definition.shown_as(column)?;
        let shown = ReportColumn::new(kind_of(column.kind), name, column.label);
        Some((column, ReportColumn { view: column.view, ..shown }))
    };
    shown.filter_map(column).collect()
}

fn custom_column(field: &CustomField) -> ReportColumn {
    ReportColumn::new(kind_of(field.kind.field_kind()), format!("{CUSTOM}.{}", field.name), field.label.clone())
}

fn kind_of(kind: FieldKind) -> ColumnKind {
    match kind {
        FieldKind::Integer => ColumnKind::Integer,
        FieldKind::Bool => ColumnKind::Boolean,
        FieldKind::Date => ColumnKind::Date,
        FieldKind::Instant => ColumnKind::Instant,
        FieldKind::Amount => ColumnKind::Money,
        FieldKind::Price => ColumnKind::Price,
        FieldKind::Quantity => ColumnKind::Quantity,
        FieldKind::Rate => ColumnKind::Rate,
        FieldKind::Text | FieldKind::Choice(_) | FieldKind::Id | FieldKind::Bytes | FieldKind::Words => {
            ColumnKind::Text
        }
    }
}

/// The rows of a list that have not been read yet.
struct ListRows {
    definition: command::ResourceDefinition,
    places: Arc<Places>,
    /// The question for the next page.
    context: QueryContext,
    shown: Vec<&'static Column>,
    fields: Fields,
}

impl NextRows for ListRows {
    fn next(&mut self, read: &mut Session<'_>, take: TakeRow<'_>) -> Result<bool> {
        let page = list::list(read, &self.definition, &self.context, &self.places)?;
        for mut row in page.results {
            let mut values: Vec<Json> = self.shown.iter().map(|column| self.value(column, &mut row)).collect();
            values.extend(self.fields.0.iter().map(|field| custom_value(field, &mut row)));
            let kinds = self.shown.iter().map(|column| column.kind);
            let kinds = kinds.chain(self.fields.0.iter().map(|field| field.kind.field_kind()));
            let cells = kinds.zip(&values).map(|(kind, value)| cell(kind, value));
            take(RowKind::Line, &cells.collect::<Vec<_>>())?;
        }
        let Some(cursor) = page.next.as_deref().and_then(QueryContext::cursor_of) else { return Ok(false) };
        self.context.query.insert("cursor".to_owned(), cursor);
        Ok(true)
    }
}

impl ListRows {
    /// Takes the value of a column out of a row; a list of words becomes one text.
    fn value(&self, column: &Column, row: &mut Shown) -> Json {
        let name = self.definition.shown_as(column).unwrap_or(column.name);
        let found = row.0.iter_mut().find(|(shown, _)| *shown == name);
        match found.map(|(_, value)| value.take()) {
            Some(Json::Array(words)) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" ").into(),
            found => found.unwrap_or_default(),
        }
    }
}

/// Takes the value of a custom field out of a row; several choices become one text, as an import reads it.
fn custom_value(field: &CustomField, row: &mut Shown) -> Json {
    let found =
        row.0.iter_mut().find(|(shown, _)| *shown == CUSTOM).and_then(|(_, custom)| custom.get_mut(&field.name));
    match found.map(Json::take) {
        Some(Json::Array(words)) if words.is_empty() => Json::Null,
        Some(Json::Array(words)) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ").into(),
        found => found.unwrap_or_default(),
    }
}

fn cell(kind: FieldKind, value: &Json) -> Cell<'_> {
    match value {
        Json::Bool(is_true) => (*is_true).into(),
        Json::Number(number) => number.as_i64().into(),
        Json::String(text) => match kind {
            FieldKind::Date => text.parse().map_or(Cell::Text(text), Cell::Date),
            FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate => {
                Decimal::parse(text).map_or(Cell::Text(text), Cell::Decimal)
            }
            _ => Cell::Text(text),
        },
        _ => Cell::Empty,
    }
}
