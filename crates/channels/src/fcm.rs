//! Push by Firebase Cloud Messaging, version 1: <https://firebase.google.com/docs/cloud-messaging>.

use crate::{Answer, Http, Outcome, Outgoing, Refused, Request, Sent, form};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is asked for with a token.
const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";
/// How long a signed request for a token counts, in seconds.
const ASSERTION_TIME: i64 = 3_600;
/// How long before its end a token is renewed, in seconds.
const RENEWED_BEFORE: i64 = 300;
/// The most bytes of a message.
const MOST_BYTES: usize = 4_096;
/// How long it waits where too much was sent, in seconds.
const QUOTA_WAIT: u32 = 60;

/// The tokens that count now, by the key file that they were given for, each with its end.
static TOKENS: Mutex<BTreeMap<String, (String, i64)>> = Mutex::new(BTreeMap::new());

/// The key file of a service account.
#[derive(Clone, Debug, Deserialize)]
pub struct ServiceAccount {
    /// The project.
    pub project_id: String,
    /// The id of the key.
    pub private_key_id: String,
    /// The key, PKCS #8 as PEM.
    pub private_key: String,
    /// The account.
    pub client_email: String,
    /// Where tokens are asked for.
    pub token_uri: String,
}

impl ServiceAccount {
    /// Reads a key file.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn read(file: &str) -> Result<ServiceAccount, String> {
        // What is wrong is not told with its surroundings, which are secret.
        let account: ServiceAccount =
            serde_json::from_str(file).map_err(|_| "it is no key file of a service account".to_owned())?;
        account.key().map(|_| account)
    }

    fn key(&self) -> Result<RsaKeyPair, String> {
        let lines = self.private_key.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
        let der = BASE64_STANDARD.decode(lines.collect::<String>()).map_err(|_| "its key is no PEM".to_owned())?;
        RsaKeyPair::from_pkcs8(&der).map_err(|error| format!("its key cannot be used: {error}"))
    }

    /// The signed request for a token (RFC 7523).
    fn assertion(&self, now: i64) -> Result<String, String> {
        let part = |json: Json| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
        let head = part(json!({"alg": "RS256", "typ": "JWT", "kid": self.private_key_id}));
        let claims = part(json!({
            "iss": self.client_email, "scope": SCOPE, "aud": self.token_uri, "iat": now, "exp": now + ASSERTION_TIME,
        }));
        let (key, signed) = (self.key()?, format!("{head}.{claims}"));
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|error| format!("its key does not sign: {error}"))?;
        Ok(format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }

    /// What its token is kept by: nobody without the whole key file is given it.
    fn fingerprint(&self) -> String {
        let all = [&self.token_uri, &self.client_email, &self.private_key_id, &self.private_key].map(String::as_str);
        signatures::hex(digest(&SHA256, all.join("\n").as_bytes()).as_ref())
    }
}

/// A project at Firebase.
#[derive(Clone, Debug)]
pub struct Fcm {
    /// Where it is asked: `https://fcm.googleapis.com`.
    pub base: String,
    /// The account that sends.
    pub account: ServiceAccount,
}

impl Fcm {
    pub(crate) fn send(&self, message: &Outgoing<'_>, http: &dyn Http, now: i64) -> Result<Sent, Refused> {
        let body = json!({"message": {
            "token": message.to,
            "notification": {"title": message.title.unwrap_or_default(), "body": message.text},
            "data": {"id": message.id},
        }});
        let body = body.to_string();
        if body.len() > MOST_BYTES {
            return Err(Refused::own(Outcome::Final, "A push message has 4,096 bytes at most."));
        }
        let mut answer = self.ask(&body, &self.token(http, now)?, http)?;
        if answer.status == 401 && error_code(&answer) != "THIRD_PARTY_AUTH_ERROR" {
            // The token was taken back before its end: a new one is asked for, once.
            tokens().remove(&self.account.fingerprint());
            answer = self.ask(&body, &self.token(http, now)?, http)?;
        }
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        let name = answer.json()["name"].as_str().map(str::to_owned);
        if name.is_none() {
            return Err(Refused::own(Outcome::Unclear, format!("It answered no message: {}", answer.excerpt())));
        }
        Ok(Sent { provider_id: name, parts: 1, cost: None })
    }

    fn ask(&self, body: &str, token: &str, http: &dyn Http) -> Result<Answer, Refused> {
        let url = format!("{}/v1/projects/{}/messages:send", self.base, self.account.project_id);
        let request = Request::post(url, "application/json", body);
        Ok(http.send(&request.header("Authorization", format!("Bearer {token}")))?)
    }

    /// A token that counts for some time yet.
    fn token(&self, http: &dyn Http, now: i64) -> Result<String, Refused> {
        let kept_by = self.account.fingerprint();
        if let Some((token, _)) = tokens().get(&kept_by).filter(|(_, end)| end - RENEWED_BEFORE > now) {
            return Ok(token.clone());
        }
        let assertion = self.account.assertion(now).map_err(|why| Refused::own(Outcome::Setup, why))?;
        let grant = [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", &assertion)];
        let request = Request::post(self.account.token_uri.clone(), "application/x-www-form-urlencoded", form(&grant));
        // Nothing was sent yet: whatever came of this, it is tried again, or somebody has to act.
        let answer = http.send(&request).map_err(|no_answer| Refused::own(Outcome::Later(None), no_answer.why))?;
        let body = answer.json();
        let Some(token) = body["access_token"].as_str().filter(|_| answer.is_success()) else {
            let may_pass = answer.status == 429 || answer.status >= 500;
            let outcome = if may_pass { Outcome::Later(answer.retry_after()) } else { Outcome::Setup };
            let why = body["error_description"].as_str().or_else(|| body["error"].as_str());
            return Err(Refused::of(outcome, answer.status, format!("No token: {}", why.unwrap_or_default())));
        };
        let end = now + body["expires_in"].as_i64().unwrap_or_default();
        tokens().insert(kept_by, (token.to_owned(), end));
        Ok(token.to_owned())
    }
}

fn tokens() -> MutexGuard<'static, BTreeMap<String, (String, i64)>> {
    TOKENS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Its own code of an error, else the one of all of Google's interfaces.
fn error_code(answer: &Answer) -> String {
    let error = &answer.json()["error"];
    let details = error["details"].as_array().into_iter().flatten();
    let own = details.filter_map(|detail| detail["errorCode"].as_str()).next();
    own.or_else(|| error["status"].as_str()).unwrap_or_default().to_owned()
}

fn refusal(answer: &Answer) -> Refused {
    let code = error_code(answer);
    let outcome = match code.as_str() {
        "UNREGISTERED" | "SENDER_ID_MISMATCH" => Outcome::Gone,
        "INVALID_ARGUMENT" => Outcome::Final,
        "QUOTA_EXCEEDED" | "RESOURCE_EXHAUSTED" => Outcome::Later(answer.retry_after().or(Some(QUOTA_WAIT))),
        "UNAVAILABLE" => Outcome::Later(answer.retry_after()),
        "THIRD_PARTY_AUTH_ERROR" | "UNAUTHENTICATED" | "PERMISSION_DENIED" => Outcome::Setup,
        _ => return Refused::by_status(answer),
    };
    Refused::of(outcome, &code, answer.json()["error"]["message"].as_str().unwrap_or_default())
}
