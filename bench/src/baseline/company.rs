//! The company of the baseline: tables that were frozen, and rows that are made by hand. Nothing here follows the program.

use super::MasterData;
use crate::BenchResult;
use crate::measurement::{Measurement, Phases, Samples};
use crate::workload::{self, ACCOUNTS, DocumentKind, PRODUCTS, TAX_PERCENT};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::Location;
use uuid::Uuid;

/// The accounts that documents need beside those for manual entries: stock, tax, cost of sales.
const OTHER_ACCOUNTS: [&str; 3] = ["1200", "2200", "5000"];
/// The number of accounts and sites of the trial balances.
const MANY_ACCOUNTS: usize = 30;
const SITES: [&str; 3] = ["main", "north", "south"];
/// What the columns `version`, `created_at`, `created_seq`, `updated_at` and `changed_seq` hold.
const STAMP: &str = "1, 0, 0, 0, 0";

/// A database with the frozen tables.
#[derive(Clone, Debug)]
pub enum Baseline {
    /// A file.
    Sqlite(PathBuf),
    /// A URL, whose database has the schema [`SCHEMA`].
    Postgres(String),
}

/// A statement with the day of a report as its parameter.
#[derive(Clone, Copy)]
pub struct Statement<'a> {
    /// Where it runs.
    pub baseline: &'a Baseline,
    /// Its SQL, with two parameters.
    pub sql: &'static str,
    /// The parameters for a day.
    pub args: fn(&str) -> [String; 2],
}

/// The schema of the baseline on PostgreSQL.
pub const SCHEMA: &str = "by_hand";

/// An id for row `n` of a kind of rows; those of one kind increase, like ids that increase with time.
fn id(kind: u64, n: u64) -> Uuid {
    Uuid::from_u128(0x0192 << 112 | u128::from(kind) << 64 | u128::from(n))
}

const COMPANY: u64 = 1;
const SITE: u64 = 2;
const ACCOUNT: u64 = 3;
const LOCATION: u64 = 4;
const WAREHOUSE: u64 = 5;
const METHOD: u64 = 6;
const UNIT: u64 = 7;
const TAX: u64 = 8;
const PRODUCT: u64 = 9;
const POOL: u64 = 10;
const YEAR: u64 = 11;
const PERIOD: u64 = 12;

impl Baseline {
    /// Creates the tables where the program has its own data, and a company in them.
    pub fn create(place: &Location) -> BenchResult<Baseline> {
        let baseline = match place {
            Location::Directory(directory) => Baseline::Sqlite(directory.join("by-hand.db")),
            Location::Postgres(url) => Baseline::Postgres(url.clone()),
        };
        match &baseline {
            Baseline::Sqlite(_) => {
                baseline.script("PRAGMA journal_mode=WAL")?;
                baseline.script(include_str!("schema.sqlite.sql"))?;
            }
            Baseline::Postgres(_) => {
                let tables = include_str!("schema.pg.sql");
                baseline.script(&format!("CREATE SCHEMA {SCHEMA};\n{tables}"))?;
            }
        }
        Ok(baseline)
    }

    fn script(&self, sql: &str) -> BenchResult {
        match self {
            Baseline::Sqlite(file) => Ok(rusqlite::Connection::open(file)?.execute_batch(sql)?),
            Baseline::Postgres(url) => {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                runtime.block_on(async {
                    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
                    drop(tokio::spawn(connection));
                    client.batch_execute(&format!("SET search_path TO {SCHEMA}")).await?;
                    Ok(client.batch_execute(sql).await?)
                })
            }
        }
    }

    fn literal(&self, id: Uuid) -> String {
        match self {
            Baseline::Sqlite(_) => format!("x'{}'", id.simple()),
            Baseline::Postgres(_) => format!("'{id}'::uuid"),
        }
    }

