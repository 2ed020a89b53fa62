//! Jobs are done once each, whatever fails, and people can see and steer them.

mod workshop;

use command::{Limits, Scope};
use serde_json::json;
use std::sync::Arc;
use testkit::{Company, Database, TENANT, databases};
use workshop::{OpenGate, Shop, modules, open};

fn shop(database: Database) -> Shop {
    let company = Company::new(database, modules);
    open(&company);
    let shop = Shop::of(company, "first");
    shop.workers.look_at(TENANT);
    shop
}

#[test]
fn what_is_ordered_is_done_once_and_told() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["one", "nothing", "two"]);
        shop.until("one", "done|1|one is done.|");
        shop.until("two", "done|1|two is done.|");
        assert_eq!(shop.jobs_of("nothing"), [""; 0]);
        let many: Vec<String> = (0..100).map(|n| format!("word {n}")).collect();
        shop.order(&many.iter().map(String::as_str).collect::<Vec<_>>());
        for word in &many {
            shop.until(word, &format!("done|1|{word} is done.|"));
        }
        assert_eq!(shop.count("SELECT count(*) FROM work_done"), 102);
        shop.company.verify();
    }
}

#[test]
fn an_event_of_which_no_job_can_be_made_is_parked_and_tried_again() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["before"]);
        shop.until("before", "done|1|before is done.|");
        let spoiled =
            "INSERT INTO event (seq, n, name, body) SELECT max(seq), 7, 'workshop.word.ordered', '{}' FROM command";
        shop.company.sql(spoiled).unwrap();
        shop.order(&["after"]);
        shop.until("after", "done|1|after is done.|");
        while shop.count("SELECT count(*) FROM parked_event WHERE state = 'parked' AND tries = 1") < 1 {}
        // Mended, it is tried again.
        shop.company.sql("UPDATE parked_event SET body = '{\"word\":\"late\"}'").unwrap();
        let rows = shop.company.read(|read| read.query("SELECT id FROM parked_event", &[])).unwrap();
        let id: uuid::Uuid = store::field(rows[0].first().cloned()).unwrap();
        shop.ask("events.parked.retry", &serde_json::json!({"id": id})).unwrap();
        shop.until("late", "done|1|late is done.|");
        while shop.count("SELECT count(*) FROM parked_event WHERE state = 'delivered'") < 1 {}
        shop.company.verify();
    }
}

#[test]
fn what_is_not_available_is_tried_again_and_given_up_in_the_end() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["gated a", "gated b"]);
        let closed = |word: &str, state: &str, attempts| format!("{state}|{attempts}||The gate for {word} is closed.");
        shop.until("gated a", &closed("gated a", "waiting", 1));
        shop.until("gated b", &closed("gated b", "waiting", 1));
        shop.company.run(OpenGate { word: "gated a".to_owned() }).unwrap();
        shop.to_job("gated a", "jobs.job.run").unwrap();
        shop.until("gated a", "done|2|gated a is done.|");
        for (attempts, state) in [(2, "waiting"), (3, "dead")] {
            shop.to_job("gated b", "jobs.job.run").unwrap();
            shop.until("gated b", &closed("gated b", state, attempts));
        }
        while shop.count("SELECT count(*) FROM event WHERE name = 'jobs.job.died'") == 0 {}
        // What was given up can be done after all.
        shop.company.run(OpenGate { word: "gated b".to_owned() }).unwrap();
        shop.to_job("gated b", "jobs.job.run").unwrap();
        shop.until("gated b", "done|1|gated b is done.|");
        shop.company.verify();
    }
}

#[test]
fn refusals_are_final_and_panics_are_not() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["bad", "panic", "fine"]);
        shop.until("bad", "dead|1||bad is never done.");
        shop.until("fine", "done|1|fine is done.|");
        while !shop.jobs_of("panic")[0].starts_with("waiting|1||") {}
        assert!(shop.jobs_of("panic")[0].contains("the job panicked"), "{:?}", shop.jobs_of("panic"));
        shop.company.verify();
    }
}

