//! Events: what a command tells the modules above its own, and the commands that these answer with.

use crate::{AnyCommand, Command, Typed};
use kernel::{Instant, Result, Schema, ToSchema, defect, derive_uuid};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Record;
use uuid::Uuid;

/// What has happened, as a command tells it with [`Tx::emit`](crate::Tx::emit). Its fields may grow: what is told stays readable by
/// later versions of the program.
pub trait Event: Serialize + DeserializeOwned + ToSchema + 'static {
    /// `module.noun.happened`.
    const NAME: &'static str;
}

/// An event that a command has told. It is written with what the command did, or not at all.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "event", key(seq, n), append_only, unstamped)]
pub struct EventRow {
    /// Number of the command in the log.
    pub seq: i64,
    /// Its place among the events of the command, from 1.
    pub n: i64,
    /// Its name.
    #[field(max = 100)]
    pub name: String,
    /// Its fields, a JSON object.
    #[field(max = 1000000)]
    pub body: String,
}

/// An event that a module tells, for the documentation.
pub struct EventEntry {
    /// Its name.
    pub name: &'static str,
    /// Its fields.
    pub schema: Schema,
    /// Whether other systems may hear of it.
    pub is_public: bool,
}

impl EventEntry {
    /// Of the type of its fields.
    pub fn of<E: Event>() -> EventEntry {
        EventEntry { name: E::NAME, schema: E::schema(), is_public: false }
    }

    /// The same, but a company may have other systems hear of it: whoever gives them that right sees everything that it tells.
    #[must_use]
    pub fn public(mut self) -> EventEntry {
        self.is_public = true;
        self
    }
}

/// An event that was told, on its way to those who subscribe to it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Number of the command that told it.
    pub seq: i64,
    /// Its place among the events of the command.
    pub n: i64,
    /// Its name.
    pub name: String,
    /// Its fields, a JSON object.
    pub body: String,
    /// When it was told.
    pub at: Instant,
}

impl Told {
    /// Its fields.
    ///
    /// # Errors
    ///
    /// A defect where they are not those of `E`.
    pub fn read<E: Event>(&self) -> Result<E> {
        serde_json::from_str(&self.body).map_err(|error| defect(format!("an event {}: {error}", self.name)))
    }

    /// The id of the command with which `subscriber` answers it: the same however often it is delivered.
    pub fn answer_id(&self, subscriber: &str) -> Uuid {
        let place = [self.seq.to_be_bytes(), self.n.to_be_bytes()].concat();
        derive_uuid(self.at.micros(), &[b"subscriber", subscriber.as_bytes(), &place])
    }
}

type Answer = Box<dyn Fn(&Told) -> Result<Option<Box<dyn AnyCommand>>> + Send + Sync>;

/// A module that answers an event with a command of the program itself.
///
/// In every company it begins with a data step of its own name, so that a subscriber that comes with a later version of the program
/// does not hear what happened before.
pub struct Subscriber {
    /// `module.what_it_does`.
    pub name: &'static str,
    /// The event.
    pub event: &'static str,
    /// The command for an event; `None` where it does not concern the subscriber.
    pub answer: Answer,
}

impl Subscriber {
    /// Answers events of the type `E` with the command that `answer` makes of one, if it makes one. That depends on nothing but the event:
    /// what else has to be known, the command reads.
    pub fn of<E: Event, C: Command>(name: &'static str, answer: fn(&E) -> Option<C>) -> Subscriber {
        let answer = move |told: &Told| {
            Ok(answer(&told.read::<E>()?).map(|command| Box::new(Typed(command)) as Box<dyn AnyCommand>))
        };
        Subscriber { name, event: E::NAME, answer: Box::new(answer) }
    }
}

/// A batch that was committed, or an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The company.
    pub tenant: Uuid,
    /// Whether its commands told events, or it was an operation of a user: there may be something to do.
    pub has_events: bool,
    /// Whether this process committed it. Of what others commit, only the company is known.
    pub is_own: bool,
}
