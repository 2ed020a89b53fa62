//! Sales that a till made while it was offline: they have happened, so they are recorded whatever changed meanwhile.

mod shop;

use command::{Answer, Command, Submission};
use kernel::Result;
use sales::{PostSale, SaleBody, SubmitSale};
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use testkit::{Company, databases, instant};
use uuid::Uuid;

const CASHIER: Uuid = Uuid::from_u128(7);
const OTHER_CASHIER: Uuid = Uuid::from_u128(8);

fn body(sale: Json) -> SaleBody {
    serde_json::from_value(sale).expect("a sale")
}

/// Submits a sale made at `at` by the clock of the till.
fn submit_at(company: &Company, sale: Json, at: Option<&str>) -> Result<Json> {
    let submission = company.submission(SubmitSale(body(sale)));
    let answer = company.answer(Submission { occurred_at: at.map(instant), ..submission })?;
    Ok(json_of(&answer))
}

fn json_of(answer: &Answer) -> Json {
    serde_json::from_slice(&answer.body).expect("JSON")
}

fn submit(company: &Company, sale: Json) -> Json {
    submit_at(company, sale, None).expect("applied")
}

fn cash(lines: Json, amount: &str) -> Json {
    json!({"lines": lines, "payments": [{"method": "cash", "amount": amount}]})
}

fn one(sku: &str) -> Json {
    json!([{"sku": sku, "quantity": 1}])
}

fn view(company: &Company, sale: &Json) -> Json {
    company.ask(&format!("/sales/{}/", sale["id"].as_str().expect("an id"))).expect("the sale").body
}

fn figures(sale: &Json) -> [&str; 6] {
    ["subtotal", "tax_total", "total", "paid", "change", "due"].map(|name| sale[name].as_str().unwrap_or("?"))
}

#[test]
fn payment_that_differs_from_the_list_is_the_price_agreed() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /products/BOOK/", json!({"selling_price": "6.00"}));
        let sold = submit(&company, cash(one("BOOK"), "5.00"));
        assert_eq!(
            (figures(&sold), &sold["flags"]),
            (["5.00", "0.00", "5.00", "5.00", "0.00", "0.00"], &json!(["price_differs"]))
        );
        assert_eq!(sold["lines"][0]["unit_price"], "5.00");

        // Cash above the list is change.
        let sold = submit(&company, cash(one("BOOK"), "10.00"));
        assert_eq!((figures(&sold)[4], &sold["flags"]), ("4.00", &json!([])));

        // A card takes the amount agreed. It is spread over the lines by their list prices: 28.80 and 6.00.
        let lines = json!([{"sku": "LAMP", "quantity": 2}, {"sku": "BOOK", "quantity": 1}]);
        let by_card = json!({"lines": lines, "payments": [{"method": "card", "amount": "40.00"}]});
        let sold = submit(&company, by_card);
        assert_eq!((figures(&sold)[2], &sold["flags"]), ("40.00", &json!(["price_differs"])));
        let totals = [0, 1].map(|n| sold["lines"][n]["total"].as_str().expect("a total"));
        assert_eq!(totals, ["33.10", "6.90"]);
        assert_eq!(sold["lines"][0]["tax"], "5.52");

        // A product without a price sells for what was paid, not for nothing and all of it change.
        call(&company, "PATCH /products/CARD/", json!({"selling_price": "0"}));
        let sold = submit(&company, cash(json!([{"sku": "CARD", "quantity": 3}]), "4.00"));
        assert_eq!((figures(&sold)[2], figures(&sold)[4]), ("4.00", "0.00"));
        verify(&company);
    }
}

