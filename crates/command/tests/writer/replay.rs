//! The same script gives the same company: batched or one at a time, warm or cold, on either database, chain included.

use crate::bank::{
    self, Alone, Ask, Buy, Close, Count, Gift, Many, Mark, NeedPanics, Nondeterministic, Open, Panic, Rename, StampFor,
    Transfer, modules,
};
use crate::refusals::{patient, together};
use crate::versions::{BROKEN, Charge, ChargeUnits, FIRST, Found, SECOND, with_hundredths, with_steps, with_units};
use command::{DataStep, Limits, Registry, RunDataStep, Submission};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::sync::Arc;
use store::Value;
use testkit::{Company, Dump, databases, differences};

/// A step of a script. Codes are few, so that steps meet.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Open(u8, i64),
    Transfer(u8, u8, i64),
    Buy(u8),
    Rename(u8, u8),
    Close(u8),
    Gift(i64),
    Count(u8, i64, bool),
    Stamp(u8, i64, u8),
    Mark(u8),
    Panic(u8),
    NeedPanics(u8),
    Ask(bool),
    Alone(u8),
    Many(i64),
    TooLong,
    /// The key of an earlier step again: a replay or a clash.
    Again(u8),
    Nondeterministic,
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let code = 0..6_u8;
    prop_oneof![
        6 => (code.clone(), 0..20_i64).prop_map(|(code, balance)| Step::Open(code, balance)),
        8 => (code.clone(), code.clone(), 0..15_i64).prop_map(|(from, to, amount)| Step::Transfer(from, to, amount)),
        3 => code.clone().prop_map(Step::Buy),
        3 => (code.clone(), code.clone()).prop_map(|(code, to)| Step::Rename(code, to)),
        2 => code.clone().prop_map(Step::Close),
        2 => (0..2_i64).prop_map(Step::Gift),
        4 => (0..3_u8, -5..5_i64, any::<bool>()).prop_map(|(name, by, look)| Step::Count(name, by, look)),
        3 => (0..8_u8, 990..1_005_i64, 0..7_u8).prop_map(|(label, amount, account)| Step::Stamp(label, amount, account)),
        2 => code.clone().prop_map(Step::Mark),
        1 => code.clone().prop_map(Step::Panic),
        1 => code.clone().prop_map(Step::NeedPanics),
        2 => any::<bool>().prop_map(Step::Ask),
        1 => code.prop_map(Step::Alone),
        1 => (0..4_i64).prop_map(Step::Many),
        1 => Just(Step::TooLong),
        2 => (0..20_u8).prop_map(Step::Again),
    ]
}

fn code(n: u8) -> String {
    format!("account {n}")
}

pub(crate) fn submission(company: &Company, step: &Step) -> Submission {
    let s = |n: u8| code(n);
    match *step {
        Step::Open(n, balance) => company.submission(Open { code: s(n), owner: i64::from(n % 2), balance }),
        Step::Transfer(from, to, amount) => company.submission(Transfer { from: s(from), to: s(to), amount }),
        Step::Buy(n) => company.submission(Buy { code: s(n) }),
        Step::Rename(n, to) => company.submission(Rename { code: s(n), to: s(to) }),
        Step::Close(n) => company.submission(Close { code: s(n) }),
        Step::Gift(owner) => company.submission(Gift { owner }),
        Step::Count(n, by, look) => {
            let occurred_at = look.then_some(kernel::Instant::from_micros(by));
            Submission { occurred_at, ..company.submission(Count { name: s(n), by, look }) }
        }
        Step::Stamp(label, amount, n) => company.submission(StampFor { label: s(label), amount, code: s(n) }),
        Step::Mark(n) => company.submission(Mark { code: s(n) }),
        Step::Panic(n) => company.submission(Panic { code: s(n) }),
        Step::NeedPanics(n) => company.submission(NeedPanics { code: s(n) }),
        Step::Ask(late) => company.submission(Ask { late }),
        Step::Alone(n) => company.submission(Alone { code: s(n) }),
        Step::Many(rows) => company.submission(Many { rows }),
        Step::TooLong => company.submission(Open { code: "x".repeat(21), owner: 1, balance: 1 }),
        Step::Again(n) => {
            let submission = company.submission(Count { name: "again".into(), by: i64::from(n % 3), look: true });
            Submission { id: None, key: Some(format!("key {}", n % 5)), ..submission }
        }
        Step::Nondeterministic => company.submission(Nondeterministic {}),
    }
}

