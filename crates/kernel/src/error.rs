use crate::problem::Parameters;
use crate::{Kind, Problem, errors, filled};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

/// The result of everything that can be refused.
pub type Result<T> = std::result::Result<T, Error>;

/// The most characters of a field's path in an answer.
const PATH: usize = 250;
/// The most characters of a value that an error repeats: it may come from a client.
const VALUE: usize = 500;

static DEFECTS: AtomicU64 = AtomicU64::new(0);

/// A refusal: a [`Problem`] of a catalogue with the values of its parameters, and the fields that are to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    problem: &'static Problem,
    parameters: Parameters,
    /// The fields to blame; empty where no single field is.
    pub fields: Vec<FieldError>,
    operator: String,
}

/// One field that is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field, for example `lines.2.quantity`.
    pub field: String,
    problem: &'static Problem,
    parameters: Parameters,
}

/// The text, or its first `most` characters and an ellipsis.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most).filter(|_| text.len() > most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// A defect of the program: it is counted and logged at once. The client learns nothing of `operator`.
pub fn defect(operator: impl Into<String>) -> Error {
    let operator = operator.into();
    DEFECTS.fetch_add(1, Ordering::Relaxed);
    tracing::error!(target: "sanduk::defect", operator, "defect");
    errors::internal().for_operator(operator)
}

/// The number of defects this process has met.
pub fn defects() -> u64 {
    DEFECTS.load(Ordering::Relaxed)
}

impl Error {
    pub(crate) fn of(problem: &'static Problem, mut parameters: Parameters) -> Error {
        for (_, value) in &mut parameters {
            if let Cow::Owned(short) = shortened(value, VALUE) {
                *value = short;
            }
        }
        Error { problem, parameters, fields: Vec::new(), operator: String::new() }
    }

    /// What is wrong and what to do, in English. Where fields are wrong it repeats the first.
    pub fn detail(&self) -> String {
        match self.first_field() {
            Some(first) => {
                let field = if first.field.is_empty() { "the body" } else { &first.field };
                format!("{field}: {}", first.message())
            }
            None => filled(self.problem.text, &self.parameters),
        }
    }

    /// The field whose fault the detail repeats; `None` where the error has a text of its own.
    pub fn first_field(&self) -> Option<&FieldError> {
        self.fields.first().filter(|_| self.code == "invalid")
    }

    /// The values of the parameters of its text, by name.
    pub fn parameters(&self) -> &[(&'static str, String)] {
        &self.parameters
    }

    /// What the log and the operator's terminal say; the client's text where there is nothing else.
    pub fn operator(&self) -> String {
        if self.operator.is_empty() { self.detail() } else { self.operator.clone() }
    }

    /// The same error with a text for the log that no client sees.
    #[must_use]
    pub fn for_operator(mut self, operator: impl Into<String>) -> Error {
        self.operator = operator.into();
        self
    }

    /// There is no `what` called `which` (404).
    pub fn not_found(what: &str, which: impl std::fmt::Display) -> Error {
        errors::not_found(what, which)
    }

    /// A row that prefetch does not know yet. It ends a lookup there and never reaches a client.
    pub fn not_loaded() -> Error {
        errors::not_loaded()
    }

    /// Several fields are wrong (422).
    pub fn invalid(fields: Vec<FieldError>) -> Error {
        Error { fields, ..errors::invalid() }
    }

    /// The same error, found at `field`: a wrong value becomes an error of that field, and paths of fields begin with it.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Error {
        let field = field.into();
        if self.fields.is_empty() && self.kind == Kind::Invalid {
            return Error::invalid(vec![self.into_field(field)]);
        }
        for inner in &mut self.fields {
            let path = [field.as_str(), &inner.field].join(".");
            // The error of a whole element has no field of its own.
            inner.field = shortened(path.trim_matches('.'), PATH).into_owned();
        }
        self
    }

    /// Blames `field` for the error, which keeps its code; `why` says what is wrong with the field.
    #[must_use]
    pub fn blame(mut self, field: impl Into<String>, why: Error) -> Error {
        self.fields.push(why.into_field(field.into()));
        self
    }

    pub(crate) fn into_field(self, field: String) -> FieldError {
        let field = shortened(&field, PATH).into_owned();
        FieldError { field, problem: self.problem, parameters: self.parameters }
    }
}

/// An error is its problem with parameters: `error.code`, `error.kind`, `error.title`.
impl Deref for Error {
    type Target = Problem;
    fn deref(&self) -> &Problem {
        self.problem
    }
}

impl FieldError {
    /// The fault, and its remedy, in English.
    pub fn message(&self) -> String {
        filled(self.problem.text, &self.parameters)
    }

    /// The values of the parameters of its text, by name.
    pub fn parameters(&self) -> &[(&'static str, String)] {
        &self.parameters
    }
}

impl Deref for FieldError {
    type Target = Problem;
    fn deref(&self) -> &Problem {
        self.problem
    }
}

/// `field`, `code` and `message`, as problem documents list them.
impl Serialize for FieldError {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut error = serializer.serialize_struct("FieldError", 3)?;
        error.serialize_field("field", &self.field)?;
        error.serialize_field("code", self.code)?;
        error.serialize_field("message", &self.message())?;
        error.end()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.operator())
    }
}

impl std::error::Error for Error {}

/// Wrong numbers are wrong input; only divisions and weights that the program chose itself are defects.
impl From<money::MoneyError> for Error {
    fn from(error: money::MoneyError) -> Error {
        of_number(error.code, error)
    }
}

/// The error with this code that says what a number's says: the catalogue has its text.
pub(crate) fn of_number(code: &str, error: money::MoneyError) -> Error {
    let known = errors::PROBLEMS.iter().find(|problem| problem.code == code && problem.text == error.text);
    match known {
        Some(problem) => problem.error(error.parameters),
        None => defect(error.to_string()),
    }
}
