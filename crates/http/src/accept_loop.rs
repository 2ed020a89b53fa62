//! The accept loop: limits on what a connection may cost, and a stop that lets running requests finish.

use crate::client_stream::{ClientStream, closing_answer};
use crate::source::Source;
use crate::{Api, errors, middleware};
use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// How long a client may take to send its headers, and to begin its next request.
const HEADER_TIME: Duration = Duration::from_secs(10);
const HEADER_COUNT: usize = 100;
const HEADER_BYTES: usize = 32 << 10;
/// The time that running requests have after the stop.
const DRAIN: Duration = Duration::from_secs(10);
/// Which connections are taken.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address, or from one IPv6 network of 64 bits. Trusted proxies have no such limit.
    pub per_address: usize,
    /// Reverse proxies whose `X-Forwarded-For` says where a request comes from.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Admission {
    /// As many connections as leave a quarter of the files that this process may open to its databases, half of them for one
    /// address.
    pub fn for_open_files(files: usize) -> Admission {
        let connections = (files / 4 * 3).clamp(4, 16_384);
        Admission { connections, per_address: connections / 2, trusted_proxies: Vec::new() }
    }
}

/// The open connections by source.
#[derive(Default)]
struct Connections(Mutex<BTreeMap<Source, usize>>);

/// A connection that is counted until this is dropped.
struct Admitted {
    connections: Arc<Connections>,
    source: Source,
}

impl Connections {
    /// Counts a connection from `peer`; `None` where it is one too many.
    fn admit(self: &Arc<Self>, peer: IpAddr, admission: &Admission) -> Option<Admitted> {
        let source = Source::of(peer);
        let mut by_source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, own) = (by_source.values().sum::<usize>(), by_source.get(&source).copied().unwrap_or(0));
        let is_proxy = admission.trusted_proxies.contains(&peer.to_canonical());
        if all >= admission.connections || (own >= admission.per_address && !is_proxy) {
            return None;
        }
        by_source.insert(source, own + 1);
        Some(Admitted { connections: self.clone(), source })
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut by_source = self.connections.0.lock().unwrap_or_else(PoisonError::into_inner);
        match by_source.get_mut(&self.source) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(by_source.remove(&self.source)),
        }
    }
}

/// Tells the accept loop to stop.
#[derive(Clone)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Stop(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Stops.
    pub fn now(&self) {
        self.0.send_replace(true);
    }

    /// Waits for the signal to stop.
    pub async fn wait(&self) {
        // The sender lives as long as `self`, so this ends only when the value is true.
        drop(self.0.subscribe().wait_for(|stopped| *stopped).await);
    }
}

/// Serves until `stop`: then no connection is accepted any more, and running requests have ten seconds.
pub async fn serve(listener: TcpListener, api: Arc<Api>, admission: Admission, stop: Stop) {
    let router = api.router().method_not_allowed_fallback(middleware::wrong_method);
    let time = middleware::request_time(&api);
    // Nothing is ever sent: it is closed when the last connection has ended.
    let (open, mut ended) = mpsc::channel::<Infallible>(1);
    let (connections, trusted) = (Arc::<Connections>::default(), Arc::<[IpAddr]>::from(&*admission.trusted_proxies));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = stop.wait() => break,
        };
        let Some((stream, peer)) = accepted else {
            continue;
        };
        let Some(admitted) = connections.admit(peer.ip(), &admission) else {
            // The client may not read it; it is closed in any case.
            drop(stream.try_write(&closing_answer(&errors::too_many_connections())));
            continue;
        };
        let connection = connection(stream, peer.ip(), trusted.clone(), router.clone(), time, stop.clone());
        let open = open.clone();
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop((admitted, open));
        });
    }
    drop((listener, open));
    api.live.stop();
    if tokio::time::timeout(DRAIN, ended.recv()).await.is_err() {
        tracing::warn!("some requests were cut off: they did not end in ten seconds");
    }
}

