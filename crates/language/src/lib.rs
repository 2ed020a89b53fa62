//! What people read: texts in their language, and numbers and days as they write them.
//!
//! English stands in the code: the texts of errors, and the labels that the definitions tell. `words/bn.ftl` has each of them in Bengali under
//! a [`key`] that follows from the English text, so that a text that changes asks for its translation again. `cargo xtask check` fails
//! where one is missing; a program that runs says it in English. Start at [`say`] and [`Style`].

mod bikram_sambat;
mod bikram_sambat_years;
mod dates;
mod negotiation;
mod numbers;
mod style;
mod words;

pub use bikram_sambat::{BikramSambatDay, Years};
pub use negotiation::accepted;
pub use numbers::{Digits, Grouping};
pub use style::{Calendar, DateForm, Style};
pub use words::{detail, has_words, key, message, say, title, word};

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// The language of the code.
    #[default]
    English,
    /// Bengali.
    Bengali,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::English, Language::Bengali];
    /// Their codes.
    pub const CODES: &'static [&'static str] = &["en", "bn"];

    /// Its code of ISO 639.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Bengali => "bn",
        }
    }

    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_code() {
        assert_eq!(Language::ALL.map(Language::code), Language::CODES);
        assert_eq!(Language::of_code("BN"), Some(Language::Bengali));
        assert_eq!(Language::of_code("fr"), None);
    }
}
