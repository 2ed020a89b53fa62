use std::fmt;

/// Why a number could not be read or computed.
///
/// The codes are `overflow`, `too_many_decimals`, `not_a_number`, `unknown_currency`, `division_by_zero`,
/// `negative_weight`, `nothing_to_allocate_to` and `rate_not_positive`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyError {
    /// A stable name that programs can test for.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
}

impl MoneyError {
    pub(crate) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    pub(crate) fn overflow() -> Self {
        Self::new("overflow", "the number is too large")
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

/// The sum as it is stored. Only the total has to fit, so the order of the terms never matters.
pub(crate) fn sum(values: impl Iterator<Item = i64>) -> Result<i64, MoneyError> {
    let mut total: i128 = 0;
    for value in values {
        total = total.checked_add(i128::from(value)).ok_or_else(MoneyError::overflow)?;
    }
    narrow(total)
}
