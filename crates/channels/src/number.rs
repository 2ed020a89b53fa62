//! Telephone numbers in international form (E.164): a plus and 8 to 15 digits.

/// The first digits of the scripts in which people type numbers: Arabic, Persian, Devanagari, Bengali.
const ZEROS: [u32; 4] = [0x0660, 0x06F0, 0x0966, 0x09E6];

/// A number as people type it in international form; `country` is the code of the country of numbers without one, its digits alone. `None` where
/// it is no number.
pub fn international(typed: &str, country: &str) -> Option<String> {
    let typed = typed.trim();
    let mut digits = String::new();
    for letter in typed.chars().skip(usize::from(typed.starts_with('+'))) {
        match digit(letter) {
            Some(digit) => digits.push(digit),
            None if " \u{a0}\u{202f}-–.()/".contains(letter) => {}
            None => return None,
        }
    }
    let whole = if typed.starts_with('+') {
        digits
    } else if let Some(whole) = digits.strip_prefix("00") {
        whole.to_owned()
    } else if country.is_empty() {
        return None;
    } else if digits.starts_with(country) && digits.len() > 10 {
        digits
    } else {
        // A national number begins with one zero, which is left out behind the code of the country.
        format!("{country}{}", digits.strip_prefix('0').unwrap_or(&digits))
    };
    ((8..=15).contains(&whole.len()) && !whole.starts_with('0')).then(|| format!("+{whole}"))
}

fn digit(letter: char) -> Option<char> {
    if letter.is_ascii_digit() {
        return Some(letter);
    }
    let of_script = |zero: &u32| u32::from(letter).checked_sub(*zero).filter(|digit| *digit < 10);
    ZEROS.iter().find_map(of_script).and_then(|digit| char::from_digit(digit, 10))
}

#[cfg(test)]
mod tests {
    use super::international;

    #[test]
    fn numbers_get_their_country() {
        for (typed, country, expected) in [
            ("+880 1712-345678", "", Some("+8801712345678")),
            ("01712345678", "880", Some("+8801712345678")),
            ("1712345678", "880", Some("+8801712345678")),
            ("8801712345678", "880", Some("+8801712345678")),
            ("০১৭১২৩৪৫৬৭৮", "880", Some("+8801712345678")),
            ("00 44 20 7946 0958", "880", Some("+442079460958")),
            ("(020) 7946 0958", "44", Some("+442079460958")),
            ("+1 (415) 867-5309", "44", Some("+14158675309")),
        ] {
            assert_eq!(international(typed, country).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for typed in
            ["", "+", "1234", "+1234567", "+1234567890123456", "+0123456789", "shop", "+88017x2345678", "++88017123456"]
        {
            assert_eq!(international(typed, "880"), None, "{typed}");
        }
        // Without a country, a national number is none.
        assert_eq!(international("01712345678", ""), None);
        assert_eq!(international("7946 0958", ""), None);
    }
}
