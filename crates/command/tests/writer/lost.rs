//! COMMIT without an answer: a proxy between writer and PostgreSQL cuts the wire at the worst moment.

use crate::bank::{Busy, Buy, Count, Many, Tally, modules};
use crate::refusals::{patient, together};
use crate::replay::{found, logged, upgrade_program};
use crate::versions::{FIRST, SECOND, with_steps};
use command::{Limits, Module, Submission};
use kernel::Kind;
use std::time::Duration;
use store::Read;
use testkit::proxy::{BEGIN, COMMIT, Mode, Proxy};
use testkit::{Company, Database};

/// A company whose writer and readers reach PostgreSQL through a proxy.
fn behind_proxy(limits: Limits) -> Option<(Company, Proxy)> {
    with_modules_behind_proxy(modules, limits)
}

/// The same with these modules.
fn with_modules_behind_proxy(modules: impl FnOnce() -> Vec<Module>, limits: Limits) -> Option<(Company, Proxy)> {
    let (database, proxy) = Database::postgres_behind_proxy()?;
    Some((Company::limited(database, modules, limits), proxy))
}

fn count(company: &Company) -> Submission {
    company.submission(Count { name: "n".into(), by: 1, look: true })
}

fn total(company: &Company) -> Option<i64> {
    company.read(|session| session.get::<Tally>(&("n".into(), 1))).unwrap().map(|row| row.total)
}

#[test]
fn commit_without_answer_has_one_effect_and_one_answer() {
    let Some((company, proxy)) = behind_proxy(patient()) else { return };
    let mut wanted = 0;
    for mode in [Mode::CutBeforeAnswer, Mode::CutBehindCommit, Mode::CutBeforeCommit] {
        for round in 0..6 {
            proxy.set(mode);
            // With an id of the client's and without.
            let submission = if round % 2 == 0 { count(&company) } else { Submission { id: None, ..count(&company) } };
            let answer = company.answer(submission).unwrap();
            wanted += 1;
            assert_eq!(proxy.mode(), Mode::Pass, "{mode:?} did not happen");
            assert_eq!(
                (answer.body, answer.replayed),
                (format!("[{wanted},{wanted}]").into_bytes(), false),
                "{mode:?}"
            );
            assert_eq!(total(&company), Some(wanted));
        }
    }
    assert_eq!(company.dump()["command"].len() as i64, wanted);
}

#[test]
fn data_step_whose_commit_is_lost_runs_once_before_the_command_that_waits() {
    for mode in [Mode::CutBeforeAnswer, Mode::CutBehindCommit, Mode::CutBeforeCommit] {
        let Some((mut company, proxy)) = with_modules_behind_proxy(|| with_steps(&[FIRST]), patient()) else { return };
        company.run(found()).unwrap();
        upgrade_program(&mut company, &[FIRST, SECOND]);
        proxy.set(mode);
        company.answer(count(&company)).unwrap();
        assert_eq!(proxy.mode(), Mode::Pass, "{mode:?} did not happen");
        assert_eq!(logged(&company), ["bank.company.found", "data.step.run", "bank.tally.count"], "{mode:?}");
        assert_eq!(total(&company), Some(1));
    }
}

#[test]
fn batch_whose_commit_is_lost_applies_each_command_once() {
    let Some((company, proxy)) = behind_proxy(patient()) else { return };
    let mut wanted = 0;
    for mode in [Mode::CutBeforeAnswer, Mode::CutBehindCommit, Mode::CutBeforeCommit] {
        let busy = Busy::keep(&company);
        let submit = |submission| company.submit(Submission { id: None, ..submission }).unwrap();
        let counts: Vec<_> = (0..20).map(|_| submit(count(&company))).collect();
        let refused = submit(company.submission(Buy { code: "nobody".into() }));
        // The COMMIT of the batch that kept the writer busy passes; the next one is theirs.
        proxy.set_behind(1, mode);
        busy.release();
        for outcome in counts {
            let answer = outcome.blocking_recv().unwrap().unwrap();
            wanted += 1;
            assert_eq!(
                (answer.body, answer.replayed),
                (format!("[{wanted},{wanted}]").into_bytes(), false),
                "{mode:?}"
            );
        }
        assert_eq!(refused.blocking_recv().unwrap().unwrap_err().kind, Kind::NotFound);
        assert_eq!(proxy.mode(), Mode::Pass, "{mode:?} did not happen");
        assert_eq!(total(&company), Some(wanted));
    }
}

