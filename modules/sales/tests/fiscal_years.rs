//! Fiscal years that begin in any month: which years may be opened, which numbers they give, and how their periods are closed.

mod shop;

use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use testkit::{Company, databases};

/// The status code of a request that is refused, and the field it blames.
fn refused(company: &Company, request: &str, body: &Json) -> (&'static str, String) {
    let before = company.dump();
    let error = company.call(request, body).map(|called| called.body).expect_err("a refusal");
    testkit::assert_same(&before, &company.dump());
    let field = error.fields.first();
    (field.map_or(error.code, |field| field.code), field.map_or(String::new(), |field| field.field.clone()))
}

fn starts(company: &Company) -> Vec<String> {
    let years = company.ask("/fiscal-years/").expect("years").body;
    let rows = years["results"].as_array().expect("rows").iter();
    rows.map(|year| format!("{} {}", year["starts_on"].as_str().unwrap_or("?"), year["state"].as_str().unwrap_or("?")))
        .collect()
}

fn rent(company: &Company, day: &str) -> Json {
    let lines = json!([{"account": "6000", "debit": "1"}, {"account": "1010", "credit": "1"}]);
    call(company, "POST /journal-entries/", json!({"business_date": day, "lines": lines}))
}

/// A company without entries, whose first fiscal year is 2026.
fn new_company(database: testkit::Database) -> Company {
    let company = testkit::Company::with(
        std::sync::Arc::new(database),
        testkit::TENANT,
        shop::modules(),
        shop::but_for_prices,
        command::Limits::default(),
    );
    company.run(shop::SetUp {}).expect("set up");
    company
}

#[test]
fn first_fiscal_year_may_start_in_april() {
    for database in databases() {
        let company = new_company(database);
        let year = call(&company, "POST /fiscal-years/", json!({"starts_on": "2026-04-01"}));
        assert_eq!((&year["code"], &year["ends_on"]), (&json!("2026"), &json!("2027-03-31")));
        assert_eq!(starts(&company), ["2026-04-01 open"]);
        // January to March belong to the year before, which is opened like any other.
        assert_eq!(
            refused(&company, "POST /fiscal-years/", &json!({"starts_on": "2025-01-01"})),
            ("year_leaves_gap", "starts_on".to_owned())
        );
        call(&company, "POST /fiscal-years/", json!({"starts_on": "2025-04-01"}));
        let numbers =
            ["2027-03-31", "2026-04-01", "2026-03-31", "2025-04-01"].map(|day| rent(&company, day)["number"].clone());
        assert_eq!(numbers, ["JRN-2026-000001", "JRN-2026-000002", "JRN-2025-000001", "JRN-2025-000002"]);
        let statement = company.ask("/reports/income-statement/?to=2026-03-31").expect("a statement").body;
        assert_eq!((&statement["from"], &statement["result"]), (&json!("2025-04-01"), &json!("-2.00")));
        verify(&company);
    }
}

#[test]
fn fiscal_years_neither_overlap_nor_leave_months_that_no_year_can_hold() {
    for database in databases() {
        let company = open(database);
        rent(&company, "2026-01-01");
        for (starts_on, code) in [
            ("2027-04-01", "year_leaves_gap"),
            ("2024-12-01", "year_leaves_gap"),
            ("2026-04-01", "year_overlaps"),
            ("2025-04-01", "year_overlaps"),
            ("2026-01-01", "year_overlaps"),
            ("2027-01-02", "not_first_of_month"),
        ] {
            let body = json!({"starts_on": starts_on});
            assert_eq!(refused(&company, "POST /fiscal-years/", &body), (code, "starts_on".to_owned()), "{starts_on}");
        }
        // A gap of whole years can be filled later.
        for starts_on in ["2023-01-01", "2025-01-01", "2024-01-01"] {
            call(&company, "POST /fiscal-years/", json!({"starts_on": starts_on}));
        }
        assert_eq!(starts(&company), ["2023-01-01 open", "2024-01-01 open", "2025-01-01 open", "2026-01-01 open"]);
        verify(&company);
    }
}

#[test]
fn first_fiscal_year_does_not_give_way_to_one_that_has_ended() {
    for database in databases() {
        let company = new_company(database);
        company.set_clock(testkit::instant("2026-11-28T12:00:00Z"));
        let error = company.call("POST /fiscal-years/", &json!({"starts_on": "2025-04-01"})).map(|called| called.body);
        let error = error.expect_err("today would lie in no year");
        let [field] = &error.fields[..] else { panic!("{error:?}") };
        assert_eq!((field.code, field.field.as_str()), ("current_year", "starts_on"));
        for starts_on in ["2026-04-01", "2025-04-01"] {
            call(&company, "POST /fiscal-years/", json!({"starts_on": starts_on}));
        }
        assert_eq!(starts(&company), ["2025-04-01 open", "2026-04-01 open"]);
        verify(&company);
    }
}

#[test]
fn fiscal_year_that_joins_no_other_is_of_this_time() {
    for database in databases() {
        let company = open(database);
        let year = |year: i32| json!({"starts_on": format!("{year:04}-01-01")});
        for far_off in [210, 1800, 1989, 2028, 2926] {
            assert_eq!(refused(&company, "POST /fiscal-years/", &year(far_off)).0, "out_of_range", "{far_off}");
        }
        for joined in [1990, 1989, 2027, 2028] {
            call(&company, "POST /fiscal-years/", year(joined));
        }
        verify(&company);
    }
}