    /// Inserts what both kinds of scenarios need: the company, its sites and its accounts.
    fn insert_company(&self) -> BenchResult {
        let company = self.literal(id(COMPANY, 0));
        let mut sql = format!(
            "BEGIN; INSERT INTO company VALUES ({company}, 'main', 'main', 'Bench', 'GBP', 'UTC', FALSE, {STAMP});\n"
        );
        for (n, code) in (0..).zip(SITES) {
            let site = self.literal(id(SITE, n));
            sql +=
                &format!("INSERT INTO site VALUES ({site}, {company}, '{code}', '{code}', '{code}', TRUE, {STAMP});\n");
        }
        let more = (1..).map(|n| format!("80{n:02}"));
        let codes = ACCOUNTS.into_iter().chain(OTHER_ACCOUNTS).map(str::to_owned).chain(more).take(MANY_ACCOUNTS);
        for (n, code) in (0..).zip(codes) {
            let account = self.literal(id(ACCOUNT, n));
            sql += &format!(
                "INSERT INTO account VALUES ({account}, {company}, '{code}', '{code}', '{code}', NULL, 'asset', 'plain', TRUE, TRUE, {STAMP});\n"
            );
        }
        sql += &format!(
            "INSERT INTO unit VALUES ({}, 'piece', 'piece', 'Piece', 0, {STAMP});\n\
             INSERT INTO tax_category VALUES ({}, 'vat', 'vat', 'VAT', 'taxed', {}, {STAMP});\nCOMMIT",
            self.literal(id(UNIT, 0)),
            self.literal(id(TAX, 0)),
            TAX_PERCENT * 10_000
        );
        self.script(&sql)
    }

    /// Inserts what documents of the day `day` need. `bodies` are request and answer of each kind, for the log.
    pub fn insert_trading_company(
        &self,
        day: &str,
        bodies: BTreeMap<DocumentKind, (Vec<u8>, Vec<u8>)>,
    ) -> BenchResult<MasterData> {
        self.insert_company()?;
        let account = |code: &str| {
            let place = ACCOUNTS.iter().chain(&OTHER_ACCOUNTS).position(|known| *known == code);
            id(ACCOUNT, place.unwrap_or_default() as u64)
        };
        let (year, month) = (&day[..4], format!("{}-01", &day[..7]));
        let master = MasterData {
            company: id(COMPANY, 0),
            site: id(SITE, 0),
            warehouse: id(WAREHOUSE, 0),
            location: id(LOCATION, 0),
            customers: id(LOCATION, 1),
            cash_method: id(METHOD, 0),
            actor: id(COMPANY, 1),
            cash: account("1000"),
            stock: account("1200"),
            tax: account("2200"),
            income: account("4000"),
            cost: account("5000"),
            month: month.clone(),
            year: year.to_owned(),
            day: day.to_owned(),
            bodies,
        };
        let [company, site, warehouse, location, customers, cash_method] =
            [master.company, master.site, master.warehouse, master.location, master.customers, master.cash_method]
                .map(|id| self.literal(id));
        let (cash, fiscal_year, period) =
            (self.literal(master.cash), self.literal(id(YEAR, 0)), self.literal(id(PERIOD, 0)));
        let hash = match self {
            Baseline::Sqlite(_) => "zeroblob(32)",
            Baseline::Postgres(_) => "decode(repeat('00', 32), 'hex')",
        };
        let mut sql = format!(
            "BEGIN; INSERT INTO head VALUES (1, {company}, 0, {hash}, 0, 1, 1, 0);\n\
             INSERT INTO series VALUES ('entry', 'gapless', 1, 1), ('SAL-{year}', 'gapless', 1, 1), ('JRN-{year}', 'gapless', 1, 1);\n\
             INSERT INTO fiscal_year VALUES ({fiscal_year}, {company}, '{year}', '{year}', '{year}-01-01', '{year}-12-31', 'open', {STAMP});\n\
             INSERT INTO period VALUES ({period}, {company}, {fiscal_year}, '{year}', 1, '{}', '{month}', '{month}', 'open', NULL, {STAMP});\n\
             INSERT INTO location VALUES ({location}, 'main', 'internal', {STAMP}), ({customers}, 'customer', 'customer', {STAMP});\n\
             INSERT INTO warehouse VALUES ({warehouse}, {site}, 'main', 'main', 'Main', {location}, FALSE, TRUE, {STAMP});\n\
             INSERT INTO payment_method VALUES ({cash_method}, 'cash', 'cash', 'Cash', {cash}, TRUE, TRUE, {STAMP});\n",
            &day[..7]
        );
        let (unit, tax) = (self.literal(id(UNIT, 0)), self.literal(id(TAX, 0)));
        let many = 10_000_000_000_000_i64;
        for number in 0..PRODUCTS {
            let (product, pool) = (self.literal(id(PRODUCT, number)), self.literal(id(POOL, number)));
            let (sku, price) = (workload::sku(number), workload::price(number) * 10_000);
            let key = sku.to_lowercase();
            sql += &format!(
                "INSERT INTO product VALUES ({product}, '{sku}', '{key}', '{sku}', NULL, NULL, {unit}, NULL, {tax}, {price}, 'stock', NULL, TRUE, {STAMP});\n\
                 INSERT INTO pool VALUES ({pool}, {product}, {site}, {many}, 600000000, 600000, '{day}', 1);\n\
                 INSERT INTO stock VALUES ({product}, {location}, {many});\n\
                 INSERT INTO availability VALUES ({product}, {warehouse}, {many}, 0);\n"
            );
        }
        sql += "COMMIT";
        self.script(&sql)?;
        Ok(master)
    }

