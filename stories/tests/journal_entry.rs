//! A journal entry makes one span, one row of the log, one event, one e-mail by one job, and one note of its delivery.

use command::{
    Job, JobContext, JobEntry, JobQueue, KeptFiles, Module, Outbound, OutboundAnswer, OutboundRequest, ReceivedFile,
    Secret, Secrets, SendError, Setting,
};
use jobs::{Workers, Workplace};
use kernel::Result;
use ledger::EntryTold;
use mail::{Mail, send};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::{MailServer, databases};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use uuid::Uuid;

/// Tells the accountant of an entry.
#[derive(Serialize, Deserialize)]
struct TellAccountant {
    number: String,
}

impl Job for TellAccountant {
    const NAME: &'static str = "accountant.entry.tell";
    const QUEUE: JobQueue = JobQueue::Email;

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let (to, subject) = ("books@acme.test".to_owned(), format!("Posted: {}", self.number));
        let text = "An entry was posted.\n".to_owned();
        send(work, &Mail { id: work.job, to, subject, text, html: None, file: None })
    }
}

/// A module above the ledger that tells the accountant of what is entered by hand.
fn accountant() -> Module {
    let tell = |told: &EntryTold| (told.kind == "journal").then(|| TellAccountant { number: told.number.clone() });
    let jobs = vec![JobEntry::of::<TellAccountant>("Tells the accountant").on(tell)];
    Module { name: "accountant", jobs, ..Module::default() }
}

/// The fields of spans of commands, when they end.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<BTreeMap<String, String>>>>);

struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields(BTreeMap::new());
        attributes.record(&mut fields);
        if let Some(span) = context.span(id).filter(|span| span.metadata().target() == "sanduk::command") {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(Fields(fields)) = context.span(&id).and_then(|span| span.extensions_mut().remove::<Fields>()) {
            self.0.lock().expect("spans").push(fields);
        }
    }
}

/// Nothing is kept, and nothing is secret.
struct Nothing;

impl KeptFiles for Nothing {
    fn copy(&self, _: Uuid, _: &str, _: u64, _: &mut dyn Write) -> Result<()> {
        Err(command::stopping())
    }

    fn keep(&self, _: Uuid, _: &str, _: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<ReceivedFile> {
        Err(command::stopping())
    }
}

impl Secrets for Nothing {
    fn secret(&self, _: Uuid, _: &Setting<Secret>) -> Result<Option<String>> {
        Ok(None)
    }

    fn derived(&self, _: Uuid, _: i64, _: &str) -> Result<[u8; 32]> {
        Err(command::stopping())
    }
}

impl Outbound for Nothing {
    fn send(&self, _: &OutboundRequest) -> std::result::Result<OutboundAnswer, SendError> {
        Err(SendError::Refused("nobody is called here".to_owned()))
    }
}

#[test]
fn an_entry_is_traced_logged_told_and_sent_once() {
    let spans = Spans::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(spans.clone())).expect("the only one");
    for database in databases() {
        let company = stories::open_with(database, "GBP", accountant);
        let server = MailServer::start();
        for (name, value) in [
            ("mail.host", json!("127.0.0.1")),
            ("mail.port", json!(server.port)),
            ("mail.encryption", json!("none")),
            ("mail.from", json!("Acme <shop@acme.test>")),
        ] {
            let chosen = json!({"name": name, "value": value});
            stories::command_named(&company, "settings.setting.update", &chosen).expect("chosen");
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let (registry, writers) = (company.registry.clone(), company.writers().clone());
        let (files, secrets, outbound) = (Arc::new(Nothing), Arc::new(Nothing), Arc::new(Nothing));
        let work = Workplace { registry, writers, files, secrets, outbound };
        let places = JobQueue::ALL.map(|queue| (queue, 1)).into();
        let workers = Workers::start(work, "one".to_owned(), Duration::from_secs(30), places, runtime.handle());
        let workers = workers.expect("workers");

        spans.0.lock().expect("spans").clear();
        let lines = json!([{"account": "6000", "debit": "12.50"}, {"account": "1010", "credit": "12.50"}]);
        let entry = json!({"business_date": "2026-01-15", "lines": lines});
        let posted = stories::command_named(&company, "ledger.entry.post", &entry).expect("posted");
        let refused = json!({"business_date": "2026-01-15", "lines": []});
        assert!(stories::command_named(&company, "ledger.entry.post", &refused).is_err());
        let mail = server.next();
        assert_eq!(mail.to, "books@acme.test");
        let number = posted["number"].as_str().expect("a number");
        assert!(mail.content.contains(number), "{}", mail.content);

        let count = |sql: &str| company.read(|read| read.query(sql, &[])).expect("counted")[0][0].clone();
        let one = store::Value::Int(1);
        let done = "SELECT count(*) FROM job WHERE name = 'accountant.entry.tell' AND state = 'done' AND attempts = 1 \
                    AND effect = 'Sent to books@acme.test.'";
        while count(done) != one {}
        workers.stop(Duration::from_secs(10));
        for sql in [
            "SELECT count(*) FROM command WHERE name = 'ledger.entry.post'",
            "SELECT count(*) FROM event WHERE name = 'ledger.entry.posted'",
            "SELECT count(*) FROM job WHERE name = 'accountant.entry.tell'",
        ] {
            assert_eq!(count(sql), one, "{sql}");
        }
        assert_eq!(server.waiting().len(), 0);
        let spans = spans.0.lock().expect("spans");
        let mut of_entry = spans.iter().filter(|span| span["name"] == "ledger.entry.post");
        let span = of_entry.next().expect("a span");
        assert_eq!((span["outcome"].as_str(), &span["tenant"]), ("done", &company.tenant.simple().to_string()));
        assert!(of_entry.all(|span| span["outcome"] != "done"));
        company.verify();
    }
}
