//! The report in Markdown.

use crate::BenchResult;
use crate::measurement::{Measurement, hundredths, median, millis};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Scenario, database and number of connections.
pub type Cell = (String, &'static str, usize);

/// A value that is measured once per run: its unit, the values of the runs, and the upper limit that is the target.
pub struct SingleValue(&'static str, Vec<u64>, Option<u64>);

/// All measurements.
#[derive(Default)]
pub struct Report {
    /// Measurements through HTTP, one per run.
    pub served: BTreeMap<Cell, Vec<Measurement>>,
    /// Measurements of the baseline, one per run.
    pub baseline: BTreeMap<Cell, Vec<Measurement>>,
    /// Single values by name and database.
    pub singles: BTreeMap<(String, &'static str), SingleValue>,
    /// The rows that one document inserts into each table, by scenario; equal for server and baseline.
    pub rows: BTreeMap<String, String>,
}

/// The targets: scenario, database, connections and the least ratio to the baseline in hundredths.
const TARGETS: [(&str, &str, usize, u64); 5] = [
    ("sale", "PostgreSQL", 1, 100),
    ("sale", "PostgreSQL", 8, 150),
    ("sale", "PostgreSQL", 32, 300),
    ("sale", "SQLite", 8, 300),
    ("sale", "SQLite", 32, 800),
];

impl Report {
    /// Adds a single value.
    pub fn single(&mut self, what: &str, database: &'static str, unit: &'static str, value: u64, most: Option<u64>) {
        let single = self.singles.entry((what.to_owned(), database)).or_insert(SingleValue(unit, Vec::new(), most));
        single.1.push(value);
    }

    /// Formats the report; `how` describes the measurement.
    pub fn page(&self, how: &str) -> BenchResult<String> {
        let mut page = String::from("# Throughput and latency\n\n");
        writeln!(page, "{how}\n")?;
        writeln!(page, "## Documents, lists and reports\n")?;
        writeln!(
            page,
            "| scenario | database | connections | per second | p50 ms | p99 ms | baseline per second | p50 ms | p99 ms | ratio | target |"
        )?;
        writeln!(page, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")?;
        for (cell, runs) in &self.served {
            let served = median(runs);
            let baseline = self.baseline.get(cell).map(|runs| median(runs));
            let (scenario, database, connections) = cell;
            write!(page, "| {scenario} | {database} | {connections} | {} ", served.per_second)?;
            write!(page, "| {} | {} ", millis(served.p50), millis(served.p99))?;
            match baseline {
                Some(baseline) => {
                    let ratio = served.per_second * 100 / baseline.per_second.max(1);
                    write!(page, "| {} | {} | {} ", baseline.per_second, millis(baseline.p50), millis(baseline.p99))?;
                    writeln!(page, "| {} | {} |", hundredths(ratio), target(cell, ratio, &served, &baseline))?;
                }
                None => writeln!(page, "| | | | | {} |", target(cell, 0, &served, &Measurement::default()))?,
            }
        }
        writeln!(page, "\n## Start, memory, import\n")?;
        writeln!(page, "| value | database | median | unit | target |")?;
        writeln!(page, "| --- | --- | ---: | --- | --- |")?;
        for ((what, database), SingleValue(unit, values, most)) in &self.singles {
            let mut values = values.clone();
            values.sort_unstable();
            let value = values[values.len() / 2];
            let target = most.map_or(String::new(), |most| format!("≤ {most}: {}", verdict(value <= most)));
            writeln!(page, "| {what} | {database} | {value} | {unit} | {target} |")?;
        }
        writeln!(page, "\n## Rows inserted per document\n")?;
        writeln!(
            page,
            "Counted in the run and equal for server and baseline. Rows of head, series, balances, pools and stock are updated in place.\n"
        )?;
        for (kind, rows) in &self.rows {
            writeln!(page, "- {kind}: {rows}")?;
        }
        Ok(page)
    }
}

fn verdict(yes: bool) -> &'static str {
    if yes { "reached" } else { "**not reached**" }
}

fn target(
    (scenario, database, connections): &Cell,
    ratio: u64,
    served: &Measurement,
    baseline: &Measurement,
) -> String {
    if let Some((.., least)) =
        TARGETS.iter().find(|(s, d, c, _)| (s, d, c) == (&scenario.as_str(), database, connections))
    {
        return format!("≥ {} ×: {}", hundredths(*least), verdict(ratio >= *least));
    }
    if scenario.starts_with("list") && *connections == 1 {
        return format!("p99 < 5 ms: {}", verdict(served.p99 < 5_000));
    }
    if scenario.starts_with("trial balance, 10") && *connections == 1 {
        let longer = served.p50 * 100 / baseline.p50.max(1);
        let good = longer <= 150 && served.p50 < 100_000;
        return format!("≤ 1.50 × the time, < 100 ms: {} × {}", hundredths(longer), verdict(good));
    }
    String::new()
}