#[test]
fn prices_taxes_and_totals_of_the_till_stand() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /tax-categories/vat/", json!({"rate": "0.25"}));
        call(&company, "PATCH /company/", json!({"prices_include_tax": true}));
        let line = json!({
            "sku": "LAMP", "quantity": 2, "unit_price": "12.00", "tax_rate": "0.2", "tax": "4.80", "total": "28.80", "name": "Lamp, red",
        });
        let sale = json!({
            "lines": [line], "prices_include_tax": false, "total": "28.80", "payments": [{"method": "cash", "amount": "30"}],
        });
        let sold = submit(&company, sale);
        assert_eq!(
            (figures(&sold), &sold["flags"]),
            (["24.00", "4.80", "28.80", "30.00", "1.20", "0.00"], &json!(["tax_differs"]))
        );
        let shown = view(&company, &sold);
        let line = ["name", "tax_rate", "tax_category", "unit_price"].map(|name| shown["lines"][0][name].as_str());
        assert_eq!(line, [Some("Lamp, red"), Some("0.2"), Some("vat"), Some("12.00")]);

        // What was printed stands even where it does not follow from the prices: the till rounded in another way.
        let line = json!({"sku": "LAMP", "quantity": 1, "unit_price": "12.00", "tax_rate": "0.2", "tax": "2.41", "total": "14.41"});
        let sold = submit(&company, json!({"lines": [line], "payments": [{"method": "card", "amount": "14.41"}]}));
        assert_eq!((figures(&sold)[..3].to_vec(), figures(&sold)[5]), (vec!["12.00", "2.41", "14.41"], "0.00"));
        assert_eq!(sold["flags"], json!(["tax_differs", "price_differs"]));

        for (field, wrong) in [("tax", "15.00"), ("tax", "-1"), ("total", "-0.01"), ("tax_rate", "-0.2")] {
            let mut line = json!({"sku": "BOOK", "quantity": 1});
            line[field] = json!(wrong);
            let error = submit_at(&company, cash(json!([line]), "5"), None).expect_err("refused");
            assert_eq!(error.fields[0].field, format!("lines.0.{field}"), "{error:?}");
        }
        // A rate is a fraction, on a line as in a tax category.
        let category = |rate: &str| json!({"code": "high", "name": "High", "rate": rate});
        for rate in ["-0.000001", "1.000001", "1.5", "20"] {
            let line = json!({"sku": "BOOK", "quantity": 1, "tax_rate": rate});
            let error = submit_at(&company, cash(json!([line]), "5"), None).expect_err("refused");
            let refused = company.call("POST /tax-categories/", &category(rate)).map(|called| called.body);
            let words = refused.expect_err("refused").fields[0].message();
            assert_eq!((error.fields[0].code, error.fields[0].message()), ("out_of_range", words), "{rate}");
        }
        let line = json!({"sku": "BOOK", "quantity": 1, "tax_rate": "1", "unit_price": "5.00"});
        let sale =
            json!({"lines": [line], "prices_include_tax": false, "payments": [{"method": "cash", "amount": "10"}]});
        assert_eq!(figures(&submit(&company, sale))[..3], ["5.00", "5.00", "10.00"]);
        // A sale online and a return take no rate: that of the product counts, or of the sale that comes back.
        let online = json!({"lines": [{"sku": "BOOK", "quantity": 1, "tax_rate": "0.5"}], "payments": [{"method": "cash", "amount": "5"}]});
        let error = company.call("POST /sales/", &online).map(|called| called.body).expect_err("refused");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("lines.0.tax_rate", "unknown_field"));
        verify(&company);
    }
}

#[test]
fn printed_total_stands_whatever_was_paid() {
    for database in databases() {
        let company = open(database);
        let more = json!([{"sku": "LAMP", "quantity": 10, "unit_cost": "3.00"}]);
        call(&company, "POST /stock/receive/", json!({"warehouse": "main", "lines": more}));
        let line = json!({"sku": "LAMP", "quantity": 2, "unit_price": "12.00", "total": "28.80"});
        let sale = |total: &str, method: &str, paid: &str| json!({"lines": [line], "total": total, "payments": [{"method": method, "amount": paid}]});
        let differs = ["total_differs", "payment_differs"];
        fn figures_of(sold: &Json) -> Vec<&str> {
            [&figures(sold)[2..], &[sold["difference"].as_str().unwrap_or("?")]].concat()
        }
        for (total, method, paid, expected, flags) in [
            ("28.80", "card", "28.80", ["28.80", "28.80", "0.00", "0.00", "0.00"], json!([])),
            ("28.80", "cash", "30", ["28.80", "30.00", "1.20", "0.00", "0.00"], json!([])),
            ("28.80", "card", "30", ["28.80", "30.00", "0.00", "0.00", "-1.20"], json!(differs)),
            ("28.80", "cash", "20", ["28.80", "20.00", "0.00", "0.00", "8.80"], json!(differs)),
            (
                "28.00",
                "card",
                "28",
                ["28.00", "28.00", "0.00", "0.00", "0.00"],
                json!(["total_differs", "price_differs"]),
            ),
            (
                "0",
                "card",
                "5",
                ["0.00", "5.00", "0.00", "0.00", "-5.00"],
                json!(["total_differs", "price_differs", "payment_differs"]),
            ),
        ] {
            let sold = submit(&company, sale(total, method, paid));
            assert_eq!((figures_of(&sold), &sold["flags"]), (expected.to_vec(), &flags), "{total} {method} {paid}");
            let lines: Vec<&str> =
                sold["lines"].as_array().expect("lines").iter().filter_map(|line| line["total"].as_str()).collect();
            assert_eq!(lines, [expected[0]]);
        }
        // The customer owes what is not paid of the total.
        let mut owed = sale("28.80", "cash", "20");
        owed["customer"] = json!("ann");
        let sold = submit(&company, owed);
        assert_eq!((figures_of(&sold), &sold["flags"]), (vec!["28.80", "20.00", "0.00", "8.80", "0.00"], &json!([])));
        let unpaid = json!({"lines": [line], "total": "28.80"});
        assert_eq!(submit_at(&company, unpaid, None).expect_err("not paid").code, "not_paid");
        let error = submit_at(&company, sale("-1", "cash", "5"), None).expect_err("refused");
        assert_eq!(error.fields[0].field, "total");

        let trial = company.ask("/reports/trial-balance/").expect("a report").body.to_string();
        assert!(trial.contains("Cash over and short"), "{trial}");
        // What comes back is refunded at the total of its line.
        let sold = submit(&company, sale("28.80", "cash", "20"));
        let back = json!({"reason": "torn", "lines": [{"line": 1, "quantity": 2}]});
        let back = call(&company, &format!("POST /sales/{}/return/", sold["id"].as_str().expect("an id")), back);
        assert_eq!((figures(&back)[3], &back["difference"]), ("28.80", &json!("0.00")));
        verify(&company);
    }
}

