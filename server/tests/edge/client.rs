//! A server of its own for a test, and a client that speaks plain HTTP.

use http_api::{Stop, serve};
use identity::CreateTenant;
use money::Currency;
use sanduk::app::{self, App};
use sanduk::provisioning::{self, NewUser};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use testkit::Database;

pub const PASSWORD: &str = "correct horse";
pub const ROLES: [&str; 5] = ["owner", "manager", "clerk", "cashier", "auditor"];

/// A running server with the company `acme` with a person of every role, and `beta` with an owner.
pub struct Site {
    pub app: Arc<App>,
    pub name: &'static str,
    address: SocketAddr,
    stop: Stop,
    runtime: Option<tokio::runtime::Runtime>,
    _database: Database,
}

/// What came back.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Site {
    pub fn new(database: Database) -> Site {
        let owned = app::own(&database.place).unwrap().unwrap();
        let app = App::open(database.place.clone(), owned, 2, store::READ_TIME).unwrap();
        for slug in ["acme", "beta"] {
            let (name, timezone) = (slug.to_owned(), "UTC".to_owned());
            let currency = Currency::parse("GBP").unwrap();
            let new =
                CreateTenant { slug: slug.to_owned(), name, currency, timezone, host: Some(format!("{slug}.test")) };
            assert!(provisioning::create_tenant(&app, new).unwrap());
            // One person is enough to have another company: hashing their passwords takes most of the time.
            for role in ROLES.into_iter().take(if slug == "acme" { 5 } else { 1 }) {
                let (email, role) = (format!("{role}@{slug}.test"), role.to_owned());
                let new = NewUser { email, name: None, role, password: PASSWORD.to_owned() };
                provisioning::create_user(&app, &app.tenant(slug).unwrap(), new).unwrap();
            }
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), Stop::default());
        runtime.spawn(serve(listener, app.api().unwrap(), stop.clone()));
        Site { app, name: database.name, address, stop, runtime: Some(runtime), _database: database }
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }

    /// Sends bytes as they are and reads until the server closes.
    pub fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let answer = answer.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default() }
    }

    /// A request with headers of one's own, `name: value` lines.
    pub fn send(&self, method: &str, path: &str, headers: &[String], body: &[u8]) -> Reply {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        headers.iter().for_each(|header| head.push_str(&format!("{header}\r\n")));
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub fn ask(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        self.with(method, path, token, &[], body)
    }

    /// A JSON request of whoever holds `token`, with more headers.
    pub fn with(&self, method: &str, path: &str, token: &str, more: &[&str], body: &Value) -> Reply {
        let mut headers = vec!["Content-Type: application/json".to_owned()];
        headers.extend(more.iter().map(|&header| header.to_owned()));
        if !token.is_empty() {
            headers.push(format!("Authorization: Bearer {token}"));
        }
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.send(method, path, &headers, &body)
    }

    pub fn log_in(&self, email: &str) -> Value {
        let reply = self.ask("POST", "/api/v1/auth/login/", "", &json!({ "email": email, "password": PASSWORD }));
        assert_eq!(reply.status, 200, "{email}: {}", reply.body);
        reply.body
    }

    pub fn token(&self, email: &str) -> String {
        self.log_in(email)["access"].as_str().unwrap().to_owned()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop.now();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        }
    }
}
