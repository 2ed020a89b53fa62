//! Files are asked for, made, and removed.

use crate::records::{ExportFile, FileFormat, FileState};
use crate::{errors, queries};
use command::{Command, Event, ReceivedFile, Tx};
use kernel::{Error, Id, Instant, Result, Text, ToSchema, defect};
use notifications::{NotificationKind, Notify};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Read;
use uuid::Uuid;

/// The most files of one user.
const MOST_FILES: usize = 50;

/// Makes a file of a list, a report or an export in the background, with the rights that you have when it is made. It is given to nobody else, and kept
/// for a week.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskExport {
    /// The list by the end of its path, the report by its name, or the export by the name of its file: `products`, `trial-balance`,
    /// `journal-lines`.
    pub source: Text<100>,
    /// The parameters of its address: filters, order, days; also those in its path.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// The format of the file; an export is no workbook.
    pub format: FileFormat,
}

/// A file that was asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportAsked {
    /// Its id.
    pub id: Id<ExportFile>,
}

/// A file was asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportWanted {
    /// The file.
    pub export: Id<ExportFile>,
    /// Who asked.
    pub author: Uuid,
}

impl Event for ExportWanted {
    const NAME: &'static str = "exports.file.wanted";
}

impl Command for AskExport {
    const NAME: &'static str = "exports.file.ask";
    const STATUS: u16 = 202;
    const SCOPED: bool = true;
    type Output = ExportAsked;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ExportAsked> {
        let author = tx.actor();
        let parameters = serde_json::to_string(&self.parameters).map_err(|error| defect(error.to_string()))?;
        if parameters.len() > 8_000 {
            return Err(errors::too_long().at("parameters"));
        }
        if tx.scan(ExportFile::BY_AUTHOR, author)?.len() >= MOST_FILES {
            return Err(errors::too_many(MOST_FILES));
        }
        let id = tx.id();
        tx.insert_new(ExportFile {
            id,
            source: self.source.to_string(),
            parameters,
            format: self.format,
            state: FileState::Waiting,
            name: None,
            bytes: None,
            sha256: None,
            problem: None,
            author,
            finished_at: None,
        })?;
        tx.emit(&ExportWanted { export: id, author })?;
        Ok(ExportAsked { id })
    }
}

/// Removes a file of yours; one that is being made is not finished.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveExport {
    /// The file.
    id: Id<ExportFile>,
    /// The version it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for RemoveExport {
    const NAME: &'static str = "exports.file.remove";
    const STATUS: u16 = 204;
    const SCOPED: bool = true;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let file = tx.get::<ExportFile>(&self.id)?.filter(|file| file.author == tx.actor());
        file.ok_or_else(|| Error::not_found("export", self.id))?;
        tx.require_version::<ExportFile>(&self.id, self.if_match)?;
        tx.delete::<ExportFile>(&self.id)
    }
}

/// A file is there.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportMade {
    /// The file.
    pub export: Id<ExportFile>,
    /// Who asked.
    pub author: Uuid,
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: i64,
}

impl Event for ExportMade {
    const NAME: &'static str = "exports.file.made";
}

/// What whoever asked for a file is told.
pub(crate) fn told(made: &ExportMade) -> Option<Notify> {
    Some(Notify {
        users: vec![made.author],
        role: None,
        only_inbox: false,
        kind: NotificationKind::Export,
        author: None,
        text: Text::new(format!("The file {} is ready.", made.name)).ok()?,
        record: Some("exports".to_owned()),
        row: Some(made.export.uuid()),
    })
}

/// Notes that a file is there, unless nobody wants it any more. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FinishExport {
    /// The file.
    pub(crate) id: Id<ExportFile>,
    /// Its name.
    pub(crate) name: Text<300>,
    /// What is kept.
    pub(crate) file: ReceivedFile,
}

impl Command for FinishExport {
    const NAME: &'static str = "exports.file.finish";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let Some(file) = tx.get::<ExportFile>(&self.id)?.filter(|file| file.state == FileState::Waiting) else {
            return Ok(());
        };
        let now = tx.now();
        tx.edit::<ExportFile>(&self.id, |file| {
            (file.state, file.finished_at) = (FileState::Done, Some(now));
            file.name = Some(self.name.to_string());
            (file.bytes, file.sha256) = (Some(self.file.bytes), Some(self.file.sha256.clone()));
            Ok(())
        })?;
        let (export, author, name, bytes) = (self.id, file.author, self.name.to_string(), self.file.bytes);
        tx.emit(&ExportMade { export, author, name, bytes })
    }
}

/// Notes that a file could not be made. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FailExport {
    /// The file.
    pub(crate) id: Id<ExportFile>,
    /// Why.
    pub(crate) problem: Text<2000>,
}

impl Command for FailExport {
    const NAME: &'static str = "exports.file.fail";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let now = tx.now();
        if tx.get::<ExportFile>(&self.id)?.is_some_and(|file| file.state == FileState::Waiting) {
            tx.edit::<ExportFile>(&self.id, |file| {
                (file.state, file.finished_at) = (FileState::Failed, Some(now));
                file.problem = Some(self.problem.to_string());
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Forgets up to 500 files that were finished before a moment. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgetExports {
    /// The moment.
    pub(crate) before: Instant,
}

/// How many files were forgotten.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ExportsForgotten {
    /// Their number.
    pub(crate) forgotten: usize,
}

impl Command for ForgetExports {
    const NAME: &'static str = "exports.file.forget";
    type Output = ExportsForgotten;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ExportsForgotten> {
        tx.require_system()?;
        let old = queries::finished_before(tx, self.before)?;
        old.iter().try_for_each(|id| tx.delete::<ExportFile>(&Id::from_uuid(*id)))?;
        Ok(ExportsForgotten { forgotten: old.len() })
    }
}
