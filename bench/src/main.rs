//! Measures the complete server through HTTP and compares it with a baseline: hand-written SQL that writes the same rows.
//!
//! `cargo xtask bench` builds this program and the release server, starts a PostgreSQL and passes the arguments on.

mod baseline;
mod client;
mod company;
mod import;
mod machine;
mod measurement;
mod reads;
mod report;
mod server;
mod workload;

use clap::Parser;
use company::{BASELINE, Data, SERVED};
use measurement::{Measurement, Phases, millis};
use report::Report;
use server::ServerUnderTest;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use store::{Conn, Location, schema_name};
use uuid::Uuid;
use workload::DocumentKind;

/// The result of a part of the bench.
pub type BenchResult<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const SQLITE: &str = "SQLite";
const POSTGRES: &str = "PostgreSQL";

#[derive(Parser)]
#[command(name = "bench", about = "Measure the server against hand-written SQL that writes the same rows")]
struct Arguments {
    /// Number of runs; the report shows medians
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Measured seconds for each combination of scenario, database and connections
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// One run of two seconds each, to check that the bench works
    #[arg(long)]
    quick: bool,
    /// Only these scenarios: start, sale, entry2, entry10, list, trial-balance, import
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only this database: sqlite or postgres
    #[arg(long)]
    database: Option<String>,
    /// Numbers of concurrent keep-alive connections
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 32])]
    connections: Vec<usize>,
    /// Numbers of journal lines for the trial balances, in millions
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10])]
    millions: Vec<u64>,
    /// Also write the report to this file
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print the process id of the loaded server, for a profiler
    #[arg(long, hide = true)]
    pid: bool,
}

struct Bench {
    arguments: Arguments,
    phases: Phases,
    binary: PathBuf,
    directory: PathBuf,
    postgres: Option<String>,
    report: Report,
}

