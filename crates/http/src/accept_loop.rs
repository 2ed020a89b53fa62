//! The accept loop: limits on what a connection may cost, and a stop that lets everybody finish.

use crate::{Api, middleware};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// How long a client may take to send its headers.
const HEADER_TIME: Duration = Duration::from_secs(10);
const HEADER_COUNT: usize = 100;
const HEADER_BYTES: usize = 32 << 10;
const CONNECTIONS: usize = 4_096;
/// The time that running requests have after the stop.
const DRAIN: Duration = Duration::from_secs(10);

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
pub async fn serve(listener: TcpListener, api: Arc<Api>, stop: Stop) {
    let router = api.router().method_not_allowed_fallback(middleware::wrong_method);
    let (graceful, time) = (GracefulShutdown::new(), middleware::request_time(&api));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_headers(HEADER_COUNT)
        .max_header_size(HEADER_BYTES);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = stop.wait() => break,
        };
        let Some((stream, place)) = accepted else {
            continue;
        };
        let router = router.clone();
        let service = service_fn(move |request| {
            let router = router.clone();
            async move { Ok::<_, Infallible>(middleware::answer(router, request, time).await) }
        });
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off: they did not end in ten seconds");
    }
}

/// The next connection, when there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delay");
            }
            Some((stream, place))
        }
        Err(error) => {
            // Out of file descriptors, mostly: others will close theirs.
            tracing::warn!(%error, "accept");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}
