//! Files that a module reads by itself.

use crate::cells::Written;
use crate::file::{mapping, no_field};
use crate::{CellError, ColumnRead, FileRead, Import, ImportAnswer, ImportOutcome, ImportParameters, errors};
use command::{FileContent, ImportJob, ImportReport, ImportTarget};
use kernel::Result;
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
    let remembered = if parameters.mapping.is_none() { import.remembered(&header)? } else { None };
    let said = parameters.mapping.as_deref().or(remembered.as_deref());
    let job = ImportJob {
        tenant: import.tenant,
        actor: import.user,
        content,
        columns: columns_of(target, said, &header)?,
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
    let mut answer = ImportAnswer::of(FileRead { is_remembered: remembered.is_some(), ..file_read(&report) });
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
    parameters.require_created()?;
    if parameters.document.is_some() { Err(errors::no_documents()) } else { Ok(()) }
}

/// Which field is which column, where a mapping says which column is which field.
fn columns_of(target: &ImportTarget, said: Option<&str>, header: &[String]) -> Result<Vec<(String, String)>> {
    let mut columns = Vec::new();
    for (column, field) in mapping(said, header)? {
        let Some(field) = field else { continue };
        if !target.fields.iter().any(|known| known.name == field) {
            let known: Vec<&str> = target.fields.iter().map(|field| field.name.as_str()).collect();
            return Err(no_field(&field, &known.join(", ")));
        }
        columns.push((field, column));
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
