//! Push to browsers: encryption (RFC 8291), who sends it (VAPID, RFC 8292), and the protocol (RFC 8030).

use crate::{Answer, Http, Outcome, Outgoing, Refused, Request, Sent};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use serde_json::json;
use signatures::hmac_sha256;

/// The size of a record, which the one record of a message never reaches.
const RECORD_BYTES: u32 = 4_096;
/// The most bytes of a text: a record without its head, its tag and its end.
const MOST_BYTES: usize = 3_993;
/// How long a push service keeps a message for a browser that is away, in seconds: four weeks, the most that all take.
const KEPT_SECONDS: &str = "2419200";
/// How long the proof of who sends counts, in seconds; a day at most.
const PROOF_TIME: i64 = 12 * 60 * 60;

/// Where a browser is pushed to, as it tells it itself (`PushSubscription.toJSON()`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The address at its push service.
    pub endpoint: String,
    /// What messages are encrypted with.
    pub keys: PushKeys,
}

/// The keys of a subscription, in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushKeys {
    /// Its public key, a point of P-256.
    pub p256dh: String,
    /// Its 16 secret bytes.
    pub auth: String,
}

impl Subscription {
    /// Reads a subscription.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for people.
    pub fn read(text: &str) -> Result<Subscription, String> {
        let subscription: Subscription = serde_json::from_str(text).map_err(|error| error.to_string())?;
        origin(&subscription.endpoint).ok_or("its endpoint is no address")?;
        subscription.opened().map(|_| subscription)
    }

    fn opened(&self) -> Result<(PublicKey, Vec<u8>), String> {
        let bytes = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
        let point = bytes(&self.keys.p256dh).map_err(|_| "p256dh is no base64url")?;
        let key = PublicKey::from_sec1_bytes(&point).map_err(|_| "p256dh is no point of P-256")?;
        let auth = bytes(&self.keys.auth).ok().filter(|auth| auth.len() == 16).ok_or("auth is not 16 bytes")?;
        Ok((key, auth))
    }
}

/// Who pushes to browsers.
#[derive(Clone, Debug)]
pub struct WebPush {
    /// The private key (VAPID), 32 bytes in base64url.
    pub private_key: String,
    /// Whom push services write to where something is wrong: `mailto:` and an address.
    pub contact: String,
}

/// The public key of a private one, both in base64url: what browsers subscribe with. `None` where that is no key.
pub fn public_key(private_key: &str) -> Option<String> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(private_key.trim_end_matches('=')).ok()?;
    let key = SecretKey::from_slice(&bytes).ok()?;
    Some(BASE64_URL_SAFE_NO_PAD.encode(key.public_key().to_encoded_point(false)))
}

/// A new pair of keys, private and public, both in base64url.
///
/// # Errors
///
/// There is no randomness.
pub fn new_push_key() -> Result<(String, String), String> {
    let (_, key) = drawn()?;
    let private = BASE64_URL_SAFE_NO_PAD.encode(key.to_bytes());
    let public = public_key(&private).ok_or("no key was drawn")?;
    Ok((private, public))
}

impl WebPush {
    pub(crate) fn send(&self, message: &Outgoing<'_>, http: &dyn Http, now: i64) -> Result<Sent, Refused> {
        let subscription = Subscription::read(message.to).map_err(|why| Refused::own(Outcome::Gone, why))?;
        let text = json!({"id": message.id, "title": message.title, "body": message.text}).to_string();
        if text.len() > MOST_BYTES {
            return Err(Refused::own(Outcome::Final, "A push message has 3,993 bytes at most."));
        }
        let setup = |why: String| Refused::own(Outcome::Setup, why);
        let proof = self.proof(&subscription.endpoint, now).map_err(setup)?;
        let (salt, key) = drawn().map_err(setup)?;
        let body = encrypt(&subscription, text.as_bytes(), &key, salt).map_err(setup)?;
        let request = Request::post(subscription.endpoint, "application/octet-stream", body)
            .header("Content-Encoding", "aes128gcm")
            .header("TTL", KEPT_SECONDS)
            .header("Authorization", proof);
        let answer = http.send(&request)?;
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        Ok(Sent { provider_id: answer.header("location").map(str::to_owned), parts: 1, cost: None })
    }

