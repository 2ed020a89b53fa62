//! The rows of a file, and which of its columns is which field.

use super::cells::Field;
use super::{ColumnRead, FileRead, ImportKey, ImportMode, ImportParameters};
use crate::errors;
use axum::body::Bytes;
use command::{FieldMeta, ResourceDefinition};
use kernel::{Error, Result};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use store::{Column, FieldKind};
use tables::{DecimalMark, DecimalVotes, Source, is_workbook, rows_of_sheet};

/// The most rows that one file may have.
const MOST_ROWS: usize = 100_000;

/// A column of the file and the field that it is.
pub(super) struct Mapped {
    /// Its place in a row.
    pub(super) place: usize,
    /// Its name in the first line.
    pub(super) name: String,
    pub(super) field: Field,
}

/// A row of the file with the line that it begins in.
pub(super) struct FileRow {
    pub(super) line: u64,
    pub(super) cells: csv::StringRecord,
}

/// A file that was read.
pub(super) struct ImportFile {
    pub(super) bytes: Bytes,
    pub(super) read: FileRead,
    pub(super) mapped: Vec<Mapped>,
    /// How many cells a row has.
    pub(super) width: usize,
    pub(super) rows: Vec<FileRow>,
    /// The field by which rows that are there are found.
    pub(super) key: &'static Column,
    pub(super) mark: DecimalMark,
}

impl ImportFile {
    /// Reads a file of rows of `definition`.
    ///
    /// # Errors
    ///
    /// What is wrong with the file as a whole: 422 at `file`, `encoding` or `decimal`, 400 for the mapping.
    pub(super) fn read(
        definition: &ResourceDefinition,
        parameters: &ImportParameters,
        custom: &[FieldMeta],
        bytes: Bytes,
    ) -> Result<ImportFile> {
        let key = key(definition, parameters.by)?;
        let FileRows { header, rows, written } = match is_workbook(&bytes) {
            true => of_workbook(parameters, key, &bytes)?,
            false => of_text(parameters, &bytes)?,
        };
        let mapping = mapping(parameters.mapping.as_deref(), &header)?;
        let columns = columns(definition, custom, key, &header, &mapping)?;
        let is_used = |read: &ColumnRead| read.field.is_some() && !read.is_ignored;
        let field = |(place, read): (usize, &ColumnRead)| {
            let field = read.field.as_deref()?;
            let own = || custom.iter().find(|own| own.name == field).cloned().map(Box::new).map(Field::Custom);
            let field = definition.table.column(field).map(Field::Column).or_else(own)?;
            Some(Mapped { place, name: read.column.clone(), field })
        };
        let used = columns.iter().enumerate().filter(|(_, read)| is_used(read));
        let mapped: Vec<Mapped> = used.filter_map(field).collect();
        require_columns(definition, key, &mapped, parameters.mode())?;
        let mark = match (&written, parameters.decimal) {
            (Written::Sheet(_), _) => DecimalMark::Point,
            (Written::Text { .. }, Some(mark)) => mark,
            (Written::Text { delimiter, .. }, None) => decimal_mark(*delimiter, &mapped, &rows)?,
        };
        let (encoding, delimiter, sheet) = match written {
            Written::Sheet(sheet) => (None, None, Some(sheet)),
            Written::Text { encoding, delimiter } => (Some(encoding), Some(char::from(delimiter).to_string()), None),
        };
        let is_unmapped = |read: &&ColumnRead| read.field.is_none() && !read.is_ignored;
        let read = FileRead {
            encoding,
            delimiter,
            sheet,
            decimal: mark,
            rows: rows.len(),
            key: key.name.to_owned(),
            unmapped: columns.iter().filter(is_unmapped).map(|read| read.column.clone()).collect(),
            columns,
        };
        Ok(ImportFile { bytes, read, mapped, width: header.len(), rows, key, mark })
    }

