//! SMS by a gateway of any make that is asked by HTTP: how it is asked and what its answers mean is all configured.

use crate::form::{encoded, value};
use crate::{
    Answer, Heard, Http, Outcome, Outgoing, Refused, Reply, Report, ReportState, Request, Sent, parts, read_form,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A gateway. In address, headers and body stand `{to}` (with a plus), `{digits}` (without), `{text}`, `{from}`, `{id}`, `{secret}` and `{report_to}`;
/// a brace of its own is written twice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Whether it is asked by GET; else by POST.
    #[serde(default)]
    pub get: bool,
    /// The address; what stands in a place of it is encoded.
    pub url: String,
    /// Headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body; what stands in a place of it is escaped as its `Content-Type` asks for.
    #[serde(default)]
    pub body: String,
    /// Which answers mean that it was taken, beside a status of success.
    #[serde(default)]
    pub success: Option<Words>,
    /// Which answers mean that it may be taken later.
    #[serde(default)]
    pub later: Option<Words>,
    /// Where the gateway's id of the message stands in a JSON answer (a JSON pointer).
    #[serde(default)]
    pub id: Option<String>,
    /// How its reports and replies are read.
    #[serde(default)]
    pub heard: Option<Hears>,
    /// What messages come from.
    #[serde(skip)]
    pub from: String,
    /// Its secret.
    #[serde(skip)]
    pub secret: String,
}

/// Words that stand at a place of a JSON answer, or anywhere in it where no place is named.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The place, a JSON pointer.
    #[serde(default)]
    pub at: Option<String>,
    /// The words.
    pub words: Vec<String>,
}

/// How what a gateway tells by itself is read: names of fields of a form or of a JSON object. What has a state is a report, what has a text is a
/// reply.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hears {
    /// The gateway's id of the message.
    pub id: String,
    /// Our id of it.
    #[serde(default)]
    pub our_id: Option<String>,
    /// How far it is.
    pub state: String,
    /// The states in which it has arrived.
    pub delivered: Vec<String>,
    /// The states in which it will not.
    pub failed: Vec<String>,
    /// Why it did not arrive.
    #[serde(default)]
    pub problem: Option<String>,
    /// Who has sent a reply.
    pub from: String,
    /// To which number.
    #[serde(default)]
    pub to: Option<String>,
    /// Its text.
    pub text: String,
}

impl Gateway {
    /// Reads how a gateway is asked.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for people.
    pub fn read(text: &str) -> Result<Gateway, String> {
        let gateway: Gateway = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let names = ["to", "digits", "text", "from", "id", "secret", "report_to"].map(|name| (name, "x".to_owned()));
        filled(&gateway.url, &names, encoded)?;
        gateway.headers.values().try_for_each(|header| filled(header, &names, plain).map(drop))?;
        filled(&gateway.body, &names, plain)?;
        if !gateway.url.starts_with("https://") && !gateway.url.starts_with("http://") {
            return Err("url: an address begins with https://".to_owned());
        }
        let named =
            |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match gateway.headers.keys().find(|name| !named(name)) {
            Some(name) => Err(format!("headers: {name} is no name of a header")),
            None => Ok(gateway),
        }
    }

    pub(crate) fn send(&self, message: &Outgoing<'_>, http: &dyn Http) -> Result<Sent, Refused> {
        let request = self.request(message).map_err(|why| Refused::own(Outcome::Setup, why))?;
        let answer = http.send(&request)?;
        if self.later.as_ref().is_some_and(|later| later.are_in(&answer)) {
            return Err(Refused::own(Outcome::Later(answer.retry_after()), answer.excerpt()));
        }
        if !answer.is_success() {
            return Err(Refused::by_status(&answer));
        }
        if self.success.as_ref().is_some_and(|success| !success.are_in(&answer)) {
            return Err(Refused::own(Outcome::Final, format!("It answered {}", answer.excerpt())));
        }
        let provider_id = self.id.as_ref().and_then(|at| word(answer.json().pointer(at)?));
        Ok(Sent { provider_id, parts: parts(message.text).count, cost: None })
    }

