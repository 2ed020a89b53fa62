//! A command that is refused does not stop the other commands of its batch.

use crate::bank::{Account, Busy, Count, NeedPanics, Open, Panic, Stamp, Tally, Transfer, modules};
use command::{Answer, Command, Limits, Scope, Submission};
use kernel::{Kind, Result};
use std::time::Duration;
use store::{Read, Session};
use testkit::{Company, databases};
use uuid::Uuid;

/// One batch takes 64 commands, however slow the machine is.
pub(crate) fn patient() -> Limits {
    Limits { time: Duration::from_secs(60), ..Limits::default() }
}

/// Sends `commands` so that they are one batch; their answers in order.
pub(crate) fn in_one_batch<C: Command>(
    company: &Company,
    commands: impl IntoIterator<Item = C>,
) -> Vec<Result<C::Output>> {
    let submissions = commands.into_iter().map(|command| company.submission(command)).collect();
    let answers = together(company, submissions).into_iter();
    answers.map(|answer| answer.map(|answer| testkit::output::<C>(&answer))).collect()
}

/// Sends `submissions` while the writer is busy, so that its next batch finds all of them; their answers in order.
pub(crate) fn together(company: &Company, submissions: Vec<Submission>) -> Vec<Result<Answer>> {
    let busy = Busy::keep(company);
    let waiting: Vec<_> = submissions.into_iter().map(|submission| company.submit(submission).unwrap()).collect();
    busy.release();
    waiting.into_iter().map(|outcome| outcome.blocking_recv().unwrap()).collect()
}

fn tickets(session: &mut Session<'_>) -> Result<usize> {
    Ok(session.query("SELECT label FROM ticket", &[])?.len())
}

/// 64 tickets in one batch, the one in the middle as `bad` says: only that one fails, with a 409 or a 422.
fn only_the_guilty_fails(bad: impl Fn(Uuid) -> Stamp, kind: Kind) {
    for database in databases() {
        let company = Company::limited(database, modules, patient());
        let account = company.run(Open { code: "a".into(), owner: 1, balance: 0 }).unwrap().uuid();
        company.run(Stamp { label: "taken".into(), amount: 1, account }).unwrap();
        let good = |n: usize| Stamp { label: format!("ticket {n}"), amount: 1, account };
        let answers = in_one_batch(&company, (0..64).map(|n| if n == 31 { bad(account) } else { good(n) }));
        for (n, answer) in answers.iter().enumerate() {
            match answer {
                Err(error) if n == 31 => assert_eq!(error.kind, kind, "{error}"),
                other => assert!(n != 31 && other.is_ok(), "{} {n}: {other:?}", company.database.name),
            }
        }
        assert_eq!(company.read(tickets).unwrap(), 64);
        let tally = company.read(|session| session.get::<Tally>(&("tickets".into(), 0))).unwrap().unwrap();
        assert_eq!((tally.total, tally.times), (64, 64));
        company.run(good(100)).unwrap();
    }
}

#[test]
fn unknown_company_refuses_commands() {
    for database in databases() {
        let company = Company::new(database, modules);
        let open = || Open { code: "a".into(), owner: 1, balance: 0 };
        let elsewhere = || Submission { tenant: Uuid::from_u128(9), ..company.submission(open()) };
        assert_eq!(company.answer(elsewhere()).unwrap_err().kind, Kind::NotFound, "{}", company.database.name);
        assert_eq!(company.writers().dry_run(&elsewhere()).unwrap_err().kind, Kind::NotFound);
        company.run(open()).unwrap();
    }
}

#[test]
fn duplicate_found_by_the_database_fails_alone() {
    only_the_guilty_fails(|account| Stamp { label: "taken".into(), amount: 1, account }, Kind::Conflict);
}

#[test]
fn duplicate_within_the_batch_fails_alone() {
    only_the_guilty_fails(|account| Stamp { label: "ticket 3".into(), amount: 1, account }, Kind::Conflict);
}

#[test]
fn foreign_key_checked_at_commit_fails_alone() {
    only_the_guilty_fails(|_| Stamp { label: "lost".into(), amount: 1, account: Uuid::from_u128(1) }, Kind::Conflict);
}

