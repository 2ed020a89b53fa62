//! The edge: everything between a socket and a [`command::Registry`]. Modules need no HTTP code of their own.
//!
//! Start at [`Api`] (what is served), then `edge.rs` (what happens to every request), `endpoint.rs` (how a command or a
//! query is asked) and `listen.rs` (the accept loop).

mod access;
mod auth;
mod caller;
mod docs;
mod edge;
mod endpoint;
mod listen;
mod offline;
mod openapi;
mod problem;
mod token;

pub use access::{Access, Granted, Named, TenantRef};
pub use listen::{Stop, serve};
pub use openapi::openapi;
pub use token::Tokens;

use axum::Router;
use command::{Registry, Writers};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashing a password takes 19 MiB and a processor; so many at once.
const PASSWORDS_AT_ONCE: usize = 2;

/// What is served: all commands and queries of all modules, for all companies.
pub struct Api {
    registry: Arc<Registry>,
    writers: Arc<Writers>,
    access: Box<dyn Access>,
    tokens: Tokens,
    names: caller::Names,
    passwords: Semaphore,
}

impl Api {
    /// Serves `registry` through `writers`; `access` knows who may come in, `tokens` how they show it.
    pub fn new(registry: Arc<Registry>, writers: Arc<Writers>, access: Box<dyn Access>, tokens: Tokens) -> Arc<Api> {
        let (names, passwords) = (caller::Names::default(), Semaphore::new(PASSWORDS_AT_ONCE));
        Arc::new(Api { registry, writers, access, tokens, names, passwords })
    }

    /// All commands and queries.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// All routes.
    fn router(self: &Arc<Api>) -> Router {
        let router = docs::routes(self).merge(auth::routes(self)).merge(offline::routes(self));
        endpoint::routes(router, self).fallback(edge::not_found)
    }
}

/// Runs what blocks on a thread where that is allowed.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> kernel::Result<T> + Send + 'static) -> kernel::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(kernel::Error::internal(format!("a blocking task ended: {error}"))),
    }
}
