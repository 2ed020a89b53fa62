//! Jobs of companies: the workers of a server, of `sanduk worker`, and of `sanduk job run`.

use crate::app::{self, App};
use crate::io::Io;
use crate::settings::Settings;
use crate::{cli, errors, io, serve, shared};
use ::jobs::{JobRow, Workers, Workplace};
use ::settings::InstallationKeys;
use ::shared::Shared;
use command::{
    JobQueue, JobState, KeptFiles, ReceivedFile, SYSTEM, Secret, Secrets, Setting, SettingPlace, Submission, Writers,
};
use events::Delivery;
use files::{Files, Incoming};
use http_api::Stop;
use kernel::{Error, Id, Result, defect};
use outbound::{Client, Limits};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use store::{Location, Read};
use tokio::runtime::{Handle, Runtime};
use uuid::Uuid;

/// How long workers wait at the end for the jobs that they interrupt.
pub const END_TIME: Duration = Duration::from_secs(5);
/// How often companies are looked at for jobs of other processes that share the database.
const POLL_TIME: Duration = Duration::from_secs(2);
/// How often it is looked which companies there are.
const COMPANIES_TIME: Duration = Duration::from_secs(30);
/// How often it is looked whether a job is over.
const WAIT_TIME: Duration = Duration::from_millis(50);

/// The contents of files, for jobs.
struct Contents(Arc<Files>);

impl KeptFiles for Contents {
    fn copy(&self, tenant: Uuid, sha256: &str, bytes: u64, out: &mut dyn Write) -> Result<()> {
        let mut content = self.0.open(tenant, sha256, 0..bytes)?;
        while let Some(part) = content.next_part()? {
            out.write_all(&part).map_err(|error| defect(format!("a file cannot be copied: {error}")))?;
        }
        Ok(())
    }

    fn keep(
        &self,
        tenant: Uuid,
        media_type: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
    ) -> Result<ReceivedFile> {
        let mut out = Made { incoming: self.0.begin(tenant)?, refused: None };
        let written = write(&mut out);
        // Who writes knows only that it was refused, not why.
        out.refused.map_or(written, Err)?;
        let kept = out.incoming.keep_made()?;
        let bytes = i64::try_from(kept.bytes).map_err(|error| defect(error.to_string()))?;
        Ok(ReceivedFile { sha256: kept.sha256, bytes, media_type: media_type.to_owned() })
    }
}

/// A file that a job is making.
struct Made {
    incoming: Incoming,
    refused: Option<Error>,
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.incoming.write(bytes).map_err(|error| {
            let told = std::io::Error::other(error.operator());
            self.refused = Some(error);
            told
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The secrets of companies, for jobs.
struct CompanySecrets {
    writers: Arc<Writers>,
    keys: InstallationKeys,
}

impl Secrets for CompanySecrets {
    fn secret(&self, tenant: Uuid, setting: &Setting<Secret>) -> Result<Option<String>> {
        let place = SettingPlace { user: None, site: None };
        let secret = ::settings::secret(&self.writers, &self.keys, tenant, setting, place)?;
        Ok(secret.map(|secret| secret.as_str().to_owned()))
    }

    fn derived(&self, tenant: Uuid, key: i64, purpose: &str) -> Result<[u8; 32]> {
        ::settings::derived(&self.writers, &self.keys, tenant, key, purpose)
    }
}

/// How long another system may take to be connected, and to answer.
const CALL_TIMES: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(30));
/// The most bytes that are read of an answer of another system.
const ANSWER_BYTES: usize = 4 << 20;

/// The jobs of a queue that a process does at once: what reads much takes a processor for itself.
fn places(queue: JobQueue) -> usize {
    match queue {
        JobQueue::Email | JobQueue::Notification | JobQueue::Default => 4,
        // They wait for others, and do nothing meanwhile.
        JobQueue::Webhook => 64,
        JobQueue::Report => 2,
    }
}

/// Starts the workers of this process for these queues.
pub fn start(
    app: &App,
    settings: &Settings,
    files: &Arc<Files>,
    queues: &[JobQueue],
    runtime: &Handle,
) -> Result<Arc<Workers>> {
    let (registry, writers) = (app.registry.clone(), app.writers.clone());
    let secrets = CompanySecrets { writers: writers.clone(), keys: app.secret_keys.clone() };
    let (connect, answer) = CALL_TIMES;
    let limits = Limits { allow_private: settings.allow_private, connect, answer, most_bytes: ANSWER_BYTES };
    let work = Workplace {
        registry,
        writers,
        files: Arc::new(Contents(files.clone())),
        secrets: Arc::new(secrets),
        outbound: Arc::new(Client::new(limits)),
    };
    let places: BTreeMap<_, _> = queues.iter().map(|queue| (*queue, places(*queue))).collect();
    Workers::start(work, process_name(), settings.lease, places, runtime)
}

/// The name of this process among all that work for the same companies.
pub fn process_name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}/{}", host.trim(), std::process::id())
}

