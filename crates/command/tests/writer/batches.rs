//! What commands of one batch see of each other, and what bounds a batch.

use crate::bank::{
    Account, Alone, Ask, Busy, Buy, Close, Count, Gift, Open, Rename, Stamp, Tally, Traced, TracedAlone, Transfer,
    modules, traced_batches,
};
use crate::refusals::{patient, together};
use command::{Lane, Limits, Submission};
use kernel::Kind;
use std::time::{Duration, Instant};
use store::{DbError, Read, Value};
use testkit::{Company, databases, output};

type Work = fn(&mut store::Conn) -> store::DbResult<()>;

fn open(code: &str, owner: i64, balance: i64) -> Open {
    Open { code: code.into(), owner, balance }
}

fn balance(company: &Company, code: &str) -> Option<i64> {
    company.read(|session| session.find(Account::BY_CODE, code)).unwrap().map(|row| row.balance)
}

#[test]
fn command_sees_earlier_commands_of_its_batch() {
    for database in databases() {
        let company = Company::limited(database, modules, patient());
        company.run(open("old", 1, 5)).unwrap();
        let answers = together(
            &company,
            vec![
                company.submission(open("new", 1, 3)),
                company.submission(Transfer { from: "old".into(), to: "new".into(), amount: 2 }),
                company.submission(Gift { owner: 1 }),
                company.submission(Rename { code: "new".into(), to: "newer".into() }),
                company.submission(open("new", 1, 0)),
                company.submission(Buy { code: "newer".into() }),
                company.submission(Close { code: "old".into() }),
                company.submission(open("old", 2, 9)),
                company.submission(Gift { owner: 1 }),
                company.submission(Count { name: "n".into(), by: 2, look: false }),
                company.submission(Count { name: "n".into(), by: 3, look: true }),
            ],
        );
        let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        // In the order of the index: by balance. After the transfer, old has 3 and new 5.
        assert_eq!(output::<Gift>(&answers[2]), (vec!["old".into(), "new".into()], 3 + 5 + 2));
        assert_eq!(output::<Buy>(&answers[5]), 5);
        assert_eq!(output::<Gift>(&answers[8]), (vec!["new".into(), "newer".into()], 5 + 2));
        assert_eq!(output::<Count>(&answers[10]), Some((5, 2)));
        assert_eq!(["old", "new", "newer"].map(|code| balance(&company, code)), [Some(9), Some(1), Some(6)]);
        let count = company.read(|session| session.query("SELECT total FROM row_count WHERE name = 'account'", &[]));
        assert_eq!(count.unwrap(), [[Value::Int(3)]]);
    }
}

#[test]
fn unique_value_can_move_between_rows_within_a_batch() {
    for database in databases() {
        let company = Company::limited(database, modules, patient());
        for (n, code) in ["a", "b", "c"].into_iter().enumerate() {
            let account = company.run(open(code, 1, n as i64)).unwrap().uuid();
            company.run(Stamp { label: code.into(), amount: 1, account }).unwrap();
        }
        let rename = |code: &str, to: &str| company.submission(Rename { code: code.into(), to: to.into() });
        let round = [("a", "x"), ("b", "a"), ("c", "b"), ("x", "c"), ("a", "b"), ("b", "y")];
        let answers = together(&company, round.map(|(code, to)| rename(code, to)).into());
        assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, true, true, false, true]);
        assert_eq!(["a", "c", "y", "b"].map(|code| balance(&company, code)), [Some(1), Some(0), Some(2), None]);
    }
}

#[test]
fn query_sees_earlier_commands_and_is_refused_after_a_write() {
    for database in databases() {
        let company = Company::limited(database, modules, patient());
        let ask = |late| company.submission(Ask { late });
        let answers = together(
            &company,
            vec![
                company.submission(open("a", 1, 5)),
                ask(false),
                company.submission(open("b", 1, 7)),
                ask(true),
                company.submission(Buy { code: "b".into() }),
                ask(false),
            ],
        );
        let sums = [1, 5].map(|n: usize| output::<Ask>(answers[n].as_ref().unwrap()));
        assert_eq!(sums, [5, 11]);
        assert_eq!(answers[3].as_ref().unwrap_err().kind, Kind::Internal);
        let tally = |name: &str| company.read(|session| session.get::<Tally>(&(name.into(), 0))).unwrap();
        assert_eq!(tally("late"), None);
        assert_eq!(tally("asked").map(|row| (row.total, row.times)), Some((16, 2)));
    }
}

