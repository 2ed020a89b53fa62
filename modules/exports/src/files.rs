//! Files as those read them who asked for them.

use crate::records::{ExportFile, FileFormat, FileState};
use crate::{VIEW, errors};
use command::{Query, QueryContext, StoredFile};
use kernel::{Error, Id, Instant, Result, ToSchema, defect};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Read, Session};

/// A file of yours.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportOut {
    /// Its id.
    id: Id<ExportFile>,
    /// The list, report or export.
    source: String,
    /// The parameters of its address.
    parameters: BTreeMap<String, String>,
    /// Its format.
    format: FileFormat,
    /// How far it is.
    state: FileState,
    /// Its name, when it is there.
    name: Option<String>,
    /// Its length.
    bytes: Option<i64>,
    /// Why it could not be made.
    problem: Option<String>,
    /// When it was there, or given up.
    finished_at: Option<Instant>,
}

impl ExportOut {
    fn of(file: &ExportFile) -> Result<ExportOut> {
        Ok(ExportOut {
            id: file.id,
            source: file.source.clone(),
            parameters: serde_json::from_str(&file.parameters).map_err(|error| defect(error.to_string()))?,
            format: file.format,
            state: file.state,
            name: file.name.clone(),
            bytes: file.bytes,
            problem: file.problem.clone(),
            finished_at: file.finished_at,
        })
    }
}

/// Your files.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportsOut {
    /// The newest first.
    results: Vec<ExportOut>,
}

/// The files that you have asked for and that are still kept, the newest first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListExports {}

impl Query for ListExports {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "exports.file.list";
    const SCOPED: bool = true;
    type Output = ExportsOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<ExportsOut> {
        let files = read.scan(ExportFile::BY_AUTHOR, context.user())?;
        Ok(ExportsOut { results: files.iter().rev().map(|file| ExportOut::of(file)).collect::<Result<_>>()? })
    }
}

/// A file that you have asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetExport {
    /// Its id.
    id: Id<ExportFile>,
}

/// The file of the caller; those of others do not exist for them.
fn own(read: &mut Session<'_>, context: &QueryContext, id: Id<ExportFile>) -> Result<Arc<ExportFile>> {
    let file = read.get::<ExportFile>(&id)?.filter(|file| file.author == context.user());
    file.ok_or_else(|| Error::not_found("export", id))
}

impl Query for GetExport {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "exports.file.view";
    const VERSIONED: bool = true;
    const SCOPED: bool = true;
    type Output = ExportOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<ExportOut> {
        ExportOut::of(&*own(read, context, self.id)?)
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        Ok(read.version::<ExportFile>(&self.id))
    }
}

/// The content of a file that you have asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetContent {
    /// Its id.
    id: Id<ExportFile>,
}

impl Query for GetContent {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "exports.file.content";
    const SCOPED: bool = true;
    type Output = StoredFile;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StoredFile> {
        let file = own(read, context, self.id)?;
        match (&file.name, file.bytes, &file.sha256) {
            (Some(name), Some(bytes), Some(sha256)) => Ok(StoredFile {
                sha256: sha256.clone(),
                bytes,
                media_type: file.format.media_type().to_owned(),
                name: name.clone(),
                thumbnail: None,
            }),
            _ => Err(errors::not_ready(file.state)),
        }
    }
}
