//! What providers tell by themselves, at the doors that the company has opened for them: reports and replies.

use crate::asking::note_report;
use crate::commands::NoteReply;
use crate::providers::{MESSAGE, SMS_GATEWAY, TWILIO, VONAGE, WHATSAPP};
use crate::settings::{
    COUNTRY, GATEWAY, GATEWAY_SECRET, TWILIO_TOKEN, VONAGE_SIGNATURE, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY,
};
use crate::{Message, MessageChannel, errors, queries};
use channels::{Gateway, Heard, Reply, Report, Twilio, Vonage, WhatsApp, international};
use command::{
    HookSecrets, InboundHook, InboundMessage, InboundRequest, JobContext, Secret, Setting, SettingPlace, Verified,
    setting, wrong_signature,
};
use kernel::{Id, Instant, Result};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use store::Read;

/// For how long a report may be of a message whose answer was not noted yet, in microseconds.
const MAY_COME: i64 = 60_000_000;
/// Twilio wants an answer in its own language; this one does nothing.
const NO_ANSWER: &[(&str, &str)] = &[("content-type", "text/xml")];

pub(crate) fn all() -> Vec<InboundHook> {
    vec![
        InboundHook::of("twilio-sms", "Reports and replies of Twilio", twilio_signed, twilio).answering(204, NO_ANSWER),
        InboundHook::of("vonage-sms", "Reports and replies of Vonage", vonage_signed, vonage),
        InboundHook::of("sms-gateway", "Reports and replies of the SMS gateway", gateway_signed, gateway),
        InboundHook::of("whatsapp", "Reports and replies of WhatsApp", whatsapp_signed, whatsapp)
            .challenged(whatsapp_challenged),
    ]
}

/// The secret that was chosen; without one, nobody's signature is right.
fn secret(secrets: &dyn HookSecrets, of: &Setting<Secret>) -> Result<String> {
    secrets.chosen(of)?.filter(|secret| !secret.is_empty()).ok_or_else(wrong_signature)
}

/// What is known by `key` as the same again, where the signature is right.
fn verified(is_right: bool, key: String) -> Result<Verified> {
    if is_right { Ok(Verified { key, at: None }) } else { Err(wrong_signature()) }
}

/// The fields of a body: a form, or a JSON object.
fn fields(request: &InboundRequest) -> Vec<(String, String)> {
    let word = |value: Json| match value {
        Json::String(text) => text,
        Json::Null => String::new(),
        other => other.to_string(),
    };
    match serde_json::from_slice::<BTreeMap<String, Json>>(&request.body) {
        Ok(object) => object.into_iter().map(|(name, value)| (name, word(value))).collect(),
        Err(_) => request.form(),
    }
}

fn value<'a>(fields: &'a [(String, String)], names: &[&str]) -> &'a str {
    let known = names.iter().find_map(|name| fields.iter().find(|(known, _)| known == name));
    known.map_or("", |(_, value)| value)
}

fn short(text: &str) -> &str {
    text.get(..90).unwrap_or(text)
}

fn twilio_signed(request: &InboundRequest, secrets: &dyn HookSecrets) -> Result<Verified> {
    let fields = request.form();
    let token = secret(secrets, &TWILIO_TOKEN)?;
    let is_right = Twilio::is_signed(&token, &request.url, &fields, request.header("x-twilio-signature"));
    let state = value(&fields, &["MessageStatus", "SmsStatus"]);
    verified(is_right, format!("{}/{}", short(value(&fields, &["MessageSid", "SmsSid"])), short(state)))
}

fn twilio(message: &InboundMessage, work: &mut JobContext<'_>) -> Result<String> {
    let fields = message.request.form();
    let id = Some(message.request.parameter(MESSAGE)).filter(|id| !id.is_empty());
    let heard = Twilio::heard(&fields, id).ok_or_else(errors::unreadable)?;
    hear(message, work, (MessageChannel::Sms, TWILIO), heard)
}

fn vonage_signed(request: &InboundRequest, secrets: &dyn HookSecrets) -> Result<Verified> {
    let fields = fields(request);
    let secret = secret(secrets, &VONAGE_SIGNATURE)?;
    let id = value(&fields, &["messageId", "message-id"]);
    verified(Vonage::is_signed(&secret, &fields), format!("{}/{}", short(id), short(value(&fields, &["status"]))))
}

