//! WhatsApp Business Cloud: texts, templates, reports and replies.

use crate::call::{is_number, word, wrong_key};
use crate::{Call, Delivery, Reaction, Simulator};
use channels::form;
use serde_json::{Value as Json, json};

/// The token of the system user.
pub const TOKEN: &str = "EAAG-token-of-the-system-user";
/// The id of the number.
pub const PHONE_NUMBER_ID: &str = "106540352242922";
/// What it signs bodies with.
pub const APP_SECRET: &str = "app-secret-of-whatsapp";
/// What our address answers to.
pub const VERIFY_TOKEN: &str = "our-own-word";
/// The templates there are, with the number of their places.
const TEMPLATES: [(&str, usize); 2] = [("hello_world", 0), ("order_shipped", 1)];

/// The number's messages.
#[derive(Default)]
pub struct WhatsApp {
    messages: Vec<Json>,
    told: u64,
    /// Who has written in the last day: only they are sent texts.
    open: Vec<String>,
}

impl Simulator for WhatsApp {
    fn answer(&mut self, call: &Call) -> Reaction {
        if !call.has_token(TOKEN) {
            return self.error("190");
        }
        let (version, rest) = call.path.trim_start_matches('/').split_once('/').unwrap_or_default();
        if !version.starts_with('v') || rest != format!("{PHONE_NUMBER_ID}/messages") || call.method != "POST" {
            return self.error("100");
        }
        let sent = call.json();
        if let Some(why) = wrong(&sent) {
            return refused(400, 100, &why);
        }
        let to = word(&sent, "to");
        if !is_number(&format!("+{to}")) {
            return self.error("131026");
        }
        if sent["type"] == "text" {
            if word(&sent["text"], "body").chars().count() > 4_096 {
                return self.error("100");
            }
            if !self.open.iter().any(|number| number.trim_start_matches('+') == to) {
                return self.error("131047");
            }
        } else if let Some(code) = wrong_template(&sent["template"]) {
            return self.error(code);
        }
        let id = format!("wamid.SIM{:08}", self.messages.len() + 1);
        let mut kept = sent.clone();
        kept["id"] = id.as_str().into();
        self.messages.push(kept.clone());
        let body = json!({
            "messaging_product": "whatsapp",
            "contacts": [{"input": to, "wa_id": to}],
            "messages": [{"id": id, "message_status": "accepted"}],
        });
        Reaction::json(200, &body).taking(kept)
    }

    fn error(&self, code: &str) -> Reaction {
        let code = code.parse().unwrap_or(100);
        let (status, message) = match code {
            190 => (401, "Error validating access token"),
            10 | 200..=299 => (403, "Permission denied"),
            4 | 80_007 | 130_429 | 131_048 | 131_056 => (429, "Rate limit hit"),
            131_000 | 131_016 => (500, "Something went wrong"),
            131_026 => (400, "Message undeliverable"),
            131_047 => (400, "Re-engagement message"),
            131_050 => (400, "User has stopped marketing messages"),
            132_000 => (400, "Number of parameters does not match"),
            132_001 => (404, "Template name does not exist in the translation"),
            _ => (400, "Invalid parameter"),
        };
        refused(status, code, message)
    }

    fn deliver(&mut self, verb: &str, body: &Json, call: &Call) -> Option<Result<Vec<Delivery>, String>> {
        let url = word(body, "url");
        match verb {
            "verify" => {
                let token = if body["wrong_token"] == true { "their word" } else { VERIFY_TOKEN };
                let query =
                    form(&[("hub.mode", "subscribe"), ("hub.verify_token", token), ("hub.challenge", "1158201444")]);
                Some(Ok(vec![Delivery {
                    is_get: true,
                    url: format!("{url}?{query}"),
                    headers: Vec::new(),
                    body: String::new(),
                }]))
            }
            "report" => Some(self.report(body, call.now).map(|status| vec![signed(url, "statuses", &status, body)])),
            "reply" => {
                self.told += 1;
                let from = word(body, "from");
                self.open.push(from.to_owned());
                let message = json!({
                    "from": from.trim_start_matches('+'), "id": format!("wamid.IN{:08}", self.told),
                    "timestamp": call.now.to_string(), "type": "text", "text": {"body": body["text"]},
                });
                Some(Ok(vec![signed(url, "messages", &message, body)]))
            }
            _ => None,
        }
    }
}

impl WhatsApp {
    fn report(&self, body: &Json, now: i64) -> Result<Json, String> {
        let wanted = word(body, "id");
        let is_it = |message: &&Json| wanted.is_empty() || message["id"] == wanted;
        let message = self.messages.iter().rev().find(is_it).ok_or("there is no such message")?;
        let mut status = json!({
            "id": message["id"], "status": body["state"], "timestamp": now.to_string(), "recipient_id": message["to"],
            "biz_opaque_callback_data": message["biz_opaque_callback_data"],
        });
        if let Some(code) = body["code"].as_str().and_then(|code| code.parse::<i64>().ok()) {
            let details = json!({"details": "In order to maintain a healthy ecosystem, it was not delivered."});
            status["errors"] = json!([{"code": code, "title": "Not delivered", "error_data": details}]);
        }
        Ok(status)
    }
}

fn wrong(sent: &Json) -> Option<String> {
    let kind = word(sent, "type");
    let needed = ["messaging_product", "to", "type", kind];
    let own = match kind {
        "text" => wrong_key(&sent["text"], &["body"], &["preview_url"]),
        "template" => wrong_key(&sent["template"], &["name", "language"], &["components"]),
        _ => Some("type is not known".to_owned()),
    };
    let product = (sent["messaging_product"] != "whatsapp").then(|| "messaging_product is not whatsapp".to_owned());
    wrong_key(sent, &needed, &["recipient_type", "biz_opaque_callback_data"]).or(own).or(product)
}

fn wrong_template(template: &Json) -> Option<&'static str> {
    let known = TEMPLATES.iter().find(|(name, _)| template["name"] == *name);
    let Some((_, places)) = known.filter(|_| template["language"]["code"].is_string()) else { return Some("132001") };
    let components = template["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let bodies = components.iter().filter(|component| component["type"] == "body");
    let given: usize = bodies.map(|body| body["parameters"].as_array().map_or(0, Vec::len)).sum();
    (given != *places).then_some("132000")
}

fn refused(status: u16, code: i64, message: &str) -> Reaction {
    let data = json!({"messaging_product": "whatsapp", "details": message});
    let error = json!({
        "message": format!("(#{code}) {message}"), "type": "OAuthException", "code": code, "error_data": data,
        "fbtrace_id": "Sim",
    });
    Reaction::json(status, &json!({"error": error}))
}

fn signed(url: &str, what: &str, told: &Json, body: &Json) -> Delivery {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": PHONE_NUMBER_ID},
    });
    value[what] = json!([told]);
    let sent = json!({"object": "whatsapp_business_account", "entry": [
        {"id": "0", "changes": [{"field": "messages", "value": value}]}]})
    .to_string();
    let secret = if body["wrong_signature"] == true { "another secret" } else { APP_SECRET };
    let signature = channels::WhatsApp::signature(secret, sent.as_bytes());
    let headers = vec![("content-type", "application/json".to_owned()), ("x-hub-signature-256", signature)];
    Delivery { is_get: false, url: url.to_owned(), headers, body: sent }
}
