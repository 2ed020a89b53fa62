use std::cmp::Ordering;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::MoneyError;

const MAX_CHARACTERS: usize = 40;
const MAX_SCALE: i64 = 18;
/// The first magnitude with more than 38 digits.
const LIMIT: i128 = 10_i128.pow(38);

/// An exact decimal number, `mantissa × 10^-scale`: the form of money and quantities in JSON.
///
/// It keeps the scale it was written with (`1500.00` prints as `1500.00`) but compares as a number (`1.5 == 1.50`).
///
/// Serde reads it from a JSON string or number, always from the text and never through a float, and writes it as a
/// string. A format whose deserializer guesses types, such as CSV, must pass its text to [`Decimal::parse`] instead.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    mantissa: i128,
    scale: u8,
}

impl Decimal {
    /// The number `mantissa × 10^-scale`.
    ///
    /// Any pair is a valid number, but [`Decimal::parse`] reads back at most 38 digits and 18 decimals.
    pub const fn new(mantissa: i128, scale: u8) -> Self {
        Self { mantissa, scale }
    }

    /// Reads an optional sign, digits, an optional point with more digits, and an optional exponent (`1e2` is 100).
    ///
    /// # Errors
    ///
    /// `not_a_number` for anything else, including surrounding white space, NaN, infinities and more than 40 characters;
    /// `too_many_decimals` beyond 18 decimals; `overflow` beyond 38 digits.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        if text.len() > MAX_CHARACTERS {
            let text = "a number has at most {most} characters";
            return Err(MoneyError::new("not_a_number", text, [("most", &MAX_CHARACTERS)]));
        }
        let invalid =
            || MoneyError::new("not_a_number", "{text} is not a decimal number", [("text", &format!("{text:?}"))]);
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().map_err(|_| invalid())?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(invalid()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() {
            return Err(invalid());
        }
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(invalid());
            }
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|tens| tens.checked_add(i128::from(byte - b'0')))
                .ok_or_else(MoneyError::overflow)?;
        }
        let decimals = i64::try_from(fraction.len()).map_err(|_| invalid())? - i64::from(exponent);
        if decimals > MAX_SCALE {
            let text = "a number has at most {most} decimals";
            return Err(MoneyError::new("too_many_decimals", text, [("most", &MAX_SCALE)]));
        }
        let scale = u8::try_from(decimals).unwrap_or(0);
        mantissa = scaled_up(mantissa, u32::try_from(-decimals).unwrap_or(0))
            .filter(|magnitude| *magnitude < LIMIT)
            .ok_or_else(MoneyError::overflow)?;
        if text.starts_with('-') {
            mantissa = -mantissa;
        }
        Ok(Self { mantissa, scale })
    }

    /// The digits as an integer, without the point.
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// The number of digits after the decimal point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The exact integer `self × 10^scale`: `too_many_decimals` when that is not whole, `overflow` when too large.
    pub(crate) fn at_scale(self, scale: u8) -> Result<i128, MoneyError> {
        if self.scale <= scale {
            return scaled_up(self.mantissa, u32::from(scale - self.scale)).ok_or_else(MoneyError::overflow);
        }
        // A power of ten that does not fit an i128 exceeds every mantissa, so only 0 is a multiple of it.
        let unit = 10_i128.checked_pow(u32::from(self.scale - scale));
        match unit {
            Some(unit) if self.mantissa % unit == 0 => Ok(self.mantissa / unit),
            None if self.mantissa == 0 => Ok(0),
            _ => {
                let text = "{number} has more than {scale} decimals";
                Err(MoneyError::new("too_many_decimals", text, [("number", &self), ("scale", &scale)]))
            }
        }
    }

    /// The exact sum, with as many decimals as the one that has more.
    ///
    /// # Errors
    ///
    /// `overflow`.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let scale = self.scale.max(other.scale);
        let sum = self.at_scale(scale)?.checked_add(other.at_scale(scale)?);
        Ok(Self { mantissa: sum.ok_or_else(MoneyError::overflow)?, scale })
    }

    /// The same number without trailing zeros after the decimal point, but with at least `least` decimals.
    #[must_use]
    pub fn trimmed(mut self, least: u8) -> Self {
        while self.scale > least && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }
}

/// `value × 10^exponent`, if it fits.
fn scaled_up(value: i128, exponent: u32) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    value.checked_mul(10_i128.checked_pow(exponent)?)
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale > other.scale {
            return other.cmp(self).reverse();
        }
        match scaled_up(self.mantissa, u32::from(other.scale - self.scale)) {
            Some(mantissa) => mantissa.cmp(&other.mantissa),
            // The scaled mantissa exceeds every i128, so the other number is smaller in magnitude and the sign decides.
            None => self.mantissa.cmp(&0),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::from(self.scale);
        let mut digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = scale + 1);
        if scale > 0 {
            digits.insert(digits.len() - scale, '.');
        }
        f.pad_integral(self.mantissa >= 0, "", &digits)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parsed = match Value::deserialize(deserializer)? {
            Value::String(text) => Self::parse(&text),
            Value::Number(number) => Self::parse(number.as_str()),
            _ => Err(MoneyError::new("not_a_number", "expected a decimal number, as a string or a number", [])),
        };
        parsed.map_err(D::Error::custom)
    }
}
