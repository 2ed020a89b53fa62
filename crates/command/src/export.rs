//! What reads a company as a file: [`Export`], page by page, as CSV or JSON Lines.

use crate::feature::require_on;
use crate::input::from_parameters;
use crate::{Definitions, Documentation, Grants, Operation, QueryContext, Scopes};
use csv::{Terminator, WriterBuilder};
use kernel::{Date, Field, Instant, Result, Schema, Shape, ToSchema, defect};
use money::{Currency, Decimal, Price, Quantity};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use store::{Session, choices};
use uuid::Uuid;

/// The pages that are read from one snapshot at most: a filter that few rows match must not hold it for long.
const PAGES_AT_ONCE: usize = 16;
/// A part of the file is handed on when it has so many bytes.
const PART_BYTES: usize = 256 << 10;
/// What spreadsheets take as the beginning of a formula, in the width of Latin and of East Asian letters.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

choices! {
    /// The format of an exported file.
    pub enum ExportFormat {
        /// CSV as RFC 4180 defines it, with a header.
        Csv = "csv",
        /// JSON Lines: one object a line.
        JsonLines = "jsonl",
    }
}

impl ExportFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Csv => "text/csv; charset=utf-8; header=present",
            ExportFormat::JsonLines => "application/jsonl",
        }
    }
}

/// Rows of a company as a file of any length. Each page is read from a snapshot of its own, so that an export holds nothing while
/// its reader takes its time: what it reads must not change, or be bounded by what was there when it began.
pub trait Export: DeserializeOwned + Send + 'static {
    /// `module.noun.action`: the permission it needs.
    const NAME: &'static str;
    /// `module.noun.action`: its name in the documentation, which no other operation has.
    const OPERATION: &'static str;
    /// Whether it honours the scope of the grant; a limited grant of another export is refused.
    const SCOPED: bool = false;
    /// The columns of its rows, in order: [`column`] and [`optional_column`].
    fn columns() -> Vec<Field>;
    /// Begins it: what it needs to read its pages.
    fn begin(self, read: &mut Session<'_>, context: &QueryContext) -> Result<Box<dyn Pages>>;
}

/// An export that has begun.
pub trait Pages: Send {
    /// Writes the next rows, of which there may be none; whether more pages follow.
    fn next(&mut self, read: &mut Session<'_>, rows: &mut Rows) -> Result<bool>;
}

/// A column of an export.
pub fn column(name: &'static str, shape: Schema, meaning: &'static str) -> Field {
    Field { name, required: true, schema: shape.described(meaning) }
}

/// A column of an export that may be empty.
pub fn optional_column(name: &'static str, shape: Schema, meaning: &'static str) -> Field {
    Field { name, required: true, schema: Schema { nullable: true, ..shape.described(meaning) } }
}

/// The value of a column.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A text that a person may have typed.
    Text(&'a str),
    /// An id.
    Id(Uuid),
    /// A day.
    Date(Date),
    /// A moment.
    Instant(Instant),
    /// Money or a quantity.
    Decimal(Decimal),
    /// A currency.
    Currency(Currency),
}

macro_rules! cell_from {
    ($($type:ty => $cell:expr),+ $(,)?) => { $(
        impl<'a> From<$type> for Cell<'a> {
            fn from(value: $type) -> Cell<'a> {
                $cell(value)
            }
        }
    )+ };
}
cell_from!(
    i64 => Cell::Integer,
    bool => Cell::Boolean,
    &'a str => Cell::Text,
    &'a String => |text: &'a String| Cell::Text(text),
    Uuid => Cell::Id,
    Date => Cell::Date,
    Instant => Cell::Instant,
    Decimal => Cell::Decimal,
    Currency => Cell::Currency,
    Price => |price: Price| Cell::Decimal(price.decimal()),
    Quantity => |quantity: Quantity| Cell::Decimal(quantity.decimal()),
);

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Cell<'a> {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// Encodes rows.
pub struct Rows {
    columns: Vec<String>,
    encoder: Encoder,
    /// The text of a value, built here before it is quoted.
    scratch: Vec<u8>,
}

enum Encoder {
    Csv(Box<csv::Writer<Vec<u8>>>),
    JsonLines(Vec<u8>),
}

fn failed(error: impl std::fmt::Display) -> kernel::Error {
    defect(format!("an export could not be encoded: {error}"))
}

fn csv_writer(start: Vec<u8>) -> Box<csv::Writer<Vec<u8>>> {
    Box::new(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(start))
}

impl Rows {
    /// Begins a file. A byte order mark tells spreadsheets that CSV is UTF-8; JSON has none.
    pub fn begin(columns: Vec<String>, format: ExportFormat, byte_order_mark: bool) -> Result<Rows> {
        let encoder = match format {
            ExportFormat::JsonLines => Encoder::JsonLines(Vec::new()),
            ExportFormat::Csv => {
                let mark = if byte_order_mark { "\u{feff}" } else { "" };
                let mut csv = csv_writer(mark.as_bytes().to_vec());
                csv.write_record(&columns).map_err(failed)?;
                Encoder::Csv(csv)
            }
        };
        Ok(Rows { columns, encoder, scratch: Vec::new() })
    }

