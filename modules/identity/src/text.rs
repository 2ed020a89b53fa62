//! The forms of names, e-mail addresses and host names.

use crate::errors;
use kernel::{Result, is_invisible, tidy};
use std::net::IpAddr;
use unicode_normalization::UnicodeNormalization;

/// Short names that are usual for hosts of other purposes: a company of this name would take their requests.
const RESERVED: &[&str] = &[
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "autoconfig",
    "autodiscover",
    "cdn",
    "control",
    "dns",
    "docs",
    "ftp",
    "health",
    "help",
    "host",
    "imap",
    "localhost",
    "login",
    "mail",
    "media",
    "metrics",
    "mx",
    "ns",
    "ns1",
    "ns2",
    "pop",
    "postmaster",
    "relay",
    "root",
    "sanduk",
    "smtp",
    "sso",
    "static",
    "status",
    "support",
    "vpn",
    "web",
    "webmail",
    "ws",
    "www",
];

/// A company's short name: a label of a host name, so that it can be one.
pub(crate) fn slug(slug: &str) -> Result<()> {
    if !is_label(slug) || !slug.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(errors::invalid_slug().at("slug"));
    }
    if RESERVED.contains(&slug) || slug.starts_with("xn--") {
        return Err(errors::reserved_slug(slug).at("slug"));
    }
    Ok(())
}

/// The code of a role.
pub(crate) fn role_code(code: &str) -> Result<()> {
    let sound = code.starts_with(|first: char| first.is_ascii_lowercase()) && is_label(&code.replace('_', "0"));
    if sound { Ok(()) } else { Err(errors::invalid_role_code().at("code")) }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A host name as it is kept: in lower case, without a point at its end. It has at least two labels and is no IP address.
///
/// # Errors
///
/// 422.
pub fn host(typed: &str) -> Result<String> {
    let host = typed.trim().trim_end_matches('.').to_ascii_lowercase();
    let sound = host.len() <= 253 && host.contains('.') && host.split('.').all(is_label);
    if !sound || host.parse::<IpAddr>().is_ok() {
        return Err(errors::invalid_host());
    }
    Ok(host)
}

/// A name as it is kept: trimmed, composed, on one line.
pub(crate) fn name(field: &str, typed: &str) -> Result<String> {
    let name = tidy(typed);
    if name.is_empty() || name.chars().count() > 255 || name.contains(char::is_control) {
        return Err(errors::invalid_name().at(field));
    }
    Ok(name)
}

/// An e-mail address as it is kept: trimmed, composed, in lower case.
///
/// # Errors
///
/// 422 at `email`.
pub fn email(typed: &str) -> Result<String> {
    let email = folded_email(typed);
    let parts = email.split_once('@');
    let sound = parts.is_some_and(|(name, host)| !name.is_empty() && is_mail_host(host));
    let strange = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    if !sound || email.len() > 254 || email.contains(strange) {
        return Err(errors::invalid_email().at("email"));
    }
    Ok(email)
}

fn is_mail_host(host: &str) -> bool {
    host.contains('.') && !host.contains('@') && host.split('.').all(|label| !label.is_empty())
}

/// What is typed as an e-mail address, in the form in which addresses are kept and found.
pub fn folded_email(typed: &str) -> String {
    trimmed(typed).nfkc().collect::<String>().to_lowercase().nfc().collect()
}

fn trimmed(typed: &str) -> &str {
    typed.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_typed_differently_is_the_same() {
        for typed in [
            " Jos\u{e9}@Acme.Test\r\n",
            "jose\u{301}@acme.test",
            "\u{feff}JOSE\u{301}@ACME.TEST\u{200b}",
            "jos\u{e9}\u{ff20}acme.test",
        ] {
            assert_eq!(email(typed).unwrap(), "jos\u{e9}@acme.test", "{typed:?}");
        }
        assert_eq!(email("jo+till@acme.test").unwrap(), "jo+till@acme.test");
        for wrong in [
            "",
            "acme.test",
            "@acme.test",
            "jo@acme",
            "jo@@acme.test",
            "jo smith@acme.test",
            "j\u{200b}o@acme.test",
            "jo@acme..test",
        ] {
            assert!(email(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn slug_is_host_label_and_shadows_no_usual_host() {
        for good in ["acme", "a", "shop-24", "demo"] {
            assert_eq!(slug(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "Acme",
            "24shop",
            "-a",
            "a-",
            "a_b",
            "a.b",
            "café",
            "www",
            "api",
            "mail",
            "xn--caf-dma",
            &"a".repeat(64),
        ] {
            assert!(slug(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn host_has_two_labels_and_is_no_address() {
        assert_eq!(host(" Shop.Example.COM. ").unwrap(), "shop.example.com");
        for bad in [
            "",
            "localhost",
            "127.0.0.1",
            "a..b",
            "shop.example.com:8000",
            "https://shop.example.com",
            "a b.c",
            "[::1]",
        ] {
            assert!(host(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn name_is_trimmed_and_not_blank() {
        assert_eq!(name("name", "  Ann\u{a0}").unwrap(), "Ann");
        for bad in ["", " \u{a0}\u{200b}", "a\nb", &"x".repeat(256)] {
            assert!(name("name", bad).is_err(), "{bad:?}");
        }
    }
}
