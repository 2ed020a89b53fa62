//! Vonage: SMS, reports of them, replies.

use crate::call::{as_object, is_number, word, wrong_field};
use crate::{Call, Delivery, Reaction, Simulator};
use channels::{form, parts};
use serde_json::{Value as Json, json};

/// The key of the account.
pub const KEY: &str = "abcd1234";
/// Its secret.
pub const SECRET: &str = "Abcdef0123456789";
/// What it signs requests with.
pub const SIGNATURE_SECRET: &str = "signature-secret-of-vonage";
/// What one part costs.
const PRICE: &str = "0.03330000";

/// The account's messages.
#[derive(Default)]
pub struct Vonage {
    messages: Vec<Json>,
    told: u64,
}

impl Simulator for Vonage {
    fn answer(&mut self, call: &Call) -> Reaction {
        if (call.method.as_str(), call.path.as_str()) != ("POST", "/sms/json") {
            return Reaction::text(404, "not found");
        }
        let fields = call.form();
        let sent = as_object(&fields);
        let needed = ["api_key", "api_secret", "from", "to", "text"];
        let allowed = ["type", "status-report-req", "client-ref", "callback", "ttl"];
        if let Some(why) = wrong_field(&fields, &needed, &allowed) {
            return refused("3", &why);
        }
        let (to, text, kind) = (word(&sent, "to"), word(&sent, "text"), word(&sent, "type"));
        let counted = parts(text);
        if (word(&sent, "api_key"), word(&sent, "api_secret")) != (KEY, SECRET) {
            return self.error("4");
        }
        if !is_number(&format!("+{to}")) {
            return refused("3", "Invalid to param");
        }
        if text.is_empty() {
            return self.error("2");
        }
        if (kind == "unicode") != counted.is_unicode || word(&sent, "client-ref").len() > 40 {
            return self.error("6");
        }
        if word(&sent, "callback").len() > 100 {
            return self.error("23");
        }
        let first = self.messages.len() + 1;
        let part = |n: u32| {
            json!({
                "to": to, "message-id": format!("{:016X}", 0x0A00_0000_0000_0000 + first as u64 * 0x100 + u64::from(n)),
                "status": "0", "remaining-balance": "3.14159265", "message-price": PRICE, "network": "47001",
                "client-ref": sent["client-ref"],
            })
        };
        let answers: Vec<Json> = (0..counted.count).map(part).collect();
        let mut kept = sent.clone();
        kept["message-id"] = answers[0]["message-id"].clone();
        kept["api_secret"] = "…".into();
        self.messages.push(kept.clone());
        let body = json!({"message-count": counted.count.to_string(), "messages": answers});
        Reaction::json(200, &body).taking(kept)
    }

    fn error(&self, code: &str) -> Reaction {
        let why = match code {
            "1" => "Throughput Rate Exceeded",
            "2" => "Missing text param",
            "4" => "Bad Credentials",
            "5" => "Internal Error",
            "6" => "Unroutable message - rejected",
            "7" => "Number barred",
            "9" => "Quota Exceeded - rejected",
            "15" => "Invalid Sender",
            "23" => "Invalid callback URL",
            _ => "rejected",
        };
        refused(code, why)
    }

    fn deliver(&mut self, verb: &str, body: &Json, _call: &Call) -> Option<Result<Vec<Delivery>, String>> {
        self.told += 1;
        let stamp = format!("{:010}", 1_700_000_000 + self.told);
        match verb {
            "report" => Some(self.report(body, &stamp)),
            "reply" => {
                let id = format!("0B{:014X}", self.told);
                let fields = [
                    ("api-key", KEY),
                    ("msisdn", word(body, "from").trim_start_matches('+')),
                    ("to", "shop"),
                    ("messageId", &id),
                    ("text", word(body, "text")),
                    ("type", "text"),
                    ("timestamp", &stamp),
                    ("nonce", &stamp),
                ];
                Some(Ok(vec![signed(word(body, "url"), &fields, body)]))
            }
            _ => None,
        }
    }
}

impl Vonage {
    fn report(&mut self, body: &Json, stamp: &str) -> Result<Vec<Delivery>, String> {
        let wanted = word(body, "id");
        let is_it = |message: &&Json| wanted.is_empty() || message["message-id"] == wanted;
        let message = self.messages.iter().rev().find(is_it).ok_or("there is no such message")?;
        let url = body["url"].as_str().or_else(|| message["callback"].as_str()).ok_or("no callback")?;
        let fields = [
            ("api-key", KEY),
            ("msisdn", word(message, "to")),
            ("to", word(message, "from")),
            ("network-code", "47001"),
            ("messageId", word(message, "message-id")),
            ("price", PRICE),
            ("status", word(body, "state")),
            ("err-code", body["code"].as_str().unwrap_or("0")),
            ("client-ref", word(message, "client-ref")),
            ("timestamp", stamp),
            ("nonce", stamp),
        ];
        Ok(vec![signed(url, &fields, body)])
    }
}

fn refused(status: &str, why: &str) -> Reaction {
    Reaction::json(200, &json!({"message-count": "1", "messages": [{"status": status, "error-text": why}]}))
}

fn signed(url: &str, fields: &[(&str, &str)], body: &Json) -> Delivery {
    let owned: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let secret = if body["wrong_signature"] == true { "another secret" } else { SIGNATURE_SECRET };
    let signature = channels::Vonage::signature(secret, &owned);
    let mut fields = fields.to_vec();
    fields.push(("sig", &signature));
    let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
    Delivery { is_get: false, url: url.to_owned(), headers, body: form(&fields) }
}
