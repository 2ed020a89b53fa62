//! A workshop: words are ordered, and jobs do them.

use command::{
    Command, CommandEntry, DataStep, Event, EventEntry, Job, JobContext, JobEntry, JobQueue, KeptFiles, Method, Module,
    ReceivedFile, RunDataStep, Secret, Secrets, Setting, Tx,
};
use jobs::{Workers, Workplace};
use kernel::{Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{Read, Record, Value, migration};
use testkit::Company;
use tokio::runtime::Runtime;
use uuid::Uuid;

mod errors {
    kernel::problems! {
        pub(crate) gate_closed(word) = Unavailable "gate_closed", "Gate closed": "The gate for {word} is closed.";
        pub(crate) bad_word(word) = Conflict "bad_word", "Bad word": "{word} is never done.";
        pub(crate) told_to_end() = Conflict "told_to_end", "Told to end": "It was told to end.";
        pub(crate) no_file() = Conflict "no_file", "No file": "There is no file here.";
    }
}

pub(crate) fn modules() -> Vec<Module> {
    vec![events::module(), jobs::module(), workshop()]
}

fn workshop() -> Module {
    Module {
        name: "workshop",
        migrations: vec![migration!("shop", 1, "shop")],
        tables: vec![WorkDone::TABLE, Gate::TABLE],
        data_steps: vec![DataStep { module: "workshop", number: 1, run: |_| Ok(()) }],
        commands: vec![
            CommandEntry::of::<Order>(Method::Post, "/order/"),
            CommandEntry::of::<Finish>(Method::Post, "/finish/"),
            CommandEntry::of::<OpenGate>(Method::Post, "/gate/"),
        ],
        events: vec![EventEntry::of::<Ordered>()],
        jobs: vec![
            JobEntry::of::<DoWord>("Does a word").on::<Ordered, DoWord>(|ordered| {
                (ordered.word != "nothing").then(|| DoWord { word: ordered.word.clone() })
            }),
            JobEntry::of::<Sweep>("Sweeps the workshop").every("0 4 * * *", Sweep {}),
            JobEntry::of::<DoTask>("Does a task").at_own_times(|task: Task, author| DoTask { task, author }),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// A word was ordered.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Ordered {
    word: String,
}

impl Event for Ordered {
    const NAME: &'static str = "workshop.word.ordered";
}

/// Every time a word was done.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "work_done", unstamped)]
pub(crate) struct WorkDone {
    pub(crate) id: Id<WorkDone>,
    pub(crate) word: String,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "gate", key(word), unstamped)]
pub(crate) struct Gate {
    pub(crate) word: String,
}

/// Orders words.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Order {
    pub(crate) words: Vec<String>,
}

impl Command for Order {
    const NAME: &'static str = "workshop.word.order";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        self.words.iter().try_for_each(|word| tx.emit(&Ordered { word: word.clone() }))
    }
}

/// Notes that a word was done.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Finish {
    word: String,
}

impl Command for Finish {
    const NAME: &'static str = "workshop.word.finish";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let id = tx.id();
        tx.insert(WorkDone { id, word: self.word.clone() })
    }
}

/// Opens the gate for a word.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct OpenGate {
    pub(crate) word: String,
}

impl Command for OpenGate {
    const NAME: &'static str = "workshop.gate.open";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.insert(Gate { word: self.word.clone() })
    }
}

/// Does a word: `bad …` never, `gated …` once its gate is open, `panic …` by panicking; `endless …` goes on until it is told to end.
#[derive(Serialize, Deserialize)]
pub(crate) struct DoWord {
    word: String,
}

impl Job for DoWord {
    const NAME: &'static str = "workshop.word.do";
    const ATTEMPTS: i64 = 3;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let word = &self.word;
        let is_open = work.writers.store().read(work.tenant, |read| read.get::<Gate>(word))?.is_some();
        match word.split(' ').next() {
            Some("bad") if !is_open => return Err(errors::bad_word(word)),
            Some("gated") if !is_open => return Err(errors::gate_closed(word)),
            Some("panic") => panic!("as asked"),
            Some("endless") => {
                let mut done = 0;
                while work.progress(done, 0) {
                    done += 1;
                }
                return Err(errors::told_to_end());
            }
            _ => {}
        }
        // Without an id of its own: it would show if the job was done twice.
        work.execute(Finish { word: word.clone() })?;
        Ok(format!("{word} is done."))
    }
}

/// Sweeps the workshop.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sweep {}

