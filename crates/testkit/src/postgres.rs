//! A private PostgreSQL server for tests, started from the binaries installed on the machine.
//!
//! Nothing is installed and no running server is used. The cluster is in a new directory and listens only on the loopback
//! address. A shell process, the watchdog, waits on a pipe to this process. When the [`Server`] is dropped, or this process
//! ends or is killed with `kill -9`, the pipe closes; the watchdog then stops PostgreSQL and removes the directory.
//!
//! This file uses only the standard library, because `xtask` includes it by path: `cargo xtask` must build even when
//! the crates that `testkit` depends on do not.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The environment variable with the URL of a PostgreSQL server for the tests. `cargo xtask test` sets it, so that all tests
/// share one server.
pub const TEST_URL: &str = "XTASK_TEST_POSTGRES";

/// Creates and starts the cluster, prints `ready PORT DIRECTORY`, and stops and removes it at the end of standard input.
/// The shell ignores signals so that only the pipe ends it; PostgreSQL installs its own handlers.
const WATCHDOG: &str = r#"
trap '' HUP INT TERM PIPE
bin=$1 durable=$2
shift 2
umask 077
cd /
dir=$(mktemp -d "${TMPDIR:-/tmp}/sanduk-pg.XXXXXX" 2>/dev/null || mktemp -d /tmp/sanduk-pg.XXXXXX) || exit 1
"$bin/initdb" -D "$dir/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C -N >"$dir/log" 2>&1 </dev/null || {
    cat "$dir/log"
    rm -rf "$dir"
    exit 1
}
{
    echo "listen_addresses = '127.0.0.1'"
    echo "unix_socket_directories = '$dir'"
    echo "max_connections = 200"
    [ "$durable" = true ] || printf '%s = off\n' fsync synchronous_commit full_page_writes
} >>"$dir/data/postgresql.conf"
for port in "$@"; do
    if "$bin/pg_ctl" -w -t 60 -D "$dir/data" -l "$dir/log" -o "-p $port" start >>"$dir/log" 2>&1 </dev/null; then
        echo "ready $port $dir"
        read -r _
        "$bin/pg_ctl" -w -D "$dir/data" -m immediate stop >>"$dir/log" 2>&1 </dev/null
        rm -rf "$dir"
        exit 0
    fi
done
cat "$dir/log"
rm -rf "$dir"
exit 1
"#;

/// A running PostgreSQL server that is stopped when this value is dropped or its process ends.
#[derive(Debug)]
pub struct Server {
    url: String,
    directory: PathBuf,
    watchdog: Child,
}

impl Server {
    /// Starts a durable server: a commit is on disk before it is acknowledged.
    pub fn start() -> Result<Server, String> {
        Server::start_with(true)
    }

    /// Starts a server. With `durable` false it does not wait for the disk, which is faster and sufficient for tests that
    /// do not simulate a crash of PostgreSQL itself.
    pub fn start_with(durable: bool) -> Result<Server, String> {
        let binaries = binaries().ok_or("no PostgreSQL on this machine: neither in PATH nor in /usr/lib/postgresql")?;
        let mut command = as_unprivileged_user()?;
        command.arg(binaries).arg(durable.to_string());
        // Another process may take a port before PostgreSQL starts; the shell then tries the next one.
        for port in free_ports(3)? {
            command.arg(port.to_string());
        }
        let mut watchdog = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("cannot start PostgreSQL's watchdog: {error}"))?;

        let mut output = String::new();
        let lines = watchdog.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines);
        for line in lines.map_while(Result::ok) {
            if let Some((port, directory)) = line.strip_prefix("ready ").and_then(|rest| rest.split_once(' ')) {
                let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
                return Ok(Server { url, directory: directory.into(), watchdog });
            }
            output.push_str(&line);
            output.push('\n');
        }
        watchdog.wait().map_err(|error| error.to_string())?;
        Err(format!("PostgreSQL did not start:\n{output}"))
    }

    /// The URL of the server: `postgres://postgres@127.0.0.1:PORT/postgres`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The directory of the cluster, its log and its socket. It is removed when the server stops.
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        if let Err(error) = self.watchdog.wait() {
            eprintln!("waiting for PostgreSQL's watchdog failed: {error}");
        }
    }
}

