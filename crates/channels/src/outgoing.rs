//! A message on its way, and what is heard of it.

use crate::{Answer, NoAnswer};

/// A message as a channel is given it.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Our id of it, which is sent along where there is a place for it, so that reports name it.
    pub id: &'a str,
    /// To whom: a number in international form, the token of an app, or the subscription of a browser as JSON.
    pub to: &'a str,
    /// What stands above the text where there is a place for it.
    pub title: Option<&'a str>,
    /// The text.
    pub text: &'a str,
    /// The template that is sent in the place of the text, by channels that know templates.
    pub template: Option<&'a Template>,
    /// The address to which reports are sent, where it can be said with each message.
    pub report_to: Option<&'a str>,
}

/// A template that the provider keeps.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Its language: `en_US`.
    pub language: String,
    /// What stands in its places, in their order.
    #[serde(default)]
    pub parameters: Vec<String>,
}

/// A message was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// What the provider calls it.
    pub provider_id: Option<String>,
    /// Of how many parts it is made.
    pub parts: u32,
    /// What it costs, where that is told at once.
    pub cost: Option<Cost>,
}

/// What a provider asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The amount, a decimal number.
    pub amount: String,
    /// Its currency.
    pub currency: String,
}

/// What it means that a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This message is never taken.
    Final,
    /// Whom it is for is not there any more: the token or subscription can be forgotten.
    Gone,
    /// Whom it is for wants no messages.
    OptedOut,
    /// Something is set up wrongly: none is taken before somebody has acted.
    Setup,
    /// It was not taken now; it may be later, after so many seconds where the provider says so.
    Later(Option<u32>),
    /// It may have been taken.
    Unclear,
}

/// A message was not taken, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What that means.
    pub outcome: Outcome,
    /// The provider's code.
    pub code: Option<String>,
    /// Why, for people.
    pub why: String,
}

impl Refused {
    /// With the provider's code and words.
    pub(crate) fn of(outcome: Outcome, code: impl ToString, why: impl Into<String>) -> Refused {
        Refused { outcome, code: Some(code.to_string()), why: why.into() }
    }

    /// Before anybody was asked.
    pub(crate) fn own(outcome: Outcome, why: impl Into<String>) -> Refused {
        Refused { outcome, code: None, why: why.into() }
    }

    /// By the status of an answer alone.
    pub(crate) fn by_status(answer: &Answer) -> Refused {
        let outcome = match answer.status {
            401 | 403 => Outcome::Setup,
            429 | 503 => Outcome::Later(answer.retry_after()),
            400..=499 => Outcome::Final,
            _ => Outcome::Unclear,
        };
        Refused::of(outcome, answer.status, format!("It answered {}: {}", answer.status, answer.excerpt()))
    }

    /// Whether trying again is of no use.
    pub fn is_permanent(&self) -> bool {
        !matches!(self.outcome, Outcome::Later(_) | Outcome::Unclear)
    }
}

impl From<NoAnswer> for Refused {
    fn from(no_answer: NoAnswer) -> Refused {
        let outcome = if no_answer.may_have_arrived { Outcome::Unclear } else { Outcome::Later(None) };
        Refused::own(outcome, no_answer.why)
    }
}

/// How far a provider says that a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportState {
    /// It is on its way.
    Sent,
    /// It has arrived.
    Delivered,
    /// It was read.
    Read,
    /// It did not arrive.
    Undelivered,
    /// It could not be sent.
    Failed,
}

/// What a provider reports of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Our id of it, where that came back.
    pub id: Option<String>,
    /// What the provider calls it.
    pub provider_id: String,
    /// How far it is.
    pub state: ReportState,
    /// Why it did not arrive: the provider's code and words.
    pub problem: Option<String>,
    /// What it costs.
    pub cost: Option<Cost>,
}

/// Somebody has sent us a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What the provider calls it.
    pub provider_id: String,
    /// Their number, in international form.
    pub from: String,
    /// Our number.
    pub to: String,
    /// The text.
    pub text: String,
}

/// What a provider tells by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Of a message of ours.
    Report(Report),
    /// A message to us.
    Reply(Reply),
}
