//! Passwords: which ones are accepted, and their hashes.

use crate::errors;
use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use argon2::password_hash::{PasswordVerifier, phc::PasswordHash};
use kernel::{Result, defect};
use unicode_normalization::UnicodeNormalization;

/// The bounds of a password's length, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=1024;
/// The fewest different characters of a password, blanks not counted.
const DIFFERENT: usize = 4;
/// The most common passwords, in small letters; README.md names the source.
const COMMON: &str = include_str!("common_passwords.txt");
/// The hash of an account without a password, and what a password is verified against for an unknown address, so that it takes as
/// long as for a known one. No password has this hash.
pub(crate) const NO_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FuZHVrLW5vYm9keS1oZXJl$R3VtZ2VtZ3VtZ2VtZ3VtZ2VtZ3VtZ2VtZ3VtZ2VtZ3U";

/// An Argon2id hash, with a salt of its own, of the new password of the user with the e-mail address `email`. Takes some 30 ms.
///
/// # Errors
///
/// 422 at `password` where it is too short or too long, mostly blank, one of the most common passwords, or the e-mail address.
pub fn hash_password(password: &str, email: &str) -> Result<String> {
    check(password, email).map_err(|error| error.at("password"))?;
    let hash = Argon2::default().hash_password(canonical(password).as_bytes());
    Ok(hash.map_err(|error| defect(format!("hashing a password: {error}")))?.to_string())
}

/// Whether `password` has this hash.
pub(crate) fn is_password(password: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(canonical(password).as_bytes(), &hash).is_ok())
}

/// The same text for what different keyboards compose differently.
fn canonical(password: &str) -> String {
    password.nfkc().collect()
}

fn check(password: &str, email: &str) -> Result<()> {
    if !LENGTH.contains(&password.chars().count()) {
        return Err(errors::password_length());
    }
    let folded = canonical(password).to_lowercase();
    let visible = |c: &char| !c.is_whitespace() && !c.is_control() && !kernel::is_invisible(*c);
    let different: std::collections::BTreeSet<char> = folded.chars().filter(visible).collect();
    if different.len() < DIFFERENT {
        return Err(errors::uniform_password());
    }
    // Digits and signs behind a common word hardly make it less common.
    let word = folded.trim().trim_end_matches(|c: char| !c.is_alphabetic());
    let own = email.split('@').next().unwrap_or_default();
    let known =
        |text: &str| text == email || text == own || text == "sanduk" || COMMON.lines().any(|line| line == text);
    if known(folded.trim()) || (!word.is_empty() && known(word)) {
        return Err(errors::common_password());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_matches_only_its_own_hash() {
        let hash = hash_password("correct horse", "").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("correct horse", &hash));
        assert!(!is_password("correct house", &hash));
    }

    #[test]
    fn password_is_same_however_its_letters_are_composed() {
        let hash = hash_password("caf\u{e9} au lait", "").unwrap();
        assert!(is_password("cafe\u{301} au lait", &hash));
    }

    #[test]
    fn guessable_password_is_refused_with_reason() {
        let reason = |password: &str| check(password, "jo.smith@acme.test").map_err(|error| error.detail());
        for length in ["", "short", &"long phrase ".repeat(100)] {
            assert!(reason(length).unwrap_err().contains("8 characters"), "{length}");
        }
        let blanks = " ".repeat(12);
        for uniform in [
            blanks.as_str(),
            "\u{a0}\u{3000}\t\t\u{a0}\u{a0}\u{a0}\u{a0}",
            "aaaaaaaaaaaaaaa",
            "\u{200b}\u{200b}ab      ",
        ] {
            assert!(reason(uniform).unwrap_err().contains("different"), "{uniform}");
        }
        for common in [
            "password",
            "Password1!",
            "PASSWORD",
            "12345678",
            " qwertyuiop ",
            "jo.smith@acme.test",
            "Jo.Smith2026",
            "sanduk2026",
        ] {
            assert!(reason(common).unwrap_err().contains("guess"), "{common}");
        }
        for good in ["correct horse", "sanduk-demo", "a long pass phrase", "t7#kQ2m!", "пароль для кассы"]
        {
            assert_eq!(reason(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn unknown_address_costs_as_much_as_a_known_one() {
        let dummy = PasswordHash::new(NO_PASSWORD).unwrap();
        let real = hash_password("correct horse", "").unwrap();
        assert_eq!(dummy.params, PasswordHash::new(&real).unwrap().params);
        assert!(!is_password("", NO_PASSWORD));
    }
}
