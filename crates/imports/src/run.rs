//! Files that are imported in the background: each is kept until it is done with, so that an import outlives the program.

use crate::target::permissions_of;
use crate::{ImportAnswer, ImportParameters, errors};
use command::{Command, Event, Query, QueryContext, ReceivedFile, Tx, require_on};
use kernel::errors::no_such;
use kernel::{Error, Id, Instant, Result, Text, ToSchema, defect};
use resource::{Resource, States, transition};
use serde::{Deserialize, Serialize};
use store::{Read, Record, Session, choices};
use uuid::Uuid;

choices! {
    /// How far an import is.
    pub enum RunState {
        /// Its turn has not come yet.
        Waiting = "waiting",
        /// It is being tried or carried out.
        Running = "running",
        /// It was carried out, or tried where that was all.
        Done = "done",
        /// Nothing was written, because rows are refused.
        Refused = "refused",
        /// The rows before the first refused one were carried out.
        Stopped = "stopped",
        /// Somebody has cancelled it.
        Cancelled = "cancelled",
        /// The file cannot be read, or the program could not go on.
        Failed = "failed",
    }
}

choices! {
    /// What is done with a file.
    pub enum RunAction {
        /// It is tried, and carried out.
        Import = "import",
        /// It is only tried.
        Try = "try",
    }
}

/// A file that is imported in the background.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "import_run", label = "import", scan(state))]
#[non_exhaustive]
pub struct ImportRun {
    /// Its id.
    pub id: Id<ImportRun>,
    /// What the file is imported into: the name of a resource, or of documents.
    #[field(max = 100, group = "File")]
    pub target: String,
    /// The name of the file.
    #[field(max = 200)]
    pub name: String,
    /// The SHA-256 of the content, in hexadecimal: where it is kept until the import is over.
    #[field(max = 64, hidden)]
    pub sha256: String,
    /// Its length.
    pub bytes: i64,
    /// How it is imported, as a JSON object.
    #[field(max = 8000, unlisted)]
    pub parameters: String,
    /// Whether it is tried, or carried out.
    pub action: RunAction,
    /// Under another key the same file is carried out once more.
    #[field(max = 255, unlisted)]
    pub key: Option<String>,
    /// How far it is.
    #[field(group = "Progress")]
    pub state: RunState,
    /// Whether it is to end before its next row.
    #[field(unlisted)]
    pub is_cancelled: bool,
    /// Rows or documents that are done with: first those that were tried.
    pub done: i64,
    /// Rows or documents to do in all; first to try each, then to carry it out.
    pub total: i64,
    /// Rows or documents that were created, or would be.
    #[field(group = "Outcome")]
    pub created: i64,
    /// Rows that were changed, or would be.
    pub updated: i64,
    /// Rows or documents that are refused.
    pub refused: i64,
    /// Why it could not go on.
    #[field(max = 2000)]
    pub problem: Option<String>,
    /// What became of it, as `/import-runs/{id}/result/` answers it.
    #[field(max = 2000000, hidden)]
    pub answer: Option<String>,
    /// The user who began it, by whose rights it runs.
    #[field(group = "Who and when")]
    pub author: Uuid,
    /// When it was over.
    pub finished_at: Option<Instant>,
}

impl Resource for ImportRun {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["target", "state", "author"];
}

impl States for ImportRun {
    type State = RunState;
    const TRANSITIONS: &'static [(RunState, RunState, &'static str)] = &[
        (RunState::Waiting, RunState::Running, BeginRun::NAME),
        (RunState::Running, RunState::Done, FinishRun::NAME),
        (RunState::Running, RunState::Refused, FinishRun::NAME),
        (RunState::Running, RunState::Stopped, FinishRun::NAME),
        (RunState::Running, RunState::Cancelled, FinishRun::NAME),
        (RunState::Running, RunState::Failed, FinishRun::NAME),
        (RunState::Waiting, RunState::Cancelled, CancelRun::NAME),
        (RunState::Waiting, RunState::Failed, FailRun::NAME),
    ];

    fn state(&mut self) -> &mut RunState {
        &mut self.state
    }
}

impl ImportRun {
    /// How the file is imported.
    ///
    /// # Errors
    ///
    /// A defect where they are not what [`StartRun`] has kept.
    pub fn parameters(&self) -> Result<ImportParameters> {
        serde_json::from_str(&self.parameters).map_err(|error| defect(error.to_string()))
    }
}

fn not_running(run: &ImportRun) -> Error {
    errors::not_running(run.state)
}

