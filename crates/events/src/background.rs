//! Delivery while the server runs: a company's events as soon as they are committed, one round after another.

use crate::deliver::deliver;
use command::{Registry, Writers};
use kernel::{Kind, Result};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Companies whose events are delivered at once: each needs a thread that may block.
pub const BLOCKING_THREADS: usize = 4;
/// How long a company rests after it was looked at: one that sells much tells something with each sale, and is not looked at for each.
const REST_TIME: Duration = Duration::from_millis(50);
/// How long delivery rests where the database was away.
const RETRY_TIME: Duration = Duration::from_secs(5);

/// Delivers the events of all companies of a server.
pub struct Delivery {
    registry: Arc<Registry>,
    writers: Arc<Writers>,
    runtime: Handle,
    /// The companies that are being looked at, and whether something was told since they were.
    busy: Mutex<BTreeMap<Uuid, bool>>,
    places: Semaphore,
}

impl Delivery {
    /// Starts to deliver what is told from now on. What was told before, [`Delivery::look_at`] finds.
    pub fn start(registry: Arc<Registry>, writers: Arc<Writers>, runtime: Handle) -> Arc<Delivery> {
        let (busy, places) = (Mutex::default(), Semaphore::new(BLOCKING_THREADS));
        let delivery = Arc::new(Delivery { registry, writers, runtime, busy, places });
        let own = delivery.clone();
        delivery.runtime.spawn(delivery.writers.each_commit(move |commit| {
            // What others commit they deliver themselves.
            if commit.has_events && commit.is_own {
                own.look_at(commit.tenant);
            }
        }));
        delivery
    }

    /// Delivers what a company has told and nobody has taken.
    pub fn look_at(self: &Arc<Delivery>, tenant: Uuid) {
        if !self.arrived(tenant) {
            return;
        }
        let own = self.clone();
        self.runtime.spawn(async move {
            loop {
                let Ok(place) = own.places.acquire().await else { return };
                let round = own.clone();
                let done = tokio::task::spawn_blocking(move || round.deliver_all(tenant)).await;
                drop(place);
                match done {
                    Ok(Err(error)) if error.kind == Kind::Unavailable => tokio::time::sleep(RETRY_TIME).await,
                    Ok(Err(error)) => {
                        tracing::error!(tenant = %tenant.simple(), error = error.operator(), "events stay undelivered");
                        own.forget(tenant);
                        return;
                    }
                    Ok(Ok(())) => {
                        tokio::time::sleep(REST_TIME).await;
                        if own.is_over(tenant) {
                            return;
                        }
                    }
                    Err(_) => return own.forget(tenant),
                }
            }
        });
    }

    fn deliver_all(&self, tenant: Uuid) -> Result<()> {
        while deliver(&self.registry, &self.writers, tenant)? {}
        Ok(())
    }

    fn busy(&self) -> std::sync::MutexGuard<'_, BTreeMap<Uuid, bool>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the company was idle: then the caller has to look at it.
    fn arrived(&self, tenant: Uuid) -> bool {
        let mut busy = self.busy();
        let is_idle = !busy.contains_key(&tenant);
        busy.insert(tenant, !is_idle);
        is_idle
    }

    /// Whether the company is idle now, because nothing was told meanwhile.
    fn is_over(&self, tenant: Uuid) -> bool {
        let mut busy = self.busy();
        let is_over = busy.remove(&tenant) != Some(true);
        if !is_over {
            busy.insert(tenant, false);
        }
        is_over
    }

    fn forget(&self, tenant: Uuid) {
        self.busy().remove(&tenant);
    }
}
