//! The running app: store, writers and all modules over one place of data, which this process alone owns on SQLite.

use crate::identity_access::IdentityAccess;
use crate::{errors, modules};
use ::settings::InstallationKeys;
use command::{Answer, Command, Limits, Registry, SYSTEM, Submission, Writers};
use files::Files;
use http_api::{Api, RatesPerMinute, SharedLimits, Tokens};
use identity::Tenant;
use kernel::Result;
use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{CONTROL, Location, Read, Store};
use uuid::Uuid;

/// The file whose lock says that a process owns the data directory.
const LOCK: &str = "sanduk.lock";

/// A data directory that this process owns; nothing to own on PostgreSQL, which many processes may share.
pub struct Owned {
    _lock: Option<File>,
}

/// Takes the data directory, which is made where there is none and `make` says so; `None` where another process has it. A
/// database on PostgreSQL that was not used before is refused in the same way.
pub fn own(location: &Location, make: bool) -> Result<Option<Owned>> {
    let Location::Directory(directory) = location else {
        let is_usable = make || location.has_data()?;
        return if is_usable { Ok(Some(Owned { _lock: None })) } else { Err(errors::no_data_in_database()) };
    };
    let failed = |error: std::io::Error| errors::data_directory(directory.display(), error);
    if directory.exists() && !directory.is_dir() {
        return Err(errors::data_directory(directory.display(), "it is a file, not a directory"));
    }
    if make {
        DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(failed)?;
    } else if !location.has_data()? {
        return Err(errors::no_data(directory.display()));
    }
    let lock = File::options().create(true).write(true).truncate(false).open(directory.join(LOCK)).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(Owned { _lock: Some(lock) })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Everything that commands and requests read.
pub struct App {
    /// All commands and queries.
    pub registry: Arc<Registry>,
    /// The writers of all companies.
    pub writers: Arc<Writers>,
    /// The place of the data.
    pub location: Location,
    /// The domain below which every host name is the slug of a company.
    pub base_domain: Option<String>,
    /// The keys of secrets.
    pub secret_keys: InstallationKeys,
    _owned: Owned,
}

impl App {
    /// Opens the data that was taken, with so many threads that write and so much time for each read.
    pub fn open(
        location: Location,
        owned: Owned,
        writers: usize,
        read_time: Duration,
        base_domain: Option<String>,
        secret_keys: InstallationKeys,
    ) -> Result<Arc<App>> {
        let (control, registry) = (modules::control()?, modules::registry()?);
        let store = Store::open(location.clone(), control.migrations(), registry.migrations(), read_time)?;
        let definitions = registry.definitions().clone();
        let writers = Writers::start(store, definitions, identity::authorise, Limits::default(), writers)?;
        Ok(Arc::new(App { registry, writers, location, base_domain, secret_keys, _owned: owned }))
    }

    /// What is served, to users who may ask so often, attach `files` and import so many bytes at once: the same for the
    /// program and for tests.
    pub fn api(
        self: &Arc<App>,
        rates: (RatesPerMinute, Option<Arc<dyn SharedLimits>>),
        files: Arc<Files>,
        import_bytes: usize,
    ) -> Result<Arc<Api>> {
        let tokens = Tokens::new(&identity::signing_key(&self.writers)?);
        let access = Box::new(IdentityAccess {
            registry: self.registry.clone(),
            writers: self.writers.clone(),
            base_domain: self.base_domain.clone(),
            secret_keys: self.secret_keys.clone(),
        });
        Ok(Api::new(self.registry.clone(), self.writers.clone(), access, tokens, rates, files, import_bytes))
    }

    /// The data.
    pub fn store(&self) -> &Arc<Store> {
        self.writers.store()
    }

    /// The data directory on SQLite.
    pub fn directory(&self) -> Option<&Path> {
        match &self.location {
            Location::Directory(directory) => Some(directory),
            Location::Postgres(_) => None,
        }
    }

    /// Where the living server listens for other commands.
    pub fn socket(location: &Location) -> Option<PathBuf> {
        match location {
            Location::Directory(directory) => Some(directory.join("control.sock")),
            Location::Postgres(_) => None,
        }
    }

    /// Runs a command as the program itself.
    pub fn execute<C: Command>(&self, tenant: Uuid, command: C) -> Result<C::Output> {
        self.writers.run(tenant, SYSTEM, command)
    }

    /// Runs the command `name` as the program itself, once for every `key`.
    pub fn execute_once(&self, tenant: Uuid, name: &str, key: &str, body: &serde_json::Value) -> Result<Answer> {
        let command = self.registry.decode(name, body.to_string().as_bytes())?;
        let mut submission = Submission::new(tenant, SYSTEM, command);
        submission.key = Some(key.to_owned());
        self.writers.execute(submission)
    }

    /// The company called `slug`, if there is one.
    pub fn find_tenant(&self, slug: &str) -> Result<Option<Arc<Tenant>>> {
        self.store().read(CONTROL, |read| read.find(Tenant::BY_SLUG, kernel::code_key(slug).as_str()))
    }

    /// The company called `slug`.
    pub fn tenant(&self, slug: &str) -> Result<Arc<Tenant>> {
        self.find_tenant(slug)?.ok_or_else(|| errors::no_company(slug))
    }
}
