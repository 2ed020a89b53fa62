//! Measures the server through HTTP, everything real, and beside it the same rows written by hand in SQL.
//!
//! `cargo xtask bench` builds it and the release server, starts a PostgreSQL, and hands the arguments on.

mod client;
mod company;
mod figures;
mod hand;
mod import;
mod machine;
mod reads;
mod report;
mod server;
mod work;

use clap::Parser;
use company::{BY_HAND, Data, SERVED};
use figures::{Figures, Times, millis};
use report::Report;
use server::Site;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use store::{Conn, Location, schema_name};
use uuid::Uuid;
use work::Work;

/// What a part ends with.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const SQLITE: &str = "SQLite";
const POSTGRES: &str = "PostgreSQL";

#[derive(Parser)]
#[command(name = "bench", about = "Measure the server against the same rows written by hand")]
struct Arguments {
    /// How often everything is measured; the page shows medians
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How long a cell is measured
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// One run of two seconds a cell: to see that it works
    #[arg(long)]
    quick: bool,
    /// Only these: start, sale, entry2, entry10, list, trial-balance, import
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only this database: sqlite or postgres
    #[arg(long)]
    database: Option<String>,
    /// Keep-alive connections
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 32])]
    connections: Vec<usize>,
    /// Lines of the trial balances, in millions
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10])]
    millions: Vec<u64>,
    /// Write the page here as well
    #[arg(long)]
    out: Option<PathBuf>,
    /// Between start and stop of the loaded server, print its process id and wait for nothing else
    #[arg(long, hide = true)]
    pid: bool,
}

