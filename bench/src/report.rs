//! The figures of a part as tables in Markdown.

use crate::BenchResult;
use crate::measurement::{Measurement, hundredths, median, millis};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Scenario, database and number of connections.
pub type Cell = (String, &'static str, usize);

/// A value that is measured once a run.
struct Single {
    unit: &'static str,
    values: Vec<u64>,
    target: Option<String>,
    /// Whether every run reached the target.
    reached: bool,
}

/// A measurement of a company beside another one, with that of the company alone.
struct Neighbour {
    meanwhile: &'static str,
    database: &'static str,
    what: &'static str,
    measured: Measurement,
    alone: Measurement,
}

/// All measurements of a part.
#[derive(Default)]
pub struct Report {
    /// Measurements through HTTP, one per run.
    pub served: BTreeMap<Cell, Vec<Measurement>>,
    /// Measurements by hand, one per run.
    pub baseline: BTreeMap<Cell, Vec<Measurement>>,
    singles: BTreeMap<(String, &'static str), Single>,
    neighbours: Vec<Neighbour>,
}

/// The targets: scenario, database, connections and the least ratio to the baseline in hundredths.
const TARGETS: [(&str, &str, usize, u64); 6] = [
    ("sale", "PostgreSQL", 1, 100),
    ("sale", "PostgreSQL", 8, 200),
    ("sale", "PostgreSQL", 32, 400),
    ("sale", "SQLite", 1, 90),
    ("sale", "SQLite", 8, 300),
    ("sale", "SQLite", 32, 500),
];

impl Report {
    /// Adds a value, its target in words and whether it was reached.
    pub fn single(
        &mut self,
        what: &str,
        database: &'static str,
        unit: &'static str,
        value: u64,
        target: Option<String>,
        reached: bool,
    ) {
        let new = Single { unit, values: Vec::new(), target, reached: true };
        let single = self.singles.entry((what.to_owned(), database)).or_insert(new);
        single.values.push(value);
        single.reached &= reached;
    }

    /// Adds what a company measured while another did something, and what it measured alone.
    pub fn neighbour(
        &mut self,
        meanwhile: &'static str,
        database: &'static str,
        (what, measured, alone): (&'static str, Measurement, Measurement),
    ) {
        self.neighbours.push(Neighbour { meanwhile, database, what, measured, alone });
    }

    /// The tables that hold something.
    pub fn tables(&self) -> BenchResult<String> {
        let mut page = String::new();
        if !self.served.is_empty() {
            self.write_measurements(&mut page)?;
        }
        if !self.singles.is_empty() {
            self.write_singles(&mut page)?;
        }
        if !self.neighbours.is_empty() {
            self.write_neighbours(&mut page)?;
        }
        Ok(page.trim_end().to_owned())
    }

    fn write_measurements(&self, page: &mut String) -> BenchResult {
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
        Ok(writeln!(page)?)
    }

    fn write_singles(&self, page: &mut String) -> BenchResult {
        writeln!(page, "| value | database | median | unit | target |\n| --- | --- | ---: | --- | --- |")?;
        for ((what, database), Single { unit, values, target, reached }) in &self.singles {
            let mut values = values.clone();
            values.sort_unstable();
            let value = values[values.len() / 2];
            let target = target.as_ref().map_or(String::new(), |target| format!("{target}: {}", verdict(*reached)));
            writeln!(page, "| {what} | {database} | {value} | {unit} | {target} |")?;
        }
        Ok(writeln!(page)?)
    }

    fn write_neighbours(&self, page: &mut String) -> BenchResult {
        writeln!(
            page,
            "Two connections of a company that sells and two that read its products, each with pauses of 20 ms.\n"
        )?;
        writeln!(
            page,
            "| the other company | database | requests | per second | p50 ms | p99 ms | longest ms | p99 alone | ratio | target |"
        )?;
        writeln!(page, "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")?;
        for Neighbour { meanwhile, database, what, measured, alone } in &self.neighbours {
            let ratio = measured.p99 * 100 / alone.p99.max(1);
            let (per_second, longest) = (measured.per_second, millis(measured.longest));
            let (p50, p99, alone) = (millis(measured.p50), millis(measured.p99), millis(alone.p99));
            let (ratio, verdict) = (hundredths(ratio), verdict(ratio <= 200));
            writeln!(
                page,
                "| {meanwhile} | {database} | {what} | {per_second} | {p50} | {p99} | {longest} | {alone} | {ratio} | ≤ 2.00: {verdict} |"
            )?;
        }
        Ok(writeln!(page)?)
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
    if *connections != 1 {
        return String::new();
    }
    if scenario.contains("order by another column") {
        return format!("p99 < 50 ms: {}", verdict(served.p99 < 50_000));
    }
    if scenario.starts_with("list") {
        return format!("p99 < 5 ms: {}", verdict(served.p99 < 5_000));
    }
    if scenario.contains("as_known_at") {
        return format!("p99 < 100 ms: {}", verdict(served.p99 < 100_000));
    }
    if scenario.starts_with("sums of a million") {
        return format!("p99 < 1 s: {}", verdict(served.p99 < 1_000_000));
    }
    if scenario.starts_with("trial balance, 10") {
        let longer = served.p50 * 100 / baseline.p50.max(1);
        let good = longer <= 150 && served.p50 < 100_000;
        return format!("≤ 1.50 × the time, < 100 ms: {} × {}", hundredths(longer), verdict(good));
    }
    String::new()
}
