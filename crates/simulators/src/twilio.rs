//! Twilio: messages, reports of them, replies.

use crate::call::{as_object, is_number, word, wrong_field};
use crate::{Call, Delivery, Reaction, Simulator};
use channels::{form, parts};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The account.
pub const ACCOUNT: &str = "AC00000000000000000000000000000001";
/// Its token.
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// Its number.
pub const NUMBER: &str = "+15005550006";
/// A number that is none.
const INVALID: &str = "+15005550001";
/// A number that receives no SMS.
const LANDLINE: &str = "+15005550009";

/// The account's messages.
#[derive(Default)]
pub struct Twilio {
    messages: Vec<Json>,
    opted_out: BTreeSet<String>,
    replies: u64,
}

impl Simulator for Twilio {
    fn answer(&mut self, call: &Call) -> Reaction {
        let place = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages");
        if !call.is_authorised(ACCOUNT, TOKEN) {
            return self.error("20003");
        }
        let Some(rest) = call.path.strip_prefix(&place) else { return self.error("20404") };
        match (call.method.as_str(), rest) {
            ("POST", ".json") => self.send(call),
            ("GET", ".json") => self.list(call),
            ("GET", rest) => {
                let sid = rest.trim_start_matches('/').trim_end_matches(".json");
                let known = self.messages.iter().find(|message| message["sid"] == sid);
                known.map_or_else(|| self.error("20404"), |message| Reaction::json(200, message))
            }
            _ => self.error("20404"),
        }
    }

    fn error(&self, code: &str) -> Reaction {
        let (status, message) = match code {
            "20003" => (401, "Authenticate"),
            "20404" => (404, "The requested resource was not found"),
            "20429" => (429, "Too Many Requests"),
            "21211" => (400, "Invalid 'To' Phone Number"),
            "21212" => (400, "Invalid 'From' Number"),
            "21408" => (400, "Permission to send an SMS has not been enabled for the region"),
            "21610" => (400, "Attempt to send to unsubscribed recipient"),
            "21614" => (400, "'To' number is not a valid mobile number"),
            "21617" => (400, "The concatenated message body exceeds the 1600 character limit"),
            _ => (400, "Invalid parameter"),
        };
        let more_info = format!("https://www.twilio.com/docs/errors/{code}");
        let code = code.parse::<i64>().unwrap_or(20_001);
        Reaction::json(status, &json!({"code": code, "message": message, "more_info": more_info, "status": status}))
    }

    fn deliver(&mut self, verb: &str, body: &Json, _call: &Call) -> Option<Result<Vec<Delivery>, String>> {
        match verb {
            "report" => Some(self.report(body)),
            "price" => {
                // What was sent has its price: nobody is told, but who asks sees it.
                for message in &mut self.messages {
                    (message["price"], message["status"]) = (body["price"].clone(), body["state"].clone());
                }
                Some(Ok(Vec::new()))
            }
            "reply" => Some(Ok(vec![self.reply(body)])),
            _ => None,
        }
    }
}

impl Twilio {
    fn send(&mut self, call: &Call) -> Reaction {
        let fields = call.form();
        let sent = as_object(&fields);
        let allowed = ["From", "MessagingServiceSid", "StatusCallback", "ValidityPeriod"];
        if let Some(why) = wrong_field(&fields, &["To", "Body"], &allowed) {
            return Reaction::json(400, &json!({"code": 20_001, "message": why, "status": 400}));
        }
        let (to, body) = (word(&sent, "To"), word(&sent, "Body"));
        let code = if !is_number(to) || to == INVALID {
            "21211"
        } else if word(&sent, "From") != NUMBER {
            "21212"
        } else if to == LANDLINE {
            "21614"
        } else if self.opted_out.contains(to) {
            "21610"
        } else if body.chars().count() > 1_600 {
            "21617"
        } else if body.is_empty() {
            "21602"
        } else {
            ""
        };
        if !code.is_empty() {
            return self.error(code);
        }
        let sid = format!("SM{:032x}", self.messages.len() + 1);
        let message = json!({
            "sid": sid, "account_sid": ACCOUNT, "messaging_service_sid": null, "status": "queued",
            "direction": "outbound-api", "to": to, "from": NUMBER, "body": body,
            "num_segments": parts(body).count.to_string(), "num_media": "0", "price": null, "price_unit": "USD",
            "error_code": null, "error_message": null, "date_created": date(call.now), "date_sent": null,
            "date_updated": date(call.now), "api_version": "2010-04-01",
            "uri": format!("/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json"),
        });
        let mut kept = message.clone();
        kept["StatusCallback"] = sent["StatusCallback"].clone();
        self.messages.push(kept.clone());
        Reaction::json(201, &message).taking(kept)
    }

