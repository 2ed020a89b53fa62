use serde::Serialize;
use std::borrow::Cow;

/// The result of everything that can be refused.
pub type Result<T> = std::result::Result<T, Error>;

/// What sort of refusal this is; decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request itself makes no sense (400).
    Malformed,
    /// Nobody is logged in, or the log-in is wrong (401).
    Unauthenticated,
    /// Known, but not allowed (403).
    Forbidden,
    /// There is no such thing here (404).
    NotFound,
    /// It clashes with what is already there (409).
    Conflict,
    /// Somebody changed it in the meantime (412).
    Stale,
    /// One or more fields are wrong (422).
    Invalid,
    /// Too often (429).
    TooMany,
    /// Not now; try again (503).
    Unavailable,
    /// A defect of ours (500). The detail goes to the log, never to the client.
    Internal,
}

impl Kind {
    /// The HTTP status of this kind.
    pub fn status(self) -> u16 {
        match self {
            Kind::Malformed => 400,
            Kind::Unauthenticated => 401,
            Kind::Forbidden => 403,
            Kind::NotFound => 404,
            Kind::Conflict => 409,
            Kind::Stale => 412,
            Kind::Invalid => 422,
            Kind::TooMany => 429,
            Kind::Internal => 500,
            Kind::Unavailable => 503,
        }
    }
}

/// One field that is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Path of the field, for example `lines.2.quantity`.
    pub field: String,
    /// Stable code, for example `required`.
    pub code: Cow<'static, str>,
    /// What is wrong and what to do, in words.
    pub message: String,
}

/// A refusal: a kind, a stable code, words, and the fields that are to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Decides the HTTP status.
    pub kind: Kind,
    /// Stable, machine readable, for example `insufficient_stock`.
    pub code: Cow<'static, str>,
    /// What is wrong and what to do, in words.
    pub detail: String,
    /// The fields to blame; empty where no single field is.
    pub fields: Vec<FieldError>,
}

impl Error {
    /// An error of `kind` with a stable `code` and words.
    pub fn new(kind: Kind, code: &'static str, detail: impl Into<String>) -> Error {
        Error { kind, code: Cow::Borrowed(code), detail: detail.into(), fields: Vec::new() }
    }

    /// The request makes no sense (400).
    pub fn malformed(code: &'static str, detail: impl Into<String>) -> Error {
        Error::new(Kind::Malformed, code, detail)
    }

    /// A rule of the business says no (409).
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Error {
        Error::new(Kind::Conflict, code, detail)
    }

    /// Not allowed (403).
    pub fn forbidden(code: &'static str, detail: impl Into<String>) -> Error {
        Error::new(Kind::Forbidden, code, detail)
    }

    /// There is no `what` called `which` (404).
    pub fn not_found(what: &str, which: impl std::fmt::Display) -> Error {
        Error::new(Kind::NotFound, "not_found", format!("There is no {what} “{which}”."))
    }

    /// One field is wrong (422).
    pub fn field(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Error {
        let message = message.into();
        Error::invalid(vec![FieldError { field: field.into(), code: Cow::Borrowed(code), message }])
    }

    /// Several fields are wrong (422). The detail repeats the first.
    pub fn invalid(fields: Vec<FieldError>) -> Error {
        let detail = fields.first().map_or_else(String::new, |f| format!("{}: {}", f.field, f.message));
        Error { kind: Kind::Invalid, code: Cow::Borrowed("invalid"), detail, fields }
    }

    /// A defect of ours (500): the detail is logged, the client gets only a request id.
    pub fn internal(detail: impl Into<String>) -> Error {
        Error::new(Kind::Internal, "internal", detail)
    }

    /// A row that prefetch does not know yet. It ends a lookup there and never reaches a client.
    pub fn not_loaded() -> Error {
        Error { kind: Kind::Internal, code: Cow::Borrowed("not_loaded"), detail: String::new(), fields: Vec::new() }
    }

    /// Not now (503).
    pub fn unavailable(code: &'static str, detail: impl Into<String>) -> Error {
        Error::new(Kind::Unavailable, code, detail)
    }

    /// The same error, said of `field`: what a rule deep inside found is shown at the field a person typed.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Error {
        let field = field.into();
        if self.fields.is_empty() && self.kind == Kind::Invalid {
            self.fields.push(FieldError { field, code: self.code.clone(), message: self.detail.clone() });
            self.code = Cow::Borrowed("invalid");
        } else {
            for inner in &mut self.fields {
                inner.field = format!("{field}.{}", inner.field);
            }
        }
        self
    }

    /// Names a line (or another field) to blame, keeping kind and code.
    #[must_use]
    pub fn blaming(mut self, field: impl Into<String>, message: impl Into<String>) -> Error {
        self.fields.push(FieldError { field: field.into(), code: self.code.clone(), message: message.into() });
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Error {}

/// Wrong numbers are wrong input: 422 with the code of the arithmetic rule that was broken.
impl From<money::MoneyError> for Error {
    fn from(error: money::MoneyError) -> Error {
        Error::new(Kind::Invalid, error.code, error.detail)
    }
}
