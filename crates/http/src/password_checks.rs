//! Password checks: on threads of their own, in a fair order, each account guarded against guesses from one source.
//!
//! A check costs a processor for some 20 ms and 19 MiB of memory, and needs no log-in. So few run at once, the source that
//! had the fewest checks lately goes first, and an account that logged in from there before goes before all others. After
//! failed tries an account waits only where they came from: its owner, elsewhere, does not.
//!
//! All of this is kept in memory, within bounds. Several servers over one database count on their own.

use crate::source::Source;
use kernel::{Kind, Result};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Failed tries of an account from one source that need no waiting.
const FREE_TRIES: u32 = 5;
/// How long the next try waits after these; it doubles with each further failure.
const FIRST_WAIT: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);
/// How long failures and the checks of a source are remembered.
const REMEMBERED: Duration = Duration::from_secs(15 * 60);
/// Checks that wait; of more, the one that would be the last to run is refused.
const WAITING: usize = 1_000;
/// Sources and accounts that are remembered; of more, the one that was seen least recently is forgotten.
const ENTRIES: usize = 10_000;

/// An account as it was typed, and where from.
type Pair = (Source, String);

/// The reason a check was not made, or its own error.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Too many failed tries of this account from this source: the next one may come after this time.
    Wait(Duration),
    /// Too many checks are waiting.
    Busy,
    /// The check itself failed; a wrong password is [`Kind::Unauthenticated`].
    Failed(kernel::Error),
}

/// What a check showed.
enum Verdict {
    Right,
    Wrong,
    /// The client has gone, or the check could not be made.
    Unknown,
}

/// A check that waits for a thread. It is run, told that its account has to wait, or dropped, which refuses it.
struct Check {
    pair: Pair,
    number: u64,
    run: Box<dyn FnOnce(Option<Duration>) -> Verdict + Send>,
}

/// A count with the time of its last change.
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
        let count = self.get(&key, now).map_or(0, |count| count.count).saturating_add(1);
        self.0.insert(key, Count { count, last: now });
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
    /// How long the next try of an account from a source has to wait.
    fn wait(&self, pair: &Pair, now: Instant) -> Option<Duration> {
        let failed = self.failures.get(pair, now)?;
        let doublings = failed.count.checked_sub(FREE_TRIES)?;
        let wait = FIRST_WAIT.saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX)).min(LONGEST_WAIT);
        wait.checked_sub(now.duration_since(failed.last)).filter(|wait| !wait.is_zero())
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

/// The password checks of this process.
#[derive(Clone)]
pub(crate) struct PasswordChecks {
    state: Arc<Mutex<State>>,
    threads: usize,
}

impl PasswordChecks {
    /// Half of the processors make checks, so that the others go on serving.
    pub(crate) fn new() -> PasswordChecks {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        PasswordChecks::with_threads((processors / 2).clamp(1, 4))
    }

