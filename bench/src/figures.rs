//! What a cell measured: whole numbers, microseconds.

use std::time::Duration;

/// What one closed loop did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Answers in a second.
    pub per_second: u64,
    /// Half of the answers were faster, in microseconds.
    pub p50: u64,
    /// All but one in a hundred were faster, in microseconds.
    pub p99: u64,
}

/// The latencies of one closed loop; what came during the warm-up is only counted.
#[derive(Debug, Default)]
pub struct Samples {
    /// Latencies in microseconds.
    pub micros: Vec<u32>,
    /// Everything that was done, the warm-up included.
    pub done: u64,
}

impl Samples {
    /// Keeps one answer.
    pub fn add(&mut self, latency: Duration, warm: bool) {
        self.done += 1;
        if warm {
            self.micros.push(u32::try_from(latency.as_micros()).unwrap_or(u32::MAX));
        }
    }

    /// All of several loops together.
    pub fn join(parts: impl IntoIterator<Item = Samples>) -> Samples {
        let mut all = Samples::default();
        for part in parts {
            all.micros.extend(part.micros);
            all.done += part.done;
        }
        all
    }

    /// The figures over the measured time.
    pub fn figures(mut self, measured: Duration) -> Figures {
        self.micros.sort_unstable();
        let at = |percent: usize| {
            let place = (self.micros.len() * percent / 100).min(self.micros.len().saturating_sub(1));
            self.micros.get(place).copied().unwrap_or_default().into()
        };
        let measured = u64::try_from(measured.as_micros()).unwrap_or(u64::MAX).max(1);
        let per_second = self.micros.len() as u64 * 1_000_000 / measured;
        Figures { per_second, p50: at(50), p99: at(99) }
    }
}

/// The middle of several runs, each figure for itself.
pub fn median(runs: &[Figures]) -> Figures {
    let middle = |figure: fn(&Figures) -> u64| {
        let mut values: Vec<u64> = runs.iter().map(figure).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Figures { per_second: middle(|f| f.per_second), p50: middle(|f| f.p50), p99: middle(|f| f.p99) }
}

/// How long a loop warms up and how long it is measured.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Before anything counts.
    pub warm_up: Duration,
    /// What counts.
    pub measured: Duration,
}

/// Hundredths as text: 275 is 2.75.
pub fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Microseconds as milliseconds.
pub fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}