/// What clients were told: status and body, or code and words.
type Told = Vec<Result<(u16, Vec<u8>, bool), (u16, String)>>;

/// Runs the script `batch` steps at a time.
fn play(company: &Company, script: &[Step], batch: usize) -> (Dump, Told) {
    let mut told = Told::new();
    for steps in script.chunks(batch) {
        let submissions = steps.iter().map(|step| submission(company, step)).collect();
        for answer in together(company, submissions) {
            told.push(match answer {
                Ok(answer) => Ok((answer.status, answer.body, answer.replayed)),
                Err(error) => Err((error.kind.status(), error.to_string())),
            });
        }
    }
    (company.dump(), told)
}

/// Every way to run `script`; the first difference between two of them.
fn compare(script: &[Step]) -> Result<(), String> {
    let cold = Limits { commands: 1, kept_rows: 0, ..patient() };
    let small = Limits { commands: 3, kept_rows: 5, ..patient() };
    let mut first: Option<(String, (Dump, Told))> = None;
    for (way, limits, batch) in [("batched", patient(), 64), ("one at a time", cold, 1), ("in threes", small, 7)] {
        for database in databases() {
            let name = format!("{way} on {}", database.name);
            let company = Company::limited(database, modules, limits);
            let seen = play(&company, script, batch);
            match &first {
                None => first = Some((name, seen)),
                Some((first, (dump, told))) => {
                    let differences = differences(dump, &seen.0);
                    if let Some(row) = differences.first() {
                        return Err(format!("{first} and {name}: {} rows differ, first {row}", differences.len()));
                    }
                    if let Some(n) = (0..told.len()).find(|n| told[*n] != seen.1[*n]) {
                        return Err(format!("{first} and {name}: answer {n}: {:?} and {:?}", told[n], seen.1[n]));
                    }
                }
            }
        }
    }
    Ok(())
}

#[test]
fn same_script_gives_same_company_however_it_is_batched() {
    let config = Config { cases: 5, max_shrink_iters: 60, rng_seed: RngSeed::Fixed(1), ..Config::default() };
    let scripts = proptest::collection::vec(step(), 60..120);
    let tried = TestRunner::new(config).run(&scripts, |script| compare(&script).map_err(TestCaseError::fail));
    tried.unwrap();
}

#[test]
fn nondeterministic_id_is_detected() {
    let script = [Step::Open(1, 5), Step::Nondeterministic, Step::Buy(1)];
    let found = compare(&script).unwrap_err();
    assert!(found.contains("rows differ"), "{found}");
    compare(&[Step::Open(1, 5), Step::Buy(1)]).unwrap();
}

#[test]
fn replayed_log_gives_same_rows_and_chain() {
    use Step::{Alone, Ask, Buy, Open, Stamp, Transfer};
    let script = [
        Open(1, 5),
        Open(2, 9),
        Transfer(2, 1, 4),
        Transfer(1, 2, 50),
        Buy(1),
        Stamp(1, 1, 1),
        Stamp(1, 1, 2),
        Ask(false),
        Alone(2),
        Buy(3),
        Stamp(2, 2_000, 1),
        Transfer(1, 2, 3),
        Ask(true),
        Open(1, 1),
        Open(3, 0),
        Buy(3),
        Alone(1),
    ];
    let company = Company::limited(testkit::Database::sqlite(), modules, patient());
    play(&company, &script, 64);
    // A user with a key, among the program's own.
    let keyed = company.submission(bank::Open { code: "keyed".into(), owner: 3, balance: 1 });
    let actor = uuid::Uuid::from_u128(8);
    company.answer(Submission { id: None, key: Some("k".into()), actor, ..keyed }).unwrap();
    let wanted = company.dump();
    assert_eq!(wanted["command"].len(), 11);
    for onto in databases() {
        let onto = Company::limited(onto, modules, patient());
        company.replay_into(&onto).unwrap();
        testkit::assert_same(&wanted, &onto.dump());
    }
}

/// The names of all commands in the log, in their order.
pub(crate) fn logged(company: &Company) -> Vec<String> {
    let rows = company.read(|session| session.query("SELECT name FROM command ORDER BY seq", &[])).unwrap();
    rows.into_iter().map(|row| row[0].to_string()).collect()
}