/// Imports a file in the background: the body is the file, the remainder is said in the address. How far it is and what became of it is
/// read at `/import-runs/{id}/`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StartRun {
    /// What the file is imported into: the end of the path of a resource, `products`, or one of `/import-targets/`.
    pub target: Text<100>,
    /// The name of the file.
    pub name: Text<200>,
    /// Whether the file is only tried; it is carried out where this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<RunAction>,
    /// Under another key a file that was carried out already is carried out once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Text<255>>,
    /// How it is imported.
    #[serde(flatten)]
    pub parameters: ImportParameters,
    /// What was received.
    pub file: ReceivedFile,
}

/// An import that was begun.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RunStarted {
    /// Its id.
    pub id: Id<ImportRun>,
    /// How far it is.
    pub state: RunState,
}

impl Command for StartRun {
    const NAME: &'static str = "imports.run.start";
    const VERSION: u16 = TELLS;
    const OLDEST: u16 = 1;
    const STATUS: u16 = 202;
    const SCOPED: bool = true;
    type Output = RunStarted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RunStarted> {
        for permission in permissions_of(tx.definitions(), &self.target, &self.parameters)? {
            tx.require(permission)?;
            let definitions = tx.definitions();
            require_on(tx.session(), definitions, permission)?;
        }
        let parameters = serde_json::to_string(&self.parameters).map_err(|error| defect(error.to_string()))?;
        if parameters.len() > 8_000 {
            return Err(errors::invalid_mapping("is longer than 8,000 bytes."));
        }
        let run = ImportRun {
            id: tx.id(),
            target: self.target.to_string(),
            name: self.name.to_string(),
            sha256: self.file.sha256.clone(),
            bytes: self.file.bytes,
            parameters,
            action: self.action.unwrap_or(RunAction::Import),
            key: self.key.as_ref().map(ToString::to_string),
            state: RunState::Waiting,
            is_cancelled: false,
            done: 0,
            total: 0,
            created: 0,
            updated: 0,
            refused: 0,
            problem: None,
            answer: None,
            author: tx.actor(),
            finished_at: None,
        };
        tx.insert_new(run.clone())?;
        if tx.version_of_body() >= TELLS {
            tx.emit(&RunBegun { run: run.id, author: run.author })?;
        }
        Ok(RunStarted { id: run.id, state: run.state })
    }
}

/// Cancels an import: at once where its turn has not come, else before its next row. What was carried out stays. Your own, or with the
/// permission `imports.run.manage` those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRun {
    /// The import.
    pub id: Id<ImportRun>,
}

/// Cancels the imports of others.
pub(crate) const MANAGE: &str = "imports.run.manage";

impl Command for CancelRun {
    const NAME: &'static str = "imports.run.cancel";
    const VERSION: u16 = TELLS;
    const OLDEST: u16 = 1;
    const SCOPED: bool = true;
    type Output = RunStarted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RunStarted> {
        let run = tx.get::<ImportRun>(&self.id)?.ok_or_else(|| no_such("import", self.id))?;
        if run.author != tx.actor() {
            tx.require(MANAGE)?;
        }
        let now = tx.now();
        let run = match run.state {
            RunState::Waiting => transition::<ImportRun>(tx, &self.id, RunState::Cancelled, not_running, |run| {
                run.is_cancelled = true;
                run.finished_at = Some(now);
            })
            .and_then(|run| tell_end(tx, &run).map(|()| run))?,
            RunState::Running => tx.edit::<ImportRun>(&self.id, |run| {
                run.is_cancelled = true;
                Ok(())
            })?,
            _ => return Err(not_running(&run)),
        };
        Ok(RunStarted { id: run.id, state: run.state })
    }
}

/// Begins an import whose turn has come. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginRun {
    /// The import.
    pub id: Id<ImportRun>,
}

impl Command for BeginRun {
    const NAME: &'static str = "imports.run.begin";
    type Output = RunStarted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RunStarted> {
        tx.require_system()?;
        let run = transition::<ImportRun>(tx, &self.id, RunState::Running, not_running, |_| ())?;
        Ok(RunStarted { id: run.id, state: run.state })
    }
}

/// Tells how far an import is. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportRun {
    /// The import.
    pub id: Id<ImportRun>,
    /// Rows or documents that are done with.
    pub done: i64,
    /// Rows or documents to do in all.
    pub total: i64,
}

/// How far an import is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RunReported {
    /// Whether somebody has cancelled it.
    pub is_cancelled: bool,
}

impl Command for ReportRun {
    const NAME: &'static str = "imports.run.report";
    type Output = RunReported;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RunReported> {
        tx.require_system()?;
        let run = tx.edit::<ImportRun>(&self.id, |run| {
            (run.done, run.total) = (self.done, self.total);
            Ok(())
        })?;
        Ok(RunReported { is_cancelled: run.is_cancelled })
    }
}

