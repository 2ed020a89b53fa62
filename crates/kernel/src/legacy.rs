//! Errors without a catalogue, for the modules that are not converted yet.

use crate::{Error, FieldError, Kind, Problem, defect};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The problem of a code that no catalogue declares. Codes are constants of the program, so few are ever kept.
fn undeclared(kind: Kind, code: &'static str) -> &'static Problem {
    static KNOWN: Mutex<BTreeMap<(&str, u16), &Problem>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let problem = || -> &'static Problem { Box::leak(Box::new(Problem { code, kind, title: "", text: "{detail}" })) };
    known.entry((code, kind.status())).or_insert_with(problem)
}

impl FieldError {
    /// A wrong field without a catalogue.
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> FieldError {
        Error::new(Kind::Invalid, code, message).into_field(field.into())
    }
}

impl Error {
    /// An error of `kind` with a stable `code` and words.
    pub fn new(kind: Kind, code: &'static str, detail: impl Into<String>) -> Error {
        Error::of(undeclared(kind, code), vec![("detail", detail.into())])
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

    /// One field is wrong (422).
    pub fn field(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Error {
        Error::invalid(vec![FieldError::new(field, code, message)])
    }

    /// A defect (500), see [`defect`].
    pub fn internal(detail: impl Into<String>) -> Error {
        defect(detail)
    }

    /// Not now (503).
    pub fn unavailable(code: &'static str, detail: impl Into<String>) -> Error {
        Error::new(Kind::Unavailable, code, detail)
    }

    /// Names a line (or another field) to blame, keeping kind and code.
    #[must_use]
    pub fn blaming(self, field: impl Into<String>, message: impl Into<String>) -> Error {
        let why = Error::new(self.kind, self.code, message);
        self.blame(field, why)
    }
}
