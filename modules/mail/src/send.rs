//! The sending of e-mail: SMTP, with TLS. Only jobs do it.

use crate::errors;
use crate::settings::{ENCRYPTION, FROM, HOST, PASSWORD, PORT, USER};
use channels::{Outcome, Refused, Sent};
use command::{JobContext, Setting, SettingPlace, setting};
use kernel::{Error, Result, defect};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Message, SmtpTransport, Transport};
use serde::de::DeserializeOwned;
use std::time::Duration;
use uuid::Uuid;

/// How long the server may take for an answer.
const ANSWER_TIME: Duration = Duration::from_secs(20);

/// An e-mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// What its `Message-ID` is made of: two copies of one message have the same one.
    pub id: Uuid,
    /// To whom.
    pub to: String,
    /// What it is about, in one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// What is sent with it.
    pub file: Option<MailFile>,
}

/// A file that is sent with an e-mail.
#[derive(Clone, Debug)]
pub struct MailFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Sends an e-mail by the server of the company, and says to whom. Its `Message-ID` is the same however often the job begins.
///
/// # Errors
///
/// `no_mail_server` where the company has chosen none, `mail_refused` where the server does not take it, and `mail_unavailable`, which is tried
/// again.
pub fn send(work: &JobContext<'_>, mail: &Mail) -> Result<String> {
    match attempt(work, mail)? {
        Ok(_) => Ok(format!("Sent to {}.", mail.to)),
        Err(Refused { outcome: Outcome::Setup, .. }) => Err(errors::no_server()),
        Err(refused) if refused.is_permanent() => Err(errors::refused(refused.why)),
        Err(refused) => Err(errors::unavailable(refused.why)),
    }
}

/// [`send`], for what keeps an account of its messages: what the server made of it.
///
/// # Errors
///
/// Those of the database, and of secrets.
pub fn attempt(work: &JobContext<'_>, mail: &Mail) -> Result<std::result::Result<Sent, Refused>> {
    let (host, from) = (chosen(work, &HOST)?, chosen(work, &FROM)?);
    let refused = |outcome, why: String| Refused { outcome, code: None, why };
    if host.is_empty() || from.is_empty() {
        return Ok(Err(refused(Outcome::Setup, errors::no_server().detail())));
    }
    let sender = match mailbox(&from) {
        Ok(sender) => sender,
        Err(error) => return Ok(Err(refused(Outcome::Setup, error.detail()))),
    };
    let message = match message(mail, sender) {
        Ok(message) => message,
        Err(error) => return Ok(Err(refused(Outcome::Final, error.detail()))),
    };
    let builder = match chosen(work, &ENCRYPTION)?.as_str() {
        "tls" => SmtpTransport::relay(&host),
        "starttls" => SmtpTransport::starttls_relay(&host),
        _ => Ok(SmtpTransport::builder_dangerous(&host)),
    };
    let mut builder = match builder {
        Ok(builder) => builder.timeout(Some(ANSWER_TIME)),
        Err(error) => return Ok(Err(refused(Outcome::Later(None), chain(&error)))),
    };
    builder = builder.port(u16::try_from(chosen(work, &PORT)?).map_err(|error| defect(error.to_string()))?);
    let user = chosen(work, &USER)?;
    if !user.is_empty() {
        let password = work.secrets.secret(work.tenant, &PASSWORD)?.unwrap_or_default();
        builder = builder.credentials(Credentials::new(user, password));
    }
    let provider_id = Some(message_id(mail));
    Ok(match builder.build().send(&message) {
        Ok(_) => Ok(Sent { provider_id, parts: 1, cost: None }),
        Err(error) => Err(refused(outcome(&error), chain(&error))),
    })
}

/// What an error of the server means. One that is neither permanent nor transient may have come behind the message, unless there was no connection.
fn outcome(error: &lettre::transport::smtp::Error) -> Outcome {
    if error.is_permanent() {
        Outcome::Final
    } else if error.is_transient() || error.is_tls() || error.to_string().starts_with("Connection error") {
        Outcome::Later(None)
    } else {
        Outcome::Unclear
    }
}

fn message_id(mail: &Mail) -> String {
    format!("<{}@sanduk>", mail.id.simple())
}

fn message(mail: &Mail, sender: Mailbox) -> Result<Message> {
    let builder = Message::builder()
        .message_id(Some(message_id(mail)))
        .from(sender)
        .to(mailbox(&mail.to)?)
        .subject(mail.subject.clone());
    let both = |html: &String| MultiPart::alternative_plain_html(mail.text.clone(), html.clone());
    let built = match (&mail.html, &mail.file) {
        (None, None) => builder.header(ContentType::TEXT_PLAIN).body(mail.text.clone()),
        (Some(html), None) => builder.multipart(both(html)),
        (html, Some(file)) => {
            let mixed = MultiPart::mixed();
            let mixed = match html {
                None => mixed.singlepart(SinglePart::plain(mail.text.clone())),
                Some(html) => mixed.multipart(both(html)),
            };
            builder.multipart(mixed.singlepart(attached(file)?))
        }
    };
    built.map_err(|error| defect(format!("an e-mail: {error}")))
}

fn attached(file: &MailFile) -> Result<SinglePart> {
    let kind = ContentType::parse(&file.media_type).map_err(|error| defect(format!("{}: {error}", file.media_type)))?;
    Ok(Attachment::new(file.name.clone()).body(file.content.clone(), kind))
}

fn chosen<T: DeserializeOwned>(work: &JobContext<'_>, of: &Setting<T>) -> Result<T> {
    work.writers.store().read(work.tenant, |read| setting(read, of, SettingPlace { user: None, site: None }))
}

pub(crate) fn mailbox(address: &str) -> Result<Mailbox> {
    address.parse().map_err(|error: lettre::address::AddressError| -> Error { errors::bad_address(address, error) })
}

/// An error with everything that it comes from.
fn chain(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {}", chain(source)))
}
