//! A client's connection: a time limit on writing, a problem document where hyper refuses without one, and a close that does
//! not destroy the answer.

use crate::problem::Problem;
use crate::{errors, middleware};
use language::Language;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// In each such time a client that is written to must take at least so many bytes.
const WRITE_TIME: Duration = Duration::from_secs(30);
const WRITE_BYTES: usize = 30 << 10;
/// How long, and how much, is still read from a client after its last answer. Closing a socket that holds unread bytes makes
/// the operating system reset the connection, and the client would lose the answer.
const LINGER_TIME: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 16 << 20;

/// A stream to a client; see the module.
pub(crate) struct ClientStream<S> {
    stream: S,
    written: WriteProgress,
    /// A problem document that takes the place of hyper's own answer, as far as it has not been sent.
    problem: Option<Vec<u8>>,
    /// Set once the sending side has been closed.
    linger: Option<Pin<Box<Sleep>>>,
    discarded: usize,
}

impl<S> ClientStream<S> {
    pub(crate) fn new(stream: S) -> ClientStream<S> {
        let written = WriteProgress { window: None, bytes: 0 };
        ClientStream { stream, written, problem: None, linger: None, discarded: 0 }
    }
}

/// The bytes that the client took in the present window of [`WRITE_TIME`], which begins when a write has to wait.
struct WriteProgress {
    window: Option<Pin<Box<Sleep>>>,
    bytes: usize,
}

impl WriteProgress {
    /// `outcome` of a write, or an error where the client is too slow.
    fn check(&mut self, outcome: Poll<Result<usize>>, cx: &mut Context<'_>) -> Poll<Result<usize>> {
        if let Poll::Ready(result) = outcome {
            self.bytes += result.as_ref().map_or(0, |bytes| *bytes);
            return Poll::Ready(result);
        }
        if self.window.is_none() {
            self.bytes = 0;
        }
        let window = self.window.get_or_insert_with(|| Box::pin(sleep(WRITE_TIME)));
        while window.as_mut().poll(cx).is_ready() {
            if self.bytes < WRITE_BYTES {
                return Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the client does not read its answer")));
            }
            self.bytes = 0;
            window.as_mut().reset(Instant::now() + WRITE_TIME);
        }
        Poll::Pending
    }
}

/// The problem document for an answer without a body that hyper gives itself, recognised by the missing request id. It is the
/// last answer on its connection and begins a buffer, because hyper reads no request before the answer to the last is sent.
fn problem_for(answer: &[u8]) -> Option<Vec<u8>> {
    if !answer.starts_with(b"HTTP/1.") || !answer.ends_with(b"\r\n\r\n") {
        return None;
    }
    let head = std::str::from_utf8(answer).ok()?.to_ascii_lowercase();
    if !head.contains("\r\ncontent-length: 0\r\n") || head.contains(middleware::REQUEST_ID) {
        return None;
    }
    match head.get(9..12)? {
        "400" => Some(closing_answer(&errors::malformed_request())),
        "431" => Some(closing_answer(&errors::headers_too_large())),
        _ => None,
    }
}

/// The bytes of the last answer on a connection, which refuses a request that no handler has seen.
pub(crate) fn closing_answer(error: &kernel::Error) -> Vec<u8> {
    let id = middleware::new_request_id();
    let Problem { status, body } = Problem::of(error, &id, Language::English);
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\nconnection: close\r\n\
         cache-control: no-store\r\n{}: {id}\r\n\r\n",
        body.len(),
        middleware::REQUEST_ID
    );
    [head.as_bytes(), &body].concat()
}

impl<S: AsyncRead + Unpin> AsyncRead for ClientStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for ClientStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let this = &mut *self;
        if this.problem.is_none() {
            this.problem = problem_for(bytes);
        }
        let Some(problem) = &mut this.problem else {
            let outcome = Pin::new(&mut this.stream).poll_write(cx, bytes);
            return this.written.check(outcome, cx);
        };
        while !problem.is_empty() {
            let outcome = Pin::new(&mut this.stream).poll_write(cx, problem);
            let sent = ready!(this.written.check(outcome, cx))?;
            problem.drain(..sent);
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        if let [bytes] = parts {
            return self.poll_write(cx, bytes);
        }
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.written.check(outcome, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        // Hyper flushes when it has written everything that it has.
        self.written.window = None;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let this = &mut *self;
        if this.linger.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        }
        let linger = this.linger.get_or_insert_with(|| Box::pin(sleep(LINGER_TIME)));
        let mut bytes = [0; 8 << 10];
        while linger.as_mut().poll(cx).is_pending() && this.discarded < LINGER_BYTES {
            let mut buffer = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(&mut this.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => this.discarded += buffer.filled().len(),
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    fn connection(buffered: usize) -> (ClientStream<DuplexStream>, DuplexStream) {
        let (server, client) = duplex(buffered);
        (ClientStream::new(server), client)
    }

    #[tokio::test(start_paused = true)]
    async fn client_that_never_reads_is_let_go() {
        let (mut server, _client) = connection(1_000);
        let began = Instant::now();
        let error = server.write_all(&[0; 2_000]).await.unwrap_err();
        assert_eq!((error.kind(), began.elapsed()), (ErrorKind::TimedOut, WRITE_TIME));
    }

    #[tokio::test(start_paused = true)]
    async fn client_that_reads_a_byte_now_and_then_is_let_go() {
        let (mut server, mut client) = connection(1_000);
        let trickle = tokio::spawn(async move {
            while client.read_u8().await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        assert_eq!(server.write_all(&[0; 10_000]).await.unwrap_err().kind(), ErrorKind::TimedOut);
        drop(server);
        trickle.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn slow_client_gets_its_whole_answer() {
        let (mut server, mut client) = connection(1_000);
        let answer = vec![7; 300_000];
        let reader = tokio::spawn(async move {
            let (mut read, mut part) = (0, [0; 2_000]);
            while let Ok(bytes @ 1..) = client.read(&mut part).await {
                read += bytes;
                sleep(Duration::from_millis(500)).await;
            }
            read
        });
        server.write_all(&answer).await.unwrap();
        server.flush().await.unwrap();
        drop(server);
        assert_eq!(reader.await.unwrap(), answer.len());
    }

    #[tokio::test(start_paused = true)]
    async fn close_waits_for_what_the_client_still_sends_but_not_for_ever() {
        let (mut server, mut client) = connection(1_000);
        let sender = tokio::spawn(async move {
            client.write_all(&[1; 100_000]).await.unwrap();
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).await.unwrap();
            answer
        });
        server.write_all(b"too large").await.unwrap();
        server.shutdown().await.unwrap();
        drop(server);
        assert_eq!(sender.await.unwrap(), b"too large");
        let (mut server, _client) = connection(1_000);
        let began = Instant::now();
        server.shutdown().await.unwrap();
        assert_eq!(began.elapsed(), LINGER_TIME);
    }

    #[tokio::test]
    async fn only_refusals_of_hyper_are_replaced() {
        for kept in [
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 17\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\nx-request-id: 1\r\ncontent-length: 0\r\n\r\n",
            "{\"memo\":\"HTTP/1.1 400\r\ncontent-length: 0\r\n\r\n",
        ] {
            assert_eq!(problem_for(kept.as_bytes()), None, "{kept}");
        }
        let (mut server, mut client) = connection(10);
        let reader = tokio::spawn(async move {
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            answer
        });
        let bare = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        server.write_all(bare).await.unwrap();
        drop(server);
        let answer = reader.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"), "{answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {}", body.len())), "{answer}");
        assert!(body.contains("\"code\":\"headers_too_large\""), "{answer}");
    }
}
