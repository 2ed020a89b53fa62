//! Parsing of large bodies, one after another on a thread of its own.
//!
//! A parsed body takes many times the memory of its text. What one thread has freed, its next body takes again: the memory
//! allocator keeps freed memory by thread, so that on changing threads it would add up.

use crate::errors;
use axum::body::Bytes;
use kernel::{Result, defect};
use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{Sender, channel};
use tokio::sync::oneshot;

/// A larger body is parsed here.
const SMALL_BODY: usize = 64 << 10;

type Work = Box<dyn FnOnce() + Send>;

/// The thread that parses large bodies.
pub(crate) struct BodyParser(Sender<Work>);

impl BodyParser {
    /// Starts the thread, which ends with this value.
    pub(crate) fn start() -> BodyParser {
        let (sender, received) = channel::<Work>();
        let parse_all = move || {
            for parse in received {
                // A parser that panics drops its reply, which says so.
                drop(std::panic::catch_unwind(AssertUnwindSafe(parse)));
            }
        };
        if let Err(error) = std::thread::Builder::new().name("bodies".to_owned()).spawn(parse_all) {
            tracing::error!(%error, "no thread to parse large bodies");
        }
        BodyParser(sender)
    }

    /// What `parse` makes of a body. A body whose client has gone is not parsed.
    ///
    /// # Errors
    ///
    /// Those of `parse`; 503 where there is no thread.
    pub(crate) async fn parse<T: Send + 'static>(
        &self,
        body: Bytes,
        parse: impl FnOnce(&[u8]) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        if body.len() <= SMALL_BODY {
            return parse(&body);
        }
        let (reply, parsed) = oneshot::channel();
        let work = move || {
            if !reply.is_closed() {
                drop(reply.send(parse(&body)));
            }
        };
        self.0.send(Box::new(work)).map_err(|_| errors::cannot_parse())?;
        parsed.await.unwrap_or_else(|_| Err(defect("a body could not be parsed")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::{ThreadId, current};

    fn large() -> Bytes {
        vec![b'x'; SMALL_BODY + 1].into()
    }

    #[tokio::test]
    async fn large_bodies_share_one_thread_that_outlives_a_panic() {
        let parser = BodyParser::start();
        let thread = |_: &[u8]| Ok(current().id());
        let first: ThreadId = parser.parse(large(), thread).await.unwrap();
        assert_ne!(first, current().id());
        assert!(parser.parse::<()>(large(), |_| panic!("a fault")).await.is_err());
        assert_eq!(parser.parse(large(), thread).await.unwrap(), first);
        assert_eq!(parser.parse(Bytes::new(), thread).await.unwrap(), current().id());
    }
}
