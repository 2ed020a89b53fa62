//! Files that a module reads by itself.

use crate::cells::Written;
use crate::{
    CellError, ColumnRead, FileRead, Import, ImportAnswer, ImportMode, ImportOutcome, ImportParameters, errors,
};
use command::{FileContent, ImportJob, ImportReport, ImportTarget};
use kernel::Result;
use serde_json::{Map, Value as Json};
use store::Field;
use tables::{DateOrder, DecimalMark, Source, is_workbook};

/// Imports a file as its module does. A document that is refused is left out, all others are carried out.
pub(crate) fn run_own(import: Import<'_>, target: &ImportTarget, content: FileContent) -> Result<ImportAnswer> {
    let parameters = &import.parameters;
    refuse_others(parameters)?;
    if let FileContent::InMemory(bytes) = &content
        && is_workbook(bytes)
    {
        return Err(errors::only_text().at("file"));
    }
    let header = header_of(&content, parameters)?;
    let mut parameters = parameters.clone();
    let is_remembered = parameters.mapping.is_none() && import.is_remembered(&header, &mut parameters)?;
    let job = ImportJob {
        tenant: import.tenant,
        actor: import.user,
        content,
        columns: columns_of(target, &parameters)?,
        encoding: parameters.encoding.clone(),
        delimiter: parameters.delimiter()?,
        decimal: parameters.decimal.map(DecimalMark::as_str),
        dates: parameters.dates.map(DateOrder::as_str),
        dry_run: import.dry_run,
    };
    let run = target.run.ok_or_else(|| kernel::defect("a target that does not read files"))?;
    let report = run(import.writers, &job, &mut *import.progress)?;
    if !import.dry_run {
        import.remember(&header)?;
    }
    let mut answer = ImportAnswer::of(FileRead { is_remembered, ..file_read(&report) });
    answer.outcome = if import.dry_run { ImportOutcome::Tried } else { ImportOutcome::Written };
    (answer.created, answer.repeated, answer.refused) = (report.created, report.repeated, report.refused);
    for (line, message) in report.reasons {
        let code = "refused".to_owned();
        answer.blame(CellError { line, column: None, field: None, code, message });
    }
    Ok(answer)
}

/// The names in the first row that is not empty.
fn header_of(content: &FileContent, parameters: &ImportParameters) -> Result<Vec<String>> {
    let (encoding, delimiter) = (parameters.encoding.as_deref(), parameters.delimiter()?);
    let source = match content {
        FileContent::OnDisk(path) => Source::open(path, encoding, delimiter)?,
        FileContent::InMemory(bytes) => Source::of_bytes(bytes.clone(), encoding, delimiter)?,
    };
    let mut header = Vec::new();
    let read = source.records(|record| {
        header.extend(record.fields.iter().map(|name| name.trim().to_owned()));
        // An error is how reading ends early.
        if header.is_empty() { Ok(()) } else { Err(errors::cancelled()) }
    });
    if header.is_empty() { read.map(|()| header) } else { Ok(header) }
}

/// Refuses what such a file does not have.
fn refuse_others(parameters: &ImportParameters) -> Result<()> {
    let ImportParameters { mode, by, document, .. } = parameters;
    if mode.is_some_and(|mode| mode != ImportMode::Create) || by.is_some() {
        return Err(errors::only_created());
    }
    if document.is_some() { Err(errors::no_documents()) } else { Ok(()) }
}

/// Which field is which column, from the parameter `mapping`, which says which column is which field.
fn columns_of(target: &ImportTarget, parameters: &ImportParameters) -> Result<Vec<(String, String)>> {
    let Some(mapping) = &parameters.mapping else { return Ok(Vec::new()) };
    let mapping: Map<String, Json> = serde_json::from_str(mapping)
        .map_err(|_| errors::invalid_mapping("must be a JSON object such as {\"Article\":\"product\"}."))?;
    let mut columns = Vec::new();
    for (column, field) in mapping {
        let Some(field) = field.as_str() else { continue };
        if !target.fields.iter().any(|known| known.name == field) {
            let known: Vec<&str> = target.fields.iter().map(|field| field.name.as_str()).collect();
            let known = known.join(", ");
            return Err(errors::invalid_mapping(format!("there is no field “{field}”; known are {known}.")));
        }
        columns.push((field.to_owned(), column));
    }
    Ok(columns)
}

fn file_read(report: &ImportReport) -> FileRead {
    let columns: Vec<ColumnRead> = report
        .columns
        .iter()
        .map(|(column, field)| ColumnRead { column: column.clone(), field: field.clone(), is_ignored: false })
        .collect();
    let word = |text: &str| store::Value::Text(text.to_owned());
    let written = Written {
        mark: DecimalMark::from_value(word(&report.decimal)).unwrap_or(DecimalMark::Point),
        dates: DateOrder::from_value(word(&report.dates)).unwrap_or(DateOrder::YearFirst),
    };
    FileRead {
        encoding: Some(report.encoding.clone()),
        delimiter: Some(report.delimiter.to_string()),
        sheet: None,
        decimal: written.mark,
        dates: written.dates,
        rows: report.rows,
        documents: Some(report.created + report.repeated + report.refused),
        key: None,
        is_remembered: false,
        unmapped: columns.iter().filter(|read| read.field.is_none()).map(|read| read.column.clone()).collect(),
        columns,
    }
}
