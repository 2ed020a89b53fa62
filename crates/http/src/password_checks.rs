//! Password checks: on threads of their own, in a fair order, each account guarded against guesses from one source.
//!
//! A check costs a processor for some 20 ms and 19 MiB of memory, and needs no log-in. So few run at once, the source that
//! had the fewest checks lately goes first, and an account that logged in from there before goes before all others. After
//! some failures, further tries of that account from that source are made at a steady pace: a right password comes through
//! soon, and guessing stays slow. Other accounts and other sources do not wait.
//!
//! All of this is kept in memory, within bounds. Several servers over one database count on their own, and beside that together, where they
//! share what they count: then tries of a pair are paced until a right password comes.

use crate::shared_limits::{Counted, SharedLimits};
use crate::source::Source;
use kernel::{Kind, Result, hex};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::Instant;
use uuid::Uuid;

/// Failed tries of an account from one source after which its tries are paced.
const FREE_TRIES: u32 = 5;
/// The time between two paced tries.
const PACE: Duration = Duration::from_millis(500);
/// The longest time that a paced try waits for its turn; one that would wait longer is refused.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// How long failures and the checks of a source are remembered.
const REMEMBERED: Duration = Duration::from_secs(15 * 60);
/// Checks that wait; of more, the one that would be the last to run is refused.
const WAITING: usize = 1_000;
/// Sources and accounts that are remembered; of more, the one that was seen least recently is forgotten.
const ENTRIES: usize = 10_000;

/// The longest part of a typed account that is kept; no e-mail address is longer.
const ACCOUNT_CHARS: usize = 254;

/// The secret that is tried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tried {
    /// The password of the account with this e-mail address, as it was typed.
    Password(String),
    /// The password of the user who is logged in.
    OwnPassword(Uuid),
    /// A token to choose a new password.
    ResetToken,
}

/// What is tried, and where from.
type Pair = (Source, Tried);

/// The reason a check was not made, or its own error.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Too many tries after failed ones wait for their turn.
    Paced,
    /// Too many checks are waiting.
    Busy,
    /// The check itself failed; a wrong secret is [`Kind::Unauthenticated`].
    Failed(kernel::Error),
}

/// What became of a check whose turn had come.
enum Outcome<T, F> {
    Made(Result<T>),
    /// Given back: failures of before pace it.
    Paced(F),
}

/// What a check showed.
enum Verdict {
    Right,
    Wrong,
    /// The check could not be made.
    Unknown,
}

/// What a thread does with a check: makes it, or gives it back because it is paced.
type Run = Box<dyn FnOnce(bool) + Send>;

/// A check that waits for a thread. It is run, or dropped, which refuses it.
struct Check {
    pair: Pair,
    number: u64,
    /// Whether it has waited for its turn already.
    had_turn: bool,
    run: Run,
}

/// A count with the time of its last change, or of the last turn that was given.
#[derive(Clone, Copy)]
struct Count {
    count: u32,
    last: Instant,
}

/// Counts by a key, at most [`ENTRIES`], each forgotten after [`REMEMBERED`].
struct Counts<K>(BTreeMap<K, Count>);

impl<K: Ord + Clone> Counts<K> {
    fn get(&self, key: &K, now: Instant) -> Option<Count> {
        self.0.get(key).filter(|count| now.duration_since(count.last) < REMEMBERED).copied()
    }

    fn add(&mut self, key: K, now: Instant) {
        if self.0.len() >= ENTRIES && !self.0.contains_key(&key) {
            self.0.retain(|_, count| now.duration_since(count.last) < REMEMBERED);
            let oldest = self.0.iter().min_by_key(|(_, count)| count.last).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest.filter(|_| self.0.len() >= ENTRIES) {
                self.0.remove(&oldest);
            }
        }
        let known = self.get(&key, now).unwrap_or(Count { count: 0, last: now });
        self.0.insert(key, Count { count: known.count.saturating_add(1), last: known.last.max(now) });
    }
}

struct State {
    waiting: Vec<Check>,
    running: usize,
    numbers: u64,
    /// Checks by source.
    checks: Counts<Source>,
    /// Failed checks since the last right password.
    failures: Counts<Pair>,
    /// Right passwords with no failure since.
    right: Counts<Pair>,
}

impl State {
    /// The failures after which tries are paced.
    fn pacing(&self, pair: &Pair, now: Instant) -> Option<Count> {
        self.failures.get(pair, now).filter(|failed| failed.count >= FREE_TRIES)
    }

    /// Takes the next turn of a pair; `None` where its tries are not paced.
    fn take_turn(&mut self, pair: &Pair, now: Instant) -> std::result::Result<Option<Instant>, Refused> {
        let Some(failed) = self.pacing(pair, now) else { return Ok(None) };
        let turn = now.max(failed.last + PACE);
        if turn > now + LONGEST_WAIT {
            return Err(Refused::Paced);
        }
        self.failures.0.insert(pair.clone(), Count { last: turn, ..failed });
        Ok(Some(turn))
    }