#[test]
fn unreachable_database_is_reported_in_time_and_the_id_can_be_resent() {
    let limits = Limits { patience: Duration::from_millis(200), ..patient() };
    let Some((company, proxy)) = behind_proxy(limits) else { return };
    company.answer(count(&company)).unwrap();
    for (mode, done) in [(Mode::Refuse, false), (Mode::CutBeforeAnswerAndRefuse, true)] {
        proxy.set(mode);
        let submission = Submission { id: None, key: Some(format!("{mode:?}")), ..count(&company) };
        let again = || Submission { id: None, key: Some(format!("{mode:?}")), ..count(&company) };
        let lost = company.answer(submission).unwrap_err();
        assert_eq!((lost.kind.status(), lost.code), (503, "outcome_unknown"));
        assert_eq!(proxy.mode(), Mode::Refuse);
        // Still unreachable: everybody hears so.
        for answer in together_refused(&company) {
            assert_eq!(answer.unwrap_err().kind, Kind::Unavailable);
        }
        proxy.set(Mode::Pass);
        let found = company.answer(again()).unwrap();
        assert_eq!(found.replayed, done, "{mode:?}");
        assert!(lost.detail().contains(&found.id.to_string()), "{}", lost.detail());
    }
    assert_eq!(total(&company), Some(3));
    assert!(together(&company, vec![count(&company)])[0].is_ok());
}

fn together_refused(company: &Company) -> Vec<kernel::Result<command::Answer>> {
    let waiting: Vec<_> = (0..3).map(|_| company.submit(count(company)).unwrap()).collect();
    waiting.into_iter().map(|outcome| outcome.blocking_recv().unwrap()).collect()
}

#[test]
fn full_disk_neither_loses_nor_repeats_commands() {
    let company = Company::limited(Database::sqlite(), modules, patient());
    company.answer(count(&company)).unwrap();
    // Holds for this connection only: the next one finds room again.
    let full = |conn: &mut store::Conn| conn.query("PRAGMA max_page_count = 1", &[]).map(drop);
    company.writers().maintain(company.tenant, full).unwrap().blocking_recv().unwrap().unwrap();
    let submissions = (0..3).map(|_| company.submission(Many { rows: 2_000 })).chain([count(&company)]);
    for answer in together(&company, submissions.collect()) {
        assert!(!answer.unwrap().replayed);
    }
    assert_eq!(total(&company), Some(2));
    assert_eq!(company.dump()["move"].len(), 6_000);
}

#[test]
fn stalled_connection_is_given_up_and_its_locks_are_released() {
    let Some((company, proxy)) = behind_proxy(patient()) else { return };
    let mut wanted = 0;
    // Stalled between two commands, behind the lock of the head row, and behind a COMMIT that was carried out.
    for text in [None, Some(BEGIN), Some(COMMIT)] {
        company.answer(count(&company)).unwrap();
        match text {
            Some(text) => proxy.set(Mode::StallBehind(text)),
            None => proxy.stall(),
        }
        let answer = company.answer(Submission { id: None, ..count(&company) }).unwrap();
        wanted += 2;
        assert_eq!((answer.body, answer.replayed), (format!("[{wanted},{wanted}]").into_bytes(), false), "{text:?}");
        assert_eq!(proxy.mode(), Mode::Pass, "{text:?} did not happen");
        // The idle connections of readers are stalled too: one read is refused, the next has a new connection.
        if let Err(refused) = company.read(|session| session.get::<Tally>(&("n".into(), 1))) {
            assert_eq!(refused.code, "database_unavailable");
        }
        assert_eq!(total(&company), Some(wanted));
    }
    assert_eq!(company.dump()["command"].len() as i64, wanted);
}
