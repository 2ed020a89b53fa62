//! The rows of a file, tried together and then carried out one after another.

use super::file::{FileRow, ImportFile};
use super::{Asked, CellError, ImportAnswer, ImportMode, ImportOutcome, OnRefusal, PreviewRow, Target};
use crate::endpoint::entry;
use crate::token::Claims;
use crate::{Api, errors};
use command::{Answer, CommandEntry, DrySequence, Input, Lane, Method, Submission, WouldBe};
use kernel::errors::{expected, required};
use kernel::{Error, Kind, Result, derive_uuid};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
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
const MOST_ERRORS: usize = 1_000;

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

/// A row as fields.
struct RowFields {
    line: u64,
    /// Names the row that is there.
    key: Option<String>,
    fields: Map<String, Json>,
    /// Cells that are no values, by their fields.
    wrong: Vec<(String, Error)>,
}

/// An import on its way.
pub(super) struct Import<'a> {
    api: &'a Api,
    claims: &'a Claims,
    target: Target,
    asked: Asked,
    create: &'a CommandEntry,
    update: &'a CommandEntry,
    file: ImportFile,
    /// The digest of the file's bytes.
    content: [u8; 32],
    answer: ImportAnswer,
}

impl<'a> Import<'a> {
    pub(super) fn new(
        api: &'a Api,
        claims: &'a Claims,
        target: Target,
        asked: Asked,
        file: ImportFile,
    ) -> Result<Import<'a>> {
        let answer = ImportAnswer {
            outcome: ImportOutcome::Tried,
            file: file.read.clone(),
            preview: Vec::new(),
            created: 0,
            updated: 0,
            unchanged: 0,
            repeated: 0,
            refused: 0,
            errors: Vec::new(),
            more_errors: 0,
        };
        let create = entry(api, target.commands.create, Method::Post)?;
        let update = entry(api, target.commands.update, Method::Patch)?;
        let content = Sha256::digest(&file.bytes).into();
        Ok(Import { api, claims, target, asked, create, update, file, content, answer })
    }

    /// Tries all rows, and carries them out where that is asked for and the refused ones do not forbid it.
    pub(super) fn run(mut self) -> Result<ImportAnswer> {
        self.answer.preview = self.file.rows.iter().take(PREVIEW_ROWS).map(|row| self.preview(row)).collect();
        let Plan { mut steps, first_refused } = self.try_all()?;
        self.answer.errors.sort_by_key(|error| error.line);
        if self.asked.dry_run {
            return Ok(self.answer);
        }
        (self.answer.created, self.answer.updated) = (0, 0);
        let is_short = self.file.rows.len() <= WHOLE_ROWS;
        if is_short && first_refused.is_some() {
            self.answer.outcome = ImportOutcome::Refused;
            return Ok(self.answer);
        }
        let stops = is_short || self.asked.parameters.errors != Some(OnRefusal::Skip);
        if let Some(first) = first_refused.filter(|_| stops) {
            steps.retain(|(n, _)| *n < first);
        }
        let is_whole = self.write(&steps, stops)? && !(stops && first_refused.is_some());
        self.answer.outcome = if is_whole { ImportOutcome::Written } else { ImportOutcome::Stopped };
        self.answer.errors.sort_by_key(|error| error.line);
        Ok(self.answer)
    }

    fn preview(&self, row: &FileRow) -> PreviewRow {
        let RowFields { line, fields, .. } = self.fields(row);
        PreviewRow { line, fields: Json::Object(fields) }
    }

    fn fields(&self, row: &FileRow) -> RowFields {
        let (mut key, mut fields, mut wrong) = (None, Map::new(), Vec::new());
        for mapped in &self.file.mapped {
            let name = mapped.field.name();
            let cell = row.cells.get(mapped.place).unwrap_or_default();
            let value = match mapped.field.value(cell, self.file.mark) {
                Ok(value) => value,
                Err(error) => {
                    wrong.push((name.to_owned(), error));
                    // No number is a truth value: the command refuses the field, whatever else is wrong with the row.
                    Some(Json::Bool(true))
                }
            };
            if name == self.file.key.name {
                key = value.as_ref().and_then(Json::as_str).map(str::to_owned);
            }
            match (value, name.split_once('.')) {
                (Some(value), Some((outer, inner))) => {
                    let within = fields.entry(outer).or_insert_with(|| Json::Object(Map::new()));
                    within.as_object_mut().map(|within| within.insert(inner.to_owned(), value));
                }
                (value, _) => fields.extend(value.map(|value| (name.to_owned(), value))),
            }
        }
        RowFields { line: row.line, key, fields, wrong }
    }

    /// The command that creates or updates a row. Its id follows from user, file, line and fields, so that it is carried out once.
    fn submission(&self, row: &RowFields, step: Step) -> Result<Submission> {
        let mut fields = row.fields.clone();
        let all = Json::Object(fields.clone()).to_string();
        let mut path = BTreeMap::new();
        if step == Step::Update {
            fields.remove(self.file.key.name);
            path.insert("id".to_owned(), row.key.clone().unwrap_or_default());
        }
        let body = Json::Object(fields).to_string().into_bytes();
        let entry = if step == Step::Update { self.update } else { self.create };
        let command = (entry.decode)(&Input { body: &body, path, ..Input::default() })?;
        let (key, line) = (self.asked.key.as_deref().unwrap_or_default(), row.line.to_be_bytes());
        let plural = self.target.definition.plural.as_bytes();
        let user = self.claims.sub.as_bytes();
        let parts = [b"import".as_slice(), &self.content, user, plural, &line, key.as_bytes(), b"\0", all.as_bytes()];
        let submission = Submission::new(self.claims.tenant, self.claims.sub, command);
        Ok(Submission { id: Some(derive_uuid(0, &parts)), lane: Lane::Bulk, ..submission })
    }

    /// What may have to be done with a row.
    fn possible(&self) -> &'static [Step] {
        match self.asked.parameters.mode() {
            ImportMode::Create => &[Step::Create],
            ImportMode::Update => &[Step::Update],
            ImportMode::Upsert => &[Step::Update, Step::Create],
        }
    }

    /// Tries all rows over one snapshot, each on top of those before it. Rows that refer to rows further down are tried again behind them.
    fn try_all(&mut self) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut waiting: Vec<usize> = (0..self.file.rows.len()).collect();
        self.api.writers.dry_run_sequence(self.claims.tenant, |sequence| {
            for round in 1..=ROUNDS {
                let before = waiting.len();
                let mut again = Vec::new();
                for some in waiting.chunks(TRIED_AT_ONCE) {
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
        let rows: Vec<RowFields> = places.iter().map(|n| self.fields(&self.file.rows[*n])).collect();
        let possible = rows.iter().flat_map(|row| self.possible().iter().map(move |step| (row, *step)));
        let commands = possible.filter_map(|(row, step)| self.submission(row, step).ok());
        sequence.prefetch(&commands.collect::<Vec<_>>())?;
        for (n, row) in places.iter().zip(rows) {
            match self.try_row(sequence, &row, self.file.rows[*n].cells.len()) {
                Ok((_, WouldBe::Unchanged)) => self.answer.unchanged += 1,
                Ok((_, WouldBe::Repeated)) => self.answer.repeated += 1,
                Ok((step, WouldBe::Done)) => {
                    let is_new = step == Step::Create;
                    let counted = if is_new { &mut self.answer.created } else { &mut self.answer.updated };
                    *counted += 1;
                    plan.steps.push((*n, step));
                }
                Err(error) if row.wrong.is_empty() && refers_to_unknown(&error) => again.push((*n, error)),
                Err(error) => self.refuse_tried(*n, error, plan)?,
            }
        }
        Ok(())
    }

    fn refuse_tried(&mut self, n: usize, error: Error, plan: &mut Plan) -> Result<()> {
        plan.first_refused = Some(plan.first_refused.map_or(n, |first| first.min(n)));
        self.refuse(n, error)
    }

    fn try_row(&self, sequence: &mut DrySequence<'_, '_>, row: &RowFields, width: usize) -> Result<(Step, WouldBe)> {
        if width != self.file.width {
            return Err(errors::other_cells(width, self.file.width));
        }
        let key = self.file.key.name;
        if self.asked.parameters.mode() != ImportMode::Create {
            let named = row.key.as_deref().ok_or_else(|| required().at(key))?;
            if key == "id" && Uuid::try_parse(named).is_err() {
                return Err(expected("an id").at(key));
            }
        }
        let mut try_step = |step| Ok((step, sequence.next(&self.submission(row, step)?)?));
        match self.asked.parameters.mode() {
            ImportMode::Create => try_step(Step::Create),
            ImportMode::Update => try_step(Step::Update),
            // Where there is no row to update, one is created.
            ImportMode::Upsert => match try_step(Step::Update) {
                Err(error) if error.kind == Kind::NotFound => try_step(Step::Create),
                tried => tried,
            },
        }
    }

    /// Notes why a row is refused. What is wrong with the server is no fault of a row and ends the import.
    fn refuse(&mut self, n: usize, error: Error) -> Result<()> {
        let row = self.fields(&self.file.rows[n]);
        if matches!(error.kind, Kind::Unavailable | Kind::Internal) {
            return Err(error);
        }
        self.answer.refused += 1;
        let is_wrong = |field: &str| row.wrong.iter().any(|(name, _)| name == field);
        if error.fields.is_empty() {
            self.blame(row.line, None, error.code, error.detail());
        }
        for wrong in error.fields.iter().filter(|wrong| !is_wrong(&wrong.field)) {
            self.blame(row.line, Some(&wrong.field), wrong.code, wrong.message());
        }
        for (field, error) in &row.wrong {
            self.blame(row.line, Some(field), error.code, error.detail());
        }
        Ok(())
    }

    fn blame(&mut self, line: u64, field: Option<&str>, code: &str, message: String) {
        if self.answer.errors.len() >= MOST_ERRORS {
            self.answer.more_errors += 1;
            return;
        }
        let field = field.filter(|field| !field.is_empty());
        let column = field.and_then(|field| self.file.column_of(field)).map(str::to_owned);
        let field = field.map(str::to_owned);
        self.answer.errors.push(CellError { line, column, field, code: code.to_owned(), message });
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
                && let Some((n, step)) = left.next()
            {
                let row = self.fields(&self.file.rows[*n]);
                in_flight.push_back((*n, *step, self.api.writers.submit(self.submission(&row, *step)?)?));
            }
            let Some((n, step, answer)) = in_flight.pop_front() else { return Ok(!is_stopped) };
            match answer.blocking_recv().map_err(|_| command::outcome_unknown())? {
                Ok(answer) if answer.replayed => self.answer.repeated += 1,
                Ok(_) if step == Step::Create => self.answer.created += 1,
                Ok(_) => self.answer.updated += 1,
                Err(error) => {
                    self.refuse(n, error)?;
                    is_stopped |= stops;
                }
            }
        }
    }
}

/// Whether a row is refused for nothing but what it refers to.
fn refers_to_unknown(error: &Error) -> bool {
    !error.fields.is_empty() && error.fields.iter().all(|wrong| wrong.code == "not_found")
}