    /// The order of checks: the least runs first.
    fn order(&self, check: &Check, now: Instant) -> (bool, u32, u64) {
        let is_new = !self.right.0.contains_key(&check.pair);
        let checks = self.checks.get(&check.pair.0, now).map_or(0, |count| count.count);
        (is_new, checks, check.number)
    }

    /// Adds a check; the one that is refused for it where too many wait.
    fn push(&mut self, check: Check, now: Instant) -> Option<Check> {
        self.waiting.push(check);
        if self.waiting.len() <= WAITING {
            return None;
        }
        let last = (0..self.waiting.len()).max_by_key(|n| self.order(&self.waiting[*n], now))?;
        Some(self.waiting.swap_remove(last))
    }

    fn pop(&mut self, now: Instant) -> Option<Check> {
        let first = (0..self.waiting.len()).min_by_key(|n| self.order(&self.waiting[*n], now))?;
        let check = self.waiting.swap_remove(first);
        self.checks.add(check.pair.0, now);
        Some(check)
    }

    fn learn(&mut self, pair: Pair, verdict: &Verdict, now: Instant) {
        match verdict {
            Verdict::Right => {
                self.failures.0.remove(&pair);
                self.right.add(pair, now);
            }
            Verdict::Wrong => {
                self.right.0.remove(&pair);
                self.failures.add(pair, now);
            }
            Verdict::Unknown => {}
        }
    }
}

/// Under what several servers count the tries of a pair: not the address that was typed itself.
fn shared_key(pair: &Pair) -> String {
    format!("log-in:{}", hex(&Sha256::digest(format!("{pair:?}"))))
}

fn verdict<T>(checked: &Result<T>) -> Verdict {
    match checked {
        Ok(_) => Verdict::Right,
        Err(error) if error.kind == Kind::Unauthenticated => Verdict::Wrong,
        // Only a right password is told that a company is missing or is not the user's.
        Err(error) if matches!(error.kind, Kind::Forbidden | Kind::Invalid) => Verdict::Right,
        Err(_) => Verdict::Unknown,
    }
}

/// The password checks of this process.
#[derive(Clone)]
pub(crate) struct PasswordChecks {
    state: Arc<Mutex<State>>,
    threads: usize,
    shared: Option<Arc<dyn SharedLimits>>,
}

impl PasswordChecks {
    /// Half of the processors make checks, so that the others go on serving.
    pub(crate) fn new(shared: Option<Arc<dyn SharedLimits>>) -> PasswordChecks {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        PasswordChecks { shared, ..PasswordChecks::with_threads((processors / 2).clamp(1, 4)) }
    }

