//! Imports in the background: a job each, those of a company one after another. One that was broken off begins anew: what was carried out is
//! not carried out twice.

use crate::run::{
    BeginRun, FailRun, FinishRun, ImportRun, Outcome, ReportRun, RunAction, RunBegun, RunStarted, RunState,
};
use crate::{Import, ImportAnswer, ImportOutcome, Target, errors};
use command::{FileContent, ImportProgress, Job, JobContext, JobSignal};
use jobs::JobDied;
use kernel::{Error, Id, Kind, Result, Text, defect};
use language::Language;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::BufWriter;
use std::time::{Duration, Instant};
use store::Read;
use uuid::Uuid;

/// How often a run says how far it is.
const REPORT_TIME: Duration = Duration::from_secs(1);
/// The most bytes of an answer that are kept.
const ANSWER_BYTES: usize = 1 << 20;
/// How many faults are kept of an answer that is longer.
const FEW_ERRORS: usize = 100;

/// Carries out an import.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CarryOutRun {
    /// The import.
    pub(crate) run: Id<ImportRun>,
    /// Who began it.
    pub(crate) author: Uuid,
}

impl CarryOutRun {
    /// The job of an import that was begun.
    pub(crate) fn of(begun: &RunBegun) -> Option<CarryOutRun> {
        Some(CarryOutRun { run: begun.run, author: begun.author })
    }

    /// What ends an import whose job was given up.
    pub(crate) fn given_up(died: &JobDied) -> Option<FailRun> {
        let job: CarryOutRun = (died.name == Self::NAME).then(|| serde_json::from_str(&died.body).ok())??;
        Some(FailRun { id: job.run, problem: Text::new(&died.problem).unwrap_or_default() })
    }
}

impl Job for CarryOutRun {
    const NAME: &'static str = "imports.run.carry_out";
    const IN_ORDER: bool = true;
    const CANCELLED_AT: Option<&'static str> = Some("/import-runs/{id}/cancel/");

    fn author(&self) -> Uuid {
        self.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let run = work.writers.store().read(work.tenant, |read| read.get::<ImportRun>(&self.run))?;
        let run = run.ok_or_else(|| Error::not_found("import", self.run))?;
        match run.state {
            RunState::Waiting => {
                let _: RunStarted = work.execute(BeginRun { id: run.id })?;
            }
            RunState::Running => {}
            state => return Ok(format!("It was {state} already.")),
        }
        let mut at = ImportProgress { done: number(run.done)?, total: number(run.total)? };
        let mut signal = JobSignal::GoOn;
        let outcome = match carry_out(work, &run, &mut at, &mut signal) {
            _ if signal == JobSignal::Interrupt => return Err(command::stopping()),
            // What an earlier start of this run has carried out is found as done already.
            Ok(answer) => of_answer(answer, at, run.state == RunState::Running && run.action == RunAction::Import)?,
            // The database is away: it goes on later.
            Err(error) if error.kind == Kind::Unavailable && !was_cancelled(&error) => return Err(error),
            Err(error) => of_error(&error, at)?,
        };
        let effect = format!(
            "{}: {} created, {} changed, {} refused.",
            outcome.state, outcome.created, outcome.updated, outcome.refused
        );
        let _: RunStarted = work.execute(FinishRun { id: run.id, outcome })?;
        if signal == JobSignal::Cancel { Err(errors::cancelled()) } else { Ok(effect) }
    }
}

fn carry_out(
    work: &mut JobContext<'_>,
    run: &ImportRun,
    reached: &mut ImportProgress,
    signal: &mut JobSignal,
) -> Result<ImportAnswer> {
    let target = Target::named(work.registry, &run.target)?;
    let content = fetch(work, run, matches!(target, Target::Own(_)))?;
    let (registry, writers, tenant) = (work.registry, work.writers, work.tenant);
    let mut last = Instant::now();
    let mut is_cancelled = run.is_cancelled;
    let mut progress = |at: ImportProgress| {
        *reached = at;
        if last.elapsed() >= REPORT_TIME {
            let (done, total) =
                (i64::try_from(at.done).unwrap_or(i64::MAX), i64::try_from(at.total).unwrap_or(i64::MAX));
            *signal = work.signal(done, total);
            // What cannot be told now is told the next time.
            let told = work.execute(ReportRun { id: run.id, done, total });
            is_cancelled |= told.is_ok_and(|told| told.is_cancelled);
            last = Instant::now();
        }
        !is_cancelled && *signal == JobSignal::GoOn
    };
    let import = Import {
        registry,
        writers,
        tenant,
        user: run.author,
        target,
        parameters: run.parameters()?,
        // What is kept is read by whoever may see the run.
        language: Language::English,
        dry_run: run.action == RunAction::Try,
        key: run.key.clone(),
        progress: &mut progress,
    };
    import.run(content.0.clone())
}

