//! The reports of a small company with two branches and two fiscal years, checked against figures worked out by hand.

use command::{Command, CommandEntry, Method, Module, Tx};
use kernel::Result;
use ledger::{AccountKind, OpenYear, PostEntry, Usage};
use money::Currency;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use testkit::{Company, databases};

#[derive(Serialize, Deserialize, kernel::ToSchema)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", Currency::parse("GBP")?, "UTC")?;
        ledger::seed(tx)?;
        ledger::add_account(tx, "4000", "Sales", AccountKind::Income, Usage::Plain, None)?;
        ledger::add_account(tx, "5000", "Cost of sales", AccountKind::Expense, Usage::Plain, None)?;
        Ok(())
    }
}

fn modules() -> Vec<Module> {
    let commands = vec![CommandEntry::of::<SetUp>(Method::Post, "/test/open/")];
    let test = Module { name: "test", commands, ..Module::default() };
    vec![resource::module(), identity::module(), parties::module(), ledger::module(), test]
}

fn book(company: &Company, day: &str, branch: &str, debit: &str, credit: &str, amount: &str) {
    let lines = json!([
        {"account": debit, "debit": amount, "branch": branch}, {"account": credit, "credit": amount, "branch": branch},
    ]);
    let body = json!({"business_date": day, "memo": format!("{debit} from {credit}"), "lines": lines});
    let entry: PostEntry = command::from_json(body.to_string().as_bytes()).expect("an entry");
    company.run(entry).expect("posted");
}

/// Two years: capital of 1,000, sales of 300 that cost 120 in the first; sales of 500 that cost 200 and rent of 50 in the second.
fn books(database: testkit::Database) -> Company {
    let company = Company::new(database, modules);
    company.run(SetUp {}).expect("set up");
    company.call("POST /sites/", &json!({"code": "north", "name": "North"})).expect("a branch");
    company.call("POST /fiscal-years/", &json!({"starts_on": "2025-01-01"})).expect("a year");
    for (day, branch, debit, credit, amount) in [
        ("2025-01-10", "main", "1010", "3010", "1000.00"),
        ("2025-06-15", "main", "1010", "4000", "300.00"),
        ("2025-06-15", "main", "5000", "1010", "120.00"),
        ("2026-01-20", "main", "1010", "4000", "200.00"),
        ("2026-02-03", "north", "1000", "4000", "300.00"),
        ("2026-02-03", "north", "5000", "1000", "200.00"),
        ("2026-02-28", "main", "6000", "1010", "50.00"),
    ] {
        book(&company, day, branch, debit, credit, amount);
    }
    company
}

fn ask(company: &Company, url: &str) -> Json {
    company.ask(url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body
}

fn row<'a>(rows: &'a Json, code: &str) -> &'a Json {
    let found = rows.as_array().expect("rows").iter().find(|row| row["code"] == code);
    found.unwrap_or_else(|| panic!("no {code} in {rows}"))
}

fn pence(amount: &Json) -> i64 {
    amount.as_str().expect("an amount").replace('.', "").parse().expect("pence")
}

