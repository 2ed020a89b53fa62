//! WhatsApp Business Cloud: <https://developers.facebook.com/docs/whatsapp/cloud-api>.

use crate::{Answer, Heard, Http, Outcome, Outgoing, Refused, Reply, Report, ReportState, Request, Sent};
use serde_json::{Value as Json, json};

/// The most letters of a text.
const MOST_LETTERS: usize = 4_096;

/// A number at WhatsApp.
#[derive(Clone, Debug)]
pub struct WhatsApp {
    /// Where it is asked, with the version: `https://graph.facebook.com/v25.0`.
    pub base: String,
    /// The id of the number that messages come from.
    pub phone_number_id: String,
    /// The token of a system user.
    pub token: String,
}

impl WhatsApp {
    pub(crate) fn send(&self, message: &Outgoing<'_>, http: &dyn Http) -> Result<Sent, Refused> {
        if message.text.chars().count() > MOST_LETTERS {
            return Err(Refused::own(Outcome::Final, "A WhatsApp message has 4,096 letters at most."));
        }
        let url = format!("{}/{}/messages", self.base, self.phone_number_id);
        let request = Request::post(url, "application/json", body(message).to_string());
        let answer = http.send(&request.header("Authorization", format!("Bearer {}", self.token)))?;
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        let provider_id = answer.json()["messages"][0]["id"].as_str().map(str::to_owned);
        if provider_id.is_none() {
            return Err(Refused::own(Outcome::Unclear, format!("It answered no message: {}", answer.excerpt())));
        }
        Ok(Sent { provider_id, parts: 1, cost: None })
    }

    /// What is answered to a request that asks whether our address listens: the challenge, where the mode and our token are right.
    pub fn verification<'a>(query: &'a [(String, String)], verify_token: &str) -> Option<&'a str> {
        let value = |name| crate::form::value(query, name);
        let is_ours = !verify_token.is_empty() && value("hub.verify_token") == Some(verify_token);
        value("hub.challenge").filter(|_| is_ours && value("hub.mode") == Some("subscribe"))
    }

    /// What WhatsApp writes into `X-Hub-Signature-256`.
    pub fn signature(app_secret: &str, body: &[u8]) -> String {
        format!("sha256={}", signatures::hex(&signatures::hmac_sha256(app_secret.as_bytes(), body)))
    }

    /// Whether a body is signed with `app_secret`.
    pub fn is_signed(app_secret: &str, body: &[u8], signature: &str) -> bool {
        signatures::is_hub(app_secret, body, signature)
    }

    /// What a body tells that WhatsApp sends by itself; `None` where it is not one of them. One body may tell much.
    pub fn heard(body: &[u8]) -> Option<Vec<Heard>> {
        let body: Json = serde_json::from_slice(body).ok()?;
        let entries = body["entry"].as_array().filter(|_| body["object"] == "whatsapp_business_account")?;
        let changes = entries.iter().flat_map(|entry| entry["changes"].as_array().into_iter().flatten());
        let values = changes.filter(|change| change["field"] == "messages").map(|change| &change["value"]);
        Some(values.flat_map(heard_in).collect())
    }
}

fn body(message: &Outgoing<'_>) -> Json {
    let to = message.to.trim_start_matches('+');
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "biz_opaque_callback_data": message.id,
    });
    match message.template {
        None => {
            body["type"] = "text".into();
            body["text"] = json!({"preview_url": false, "body": message.text});
        }
        Some(template) => {
            let parameters: Vec<Json> =
                template.parameters.iter().map(|text| json!({"type": "text", "text": text})).collect();
            let mut sent = json!({"name": template.name, "language": {"code": template.language}});
            if !parameters.is_empty() {
                sent["components"] = json!([{"type": "body", "parameters": parameters}]);
            }
            body["type"] = "template".into();
            body["template"] = sent;
        }
    }
    body
}

