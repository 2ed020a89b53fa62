//! Rules that a sale add: told all at once, or noted where the sale has happened already.

use kernel::{Error, FieldError, Kind, Result};

/// What was found wrong so far. A sale that an offline device has made and been paid for is not refused for what cannot
/// be changed any more: such rules become flags.
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

    /// Notes that a rule was broken.
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

    /// What a check found wrong is flagged as `flag` where rules become flags.
    pub(crate) fn downgrade(&mut self, flag: &str, checked: Result<()>) -> Result<()> {
        match checked {
            Err(error) if self.offline && error.kind == Kind::Invalid => {
                self.flag(flag);
                Ok(())
            }
            checked => checked,
        }
    }

    /// The value, or none where its fields are wrong: they are told together with the others.
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

    /// The flags; an error where anything is wrong.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        Err(Error::invalid(std::mem::take(&mut self.wrong)))
    }

    /// What somebody should look at.
    pub(crate) fn flags(self) -> Vec<String> {
        self.flags
    }
}
