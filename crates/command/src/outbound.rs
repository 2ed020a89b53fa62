//! Calls to other systems: what a job sends them, and what came of it.

use crate::{Method, errors};
use kernel::Error;
use std::fmt;

/// A request to another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboundRequest {
    /// What is asked.
    pub method: Method,
    /// Where, an address that begins with `https://`.
    pub url: String,
    /// Names and values of its headers.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Vec<u8>,
}

/// What another system has answered, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboundAnswer {
    /// The status.
    pub status: u16,
    /// Names, in small letters, and values of its headers.
    pub headers: Vec<(String, String)>,
    /// What came with it.
    pub body: Vec<u8>,
}

impl OutboundAnswer {
    /// The value of the header `name`, which is written in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer of another system. The texts are for the log and for whoever runs the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// The address is none that may be called.
    Refused(String),
    /// The other system cannot be reached.
    Unreachable(String),
    /// It does not show a certificate that can be trusted, or does not speak TLS.
    Tls(String),
    /// It did not take the request in time.
    TimedOutBefore,
    /// It took the request and did not answer in time.
    TimedOutAfter,
    /// It took the request, and what came back is no answer.
    Broken(String),
    /// It answered with this status and more bytes than are read.
    TooLong(u16),
}

impl SendError {
    /// Whether the other system may have acted on the request.
    pub fn may_have_arrived(&self) -> bool {
        matches!(self, SendError::TimedOutAfter | SendError::Broken(_) | SendError::TooLong(_))
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SendError::Refused(why) => write!(f, "The address is refused: {why}."),
            SendError::Unreachable(why) => write!(f, "It cannot be reached: {why}."),
            SendError::Tls(why) => write!(f, "No safe connection: {why}."),
            SendError::TimedOutBefore => write!(f, "It did not take the request in time."),
            SendError::TimedOutAfter => write!(f, "It took the request and did not answer in time."),
            SendError::Broken(why) => write!(f, "It took the request, and its answer broke off: {why}."),
            SendError::TooLong(status) => write!(f, "It answered {status}, with more than is read."),
        }
    }
}

impl From<SendError> for Error {
    /// A job is tried again, unless the address is refused or the answer is too long.
    fn from(error: SendError) -> Error {
        match error {
            SendError::Refused(_) | SendError::TooLong(_) => errors::not_sent(error),
            _ => errors::other_system_unavailable(error),
        }
    }
}

/// Calls other systems. It waits for the answer: only jobs use it.
pub trait Outbound: Send + Sync {
    /// Sends a request. A redirection is an answer like any other.
    ///
    /// # Errors
    ///
    /// There is no answer.
    fn send(&self, request: &OutboundRequest) -> Result<OutboundAnswer, SendError>;
}