/// Serves the requests of one connection, until the client ends it or `stop`: then the request that runs is still answered. What has become
/// a WebSocket goes its own way.
async fn connection<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: S,
    peer: IpAddr,
    trusted: Arc<[IpAddr]>,
    router: Router,
    time: Duration,
    stop: Stop,
) -> hyper::Result<()> {
    let service = service_fn(move |mut request| {
        let source = Source::of_request(peer, request.headers(), &trusted);
        request.extensions_mut().insert(source);
        let router = router.clone();
        async move { Ok::<_, Infallible>(middleware::answer(router, request, time).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_headers(HEADER_COUNT)
        .max_header_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(ClientStream::new(stream)), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return ended,
        () = stop.wait() => connection.as_mut().graceful_shutdown(),
    }
    connection.await
}

/// The next connection.
async fn accept(listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
    match listener.accept().await {
        Ok((stream, peer)) => {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delay");
            }
            Some((stream, peer))
        }
        Err(error) => {
            // Out of file descriptors, mostly: other connections will close theirs.
            tracing::warn!(%error, "accept");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    const TIME: Duration = Duration::from_secs(40);

    /// A client of a server with one route that reads the body and one that does not.
    fn client() -> DuplexStream {
        let router = Router::new()
            .route("/read", post(|body: Bytes| async move { body.len().to_string() }))
            .route("/ignore", post(|| async { "ignored" }))
            .route("/large", get(|| async { "x".repeat(1 << 20) }))
            .fallback(middleware::not_found);
        let (client, server) = duplex(1 << 10);
        tokio::spawn(connection(server, [127, 0, 0, 1].into(), Arc::from([]), router, TIME, Stop::default()));
        client
    }

    /// Sends `request`; everything that comes until the server closes the connection.
    async fn exchange(request: &str) -> String {
        let (mut reader, mut writer) = tokio::io::split(client());
        let (mut answer, request) = (Vec::new(), request.to_owned());
        let sending = async move {
            // The server may refuse before it has read everything.
            drop(writer.write_all(request.as_bytes()).await);
            writer
        };
        let (_writer, read) = tokio::join!(sending, reader.read_to_end(&mut answer));
        read.unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[test]
    fn one_address_cannot_take_all_connections() {
        let admission = Admission { trusted_proxies: vec![[10, 0, 0, 1].into()], ..Admission::for_open_files(16) };
        assert_eq!((admission.connections, admission.per_address), (12, 6));
        let connections = Arc::<Connections>::default();
        let admit = |last| connections.admit([192, 0, 2, last].into(), &admission);
        let mut open: Vec<_> = (0..6).map(|_| admit(1).unwrap()).collect();
        assert!(admit(1).is_none());
        open.push(admit(2).unwrap());
        open.extend((0..5).map(|_| connections.admit([10, 0, 0, 1].into(), &admission).unwrap()));
        assert!(admit(2).is_none(), "all connections are taken");
        drop(open);
        assert!(admit(2).is_some());
        assert!(connections.0.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn body_that_no_handler_reads_does_not_break_the_connection() {
        let body = "x".repeat(100_000);
        for path in ["/ignore", "/nothing"] {
            let requests = format!(
                "POST {path} HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}\
                 POST /read HTTP/1.1\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc",
                body.len()
            );
            let answer = exchange(&requests).await;
            assert_eq!(answer.matches("HTTP/1.1").count(), 2, "{answer}");
            assert!(answer.ends_with("\r\n\r\n3"), "{answer}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn body_that_is_too_large_or_does_not_come_closes_the_connection() {
        for (headers, sent) in [("content-length: 900000000", 5_000_000), ("content-length: 10", 5)] {
            let request = format!("POST /nothing HTTP/1.1\r\n{headers}\r\n\r\n{}", "x".repeat(sent));
            let answer = exchange(&request).await;
            assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
            assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
        }
        let answer = exchange("POST /nothing HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 10\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    }

    #[tokio::test(start_paused = true)]
    async fn refusals_of_the_http_layer_are_problem_documents() {
        let many = (0..200).map(|n| format!("x-{n}: x\r\n")).collect::<String>();
        let long = format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "a".repeat(70_000));
        let path = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000));
        for (request, status, code) in [
            ("NONSENSE\r\n\r\n", 400, "malformed_request"),
            ("GET / HTTP/9.9\r\n\r\n", 400, "malformed_request"),
            ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400, "malformed_request"),
            ("POST /read HTTP/1.1\r\ncontent-length: x\r\n\r\n", 400, "malformed_request"),
            (&format!("GET / HTTP/1.1\r\n{many}\r\n"), 431, "headers_too_large"),
            (&long, 431, "headers_too_large"),
            (&path, 431, "headers_too_large"),
        ] {
            let answer = exchange(request).await;
            let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{request:.40}: {answer}"));
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{request:.40}: {answer}");
            assert!(head.contains("content-type: application/problem+json\r\n"), "{request:.40}: {answer}");
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!((&body["status"], &body["code"]), (&status.into(), &code.into()), "{request:.40}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn clients_that_send_nothing_are_let_go() {
        for begun in ["", "GET /ignore HTT", "POST /read HTTP/1.1\r\ncontent-length: 0\r\n\r\n"] {
            let mut client = client();
            client.write_all(begun.as_bytes()).await.unwrap();
            let began = tokio::time::Instant::now();
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            assert!(began.elapsed() <= HEADER_TIME + Duration::from_secs(3), "{begun}: {:?}", began.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn clients_that_do_not_read_are_let_go() {
        let mut client = client();
        client.write_all(b"GET /large HTTP/1.1\r\n\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.unwrap();
        assert!(answer.len() < 10_000, "{} bytes", answer.len());
    }
}
