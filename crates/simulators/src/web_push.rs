//! A push service, and the browsers that have subscribed to it: it checks who sends, they decrypt what they get.

use crate::{Call, Delivery, Reaction, Simulator};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use serde_json::{Value as Json, json};

/// A browser that has subscribed.
struct Browser {
    key: SecretKey,
    auth: [u8; 16],
    is_gone: bool,
}

/// The browsers, by their number.
#[derive(Default)]
pub struct WebPush {
    browsers: Vec<Browser>,
    taken: u64,
}

/// So many bytes.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Simulator for WebPush {
    fn answer(&mut self, call: &Call) -> Reaction {
        let n = call.path.strip_prefix("/push/").and_then(|n| n.parse::<usize>().ok());
        let Some((n, browser)) = n.and_then(|n| Some((n, self.browsers.get(n)?))) else {
            return Reaction::text(404, "there is no such subscription");
        };
        if call.method != "POST" {
            return Reaction::text(405, "POST");
        }
        if browser.is_gone {
            return Reaction::text(410, "the subscription has ended");
        }
        if call.header("content-encoding") != "aes128gcm" || call.header("ttl").parse::<u32>().is_err() {
            return Reaction::text(400, "Content-Encoding and TTL are needed");
        }
        if call.body.len() > 4_096 {
            return Reaction::text(413, "too long");
        }
        let sender = match sender(call) {
            Ok(sender) => sender,
            Err(why) => return Reaction::text(403, why),
        };
        let Some(text) = opened(browser, &call.body) else {
            return Reaction::text(400, "it cannot be decrypted");
        };
        self.taken += 1;
        let location = format!("{}/message/{}", call.base, self.taken);
        let text: Json = serde_json::from_slice(&text).unwrap_or_default();
        let taken = json!({"browser": n, "sender": sender, "message": text});
        Reaction::text(201, "").header("location", location).taking(taken)
    }

    fn error(&self, code: &str) -> Reaction {
        Reaction::text(code.parse().unwrap_or(500), "not now")
    }

    fn deliver(&mut self, _verb: &str, _body: &Json, _call: &Call) -> Option<Result<Vec<Delivery>, String>> {
        None
    }

    /// `subscribe`: another browser subscribes. `leave/N`: one has gone.
    fn tell(&mut self, verb: &str, call: &Call) -> Option<Json> {
        if let Some(n) = verb.strip_prefix("leave/") {
            self.browsers.get_mut(n.parse::<usize>().ok()?)?.is_gone = true;
            return Some(json!({}));
        }
        let n = self.browsers.len();
        let seed = u8::try_from(n + 1).ok().filter(|_| verb == "subscribe")?;
        let browser = Browser { key: SecretKey::from_slice(&[seed; 32]).ok()?, auth: [seed; 16], is_gone: false };
        let point = browser.key.public_key().to_encoded_point(false);
        let keys = json!({
            "p256dh": BASE64_URL_SAFE_NO_PAD.encode(point), "auth": BASE64_URL_SAFE_NO_PAD.encode(browser.auth),
        });
        self.browsers.push(browser);
        Some(json!({"endpoint": format!("{}/push/{n}", call.base), "expirationTime": null, "keys": keys}))
    }
}

/// Whom a message is from (RFC 8292).
fn sender(call: &Call) -> Result<Json, String> {
    let parts = call.header("authorization").strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k="));
    let (token, key) = parts.ok_or("no vapid")?;
    let (signed, signature) = token.rsplit_once('.').ok_or("no JWT")?;
    let (head, claims) = signed.split_once('.').ok_or("no JWT")?;
    let bytes = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|error| error.to_string());
    let read =
        |text: &str| -> Result<Json, String> { serde_json::from_slice(&bytes(text)?).map_err(|e| e.to_string()) };
    let (head, claims) = (read(head)?, read(claims)?);
    let key = VerifyingKey::from_sec1_bytes(&bytes(key)?).map_err(|_| "k is no key")?;
    let signature = Signature::from_slice(&bytes(signature)?).map_err(|_| "no signature")?;
    key.verify(signed.as_bytes(), &signature).map_err(|_| "a wrong signature")?;
    let origin = call.base.trim_end_matches("/web-push");
    let end = claims["exp"].as_i64().unwrap_or_default();
    let is_for_us = head["alg"] == "ES256" && claims["aud"] == origin;
    let counts = end > call.now && end <= call.now + 24 * 60 * 60;
    let contact = claims["sub"].as_str().unwrap_or_default();
    if is_for_us && counts && (contact.starts_with("mailto:") || contact.starts_with("https:")) {
        Ok(claims)
    } else {
        Err(format!("wrong claims {claims}"))
    }
}

/// What a browser reads (RFC 8188, RFC 8291).
fn opened(browser: &Browser, body: &[u8]) -> Option<Vec<u8>> {
    let (salt, rest) = body.split_at_checked(16)?;
    let (size, rest) = rest.split_at_checked(4)?;
    let (length, rest) = rest.split_first()?;
    let (point, record) = rest.split_at_checked(usize::from(*length))?;
    if u32::from_be_bytes(size.try_into().ok()?) < 18 {
        return None;
    }
    let theirs = PublicKey::from_sec1_bytes(point).ok()?;
    let shared = p256::ecdh::diffie_hellman(browser.key.to_nonzero_scalar(), theirs.as_affine());
    let own = browser.key.public_key().to_encoded_point(false);
    let info = [b"WebPush: info\0".as_slice(), own.as_bytes(), point].concat();
    let input = derived(&browser.auth, shared.raw_secret_bytes(), &info, 32)?;
    let key = derived(salt, &input, b"Content-Encoding: aes128gcm\0", 16)?;
    let nonce = derived(salt, &input, b"Content-Encoding: nonce\0", 12)?;
    let opening = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    let mut record = record.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(&nonce).ok()?;
    let text = opening.open_in_place(nonce, Aad::empty(), &mut record).ok()?;
    // Behind the text of the last record stand a two and maybe zeros.
    let end = text.iter().rposition(|byte| *byte != 0)?;
    (text.get(end) == Some(&2)).then(|| text[..end].to_vec())
}

fn derived(salt: &[u8], input: &[u8], info: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut out = vec![0; length];
    let key = Salt::new(HKDF_SHA256, salt).extract(input);
    key.expand(&[info], Length(length)).and_then(|key| key.fill(&mut out)).ok()?;
    Some(out)
}
