//! All proofs over a company's rows, side by side over one snapshot.

use crate::{Check, Finding, Registry};
use kernel::Result;
use std::num::NonZero;
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Head, Read, Store};
use uuid::Uuid;

/// A check that has been run.
pub struct Proved<'a> {
    /// The check.
    pub check: &'a Check,
    /// What it found.
    pub finding: Finding,
    /// How long it ran.
    pub took: Duration,
}

/// What `verify` found in a company.
pub struct Proofs<'a> {
    /// All checks in the order of their invariants.
    pub proved: Vec<Proved<'a>>,
    /// Where the log of the proved snapshot stands.
    pub head: Head,
}

/// Runs all checks over one snapshot of a company, as many at once as the machine has processors. `told` hears after each how many of
/// how many are done, and ends the run where it answers false.
///
/// # Errors
///
/// `stopping` where `told` ended the run; else that of the first check that could not be run.
pub fn prove<'a>(
    store: &Store,
    tenant: Uuid,
    registry: &'a Registry,
    mut told: impl FnMut(usize, usize) -> bool,
) -> Result<Proofs<'a>> {
    let mut checks: Vec<&Check> = registry.checks().collect();
    checks.sort_by_key(|check| check.invariant.trim_start_matches('I').parse().unwrap_or(u32::MAX));
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut readers = store.read_in_parallel(tenant, processors)?;
    let head = readers[0].read(|read| read.one::<Head>(&1))?;
    let (long, short): (Vec<_>, Vec<_>) = checks.iter().enumerate().partition(|(_, check)| check.is_long);
    let waiting = Mutex::new(long.into_iter().chain(short));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let (sender, outcomes) = channel();
    let mut proved: Vec<Option<Proved<'a>>> = checks.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        for reader in &mut readers {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some((n, check)) = next() {
                    let begun = Instant::now();
                    let finding = reader.read(|read| (check.run)(read, registry.definitions()));
                    let failed = finding.is_err();
                    let proved = finding.map(|finding| Proved { check, finding, took: begun.elapsed() });
                    if sender.send((n, proved)).is_err() || failed {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (done, (n, outcome)) in outcomes.iter().enumerate() {
            proved[n] = Some(outcome?);
            if !told(done + 1, checks.len()) {
                return Err(crate::errors::stopping());
            }
        }
        Ok(())
    })?;
    Ok(Proofs { proved: proved.into_iter().flatten().collect(), head: (*head).clone() })
}