#[test]
fn value_refused_by_the_database_fails_alone() {
    only_the_guilty_fails(|account| Stamp { label: "dear".into(), amount: 1_000, account }, Kind::Conflict);
}

#[test]
fn text_with_nul_or_too_long_is_refused_before_the_write() {
    only_the_guilty_fails(|account| Stamp { label: "nul \0".into(), amount: 1, account }, Kind::Invalid);
    only_the_guilty_fails(|account| Stamp { label: "x".repeat(256), amount: 1, account }, Kind::Invalid);
}

#[test]
fn counter_beyond_64_bits_is_refused() {
    for database in databases() {
        let company = Company::new(database, modules);
        let count = |by, look| company.run(Count { name: "big".into(), by, look });
        count(i64::MAX - 1, false).unwrap();
        assert_eq!(count(1, false).unwrap(), None);
        assert_eq!(count(1, false).unwrap_err().kind, Kind::Conflict);
        assert_eq!(count(1, true).unwrap_err().kind, Kind::Conflict);
        assert_eq!(count(-1, true).unwrap(), Some((i64::MAX - 1, 3)));
    }
}

#[test]
fn panicking_command_fails_alone_and_changes_nothing() {
    for database in databases() {
        let company = Company::limited(database, modules, patient());
        company.run(Open { code: "a".into(), owner: 1, balance: 10 }).unwrap();
        let answers = together(
            &company,
            vec![
                company.submission(Open { code: "before".into(), owner: 1, balance: 0 }),
                company.submission(Panic { code: "panics".into() }),
                company.submission(NeedPanics { code: "a".into() }),
                company.submission(Open { code: "panics".into(), owner: 1, balance: 0 }),
            ],
        );
        assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true, true]);
        assert_eq!(answers[1].as_ref().unwrap_err().kind, Kind::Internal);
        assert_eq!(company.dry_run(Panic { code: "dry".into() }).unwrap_err().kind, Kind::Internal);
        let found = company.read(|session| session.find(Account::BY_CODE, "panics")).unwrap().unwrap();
        assert_eq!(found.balance, 0);
        assert_eq!(company.read(|session| session.get::<Tally>(&("panics".into(), 0))).unwrap(), None);
    }
}

#[test]
fn refused_command_consumes_no_number() {
    for database in databases() {
        let company = Company::new(database, modules);
        for code in ["a", "b"] {
            company.run(Open { code: code.into(), owner: 1, balance: 5 }).unwrap();
        }
        let transfer = |amount| company.run(Transfer { from: "a".into(), to: "b".into(), amount });
        assert_eq!(transfer(3).unwrap(), 1);
        let before = company.dump();
        assert_eq!(transfer(3).unwrap_err().kind, Kind::Conflict);
        assert_eq!(company.run(Open { code: "a".into(), owner: 1, balance: 5 }).unwrap_err().fields[0].field, "code");
        testkit::assert_same(&before, &company.dump());
        assert_eq!(transfer(1).unwrap(), 2);
    }
}

#[test]
fn command_without_permission_is_refused() {
    let owners_only = |session: &mut Session<'_>, actor: Uuid, permission: &str| {
        let owner = session.find(Account::BY_CODE, actor.simple().to_string().get(28..).unwrap_or_default())?;
        Ok((owner.is_some() && permission == "bank.tally.count").then_some(Scope::All))
    };
    for database in databases() {
        let company = Company::with(database.into(), testkit::TENANT, modules(), owners_only, Limits::default());
        let actor = Uuid::from_u128(0xabcd);
        let count = || company.run_as(actor, Count { name: "n".into(), by: 1, look: true });
        assert_eq!(count().unwrap_err().kind, Kind::Forbidden);
        company.run(Open { code: "abcd".into(), owner: 1, balance: 0 }).unwrap();
        assert_eq!(count().unwrap(), Some((1, 1)));
        let open = Open { code: "other".into(), owner: 1, balance: 0 };
        assert_eq!(company.run_as(actor, open).unwrap_err().kind, Kind::Forbidden);
    }
}
