//! Another writer of the same company: another process, a migration, a newer version of the program.

use crate::bank::{Buy, Count, Gift, Open, Transfer, modules};
use command::{Limits, Submission};
use kernel::{Instant, Kind};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Value;
use testkit::{Company, Database, TENANT, databases};

/// Two processes that serve the same company.
fn two_of(database: Database) -> [Company; 2] {
    let database = Arc::new(database);
    [0, 1].map(|n| {
        let all = |_: &mut store::Session<'_>, _, _: &str| Ok(Some(command::Scope::All));
        let company = Company::with(database.clone(), TENANT, modules(), all, Limits::default());
        // Clocks apart, or both would make the same ids.
        company.set_clock(Instant::from_micros(1_800_000_000_000_000 + n));
        company
    })
}

#[test]
fn write_of_another_process_is_seen() {
    for database in databases() {
        let pair = two_of(database);
        pair[0].run(Open { code: "a".into(), owner: 1, balance: 200 }).unwrap();
        pair[0].run(Open { code: "b".into(), owner: 1, balance: 0 }).unwrap();
        for n in 0..60_i64 {
            // One warm writer after the other, sometimes twice in a row.
            let company = &pair[usize::from(n % 3 == 1)];
            // First what nothing but the head can betray: a sum that is read, not a row that is edited.
            assert_eq!(company.run(Count { name: "n".into(), by: 1, look: true }).unwrap(), Some((n + 1, n + 1)));
            let transfer = Transfer { from: "a".into(), to: "b".into(), amount: 1 };
            assert_eq!(company.run(transfer).unwrap(), n + 1);
            assert_eq!(company.run(Gift { owner: 1 }).unwrap().1, 200 + 2 * (n + 1));
        }
    }
}

#[test]
fn two_processes_keep_one_order() {
    const EACH: usize = 150;
    // On SQLite one process owns the directory.
    let Some(database) = Database::postgres() else { return };
    let pair = two_of(database);
    pair[0].run(Open { code: "a".into(), owner: 1, balance: 1_000 }).unwrap();
    pair[0].run(Open { code: "b".into(), owner: 1, balance: 0 }).unwrap();
    let numbers: Vec<i64> = std::thread::scope(|scope| {
        let work = |company: &Company| {
            let transfer = || Transfer { from: "a".into(), to: "b".into(), amount: 1 };
            (0..EACH).map(|_| company.run(transfer()).unwrap()).collect::<Vec<_>>()
        };
        let threads: Vec<_> = pair.iter().chain(&pair).map(|company| scope.spawn(move || work(company))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let all: BTreeSet<i64> = numbers.iter().copied().collect();
    assert_eq!((numbers.len(), all), (4 * EACH, (1..=4 * EACH as i64).collect()));
    for company in &pair {
        let left = company.run(Buy { code: "a".into() }).unwrap();
        assert!((398..=399).contains(&left), "{left}");
    }
}

/// Changes the company by SQL as a migration would: under the lock of the head.
fn migrate(company: &Company, sql: &str) {
    let mut conn = company.store().writer(company.tenant).unwrap();
    conn.begin_write(company.tenant, &[]).unwrap();
    conn.execute(sql, &[]).unwrap();
    conn.execute("UPDATE head SET schema = schema + 1", &[]).unwrap();
    conn.commit().unwrap();
}

#[test]
fn migration_of_another_process_is_seen() {
    for database in databases() {
        let company = Company::new(database, modules);
        company.run(Open { code: "a".into(), owner: 1, balance: 5 }).unwrap();
        company.run(Buy { code: "a".into() }).unwrap();
        migrate(&company, "UPDATE account SET balance = 50");
        assert_eq!(company.run(Buy { code: "a".into() }).unwrap(), 49);
    }
}

#[test]
fn outdated_writer_changes_nothing() {
    for database in databases() {
        let company = Company::new(database, modules);
        company.run(Open { code: "a".into(), owner: 1, balance: 5 }).unwrap();
        migrate(&company, "UPDATE head SET min_writer = 1000");
        let before = company.dump();
        let refused = company.run(Buy { code: "a".into() }).unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Unavailable, "newer_version"));
        let insert = |conn: &mut store::Conn| conn.execute("INSERT INTO cursor VALUES ('x', 1)", &[]).map(drop);
        let maintained = company.writers().maintain(TENANT, insert).unwrap().blocking_recv().unwrap();
        assert_eq!(maintained.unwrap_err().code, "newer_version");
        testkit::assert_same(&before, &company.dump());
        migrate(&company, "UPDATE head SET min_writer = 1");
        assert_eq!(company.run(Buy { code: "a".into() }).unwrap(), 4);
    }
}

#[test]
fn connection_closed_by_the_server_is_replaced() {
    let Some(database) = Database::postgres() else { return };
    let company = Company::new(database, modules);
    company.run(Open { code: "a".into(), owner: 1, balance: 50 }).unwrap();
    let store::Location::Postgres(url) = company.database.place.clone() else { unreachable!() };
    for n in 1..=5 {
        let balance = company.read(|session| session.query("SELECT balance FROM account", &[])).unwrap();
        assert_eq!(balance, [[Value::Int(51 - n)]]);
        let end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        store::Conn::to_server(&url).unwrap().script(end).unwrap();
        let submission = Submission { id: None, ..company.submission(Buy { code: "a".into() }) };
        let answer = company.answer(submission).unwrap();
        assert_eq!((answer.body, answer.replayed), ((50 - n).to_string().into_bytes(), false));
    }
}
