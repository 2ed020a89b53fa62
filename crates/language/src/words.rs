//! English texts in other languages, as Fluent keeps them.

use crate::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kernel::{Error, FieldError, Problem, filled};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The parameters whose values are themselves words of the program, such as `product` in “There is no product “X”.”
const WORDS: [&str; 7] = ["what", "label", "noun", "kind", "state", "level", "class"];
/// The most characters of a text that its key repeats.
const KEY: usize = 40;

type Words = FluentBundle<FluentResource>;

static BENGALI: LazyLock<Words> = LazyLock::new(|| bundle(Language::Bengali, include_str!("../words/bn.ftl")));

fn bundle(language: Language, words: &str) -> Words {
    // What cannot be read is left out, and said in English.
    let words = FluentResource::try_new(words.to_owned()).unwrap_or_else(|(readable, _)| readable);
    let mut bundle = FluentBundle::new_concurrent(vec![language.code().parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(words);
    bundle
}

/// The words of a language; none of English, which stands in the code.
fn words(language: Language) -> Option<&'static Words> {
    match language {
        Language::English => None,
        Language::Bengali => Some(&BENGALI),
    }
}

/// The key of an English text: its words, in small letters and with hyphens, and a sum of the text where they are not all of it.
pub fn key(text: &str) -> String {
    let mut slug = String::with_capacity(KEY + 9);
    for word in text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= KEY {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    if !slug.starts_with(|first: char| first.is_ascii_alphabetic()) {
        slug.insert_str(0, "n-");
    }
    if kernel::label_of(&slug) != text {
        slug.push_str(&format!("-{:08x}", sum(text)));
    }
    slug
}

/// FNV-1a of 32 bits. Where a text is broken into lines does not matter.
fn sum(text: &str) -> u32 {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether there is anything to translate in a text beside its parameters.
pub fn has_words(text: &str) -> bool {
    let mut depth = 0_u32;
    text.chars().any(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && character.is_alphabetic()
    })
}

/// An English text in `language`, with the values of its `{parameters}`; in English where it is not translated.
pub fn say<S: AsRef<str>>(language: Language, text: &str, parameters: &[(&str, S)]) -> String {
    words(language).and_then(|words| said(words, text, parameters)).unwrap_or_else(|| filled(text, parameters))
}

/// A text in the language of `words`; `None` where that does not have it.
fn said<S: AsRef<str>>(words: &Words, text: &str, parameters: &[(&str, S)]) -> Option<String> {
    let message = words.get_message(&key(text))?.value()?;
    let arguments: FluentArgs<'_> = names(text)
        .map(|name| {
            let value = parameters.iter().find(|(parameter, _)| *parameter == name).map(|(_, value)| value.as_ref());
            let word = value.filter(|_| WORDS.contains(&name)).and_then(|value| said_word(words, value));
            // A text without parameters may have braces of its own, as in `/sales/{id}/`.
            let value = word.or_else(|| value.map(str::to_owned)).unwrap_or_else(|| format!("{{{name}}}"));
            (name, value)
        })
        .collect();
    let mut errors = Vec::new();
    let said = words.format_pattern(message, Some(&arguments), &mut errors).into_owned();
    errors.is_empty().then_some(said)
}

/// The names of the parameters in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let between = text.split('{').skip(1).filter_map(|after| Some(after.split_once('}')?.0));
    between.filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

/// A word in the language of `words`, by itself or as a label.
fn said_word(words: &Words, word: &str) -> Option<String> {
    said::<&str>(words, word, &[]).or_else(|| said::<&str>(words, &kernel::label_of(word), &[]))
}

/// A text without parameters in `language`.
pub fn word(language: Language, text: &str) -> Cow<'_, str> {
    match language {
        Language::English => Cow::Borrowed(text),
        Language::Bengali => Cow::Owned(say::<&str>(language, text, &[])),
    }
}

/// What the code of a problem means, in `language`.
pub fn title(problem: &Problem, language: Language) -> Cow<'static, str> {
    word(language, problem.title)
}

/// What is wrong and what to do, in `language`. Where fields are wrong it repeats the first.
pub fn detail(error: &Error, language: Language) -> String {
    if language == Language::English {
        return error.detail();
    }
    match error.first_field() {
        Some(first) => {
            let field = if first.field.is_empty() { word(language, "the body") } else { Cow::Borrowed(&*first.field) };
            format!("{field}: {}", message(first, language))
        }
        None => say(language, error.text, error.parameters()),
    }
}

/// What is wrong with a field, in `language`.
pub fn message(field: &FieldError, language: Language) -> String {
    say(language, field.text, field.parameters())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_follows_from_the_text() {
        assert_eq!(key("Selling price"), "selling-price");
        assert_eq!(key("is required"), "is-required-b5b9b4fa");
        assert!(key("There is no {what} “{which}”.").starts_with("there-is-no-what-which-"));
        assert!(key("18 % is 0.18").starts_with("n-18-is-0-18-"));
        assert_ne!(key("sale"), key("Sale"));
        assert_eq!(key("It stands,\n  and stays."), key("It stands, and stays."));
        assert_ne!(key("a".repeat(99).as_str()), key("a".repeat(98).as_str()));
    }

    #[test]
    fn parameters_alone_are_no_words() {
        assert!(!has_words("{why}") && !has_words("{a}: {b}.") && !has_words(""));
        assert!(has_words("{a} is") && has_words("এক"));
    }

    #[test]
    fn text_is_said_in_its_language_or_in_english() {
        let parameters = [("what", "product"), ("which", "{what}")];
        let text = "There is no {what} “{which}”.";
        assert_eq!(say(Language::English, text, &parameters), "There is no product “{what}”.");
        let bengali = say(Language::Bengali, text, &parameters);
        assert!(bengali.contains("{what}") && bengali.contains("পণ্য"), "{bengali}");
        assert!(!bengali.contains(['\u{2068}', '\u{2069}']), "{bengali}");
        let unknown = "Nobody has translated {this}.";
        assert_eq!(say(Language::Bengali, unknown, &[("this", "x")]), "Nobody has translated x.");
        assert_eq!(word(Language::Bengali, "Nobody has translated this"), "Nobody has translated this");
    }

    #[test]
    fn words_can_all_be_read() {
        let errors = FluentResource::try_new(include_str!("../words/bn.ftl").to_owned()).err();
        assert!(errors.is_none(), "{:?}", errors.map(|(_, errors)| errors));
    }
}
