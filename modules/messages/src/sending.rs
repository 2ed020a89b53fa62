//! The jobs that send messages: one attempt of one message each time.
//!
//! That a message is given to the provider is noted before, and what came of it behind. A job that finds a message whose last attempt nobody knows the
//! end of asks the provider, where that can be asked; else it sends the message again and the log says that it may have come twice.

use crate::commands::{AttemptResult, BeginAttempt, GiveUp, NoteAttempt};
use crate::events::MessageQueued;
use crate::providers::{Calls, Carrier, SMTP, carrier};
use crate::{Message, MessageChannel, MessageState, errors, queries};
use channels::{Outcome, Outgoing, Refused, Sent, Template};
use command::{Job, JobContext, JobQueue};
use jobs::JobDied;
use kernel::{Error, Id, Instant, Result, cut, defect};
use mail::{Mail, MailFile};
use money::{Decimal, Price};
use notes::{Attachment, File};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Read;

/// How far our clock may be ahead of the provider's, in microseconds.
const CLOCKS_DIFFER: i64 = 60_000_000;

/// Sends a message that is no e-mail.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendMessage {
    message: Id<Message>,
}

/// Sends an e-mail.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendMail {
    message: Id<Message>,
}

impl SendMessage {
    pub(crate) fn of(queued: &MessageQueued) -> Option<SendMessage> {
        (queued.channel != MessageChannel::Email).then_some(SendMessage { message: queued.message })
    }
}

impl SendMail {
    pub(crate) fn of(queued: &MessageQueued) -> Option<SendMail> {
        (queued.channel == MessageChannel::Email).then_some(SendMail { message: queued.message })
    }
}

impl Job for SendMessage {
    const NAME: &'static str = "messages.message.send";
    const QUEUE: JobQueue = JobQueue::Notification;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        attempt(self.message, work)
    }
}

impl Job for SendMail {
    const NAME: &'static str = "messages.mail.send";
    const QUEUE: JobQueue = JobQueue::Email;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        attempt(self.message, work)
    }
}

/// The message of a job that was given up has failed.
pub(crate) fn given_up(died: &JobDied) -> Option<GiveUp> {
    if ![SendMessage::NAME, SendMail::NAME].contains(&died.name.as_str()) {
        return None;
    }
    let job: SendMessage = serde_json::from_str(&died.body).ok()?;
    Some(GiveUp { id: job.message, problem: died.problem.clone() })
}

fn attempt(id: Id<Message>, work: &mut JobContext<'_>) -> Result<String> {
    let message = work.writers.store().read(work.tenant, |read| read.get::<Message>(&id))?;
    let message = message.ok_or_else(|| Error::not_found("message", id))?;
    if !matches!(message.state, MessageState::Queued | MessageState::Sending) {
        return Ok(format!("Nothing is to be done: it is {}.", message.state));
    }
    if message.not_before.is_some_and(|before| before > Instant::now()) {
        return Err(errors::not_taken("The provider does not want to be asked yet."));
    }
    if message.channel == MessageChannel::Email {
        if !begin(work, &message, SMTP, false)? {
            return Ok("It is not sent.".to_owned());
        }
        let (to, subject) = (message.recipient.clone(), message.subject.clone().unwrap_or_default());
        let (text, html) = (message.text.clone(), message.html.clone());
        let file = message.attachment.map(|attachment| file_of(work, attachment)).transpose()?;
        let result = mail::attempt(work, &Mail { id: id.uuid(), to, subject, text, html, file })?;
        return note(work, &message, result);
    }
    let carrier = match carrier(work, &message) {
        Ok(carrier) => carrier,
        Err(error) if error.code == "channel_not_set_up" => {
            begin(work, &message, message.channel.as_str(), false)?;
            let why = error.detail();
            return note(work, &message, Err(Refused { outcome: Outcome::Setup, code: None, why }));
        }
        Err(error) => return Err(error),
    };
    send(work, &message, &carrier)
}

/// The content of an attachment.
fn file_of(work: &JobContext<'_>, id: Id<Attachment>) -> Result<MailFile> {
    let (attachment, file) = work.writers.store().read(work.tenant, |read| {
        let attachment = read.one::<Attachment>(&id)?;
        let file = read.one::<File>(&attachment.file)?;
        Ok((attachment, file))
    })?;
    let mut content = Vec::new();
    work.files.copy(work.tenant, &file.sha256, u64::try_from(file.bytes).unwrap_or_default(), &mut content)?;
    Ok(MailFile { name: attachment.name.clone(), media_type: file.media_type.clone(), content })
}

