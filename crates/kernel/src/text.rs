//! Texts as they are kept, compared and searched.

use crate::schema::check_length;
use crate::{Result, Schema, Shape, ToSchema};
use caseless::Caseless as _;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::ops::Deref;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

/// A text as it is kept: composed (NFC), trimmed, without invisible characters.
///
/// Joiners and variation selectors stay behind letters that are not ASCII, because they decide the shape of letters in Indic
/// scripts, Persian and emoji.
pub fn tidy(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    let mut before = ' ';
    let visible = text.chars().filter(|letter| {
        let shapes = matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}') && shaped(before);
        before = *letter;
        shapes || !is_invisible(*letter)
    });
    let composed: String = visible.nfc().collect();
    composed
        .trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{200c}' || letter == '\u{200d}')
        .to_owned()
}

/// Whether a joiner or variation selector behind this letter may change its shape.
fn shaped(letter: char) -> bool {
    !letter.is_ascii() && !letter.is_whitespace() && !is_invisible(letter)
}

/// Whether a character takes no place on a screen: texts that differ only in such characters look the same.
pub fn is_invisible(letter: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
}

/// A code as it is kept: [`tidy`], and without any joiner.
pub fn tidy_code(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    let composed: String = text.chars().filter(|letter| !is_invisible(*letter)).nfc().collect();
    composed.trim().to_owned()
}

/// The first letters of a text, without those that no database keeps.
pub fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|letter| *letter != '\0').take(most).collect()
}

/// The bytes in hexadecimal, in small letters.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The label that a name in code stands for: `tax_category` and `tax-categories` are "Tax category" and "Tax categories", `is_active`
/// is "Active".
pub fn label_of(name: &str) -> String {
    let words = name.strip_prefix("is_").unwrap_or(name).replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The key by which codes are compared: [`tidy_code`] in case-folded NFKC. Codes that look the same, or differ by case or width
/// only, have the same key. The key of a key is the key itself.
pub fn code_key(code: &str) -> String {
    if code.is_ascii() {
        return code.trim().to_ascii_lowercase();
    }
    let visible = code.chars().filter(|letter| !is_invisible(*letter));
    let folded: String = visible.nfd().default_case_fold().nfkc().default_case_fold().nfkc().collect();
    folded.trim().to_owned()
}

/// The words of a text, folded: letters that differ by case, width or accent only are the same. Vowel signs of Indic scripts stay.
pub fn search_words(text: &str) -> Vec<String> {
    // The accents of Latin, Greek and Cyrillic letters.
    let is_accent = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let visible = text.chars().filter(|letter| !is_invisible(*letter));
    let plain = visible.nfkd().default_case_fold().nfkd().filter(|letter| !is_accent(letter));
    // In Turkish the capital of the dotless i is the I of all others.
    let plain: String = plain.map(|letter| if letter == 'ı' { 'i' } else { letter }).nfc().collect();
    let words = plain.unicode_words().flat_map(|word| word.split(|letter| !belongs_to_word(letter)));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn belongs_to_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// A text of at most `MAX` characters without control characters, kept as [`tidy`] leaves it; from 1,000 characters on it may have
/// several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// The text.
    ///
    /// # Errors
    ///
    /// `too_long`; `invalid_value` for a control character.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = tidy(&text.into());
        check_length(&text, MAX)?;
        Ok(Text(text))
    }

    /// The bare text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MAX: usize> Deref for Text<MAX> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> std::fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Text::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl<const MAX: usize> ToSchema for Text<MAX> {
    fn schema() -> Schema {
        Schema::of(Shape::Text { max: Some(MAX), format: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn twins_of_a_code_have_one_key() {
        let twins = [
            ("AB1", "ab1 "),
            ("AB1", "\u{a0}AB1\r\n"),
            ("AB1", "A\u{200b}B\u{200d}1\u{feff}"),
            ("AB1", "A\u{ad}B\u{200e}1"),
            ("AB1", "ＡＢ１"),
            ("AB 1", "AB\u{a0}1"),
            ("CAFÉ", "cafe\u{301}"),
            ("straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ΟΔΟΣ", "οδος"),
            ("ﬁx", "FIX"),
        ];
        for (code, twin) in twins {
            assert_eq!(code_key(code), code_key(twin), "{code} and {twin:?}");
        }
        for (code, other) in [("cafe", "café"), ("ı", "i"), ("İ", "i"), ("A-1", "A1"), ("A 1", "A1")] {
            assert_ne!(code_key(code), code_key(other), "{code} and {other}");
        }
    }

    #[test]
    fn name_keeps_joiners_between_letters_that_join() {
        for name in ["ক\u{9cd}\u{200d}ষ", "می\u{200c}خواهم", "❤\u{fe0f}", "Al\u{a0}Noor", "日本"] {
            assert_eq!(tidy(name), name);
        }
        assert_eq!(tidy(" \u{feff}A\u{200d}d\u{ad}a\u{202e}\u{200b} \u{3000}\t"), "Ada");
        assert_eq!(tidy("Ze\u{301}\u{200d}"), "Z\u{e9}");
        assert_eq!(tidy("\u{200b}\u{2060}"), "");
    }

    #[test]
    fn search_folds_accents_and_keeps_vowel_signs() {
        let folded = [
            ("Hígado", "higado"),
            ("ÇİĞDEM ISI", "çiğdem ısı"),
            ("ΒΟΡΡΆΣ", "βορράς"),
            ("naïve café", "NAIVE cafe\u{301}"),
            ("Straße", "STRASSE"),
            ("ＡＢ１ ﬁx", "ab1 FIX"),
            ("й Ё", "И е"),
        ];
        for (name, typed) in folded {
            assert_eq!(search_words(name), search_words(typed), "{name} and {typed}");
        }
        assert_eq!(search_words("ট্রেডার্স হিন্দী"), ["ট্রেডার্স", "হিন্দী"]);
        assert_ne!(search_words("কি"), search_words("ক"));
        assert_eq!(search_words("INV-2026/7, 3.5_x!"), ["inv", "2026", "7", "3", "5", "x"]);
        assert_eq!(search_words(" … !"), [""; 0]);
    }

    proptest! {
        #[test]
        fn key_of_a_key_is_the_key(text in any::<String>()) {
            let key = code_key(&text);
            prop_assert_eq!(code_key(&key), key.clone());
            prop_assert_eq!(code_key(&tidy_code(&text)), key);
            prop_assert_eq!(tidy_code(&tidy_code(&text)), tidy_code(&text));
            prop_assert_eq!(tidy(&tidy(&text)), tidy(&text));
        }
    }

    #[test]
    fn key_of_every_letter_is_stable() {
        for letter in ('\0'..=char::MAX).map(String::from) {
            let key = code_key(&letter);
            assert_eq!(code_key(&key), key, "{letter:?}");
        }
    }
}