fn heard_in(value: &Json) -> Vec<Heard> {
    let text = |of: &Json, name: &str| of[name].as_str().map(str::to_owned);
    let ours = value["metadata"]["display_phone_number"].as_str().unwrap_or_default();
    let statuses = value["statuses"].as_array().into_iter().flatten().filter_map(|status| {
        let state = match status["status"].as_str()? {
            "delivered" => ReportState::Delivered,
            "read" => ReportState::Read,
            "failed" => ReportState::Failed,
            _ => ReportState::Sent,
        };
        let error = &status["errors"][0];
        let words = error["error_data"]["details"].as_str().or_else(|| error["title"].as_str());
        let problem = error["code"].as_i64().map(|code| format!("{code}: {}", words.unwrap_or_default()));
        let id = text(status, "biz_opaque_callback_data");
        Some(Heard::Report(Report { id, provider_id: text(status, "id")?, state, problem, cost: None }))
    });
    let messages = value["messages"].as_array().into_iter().flatten().filter_map(|message| {
        // A button that was pressed says its words, too.
        let said = message["text"]["body"].as_str().or_else(|| message["button"]["text"].as_str()).unwrap_or_default();
        let from = format!("+{}", message["from"].as_str()?);
        let (to, text_said) = (ours.to_owned(), said.to_owned());
        Some(Heard::Reply(Reply { provider_id: text(message, "id")?, from, to, text: text_said }))
    });
    statuses.chain(messages).collect()
}

fn refusal(answer: &Answer) -> Refused {
    let body = answer.json();
    let error = &body["error"];
    let Some(code) = error["code"].as_i64() else { return Refused::by_status(answer) };
    let outcome = match code {
        131_050 => Outcome::OptedOut,
        0 | 3 | 10 | 190 | 200..=299 | 368 | 131_031 | 131_042 | 131_045 | 133_010 => Outcome::Setup,
        4 | 80_007 | 130_429 | 131_048 | 131_056 | 131_000 | 131_016 | 133_004 => Outcome::Later(answer.retry_after()),
        _ => Refused::by_status(answer).outcome,
    };
    let words = error["error_data"]["details"].as_str().or_else(|| error["message"].as_str());
    Refused::of(outcome, code, words.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Template, read_form};

    #[test]
    fn signatures_are_those_of_whatsapp() {
        let body = br#"{"object":"whatsapp_business_account","entry":[]}"#;
        let signature = "sha256=c236c758c9b2bd40b388a550eeca09eaca72384dd0aa5e7c31d19cddac5bba46";
        assert_eq!(WhatsApp::signature("app_secret", body), signature);
        assert!(WhatsApp::is_signed("app_secret", body, signature));
        assert!(!WhatsApp::is_signed("app_secret", b"{}", signature));
        assert!(!WhatsApp::is_signed("another", body, signature));
        assert!(!WhatsApp::is_signed("app_secret", body, &signature[7..]));
    }

    #[test]
    fn our_address_is_proved_by_our_token() {
        let query = read_form("hub.mode=subscribe&hub.verify_token=ours&hub.challenge=123");
        assert_eq!(WhatsApp::verification(&query, "ours"), Some("123"));
        assert_eq!(WhatsApp::verification(&query, "theirs"), None);
        assert_eq!(WhatsApp::verification(&read_form("hub.mode=subscribe&hub.challenge=123"), ""), None);
    }

    #[test]
    fn templates_name_their_places() {
        let template = Template { name: "shipped".into(), language: "en_US".into(), parameters: vec!["INV-42".into()] };
        let message = Outgoing {
            id: "ours",
            to: "+8801712345678",
            title: None,
            text: "",
            template: Some(&template),
            report_to: None,
        };
        let body = body(&message);
        assert_eq!(body["to"], "8801712345678");
        assert_eq!(body["template"]["components"][0]["parameters"][0]["text"], "INV-42");
        assert!(body.get("text").is_none());
    }

    #[test]
    fn one_body_tells_much() {
        let body = json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
            {"field": "messages", "value": {"messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "15550001", "phone_number_id": "7"},
                "statuses": [{"id": "wamid.1", "status": "failed", "recipient_id": "88017",
                    "errors": [{"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 hours passed"}}]}],
                "messages": [{"from": "8801712345678", "id": "wamid.2", "type": "text", "text": {"body": "Thanks"}}]}},
            {"field": "account_update", "value": {}}]}]});
        let heard = WhatsApp::heard(body.to_string().as_bytes()).expect("a body of WhatsApp");
        let [Heard::Report(report), Heard::Reply(reply)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(report.state, ReportState::Failed);
        assert_eq!(report.problem.as_deref(), Some("131047: 24 hours passed"));
        assert_eq!((reply.from.as_str(), reply.to.as_str()), ("+8801712345678", "15550001"));
        assert_eq!(WhatsApp::heard(b"{}"), None);
    }
}
