//! Reports: trial balances over millions of lines, and what reads all of an imported year.

use crate::baseline::company::{Baseline, DAYS, MONTHS, Statement};
use crate::company::{Data, SERVED};
use crate::measurement::Phases;
use crate::server::ServerUnderTest;
use crate::{Bench, BenchResult, client, import, print_measurement, seeds};
use std::time::{Duration, Instant};

/// The company of the imported year.
const YEAR: &str = "year";

/// A day and the first day of its month.
fn day_and_month(day: &str) -> [String; 2] {
    [day.to_owned(), format!("{}-01", day.get(..7).unwrap_or_default())]
}

impl Bench {
    pub(crate) fn measure_reports(&mut self, database: &'static str) -> BenchResult {
        for millions in self.arguments.millions.clone() {
            self.with_new_database(database, |bench, database, target| {
                bench.measure_trial_balance(database, target, millions)
            })?;
        }
        self.with_new_database(database, Bench::measure_year)
    }

    /// Measures the trial balance of today over this many million lines.
    fn measure_trial_balance(
        &mut self,
        database: &'static str,
        target: &ServerUnderTest,
        millions: u64,
    ) -> BenchResult {
        target.create(SERVED)?;
        let server = target.serve()?;
        seeds::add_accounts(&server, &server.log_in(SERVED)?)?;
        server.stop()?;
        eprintln!("{millions} million lines on {database} …");
        let data = Data::open(target)?;
        seeds::insert_lines(&data, data.tenant(SERVED)?, millions * 1_000_000)?;
        drop(data);
        let baseline = Baseline::create(&target.place)?;
        baseline.insert_balances(millions * 1_000_000)?;
        for (how, sql) in [("months and days", MONTHS), ("days", DAYS)] {
            let name = format!("trial balance, {millions} M lines (baseline: {how})");
            let by_hand = Some(Statement { baseline: &baseline, sql, args: day_and_month });
            self.measure_query((&name, database), target, |_| "/reports/trial-balance/".to_owned(), by_hand)?;
        }
        Ok(())
    }

    /// Imports a year, then measures what reads all of its lines.
    fn measure_year(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        let year = import::write_year(&self.directory)?;
        import::import(target, YEAR, &year)?;
        let began = Instant::now();
        target.run(&["verify", "--tenant", YEAR], "")?;
        let took = began.elapsed().as_millis();
        let verify = u64::try_from(took)?;
        self.report.single(
            "verify of an imported year",
            database,
            "ms",
            verify,
            Some("≤ 10,000".into()),
            took <= 10_000,
        );
        let server = target.serve()?;
        let token = server.log_in(YEAR)?;
        for format in ["csv", "jsonl"] {
            for what in ["lines", "entries"] {
                let path = format!("/journal-{what}/export/?format={format}");
                let began = Instant::now();
                let (bytes, rows) = client::download(server.address, &path, &token)?;
                let took = u64::try_from(began.elapsed().as_millis())?.max(1);
                eprintln!("export of {rows} {what}, {} MB, in {took} ms", bytes / 1_000_000);
                let per_second = rows * 1_000 / took;
                let target = (what == "lines").then(|| "≥ 100,000".to_owned());
                let name = format!("export of {what} as {format}");
                self.report.single(&name, database, "per second", per_second, target, per_second >= 100_000);
            }
        }
        let memory = server.memory()? / 1024;
        self.report.single("memory after the exports", database, "MiB", memory, None, true);
        let trial = server.call("GET", "/reports/trial-balance/", &token, &serde_json::Value::Null)?;
        let last = serde_json::from_slice::<serde_json::Value>(&trial)?["seq"].as_u64().ok_or("no seq")?;
        // Any place of the journal, none of them twice.
        let path = |n: u64| format!("/reports/trial-balance/?as_known_at={}", last - n * (last / 600));
        let requests = (0..512).map(|n| client::request("GET", &path(n), &token, "")).collect();
        let phases = Phases { warm_up: Duration::ZERO, ..self.phases };
        let known = client::closed_loop(server.address, 1, requests, 200, phases)?;
        print_measurement("as_known_at", database, 1, "served", known);
        let cell = ("trial balance of an imported year, as_known_at any entry".to_owned(), database, 1);
        self.report.served.entry(cell).or_default().push(known);
        server.stop()
    }
}