    fn list(&self, call: &Call) -> Reaction {
        let value = |name: &str| call.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let is_wanted = |message: &&Json| {
            value("To").is_none_or(|to| message["to"] == to) && value("From").is_none_or(|from| message["from"] == from)
        };
        let size = value("PageSize").and_then(|size| size.parse().ok()).unwrap_or(50);
        let messages: Vec<&Json> = self.messages.iter().rev().filter(is_wanted).take(size).collect();
        Reaction::json(200, &json!({"messages": messages, "next_page_uri": null}))
    }

    fn report(&mut self, body: &Json) -> Result<Vec<Delivery>, String> {
        let wanted = word(body, "id");
        let is_it = |message: &&mut Json| wanted.is_empty() || message["sid"] == wanted;
        let message = self.messages.iter_mut().rev().find(is_it).ok_or("there is no such message")?;
        let (state, code) = (word(body, "state"), word(body, "code"));
        message["status"] = state.into();
        let url = body["url"].as_str().or_else(|| message["StatusCallback"].as_str()).ok_or("no StatusCallback")?;
        let sid = word(message, "sid");
        let mut fields = vec![
            ("MessageSid", sid),
            ("MessageStatus", state),
            ("SmsSid", sid),
            ("SmsStatus", state),
            ("To", word(message, "to")),
            ("From", NUMBER),
            ("AccountSid", ACCOUNT),
            ("ApiVersion", "2010-04-01"),
        ];
        if !code.is_empty() {
            fields.push(("ErrorCode", code));
        }
        Ok(vec![signed(url, &fields, body)])
    }

    fn reply(&mut self, body: &Json) -> Delivery {
        self.replies += 1;
        let sid = format!("SM{:032x}", 0xffff_0000 + self.replies);
        let (from, text) = (word(body, "from"), word(body, "text"));
        match text.trim().to_uppercase().as_str() {
            "STOP" => self.opted_out.insert(from.to_owned()),
            "START" => self.opted_out.remove(from),
            _ => false,
        };
        let fields = [
            ("MessageSid", sid.as_str()),
            ("SmsSid", &sid),
            ("SmsStatus", "received"),
            ("AccountSid", ACCOUNT),
            ("From", from),
            ("To", NUMBER),
            ("Body", text),
            ("NumMedia", "0"),
            ("NumSegments", "1"),
            ("ApiVersion", "2010-04-01"),
        ];
        signed(word(body, "url"), &fields, body)
    }
}

fn signed(url: &str, fields: &[(&str, &str)], body: &Json) -> Delivery {
    let owned: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let token = if body["wrong_signature"] == true { "another token" } else { TOKEN };
    let signature = channels::Twilio::signature(token, url, &owned);
    let headers =
        vec![("content-type", "application/x-www-form-urlencoded".to_owned()), ("x-twilio-signature", signature)];
    Delivery { is_get: false, url: url.to_owned(), headers, body: form(fields) }
}

fn date(now: i64) -> String {
    let at = Timestamp::from_second(now).unwrap_or_default();
    rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).unwrap_or_default()
}
