//! SMS by Vonage (formerly Nexmo): <https://developer.vonage.com/en/api/sms>.

use crate::form::value;
use crate::{Cost, Heard, Http, Outcome, Outgoing, Refused, Reply, Report, ReportState, Request, Sent, form, parts};

/// Prices are in euros.
const CURRENCY: &str = "EUR";

/// An account at Vonage.
#[derive(Clone, Debug)]
pub struct Vonage {
    /// Where it is asked: `https://rest.nexmo.com`.
    pub base: String,
    /// The key of the account.
    pub key: String,
    /// Its secret.
    pub secret: String,
    /// The number or name that messages come from.
    pub from: String,
}

impl Vonage {
    pub(crate) fn send(&self, message: &Outgoing<'_>, http: &dyn Http) -> Result<Sent, Refused> {
        let kind = if parts(message.text).is_unicode { "unicode" } else { "text" };
        let mut fields = vec![
            ("api_key", self.key.as_str()),
            ("api_secret", &self.secret),
            ("from", self.from.trim_start_matches('+')),
            ("to", message.to.trim_start_matches('+')),
            ("text", message.text),
            ("type", kind),
            ("status-report-req", "1"),
            ("client-ref", message.id),
        ];
        fields.extend(message.report_to.map(|address| ("callback", address)));
        let url = format!("{}/sms/json", self.base);
        let answer = http.send(&Request::post(url, "application/x-www-form-urlencoded", form(&fields)))?;
        if !answer.is_success() {
            return Err(Refused::by_status(&answer));
        }
        let body = answer.json();
        let Some([first, rest @ ..]) = body["messages"].as_array().map(Vec::as_slice) else {
            return Err(Refused::own(Outcome::Unclear, format!("It answered no messages: {}", answer.excerpt())));
        };
        let status = first["status"].as_str().unwrap_or_default();
        if status != "0" {
            return Err(Refused::of(outcome(status), status, first["error-text"].as_str().unwrap_or_default()));
        }
        let prices = std::iter::once(first).chain(rest).map(|part| part["message-price"].as_str());
        let price = prices.collect::<Option<Vec<_>>>().and_then(|prices| sum(&prices));
        Ok(Sent {
            provider_id: first["message-id"].as_str().map(str::to_owned),
            parts: u32::try_from(rest.len() + 1).unwrap_or(u32::MAX),
            cost: price.map(cost),
        })
    }

    /// What Vonage writes into `sig` where requests are signed with SHA-256: all other fields, sorted by name.
    pub fn signature(secret: &str, fields: &[(String, String)]) -> String {
        signatures::hex(&signatures::hmac_sha256(secret.as_bytes(), signed(fields).as_bytes()))
    }

    /// Whether these fields are signed with `secret`.
    pub fn is_signed(secret: &str, fields: &[(String, String)]) -> bool {
        let signature = value(fields, "sig").unwrap_or_default().to_lowercase();
        signatures::is_equal(Self::signature(secret, fields).as_bytes(), signature.as_bytes())
    }

    /// What fields tell that Vonage sends by itself; `None` where they are neither a report nor a message.
    pub fn heard(fields: &[(String, String)]) -> Option<Heard> {
        let text = |name| value(fields, name).filter(|text| !text.is_empty()).map(str::to_owned);
        let provider_id = text("messageId").or_else(|| text("message-id"))?;
        let Some(status) = text("status") else {
            let (from, to) = (format!("+{}", text("msisdn")?), text("to")?);
            return Some(Heard::Reply(Reply { provider_id, from, to, text: value(fields, "text")?.to_owned() }));
        };
        let state = match status.as_str() {
            "delivered" => ReportState::Delivered,
            "expired" | "failed" => ReportState::Undelivered,
            "rejected" => ReportState::Failed,
            _ => ReportState::Sent,
        };
        let problem = (state >= ReportState::Undelivered).then(|| {
            let code = text("err-code").unwrap_or_default();
            meaning(&code).map_or(format!("{status} {code}"), |words| format!("{code}: {words}"))
        });
        // The price of a report is that of one part: what was told when it was sent is the whole.
        Some(Heard::Report(Report { id: text("client-ref"), provider_id, state, problem, cost: None }))
    }
}

