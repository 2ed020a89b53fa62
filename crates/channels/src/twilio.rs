//! SMS by Twilio: <https://www.twilio.com/docs/messaging/api>.

use crate::form::value;
use crate::{
    Answer, Cost, Heard, Http, Outcome, Outgoing, Refused, Reply, Report, ReportState, Request, Sent, form, parts,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::fmt::rfc2822;
use serde_json::Value as Json;

/// The most letters of a message.
const MOST_LETTERS: usize = 1_600;
/// How many of the latest messages to a number are looked at.
const LATEST: &str = "50";

/// An account at Twilio.
#[derive(Clone, Debug)]
pub struct Twilio {
    /// Where it is asked: `https://api.twilio.com`.
    pub base: String,
    /// The account.
    pub account: String,
    /// Its token.
    pub token: String,
    /// The number or name that messages come from, or a messaging service (`MG…`).
    pub from: String,
}

impl Twilio {
    pub(crate) fn send(&self, message: &Outgoing<'_>, http: &dyn Http) -> Result<Sent, Refused> {
        if message.text.chars().count() > MOST_LETTERS {
            return Err(Refused::own(Outcome::Final, "An SMS has 1,600 letters at most."));
        }
        let sender = if self.from.starts_with("MG") { "MessagingServiceSid" } else { "From" };
        let mut fields = vec![("To", message.to), (sender, self.from.as_str()), ("Body", message.text)];
        fields.extend(message.report_to.map(|address| ("StatusCallback", address)));
        let request = Request::post(self.messages(), "application/x-www-form-urlencoded", form(&fields));
        let answer = http.send(&self.authorised(request))?;
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        sent(&answer.json(), message.text)
            .ok_or_else(|| Refused::own(Outcome::Unclear, format!("It answered no message: {}", answer.excerpt())))
    }

    /// Twilio knows no key by which a message is sent once: it is asked what it has taken.
    pub(crate) fn sent_since(&self, message: &Outgoing<'_>, since: i64, http: &dyn Http) -> Result<Vec<Sent>, Refused> {
        let url = format!("{}?{}", self.messages(), form(&[("To", message.to), ("PageSize", LATEST)]));
        let answer = http.send(&self.authorised(Request::get(url)))?;
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        let list = answer.json();
        let is_like = |known: &&Json| {
            let made = known["date_created"].as_str().and_then(|text| rfc2822::parse(text).ok());
            known["body"] == message.text
                && known["to"] == message.to
                && known["direction"].as_str().is_some_and(|direction| direction.starts_with("outbound"))
                && made.is_some_and(|made| made.timestamp().as_second() >= since)
        };
        let messages = list["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(messages.iter().filter(is_like).filter_map(|known| sent(known, message.text)).collect())
    }

    /// What Twilio says of a message that it has.
    pub(crate) fn report(&self, provider_id: &str, http: &dyn Http) -> Result<Option<Report>, Refused> {
        let url = format!("{}/2010-04-01/Accounts/{}/Messages/{provider_id}.json", self.base, self.account);
        let answer = http.send(&self.authorised(Request::get(url)))?;
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        let message = answer.json();
        let code = message["error_code"].as_i64().map(|code| code.to_string());
        let report = message["status"].as_str().map(|status| Report {
            id: None,
            provider_id: provider_id.to_owned(),
            state: state(status),
            problem: code.map(|code| meaning(&code).map_or(code.clone(), |words| format!("{code}: {words}"))),
            cost: sent(&message, "").and_then(|sent| sent.cost),
        });
        Ok(report)
    }

    fn messages(&self) -> String {
        format!("{}/2010-04-01/Accounts/{}/Messages.json", self.base, self.account)
    }

    fn authorised(&self, request: Request) -> Request {
        let basic = BASE64_STANDARD.encode(format!("{}:{}", self.account, self.token));
        request.header("Authorization", format!("Basic {basic}"))
    }

    /// What Twilio writes into `X-Twilio-Signature`: the address as it was called, and the fields of a form sorted by name.
    pub fn signature(token: &str, url: &str, fields: &[(String, String)]) -> String {
        signatures::base64(&signatures::hmac_sha1(token.as_bytes(), signed(url, fields).as_bytes()))
    }

    /// Whether a request to this address with these fields is signed with `token`. Twilio names the usual port now and then.
    pub fn is_signed(token: &str, url: &str, fields: &[(String, String)], signature: &str) -> bool {
        let urls = [Some(url.to_owned()), with_port(url)];
        let is_own =
            |url: &String| signatures::is_equal(Self::signature(token, url, fields).as_bytes(), signature.as_bytes());
        urls.iter().flatten().any(is_own)
    }

    /// What a form tells that Twilio sends by itself; `None` where it is neither a report nor a message. `id` is what the address says.
    pub fn heard(fields: &[(String, String)], id: Option<&str>) -> Option<Heard> {
        let text = |name| value(fields, name).filter(|text| !text.is_empty()).map(str::to_owned);
        let provider_id = text("MessageSid").or_else(|| text("SmsSid"))?;
        let state = match value(fields, "MessageStatus").or_else(|| value(fields, "SmsStatus")) {
            Some("received") | None => {
                let (from, to) = (text("From")?, text("To")?);
                let text = value(fields, "Body")?.to_owned();
                return Some(Heard::Reply(Reply { provider_id, from, to, text }));
            }
            Some(status) => state(status),
        };
        let problem = text("ErrorCode").filter(|_| state >= ReportState::Undelivered);
        let problem = problem.map(|code| meaning(&code).map_or(code.clone(), |words| format!("{code}: {words}")));
        Some(Heard::Report(Report { id: id.map(str::to_owned), provider_id, state, problem, cost: None }))
    }
}

fn state(status: &str) -> ReportState {
    match status {
        "delivered" => ReportState::Delivered,
        "read" => ReportState::Read,
        "undelivered" => ReportState::Undelivered,
        "failed" | "canceled" => ReportState::Failed,
        _ => ReportState::Sent,
    }
}

fn signed(url: &str, fields: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort();
    sorted.dedup();
    sorted.iter().fold(url.to_owned(), |all, (name, value)| all + name + value)
}

/// The address with the usual port of its scheme, where it names none.
fn with_port(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let port = if scheme == "https" { 443 } else { 80 };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    (!host.contains(':')).then(|| format!("{scheme}://{host}:{port}{path}"))
}

/// A message as Twilio tells it.
fn sent(message: &Json, text: &str) -> Option<Sent> {
    let provider_id = Some(message["sid"].as_str()?.to_owned());
    let counted = message["num_segments"].as_str().and_then(|count| count.parse().ok()).filter(|count| *count > 0);
    let amount = message["price"].as_str().map(|amount| amount.trim_start_matches('-').to_owned());
    let currency = message["price_unit"].as_str().unwrap_or("USD").to_uppercase();
    let cost = amount.map(|amount| Cost { amount, currency });
    Some(Sent { provider_id, parts: counted.unwrap_or_else(|| parts(text).count), cost })
}

fn refusal(answer: &Answer) -> Refused {
    let body = answer.json();
    let Some(code) = body["code"].as_i64() else { return Refused::by_status(answer) };
    let outcome = match code {
        21610 => Outcome::OptedOut,
        20003 | 20404 | 21212 | 21408 | 21606 | 21608 => Outcome::Setup,
        20429 | 21611 => Outcome::Later(answer.retry_after()),
        _ => Refused::by_status(answer).outcome,
    };
    Refused::of(outcome, code, body["message"].as_str().unwrap_or_default())
}

/// What the codes of reports mean.
fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "30001" => "too much was waiting",
        "30002" => "the account is suspended",
        "30003" => "the telephone cannot be reached",
        "30004" => "the message is blocked",
        "30005" => "the number is unknown",
        "30006" => "a landline, or a network that cannot be reached",
        "30007" => "the network filters it",
        "30008" => "no reason is told",
        "30034" => "the sender is not registered",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_form;

    #[test]
    fn signatures_are_those_of_twilio() {
        let fields = read_form(
            "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
        );
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assert_eq!(Twilio::signature("12345", url, &fields), signature);
        assert!(Twilio::is_signed("12345", url, &fields, signature));
        let with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
        assert!(Twilio::is_signed("12345", url, &fields, &Twilio::signature("12345", with_port, &fields)));
        assert!(!Twilio::is_signed("12346", url, &fields, signature));
        assert!(!Twilio::is_signed("12345", "https://mycompany.com/myapp.php?foo=1", &fields, signature));
        assert!(!Twilio::is_signed("12345", url, &fields[1..], signature));
        assert!(!Twilio::is_signed("12345", url, &fields, "no base64"));
    }

    #[test]
    fn the_same_value_of_a_name_counts_once() {
        let once = read_form("A=1&A=2");
        let twice = read_form("A=2&A=1&A=2");
        assert_eq!(Twilio::signature("t", "https://a.test", &once), Twilio::signature("t", "https://a.test", &twice));
    }

    #[test]
    fn reports_and_messages_are_told_apart() {
        let report = read_form("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003&To=%2B88017&From=%2B1");
        let expected = Report {
            id: Some("ours".to_owned()),
            provider_id: "SM1".to_owned(),
            state: ReportState::Undelivered,
            problem: Some("30003: the telephone cannot be reached".to_owned()),
            cost: None,
        };
        assert_eq!(Twilio::heard(&report, Some("ours")), Some(Heard::Report(expected)));
        let reply = read_form("MessageSid=SM2&SmsStatus=received&From=%2B8801&To=%2B1&Body=STOP");
        let Some(Heard::Reply(reply)) = Twilio::heard(&reply, None) else { panic!("no message") };
        assert_eq!((reply.from.as_str(), reply.text.as_str()), ("+8801", "STOP"));
        assert_eq!(Twilio::heard(&read_form("MessageStatus=sent"), None), None);
    }
}
