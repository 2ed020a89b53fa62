//! A request's body that is lent to a handler, so that what the handler leaves unread can still be read.

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// How much of a body that no handler wanted is read, and for how long: a connection is worth that much.
const DISCARD_BYTES: usize = 2 << 20;
const DISCARD_TIME: Duration = Duration::from_secs(5);

/// The body as the handler sees it.
pub(crate) struct LentBody {
    body: Option<Incoming>,
    returned: Arc<Mutex<Option<Incoming>>>,
}

/// What the handler leaves of the body, once it has dropped it.
pub(crate) struct Unread(Arc<Mutex<Option<Incoming>>>);

/// Splits `body` into the handler's part and the rest.
pub(crate) fn lend(body: Incoming) -> (LentBody, Unread) {
    let returned = Arc::new(Mutex::new(None));
    (LentBody { body: Some(body), returned: returned.clone() }, Unread(returned))
}

impl Unread {
    /// Reads the rest and drops it, within bounds and unless it is not expected to come; whether the connection can take the
    /// next request.
    pub(crate) async fn discard(self, is_missing: bool) -> bool {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(body) = body.filter(|body| !body.is_end_stream()) else { return true };
        if is_missing || body.size_hint().lower() > DISCARD_BYTES as u64 {
            return false;
        }
        let mut rest = Limited::new(body, DISCARD_BYTES);
        let read = async {
            while let Some(frame) = rest.frame().await {
                frame?;
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        };
        matches!(tokio::time::timeout(DISCARD_TIME, read).await, Ok(Ok(())))
    }
}

impl Drop for LentBody {
    fn drop(&mut self) {
        *self.returned.lock().unwrap_or_else(PoisonError::into_inner) = self.body.take();
    }
}

impl Body for LentBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        self.body.as_mut().map_or(Poll::Ready(None), |body| Pin::new(body).poll_frame(cx))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, Body::size_hint)
    }
}
