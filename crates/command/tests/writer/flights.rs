//! Commands that run while the batch before them is on its way to the database.

use crate::bank::{Busy, Buy, Count, Gate, Mark, Open, Pass, Stamp, Traced, modules, traced_batches};
use crate::refusals::patient;
use crate::replay::{logged, step, submission};
use command::{Answer, Limits, Submission};
use kernel::{Kind, Result};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::sync::Barrier;
use store::{Conn, Location};
use testkit::proxy::Mode;
use testkit::{Company, Database, databases, output};

/// A company whose writer and connections wait for the database however slow the machine is.
fn patient_company(mut database: Database) -> Company {
    if let Location::Postgres(url) = &mut database.place {
        let address = url.split('?').next().unwrap_or_default();
        *url = format!("{address}?tcp_user_timeout=600");
    }
    Company::limited(database, modules, patient())
}

/// Sends `first`, which read nothing, so that they are one batch. While another process keeps them from being written, `on_top` run.
/// `then` says how the other process ends. The answers in order.
fn aloft(
    company: &Company,
    first: Vec<Submission>,
    on_top: Vec<Submission>,
    then: impl FnOnce(&mut Conn),
) -> Vec<Result<Answer>> {
    let patience = |conn: &mut Conn| {
        let postgres = conn.is_postgres();
        conn.script(if postgres { "SET lock_timeout = '600s'" } else { "PRAGMA busy_timeout = 600000" })
    };
    company.writers().maintain(company.tenant, patience).unwrap().blocking_recv().unwrap().unwrap();
    let name = format!("{} {:?}", company.database.name, company.database.place);
    let gate = Gate::close(&name);
    // One half of what waits is the first batch, the other half runs on top of it.
    assert_eq!(first.len(), on_top.len());
    let last = company.submission(Traced { tag: name.clone(), rows: 1 });
    let unseen = first.into_iter().map(|first| Submission { id: None, ..first });
    let pass = Submission { id: None, ..company.submission(Pass { gate: name.clone() }) };
    let submissions = [pass].into_iter().chain(unseen).chain(on_top).chain([last]);
    let busy = Busy::keep(company);
    let waiting: Vec<_> = submissions.map(|submission| company.submit(submission).unwrap()).collect();
    busy.release();
    gate.wait();
    let mut other = company.store().writer(company.tenant).unwrap();
    other.begin_write(company.tenant, &[]).unwrap();
    drop(gate);
    while traced_batches(&name).is_empty() {
        std::thread::yield_now();
    }
    then(&mut other);
    waiting.into_iter().skip(1).map(|outcome| outcome.blocking_recv().unwrap()).collect()
}

fn count(company: &Company, look: bool) -> Submission {
    company.submission(Count { name: "n".into(), by: 1, look })
}

/// The log replays to the same rows, answers and chain, one command at a time.
fn replays(company: &Company) {
    let again = Company::limited(Database::sqlite(), modules, Limits { commands: 1, kept_rows: 0, ..patient() });
    company.replay_into(&again).unwrap();
    testkit::assert_same(&company.dump(), &again.dump());
}

#[test]
fn refused_command_fails_alone_while_others_run_on_top_of_its_batch() {
    for database in databases() {
        let company = patient_company(database);
        let account = company.run(Open { code: "a".into(), owner: 1, balance: 0 }).unwrap().uuid();
        let stamp = |label: &str| company.submission(Stamp { label: label.into(), amount: 1, account });
        company.answer(stamp("taken")).unwrap();
        let first = vec![stamp("good"), stamp("taken"), count(&company, false)];
        let mark = || company.submission(Mark { code: "a".into() });
        let on_top = vec![count(&company, true), mark(), mark()];
        let answers = aloft(&company, first, on_top, |other| other.rollback().unwrap());
        let refused = answers[1].as_ref().unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Conflict, "constraint"));
        let told = |n: usize| answers[n].as_ref().unwrap();
        assert_eq!(output::<Count>(told(3)), Some((2, 2)), "{}", company.database.name);
        assert_eq!([4, 5].map(|n| output::<Mark>(told(n))), [2, 2]);
        assert!(answers.iter().enumerate().all(|(n, answer)| n == 1 || answer.as_ref().is_ok_and(|a| !a.replayed)));
        let order =
            ["gate.pass", "ticket.stamp", "tally.count", "tally.count", "ticket.mark", "ticket.mark", "trace.leave"];
        assert_eq!(logged(&company)[2..], order.map(|name| format!("bank.{name}")));
        replays(&company);
    }
}