/// The content of a file that is imported. A temporary file is removed with this.
struct Fetched(FileContent);

impl Drop for Fetched {
    fn drop(&mut self) {
        if let FileContent::OnDisk(path) = &self.0 {
            drop(std::fs::remove_file(path));
        }
    }
}

fn fetch(work: &JobContext<'_>, run: &ImportRun, may_be_large: bool) -> Result<Fetched> {
    let bytes = u64::try_from(run.bytes).map_err(|error| defect(error.to_string()))?;
    if !may_be_large {
        let mut content = Vec::new();
        work.files.copy(work.tenant, &run.sha256, bytes, &mut content)?;
        return Ok(Fetched(FileContent::InMemory(content.into())));
    }
    let path = std::env::temp_dir().join(format!("sanduk-import-{}", run.id));
    let failed = |error: std::io::Error| defect(format!("{}: {error}", path.display()));
    let fetched = Fetched(FileContent::OnDisk(path.clone()));
    let mut file = BufWriter::new(File::create(&path).map_err(failed)?);
    work.files.copy(work.tenant, &run.sha256, bytes, &mut file)?;
    file.into_inner().map_err(|error| failed(error.into_error()))?;
    Ok(fetched)
}

/// The answer as it is kept. One of very long cells is kept without the first rows, and with few of its faults.
fn kept(answer: &mut ImportAnswer) -> Result<String> {
    let written = |answer: &ImportAnswer| serde_json::to_string(answer).map_err(|error| defect(error.to_string()));
    let text = written(answer)?;
    if text.len() <= ANSWER_BYTES {
        return Ok(text);
    }
    answer.preview.clear();
    answer.more_errors += answer.errors.len().saturating_sub(FEW_ERRORS);
    answer.errors.truncate(FEW_ERRORS);
    written(answer)
}

fn count(number: usize) -> Result<i64> {
    i64::try_from(number).map_err(|error| defect(error.to_string()))
}

fn number(count: i64) -> Result<usize> {
    usize::try_from(count).map_err(|error| defect(error.to_string()))
}

fn of_answer(mut answer: ImportAnswer, at: ImportProgress, goes_on: bool) -> Result<Outcome> {
    let before = if goes_on { answer.repeated } else { 0 };
    Ok(Outcome {
        state: match answer.outcome {
            ImportOutcome::Tried | ImportOutcome::Written => RunState::Done,
            ImportOutcome::Refused => RunState::Refused,
            ImportOutcome::Stopped => RunState::Stopped,
            ImportOutcome::Cancelled => RunState::Cancelled,
        },
        done: count(at.done)?,
        total: count(at.total)?,
        created: count(answer.created + before)?,
        updated: count(answer.updated)?,
        refused: count(answer.refused)?,
        problem: None,
        answer: Some(kept(&mut answer)?),
    })
}

/// Modules that read files by themselves say so in their own words.
fn was_cancelled(error: &Error) -> bool {
    error.code == errors::cancelled().code
}

fn of_error(error: &Error, at: ImportProgress) -> Result<Outcome> {
    let state = if was_cancelled(error) { RunState::Cancelled } else { RunState::Failed };
    let problem: String = error.detail().chars().take(2_000).collect();
    let (done, total) = (count(at.done)?, count(at.total)?);
    Ok(Outcome {
        state,
        done,
        total,
        created: 0,
        updated: 0,
        refused: 0,
        problem: Text::new(&problem).ok(),
        answer: None,
    })
}