/// The program of `company` is replaced by one with these data steps.
pub(crate) fn upgrade_program(company: &mut Company, steps: &[DataStep]) {
    company.registry = Arc::new(Registry::of_layers(with_steps(steps)).unwrap());
    company.restart();
}

pub(crate) fn found() -> Found {
    Found { steps: vec![("bank".into(), 1)] }
}

fn account(code: &str) -> bank::Open {
    bank::Open { code: code.into(), owner: 1, balance: 10 }
}

#[test]
fn command_whose_rule_changed_replays_an_old_log_to_the_same_rows_and_chain() {
    let old = Company::limited(testkit::Database::sqlite(), with_units, patient());
    old.run(account("a")).unwrap();
    assert_eq!(old.run(ChargeUnits { code: "a".into(), units: 1 }).unwrap(), 9);
    for database in databases() {
        let new = Company::limited(database, with_hundredths, patient());
        old.replay_into(&new).unwrap();
        testkit::assert_same(&old.dump(), &new.dump());

        new.set_clock(kernel::Instant::from_micros(1_800_000_000_000_000));
        // The new rule takes at least two units. Each entry of the log keeps the version it was made with.
        assert_eq!(new.run(Charge { code: "a".into(), hundredths: 100 }).unwrap(), 7);
        let versions = "SELECT version FROM command WHERE name = 'bank.fee.charge' ORDER BY seq";
        let versions = new.read(|session| session.query(versions, &[])).unwrap();
        assert_eq!(versions, [[Value::Int(1)], [Value::Int(2)]]);
        let again = Company::limited(testkit::Database::sqlite(), with_hundredths, patient());
        new.replay_into(&again).unwrap();
        testkit::assert_same(&new.dump(), &again.dump());
        new.verify();

        for (name, version) in [("bank.fee.charge", 3), ("bank.account.open", 2)] {
            let refused = new.registry.decode_logged(name, version, b"{}").err().unwrap();
            assert_eq!(refused.code, "unknown_version", "{name}");
        }
    }
}

#[test]
fn data_step_runs_once_before_the_first_command_and_replays() {
    for database in databases() {
        let mut company = Company::limited(database, || with_steps(&[FIRST]), patient());
        company.run(account("early")).unwrap();
        assert_eq!(logged(&company), ["bank.account.open"], "a company that is not open runs no steps");
        company.run(found()).unwrap();

        upgrade_program(&mut company, &[FIRST, SECOND]);
        company.run(account("a")).unwrap();
        company.restart();
        company.run(account("b")).unwrap();
        let log =
            ["bank.account.open", "bank.company.found", "data.step.run", "bank.account.open", "bank.account.open"];
        assert_eq!(logged(&company), log);
        let steps = company.read(|session| session.query("SELECT number FROM data_step ORDER BY number", &[]));
        assert_eq!(steps.unwrap(), [[Value::Int(1)], [Value::Int(2)]]);
        let person = uuid::Uuid::from_u128(8);
        let by_hand = RunDataStep { module: "bank".into(), number: 2 };
        assert_eq!(company.run_as(person, by_hand).unwrap_err().code, "system_only");

        for onto in databases() {
            let onto = Company::limited(onto, || with_steps(&[FIRST, SECOND]), patient());
            company.replay_into(&onto).unwrap();
            testkit::assert_same(&company.dump(), &onto.dump());
            onto.verify();
        }
    }
}

#[test]
fn company_whose_data_step_fails_refuses_commands_until_the_program_is_mended() {
    for database in databases() {
        let mut company = Company::limited(database, || with_steps(&[FIRST]), patient());
        company.run(found()).unwrap();
        let before = company.dump();

        upgrade_program(&mut company, &[FIRST, BROKEN]);
        for _ in 0..2 {
            let refused = company.run(account("a")).unwrap_err();
            assert_eq!((refused.kind.status(), refused.code), (503, "company_outdated"));
        }
        let refused = company.writers().bring_up_to_date(company.tenant).unwrap_err();
        assert_eq!(refused.code, "company_outdated");
        testkit::assert_same(&before, &company.dump());

        upgrade_program(&mut company, &[FIRST, SECOND]);
        company.writers().bring_up_to_date(company.tenant).unwrap();
        company.run(account("a")).unwrap();
        assert_eq!(logged(&company), ["bank.company.found", "data.step.run", "bank.account.open"]);
        company.verify();
    }
}
