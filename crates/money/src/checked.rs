/// Gives a tuple struct over an integer the arithmetic and sign tests that [`Amount`](crate::Amount),
/// [`Quantity`](crate::Quantity) and [`Total`](crate::Total) share. A result outside the integer is `overflow`.
macro_rules! checked_arithmetic {
    ($name:ident) => {
        impl $name {
            /// The sum of the two, or `overflow`.
            pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
                let sum = self.0.checked_add(other.0);
                sum.map(Self).ok_or_else(MoneyError::overflow)
            }

            /// This value less the other, or `overflow`.
            pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
                let difference = self.0.checked_sub(other.0);
                difference.map(Self).ok_or_else(MoneyError::overflow)
            }

            /// The value with the opposite sign, or `overflow`.
            pub fn negated(self) -> Result<Self, MoneyError> {
                let negated = self.0.checked_neg();
                negated.map(Self).ok_or_else(MoneyError::overflow)
            }

            /// The value without its sign, or `overflow`.
            pub fn abs(self) -> Result<Self, MoneyError> {
                let magnitude = self.0.checked_abs();
                magnitude.map(Self).ok_or_else(MoneyError::overflow)
            }

            /// The value as a debit and a credit, neither below 0 and one of them 0, or `overflow`.
            pub fn debit_and_credit(self) -> Result<(Self, Self), MoneyError> {
                if self.is_negative() { Ok((Self(0), self.negated()?)) } else { Ok((self, Self(0))) }
            }

            /// Whether the value is 0.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// Whether the value is below 0.
            pub const fn is_negative(self) -> bool {
                self.0 < 0
            }

            /// Whether the value is above 0.
            pub const fn is_positive(self) -> bool {
                self.0 > 0
            }
        }
    };
}

pub(crate) use checked_arithmetic;
