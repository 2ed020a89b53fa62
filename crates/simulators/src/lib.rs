//! Simulators of those who carry messages: they speak the documented protocols, refuse what the real ones refuse, keep what they are sent, and
//! report and reply by signed requests.
//!
//! Start at [`Simulators::start`]. Each simulator is plain functions over what it is asked ([`Simulator`]); `server.rs` is all that they share.
//! `POST /__sim/{name}/{verb}/` has one fail next, report, or reply; `GET /__sim/{name}/journal/` tells what it was sent.

mod call;
mod fcm;
mod gateway;
mod server;
mod twilio;
mod vonage;
mod web_push;
mod whatsapp;

pub use call::{Call, Delivery, Reaction, Simulator};
pub use fcm::key_file as fcm_key_file;
pub use gateway::{SECRET as GATEWAY_SECRET, settings as gateway_settings};
pub use server::Simulators;
pub use twilio::{ACCOUNT as TWILIO_ACCOUNT, NUMBER as TWILIO_NUMBER, TOKEN as TWILIO_TOKEN};
pub use vonage::{KEY as VONAGE_KEY, SECRET as VONAGE_SECRET, SIGNATURE_SECRET as VONAGE_SIGNATURE_SECRET};
pub use whatsapp::{
    APP_SECRET as WHATSAPP_APP_SECRET, PHONE_NUMBER_ID as WHATSAPP_PHONE_NUMBER_ID, TOKEN as WHATSAPP_TOKEN,
    VERIFY_TOKEN as WHATSAPP_VERIFY_TOKEN,
};

/// The simulators there are.
pub const NAMES: [&str; 6] = ["twilio", "vonage", "whatsapp", "fcm", "web-push", "gateway"];

/// With which credentials a simulator at this address is asked, for people.
pub fn credentials(name: &str, address: &str) -> String {
    match name {
        "twilio" => format!("account {TWILIO_ACCOUNT}, token {TWILIO_TOKEN}, number {TWILIO_NUMBER}"),
        "vonage" => format!("key {VONAGE_KEY}, secret {VONAGE_SECRET}, signature secret {VONAGE_SIGNATURE_SECRET}"),
        "whatsapp" => format!(
            "ask below /v25.0; number {WHATSAPP_PHONE_NUMBER_ID}, token {WHATSAPP_TOKEN}, app secret {WHATSAPP_APP_SECRET}, \
             verify token {WHATSAPP_VERIFY_TOKEN}"
        ),
        "fcm" => format!("key file {}", fcm_key_file(address)),
        "gateway" => format!("secret {GATEWAY_SECRET}, described by {}", gateway_settings(address)),
        _ => "GET /__sim/web-push/subscribe/ is a browser that subscribes".to_owned(),
    }
}
