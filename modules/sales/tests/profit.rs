//! What sales earned, and how a sale paid in part stands on the statement of its customer.

mod shop;

use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use testkit::{Company, databases};

fn ask(company: &Company, url: &str) -> Json {
    company.ask(url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body
}

fn sell(company: &Company, body: Json) -> Json {
    call(company, "POST /sales/", body)
}

#[test]
fn gross_profit_by_anything_sums_to_the_income_statement() {
    for database in databases() {
        let company = open(database);
        let cash = |amount: &str| json!([{"method": "cash", "amount": amount}]);
        let lamps = json!([{"sku": "LAMP", "quantity": 2}, {"sku": "DELIVERY", "quantity": 1}]);
        let sold = sell(&company, json!({"lines": lamps, "customer": "ann"}));
        sell(&company, json!({"lines": [{"sku": "BOOK", "quantity": 4}], "payments": cash("20")}));
        let lines = json!([{"line": 1, "quantity": 1}]);
        let back = format!("POST /sales/{}/return/", sold["id"].as_str().expect("an id"));
        call(&company, &back, json!({"reason": "broken", "lines": lines}));
        let products = ask(&company, "/reports/gross-profit/");
        let rows = products["rows"].as_array().expect("rows");
        let figures: Vec<(&str, &str, &str)> = rows
            .iter()
            .map(|row| ["code", "income", "cost"].map(|name| row[name].as_str().expect(name)).into())
            .collect();
        assert_eq!(figures, [("BOOK", "20.00", "12.00"), ("DELIVERY", "4.99", "0.00"), ("LAMP", "12.00", "3.00")]);
        assert_eq!(rows[0]["margin"], "0.4000");
        let statement = ask(&company, "/reports/income-statement/");
        for by in ["product", "category", "customer", "branch", "day"] {
            let mut url = format!("/reports/gross-profit/?by={by}&page_size=1");
            let mut rows = 0;
            loop {
                let page = ask(&company, &url);
                assert_eq!(page["total"]["gross_profit"], "21.99", "{by}");
                assert_eq!(page["total"]["gross_profit"], statement["gross_profit"]["amount"], "{by}");
                rows += page["rows"].as_array().expect("rows").len();
                let Some(next) = page["next"].as_str() else { break };
                url = next.to_owned();
            }
            let expected = match by {
                "product" => 3,
                "customer" => 2,
                _ => 1,
            };
            assert_eq!(rows, expected, "{by}");
        }
        verify(&company);
    }
}

#[test]
fn gross_profit_with_goods_found_lost_and_given_away_agrees_with_the_income_statement() {
    for database in databases() {
        let company = open(database);
        call(&company, "POST /sites/", json!({"code": "north", "name": "North"}));
        let under_five = json!({"code": "55", "name": "Freight", "kind": "expense", "usage": "heading", "parent": "5", "manual": false});
        call(&company, "POST /accounts/", under_five);
        call(
            &company,
            "POST /accounts/",
            json!({"code": "5510", "name": "Sea freight", "kind": "expense", "parent": "55"}),
        );
        sell(&company, json!({"lines": [{"sku": "BOOK", "quantity": 5}], "customer": "ann"}));
        for (reason, quantity) in [("found", 2), ("lost", -3)] {
            let lines = json!([{"sku": "CARD", "quantity": quantity}]);
            call(&company, "POST /stock/adjust/", json!({"reason": reason, "lines": lines}));
        }
        for (debit, credit, amount) in [("5510", "1010", "4.50"), ("5200", "1010", "1.25"), ("6000", "1010", "50.00")] {
            let lines = json!([
                {"account": debit, "debit": amount, "branch": "north"}, {"account": credit, "credit": amount, "branch": "north"},
            ]);
            call(&company, "POST /journal-entries/", json!({"business_date": "2026-01-01", "lines": lines}));
        }
        let year = "from=2026-01-01&to=2026-12-31";
        // 25.00 for books at 15.00; 6.00 found, 9.00 lost; 5.75 by hand.
        let last = ask(&company, &format!("/reports/gross-profit/?{year}"))["seq"].as_i64().expect("an entry");
        for filter in ["", "&branch=main", "&branch=north", &format!("&as_known_at={}", last - 2)] {
            let statement = ask(&company, &format!("/reports/income-statement/?{year}{filter}"));
            for by in ["product", "category", "customer", "branch", "day"] {
                let page = ask(&company, &format!("/reports/gross-profit/?{year}&by={by}{filter}"));
                assert_eq!(page["total"]["gross_profit"], statement["gross_profit"]["amount"], "{by}{filter}");
            }
        }
        // Compared with the year before, nothing; seen from the next day, all of it was earned on the day before.
        for (days, now, before) in [
            ("from=2026-01-01&to=2026-01-01&compare=previous_year", "1.25", "0.00"),
            ("from=2026-01-02&to=2026-01-02&compare=previous_period", "0.00", "1.25"),
        ] {
            let statement = ask(&company, &format!("/reports/income-statement/?{days}"));
            let page = ask(&company, &format!("/reports/gross-profit/?{days}"));
            let of = |total: &str| page[total]["gross_profit"].clone();
            assert_eq!((of("total"), of("compared_total")), (json!(now), json!(before)), "{days}");
            assert_eq!(page["compared_from"], statement["compared_from"]);
            assert_eq!(of("compared_total"), statement["gross_profit"]["compared"], "{days}");
            assert_eq!(page["rows"].as_array().map(Vec::len), Some(3), "{days}");
        }
        let page = ask(&company, &format!("/reports/gross-profit/?{year}"));
        assert_eq!(
            page["total"],
            json!({"income": "31.00", "cost": "29.75", "gross_profit": "1.25", "margin": "0.0403"})
        );
        let codes: Vec<&str> =
            page["rows"].as_array().expect("rows").iter().filter_map(|row| row["code"].as_str()).collect();
        assert_eq!(codes, ["", "BOOK", "CARD"]);
        verify(&company);
    }
}

#[test]
fn statement_shows_invoice_and_payment_of_a_sale_apart() {
    for database in databases() {
        let company = open(database);
        let part = json!([{"method": "cash", "amount": "15"}]);
        sell(&company, json!({"lines": [{"sku": "BOOK", "quantity": 5}], "customer": "bob", "payments": part}));
        call(&company, "POST /receipts/", json!({"customer": "bob", "method": "bank", "amount": "10"}));
        let statement = ask(&company, "/customers/bob/statement/");
        let lines: Vec<[&str; 4]> = statement["lines"]
            .as_array()
            .expect("lines")
            .iter()
            .map(|line| ["kind", "debit", "credit", "balance"].map(|name| line[name].as_str().expect(name)))
            .collect();
        assert_eq!(
            lines,
            [
                ["sale", "25.00", "0.00", "25.00"],
                ["payment", "0.00", "15.00", "10.00"],
                ["receipt", "0.00", "10.00", "0.00"],
            ]
        );
        verify(&company);
    }
}