#[test]
fn trial_balance_shows_opening_turnover_and_balance() {
    for database in databases() {
        let company = books(database);
        let report = ask(&company, "/reports/trial-balance/?as_of=2026-02-28");
        assert_eq!(report["from"], "2026-01-01", "the fiscal year of the last day");
        let bank = row(&report["accounts"], "1010");
        assert_eq!((&bank["opening"], &bank["turnover_debit"]), (&json!("1180.00"), &json!("200.00")));
        assert_eq!((&bank["turnover_credit"], &bank["debit"]), (&json!("50.00"), &json!("1330.00")));
        assert_eq!(bank["parent"], "10");
        assert_eq!((&report["total_debit"], &report["total_credit"]), (&json!("1800.00"), &json!("1800.00")));
        // Income and expense start the year at zero; last year's result has a line of its own.
        let sales = row(&report["accounts"], "4000");
        assert_eq!((&sales["opening"], &sales["closing"]), (&json!("0.00"), &json!("-500.00")));
        assert_eq!(sales["credit"], "800.00", "the net of all entries");
        let earlier = row(&report["accounts"], "result_earlier_years");
        assert_eq!((&earlier["opening"], &earlier["closing"]), (&json!("-180.00"), &json!("-180.00")));
        assert_eq!((&earlier["debit"], &earlier["parent"]), (&json!("0.00"), &json!("3")));
        // Each branch has its own result of earlier years.
        book(&company, "2025-07-01", "north", "1000", "4000", "40.00");
        let report = ask(&company, "/reports/trial-balance/?as_of=2026-02-28&columns=branch");
        let earlier = row(&report["accounts"], "result_earlier_years");
        let of = |n: usize| ["branch", "opening", "closing", "amount"].map(|figure| &earlier["branches"][n][figure]);
        assert_eq!(of(0), [&json!("main"), &json!("-180.00"), &json!("-180.00"), &json!("0.00")]);
        assert_eq!(of(1), [&json!("north"), &json!("-40.00"), &json!("-40.00"), &json!("0.00")]);
        for from in ["2026-02-28", "2026-02-03", "2026-02-01", "2025-06-15", "2025-01-01"] {
            let report = ask(&company, &format!("/reports/trial-balance/?from={from}&as_of=2026-02-28&columns=branch"));
            for account in report["accounts"].as_array().expect("accounts") {
                let balance = pence(&account["debit"]) - pence(&account["credit"]);
                let turnover = pence(&account["turnover_debit"]) - pence(&account["turnover_credit"]);
                assert_eq!(pence(&account["opening"]) + turnover, pence(&account["closing"]), "{from}: {account}");
                let is_of_year = matches!(account["kind"].as_str(), Some("income" | "expense" | "equity"));
                assert!(is_of_year || pence(&account["closing"]) == balance, "{from}: {account}");
                let branches = account["branches"].as_array().expect("branches");
                let sum = |figure: &str| branches.iter().map(|branch| pence(&branch[figure])).sum::<i64>();
                assert_eq!(sum("amount"), balance, "{account}");
                for figure in ["opening", "turnover_debit", "turnover_credit", "closing"] {
                    assert_eq!(sum(figure), pence(&account[figure]), "{from}: {figure}: {account}");
                }
            }
            for column in ["opening", "closing"] {
                let accounts = report["accounts"].as_array().expect("accounts");
                assert_eq!(accounts.iter().map(|account| pence(&account[column])).sum::<i64>(), 0, "{from}: {column}");
            }
        }
        let north = ask(&company, "/reports/trial-balance/?as_of=2026-02-28&branch=north");
        assert_eq!((&north["total_debit"], &north["total_credit"]), (&json!("340.00"), &json!("340.00")));
        let error = company.ask("/reports/trial-balance/?branch=south").expect_err("there is no such branch");
        assert_eq!(error.fields[0].field, "branch");
        company.verify();
    }
}

#[test]
fn income_statement_compares_years_and_branches_and_shows_gross_profit() {
    for database in databases() {
        let company = books(database);
        let url = "/reports/income-statement/?from=2026-01-01&to=2026-12-31&compare=previous_year&columns=branch";
        let report = ask(&company, url);
        assert_eq!((&report["compared_from"], &report["compared_to"]), (&json!("2025-01-01"), &json!("2025-12-31")));
        let (income, expense) = (&report["sections"][0], &report["sections"][1]);
        assert_eq!((&income["total"], &income["compared_total"]), (&json!("500.00"), &json!("300.00")));
        assert_eq!((&expense["total"], &expense["compared_total"]), (&json!("250.00"), &json!("120.00")));
        assert_eq!((&report["result"], &report["compared_result"]), (&json!("250.00"), &json!("180.00")));
        let gross = &report["gross_profit"];
        assert_eq!((&gross["amount"], &gross["compared"]), (&json!("300.00"), &json!("180.00")));
        let by_branch = json!([{"branch": "main", "amount": "200.00"}, {"branch": "north", "amount": "100.00"}]);
        assert_eq!(gross["branches"], by_branch);
        let by_branch = json!([{"branch": "main", "amount": "150.00"}, {"branch": "north", "amount": "100.00"}]);
        assert_eq!(report["branch_results"], by_branch);
        assert_eq!(row(&expense["headings"], "5")["amount"], "200.00");
        assert_eq!(row(&expense["headings"], "6")["amount"], "50.00");
        let february =
            ask(&company, "/reports/income-statement/?from=2026-02-01&to=2026-02-28&compare=previous_period");
        assert_eq!(
            (&february["compared_from"], &february["compared_to"]),
            (&json!("2026-01-01"), &json!("2026-01-31"))
        );
        assert_eq!((&february["result"], &february["compared_result"]), (&json!("50.00"), &json!("200.00")));
        company.verify();
    }
}

