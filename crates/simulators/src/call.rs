//! What a simulator is asked, and what it does.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use channels::read_form;
use serde_json::{Value as Json, json};

/// A request to a simulator.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET`, `POST` …
    pub method: String,
    /// The path behind the name of the simulator.
    pub path: String,
    /// What stands behind the question mark.
    pub query: Vec<(String, String)>,
    /// Names, in small letters, and values of its headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The address of the simulator, with its name.
    pub base: String,
    /// Seconds since 1970.
    pub now: i64,
}

impl Call {
    /// The value of a header whose name is written in small letters; an empty text where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The fields of the form in its body.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        read_form(&String::from_utf8_lossy(&self.body))
    }

    /// Its body as JSON; null where it is none.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn is_authorised(&self, user: &str, password: &str) -> bool {
        let expected = BASE64_STANDARD.encode(format!("{user}:{password}"));
        self.header("authorization").strip_prefix("Basic ") == Some(&expected)
    }

    pub(crate) fn has_token(&self, token: &str) -> bool {
        self.header("authorization").strip_prefix("Bearer ") == Some(token)
    }
}

/// The answer of a simulator.
#[derive(Clone, Debug)]
pub struct Reaction {
    /// The status.
    pub status: u16,
    /// Names and values of its headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// What the journal keeps of a request that was taken.
    pub taken: Option<Json>,
}

impl Reaction {
    pub(crate) fn json(status: u16, body: &Json) -> Reaction {
        let headers = vec![("content-type", "application/json".to_owned())];
        Reaction { status, headers, body: body.to_string(), taken: None }
    }

    pub(crate) fn text(status: u16, body: impl Into<String>) -> Reaction {
        Reaction { status, headers: vec![("content-type", "text/plain".to_owned())], body: body.into(), taken: None }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Reaction {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn taking(mut self, taken: Json) -> Reaction {
        self.taken = Some(taken);
        self
    }
}

/// A request that a simulator sends by itself.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Whether it is a GET.
    pub is_get: bool,
    /// Where.
    pub url: String,
    /// Names and values of its headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// Somebody who carries messages.
pub trait Simulator: Send {
    /// What it answers. What it takes it keeps.
    fn answer(&mut self, call: &Call) -> Reaction;

    /// The answer with one of its codes of errors.
    fn error(&self, code: &str) -> Reaction;

    /// What it sends by itself when `verb` is asked for: mostly `report` (`id`, `state`, `code`) or `reply` (`from`, `text`).
    /// `None` where it knows no such verb.
    fn deliver(&mut self, verb: &str, body: &Json, call: &Call) -> Option<Result<Vec<Delivery>, String>>;

    /// What is read at `verb`, if it has something to tell.
    fn tell(&mut self, _verb: &str, _call: &Call) -> Option<Json> {
        None
    }
}

/// The field `name` of what a verb is given; an empty text where there is none.
pub(crate) fn word<'a>(body: &'a Json, name: &str) -> &'a str {
    body[name].as_str().unwrap_or_default()
}

/// What is wrong with the fields of a form: the first that is not known, given twice, or missing.
pub(crate) fn wrong_field(fields: &[(String, String)], needed: &[&str], allowed: &[&str]) -> Option<String> {
    let unknown = fields.iter().find(|(name, _)| !needed.contains(&name.as_str()) && !allowed.contains(&name.as_str()));
    let count = |name: &str| fields.iter().filter(|(known, _)| known == name).count();
    let missing = needed.iter().find(|name| count(name) == 0);
    let twice = fields.iter().find(|(name, _)| count(name) > 1);
    let unknown = unknown.map(|(name, _)| format!("{name} is not known"));
    unknown
        .or_else(|| missing.map(|name| format!("{name} is missing")))
        .or_else(|| twice.map(|(name, _)| format!("{name} is given twice")))
}

/// What is wrong with the fields of a JSON object.
pub(crate) fn wrong_key(object: &Json, needed: &[&str], allowed: &[&str]) -> Option<String> {
    let Some(fields) = object.as_object() else { return Some("an object is expected".to_owned()) };
    let unknown = fields.keys().find(|name| !needed.contains(&name.as_str()) && !allowed.contains(&name.as_str()));
    let missing = needed.iter().find(|name| !fields.contains_key(**name));
    unknown.map(|name| format!("{name} is not known")).or_else(|| missing.map(|name| format!("{name} is missing")))
}

/// The fields of a form as a JSON object.
pub(crate) fn as_object(fields: &[(String, String)]) -> Json {
    fields.iter().fold(json!({}), |mut all, (name, value)| {
        all[name] = value.as_str().into();
        all
    })
}

/// A number in international form.
pub(crate) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (8..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
