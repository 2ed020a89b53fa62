//! How webhooks are signed: by an HMAC over the bytes that are sent. Whatever is compared takes the same time wherever it differs.
//!
//! [`standard`] is that of the specification <https://www.standardwebhooks.com>, by which webhooks are sent; the others are those of
//! systems whose webhooks are received.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
pub use kernel::hex;
use sha1::Sha1;
use sha2::Sha256;

/// What a secret of the specification begins with; its key follows in base64.
pub const SECRET_PREFIX: &str = "whsec_";

/// The HMAC-SHA-256 of `message`.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    hmac_of::<Hmac<Sha256>>(key, message).finalize().into_bytes().into()
}

/// The HMAC-SHA-1 of `message`, by which Twilio signs.
pub fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    hmac_of::<Hmac<Sha1>>(key, message).finalize().into_bytes().into()
}

fn hmac_of<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> M {
    // An HMAC takes a key of any length.
    let mut mac = <M as KeyInit>::new_from_slice(key).unwrap_or_else(|_| unreachable!("a key of any length"));
    mac.update(message);
    mac
}

/// Whether two texts are equal. The time tells nothing but their lengths.
pub fn is_equal(left: &[u8], right: &[u8]) -> bool {
    let differences = left.iter().zip(right).fold(0, |found, (left, right)| found | (left ^ right));
    left.len() == right.len() && std::hint::black_box(differences) == 0
}

/// Bytes in base64.
pub fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// The secret of the specification with this key.
pub fn standard_secret(key: &[u8]) -> String {
    format!("{SECRET_PREFIX}{}", base64(key))
}

/// The signature of a message as the header `webhook-signature` has it; `None` where the secret is none.
pub fn standard(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> Option<String> {
    let key = BASE64_STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    Some(format!("v1,{}", base64(&hmac_sha256(&key, &signed))))
}

/// Whether one of the signatures in the header `webhook-signature`, between spaces, is by this secret.
pub fn is_standard(secret: &str, id: &str, timestamp: &str, body: &[u8], signatures: &str) -> bool {
    let Some(own) = standard(secret, id, timestamp, body) else { return false };
    signatures.split(' ').any(|signature| is_equal(signature.as_bytes(), own.as_bytes()))
}

/// Whether the header `X-Hub-Signature-256`, `sha256=` and the HMAC in hexadecimal, is by this secret: WhatsApp, GitHub.
pub fn is_hub(secret: &str, body: &[u8], signature: &str) -> bool {
    let own = format!("sha256={}", hex(&hmac_sha256(secret.as_bytes(), body)));
    is_equal(own.as_bytes(), signature.as_bytes())
}

/// The time in the header `t=…,v1=…`, in seconds since 1970, where one of its signatures is by this secret: Stripe.
pub fn is_timed(secret: &str, body: &[u8], header: &str) -> Option<i64> {
    let parts = header.split(',').map(|part| part.split_once('=')).collect::<Option<Vec<_>>>()?;
    let timestamp = parts.iter().find(|(name, _)| *name == "t")?.1;
    let own = hex(&hmac_sha256(secret.as_bytes(), &[timestamp.as_bytes(), b".", body].concat()));
    let mut signatures = parts.iter().filter(|(name, _)| *name == "v1");
    signatures.any(|(_, signature)| is_equal(signature.as_bytes(), own.as_bytes())).then(|| timestamp.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector that comes with the specification.
    #[test]
    fn standard_signature_is_that_of_the_specification() {
        let (secret, id, at) = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330");
        let body = b"{\"test\": 2432232314}";
        let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(standard(secret, id, at, body).as_deref(), Some(signature));
        assert!(is_standard(secret, id, at, body, &format!("v1,AAAA v1a,BBBB {signature}")));
        for (id, at, body) in [
            ("msg_q5jXN8AQM9LWM0D4loKWxJek", at, &body[..]),
            (id, "1614265331", body),
            (id, at, b"{\"test\":2432232314}"),
            (id, at, b""),
        ] {
            assert!(!is_standard(secret, id, at, body, signature));
        }
        for wrong in
            ["", "v1", "v1,", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", &signature[..20], &signature[3..]]
        {
            assert!(!is_standard(secret, id, at, body, wrong), "{wrong}");
        }
        for none in ["", "whsec_", "whsec_not base64", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert!(!is_standard(none, id, at, body, signature), "{none}");
        }
        assert_eq!(standard_secret(b"\x31\xf2\x90"), "whsec_MfKQ");
    }

    #[test]
    fn hub_signature_is_that_of_whatsapp() {
        let body = b"{\"object\":\"whatsapp_business_account\",\"entry\":[]}";
        let signature = "sha256=c236c758c9b2bd40b388a550eeca09eaca72384dd0aa5e7c31d19cddac5bba46";
        assert!(is_hub("app_secret", body, signature));
        assert!(!is_hub("app_secret", b"{}", signature) && !is_hub("other", body, signature));
        assert!(!is_hub("app_secret", body, &signature[7..]) && !is_hub("app_secret", body, ""));
    }

    #[test]
    fn timed_signature_is_that_of_stripe() {
        let body = b"{\"id\":\"evt_test\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\"}";
        let v1 = "69052a9528fdbab2ba9ce8fab567ba173332929a4dc04bb8899b14457ef32897";
        let secret = "whsec_test_secret";
        assert_eq!(is_timed(secret, body, &format!("t=1495999758,v1={v1}")), Some(1_495_999_758));
        assert_eq!(is_timed(secret, body, &format!("t=1495999758,v1=00,v1={v1},v0=00")), Some(1_495_999_758));
        for wrong in
            [format!("t=1495999759,v1={v1}"), format!("v1={v1}"), format!("t=1495999758,v0={v1}"), String::new()]
        {
            assert_eq!(is_timed(secret, body, &wrong), None, "{wrong}");
        }
    }

    /// RFC 2202, test case 2.
    #[test]
    fn sha1_is_that_of_the_standard() {
        let mac = hmac_sha1(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&mac), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }

    #[test]
    fn texts_of_different_lengths_are_not_equal() {
        assert!(is_equal(b"", b"") && is_equal(b"ab", b"ab"));
        assert!(!is_equal(b"ab", b"a") && !is_equal(b"", b"a") && !is_equal(b"ab", b"ac"));
    }
}
