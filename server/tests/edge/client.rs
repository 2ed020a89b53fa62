//! A server for one test, and a minimal HTTP client for it.

use ::settings::InstallationKeys;
use files::{Bucket, BucketSettings, Files};
use http_api::{Admission, RatesPerMinute, Stop, serve};
use identity::CreateTenant;
use money::Currency;
use sanduk::app::{self, App};
use sanduk::provisioning::{self, NewUser};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use testkit::{Database, S3Server};

pub const PASSWORD: &str = "correct horse";
pub const ROLES: [&str; 5] = ["owner", "manager", "clerk", "cashier", "auditor"];

/// A running server with the company `acme`, which has a user of every role, and the company `beta`, which has an owner.
pub struct TestServer {
    pub app: Arc<App>,
    pub name: &'static str,
    /// Keeps files of at most one MiB, or 25 where they lie in a bucket.
    pub files: Arc<Files>,
    address: SocketAddr,
    stop: Stop,
    runtime: Option<tokio::runtime::Runtime>,
    _database: Database,
}

/// The bucket of a server, below a prefix.
pub fn bucket(s3: &S3Server) -> BucketSettings {
    BucketSettings {
        address: "s3://sanduk/shops/".to_owned(),
        endpoint: s3.endpoint(),
        region: "eu-west-2".to_owned(),
        key_id: S3Server::KEY_ID.to_owned(),
        secret: S3Server::SECRET.to_owned(),
    }
}

/// An HTTP response.
pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Value,
}

impl Response {
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

impl TestServer {
    pub fn new(database: Database) -> TestServer {
        TestServer::below(database, None)
    }

    /// [`TestServer::new`] with the setting `SANDUK_BASE_DOMAIN`.
    pub fn below(database: Database, base_domain: Option<&str>) -> TestServer {
        TestServer::with(database, base_domain, RatesPerMinute::default(), None)
    }

    /// [`TestServer::new`] whose users may ask so often.
    pub fn limited(database: Database, rates: RatesPerMinute) -> TestServer {
        TestServer::with(database, None, rates, None)
    }

    /// [`TestServer::new`] whose files lie in the bucket of `s3`.
    pub fn in_bucket(database: Database, s3: &S3Server) -> TestServer {
        TestServer::with(database, None, RatesPerMinute::default(), Some(s3))
    }

    fn with(database: Database, base_domain: Option<&str>, rates: RatesPerMinute, s3: Option<&S3Server>) -> TestServer {
        let owned = app::own(&database.place, true).unwrap().unwrap();
        let app = App::open(
            database.place.clone(),
            owned,
            2,
            store::READ_TIME,
            base_domain.map(str::to_owned),
            InstallationKeys::default(),
        )
        .unwrap();
        for slug in ["acme", "beta"] {
            let (name, timezone) = (slug.to_owned(), "UTC".to_owned());
            let currency = Currency::parse("GBP").unwrap();
            let new =
                CreateTenant { slug: slug.to_owned(), name, currency, timezone, host: Some(format!("{slug}.test")) };
            assert!(provisioning::create_tenant(&app, new).unwrap());
            // The second company has one user only, because hashing passwords takes most of the set-up time.
            for role in ROLES.into_iter().take(if slug == "acme" { 5 } else { 1 }) {
                let (email, role) = (format!("{role}@{slug}.test"), role.to_owned());
                let new = NewUser { email, name: None, role, password: PASSWORD.to_owned() };
                provisioning::create_user(&app, &app.tenant(slug).unwrap(), new).unwrap();
            }
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let files = match s3 {
            None => Files::new(database.files(), 1 << 20),
            Some(s3) => {
                let bucket = Bucket::connect(&bucket(s3), runtime.handle().clone()).unwrap();
                Files::in_bucket(bucket, database.files(), 25 << 20)
            }
        };
        let files = Arc::new(files);
        let (address, stop) = (listener.local_addr().unwrap(), Stop::default());
        runtime.spawn(serve(
            listener,
            app.api((rates, None), files.clone(), 20 << 20).unwrap(),
            Admission::for_open_files(1_000),
            stop.clone(),
        ));
        TestServer { app, name: database.name, files, address, stop, runtime: Some(runtime), _database: database }
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }

    /// Sends these bytes and reads until the server closes the connection.
    pub fn exchange(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    /// Sends these bytes; the response, as far as it is text.
    pub fn send_raw(&self, bytes: &[u8]) -> Response {
        let answer = self.exchange(bytes);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let answer = answer.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Response { status, head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default() }
    }

    /// Sends a request with exactly these headers, besides the host and the lengths; each is a line `name: value`.
    pub fn send(&self, method: &str, path: &str, headers: &[String], body: &[u8]) -> Response {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        headers.iter().for_each(|header| head.push_str(&format!("{header}\r\n")));
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        self.send_raw(&[head.as_bytes(), body].concat())
    }

    /// Sends a JSON request with a bearer token; an empty token sends none.
    pub fn request(&self, method: &str, path: &str, token: &str, body: &Value) -> Response {
        self.request_with(method, path, token, &[], body)
    }

    /// Sends a JSON request with a bearer token and additional headers.
    pub fn request_with(
        &self,
        method: &str,
        path: &str,
        token: &str,
        extra_headers: &[&str],
        body: &Value,
    ) -> Response {
        let mut headers = vec!["Content-Type: application/json".to_owned()];
        headers.extend(extra_headers.iter().map(|&header| header.to_owned()));
        if !token.is_empty() {
            headers.push(format!("Authorization: Bearer {token}"));
        }
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.send(method, path, &headers, &body)
    }

    pub fn log_in(&self, email: &str) -> Value {
        let response =
            self.request("POST", "/api/v1/auth/login/", "", &json!({ "email": email, "password": PASSWORD }));
        assert_eq!(response.status, 200, "{email}: {}", response.body);
        response.body
    }

    pub fn token(&self, email: &str) -> String {
        self.log_in(email)["access"].as_str().unwrap().to_owned()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop.now();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        }
    }
}
