//! Which rows of a file are one document, and the body of its command.

use crate::cells::Written;
use crate::errors;
use crate::file::{FileRow, Mapped};
use kernel::{Error, Result};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The documents of a file: where each begins among the rows.
pub(crate) struct Documents(Vec<usize>);

impl Documents {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The rows of the document `n`, of so many rows in all.
    pub(crate) fn rows_of(&self, n: usize, rows: usize) -> Range<usize> {
        self.0[n]..self.0.get(n + 1).copied().unwrap_or(rows)
    }
}

/// The list and its field, of a field that lies in one: `lines` and `sku`.
pub(crate) fn in_list(name: &str) -> Option<(&str, &str)> {
    name.split_once('.')
}

/// Where the documents of a file begin. By the column that is named, rows with the same text, or none, belong together; without one, rows
/// that have no field of the head belong to the document above.
pub(crate) fn documents(by: Option<&str>, header: &[String], mapped: &[Mapped], rows: &[FileRow]) -> Result<Documents> {
    let cell = |row: &FileRow, place: usize| row.cells.get(place).unwrap_or_default().trim().to_owned();
    let mut begins = Vec::new();
    match by {
        Some(by) => {
            let place = header.iter().position(|name| name.to_lowercase() == by.trim().to_lowercase());
            let place = place.ok_or_else(|| errors::no_document_column(by, header.join(", ")))?;
            let mut before = String::new();
            let mut seen = BTreeSet::new();
            for (n, row) in rows.iter().enumerate() {
                let text = cell(row, place);
                if n == 0 || !(text.is_empty() || text == before) {
                    if !seen.insert(text.clone()) {
                        return Err(errors::comes_back(text, row.line).at("file"));
                    }
                    begins.push(n);
                    before = text;
                }
            }
        }
        None => {
            let is_head = |mapped: &&Mapped| in_list(mapped.field.name()).is_none();
            let head: Vec<usize> = mapped.iter().filter(is_head).map(|mapped| mapped.place).collect();
            let has_head = |row: &FileRow| head.iter().any(|place| !cell(row, *place).is_empty());
            begins.extend(rows.iter().enumerate().filter(|(n, row)| *n == 0 || has_head(row)).map(|(n, _)| n));
        }
    }
    Ok(Documents(begins))
}

/// A cell that is no value.
pub(crate) struct WrongCell {
    /// Its place in the body: `lines.0.quantity`.
    pub(crate) at: String,
    pub(crate) line: u64,
    /// The name of its field.
    pub(crate) field: String,
    pub(crate) error: Error,
}

/// A document as the body of its command.
#[derive(Default)]
pub(crate) struct DocumentBody {
    pub(crate) fields: Map<String, Json>,
    pub(crate) wrong: Vec<WrongCell>,
    /// The line of the file for each element of each list.
    pub(crate) lines: BTreeMap<String, Vec<u64>>,
}

/// The body that the rows of one document are.
pub(crate) fn body(mapped: &[Mapped], rows: &[FileRow], written: Written) -> DocumentBody {
    let mut body = DocumentBody::default();
    let mut head: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    for row in rows {
        let mut elements: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
        for mapped in mapped {
            let cell = row.cells.get(mapped.place).unwrap_or_default().trim();
            let name = mapped.field.name();
            if cell.is_empty() {
                continue;
            }
            match in_list(name) {
                Some((list, inner)) => {
                    let place = body.lines.get(list).map_or(0, Vec::len);
                    let at = format!("{list}.{place}.{inner}");
                    let value = value(mapped, cell, written, (&at, row.line), &mut body.wrong);
                    elements.entry(list).or_default().insert(inner.to_owned(), value.unwrap_or_default());
                }
                None => match head.get(name) {
                    None => {
                        head.insert(name, (row.line, cell));
                        let value = value(mapped, cell, written, (name, row.line), &mut body.wrong);
                        body.fields.insert(name.to_owned(), value.unwrap_or_default());
                    }
                    Some((_, first)) if *first == cell => {}
                    Some((line, first)) => {
                        let error = errors::other_value(first, line);
                        let (at, field) = (name.to_owned(), name.to_owned());
                        body.wrong.push(WrongCell { at, line: row.line, field, error });
                        body.fields.insert(name.to_owned(), Json::Bool(true));
                    }
                },
            }
        }
        for (list, element) in elements {
            body.lines.entry(list.to_owned()).or_default().push(row.line);
            let list = body.fields.entry(list).or_insert_with(|| Json::Array(Vec::new()));
            list.as_array_mut().map(|list| list.push(Json::Object(element))).unwrap_or_default();
        }
    }
    body
}

/// The value of a cell that stands at this place of the body, in this line of the file. What is none is noted.
pub(crate) fn value(
    mapped: &Mapped,
    cell: &str,
    written: Written,
    (at, line): (&str, u64),
    wrong: &mut Vec<WrongCell>,
) -> Option<Json> {
    mapped.field.value(cell, written).unwrap_or_else(|error| {
        wrong.push(WrongCell { at: at.to_owned(), line, field: mapped.field.name().to_owned(), error });
        // No number and no day is a truth value: the command refuses the field, whatever else is wrong with the row.
        Some(Json::Bool(true))
    })
}

/// The line and the field of what is wrong at a place of a body whose lists have elements from these `lines`; the line where the document
/// begins where it is none of them.
pub(crate) fn place_of(lines: &BTreeMap<String, Vec<u64>>, at: &str, begins: u64) -> (u64, String) {
    let mut parts = at.splitn(3, '.');
    let (list, place, inner) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let place = place.and_then(|place| place.parse::<usize>().ok());
    match place.and_then(|place| lines.get(list)?.get(place)) {
        Some(line) => (*line, inner.map_or_else(|| list.to_owned(), |inner| format!("{list}.{inner}"))),
        None => (begins, at.to_owned()),
    }
}
