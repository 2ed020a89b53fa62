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
    /// That sentence with `{name}` where a parameter stands, so that it can be said in other languages.
    pub text: &'static str,
    /// The values of its parameters, by name.
    pub parameters: Vec<(&'static str, String)>,
}

impl MoneyError {
    pub(crate) fn new<const N: usize>(
        code: &'static str,
        text: &'static str,
        parameters: [(&'static str, &dyn fmt::Display); N],
    ) -> Self {
        let parameters = Vec::from(parameters.map(|(name, value)| (name, value.to_string())));
        let fill = |text: String, (name, value): &(&str, String)| text.replacen(&format!("{{{name}}}"), value, 1);
        Self { code, detail: parameters.iter().fold(text.to_owned(), fill), text, parameters }
    }

    /// A number that cannot be held.
    pub fn overflow() -> Self {
        Self::new("overflow", "the number is too large", [])
    }

    /// A number beyond the largest that may be entered or posted.
    pub(crate) fn beyond(most: impl fmt::Display) -> Self {
        Self::new("overflow", "the number is too large: at most {most}", [("most", &most)])
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