#[test]
fn jobs_are_cancelled_before_and_while_they_are_done() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["gated", "endless"]);
        shop.until("gated", "waiting|1||The gate for gated is closed.");
        shop.to_job("gated", "jobs.job.cancel").unwrap();
        shop.until("gated", "cancelled|1||The gate for gated is closed.");
        assert_eq!(shop.to_job("gated", "jobs.job.cancel").unwrap_err().code, "state_conflict");
        shop.until("endless", "running|1||");
        assert_eq!(shop.to_job("endless", "jobs.job.run").unwrap_err().code, "state_conflict");
        shop.to_job("endless", "jobs.job.cancel").unwrap();
        shop.until("endless", "cancelled|1||");
        let unknown = serde_json::json!({"id": uuid::Uuid::from_u128(5)});
        assert_eq!(shop.ask("jobs.job.cancel", &unknown).unwrap_err().code, "not_found");
        // What people do to jobs is not logged.
        assert_eq!(shop.count("SELECT count(*) FROM command WHERE name = 'jobs.job.cancel'"), 0);
        shop.company.verify();
    }
}

#[test]
fn a_job_that_a_process_left_is_done_by_the_next() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["endless"]);
        shop.until("endless", "running|1||");
        // Another process has it: this one can no longer finish it.
        shop.company.sql("UPDATE job SET token = token + 1, worker = 'other'").unwrap();
        while shop.count("SELECT count(*) FROM job WHERE worker = 'other' AND state = 'running'") == 0 {}
        let company = stop(shop);
        // That one has died in the middle of it, and its time is over.
        company.sql("UPDATE job SET due_at = 1, body = '{\"word\":\"left\"}'").unwrap();
        let shop = Shop::of(company, "second");
        shop.workers.look_at(TENANT);
        shop.until("left", "done|2|left is done.|");
        // One whose workers die again and again is given up.
        shop.order(&["gated"]);
        shop.until("gated", "waiting|1||The gate for gated is closed.");
        shop.company.sql("UPDATE job SET state = 'running', attempts = 3, due_at = 1 WHERE state = 'waiting'").unwrap();
        shop.workers.look_at(TENANT);
        shop.until("gated", "dead|4||Its worker has ended 3 times in the middle of it.");
        shop.company.verify();
    }
}

/// Ends the workers and opens the company again, as a new process does.
fn stop(shop: Shop) -> Company {
    let (database, modules) = (shop.company.database.clone(), modules());
    drop(shop);
    let company = Company::with(database, TENANT, modules, |_, _, _| Ok(Some(Scope::All)), Limits::default());
    company.set_clock(testkit::instant("2026-02-01T00:00:00Z"));
    company
}

#[test]
fn an_interrupted_job_goes_on_at_the_next_start() {
    for database in databases() {
        let shop = shop(database);
        shop.order(&["endless"]);
        shop.until("endless", "running|1||");
        let company = stop(shop);
        company.sql("UPDATE job SET body = '{\"word\":\"short\"}'").unwrap();
        let shop = Shop::of(company, "second");
        shop.workers.look_at(TENANT);
        // The attempt that was interrupted does not count.
        shop.until("short", "done|1|short is done.|");
        shop.company.verify();
    }
}

#[test]
fn two_processes_do_each_job_once() {
    for database in databases() {
        if database.name == "sqlite" {
            // One process has the directory.
            continue;
        }
        let database = Arc::new(database);
        let company =
            || Company::with(database.clone(), TENANT, modules(), |_, _, _| Ok(Some(Scope::All)), Limits::default());
        let one = company();
        open(&one);
        let (one, other) = (Shop::of(one, "one"), Shop::of(company(), "other"));
        let words: Vec<String> = (0..60).map(|n| format!("word {n}")).collect();
        for some in words.chunks(10) {
            one.order(&some.iter().map(String::as_str).collect::<Vec<_>>());
            other.workers.look_at(TENANT);
        }
        while one.count("SELECT count(*) FROM job WHERE state = 'done' AND name = 'workshop.word.do'") < 60 {
            other.workers.look_at(TENANT);
        }
        assert_eq!(one.count("SELECT count(*) FROM work_done"), 60);
        // What comes by itself comes once, whoever of them sees the time first.
        one.company
            .sql("UPDATE job_schedule SET next_at = next_at - 345600000000 WHERE name = 'workshop.floor.sweep'")
            .unwrap();
        let swept = "SELECT count(*) FROM job WHERE name = 'workshop.floor.sweep' AND state = 'done'";
        while one.count(swept) < 1 {
            one.workers.look_at(TENANT);
            other.workers.look_at(TENANT);
        }
        assert_eq!(one.count("SELECT count(*) FROM job WHERE name = 'workshop.floor.sweep'"), 1);
        assert_eq!(one.count("SELECT count(*) FROM work_done"), 61);
        one.company.verify();
    }
}