    /// Inserts `count` products for [`PAGE`].
    pub fn insert_products(&self, count: u64) -> BenchResult {
        self.insert_company()?;
        let new_id = match self {
            Baseline::Sqlite(_) => "unhex(printf('0192%028x', i))",
            Baseline::Postgres(_) => "CAST('0192' || lpad(to_hex(i), 28, '0') AS uuid)",
        };
        let (unit, tax) = (self.literal(id(UNIT, 0)), self.literal(id(TAX, 0)));
        self.script(&format!(
            "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
             INSERT INTO product SELECT {new_id}, 'M' || substr(CAST(10000000 + i AS text), 2), \
             'm' || substr(CAST(10000000 + i AS text), 2), 'Product ' || i, NULL, NULL, {unit}, NULL, {tax}, \
             1000000 + i % 1000 * 10000, 'stock', NULL, TRUE, {STAMP} FROM n"
        ))?;
        self.analyze()
    }

    /// Inserts the balances that `lines` lines leave: entries of ten lines over 1,050 days from 2024, each account at one site.
    pub fn insert_balances(&self, lines: u64) -> BenchResult {
        self.insert_company()?;
        let day = match self {
            Baseline::Sqlite(_) => "date('2024-01-01', '+' || d || ' days')",
            Baseline::Postgres(_) => "to_char(date '2024-01-01' + CAST(d AS integer), 'YYYY-MM-DD')",
        };
        let entries = lines / 10;
        self.script(&format!(
            "WITH RECURSIVE n(d) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT d + 1 FROM n WHERE d < 1049), \
             k(k) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT k + 1 FROM k WHERE k < 3), \
             a AS (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM account), \
             s AS (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM site) \
             INSERT INTO balance SELECT a.id, {day}, s.id, 'GBP', d * {entries} / 1050 / 1024 + k, 50000, 50000, 0 \
             FROM n CROSS JOIN k CROSS JOIN a JOIN s ON s.place = a.place % 3 \
             WHERE d * {entries} / 1050 / 1024 + k <= (d + 1) * {entries} / 1050 / 1024"
        ))?;
        self.script(
            "INSERT INTO balance_month SELECT account, substr(day, 1, 7) || '-01', branch, currency, sum(debit), sum(credit) \
             FROM balance GROUP BY account, substr(day, 1, 7) || '-01', branch, currency",
        )?;
        self.analyze()
    }

