//! By whom the messages of a company are carried.

use channels::{Gateway, public_key};
use command::{Secret, Setting, SettingDefinition, Tx};
use kernel::Result;
use serde_json::Value as Json;

/// Chooses providers and their credentials.
pub(crate) const CHOOSE: &str = "messages.provider.choose";

pub(crate) const COUNTRY: Setting<String> = Setting::text("messages.country", "", 3)
    .told(
        "Country code",
        "The code of telephone numbers that are written without one: 880 for Bangladesh, 91 for India.",
    )
    .chosen_with(CHOOSE)
    .checked(is_country);
pub(crate) const REPORTS_AT: Setting<String> = Setting::text("messages.reports_at", "", 500)
    .told(
        "Address for reports",
        "Where the provider of SMS reports: the address of the door that the company has opened for it. Empty: the one that is set \
         up at the provider.",
    )
    .chosen_with(CHOOSE);

pub(crate) const SMS: Setting<String> =
    Setting::choice("messages.sms_provider", "none", &["none", "twilio", "vonage", "gateway"])
        .told("SMS provider", "Who carries SMS.")
        .chosen_with(CHOOSE);
pub(crate) const SMS_FROM: Setting<String> = Setting::text("messages.sms_from", "", 40)
    .told("SMS sender", "The number or name that SMS come from; at Twilio also a messaging service (MG…).")
    .chosen_with(CHOOSE);

pub(crate) const TWILIO_ADDRESS: Setting<String> =
    Setting::text("messages.twilio_address", "https://api.twilio.com", 200)
        .told("Twilio's address", "Where Twilio is asked.")
        .chosen_with(CHOOSE);
pub(crate) const TWILIO_ACCOUNT: Setting<String> =
    Setting::text("messages.twilio_account", "", 34).told("Twilio account", "The account: AC…").chosen_with(CHOOSE);
pub(crate) const TWILIO_TOKEN: Setting<Secret> = Setting::secret("messages.twilio_token", 100)
    .told("Twilio token", "The token of the account, by which its reports are signed, too.")
    .chosen_with(CHOOSE);

pub(crate) const VONAGE_ADDRESS: Setting<String> =
    Setting::text("messages.vonage_address", "https://rest.nexmo.com", 200)
        .told("Vonage's address", "Where Vonage is asked.")
        .chosen_with(CHOOSE);
pub(crate) const VONAGE_KEY: Setting<String> =
    Setting::text("messages.vonage_key", "", 40).told("Vonage key", "The key of the account.").chosen_with(CHOOSE);
pub(crate) const VONAGE_SECRET: Setting<Secret> = Setting::secret("messages.vonage_secret", 100)
    .told("Vonage secret", "The secret of the account.")
    .chosen_with(CHOOSE);
pub(crate) const VONAGE_SIGNATURE: Setting<Secret> = Setting::secret("messages.vonage_signature_secret", 100)
    .told("Vonage signature secret", "By which reports are signed: choose SHA-256 HMAC as the method there.")
    .chosen_with(CHOOSE);

pub(crate) const GATEWAY: Setting<String> = Setting::text("messages.gateway", "", 3_000)
    .told(
        "SMS gateway",
        "How another gateway is asked, as JSON: url, headers, body with {to} {digits} {text} {from} {id} {secret} {report_to}, \
         success, later, id, heard.",
    )
    .chosen_with(CHOOSE)
    .checked(is_gateway);
pub(crate) const GATEWAY_SECRET: Setting<Secret> = Setting::secret("messages.gateway_secret", 500)
    .told("Secret of the gateway", "What {secret} stands for; its reports are signed by it, too.")
    .chosen_with(CHOOSE);

pub(crate) const WHATSAPP_ADDRESS: Setting<String> =
    Setting::text("messages.whatsapp_address", "https://graph.facebook.com/v25.0", 200)
        .told("WhatsApp's address", "Where WhatsApp is asked, with its version.")
        .chosen_with(CHOOSE);