#[test]
fn printed_tax_that_is_not_that_of_its_rate_is_flagged() {
    for database in databases() {
        let company = open(database);
        let lamp = |tax: &str, total: &str, includes: bool| {
            let line = json!({"sku": "LAMP", "quantity": 1, "unit_price": "12.00", "tax": tax, "total": total});
            let pay = json!([{"method": "card", "amount": total}]);
            submit(&company, json!({"lines": [line], "prices_include_tax": includes, "payments": pay}))["flags"].clone()
        };
        assert_eq!(lamp("2.40", "14.40", false), json!([]));
        assert_eq!(lamp("2.00", "12.00", true), json!([]));
        assert_eq!(lamp("1.50", "12.00", true), json!(["tax_differs"]));
        assert_eq!(lamp("0.00", "12.00", true), json!(["tax_differs"]));
        assert_eq!(lamp("2.30", "14.40", false), json!(["tax_differs"]));
        assert_eq!(lamp("2.50", "15.00", false), json!(["price_differs"]));
        // Cards are outside tax, books are taxed at nothing.
        for sku in ["CARD", "BOOK"] {
            let line =
                json!({"sku": sku, "quantity": 1, "tax": "0.50", "total": if sku == "CARD" { "1.00" } else { "5.00" }});
            let sold = submit(&company, json!({"lines": [line], "payments": [{"method": "cash", "amount": "5.00"}]}));
            assert_eq!((&sold["tax_total"], &sold["flags"]), (&json!("0.50"), &json!(["tax_differs"])), "{sku}");
        }
        verify(&company);
    }
}

#[test]
fn codes_name_what_they_named_when_the_sale_was_made() {
    for database in databases() {
        let company = open(database);
        let product = |sku: &str| company.ask(&format!("/products/{sku}/")).expect("a product").body["id"].clone();
        let book = product("BOOK");
        call(&company, "PATCH /products/BOOK/", json!({"barcode": "5901"}));
        company.set_clock(instant("2026-01-10T12:00:00Z"));
        call(&company, "PATCH /products/BOOK/", json!({"sku": "NOVEL", "barcode": "5902"}));
        let sold = submit(&company, cash(one("BOOK"), "5"));
        assert_eq!((&sold["lines"][0]["product"], &sold["flags"]), (&book, &json!(["former_code"])));

        company.set_clock(instant("2026-01-20T12:00:00Z"));
        let again =
            json!({"sku": "BOOK", "name": "Account book", "unit": "piece", "selling_price": "9", "barcode": "5901"});
        call(&company, "POST /products/", again);
        let other = product("BOOK");
        company.set_clock(instant("2026-01-26T12:00:00Z"));
        for (at, expected) in
            [("2026-01-05T12:00:00Z", &book), ("2026-01-15T12:00:00Z", &book), ("2026-01-25T12:00:00Z", &other)]
        {
            for name in ["sku", "barcode"] {
                let line = json!({"quantity": 1, name: if name == "sku" { "BOOK" } else { "5901" }});
                let sold = submit_at(&company, cash(json!([line]), "20"), Some(at)).expect("applied");
                assert_eq!(&sold["lines"][0]["product"], expected, "{name} at {at}");
            }
        }
        // An id is exact, whatever codes stand beside it.
        let line = json!([{"product": book, "sku": "BOOK", "quantity": 1}]);
        let sold = submit(&company, cash(line, "5"));
        assert_eq!((&sold["lines"][0]["product"], &sold["flags"]), (&book, &json!([])));
        let error = submit_at(&company, cash(one("NEVER"), "5"), None).expect_err("unknown");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("lines.0.sku", "not_found"));
        verify(&company);
    }
}

