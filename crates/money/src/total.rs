use crate::checked::checked_arithmetic;
use crate::{Amount, Currency, Decimal, MoneyError};

/// A sum of amounts in minor units, wider than an [`Amount`]: however many are added, the sum of a report fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total(i128);

checked_arithmetic!(Total);

impl Total {
    /// The total 0.
    pub const ZERO: Self = Self(0);

    /// The count of minor units.
    pub const fn minor(self) -> i128 {
        self.0
    }

    /// A total of so many minor units.
    pub const fn new(minor: i128) -> Self {
        Self(minor)
    }

    /// The total in major units, with all decimals of the currency.
    pub fn decimal(self, currency: Currency) -> Decimal {
        Decimal::new(self.0, currency.scale())
    }
}

impl From<Amount> for Total {
    fn from(amount: Amount) -> Self {
        Self(amount.minor().into())
    }
}
