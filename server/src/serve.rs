//! `sanduk serve`.

use crate::app::{self, App, Owned};
use crate::settings::Settings;
use crate::shared::RedisLimits;
use crate::{cli, control, demo, errors, file_sweep, io, jobs, provisioning, shared};
use ::jobs::Workers;
use command::JobQueue;
use events::Delivery;
use files::{Bucket, Files};
use http_api::{Admission, SharedLimits, Stop};
use kernel::Result;
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::net::TcpListener;
use tokio::runtime::{Handle, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Threads that answer requests: they wait more than they work.
const WORKERS: usize = 4;
/// Open files that are worth having; systems without a limit name a number that is not meant.
const OPEN_FILES: u64 = 65_536;
/// How long reads that were cut off from their clients may still run: they change nothing.
const READ_END_TIME: Duration = Duration::from_secs(5);
/// How long the background thread rests between two rounds over all companies.
const ROUND_TIME: Duration = Duration::from_secs(60 * 60);
/// How long the program may take to end after the first signal, whatever its clients and its database do.
const EXIT_TIME: Duration = Duration::from_secs(18);

/// Sends the log to standard error.
pub fn log_to_stderr(settings: &Settings) -> Result<()> {
    let invalid = |why: String| errors::invalid_log_filter(settings.name_of("SANDUK_LOG"), why);
    let filter = EnvFilter::try_new(&settings.log).map_err(|error| invalid(error.to_string()))?;
    // A closed standard error must not end the program: the library would complain about it there.
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let log = log.with_ansi(std::io::stderr().is_terminal());
    let begun = if settings.log_json { log.json().try_init() } else { log.try_init() };
    begun.map_err(|error| invalid(error.to_string()))
}

/// Serves until a signal says stop.
pub fn serve(settings: &Settings, with_demo: bool) -> Result<()> {
    log_to_stderr(settings)?;
    if with_demo && !settings.listen.ip().is_loopback() {
        return Err(errors::public_demo(settings.name_of("SANDUK_LISTEN"), settings.listen));
    }
    let runtime = runtime()?;
    // Taken first: where the address is in use, no data directory is made.
    let listener = runtime.block_on(TcpListener::bind(settings.listen));
    let listener = listener.map_err(|error| errors::address(settings.listen, error))?;
    let owned = app::own(&settings.location, true)?;
    let app = open(settings, owned.ok_or_else(|| errors::data_directory_in_use(settings.directory()))?)?;
    let files = Arc::new(files(settings, runtime.handle())?);
    let shared = shared::connect(settings, runtime.handle())?;
    let limits = shared.clone().map(|shared| Arc::new(RedisLimits(shared)) as Arc<dyn SharedLimits>);
    let api = app.api((settings.rates, limits), files.clone(), settings.import_bytes)?;
    if let Err(error) = control::listen(&app) {
        tracing::warn!(target: "sanduk::server", %error, "other commands cannot reach this server");
    }
    if with_demo {
        demo::open(&app)?;
    }
    let admission = admission(settings)?;
    let delivery = Delivery::start(app.registry.clone(), app.writers.clone(), runtime.handle().clone());
    let workers = jobs::start(&app, &files, settings.lease, &JobQueue::ALL, runtime.handle())?;
    jobs::connect_processes(&app, runtime.handle(), shared)?;
    jobs::poll(&app, &workers, Some(&delivery))?;
    update_in_background(&app, (&delivery, &workers), files);
    let address = listener.local_addr().map_err(|error| errors::start("The address", error))?;
    let demo = if with_demo { demo::announcement() } else { String::new() };
    let hello =
        format!("Sanduk is serving on http://{address}/ (API documentation: http://{address}/api/docs/)\n{demo}");
    if let Err(error) = io::print(&hello) {
        tracing::warn!(target: "sanduk::server", %error, "the address could not be printed");
    }
    let stop = Stop::default();
    stop_on_signal(stop.clone())?;
    runtime.block_on(http_api::serve(listener, api, admission, stop));
    workers.stop(jobs::END_TIME);
    runtime.shutdown_timeout(READ_END_TIME);
    close(&app);
    Ok(())
}

/// What runs requests and waits for other systems.
pub fn runtime() -> Result<Runtime> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(processors.min(WORKERS))
        .max_blocking_threads(http_api::BLOCKING_THREADS + events::BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(|error| errors::start("The runtime", error))
}

/// Opens the data that was taken, as the settings say.
pub fn open(settings: &Settings, owned: Owned) -> Result<Arc<App>> {
    let app = App::open(
        settings.location.clone(),
        owned,
        settings.writers,
        settings.read_time,
        settings.base_domain.clone(),
        settings.secret_keys.clone(),
    )?;
    app.store().memory().set_limit(settings.memory);
    Ok(app)
}

/// Where attached files are kept. A bucket that does not answer is told now, and not to the first who attaches a file.
pub fn files(settings: &Settings, runtime: &Handle) -> Result<Files> {
    let (directory, file_bytes) = (settings.files.clone(), settings.file_bytes);
    let Some(bucket) = &settings.bucket else { return Ok(Files::new(directory, file_bytes)) };
    let connected = Bucket::connect(bucket, runtime.clone());
    let connected = connected.map_err(|why| errors::bucket(settings.name_of("SANDUK_FILES"), &bucket.address, why))?;
    Ok(Files::in_bucket(connected, directory, file_bytes))
}

/// The connections that fit under the limit of open files, which is raised as far as the system lets this process.
fn admission(settings: &Settings) -> Result<Admission> {
    let files =
        rlimit::increase_nofile_limit(OPEN_FILES).map_err(|error| errors::start("The limit of open files", error))?;
    let mut admission = Admission::for_open_files(usize::try_from(files).unwrap_or(usize::MAX));
    if let Some(connections) = settings.connections_per_address {
        admission.per_address = connections;
    }
    admission.trusted_proxies.clone_from(&settings.trusted_proxies);
    Ok(admission)
}

/// Brings all companies up to date one after another, so that the first command of each does not wait for it, delivers their events, does
/// their jobs and removes the files that none of their rows needs; then the same again after a while.
fn update_in_background(app: &Arc<App>, (delivery, workers): (&Arc<Delivery>, &Arc<Workers>), files: Arc<Files>) {
    let app = Arc::downgrade(app);
    let (delivery, workers) = (Arc::downgrade(delivery), Arc::downgrade(workers));
    let update_all = move || {
        command::give_way();
        loop {
            let tenants = app.upgrade().map_or_else(|| Ok(Vec::new()), |app| cli::tenants(&app));
            for tenant in tenants.unwrap_or_else(|error| {
                tracing::error!(target: "sanduk::server", %error, "the companies cannot be listed");
                Vec::new()
            }) {
                let Some(app) = app.upgrade() else { return };
                let (Some(delivery), Some(workers)) = (delivery.upgrade(), workers.upgrade()) else { return };
                if let Err(error) = provisioning::update_tenant(&app, &tenant) {
                    tracing::error!(target: "sanduk::server", tenant = tenant.slug, %error, "a company is not up to date");
                    continue;
                }
                // What was told and asked for when the server ended.
                delivery.look_at(tenant.id.uuid());
                workers.look_at(tenant.id.uuid());
                if let Err(error) = file_sweep::sweep(&app, &files, &tenant, now()) {
                    tracing::error!(target: "sanduk::server", tenant = tenant.slug, %error, "files cannot be removed");
                }
            }
            std::thread::sleep(ROUND_TIME);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("update".to_owned()).spawn(update_all) {
        tracing::error!(target: "sanduk::server", %error, "no thread to bring companies up to date");
    }
}

#[expect(clippy::disallowed_methods, reason = "the ages of files on the disk are told by the clock of the system")]
fn now() -> SystemTime {
    SystemTime::now()
}

/// The socket is removed with the server, so that the next command does not connect to it.
fn close(app: &Arc<App>) {
    if let Some(socket) = App::socket(&app.location) {
        drop(std::fs::remove_file(socket));
    }
}

/// The first signal stops serving; a second one, or too long a time, ends the program. This has a thread of its own, because
/// at the end the others wait.
pub fn stop_on_signal(stop: Stop) -> Result<()> {
    let failed = |error: std::io::Error| errors::start("The handling of signals", error);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let context = runtime.enter();
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    drop(context);
    let watch = move || {
        runtime.block_on(async {
            let mut signalled = async || {
                tokio::select! {
                    _ = terminate.recv() => (),
                    _ = interrupt.recv() => (),
                }
            };
            signalled().await;
            tracing::info!(target: "sanduk::server", "stopping");
            stop.now();
            match tokio::time::timeout(EXIT_TIME, signalled()).await {
                Ok(()) => tracing::warn!(target: "sanduk::server", "stopped at once by a second signal"),
                Err(_) => tracing::warn!(target: "sanduk::server", "stopped: what was running did not end in time"),
            }
            std::process::exit(1);
        });
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(watch).map(drop).map_err(failed)
}