#[test]
fn rows_out_of_use_or_deleted_meanwhile_do_not_refuse_a_paid_sale() {
    for database in databases() {
        let company = open(database);
        for (path, row) in [
            (
                "/products/",
                json!({"sku": "PEN", "name": "Pen", "unit": "box", "selling_price": "5", "tax_category": "zero"}),
            ),
            ("/warehouses/", json!({"site": "main", "code": "kiosk", "name": "Kiosk"})),
            ("/payment-methods/", json!({"code": "voucher", "name": "Voucher", "account": "1010"})),
            ("/customers/", json!({"code": "eve", "name": "Eve"})),
        ] {
            call(&company, &format!("POST {path}"), row);
        }
        let pen = company.ask("/products/PEN/").expect("a pen").body["id"].clone();
        for path in ["/products/PEN/", "/warehouses/kiosk/", "/payment-methods/voucher/", "/customers/eve/"] {
            call(&company, &format!("DELETE {path}"), json!({}));
        }
        let pay = |method: &str, amount: &str| json!([{"method": method, "amount": amount}]);
        let sale =
            json!({"customer": "eve", "warehouse": "kiosk", "lines": one("PEN"), "payments": pay("voucher", "5")});
        let sold = submit(&company, sale);
        let flags = [
            "deleted_warehouse",
            "inactive_warehouse",
            "deleted_customer",
            "deleted_product",
            "inactive_product",
            "deleted_method",
            "inactive_method",
            "insufficient_stock",
            "unknown_cost",
        ];
        assert_eq!((&sold["lines"][0]["product"], &sold["flags"]), (&pen, &json!(flags)));
        let shown = view(&company, &sold);
        assert_eq!(
            (&shown["customer"], &shown["warehouse_name"], &shown["flags"]),
            (&Json::Null, &json!("Kiosk"), &json!(flags))
        );
        assert_eq!(company.ask("/products/PEN/").expect("restored").body["is_active"], false);
        assert_eq!(company.ask("/customers/eve/").expect_err("stays deleted").code, "not_found");

        // A debt needs its debtor: the customer who owes part of it is restored.
        let sold = submit(&company, json!({"customer": "eve", "lines": one("BOOK"), "payments": pay("cash", "2")}));
        assert_eq!((figures(&sold)[5], &sold["flags"]), ("3.00", &json!(["deleted_customer", "partly_paid"])));
        // A restored product gives up a code that another one has now.
        call(&company, "POST /products/", json!({"sku": "INK", "name": "Ink", "unit": "piece"}));
        let ink = company.ask("/products/INK/").expect("ink").body["id"].clone();
        call(&company, "DELETE /products/INK/", json!({}));
        call(&company, "POST /products/", json!({"sku": "ink", "name": "Other ink", "unit": "piece"}));
        let sold = submit(&company, cash(json!([{"product": ink, "quantity": 1}]), "2"));
        assert_eq!((&sold["lines"][0]["product"], figures(&sold)[2]), (&ink, "2.00"));

        let sold = submit(&company, json!({"customer": "nobody", "lines": one("BOOK"), "payments": pay("cash", "5")}));
        assert_eq!(sold["flags"], json!(["unknown_customer"]));
        for unpaid in [json!({"lines": one("BOOK")}), json!({"customer": "nobody", "lines": one("BOOK")})] {
            assert_eq!(submit_at(&company, unpaid, None).expect_err("not paid").code, "not_paid");
        }
        verify(&company);
    }
}