pub(crate) const WHATSAPP_NUMBER: Setting<String> = Setting::text("messages.whatsapp_number", "", 40)
    .told("WhatsApp number", "The id of the number that messages come from. Empty: none are sent.")
    .chosen_with(CHOOSE);
pub(crate) const WHATSAPP_TOKEN: Setting<Secret> = Setting::secret("messages.whatsapp_token", 500)
    .told("WhatsApp token", "The token of a system user.")
    .chosen_with(CHOOSE);
pub(crate) const WHATSAPP_APP_SECRET: Setting<Secret> = Setting::secret("messages.whatsapp_app_secret", 100)
    .told("WhatsApp app secret", "By which reports are signed.")
    .chosen_with(CHOOSE);
pub(crate) const WHATSAPP_VERIFY: Setting<Secret> = Setting::secret("messages.whatsapp_verify_token", 100)
    .told("WhatsApp verify token", "A word of your own, by which WhatsApp knows that the address for reports is yours.")
    .chosen_with(CHOOSE);

pub(crate) const FCM_ADDRESS: Setting<String> =
    Setting::text("messages.fcm_address", "https://fcm.googleapis.com", 200)
        .told("Firebase's address", "Where Firebase Cloud Messaging is asked.")
        .chosen_with(CHOOSE);
pub(crate) const FCM_ACCOUNT: Setting<Secret> = Setting::secret("messages.fcm_account", 2_800)
    .told("Firebase key file", "The key file (JSON) of a service account, for push to apps.")
    .chosen_with(CHOOSE);
pub(crate) const PUSH_KEY: Setting<Secret> = Setting::secret("messages.push_private_key", 50)
    .told("Private key of push", "The private key (VAPID), for push to browsers. `sanduk push-key` makes one.")
    .chosen_with(CHOOSE);
pub(crate) const PUSH_PUBLIC_KEY: Setting<String> = Setting::text("messages.push_public_key", "", 100)
    .told("Public key of push", "Its public key, with which browsers subscribe.")
    .chosen_with(CHOOSE);
pub(crate) const PUSH_CONTACT: Setting<String> = Setting::text("messages.push_contact", "", 254)
    .told("Contact of push", "Whom push services write to where something is wrong: mailto:admin@example.com.")
    .chosen_with(CHOOSE);

pub(crate) fn all() -> Vec<SettingDefinition> {
    vec![
        COUNTRY.definition(),
        REPORTS_AT.definition(),
        SMS.definition(),
        SMS_FROM.definition(),
        TWILIO_ADDRESS.definition(),
        TWILIO_ACCOUNT.definition(),
        TWILIO_TOKEN.definition(),
        VONAGE_ADDRESS.definition(),
        VONAGE_KEY.definition(),
        VONAGE_SECRET.definition(),
        VONAGE_SIGNATURE.definition(),
        GATEWAY.definition(),
        GATEWAY_SECRET.definition(),
        WHATSAPP_ADDRESS.definition(),
        WHATSAPP_NUMBER.definition(),
        WHATSAPP_TOKEN.definition(),
        WHATSAPP_APP_SECRET.definition(),
        WHATSAPP_VERIFY.definition(),
        FCM_ADDRESS.definition(),
        FCM_ACCOUNT.definition(),
        PUSH_KEY.definition(),
        PUSH_PUBLIC_KEY.definition(),
        PUSH_CONTACT.definition(),
    ]
}

fn is_country(_tx: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    let code = value.as_str().unwrap_or_default();
    let is_code = !code.starts_with('0') && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(()) } else { Err(crate::errors::bad_country()) }
}

fn is_gateway(_tx: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    match value.as_str().filter(|text| !text.is_empty()).map(Gateway::read) {
        Some(Err(why)) => Err(crate::errors::bad_gateway(why)),
        _ => Ok(()),
    }
}

/// Whether a private key belongs to the public one that browsers know.
pub(crate) fn is_pair(private: &str, public: &str) -> bool {
    public_key(private).as_deref() == Some(public)
}
