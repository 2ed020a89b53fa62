//! The rows or documents of a file, tried together and then carried out one after another.

use crate::documents::{self, WrongCell};
use crate::file::ImportFile;
use crate::mapping::{RememberMapping, digest_of};
use crate::own::run_own;
use crate::run::UseKey;
use crate::target::permissions_of;
use crate::{
    CellError, ImportAnswer, ImportMapping, ImportMode, ImportOutcome, ImportParameters, OnRefusal, PreviewRow, Target,
    errors,
};
use bytes::Bytes;
use command::{
    Answer, CommandEntry, DrySequence, FileContent, ImportProgress, Input, Lane, Registry, SYSTEM, Submission, Typed,
    WouldBe, Writers, require_on,
};
use kernel::errors::{expected, required};
use kernel::{Error, Kind, Result, derive_uuid, hex};
use language::Language;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
use store::Read;
use tokio::sync::oneshot::Receiver;
use uuid::Uuid;

/// Of a file with at most so many rows all are written, or none.
const WHOLE_ROWS: usize = 2_000;
/// Rows whose commands load together what they read, when they are tried.
const TRIED_AT_ONCE: usize = 64;
/// Rows that wait for the writer at once: two of its batches.
const IN_FLIGHT: usize = 128;
/// How often rows are tried that refer to rows further down: as deep as trees of rows are.
const ROUNDS: usize = 32;
const PREVIEW_ROWS: usize = 5;

/// What is done with a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Create,
    Update,
}

/// What was found out by trying all rows.
#[derive(Default)]
struct Plan {
    /// Rows by their places in the file with what is to be done, in the order in which it succeeds.
    steps: Vec<(usize, Step)>,
    /// The place of the first row that is refused.
    first_refused: Option<usize>,
}

/// A row or document as fields.
struct Item {
    /// The line that it begins in.
    line: u64,
    /// Names the row that is there.
    key: Option<String>,
    fields: Map<String, Json>,
    /// Cells that are no values.
    wrong: Vec<WrongCell>,
    /// The line of the file for each element of each list of a document.
    lines: BTreeMap<String, Vec<u64>>,
}

/// A file that is to be imported.
pub struct Import<'a> {
    /// What the program can do.
    pub registry: &'a Registry,
    /// Where commands are sent.
    pub writers: &'a Writers,
    /// The company.
    pub tenant: Uuid,
    /// Whose commands these are.
    pub user: Uuid,
    /// What the file is imported into.
    pub target: Target<'a>,
    /// How.
    pub parameters: ImportParameters,
    /// The language in which refusals are told.
    pub language: Language,
    /// Only try it.
    pub dry_run: bool,
    /// Under another key the same file is carried out once more.
    pub key: Option<String>,
    /// Is told how far it is, and answers whether to go on.
    pub progress: &'a mut dyn FnMut(ImportProgress) -> bool,
}

/// An import on its way.
struct Carrying<'a> {
    import: Import<'a>,
    file: ImportFile,
    /// The digest of the file's bytes.
    content: [u8; 32],
    answer: ImportAnswer,
    at: ImportProgress,
    is_cancelled: bool,
}