#[test]
fn sale_is_booked_on_the_day_it_was_made() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /company/", json!({"timezone": "Asia/Dhaka"}));
        call(&company, "POST /periods/2026-01/close/", json!({}));
        company.set_clock(instant("2026-03-10T12:00:00Z"));
        let dates = |at: &str, named: Option<&str>| {
            let mut sale = cash(one("DELIVERY"), "6");
            if let Some(date) = named {
                sale["business_date"] = json!(date);
            }
            let sold = submit_at(&company, sale, Some(at)).expect("applied");
            let shown = view(&company, &sold);
            assert_eq!(instant(shown["occurred_at"].as_str().expect("a moment")), instant(at));
            let date = |name: &str| shown[name].as_str().expect("a date").to_owned();
            (date("business_date"), date("document_date"), sold["flags"].clone())
        };
        let same = |day: &str, flags: Json| (day.to_owned(), day.to_owned(), flags);
        assert_eq!(dates("2026-03-08T17:59:00Z", None), same("2026-03-08", json!([])));
        assert_eq!(dates("2026-03-08T18:01:00Z", None), same("2026-03-09", json!([])));
        assert_eq!(dates("2026-03-08T21:30:00-05:00", None), same("2026-03-09", json!([])));
        assert_eq!(dates("2026-03-08T18:01:00Z", Some("2026-03-05")), same("2026-03-05", json!([])));
        // Its period is closed: the first open day. The paper keeps its date.
        let closed = ("2026-02-01".to_owned(), "2026-01-20".to_owned(), json!(["period_closed"]));
        assert_eq!(dates("2026-01-20T08:00:00Z", None), closed);
        // The clock of the till is wrong.
        for ahead in ["2026-03-10T13:00:00Z", "2026-04-01T00:00:00Z", "9000-12-31T00:00:00Z"] {
            assert_eq!(dates(ahead, None), same("2026-03-10", json!(["clock_ahead"])), "{ahead}");
        }
        assert_eq!(dates("2026-03-10T11:00:00Z", Some("2926-03-10")), same("2026-03-10", json!(["clock_ahead"])));
        for behind in ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(dates(behind, None), same("2026-03-10", json!(["date_implausible"])), "{behind}");
        }
        verify(&company);
    }
}

/// Stock, names and the due date are those of the day that is booked, not of a day that the till cannot have meant.
#[test]
fn sale_of_a_clock_that_is_not_believed_is_checked_today() {
    for database in databases() {
        let company = open(database);
        company.set_clock(instant("2026-01-10T12:00:00Z"));
        call(&company, "PATCH /products/BOOK/", json!({"sku": "NOVEL"}));
        company.set_clock(instant("2026-01-20T12:00:00Z"));
        let atlas =
            json!({"sku": "BOOK", "name": "Atlas", "unit": "piece", "tax_category": "zero", "selling_price": "9"});
        let atlas = call(&company, "POST /products/", atlas)["id"].clone();
        let lines = json!([{"sku": "BOOK", "quantity": 10, "unit_cost": "4.00"}]);
        call(&company, "POST /stock/receive/", json!({"warehouse": "main", "lines": lines}));
        company.set_clock(instant("2026-03-10T12:00:00Z"));
        let sold_at = |at: Option<&str>, named: Option<&str>| {
            let mut sale = cash(one("BOOK"), "9");
            sale["due_date"] = json!("2026-03-10");
            if let Some(date) = named {
                sale["business_date"] = json!(date);
            }
            let sold = submit_at(&company, sale, at).expect("applied");
            assert_eq!(sold["lines"][0]["product"], atlas, "{at:?} {named:?}");
            (view(&company, &sold)["business_date"].clone(), sold["flags"].clone())
        };
        let today = (json!("2026-03-10"), json!(["date_implausible"]));
        for at in ["1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z", "1989-06-01T12:00:00Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(sold_at(Some(at), None), today, "{at}");
        }
        assert_eq!(sold_at(None, Some("1989-06-01")), today);
        assert_eq!(sold_at(Some("1970-01-01T00:00:00Z"), Some("2026-03-09")).0, "2026-03-09");

        // In a closed month: on hand on the day that is booked, not on the day it was made.
        call(&company, "POST /periods/2026-01/close/", json!({}));
        let lines = json!([{"sku": "CARD", "quantity": 5, "unit_cost": "3.00"}]);
        call(&company, "POST /stock/receive/", json!({"business_date": "2026-02-01", "lines": lines}));
        let cards = cash(json!([{"sku": "CARD", "quantity": 15}]), "15");
        let sold = submit_at(&company, cards, Some("2026-01-25T08:00:00Z")).expect("applied");
        assert_eq!(sold["flags"], json!(["period_closed"]));
        verify(&company);
    }
}