/// The URL of the server that the tests of this process share: the value of `XTASK_TEST_POSTGRES`, or a server started by the
/// first call. `None`, with a message on standard error, when no PostgreSQL is installed.
///
/// # Panics
/// When PostgreSQL is installed but does not start, because the tests would otherwise pass without their database.
pub fn shared() -> Option<&'static str> {
    // A static is never dropped; the end of the process closes the pipe to the watchdog.
    static SHARED: OnceLock<Option<(String, Option<Server>)>> = OnceLock::new();
    let shared = SHARED.get_or_init(|| {
        if let Some(url) = given() {
            return Some((url, None));
        }
        if binaries().is_none() {
            eprintln!("LEFT OUT: no PostgreSQL on this machine, its tests are not run");
            return None;
        }
        let server = Server::start_with(false).unwrap_or_else(|error| panic!("{error}"));
        Some((server.url().to_owned(), Some(server)))
    });
    shared.as_ref().map(|(url, _)| url.as_str())
}

/// The value of `XTASK_TEST_POSTGRES`, if it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the environment selects the server for tests")]
pub fn given() -> Option<String> {
    std::env::var(TEST_URL).ok().filter(|url| !url.is_empty())
}

/// The directory with the binaries of the newest PostgreSQL on this machine that can create and run a cluster.
pub fn binaries() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    path_directories()
        .chain(installed.map(|version| version.path().join("bin")))
        .filter(|directory| ["initdb", "pg_ctl", "postgres"].iter().all(|name| directory.join(name).is_file()))
        .filter_map(|directory| Some((version(&directory)?, directory)))
        .max_by(|(one, _), (other, _)| one.cmp(other))
        .map(|(_, directory)| directory)
}

/// The version of the binaries: `postgres (PostgreSQL) 15.13 (Debian …)` is `[15, 13]`.
fn version(directory: &Path) -> Option<Vec<u32>> {
    let output = Command::new(directory.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let number = text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    Some(number.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse().ok()).collect())
}

#[expect(clippy::disallowed_methods, reason = "PATH lists the directories of programs")]
fn path_directories() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

/// The watchdog's command without its arguments. PostgreSQL refuses to run as root, so root starts it as another user.
fn as_unprivileged_user() -> Result<Command, String> {
    if id(&["-u"]).as_deref() != Some("0") {
        let mut command = Command::new("sh");
        command.args(["-c", WATCHDOG, "sh"]);
        return Ok(command);
    }
    let user = if id(&["-u", "postgres"]).is_some() { "postgres" } else { "nobody" };
    let group =
        id(&["-g", user]).ok_or_else(|| format!("cannot run PostgreSQL as root, and there is no user {user}"))?;
    let has = |tool: &str| path_directories().any(|directory| directory.join(tool).is_file());
    let mut command;
    if has("setpriv") {
        command = Command::new("setpriv");
        command.arg(format!("--reuid={user}")).arg(format!("--regid={group}"));
        command.args(["--init-groups", "sh", "-c", WATCHDOG, "sh"]);
    } else if has("runuser") {
        command = Command::new("runuser");
        command.args(["-u", user, "--", "sh", "-c", WATCHDOG, "sh"]);
    } else {
        command = Command::new("su");
        command.args(["-s", "/bin/sh", "-c", WATCHDOG, user, "sh"]);
    }
    Ok(command)
}

fn id(arguments: &[&str]) -> Option<String> {
    let output = Command::new("id").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Ports that are free at this moment. All are bound before the first is released, so they differ.
fn free_ports(count: usize) -> Result<Vec<u16>, String> {
    let held: Result<Vec<_>, _> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0")).collect();
    let ports = held.and_then(|listeners| listeners.iter().map(|listener| Ok(listener.local_addr()?.port())).collect());
    ports.map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}