    fn with_threads(threads: usize) -> PasswordChecks {
        let (checks, failures, right) = (Counts(BTreeMap::new()), Counts(BTreeMap::new()), Counts(BTreeMap::new()));
        let state = State { waiting: Vec::new(), running: 0, numbers: 0, checks, failures, right };
        PasswordChecks { state: Arc::new(Mutex::new(state)), threads }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `check` of the password of `account`, asked for from `source`, when its turn comes. An error of the kind
    /// [`Kind::Unauthenticated`] counts as a failed try. A client that goes away before its turn costs nothing.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        source: Source,
        account: &str,
        check: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Refused> {
        let pair = (source, account.trim().to_lowercase());
        let (reply, outcome) = oneshot::channel();
        let run = move |wait: Option<Duration>| {
            if reply.is_closed() {
                return Verdict::Unknown;
            }
            let checked = match wait {
                Some(wait) => Err(Refused::Wait(wait)),
                None => check().map_err(Refused::Failed),
            };
            let verdict = match &checked {
                Ok(_) => Verdict::Right,
                Err(Refused::Failed(error)) if error.kind == Kind::Unauthenticated => Verdict::Wrong,
                // Only a right password is told that a company is missing or is not the user's.
                Err(Refused::Failed(error)) if matches!(error.kind, Kind::Forbidden | Kind::Invalid) => Verdict::Right,
                Err(_) => Verdict::Unknown,
            };
            drop(reply.send(checked));
            verdict
        };
        self.submit(pair, Box::new(run))?;
        outcome.await.unwrap_or(Err(Refused::Busy))
    }

    fn submit(
        &self,
        pair: Pair,
        run: Box<dyn FnOnce(Option<Duration>) -> Verdict + Send>,
    ) -> std::result::Result<(), Refused> {
        let now = Instant::now();
        let mut state = self.state();
        if let Some(wait) = state.wait(&pair, now) {
            return Err(Refused::Wait(wait));
        }
        let number = state.numbers;
        state.numbers += 1;
        drop(state.push(Check { pair, number, run }, now));
        if state.running < self.threads {
            let checks = self.clone();
            let thread = std::thread::Builder::new().name("password".to_owned()).spawn(move || checks.work());
            state.running += usize::from(thread.is_ok());
            // Without a thread at all the check would wait for ever.
            if state.running == 0 {
                state.waiting.clear();
            }
        }
        Ok(())
    }

    /// Runs checks until none waits.
    fn work(&self) {
        loop {
            let mut state = self.state();
            let now = Instant::now();
            let Some(Check { pair, run, .. }) = state.pop(now) else {
                state.running -= 1;
                return;
            };
            // Tries that arrived together are judged one after another by the failures of those before.
            let wait = state.wait(&pair, now);
            drop(state);
            let verdict = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(wait)));
            self.state().learn(pair, &verdict.unwrap_or(Verdict::Unknown), Instant::now());
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

    fn pair(last: u8, account: &str) -> Pair {
        (source(last), account.to_owned())
    }

    #[test]
    fn failed_tries_delay_the_account_only_where_they_come_from() {
        let checks = PasswordChecks::with_threads(1);
        let mut state = checks.state();
        let now = Instant::now();
        let thief = pair(1, "owner@acme.test");
        for _ in 0..FREE_TRIES {
            assert_eq!(state.wait(&thief, now), None);
            fail(&mut state, &thief, now);
        }
        assert_eq!(state.wait(&thief, now), Some(FIRST_WAIT));
        assert_eq!(state.wait(&pair(2, "owner@acme.test"), now), None);
        assert_eq!(state.wait(&pair(1, "other@acme.test"), now), None);
        let later = now + FIRST_WAIT;
        assert_eq!(state.wait(&thief, later), None);
        fail(&mut state, &thief, later);
        assert_eq!(state.wait(&thief, later), Some(2 * FIRST_WAIT));
        for _ in 0..100 {
            fail(&mut state, &thief, later);
        }
        assert_eq!(state.wait(&thief, later), Some(LONGEST_WAIT));
        assert_eq!(state.wait(&thief, later + LONGEST_WAIT), None);
        state.learn(thief.clone(), &Verdict::Right, later);
        assert_eq!(state.wait(&thief, later), None);
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
            state.push(Check { pair: pair(last, account), number, run: Box::new(|_| Verdict::Wrong) }, now)
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

    #[tokio::test]
    async fn tries_that_arrive_together_are_not_all_made() {
        let checks = PasswordChecks::with_threads(1);
        let (release, released) = mpsc::channel::<()>();
        let busy = checks.run(source(9), "busy", move || {
            released.recv().ok();
            Ok(())
        });
        let tries = (0..20).map(|_| checks.run(source(1), " Owner@acme.test", || Err::<(), _>(errors::wrong())));
        let all = futures_util::future::join_all(tries);
        let (_, outcomes, _) = tokio::join!(biased; busy, all, async move { drop(release) });
        let made = outcomes.iter().filter(|outcome| matches!(outcome, Err(Refused::Failed(_)))).count();
        assert_eq!(made, FREE_TRIES as usize);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(Refused::Failed(_) | Refused::Wait(_)))));
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
            async move { checks.run(source(9), "busy", busy).await }
        });
        let gone = checks.run(source(1), "a", || -> Result<()> { unreachable!("the client has gone") });
        assert!(futures_util::poll!(std::pin::pin!(gone)).is_pending());
        drop(release);
        busy.await.unwrap().unwrap();
        checks.run(source(1), "b", || Ok(())).await.unwrap();
    }
}