impl Job for Sweep {
    const NAME: &'static str = "workshop.floor.sweep";
    const QUEUE: JobQueue = JobQueue::Report;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        work.execute_once("sweep", Finish { word: "swept".to_owned() })?;
        Ok("Swept.".to_owned())
    }
}

/// What a company wants to have done at times of its own.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Task {
    word: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct DoTask {
    task: Task,
    author: Uuid,
}

impl Job for DoTask {
    const NAME: &'static str = "workshop.task.do";

    fn author(&self) -> Uuid {
        self.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        work.execute_once("task", Finish { word: self.task.word.clone() })?;
        Ok(format!("{} for {}.", self.task.word, work.author.as_u128()))
    }
}

struct NoFiles;

impl KeptFiles for NoFiles {
    fn copy(&self, _: Uuid, _: &str, _: u64, _: &mut dyn std::io::Write) -> Result<()> {
        Err(errors::no_file())
    }

    fn keep(&self, _: Uuid, _: &str, _: &mut dyn FnMut(&mut dyn std::io::Write) -> Result<()>) -> Result<ReceivedFile> {
        Err(errors::no_file())
    }
}

impl Secrets for NoFiles {
    fn secret(&self, _: Uuid, _: &Setting<Secret>) -> Result<Option<String>> {
        Ok(None)
    }
}

/// A company whose orders are done, by these workers.
pub(crate) struct Shop {
    pub(crate) workers: Arc<Workers>,
    pub(crate) company: Company,
    _runtime: Runtime,
}

impl Shop {
    /// The workers of a process called `name`, which has two places in each queue.
    pub(crate) fn of(company: Company, name: &str) -> Shop {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (registry, writers) = (company.registry.clone(), company.writers().clone());
        let work = Workplace { registry, writers, files: Arc::new(NoFiles), secrets: Arc::new(NoFiles) };
        let places = BTreeMap::from(JobQueue::ALL.map(|queue| (queue, 2)));
        let lease = Duration::from_secs(30);
        let workers = Workers::start(work, name.to_owned(), lease, places, runtime.handle()).unwrap();
        Shop { workers, company, _runtime: runtime }
    }

    pub(crate) fn order(&self, words: &[&str]) {
        self.company.run(Order { words: words.iter().map(|word| (*word).to_owned()).collect() }).unwrap();
    }

    /// The jobs of a word as text: state, attempts, effect and problem.
    pub(crate) fn jobs_of(&self, word: &str) -> Vec<String> {
        let sql =
            "SELECT state, attempts, coalesce(effect, ''), coalesce(problem, '') FROM job WHERE body = $1 ORDER BY id";
        let body = serde_json::json!({"word": word}).to_string();
        let rows = self.company.read(|read| read.query(sql, &[Value::Text(body)])).unwrap();
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            other => panic!("{other:?}"),
        };
        rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect()
    }

    /// Asks until the one job of a word is like this.
    pub(crate) fn until(&self, word: &str, expected: &str) {
        let begun = std::time::Instant::now();
        while self.jobs_of(word) != [expected] {
            let jobs = self.jobs_of(word);
            assert!(begun.elapsed() < Duration::from_secs(60), "{word}: {jobs:?} instead of {expected}");
        }
    }

    pub(crate) fn count(&self, sql: &str) -> i64 {
        let rows = self.company.read(|read| read.query(sql, &[])).unwrap();
        let Some(Value::Int(count)) = rows[0].first() else { panic!("{rows:?}") };
        *count
    }

    /// Does something to the job of a word, as a client does.
    pub(crate) fn to_job(&self, word: &str, name: &str) -> Result<String> {
        let body = serde_json::json!({"word": word}).to_string();
        let sql = "SELECT id FROM job WHERE body = $1";
        let rows = self.company.read(|read| read.query(sql, &[Value::Text(body)])).unwrap();
        let id: Uuid = store::field(rows[0].first().cloned()).unwrap();
        self.ask(name, &serde_json::json!({"id": id}))
    }

    pub(crate) fn ask(&self, name: &str, body: &serde_json::Value) -> Result<String> {
        let command = self.company.registry.decode(name, body.to_string().as_bytes())?;
        let answer = self.company.answer(command::Submission::new(self.company.tenant, command::SYSTEM, command))?;
        Ok(String::from_utf8(answer.body).unwrap())
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.workers.stop(Duration::from_secs(10));
    }
}

/// Runs the data steps of a company, which opens it.
pub(crate) fn open(company: &Company) {
    for step in &company.registry.definitions().data_steps {
        company.run(RunDataStep { module: step.module.to_owned(), number: step.number }).unwrap();
    }
}
