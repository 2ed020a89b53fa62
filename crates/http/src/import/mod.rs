//! `/{plural}/import/`: a file whose rows are created or changed. Every row is an ordinary command.
//!
//! `file.rs` reads the file and finds out which column is which field, `cells.rs` makes values of cells, `carry.rs` tries the rows and
//! carries them out.

mod carry;
mod cells;
mod file;

use crate::authentication::RawHead;
use crate::endpoint::{PREFIX, both_forms, dry_run, grants, idempotency_key, query_of, told_dry, unless_denied};
use crate::middleware::{Trace, json, read_body_within};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, authentication, errors, holding};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::post;
use carry::Import;
use command::{ResourceCommands, ResourceDefinition};
use file::ImportFile;
use http::{HeaderMap, header};
use kernel::{Result, ToSchema, defect};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;
use tables::DecimalMark;

/// What a file is sent as.
const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What the description of the API names: generated clients do not know how to send text that is no JSON.
pub(crate) const BYTES: &str = "application/octet-stream";

store::choices! {
    /// What is done with the rows of a file.
    pub enum ImportMode {
        /// All are new.
        Create = "create",
        /// All are there, and are changed.
        Update = "update",
        /// Those that are there are changed, the others are new.
        Upsert = "upsert",
    }
}

store::choices! {
    /// How a row of the file names a row that is there.
    pub enum ImportKey {
        /// By the code.
        Code = "code",
        /// By the id.
        Id = "id",
    }
}

store::choices! {
    /// What follows from a refused row of a long file.
    pub enum OnRefusal {
        /// The rows from it on are left.
        Stop = "stop",
        /// It is left alone.
        Skip = "skip",
    }
}

store::choices! {
    /// What became of a file.
    pub enum ImportOutcome {
        /// It was only tried.
        Tried = "tried",
        /// Every row that is not refused was carried out.
        Written = "written",
        /// Nothing was written, because rows are refused.
        Refused = "refused",
        /// The rows before the first refused one were carried out.
        Stopped = "stopped",
    }
}

/// How a file is imported.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportParameters {
    /// Which column is which field, as a JSON object: `{"Article":"sku","Remarks":null}`; null leaves a column out. Columns that it does
    /// not name are known by the name or the label of a field.
    mapping: Option<String>,
    /// Whether rows are created or changed; `upsert` where it is left out, which does either.
    mode: Option<ImportMode>,
    /// How rows that are there are named; by the code where it is left out and there is one.
    by: Option<ImportKey>,
    /// What follows from a refused row of a file of more than 2,000 rows; `stop` where it is left out. Of a shorter file nothing is written
    /// where any row is refused.
    errors: Option<OnRefusal>,
    /// The character between two cells, or `tab`; found out where it is left out.
    delimiter: Option<String>,
    /// The encoding, for example `windows-1252`; found out where it is left out.
    encoding: Option<String>,
    /// The decimal mark; found out where it is left out.
    decimal: Option<DecimalMark>,
    /// The sheet of a workbook; the first one where it is left out.
    sheet: Option<String>,
}

impl ImportParameters {
    fn mode(&self) -> ImportMode {
        self.mode.unwrap_or(ImportMode::Upsert)
    }

    /// What it needs the permission for.
    fn commands(&self, commands: &ResourceCommands) -> Vec<&'static str> {
        match self.mode() {
            ImportMode::Create => vec![commands.create],
            ImportMode::Update => vec![commands.update],
            ImportMode::Upsert => vec![commands.update, commands.create],
        }
    }

    fn delimiter(&self) -> Result<Option<u8>> {
        match self.delimiter.as_deref().map(str::as_bytes) {
            None => Ok(None),
            Some(b"tab") => Ok(Some(b'\t')),
            Some([letter]) if letter.is_ascii() && !letter.is_ascii_alphanumeric() => Ok(Some(*letter)),
            Some(_) => Err(errors::one_letter()),
        }
    }
}

/// What became of a file, or would.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportAnswer {
    /// What became of the file as a whole.
    outcome: ImportOutcome,
    /// How the file was read.
    file: FileRead,
    /// The first rows as they are sent.
    preview: Vec<PreviewRow>,
    /// Rows that were created, or would be.
    created: usize,
    /// Rows that were changed, or would be.
    updated: usize,
    /// Rows that are as the file says already.
    unchanged: usize,
    /// Rows of this file that were carried out earlier: they are not carried out twice. Under another `Idempotency-Key` they are.
    repeated: usize,
    /// Rows that are refused.
    refused: usize,
    /// What is wrong with the rows, in the order of the file: at most 1,000 cells.
    errors: Vec<CellError>,
    /// How many more cells are wrong.
    more_errors: usize,
}

