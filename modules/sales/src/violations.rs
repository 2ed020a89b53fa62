//! The rules that a sale breaks: reported together, or flagged where the sale has already happened.

use kernel::{Error, FieldError, Kind, Result};

/// The errors found so far. A sale that an offline device has already made is not refused for rules that cannot
/// be kept any more: such rules become flags.
pub(crate) struct Violations {
    offline: bool,
    flags: Vec<String>,
    wrong: Vec<FieldError>,
}

impl Violations {
    pub(crate) fn new(offline: bool) -> Violations {
        Violations { offline, flags: Vec::new(), wrong: Vec::new() }
    }

    /// Whether rules become flags.
    pub(crate) fn is_offline(&self) -> bool {
        self.offline
    }

    /// Flags a broken rule.
    pub(crate) fn flag(&mut self, code: &str) {
        if self.flags.iter().all(|flag| flag != code) {
            self.flags.push(code.to_owned());
        }
    }

    /// A rule is broken: refused at `field`, or flagged as `flag`.
    pub(crate) fn add(&mut self, flag: &str, field: String, code: &'static str, message: String) {
        if self.offline {
            self.flag(flag);
        } else {
            self.wrong.push(FieldError::new(field, code, message));
        }
    }

    /// Flags the errors of a check as `flag` where rules become flags.
    pub(crate) fn downgrade(&mut self, flag: &str, checked: Result<()>) -> Result<()> {
        match checked {
            Err(error) if self.offline && error.kind == Kind::Invalid => {
                self.flag(flag);
                Ok(())
            }
            checked => checked,
        }
    }

    /// The value, or none where its fields are wrong; their errors are reported with the others.
    pub(crate) fn collect<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind == Kind::Invalid && !error.fields.is_empty() => {
                self.wrong.extend(error.fields);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Fails with all collected errors, if there are any.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        Err(Error::invalid(std::mem::take(&mut self.wrong)))
    }

    /// The flags, for review.
    pub(crate) fn flags(self) -> Vec<String> {
        self.flags
    }
}
