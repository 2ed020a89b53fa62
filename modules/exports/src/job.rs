//! The job that makes a file, and the one that forgets old files. A file that was broken off is begun anew.

use crate::commands::{AskExport, ExportWanted, ExportsForgotten, FailExport, FinishExport, ForgetExports};
use crate::records::{ExportFile, FileState};
use crate::source::OpenSource;
use command::{Job, JobContext, JobQueue, Registry, Submission, Typed, Writers};
use jobs::JobDied;
use kernel::{Id, Instant, Result, Text, defect, derive_uuid};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Read, Session};
use uuid::Uuid;

/// How long files are kept.
const KEPT_MICROS: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// Refuses a file before it is asked for whose making would be refused: its first part is read.
///
/// # Errors
///
/// What the list, report or export refuses.
pub fn try_begin(writers: &Writers, registry: &Registry, submission: &Submission) -> Result<()> {
    let body = submission.command.body()?;
    let AskExport { source, parameters, format } =
        serde_json::from_slice(&body).map_err(|error| defect(error.to_string()))?;
    writers.store().read(submission.tenant, |read| {
        let grants = identity::granted(read, submission.actor)?;
        OpenSource::begin(registry, read, (&source, parameters, format), grants).map(drop)
    })
}

/// Makes a file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakeExport {
    export: Id<ExportFile>,
    author: Uuid,
}

impl MakeExport {
    pub(crate) fn of(wanted: &ExportWanted) -> Option<MakeExport> {
        Some(MakeExport { export: wanted.export, author: wanted.author })
    }

    /// What ends a file whose job was given up.
    pub(crate) fn given_up(died: &JobDied) -> Option<FailExport> {
        let job: MakeExport = (died.name == Self::NAME).then(|| serde_json::from_str(&died.body).ok())??;
        Some(FailExport { id: job.export, problem: Text::new(&died.problem).unwrap_or_default() })
    }

    /// The file, as long as somebody waits for it.
    fn wanted(&self, read: &mut Session<'_>) -> Result<Option<Arc<ExportFile>>> {
        Ok(read.get::<ExportFile>(&self.export)?.filter(|file| file.state == FileState::Waiting))
    }

    /// Begins the file, with its name; `None` where an earlier start of this job has made it, or nobody wants it any more.
    fn begin(
        &self,
        registry: &Registry,
        read: &mut Session<'_>,
    ) -> Result<Option<(Arc<ExportFile>, OpenSource, String)>> {
        let Some(file) = self.wanted(read)? else { return Ok(None) };
        let parameters = serde_json::from_str(&file.parameters).map_err(|error| defect(error.to_string()))?;
        let grants = identity::granted(read, self.author)?;
        let (source, name) = OpenSource::begin(registry, read, (&file.source, parameters, file.format), grants)?;
        Ok(Some((file, source, name)))
    }
}

impl Job for MakeExport {
    const NAME: &'static str = "exports.file.make";
    const QUEUE: JobQueue = JobQueue::Report;
    const CANCELLED_AT: Option<&'static str> = Some("/exports/{id}/");

    fn author(&self) -> Uuid {
        self.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let (store, registry, tenant, files) = (work.writers.store(), work.registry, work.tenant, work.files);
        let begun = store.read_unlimited(tenant, |read| self.begin(registry, read))?;
        let Some((file, mut source, name)) = begun else { return Ok("There was nothing to do.".to_owned()) };
        let (mut bytes, mut is_wanted) = (0, true);
        let kept = files.keep(tenant, file.format.media_type(), &mut |out| {
            loop {
                let part = store.read_unlimited(tenant, |read| {
                    is_wanted = self.wanted(read)?.is_some();
                    if is_wanted { source.next(read) } else { Err(command::stopping()) }
                });
                let Some(part) = part? else { return Ok(()) };
                bytes += part.len();
                out.write_all(&part).map_err(|error| defect(format!("a file cannot be kept: {error}")))?;
                if !work.progress(i64::try_from(bytes).unwrap_or(i64::MAX), 0) {
                    return Err(command::stopping());
                }
            }
        });
        if !is_wanted {
            return Ok("It was removed before it was made.".to_owned());
        }
        let kept = kept?;
        let name = Text::new(&name).map_err(|_| defect(format!("the name {name} is too long")))?;
        let effect = format!("{name}: {} bytes.", kept.bytes);
        work.execute_once("finish", FinishExport { id: self.export, name, file: kept })?;
        Ok(effect)
    }
}

/// Asks for a file at a time that its author has chosen, as if they did so themselves.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AskOnTime {
    pub(crate) ask: AskExport,
    pub(crate) author: Uuid,
}

impl Job for AskOnTime {
    const NAME: &'static str = "exports.file.ask_on_time";

    fn author(&self) -> Uuid {
        self.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let id = derive_uuid(0, &[b"export", work.job.as_bytes()]);
        let ask = Submission::new(work.tenant, self.author, Box::new(Typed(self.ask.clone())));
        work.writers.execute(Submission { id: Some(id), ..ask })?;
        Ok(format!("{} was asked for.", self.ask.source))
    }
}

/// Forgets files that were made long ago.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ForgetOld {}

impl Job for ForgetOld {
    const NAME: &'static str = "exports.file.forget_old";

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let before = Instant::from_micros(Instant::now().micros() - KEPT_MICROS);
        let mut forgotten = 0;
        loop {
            let some: ExportsForgotten = work.execute(ForgetExports { before })?;
            forgotten += some.forgotten;
            if some.forgotten == 0 {
                return Ok(format!("{forgotten} files were forgotten."));
            }
        }
    }
}
