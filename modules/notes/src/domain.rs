//! Rules that need no rows.

/// What may be e-mail addresses in a text, each once, with or without an `@` before it: `@ann@acme.example`.
pub(crate) fn addresses(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let between = |letter: char| letter.is_whitespace() || ",;:()<>[]\"".contains(letter);
    for word in text.split(between) {
        let word = word.trim_matches(['@', '.', '!', '?', '\'', '*']);
        if word.contains('@') && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_stand_between_words_and_punctuation() {
        let text = "@ann@acme.example, please ask bob.o'neill@acme.example! (cc <ann@acme.example>) @nobody 3 @ 5";
        assert_eq!(addresses(text), ["ann@acme.example", "bob.o'neill@acme.example"]);
        assert!(addresses("no one @ all").is_empty());
    }
}
