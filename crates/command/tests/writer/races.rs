//! Many at once.

use crate::bank::{Buy, Count, Open, Transfer, modules};
use crate::refusals::{patient, together};
use command::{Limits, Submission};
use kernel::{Instant, Kind};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Barrier};
use store::Value;
use testkit::{Company, databases};
use uuid::Uuid;

/// A number that looks random and is the same in every run.
fn scatter(n: u64) -> usize {
    (n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as usize
}

fn number(company: &Company, sql: &str) -> i64 {
    match &company.read(|session| session.query(sql, &[])).unwrap()[0][0] {
        Value::Int(number) => *number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn last_unit_is_sold_once_to_64_buyers() {
    const CLIENTS: usize = 64;
    const ROUNDS: usize = 50;
    for database in databases() {
        let company = Company::new(database, modules);
        for round in 0..ROUNDS {
            company.run(Open { code: format!("unit {round}"), owner: 1, balance: 1 }).unwrap();
        }
        let start = Barrier::new(CLIENTS);
        let won: Vec<AtomicI64> = (0..ROUNDS).map(|_| AtomicI64::new(0)).collect();
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| {
                    for (round, won) in won.iter().enumerate() {
                        start.wait();
                        match company.run(Buy { code: format!("unit {round}") }) {
                            Ok(left) => {
                                assert_eq!(left, 0);
                                won.fetch_add(1, Ordering::Relaxed);
                            }
                            Err(error) => assert_eq!((error.kind.status(), error.code), (409, "sold_out")),
                        }
                    }
                });
            }
        });
        assert!(won.iter().all(|won| won.load(Ordering::Relaxed) == 1), "{}: {won:?}", company.database.name);
        assert_eq!(number(&company, "SELECT CAST(sum(balance) AS bigint) FROM account"), 0);
        assert_eq!(number(&company, "SELECT seq FROM head"), 2 * ROUNDS as i64);
    }
}

#[test]
fn concurrent_transfers_keep_the_total() {
    const ACCOUNTS: usize = 100;
    const CLIENTS: usize = 40;
    const TRANSFERS: usize = 500;
    for database in databases() {
        let company = Company::new(database, modules);
        for n in 0..ACCOUNTS {
            let balance = if n % 2 == 0 { 1_000 } else { -1_000 };
            company.run(Open { code: format!("{n}"), owner: 1, balance }).unwrap();
        }
        let done = AtomicBool::new(false);
        let (moved, looks) = (AtomicI64::new(0), AtomicI64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::Acquire) {
                        let sums = "SELECT CAST(sum(balance) AS bigint), (SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM move), \
                                    (SELECT CAST(coalesce(sum(total), 0) AS bigint) FROM tally) FROM account";
                        let sums = company.read(|session| session.query(sums, &[])).unwrap();
                        assert_eq!(sums, [[Value::Int(0), Value::Int(0), Value::Int(0)]]);
                        looks.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            let (company, moved) = (&company, &moved);
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    scope.spawn(move || {
                        for n in 0..TRANSFERS {
                            let pick = scatter((client * TRANSFERS + n) as u64);
                            let code = |n: usize| format!("{}", n % ACCOUNTS);
                            let transfer =
                                Transfer { from: code(pick), to: code(pick / 101), amount: (pick % 90) as i64 };
                            match company.run(transfer) {
                                Ok(_) => drop(moved.fetch_add(1, Ordering::Relaxed)),
                                Err(error) => assert_eq!(error.code, "insufficient_funds"),
                            }
                        }
                    })
                })
                .collect();
            clients.into_iter().for_each(|client| client.join().unwrap());
            done.store(true, Ordering::Release);
        });
        let moved = moved.into_inner();
        assert!(moved > 1_000 && looks.into_inner() > 10, "{}: {moved} moved", company.database.name);
        assert_eq!(number(&company, "SELECT count(*) FROM move"), 2 * moved);
        assert_eq!(number(&company, "SELECT next FROM series WHERE code = 'transfer'"), moved + 1);
        assert_eq!(number(&company, "SELECT total FROM row_count WHERE name = 'move'"), 2 * moved);
    }
}

