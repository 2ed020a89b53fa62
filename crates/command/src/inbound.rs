//! Doors for other systems: what they may send a company without a log-in, because they sign it.

use crate::{JobContext, Method, Secret, Setting};
use kernel::{Instant, Result};
use uuid::Uuid;

/// What another system sends to a door, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundRequest {
    /// `POST`, or `GET` where it only asks whether the door is there.
    pub method: Method,
    /// The whole address, as the other system wrote it.
    pub url: String,
    /// Names and values behind the question mark, decoded.
    pub query: Vec<(String, String)>,
    /// Names, in small letters, and values of its headers.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl InboundRequest {
    /// A request, whose parameters are read from its address.
    pub fn new(method: Method, url: String, headers: Vec<(String, String)>, body: Vec<u8>) -> InboundRequest {
        let query = url.split_once('?').map(|(_, query)| pairs(query)).unwrap_or_default();
        InboundRequest { method, url, query, headers, body }
    }

    /// Names and values of a body that is a form.
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }

    /// The value of the header `name`, which is written in small letters; an empty text where there is none, or several.
    pub fn header(&self, name: &str) -> &str {
        only(&self.headers, name)
    }

    /// The value of the parameter `name` behind the question mark; an empty text where there is none, or several.
    pub fn parameter(&self, name: &str) -> &str {
        only(&self.query, name)
    }
}

/// The names and values of `a=1&b=2`, decoded.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn only<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    let mut values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    values.next().filter(|_| values.next().is_none()).unwrap_or_default()
}

/// The secrets by which a door knows who sends.
pub trait HookSecrets {
    /// The one that the program has made for this door, `whsec_…`.
    ///
    /// # Errors
    ///
    /// It cannot be decrypted with the keys of this installation.
    fn own(&self) -> Result<String>;

    /// What the company has chosen for a setting.
    ///
    /// # Errors
    ///
    /// It cannot be decrypted with the keys of this installation.
    fn chosen(&self, setting: &Setting<Secret>) -> Result<Option<String>>;
}

/// What is known of a request whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Where another request of the same source had the same key, this one is the same again, and nothing is done. 200 bytes at most.
    pub key: String,
    /// When it was signed, where it says so: what is older or newer than five minutes is refused.
    pub at: Option<Instant>,
}

/// A request that was taken, as its job finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundMessage {
    /// Its id: ids of what is done for it are made of it.
    pub id: Uuid,
    /// By what it is known as the same again.
    pub key: String,
    /// When it was received.
    pub received_at: Instant,
    /// The request.
    pub request: InboundRequest,
}

/// The answer to another system that has sent something to a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorAnswer {
    /// The status.
    pub status: u16,
    /// Further headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// The text.
    pub body: String,
}

/// Says whether a request is by whom it must be.
pub type VerifyMessage = fn(&InboundRequest, &dyn HookSecrets) -> Result<Verified>;
/// Answers who makes sure of a door.
pub type AnswerChallenge = fn(&InboundRequest, &dyn HookSecrets) -> Result<String>;
/// Does what is to be done for a message.
pub type ProcessMessage = fn(&InboundMessage, &mut JobContext<'_>) -> Result<String>;

/// A door that a module has for another system: `/hooks/{company}/{source}/{token}/`.
///
/// A company opens it before it takes anything.
#[derive(Clone, Copy, Debug)]
pub struct InboundHook {
    /// Its name in the address, such as `twilio-sms`.
    pub source: &'static str,
    /// What it takes, in a few words.
    pub about: &'static str,
    /// Says whether the request is by whom it must be: [`wrong_signature`](crate::wrong_signature) where it is not. It is given the body
    /// before anybody has read it.
    pub verify: VerifyMessage,
    /// Answers a `GET` by which the other system makes sure of the door; `None` where it does not do so.
    pub challenge: Option<AnswerChallenge>,
    /// Does what is to be done, as a job, and says in a sentence what came of it. It may be begun more than once. The `job` of its context
    /// is the id of the message, so that what it does by `execute_once` is done once however often somebody has it done again.
    pub process: ProcessMessage,
    /// The status that tells the other system that its request was taken.
    pub taken: u16,
    /// Headers of that answer.
    pub answer_headers: &'static [(&'static str, &'static str)],
}

impl InboundHook {
    /// A door whose answer is 200.
    pub const fn of(
        source: &'static str,
        about: &'static str,
        verify: VerifyMessage,
        process: ProcessMessage,
    ) -> InboundHook {
        InboundHook { source, about, verify, challenge: None, process, taken: 200, answer_headers: &[] }
    }

    /// The same, but it answers those who ask whether it is there.
    #[must_use]
    pub const fn challenged(mut self, challenge: AnswerChallenge) -> InboundHook {
        self.challenge = Some(challenge);
        self
    }

    /// The same, but with another answer to what was taken.
    #[must_use]
    pub const fn answering(
        mut self,
        taken: u16,
        answer_headers: &'static [(&'static str, &'static str)],
    ) -> InboundHook {
        (self.taken, self.answer_headers) = (taken, answer_headers);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_forms_are_decoded() {
        let url = "https://a.test/hooks/x/?hub.mode=subscribe&hub.challenge=1%202+3&twice=1&twice=2&empty".to_owned();
        let body = b"To=%2B1415&Body=caf%C3%A9+%FF&&=x".to_vec();
        let request = InboundRequest::new(Method::Post, url, vec![("a".to_owned(), "1".to_owned())], body);
        assert_eq!((request.parameter("hub.mode"), request.parameter("hub.challenge")), ("subscribe", "1 2 3"));
        assert_eq!((request.parameter("twice"), request.parameter("empty"), request.parameter("none")), ("", "", ""));
        assert_eq!((request.header("a"), request.header("b")), ("1", ""));
        let form = [("To", "+1415"), ("Body", "caf\u{e9} \u{fffd}"), ("", "x")];
        assert_eq!(request.form(), form.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
