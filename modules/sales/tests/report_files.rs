//! Reports as files say what their JSON says, in every format, and hide what it hides.

mod shop;

use command::{Grants, Scope};
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use std::collections::{BTreeMap, BTreeSet};
use testkit::{Company, Table, databases};
use uuid::Uuid;

/// Every report, and questions for it: all of them are asked in every test.
const REPORTS: &[(&str, &[&str])] = &[
    (
        "trial-balance",
        &["/reports/trial-balance/?as_of=2026-12-31", "/reports/trial-balance/?as_of=2026-12-31&columns=branch"],
    ),
    (
        "income-statement",
        &[
            "/reports/income-statement/?from=2026-01-01&to=2026-12-31",
            "/reports/income-statement/?from=2026-02-01&to=2026-12-31&compare=previous_period&columns=branch",
        ],
    ),
    (
        "balance-sheet",
        &[
            "/reports/balance-sheet/?as_of=2026-12-31",
            "/reports/balance-sheet/?as_of=2026-12-31&compare=previous_year&columns=branch",
        ],
    ),
    (
        "general-ledger",
        &[
            "/reports/general-ledger/?account=1200&from=2026-01-01&to=2026-12-31",
            "/reports/general-ledger/?account=4000&from=2026-01-02&to=2026-12-31",
            "/reports/general-ledger/?account=1000&from=2030-01-01&to=2030-12-31",
        ],
    ),
    (
        "day-book",
        &["/reports/day-book/?from=2026-01-01&to=2026-12-31", "/reports/day-book/?from=2030-01-01&to=2030-01-01"],
    ),
    (
        "gross-profit",
        &[
            "/reports/gross-profit/?from=2026-01-01&to=2026-12-31",
            "/reports/gross-profit/?by=customer&from=2026-02-01&to=2026-12-31&compare=previous_period",
        ],
    ),
    ("ageing", &["/reports/ageing/?as_of=2026-12-31", "/reports/ageing/?as_of=2020-12-31"]),
    ("customers-ageing", &["/customers/ann/ageing/?as_of=2026-12-31"]),
    ("customers-statement", &["/customers/ann/statement/?from=2026-01-01&to=2026-12-31"]),
    ("products-stock-card", &["/products/LAMP/stock-card/"]),
    (
        "stock-valuation",
        &[
            "/reports/stock-valuation/?as_of=2026-12-31",
            "/reports/stock-valuation/?as_of=2025-12-31",
            "/reports/stock-valuation/?branch=north",
        ],
    ),
];

/// The list of stock has values and totals as a report does.
const STOCK: (&str, &[&str]) = ("stock", &["/stock/", "/stock/?warehouse=north"]);

