//! The edge: everything between a socket and a [`command::Registry`]. Modules need no HTTP code of their own.
//!
//! Start at [`Api`] (what is served), then `middleware.rs` (what happens to every request), `endpoint.rs` (how a command or a
//! query is asked) and `accept_loop.rs` (the accept loop).

mod accept_loop;
mod access;
mod addresses;
mod auth;
mod authentication;
mod awaited;
mod body_parser;
mod bulk;
mod client_stream;
mod compression;
mod cookies;
mod docs;
mod endpoint;
mod errors;
mod export;
mod file_range;
mod files;
mod hooks;
mod import;
mod languages;
mod lent_body;
mod live;
mod meta;
mod middleware;
mod offline;
mod openapi;
mod pages;
mod password_checks;
mod places;
mod problem;
mod rates;
mod report;
mod sessions;
mod shapes;
mod shared_limits;
mod source;
mod token;
mod users;

pub use accept_loop::{Admission, Stop, serve};
pub use access::{
    Access, AddedUser, Caller, Checked, ChosenLanguages, LoggedIn, Me, MyCompany, MyUser, NewUser, TenantCard,
    TenantName, TenantRef,
};
pub use openapi::openapi;
pub use rates::RatesPerMinute;
pub use shared_limits::{Counted, SharedLimits};
pub use token::Tokens;

use ::files::Files;
use axum::Router;
use body_parser::BodyParser;
use command::{Registry, Writers};
use password_checks::PasswordChecks;
use places::Places;
use rates::Rates;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Together as many as the store reads at once: the rest waits here, where who hangs up is forgotten. A list never waits
/// for a report.
const READS_AT_ONCE: usize = 12;
const REPORTS_AT_ONCE: usize = 4;
/// Reads of the control tenant: which company is named, and whether a session has ended. No company's reads take their places.
const LOOKUPS_AT_ONCE: usize = 4;
/// Commands that concern users, which wait for two writers.
const USERS_AT_ONCE: usize = 4;
/// Log-ins and refreshes, which ask the company whether the user still belongs to it.
const LOG_INS_AT_ONCE: usize = 4;
/// Refresh tokens are taken from clients that are not known yet: without a bound they could take all threads that may block.
const REFRESHES_AT_ONCE: usize = 4;

/// Files that are imported at once, each of which may keep a body as large as the setting allows.
const IMPORTS_AT_ONCE: usize = 2;
/// Parts of files that are written and read.
const FILES_AT_ONCE: usize = 4;
/// Thumbnails that are made, each of which may unpack an image of 160 MiB. A company makes one at once.
const THUMBNAILS_AT_ONCE: usize = 2;

/// Messages of other systems that are checked and kept.
const HOOKS_AT_ONCE: usize = 4;

/// How many threads may block at once: one for every place, those that compress, and one that asks whether the database is there. With
/// fewer, work that has a place would wait.
pub const BLOCKING_THREADS: usize = READS_AT_ONCE
    + REPORTS_AT_ONCE
    + IMPORTS_AT_ONCE
    + LOOKUPS_AT_ONCE
    + USERS_AT_ONCE
    + LOG_INS_AT_ONCE
    + REFRESHES_AT_ONCE
    + FILES_AT_ONCE
    + THUMBNAILS_AT_ONCE
    + HOOKS_AT_ONCE
    + compression::LARGE_AT_ONCE
    + 1;

/// The catalogues of errors beside those of the modules: of HTTP itself, of files that are imported, and of those that are kept.
pub fn catalogues() -> [kernel::Catalogue; 3] {
    [errors::PROBLEMS, tables::PROBLEMS, ::files::PROBLEMS]
}

