//! Measures the complete server through HTTP and compares it with a baseline: SQL by hand that writes the same documents.
//!
//! `cargo xtask bench PART` builds this program and the release server, starts a PostgreSQL and passes the arguments on. Each part has
//! its section of `docs/bench.md`, which it replaces.

mod background;
mod baseline;
mod client;
mod cold_build;
mod company;
mod documents;
mod import;
mod lists;
mod machine;
mod measurement;
mod neighbours;
mod page;
mod report;
mod reports;
mod seeds;
mod server;
mod workload;

use baseline::company::Statement;
use clap::{Parser, ValueEnum};
use company::SERVED;
use measurement::{Measurement, Phases, millis};
use page::Page;
use report::Report;
use server::ServerUnderTest;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use store::{Conn, Location};

/// The result of a part of the bench.
pub type BenchResult<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const SQLITE: &str = "SQLite";
const POSTGRES: &str = "PostgreSQL";

/// A part of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// A five-line sale; start and memory
    Sale,
    /// Journal entries by hand of two and of ten lines
    Entry,
    /// Pages of a million products
    List,
    /// Trial balances of millions of lines; verify, export and as_known_at of an imported year
    Report,
    /// A month and a year of another system's sales
    Import,
    /// A company's sales and lists while another company keeps the server busy
    Neighbours,
    /// A hundred thousand jobs
    Jobs,
    /// Ten thousand sockets that hear of changes
    Sockets,
    /// A build of everything from nothing, and the size of the program
    Build,
    /// Every part; `build` only with --cold
    All,
}

#[derive(Parser)]
#[command(name = "bench", about = "Measure the server against SQL by hand that writes the same documents")]
struct Arguments {
    /// What to measure
    part: Part,
    /// Number of runs; the report shows medians
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Measured seconds for each combination of scenario, database and connections
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// One run of one second each, to check that the bench works; the page is left as it is
    #[arg(long)]
    quick: bool,
    /// Only this database: sqlite or postgres; the page is left as it is
    #[arg(long)]
    database: Option<String>,
    /// Numbers of concurrent keep-alive connections
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 32])]
    connections: Vec<usize>,
    /// Numbers of journal lines for the trial balances, in millions
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10])]
    millions: Vec<u64>,
    /// With `all`: also build everything from nothing
    #[arg(long)]
    cold: bool,
    /// The page whose sections are replaced
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/bench.md"))]
    page: PathBuf,
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
        (arguments.runs, arguments.seconds) = (1, 1);
    }
    let measured = Duration::from_secs(arguments.seconds);
    let phases = Phases { warm_up: Duration::from_secs(1), measured, pause: Duration::ZERO };
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

impl Part {
    /// The heading of its section.
    fn title(self) -> &'static str {
        match self {
            Part::Sale => "A five-line sale",
            Part::Entry => "Journal entries by hand",
            Part::List => "Lists",
            Part::Report => "Reports, verify and export",
            Part::Import => "Import",
            Part::Neighbours => "Neighbours",
            Part::Jobs => "Jobs",
            Part::Sockets => "Sockets",
            Part::Build => "Build",
            Part::All => "",
        }
    }

    /// How often it is run of the number that is asked for: what takes long, or repeats itself, once.
    fn runs(self, asked: usize) -> usize {
        if matches!(self, Part::Sale | Part::Entry) { asked } else { 1 }
    }

    /// The parts that it consists of.
    fn parts(self, cold: bool) -> Vec<Part> {
        let all = [
            Part::Sale,
            Part::Entry,
            Part::List,
            Part::Report,
            Part::Import,
            Part::Neighbours,
            Part::Jobs,
            Part::Sockets,
        ];
        match self {
            Part::All => all.into_iter().chain(cold.then_some(Part::Build)).collect(),
            one => vec![one],
        }
    }
}

