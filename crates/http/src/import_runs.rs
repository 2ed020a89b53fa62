//! Imports in the background: those of a company one after another, beside those that clients wait for. An import
//! that was broken off goes on when the server starts: what was carried out is not carried out twice.

use crate::{Api, holding};
use command::{FileContent, ImportProgress, SYSTEM, Submission, Typed};
use imports::{
    BeginRun, FinishRun, Import, ImportAnswer, ImportOutcome, ImportRun, Outcome, ReportRun, RunAction, RunState,
    Target, unfinished,
};
use kernel::{Error, Kind, Result, Text, defect};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use uuid::Uuid;

/// How often a run says how far it is.
const REPORT_TIME: Duration = Duration::from_secs(1);
/// How long an import waits that could not go on.
const RETRY_TIME: Duration = Duration::from_secs(5);
/// The most bytes of an answer that are kept.
const ANSWER_BYTES: usize = 1 << 20;
/// How many faults are kept of an answer that is longer.
const FEW_ERRORS: usize = 100;

/// The companies whose imports are being carried out, and whether another one has arrived since they were looked for.
#[derive(Default)]
pub(crate) struct Busy(Mutex<BTreeMap<Uuid, bool>>);

impl Busy {
    /// Whether the company was idle: then the caller has to look for its imports.
    fn arrived(&self, tenant: Uuid) -> bool {
        let mut busy = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_idle = !busy.contains_key(&tenant);
        busy.insert(tenant, !is_idle);
        is_idle
    }

    /// Whether the company is idle now, because no import has arrived meanwhile.
    fn is_over(&self, tenant: Uuid) -> bool {
        let mut busy = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = busy.remove(&tenant) != Some(true);
        if !is_over {
            busy.insert(tenant, false);
        }
        is_over
    }
}

impl Api {
    /// Carries out the imports of a company that are not over, in the background.
    pub fn carry_out_imports(self: &Arc<Api>, runtime: &Handle, tenant: Uuid) {
        if !self.import_runs.arrived(tenant) {
            return;
        }
        let api = self.clone();
        runtime.spawn(async move {
            loop {
                let own = api.clone();
                let done = match api.run_places.take(tenant).await {
                    Ok(place) => holding(place, move || run_all(&own, tenant)).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = &done {
                    tracing::error!(tenant = %tenant.simple(), error = error.operator(), "an import broke off");
                }
                match done {
                    // The database is away, or a table is locked: what was broken off goes on when it is back.
                    Err(error) if error.kind == Kind::Unavailable => tokio::time::sleep(RETRY_TIME).await,
                    _ if api.import_runs.is_over(tenant) => return,
                    _ => {}
                }
            }
        });
    }
}

fn run_all(api: &Api, tenant: Uuid) -> Result<()> {
    while let Some(run) = api.writers.store().read(tenant, unfinished)? {
        if run.state == RunState::Waiting {
            execute(api, tenant, BeginRun { id: run.id })?;
        }
        let mut at = ImportProgress { done: number(run.done)?, total: number(run.total)? };
        let outcome = match carry_out(api, tenant, &run, &mut at) {
            // What an earlier start of this run has carried out is found as done already.
            Ok(answer) => of_answer(answer, at, run.state == RunState::Running && run.action == RunAction::Import)?,
            // The server stops, or the database is away: it goes on later.
            Err(error) if error.kind == Kind::Unavailable && !was_cancelled(&error) => return Err(error),
            Err(error) => of_error(&error, at)?,
        };
        execute(api, tenant, FinishRun { id: run.id, outcome })?;
    }
    Ok(())
}

/// Executes a command of the program itself; its answer.
fn execute<C: command::Command>(api: &Api, tenant: Uuid, command: C) -> Result<Json> {
    let answer = api.writers.execute(Submission::new(tenant, SYSTEM, Box::new(Typed(command))))?;
    serde_json::from_slice(&answer.body).map_err(|error| defect(error.to_string()))
}

fn carry_out(api: &Api, tenant: Uuid, run: &ImportRun, reached: &mut ImportProgress) -> Result<ImportAnswer> {
    let target = Target::named(&api.registry, &run.target)?;
    let content = content(api, tenant, run, matches!(target, Target::Own(_)))?;
    let mut last = Instant::now();
    let mut is_cancelled = run.is_cancelled;
    let mut progress = |at: ImportProgress| {
        *reached = at;
        if last.elapsed() >= REPORT_TIME {
            // What cannot be told now is told the next time.
            let told = count(at.done)
                .and_then(|done| execute(api, tenant, ReportRun { id: run.id, done, total: count(at.total)? }));
            is_cancelled |= told.is_ok_and(|told| told["is_cancelled"] == Json::Bool(true));
            last = Instant::now();
        }
        !is_cancelled
    };
    let import = Import {
        registry: &api.registry,
        writers: &api.writers,
        tenant,
        user: run.author,
        target,
        parameters: run.parameters()?,
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

fn content(api: &Api, tenant: Uuid, run: &ImportRun, may_be_large: bool) -> Result<Fetched> {
    let bytes = u64::try_from(run.bytes).map_err(|error| defect(error.to_string()))?;
    let mut content = api.files.open(tenant, &run.sha256, 0..bytes)?;
    if !may_be_large {
        if bytes > api.import_bytes as u64 {
            return Err(crate::errors::body_too_large(api.import_bytes));
        }
        return Ok(Fetched(FileContent::InMemory(content.whole()?.into())));
    }
    let path = std::env::temp_dir().join(format!("sanduk-import-{}", run.id));
    let failed = |error: std::io::Error| defect(format!("{}: {error}", path.display()));
    let mut file = File::create(&path).map_err(failed)?;
    let fetched = Fetched(FileContent::OnDisk(path.clone()));
    while let Some(part) = content.next_part()? {
        file.write_all(&part).map_err(failed)?;
    }
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
    error.code == imports::cancelled().code
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