impl Import<'_> {
    /// Imports a file: tries all rows, and carries them out where that is asked for and the refused ones do not forbid it.
    ///
    /// # Errors
    ///
    /// What is wrong with the file as a whole, or with the parameters; `cancelled` before anything is written. What is wrong with rows is
    /// told by the answer.
    pub fn run(self, content: FileContent) -> Result<ImportAnswer> {
        let definitions = self.registry.definitions();
        let permissions = permissions_of(definitions, self.target.name(), &self.parameters)?;
        self.writers.store().read(self.tenant, |read| {
            permissions.iter().try_for_each(|permission| require_on(read, definitions, permission))
        })?;
        if let Target::Own(target) = self.target {
            return run_own(self, target, content);
        }
        let bytes = match content {
            FileContent::InMemory(bytes) => bytes,
            FileContent::OnDisk(path) => {
                Bytes::from(std::fs::read(path).map_err(|error| kernel::defect(error.to_string()))?)
            }
        };
        let custom = match definitions.custom_fields {
            Some(fields) => {
                self.writers.store().read(self.tenant, |read| (fields.of_list)(read, self.target.name()))?
            }
            None => Vec::new(),
        };
        let file = ImportFile::read(&self, &custom, bytes)?;
        let (answer, content) = (ImportAnswer::of(file.read.clone()), Sha256::digest(&file.bytes).into());
        let at = ImportProgress { done: 0, total: file.len() * if self.dry_run { 1 } else { 2 } };
        Carrying { import: self, file, content, answer, at, is_cancelled: false }.run()
    }

    /// What was said of an earlier file with this first line.
    pub(crate) fn remembered(&self, header: &[String]) -> Result<Option<String>> {
        let digest = digest_of(header);
        let known = self.writers.store().read(self.tenant, |read| {
            read.find(ImportMapping::BY_TARGET_COLUMNS_DIGEST, (self.target.name(), digest.as_str()))
        })?;
        Ok(known.map(|known| known.mapping.clone()))
    }

    /// Notes for which file the key is used, so that another file under the same one is refused.
    fn use_key(&self, content: &[u8]) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        let parameters = serde_json::to_string(&self.parameters).map_err(|error| kernel::defect(error.to_string()))?;
        let command = UseKey { target: self.target.name().to_owned(), content: hex(content), parameters };
        let id = derive_uuid(0, &[b"import key", self.user.as_bytes(), key.as_bytes()]);
        let submission = Submission::new(self.tenant, SYSTEM, Box::new(Typed(command)));
        self.writers.execute(Submission { id: Some(id), ..submission }).map(drop)
    }

    /// Keeps what the columns were said to be, for the next file with the same ones. What is said to be nothing is forgotten.
    pub(crate) fn remember(&self, header: &[String]) -> Result<()> {
        let Some(mapping) = &self.parameters.mapping else { return Ok(()) };
        let target = kernel::Text::new(self.target.name())?;
        let Ok(mapping) = kernel::Text::new(mapping) else { return Ok(()) };
        let command = RememberMapping { target, columns: header.to_vec(), mapping };
        let submission = Submission::new(self.tenant, SYSTEM, Box::new(Typed(command)));
        self.writers.execute(submission).map(drop)
    }
}