/// How a file was read.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct FileRead {
    /// The encoding; absent for a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    /// The character between two cells; absent for a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    delimiter: Option<String>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// The decimal mark.
    decimal: DecimalMark,
    /// The number of rows, without the first line and empty ones.
    rows: usize,
    /// The field by which rows that are there are found.
    key: String,
    /// The columns in their order.
    columns: Vec<ColumnRead>,
    /// The columns that are no field.
    unmapped: Vec<String>,
}

/// A column of a file.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ColumnRead {
    /// Its name in the first line.
    column: String,
    /// The field that it is; null where it is none.
    field: Option<String>,
    /// Whether it is left out all the same: the program sets this field itself, or `mapping` says so.
    is_ignored: bool,
}

/// A row as it is sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreviewRow {
    /// The line of the file that it begins in.
    line: u64,
    /// Its fields.
    fields: Json,
}

/// What is wrong with a cell, or with a row as a whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct CellError {
    /// The line of the file that the row begins in.
    line: u64,
    /// The column, where one is to blame.
    column: Option<String>,
    /// The field, where one is to blame.
    field: Option<String>,
    /// Stable and machine readable.
    code: String,
    /// What is wrong and what to do.
    message: String,
}

/// What rows are imported into, with the commands that do it.
#[derive(Clone, Copy)]
struct Target {
    definition: ResourceDefinition,
    commands: ResourceCommands,
}

/// Adds the endpoint of every resource that is changed through its definition.
pub(crate) fn routes(mut router: Router, api: &Arc<Api>) -> Router {
    for definition in api.registry.definitions().resources.iter().copied() {
        let Some(commands) = definition.commands else { continue };
        let (api, target) = (api.clone(), Target { definition, commands });
        let handler = post(move |request| import(api, target, request));
        router = both_forms(router, &path(&definition), handler);
    }
    router
}

pub(crate) fn path(definition: &ResourceDefinition) -> String {
    format!("/{}/import/", definition.plural)
}

async fn import(api: Arc<Api>, target: Target, request: Request) -> HttpResult<Response> {
    let trace = request.extensions().get::<Trace>().cloned().unwrap_or_default();
    trace.path(&format!("{PREFIX}{}", path(&target.definition)).into());
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Commands).await?;
    let (parts, body) = request.into_parts();
    let asked = query_of(&parts.uri).and_then(|query| Asked::read(query, &parts.headers));
    let caller = claims.caller();
    let asked = unless_denied(&api, caller, target.commands.update, asked.map_err(Into::into)).await?;
    let granted = grants(&api, caller).await?;
    for command in asked.parameters.commands(&target.commands) {
        granted.require(command)?;
    }
    require_table(&parts.headers)?;
    // The place comes before the body, so that few bodies are kept at once. It is held until all is written, whether or not the client
    // still waits.
    let place = api.imports.take(claims.tenant).await?;
    let body = read_body_within(api.import_bytes, body).await?;
    let is_dry_run = asked.dry_run;
    let answer = holding(place, move || run(&api, &claims, target, asked, body)).await?;
    let body = serde_json::to_vec(&answer).map_err(|error| defect(error.to_string()))?;
    let response = json(200, body);
    Ok(if is_dry_run { told_dry(response) } else { response })
}

/// What is asked for beside the file.
struct Asked {
    parameters: ImportParameters,
    dry_run: bool,
    key: Option<String>,
}

impl Asked {
    fn read(mut query: BTreeMap<String, String>, headers: &HeaderMap) -> Result<Asked> {
        let dry = query.remove_entry("dry_run").into_iter().collect();
        let parameters = command::from_parameters(&ImportParameters::schema(), query.iter())?;
        Ok(Asked { parameters, dry_run: dry_run(&dry)?, key: idempotency_key(headers)? })
    }
}

/// A client that does not know what its file is may say that it sends bytes.
fn require_table(headers: &HeaderMap) -> Result<()> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    if [CSV, XLSX, BYTES].iter().any(|known| kind.eq_ignore_ascii_case(known)) {
        Ok(())
    } else {
        Err(errors::csv_wanted())
    }
}

fn run(api: &Api, claims: &Claims, target: Target, asked: Asked, body: Bytes) -> Result<ImportAnswer> {
    let definitions = api.registry.definitions();
    let custom = match definitions.custom_fields {
        Some(fields) => {
            api.writers.store().read(claims.tenant, |read| (fields.of_list)(read, target.definition.plural))?
        }
        None => Vec::new(),
    };
    let file = ImportFile::read(&target.definition, &asked.parameters, &custom, body)?;
    Import::new(api, claims, target, asked, file)?.run()
}
