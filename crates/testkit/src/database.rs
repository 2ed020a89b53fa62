//! An empty database for each test: a directory for SQLite files, or a new database on the shared PostgreSQL server.

use crate::postgres;
use crate::proxy::Proxy;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Conn, Location};

/// An empty database for companies. Dropping it deletes it.
pub struct Database {
    /// The directory of the SQLite files, or the URL of the PostgreSQL database.
    pub place: Location,
    /// `sqlite` or `postgres`.
    pub name: &'static str,
}

/// One empty database of each kind that is available on this machine.
pub fn databases() -> Vec<Database> {
    [Some(Database::sqlite()), Database::postgres()].into_iter().flatten().collect()
}

fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("sanduk_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Database {
    /// An empty data directory, on a memory file system if there is one: no test simulates a power failure of the machine.
    pub fn sqlite() -> Database {
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let directory = parent.join(unique_name());
        std::fs::create_dir_all(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        Database { place: Location::Directory(directory), name: "sqlite" }
    }

    /// A directory for the files of this database alone, which nothing has made yet.
    pub fn files(&self) -> PathBuf {
        match &self.place {
            Location::Directory(directory) => directory.join("files"),
            Location::Postgres(url) => {
                let name = url.split('?').next().and_then(|address| address.rsplit('/').next()).unwrap_or_default();
                std::env::temp_dir().join(format!("{name}_files"))
            }
        }
    }

    /// A new database on the shared server; `None` when no PostgreSQL is available.
    pub fn postgres() -> Option<Database> {
        let server = postgres::shared()?;
        let name = unique_name();
        run_on_server(server, &format!("CREATE DATABASE {name}"));
        let (address, _) = server.rsplit_once('/')?;
        Some(Database { place: Location::Postgres(format!("{address}/{name}")), name: "postgres" })
    }
}

impl Database {
    /// A new database on the shared server that is reached through a proxy, and is given up as unreachable after one second
    /// without an answer; `None` when no PostgreSQL is available.
    pub fn postgres_behind_proxy() -> Option<(Database, Proxy)> {
        let mut database = Database::postgres()?;
        let Location::Postgres(url) = &database.place else { return None };
        let (address, _) = url.split_once('@')?.1.split_once('/')?;
        let proxy = Proxy::start(address.to_owned());
        let url = url.replace(address, &format!("127.0.0.1:{}", proxy.port()));
        let url = format!("{url}?tcp_user_timeout=1");
        database.place = Location::Postgres(url);
        Some((database, proxy))
    }
}

fn run_on_server(url: &str, sql: &str) {
    let done = Conn::to_server(url).and_then(|mut conn| conn.script(sql));
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(self.files()));
        match &self.place {
            Location::Directory(directory) => drop(std::fs::remove_dir_all(directory)),
            Location::Postgres(url) => {
                let address = url.split('?').next().unwrap_or_default();
                if let (Some(server), Some((_, name))) = (postgres::shared(), address.rsplit_once('/')) {
                    // Errors are ignored: a panic while a failed test unwinds would hide the reason of the failure.
                    let sql = format!("DROP DATABASE {name} WITH (FORCE)");
                    drop(Conn::to_server(server).and_then(|mut conn| conn.script(&sql)));
                }
            }
        }
    }
}
