//! The sending of e-mail: SMTP, with TLS. Only jobs do it.

use crate::errors;
use crate::settings::{ENCRYPTION, FROM, HOST, PASSWORD, PORT, USER};
use command::{JobContext, Setting, SettingPlace, setting};
use kernel::{Error, Result, defect};
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Message, SmtpTransport, Transport};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long the server may take for an answer.
const ANSWER_TIME: Duration = Duration::from_secs(20);

/// An e-mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// What it is about, in one line.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Sends an e-mail by the server of the company, and says to whom. Its `Message-ID` follows from the job: where a job begins again because its process
/// died behind the sending, the two messages have the same one.
///
/// # Errors
///
/// `no_mail_server` where the company has chosen none, `mail_refused` where the server does not take it, and `mail_unavailable`, which is tried
/// again.
pub fn send(work: &JobContext<'_>, mail: &Mail) -> Result<String> {
    let (host, from) = (chosen(work, &HOST)?, chosen(work, &FROM)?);
    if host.is_empty() || from.is_empty() {
        return Err(errors::no_server());
    }
    let message = Message::builder()
        .message_id(Some(format!("<{}@sanduk>", work.job.simple())))
        .from(mailbox(&from)?)
        .to(mailbox(&mail.to)?)
        .subject(mail.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|error| defect(format!("an e-mail: {error}")))?;
    let unavailable = |error: lettre::transport::smtp::Error| errors::unavailable(chain(&error));
    let builder = match chosen(work, &ENCRYPTION)?.as_str() {
        "tls" => SmtpTransport::relay(&host).map_err(unavailable)?,
        "starttls" => SmtpTransport::starttls_relay(&host).map_err(unavailable)?,
        _ => SmtpTransport::builder_dangerous(&host),
    };
    let port = u16::try_from(chosen(work, &PORT)?).map_err(|error| defect(error.to_string()))?;
    let mut builder = builder.port(port).timeout(Some(ANSWER_TIME));
    let user = chosen(work, &USER)?;
    if !user.is_empty() {
        let password = work.secrets.secret(work.tenant, &PASSWORD)?.unwrap_or_default();
        builder = builder.credentials(Credentials::new(user, password));
    }
    match builder.build().send(&message) {
        Ok(_) => Ok(format!("Sent to {}.", mail.to)),
        // A connection that is refused is neither: it is tried again.
        Err(error) if error.is_permanent() => Err(errors::refused(chain(&error))),
        Err(error) => Err(errors::unavailable(chain(&error))),
    }
}

fn chosen<T: DeserializeOwned>(work: &JobContext<'_>, of: &Setting<T>) -> Result<T> {
    work.writers.store().read(work.tenant, |read| setting(read, of, SettingPlace { user: None, site: None }))
}

fn mailbox(address: &str) -> Result<Mailbox> {
    address.parse().map_err(|error: lettre::address::AddressError| -> Error { errors::bad_address(address, error) })
}

/// An error with everything that it comes from.
fn chain(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {}", chain(source)))
}