    /// The name of the column that is `field`.
    pub(super) fn column_of(&self, field: &str) -> Option<&str> {
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
    written: Written,
}

enum Written {
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
    let written = Written::Text { encoding: source.encoding.name().to_lowercase(), delimiter: source.delimiter };
    Ok(FileRows { header, rows, written })
}

/// The names in the first row of a sheet that names the field by which rows are found, for lists have a title above; in the very first row
/// where none does. The rows behind it, each with as many cells as there are names.
fn of_workbook(parameters: &ImportParameters, key: &'static Column, bytes: &Bytes) -> Result<FileRows> {
    let mapping = parameters.mapping.as_deref().and_then(|text| serde_json::from_str::<Map<String, Json>>(text).ok());
    let is_key = |name: &str| {
        let mapped = mapping.iter().flatten().find(|(column, _)| column.trim().eq_ignore_ascii_case(name));
        let field = mapped.map_or(name, |(_, field)| field.as_str().unwrap_or_default());
        [key.name, key.label].iter().any(|known| known.eq_ignore_ascii_case(field))
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
    Ok(FileRows { header, rows, written: Written::Sheet(sheet) })
}

fn names_in(cells: &csv::StringRecord) -> Vec<String> {
    cells.iter().map(|name| name.trim().to_owned()).collect()
}

fn add(rows: &mut Vec<FileRow>, line: u64, cells: csv::StringRecord) -> Result<()> {
    rows.push(FileRow { line, cells });
    if rows.len() > MOST_ROWS { Err(errors::too_many_rows(MOST_ROWS).at("file")) } else { Ok(()) }
}

/// What the parameter `mapping` says: for columns, in small letters, the field or nothing.
fn mapping(text: Option<&str>, header: &[String]) -> Result<BTreeMap<String, Option<String>>> {
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

fn key(definition: &ResourceDefinition, by: Option<ImportKey>) -> Result<&'static Column> {
    let code = definition.code().filter(|_| by != Some(ImportKey::Id));
    let column = code.or_else(|| definition.table.column("id"));
    column.ok_or_else(|| kernel::defect("a resource has no id"))
}

/// Which column is which field.
fn columns(
    definition: &ResourceDefinition,
    custom: &[FieldMeta],
    key: &'static Column,
    header: &[String],
    mapping: &BTreeMap<String, Option<String>>,
) -> Result<Vec<ColumnRead>> {
    let shown = || {
        let columns = definition.table.columns.iter();
        columns.filter(|column| !column.hidden && column.kind != FieldKind::Bytes)
    };
    let can_be_set = |column: &Column| {
        column.name == key.name || !(column.name == "id" || column.read_only || definition.is_role(column))
    };
    let mut columns: Vec<ColumnRead> = Vec::with_capacity(header.len());
    for name in header {
        let small = name.to_lowercase();
        let known = || shown().find(|column| column.name == small || column.label.to_lowercase() == small);
        let own = || custom.iter().find(|own| own.name == small || own.label.to_lowercase() == small);
        let (field, is_ignored) = match mapping.get(&small) {
            Some(None) => (None, true),
            Some(Some(field)) => {
                let is_named = shown().any(|column| column.name == *field && can_be_set(column))
                    || custom.iter().any(|own| own.name == *field);
                if !is_named {
                    let settable = shown().filter(|column| can_be_set(column)).map(|column| column.name);
                    return Err(no_field(field, &names(settable.chain(custom.iter().map(|own| own.name.as_str())))));
                }
                (Some(field.clone()), false)
            }
            None => match known() {
                Some(column) => (Some(column.name.to_owned()), !can_be_set(column)),
                None => (own().map(|own| own.name.clone()), false),
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

fn no_field(field: &str, known: &str) -> Error {
    errors::invalid_mapping(format!("there is no field “{field}” that can be set; known are {known}."))
}

/// Refuses a file without a single field, and one whose rows could not be found.
fn require_columns(
    definition: &ResourceDefinition,
    key: &'static Column,
    mapped: &[Mapped],
    mode: ImportMode,
) -> Result<()> {
    if mapped.is_empty() {
        let known = definition.table.columns.iter().filter(|column| !column.hidden && !column.read_only);
        let known = names(known.map(|column| column.name));
        return Err(errors::nothing_to_import(known).at("file"));
    }
    let has_key = mapped.iter().any(|mapped| mapped.field.name() == key.name);
    if has_key || mode == ImportMode::Create { Ok(()) } else { Err(errors::no_key_column(key.name).at("file")) }
}

/// The decimal mark of the numbers of a file. Where commas part the cells, a point is the mark unless the numbers say otherwise: such files
/// come from where a comma is none.
fn decimal_mark(delimiter: u8, mapped: &[Mapped], rows: &[FileRow]) -> Result<DecimalMark> {
    let mut votes = DecimalVotes::default();
    for mapped in mapped.iter().filter(|mapped| mapped.field.has_decimals()) {
        for row in rows {
            votes.count(row.line, row.cells.get(mapped.place).unwrap_or_default().trim());
        }
    }
    votes.mark().or_else(|error| if delimiter == b',' { Ok(DecimalMark::Point) } else { Err(error) })
}
