//! Numbers as people write them: groups of digits, and the digits themselves.

/// The digits in which numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// 0123456789.
    #[default]
    Latin,
    /// ০১২৩৪৫৬৭৮৯.
    Bengali,
    /// ०१२३४५६७८९.
    Devanagari,
}

impl Digits {
    /// `text` with its digits written so.
    pub fn write(self, text: &str) -> String {
        let zero = match self {
            Digits::Latin => return text.to_owned(),
            Digits::Bengali => '০',
            Digits::Devanagari => '०',
        };
        let written = |digit: char| digit.to_digit(10).and_then(|value| char::from_u32(u32::from(zero) + value));
        text.chars().map(|character| written(character).unwrap_or(character)).collect()
    }
}

/// How the digits before the point stand in groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// 1,234,567.
    #[default]
    Thousands,
    /// 12,34,567: thousands, lakhs, crores.
    Lakhs,
}

impl Grouping {
    /// A decimal number, such as `-1234567.50`, in groups. What is no such number stays as it is.
    pub fn write(self, decimal: &str) -> String {
        let (sign, number) = decimal.strip_prefix('-').map_or(("", decimal), |number| ("-", number));
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || (number.contains('.') && decimals.is_empty()) {
            return decimal.to_owned();
        }
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{}{point}{decimals}", self.grouped(whole))
    }

    /// ASCII digits in groups.
    fn grouped(self, digits: &str) -> String {
        let above = match self {
            Grouping::Thousands => 3,
            Grouping::Lakhs => 2,
        };
        let mut text = String::with_capacity(digits.len() * 3 / 2);
        for (n, digit) in digits.chars().enumerate() {
            let behind = digits.len() - n;
            let begins = behind == 3 || (behind > 3 && (behind - 3).is_multiple_of(above));
            if n > 0 && begins {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_are_thousands_or_lakhs() {
        for (number, thousands, lakhs) in [
            ("0", "0", "0"),
            ("100", "100", "100"),
            ("1000", "1,000", "1,000"),
            ("99999.5", "99,999.5", "99,999.5"),
            ("100000", "100,000", "1,00,000"),
            ("-1234567.89", "-1,234,567.89", "-12,34,567.89"),
            ("1234567890.00", "1,234,567,890.00", "1,23,45,67,890.00"),
        ] {
            assert_eq!((&*Grouping::Thousands.write(number), &*Grouping::Lakhs.write(number)), (thousands, lakhs));
        }
        for other in ["", "-", "1.", ".5", "1e6", "12,5", "N/A", "1.2.3"] {
            assert_eq!(Grouping::Lakhs.write(other), other);
        }
    }

    #[test]
    fn digits_are_those_of_the_script() {
        assert_eq!(Digits::Bengali.write("12,34,567.89 BDT"), "১২,৩৪,৫৬৭.৮৯ BDT");
        assert_eq!(Digits::Devanagari.write("2083-03-15"), "२०८३-०३-१५");
        assert_eq!(Digits::Latin.write("-5"), "-5");
    }

    proptest! {
        #[test]
        fn groups_add_commas_and_nothing_else(number in any::<i128>(), decimals in "(\\.[0-9]{1,6})?") {
            let number = format!("{number}{decimals}");
            for grouping in [Grouping::Thousands, Grouping::Lakhs] {
                let written = grouping.write(&number);
                prop_assert_eq!(written.replace(',', ""), number.clone());
                let whole = written.trim_start_matches('-').split('.').next().unwrap_or_default();
                let groups: Vec<&str> = whole.split(',').collect();
                prop_assert!(groups.iter().all(|group| !group.is_empty() && group.len() <= 3));
                prop_assert!(groups.len() == 1 || groups.last().is_some_and(|group| group.len() == 3));
            }
        }
    }
}
