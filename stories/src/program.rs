//! The program `sanduk` in a process of its own, and a minimal HTTP client for it.

use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use store::Location;
use testkit::Database;

/// The path of the server binary that `cargo xtask test` has built.
#[expect(clippy::disallowed_methods, reason = "xtask passes the path of the binary in the environment")]
fn binary() -> PathBuf {
    let given = std::env::var_os("XTASK_BIN").map(PathBuf::from);
    given.unwrap_or_else(|| panic!("XTASK_BIN names no server: run the stories through `cargo xtask test`"))
}

/// The program with the data of one database. A test starts and kills it as often as it needs.
pub struct Program {
    /// The database of the program.
    pub database: Database,
    /// The Redis that its servers share, if they do.
    pub redis: Option<String>,
    /// The port of the server; 0 until it has been started.
    port: u16,
    server: Option<Child>,
}

impl Program {
    /// Creates the company `acme` with currency GBP and an owner. The server is not started.
    pub fn new(database: Database) -> Program {
        let program = Program { database, redis: None, port: 0, server: None };
        program.succeed(&["tenant", "create", "acme", "--name", "Acme", "--currency", "GBP"]);
        program.user("owner");
        program
    }

    /// Creates a user of `acme` with a role; [`Program::client_of`] logs this user in.
    pub fn user(&self, role: &str) {
        self.user_of("acme", role, role);
    }

    /// Creates a user of a company, whom [`Program::client_of`] logs in by `name`.
    pub fn user_of(&self, company: &str, name: &str, role: &str) {
        let email = email_of(name);
        let user = ["user", "create", "--tenant", company, "--email", &email, "--role", role, "--password-stdin"];
        let mut child =
            self.command(&user).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("sanduk user create");
        child.stdin.take().expect("stdin").write_all(PASSWORD.as_bytes()).expect("the password is taken");
        assert!(child.wait().expect("sanduk user create ends").success());
    }

    /// The program with these arguments, for a process of its own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).env_remove("DATABASE_URL").env("SANDUK_LISTEN", "127.0.0.1:0");
        match &self.database.place {
            Location::Directory(directory) => command.env("SANDUK_DATA_DIR", directory),
            Location::Postgres(url) => command.env("DATABASE_URL", url),
        };
        command.env("SANDUK_FILES_DIR", self.database.files()).env("SANDUK_LOG", "error");
        // What a killed server was doing, the next one takes over soon.
        command.env("SANDUK_LEASE_SECONDS", "1");
        if let Some(redis) = &self.redis {
            command.env("SANDUK_REDIS", redis);
        }
        command.env("SANDUK_SECRET_KEY", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
        command
    }

    /// Runs the program with these arguments and waits for its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("sanduk runs")
    }

    /// Runs the program with these arguments and returns its standard output.
    ///
    /// # Panics
    /// When the program fails.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.run(arguments);
        let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert!(status.success(), "sanduk {arguments:?} ({}): {stdout}{stderr}", self.database.name);
        stdout.into_owned()
    }

    /// Starts the server and waits until it prints its address.
    pub fn start(&mut self) {
        let (child, port) = self.serve();
        self.port = port;
        self.server = Some(child);
    }

    /// Starts a further server over the same data, and returns it with its port.
    pub fn serve(&self) -> (Child, u16) {
        let mut child = self.command(&["serve"]).stdout(Stdio::piped()).spawn().expect("sanduk serve");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout");
        let mut lines = BufReader::new(stdout);
        // Each start uses a new free port, because another process may have taken the port of a killed server.
        let port = loop {
            line.clear();
            assert!(lines.read_line(&mut line).expect("stdout is read") > 0, "sanduk serve ended before it served");
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                let port = rest.split('/').next().and_then(|port| port.parse().ok());
                break port.unwrap_or_else(|| panic!("no port: {line}"));
            }
        };
        (child, port)
    }

    /// Kills the server with SIGKILL and waits for the end of its process.
    pub fn kill(&mut self) {
        let mut server = self.server.take().expect("the server is running");
        server.kill().expect("the server is killed");
        server.wait().expect("the server ends");
    }

    /// A new connection without a log-in.
    pub fn anonymous_client(&self) -> Client {
        Client { port: self.port, stream: None, token: None, tenant: None }
    }

    /// A new connection, logged in as the owner.
    pub fn client(&self) -> Client {
        self.client_of("owner")
    }

    /// A new connection, logged in as the user with this role.
    pub fn client_of(&self, role: &str) -> Client {
        let mut client = self.anonymous_client();
        let login = json!({"email": email_of(role), "password": PASSWORD});
        let answer = client.post("/api/v1/auth/login/", None, &login).expect("log-in");
        assert_eq!(answer.status, 200, "{}", answer.body);
        client.token = answer.body["access"].as_str().map(str::to_owned);
        client
    }
}

/// A running program with a cashier, and its owner's connection.
pub fn shop(database: Database) -> (Program, Client) {
    let mut program = Program::new(database);
    program.user("cashier");
    program.start();
    let client = program.client();
    (program, client)
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}

fn email_of(role: &str) -> String {
    format!("{role}@acme.test")
}

const PASSWORD: &str = "correct horse battery staple";

/// An HTTP response.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Whether the header `Idempotency-Replayed: true` marks it as the stored answer of an earlier request.
    pub replayed: bool,
    /// The header `Location`.
    pub location: Option<String>,
    /// The JSON body; null when the body is not JSON.
    pub body: Json,
}

/// A client with one keep-alive connection, which is opened by the first request.
pub struct Client {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
    token: Option<String>,
    /// The value of the header `X-Tenant`.
    pub tenant: Option<String>,
}

