//! Lists of a million products: pages, files of all of them, and a file that is read in.

use crate::baseline::company::{Baseline, PAGE, Statement};
use crate::company::{Data, SERVED};
use crate::server::{Server, ServerUnderTest};
use crate::{Bench, BenchResult, client, seeds, workload};
use serde_json::Value as Json;
use std::time::{Duration, Instant};

/// How often it is asked how far an import is.
const ASKED_EVERY: Duration = Duration::from_millis(100);
/// The rows of the file that is read in.
const IMPORTED: u64 = 100_000;

/// Refuses to measure what finds nothing.
fn require_rows(target: &ServerUnderTest, path: &str, rows: u64) -> BenchResult {
    let server = target.serve()?;
    let answer = server.call("GET", path, &server.log_in(SERVED)?, &Json::Null)?;
    server.stop()?;
    let count = serde_json::from_slice::<Json>(&answer)?["count"].clone();
    if count == rows { Ok(()) } else { Err(format!("{path} finds {count} rows instead of {rows}").into()) }
}

impl Bench {
    pub(crate) fn measure_lists(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        target.create(SERVED)?;
        eprintln!("a million products on {database} …");
        let data = Data::open(target)?;
        seeds::insert_products(&data, data.tenant(SERVED)?)?;
        drop(data);
        let baseline = Baseline::create(&target.place)?;
        baseline.insert_products(seeds::MILLION)?;
        let page = Statement { baseline: &baseline, sql: PAGE, args: |_| [String::new(), String::new()] };
        self.measure_query(("list 50", database), target, |_| "/products/".to_owned(), Some(page))?;
        let sku = |n: u64| 1 + workload::random(n) % seeds::MILLION;
        let search = |n: u64| format!("/products/?search=m{:07}", sku(n));
        self.measure_query(("list, search a word", database), target, search, None)?;
        let far = |n: u64| format!("/products/?page={}", 1 + workload::random(n) % 2_000);
        self.measure_query(("list 50, any of 2,000 pages", database), target, far, None)?;
        let price = |n: u64| format!("/products/?selling_price__gte=10.9{}&ordering=name", workload::random(n) % 10);
        self.measure_query(("list 50, filter and order by another column", database), target, price, None)?;
        let price = |n: u64| {
            format!("/products/?selling_price={}", workload::money(100 + (workload::random(n) % 1_000) as i64))
        };
        self.measure_query(("list 50, filter by a column (1,000 of a million rows)", database), target, price, None)?;
        require_rows(target, "/products/?custom.lot=lot7", 1_000)?;
        let lot = |n: u64| format!("/products/?custom.lot=lot{}", workload::random(n) % 1_000);
        self.measure_query(("list 50, filter by a custom field (1,000 rows)", database), target, lot, None)?;
        let grade = |n: u64| format!("/products/?custom.grade=grade{}", workload::random(n) % 10);
        self.measure_query(("list 50, filter by a custom field (100,000 rows)", database), target, grade, None)?;
        let grade = |n: u64| format!("/products/?custom.grade=grade{}&ordering=name", workload::random(n) % 10);
        self.measure_query(("list 50, custom field and another order", database), target, grade, None)?;
        let groups = |_| "/products/?group_by=kind&sum=selling_price".to_owned();
        self.measure_query(("sums of a million rows by group", database), target, groups, None)?;
        let server = target.serve()?;
        let token = server.log_in(SERVED)?;
        self.measure_files(database, &server, &token)?;
        server.stop()
    }

    /// The whole list as files, then a file of customers.
    fn measure_files(&mut self, database: &'static str, server: &Server, token: &str) -> BenchResult {
        for format in ["csv", "jsonl", "xlsx"] {
            let began = Instant::now();
            let (bytes, _) = client::download(server.address, &format!("/products/?format={format}"), token)?;
            let took = u64::try_from(began.elapsed().as_millis())?.max(1);
            let per_second = seeds::MILLION * 1_000 / took;
            eprintln!("list of a million products as {format}, {} MB, in {took} ms", bytes / 1_000_000);
            let (name, reached) = (format!("list of a million products as {format}"), per_second >= 100_000);
            self.report.single(&name, database, "rows per second", per_second, Some("≥ 100,000".to_owned()), reached);
        }
        let memory = server.memory()? / 1024;
        self.report.single("memory after the files of the list", database, "MiB", memory, None, true);
        let mut file = "code,name,email,payment_days\r\n".to_owned();
        for n in 0..IMPORTED {
            file.push_str(&format!("c{n:06},Customer {n},c{n}@example.com,{}\r\n", n % 90));
        }
        let began = Instant::now();
        let begin = "/import-runs/?target=customers&name=customers.csv&mode=create";
        let begun: Json = serde_json::from_slice(&server.send_file(begin, token, file.as_bytes())?)?;
        let run = format!("/import-runs/{}/", begun["id"].as_str().unwrap_or_default());
        let answer = loop {
            let answer: Json = serde_json::from_slice(&server.call("GET", &run, token, &Json::Null)?)?;
            if !matches!(answer["state"].as_str(), Some("waiting" | "running")) {
                break answer;
            }
            std::thread::sleep(ASKED_EVERY);
        };
        let took = u64::try_from(began.elapsed().as_millis())?.max(1);
        if answer["created"] != IMPORTED {
            return Err(format!("an import of {IMPORTED} rows created {}", answer["created"]).into());
        }
        self.report.single("import of 100,000 customers", database, "ms", took, None, true);
        let memory = server.memory()? / 1024;
        self.report.single("memory after the import of 100,000 customers", database, "MiB", memory, None, true);
        Ok(())
    }
}