/// What is served: all commands and queries of all modules, for all companies.
pub struct Api {
    registry: Arc<Registry>,
    writers: Arc<Writers>,
    access: Box<dyn Access>,
    tokens: Tokens,
    files: Arc<Files>,
    names: authentication::TenantCache,
    sessions: sessions::SessionCache,
    password_checks: PasswordChecks,
    rates: Rates,
    readiness: docs::Readiness,
    reads: Arc<Places>,
    reports: Arc<Places>,
    imports: Arc<Places>,
    import_bytes: usize,
    bodies: BodyParser,
    users: Arc<Places>,
    log_ins: Arc<Places>,
    file_places: Arc<Places>,
    thumbnails: Arc<Places>,
    hooks: Arc<Places>,
    live: live::Live,
    lookups: Arc<Semaphore>,
    refreshes: Arc<Semaphore>,
}

impl Api {
    /// Serves `registry` through `writers`; `access` knows who may come in, `tokens` how they show it, `rates` how
    /// often, counted together with other servers where there is something to do that with; `files` keeps what they attach, and an imported file has at most `import_bytes`.
    pub fn new(
        registry: Arc<Registry>,
        writers: Arc<Writers>,
        access: Box<dyn Access>,
        tokens: Tokens,
        (rates, shared): (RatesPerMinute, Option<Arc<dyn SharedLimits>>),
        files: Arc<Files>,
        import_bytes: usize,
    ) -> Arc<Api> {
        Arc::new(Api {
            registry,
            writers,
            access,
            tokens,
            files,
            names: authentication::TenantCache::default(),
            sessions: sessions::SessionCache::default(),
            password_checks: PasswordChecks::new(shared.clone()),
            rates: Rates::new(rates, shared),
            readiness: docs::Readiness::default(),
            reads: Places::new(READS_AT_ONCE),
            reports: Places::new(REPORTS_AT_ONCE),
            imports: Places::new(IMPORTS_AT_ONCE),
            import_bytes,
            bodies: BodyParser::start(),
            users: Places::new(USERS_AT_ONCE),
            log_ins: Places::new(LOG_INS_AT_ONCE),
            file_places: Places::new(FILES_AT_ONCE),
            thumbnails: Places::new(THUMBNAILS_AT_ONCE),
            hooks: Places::new(HOOKS_AT_ONCE),
            live: live::Live::default(),
            lookups: Arc::new(Semaphore::new(LOOKUPS_AT_ONCE)),
            refreshes: Arc::new(Semaphore::new(REFRESHES_AT_ONCE)),
        })
    }

    /// All commands and queries.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// All routes.
    fn router(self: &Arc<Api>) -> Router {
        let router = docs::routes(self)
            .merge(auth::routes(self))
            .merge(cookies::routes(self))
            .merge(users::routes(self))
            .merge(offline::routes(self))
            .merge(meta::routes(self))
            .merge(files::routes(self))
            .merge(hooks::routes(self))
            .merge(live::routes(self))
            .merge(pages::routes());
        let router = bulk::routes(endpoint::routes(router, self), self);
        import::routes(router, self).fallback(middleware::not_found)
    }
}

/// [`blocking`] work of a company, in one of its places.
async fn blocking_of<T: Send + 'static>(
    tenant: Uuid,
    places: &Arc<Places>,
    work: impl FnOnce() -> kernel::Result<T> + Send + 'static,
) -> kernel::Result<T> {
    let asked = Instant::now();
    let place = places.take(tenant).await?;
    // What waited while the company was found locked has waited long enough for the same lock.
    if places.was_locked_since(tenant, asked) {
        return Err(store::locked());
    }
    let done = holding(place, work).await;
    if done.as_ref().is_err_and(|error| error.code == store::locked().code) {
        places.found_locked(tenant);
    }
    done
}

/// [`blocking`] work that belongs to no company, with one of a number of permits.
async fn blocking_with<T: Send + 'static>(
    permits: &Arc<Semaphore>,
    work: impl FnOnce() -> kernel::Result<T> + Send + 'static,
) -> kernel::Result<T> {
    let permit = permits.clone().acquire_owned().await;
    holding(permit.map_err(|_| command::stopping())?, work).await
}

/// [`blocking`] that holds `place` until the work is done, even if the request has been given up.
async fn holding<T: Send + 'static>(
    place: impl Send + 'static,
    work: impl FnOnce() -> kernel::Result<T> + Send + 'static,
) -> kernel::Result<T> {
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