impl Client {
    /// The port of the server.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A new connection with the same log-in to another server of the same company.
    pub fn at(&self, port: u16) -> Client {
        Client { port, ..self.reconnect() }
    }

    /// A new connection with the same log-in.
    pub fn reconnect(&self) -> Client {
        Client { port: self.port, stream: None, token: self.token.clone(), tenant: self.tenant.clone() }
    }

    /// The answer at `path` below `/api/v1`.
    ///
    /// # Panics
    /// Where it is refused.
    pub fn read(&mut self, path: &str) -> Json {
        let answer = self.get(&format!("/api/v1{path}")).expect("answered");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// The answer to `body` at `path` below `/api/v1`.
    ///
    /// # Panics
    /// Where it is refused.
    pub fn make(&mut self, path: &str, body: &Json) -> Json {
        let answer = self.post(&format!("/api/v1{path}"), None, body).expect("answered");
        assert!((200..300).contains(&answer.status), "{path}: {}", answer.body);
        answer.body
    }

    /// Sends a POST request with an optional idempotency key.
    ///
    /// # Errors
    ///
    /// When the connection breaks before the response is complete.
    pub fn post(&mut self, path: &str, key: Option<&str>, body: &Json) -> std::io::Result<Response> {
        let body = body.to_string();
        let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n{key}", body.len());
        self.request("POST", path, &head, body.as_bytes())
    }

    /// Sends a POST request with these further lines in its head.
    ///
    /// # Errors
    ///
    /// When the connection breaks before the response is complete.
    pub fn post_with(&mut self, path: &str, lines: &str, body: &Json) -> std::io::Result<Response> {
        let body = body.to_string();
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n{lines}\r\n", body.len());
        self.request("POST", path, &head, body.as_bytes())
    }

    /// Sends a CSV file, with an optional idempotency key.
    ///
    /// # Errors
    ///
    /// When the connection breaks before the response is complete.
    pub fn post_file(&mut self, path: &str, key: Option<&str>, file: &[u8]) -> std::io::Result<Response> {
        let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
        let head = format!("Content-Type: text/csv\r\nContent-Length: {}\r\n{key}", file.len());
        self.request("POST", path, &head, file)
    }

    /// Sends a GET request.
    ///
    /// # Errors
    ///
    /// When the connection breaks before the response is complete.
    pub fn get(&mut self, path: &str) -> std::io::Result<Response> {
        self.request("GET", path, "", b"")
    }

    /// Sends a request with any method; `body` is omitted for GET.
    ///
    /// # Errors
    ///
    /// When the connection breaks before the response is complete.
    pub fn send(&mut self, method: &str, path: &str, body: &Json) -> std::io::Result<Response> {
        if method == "GET" {
            return self.get(path);
        }
        let body = body.to_string();
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        self.request(method, path, &head, body.as_bytes())
    }

    /// Sends a GET request over a connection of its own, which the server closes behind its answer, and leaves the answer to be read.
    /// The answer is not split into chunks.
    ///
    /// # Errors
    ///
    /// When the connection breaks.
    pub fn open(&self, path: &str, accept: &str) -> std::io::Result<BufReader<TcpStream>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let token = self.token.as_deref().unwrap_or_default();
        write!(stream, "GET {path} HTTP/1.0\r\nAccept: {accept}\r\nAuthorization: Bearer {token}\r\n\r\n")?;
        Ok(BufReader::new(stream))
    }

    /// Asks for a WebSocket over a connection of its own, with these further lines in the head; the answer is to be read. The log-in is
    /// sent as a cookie where the lines have an `Origin`, as browsers do it.
    ///
    /// # Errors
    ///
    /// When the connection breaks.
    pub fn ask_for_socket(&self, path: &str, lines: &str) -> std::io::Result<BufReader<TcpStream>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let token = self.token.as_deref().unwrap_or_default();
        let log_in = if lines.contains("Origin") { "Cookie: sanduk-access=" } else { "Authorization: Bearer " };
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{log_in}{token}\r\n{lines}\r\n",
            self.port
        )?;
        Ok(BufReader::new(stream))
    }

    fn request(&mut self, method: &str, path: &str, head: &str, body: &[u8]) -> std::io::Result<Response> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_nodelay(true)?;
            self.stream = Some(BufReader::new(stream));
        }
        let token = self.token.as_ref().map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let tenant = self.tenant.as_ref().map(|tenant| format!("X-Tenant: {tenant}\r\n")).unwrap_or_default();
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let head = format!("{method} {path} HTTP/1.1\r\n{host}{token}{tenant}{head}\r\n");
        let request = [head.as_bytes(), body].concat();
        let response = match &mut self.stream {
            Some(stream) => exchange(stream, &request),
            None => Err(std::io::ErrorKind::NotConnected.into()),
        };
        if response.is_err() {
            self.stream = None;
        }
        response
    }
}

fn exchange(stream: &mut BufReader<TcpStream>, request: &[u8]) -> std::io::Result<Response> {
    let broken = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    stream.get_mut().write_all(request)?;
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    let (mut length, mut chunked, mut replayed, mut location) = (0, false, false, None);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(broken());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(|_| broken())?,
            "transfer-encoding" => chunked = value.trim() == "chunked",
            "location" => location = Some(value.trim().to_owned()),
            "idempotency-replayed" => replayed = value.trim() == "true",
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    while chunked {
        line.clear();
        stream.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim_end(), 16).map_err(|_| broken())?;
        let begin = body.len();
        body.resize(begin + size + 2, 0);
        stream.read_exact(&mut body[begin..])?;
        body.truncate(begin + size);
        chunked = size > 0;
    }
    Ok(Response { status, replayed, location, body: serde_json::from_slice(&body).unwrap_or(Json::Null) })
}
