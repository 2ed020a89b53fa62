//! The language that a client asks for, by `Accept-Language` (RFC 9110) and the lookup of RFC 4647.

use crate::Language;

/// Ranges of a header that are looked at: people have few.
const RANGES: usize = 32;
/// What counts most.
const WHOLE: u16 = 1000;

/// The language that these values of `Accept-Language` like best; `None` where they name none that the program speaks. What is no
/// language range is passed over.
pub fn accepted<'a>(headers: impl IntoIterator<Item = &'a str>) -> Option<Language> {
    let ranges = headers.into_iter().flat_map(|header| header.split(',')).take(RANGES);
    let liked = ranges.filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let language = looked_up(parts.next()?)?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some((weight.map_or(Some(WHOLE), thousandths)?, language))
    });
    // Of several that are liked as well, the first is meant.
    let liked =
        liked.filter(|(weight, _)| *weight > 0).reduce(|best, other| if other.0 > best.0 { other } else { best });
    liked.map(|(_, language)| language)
}

/// The language of a range, without its last parts where it is not known with them: `bn-Beng-BD` is `bn`.
fn looked_up(mut range: &str) -> Option<Language> {
    loop {
        if let Some(known) = Language::of_code(range) {
            return Some(known);
        }
        range = range.rsplit_once('-')?.0;
    }
}

/// `0.75` as 750; at most three decimals, at most 1.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if whole.len() != 1 || decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    let weight = whole.parse::<u16>().ok()?.checked_mul(WHOLE)?.checked_add(decimals)?;
    (weight <= WHOLE).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn client_gets_the_language_that_it_likes_best() {
        for (header, language) in [
            ("bn", Some(Language::Bengali)),
            ("bn-BD,bn;q=0.9,en;q=0.8", Some(Language::Bengali)),
            ("BN-Beng-BD", Some(Language::Bengali)),
            ("en-GB", Some(Language::English)),
            ("fr, bn;q=0.3", Some(Language::Bengali)),
            ("en;q=0.5, bn;q=0.8", Some(Language::Bengali)),
            ("en, bn", Some(Language::English)),
            ("bn;q=0, en;q=0.1", Some(Language::English)),
            ("bn;q=0", None),
            ("fr", None),
            ("*", None),
            ("", None),
            ("bn;q=2", None),
            ("bn;q=x, ;;;,,q=1,-,--", None),
            ("bn_BD", None),
        ] {
            assert_eq!(accepted([header]), language, "{header}");
        }
        assert_eq!(accepted(["fr", "bn"]), Some(Language::Bengali));
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_is_too_much(header in "\\PC*", ranges in "([a-zA-Z*-]{0,9}(;q=[0-9.]{0,5})?,){0,99}") {
            accepted([header.as_str(), ranges.as_str()]);
        }
    }
}
