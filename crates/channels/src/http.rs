//! What goes over the wire, and who sends it.

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Whether it only asks (GET); else it is a POST.
    pub is_get: bool,
    /// Where.
    pub url: String,
    /// Names and values of its headers.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Vec<u8>,
}

impl Request {
    /// A POST of a body of this type.
    pub fn post(url: String, content_type: &str, body: impl Into<Vec<u8>>) -> Request {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Request { is_get: false, url, headers, body: body.into() }
    }

    /// A GET.
    pub fn get(url: String) -> Request {
        Request { is_get: true, url, headers: Vec::new(), body: Vec::new() }
    }

    /// The same, with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Request {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names, in small letters, and values of its headers.
    pub headers: Vec<(String, String)>,
    /// What came with it.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the status says that it was done.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The value of the header `name`, which is written in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null where it is none.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The beginning of the body, for people.
    pub(crate) fn excerpt(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        text.chars().filter(|letter| !letter.is_control()).take(200).collect()
    }

    /// For how many seconds it asks to be left alone.
    pub(crate) fn retry_after(&self) -> Option<u32> {
        self.header("retry-after")?.trim().parse().ok()
    }
}

/// There is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// Whether the request may have been acted on.
    pub may_have_arrived: bool,
    /// Why, for people.
    pub why: String,
}

/// Who sends requests.
pub trait Http {
    /// Sends a request. A redirection is an answer like any other.
    ///
    /// # Errors
    ///
    /// There is no answer.
    fn send(&self, request: &Request) -> Result<Answer, NoAnswer>;
}
