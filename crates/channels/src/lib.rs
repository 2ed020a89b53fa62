//! The protocols of those who carry messages: what each is sent, what its answers mean, and how it signs what it reports.
//!
//! Start at [`Channel::send`]. This crate knows no business and opens no connection: whoever calls it gives it an [`Http`].

mod fcm;
mod form;
mod gateway;
mod http;
mod number;
mod outgoing;
mod segments;
mod twilio;
mod vonage;
mod web_push;
mod whatsapp;

pub use fcm::{Fcm, ServiceAccount};
pub use form::{form, read_form};
pub use gateway::Gateway;
pub use http::{Answer, Http, NoAnswer, Request};
pub use number::international;
pub use outgoing::{Cost, Heard, Outcome, Outgoing, Refused, Reply, Report, ReportState, Sent, Template};
pub use segments::{Parts, parts};
pub use twilio::Twilio;
pub use vonage::Vonage;
pub use web_push::{PushKeys, Subscription, WebPush, encrypt as encrypt_push, new_push_key, public_key};
pub use whatsapp::WhatsApp;

/// Somebody who carries messages, with what is needed to ask them.
#[derive(Clone, Debug)]
pub enum Channel {
    /// SMS by Twilio.
    Twilio(Twilio),
    /// SMS by Vonage.
    Vonage(Vonage),
    /// SMS by any gateway that is asked by HTTP.
    Gateway(Box<Gateway>),
    /// WhatsApp Business Cloud.
    WhatsApp(WhatsApp),
    /// Push by Firebase Cloud Messaging.
    Fcm(Fcm),
    /// Push to a browser.
    WebPush(WebPush),
}

impl Channel {
    /// Sends a message; `now` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// It was not taken, or nobody knows: see [`Outcome`].
    pub fn send(&self, message: &Outgoing<'_>, http: &dyn Http, now: i64) -> Result<Sent, Refused> {
        match self {
            Channel::Twilio(twilio) => twilio.send(message, http),
            Channel::Vonage(vonage) => vonage.send(message, http),
            Channel::Gateway(gateway) => gateway.send(message, http),
            Channel::WhatsApp(whatsapp) => whatsapp.send(message, http),
            Channel::Fcm(fcm) => fcm.send(message, http, now),
            Channel::WebPush(push) => push.send(message, http, now),
        }
    }

    /// Messages like this one that were taken after `since`, in seconds since 1970, the latest first; `None` where nobody can be asked.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub fn sent_since(
        &self,
        message: &Outgoing<'_>,
        since: i64,
        http: &dyn Http,
    ) -> Result<Option<Vec<Sent>>, Refused> {
        match self {
            Channel::Twilio(twilio) => twilio.sent_since(message, since, http).map(Some),
            _ => Ok(None),
        }
    }

    /// What the provider says of a message that it calls so; `None` where it cannot be asked.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub fn report(&self, provider_id: &str, http: &dyn Http) -> Result<Option<Report>, Refused> {
        match self {
            Channel::Twilio(twilio) => twilio.report(provider_id, http),
            _ => Ok(None),
        }
    }
}
