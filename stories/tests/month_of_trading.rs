//! A company imports a month of real trading. Its books must agree with an independent computation over the same file.
//!
//! `stories/oracle/online_retail.py` shares no code and no rounding with the importer.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use stories::{Client, Program};
use testkit::databases;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn month_file() -> PathBuf {
    repository().join("demo/online-retail-2010-12.csv.gz")
}

/// The expected books, computed by the oracle.
fn oracle() -> Json {
    let script = repository().join("stories/oracle/online_retail.py");
    let output = Command::new("python3").arg(script).arg(month_file()).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the oracle prints JSON")
}

/// The rows of all pages of a list.
fn list_all(client: &mut Client, path: &str) -> Vec<Json> {
    let (mut rows, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = client.get(&path).expect("answered");
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        rows.extend(page.body["results"].as_array().cloned().unwrap_or_default());
        let path_of = |next: &str| next.find("/api/").map(|at| next[at..].to_owned());
        next = page.body["next"].as_str().and_then(path_of);
    }
    rows
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn pence(amount: &Json) -> i64 {
    let text = text(amount);
    let (whole, minor) = text.split_once('.').unwrap_or((&text, "00"));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let whole: i64 = whole.trim_start_matches('-').parse().expect("pounds");
    sign * (whole * 100 + minor.parse::<i64>().expect("pence"))
}

/// The balance of each account of the trial balance in pence; a debit balance is positive.
fn balances(client: &mut Client) -> BTreeMap<String, i64> {
    let report = client.get("/api/v1/reports/trial-balance/?as_of=2010-12-31").expect("answered").body;
    assert_eq!(report["total_debit"], report["total_credit"]);
    let accounts = report["accounts"].as_array().cloned().unwrap_or_default();
    accounts.iter().map(|a| (text(&a["name"]), pence(&a["debit"]) - pence(&a["credit"]))).collect()
}

/// Each service code of the file with the name of its income account.
const SERVICES: &[(&str, &str)] = &[
    ("POST", "Postage"),
    ("DOT", "Postage of web orders"),
    ("C2", "Carriage"),
    ("D", "Discounts"),
    ("M", "Manual charges"),
    ("S", "Samples"),
    ("AMAZONFEE", "Amazon fees"),
    ("BANK CHARGES", "Bank charges"),
];

#[test]
fn imported_month_matches_oracle_to_the_penny() {
    let expected = oracle();
    for database in databases() {
        let mut program = Program::new(database);
        let file = month_file().to_string_lossy().into_owned();
        let import = ["import", "sales", &file, "--tenant", "acme"];
        assert!(program.succeed(&[&import[..], &["--dry-run"]].concat()).contains("2010"));
        let output = program.succeed(&import);
        assert!(!output.contains("rejected"), "{output}");
        program.start();
        let mut client = program.client();
        let before = balances(&mut client);

        for (code, account) in SERVICES {
            let income = -before.get(*account).copied().unwrap_or(0);
            assert_eq!(income, pence(&expected["income"][*code]), "income of {code}");
        }
        assert_eq!(-before["Sales"], pence(&expected["income"]["goods"]));
        assert_eq!(before["Trade receivables"], pence(&expected["receivable_total"]));
        assert_eq!(before["Cash"], pence(&expected["cash"]));

        let ageing = client.get("/api/v1/reports/ageing/?as_of=2010-12-31").expect("answered");
        assert_eq!(ageing.status, 200, "{}", ageing.body);
        let rows = ageing.body["customers"].as_array().cloned().unwrap_or_default();
        let owed: BTreeMap<String, i64> = rows.iter().map(|row| (text(&row["code"]), pence(&row["total"]))).collect();
        let receivable = expected["receivable"].as_object().expect("receivables");
        assert_eq!(owed.len(), receivable.len());
        for (customer, amount) in receivable {
            assert_eq!(owed.get(customer), Some(&pence(amount)), "what {customer} owes");
        }

        let stock = list_all(&mut client, "/api/v1/stock/?page_size=1000");
        let on_hand: BTreeMap<String, String> =
            stock.iter().map(|row| (text(&row["sku"]), text(&row["on_hand"]))).collect();
        for (sku, quantity) in expected["final_stock"].as_object().expect("stock") {
            assert_eq!(on_hand.get(sku).map_or("0", String::as_str), text(quantity), "stock of {sku}");
        }

        // A second import finds every document recorded and changes nothing.
        program.succeed(&import);
        // The server closes a connection that was idle for as long as an import may take.
        let mut client = client.reconnect();
        assert_eq!(balances(&mut client), before);
        assert_eq!(client.get("/api/v1/sales/?page_size=1").expect("answered").body["count"], json!(1885));
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
