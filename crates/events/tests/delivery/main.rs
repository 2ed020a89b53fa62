//! What one module tells, another one answers: once, in order, and whatever fails.

mod hall;

use command::Limits;
use events::{Delivery, ParkedEvent, ParkedState};
use hall::{Ban, Say, deliver_all, heard, modules, open, say};
use std::sync::Arc;
use store::Read;
use testkit::{Company, assert_same, databases};

fn hall(database: testkit::Database) -> Company {
    let company = Company::new(database, modules);
    open(&company);
    company
}

fn parked(company: &Company, state: ParkedState) -> Vec<ParkedEvent> {
    let rows = company.read(|read| read.scan_after(ParkedEvent::BY_STATE, state, None, 100)).unwrap();
    rows.iter().map(|row| ParkedEvent::clone(row)).collect()
}

/// Sends a command by its name, as a client does.
fn order(company: &Company, name: &str, event: &ParkedEvent) -> kernel::Result<command::Answer> {
    let body = serde_json::json!({"id": event.id}).to_string();
    let command = company.registry.decode(name, body.as_bytes())?;
    company.answer(command::Submission::new(company.tenant, command::SYSTEM, command))
}

#[test]
fn every_word_is_heard_once_and_in_order() {
    for database in databases() {
        let company = hall(database);
        say(&company, &["one", "two", "psst", "three"]);
        say(&company, &[]);
        let refused = company.run(Say { words: vec!["never".to_owned()], fails: true });
        assert_eq!(refused.unwrap_err().code, "silence");
        let many: Vec<String> = (0..150).map(|n| format!("word {n}")).collect();
        say(&company, &many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(heard(&company), [""; 0]);
        deliver_all(&company);
        let mut expected = vec!["one".to_owned(), "two".to_owned(), "three".to_owned()];
        expected.extend(many);
        assert_eq!(heard(&company), expected);

        // Where it was not noted that events were delivered, they are delivered again, to no effect.
        company.sql("DELETE FROM event_cursor").unwrap();
        deliver_all(&company);
        assert_eq!(heard(&company), expected);
        company.verify();
    }
}

#[test]
fn replay_tells_the_same_and_delivers_nothing() {
    for (database, other) in databases().into_iter().zip(databases()) {
        let company = hall(database);
        company.run(Ban { word: "no".to_owned(), is_banned: true }).unwrap();
        say(&company, &["yes", "no"]);
        deliver_all(&company);
        let copy = Company::new(other, modules);
        company.replay_into(&copy).unwrap();
        assert_same(&company.dump(), &copy.dump());
        assert_eq!(heard(&copy), ["yes"]);
        // What is delivered after all is what was answered already.
        deliver_all(&copy);
        assert_same(&company.dump(), &copy.dump());
    }
}

#[test]
fn poisoned_event_is_parked_and_tried_again() {
    for database in databases() {
        let company = hall(database);
        company.run(Ban { word: "no".to_owned(), is_banned: true }).unwrap();
        say(&company, &["yes", "no", "well", "no"]);
        deliver_all(&company);
        assert_eq!(heard(&company), ["yes", "well"]);
        let waiting = parked(&company, ParkedState::Parked);
        assert_eq!(waiting.len(), 2);
        let [first, second] = &waiting[..] else { unreachable!() };
        assert_eq!((first.code.as_str(), first.tries), ("banned", 1));
        assert!(first.reason.contains("The word no is not written down."), "{}", first.reason);

        // Tried again too early it is parked again, with one more try.
        order(&company, "events.parked.retry", first).unwrap();
        deliver_all(&company);
        assert_eq!(parked(&company, ParkedState::Parked).iter().map(|event| event.tries).max(), Some(2));

        company.run(Ban { word: "no".to_owned(), is_banned: false }).unwrap();
        order(&company, "events.parked.retry", first).unwrap();
        assert_eq!(order(&company, "events.parked.retry", first).unwrap_err().code, "state_conflict");
        order(&company, "events.parked.discard", second).unwrap();
        deliver_all(&company);
        assert_eq!(heard(&company), ["yes", "well", "no"]);
        assert_eq!(parked(&company, ParkedState::Delivered).len(), 1);
        assert_eq!(parked(&company, ParkedState::Discarded).len(), 1);
        assert_eq!(order(&company, "events.parked.retry", second).unwrap_err().code, "state_conflict");
        company.verify();
    }
}

#[test]
fn event_that_cannot_be_read_is_parked() {
    for database in databases() {
        let company = hall(database);
        say(&company, &["one"]);
        let older = "INSERT INTO event (seq, n, name, body) SELECT max(seq), 7, 'speaker.word.said', '{}' FROM command";
        company.sql(older).unwrap();
        say(&company, &["two"]);
        deliver_all(&company);
        assert_eq!(heard(&company), ["one", "two"]);
        let parked = parked(&company, ParkedState::Parked);
        assert_eq!(parked.len(), 1);
        assert!(parked[0].reason.contains("missing field `word`"), "{}", parked[0].reason);
    }
}

#[test]
fn subscriber_of_a_later_version_does_not_hear_what_was_told_before() {
    for database in databases() {
        let speaker =
            |modules: Vec<command::Module>| modules.into_iter().filter(|module| module.name != "listener").collect();
        let database = Arc::new(database);
        let company = |modules| {
            Company::with(
                database.clone(),
                testkit::TENANT,
                modules,
                |_, _, _| Ok(Some(command::Scope::All)),
                Limits::default(),
            )
        };
        let before = company(speaker(modules()));
        open(&before);
        say(&before, &["early"]);
        drop(before);
        let after = company(modules());
        after.set_clock(testkit::instant("2026-02-01T00:00:00Z"));
        say(&after, &["late"]);
        deliver_all(&after);
        assert_eq!(heard(&after), ["late"]);
        after.verify();
    }
}

#[test]
fn two_processes_deliver_the_same_events_once() {
    for database in databases() {
        if database.name == "sqlite" {
            // One process owns a directory.
            continue;
        }
        let database = Arc::new(database);
        let company = || {
            Company::with(
                database.clone(),
                testkit::TENANT,
                modules(),
                |_, _, _| Ok(Some(command::Scope::All)),
                Limits::default(),
            )
        };
        let (one, other) = (company(), company());
        open(&one);
        let words: Vec<String> = (0..200).map(|n| format!("word {n}")).collect();
        for some in words.chunks(20) {
            say(&one, &some.iter().map(String::as_str).collect::<Vec<_>>());
        }
        std::thread::scope(|scope| {
            scope.spawn(|| deliver_all(&one));
            scope.spawn(|| deliver_all(&other));
        });
        assert_eq!(heard(&one), words);
        assert_eq!(parked(&one, ParkedState::Parked).len(), 0);
        one.verify();
    }
}

#[test]
fn server_delivers_what_was_told_before_it_started_and_what_is_told_then() {
    for database in databases() {
        let company = hall(database);
        say(&company, &["before"]);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let mut commits = company.writers().commits();
        let delivery = Delivery::start(company.registry.clone(), company.writers().clone(), runtime.handle().clone());
        delivery.look_at(company.tenant);
        say(&company, &["after"]);
        while heard(&company) != ["before", "after"] {
            commits.blocking_recv().unwrap();
        }
        company.verify();
        drop(runtime);
    }
}
