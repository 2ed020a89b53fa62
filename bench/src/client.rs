//! A minimal HTTP/1.1 client with keep-alive connections. Requests are built in advance, so that the client uses little CPU.

use crate::BenchResult;
use crate::measurement::{Measurement, Phases, Samples};
use futures_util::future::join_all;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One keep-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Opens a connection.
    pub async fn open(address: SocketAddr) -> BenchResult<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, buffer: Vec::with_capacity(1 << 14) })
    }

    /// Sends a request and reads the complete response; returns its status and body.
    pub async fn send(&mut self, request: &[u8]) -> BenchResult<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.read().await?;
        };
        let (status, length) = parse_head(&self.buffer[..head]).ok_or("the response is not HTTP")?;
        while self.buffer.len() < head + length {
            self.read().await?;
        }
        Ok((status, &self.buffer[head..head + length]))
    }

    async fn read(&mut self) -> BenchResult {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }
}

/// The status and the length of the body.
fn parse_head(head: &[u8]) -> Option<(u16, usize)> {
    let text = std::str::from_utf8(head).ok()?;
    let status = text.get(9..12)?.parse().ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Some((status, length.unwrap_or(0)))
}

/// Builds a request with a bearer token and a JSON body; an empty string omits either.
pub fn request(method: &str, path: &str, token: &str, body: &str) -> Vec<u8> {
    let mut head = format!("{method} /api/v1{path} HTTP/1.1\r\nHost: localhost\r\n");
    if !token.is_empty() {
        head.push_str(&format!("Authorization: Bearer {token}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()));
    }
    format!("{head}\r\n{body}").into_bytes()
}

/// Sends `requests` over `connections` connections in a closed loop; every response must have `status`.
pub fn closed_loop(
    address: SocketAddr,
    connections: usize,
    requests: Vec<Vec<u8>>,
    status: u16,
    phases: Phases,
) -> BenchResult<Measurement> {
    let requests = Arc::new(requests);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let started = Instant::now();
        let loops: Vec<_> = (0..connections)
            .map(|n| {
                let requests = requests.clone();
                let first = n * requests.len() / connections;
                tokio::spawn(connection_loop(address, requests, first, status, started, phases))
            })
            .collect();
        Ok(Samples::of_tasks(loops).await?.summarize(phases.measured))
    })
}

async fn connection_loop(
    address: SocketAddr,
    requests: Arc<Vec<Vec<u8>>>,
    first: usize,
    status: u16,
    started: Instant,
    phases: Phases,
) -> BenchResult<Samples> {
    let mut connection = Connection::open(address).await?;
    let mut samples = Samples::default();
    for request in requests.iter().cycle().skip(first) {
        let sent = Instant::now();
        let (answered, body) = connection.send(request).await?;
        if answered != status {
            return Err(format!("{answered} instead of {status}: {}", String::from_utf8_lossy(body)).into());
        }
        if samples.add(sent, started, phases) {
            break;
        }
        if !phases.pause.is_zero() {
            tokio::time::sleep(phases.pause).await;
        }
    }
    Ok(samples)
}

/// Sends `request` over `connections` connections again and again until `stop` is set, whatever becomes of it.
pub fn bother(address: SocketAddr, connections: usize, request: &[u8], stop: &AtomicBool) -> BenchResult {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = async || {
        while !stop.load(Ordering::Relaxed) {
            let sent = async {
                let mut connection = Connection::open(address).await?;
                connection.send(request).await.map(drop)
            };
            // A request that is held up must not outlast the measurement.
            let answered = tokio::time::timeout(Duration::from_secs(5), sent).await;
            if !matches!(answered, Ok(Ok(()))) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    };
    runtime.block_on(join_all((0..connections).map(|_| client())));
    Ok(())
}

/// Reads an answer of any length to its end: its bytes and line feeds, the head included.
pub fn download(address: SocketAddr, path: &str, token: &str) -> BenchResult<(u64, u64)> {
    let mut stream = std::net::TcpStream::connect(address)?;
    // The server ends the connection behind its answer to this version of HTTP, and splits nothing into chunks.
    let request = format!("GET /api/v1{path} HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let (mut bytes, mut lines, mut buffer) = (0, 0, vec![0; 1 << 18]);
    loop {
        let read = stream.read(&mut buffer)?;
        let part = &buffer[..read];
        if bytes == 0 && !part.starts_with(b"HTTP/1.0 200") {
            return Err(format!("GET {path}: {}", String::from_utf8_lossy(part)).into());
        }
        if read == 0 {
            return Ok((bytes, lines));
        }
        bytes += read as u64;
        lines += part.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
}