#[test]
fn fiscal_year_opened_by_mistake_is_taken_back_and_its_history_stays() {
    for database in databases() {
        let company = open(database);
        let opened = call(&company, "POST /fiscal-years/", json!({"starts_on": "2006-01-01"}));
        let path = format!("/fiscal-years/{}/", opened["id"].as_str().expect("an id"));
        assert_eq!(company.ask(&path).expect("the year").body["code"], "2006");
        assert_eq!(refused(&company, "POST /periods/2026-01/close/", &json!({})).0, "earlier_period_open");
        call(&company, &format!("DELETE {path}"), json!({}));
        assert_eq!(starts(&company), ["2026-01-01 open"]);
        call(&company, "POST /periods/2026-01/close/", json!({}));

        let history = company.ask(&format!("{path}history/")).expect("a history").body;
        let names = history["results"].as_array().expect("rows").iter().filter_map(|row| row["name"].as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["ledger.year.open", "ledger.year.remove"]);
        assert_eq!(company.ask("/fiscal-years/?since=0").expect("changes").body["deleted"], json!([opened["id"]]));
        // The year can be opened again, as long as no later month is closed, and is known by its code too.
        call(&company, "POST /periods/2026-01/reopen/", json!({}));
        call(&company, "POST /fiscal-years/", json!({"starts_on": "2006-01-01"}));
        call(&company, "DELETE /fiscal-years/2006/", json!({}));
        assert_eq!(refused(&company, "DELETE /fiscal-years/2006/", &json!({})).0, "not_found");
        verify(&company);
    }
}

#[test]
fn fiscal_year_that_is_needed_stays() {
    for database in databases() {
        let company = open(database);
        for starts_on in ["2027-01-01", "2028-01-01", "2025-01-01", "2024-01-01"] {
            call(&company, "POST /fiscal-years/", json!({"starts_on": starts_on}));
        }
        rent(&company, "2028-12-31");
        call(&company, "POST /periods/2024-01/close/", json!({}));
        call(&company, "POST /periods/2024-01/reopen/", json!({}));
        for (year, code) in [
            ("2024", "in_use"),
            ("2025", "year_leaves_gap"),
            ("2026", "current_year"),
            ("2027", "year_leaves_gap"),
            ("2028", "in_use"),
        ] {
            assert_eq!(refused(&company, &format!("DELETE /fiscal-years/{year}/"), &json!({})).0, code, "{year}");
        }
        verify(&company);
    }
}

#[test]
fn fiscal_year_is_not_opened_before_a_closed_month() {
    for database in databases() {
        let company = open(database);
        company.set_clock(testkit::instant("2026-12-31T12:00:00Z"));
        let year = |starts_on: &str| json!({"starts_on": starts_on});
        call(&company, "POST /fiscal-years/", year("2024-01-01"));
        for month in 1..=12 {
            call(&company, &format!("POST /periods/2024-{month:02}/close/"), json!({}));
        }
        // Neither before the closed months nor before one of them that is left.
        let reopened = (2..=12).rev().map(|month| format!("2024-{month:02}"));
        for month in reopened.chain(["2024-01".to_owned()]) {
            for starts_on in ["2023-01-01", "2020-01-01"] {
                let closed = ("later_period_closed", "starts_on".to_owned());
                assert_eq!(refused(&company, "POST /fiscal-years/", &year(starts_on)), closed, "{month}");
            }
            let error = company.call("POST /fiscal-years/", &year("2023-01-01")).map(|called| called.body);
            let detail = error.expect_err("months are closed").detail();
            assert!(detail.contains(&format!("from 2024-01 to {month}. Reopen")), "{detail}");
            if month == "2024-06" {
                // Years after the closed months change nothing in them.
                call(&company, "POST /fiscal-years/", year("2025-01-01"));
            }
            call(&company, &format!("POST /periods/{month}/reopen/"), json!({}));
        }
        call(&company, "POST /fiscal-years/", year("2023-01-01"));
        rent(&company, "2023-05-01");
        verify(&company);
    }
}

#[test]
fn periods_are_closed_in_order_and_reopening_leaves_a_trace() {
    for database in databases() {
        let company = open(database);
        company.set_clock(testkit::instant("2026-12-31T12:00:00Z"));
        let close = |month: String| call(&company, &format!("POST /periods/{month}/close/"), json!({}));
        assert_eq!(refused(&company, "POST /periods/2026-02/close/", &json!({})).0, "earlier_period_open");
        for month in 1..=12 {
            close(format!("2026-{month:02}"));
        }
        assert_eq!(starts(&company), ["2026-01-01 closed"]);
        let reason = json!({"reason": "The audit found a bill of December."});
        call(&company, "POST /periods/2026-12/reopen/", reason.clone());
        assert_eq!(starts(&company), ["2026-01-01 open"]);
        let open_ones = company.ask("/periods/?state=open").expect("periods").body;
        assert_eq!((&open_ones["count"], &open_ones["results"][0]["month"]), (&json!(1), &json!("2026-12")));

        let period = company.ask("/periods/2026-12/").expect("a period").body;
        let changes = period["changes"].as_array().expect("changes");
        let states: Vec<&str> = changes.iter().filter_map(|change| change["state"].as_str()).collect();
        assert_eq!((states, &changes[1]["reason"]), (vec!["closed", "open"], &reason["reason"]));
        assert!(changes.iter().all(|change| change["at"].is_string() && change["actor"].is_string()));
        let history = company.ask("/periods/2026-12/history/").expect("a history").body;
        let names: Vec<&str> =
            history["results"].as_array().expect("rows").iter().filter_map(|row| row["name"].as_str()).collect();
        assert_eq!(names, ["test.company.open", "ledger.period.close", "ledger.period.reopen"]);
        verify(&company);
    }
}
