use std::fmt;

/// The reason a number could not be read or computed.
///
/// The codes are `overflow`, `too_many_decimals`, `not_a_number`, `unknown_currency` and `division_by_zero`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyError {
    /// A stable code for programs.
    pub code: &'static str,
    /// A sentence that explains the error to a person.
    pub detail: String,
}

impl MoneyError {
    pub(crate) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    pub(crate) fn overflow() -> Self {
        Self::new("overflow", "the number is too large")
    }

    /// A number beyond the largest that may be entered or posted.
    pub(crate) fn beyond(most: impl fmt::Display) -> Self {
        Self::new("overflow", format!("the number is too large: at most {most}"))
    }
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for MoneyError {}

/// The value as it is stored, or `overflow`.
pub(crate) fn narrow(value: i128) -> Result<i64, MoneyError> {
    i64::try_from(value).map_err(|_| MoneyError::overflow())
}
