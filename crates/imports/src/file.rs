//! The rows of a file, and which of its columns is which field.

use crate::cells::{Field, Written};
use crate::documents::{Documents, documents};
use crate::{ColumnRead, FileRead, Import, ImportKey, ImportMode, ImportParameters, Target, errors};
use bytes::Bytes;
use command::{FieldMeta, ResourceDefinition};
use kernel::{Error, Result};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::ops::Range;
use store::{Column, FieldKind};
use tables::{DateOrder, DateVotes, DecimalMark, DecimalVotes, Source, is_workbook, rows_of_sheet};

/// The most rows that one file may have.
const MOST_ROWS: usize = 100_000;

/// A column of the file and the field that it is.
pub(crate) struct Mapped {
    /// Its place in a row.
    pub(crate) place: usize,
    /// Its name in the first line.
    pub(crate) name: String,
    pub(crate) field: Field,
}

/// A row of the file with the line that it begins in.
pub(crate) struct FileRow {
    pub(crate) line: u64,
    pub(crate) cells: csv::StringRecord,
}

/// A file that was read.
pub(crate) struct ImportFile {
    pub(crate) bytes: Bytes,
    pub(crate) read: FileRead,
    pub(crate) mapped: Vec<Mapped>,
    /// The names in the first line.
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<FileRow>,
    /// The field by which rows that are there are found; none for documents.
    pub(crate) key: Option<&'static Column>,
    /// Which rows are one document; none where every row is one of its own.
    pub(crate) documents: Option<Documents>,
    pub(crate) written: Written,
}

