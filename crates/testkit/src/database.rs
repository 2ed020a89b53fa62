//! A fresh database per test: a directory of SQLite files, and a database of its own on the shared PostgreSQL server.

use crate::postgres;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Conn, Location};

/// An empty place for companies; gone when dropped.
pub struct Database {
    /// Where it is.
    pub place: Location,
    /// `sqlite` or `postgres`.
    pub name: &'static str,
}

/// A fresh database of every kind that this machine has.
pub fn databases() -> Vec<Database> {
    [Some(Database::sqlite()), Database::postgres()].into_iter().flatten().collect()
}

fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("sanduk_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Database {
    /// A fresh data directory, in memory where the machine can: tests do not pull the plug.
    pub fn sqlite() -> Database {
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let directory = parent.join(unique_name());
        std::fs::create_dir_all(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        Database { place: Location::Directory(directory), name: "sqlite" }
    }

    /// A fresh database on the shared server; `None` where the machine has no PostgreSQL.
    pub fn postgres() -> Option<Database> {
        let server = postgres::shared()?;
        let name = unique_name();
        on_server(server, &format!("CREATE DATABASE {name}"));
        let (address, _) = server.rsplit_once('/')?;
        Some(Database { place: Location::Postgres(format!("{address}/{name}")), name: "postgres" })
    }
}

fn on_server(url: &str, sql: &str) {
    let done = Conn::to_server(url).and_then(|mut conn| conn.script(sql));
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.place {
            Location::Directory(directory) => drop(std::fs::remove_dir_all(directory)),
            Location::Postgres(url) => {
                if let (Some(server), Some((_, name))) = (postgres::shared(), url.rsplit_once('/')) {
                    // A panic while a failed test unwinds would hide why it failed.
                    let sql = format!("DROP DATABASE {name} WITH (FORCE)");
                    drop(Conn::to_server(server).and_then(|mut conn| conn.script(&sql)));
                }
            }
        }
    }
}
