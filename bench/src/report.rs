//! The result as a page a person can read.

use crate::Outcome;
use crate::figures::{Figures, hundredths, median, millis};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Scenario, database, connections.
pub type Cell = (String, &'static str, usize);

/// A single figure: its unit, the values of the runs, the most that is wanted.
pub struct Single(&'static str, Vec<u64>, Option<u64>);

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    /// Through HTTP, one per run.
    pub served: BTreeMap<Cell, Vec<Figures>>,
    /// By hand, one per run.
    pub by_hand: BTreeMap<Cell, Vec<Figures>>,
    /// Single figures: what, database.
    pub singles: BTreeMap<(String, &'static str), Single>,
    /// Rows one document makes in each table, the same by hand.
    pub rows: BTreeMap<String, String>,
}

/// What the issue asks for: scenario, database, connections, least ratio by hand in hundredths.
const TARGETS: [(&str, &str, usize, u64); 5] = [
    ("sale", "PostgreSQL", 1, 100),
    ("sale", "PostgreSQL", 8, 150),
    ("sale", "PostgreSQL", 32, 300),
    ("sale", "SQLite", 8, 300),
    ("sale", "SQLite", 32, 800),
];

impl Report {
    /// Keeps a single figure.
    pub fn single(&mut self, what: &str, database: &'static str, unit: &'static str, value: u64, most: Option<u64>) {
        let single = self.singles.entry((what.to_owned(), database)).or_insert(Single(unit, Vec::new(), most));
        single.1.push(value);
    }

    /// The page.
    pub fn page(&self, how: &str) -> Outcome<String> {
        let mut page = String::from("# What it does in a second\n\n");
        writeln!(page, "{how}\n")?;
        writeln!(page, "## Documents, lists and reports\n")?;
        writeln!(
            page,
            "| scenario | database | connections | a second | p50 ms | p99 ms | by hand a second | p50 ms | p99 ms | ratio | wanted |"
        )?;
        writeln!(page, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")?;
        for (cell, runs) in &self.served {
            let served = median(runs);
            let hand = self.by_hand.get(cell).map(|runs| median(runs));
            let (scenario, database, connections) = cell;
            write!(page, "| {scenario} | {database} | {connections} | {} ", served.per_second)?;
            write!(page, "| {} | {} ", millis(served.p50), millis(served.p99))?;
            match hand {
                Some(hand) => {
                    let ratio = served.per_second * 100 / hand.per_second.max(1);
                    write!(page, "| {} | {} | {} ", hand.per_second, millis(hand.p50), millis(hand.p99))?;
                    writeln!(page, "| {} | {} |", hundredths(ratio), wanted(cell, ratio, &served, &hand))?;
                }
                None => writeln!(page, "| | | | | {} |", wanted(cell, 0, &served, &Figures::default()))?,
            }
        }
        writeln!(page, "\n## Start, memory, import\n")?;
        writeln!(page, "| what | database | median | unit | wanted |")?;
        writeln!(page, "| --- | --- | ---: | --- | --- |")?;
        for ((what, database), Single(unit, values, most)) in &self.singles {
            let mut values = values.clone();
            values.sort_unstable();
            let value = values[values.len() / 2];
            let wanted = most.map_or(String::new(), |most| format!("≤ {most}: {}", reached(value <= most)));
            writeln!(page, "| {what} | {database} | {value} | {unit} | {wanted} |")?;
        }
        writeln!(page, "\n## Rows a document makes\n")?;
        writeln!(
            page,
            "Counted in the run, equal by hand (beside these, rows of head, series, balances, pools and stock are changed in place).\n"
        )?;
        for (work, rows) in &self.rows {
            writeln!(page, "- {work}: {rows}")?;
        }
        Ok(page)
    }
}

fn reached(yes: bool) -> &'static str {
    if yes { "reached" } else { "**not reached**" }
}

fn wanted((scenario, database, connections): &Cell, ratio: u64, served: &Figures, hand: &Figures) -> String {
    if let Some((.., least)) =
        TARGETS.iter().find(|(s, d, c, _)| (s, d, c) == (&scenario.as_str(), database, connections))
    {
        return format!("≥ {} ×: {}", hundredths(*least), reached(ratio >= *least));
    }
    if scenario.starts_with("list") && *connections == 1 {
        return format!("p99 < 5 ms: {}", reached(served.p99 < 5_000));
    }
    if scenario.starts_with("trial balance, 10") && *connections == 1 {
        let longer = served.p50 * 100 / hand.p50.max(1);
        let good = longer <= 150 && served.p50 < 100_000;
        return format!("≤ 1.50 × the time, < 100 ms: {} × {}", hundredths(longer), reached(good));
    }
    String::new()
}
