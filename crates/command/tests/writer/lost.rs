//! COMMIT without an answer: a proxy between writer and PostgreSQL cuts the wire at the worst moment.

use crate::bank::{Busy, Buy, Count, Many, Tally, modules};
use crate::refusals::{patient, together};
use crate::replay::{found, logged, upgrade_program};
use crate::versions::{FIRST, SECOND, with_steps};
use command::{Limits, Module, Submission};
use kernel::Kind;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Location, Read as _};
use testkit::{Company, Database};

/// What the proxy does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Pass,
    /// The next COMMIT is delivered and carried out; its answer is not.
    CutBeforeAnswer,
    /// The same, and no connection gets through afterwards.
    CutBeforeAnswerAndRefuse,
    /// The next COMMIT is delivered and the wire cut at once: the server may still be at it.
    CutBehindCommit,
    /// The next COMMIT is not delivered.
    CutBeforeCommit,
    /// No connection gets through.
    Refuse,
}

/// How many COMMITs pass first, and what happens then.
type Shared = Arc<Mutex<(usize, Mode)>>;

struct Proxy {
    port: u16,
    mode: Shared,
}

impl Proxy {
    /// In front of the server at `address`.
    fn start(address: String) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mode = Shared::new(Mutex::new((0, Mode::Pass)));
        let shared = mode.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if shared.lock().unwrap().1 != Mode::Refuse {
                    connect(&client, &TcpStream::connect(&address).unwrap(), &shared);
                }
            }
        });
        Proxy { port, mode }
    }

    fn set(&self, mode: Mode) {
        self.set_behind(0, mode);
    }

    fn set_behind(&self, commits: usize, mode: Mode) {
        *self.mode.lock().unwrap() = (commits, mode);
    }

    fn mode(&self) -> Mode {
        self.mode.lock().unwrap().1
    }
}

fn cut(one: &TcpStream, other: &TcpStream) {
    for end in [one, other] {
        // The other direction may have cut it already.
        drop(end.shutdown(Shutdown::Both));
    }
}

fn connect(client: &TcpStream, server: &TcpStream, mode: &Shared) {
    let muted = Arc::new(Mutex::new(false));
    let copy = |stream: &TcpStream| stream.try_clone().unwrap();
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let (mut from, mut to, mode, mute) = (copy(client), copy(server), mode.clone(), muted.clone());
    std::thread::spawn(move || {
        let mut buffer = [0; 65_536];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            let commits = buffer[..length].windows(13).any(|window| window == b"COMMIT; SELEC");
            let mut state = mode.lock().unwrap();
            let (pass, mode) = &mut *state;
            let commits = commits && *pass == 0 || {
                *pass -= usize::from(commits);
                false
            };
            match *mode {
                Mode::Refuse => break,
                Mode::CutBeforeCommit if commits => {
                    *mode = Mode::Pass;
                    break;
                }
                Mode::CutBeforeAnswer | Mode::CutBeforeAnswerAndRefuse | Mode::CutBehindCommit if commits => {
                    *mute.lock().unwrap() = true;
                    to.write_all(&buffer[..length]).unwrap();
                    if *mode == Mode::CutBehindCommit {
                        *mode = Mode::Pass;
                        break;
                    }
                    *mode = if *mode == Mode::CutBeforeAnswer { Mode::Pass } else { Mode::Refuse };
                }
                _ if to.write_all(&buffer[..length]).is_err() => break,
                _ => {}
            }
        }
        cut(&from, &to);
    });
    let (mut from, mut to) = (copy(server), copy(client));
    std::thread::spawn(move || {
        let mut buffer = [0; 65_536];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if *muted.lock().unwrap() || to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        cut(&from, &to);
    });
}

/// A company whose writer and readers reach PostgreSQL through a proxy.
fn behind_proxy(limits: Limits) -> Option<(Company, Proxy)> {
    with_modules_behind_proxy(modules, limits)
}

/// The same with these modules.
fn with_modules_behind_proxy(modules: impl FnOnce() -> Vec<Module>, limits: Limits) -> Option<(Company, Proxy)> {
    let mut database = Database::postgres()?;
    let Location::Postgres(url) = &database.place else { unreachable!() };
    let address = url.split_once('@').unwrap().1.split_once('/').unwrap().0.to_owned();
    let proxy = Proxy::start(address.clone());
    database.place = Location::Postgres(url.replace(&address, &format!("127.0.0.1:{}", proxy.port)));
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