impl ImportFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// What is wrong with the file as a whole: 422 at `file`, `encoding`, `decimal` or `dates`, 400 for the parameters.
    pub(crate) fn read(import: &Import<'_>, custom: &[FieldMeta], bytes: Bytes) -> Result<ImportFile> {
        let (target, asked) = (&import.target, &import.parameters);
        let key = key(target, asked)?;
        let fields = fields_of(target, key, custom);
        let FileRows { header, rows, style } = match is_workbook(&bytes) {
            true => of_workbook(asked, &fields, key, &bytes)?,
            false => of_text(asked, &bytes)?,
        };
        let remembered = if asked.mapping.is_none() { import.remembered(&header)? } else { None };
        let columns_by =
            |said: Option<&String>| columns(&fields, &header, &mapping(said.map(String::as_str), &header)?);
        // What was said of an earlier file does not count any more where a field is gone.
        let remembered = remembered.and_then(|said| columns_by(Some(&said)).ok());
        let is_remembered = remembered.is_some();
        let columns = remembered.map_or_else(|| columns_by(asked.mapping.as_ref()), Ok)?;
        let field = |(place, read): (usize, &ColumnRead)| {
            let field = read.field.as_deref().filter(|_| !read.is_ignored)?;
            let field = fields.iter().find(|known| known.field.name() == field)?.field.clone();
            Some(Mapped { place, name: read.column.clone(), field })
        };
        let mapped: Vec<Mapped> = columns.iter().enumerate().filter_map(field).collect();
        require_columns(&fields, key, &mapped, asked.mode())?;
        let documents = match target {
            Target::Rows { .. } if asked.document.is_some() => return Err(errors::no_documents()),
            Target::Rows { .. } => None,
            _ => Some(documents(asked.document.as_deref(), &header, &mapped, &rows)?),
        };
        let written = written(asked, &style, &mapped, &rows)?;
        let (encoding, delimiter, sheet) = match style {
            Style::Sheet(sheet) => (None, None, Some(sheet)),
            Style::Text { encoding, delimiter } => (Some(encoding), Some(char::from(delimiter).to_string()), None),
        };
        let is_unmapped = |read: &&ColumnRead| read.field.is_none() && !read.is_ignored;
        let read = FileRead {
            encoding,
            delimiter,
            sheet,
            decimal: written.mark,
            dates: written.dates,
            rows: rows.len(),
            documents: documents.as_ref().map(Documents::len),
            key: key.map(|key| key.name.to_owned()),
            is_remembered,
            unmapped: columns.iter().filter(is_unmapped).map(|read| read.column.clone()).collect(),
            columns,
        };
        Ok(ImportFile { bytes, read, mapped, header, rows, key, documents, written })
    }

    /// How many rows or documents there are.
    pub(crate) fn len(&self) -> usize {
        self.documents.as_ref().map_or(self.rows.len(), Documents::len)
    }

    /// The rows of one of them.
    pub(crate) fn rows_of(&self, n: usize) -> Range<usize> {
        self.documents.as_ref().map_or(n..n + 1, |documents| documents.rows_of(n, self.rows.len()))
    }

    /// The name of the column that is `field`.
    pub(crate) fn column_of(&self, field: &str) -> Option<&str> {
        // What is wrong may lie within the field: `lines.2` or `custom.colours.1`.
        let holds = |mapped: &&Mapped| {
            field.strip_prefix(mapped.field.name()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.mapped.iter().find(holds).map(|mapped| &*mapped.name)
    }
}

/// The rows of a file behind its first line, and how they are written.
struct FileRows {
    header: Vec<String>,
    rows: Vec<FileRow>,
    style: Style,
}

enum Style {
    Text { encoding: String, delimiter: u8 },
    Sheet(String),
}

/// The names in the first line of a text, and the rows behind it that are not empty.
fn of_text(parameters: &ImportParameters, bytes: &Bytes) -> Result<FileRows> {
    if parameters.sheet.is_some() {
        return Err(errors::no_workbook().at("sheet"));
    }
    let source = Source::of_bytes(bytes.clone(), parameters.encoding.as_deref(), parameters.delimiter()?)?;
    let (mut header, mut rows) = (None, Vec::new());
    source.records(|record| {
        if record.fields.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if header.is_none() {
            header = Some(names_in(record.fields));
            return Ok(());
        }
        add(&mut rows, record.line, record.fields.clone())
    })?;
    let header = header.ok_or_else(|| tables::empty_file().at("file"))?;
    let style = Style::Text { encoding: source.encoding.name().to_lowercase(), delimiter: source.delimiter };
    Ok(FileRows { header, rows, style })
}

/// The names in the first row of a sheet that names the field by which rows are found, or any field where documents are new, for lists have
/// a title above; in the very first row where none does. The rows behind it, each with as many cells as there are names.
fn of_workbook(
    parameters: &ImportParameters,
    fields: &[KnownField],
    key: Option<&'static Column>,
    bytes: &Bytes,
) -> Result<FileRows> {
    let mapping = parameters.mapping.as_deref().and_then(|text| serde_json::from_str::<Map<String, Json>>(text).ok());
    let is_key = |name: &str| {
        let mapped = mapping.iter().flatten().find(|(column, _)| column.trim().eq_ignore_ascii_case(name));
        let field = mapped.map_or(name, |(_, field)| field.as_str().unwrap_or_default());
        let is_wanted = |known: &&KnownField| key.is_none_or(|key| known.field.name() == key.name);
        fields.iter().filter(is_wanted).any(|known| known.is_called(field))
    };
    let (mut above, mut header, mut rows) = (Vec::new(), None, Vec::new());
    let sheet = rows_of_sheet(bytes, parameters.sheet.as_deref(), |number, cells| match &header {
        Some(_) => add(&mut rows, number, cells),
        None if names_in(&cells).iter().any(|name| is_key(name)) => {
            header = Some(names_in(&cells));
            Ok(())
        }
        None => add(&mut above, number, cells),
    })?;
    if header.is_none() && !above.is_empty() {
        header = Some(names_in(&above.remove(0).cells));
        rows = above;
    }
    let header = header.ok_or_else(|| tables::empty_file().at("file"))?;
    // A sheet has no cells behind the last one with a value.
    for row in &mut rows {
        (row.cells.len()..header.len()).for_each(|_| row.cells.push_field(""));
    }
    Ok(FileRows { header, rows, style: Style::Sheet(sheet) })
}

fn names_in(cells: &csv::StringRecord) -> Vec<String> {
    cells.iter().map(|name| name.trim().to_owned()).collect()
}

fn add(rows: &mut Vec<FileRow>, line: u64, cells: csv::StringRecord) -> Result<()> {
    rows.push(FileRow { line, cells });
    if rows.len() > MOST_ROWS { Err(errors::too_many_rows(MOST_ROWS).at("file")) } else { Ok(()) }
}

/// What the parameter `mapping` says: for columns, in small letters, the field or nothing.
pub(crate) fn mapping(text: Option<&str>, header: &[String]) -> Result<BTreeMap<String, Option<String>>> {
    let Some(text) = text else { return Ok(BTreeMap::new()) };
    let object: Map<String, Json> = serde_json::from_str(text)
        .map_err(|_| errors::invalid_mapping("must be a JSON object such as {\"Article\":\"sku\"}."))?;
    let mut mapping = BTreeMap::new();
    for (column, field) in object {
        let named = column.trim().to_lowercase();
        if !header.iter().any(|name| name.to_lowercase() == named) {
            let found = header.join(", ");
            return Err(errors::invalid_mapping(format!("the file has no column “{column}”; it has {found}.")));
        }
        let field = match field {
            Json::Null => None,
            Json::String(field) => Some(field),
            _ => return Err(errors::invalid_mapping(format!("“{column}” must be the name of a field, or null."))),
        };
        mapping.insert(named, field);
    }
    Ok(mapping)
}

/// The field by which rows that are there are found.
fn key(target: &Target<'_>, asked: &ImportParameters) -> Result<Option<&'static Column>> {
    let Target::Rows { definition, .. } = target else {
        return asked.require_created().map(|()| None);
    };
    let code = definition.code().filter(|_| asked.by != Some(ImportKey::Id));
    let column = code.or_else(|| definition.table.column("id"));
    column.map(Some).ok_or_else(|| kernel::defect("a resource has no id"))
}

/// What a column can be.
struct KnownField {
    field: Field,
    /// Whether the program sets it itself.
    is_set: bool,
    /// The last part of its name, where no other field ends so.
    short: Option<String>,
}

impl KnownField {
    fn is_called(&self, name: &str) -> bool {
        let is = |known: &str| known.to_lowercase() == name.to_lowercase();
        is(self.field.name()) || is(self.field.label()) || self.short.as_deref().is_some_and(is)
    }
}

fn fields_of(target: &Target<'_>, key: Option<&'static Column>, custom: &[FieldMeta]) -> Vec<KnownField> {
    let described = |field: &FieldMeta| KnownField {
        field: Field::Described(Box::new(field.clone())),
        is_set: field.read_only,
        short: None,
    };
    match target {
        Target::Rows { definition, .. } => {
            let columns = definition.table.columns.iter();
            let shown = columns.filter(|column| !column.hidden && column.kind != FieldKind::Bytes);
            let columns = shown.map(|column| KnownField {
                field: Field::Column(column),
                is_set: !can_be_set(definition, key, column),
                short: None,
            });
            columns.chain(custom.iter().map(described)).collect()
        }
        Target::Documents { target, .. } | Target::Own(target) => {
            let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
            let short = |name: &str| {
                let same = target.fields.iter().filter(|other| last(&other.name) == last(name));
                (same.count() == 1).then(|| last(name))
            };
            target.fields.iter().map(|field| KnownField { short: short(&field.name), ..described(field) }).collect()
        }
    }
}

fn can_be_set(definition: &ResourceDefinition, key: Option<&'static Column>, column: &Column) -> bool {
    key.is_some_and(|key| key.name == column.name)
        || !(column.name == "id" || column.read_only || definition.is_role(column))
}

/// Which column is which field.
fn columns(
    fields: &[KnownField],
    header: &[String],
    mapping: &BTreeMap<String, Option<String>>,
) -> Result<Vec<ColumnRead>> {
    let mut columns: Vec<ColumnRead> = Vec::with_capacity(header.len());
    for name in header {
        let (field, is_ignored) = match mapping.get(&name.to_lowercase()) {
            Some(None) => (None, true),
            Some(Some(field)) => {
                let mut settable = fields.iter().filter(|known| !known.is_set);
                if !settable.clone().any(|known| known.field.name() == field) {
                    return Err(no_field(field, &names(settable.by_ref().map(|known| known.field.name()))));
                }
                (Some(field.clone()), false)
            }
            None => match fields.iter().find(|known| known.is_called(name)) {
                Some(known) => (Some(known.field.name().to_owned()), known.is_set),
                None => (None, false),
            },
        };
        let is_same = |other: &&ColumnRead| field.is_some() && other.field == field;
        if let (Some(other), Some(field)) = (columns.iter().find(is_same), &field) {
            return Err(errors::column_twice(field, &other.column, name).at("file"));
        }
        columns.push(ColumnRead { column: name.clone(), field, is_ignored });
    }
    Ok(columns)
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

pub(crate) fn no_field(field: &str, known: &str) -> Error {
    errors::invalid_mapping(format!("there is no field “{field}” that can be set; known are {known}."))
}

/// Refuses a file without a single field, and one whose rows could not be found.
fn require_columns(
    fields: &[KnownField],
    key: Option<&'static Column>,
    mapped: &[Mapped],
    mode: ImportMode,
) -> Result<()> {
    if mapped.is_empty() {
        let known = names(fields.iter().filter(|known| !known.is_set).map(|known| known.field.name()));
        return Err(errors::nothing_to_import(known).at("file"));
    }
    match key {
        Some(key) if mode != ImportMode::Create && mapped.iter().all(|mapped| mapped.field.name() != key.name) => {
            Err(errors::no_key_column(key.name).at("file"))
        }
        _ => Ok(()),
    }
}

/// How the numbers and days of a file are written.
fn written(asked: &ImportParameters, style: &Style, mapped: &[Mapped], rows: &[FileRow]) -> Result<Written> {
    let mark = match (style, asked.decimal) {
        // The numbers of a sheet are numbers.
        (Style::Sheet(_), _) => DecimalMark::Point,
        (Style::Text { .. }, Some(mark)) => mark,
        (Style::Text { delimiter, .. }, None) => decimal_mark(*delimiter, mapped, rows)?,
    };
    let dates = asked.dates.map_or_else(|| date_order(mapped, rows), Ok)?;
    Ok(Written { mark, dates })
}

/// The cells of those columns whose fields are such, with their lines.
fn cells<'a>(
    mapped: &'a [Mapped],
    rows: &'a [FileRow],
    is_such: fn(&Field) -> bool,
) -> impl Iterator<Item = (u64, &'a str)> {
    let mapped = mapped.iter().filter(move |mapped| is_such(&mapped.field));
    mapped.flat_map(move |mapped| {
        rows.iter().map(move |row| (row.line, row.cells.get(mapped.place).unwrap_or_default().trim()))
    })
}

/// The decimal mark of the numbers of a file. Where commas part the cells, a point is the mark unless the numbers say otherwise: such files
/// come from where a comma is none.
fn decimal_mark(delimiter: u8, mapped: &[Mapped], rows: &[FileRow]) -> Result<DecimalMark> {
    let mut votes = DecimalVotes::default();
    cells(mapped, rows, Field::has_decimals).for_each(|(line, cell)| votes.count(line, cell));
    votes.mark().or_else(|error| if delimiter == b',' { Ok(DecimalMark::Point) } else { Err(error) })
}

/// The order of the dates of a file; a day as this program writes it counts for none.
fn date_order(mapped: &[Mapped], rows: &[FileRow]) -> Result<DateOrder> {
    let mut votes = DateVotes::default();
    let dates = cells(mapped, rows, Field::is_date).filter(|(_, cell)| cell.parse::<kernel::Date>().is_err());
    dates.for_each(|(line, cell)| votes.count(line, cell));
    votes.order(None)
}
