//! The server under test: the release binary in a process of its own.

use crate::BenchResult;
use crate::client::{Connection, request};
use serde_json::Value as Json;
use std::fs::File;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::Location;

/// Settings that would stop one user from loading the server.
const UNLIMITED: [&str; 3] = ["SANDUK_READS_PER_MINUTE", "SANDUK_COMMANDS_PER_MINUTE", "SANDUK_REPORTS_PER_MINUTE"];

/// The binary and the data of the server under test.
#[derive(Clone)]
pub struct ServerUnderTest {
    /// The path of the binary.
    pub binary: PathBuf,
    /// The data directory or the URL of the database.
    pub place: Location,
    /// The directory of the log file.
    pub directory: PathBuf,
}

/// A running server.
pub struct Server {
    child: Child,
    /// The address of the HTTP port.
    pub address: SocketAddr,
    /// The time from the start of the process to the first successful readiness check.
    pub start_up: Duration,
}

impl ServerUnderTest {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        match &self.place {
            Location::Directory(directory) => command.env("SANDUK_DATA_DIR", directory).env_remove("DATABASE_URL"),
            Location::Postgres(url) => command.env("DATABASE_URL", url).env("SANDUK_DATA_DIR", &self.directory),
        };
        command.current_dir(&self.directory);
        command
    }

    /// Runs `sanduk` with these arguments and `input` as its standard input; returns its standard output.
    pub fn run(&self, arguments: &[&str], input: &str) -> BenchResult<String> {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(format!("sanduk {} failed ({})", arguments.join(" "), output.status).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Creates a company with an owner.
    pub fn create(&self, tenant: &str) -> BenchResult {
        self.run(&["tenant", "create", tenant, "--name", tenant, "--currency", "GBP"], "")?;
        let email = format!("owner@{tenant}.test");
        let arguments =
            ["user", "create", "--tenant", tenant, "--email", &email, "--role", "owner", "--password-stdin"];
        self.run(&arguments, &format!("{PASSWORD}\n"))?;
        Ok(())
    }

    /// Starts `sanduk serve` and waits until it is ready.
    pub fn serve(&self) -> BenchResult<Server> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = File::options().create(true).append(true).open(self.directory.join("server.log"))?;
        let started = Instant::now();
        let child = self
            .command()
            .arg("serve")
            .env("SANDUK_LISTEN", address.to_string())
            .envs(UNLIMITED.map(|name| (name, "0")))
            .env("SANDUK_CONNECTIONS_PER_ADDRESS", "15000")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Server { child, address, start_up: Duration::ZERO };
        while !is_ready(address)? {
            if started.elapsed() > Duration::from_secs(30) {
                return Err("the server did not become ready".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        server.start_up = started.elapsed();
        Ok(server)
    }
}

const PASSWORD: &str = "correct horse battery staple";

fn is_ready(address: SocketAddr) -> BenchResult<bool> {
    use std::io::Read;
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return Ok(false) };
    stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

impl Server {
    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The resident memory in KiB.
    pub fn memory(&self) -> BenchResult<u64> {
        let status = std::fs::read_to_string(Path::new("/proc").join(self.child.id().to_string()).join("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Sends one request that is not measured; returns the response body.
    pub fn call(&self, method: &str, path: &str, token: &str, body: &Json) -> BenchResult<Vec<u8>> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut connection = Connection::open(self.address).await?;
            let (status, answer) = connection.send(&request(method, path, token, &body)).await?;
            if status >= 300 {
                return Err(format!("{method} {path}: {status} {}", String::from_utf8_lossy(answer)).into());
            }
            Ok(answer.to_vec())
        })
    }

    /// Sends a CSV file; returns the response body.
    pub fn send_file(&self, path: &str, token: &str, file: &[u8]) -> BenchResult<Vec<u8>> {
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: text/csv\r\n\
             Content-Length: {}\r\n\r\n",
            file.len()
        );
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut connection = Connection::open(self.address).await?;
            let (status, answer) = connection.send(&[head.as_bytes(), file].concat()).await?;
            if status >= 300 {
                return Err(format!("POST {path}: {status} {}", String::from_utf8_lossy(answer)).into());
            }
            Ok(answer.to_vec())
        })
    }

    /// Logs in the owner of `tenant`; returns an access token that is valid for ten minutes.
    pub fn log_in(&self, tenant: &str) -> BenchResult<String> {
        let body = serde_json::json!({ "email": format!("owner@{tenant}.test"), "password": PASSWORD });
        let answer: Json = serde_json::from_slice(&self.call("POST", "/auth/login/", "", &body)?)?;
        Ok(answer["access"].as_str().ok_or("no access token")?.to_owned())
    }

    /// Stops the server and waits for the end of its process.
    pub fn stop(mut self) -> BenchResult {
        Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status()?;
        let ended = self.child.wait()?;
        if ended.success() { Ok(()) } else { Err(format!("the server ended with {ended}").into()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failed scenario the server is still running. After `stop` the process has ended and both calls do nothing.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