    /// The proof of who sends, for the push service of this endpoint.
    fn proof(&self, endpoint: &str, now: i64) -> Result<String, String> {
        let no_key = || "the private key is not 32 bytes in base64url".to_owned();
        let public = public_key(&self.private_key).ok_or_else(no_key)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(self.private_key.trim_end_matches('=')).map_err(|_| no_key())?;
        let key = SigningKey::from_slice(&bytes).map_err(|_| no_key())?;
        let part = |json: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
        let audience = origin(endpoint).ok_or("the endpoint is no address")?;
        let head = part(json!({"typ": "JWT", "alg": "ES256"}));
        let claims = part(json!({"aud": audience, "exp": now + PROOF_TIME, "sub": self.contact}));
        let signed = format!("{head}.{claims}");
        let signature: Signature = key.sign(signed.as_bytes());
        Ok(format!("vapid t={signed}.{}, k={public}", BASE64_URL_SAFE_NO_PAD.encode(signature.to_bytes())))
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    matches!(scheme, "https" | "http").then(|| url.get(..scheme.len() + 3 + host.len()))?
}

/// A salt and a key for one message.
fn drawn() -> Result<([u8; 16], SecretKey), String> {
    let (mut salt, mut key) = ([0; 16], [0; 32]);
    let random = SystemRandom::new();
    random.fill(&mut salt).and_then(|()| random.fill(&mut key)).map_err(|_| "there is no randomness".to_owned())?;
    // One of 2³² is no key.
    SecretKey::from_slice(&key).map(|key| (salt, key)).map_err(|_| "no key was drawn".to_owned())
}

/// Encrypts a text for a subscription, with a key and a salt that are used once.
///
/// # Errors
///
/// The keys of the subscription are none, or the text is too long.
pub fn encrypt(subscription: &Subscription, text: &[u8], key: &SecretKey, salt: [u8; 16]) -> Result<Vec<u8>, String> {
    let (theirs, auth) = subscription.opened()?;
    if text.len() > MOST_BYTES {
        return Err("the text is too long".to_owned());
    }
    let (their_point, our_point) = (theirs.to_encoded_point(false), key.public_key().to_encoded_point(false));
    let shared = p256::ecdh::diffie_hellman(key.to_nonzero_scalar(), theirs.as_affine());
    let info = [b"WebPush: info\0", their_point.as_bytes(), our_point.as_bytes()].concat();
    let input = derived(&auth, shared.raw_secret_bytes(), &info);
    let content_key = &derived(&salt, &input, b"Content-Encoding: aes128gcm\0")[..16];
    let nonce = &derived(&salt, &input, b"Content-Encoding: nonce\0")[..12];
    let unusable = |_| "the text cannot be encrypted".to_owned();
    let sealing = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, content_key).map_err(unusable)?);
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(unusable)?;
    // The last record ends with a two.
    let mut record = [text, &[2]].concat();
    sealing.seal_in_place_append_tag(nonce, Aad::empty(), &mut record).map_err(unusable)?;
    let point = our_point.as_bytes();
    let point_length = [u8::try_from(point.len()).map_err(|error| error.to_string())?];
    Ok([salt.as_slice(), &RECORD_BYTES.to_be_bytes(), &point_length, point, &record].concat())
}

/// HKDF with SHA-256 (RFC 5869), its first 32 bytes.
fn derived(salt: &[u8], input: &[u8], info: &[u8]) -> [u8; 32] {
    hmac_sha256(&hmac_sha256(salt, input), &[info, &[1]].concat())
}

fn refusal(answer: &Answer) -> Refused {
    let outcome = match answer.status {
        404 | 410 => Outcome::Gone,
        400 | 401 | 403 => Outcome::Setup,
        _ => return Refused::by_status(answer),
    };
    Refused::of(outcome, answer.status, answer.excerpt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;

    fn bytes(text: &str) -> Vec<u8> {
        BASE64_URL_SAFE_NO_PAD.decode(text).expect("base64url")
    }

    fn melon() -> Subscription {
        Subscription {
            endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV".to_owned(),
            keys: PushKeys {
                p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                    .to_owned(),
                auth: "BTBZMqHH6r4Tts7J_aSIgg".to_owned(),
            },
        }
    }

    /// The example of RFC 8291, section 5.
    #[test]
    fn a_text_is_encrypted_as_in_the_rfc() {
        let key = SecretKey::from_slice(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).expect("a key");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let sealed = encrypt(&melon(), b"When I grow up, I want to be a watermelon", &key, salt).expect("encrypted");
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(BASE64_URL_SAFE_NO_PAD.encode(sealed), expected);
    }

    #[test]
    fn who_sends_is_proved_to_the_service() {
        let private_key = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw".to_owned();
        let push = WebPush { private_key, contact: "mailto:shop@acme.test".to_owned() };
        let proof = push.proof(&melon().endpoint, 1_000).expect("a proof");
        let (token, key) = proof.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("two parts");
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let key = VerifyingKey::from_sec1_bytes(&bytes(key)).expect("a point");
        let signature = Signature::from_slice(&bytes(signature)).expect("a signature");
        assert!(key.verify(signed.as_bytes(), &signature).is_ok());
        let claims: serde_json::Value = serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims, json!({"aud": "https://push.example.net", "exp": 44_200, "sub": "mailto:shop@acme.test"}));
    }

    #[test]
    fn wrong_subscriptions_are_refused() {
        let wrong = |change: fn(&mut Subscription)| {
            let mut subscription = melon();
            change(&mut subscription);
            Subscription::read(&serde_json::to_string(&subscription).expect("JSON")).is_err()
        };
        assert!(!wrong(|_| ()));
        assert!(wrong(|subscription| subscription.endpoint = "push.example.net".to_owned()));
        assert!(wrong(|subscription| subscription.keys.auth = "short".to_owned()));
        assert!(wrong(|subscription| subscription.keys.p256dh.truncate(40)));
        assert!(Subscription::read("{}").is_err());
    }
}