/// Lamps and books sold for cash and on account, one lamp returned, a lamp moved to another branch, a payment, and an entry by hand.
fn trade(company: &Company) {
    call(company, "POST /sites/", json!({"code": "north", "name": "North"}));
    call(company, "POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
    let receipt = json!({"lines": [{"sku": "LAMP", "quantity": 7, "unit_cost": "12.3456"}]});
    call(company, "POST /stock/receive/", receipt);
    let moved = json!([{"sku": "LAMP", "quantity": 1}]);
    call(company, "POST /stock/transfer/", json!({"from": "main", "to": "north", "lines": moved}));
    let lines =
        json!([{"sku": "LAMP", "quantity": 2}, {"sku": "BOOK", "quantity": 1}, {"sku": "DELIVERY", "quantity": 1}]);
    let sold = call(company, "POST /sales/", json!({"customer": "ann", "lines": lines}));
    let back = json!({"reason": "broken", "lines": [{"line": 1, "quantity": 1}]});
    call(company, &format!("POST /sales/{}/return/", sold["number"].as_str().expect("a number")), back);
    call(company, "POST /receipts/", json!({"customer": "ann", "method": "cash", "amount": "5.00"}));
    let cash = json!([{"method": "cash", "amount": "5.00"}]);
    call(company, "POST /sales/", json!({"lines": [{"sku": "BOOK", "quantity": 1}], "payments": cash}));
    let lines = json!([{"account": "6000", "debit": "12.50"}, {"account": "1000", "credit": "12.50"}]);
    call(company, "POST /journal-entries/", json!({"business_date": "2026-01-01", "memo": "=SUM(A1)", "lines": lines}));
}

/// The decimal numbers in JSON, however deep.
fn numbers(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::String(text) if is_number(text) => drop(found.insert(text.clone())),
        Json::Array(values) => values.iter().for_each(|value| numbers(value, found)),
        Json::Object(fields) => fields.values().for_each(|value| numbers(value, found)),
        _ => {}
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits
        .split_once('.')
        .is_some_and(|(whole, part)| [whole, part].iter().all(|digits| digits.bytes().all(|b| b.is_ascii_digit())))
}

/// The numbers of every page of a report's JSON.
fn numbers_of_json(company: &Company, url: &str) -> BTreeSet<String> {
    let (mut found, mut next) = (BTreeSet::new(), Some(url.to_owned()));
    while let Some(url) = next {
        let page = company.ask(&url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body;
        numbers(&page, &mut found);
        next = page["next"].as_str().map(str::to_owned);
    }
    found
}

fn table(company: &Company, url: &str) -> Table {
    company.table(&Grants::all(), url).unwrap_or_else(|error| panic!("{url}: {error:?}"))
}

fn numbers_of(rows: &[BTreeMap<String, String>], kinds: &[&str]) -> BTreeSet<String> {
    let rows = rows.iter().filter(|row| kinds.contains(&row["row"].as_str()));
    rows.flat_map(|row| row.values().filter(|text| is_number(text)).cloned()).collect()
}

#[test]
fn every_format_of_every_report_has_the_numbers_of_its_json() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        let names: BTreeSet<&str> = company.registry.reports().map(|report| report.definition.name.as_str()).collect();
        assert_eq!(names, REPORTS.iter().map(|(name, _)| *name).collect(), "every report is tried here");
        for url in REPORTS.iter().chain([&STOCK]).flat_map(|(_, urls)| *urls) {
            let rows = table(&company, url);
            let (said, all) = (numbers_of_json(&company, url), ["heading", "line", "figure", "total"]);
            let missing: Vec<_> = said.difference(&numbers_of(&rows, &all)).cloned().collect();
            assert!(missing.is_empty(), "{url}: {missing:?} is not in {rows:#?}");
            // Totals may say more than the answer: not all columns have a sum there.
            let more: Vec<_> = numbers_of(&rows, &["line", "figure"]).difference(&said).cloned().collect();
            assert!(more.is_empty(), "{url}: {more:?} is only in {rows:#?}");
        }
        verify(&company);
    }
}

#[test]
fn totals_are_those_of_the_answer() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        let url = "/reports/trial-balance/?as_of=2026-12-31";
        let (rows, answer) = (table(&company, url), company.ask(url).expect("a report").body);
        let total = rows.last().expect("a total");
        assert_eq!((&total["row"], &total["code"]), (&"total".to_owned(), &"Total".to_owned()));
        assert_eq!(
            (&json!(total["debit"]), &json!(total["credit"])),
            (&answer["total_debit"], &answer["total_credit"])
        );
        assert_eq!((total["opening"].as_str(), total["closing"].as_str()), ("0.00", "0.00"));

        let rows = table(&company, "/reports/balance-sheet/?as_of=2026-12-31");
        let of = |name: &str| {
            let total = rows.iter().find(|row| row["row"] == "total" && row["name"] == name);
            total.unwrap_or_else(|| panic!("no total of {name} in {rows:#?}"))["amount"]
                .replace('.', "")
                .parse::<i64>()
                .expect("pence")
        };
        assert_eq!(of("Assets"), of("Liabilities") + of("Equity"));

        let answer = company.ask("/reports/ageing/?as_of=2026-12-31").expect("a report").body;
        let rows = table(&company, "/reports/ageing/?as_of=2026-12-31");
        assert_eq!(json!(rows.last().expect("a total")["total"]), answer["totals"]["total"]);
        verify(&company);
    }
}