    fn with_threads(threads: usize) -> PasswordChecks {
        let (checks, failures, right) = (Counts(BTreeMap::new()), Counts(BTreeMap::new()), Counts(BTreeMap::new()));
        let state = State { waiting: Vec::new(), running: 0, numbers: 0, checks, failures, right };
        PasswordChecks { state: Arc::new(Mutex::new(state)), threads, shared: None }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `check` of what is `tried` from `source` when its turn comes. An error of the kind [`Kind::Unauthenticated`] counts
    /// as a failed try. A client that goes away before its turn costs nothing.
    pub(crate) async fn run<T: Send + 'static, F: FnOnce() -> Result<T> + Send + 'static>(
        &self,
        source: Source,
        tried: Tried,
        mut check: F,
    ) -> std::result::Result<T, Refused> {
        let tried = match tried {
            Tried::Password(account) => {
                Tried::Password(account.trim().to_lowercase().chars().take(ACCOUNT_CHARS).collect())
            }
            tried => tried,
        };
        let pair = (source, tried);
        self.take_shared_turn(&pair).await?;
        // A check that is given back once has a turn from then on.
        loop {
            let turn = self.state().take_turn(&pair, Instant::now())?;
            if let Some(turn) = turn {
                tokio::time::sleep_until(turn).await;
            }
            let (reply, outcome) = oneshot::channel();
            let (checks, learned) = (self.clone(), pair.clone());
            let run = move |is_paced: bool| {
                if reply.is_closed() {
                    return;
                }
                if is_paced {
                    drop(reply.send(Outcome::Paced(check)));
                    return;
                }
                let checked = check();
                // Learned before it is answered, so that the client's next try is judged by it.
                checks.state().learn(learned, &verdict(&checked), Instant::now());
                drop(reply.send(Outcome::Made(checked)));
            };
            self.submit(pair.clone(), turn.is_some(), Box::new(run));
            match outcome.await {
                Ok(Outcome::Made(checked)) => {
                    if let (Some(shared), Verdict::Right) = (&self.shared, verdict(&checked)) {
                        shared.forget(shared_key(&pair)).await;
                    }
                    return checked.map_err(Refused::Failed);
                }
                Ok(Outcome::Paced(given_back)) => check = given_back,
                Err(_) => return Err(Refused::Busy),
            }
        }
    }

    /// Waits for the turn that all servers give together, where they do.
    async fn take_shared_turn(&self, pair: &Pair) -> std::result::Result<(), Refused> {
        let Some(shared) = &self.shared else { return Ok(()) };
        let last = Instant::now() + LONGEST_WAIT;
        loop {
            let counted = shared.count(shared_key(pair), PACE, FREE_TRIES).await;
            let Some(Counted { wait: Some(wait), .. }) = counted else { return Ok(()) };
            let turn = Instant::now() + wait;
            if turn > last {
                return Err(Refused::Paced);
            }
            tokio::time::sleep_until(turn).await;
        }
    }

    fn submit(&self, pair: Pair, had_turn: bool, run: Run) {
        // The threads measure time as the requests do, by the clock of the runtime.
        let runtime = Handle::current();
        let mut state = self.state();
        let number = state.numbers;
        state.numbers += 1;
        drop(state.push(Check { pair, number, had_turn, run }, Instant::now()));
        if state.running < self.threads {
            let checks = self.clone();
            let work = move || {
                let _clock = runtime.enter();
                checks.work();
            };
            let thread = std::thread::Builder::new().name("password".to_owned()).spawn(work);
            state.running += usize::from(thread.is_ok());
            // Without a thread at all the check would wait for ever.
            if state.running == 0 {
                state.waiting.clear();
            }
        }
    }

    /// Runs checks until none waits.
    fn work(&self) {
        loop {
            let mut state = self.state();
            let now = Instant::now();
            let Some(Check { pair, had_turn, run, .. }) = state.pop(now) else {
                state.running -= 1;
                return;
            };
            // Tries that arrived together are judged one after another by the failures of those before.
            let is_paced = !had_turn && state.pacing(&pair, now).is_some();
            drop(state);
            // A check that panics drops its reply, which refuses it.
            drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(is_paced))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    mod errors {
        kernel::problems! {
            pub wrong() = Unauthenticated "invalid_credentials", "Wrong": "Wrong.";
        }
    }

    fn source(last: u8) -> Source {
        Source::of([192, 0, 2, last].into())
    }

    /// Learns of a wrong password of `account` from `source` at `now`.
    fn fail(state: &mut State, pair: &Pair, now: Instant) {
        state.learn(pair.clone(), &Verdict::Wrong, now);
    }

    fn password(account: &str) -> Tried {
        Tried::Password(account.to_owned())
    }

    fn pair(last: u8, account: &str) -> Pair {
        (source(last), password(account))
    }

    #[test]
    fn failed_tries_pace_the_account_only_where_they_come_from() {
        let checks = PasswordChecks::with_threads(1);
        let mut state = checks.state();
        let now = Instant::now();
        let thief = pair(1, "owner@acme.test");
        for _ in 0..FREE_TRIES {
            assert_eq!(state.take_turn(&thief, now).unwrap(), None);
            fail(&mut state, &thief, now);
        }
        // Two tries a second, however many have failed; what would wait longer than a second is refused.
        assert_eq!(state.take_turn(&thief, now).unwrap(), Some(now + PACE));
        assert_eq!(state.take_turn(&thief, now).unwrap(), Some(now + 2 * PACE));
        assert!(matches!(state.take_turn(&thief, now), Err(Refused::Paced)));
        for other in [pair(2, "owner@acme.test"), pair(1, "other@acme.test"), (source(1), Tried::ResetToken)] {
            assert_eq!(state.take_turn(&other, now).unwrap(), None, "{other:?}");
        }
        let later = now + 4 * PACE;
        for _ in 0..100 {
            fail(&mut state, &thief, later);
        }
        assert_eq!(state.take_turn(&thief, later).unwrap(), Some(later + PACE));
        assert_eq!(state.take_turn(&thief, later + 4 * PACE).unwrap(), Some(later + 4 * PACE));
        state.learn(thief.clone(), &Verdict::Right, later);
        assert_eq!(state.take_turn(&thief, later).unwrap(), None);
    }

    #[test]
    fn failures_are_forgotten_and_their_number_is_bounded() {
        let checks = PasswordChecks::with_threads(1);
        let mut state = checks.state();
        let now = Instant::now();
        for n in 0..ENTRIES + 100 {
            fail(&mut state, &pair(1, &n.to_string()), now + Duration::from_micros(n as u64));
        }
        assert_eq!(state.failures.0.len(), ENTRIES);
        assert!(!state.failures.0.contains_key(&pair(1, "0")));
        fail(&mut state, &pair(1, "later"), now + 2 * REMEMBERED);
        assert_eq!(state.failures.0.len(), 1);
    }

    #[test]
    fn fewest_checks_go_first_and_known_accounts_before_all() {
        let checks = PasswordChecks::with_threads(1);
        let mut state = checks.state();
        let now = Instant::now();
        state.learn(pair(1, "owner@acme.test"), &Verdict::Right, now);
        let push = |state: &mut State, last: u8, account: &str, number: u64| {
            state.push(Check { pair: pair(last, account), number, had_turn: false, run: Box::new(|_| ()) }, now)
        };
        for n in 0..WAITING as u64 - 2 {
            assert!(push(&mut state, 1, &n.to_string(), n).is_none());
        }
        assert_eq!(state.pop(now).unwrap().pair, pair(1, "0"));
        assert!(push(&mut state, 2, "new@acme.test", 5_000).is_none());
        assert!(push(&mut state, 1, "owner@acme.test", 5_001).is_none());
        assert!(push(&mut state, 1, "last", 5_002).is_none());
        // Beyond the bound the last check of the source that had most is refused, not the newest.
        assert_eq!(push(&mut state, 2, "second@acme.test", 5_003).unwrap().pair, pair(1, "last"));
        let next: Vec<Pair> = (0..4).map(|_| state.pop(now).unwrap().pair).collect();
        let wanted = [pair(1, "owner@acme.test"), pair(2, "new@acme.test"), pair(2, "second@acme.test"), pair(1, "1")];
        assert_eq!(next, wanted);
    }

    #[tokio::test(start_paused = true)]
    async fn tries_that_arrive_together_are_paced_by_the_failures_among_them() {
        let checks = PasswordChecks::with_threads(1);
        // While this waits, time passes only where the test says so.
        let (end, ended) = mpsc::channel::<()>();
        let clock = tokio::task::spawn_blocking(move || ended.recv().is_ok());
        let (outcome, mut outcomes) = tokio::sync::mpsc::unbounded_channel();
        let log_in = |is_right: bool| {
            let (checks, outcome) = (checks.clone(), outcome.clone());
            tokio::spawn(async move {
                let check = move || if is_right { Ok(()) } else { Err(errors::wrong()) };
                outcome.send(checks.run(source(1), password(" Owner@acme.test"), check).await).ok();
            })
        };
        (0..20).for_each(|_| drop(log_in(false)));
        let (mut made, mut refused) = (0, 0);
        for _ in 0..18 {
            match outcomes.recv().await.unwrap() {
                Err(Refused::Failed(_)) => made += 1,
                Err(Refused::Paced) => refused += 1,
                other => panic!("{other:?}"),
            }
        }
        // Two wait for their turn, one after the other.
        assert_eq!((made, refused), (FREE_TRIES, 13));
        for _ in 0..2 {
            assert!(outcomes.is_empty());
            tokio::time::advance(PACE).await;
            assert!(matches!(outcomes.recv().await.unwrap(), Err(Refused::Failed(_))));
        }
        // So does the right password; after it no try waits.
        log_in(true);
        tokio::task::yield_now().await;
        assert!(outcomes.is_empty());
        tokio::time::advance(PACE).await;
        assert!(outcomes.recv().await.unwrap().is_ok());
        log_in(true);
        assert!(outcomes.recv().await.unwrap().is_ok());
        drop(end);
        clock.await.unwrap();
    }

    #[tokio::test]
    async fn long_nonsense_is_not_kept_whole() {
        let checks = PasswordChecks::with_threads(1);
        let nonsense = password(&"x".repeat(100_000));
        checks.run(source(1), nonsense, || Err::<(), _>(errors::wrong())).await.unwrap_err();
        let kept = checks.run(source(2), password("later"), || Ok(()));
        kept.await.unwrap();
        let state = checks.state();
        let length = |(_, tried): &Pair| if let Tried::Password(account) = tried { account.len() } else { 0 };
        assert_eq!(state.failures.0.keys().map(length).max(), Some(ACCOUNT_CHARS));
    }

    #[tokio::test]
    async fn client_that_went_away_costs_no_check() {
        let checks = PasswordChecks::with_threads(1);
        let (release, released) = mpsc::channel::<()>();
        let busy = tokio::spawn({
            let checks = checks.clone();
            let busy = move || {
                released.recv().ok();
                Ok(())
            };
            async move { checks.run(source(9), password("busy"), busy).await }
        });
        let gone = checks.run(source(1), password("a"), || -> Result<()> { unreachable!("the client has gone") });
        assert!(futures_util::poll!(std::pin::pin!(gone)).is_pending());
        drop(release);
        busy.await.unwrap().unwrap();
        checks.run(source(1), password("b"), || Ok(())).await.unwrap();
    }
}
