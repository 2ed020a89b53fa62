//! The edge: everything between a socket and a [`command::Registry`]. Modules need no HTTP code of their own.
//!
//! Start at [`Api`] (what is served), then `middleware.rs` (what happens to every request), `endpoint.rs` (how a command or a
//! query is asked) and `accept_loop.rs` (the accept loop).

mod accept_loop;
mod access;
mod auth;
mod authentication;
mod client_stream;
mod docs;
mod endpoint;
mod errors;
mod export;
mod lent_body;
mod middleware;
mod offline;
mod openapi;
mod password_checks;
mod problem;
mod sessions;
mod source;
mod token;
mod users;

pub use accept_loop::{Admission, Stop, serve};
pub use access::{Access, AddedUser, Caller, LoggedIn, Me, MyCompany, MyUser, NewUser, TenantName, TenantRef};
pub use errors::PROBLEMS;
pub use openapi::openapi;
pub use token::Tokens;

use axum::Router;
use command::{Registry, Writers};
use password_checks::PasswordChecks;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Together as many as the store reads at once: the rest waits here, where who hangs up is forgotten. A list never waits
/// for a report.
const READS_AT_ONCE: usize = 12;
const REPORTS_AT_ONCE: usize = 4;
/// A parsed body takes many times the memory of its text.
const LARGE_BODIES_AT_ONCE: usize = 1;
/// Refresh tokens are taken from clients that are not known yet: without a bound they could take all threads that may block.
const REFRESHES_AT_ONCE: usize = 4;

/// What is served: all commands and queries of all modules, for all companies.
pub struct Api {
    registry: Arc<Registry>,
    writers: Arc<Writers>,
    access: Box<dyn Access>,
    tokens: Tokens,
    names: authentication::TenantCache,
    sessions: sessions::SessionCache,
    password_checks: PasswordChecks,
    readiness: docs::Readiness,
    reads: Arc<Semaphore>,
    reports: Arc<Semaphore>,
    large_bodies: Arc<Semaphore>,
    refreshes: Arc<Semaphore>,
}

impl Api {
    /// Serves `registry` through `writers`; `access` knows who may come in, `tokens` how they show it.
    pub fn new(registry: Arc<Registry>, writers: Arc<Writers>, access: Box<dyn Access>, tokens: Tokens) -> Arc<Api> {
        let (names, places) = (authentication::TenantCache::default(), |places| Arc::new(Semaphore::new(places)));
        let (reads, reports) = (places(READS_AT_ONCE), places(REPORTS_AT_ONCE));
        let (large_bodies, refreshes) = (places(LARGE_BODIES_AT_ONCE), places(REFRESHES_AT_ONCE));
        let sessions = sessions::SessionCache::default();
        let (password_checks, readiness) = (PasswordChecks::new(), docs::Readiness::default());
        Arc::new(Api {
            registry,
            writers,
            access,
            tokens,
            names,
            sessions,
            password_checks,
            readiness,
            reads,
            reports,
            large_bodies,
            refreshes,
        })
    }

    /// All commands and queries.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// All routes.
    fn router(self: &Arc<Api>) -> Router {
        let router =
            docs::routes(self).merge(auth::routes(self)).merge(users::routes(self)).merge(offline::routes(self));
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