#[test]
fn balance_sheet_balances_with_the_result_inside_equity() {
    for database in databases() {
        let company = books(database);
        for day in ["2025-01-09", "2025-06-15", "2025-12-31", "2026-02-03", "2026-02-28", "2026-12-31"] {
            let report = ask(&company, &format!("/reports/balance-sheet/?as_of={day}"));
            let total = |n: usize| pence(&report["sections"][n]["total"]);
            assert_eq!(total(0), total(1) + total(2), "{day}: {report}");
        }
        let report = ask(&company, "/reports/balance-sheet/?as_of=2026-02-28&compare=previous_period&columns=branch");
        let equity = &report["sections"][2];
        assert_eq!(row(&equity["accounts"], "result_earlier_years")["amount"], "180.00");
        assert_eq!(row(&equity["accounts"], "result")["amount"], "250.00");
        assert_eq!(row(&equity["accounts"], "result")["compared"], "180.00");
        assert_eq!((&equity["total"], &equity["compared_total"]), (&json!("1430.00"), &json!("1180.00")));
        for section in report["sections"].as_array().expect("sections") {
            let rows = ["headings", "accounts"].map(|rows| section[rows].as_array().cloned().expect("rows")).concat();
            for amount in ["amount", "compared"] {
                let top = rows.iter().filter(|row| row["parent"].is_null()).map(|row| pence(&row[amount])).sum::<i64>();
                let total = if amount == "amount" { "total" } else { "compared_total" };
                assert_eq!(top, pence(&section[total]), "what stands under no heading comes to the total: {section}");
            }
        }
        assert_eq!(row(&equity["headings"], "3")["amount"], "1430.00");
        let north = ask(&company, "/reports/balance-sheet/?as_of=2026-02-28&branch=north");
        assert_eq!(north["sections"][0]["total"], north["sections"][2]["total"]);
        let known = ask(&company, "/reports/balance-sheet/?as_of=2026-02-28&as_known_at=1");
        assert_eq!(known["sections"][0]["total"], "1000.00");
        company.verify();
    }
}

#[test]
fn general_ledger_carries_its_balance_from_page_to_page() {
    for database in databases() {
        let company = books(database);
        for (filter, closing) in [("", "1330.00"), ("&branch=main", "1330.00"), ("&as_known_at=3", "1180.00")] {
            let mut url =
                format!("/reports/general-ledger/?account=1010&from=2025-02-01&to=2026-12-31&page_size=1{filter}");
            let (mut balance, mut lines) = (json!("1000.00"), 0);
            loop {
                let page = ask(&company, &url);
                assert_eq!(page["opening"], balance, "{url}");
                for line in page["lines"].as_array().expect("lines") {
                    let moved = pence(&line["debit"]) - pence(&line["credit"]);
                    assert_eq!(pence(&balance) + moved, pence(&line["balance"]), "{line}");
                    assert_eq!(line["memo"].as_str().expect("a memo").len(), 14);
                    balance = line["balance"].clone();
                    lines += 1;
                }
                let Some(next) = page["next"].as_str() else { break };
                url = next.trim_start_matches("/api/v1").to_owned();
            }
            assert_eq!((balance, lines), (json!(closing), if filter.contains("known") { 2 } else { 4 }), "{filter}");
        }
        for list in ["/reports/general-ledger/", "/journal-entries/", "/journal-lines/"] {
            let error = company.ask(&format!("{list}?account=10")).expect_err("a heading has no lines");
            assert!(error.detail().contains("heading"), "{list}: {}", error.detail());
        }
        // Income starts at zero each fiscal year, on whatever day the report begins.
        for (days, opening, closing) in [
            ("from=2026-01-01&to=2026-12-31", "0.00", "-500.00"),
            ("from=2026-02-01&to=2026-12-31", "-200.00", "-500.00"),
            ("from=2026-03-01&to=2026-12-31", "-500.00", "-500.00"),
            ("from=2025-07-01&to=2025-12-31", "-300.00", "-300.00"),
            ("from=2026-02-01&to=2026-12-31&as_known_at=3", "0.00", "0.00"),
        ] {
            let page = ask(&company, &format!("/reports/general-ledger/?account=4000&{days}"));
            assert_eq!((&page["opening"], &page["closing"]), (&json!(opening), &json!(closing)), "{days}");
        }
        let error = company.ask("/reports/general-ledger/?account=9999").expect_err("there is no such account");
        assert_eq!(error.fields[0].field, "account");
        company.verify();
    }
}