    /// Writes a row: a cell for every column.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if cells.len() != self.columns.len() {
            return Err(failed(format!("{} cells for {} columns", cells.len(), self.columns.len())));
        }
        match &mut self.encoder {
            Encoder::Csv(csv) => {
                for cell in cells {
                    self.scratch.clear();
                    write_csv(*cell, &mut self.scratch).map_err(failed)?;
                    csv.write_field(&self.scratch).map_err(failed)?;
                }
                csv.write_record(None::<&[u8]>).map_err(failed)
            }
            Encoder::JsonLines(out) => {
                for (n, (name, cell)) in self.columns.iter().zip(cells).enumerate() {
                    out.extend_from_slice(if n == 0 { b"{\"" } else { b",\"" });
                    out.extend_from_slice(name.as_bytes());
                    out.extend_from_slice(b"\":");
                    write_json(*cell, out).map_err(failed)?;
                }
                out.extend_from_slice(b"}\n");
                Ok(())
            }
        }
    }

    /// The number of bytes written since the last [`Rows::take`], about.
    pub fn written(&self) -> usize {
        match &self.encoder {
            Encoder::Csv(csv) => csv.get_ref().len(),
            Encoder::JsonLines(out) => out.len(),
        }
    }

    /// Takes what was written.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        match &mut self.encoder {
            Encoder::Csv(csv) => std::mem::replace(csv, csv_writer(Vec::new())).into_inner().map_err(failed),
            Encoder::JsonLines(out) => Ok(std::mem::take(out)),
        }
    }
}

/// The unquoted text of a value. What a spreadsheet would calculate is marked as text by an apostrophe before it.
fn write_csv(cell: Cell<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(text) => write!(out, "{}{text}", if needs_mark(text) { "'" } else { "" }),
        Cell::Integer(number) => write!(out, "{number}"),
        Cell::Boolean(is_true) => write!(out, "{is_true}"),
        Cell::Id(id) => write!(out, "{id}"),
        Cell::Date(date) => write!(out, "{date}"),
        Cell::Instant(instant) => write!(out, "{instant}"),
        Cell::Decimal(decimal) => write!(out, "{decimal}"),
        Cell::Currency(currency) => write!(out, "{currency}"),
    }
}

/// The text of a cell of CSV without the apostrophe that marks it as text.
pub fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| needs_mark(text)).unwrap_or(cell)
}