impl Carrying<'_> {
    fn run(mut self) -> Result<ImportAnswer> {
        let first = 0..self.file.len().min(PREVIEW_ROWS);
        self.answer.preview = first.map(|n| self.preview(n)).collect();
        let Plan { mut steps, first_refused } = self.try_all()?;
        self.answer.errors.sort_by_key(|error| error.line);
        if self.is_cancelled {
            return Err(errors::cancelled());
        }
        if self.import.dry_run {
            return Ok(self.answer);
        }
        (self.answer.created, self.answer.updated) = (0, 0);
        let is_short = self.file.rows.len() <= WHOLE_ROWS;
        if is_short && first_refused.is_some() {
            self.answer.outcome = ImportOutcome::Refused;
            return Ok(self.answer);
        }
        self.import.use_key(&self.content)?;
        self.import.remember(&self.file.header)?;
        let stops = is_short || self.import.parameters.errors != Some(OnRefusal::Skip);
        if let Some(first) = first_refused.filter(|_| stops) {
            steps.retain(|(n, _)| *n < first);
        }
        self.at.total = self.file.len() + steps.len();
        let is_whole = self.write(&steps, stops)? && !(stops && first_refused.is_some());
        self.answer.outcome = match (self.is_cancelled, is_whole) {
            (true, _) => ImportOutcome::Cancelled,
            (false, true) => ImportOutcome::Written,
            (false, false) => ImportOutcome::Stopped,
        };
        self.answer.errors.sort_by_key(|error| error.line);
        Ok(self.answer)
    }

    /// Tells that one more is done with.
    fn step(&mut self) {
        self.at.done += 1;
        self.is_cancelled |= !(self.import.progress)(self.at);
    }

    fn preview(&self, n: usize) -> PreviewRow {
        let Item { line, fields, wrong, .. } = self.item(n);
        let mut fields = Json::Object(fields);
        for cell in &wrong {
            let place = format!("/{}", cell.at.replace('.', "/"));
            if let Some(value) = fields.pointer_mut(&place) {
                *value = Json::Null;
            }
        }
        PreviewRow { line, fields }
    }

    fn item(&self, n: usize) -> Item {
        let rows = &self.file.rows[self.file.rows_of(n)];
        let line = rows.first().map_or(0, |row| row.line);
        if self.file.documents.is_some() {
            let documents::DocumentBody { fields, wrong, lines } =
                documents::body(&self.file.mapped, rows, self.file.written);
            return Item { line, key: None, fields, wrong, lines };
        }
        let mut item = Item { line, key: None, fields: Map::new(), wrong: Vec::new(), lines: BTreeMap::new() };
        for mapped in &self.file.mapped {
            let name = mapped.field.name();
            let cell = self.file.rows[n].cells.get(mapped.place).unwrap_or_default();
            let value = documents::value(mapped, cell, self.file.written, (name, line), &mut item.wrong);
            if self.file.key.is_some_and(|key| key.name == name) {
                item.key = value.as_ref().and_then(Json::as_str).map(str::to_owned);
            }
            match (value, name.split_once('.')) {
                (Some(value), Some((outer, inner))) => {
                    let within = item.fields.entry(outer).or_insert_with(|| Json::Object(Map::new()));
                    within.as_object_mut().map(|within| within.insert(inner.to_owned(), value));
                }
                (value, _) => item.fields.extend(value.map(|value| (name.to_owned(), value))),
            }
        }
        item
    }

    /// The command that creates or updates a row, or posts a document. Its id follows from user, file, line and fields, so that it is
    /// carried out once.
    fn submission(&self, item: &Item, step: Step) -> Result<Submission> {
        let mut fields = item.fields.clone();
        let all = Json::Object(fields.clone()).to_string();
        let mut path = BTreeMap::new();
        if step == Step::Update {
            fields.remove(self.file.key.map_or("", |key| key.name));
            path.insert("id".to_owned(), item.key.clone().unwrap_or_default());
        }
        let body = Json::Object(fields).to_string().into_bytes();
        let command = (self.entry(step)?.decode)(&Input { body: &body, path, ..Input::default() })?;
        let (key, line) = (self.import.key.as_deref().unwrap_or_default(), item.line.to_be_bytes());
        let (target, user) = (self.import.target.name().as_bytes(), self.import.user.as_bytes());
        let parts = [b"import".as_slice(), &self.content, user, target, &line, key.as_bytes(), b"\0", all.as_bytes()];
        let submission = Submission::new(self.import.tenant, self.import.user, command);
        Ok(Submission { id: Some(derive_uuid(0, &parts)), lane: Lane::Bulk, ..submission })
    }

    fn entry(&self, step: Step) -> Result<&CommandEntry> {
        match (self.import.target, step) {
            (Target::Rows { update, .. }, Step::Update) => Ok(update),
            (Target::Rows { create, .. } | Target::Documents { create, .. }, Step::Create) => Ok(create),
            _ => Err(kernel::defect("documents are only created")),
        }
    }

    /// What may have to be done with a row.
    fn possible(&self) -> &'static [Step] {
        match (self.import.target, self.import.parameters.mode()) {
            (Target::Rows { .. }, ImportMode::Update) => &[Step::Update],
            (Target::Rows { .. }, ImportMode::Upsert) => &[Step::Update, Step::Create],
            _ => &[Step::Create],
        }
    }

    /// Tries all rows over one snapshot, each on top of those before it. Rows that refer to rows further down are tried again behind them.
    fn try_all(&mut self) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut waiting: Vec<usize> = (0..self.file.len()).collect();
        self.import.writers.dry_run_sequence(self.import.tenant, |sequence| {
            for round in 1..=ROUNDS {
                let before = waiting.len();
                let mut again = Vec::new();
                for some in waiting.chunks(TRIED_AT_ONCE) {
                    if self.is_cancelled {
                        return Ok(());
                    }
                    self.try_some(sequence, some, &mut plan, &mut again)?;
                }
                if again.is_empty() || again.len() == before || round == ROUNDS {
                    return again.into_iter().try_for_each(|(n, error)| self.refuse_tried(n, error, &mut plan));
                }
                waiting = again.into_iter().map(|(n, _)| n).collect();
            }
            Ok(())
        })?;
        Ok(plan)
    }

    /// Tries the rows at these places; those that refer to what is not there yet come into `again`.
    fn try_some(
        &mut self,
        sequence: &mut DrySequence<'_, '_>,
        places: &[usize],
        plan: &mut Plan,
        again: &mut Vec<(usize, Error)>,
    ) -> Result<()> {
        let items: Vec<Item> = places.iter().map(|n| self.item(*n)).collect();
        let possible = items.iter().flat_map(|item| self.possible().iter().map(move |step| (item, *step)));
        let commands = possible.filter_map(|(item, step)| self.submission(item, step).ok());
        sequence.prefetch(&commands.collect::<Vec<_>>())?;
        for (n, item) in places.iter().zip(items) {
            match self.try_item(sequence, *n, &item) {
                Ok((_, WouldBe::Unchanged)) => self.answer.unchanged += 1,
                Ok((_, WouldBe::Repeated)) => self.answer.repeated += 1,
                Ok((step, WouldBe::Done)) => {
                    let is_new = step == Step::Create;
                    let counted = if is_new { &mut self.answer.created } else { &mut self.answer.updated };
                    *counted += 1;
                    plan.steps.push((*n, step));
                }
                Err(error) if item.wrong.is_empty() && refers_to_unknown(&error) => {
                    again.push((*n, error));
                    continue;
                }
                Err(error) => self.refuse_tried(*n, error, plan)?,
            }
            self.step();
        }
        Ok(())
    }

    fn refuse_tried(&mut self, n: usize, error: Error, plan: &mut Plan) -> Result<()> {
        plan.first_refused = Some(plan.first_refused.map_or(n, |first| first.min(n)));
        self.refuse(n, error)
    }

    fn try_item(&self, sequence: &mut DrySequence<'_, '_>, n: usize, item: &Item) -> Result<(Step, WouldBe)> {
        let width = self.file.header.len();
        let rows = &self.file.rows[self.file.rows_of(n)];
        if let Some(row) = rows.iter().find(|row| row.cells.len() != width) {
            return Err(errors::other_cells(row.cells.len(), width));
        }
        if let Some(first) = item.wrong.first().filter(|_| self.file.documents.is_some()) {
            // Where a cell is no value, the command may refuse only another field; the document is not taken all the same.
            let tried = sequence.next(&self.submission(item, Step::Create)?);
            return Err(tried.err().unwrap_or_else(|| first.error.clone().at(&first.at)));
        }
        let mut try_step = |step| Ok((step, sequence.next(&self.submission(item, step)?)?));
        let Some(key) = self.file.key.filter(|_| self.import.parameters.mode() != ImportMode::Create) else {
            return try_step(Step::Create);
        };
        let named = item.key.as_deref().ok_or_else(|| required().at(key.name))?;
        if key.name == "id" && Uuid::try_parse(named).is_err() {
            return Err(expected("an id").at(key.name));
        }
        match try_step(Step::Update) {
            // Where there is no row to update, one is created.
            Err(error) if error.kind == Kind::NotFound && self.import.parameters.mode() == ImportMode::Upsert => {
                try_step(Step::Create)
            }
            tried => tried,
        }
    }

    /// Notes why a row is refused. What is wrong with the server is no fault of a row and ends the import.
    fn refuse(&mut self, n: usize, error: Error) -> Result<()> {
        let item = self.item(n);
        if matches!(error.kind, Kind::Unavailable | Kind::Internal) {
            return Err(error);
        }
        self.answer.refused += 1;
        let is_wrong = |at: &str| item.wrong.iter().any(|cell| cell.at == at);
        let language = self.import.language;
        let mut found = Vec::new();
        if error.fields.is_empty() {
            found.push((item.line, None, error.code, language::detail(&error, language)));
        }
        for wrong in error.fields.iter().filter(|wrong| !is_wrong(&wrong.field)) {
            let (line, field) = documents::place_of(&item.lines, &wrong.field, item.line);
            found.push((line, Some(field), wrong.code, language::message(wrong, language)));
        }
        for cell in &item.wrong {
            let message = language::detail(&cell.error, language);
            found.push((cell.line, Some(cell.field.clone()), cell.error.code, message));
        }
        for (line, field, code, message) in found {
            let field = field.filter(|field| !field.is_empty());
            let column = field.as_deref().and_then(|field| self.file.column_of(field)).map(str::to_owned);
            self.answer.blame(CellError { line, column, field, code: code.to_owned(), message });
        }
        Ok(())
    }

    /// Carries out the steps in their order. A row may still be refused, where others have written since the rows were tried: then no
    /// further row is sent if that `stops` the import. Whether all were sent.
    fn write(&mut self, steps: &[(usize, Step)], stops: bool) -> Result<bool> {
        let mut in_flight: VecDeque<(usize, Step, Receiver<Result<Answer>>)> = VecDeque::new();
        let mut left = steps.iter();
        let mut is_stopped = false;
        loop {
            while in_flight.len() < IN_FLIGHT
                && !is_stopped
                && !self.is_cancelled
                && let Some((n, step)) = left.next()
            {
                let submission = self.submission(&self.item(*n), *step)?;
                in_flight.push_back((*n, *step, self.import.writers.submit(submission)?));
            }
            let Some((n, step, answer)) = in_flight.pop_front() else { return Ok(!is_stopped) };
            match answer.blocking_recv().map_err(|_| command::outcome_unknown())? {
                Ok(answer) if answer.approval_request().is_some() => self.answer.waiting += 1,
                Ok(answer) if answer.replayed => self.answer.repeated += 1,
                Ok(_) if step == Step::Create => self.answer.created += 1,
                Ok(_) => self.answer.updated += 1,
                Err(error) => {
                    self.refuse(n, error)?;
                    is_stopped |= stops;
                }
            }
            self.step();
        }
    }
}

/// Whether a row is refused for nothing but what it refers to.
fn refers_to_unknown(error: &Error) -> bool {
    !error.fields.is_empty() && error.fields.iter().all(|wrong| wrong.code == "not_found")
}
