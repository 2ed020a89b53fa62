//! Lists as files: exactly the rows of a list in its order, in the columns that the user sees.

use crate::custom::{self, CUSTOM, CustomField, Fields, ValuesOfRows};
use crate::list::{self, Asked, MAX_COUNT, may_see, number_of};
use crate::page::{Beginning, Cursor, Reading, Rows};
use crate::selection::coded;
use crate::{json, openapi};
use command::{
    Cell, ColumnKind, Input, NextRows, OpenReport, QueryContext, ReportColumn, ReportDefinition, ReportEntry,
    ReportHead, RowKind, TakeRow, refuse_pages,
};
use kernel::{Instant, Result, defect, label_of};
use money::{Amount, Currency, Decimal, Price, Quantity, Rate};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::mpsc::{self, SyncSender};
use std::thread;
use store::{Column, Field, FieldKind, Row, Session, Table, Value, field};
use uuid::Uuid;

/// The rows of a page that is read for a file.
const ROWS_OF_PAGE: usize = 2_000;
/// The pages that have been read and wait for the writer.
const PAGES_BETWEEN: usize = 1;
/// So many codes of other rows are kept.
const MOST_CODES: usize = 50_000;
/// Parameters that ask for a page, or for something else than rows.
const NOT_IN_FILES: [&str; 8] = ["page", "page_size", "cursor", "count", "since", "deleted", command::GROUP_BY, "sum"];