/// Whether a spreadsheet would calculate a text, or take its first apostrophe for such a mark.
fn needs_mark(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

fn write_json(cell: Cell<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
    match cell {
        Cell::Empty => write!(out, "null"),
        Cell::Integer(_) | Cell::Boolean(_) => write_csv(cell, out),
        Cell::Text(text) => Ok(serde_json::to_writer(out, text)?),
        plain => {
            out.push(b'"');
            write_csv(plain, out)?;
            out.push(b'"');
            Ok(())
        }
    }
}

/// The parameters of an export, with those that every export has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, bound = "E: DeserializeOwned")]
struct Parameters<E: ToSchema> {
    #[serde(flatten)]
    export: E,
    /// The format of the file; as `Accept` says where it is left out, CSV where that says nothing.
    format: Option<ExportFormat>,
    /// Whether CSV begins with a byte order mark, by which spreadsheets know that it is UTF-8.
    bom: Option<bool>,
}

type Begin = Box<
    dyn Fn(&mut Session<'_>, &QueryContext, Option<ExportFormat>) -> Result<(Box<dyn Pages>, ExportFormat, bool)>
        + Send
        + Sync,
>;

/// An export as an endpoint.
pub struct ExportEntry {
    /// The permission it needs.
    pub name: &'static str,
    /// What it exports, and the name of the file: `journal-lines`.
    pub file: String,
    /// Under `/api/v1`, with a trailing slash: `/journal-lines/export/`.
    pub path: String,
    begin: Begin,
    columns: fn() -> Vec<Field>,
    /// The scopes it honours.
    pub scopes: Scopes,
    /// Its documentation.
    pub documentation: Documentation,
}

impl ExportEntry {
    /// The endpoint of `E` below that of the list at `path`.
    pub fn of<E: Export + ToSchema>(path: &str) -> ExportEntry {
        let file = path.trim_matches('/').to_owned();
        let schema = Parameters::<E>::schema();
        let row = Shape::Object {
            name: format!("{}Row", camel_case(&file)).into(),
            about: "A line of the file.",
            fields: E::columns(),
            open: false,
        };
        let operation = Operation {
            id: E::OPERATION,
            description: E::schema().description().to_owned(),
            path: Vec::new(),
            query: if let Shape::Object { fields, .. } = &schema.shape { fields.clone() } else { Vec::new() },
            body: None,
            example: Json::Null,
            versioned: false,
            answer: Schema::of(row),
            status: 200,
        };
        ExportEntry {
            name: E::NAME,
            path: format!("{path}export/"),
            file,
            begin: Box::new(move |read, context, accepted| {
                let parameters: Parameters<E> = from_parameters(&schema, context.query.iter())?;
                let format = parameters.format.or(accepted).unwrap_or(ExportFormat::Csv);
                Ok((parameters.export.begin(read, context)?, format, parameters.bom.unwrap_or_default()))
            }),
            columns: E::columns,
            scopes: Scopes::of(E::SCOPED),
            documentation: Documentation::Typed(Box::new(operation)),
        }
    }

    /// Begins the export with these parameters for a user who has these `grants`; `accepted` is the format where they name none.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied`, `scope_not_supported` or `feature_off`, and what the export itself refuses.
    pub fn begin(
        &self,
        read: &mut Session<'_>,
        parameters: BTreeMap<String, String>,
        accepted: Option<ExportFormat>,
        grants: Grants,
        definitions: Arc<Definitions>,
    ) -> Result<OpenExport> {
        let context = QueryContext::new(self.path.clone(), parameters, self.name, grants, definitions)?;
        context.grant().require_scope_in(self.scopes)?;
        require_on(read, &context.definitions, self.name)?;
        let (pages, format, byte_order_mark) = (self.begin)(read, &context, accepted)?;
        let columns = (self.columns)().iter().map(|column| column.name.to_owned()).collect();
        Ok(OpenExport { pages: Some(pages), rows: Rows::begin(columns, format, byte_order_mark)?, format })
    }
}

/// `journal-lines` as `JournalLines`.
fn camel_case(name: &str) -> String {
    let capital = |word: &str| word.get(..1).map(|first| first.to_uppercase() + &word[1..]).unwrap_or_default();
    name.split('-').map(capital).collect()
}

/// An export of which some of the file has been written.
pub struct OpenExport {
    /// What is not written yet.
    pages: Option<Box<dyn Pages>>,
    rows: Rows,
    /// The format of the file.
    pub format: ExportFormat,
}

impl OpenExport {
    /// The next part of the file, which may be empty; `None` behind the last. Each part may be read from another snapshot.
    pub fn next(&mut self, read: &mut Session<'_>) -> Result<Option<Vec<u8>>> {
        let Some(pages) = &mut self.pages else { return Ok(None) };
        for _ in 0..PAGES_AT_ONCE {
            if !pages.next(read, &mut self.rows)? {
                self.pages = None;
                break;
            }
            if self.rows.written() >= PART_BYTES {
                break;
            }
        }
        self.rows.take().map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(format: ExportFormat, byte_order_mark: bool, rows: &[[Cell<'_>; 3]]) -> String {
        let mut file =
            Rows::begin(["memo", "amount", "date"].map(str::to_owned).into(), format, byte_order_mark).unwrap();
        rows.iter().for_each(|cells| file.row(cells).unwrap());
        String::from_utf8(file.take().unwrap()).unwrap()
    }

    #[test]
    fn text_is_quoted_and_formulas_are_marked_but_numbers_are_not() {
        let loss = Cell::Decimal(Decimal::parse("-6.85").unwrap());
        let day = Cell::Date("2026-01-31".parse().unwrap());
        let rows = [
            ["=HYPERLINK(\"http://x\")".into(), loss, day],
            ["two\nlines, \"quoted\"".into(), loss, Cell::Empty],
            ["-1 piece".into(), Cell::Empty, day],
            ["Lamp - blue".into(), loss, day],
        ];
        assert_eq!(
            file(ExportFormat::Csv, true, &rows),
            "\u{feff}memo,amount,date\r\n\"'=HYPERLINK(\"\"http://x\"\")\",-6.85,2026-01-31\r\n\
             \"two\nlines, \"\"quoted\"\"\",-6.85,\r\n'-1 piece,,2026-01-31\r\nLamp - blue,-6.85,2026-01-31\r\n"
        );
        assert_eq!(
            file(ExportFormat::JsonLines, false, &rows[1..3]),
            "{\"memo\":\"two\\nlines, \\\"quoted\\\"\",\"amount\":\"-6.85\",\"date\":null}\n\
             {\"memo\":\"-1 piece\",\"amount\":null,\"date\":\"2026-01-31\"}\n"
        );
    }

    #[test]
    fn file_without_rows_has_a_header() {
        assert_eq!(file(ExportFormat::Csv, false, &[]), "memo,amount,date\r\n");
        assert_eq!(file(ExportFormat::JsonLines, false, &[]), "");
    }
}