#[test]
fn value_of_stock_is_what_its_account_holds_on_every_day_and_at_every_entry() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        // Goods that come, go and change their value on earlier and later days than today.
        for (day, sku, quantity) in [("2026-01-20", "BOOK", 3), ("2026-01-10", "LAMP", -1), ("2026-02-02", "CARD", -2)]
        {
            let line = json!({"sku": sku, "quantity": quantity});
            let reason = if quantity > 0 { "found" } else { "lost" };
            call(&company, "POST /stock/adjust/", json!({"reason": reason, "business_date": day, "lines": [line]}));
        }
        let seq = company.ask("/reports/stock-valuation/").expect("a report").body["seq"].as_i64().expect("a place");
        for day in ["2025-12-31", "2026-01-01", "2026-01-09", "2026-01-10", "2026-01-31", "2026-02-02", "2026-12-31"] {
            for known in [0, seq / 2, seq] {
                for branch in ["", "&branch=main", "&branch=north"] {
                    let of = format!("as_of={day}&as_known_at={known}{branch}");
                    let books =
                        company.ask(&format!("/reports/trial-balance/?from={day}&{of}")).expect("a report").body;
                    let account =
                        books["accounts"].as_array().expect("accounts").iter().find(|row| row["code"] == "1200");
                    let held = account.map_or(json!("0.00"), |row| row["closing"].clone());
                    let valued = company.ask(&format!("/reports/stock-valuation/?{of}")).expect("a report").body;
                    assert_eq!((&valued["total"], &valued["seq"]), (&held, &json!(known)), "{of}");
                }
            }
        }
        // The pages are the whole, and today is what the list of stock says.
        let url = "/reports/stock-valuation/?as_of=2026-12-31";
        let (mut rows, mut next) = (Vec::new(), Some(format!("{url}&page_size=1")));
        while let Some(url) = next {
            let page = company.ask(&url).expect("a page").body;
            rows.extend(page["rows"].as_array().expect("rows").clone());
            next = page["next"].as_str().map(str::to_owned);
        }
        let whole = company.ask(url).expect("a report").body;
        assert_eq!(json!(rows), whole["rows"]);
        let stock = table(&company, "/stock/");
        assert_eq!(json!(stock.last().expect("a total")["value"]), whole["total"]);
        verify(&company);
    }
}

/// A user who may see everything but what goods cost.
fn clerk() -> Grants {
    let granted = ["inventory.stock.*", "ledger.*", "payments.*", "sales.*"];
    Grants::new(granted.map(|pattern| (pattern.to_owned(), Scope::All)).to_vec())
}

#[test]
fn files_hide_what_goods_cost_and_refuse_limited_permissions() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        for (name, urls) in REPORTS.iter().chain([&STOCK]) {
            let mut reports = company.registry.modules().iter().flat_map(|module| &module.reports);
            let report = reports.find(|report| report.definition.name == *name).expect("a report");
            let (needs, scopes) = (report.definition.needs, report.definition.scopes);
            for url in *urls {
                let all = table(&company, url);
                match company.table(&clerk(), url) {
                    Err(error) => assert_eq!(
                        (error.code, url.contains("=1200") || !needs.is_empty()),
                        ("permission_denied", true),
                        "{url}"
                    ),
                    Ok(rows) => {
                        assert!(needs.is_empty(), "{url} is shown without {needs:?}");
                        assert_eq!(rows.len(), all.len(), "{url}");
                        let text = format!("{rows:?}");
                        assert!(
                            !text.contains("6.85") && !text.contains("86.42") && !text.contains("value"),
                            "{url}: {text}"
                        );
                    }
                }
                let granted = |scope| Grants::new(vec![(report.definition.permission.to_owned(), scope)]);
                let limited = Scope::Sites([Uuid::from_u128(1)].into());
                if !scopes.sites {
                    assert_eq!(company.table(&granted(limited), url).unwrap_err().code, "scope_not_supported", "{url}");
                }
                assert_eq!(
                    company.table(&Grants::new(Vec::new()), url).unwrap_err().code,
                    "permission_denied",
                    "{url}"
                );
            }
        }
        verify(&company);
    }
}

