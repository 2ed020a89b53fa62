use serde::{Deserialize, Serialize};

use crate::error::{narrow, sum};
use crate::{Currency, Decimal, MoneyError};

/// Money: a count of minor units (pence, cents) of a currency known from context.
///
/// In serde it is that bare integer, the storage form; in JSON for others use [`Amount::decimal`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(i64);

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount of so many minor units.
    pub const fn new(minor: i64) -> Self {
        Self(minor)
    }

    /// The count of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The sum of the two, or `overflow`.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let sum = self.0.checked_add(other.0);
        sum.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// This amount less the other, or `overflow`.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        let difference = self.0.checked_sub(other.0);
        difference.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// The amount with the other sign, or `overflow`.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let negated = self.0.checked_neg();
        negated.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// The amount without its sign, or `overflow`.
    pub fn abs(self) -> Result<Self, MoneyError> {
        let magnitude = self.0.checked_abs();
        magnitude.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// Whether it is no money at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below 0.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is above 0.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The total, or `overflow` when the total (not some partial sum) is too large.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        sum(amounts.into_iter().map(Self::minor)).map(Self)
    }

    /// The amount in major units, with all decimals of the currency: 150000 minor units of GBP are `1500.00`.
    pub fn decimal(self, currency: Currency) -> Decimal {
        Decimal::new(i128::from(self.0), currency.scale())
    }

    /// The amount of so many major units of the currency.
    ///
    /// # Errors
    ///
    /// `too_many_decimals` when there is a digit other than 0 below the minor unit; `overflow`.
    pub fn from_decimal(major: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        narrow(major.at_scale(currency.scale())?).map(Self)
    }
}
