use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::MoneyError;

/// The active codes of ISO 4217 in alphabetical order, and those that have ended since ([`Currency::ended_on`]). Excluded are
/// codes in which no books are kept: metals, funds and indexed units (BOV, CHE, CHW, CLF, COU, MXV, USN, UYI, UYW), units of account
/// of institutions (XAD, XDR, XSU, XUA) and test codes.
static CODES: &[&[u8; 3]] = &[
    b"AED", b"AFN", b"ALL", b"AMD", b"AOA", b"ARS", b"AUD", b"AWG", b"AZN", b"BAM", b"BBD", b"BDT", b"BGN", b"BHD",
    b"BIF", b"BMD", b"BND", b"BOB", b"BRL", b"BSD", b"BTN", b"BWP", b"BYN", b"BZD", b"CAD", b"CDF", b"CHF", b"CLP",
    b"CNY", b"COP", b"CRC", b"CUP", b"CVE", b"CZK", b"DJF", b"DKK", b"DOP", b"DZD", b"EGP", b"ERN", b"ETB", b"EUR",
    b"FJD", b"FKP", b"GBP", b"GEL", b"GHS", b"GIP", b"GMD", b"GNF", b"GTQ", b"GYD", b"HKD", b"HNL", b"HTG", b"HUF",
    b"IDR", b"ILS", b"INR", b"IQD", b"IRR", b"ISK", b"JMD", b"JOD", b"JPY", b"KES", b"KGS", b"KHR", b"KMF", b"KPW",
    b"KRW", b"KWD", b"KYD", b"KZT", b"LAK", b"LBP", b"LKR", b"LRD", b"LSL", b"LYD", b"MAD", b"MDL", b"MGA", b"MKD",
    b"MMK", b"MNT", b"MOP", b"MRU", b"MUR", b"MVR", b"MWK", b"MXN", b"MYR", b"MZN", b"NAD", b"NGN", b"NIO", b"NOK",
    b"NPR", b"NZD", b"OMR", b"PAB", b"PEN", b"PGK", b"PHP", b"PKR", b"PLN", b"PYG", b"QAR", b"RON", b"RSD", b"RUB",
    b"RWF", b"SAR", b"SBD", b"SCR", b"SDG", b"SEK", b"SGD", b"SHP", b"SLE", b"SOS", b"SRD", b"SSP", b"STN", b"SVC",
    b"SYP", b"SZL", b"THB", b"TJS", b"TMT", b"TND", b"TOP", b"TRY", b"TTD", b"TWD", b"TZS", b"UAH", b"UGX", b"USD",
    b"UYU", b"UZS", b"VED", b"VES", b"VND", b"VUV", b"WST", b"XAF", b"XCD", b"XCG", b"XOF", b"XPF", b"YER", b"ZAR",
    b"ZMW", b"ZWG",
];

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency with this code, in capitals: `GBP`.
    ///
    /// # Errors
    ///
    /// `unknown_currency` when it is not a code of ISO 4217 in which books are kept.
    pub fn parse(code: &str) -> Result<Self, MoneyError> {
        let known = <[u8; 3]>::try_from(code.as_bytes()).ok().filter(|bytes| CODES.binary_search(&bytes).is_ok());
        known.map(Self).ok_or_else(|| {
            let shown: String = code.chars().take(10).collect();
            MoneyError::new("unknown_currency", "{text} is not a currency", [("text", &format!("{shown:?}"))])
        })
    }

    /// The three letters of the code.
    pub fn code(&self) -> &str {
        // The bytes are always ASCII, because `parse` is the only constructor.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The day from which the currency is no longer legal tender, as `2026-01-01`; none for an active one. Books that are kept in it
    /// stay readable, new ones are not begun.
    pub const fn ended_on(self) -> Option<&'static str> {
        match &self.0 {
            // Bulgaria changed to the euro.
            b"BGN" => Some("2026-01-01"),
            _ => None,
        }
    }

    /// How many decimals the minor unit has: 0, 2 or 3.
    pub const fn decimals(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The scale of a [`Decimal`](crate::Decimal) in major units of this currency; equal to `decimals`.
    pub(crate) const fn scale(self) -> u8 {
        match self.decimals() {
            0 => 0,
            3 => 3,
            _ => 2,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn funds_are_no_currencies_and_ended_ones_are_still_read() {
        for code in ["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "XAD", "XAU", "XDR", "XXX"] {
            assert!(Currency::parse(code).is_err(), "{code}");
        }
        let ended = |code| Currency::parse(code).expect(code).ended_on();
        assert_eq!((ended("BGN"), ended("EUR")), (Some("2026-01-01"), None));
    }

    #[test]
    fn currency_codes_are_sorted_and_parse() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
        for code in CODES {
            let code = std::str::from_utf8(*code).expect("ASCII");
            let currency = Currency::parse(code).expect(code);
            assert_eq!(currency.code(), code);
            assert_eq!(u32::from(currency.scale()), currency.decimals());
        }
    }
}