/// What became of an import.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The state in which it is now.
    pub state: RunState,
    /// Rows or documents that are done with.
    pub done: i64,
    /// Rows or documents that there were to do in all.
    pub total: i64,
    /// Rows or documents that were created.
    pub created: i64,
    /// Rows that were changed.
    pub updated: i64,
    /// Rows or documents that are refused.
    pub refused: i64,
    /// Why it could not go on.
    pub problem: Option<Text<2000>>,
    /// The whole answer, as JSON.
    pub answer: Option<String>,
}

/// An import in the background was asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RunBegun {
    /// The import.
    pub(crate) run: Id<ImportRun>,
    /// The user who began it.
    pub(crate) author: Uuid,
}

impl Event for RunBegun {
    const NAME: &'static str = "imports.run.begun";
}

/// An import in the background is over.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RunFinished {
    /// The import.
    pub run: Id<ImportRun>,
    /// The user who began it.
    pub author: Uuid,
    /// What the file was imported into.
    pub target: String,
    /// The name of the file.
    pub name: String,
    /// The state in which it ended.
    pub state: RunState,
    /// Rows or documents that were created.
    pub created: i64,
    /// Rows that were changed.
    pub updated: i64,
    /// Rows or documents that are refused.
    pub refused: i64,
    /// Why it could not go on.
    pub problem: Option<String>,
}

impl RunFinished {
    fn of(run: &ImportRun) -> RunFinished {
        RunFinished {
            run: run.id,
            author: run.author,
            target: run.target.clone(),
            name: run.name.clone(),
            state: run.state,
            created: run.created,
            updated: run.updated,
            refused: run.refused,
            problem: run.problem.clone(),
        }
    }
}

/// Tells that an import is over.
fn tell_end(tx: &mut Tx<'_, '_>, run: &ImportRun) -> Result<()> {
    if tx.version_of_body() < TELLS {
        return Ok(());
    }
    tx.emit(&RunFinished::of(run))
}

/// The version from which on it is told that imports begin and end.
const TELLS: u16 = 2;

impl Event for RunFinished {
    const NAME: &'static str = "imports.run.finished";
}

/// Ends an import. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishRun {
    /// The import.
    pub id: Id<ImportRun>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Command for FinishRun {
    const NAME: &'static str = "imports.run.finish";
    const VERSION: u16 = TELLS;
    const OLDEST: u16 = 1;
    type Output = RunStarted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<RunStarted> {
        tx.require_system()?;
        let now = tx.now();
        let outcome = self.outcome.clone();
        let run = transition::<ImportRun>(tx, &self.id, outcome.state, not_running, |run| {
            run.created = outcome.created;
            run.updated = outcome.updated;
            run.refused = outcome.refused;
            run.problem = outcome.problem.map(Text::into_string);
            run.answer = outcome.answer;
            run.finished_at = Some(now);
            (run.done, run.total) = (outcome.done, outcome.total);
        })?;
        tell_end(tx, &run)?;
        Ok(RunStarted { id: run.id, state: run.state })
    }
}

/// Ends an import whose job was given up, unless it is over. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FailRun {
    /// The import.
    pub(crate) id: Id<ImportRun>,
    /// Why.
    pub(crate) problem: Text<2000>,
}

impl Command for FailRun {
    const NAME: &'static str = "imports.run.fail";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let run = tx.get::<ImportRun>(&self.id)?;
        if !run.is_some_and(|run| matches!(run.state, RunState::Waiting | RunState::Running)) {
            return Ok(());
        }
        let now = tx.now();
        let run = transition::<ImportRun>(tx, &self.id, RunState::Failed, not_running, |run| {
            run.problem = Some(self.problem.to_string());
            run.finished_at = Some(now);
        })?;
        tx.emit(&RunFinished::of(&run))
    }
}

/// Notes the file that is imported under an `Idempotency-Key`. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UseKey {
    /// What the file is imported into.
    pub(crate) target: String,
    /// The SHA-256 of its content, in hexadecimal.
    pub(crate) content: String,
    /// How it is imported.
    pub(crate) parameters: String,
}

impl Command for UseKey {
    const NAME: &'static str = "imports.key.use";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()
    }
}

/// What became of a file that was imported in the background.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunResult {
    /// The import.
    id: Id<ImportRun>,
}

impl Query for RunResult {
    const NAME: &'static str = "imports.run.view";
    const OPERATION: &'static str = "imports.run.result";
    type Output = ImportAnswer;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<ImportAnswer> {
        let run = read.get::<ImportRun>(&self.id)?.ok_or_else(|| Error::not_found("import", self.id))?;
        let may = |permission: &&str| context.granted(permission).is_ok();
        let is_own = run.author == context.user() || may(&MANAGE);
        if !is_own && !permissions_of(&context.definitions, &run.target, &run.parameters()?)?.iter().all(may) {
            return Err(errors::not_yours());
        }
        let answer = run.answer.as_ref().ok_or_else(|| errors::no_result(run.state))?;
        serde_json::from_str(answer).map_err(|error| defect(error.to_string()))
    }
}