#[test]
fn online_sale_is_dated_at_most_tomorrow() {
    for database in databases() {
        let company = open(database);
        company.set_clock(instant("2026-03-10T12:00:00Z"));
        let mut sale = cash(one("BOOK"), "5");
        sale["business_date"] = json!("2026-03-12");
        let error = company.call("POST /sales/", &sale).map(|called| called.body).expect_err("ahead");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("business_date", "date_ahead"));
        sale["business_date"] = json!("2026-03-11");
        call(&company, "POST /sales/", sale);
        verify(&company);
    }
}

#[test]
fn return_and_receipt_made_offline_have_the_day_they_were_made() {
    for database in databases() {
        let company = open(database);
        company.set_clock(instant("2026-02-01T12:00:00Z"));
        let sale = call(&company, "POST /sales/", json!({"customer": "ann", "lines": one("BOOK")}));
        call(&company, "POST /periods/2026-01/close/", json!({}));
        company.set_clock(instant("2026-02-10T12:00:00Z"));
        let on = |at: &str| {
            let receipt = json!({"customer": "ann", "method": "cash", "amount": "1"});
            let receipt = serde_json::from_value::<payments::PostReceipt>(receipt).expect("a receipt");
            let answer = company.answer(Submission { occurred_at: Some(instant(at)), ..company.submission(receipt) });
            let number = json_of(&answer.expect("posted"))["number"].as_str().expect("a number").to_owned();
            company.ask(&format!("/receipts/{number}/")).expect("a receipt").body["business_date"].clone()
        };
        assert_eq!(on("2026-02-03T12:00:00Z"), "2026-02-03");
        // Closed: today, as for everything that is recorded late.
        assert_eq!(on("2026-01-03T12:00:00Z"), "2026-02-10");
        let back = json!({"id": sale["number"], "reason": "torn", "lines": [{"line": 1, "quantity": 1}]});
        let back = serde_json::from_value::<sales::ReturnSale>(back).expect("a return");
        let occurred_at = Some(instant("2026-02-04T12:00:00Z"));
        let answer = company.answer(Submission { occurred_at, ..company.submission(back) }).expect("returned");
        assert_eq!(view(&company, &json_of(&answer))["business_date"], "2026-02-04");
        verify(&company);
    }
}

fn send<C: Command>(company: &Company, actor: Uuid, id: Option<Uuid>, key: Option<&str>, command: C) -> Result<Answer> {
    let submission = company.submission(command);
    company.answer(Submission { actor, id, key: key.map(str::to_owned), ..submission })
}

#[test]
fn sale_sent_online_and_in_a_list_is_one_sale() {
    for database in databases() {
        let company = open(database);
        let id = Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_0000_0001);
        let key = id.to_string().to_uppercase();
        let sale = cash(one("BOOK"), "5");
        let online = send(&company, CASHIER, None, Some(&key), PostSale(body(sale.clone()))).expect("sold");
        let mut known = sale.clone();
        known["total"] = json!("5.00");
        known["lines"][0]["tax_rate"] = json!("0");
        for (actor, sale) in [(CASHIER, &sale), (CASHIER, &known), (OTHER_CASHIER, &known)] {
            let again = send(&company, actor, Some(id), None, SubmitSale(body(sale.clone()))).expect("already");
            assert_eq!((again.replayed, &again.body), (true, &online.body));
        }
        // Another sale under that id is refused, by whichever way it comes.
        let other = cash(one("CARD"), "1");
        let conflict = |actor, other: &Json| {
            send(&company, actor, Some(id), None, SubmitSale(body(other.clone()))).expect_err("refused").code
        };
        assert_eq!(conflict(CASHIER, &other), "idempotency_conflict");
        assert_eq!(conflict(OTHER_CASHIER, &other), "command_id_taken");

        // First in the list, then online.
        let id = Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_0000_0002);
        let first = send(&company, CASHIER, Some(id), None, SubmitSale(body(known))).expect("applied");
        let again = send(&company, CASHIER, None, Some(&id.to_string()), PostSale(body(sale))).expect("already");
        assert_eq!((first.replayed, again.replayed, &again.body), (false, true, &first.body));
        assert_eq!(company.ask("/sales/").expect("a list").body["count"], 2);
        verify(&company);
    }
}
