use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{narrow, sum};
use crate::{Decimal, MoneyError};

const SCALE: u8 = 6;
const MICROS_PER_UNIT: i64 = 1_000_000;

macro_rules! micros {
    ($(#[$doc:meta])* $name:ident, least decimals $least:literal) => {
        $(#[$doc])*
        ///
        /// In serde it is a decimal: read from a string or a number, written as a string.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The value 0.
            pub const ZERO: Self = Self(0);

            /// The value of so many millionths, the storage form.
            pub const fn from_micros(micros: i64) -> Self {
                Self(micros)
            }

            /// The count of millionths, the storage form.
            pub const fn micros(self) -> i64 {
                self.0
            }

            /// The value of a decimal.
            ///
            /// # Errors
            ///
            /// `too_many_decimals` when there is a digit other than 0 behind the sixth decimal; `overflow`.
            pub fn from_decimal(decimal: Decimal) -> Result<Self, MoneyError> {
                narrow(decimal.at_scale(SCALE)?).map(Self)
            }

            /// The value as a decimal in its shortest form (a price keeps at least 2 decimals).
            pub fn decimal(self) -> Decimal {
                Decimal::new(i128::from(self.0), SCALE).trimmed($least)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.decimal().fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.decimal().serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::from_decimal(Decimal::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    };
}

micros! {
    /// The price of one base unit, in millionths of the currency's major unit: `2.55` is 2,550,000.
    Price, least decimals 2
}

micros! {
    /// How much of something, in millionths of its base unit: `1.5` is 1,500,000.
    Quantity, least decimals 0
}

micros! {
    /// A fraction in millionths, for taxes and exchange: 20 % is `0.2`, which is 200,000.
    Rate, least decimals 0
}

impl Quantity {
    /// One base unit.
    pub const ONE: Self = Self(MICROS_PER_UNIT);

    /// So many whole base units, or `overflow`.
    pub fn units(units: i64) -> Result<Self, MoneyError> {
        let micros = units.checked_mul(MICROS_PER_UNIT);
        micros.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// The sum of the two, or `overflow`.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let sum = self.0.checked_add(other.0);
        sum.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// This quantity less the other, or `overflow`.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        let difference = self.0.checked_sub(other.0);
        difference.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// The quantity with the other sign, or `overflow`.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let negated = self.0.checked_neg();
        negated.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// The quantity without its sign, or `overflow`.
    pub fn abs(self) -> Result<Self, MoneyError> {
        let magnitude = self.0.checked_abs();
        magnitude.map(Self).ok_or_else(MoneyError::overflow)
    }

    /// Whether so many decimals are enough to write it.
    pub const fn has_decimals(self, most: u8) -> bool {
        most >= SCALE || self.0 % 10_i64.pow((SCALE - most) as u32) == 0
    }

    /// Whether it is nothing at all.
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
    pub fn sum(quantities: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        sum(quantities.into_iter().map(Self::micros)).map(Self)
    }
}