fn send(work: &mut JobContext<'_>, message: &Message, carrier: &Carrier) -> Result<String> {
    let template: Option<Template> = message
        .template
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(|error| defect(format!("a template: {error}")))?;
    let id = message.id.to_string();
    let outgoing = Outgoing {
        id: &id,
        to: &carrier.to,
        title: message.subject.as_deref(),
        text: &message.text,
        template: template.as_ref(),
        report_to: carrier.report_to.as_deref(),
    };
    let mut was_asked = false;
    if message.is_unclear {
        match taken_before(work, message, carrier, &outgoing)? {
            Before::Taken(sent) => return note(work, message, Ok(sent)),
            Before::NotTaken => was_asked = true,
            Before::Unknown => {}
        }
    }
    if !begin(work, message, carrier.name, was_asked)? {
        return Ok("It is not sent.".to_owned());
    }
    let result = carrier.channel.send(&outgoing, &Calls(work), seconds(Instant::now()));
    note(work, message, result)
}

/// What is known of an attempt before.
enum Before {
    Taken(Sent),
    NotTaken,
    Unknown,
}

/// Asks the provider whether it has the message from an attempt before.
fn taken_before(
    work: &JobContext<'_>,
    message: &Message,
    carrier: &Carrier,
    outgoing: &Outgoing<'_>,
) -> Result<Before> {
    let since = message.attempted_at.map_or(0, |at| seconds(Instant::from_micros(at.micros() - CLOCKS_DIFFER)));
    let taken = carrier.channel.sent_since(outgoing, since, &Calls(work));
    let taken =
        taken.map_err(|refused| errors::not_taken(format!("Whether it was taken is not told: {}", refused.why)))?;
    let Some(taken) = taken else { return Ok(Before::Unknown) };
    for sent in taken {
        let provider_id = sent.provider_id.clone().unwrap_or_default();
        let known = |read: &mut store::Session<'_>| queries::of_provider(read, carrier.name, &provider_id);
        // The same words may have been sent twice on purpose.
        let of_other: Option<Arc<Message>> = work.writers.store().read(work.tenant, known)?;
        if of_other.is_none() {
            return Ok(Before::Taken(sent));
        }
    }
    Ok(Before::NotTaken)
}

fn begin(work: &JobContext<'_>, message: &Message, provider: &str, was_asked: bool) -> Result<bool> {
    let begin = BeginAttempt { id: message.id, provider: provider.to_owned(), was_asked };
    Ok(work.execute(begin)?.goes_on)
}

/// Notes what came of an attempt; what the job says of it.
fn note(work: &JobContext<'_>, message: &Message, result: std::result::Result<Sent, Refused>) -> Result<String> {
    let nothing = NoteAttempt {
        id: message.id,
        result: AttemptResult::Taken,
        provider_id: None,
        parts: 0,
        currency: None,
        cost: None,
        problem: None,
        not_before: None,
    };
    let refused = match result {
        Ok(sent) => {
            let cost = sent.cost.and_then(|cost| Some((price(&cost.amount)?, cost.currency)));
            let (cost, currency) = cost.unzip();
            let (provider_id, parts) = (sent.provider_id, sent.parts.into());
            work.execute(NoteAttempt { provider_id, parts, cost, currency, ..nothing })?;
            return Ok(format!("Sent to {}.", message.recipient));
        }
        Err(refused) => refused,
    };
    let why = match &refused.code {
        Some(code) => format!("{code}: {}", refused.why),
        None => refused.why.clone(),
    };
    let why = cut(&why, 1_000);
    let (result, seconds) = match refused.outcome {
        Outcome::Final | Outcome::Setup => (AttemptResult::Refused, None),
        Outcome::Gone => (AttemptResult::Gone, None),
        Outcome::OptedOut => (AttemptResult::OptedOut, None),
        Outcome::Later(seconds) => (AttemptResult::Later, seconds),
        Outcome::Unclear => (AttemptResult::Unclear, None),
    };
    let not_before =
        seconds.map(|seconds| Instant::from_micros(Instant::now().micros() + i64::from(seconds) * 1_000_000));
    work.execute(NoteAttempt { result, problem: Some(why.clone()), not_before, ..nothing })?;
    match refused.outcome {
        // Nothing is sent by this channel before somebody has acted: that is told as a job that was given up.
        Outcome::Setup => Err(errors::not_set_up(why)),
        Outcome::Later(_) | Outcome::Unclear => Err(errors::not_taken(why)),
        _ => Ok(format!("Refused: {why}")),
    }
}

/// What providers ask for, to a millionth.
pub(crate) fn price(amount: &str) -> Option<Price> {
    let amount = if amount.contains('.') { amount.trim_end_matches('0').trim_end_matches('.') } else { amount };
    Price::from_decimal(Decimal::parse(amount).ok()?).ok()
}

fn seconds(at: Instant) -> i64 {
    at.micros().div_euclid(1_000_000)
}