    /// Updates the statistics of PostgreSQL, which autovacuum would do about a minute later.
    fn analyze(&self) -> BenchResult {
        match self {
            Baseline::Sqlite(_) => Ok(()),
            Baseline::Postgres(_) => self.script("ANALYZE"),
        }
    }

    /// Measures `sql` in a closed loop over `connections` connections.
    pub fn measure(
        &self,
        (sql, args): (&'static str, &[String; 2]),
        connections: usize,
        phases: Phases,
    ) -> BenchResult<Measurement> {
        match self {
            Baseline::Sqlite(file) => measure_sqlite(file, sql, args, connections, phases),
            Baseline::Postgres(url) => measure_postgres(url, sql, args.clone(), connections, phases),
        }
    }
}

/// The trial balance: the sums of the whole months and of the days of the last month.
pub const MONTHS: &str = "SELECT a.code, a.name, a.kind, CAST(sum(x.net) AS bigint) FROM (\
     SELECT account, debit - credit AS net FROM balance_month WHERE month < $2 UNION ALL \
     SELECT account, debit - credit FROM balance WHERE day >= $2 AND day <= $1) x \
     JOIN account a ON a.id = x.account GROUP BY a.code, a.name, a.kind ORDER BY a.code";
/// The trial balance without the monthly sums: a single query over the daily balances.
pub const DAYS: &str = "SELECT a.code, a.name, a.kind, CAST(sum(b.debit - b.credit) AS bigint) FROM balance b \
     JOIN account a ON a.id = b.account WHERE b.day <= $1 AND $2 <= $1 GROUP BY a.code, a.name, a.kind ORDER BY a.code";
/// A page of products.
pub const PAGE: &str = "SELECT id, sku, name, barcode, unit, category, tax_category, selling_price, kind, income_account, \
     is_active, version FROM product WHERE sku_key > $1 AND sku_key > $2 ORDER BY sku_key LIMIT 50";

fn measure_sqlite(
    file: &Path,
    sql: &str,
    args: &[String; 2],
    threads: usize,
    phases: Phases,
) -> BenchResult<Measurement> {
    let started = Instant::now();
    let thread_loop = || -> BenchResult<Samples> {
        let connection = rusqlite::Connection::open(file)?;
        let mut samples = Samples::default();
        loop {
            let sent = Instant::now();
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(rusqlite::params![args[0], args[1]])?;
            while let Some(row) = rows.next()? {
                row.get_ref(3)?;
            }
            if samples.add(sent, started, phases) {
                return Ok(samples);
            }
        }
    };
    let samples =
        std::thread::scope(|scope| Samples::of_threads((0..threads).map(|_| scope.spawn(thread_loop)).collect()))?;
    Ok(samples.summarize(phases.measured))
}

fn measure_postgres(
    url: &str,
    sql: &'static str,
    args: [String; 2],
    connections: usize,
    phases: Phases,
) -> BenchResult<Measurement> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let started = Instant::now();
        let mut loops = Vec::new();
        for _ in 0..connections {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
            drop(tokio::spawn(connection));
            client.batch_execute(&format!("SET search_path TO {SCHEMA}")).await?;
            let args = args.clone();
            loops.push(tokio::spawn(async move {
                let statement = client.prepare(sql).await?;
                let mut samples = Samples::default();
                loop {
                    let sent = Instant::now();
                    client.query(&statement, &[&args[0], &args[1]]).await?;
                    if samples.add(sent, started, phases) {
                        return Ok::<_, tokio_postgres::Error>(samples);
                    }
                }
            }));
        }
        Ok(Samples::of_tasks(loops).await?.summarize(phases.measured))
    })
}
