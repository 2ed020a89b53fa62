//! Firebase Cloud Messaging, with the place where tokens are asked for.

use crate::call::{as_object, word, wrong_field, wrong_key};
use crate::{Call, Delivery, Reaction, Simulator};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The project.
const PROJECT: &str = "sanduk-sim";
/// The account that sends.
const ACCOUNT: &str = "push@sanduk-sim.iam.gserviceaccount.test";
/// The id of its key.
const KEY_ID: &str = "0000000000000000000000000000000000000001";
/// Its key, of no use anywhere else.
const KEY: &str = include_str!("../keys/fcm.pem");
/// How long a token counts, in seconds.
const TOKEN_TIME: i64 = 3_599;

/// The key file of the account that sends, for the simulator at this address.
pub fn key_file(base: &str) -> String {
    json!({
        "type": "service_account", "project_id": PROJECT, "private_key_id": KEY_ID, "private_key": KEY,
        "client_email": ACCOUNT, "client_id": "1", "token_uri": format!("{base}/token"),
    })
    .to_string()
}

/// The project's messages.
#[derive(Default)]
pub struct Fcm {
    /// The tokens that were given, with their ends.
    tokens: BTreeMap<String, i64>,
    granted: u64,
    sent: u64,
    /// Apps that were removed from their device.
    gone: BTreeSet<String>,
}

impl Simulator for Fcm {
    fn answer(&mut self, call: &Call) -> Reaction {
        match (call.method.as_str(), call.path.as_str()) {
            ("POST", "/token") => self.grant(call),
            ("POST", path) if path == format!("/v1/projects/{PROJECT}/messages:send") => self.send(call),
            _ => Reaction::text(404, "not found"),
        }
    }

    fn error(&self, code: &str) -> Reaction {
        let (status, word) = match code {
            "INVALID_ARGUMENT" => (400, "INVALID_ARGUMENT"),
            "UNREGISTERED" => (404, "NOT_FOUND"),
            "SENDER_ID_MISMATCH" => (403, "PERMISSION_DENIED"),
            "QUOTA_EXCEEDED" => (429, "RESOURCE_EXHAUSTED"),
            "UNAVAILABLE" => (503, "UNAVAILABLE"),
            "THIRD_PARTY_AUTH_ERROR" => (401, "UNAUTHENTICATED"),
            "UNAUTHENTICATED" => return refused(401, "UNAUTHENTICATED", None, "The token does not count."),
            _ => (500, "INTERNAL"),
        };
        refused(status, word, Some(code), "It was not sent.")
    }

    fn deliver(&mut self, _verb: &str, _body: &Json, _call: &Call) -> Option<Result<Vec<Delivery>, String>> {
        None
    }

    fn tell(&mut self, verb: &str, _call: &Call) -> Option<Json> {
        match verb {
            "granted" => Some(json!({"tokens": self.granted})),
            "revoke" => {
                self.tokens.clear();
                Some(json!({}))
            }
            verb => {
                // `forget/TOKEN`: the app of this token was removed.
                self.gone.insert(verb.strip_prefix("forget/")?.to_owned());
                Some(json!({}))
            }
        }
    }
}

impl Fcm {
    /// Gives a token for a signed request (RFC 7523).
    fn grant(&mut self, call: &Call) -> Reaction {
        let fields = call.form();
        let asked = as_object(&fields);
        let refused = |why: &str| Reaction::json(400, &json!({"error": "invalid_grant", "error_description": why}));
        let kind = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        if wrong_field(&fields, &["grant_type", "assertion"], &[]).is_some() || asked["grant_type"] != kind {
            return Reaction::json(400, &json!({"error": "unsupported_grant_type"}));
        }
        let Some((signed, signature)) = word(&asked, "assertion").rsplit_once('.') else { return refused("no JWT") };
        let Some((head, claims)) = signed.split_once('.') else { return refused("no JWT") };
        let (Some(head), Some(claims), Ok(signature)) =
            (part(head), part(claims), BASE64_URL_SAFE_NO_PAD.decode(signature))
        else {
            return refused("no JWT");
        };
        if head != json!({"alg": "RS256", "typ": "JWT", "kid": KEY_ID}) || !is_signed(signed, &signature) {
            return refused("Invalid JWT Signature.");
        }
        let (from, to) = (claims["iat"].as_i64().unwrap_or_default(), claims["exp"].as_i64().unwrap_or_default());
        if from > call.now + 300 || to < call.now || to - from > 3_600 {
            return refused(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
            );
        }
        let scope = "https://www.googleapis.com/auth/firebase.messaging";
        let expected = (ACCOUNT, scope, format!("{}/token", call.base));
        if (word(&claims, "iss"), word(&claims, "scope"), word(&claims, "aud").to_owned()) != expected {
            return refused("Invalid JWT: wrong issuer, scope or audience.");
        }
        self.granted += 1;
        let token = format!("ya29.sim-{}", self.granted);
        self.tokens.insert(token.clone(), call.now + TOKEN_TIME);
        Reaction::json(200, &json!({"access_token": token, "expires_in": TOKEN_TIME, "token_type": "Bearer"}))
    }

    fn send(&mut self, call: &Call) -> Reaction {
        if !self.tokens.iter().any(|(token, end)| call.has_token(token) && *end > call.now) {
            return self.error("UNAUTHENTICATED");
        }
        let sent = call.json();
        let message = &sent["message"];
        let allowed = ["notification", "data", "android", "apns", "webpush", "fcm_options"];
        let wrong = wrong_key(&sent, &["message"], &["validate_only"])
            .or_else(|| wrong_key(message, &["token"], &allowed))
            .or_else(|| wrong_key(&message["notification"], &[], &["title", "body", "image"]));
        let is_text = message["data"].as_object().is_none_or(|data| data.values().all(Json::is_string));
        if wrong.is_some() || !is_text || call.body.len() > 4_096 || word(message, "token").is_empty() {
            return self.error("INVALID_ARGUMENT");
        }
        if self.gone.contains(word(message, "token")) {
            return self.error("UNREGISTERED");
        }
        self.sent += 1;
        let name = format!("projects/{PROJECT}/messages/0:{:016}", self.sent);
        Reaction::json(200, &json!({"name": name})).taking(message.clone())
    }
}

fn part(text: &str) -> Option<Json> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn is_signed(signed: &str, signature: &[u8]) -> bool {
    let lines: String = KEY.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = BASE64_STANDARD.decode(lines).unwrap_or_default();
    let Ok(key) = RsaKeyPair::from_pkcs8(&der) else { return false };
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref().to_vec());
    public.verify(signed.as_bytes(), signature).is_ok()
}

fn refused(status: u16, word: &str, code: Option<&str>, message: &str) -> Reaction {
    let mut error = json!({"code": status, "message": message, "status": word});
    if let Some(code) = code {
        let kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
        error["details"] = json!([{"@type": kind, "errorCode": code}]);
    }
    Reaction::json(status, &json!({"error": error}))
}
