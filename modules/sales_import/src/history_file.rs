//! The sales of another system as a file that people send, read like every other import.

use crate::file::FileOptions;
use crate::import::{Options, Progress, import};
use command::{ImportField, ImportJob, ImportProgress, ImportReport, Writers};
use kernel::Result;
use store::{Field, Value};

/// The cost of the opening stock as a percentage of each product's median price, where nobody says it.
const COST_PERCENT: i64 = 60;

const fn field(name: &'static str, label: &'static str, r#type: &'static str, required: bool) -> ImportField {
    ImportField { name, label, r#type, required }
}

/// What columns can be; see [`crate::preset::FIELDS`].
pub const FIELDS: [ImportField; 8] = [
    field("document", "Document", "text", true),
    field("product", "Product", "text", true),
    field("description", "Description", "text", false),
    field("quantity", "Quantity", "quantity", true),
    field("date", "Date", "date", true),
    field("price", "Price", "price", true),
    field("customer", "Customer", "text", false),
    field("country", "Country", "text", false),
];

/// Imports a file into the main warehouse.
pub fn run(
    writers: &Writers,
    job: &ImportJob,
    progress: &mut dyn FnMut(ImportProgress) -> bool,
) -> Result<ImportReport> {
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
    let report = import(writers, &options, &mut |Progress { done, total }| progress(ImportProgress { done, total }))?;
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