fn main() -> ExitCode {
    match bench(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "cargo xtask bench passes server and database in the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn bench(mut arguments: Arguments) -> BenchResult {
    if arguments.quick {
        (arguments.runs, arguments.seconds) = (1, 2);
    }
    let measured = Duration::from_secs(arguments.seconds);
    let phases = Phases { warm_up: Duration::from_secs(1).min(measured), measured };
    let binary = environment("XTASK_BIN").ok_or("XTASK_BIN must name the server: run `cargo xtask bench`")?;
    let binary = std::path::absolute(binary)?;
    let directory = std::env::temp_dir().join(format!("sanduk-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let postgres = environment("XTASK_TEST_POSTGRES");
    let mut bench = Bench { arguments, phases, binary, directory, postgres, report: Report::default() };
    let outcome = bench.run();
    std::fs::remove_dir_all(&bench.directory)?;
    outcome
}

impl Bench {
    fn is_selected(&self, scenario: &str) -> bool {
        self.arguments.only.is_empty() || self.arguments.only.iter().any(|only| only == scenario)
    }

    fn databases(&self) -> Vec<&'static str> {
        let chosen = |name: &&'static str| {
            let given = self.arguments.database.as_deref();
            given.is_none_or(|given| name.to_lowercase().starts_with(&given.to_lowercase()))
        };
        let there = |name: &&'static str| *name == SQLITE || self.postgres.is_some();
        [SQLITE, POSTGRES].into_iter().filter(there).filter(chosen).collect()
    }

    fn run(&mut self) -> BenchResult {
        let databases = self.databases();
        if self.postgres.is_none() {
            eprintln!("LEFT OUT: PostgreSQL, because XTASK_TEST_POSTGRES is not set");
        }
        for run in 1..=self.arguments.runs {
            for database in &databases {
                eprintln!("run {run} of {} on {database}", self.arguments.runs);
                self.with_new_database(database, Bench::measure_documents)?;
            }
        }
        for database in &databases {
            self.with_new_database(database, Bench::measure_lists)?;
            for millions in self.arguments.millions.clone() {
                self.with_new_database(database, |bench, database, target| {
                    bench.measure_trial_balance(database, target, millions)
                })?;
            }
            self.with_new_database(database, Bench::measure_imports)?;
        }
        let how = format!(
            "Measured by `cargo xtask bench` on {}. Client and server share the cores. Closed loop over keep-alive connections, \
             through HTTP with a bearer token, permissions, validation, log and hash chain; {} s of warm-up and {} s of \
             measurement, medians of {} runs, each run on a new database. The baseline is hand-written SQL \
             (`bench/src/baseline/`) that inserts the same rows into the same tables of a company created by `sanduk`, with one \
             transaction per document, the same durability (`synchronous=FULL`, `fsync=on`) and without HTTP.",
            machine::facts(&self.directory)?,
            self.phases.warm_up.as_secs(),
            self.phases.measured.as_secs(),
            self.arguments.runs
        );
        let page = self.report.page(&how)?;
        print!("{page}");
        if let Some(out) = &self.arguments.out {
            std::fs::write(out, page)?;
        }
        Ok(())
    }

    /// Runs `part` with a new database and deletes the database afterwards.
    fn with_new_database(
        &mut self,
        database: &'static str,
        part: impl FnOnce(&mut Bench, &'static str, &ServerUnderTest) -> BenchResult,
    ) -> BenchResult {
        let directory = self.directory.join("data");
        std::fs::create_dir_all(&directory)?;
        let target = |place| ServerUnderTest { binary: self.binary.clone(), place, directory: directory.clone() };
        let outcome = match self.postgres.clone().filter(|_| database == POSTGRES) {
            None => {
                let target = target(Location::Directory(directory.clone()));
                part(self, database, &target)
            }
            Some(server) => {
                let name = format!("bench_{}", std::process::id());
                let mut conn = Conn::to_server(&server).map_err(company::error_text)?;
                conn.script(&format!("CREATE DATABASE {name}")).map_err(company::error_text)?;
                let (base, _) = server.rsplit_once('/').ok_or("XTASK_TEST_POSTGRES names no database")?;
                let target = target(Location::Postgres(format!("{base}/{name}")));
                let outcome = part(self, database, &target);
                let mut conn = Conn::to_server(&server).map_err(company::error_text)?;
                conn.script(&format!("DROP DATABASE {name} WITH (FORCE)")).map_err(company::error_text)?;
                outcome
            }
        };
        if outcome.is_err() {
            let log = std::fs::read_to_string(directory.join("server.log")).unwrap_or_default();
            log.lines().filter(|line| !line.contains(" INFO ")).for_each(|line| eprintln!("{line}"));
        }
        std::fs::remove_dir_all(&directory)?;
        outcome
    }

    /// Measures start-up, and posting documents through HTTP and as the baseline.
    fn measure_documents(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        let kinds: Vec<DocumentKind> =
            DocumentKind::ALL.into_iter().filter(|kind| self.is_selected(kind.name())).collect();
        if kinds.is_empty() && !self.is_selected("start") {
            return Ok(());
        }
        company::set_up(target)?;
        let server = target.serve()?;
        let start_up = u64::try_from(server.start_up.as_millis())?;
        std::thread::sleep(Duration::from_secs(1));
        let memory = server.memory()? / 1024;
        server.stop()?;
        self.report.single("start to ready", database, "ms", start_up, Some(300));
        self.report.single("memory when idle", database, "MiB", memory, Some(80));
        for kind in kinds {
            let (served, baseline) = self.measure_document(database, target, kind)?;
            if served != baseline {
                return Err(format!("{kind:?}: the server inserted {served}, the baseline {baseline}").into());
            }
            self.report.rows.insert(format!("{} on {database}", kind.name()), served);
        }
        Ok(())
    }

    /// Measures the server and the baseline for one kind of document; returns the rows that one document inserted on each side.
    fn measure_document(
        &mut self,
        database: &'static str,
        target: &ServerUnderTest,
        kind: DocumentKind,
    ) -> BenchResult<(String, String)> {
        let ids = {
            let data = Data::open(target)?;
            (data.tenant(SERVED)?, data.tenant(BASELINE)?)
        };
        let before = counts(target, ids)?;
        let done = self.measure_served_documents(database, target, kind)?;
        let master = Data::open(target)?.master_data(ids.1)?;
        let mut done_by_baseline = 0;
        for &connections in &self.arguments.connections {
            let (measurement, done) = match &target.place {
                Location::Directory(_) => {
                    let file = Data::open(target)?.store.file(ids.1).ok_or("no file")?;
                    baseline::sqlite::closed_loop(&file, &master, kind, connections, self.phases)?
                }
                Location::Postgres(url) => baseline::postgres::closed_loop(
                    (url, &schema_name(ids.1)),
                    &master,
                    kind,
                    connections,
                    self.phases,
                )?,
            };
            done_by_baseline += done;
            print_measurement(kind.name(), database, connections, "baseline", measurement);
            let cell = (kind.name().to_owned(), database, connections);
            self.report.baseline.entry(cell).or_default().push(measurement);
        }
        let after = counts(target, ids)?;
        let rows = |before, after, done| -> BenchResult<String> {
            let rows = company::rows_per_document(before, after, done)?;
            Ok(rows.iter().map(|(table, count)| format!("{table} {count}")).collect::<Vec<_>>().join(", "))
        };
        Ok((rows(&before.0, &after.0, done)?, rows(&before.1, &after.1, done_by_baseline)?))
    }

    fn measure_served_documents(
        &mut self,
        database: &'static str,
        target: &ServerUnderTest,
        kind: DocumentKind,
    ) -> BenchResult<u64> {
        let server = target.serve()?;
        if self.arguments.pid {
            eprintln!("server {}", server.pid());
        }
        let mut done = 0;
        for &connections in &self.arguments.connections {
            let token = server.log_in(SERVED)?;
            let day = company::today(&server, &token)?;
            let request = |seed| client::request("POST", kind.path(), &token, &kind.body(seed, &day));
            let requests = (0..4_096).map(request).collect();
            let (measurement, count) = client::closed_loop(server.address, connections, requests, 201, self.phases)?;
            done += count;
            print_measurement(kind.name(), database, connections, "served", measurement);
            let cell = (kind.name().to_owned(), database, connections);
            self.report.served.entry(cell).or_default().push(measurement);
        }
        let what = format!("memory after the load of {}", kind.name());
        self.report.single(&what, database, "MiB", server.memory()? / 1024, None);
        server.stop()?;
        Ok(done)
    }

    /// Measures `path` through HTTP and, where given, the SQL baseline.
    fn measure_query(
        &mut self,
        (scenario, database): (&str, &'static str),
        target: &ServerUnderTest,
        tenant: Uuid,
        path: impl Fn(u64) -> String,
        baseline: impl Fn(&str) -> Option<(&'static str, [String; 2])>,
    ) -> BenchResult {
        for run in 0..self.arguments.runs * self.arguments.connections.len() {
            let connections = self.arguments.connections[run % self.arguments.connections.len()];
            let server = target.serve()?;
            let token = server.log_in(SERVED)?;
            let day = company::today(&server, &token)?;
            let request = |n| client::request("GET", &path(n), &token, "");
            let requests = (0..512).map(request).collect();
            let (measurement, _) = client::closed_loop(server.address, connections, requests, 200, self.phases)?;
            server.stop()?;
            print_measurement(scenario, database, connections, "served", measurement);
            let cell = (scenario.to_owned(), database, connections);
            self.report.served.entry(cell.clone()).or_default().push(measurement);
            if let Some((sql, [one, two])) = baseline(&day) {
                let data = Data::open(target)?;
                let measurement =
                    reads::measure_baseline(target, &data, tenant, (sql, [&one, &two]), connections, self.phases)?;
                print_measurement(scenario, database, connections, "baseline", measurement);
                self.report.baseline.entry(cell).or_default().push(measurement);
            }
        }
        Ok(())
    }

    /// Measures pages of 50 of a million products.
    fn measure_lists(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        if !self.is_selected("list") {
            return Ok(());
        }
        target.create(SERVED)?;
        eprintln!("a million products on {database} …");
        let data = Data::open(target)?;
        let tenant = data.tenant(SERVED)?;
        reads::seed_products(&data, tenant)?;
        drop(data);
        let page = |_: &str| Some((reads::PAGE, [String::new(), String::new()]));
        self.measure_query(("list 50", database), target, tenant, |_| "/products/".to_owned(), page)?;
        let sku = |n: u64| 1 + workload::random(n) % reads::MILLION;
        self.measure_query(
            ("list, search a word", database),
            target,
            tenant,
            |n| format!("/products/?search=m{:07}", sku(n)),
            |_| None,
        )?;
        let far = |n: u64| format!("/products/?page={}", 1 + workload::random(n) % 2_000);
        self.measure_query(("list 50, any of 2,000 pages", database), target, tenant, far, |_| None)
    }

    /// Measures the trial balance of today over this many million lines.
    fn measure_trial_balance(
        &mut self,
        database: &'static str,
        target: &ServerUnderTest,
        millions: u64,
    ) -> BenchResult {
        if !self.is_selected("trial-balance") {
            return Ok(());
        }
        let slug = SERVED;
        target.create(slug)?;
        let server = target.serve()?;
        reads::add_accounts(&server, &server.log_in(slug)?)?;
        server.stop()?;
        eprintln!("{millions} million lines on {database} …");
        let data = Data::open(target)?;
        let tenant = data.tenant(slug)?;
        reads::seed_lines(&data, tenant, millions * 1_000_000)?;
        drop(data);
        let path = |_| "/reports/trial-balance/".to_owned();
        let month = |day: &str| format!("{}-01", day.get(..7).unwrap_or_default());
        let name = format!("trial balance, {millions} M lines (baseline: months and days)");
        self.measure_query((&name, database), target, tenant, path, |day| {
            Some((reads::MONTHS, [day.to_owned(), month(day)]))
        })?;
        let name = format!("trial balance, {millions} M lines (baseline: days)");
        self.measure_query((&name, database), target, tenant, path, |day| {
            Some((reads::DAYS, [day.to_owned(), month(day)]))
        })
    }

    fn measure_imports(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        if !self.is_selected("import") {
            return Ok(());
        }
        let year = import::write_year(&self.directory)?;
        let most = if database == SQLITE { 20_000 } else { 40_000 };
        for run in 1..=self.arguments.runs {
            let took = import::import(target, &format!("month{run}"), &import::month_file())?;
            self.report.single(
                "import of a month, 42,481 rows",
                database,
                "ms",
                u64::try_from(took.as_millis())?,
                None,
            );
            let took = import::import(target, &format!("year{run}"), &year)?;
            let what = "import of a year, 541,909 rows (the month repeated, invoice numbers and months shifted)";
            self.report.single(what, database, "ms", u64::try_from(took.as_millis())?, Some(most));
        }
        Ok(())
    }
}

/// The row counts of both companies.
fn counts(target: &ServerUnderTest, ids: (Uuid, Uuid)) -> BenchResult<(Counts, Counts)> {
    let data = Data::open(target)?;
    Ok((data.row_counts(ids.0)?, data.row_counts(ids.1)?))
}

type Counts = std::collections::BTreeMap<String, i64>;

fn print_measurement(scenario: &str, database: &str, connections: usize, side: &str, measurement: Measurement) {
    let Measurement { per_second, p50, p99 } = measurement;
    let (p50, p99) = (millis(p50), millis(p99));
    eprintln!("{scenario:>10} {database:>10} {connections:>3} {side:>8} {per_second:>7}/s p50 {p50} p99 {p99} ms");
}
