//! Which sessions have not ended, so that an access token dies with its session and not every request has to ask.

use crate::{Api, blocking_with, errors};
use kernel::Result;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long the answer of the database holds. A log-out in this process counts at once, one in another process after this time.
const REMEMBERED: Duration = Duration::from_secs(5);
/// How many answers are remembered; then all are forgotten.
const SESSIONS: usize = 10_000;

/// Sessions that were asked about lately: when, and whether they had not ended.
#[derive(Default)]
pub(crate) struct SessionCache(Mutex<BTreeMap<Uuid, (Instant, bool)>>);

impl SessionCache {
    fn sessions(&self) -> MutexGuard<'_, BTreeMap<Uuid, (Instant, bool)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, session: Uuid) -> Option<bool> {
        let sessions = self.sessions();
        let (since, alive) = sessions.get(&session)?;
        (since.elapsed() < REMEMBERED).then_some(*alive)
    }

    fn remember(&self, session: Uuid, alive: bool) {
        let mut sessions = self.sessions();
        if sessions.len() >= SESSIONS {
            sessions.clear();
        }
        sessions.insert(session, (Instant::now(), alive));
    }

    /// Forgets every answer: sessions of which it is not known which ones have ended.
    pub(crate) fn forget(&self) {
        self.sessions().clear();
    }

    /// Forgets the answer about a session that has ended.
    pub(crate) fn end(&self, session: Uuid) {
        self.sessions().remove(&session);
    }
}

/// Refuses a session that has ended.
pub(crate) async fn require_alive(api: &Arc<Api>, session: Uuid) -> Result<()> {
    let alive = match api.sessions.known(session) {
        Some(alive) => alive,
        None => {
            let asked = api.clone();
            let alive = blocking_with(&api.lookups, move || asked.access.is_alive(session)).await?;
            api.sessions.remember(session, alive);
            alive
        }
    };
    if alive { Ok(()) } else { Err(errors::session_ended()) }
}