#[test]
fn solo_command_runs_alone_in_its_batch() {
    for database in databases() {
        let prefix = format!("solo {} ", database.name);
        let company = Company::limited(database, modules, patient());
        let plain = |tag: &str| company.submission(Traced { tag: format!("{prefix}{tag}"), rows: 0 });
        let alone = |tag: &str| company.submission(TracedAlone { tag: format!("{prefix}{tag}") });
        together(&company, vec![plain("1"), plain("2"), alone("3"), alone("4"), plain("5")]);
        assert_eq!(traced_batches(&prefix), [vec!["1", "2"], vec!["3"], vec!["4"], vec!["5"]]);
        company.run(open("a", 1, 5)).unwrap();
        assert_eq!(company.run(Alone { code: "a".into() }).unwrap(), 10);
    }
}

#[test]
fn batch_closes_at_its_limits() {
    let bounds = [
        ("commands", Limits { commands: 3, ..patient() }, 0, vec![3, 3, 1]),
        // Each writes four rows, and two of the log.
        ("rows", Limits { rows: 12, ..patient() }, 4, vec![2, 2, 2, 1]),
        ("time", Limits { time: Duration::ZERO, ..patient() }, 0, vec![1; 7]),
    ];
    for (name, limits, rows, expected) in bounds {
        for database in databases() {
            let prefix = format!("{name} {} ", database.name);
            let company = Company::limited(database, modules, limits);
            let traced = |n| company.submission(Traced { tag: format!("{prefix}{n}"), rows });
            for answer in together(&company, (0..7).map(traced).collect()) {
                answer.unwrap();
            }
            let batches = traced_batches(&prefix);
            assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), expected, "{prefix}");
            assert_eq!(batches.concat(), ["0", "1", "2", "3", "4", "5", "6"]);
        }
    }
}

#[test]
fn bulk_commands_yield_to_interactive_ones() {
    for database in databases() {
        let prefix = format!("lanes {} ", database.name);
        let company = Company::limited(database, modules, Limits { commands: 2, ..patient() });
        let traced = |tag: &str| company.submission(Traced { tag: format!("{prefix}{tag}"), rows: 0 });
        let bulk = |tag: &str| Submission { lane: Lane::Bulk, ..traced(tag) };
        together(
            &company,
            vec![bulk("import 1"), bulk("import 2"), traced("1"), bulk("import 3"), traced("2"), traced("3")],
        );
        assert_eq!(
            traced_batches(&prefix),
            [vec!["1", "2"], vec!["3"], vec!["import 1", "import 2"], vec!["import 3"]]
        );
    }
}

#[test]
fn full_queue_refuses_and_frees_its_permits() {
    for database in databases() {
        let company = Company::limited(database, modules, Limits { queue: 5, ..Limits::default() });
        company.run(open("a", 1, 100)).unwrap();
        for round in 1..=3 {
            let busy = Busy::keep(&company);
            let buy = || company.submit(company.submission(Buy { code: "a".into() }));
            let waiting: Vec<_> = (0..5).map(|_| buy().unwrap()).collect();
            let refused = buy().unwrap_err();
            assert_eq!((refused.kind, refused.code), (Kind::Unavailable, "queue_full"));
            busy.release();
            for outcome in waiting {
                outcome.blocking_recv().unwrap().unwrap();
            }
            assert_eq!(balance(&company, "a"), Some(100 - 5 * round));
        }
    }
}