/// The table of the list of `definition`, at the path of the list.
pub(crate) fn entry(definition: command::ResourceDefinition) -> ReportEntry {
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
        let (shown, mut columns): (_, Vec<ReportColumn>) =
            columns(&definition, |column| may_see(&context, column)).into_iter().unzip();
        // What the list refuses is refused before anything of the file is made.
        Asked::of(session, &definition, &context)?;
        let fields = Fields::of(session, definition.plural)?;
        columns.extend(fields.0.iter().map(|field| custom_column(field)));
        let layout = Layout { table: definition.table, shown, fields };
        let rows = ListRows { definition, context, layout };
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

/// The columns that rows show, each with its place and kind in the table.
fn columns(
    definition: &command::ResourceDefinition,
    may_see: impl Fn(&Column) -> bool,
) -> Vec<((usize, FieldKind), ReportColumn)> {
    let columns = definition.table.columns.iter().enumerate();
    let shown = columns.filter(|(_, column)| json::shown(column) && may_see(column));
    let column = |(n, column): (usize, &'static Column)| {
        let name = definition.shown_as(column)?;
        let shown = ReportColumn::new(kind_of(column.kind), name, column.label);
        Some(((n, column.kind), ReportColumn { view: column.view, ..shown }))
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
    context: QueryContext,
    layout: Layout,
}

/// How a row becomes cells.
struct Layout {
    table: &'static Table,
    /// The places of the columns that are shown, with their kinds.
    shown: Vec<(usize, FieldKind)>,
    fields: Fields,
}

/// Rows of a list with their values in custom fields.
struct Page {
    rows: Vec<Row>,
    values: ValuesOfRows,
}

impl NextRows for ListRows {
    /// All of them: a page is read while another thread writes the one before.
    fn next(&mut self, read: &mut Session<'_>, take: TakeRow<'_>) -> Result<bool> {
        let asked = Asked::of(read, &self.definition, &self.context)?;
        thread::scope(|scope| {
            let (pages, written) = mpsc::sync_channel(PAGES_BETWEEN);
            let layout = &self.layout;
            let write = move || written.into_iter().try_for_each(|page| layout.write(page, take));
            let writer = thread::Builder::new().spawn_scoped(scope, write);
            let writer = writer.map_err(|error| defect(format!("a file has no writer: {error}")))?;
            let read = self.read(read, &asked, &pages);
            drop(pages);
            let written = writer.join().unwrap_or_else(|panic| resume_unwind(panic));
            // Where the writer failed, the reader only found nobody who takes its pages.
            written.and(read)
        })?;
        Ok(false)
    }
}

impl ListRows {
    /// Hands all pages to `pages`, until nobody takes them any more.
    fn read(&self, read: &mut Session<'_>, asked: &Asked, pages: &SyncSender<Page>) -> Result<()> {
        let table = self.definition.table;
        let reading = reading(read, table, asked)?;
        let columns: Vec<String> = table.columns.iter().map(|column| format!("t.{}", column.name)).collect();
        let Asked { order, conditions } = asked;
        let rows = Rows { table, conditions, order, reading, selected: &columns.join(", ") };
        let mut codes = Codes::of(table);
        let mut last: Option<Cursor> = None;
        loop {
            let from = last.as_ref().map(|cursor| Beginning { cursor, inclusive: false });
            let page = rows.page(from, false, ROWS_OF_PAGE, 0);
            let mut rows = read.query(&page.text, &page.args)?;
            last = match rows.last() {
                Some(row) if rows.len() == ROWS_OF_PAGE => Some(Cursor::of(row, order)?),
                _ => None,
            };
            let owners: Vec<Uuid> = rows.iter().map(|row| field(row.last().cloned())).collect::<Result<_>>()?;
            let values = ValuesOfRows::read(read, &self.context, &self.definition, &self.layout.fields, &owners)?;
            codes.name(read, &mut rows)?;
            if pages.send(Page { rows, values }).is_err() || last.is_none() {
                return Ok(());
            }
        }
    }
}

/// How the rows are found. Few are sorted again for each page, which takes less time than walking an index over all rows once.
fn reading(read: &mut Session<'_>, table: &'static Table, asked: &Asked) -> Result<Reading> {
    if let Some(reading) = asked.reading() {
        return Ok(reading);
    }
    let count = match asked.conditions.known_count() {
        Some(count) => count,
        None => {
            let count = asked.count_sql(table, false, false);
            number_of(&read.query(&count.text, &count.args)?)?
        }
    };
    Ok(if count <= MAX_COUNT { Reading::SortedWhole } else { Reading::Walked })
}

impl Layout {
    fn write(&self, page: Page, take: TakeRow<'_>) -> Result<()> {
        for row in &page.rows {
            let currency = json::currency(self.table, row);
            let owner: Uuid = field(row.last().cloned())?;
            let custom = self.fields.0.iter().map(|field| custom_value(page.values.of(field, &owner).0));
            let custom: Vec<Json> = custom.collect();
            let own = self.shown.iter().map(|(n, kind)| cell(*kind, &row[*n], currency));
            let custom = self.fields.0.iter().zip(&custom).map(|(field, value)| custom_cell(field, value));
            take(RowKind::Line, &own.chain(custom).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

/// The codes of the rows to which a list refers, as far as they were met.
struct Codes {
    /// The columns that refer to rows with codes, each with the statement that reads codes by ids.
    columns: Vec<(usize, String)>,
    known: BTreeMap<(usize, Uuid), Value>,
}

impl Codes {
    fn of(table: &'static Table) -> Codes {
        let select = |(n, other, code): (usize, &Table, &Column)| {
            (n, format!("SELECT id, {} FROM {} WHERE id IN ", code.name, other.name))
        };
        Codes { columns: coded(table).map(select).collect(), known: BTreeMap::new() }
    }

    /// Puts codes in the place of ids. A statement for those that are new takes less time than one look for each row.
    fn name(&mut self, read: &mut Session<'_>, rows: &mut [Row]) -> Result<()> {
        if self.known.len() > MOST_CODES {
            self.known.clear();
        }
        for (n, select) in &self.columns {
            let of_row = |row: &Row| Uuid::from_value(row[*n].clone());
            let met: BTreeSet<Uuid> = rows.iter().filter_map(of_row).collect();
            let new: Vec<Uuid> = met.into_iter().filter(|id| !self.known.contains_key(&(*n, *id))).collect();
            if !new.is_empty() {
                let sql = format!("{select}({})", custom::places(new.len()));
                for row in read.query(&sql, &custom::ids(new))? {
                    let mut row = row.into_iter();
                    self.known.insert((*n, field(row.next())?), row.next().unwrap_or(Value::Null));
                }
            }
            for row in rows.iter_mut() {
                let code = of_row(row).and_then(|id| self.known.get(&(*n, id)));
                if let Some(code @ Value::Text(_)) = code {
                    row[*n] = code.clone();
                }
            }
        }
        Ok(())
    }
}

/// Several choices become one text, as an import reads it.
fn custom_value(shown: Json) -> Json {
    match shown {
        Json::Array(words) if words.is_empty() => Json::Null,
        Json::Array(words) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ").into(),
        shown => shown,
    }
}

fn custom_cell<'a>(field: &CustomField, value: &'a Json) -> Cell<'a> {
    match value {
        Json::Bool(is_true) => (*is_true).into(),
        Json::String(text) => match field.kind.field_kind() {
            FieldKind::Date => text.parse().map_or(Cell::Text(text), Cell::Date),
            FieldKind::Amount | FieldKind::Quantity => Decimal::parse(text).map_or(Cell::Text(text), Cell::Decimal),
            _ => Cell::Text(text),
        },
        _ => Cell::Empty,
    }
}

/// A stored value as a cell: what the JSON of the list says.
fn cell(kind: FieldKind, value: &Value, currency: Option<Currency>) -> Cell<'_> {
    match (kind, value) {
        (FieldKind::Bool, Value::Bool(is_true)) => (*is_true).into(),
        (FieldKind::Bool, Value::Int(number)) => (*number != 0).into(),
        (FieldKind::Integer, Value::Int(number)) => (*number).into(),
        (FieldKind::Instant, Value::Int(micros)) => Instant::from_micros(*micros).into(),
        (FieldKind::Price, Value::Int(micros)) => Price::from_micros(*micros).into(),
        (FieldKind::Quantity, Value::Int(micros)) => Quantity::from_micros(*micros).into(),
        (FieldKind::Rate, Value::Int(micros)) => Rate::from_micros(*micros).decimal().into(),
        (FieldKind::Amount, Value::Int(minor)) => currency.map(|currency| Amount::new(*minor).decimal(currency)).into(),
        (FieldKind::Date, Value::Text(text)) => text.parse().map_or(Cell::Text(text), Cell::Date),
        (_, Value::Text(text)) => text.into(),
        (_, Value::Id(id)) => (*id).into(),
        (_, Value::Bytes(bytes)) => Uuid::from_slice(bytes).ok().into(),
        _ => Cell::Empty,
    }
}
