//! Neighbours: a company's sales and lists while another company keeps the same server busy.

use crate::company::{self, Data, SERVED};
use crate::measurement::{Measurement, Phases};
use crate::server::{Server, ServerUnderTest};
use crate::workload::DocumentKind;
use crate::{Bench, BenchResult, client, import, print_measurement};
use rusqlite::Connection;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use store::{Conn, Location, schema_name};

/// The other company.
const BUSY: &str = "busy";
/// Connections of the measured company for sales, and as many for lists; each waits between two requests, so that what is measured
/// is the server and not how many requests fit into it.
const CONNECTIONS: usize = 2;
const PAUSE: Duration = Duration::from_millis(20);
/// Measurements are longer than those of other parts, because the pauses leave few samples.
const TIMES_LONGER: u32 = 4;
/// Connections of the other company.
const BUSY_CONNECTIONS: usize = 16;
/// The bytes of a body that means nothing, just below what the server takes.
const NONSENSE: usize = 1_900_000;

/// What the other company does meanwhile.
#[derive(Clone, Copy)]
enum Meanwhile {
    Nothing,
    Imports,
    Migrates,
    WaitsForALock,
    SendsNonsense,
}

const ALL: [Meanwhile; 5] =
    [Meanwhile::Nothing, Meanwhile::Imports, Meanwhile::Migrates, Meanwhile::WaitsForALock, Meanwhile::SendsNonsense];

impl Meanwhile {
    fn words(self) -> &'static str {
        match self {
            Meanwhile::Nothing => "nothing",
            Meanwhile::Imports => "imports months of sales",
            Meanwhile::Migrates => "is made, migrated and read for the first time, again and again",
            Meanwhile::WaitsForALock => "waits for a lock of another program, with 16 sales and 16 lists at once",
            Meanwhile::SendsNonsense => "sends 16 × 1.9 MB of nonsense at once",
        }
    }

    /// Does it until `stop` is set.
    fn run(self, target: &ServerUnderTest, server: &Server, token: &str, stop: &AtomicBool) -> BenchResult {
        match self {
            Meanwhile::Nothing => Ok(()),
            Meanwhile::Imports => {
                again_and_again(stop, |slug| import::import(target, slug, &import::month_file()).map(drop))
            }
            Meanwhile::Migrates => again_and_again(stop, |slug| {
                target.create(slug)?;
                let token = server.log_in(slug)?;
                server.call("GET", "/products/", &token, &serde_json::Value::Null).map(drop)
            }),
            Meanwhile::WaitsForALock => wait_for_lock(target, server, token, stop),
            Meanwhile::SendsNonsense => {
                let line = r#"{"sku":["nonsense"],"quantity":{"x":null}},"#;
                let lines = line.repeat(NONSENSE / line.len());
                let body = format!(r#"{{"lines":[{}]}}"#, lines.trim_end_matches(','));
                let request = client::request("POST", DocumentKind::Sale.path(), token, &body);
                client::bother(server.address, BUSY_CONNECTIONS, &request, stop)
            }
        }
    }
}

/// Does `work` with a new company each time, until `stop` is set.
fn again_and_again(stop: &AtomicBool, work: impl Fn(&str) -> BenchResult) -> BenchResult {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    while !stop.load(Ordering::Relaxed) {
        work(&format!("new{}", NUMBER.fetch_add(1, Ordering::Relaxed)))?;
    }
    Ok(())
}

/// Holds a lock that every writer needs, on PostgreSQL also every reader, while requests of the company pile up.
fn wait_for_lock(target: &ServerUnderTest, server: &Server, token: &str, stop: &AtomicBool) -> BenchResult {
    let data = Data::open(target)?;
    let tenant = data.tenant(BUSY)?;
    let file = data.store.file(tenant);
    drop(data);
    let sale = client::request("POST", DocumentKind::Sale.path(), token, &DocumentKind::Sale.body(0, ""));
    let list = client::request("GET", "/products/", token, "");
    let pile_up = || {
        std::thread::scope(|scope| {
            let sales = scope.spawn(|| client::bother(server.address, BUSY_CONNECTIONS, &sale, stop));
            client::bother(server.address, BUSY_CONNECTIONS, &list, stop)?;
            sales.join().map_err(|_| "a thread panicked")?
        })
    };
    match (&target.place, file) {
        (Location::Postgres(url), _) => {
            let mut conn = Conn::to_server(url).map_err(company::error_text)?;
            let schema = schema_name(tenant);
            let lock = format!("BEGIN; LOCK TABLE {schema}.head, {schema}.member, {schema}.product");
            conn.script(&lock).map_err(company::error_text)?;
            let done = pile_up();
            conn.rollback().map_err(company::error_text)?;
            done
        }
        (_, Some(file)) => {
            let connection = Connection::open(file)?;
            connection.execute_batch("BEGIN IMMEDIATE")?;
            let done = pile_up();
            connection.execute_batch("ROLLBACK")?;
            done
        }
        _ => Err("the company has no database file".into()),
    }
}

impl Bench {
    pub(crate) fn measure_neighbours(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        company::set_up(target)?;
        target.create(BUSY)?;
        let mut alone = None;
        for meanwhile in ALL {
            let server = target.serve()?;
            let (token, busy_token) = (server.log_in(SERVED)?, server.log_in(BUSY)?);
            let stop = AtomicBool::new(false);
            let (sales, lists) = std::thread::scope(|scope| {
                let busy = scope.spawn(|| meanwhile.run(target, &server, &busy_token, &stop));
                let measured = self.measure_neighbour(&server, &token);
                stop.store(true, Ordering::Relaxed);
                busy.join().map_err(|_| "a thread panicked")??;
                measured
            })?;
            server.stop()?;
            for (what, measurement) in [("sales", sales), ("lists", lists)] {
                print_measurement(what, database, CONNECTIONS, meanwhile.words(), measurement);
            }
            let (sales_alone, lists_alone) = *alone.get_or_insert((sales, lists));
            self.report.neighbour(meanwhile.words(), database, ("sales", sales, sales_alone));
            self.report.neighbour(meanwhile.words(), database, ("lists", lists, lists_alone));
        }
        Ok(())
    }

    fn measure_neighbour(&self, server: &Server, token: &str) -> BenchResult<(Measurement, Measurement)> {
        let phases = Phases { measured: self.phases.measured * TIMES_LONGER, pause: PAUSE, ..self.phases };
        let sales = (0..4_096)
            .map(|seed| client::request("POST", DocumentKind::Sale.path(), token, &DocumentKind::Sale.body(seed, "")));
        let (sales, lists) = (sales.collect(), vec![client::request("GET", "/products/", token, "")]);
        std::thread::scope(|scope| {
            let sales = scope.spawn(|| client::closed_loop(server.address, CONNECTIONS, sales, 201, phases));
            let lists = client::closed_loop(server.address, CONNECTIONS, lists, 200, phases)?;
            Ok((sales.join().map_err(|_| "a thread panicked")??, lists))
        })
    }
}