#[test]
fn day_book_lists_the_entries_of_its_days_with_lines_and_time_of_posting() {
    for database in databases() {
        let company = books(database);
        let day = ask(&company, "/reports/day-book/?from=2026-02-03&to=2026-02-03");
        let entries = day["entries"].as_array().expect("entries");
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0]["lines"].as_array().map(Vec::len), Some(2));
        assert!(entries[0]["posted_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{}", entries[0]);
        let mut url = "/reports/day-book/?from=2025-01-01&to=2026-12-31&page_size=3".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = ask(&company, &url);
            seen.extend(page["entries"].as_array().expect("entries").iter().map(|entry| entry["seq"].as_i64()));
            let Some(next) = page["next"].as_str() else { break };
            url = next.trim_start_matches("/api/v1").to_owned();
        }
        assert_eq!(seen, (1..=7).map(Some).collect::<Vec<_>>());
        let seqs = |filter: &str| {
            let page = ask(&company, &format!("/reports/day-book/?from=2025-01-01&to=2026-12-31{filter}"));
            let entries = page["entries"].as_array().expect("entries");
            entries.iter().map(|entry| entry["seq"].as_i64().expect("a place")).collect::<Vec<_>>()
        };
        assert_eq!(seqs("&branch=north"), [5, 6]);
        assert_eq!(seqs("&as_known_at=3"), [1, 2, 3]);
        assert_eq!(seqs("&branch=north&as_known_at=5&page_size=1"), [5]);
        for list in ["/journal-entries/", "/journal-lines/"] {
            let rows = ask(&company, &format!("{list}?branch=north"))["results"].as_array().map(Vec::len);
            assert_eq!(rows, Some(if list == "/journal-lines/" { 4 } else { 2 }), "{list}");
            company.ask(&format!("{list}?branch=south")).expect_err("there is no such branch");
        }
        company.verify();
    }
}

