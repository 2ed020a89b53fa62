//! The rules that a sale breaks: reported together, or flagged where the sale has already happened.

use kernel::{Error, FieldErrors, Instant, Kind, Result};

/// The errors found so far. A sale that an offline device has already made is not refused for rules that cannot
/// be kept any more: such rules become flags.
#[derive(Default)]
pub(crate) struct Violations {
    made_at: Option<Instant>,
    flags: Vec<String>,
    errors: FieldErrors,
}

impl Violations {
    /// Of a sale that a device made at `made_at`: rules become flags.
    pub(crate) fn of_device(made_at: Instant) -> Violations {
        Violations { made_at: Some(made_at), ..Violations::default() }
    }

    /// When a device made the sale, see [`crate::dates::made_at`]; none online.
    pub(crate) fn made_at(&self) -> Option<Instant> {
        self.made_at
    }

    /// Whether rules become flags.
    pub(crate) fn is_offline(&self) -> bool {
        self.made_at.is_some()
    }

    /// Flags a broken rule.
    pub(crate) fn flag(&mut self, code: &str) {
        if self.flags.iter().all(|flag| flag != code) {
            self.flags.push(code.to_owned());
        }
    }

    /// A rule is broken: refused at `field`, or flagged as `flag`.
    pub(crate) fn add(&mut self, flag: &str, field: &str, error: Error) {
        if self.is_offline() {
            self.flag(flag);
        } else {
            self.errors.add(field, error);
        }
    }

    /// Flags an error of `kind` as `flag` where rules become flags.
    pub(crate) fn downgrade(&mut self, flag: &str, kind: Kind, checked: Result<()>) -> Result<()> {
        match checked {
            Err(error) if self.is_offline() && error.kind == kind => {
                self.flag(flag);
                Ok(())
            }
            checked => checked,
        }
    }

    /// The value, or none where its fields are wrong; their errors are reported with the others.
    pub(crate) fn check<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        self.errors.check(result)
    }

    /// [`Violations::check`] for the value of `field`.
    pub(crate) fn check_at<T>(&mut self, field: &str, result: Result<T>) -> Result<Option<T>> {
        self.errors.check_at(field, result)
    }

    /// Fails with all collected errors, if there are any.
    pub(crate) fn finish(&mut self) -> Result<()> {
        std::mem::take(&mut self.errors).finish()
    }

    /// The flags, for review.
    pub(crate) fn flags(self) -> Vec<String> {
        self.flags
    }
}
