//! Who carries the messages of a company, as its settings say.

use crate::settings::{
    FCM_ACCOUNT, FCM_ADDRESS, GATEWAY, GATEWAY_SECRET, PUSH_CONTACT, PUSH_KEY, PUSH_PUBLIC_KEY, REPORTS_AT, SMS,
    SMS_FROM, TWILIO_ACCOUNT, TWILIO_ADDRESS, TWILIO_TOKEN, VONAGE_ADDRESS, VONAGE_KEY, VONAGE_SECRET,
    WHATSAPP_ADDRESS, WHATSAPP_NUMBER, WHATSAPP_TOKEN, is_pair,
};
use crate::{Message, MessageChannel, PushKind, PushTarget, errors};
use channels::{
    Answer, Channel, Fcm, Gateway, Http, NoAnswer, Request, ServiceAccount, Twilio, Vonage, WebPush, WhatsApp,
};
use command::{JobContext, Method, OutboundRequest, Secret, Setting, SettingPlace, setting};
use kernel::{Id, Result};
use serde::de::DeserializeOwned;
use store::Read;

/// Who carries a message, and what is sent with it.
pub(crate) struct Carrier {
    /// Its name in the log.
    pub(crate) name: &'static str,
    /// How it is asked.
    pub(crate) channel: Channel,
    /// To whom, as it is told.
    pub(crate) to: String,
    /// Where it reports.
    pub(crate) report_to: Option<String>,
}

/// Twilio's name in the log.
pub(crate) const TWILIO: &str = "twilio";
/// Vonage's.
pub(crate) const VONAGE: &str = "vonage";
/// That of another gateway.
pub(crate) const SMS_GATEWAY: &str = "gateway";
/// WhatsApp's.
pub(crate) const WHATSAPP: &str = "whatsapp";
/// That of the company's own server.
pub(crate) const SMTP: &str = "smtp";

/// Who carries a message that is no e-mail.
///
/// # Errors
///
/// `channel_not_set_up` where something is missing or wrong.
pub(crate) fn carrier(work: &JobContext<'_>, message: &Message) -> Result<Carrier> {
    match message.channel {
        MessageChannel::Sms => sms(work, message),
        MessageChannel::Push => push(work, message),
        MessageChannel::Email | MessageChannel::Whatsapp => {
            let phone_number_id = needed(&chosen(work, &WHATSAPP_NUMBER)?, "messages.whatsapp_number")?;
            let (base, token) = (address(work, &WHATSAPP_ADDRESS)?, secret(work, &WHATSAPP_TOKEN)?);
            let channel = Channel::WhatsApp(WhatsApp { base, phone_number_id, token });
            Ok(Carrier { name: WHATSAPP, channel, to: message.recipient.clone(), report_to: None })
        }
    }
}

fn sms(work: &JobContext<'_>, message: &Message) -> Result<Carrier> {
    let from = chosen(work, &SMS_FROM)?;
    let report_to = Some(chosen(work, &REPORTS_AT)?).filter(|address| !address.is_empty());
    let to = message.recipient.clone();
    let carrier = |name, channel, report_to| Carrier { name, channel, to, report_to };
    match chosen(work, &SMS)?.as_str() {
        TWILIO => {
            let account = needed(&chosen(work, &TWILIO_ACCOUNT)?, "messages.twilio_account")?;
            let from = needed(&from, "messages.sms_from")?;
            let (base, token) = (address(work, &TWILIO_ADDRESS)?, secret(work, &TWILIO_TOKEN)?);
            // Its reports do not name the message, but come to the address that they are given.
            let report_to = report_to.map(|address| with_parameter(&address, MESSAGE, &message.id.to_string()));
            Ok(carrier(TWILIO, Channel::Twilio(Twilio { base, account, token, from }), report_to))
        }
        VONAGE => {
            let key = needed(&chosen(work, &VONAGE_KEY)?, "messages.vonage_key")?;
            let from = needed(&from, "messages.sms_from")?;
            let (base, secret) = (address(work, &VONAGE_ADDRESS)?, secret(work, &VONAGE_SECRET)?);
            Ok(carrier(VONAGE, Channel::Vonage(Vonage { base, key, secret, from }), report_to))
        }
        SMS_GATEWAY => {
            let gateway = Gateway::read(&chosen(work, &GATEWAY)?).map_err(errors::not_set_up)?;
            let secret = work.secrets.secret(work.tenant, &GATEWAY_SECRET)?.unwrap_or_default();
            Ok(carrier(SMS_GATEWAY, Channel::Gateway(Box::new(Gateway { from, secret, ..gateway })), report_to))
        }
        _ => Err(errors::no_sms_provider()),
    }
}

/// The parameter of an address for reports that names the message.
pub(crate) const MESSAGE: &str = "message";

fn with_parameter(address: &str, name: &str, value: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{name}={value}")
}

fn push(work: &JobContext<'_>, message: &Message) -> Result<Carrier> {
    let id = store::id_of(&message.recipient).map(Id::<PushTarget>::from_uuid);
    let target =
        work.writers.store().read(work.tenant, |read| id.map_or(Ok(None), |id| read.get::<PushTarget>(&id)))?;
    let target = target.ok_or_else(|| errors::not_set_up("The app or browser is not registered any more."))?;
    let (name, channel) = match target.kind {
        PushKind::App => {
            let account = ServiceAccount::read(&secret(work, &FCM_ACCOUNT)?);
            let account = account.map_err(|why| errors::not_set_up(format!("messages.fcm_account: {why}.")))?;
            ("fcm", Channel::Fcm(Fcm { base: address(work, &FCM_ADDRESS)?, account }))
        }
        PushKind::Browser => {
            let private_key = secret(work, &PUSH_KEY)?;
            if !is_pair(&private_key, &chosen(work, &PUSH_PUBLIC_KEY)?) {
                return Err(errors::not_set_up("messages.push_public_key is not that of messages.push_private_key."));
            }
            let contact = needed(&chosen(work, &PUSH_CONTACT)?, "messages.push_contact")?;
            ("web_push", Channel::WebPush(WebPush { private_key, contact }))
        }
    };
    Ok(Carrier { name, channel, to: target.address.clone(), report_to: None })
}

fn chosen<T: DeserializeOwned>(work: &JobContext<'_>, of: &Setting<T>) -> Result<T> {
    work.writers.store().read(work.tenant, |read| setting(read, of, SettingPlace::default()))
}

fn address(work: &JobContext<'_>, of: &Setting<String>) -> Result<String> {
    Ok(chosen(work, of)?.trim_end_matches('/').to_owned())
}

fn needed(value: &str, name: &str) -> Result<String> {
    if value.is_empty() { Err(errors::not_set_up(format!("{name} is not set."))) } else { Ok(value.to_owned()) }
}

fn secret(work: &JobContext<'_>, of: &Setting<Secret>) -> Result<String> {
    needed(&work.secrets.secret(work.tenant, of)?.unwrap_or_default(), of.definition().name)
}

/// Asks providers as jobs ask other systems.
pub(crate) struct Calls<'a, 'b>(pub(crate) &'a JobContext<'b>);

impl Http for Calls<'_, '_> {
    fn send(&self, request: &Request) -> std::result::Result<Answer, NoAnswer> {
        let answer = self.0.outbound.send(&OutboundRequest {
            method: if request.is_get { Method::Get } else { Method::Post },
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        });
        match answer {
            Ok(answer) => Ok(Answer { status: answer.status, headers: answer.headers, body: answer.body }),
            Err(error) => Err(NoAnswer { may_have_arrived: error.may_have_arrived(), why: error.to_string() }),
        }
    }
}
