//! Changes of a company's rows that come with a version of the program.

use crate::{Command, Tx, errors};
use kernel::Result;
use serde::{Deserialize, Serialize};
use store::{Prefetch, Read, Record};

/// A numbered change of a company's rows that every company makes once: what a new company begins with, and what a later
/// version of a module needs in companies that exist. It is run by the command [`RunDataStep`], so that the log replays it;
/// like a migration, a released step is never changed.
#[derive(Clone, Copy, Debug)]
pub struct DataStep {
    /// The module it belongs to.
    pub module: &'static str,
    /// Its number, from 1 in every module.
    pub number: i64,
    /// Makes the change, as a command would: plain and deterministic.
    pub run: fn(&mut Tx<'_, '_>) -> Result<()>,
}

/// A data step that this company has run. A company that has run none is not open yet, and none are run for it.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "data_step", key(module, number), append_only, kept)]
pub struct DataStepRow {
    /// The module it belongs to.
    pub module: String,
    /// Its number.
    pub number: i64,
}

/// Runs a data step in a company that has not run it yet; whether it was run. Only the program itself may do it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunDataStep {
    /// The module it belongs to.
    pub module: String,
    /// Its number.
    pub number: i64,
}

impl Command for RunDataStep {
    const NAME: &'static str = "data.step.run";
    const SOLO: bool = true;
    type Output = bool;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        read.get::<DataStepRow>(&(self.module.clone(), self.number)).ok();
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<bool> {
        tx.require_system()?;
        run_data_step(tx, &self.module, self.number)
    }
}

/// Runs a data step as part of the running command, unless the company has run it; whether it was run. For the command that
/// opens a company: its body names the steps, so that its log replays on a program that has more of them.
///
/// # Errors
///
/// `unknown_data_step` where this program has no such step; what the step itself refuses.
pub fn run_data_step(tx: &mut Tx<'_, '_>, module: &str, number: i64) -> Result<bool> {
    let key = (module.to_owned(), number);
    if tx.get::<DataStepRow>(&key)?.is_some() {
        return Ok(false);
    }
    let step = tx.definitions().data_step(module, number);
    let step = step.ok_or_else(|| errors::unknown_data_step(module, number))?;
    (step.run)(tx)?;
    let (module, number) = key;
    tx.insert(DataStepRow { module, number })?;
    Ok(true)
}