#[test]
fn file_holds_every_page_as_it_was_known_when_it_began() {
    for database in databases() {
        let company = open(database);
        let pair = [json!({"account": "6000", "debit": "1.00"}), json!({"account": "1000", "credit": "1.00"})];
        let lines: Vec<Json> = pair.into_iter().cycle().take(1_800).collect();
        let entry = json!({"business_date": "2026-01-05", "memo": "large", "lines": lines});
        for _ in 0..3 {
            call(&company, "POST /journal-entries/", entry.clone());
        }
        let url = "/reports/general-ledger/?account=6000&from=2026-01-01&to=2026-01-31";
        let rows = table(&company, url);
        let kinds = |kind: &str| rows.iter().filter(|row| row["row"] == kind).count();
        assert_eq!((kinds("figure"), kinds("line"), kinds("total")), (2, 2_700, 1));
        let places: BTreeSet<_> =
            rows.iter().filter(|row| row["row"] == "line").map(|row| (&row["entry"], &row["n"])).collect();
        assert_eq!(places.len(), 2_700, "no line comes twice");
        let of_name = |name: &str| rows.iter().find(|row| row["number"] == name).expect("a row");
        assert_eq!(of_name("Turnover")["debit"], "2700.00");
        assert_eq!(of_name("Closing balance")["balance"], "2700.00");
        assert_eq!(rows[1_500]["balance"], "1500.00");

        // What is posted while a file is made is not in it.
        let report =
            company.registry.reports().find(|report| report.definition.name == "general-ledger").expect("a report");
        let query = [("account", "6000"), ("from", "2026-01-01"), ("to", "2026-01-31")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let definitions = company.registry.definitions().clone();
        let begun =
            company.read(|read| report.begin(read, &command::Input::default(), query, Grants::all(), definitions));
        let mut begun = begun.expect("begun");
        call(&company, "POST /journal-entries/", entry);
        let mut count = 0;
        while company
            .read(|read| {
                begun.next(read, &mut |kind, _| {
                    count += usize::from(kind == command::RowKind::Line);
                    Ok(())
                })
            })
            .expect("a part")
        {}
        assert_eq!(count, 2_700);
        verify(&company);
    }
}

#[test]
fn texts_are_no_formulas_and_wrong_parameters_are_named() {
    for database in databases() {
        let company = open(database);
        call(&company, "POST /customers/", json!({"code": "+evil", "name": "=HYPERLINK(\"http://x\")"}));
        call(&company, "POST /sales/", json!({"customer": "+evil", "lines": [{"sku": "LAMP", "quantity": 1}]}));
        let rows = table(&company, "/reports/ageing/");
        assert_eq!((rows[0]["code"].as_str(), rows[0]["name"].as_str()), ("'+evil", "'=HYPERLINK(\"http://x\")"));
        let text = |url: &str| String::from_utf8(company.report(Grants::all(), url).expect("a file")).expect("a text");
        assert!(text("/reports/ageing/?format=csv&bom=true").starts_with("\u{feff}row,code,name,current,"));
        assert!(text("/reports/ageing/?format=csv").starts_with("row,code,name,current,"));

        let refusal = company.ask("/reports/ageing/?format=pdf").unwrap_err();
        assert_eq!(refusal.code, "invalid_parameter");
        for format in ["json", "csv", "jsonl", "xlsx"] {
            assert!(refusal.detail().contains(format), "{}", refusal.detail());
        }
        assert_eq!(
            company.ask("/reports/ageing/?format=json").expect("JSON").body,
            company.ask("/reports/ageing/").expect("JSON").body
        );
        for (url, code) in [
            ("/stock/?cursor=x", "invalid_parameter"),
            ("/stock/?page_size=5", "invalid_parameter"),
            ("/reports/ageing/?bom=perhaps", "invalid_parameter"),
            ("/reports/ageing/?colour=red", "unknown_parameter"),
            ("/customers/nobody/statement/", "not_found"),
        ] {
            assert_eq!(company.report(Grants::all(), url).unwrap_err().code, code, "{url}");
        }
        verify(&company);
    }
}