#[test]
fn command_past_its_deadline_is_not_started() {
    for database in databases() {
        let company = Company::new(database, modules);
        company.run(open("a", 1, 100)).unwrap();
        let buy = |deadline| Submission { deadline, ..company.submission(Buy { code: "a".into() }) };
        let now = Instant::now();
        let later = now + Duration::from_secs(3600);
        let answers = together(&company, vec![buy(Some(now)), buy(Some(later)), buy(None)]);
        assert_eq!(answers[0].as_ref().unwrap_err().code, "deadline_exceeded");
        assert_eq!(answers[0].as_ref().unwrap_err().kind.status(), 503);
        assert!(answers[1].is_ok() && answers[2].is_ok());
        assert_eq!(balance(&company, "a"), Some(98));
    }
}

#[test]
fn dry_run_answers_and_changes_nothing() {
    for database in databases() {
        let company = Company::new(database, modules);
        company.run(open("a", 1, 5)).unwrap();
        company.run(open("b", 1, 5)).unwrap();
        let before = company.dump();
        let transfer = |amount| Transfer { from: "a".into(), to: "b".into(), amount };
        assert_eq!(company.dry_run(transfer(3)).unwrap(), 1);
        assert_eq!(company.dry_run(transfer(9)).unwrap_err().kind, Kind::Conflict);
        assert_eq!(company.dry_run(Ask { late: false }).unwrap(), 10);
        assert_eq!(company.dry_run(Alone { code: "a".into() }).unwrap(), 10);
        testkit::assert_same(&before, &company.dump());
        assert_eq!(company.run(transfer(3)).unwrap(), 1);
    }
}

#[test]
fn failing_maintenance_does_not_affect_its_batch() {
    for database in databases() {
        let company = Company::limited(database, modules, patient());
        company.run(open("a", 1, 100)).unwrap();
        let lost = "INSERT INTO ticket (id, label, amount, account, version) SELECT id, 'x', 1, $1, 1 FROM command";
        let bad: [(&str, Work); 4] = [
            ("nonsense", |conn| conn.script("NONSENSE")),
            ("duplicate", |conn| conn.script("INSERT INTO cursor VALUES ('twice', 1), ('twice', 2)")),
            ("own error", |_| Err(DbError::Defect("changed my mind".into()))),
            ("panic", |_| panic!("as ordered")),
        ];
        let mut wanted = 100;
        for (name, work) in bad {
            let busy = Busy::keep(&company);
            let buys: Vec<_> =
                (0..3).map(|_| company.submit(company.submission(Buy { code: "a".into() })).unwrap()).collect();
            let good = |n: i64| {
                let insert = move |conn: &mut store::Conn| {
                    conn.execute("INSERT INTO cursor VALUES ($1, $2)", &[Value::Text(name.into()), Value::Int(n)])
                        .map(drop)
                };
                company.writers().maintain(company.tenant, insert).unwrap()
            };
            let first = good(1);
            let bad = company.writers().maintain(company.tenant, work).unwrap();
            let second = good(2);
            busy.release();
            wanted -= 3;
            buys.into_iter().for_each(|outcome| drop(outcome.blocking_recv().unwrap().unwrap()));
            assert_eq!(balance(&company, "a"), Some(wanted), "{name}");
            first.blocking_recv().unwrap().unwrap();
            bad.blocking_recv().unwrap().unwrap_err();
            second.blocking_recv().unwrap().unwrap_err();
        }
        // Found out only by COMMIT: the maintenance is lost, the commands are not.
        for commands in [1, 3] {
            let busy = Busy::keep(&company);
            let buys: Vec<_> =
                (0..commands).map(|_| company.submit(company.submission(Buy { code: "a".into() })).unwrap()).collect();
            let bad =
                move |conn: &mut store::Conn| conn.execute(lost, &[Value::Id(uuid::Uuid::from_u128(1))]).map(drop);
            let bad = company.writers().maintain(company.tenant, bad).unwrap();
            busy.release();
            wanted -= commands;
            buys.into_iter().for_each(|outcome| drop(outcome.blocking_recv().unwrap().unwrap()));
            bad.blocking_recv().unwrap().unwrap_err();
            assert_eq!(balance(&company, "a"), Some(wanted));
        }
        let rows = company.read(|session| session.query("SELECT name, at FROM cursor", &[])).unwrap();
        assert_eq!(rows.len(), 4);
    }
}