fn cost(amount: String) -> Cost {
    Cost { amount, currency: CURRENCY.to_owned() }
}

/// The sum of decimal numbers with up to eight decimals; `None` where one is none.
fn sum(numbers: &[&str]) -> Option<String> {
    let scaled = |number: &&str| {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{decimals:0<8}");
        (decimals.len() <= 8).then(|| digits.parse::<u64>().ok()).flatten()
    };
    let total = numbers.iter().map(scaled).try_fold(0_u64, |total, number| total.checked_add(number?))?;
    Some(format!("{}.{:08}", total / 100_000_000, total % 100_000_000))
}

fn signed(fields: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = fields.iter().filter(|(name, _)| name != "sig").collect();
    sorted.sort();
    sorted.iter().map(|(name, value)| format!("&{name}={}", value.replace(['&', '='], "_"))).collect()
}

fn outcome(status: &str) -> Outcome {
    match status {
        "1" => Outcome::Later(None),
        "5" => Outcome::Unclear,
        "4" | "8" | "9" | "10" | "11" | "14" | "15" | "23" | "29" | "32" => Outcome::Setup,
        "33" => Outcome::OptedOut,
        _ => Outcome::Final,
    }
}

/// What the codes of reports mean.
fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "1" => "no reason is told",
        "2" => "the telephone cannot be reached now",
        "3" => "the number is not in use any more",
        "4" => "the number is barred",
        "5" => "the number has changed its network",
        "6" => "the network filters it",
        "7" => "the telephone is busy",
        "8" => "the network has failed",
        "9" => "the number wants no messages",
        "10" => "the message is wrong",
        "11" => "there is no way to the number",
        "12" => "the number cannot be reached",
        "13" => "not for the age of the subscriber",
        "14" => "the network blocks the number",
        "15" => "the subscriber has no credit",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_form;

    #[test]
    fn signatures_are_those_of_vonage() {
        let mut fields = read_form("a=1&b=2&timestamp=1461605396");
        let signature = "a321e824b9b816be7c3f28859a31749a098713d39f613c80d455bbaffae1cd24";
        assert_eq!(Vonage::signature("secret", &fields), signature);
        assert!(!Vonage::is_signed("secret", &fields));
        fields.push(("sig".to_owned(), signature.to_uppercase()));
        assert!(Vonage::is_signed("secret", &fields));
        assert!(!Vonage::is_signed("other", &fields));
        fields.push(("c".to_owned(), "3".to_owned()));
        assert!(!Vonage::is_signed("secret", &fields));
    }

    #[test]
    fn prices_of_parts_are_added() {
        assert_eq!(sum(&["0.03330000", "0.0333"]).as_deref(), Some("0.06660000"));
        assert_eq!(sum(&["1", "0.5"]).as_deref(), Some("1.50000000"));
        assert_eq!(sum(&["free"]), None);
    }

    #[test]
    fn reports_and_messages_are_told_apart() {
        let report =
            "err-code=3&messageId=0B&msisdn=447547232824&price=0.03330000&status=failed&to=Shop&client-ref=ours";
        let Some(Heard::Report(report)) = Vonage::heard(&read_form(report)) else { panic!("no report") };
        assert_eq!((report.id.as_deref(), report.state), (Some("ours"), ReportState::Undelivered));
        assert_eq!(report.problem.as_deref(), Some("3: the number is not in use any more"));
        let reply = "messageId=0C&msisdn=447547232824&to=12345&text=Stop&type=text&keyword=STOP";
        let Some(Heard::Reply(reply)) = Vonage::heard(&read_form(reply)) else { panic!("no message") };
        assert_eq!((reply.from.as_str(), reply.text.as_str()), ("+447547232824", "Stop"));
    }
}