#[test]
fn lost_commit_loses_and_repeats_nothing_that_ran_on_top_of_it() {
    for mode in [Mode::CutBeforeAnswer, Mode::CutBehindCommit, Mode::CutBeforeCommit] {
        let Some((mut database, proxy)) = Database::postgres_behind_proxy() else { return };
        if let Location::Postgres(url) = &mut database.place {
            *url = url.replace("tcp_user_timeout=1", "tcp_user_timeout=600");
        }
        let company = Company::limited(database, modules, patient());
        company.answer(count(&company, true)).unwrap();
        let first = (0..5).map(|_| count(&company, false)).collect();
        let on_top = (0..5).map(|_| count(&company, true)).collect();
        let answers = aloft(&company, first, on_top, |other| {
            proxy.set(mode);
            other.rollback().unwrap();
        });
        assert_eq!(proxy.mode(), Mode::Pass, "{mode:?} did not happen");
        for (n, answer) in answers.iter().take(10).enumerate() {
            let answer = answer.as_ref().unwrap();
            let total = n as i64 + 2;
            assert_eq!(output::<Count>(answer), (n >= 5).then_some((total, total)), "{mode:?}");
            assert!(!answer.replayed);
        }
        assert_eq!(logged(&company).len(), 13);
        replays(&company);
    }
}

#[test]
fn write_of_another_process_between_two_batches_is_seen_by_both() {
    for database in databases() {
        let company = patient_company(database);
        for code in ["a", "b"] {
            company.run(Open { code: code.into(), owner: 1, balance: 5 }).unwrap();
        }
        let buy = |code: &str| company.submission(Buy { code: code.into() });
        // Known rows, so that the batch needs no transaction before it is written.
        for code in ["a", "b"] {
            company.answer(buy(code)).unwrap();
        }
        let answers = aloft(&company, vec![buy("a"), buy("b")], vec![buy("a"), buy("b")], |other| {
            other.execute("UPDATE account SET balance = 50", &[]).unwrap();
            other.execute("UPDATE head SET schema = schema + 1", &[]).unwrap();
            other.commit().unwrap();
        });
        let left: Vec<i64> = answers[..4].iter().map(|answer| output::<Buy>(answer.as_ref().unwrap())).collect();
        assert_eq!(left, [49, 49, 48, 48], "{}", company.database.name);
    }
}

#[test]
fn key_repeated_while_its_command_is_in_flight_has_one_effect() {
    const CLIENTS: usize = 16;
    const KEYS: usize = 30;
    for database in databases() {
        let company = Company::limited(database, modules, Limits { commands: 6, ..patient() });
        let start = Barrier::new(CLIENTS);
        let clients = std::thread::scope(|scope| {
            let send = |key: usize| {
                start.wait();
                let key = Some(format!("key {key}"));
                company.answer(Submission { id: None, key, ..count(&company, true) }).unwrap()
            };
            let clients: Vec<_> =
                (0..CLIENTS).map(|_| scope.spawn(move || (0..KEYS).map(send).collect::<Vec<_>>())).collect();
            clients.into_iter().map(|client| client.join().unwrap()).collect::<Vec<_>>()
        });
        for key in 0..KEYS {
            let answers = || clients.iter().map(|answers| &answers[key]);
            assert_eq!(answers().filter(|answer| !answer.replayed).count(), 1, "{}", company.database.name);
            let total = key as i64 + 1;
            assert!(answers().all(|answer| output::<Count>(answer) == Some((total, total))));
        }
        assert_eq!(logged(&company).len(), KEYS);
    }
}

#[test]
fn many_clients_at_once_leave_what_one_after_the_other_would_have_left() {
    const CLIENTS: usize = 12;
    let config = Config { cases: 6, max_shrink_iters: 0, rng_seed: RngSeed::Fixed(8), ..Config::default() };
    let scripts = proptest::collection::vec(step(), 300..400);
    let tried = TestRunner::new(config).run(&scripts, |script| {
        for database in databases() {
            // Few rows are kept, so that many are loaded while a batch is in flight.
            let limits = Limits { commands: 8, kept_rows: 40 * (script.len() % 3), ..patient() };
            let company = Company::limited(database, modules, limits);
            std::thread::scope(|scope| {
                for steps in script.chunks(script.len().div_ceil(CLIENTS)) {
                    let company = &company;
                    // A client sends the next command when it has the answer to the one before.
                    scope.spawn(move || {
                        steps.iter().for_each(|step| drop(company.answer(submission(company, step))));
                    });
                }
            });
            replays(&company);
        }
        Ok(())
    });
    tried.unwrap();
}