#[test]
fn heading_takes_no_entries_and_groups_only_its_own_kind() {
    for database in databases() {
        let company = books(database);
        let body = json!({"business_date": "2026-03-01", "lines": [
            {"account": "10", "debit": "1.00"}, {"account": "4000", "credit": "1.00"}]});
        let entry: PostEntry = command::from_json(body.to_string().as_bytes()).expect("an entry");
        let error = company.run(entry).expect_err("a heading takes no lines");
        assert_eq!(error.fields[0].code, "control_account");
        assert!(error.fields[0].message().contains("heading"), "{}", error.fields[0].message());
        let account = |code: &str, kind: &str, usage: &str, parent: &str| json!({"code": code, "name": code, "kind": kind, "usage": usage, "parent": parent, "manual": usage == "plain"});
        company.call("POST /accounts/", &account("61", "expense", "heading", "6")).expect("a heading below another");
        company.call("POST /accounts/", &account("6150", "expense", "plain", "61")).expect("an account below it");
        for (wrong, field) in [
            (account("1600", "asset", "plain", "6"), "parent"),
            (account("6160", "expense", "plain", "6000"), "parent"),
            (account("62", "income", "cost_of_sales", "4"), "usage"),
        ] {
            let error = company.call("POST /accounts/", &wrong).map(|_| ()).expect_err("refused");
            assert_eq!(error.fields[0].field, field, "{wrong}");
        }
        // Only accounts without a control use take entries by hand, where nothing else is said.
        for (code, usage, manual) in [
            ("93", "heading", false),
            ("94", "cost_of_sales", false),
            ("9300", "plain", true),
            ("9310", "bank", true),
            ("9320", "stock", false),
        ] {
            let body = json!({"code": code, "name": code, "kind": "expense", "usage": usage});
            let made = company.call("POST /accounts/", &body).expect("an account").body;
            assert_eq!(made["manual"], json!(manual), "{usage}");
            let whole = company.call(&format!("PUT /accounts/{code}/"), &body).expect("replaced").body;
            assert_eq!(whole["manual"], json!(manual), "{usage}");
        }
        let by_hand = json!({"code": "95", "name": "95", "kind": "expense", "usage": "heading", "manual": true});
        let error = company.call("POST /accounts/", &by_hand).map(|_| ()).expect_err("refused");
        assert_eq!(error.fields[0].field, "manual");
        let error = company.call("PATCH /accounts/6/", &json!({"parent": "61"})).map(|_| ()).expect_err("below itself");
        assert_eq!(error.fields[0].field, "parent");
        company.verify();
    }
}

#[test]
fn report_from_tomorrow_on_asks_for_its_last_day() {
    for database in databases() {
        let company = books(database);
        let reports =
            [("trial-balance", ""), ("income-statement", ""), ("day-book", ""), ("general-ledger", "&account=1010")];
        for (report, filter) in reports {
            let error = company.ask(&format!("/reports/{report}/?from=2199-01-01{filter}")).expect_err("after today");
            let field = &error.fields[0];
            assert_eq!((field.field.as_str(), field.code), ("from", "from_after_to"), "{report}");
            assert!(
                field.message().contains("after today") && field.message().contains("last day"),
                "{}",
                field.message()
            );
        }
        let error = company.ask("/reports/day-book/?from=2026-02-03&to=2026-02-02").expect_err("from after to");
        assert!(error.fields[0].message().contains("2026-02-02"), "{}", error.fields[0].message());
        company.verify();
    }
}

#[test]
fn reports_begin_with_the_fiscal_year_whether_it_was_opened_or_not() {
    for database in databases() {
        let company = Company::new(database, modules);
        company.run(SetUp {}).expect("set up");
        // The clock says 2026-01-01; the first year is replaced by one from April.
        company.run(OpenYear { starts_on: "2025-04-01".parse().expect("a day") }).expect("from April");
        book(&company, "2025-05-01", "main", "1010", "4000", "70.00");
        book(&company, "2026-03-31", "main", "1010", "4000", "30.00");
        for (last, from, opening) in [
            ("2026-03-31", "2025-04-01", "0.00"),
            ("2026-04-01", "2026-04-01", "-100.00"),
            ("2027-02-10", "2026-04-01", "-100.00"),
            ("2029-12-31", "2029-04-01", "-100.00"),
        ] {
            let statement = ask(&company, &format!("/reports/income-statement/?to={last}"));
            assert_eq!(statement["from"], from, "{last}");
            let report = ask(&company, &format!("/reports/trial-balance/?as_of={last}"));
            assert_eq!((&report["from"], &row(&report["accounts"], "4000")["opening"]), (&json!(from), &json!("0.00")));
            let earlier = report["accounts"].as_array().and_then(|rows| rows.last()).expect("a row");
            assert_eq!(earlier["code"] == "result_earlier_years", opening != "0.00", "{last}");
            assert!(opening == "0.00" || earlier["opening"] == opening, "{last}: {earlier}");
            let page = ask(&company, &format!("/reports/general-ledger/?account=4000&to={last}"));
            assert_eq!((&page["from"], &page["opening"]), (&json!(from), &json!("0.00")), "{last}");
        }
        company.verify();
    }
}
