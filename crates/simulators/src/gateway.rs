//! A gateway for SMS such as many that are asked by HTTP: a key in a header, JSON, signed reports.

use crate::call::{is_number, word, wrong_key};
use crate::{Call, Delivery, Reaction, Simulator};
use serde_json::{Value as Json, json};

/// Its key, by which it also signs.
pub const SECRET: &str = "key-of-the-gateway";

/// How the simulator at this address is asked, as the company configures it.
pub fn settings(base: &str) -> Json {
    json!({
        "url": format!("{base}/send"),
        "headers": {"Content-Type": "application/json", "X-Api-Key": "{secret}"},
        "body": "{{\"recipient\": \"{digits}\", \"sender\": \"{from}\", \"message\": \"{text}\", \"reference\": \"{id}\"}}",
        "success": {"at": "/code", "words": ["202"]},
        "later": {"at": "/code", "words": ["1010"]},
        "id": "/sms/id",
        "heard": {
            "id": "sms_id", "our_id": "reference", "state": "status", "delivered": ["DELIVRD"],
            "failed": ["UNDELIV", "EXPIRED", "REJECTD"], "problem": "reason", "from": "msisdn", "to": "shortcode",
            "text": "message",
        },
    })
}

/// The gateway's messages.
#[derive(Default)]
pub struct Gateway {
    messages: Vec<Json>,
    replies: u64,
}

impl Simulator for Gateway {
    fn answer(&mut self, call: &Call) -> Reaction {
        if (call.method.as_str(), call.path.as_str()) != ("POST", "/send") {
            return Reaction::text(404, "not found");
        }
        if call.header("x-api-key") != SECRET {
            return Reaction::json(401, &json!({"code": 401, "error": "wrong key"}));
        }
        let sent = call.json();
        let needed = ["recipient", "sender", "message", "reference"];
        if wrong_key(&sent, &needed, &[]).is_some() || !is_number(&format!("+{}", word(&sent, "recipient"))) {
            return self.error("1001");
        }
        let id = self.messages.len() as u64 + 70_001;
        let mut kept = sent.clone();
        kept["sms_id"] = id.into();
        self.messages.push(kept.clone());
        Reaction::json(200, &json!({"code": 202, "sms": {"id": id}})).taking(kept)
    }

    fn error(&self, code: &str) -> Reaction {
        Reaction::json(200, &json!({"code": code.parse::<i64>().unwrap_or(1001), "error": "not taken"}))
    }

    fn deliver(&mut self, verb: &str, body: &Json, _call: &Call) -> Option<Result<Vec<Delivery>, String>> {
        let told = match verb {
            "report" => {
                let wanted = word(body, "id");
                let is_it = |message: &&Json| wanted.is_empty() || message["sms_id"].as_i64() == wanted.parse().ok();
                let Some(message) = self.messages.iter().rev().find(is_it) else {
                    return Some(Err("there is no such message".to_owned()));
                };
                json!({
                    "sms_id": message["sms_id"], "reference": message["reference"], "status": body["state"],
                    "reason": body["code"],
                })
            }
            "reply" => {
                self.replies += 1;
                let from = word(body, "from").trim_start_matches('+');
                json!({
                    "sms_id": 90_000 + self.replies, "msisdn": from, "shortcode": "26969", "message": body["text"],
                })
            }
            _ => return None,
        };
        let (sent, url) = (told.to_string(), word(body, "url").to_owned());
        let secret = if body["wrong_signature"] == true { "another key" } else { SECRET };
        let signature = channels::Gateway::signature(secret, sent.as_bytes());
        let headers = vec![("content-type", "application/json".to_owned()), ("x-signature", signature)];
        Some(Ok(vec![Delivery { is_get: false, url, headers, body: sent }]))
    }
}