#[test]
fn what_was_missed_is_done_once_and_the_next_time_noted() {
    for database in databases() {
        let shop = shop(database);
        let sweeps = "SELECT count(*) FROM job WHERE name = 'workshop.floor.sweep'";
        while shop.count("SELECT count(*) FROM job_schedule") < 3 {}
        assert_eq!(shop.count(sweeps), 0);
        // Four days were missed.
        shop.company
            .sql("UPDATE job_schedule SET next_at = next_at - 345600000000 WHERE name = 'workshop.floor.sweep'")
            .unwrap();
        shop.workers.look_at(TENANT);
        while shop.count("SELECT count(*) FROM work_done") < 1 {}
        shop.workers.look_at(TENANT);
        shop.order(&["one"]);
        shop.until("one", "done|1|one is done.|");
        assert_eq!(shop.count(sweeps), 1);
        // By hand at any time.
        shop.ask("jobs.kind.run", &serde_json::json!({"name": "workshop.floor.sweep"})).unwrap();
        shop.workers.look_at(TENANT);
        while shop.count("SELECT count(*) FROM work_done") < 3 {}
        let unknown = serde_json::json!({"name": "workshop.word.do"});
        assert_eq!(shop.ask("jobs.kind.run", &unknown).unwrap_err().code, "not_by_hand");
        shop.company.verify();
    }
}

#[test]
fn a_company_chooses_when_jobs_come() {
    for database in databases() {
        let shop = shop(database);
        let sweeps = "SELECT count(*) FROM job_schedule WHERE name = 'workshop.floor.sweep'";
        while shop.count(sweeps) < 1 {}
        shop.ask("jobs.schedule.change", &json!({"id": "workshop.floor.sweep", "is_on": false})).unwrap();
        while shop.count(sweeps) > 0 {}
        let when = json!({"unit": "weeks", "weekday": "monday", "at": "07:00"});
        shop.ask("jobs.schedule.change", &json!({"id": "workshop.floor.sweep", "when": when, "is_on": true})).unwrap();
        while shop.count(sweeps) < 1 {}
        shop.ask("jobs.schedule.remove", &json!({"id": "workshop.floor.sweep"})).unwrap();
        while shop.count("SELECT count(*) FROM job_schedule WHERE cron = '0 4 * * * UTC'") < 1 {}

        // Two of its own, of which four times each were missed while nobody worked.
        for word in ["post", "bank"] {
            let task = json!({"kind": "workshop.task.do", "when": {"unit": "days", "at": "05:00"}, "parameters": {"word": word}});
            shop.ask("jobs.schedule.add", &task).unwrap();
        }
        let own = "SELECT count(*) FROM job_schedule WHERE cron LIKE 'every day at 05:00%'";
        while shop.count(own) < 2 {}
        shop.company
            .sql("UPDATE job_schedule SET next_at = next_at - 345600000000 WHERE cron LIKE 'every day at 05:00%'")
            .unwrap();
        shop.workers.look_at(TENANT);
        let done = "SELECT count(*) FROM job WHERE name = 'workshop.task.do' AND state = 'done'";
        while shop.count(done) < 2 {}
        shop.workers.look_at(TENANT);
        shop.order(&["one"]);
        shop.until("one", "done|1|one is done.|");
        assert_eq!(shop.count("SELECT count(*) FROM job WHERE name = 'workshop.task.do'"), 2);

        for (name, body, code) in [
            (
                "jobs.schedule.change",
                json!({"id": "workshop.floor.sweep", "when": {"cron": "0 9 31 2 *"}}),
                "invalid_value",
            ),
            (
                "jobs.schedule.change",
                json!({"id": "workshop.floor.sweep", "when": {"cron": "* * * * *"}}),
                "invalid_value",
            ),
            ("jobs.schedule.change", json!({"id": "workshop.floor.sweep"}), "required"),
            ("jobs.schedule.change", json!({"id": "workshop.floor.sweep", "title": "Mine"}), "unknown_field"),
            ("jobs.schedule.change", json!({"id": "workshop.word.do", "is_on": true}), "not_found"),
            ("jobs.schedule.remove", json!({"id": "workshop.floor.sweep"}), "not_found"),
            ("jobs.schedule.add", json!({"kind": "workshop.floor.sweep", "when": when}), "not_by_choice"),
            ("jobs.schedule.add", json!({"kind": "no.such.job", "when": when}), "not_found"),
            ("jobs.schedule.add", json!({"kind": "workshop.task.do", "when": when}), "invalid"),
        ] {
            let refused = shop.ask(name, &body).unwrap_err();
            let told = refused.fields.first().map_or(refused.code, |field| field.code);
            assert!(told == code || refused.code == code, "{name} {body}: {refused} {:?}", refused.fields);
        }
        shop.company.verify();
    }
}