struct Bench {
    arguments: Arguments,
    times: Times,
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

#[expect(clippy::disallowed_methods, reason = "cargo xtask bench says by the environment what to measure")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn bench(mut arguments: Arguments) -> Outcome {
    if arguments.quick {
        (arguments.runs, arguments.seconds) = (1, 2);
    }
    let measured = Duration::from_secs(arguments.seconds);
    let times = Times { warm_up: Duration::from_secs(1).min(measured), measured };
    let binary = environment("XTASK_BIN").ok_or("XTASK_BIN must name the server: run `cargo xtask bench`")?;
    let binary = std::path::absolute(binary)?;
    let directory = std::env::temp_dir().join(format!("sanduk-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let postgres = environment("XTASK_TEST_POSTGRES");
    let mut bench = Bench { arguments, times, binary, directory, postgres, report: Report::default() };
    let outcome = bench.run();
    std::fs::remove_dir_all(&bench.directory)?;
    outcome
}

impl Bench {
    fn wants(&self, scenario: &str) -> bool {
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

    fn run(&mut self) -> Outcome {
        let databases = self.databases();
        if self.postgres.is_none() {
            eprintln!("LEFT OUT: PostgreSQL, for XTASK_TEST_POSTGRES names none");
        }
        for run in 1..=self.arguments.runs {
            for database in &databases {
                eprintln!("run {run} of {} on {database}", self.arguments.runs);
                self.fresh(database, Bench::documents)?;
            }
        }
        for database in &databases {
            self.fresh(database, Bench::lists)?;
            for millions in self.arguments.millions.clone() {
                self.fresh(database, |bench, database, site| bench.trial_balance(database, site, millions))?;
            }
            self.fresh(database, Bench::imports)?;
        }
        let how = format!(
            "Measured by `cargo xtask bench` on {}. Client and server share the cores. Closed loop over kept-alive connections, \
             through HTTP with a bearer token, permissions, validation, log and hash chain; {} s of warm-up, {} s a cell, \
             medians of {} runs, every run on a fresh database. By hand: the same rows into the same tables of a company made \
             by `sanduk`, one transaction a document (`bench/src/hand/`), without HTTP, as durable (`synchronous=FULL`, `fsync=on`).",
            machine::facts(&self.directory)?,
            self.times.warm_up.as_secs(),
            self.times.measured.as_secs(),
            self.arguments.runs
        );
        let page = self.report.page(&how)?;
        print!("{page}");
        if let Some(out) = &self.arguments.out {
            std::fs::write(out, page)?;
        }
        Ok(())
    }

    /// Gives `part` a database of its own and takes it away afterwards.
    fn fresh(
        &mut self,
        database: &'static str,
        part: impl FnOnce(&mut Bench, &'static str, &Site) -> Outcome,
    ) -> Outcome {
        let directory = self.directory.join("data");
        std::fs::create_dir_all(&directory)?;
        let site = |place| Site { binary: self.binary.clone(), place, directory: directory.clone() };
        let outcome = match self.postgres.clone().filter(|_| database == POSTGRES) {
            None => {
                let site = site(Location::Directory(directory.clone()));
                part(self, database, &site)
            }
            Some(server) => {
                let name = format!("bench_{}", std::process::id());
                let mut conn = Conn::to_server(&server).map_err(company::plain)?;
                conn.script(&format!("CREATE DATABASE {name}")).map_err(company::plain)?;
                let (base, _) = server.rsplit_once('/').ok_or("XTASK_TEST_POSTGRES names no database")?;
                let site = site(Location::Postgres(format!("{base}/{name}")));
                let outcome = part(self, database, &site);
                let mut conn = Conn::to_server(&server).map_err(company::plain)?;
                conn.script(&format!("DROP DATABASE {name} WITH (FORCE)")).map_err(company::plain)?;
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

    /// Start-up, and documents posted through HTTP and by hand.
    fn documents(&mut self, database: &'static str, site: &Site) -> Outcome {
        let works: Vec<Work> = Work::ALL.into_iter().filter(|work| self.wants(work.name())).collect();
        if works.is_empty() && !self.wants("start") {
            return Ok(());
        }
        company::set_up(site)?;
        let server = site.serve()?;
        let start_up = u64::try_from(server.start_up.as_millis())?;
        std::thread::sleep(Duration::from_secs(1));
        let memory = server.memory()? / 1024;
        server.stop()?;
        self.report.single("ready after the start", database, "ms", start_up, Some(300));
        self.report.single("memory at rest", database, "MiB", memory, Some(80));
        for work in works {
            let (served, by_hand) = self.document(database, site, work)?;
            if served != by_hand {
                return Err(format!("{work:?} made {served} through the server, {by_hand} by hand").into());
            }
            self.report.rows.insert(format!("{} on {database}", work.name()), served);
        }
        Ok(())
    }

    /// Both sides of one kind of document; the rows that one made.
    fn document(&mut self, database: &'static str, site: &Site, work: Work) -> Outcome<(String, String)> {
        let ids = {
            let data = Data::open(site)?;
            (data.tenant(SERVED)?, data.tenant(BY_HAND)?)
        };
        let before = counts(site, ids)?;
        let done = self.serve_documents(database, site, work)?;
        let trade = Data::open(site)?.trade(ids.1)?;
        let mut done_by_hand = 0;
        for &connections in &self.arguments.connections {
            let (figures, done) = match &site.place {
                Location::Directory(_) => {
                    let file = Data::open(site)?.store.file(ids.1).ok_or("no file")?;
                    hand::sqlite::closed_loop(&file, &trade, work, connections, self.times)?
                }
                Location::Postgres(url) => {
                    hand::postgres::closed_loop((url, &schema_name(ids.1)), &trade, work, connections, self.times)?
                }
            };
            done_by_hand += done;
            say(work.name(), database, connections, "by hand", figures);
            let cell = (work.name().to_owned(), database, connections);
            self.report.by_hand.entry(cell).or_default().push(figures);
        }
        let after = counts(site, ids)?;
        let rows = |before, after, done| -> Outcome<String> {
            let rows = company::rows_a_document(before, after, done)?;
            Ok(rows.iter().map(|(table, count)| format!("{table} {count}")).collect::<Vec<_>>().join(", "))
        };
        Ok((rows(&before.0, &after.0, done)?, rows(&before.1, &after.1, done_by_hand)?))
    }

    fn serve_documents(&mut self, database: &'static str, site: &Site, work: Work) -> Outcome<u64> {
        let server = site.serve()?;
        if self.arguments.pid {
            eprintln!("server {}", server.pid());
        }
        let mut done = 0;
        for &connections in &self.arguments.connections {
            let token = server.log_in(SERVED)?;
            let day = company::today(&server, &token)?;
            let request = |seed| client::request("POST", work.path(), &token, &work.body(seed, &day));
            let requests = (0..4_096).map(request).collect();
            let (figures, count) = client::closed_loop(server.address, connections, requests, 201, self.times)?;
            done += count;
            say(work.name(), database, connections, "served", figures);
            let cell = (work.name().to_owned(), database, connections);
            self.report.served.entry(cell).or_default().push(figures);
        }
        let what = format!("memory after the load of {}", work.name());
        self.report.single(&what, database, "MiB", server.memory()? / 1024, None);
        server.stop()?;
        Ok(done)
    }

    /// Asks `path` through HTTP and `sql` by hand.
    fn ask(
        &mut self,
        (scenario, database): (&str, &'static str),
        site: &Site,
        tenant: Uuid,
        path: impl Fn(u64) -> String,
        hand: impl Fn(&str) -> Option<(&'static str, [String; 2])>,
    ) -> Outcome {
        let mut day = String::new();
        for run in 0..self.arguments.runs * self.arguments.connections.len() {
            let connections = self.arguments.connections[run % self.arguments.connections.len()];
            let server = site.serve()?;
            let token = server.log_in(SERVED)?;
            day = company::today(&server, &token)?;
            let request = |n| client::request("GET", &path(n), &token, "");
            let requests = (0..512).map(request).collect();
            let (figures, _) = client::closed_loop(server.address, connections, requests, 200, self.times)?;
            server.stop()?;
            say(scenario, database, connections, "served", figures);
            let cell = (scenario.to_owned(), database, connections);
            self.report.served.entry(cell.clone()).or_default().push(figures);
            if let Some((sql, [one, two])) = hand(&day) {
                let data = Data::open(site)?;
                let figures = reads::by_hand(site, &data, tenant, (sql, [&one, &two]), connections, self.times)?;
                say(scenario, database, connections, "by hand", figures);
                self.report.by_hand.entry(cell).or_default().push(figures);
            }
        }
        drop(day);
        Ok(())
    }

    /// A page of fifty of a million products.
    fn lists(&mut self, database: &'static str, site: &Site) -> Outcome {
        if !self.wants("list") {
            return Ok(());
        }
        site.create(SERVED)?;
        eprintln!("a million products on {database} …");
        let data = Data::open(site)?;
        let tenant = data.tenant(SERVED)?;
        reads::seed_products(&data, tenant)?;
        drop(data);
        let page = |_: &str| Some((reads::PAGE, [String::new(), String::new()]));
        self.ask(("list 50", database), site, tenant, |_| "/products/".to_owned(), page)?;
        let sku = |n: u64| 1 + work::random(n) % reads::MILLION;
        self.ask(
            ("list, search a word", database),
            site,
            tenant,
            |n| format!("/products/?search=m{:07}", sku(n)),
            |_| None,
        )?;
        let far = |n: u64| format!("/products/?page={}", 1 + work::random(n) % 2_000);
        self.ask(("list 50, any of 2,000 pages", database), site, tenant, far, |_| None)
    }

    /// The trial balance of today over so many million lines.
    fn trial_balance(&mut self, database: &'static str, site: &Site, millions: u64) -> Outcome {
        if !self.wants("trial-balance") {
            return Ok(());
        }
        let slug = SERVED;
        site.create(slug)?;
        let server = site.serve()?;
        reads::add_accounts(&server, &server.log_in(slug)?)?;
        server.stop()?;
        eprintln!("{millions} million lines on {database} …");
        let data = Data::open(site)?;
        let tenant = data.tenant(slug)?;
        reads::seed_lines(&data, tenant, millions * 1_000_000)?;
        drop(data);
        let path = |_| "/reports/trial-balance/".to_owned();
        let month = |day: &str| format!("{}-01", day.get(..7).unwrap_or_default());
        let name = format!("trial balance, {millions} M lines (by hand: months and days)");
        self.ask((&name, database), site, tenant, path, |day| Some((reads::MONTHS, [day.to_owned(), month(day)])))?;
        let name = format!("trial balance, {millions} M lines (by hand: days)");
        self.ask((&name, database), site, tenant, path, |day| Some((reads::DAYS, [day.to_owned(), month(day)])))
    }

    fn imports(&mut self, database: &'static str, site: &Site) -> Outcome {
        if !self.wants("import") {
            return Ok(());
        }
        let year = import::year(&self.directory)?;
        let most = if database == SQLITE { 20_000 } else { 40_000 };
        for run in 1..=self.arguments.runs {
            let took = import::import(site, &format!("month{run}"), &import::month())?;
            self.report.single(
                "import of a month, 42,481 rows",
                database,
                "ms",
                u64::try_from(took.as_millis())?,
                None,
            );
            let took = import::import(site, &format!("year{run}"), &year)?;
            let what = "import of a year, 541,909 rows (the month repeated, invoice numbers and months shifted)";
            self.report.single(what, database, "ms", u64::try_from(took.as_millis())?, Some(most));
        }
        Ok(())
    }
}

/// The rows of both companies.
fn counts(site: &Site, ids: (Uuid, Uuid)) -> Outcome<(Counts, Counts)> {
    let data = Data::open(site)?;
    Ok((data.row_counts(ids.0)?, data.row_counts(ids.1)?))
}

type Counts = std::collections::BTreeMap<String, i64>;

fn say(scenario: &str, database: &str, connections: usize, who: &str, figures: Figures) {
    let Figures { per_second, p50, p99 } = figures;
    let (p50, p99) = (millis(p50), millis(p99));
    eprintln!("{scenario:>10} {database:>10} {connections:>3} {who:>8} {per_second:>7}/s p50 {p50} p99 {p99} ms");
}
