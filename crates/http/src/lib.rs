//! The edge: everything between a socket and a [`command::Registry`]. Modules need no HTTP code of their own.
//!
//! Start at [`Api`] (what is served), then `middleware.rs` (what happens to every request), `endpoint.rs` (how a command or a
//! query is asked) and `accept_loop.rs` (the accept loop).

mod accept_loop;
mod access;
mod auth;
mod authentication;
mod docs;
mod endpoint;
mod errors;
mod middleware;
mod offline;
mod openapi;
mod problem;
mod token;

pub use accept_loop::{Stop, serve};
pub use access::{Access, LoggedIn, Me, MyCompany, MyUser, TenantName, TenantRef};
pub use errors::PROBLEMS;
pub use openapi::openapi;
pub use token::Tokens;

use axum::Router;
use command::{Registry, Writers};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashing a password takes 19 MiB and a processor; so many at once.
const PASSWORDS_AT_ONCE: usize = 2;
/// Together as many as the store reads at once: the rest waits here, where who hangs up is forgotten. A list never waits
/// for a report.
const READS_AT_ONCE: usize = 12;
const REPORTS_AT_ONCE: usize = 4;
/// A parsed body takes many times the memory of its text.
const LARGE_BODIES_AT_ONCE: usize = 1;

/// What is served: all commands and queries of all modules, for all companies.
pub struct Api {
    registry: Arc<Registry>,
    writers: Arc<Writers>,
    access: Box<dyn Access>,
    tokens: Tokens,
    names: authentication::TenantCache,
    passwords: Arc<Semaphore>,
    reads: Arc<Semaphore>,
    reports: Arc<Semaphore>,
    large_bodies: Arc<Semaphore>,
}

impl Api {
    /// Serves `registry` through `writers`; `access` knows who may come in, `tokens` how they show it.
    pub fn new(registry: Arc<Registry>, writers: Arc<Writers>, access: Box<dyn Access>, tokens: Tokens) -> Arc<Api> {
        let (names, places) = (authentication::TenantCache::default(), |places| Arc::new(Semaphore::new(places)));
        let (passwords, reads, reports) = (places(PASSWORDS_AT_ONCE), places(READS_AT_ONCE), places(REPORTS_AT_ONCE));
        let large_bodies = places(LARGE_BODIES_AT_ONCE);
        Arc::new(Api { registry, writers, access, tokens, names, passwords, reads, reports, large_bodies })
    }

    /// All commands and queries.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// All routes.
    fn router(self: &Arc<Api>) -> Router {
        let router = docs::routes(self).merge(auth::routes(self)).merge(offline::routes(self));
        endpoint::routes(router, self).fallback(middleware::not_found)
    }
}

/// [`blocking`] with one of a number of places, which is held until the work is done, even if the request has been given
/// up.
async fn blocking_with<T: Send + 'static>(
    places: &Arc<Semaphore>,
    work: impl FnOnce() -> kernel::Result<T> + Send + 'static,
) -> kernel::Result<T> {
    let place = places.clone().acquire_owned().await;
    let place = place.map_err(|_| command::stopping())?;
    blocking(move || {
        let done = work();
        drop(place);
        done
    })
    .await
}

/// Runs what blocks on a thread where that is allowed.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> kernel::Result<T> + Send + 'static) -> kernel::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(kernel::defect(format!("a blocking task ended: {error}"))),
    }
}
