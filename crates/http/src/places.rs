//! Places for work that blocks: bounded in all, and shared so that one company's requests leave some to others.

use kernel::Result;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::oneshot;
use uuid::Uuid;

/// A bounded number of places.
pub(crate) struct Places {
    count: usize,
    shares: Mutex<BTreeMap<Uuid, Share>>,
}

/// What a company holds, and its requests that wait.
#[derive(Default)]
struct Share {
    held: usize,
    waiting: VecDeque<oneshot::Sender<Place>>,
    /// When its rows were last found locked for too long.
    locked_at: Option<Instant>,
}

/// One place. It is free again when this is dropped.
pub(crate) struct Place {
    places: Arc<Places>,
    tenant: Uuid,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(share) = self.places.shares().get_mut(&self.tenant) {
            share.held -= 1;
        }
        self.places.grant();
    }
}

impl Places {
    pub(crate) fn new(count: usize) -> Arc<Places> {
        Arc::new(Places { count, shares: Mutex::default() })
    }

    fn shares(&self) -> MutexGuard<'_, BTreeMap<Uuid, Share>> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a place for work of `tenant`.
    pub(crate) async fn take(self: &Arc<Places>, tenant: Uuid) -> Result<Place> {
        let (sender, place) = oneshot::channel();
        self.shares().entry(tenant).or_default().waiting.push_back(sender);
        self.grant();
        place.await.map_err(|_| command::stopping())
    }

    /// Notes that the rows of `tenant` were locked for too long, for its requests that wait.
    pub(crate) fn found_locked(&self, tenant: Uuid) {
        if let Some(share) = self.shares().get_mut(&tenant) {
            share.locked_at = Some(Instant::now());
        }
    }

    /// Whether that was noted after `asked`.
    pub(crate) fn was_locked_since(&self, tenant: Uuid, asked: Instant) -> bool {
        self.shares().get(&tenant).and_then(|share| share.locked_at).is_some_and(|at| at > asked)
    }

    /// Gives free places to those that wait: first to the company that holds the fewest, and to none that holds as many as are
    /// free, so that a company without work finds one.
    fn grant(self: &Arc<Places>) {
        loop {
            let mut shares = self.shares();
            for share in shares.values_mut() {
                while share.waiting.pop_front_if(|sender| sender.is_closed()).is_some() {}
            }
            shares.retain(|_, share| share.held > 0 || !share.waiting.is_empty());
            let free = self.count - shares.values().map(|share| share.held).sum::<usize>();
            let waiting = shares.iter_mut().filter(|(_, share)| share.held < free && !share.waiting.is_empty());
            let Some((tenant, share)) = waiting.min_by_key(|(_, share)| share.held) else { return };
            let Some(sender) = share.waiting.pop_front() else { return };
            share.held += 1;
            let place = Place { places: self.clone(), tenant: *tenant };
            drop(shares);
            // A place whose request has been given up just now is dropped, which gives it to another.
            drop(sender.send(place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    /// The places that `tenant` gets at once.
    fn take_all(places: &Arc<Places>, tenant: u128) -> Vec<Place> {
        let tenant = Uuid::from_u128(tenant);
        std::iter::from_fn(|| places.take(tenant).now_or_never()).map(Result::unwrap).collect()
    }

    #[test]
    fn company_that_takes_all_places_leaves_some_to_others() {
        let places = Places::new(12);
        let taken = [1, 2, 3, 4].map(|tenant| take_all(&places, tenant));
        assert_eq!(taken.each_ref().map(Vec::len), [6, 3, 2, 1]);
        drop(taken);
        assert_eq!(take_all(&places, 5).len(), 6);
    }

    #[test]
    fn free_place_goes_to_the_company_that_holds_fewest() {
        let places = Places::new(2);
        let (busy, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (first, second) = (take_all(&places, 1), take_all(&places, 2));
        let mut waiting_first = Box::pin(places.take(busy));
        let mut waiting_second = Box::pin(places.take(other));
        assert!(waiting_first.as_mut().now_or_never().is_none());
        assert!(waiting_second.as_mut().now_or_never().is_none());
        drop(second);
        assert!(waiting_first.as_mut().now_or_never().is_none());
        assert!(waiting_second.as_mut().now_or_never().is_some());
        drop(first);
        assert!(waiting_first.as_mut().now_or_never().is_some());
    }

    #[test]
    fn request_that_was_given_up_takes_no_place() {
        let places = Places::new(2);
        let taken = take_all(&places, 1);
        let mut given_up = Box::pin(places.take(Uuid::from_u128(1)));
        assert!(given_up.as_mut().now_or_never().is_none());
        drop(given_up);
        drop(taken);
        assert_eq!(take_all(&places, 1).len(), 1);
        assert!(places.shares().values().all(|share| share.held == 0));
    }
}
