//! How many reads run at once, and the connections they leave behind for the next ones.

use crate::CONTROL;
use crate::conn::Conn;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Reads of companies at once, all together.
const COMPANY_READS: usize = 16;
/// Reads of the control tenant at once, beside those of companies: a log-in does not wait for reports.
const CONTROL_READS: usize = 4;
/// The most idle connections that are kept.
const IDLE: usize = 32;
/// The pages that an idle connection to SQLite keeps in memory, at most. On PostgreSQL the server keeps as much for it.
const IDLE_BYTES: usize = 2 << 20;

/// The permits to read and the idle connections of a store.
#[derive(Default)]
pub(crate) struct Readers {
    state: Mutex<State>,
    released: Condvar,
}

#[derive(Default)]
struct State {
    /// The number of permits that each tenant holds.
    held: BTreeMap<Uuid, usize>,
    /// Connections by the tenant whose file they have open, none on PostgreSQL; the one used last is the last.
    idle: VecDeque<(Option<Uuid>, Conn)>,
}

impl State {
    /// A company gets a permit while it holds fewer than are free: however many reads one company asks for, another one that
    /// reads nothing yet finds a permit.
    fn may_read(&self, tenant: Uuid) -> bool {
        let held = self.held.get(&tenant).copied().unwrap_or_default();
        if tenant == CONTROL {
            return held < CONTROL_READS;
        }
        let companies = self.held.iter().filter(|(tenant, _)| **tenant != CONTROL);
        held < COMPANY_READS.saturating_sub(companies.map(|(_, held)| held).sum())
    }
}

/// The permit for one read. It ends when it is dropped, also by a panic.
pub(crate) struct ReadPermit<'a> {
    readers: &'a Readers,
    tenant: Uuid,
}

impl Drop for ReadPermit<'_> {
    fn drop(&mut self) {
        let mut state = self.readers.state();
        if let Some(held) = state.held.get_mut(&self.tenant) {
            *held -= 1;
            if *held == 0 {
                state.held.remove(&self.tenant);
            }
        }
        drop(state);
        self.readers.released.notify_all();
    }
}

impl Readers {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a permit to read rows of `tenant`.
    pub(crate) fn permit(&self, tenant: Uuid) -> ReadPermit<'_> {
        let wait = |state: &mut State| !state.may_read(tenant);
        let state = self.released.wait_while(self.state(), wait).unwrap_or_else(PoisonError::into_inner);
        self.granted(state, tenant)
    }

    /// A permit to read rows of `tenant`, if there is one at once.
    pub(crate) fn try_permit(&self, tenant: Uuid) -> Option<ReadPermit<'_>> {
        let state = self.state();
        state.may_read(tenant).then(|| self.granted(state, tenant))
    }

    fn granted(&self, mut state: MutexGuard<'_, State>, tenant: Uuid) -> ReadPermit<'_> {
        *state.held.entry(tenant).or_default() += 1;
        ReadPermit { readers: self, tenant }
    }

    /// Takes the connection that was last used for `file`, the tenant of a SQLite file, or on PostgreSQL for any tenant.
    pub(crate) fn take_idle(&self, file: Option<Uuid>) -> Option<Conn> {
        let mut state = self.state();
        let place = state.idle.iter().rposition(|(of, _)| *of == file)?;
        state.idle.remove(place).map(|(_, conn)| conn)
    }

    /// Keeps a connection. Those that were not used for longest are closed where all together would take more than `bytes`.
    pub(crate) fn keep_idle(&self, file: Option<Uuid>, conn: Conn, bytes: usize) {
        let mut state = self.state();
        state.idle.push_back((file, conn));
        let too_many = state.idle.len().saturating_sub((bytes / IDLE_BYTES).clamp(1, IDLE));
        let closed: Vec<_> = state.idle.drain(..too_many).collect();
        drop(state);
        // Closing may take a moment: others do not wait for it.
        drop(closed);
    }

    /// Closes the idle connections to `file`.
    pub(crate) fn close_idle(&self, file: Option<Uuid>) {
        let mut state = self.state();
        let (closed, kept) =
            std::mem::take(&mut state.idle).into_iter().partition::<VecDeque<_>, _>(|(of, _)| *of == file);
        state.idle = kept;
        drop(state);
        drop(closed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_permits(readers: &Readers, tenant: Uuid) -> Vec<ReadPermit<'_>> {
        std::iter::from_fn(|| readers.try_permit(tenant)).collect()
    }

    #[test]
    fn company_that_asks_for_all_permits_leaves_some_to_others() {
        let readers = Readers::default();
        let [a, b, c, d] = [1, 2, 3, 4].map(Uuid::from_u128);
        let held = [a, b, c, d].map(|tenant| all_permits(&readers, tenant));
        assert_eq!(held.each_ref().map(Vec::len), [8, 4, 2, 1]);
        drop(held);
        assert_eq!(all_permits(&readers, d).len(), 8);
    }

    #[test]
    fn control_tenant_has_permits_of_its_own() {
        let readers = Readers::default();
        let held: Vec<_> = (1..=16).map(|tenant| readers.permit(Uuid::from_u128(tenant))).collect();
        assert!(readers.try_permit(Uuid::from_u128(17)).is_none());
        assert_eq!(all_permits(&readers, CONTROL).len(), CONTROL_READS);
        drop(held);
    }

    #[test]
    fn waiting_read_runs_when_a_permit_is_released() {
        let (readers, tenant) = (Readers::default(), Uuid::from_u128(1));
        let held = all_permits(&readers, tenant);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| drop(readers.permit(tenant)));
            drop(held);
            assert!(waiting.join().is_ok());
        });
    }
}
