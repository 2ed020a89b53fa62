//! A hall in which some speak and others write down what they hear.

use command::{
    Command, CommandEntry, DataStep, Event, EventEntry, Method, Module, RunDataStep, SeriesKind, Subscriber, Tx,
};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Record, Value, migration};
use testkit::Company;

mod errors {
    kernel::problems! {
        pub(crate) banned(word) = Conflict "banned", "Banned": "The word {word} is not written down.";
        pub(crate) silence() = Conflict "silence", "Silence": "Nothing is said here.";
    }
}

/// The modules: one that speaks, one that listens.
pub(crate) fn modules() -> Vec<Module> {
    vec![events::module(), speaker(), listener()]
}

fn speaker() -> Module {
    Module {
        name: "speaker",
        data_steps: vec![DataStep { module: "speaker", number: 1, run: |_| Ok(()) }],
        commands: vec![CommandEntry::of::<Say>(Method::Post, "/say/")],
        events: vec![EventEntry::of::<Said>()],
        ..Module::default()
    }
}

fn listener() -> Module {
    Module {
        name: "listener",
        migrations: vec![migration!("hall", 1, "hall")],
        tables: vec![Heard::TABLE, Banned::TABLE],
        commands: vec![
            CommandEntry::of::<WriteDown>(Method::Post, "/heard/"),
            CommandEntry::of::<Ban>(Method::Post, "/banned/"),
        ],
        subscribers: vec![Subscriber::of::<Said, WriteDown>("listener.write_down", |said| {
            (said.word != "psst").then(|| WriteDown { word: said.word.clone() })
        })],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Somebody said a word.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Said {
    /// The word.
    word: String,
}

impl Event for Said {
    const NAME: &'static str = "speaker.word.said";
}

/// What was heard, in its order.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "heard", unstamped)]
pub(crate) struct Heard {
    pub(crate) id: Id<Heard>,
    pub(crate) word: String,
    pub(crate) place: i64,
}

/// A word that is not written down.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "banned", key(word), unstamped)]
pub(crate) struct Banned {
    pub(crate) word: String,
}

/// Says words, one event each.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Say {
    /// The words.
    pub(crate) words: Vec<String>,
    /// Whether it fails after all.
    #[serde(default)]
    pub(crate) fails: bool,
}

impl Command for Say {
    const NAME: &'static str = "speaker.word.say";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        for word in &self.words {
            tx.emit(&Said { word: word.clone() })?;
        }
        if self.fails { Err(errors::silence()) } else { Ok(()) }
    }
}

/// Writes a word down.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct WriteDown {
    word: String,
}

impl Command for WriteDown {
    const NAME: &'static str = "listener.word.write";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        if tx.get::<Banned>(&self.word)?.is_some() {
            return Err(errors::banned(&self.word));
        }
        let (id, place) = (tx.id(), tx.number("heard", SeriesKind::Gapless)?);
        tx.insert(Heard { id, word: self.word.clone(), place })
    }
}

/// Bans a word, or allows it again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Ban {
    pub(crate) word: String,
    pub(crate) is_banned: bool,
}

impl Command for Ban {
    const NAME: &'static str = "listener.word.ban";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        if self.is_banned { tx.insert(Banned { word: self.word.clone() }) } else { tx.delete::<Banned>(&self.word) }
    }
}

/// Runs the data steps of a company, which opens it.
pub(crate) fn open(company: &Company) {
    for step in &company.registry.definitions().data_steps {
        company.run(RunDataStep { module: step.module.to_owned(), number: step.number }).unwrap();
    }
}

pub(crate) fn say(company: &Company, words: &[&str]) {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    company.run(Say { words, fails: false }).unwrap();
}

/// The words that were written down, in their order.
pub(crate) fn heard(company: &Company) -> Vec<String> {
    let rows = company.read(|read| read.query("SELECT word FROM heard ORDER BY place", &[])).unwrap();
    rows.into_iter()
        .flatten()
        .map(|value| if let Value::Text(word) = value { word } else { panic!("{value:?}") })
        .collect()
}

/// Delivers until nothing is left.
pub(crate) fn deliver_all(company: &Company) {
    while events::deliver(&company.registry, company.writers(), company.tenant).unwrap() {}
}
