//! What goods cost is hidden, wherever it could be read, from users without the permission to see it.

mod shop;

use command::{Grants, Scope};
use serde_json::{Value as Json, json};
use shop::{CLERK, call, open, verify};
use std::collections::BTreeSet;
use testkit::{Company, databases};

/// Everything but the permission to see what goods cost.
fn clerk() -> Grants {
    let granted = ["catalog.*", "inventory.stock.*", "ledger.*", "payments.*", "sales.*"];
    Grants::new(granted.map(|pattern| (pattern.to_owned(), Scope::All)).to_vec())
}

fn read(company: &Company, grants: Grants, url: &str) -> Json {
    company.ask_with(grants, url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body
}

/// The command's answer to the clerk.
fn call_as_clerk(company: &Company, request: &str, body: &Json) -> Json {
    company.call_as(CLERK, request, body).unwrap_or_else(|error| panic!("{request} {body}: {error:?}")).body
}

/// The accounts of an entry whose lines show no amount.
fn hidden(entry: &Json) -> Vec<&str> {
    let lines = entry["lines"].as_array().expect("lines");
    let hides = |line: &&Json| ["debit", "credit", "amount"].iter().all(|field| line.get(field).is_none());
    lines.iter().filter(hides).map(|line| line["account"].as_str().expect("an account")).collect()
}

#[test]
fn cost_is_hidden_in_entries_lines_stock_and_answers() {
    for database in databases() {
        let company = open(database);
        call(&company, "POST /sites/", json!({"code": "north", "name": "North"}));
        call(&company, "POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
        let supplier = json!({"code": "sup", "name": "Supplier"});
        call(&company, "POST /suppliers/", supplier);

        // Ten lamps at 3.00 and seven at 12.3456: 116.42 for seventeen, 6.85 for one.
        let lamp = |more: Json| {
            let mut line = json!({"sku": "LAMP", "quantity": 1});
            line.as_object_mut().expect("a line").extend(more.as_object().cloned().unwrap_or_default());
            json!([line])
        };
        let received = json!({"supplier": "sup", "lines": lamp(json!({"quantity": 7, "unit_cost": "12.3456"}))});
        let received = call_as_clerk(&company, "POST /stock/receive/", &received);
        let moved = json!({"from": "main", "to": "north", "lines": lamp(json!({}))});
        let moved = call_as_clerk(&company, "POST /stock/transfer/", &moved);
        let found = json!({"reason": "found", "lines": lamp(json!({}))});
        let found = call_as_clerk(&company, "POST /stock/adjust/", &found);
        for answer in [&received, &moved, &found] {
            assert_eq!((answer.get("total"), &answer["currency"]), (None, &json!("GBP")));
        }
        let answer =
            call(&company, "POST /stock/adjust/", json!({"reason": "lost", "lines": lamp(json!({"quantity": -1}))}));
        assert_eq!(answer["total"], "-6.85");
        let cash = json!([{"method": "cash", "amount": "14.40"}]);
        let sold = call_as_clerk(&company, "POST /sales/", &json!({"lines": lamp(json!({})), "payments": cash}));
        let back = json!({"reason": "broken", "lines": [{"line": 1, "quantity": 1}]});
        let number = sold["number"].as_str().expect("a number");
        let back = call_as_clerk(&company, &format!("POST /sales/{number}/return/"), &back);

        for (document, expected) in [
            (&received, vec!["1200", "2100"]),
            (&moved, vec!["1200", "1200", "1950", "1950"]),
            (&found, vec!["1200", "4900"]),
            (&sold, vec!["5000", "1200"]),
            (&back, vec!["5000", "1200"]),
        ] {
            let url = format!("/journal-entries/{}/", document["entry"].as_str().expect("an entry"));
            let entry = read(&company, clerk(), &url);
            let mut accounts = hidden(&entry);
            let mut expected = expected;
            accounts.sort_unstable();
            expected.sort_unstable();
            assert_eq!(accounts, expected, "{entry}");
            assert_eq!(hidden(&read(&company, Grants::all(), &url)), [""; 0]);
        }
        let product = read(&company, clerk(), "/products/LAMP/")["id"].as_str().expect("an id").to_owned();
        let mut urls = vec![
            format!("/journal-lines/?product={product}"),
            "/stock/?sku=LAMP".to_owned(),
            "/products/LAMP/stock-card/".to_owned(),
        ];
        urls.extend(["1200", "1950", "5000"].map(|account| format!("/journal-lines/?account={account}")));
        for url in urls {
            let (all, seen) = (read(&company, Grants::all(), &url), read(&company, clerk(), &url));
            assert!(all.to_string().contains("6.85") || all.to_string().contains("86.42"), "{url}: {all}");
            assert!(!seen.to_string().contains("6.85") && !seen.to_string().contains("86.42"), "{url}: {seen}");
            assert_eq!(all["results"].as_array().map(Vec::len), seen["results"].as_array().map(Vec::len), "{url}");
        }
        verify(&company);
    }
}

/// What every report answers a user who may not see what goods cost: a refusal, or an answer without it.
const REPORTS: &[(&str, &str, bool)] = &[
    ("/reports/general-ledger/", "/reports/general-ledger/?account=5000&from=2026-01-01&to=2026-12-31", false),
    ("/reports/day-book/", "/reports/day-book/?from=2026-01-01&to=2026-12-31", true),
    ("/reports/trial-balance/", "/reports/trial-balance/?as_of=2026-12-31", false),
    ("/reports/income-statement/", "/reports/income-statement/?from=2026-01-01&to=2026-12-31", false),
    ("/reports/balance-sheet/", "/reports/balance-sheet/?as_of=2026-12-31", false),
    ("/reports/gross-profit/", "/reports/gross-profit/?from=2026-01-01&to=2026-12-31", false),
    ("/reports/ageing/", "/reports/ageing/?as_of=2026-12-31", true),
    ("/customers/{customer}/ageing/", "/customers/ann/ageing/?as_of=2026-12-31", true),
    ("/customers/{customer}/statement/", "/customers/ann/statement/?from=2026-01-01&to=2026-12-31", true),
    ("/products/{product}/stock-card/", "/products/LAMP/stock-card/", true),
    ("/reports/stock-valuation/", "/reports/stock-valuation/?as_of=2026-12-31", false),
];

#[test]
fn no_report_is_asked_for_days_that_no_company_has_books_of() {
    for database in databases() {
        let company = open(database);
        let lists = ["/journal-entries/?from=2026-01-01&to=2026-12-31", "/journal-lines/?from=2026-01-01"];
        for url in REPORTS.iter().map(|(_, url, _)| *url).chain(lists) {
            let (path, parameters) = url.split_once('?').unwrap_or((url, ""));
            for name in ["from", "to", "as_of"].into_iter().filter(|name| parameters.contains(&format!("{name}="))) {
                for day in ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"] {
                    let others = parameters.split('&').filter(|parameter| !parameter.starts_with(name));
                    let url = format!("{path}?{name}={day}&{}", others.collect::<Vec<_>>().join("&"));
                    let refused = company.ask(&url).expect_err(&url);
                    assert_eq!(
                        (refused.fields[0].field.as_str(), refused.fields[0].code),
                        (name, "out_of_range"),
                        "{url}"
                    );
                }
            }
        }
        for url in [
            "/reports/income-statement/?from=1900-01-01&to=2200-12-31&compare=previous_year",
            "/reports/ageing/?as_of=1900-01-01",
        ] {
            assert_eq!(company.ask(url).expect(url).status, 200);
        }
    }
}

#[test]
fn no_report_tells_a_user_without_the_permission_what_goods_cost() {
    for database in databases() {
        let company = open(database);
        let receipt = json!({"lines": [{"sku": "LAMP", "quantity": 7, "unit_cost": "12.3456"}]});
        call(&company, "POST /stock/receive/", receipt);
        call(&company, "POST /sales/", json!({"customer": "ann", "lines": [{"sku": "LAMP", "quantity": 1}]}));
        let modules = company.registry.modules();
        let reports = modules.iter().flat_map(|module| &module.queries).filter(|query| query.report);
        let paths: BTreeSet<&str> = reports.map(|query| query.path.as_str()).collect();
        assert_eq!(paths, REPORTS.iter().map(|(path, ..)| *path).collect(), "every report is tried here");
        for (_, url, is_shown) in REPORTS {
            read(&company, Grants::all(), url);
            match company.ask_with(clerk(), url) {
                Ok(answer) => assert!(*is_shown && !answer.body.to_string().contains("6.85"), "{url}: {}", answer.body),
                Err(error) => {
                    assert_eq!((*is_shown, error.code), (false, "permission_denied"), "{url}");
                    assert!(error.detail().contains("inventory.value.view"), "{url}: {}", error.detail());
                }
            }
        }
        verify(&company);
    }
}

#[test]
fn ledger_of_an_account_is_refused_where_any_of_its_lines_tells_what_goods_cost() {
    for database in databases() {
        let company = open(database);
        call(&company, "POST /sites/", json!({"code": "north", "name": "North"}));
        call(&company, "POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
        let one = json!([{"sku": "LAMP", "quantity": 1}]);
        call(&company, "POST /stock/transfer/", json!({"from": "main", "to": "north", "lines": one}));
        call(&company, "POST /stock/adjust/", json!({"reason": "found", "lines": one}));
        let lost = json!({"reason": "lost", "lines": [{"sku": "LAMP", "quantity": -1}]});
        call(&company, "POST /stock/adjust/", lost);
        call(&company, "POST /sales/", json!({"customer": "ann", "lines": one}));
        let lines = read(&company, clerk(), "/journal-lines/?page_size=1000");
        let lines = lines["results"].as_array().expect("lines");
        let account = |line: &Json| line["account"].as_str().expect("an account").to_owned();
        let hidden: BTreeSet<String> = lines.iter().filter(|line| line.get("debit").is_none()).map(account).collect();
        let refused: BTreeSet<String> = lines
            .iter()
            .map(account)
            .filter(|code| {
                // No line lies on such days; the opening balance alone would tell.
                let url = format!("/reports/general-ledger/?account={code}&from=2199-01-01&to=2199-01-02");
                company.ask_with(clerk(), &url).is_err()
            })
            .collect();
        assert_eq!(refused, hidden);
        assert!(refused.len() >= 6, "{refused:?}");
        read(&company, clerk(), "/reports/general-ledger/?account=4000");
        verify(&company);
    }
}