    fn request(&self, message: &Outgoing<'_>) -> Result<Request, String> {
        let places = [
            ("to", message.to.to_owned()),
            ("digits", message.to.trim_start_matches('+').to_owned()),
            ("text", message.text.to_owned()),
            ("from", self.from.clone()),
            ("id", message.id.to_owned()),
            ("secret", self.secret.clone()),
            ("report_to", message.report_to.unwrap_or_default().to_owned()),
        ];
        let kind = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let kind = kind.map_or("application/x-www-form-urlencoded", |(_, kind)| kind.as_str());
        let escape = if kind.contains("json") {
            in_json
        } else if kind.contains("xml") {
            in_xml
        } else if kind.contains("form-urlencoded") {
            encoded
        } else {
            plain
        };
        let headers = self.headers.iter().map(|(name, header)| Ok((name.clone(), filled(header, &places, in_header)?)));
        let mut headers = headers.collect::<Result<Vec<_>, String>>()?;
        if !self.get && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
        }
        let (url, body) = (filled(&self.url, &places, encoded)?, filled(&self.body, &places, escape)?);
        Ok(Request { is_get: self.get, url, headers, body: body.into_bytes() })
    }

    /// What is expected in `X-Signature` of what a gateway tells by itself.
    pub fn signature(secret: &str, body: &[u8]) -> String {
        format!("sha256={}", signatures::hex(&signatures::hmac_sha256(secret.as_bytes(), body)))
    }

    /// Whether a body is signed with `secret`.
    pub fn is_signed(secret: &str, body: &[u8], signature: &str) -> bool {
        let hex = signature.strip_prefix("sha256=").unwrap_or(signature).to_lowercase();
        signatures::is_hub(secret, body, &format!("sha256={hex}"))
    }

    /// What a body tells, a form or a JSON object; `None` where it is neither a report nor a reply.
    pub fn heard(&self, body: &[u8]) -> Option<Heard> {
        let hears = self.heard.as_ref()?;
        let fields = match serde_json::from_slice::<BTreeMap<String, Json>>(body) {
            Ok(object) => object.into_iter().filter_map(|(name, value)| Some((name, word(&value)?))).collect(),
            Err(_) => read_form(std::str::from_utf8(body).ok()?),
        };
        let text = |name: &str| value(&fields, name).filter(|text| !text.is_empty()).map(str::to_owned);
        let maybe = |name: &Option<String>| name.as_ref().and_then(|name| text(name));
        let provider_id = text(&hears.id).unwrap_or_default();
        if let Some(word) = text(&hears.state) {
            let state = if hears.delivered.contains(&word) {
                ReportState::Delivered
            } else if hears.failed.contains(&word) {
                ReportState::Undelivered
            } else {
                ReportState::Sent
            };
            let problem = (state == ReportState::Undelivered).then(|| maybe(&hears.problem).unwrap_or(word));
            return Some(Heard::Report(Report { id: maybe(&hears.our_id), provider_id, state, problem, cost: None }));
        }
        let (from, text) = (text(&hears.from)?, text(&hears.text)?);
        Some(Heard::Reply(Reply { provider_id, from, to: maybe(&hears.to).unwrap_or_default(), text }))
    }
}

impl Words {
    fn are_in(&self, answer: &Answer) -> bool {
        match &self.at {
            Some(at) => answer.json().pointer(at).and_then(word).is_some_and(|word| self.words.contains(&word)),
            None => self.words.iter().any(|word| String::from_utf8_lossy(&answer.body).contains(word.as_str())),
        }
    }
}

