//! A company with every module below the import, and files for it.

use command::{Command, FileContent, Module, SYSTEM, Tx};
use kernel::Result;
use sales_import::{FileOptions, Options, Report};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use store::Value;
use testkit::{Company, Database};

#[derive(Serialize, Deserialize)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", money::Currency::parse("GBP")?, "Europe/London")?;
        ledger::seed(tx)?;
        catalog::seed(tx)?;
        inventory::seed(tx)?;
        payments::seed(tx)?;
        sales::seed(tx)?;
        sales_import::seed(tx)
    }
}

fn modules() -> Vec<Module> {
    vec![
        resource::module(),
        identity::module(),
        parties::module(),
        ledger::module(),
        catalog::module(),
        inventory::module(),
        payments::module(),
        sales::module(),
        sales_import::module(),
    ]
}

pub fn open(database: Database) -> Company {
    let company = Company::new(database, modules);
    company.run(SetUp {}).expect("set up");
    company
}

/// The usual columns.
pub const HEADER: &str = "document,product,description,quantity,date,price,customer,country";

/// A file with these rows under the usual columns.
pub fn file(company: &Company, name: &str, rows: &[&str]) -> Options {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    file_of(company, name, text.as_bytes())
}

/// A file with this content.
pub fn file_of(company: &Company, name: &str, content: &[u8]) -> Options {
    // Every test is a process of its own, and they run side by side.
    let name = format!("{name}-{}-{}.csv", company.database.name, std::process::id());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the file is written");
    let file = FileOptions { content: FileContent::OnDisk(path), ..FileOptions::default() };
    Options { tenant: company.tenant, actor: SYSTEM, file, warehouse: None, cost_percent: 60, dry_run: false }
}

pub fn import(company: &Company, options: &Options) -> Report {
    sales_import::import(company.writers(), options, &mut |_| true).expect("the file is read")
}

/// Numbers and reasons of the documents that were not taken.
pub fn refusals(report: &Report) -> Vec<(String, String)> {
    let reason = |refused: &sales_import::Refused| {
        let (line, reason) = refused.reasons.first().expect("a reason");
        (refused.document.clone(), format!("line {line}: {reason}"))
    };
    report.refused.iter().map(reason).collect()
}

pub fn post(company: &Company, path: &str, body: Json) -> Json {
    company.call(&format!("POST {path}"), &body).unwrap_or_else(|error| panic!("{path}: {error}")).body
}

/// The balance of an account at the end of a day, debit positive.
pub fn balance(company: &Company, account: &str, day: &str) -> String {
    let report = company.ask(&format!("/reports/trial-balance/?as_of={day}")).expect("a trial balance").body;
    let accounts = report["accounts"].as_array().expect("accounts");
    let found = accounts.iter().find(|row| row["code"] == account);
    let text = |side: &str| found.and_then(|row| row[side].as_str()).unwrap_or("0.00").to_owned();
    match text("credit").as_str() {
        "0.00" => text("debit"),
        credit => format!("-{credit}"),
    }
}

/// The number of rows of a table.
pub fn count(company: &Company, table: &str) -> i64 {
    let rows = company.read(|read| read.query(&format!("SELECT count(*) FROM {table}"), &[])).expect("a count");
    match rows[0][0] {
        Value::Int(count) => count,
        _ => panic!("a count is a number"),
    }
}

pub fn stock(company: &Company, sku: &str) -> (String, String) {
    let rows = company.ask(&format!("/stock/?sku={sku}")).expect("stock").body;
    let row = rows["results"][0].clone();
    let text = |field: &str| row[field].as_str().unwrap_or("0").to_owned();
    (text("on_hand"), text("value"))
}

pub fn product(sku: &str) -> Json {
    json!({"sku": sku, "name": sku, "unit": "piece", "selling_price": "2"})
}
