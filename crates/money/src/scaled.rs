use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::checked::checked_arithmetic;
use crate::error::narrow;
use crate::{Decimal, MoneyError};

const SCALE: u8 = 6;

macro_rules! micros {
    ($(#[$doc:meta])* $name:ident, least decimals $least:literal, at most $most:expr) => {
        $(#[$doc])*
        ///
        /// Serde reads a decimal from a string or a number and writes it as a string.
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
            /// `too_many_decimals` when there is a digit other than 0 after the sixth decimal; `overflow` where its magnitude
            /// exceeds the largest that may be entered.
            pub fn from_decimal(decimal: Decimal) -> Result<Self, MoneyError> {
                const MOST: $name = $name($most);
                let micros = narrow(decimal.at_scale(SCALE)?).ok();
                let within = micros.filter(|micros| micros.unsigned_abs() <= MOST.0.unsigned_abs());
                within.map(Self).ok_or_else(|| MoneyError::beyond(MOST))
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
    /// The price of one base unit, in millionths of the currency's major unit: `2.55` is 2,550,000. At most 9 × 10¹² may be entered.
    Price, least decimals 2, at most 9_000_000_000_000 * 1_000_000
}

micros! {
    /// A quantity of goods, in millionths of the base unit: `1.5` is 1,500,000. At most 10⁹ may be entered at a time.
    Quantity, least decimals 0, at most 1_000_000_000 * 1_000_000
}

micros! {
    /// A fraction in millionths, for taxes and exchange: 20 % is `0.2`, which is 200,000.
    Rate, least decimals 0, at most i64::MAX
}

checked_arithmetic!(Quantity);

impl Quantity {
    /// Whether the quantity can be written with at most `most` decimals.
    pub const fn has_decimals(self, most: u8) -> bool {
        most >= SCALE || self.0 % 10_i64.pow((SCALE - most) as u32) == 0
    }
}
