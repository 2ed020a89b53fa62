//! Throughput and latencies of one closed loop, as whole numbers.

use crate::BenchResult;
use std::error::Error;
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// The result of one closed loop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measurement {
    /// Requests or transactions per second.
    pub per_second: u64,
    /// The median latency in microseconds.
    pub p50: u64,
    /// The 99th percentile of the latency in microseconds.
    pub p99: u64,
    /// The longest latency in microseconds.
    pub longest: u64,
}

/// The latencies of one closed loop, without those of requests that were answered in the warm-up.
#[derive(Debug, Default)]
pub struct Samples {
    /// Latencies in microseconds.
    pub micros: Vec<u32>,
}

impl Samples {
    /// Adds the request that was sent at `sent` and has just been answered, in a loop that began at `started`. Returns whether the
    /// measured time is over.
    pub fn add(&mut self, sent: Instant, started: Instant, phases: Phases) -> bool {
        let now = Instant::now();
        // A request that was held up since the warm-up counts too: it tells most.
        if now - started >= phases.warm_up {
            self.micros.push(u32::try_from((now - sent).as_micros()).unwrap_or(u32::MAX));
        }
        now - started >= phases.warm_up + phases.measured
    }

    /// Waits for loops that run as tasks and merges their samples.
    pub async fn of_tasks<E>(loops: Vec<JoinHandle<Result<Samples, E>>>) -> BenchResult<Samples>
    where
        Box<dyn Error + Send + Sync>: From<E>,
    {
        let mut all = Samples::default();
        for task in loops {
            all.merge(task.await??);
        }
        Ok(all)
    }

    /// Waits for loops that run in threads and merges their samples.
    pub fn of_threads(loops: Vec<ScopedJoinHandle<'_, BenchResult<Samples>>>) -> BenchResult<Samples> {
        let mut all = Samples::default();
        for thread in loops {
            all.merge(thread.join().map_err(|_| "a thread panicked")??);
        }
        Ok(all)
    }

    fn merge(&mut self, other: Samples) {
        self.micros.extend(other.micros);
    }

    /// Computes throughput and percentiles over the measured time.
    pub fn summarize(mut self, measured: Duration) -> Measurement {
        self.micros.sort_unstable();
        let at = |percent: usize| {
            let place = (self.micros.len() * percent / 100).min(self.micros.len().saturating_sub(1));
            self.micros.get(place).copied().unwrap_or_default().into()
        };
        let measured = u64::try_from(measured.as_micros()).unwrap_or(u64::MAX).max(1);
        let per_second = self.micros.len() as u64 * 1_000_000 / measured;
        let longest = self.micros.last().copied().unwrap_or_default().into();
        Measurement { per_second, p50: at(50), p99: at(99), longest }
    }
}

/// The median of several runs, separately for each value.
pub fn median(runs: &[Measurement]) -> Measurement {
    let middle = |figure: fn(&Measurement) -> u64| {
        let mut values: Vec<u64> = runs.iter().map(figure).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Measurement {
        per_second: middle(|f| f.per_second),
        p50: middle(|f| f.p50),
        p99: middle(|f| f.p99),
        longest: middle(|f| f.longest),
    }
}

/// The durations of the phases of a closed loop.
#[derive(Clone, Copy, Debug)]
pub struct Phases {
    /// The time before samples are kept.
    pub warm_up: Duration,
    /// The time during which samples are kept.
    pub measured: Duration,
    /// The time that each connection waits between two requests.
    pub pause: Duration,
}

/// Formats hundredths: 275 is 2.75.
pub fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Formats microseconds as milliseconds.
pub fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}
