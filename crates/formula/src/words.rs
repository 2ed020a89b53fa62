//! The words of a formula: numbers, texts, names and signs, each with its place.

use crate::{MOST_CHARACTERS, Wrong};
use money::Decimal;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Word {
    Number(Decimal),
    Text(String),
    /// A name, or a word of the language.
    Name(String),
    Sign(&'static str),
    End,
}

/// A word and the character at which it begins, from 1.
pub(crate) type Placed = (Word, usize);

/// Longer ones first.
const SIGNS: [&str; 16] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", "="];

pub(crate) fn wrong<T>(at: usize, words: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { at, words: words.into() })
}

/// All words of `text`, the last one [`Word::End`].
pub(crate) fn words(text: &str) -> Result<Vec<Placed>, Wrong> {
    let letters: Vec<char> = text.chars().take(MOST_CHARACTERS + 1).collect();
    if letters.len() > MOST_CHARACTERS {
        return wrong(MOST_CHARACTERS, format!("a formula has at most {MOST_CHARACTERS} characters"));
    }
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(letter) = letters.get(at).copied() {
        if letter.is_whitespace() {
            at += 1;
            continue;
        }
        let (word, length) = word(&letters[at..], at + 1)?;
        words.push((word, at + 1));
        at += length;
    }
    words.push((Word::End, letters.len() + 1));
    Ok(words)
}

/// The word with which `rest` begins, and how many characters it has.
fn word(rest: &[char], at: usize) -> Result<(Word, usize), Wrong> {
    let run = |accept: fn(char) -> bool| rest.iter().take_while(|letter| accept(**letter)).count();
    match rest[0] {
        quote @ ('\'' | '"') => {
            let Some(length) = rest[1..].iter().position(|letter| *letter == quote) else {
                return wrong(at, "this text does not end: its last quotation mark is missing");
            };
            Ok((Word::Text(rest[1..=length].iter().collect()), length + 2))
        }
        '0'..='9' => {
            let length = run(|letter| letter.is_ascii_digit() || letter == '.');
            let text: String = rest[..length].iter().collect();
            match Decimal::parse(&text) {
                Ok(number) => Ok((Word::Number(number), length)),
                Err(error) => wrong(at, error.detail),
            }
        }
        letter if letter.is_ascii_alphabetic() || letter == '_' => {
            let length = run(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.');
            Ok((Word::Name(rest[..length].iter().collect()), length))
        }
        letter => {
            let begins = |sign: &&&str| sign.chars().zip(rest).filter(|(a, b)| a == *b).count() == sign.len();
            match SIGNS.iter().find(begins) {
                Some(&"=") => wrong(at, "to compare, write =="),
                Some(sign) => Ok((Word::Sign(sign), sign.len())),
                None => wrong(at, format!("{letter:?} means nothing in a formula")),
            }
        }
    }
}
