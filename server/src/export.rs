//! `sanduk export`: what the API exports, on standard output.

use crate::app::App;
use crate::errors;
use crate::io::Io;
use clap::Args;
use command::Grants;
use kernel::Result;
use std::collections::BTreeMap;

#[derive(Args)]
pub(crate) struct ExportArgs {
    /// What to export: journal-entries or journal-lines
    what: String,
    /// The company's slug
    #[arg(long)]
    tenant: String,
    /// csv or jsonl (JSON Lines)
    #[arg(long, default_value = "csv")]
    format: String,
    /// Begin CSV with a byte order mark, by which spreadsheets know that it is UTF-8
    #[arg(long)]
    bom: bool,
    /// Only some rows, for example from=2026-01-01 or account=1000; may be given often. The fields are those of the API
    #[arg(long = "filter", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
}

/// Prints the file, part by part, until it is complete or its reader has gone.
pub(crate) fn export(app: &App, arguments: ExportArgs, io: &mut dyn Io) -> Result<()> {
    let ExportArgs { what, tenant, format, bom, filters } = arguments;
    let known = || app.registry.exports().map(|export| export.file.as_str()).collect::<Vec<_>>().join(", ");
    let entry = app.registry.exports().find(|export| export.file == what);
    let entry = entry.ok_or_else(|| errors::unknown_export(&what, known()))?;
    let tenant = app.tenant(&tenant)?.id.uuid();
    let mut parameters = BTreeMap::from([("format".to_owned(), format), ("bom".to_owned(), bom.to_string())]);
    for filter in &filters {
        let (field, value) = filter.split_once('=').ok_or_else(|| errors::export_filter(filter))?;
        if parameters.insert(field.to_owned(), value.to_owned()).is_some() {
            return Err(errors::export_filter_twice(field));
        }
    }
    let definitions = app.registry.definitions().clone();
    let begin = |read: &mut store::Session<'_>| entry.begin(read, parameters, None, Grants::all(), definitions);
    let mut export = app.store().read(tenant, begin)?;
    while let Some(part) = app.store().read(tenant, |read| export.next(read))? {
        if !io.text(&String::from_utf8_lossy(&part)) {
            break;
        }
    }
    Ok(())
}