#[test]
fn idempotency_key_sent_50_times_has_one_effect() {
    let (me, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    for database in databases() {
        let company = Company::limited(database, modules, Limits { commands: 20, ..patient() });
        let count = |actor, key: &str, by| {
            let submission = company.submission(Count { name: "n".into(), by, look: true });
            Submission { id: None, key: Some(key.into()), actor, ..submission }
        };
        let answers = together(&company, (0..50).map(|_| count(me, "k", 1)).collect());
        let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
        assert!(answers.iter().all(|answer| (&answer.id, &answer.body) == (&answers[0].id, &answers[0].body)));
        assert_eq!(answers[0].body, b"[1,1]");

        assert_eq!(company.answer(count(me, "k", 2)).unwrap_err().code, "idempotency_conflict");
        assert_eq!(company.answer(count(other, "k", 1)).unwrap().body, b"[2,2]");
        let stolen = Submission { id: Some(answers[0].id), ..count(other, "k", 1) };
        let stolen = company.answer(stolen).unwrap_err();
        assert_eq!((stolen.kind, stolen.code), (Kind::Conflict, "command_id_taken"));
        // A refusal consumes no key.
        let buy =
            || Submission { id: None, key: Some("buy".into()), ..company.submission(Buy { code: "late".into() }) };
        assert_eq!(company.answer(buy()).unwrap_err().kind, Kind::NotFound);
        company.run(Open { code: "late".into(), owner: 1, balance: 1 }).unwrap();
        assert!(!company.answer(buy()).unwrap().replayed);
        assert!(company.answer(buy()).unwrap().replayed);
    }
}

#[test]
fn stored_answer_survives_a_restart() {
    for database in databases() {
        let mut company = Company::new(database, modules);
        let count = |company: &Company| {
            let submission = company.submission(Count { name: "n".into(), by: 1, look: true });
            company.answer(Submission { id: Some(Uuid::from_u128(77)), ..submission }).unwrap()
        };
        let first = count(&company);
        company.restart();
        let again = count(&company);
        assert_eq!((first.replayed, again.replayed), (false, true));
        assert_eq!((first.status, first.body), (again.status, again.body));
        assert_eq!(number(&company, "SELECT total FROM tally"), 1);
    }
}

#[test]
fn companies_do_not_see_each_others_rows() {
    for database in databases() {
        let database = Arc::new(database);
        let all = |_: &mut store::Session<'_>, _, _: &str| Ok(true);
        let names = ["canary", "siskin"];
        // The same writer threads and connections serve both, and each has a second process of its own.
        let companies: Vec<Company> = (0..4)
            .map(|n| Company::with(database.clone(), Uuid::from_u128(10 + n % 2), modules(), all, Limits::default()))
            .collect();
        // On SQLite one process owns the directory.
        let companies = if database.name == "sqlite" { &companies[..2] } else { &companies[..] };
        std::thread::scope(|scope| {
            for (n, company) in companies.iter().enumerate() {
                scope.spawn(move || {
                    let name = names[n % 2];
                    // Clocks apart, or the two processes of one company would make the same ids.
                    company.set_clock(Instant::from_micros(1_800_000_000_000_000 + n as i64));
                    for round in 0..60 {
                        let code = |who: &str| format!("{who} {n} {round}");
                        company.run(Open { code: code(name), owner: 1, balance: 1 }).unwrap();
                        let foreign = companies[0].writers();
                        let submission = company.submission(Count { name: code(name), by: 1, look: true });
                        foreign.execute(submission).unwrap();
                        assert_eq!(company.run(Buy { code: code(names[1 - n % 2]) }).unwrap_err().kind, Kind::NotFound);
                    }
                });
            }
        });
        for (company, name) in companies.iter().zip(names) {
            let text = format!("{:?}", company.dump());
            assert!(text.contains(name));
            assert!(!text.contains(names[usize::from(name == names[0])]), "{} in {name}", database.name);
            let opened = 60 * companies.len() as i64 / 2;
            assert_eq!(number(company, "SELECT count(*) FROM account"), opened);
            assert_eq!(number(company, "SELECT seq FROM head"), 2 * opened);
        }
    }
}

#[test]
fn client_that_hangs_up_cancels_nothing() {
    const COMMANDS: u64 = 2_000;
    for database in databases() {
        let company = Company::limited(database, modules, Limits { queue: 4_000, ..Limits::default() });
        company.run(Open { code: "a".into(), owner: 1, balance: 1_000 }).unwrap();
        let mut waiting = Vec::new();
        for n in 0..COMMANDS {
            let outcome = company.submit(company.submission(Buy { code: "a".into() })).unwrap();
            match scatter(n) % 3 {
                0 => drop(outcome),
                1 => waiting.push(outcome),
                _ if waiting.len() % 2 == 0 => drop(waiting.pop()),
                _ => {}
            }
        }
        for outcome in waiting {
            if let Err(error) = outcome.blocking_recv().unwrap() {
                assert_eq!(error.code, "sold_out");
            }
        }
        assert_eq!(company.run(Buy { code: "a".into() }).unwrap_err().kind, Kind::Conflict);
        assert_eq!(number(&company, "SELECT balance FROM account"), 0);
        assert_eq!(number(&company, "SELECT seq FROM head"), 1_001);
        company.run(Count { name: "still".into(), by: 1, look: true }).unwrap();
    }
}
