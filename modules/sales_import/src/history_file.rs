//! The sales of another system as a file that people send, read like every other import.

use crate::file::FileOptions;
use crate::import::{COST_PERCENT, Options, import};
use crate::import_document::ImportDocument;
use crate::preset::{FIELDS, RowField};
use command::{Command, FieldMeta, ImportJob, ImportProgress, ImportReport, ImportTarget, Writers};
use kernel::{Result, label_of};
use store::{Field, Value};

/// What files of sales are imported into.
pub fn target() -> ImportTarget {
    let field = |field: RowField| FieldMeta {
        name: field.name.to_owned(),
        label: label_of(field.name),
        r#type: field.r#type,
        required: field.needed,
        ..FieldMeta::default()
    };
    ImportTarget {
        name: "sales-history".to_owned(),
        path: "/sales-history/import/".to_owned(),
        label: "Sales history".to_owned(),
        help: "The sales of another system, as CSV: documents are recorded with what they need, such as products, customers and fiscal \
               years. A document that is refused is left out, all others are recorded."
            .to_owned(),
        command: ImportDocument::NAME,
        fields: FIELDS.map(field).into(),
        run: Some(run),
    }
}

/// Imports a file into the main warehouse.
fn run(writers: &Writers, job: &ImportJob, progress: &mut dyn FnMut(ImportProgress) -> bool) -> Result<ImportReport> {
    fn word<T: Field>(word: Option<&'static str>) -> Option<T> {
        word.and_then(|word| T::from_value(Value::Text(word.to_owned())))
    }
    let file = FileOptions {
        content: job.content.clone(),
        preset: None,
        columns: job.columns.clone(),
        encoding: job.encoding.clone(),
        delimiter: job.delimiter,
        dates: word(job.dates),
        decimal: word(job.decimal),
    };
    let options = Options {
        tenant: job.tenant,
        actor: job.actor,
        file,
        warehouse: None,
        cost_percent: COST_PERCENT,
        dry_run: job.dry_run,
    };
    let report = import(writers, &options, progress)?;
    Ok(ImportReport {
        columns: report.header.clone(),
        encoding: report.format.encoding.to_lowercase(),
        delimiter: report.format.delimiter,
        decimal: report.format.decimal.to_string(),
        dates: report.format.dates.to_string(),
        rows: report.rows,
        created: report.recorded,
        repeated: report.already,
        refused: report.refused.len(),
        reasons: report.refused.into_iter().flat_map(|refused| refused.reasons).collect(),
    })
}