fn vonage(message: &InboundMessage, work: &mut JobContext<'_>) -> Result<String> {
    let heard = Vonage::heard(&fields(&message.request)).ok_or_else(errors::unreadable)?;
    hear(message, work, (MessageChannel::Sms, VONAGE), heard)
}

fn gateway_signed(request: &InboundRequest, secrets: &dyn HookSecrets) -> Result<Verified> {
    let signature = request.header("x-signature");
    let is_right = Gateway::is_signed(&secret(secrets, &GATEWAY_SECRET)?, &request.body, signature);
    verified(is_right, short(signature).to_lowercase())
}

fn gateway(message: &InboundMessage, work: &mut JobContext<'_>) -> Result<String> {
    let described: String =
        work.writers.store().read(work.tenant, |read| setting(read, &GATEWAY, SettingPlace::default()))?;
    let gateway = Gateway::read(&described).map_err(errors::not_set_up)?;
    let heard = gateway.heard(&message.request.body).ok_or_else(errors::unreadable)?;
    hear(message, work, (MessageChannel::Sms, SMS_GATEWAY), heard)
}

fn whatsapp_signed(request: &InboundRequest, secrets: &dyn HookSecrets) -> Result<Verified> {
    let signature = request.header("x-hub-signature-256");
    let is_right = WhatsApp::is_signed(&secret(secrets, &WHATSAPP_APP_SECRET)?, &request.body, signature);
    verified(is_right, short(signature).to_lowercase())
}

fn whatsapp_challenged(request: &InboundRequest, secrets: &dyn HookSecrets) -> Result<String> {
    let token = secret(secrets, &WHATSAPP_VERIFY)?;
    WhatsApp::verification(&request.query, &token).map(str::to_owned).ok_or_else(wrong_signature)
}

fn whatsapp(message: &InboundMessage, work: &mut JobContext<'_>) -> Result<String> {
    let heard = WhatsApp::heard(&message.request.body).ok_or_else(errors::unreadable)?;
    let mut all = Vec::new();
    for heard in heard {
        all.push(hear(message, work, (MessageChannel::Whatsapp, WHATSAPP), heard)?);
    }
    Ok(all.join(" "))
}

/// Notes what was heard; what the job says of it.
fn hear(
    message: &InboundMessage,
    work: &JobContext<'_>,
    (channel, provider): (MessageChannel, &str),
    heard: Heard,
) -> Result<String> {
    match heard {
        Heard::Report(report) => report_of(message, work, provider, report),
        Heard::Reply(reply) => reply_of(work, (channel, provider), reply),
    }
}

fn report_of(message: &InboundMessage, work: &JobContext<'_>, provider: &str, report: Report) -> Result<String> {
    let ours = report.id.as_deref().and_then(store::id_of).map(Id::<Message>::from_uuid);
    let of = work.writers.store().read(work.tenant, |read| {
        let known = ours.map_or(Ok(None), |id| read.get::<Message>(&id))?;
        let known = known.filter(|known| known.provider.as_deref() == Some(provider));
        known.map_or_else(|| queries::of_provider(read, provider, &report.provider_id), |known| Ok(Some(known)))
    })?;
    let Some(of) = of else {
        // What came of the attempt may not be noted yet.
        let age = Instant::now().micros() - message.received_at.micros();
        return if age < MAY_COME {
            Err(errors::not_known())
        } else {
            Ok("It is not of a message of ours.".to_owned())
        };
    };
    note_report(work, of.id, report)
}

fn reply_of(work: &JobContext<'_>, (channel, provider): (MessageChannel, &str), reply: Reply) -> Result<String> {
    let country: String =
        work.writers.store().read(work.tenant, |read| setting(read, &COUNTRY, SettingPlace::default()))?;
    let digits = reply.from.trim_start_matches('+');
    // Providers write numbers in international form, some without its plus.
    let sender = international(&format!("+{digits}"), &country).unwrap_or(reply.from);
    let noted = work.execute(NoteReply {
        channel,
        provider: provider.to_owned(),
        provider_id: reply.provider_id,
        sender,
        recipient: reply.to,
        text: reply.text,
    })?;
    Ok(if noted.is_new { "A reply was kept." } else { "The reply was known." }.to_owned())
}
