//! Commands that may have to be approved before they count: what policies can ask of them, and who decides whether one waits.
//!
//! A command is run first, so that everything about it is known: totals, cost, stock. Where it has to be approved, its rows are dropped
//! and the request for the approval stands in its place of the log.

use crate::writer::hash;
use crate::{AnyCommand, Command, SYSTEM, Tx};
use formula::{Kind, Value};
use kernel::{Result, ToSchema, defect};
use money::Decimal;
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::Prefetch;
use uuid::Uuid;

/// A value of a command that conditions of policies may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactName {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Its meaning, in a sentence.
    pub meaning: &'static str,
}

/// What a command does, as far as policies can ask.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its amount in the currency of the company, not below zero; none where it has none.
    pub amount: Option<Decimal>,
    /// The permission to see the amount, where not everybody may.
    pub amount_view: Option<&'static str>,
    /// The site in whose books it is.
    pub site: Option<Uuid>,
    /// The document that it makes or changes, and its printed number.
    pub document: Option<(Uuid, Option<String>)>,
    /// Its values under the names of [`Approvable::NAMES`]; one that is left out is empty.
    pub named: Vec<(&'static str, Value)>,
}

/// A command that may have to be approved.
pub trait Approvable: Command {
    /// What it is called before those who decide: `Sale`.
    const LABEL: &'static str;
    /// What conditions may read of it beside amount, site and maker.
    const NAMES: &'static [FactName] = &[];
    /// The command whose policies count, where this one records what has happened already: it is never held, but shown to those who would
    /// have decided.
    const HAPPENED_AS: Option<&'static str> = None;

    /// What it has just done.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    fn facts(tx: &mut Tx<'_, '_>, output: &Self::Output) -> Result<Facts>;
}

/// An [`Approvable`] without its type.
#[derive(Clone, Copy, Debug)]
pub struct ApprovableEntry {
    /// The command.
    pub command: &'static str,
    /// See [`Approvable::LABEL`].
    pub label: &'static str,
    /// See [`Approvable::NAMES`].
    pub names: &'static [FactName],
    /// See [`Approvable::HAPPENED_AS`].
    pub happened_as: Option<&'static str>,
    /// What it has just done, by its answer.
    pub facts: fn(&mut Tx<'_, '_>, &[u8]) -> Result<Facts>,
}

impl ApprovableEntry {
    /// Of `C`.
    pub fn of<C: Approvable>() -> ApprovableEntry {
        ApprovableEntry {
            command: C::NAME,
            label: C::LABEL,
            names: C::NAMES,
            happened_as: C::HAPPENED_AS,
            facts: |tx, answer| {
                let output = serde_json::from_slice(answer).map_err(|error| defect(format!("{}: {error}", C::NAME)))?;
                C::facts(tx, &output)
            },
        }
    }

    /// The command whose policies count.
    pub fn policies_of(&self) -> &'static str {
        self.happened_as.unwrap_or(self.command)
    }
}

/// A command that has run, before its rows are kept.
pub struct Judged<'a> {
    /// What policies can ask of it.
    pub entry: &'a ApprovableEntry,
    /// Its answer.
    pub answer: &'a [u8],
    command: &'a dyn AnyCommand,
}

impl Judged<'_> {
    /// What it has done.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub fn facts(&self, tx: &mut Tx<'_, '_>) -> Result<Facts> {
        (self.entry.facts)(tx, self.answer)
    }

    /// The hash of its name and body, as the log keeps it.
    ///
    /// # Errors
    ///
    /// A defect where it cannot be written.
    pub fn request_hash(&self) -> Result<[u8; 32]> {
        Ok(hash(&[self.command.name().as_bytes(), &self.command.body()?]))
    }
}

/// The answer of a command that waits, under the status 202.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WaitsForApproval {
    /// The request, read at `/approval-requests/{id}/`; null in a dry run.
    pub approval_request: Option<Uuid>,
    /// What waits.
    pub label: String,
    /// The name of the policy by which it waits.
    pub policy: String,
    /// Its amount in the currency of the company; null where not everybody may see it.
    pub amount: Option<Decimal>,
    /// Who has to approve it, step by step.
    pub steps: Vec<WaitingStep>,
}

/// A step of an approval that is still to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WaitingStep {
    /// Its place, from 1.
    pub step: i64,
    /// The roles and members of whom one is enough.
    pub approvers: Vec<String>,
}

/// What keeps a request: it runs in the place of the command, whose rows are dropped.
pub type OpenRequest = Box<dyn FnOnce(&mut Tx<'_, '_>) -> Result<WaitsForApproval>>;

/// What becomes of a command that has run.
pub enum Verdict {
    /// Its rows are kept.
    Stands,
    /// It waits: what a dry run tells of it, and what keeps the request.
    Waits(WaitsForApproval, OpenRequest),
}

/// Who decides whether commands wait; from the module that keeps the policies.
#[derive(Clone, Copy, Debug)]
pub struct Approvals {
    /// Names what `judge` will read of a command with this id. A hint.
    pub prefetch: fn(&mut Prefetch<'_>, &ApprovableEntry, Uuid),
    /// What becomes of a command that has run.
    pub judge: fn(&mut Tx<'_, '_>, &Judged<'_>) -> Result<Verdict>,
}

/// What becomes of `command`, which has just run with this answer. What the program itself does waits for nobody.
pub(crate) fn verdict(tx: &mut Tx<'_, '_>, command: &dyn AnyCommand, answer: &[u8]) -> Result<Verdict> {
    let definitions = tx.definitions();
    let entry = definitions.approvable.get(command.name());
    let (Some(entry), Some(approvals)) = (entry.filter(|_| tx.actor() != SYSTEM), definitions.approvals) else {
        return Ok(Verdict::Stands);
    };
    let judged = Judged { entry, answer, command };
    caught(|| (approvals.judge)(tx, &judged))
}

/// Keeps the request for a command that waits; the answer in its place.
pub(crate) fn open(tx: &mut Tx<'_, '_>, open: OpenRequest) -> Result<Vec<u8>> {
    let waits = caught(|| open(tx))?;
    serde_json::to_vec(&waits).map_err(|error| defect(error.to_string()))
}

/// A panic is an error of one command alone.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(defect("a policy of approvals panicked")))
}