impl Bench {
    fn databases(&self) -> Vec<&'static str> {
        let chosen = |name: &&'static str| {
            let given = self.arguments.database.as_deref();
            given.is_none_or(|given| name.to_lowercase().starts_with(&given.to_lowercase()))
        };
        let there = |name: &&'static str| *name == SQLITE || self.postgres.is_some();
        [SQLITE, POSTGRES].into_iter().filter(there).filter(chosen).collect()
    }

    fn run(&mut self) -> BenchResult {
        if self.postgres.is_none() {
            eprintln!("LEFT OUT: PostgreSQL, because XTASK_TEST_POSTGRES is not set");
        }
        let whole = !self.arguments.quick && self.databases().len() == 2;
        let mut page = Page::read(&self.arguments.page)?;
        for part in self.arguments.part.parts(self.arguments.cold) {
            self.report = Report::default();
            self.measure(part)?;
            let section = format!("{}\n\n{}", self.circumstances(part)?, self.report.tables()?);
            println!("## {}\n\n{section}", part.title());
            page.replace(part.title(), &section);
            // After each part: one that fails later must not lose the figures of an hour.
            if whole {
                page.write(&self.arguments.page)?;
            }
        }
        Ok(())
    }

    fn measure(&mut self, part: Part) -> BenchResult {
        let runs = part.runs(self.arguments.runs);
        if part == Part::Build {
            return self.measure_build();
        }
        for run in 1..=runs {
            for database in self.databases() {
                eprintln!("{} on {database}, run {run} of {runs}", part.title());
                match part {
                    Part::Sale | Part::Entry => {
                        self.with_new_database(database, |bench, database, target| {
                            bench.measure_documents(part, database, target)
                        })?;
                    }
                    Part::List => self.with_new_database(database, Bench::measure_lists)?,
                    Part::Report => self.measure_reports(database)?,
                    Part::Import => self.with_new_database(database, Bench::measure_imports)?,
                    Part::Neighbours => self.with_new_database(database, Bench::measure_neighbours)?,
                    Part::Jobs => self.with_new_database(database, Bench::measure_jobs)?,
                    Part::Sockets => self.with_new_database(database, Bench::measure_sockets)?,
                    Part::Build | Part::All => {}
                }
            }
        }
        Ok(())
    }

    /// When, where and how long was measured.
    fn circumstances(&self, part: Part) -> BenchResult<String> {
        Ok(format!(
            "Measured on {} at {} on {}; {} s for each row, runs: {}.",
            kernel::Instant::now().date_in("UTC"),
            machine::commit(),
            machine::facts(&self.directory)?,
            self.phases.measured.as_secs(),
            part.runs(self.arguments.runs)
        ))
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

    /// Measures `path` through HTTP and, where given, a statement by hand.
    fn measure_query(
        &mut self,
        (scenario, database): (&str, &'static str),
        target: &ServerUnderTest,
        path: impl Fn(u64) -> String,
        by_hand: Option<Statement<'_>>,
    ) -> BenchResult {
        for connections in self.arguments.connections.clone() {
            let server = target.serve()?;
            let token = server.log_in(SERVED)?;
            let day = company::today(&server, &token)?;
            let requests = (0..512).map(|n| client::request("GET", &path(n), &token, "")).collect();
            let measurement = client::closed_loop(server.address, connections, requests, 200, self.phases)?;
            server.stop()?;
            print_measurement(scenario, database, connections, "served", measurement);
            let cell = (scenario.to_owned(), database, connections);
            self.report.served.entry(cell.clone()).or_default().push(measurement);
            if let Some(Statement { baseline, sql, args }) = by_hand {
                let measurement = baseline.measure((sql, &args(&day)), connections, self.phases)?;
                print_measurement(scenario, database, connections, "by hand", measurement);
                self.report.baseline.entry(cell).or_default().push(measurement);
            }
        }
        Ok(())
    }
}

fn print_measurement(scenario: &str, database: &str, connections: usize, side: &str, measurement: Measurement) {
    let Measurement { per_second, p50, p99, longest } = measurement;
    let (p50, p99, longest) = (millis(p50), millis(p99), millis(longest));
    eprintln!(
        "{scenario:>10} {database:>10} {connections:>3} {side:>8} {per_second:>7}/s p50 {p50} p99 {p99} longest {longest} ms"
    );
}