/// A text, number or truth as a word.
fn word(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// `template` with what stands in its places, escaped.
fn filled(template: &str, places: &[(&str, String)], escape: fn(&str) -> String) -> Result<String, String> {
    let (mut all, mut rest) = (String::new(), template);
    while let Some(at) = rest.find(['{', '}']) {
        all.push_str(&rest[..at]);
        let (brace, behind) = rest[at..].split_at(1);
        if let Some(further) = behind.strip_prefix(brace) {
            all.push_str(brace);
            rest = further;
            continue;
        }
        let (name, further) =
            behind.split_once('}').filter(|_| brace == "{").ok_or("a brace stands alone: write it twice")?;
        let place = places.iter().find(|(known, _)| *known == name);
        let (_, value) = place.ok_or_else(|| format!("{{{name}}} is not known"))?;
        all.push_str(&escape(value));
        rest = further;
    }
    Ok(all + rest)
}

fn plain(text: &str) -> String {
    text.to_owned()
}

/// Within the quotes of a JSON text.
fn in_json(text: &str) -> String {
    let quoted = Json::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn in_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}

/// A header ends with its line.
fn in_header(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: Outgoing<'static> = Outgoing {
        id: "ours",
        to: "+8801712345678",
        title: None,
        text: "Tea & \"milk\" <2>\n৳",
        template: None,
        report_to: None,
    };

    fn gateway(text: &str) -> Gateway {
        let gateway = Gateway::read(text).expect("a gateway");
        Gateway { from: "Shop".to_owned(), secret: "s&cret".to_owned(), ..gateway }
    }

    #[test]
    fn places_are_escaped_where_they_stand() {
        let form = gateway(r#"{"url": "https://sms.test/{from}?key={secret}", "body": "to={digits}&text={text}"}"#);
        let request = form.request(&MESSAGE).expect("a request");
        assert_eq!(request.url, "https://sms.test/Shop?key=s%26cret");
        let body = read_form(std::str::from_utf8(&request.body).expect("text"));
        assert_eq!(body[0].1, "8801712345678");
        assert_eq!(body[1].1, MESSAGE.text);

        let json = gateway(
            r#"{"url": "https://sms.test/", "headers": {"Content-Type": "application/json", "X-Key": "{secret}"},
                "body": "{{\"to\": \"{to}\", \"text\": \"{text}\"}}"}"#,
        );
        let request = json.request(&MESSAGE).expect("a request");
        let body: Json = serde_json::from_slice(&request.body).expect("JSON");
        assert_eq!((body["to"].as_str(), body["text"].as_str()), (Some(MESSAGE.to), Some(MESSAGE.text)));
        assert!(request.headers.contains(&("X-Key".to_owned(), "s&cret".to_owned())));

        let xml = gateway(
            r#"{"url": "https://sms.test/", "headers": {"Content-Type": "text/xml"}, "body": "<t>{text}</t>"}"#,
        );
        let body = String::from_utf8(xml.request(&MESSAGE).expect("a request").body).expect("text");
        assert_eq!(body, "<t>Tea &amp; &quot;milk&quot; &lt;2&gt;\n৳</t>");
    }

    #[test]
    fn wrong_templates_are_refused() {
        for wrong in [
            "{}",
            r#"{"url": "ftp://sms.test"}"#,
            r#"{"url": "https://sms.test/{who}"}"#,
            r#"{"url": "https://sms.test/", "body": "{to"}"#,
            r#"{"url": "https://sms.test/", "body": "to}"}"#,
            r#"{"url": "https://sms.test/", "headers": {"X Key": "1"}}"#,
            r#"{"url": "https://sms.test/", "nonsense": 1}"#,
        ] {
            assert!(Gateway::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_it_tells_is_read_by_its_names() {
        let gateway = gateway(
            r#"{"url": "https://sms.test/", "heard": {"id": "mid", "state": "st", "delivered": ["1"], "failed": ["2"],
                "from": "msisdn", "text": "msg"}}"#,
        );
        let Some(Heard::Report(report)) = gateway.heard(br#"{"mid": 7, "st": 1}"#) else { panic!("no report") };
        assert_eq!((report.provider_id.as_str(), report.state), ("7", ReportState::Delivered));
        let Some(Heard::Report(report)) = gateway.heard(b"mid=7&st=2") else { panic!("no report") };
        assert_eq!((report.state, report.problem.as_deref()), (ReportState::Undelivered, Some("2")));
        let Some(Heard::Reply(reply)) = gateway.heard(b"mid=8&msisdn=88017&msg=STOP") else { panic!("no reply") };
        assert_eq!((reply.from.as_str(), reply.text.as_str()), ("88017", "STOP"));
        assert_eq!(gateway.heard(b"nonsense"), None);
        assert!(Gateway::is_signed("k", b"x", &Gateway::signature("k", b"x")));
        assert!(!Gateway::is_signed("k", b"y", &Gateway::signature("k", b"x")));
    }
}
