use serde::{Deserialize, Serialize};

use crate::checked::checked_arithmetic;
use crate::error::narrow;
use crate::{Currency, Decimal, MoneyError};

/// Money: a count of minor units (pence, cents) of a currency known from context.
///
/// Serde reads and writes the bare integer, which is the storage form. JSON for clients uses [`Amount::decimal`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(i64);

checked_arithmetic!(Amount);

impl Amount {
    /// The amount 0.
    pub const ZERO: Self = Self(0);

    /// An amount of so many minor units.
    pub const fn new(minor: i64) -> Self {
        Self(minor)
    }

    /// The count of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The amount itself.
    ///
    /// # Errors
    ///
    /// `overflow` where its magnitude exceeds [`Amount::most`]: such an amount is neither entered nor posted.
    pub fn within_limit(self, currency: Currency) -> Result<Self, MoneyError> {
        let most = Self::most(currency);
        if self.0.unsigned_abs() > most.0.unsigned_abs() {
            return Err(MoneyError::beyond(most.decimal(currency)));
        }
        Ok(self)
    }

    /// The largest amount of the currency that may be entered or posted: 10¹³ of the major unit. It lies far below the largest
    /// stored number, so that sums of many such amounts can be stored.
    pub const fn most(currency: Currency) -> Self {
        Self(10_000_000_000_000 * 10_i64.pow(currency.decimals()))
    }

    /// The sum of all amounts, or `overflow`. Only the total has to fit, so the order of the amounts does not matter.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        let mut total: i128 = 0;
        for amount in amounts {
            total = total.checked_add(i128::from(amount.0)).ok_or_else(MoneyError::overflow)?;
        }
        narrow(total).map(Self)
    }

    /// The amount in major units, with all decimals of the currency: 150000 minor units of GBP are `1500.00`.
    pub fn decimal(self, currency: Currency) -> Decimal {
        Decimal::new(i128::from(self.0), currency.scale())
    }

    /// The amount of so many major units of the currency.
    ///
    /// # Errors
    ///
    /// `too_many_decimals` when there is a digit other than 0 below the minor unit; `overflow` beyond [`Amount::most`].
    pub fn from_decimal(major: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let beyond = |_| MoneyError::beyond(Self::most(currency).decimal(currency));
        narrow(major.at_scale(currency.scale())?).map_err(beyond).map(Self)?.within_limit(currency)
    }
}
