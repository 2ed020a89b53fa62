//! What several servers count together, so that nobody gets more by asking all of them.

use futures_util::future::BoxFuture;
use std::time::Duration;

/// Counts for several servers.
pub trait SharedLimits: Send + Sync {
    /// Counts one under `key`, of which one comes back every `period` and `burst` at most; `None` where that cannot be counted now:
    /// then each server counts for itself.
    fn count(&self, key: String, period: Duration, burst: u32) -> BoxFuture<'_, Option<Counted>>;

    /// Forgets what was counted under `key`.
    fn forget(&self, key: String) -> BoxFuture<'_, ()>;
}

/// How somebody stands after having asked once more.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// How often they may ask at once after this.
    pub left: u32,
    /// How long they have to wait, where they asked too often.
    pub wait: Option<Duration>,
}