/// Hears of what other processes on the same database commit, and tells them what this one does.
pub fn connect_processes(app: &App, runtime: &Handle, shared: Option<Arc<Shared>>) -> Result<()> {
    let writers = Arc::downgrade(&app.writers);
    let heard = Arc::new(move |tenant: Uuid, has_events: bool| {
        let Some(writers) = writers.upgrade() else { return };
        match tenant.is_nil() {
            // Some words may have been lost.
            true => writers.companies().into_iter().for_each(|tenant| writers.heard(tenant, true)),
            false => writers.heard(tenant, has_events),
        }
    });
    let by_bell = heard.clone();
    let Some(bell) = app.store().bell(move |tenant, is_work| by_bell(tenant, is_work))? else { return Ok(()) };
    let Some(shared) = shared else {
        runtime.spawn(app.writers.each_commit(move |commit| {
            if commit.is_own {
                bell.ring(commit.tenant, commit.has_events);
            }
        }));
        return Ok(());
    };
    let (sender, commits) = tokio::sync::mpsc::unbounded_channel();
    runtime.spawn(app.writers.each_commit(move |commit| {
        if commit.is_own {
            // Its receiver ends only with this sender.
            sender.send((commit.tenant, commit.has_events)).ok();
        }
    }));
    runtime.spawn(shared::tell_commits(shared.clone(), bell, commits));
    runtime.spawn(async move { shared.hear(|tenant, is_work| heard(tenant, is_work)).await });
    Ok(())
}

/// Looks at all companies now and then for the jobs and events that a process has left which died. Ends with the workers.
pub fn poll(app: &Arc<App>, workers: &Arc<Workers>, delivery: Option<&Arc<Delivery>>) -> Result<()> {
    if app.store().is_sqlite() {
        return Ok(());
    }
    let delivery = delivery.map(Arc::downgrade);
    let (app, workers) = (Arc::downgrade(app), Arc::downgrade(workers));
    let body = move || {
        let mut companies: (Option<Instant>, Vec<Uuid>) = (None, Vec::new());
        while let (Some(app), Some(workers)) = (app.upgrade(), workers.upgrade()) {
            if companies.0.is_none_or(|at| at.elapsed() > COMPANIES_TIME) {
                match cli::tenants(&app) {
                    Ok(all) => {
                        companies = (Some(Instant::now()), all.iter().map(|tenant| tenant.id.uuid()).collect());
                        let delivery = delivery.as_ref().and_then(Weak::upgrade);
                        delivery.iter().for_each(|own| companies.1.iter().for_each(|tenant| own.look_at(*tenant)));
                    }
                    Err(error) => tracing::warn!(error = error.operator(), "the companies cannot be listed"),
                }
            }
            companies.1.iter().for_each(|tenant| workers.look_at(*tenant));
            drop((app, workers));
            std::thread::sleep(POLL_TIME);
        }
    };
    let started = std::thread::Builder::new().name("job-poll".to_owned()).spawn(body);
    started.map(drop).map_err(|error| errors::start("The thread that looks for jobs", error))
}

/// Does jobs until a signal says stop, beside the servers that share the database.
pub fn work(settings: &Settings, queues: &[JobQueue]) -> Result<()> {
    serve::log_to_stderr(settings)?;
    if matches!(settings.location, Location::Directory(_)) {
        return Err(errors::worker_needs_server());
    }
    let runtime = serve::runtime()?;
    let owned = app::own(&settings.location, false)?;
    let app = serve::open(settings, owned.ok_or_else(|| errors::data_directory_in_use(settings.directory()))?)?;
    let files = Arc::new(serve::files(settings, runtime.handle())?);
    let queues = if queues.is_empty() { &JobQueue::ALL[..] } else { queues };
    let workers = start(&app, settings, &files, queues, runtime.handle())?;
    connect_processes(&app, runtime.handle(), shared::connect(settings, runtime.handle())?)?;
    poll(&app, &workers, None)?;
    let words: Vec<&str> = queues.iter().map(|queue| queue.as_str()).collect();
    io::print(&format!("Sanduk does the jobs of {}\n", words.join(", ")))?;
    let stop = Stop::default();
    serve::stop_on_signal(stop.clone())?;
    runtime.block_on(stop.wait());
    workers.stop(END_TIME);
    runtime.shutdown_timeout(END_TIME);
    Ok(())
}

/// The workers of a process that does one command: they end with this.
pub struct OwnWorkers {
    workers: Arc<Workers>,
    _runtime: Runtime,
}

impl OwnWorkers {
    /// Starts them.
    pub fn start(app: &App, settings: &Settings) -> Result<OwnWorkers> {
        let runtime = serve::runtime()?;
        let files = Arc::new(serve::files(settings, runtime.handle())?);
        let workers = start(app, settings, &files, &JobQueue::ALL, runtime.handle())?;
        Ok(OwnWorkers { workers, _runtime: runtime })
    }
}

impl Drop for OwnWorkers {
    fn drop(&mut self) {
        self.workers.stop(END_TIME);
    }
}

/// Has a job of a company done now and waits for its end: by the workers of this process.
pub fn run(app: &App, slug: &str, name: &str, io: &mut dyn Io) -> Result<()> {
    let tenant = app.tenant(slug)?.id.uuid();
    let command = app.registry.decode("jobs.kind.run", serde_json::json!({ "name": name }).to_string().as_bytes())?;
    let answer = app.writers.execute(Submission::new(tenant, SYSTEM, command))?;
    let answer: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|error| defect(error.to_string()))?;
    let id: Id<JobRow> = serde_json::from_value(answer["id"].clone()).map_err(|error| defect(error.to_string()))?;
    loop {
        let job = app.store().read(tenant, |read| read.get::<JobRow>(&id))?;
        let job = job.ok_or_else(|| defect("a job is gone"))?;
        match job.state {
            JobState::Waiting | JobState::Running => {
                if !io
                    .progress(u64::try_from(job.done).unwrap_or_default(), u64::try_from(job.total).unwrap_or_default())
                {
                    return Ok(());
                }
                std::thread::sleep(WAIT_TIME);
            }
            JobState::Done => {
                io.line(job.effect.as_deref().unwrap_or("done"));
                return Ok(());
            }
            JobState::Dead | JobState::Cancelled => {
                return Err(errors::job_not_done(name, job.problem.as_deref().unwrap_or("it was cancelled")));
            }
        }
    }
}
