//! One bound for the memory that companies take: their rows that writers keep, and the page caches of connections.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The bound unless a setting says otherwise, in bytes.
const DEFAULT: usize = 512 << 20;
/// Idle connections for reads may take one part of so many; the rest is for writers.
const READERS_PART: usize = 8;
/// The page cache of one connection that writes takes at most one part of so many, and so many bytes.
const WRITER_PAGES_PART: usize = 8;
const MOST_WRITER_PAGES: usize = 64 << 20;

/// How much memory the companies of a store take, and which of them give theirs back when it is too much.
///
/// A writer reports what it keeps of a company after each batch. It evicts the companies that the answer names, whichever writer keeps
/// them: the sum of what is kept never stays above the bound.
pub struct Memory(Mutex<State>);

struct State {
    limit: usize,
    used: usize,
    /// The number of reports: the time by which uses are ordered.
    reports: u64,
    /// What each company takes, and its last report.
    companies: BTreeMap<Uuid, (usize, u64)>,
    /// The companies by their last reports.
    by_report: BTreeMap<u64, Uuid>,
}

impl State {
    fn remove(&mut self, tenant: Uuid) {
        if let Some((bytes, report)) = self.companies.remove(&tenant) {
            self.used -= bytes;
            self.by_report.remove(&report);
        }
    }
}

impl Default for Memory {
    fn default() -> Memory {
        let (companies, by_report) = Default::default();
        Memory(Mutex::new(State { limit: DEFAULT, used: 0, reports: 0, companies, by_report }))
    }
}

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the bound in bytes. It holds from the next report on.
    pub fn set_limit(&self, bytes: usize) {
        self.state().limit = bytes;
    }

    /// The part of the bound that idle connections for reads may take together, in bytes.
    pub(crate) fn for_idle_readers(&self) -> usize {
        self.state().limit / READERS_PART
    }

    /// The part of the bound that the page cache of one writing connection may take, in bytes.
    pub(crate) fn for_writer_pages(&self) -> usize {
        (self.state().limit / WRITER_PAGES_PART).min(MOST_WRITER_PAGES)
    }

    /// Notes that the writer of `tenant` used what it keeps just now, and that it is `bytes`; 0 where it keeps nothing. The
    /// answer names the companies to evict, those first that were not used for longest. They count no longer. Among them is
    /// `tenant` itself, as the last one, where it alone takes more than the bound.
    #[must_use = "the companies that are named must be evicted"]
    pub fn report(&self, tenant: Uuid, bytes: usize) -> Vec<Uuid> {
        let mut state = self.state();
        state.remove(tenant);
        if bytes > 0 {
            state.reports += 1;
            let report = state.reports;
            state.companies.insert(tenant, (bytes, report));
            state.by_report.insert(report, tenant);
            state.used = state.used.saturating_add(bytes);
        }
        let limit = state.limit - state.limit / READERS_PART;
        let mut evicted = Vec::new();
        while state.used > limit {
            let Some((_, oldest)) = state.by_report.first_key_value() else { break };
            let oldest = *oldest;
            state.remove(oldest);
            evicted.push(oldest);
        }
        evicted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_limit(limit: usize) -> Memory {
        let memory = Memory::default();
        memory.set_limit(limit);
        memory
    }

    const A: Uuid = Uuid::from_u128(1);
    const B: Uuid = Uuid::from_u128(2);
    const C: Uuid = Uuid::from_u128(3);

    #[test]
    fn company_used_least_recently_is_evicted_first() {
        let memory = of_limit(800);
        for (tenant, bytes) in [(A, 300), (B, 300), (A, 300)] {
            assert!(memory.report(tenant, bytes).is_empty());
        }
        assert_eq!(memory.report(C, 300), [B]);
        assert_eq!(memory.report(C, 650), [A]);
        assert!(memory.report(A, 50).is_empty());
    }

    #[test]
    fn later_report_replaces_the_earlier_one() {
        let memory = of_limit(800);
        for bytes in [700, 100, 0, 700] {
            assert!(memory.report(A, bytes).is_empty());
        }
        assert!(memory.report(A, 0).is_empty());
        assert!(memory.report(B, 700).is_empty());
    }

    #[test]
    fn company_larger_than_the_bound_is_evicted_last() {
        let memory = of_limit(800);
        assert!(memory.report(A, 100).is_empty());
        assert_eq!(memory.report(B, 900), [A, B]);
        assert!(memory.report(C, 700).is_empty());
    }

    #[test]
    fn smaller_bound_holds_from_the_next_report_on() {
        let memory = of_limit(800);
        assert!(memory.report(A, 300).is_empty());
        memory.set_limit(400);
        assert_eq!(memory.report(B, 200), [A]);
    }
}
