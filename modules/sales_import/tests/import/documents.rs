//! Histories of other systems come into a company: whole documents, once each, apart from the goods of today.

use crate::company::{balance, count, file, file_of, import, open, post, product, refusals, stock};
use sales_import::Options;
use serde_json::json;
use testkit::{Company, databases};

const END: &str = "2025-12-31";

fn dry(options: &Options) -> Options {
    Options { dry_run: true, ..options.clone() }
}

#[test]
fn document_with_a_bad_row_is_left_out_whole_until_it_is_corrected() {
    for database in databases() {
        let company = open(database);
        let good = "J1,B,Bread,1,2025-03-01,2.00,K1,UK";
        let bad = file(
            &company,
            "bad",
            &["I1,A,Apple,2,2025-03-01,\"1,234.50\",K1,UK", "I1,B,Bread,1,2025-03-01,2.00,K1,UK", good],
        );
        let told = import(&company, &dry(&bad));
        let report = import(&company, &bad);
        assert_eq!((report.recorded, report.rows_refused(), report.income.as_str()), (1, 2, "2.00"));
        assert_eq!((told.refused, told.income), (report.refused.clone(), report.income.clone()));
        assert!(refusals(&report)[0].1.starts_with("line 2: price: “1,234.50” is no plain number"), "{report:?}");

        let corrected = file(
            &company,
            "corrected",
            &["I1,A,Apple,2,2025-03-01,1234.50,K1,UK", "I1,B,Bread,1,2025-03-01,2.00,K1,UK", good],
        );
        let report = import(&company, &corrected);
        assert_eq!((report.recorded, report.already, report.income.as_str()), (1, 1, "2473.00"));
        assert_eq!(balance(&company, "4000", END), "-2473.00");
        assert_eq!(balance(&company, "1200", END), "0.00");
        company.verify();
    }
}

/// A document can be refused by the company's rules only when it is posted. Neither it nor its preview leaves anything behind,
/// and the documents that share a product and a customer with it do not depend on it.
#[test]
fn refused_document_leaves_nothing_behind_and_takes_no_other_with_it() {
    for database in databases() {
        let company = open(database);
        post(&company, "/fiscal-years/", json!({"starts_on": "2025-01-01"}));
        for change in ["01/close", "02/close", "03/close", "01/reopen", "02/reopen"] {
            post(&company, &format!("/periods/2025-{change}/"), json!({}));
        }
        post(&company, "/suppliers/", json!({"code": "S9", "name": "A supplier"}));
        let before = [count(&company, "product"), count(&company, "party"), count(&company, "entry")];
        let refused = [
            "A1,X,Apple,1,2025-03-15,1.00,K1,UK",
            "A2,X,Apple,1.5,2025-02-01,1.00,K1,UK",
            "A3,X,Apple,1,2025-02-02,1.00,S9,UK",
        ];
        let only_refused = file(&company, "refused", &refused);
        let told = refusals(&import(&company, &dry(&only_refused)));
        let report = import(&company, &only_refused);
        assert_eq!(refusals(&report), told);
        assert_eq!((report.recorded, report.rows_refused(), report.income.as_str()), (0, 3, "0.00"));
        assert!(told[0].1.contains("closed") && told[1].1.contains("whole numbers only"), "{told:?}");
        assert_eq!([count(&company, "product"), count(&company, "party"), count(&company, "entry")], before);

        let mut rows = refused.to_vec();
        rows.push("A4,X,Apple,3,2025-02-03,1.00,K1,UK");
        let report = import(&company, &file(&company, "with-others", &rows));
        assert_eq!((report.recorded, report.products, report.customers), (1, 1, 1), "{report:?}");
        assert_eq!(balance(&company, "4000", END), "-3.00");
        company.verify();
    }
}

/// A row without a number is told by itself; the document before it is left out too, because the row may belong to it.
#[test]
fn row_without_a_number_is_told_by_itself() {
    for database in databases() {
        let company = open(database);
        let rows = [
            ",X,Apple,1,2025-03-01,1.00,K1,UK",
            "I1,X,Apple,1,2025-03-01,1.00,K1,UK",
            "I1,Y,Pear,1,2025-03-01,1.00,K1,UK",
            "\u{200b},X,Apple,1,2025-03-01,1.00,K1,UK",
            "I2,X,Apple,1,2025-03-02,1.00,K1,UK",
        ];
        let report = import(&company, &file(&company, "unnumbered", &rows));
        assert_eq!(
            refusals(&report),
            [
                ("", "line 2: document is missing"),
                ("I1", "line 4: the row in line 5 has no document number and may belong to this document"),
            ]
            .map(|(number, reason)| (number.to_owned(), reason.to_owned()))
        );
        assert_eq!((report.recorded, report.rows_refused()), (1, 4));
        company.verify();
    }
}

/// A price below zero is neither a sale nor a return: the goods would go out and the money too.
#[test]
fn price_below_zero_is_refused_with_its_line() {
    for database in databases() {
        let company = open(database);
        let rows = [
            "I1,X,Apple,1,2025-03-01,-1.00,K1,UK",
            "I2,X,Apple,3,2025-03-01,2.00,K1,UK",
            "I2,Y,Discount,1,2025-03-01,-1.00,K1,UK",
            "I3,X,Apple,-1,2025-03-02,-1.00,K1,UK",
            "I4,X,Apple,1,2025-03-02,2.00,K1,UK",
        ];
        let options = file(&company, "below-zero", &rows);
        let told = refusals(&import(&company, &dry(&options)));
        let report = import(&company, &options);
        assert_eq!(refusals(&report), told);
        let lines: Vec<_> =
            told.iter().map(|(number, reason)| (number.as_str(), reason.split(" is not").next())).collect();
        let refused = |number, line| (number, Some(line));
        assert_eq!(
            lines,
            [
                refused("I1", "line 2: price: A price"),
                refused("I2", "line 4: price: A price"),
                refused("I3", "line 5: price: A price"),
            ]
        );
        assert_eq!((report.recorded, balance(&company, "4000", END).as_str()), (1, "-2.00"));
        let line = json!({"sku": "X", "quantity": "1", "unit_price": "-1", "effect": "income"});
        let document = json!({"number": "H1", "business_date": "2025-03-03", "is_credit_note": false, "lines": [line]});
        let error = company.call("POST /history/documents/", &document).map(|_| ()).expect_err("refused");
        assert_eq!(error.fields[0].field, "lines.0.unit_price");
        company.verify();
    }
}

/// An import opens the fiscal years of its documents, but none before a closed month.
#[test]
fn documents_of_a_year_before_a_closed_month_are_refused_with_their_line() {
    for database in databases() {
        let company = open(database);
        post(&company, "/periods/2026-01/close/", json!({}));
        let rows = [
            "I1,X,Apple,1,2026-02-01,1.00,K1,UK",
            "I2,X,Apple,1,2025-03-15,1.00,K1,UK",
            "I3,X,Apple,1,2026-01-15,1.00,K1,UK",
        ];
        let options = file(&company, "closed", &rows);
        let told = refusals(&import(&company, &dry(&options)));
        let report = import(&company, &options);
        assert_eq!((refusals(&report), report.recorded), (told.clone(), 1));
        assert_eq!(
            told,
            [
                ("I2", "line 3: date: lies before closed months; reopen them first, the last is 2026-01"),
                ("I3", "line 4: date: lies in a closed period"),
            ]
            .map(|(number, reason)| (number.to_owned(), reason.to_owned()))
        );
        assert_eq!(count(&company, "fiscal_year"), 1);
        assert_eq!(balance(&company, "4000", "2026-02-01"), "-1.00");
        company.verify();
    }
}

#[test]
fn import_without_a_known_warehouse_makes_nothing() {
    for database in databases() {
        let company = open(database);
        let options = file(&company, "warehouse", &["I1,X,Apple,1,2025-03-01,1.00,K1,UK"]);
        let options = Options { warehouse: Some("nope".to_owned()), ..options };
        let error = sales_import::import(company.writers(), &options, &mut |_| true).expect_err("no such warehouse");
        assert_eq!(error.fields[0].field, "warehouse");
        assert_eq!((count(&company, "product"), count(&company, "fiscal_year")), (0, 1));
    }
}

fn many_rows() -> Vec<String> {
    let row = |n: u32| {
        format!("I{n},P{},Item,{},2025-03-{:02},{}.50,K{},UK", n % 17, 1 + n % 5, 1 + n % 28, 1 + n % 9, n % 7)
    };
    (0..300).map(row).collect()
}

/// What the books and the stock say, whoever brought them there.
fn books(company: &Company) -> Vec<String> {
    let accounts = ["1000", "1100", "1200", "3000", "4000", "5000"];
    let mut books: Vec<String> = accounts.iter().map(|account| balance(company, account, END)).collect();
    books.extend((0..17).map(|n| format!("{:?}", stock(company, &format!("P{n}")))));
    books.push(count(company, "sale").to_string());
    books
}

#[test]
fn two_imports_at_once_or_one_that_was_stopped_give_the_books_of_one() {
    for database in databases() {
        let rows = many_rows();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let company = open(database);
        let options = file(&company, "at-once", &rows);
        std::thread::scope(|scope| {
            let run = || assert_eq!(refusals(&import(&company, &options)), []);
            scope.spawn(run);
            scope.spawn(run);
        });
        company.verify();
        let at_once = books(&company);

        let stopped = open(testkit::Database::sqlite());
        let options = file(&stopped, "stopped", &rows);
        let mut left = 40;
        let mut stop = |_| {
            left -= 1;
            left > 0
        };
        let error = sales_import::import(stopped.writers(), &options, &mut stop).expect_err("stopped");
        assert_eq!(error.code, "cancelled");
        let report = import(&stopped, &options);
        assert!(report.already >= 40 && report.already < 300, "{report:?}");
        stopped.verify();
        assert_eq!(books(&stopped), at_once);
        assert_eq!(at_once[2], "0.00");
    }
}

#[test]
fn history_leaves_goods_of_today_and_their_value_alone() {
    for database in databases() {
        let company = open(database);
        for sku in ["LIVE", "DEBT"] {
            post(&company, "/products/", product(sku));
        }
        let receive = |sku: &str, quantity: &str, cost: &str| {
            let line = json!({"sku": sku, "quantity": quantity, "unit_cost": cost});
            post(&company, "/stock/receive/", json!({"business_date": "2026-01-02", "lines": [line]}));
        };
        receive("LIVE", "3", "3.333333");
        let rows = [
            "H1,live,Live,7,2025-02-03,2.55,C9,UK",
            "H2,LIVE,Live,-1,2025-02-04,2.55,C9,UK",
            "H3,LIVE,Live,54,2025-02-05,2.99,,UK",
        ];
        let report = import(&company, &file(&company, "live", &rows));
        assert_eq!(refusals(&report), []);
        assert_eq!(stock(&company, "LIVE"), ("3".to_owned(), "10.00".to_owned()));
        assert_eq!(balance(&company, "1200", END), "0.00");
        // 60 % of the median price 2.55 of every piece that was sold and stayed away: 60 × 1.53.
        assert_eq!(balance(&company, "5000", END), "91.80");
        company.verify();
    }
}

#[test]
fn number_is_in_the_books_once_whoever_recorded_it() {
    for database in databases() {
        let company = open(database);
        post(&company, "/fiscal-years/", json!({"starts_on": "2025-01-01"}));
        post(&company, "/products/", product("A"));
        let line = json!({"sku": "A", "quantity": "1", "unit_price": "7", "effect": "income"});
        let document = json!({"number": "H1", "is_credit_note": false, "business_date": "2025-03-05", "lines": [line]});
        post(&company, "/history/documents/", document.clone());
        let again = company.call("POST /history/documents/", &document).expect_err("a second H1");
        assert_eq!((again.code, again.fields[0].field.as_str()), ("number_taken", "number"));
        let own = json!({"number": "SAL-2025-000001", "is_credit_note": false, "business_date": "2025-03-05", "lines": document["lines"]});
        assert_eq!(company.call("POST /history/documents/", &own).expect_err("a number of ours").code, "own_number");

        let report = import(&company, &file(&company, "same", &["H1,A,A,1,2025-03-05,7.00,,UK"]));
        assert_eq!((report.recorded, report.already, report.rows_refused()), (0, 1, 0));
        for (name, row) in [("price", "H1,A,A,1,2025-03-05,8.00,,UK"), ("day", "H1,A,A,1,2025-03-06,7.00,,UK")] {
            let report = import(&company, &file(&company, name, &[row]));
            assert_eq!((report.already, report.rows_refused(), report.income.as_str()), (0, 1, "0.00"), "{name}");
        }
        assert_eq!(count(&company, "sale"), 1);
        company.verify();
    }
}

#[test]
fn own_series_goes_on_behind_the_numbers_of_the_earlier_system() {
    for database in databases() {
        let company = open(database);
        post(&company, "/fiscal-years/", json!({"starts_on": "2025-01-01"}));
        post(&company, "/products/", product("A"));
        let document = |number: &str| {
            let line = json!({"sku": "A", "quantity": "1", "unit_price": "7", "effect": "income"});
            json!({"number": number, "is_credit_note": false, "business_date": "2025-03-05", "lines": [line]})
        };
        for number in ["INV-2025-0099", "INV-2025-0007", "INV-old"] {
            post(&company, "/history/documents/", document(number));
        }
        let rule = |first: i64| json!({"document": "sale", "starts_on": "2025-01-01", "pattern": "INV-{year}-", "digits": 4, "first_number": first});
        let refused = company.call("POST /number-series/", &rule(99)).map(drop).expect_err("99 is taken");
        assert_eq!(refused.fields[0].field, "first_number");
        assert!(refused.detail().contains("INV-2025-0099") && refused.detail().contains("100"), "{}", refused.detail());
        post(&company, "/number-series/", rule(100));
        // What looks like one of ours from now on is refused; what does not still comes.
        let own = company.call("POST /history/documents/", &document("INV-2025-0500")).map(drop).expect_err("ours");
        assert_eq!(own.code, "own_number");
        post(&company, "/history/documents/", document("INV-25-0500"));
        company.verify();
    }
}

#[test]
fn rows_that_contradict_each_other_are_no_document() {
    for database in databases() {
        let company = open(database);
        let rows = [
            "I1,A,Apple,1,2025-03-01,10.00,K1,UK",
            "I1,B,Bread,1,2025-05-09,5.00,K1,FR",
            "I2,A,Apple,1,2025-03-01,10.00,K1,UK",
            "I2,B,Bread,1,2025-03-01,5.00,K2,UK",
            "I3,A,Apple,1,2025-03-01 09:00,10.00,,UK",
            "I3,B,Bread,1,2025-03-01 23:59,5.00,k1,UK",
        ];
        let report = import(&company, &file(&company, "contradictions", &rows));
        let told: Vec<String> =
            refusals(&report).into_iter().map(|(number, reason)| format!("{number} {reason}")).collect();
        assert_eq!(
            told,
            [
                "I1 line 3: the document has two dates, 2025-03-01 in line 2 and 2025-05-09 here",
                "I2 line 5: the document has two customers, “K1” in line 4 and “K2” here",
            ]
        );
        assert_eq!((report.recorded, count(&company, "party")), (1, 1));
    }
}

#[test]
fn letters_of_a_number_mean_something_only_in_the_preset() {
    for database in databases() {
        let company = open(database);
        let rows = [
            "A1001,X,Apple,2,2025-03-01,10.00,K1,UK",
            "CASH-7,X,Apple,1,2025-03-02,10.00,,UK",
            "R1,X,Apple,-1,2025-03-03,10.00,K1,UK",
            "G1,X,Apple,1,2025-03-04,0,,UK",
        ];
        assert_eq!(refusals(&import(&company, &file(&company, "plain", &rows))), []);
        assert_eq!((balance(&company, "4000", END), balance(&company, "6900", END)), ("-20.00".into(), "0.00".into()));
        // A sample without a price leaves the stock; it is not found.
        assert_eq!((balance(&company, "5200", END), balance(&company, "4900", END)), ("6.00".into(), "0.00".into()));

        let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
        let rows = ["A2,B,Adjust bad debt,1,8/12/2025 15:03,11.50,,UK", "C3,X,nan,-1,8/13/2025 9:00,10.00,K1,UK"];
        let options = file_of(&company, "preset", format!("{header}\n{}\n", rows.join("\n")).as_bytes());
        let report = import(&company, &options);
        assert_eq!((report.preset.as_str(), report.recorded), ("online-retail", 2), "{report:?}");
        assert_eq!(
            (balance(&company, "4000", END), balance(&company, "6900", END)),
            ("-10.00".into(), "-11.50".into())
        );
        company.verify();
    }
}

#[test]
fn credit_notes_pay_open_sales_and_sales_take_the_credit_that_is_left() {
    for database in databases() {
        let company = open(database);
        let rows = [
            "I1,X,Apple,4,2025-03-01,10.00,K1,UK",
            "I2,X,Apple,1,2025-03-02,10.00,K1,UK",
            "R1,X,Apple,-4,2025-03-03,11.25,K1,UK",
            "R2,X,Apple,-3,2025-03-04,10.00,K1,UK",
            "I3,X,Apple,2,2025-03-05,10.00,K1,UK",
        ];
        assert_eq!(refusals(&import(&company, &file(&company, "credits", &rows))), []);
        let open_items = "SELECT e.reference, o.amount - o.settled FROM open_item o JOIN entry e ON e.seq = o.entry \
                          WHERE o.is_open ORDER BY e.reference";
        let open_items = company.read(|read| read.query(open_items, &[])).expect("open items");
        // 50.00 owed, 75.00 credited, 20.00 owed again: 5.00 of the last credit note are left.
        assert_eq!(open_items, [[store::Value::Text("R2".to_owned()), store::Value::Int(-500)]]);
        company.verify();
    }
}

#[test]
fn imported_product_has_the_median_price_or_is_not_sold() {
    for database in databases() {
        let company = open(database);
        let rows = [
            "I1,A,Apple,5,2025-03-01,2.50,K1,UK",
            "I2,a,Apple,1,2025-03-02,9.00,K1,UK",
            "I3,A,Big,1,2025-03-03,2.40,K1,UK",
            "I4,GIFT,Gift,1,2025-03-03,0,K1,UK",
        ];
        let report = import(&company, &file(&company, "prices", &rows));
        assert_eq!((report.products, report.unpriced), (2, 1));
        let of = |sku: &str| company.ask(&format!("/products/{sku}/")).expect("a product").body;
        assert_eq!((of("A")["selling_price"].clone(), of("A")["name"].clone()), (json!("2.50"), json!("Apple")));
        assert_eq!(of("GIFT")["is_active"], json!(false));
    }
}

#[test]
fn years_are_opened_as_the_company_has_them() {
    for database in databases() {
        let company = open(database);
        company.sql("UPDATE fiscal_year SET starts_on = '2026-04-01', ends_on = '2027-03-31'").expect("an April year");
        company.sql("DELETE FROM period").expect("no months");
        let report = import(&company, &file(&company, "april", &["I1,A,Apple,5,2025-02-01,2.50,K1,UK"]));
        assert_eq!(refusals(&report), []);
        let years: Vec<String> = report.years.iter().map(ToString::to_string).collect();
        assert_eq!(years, ["2024-04-01"]);
        for century in ["2926", "0210", "1989"] {
            let report = import(
                &company,
                &file(&company, century, &[&format!("X{century},A,Apple,1,{century}-03-01,1.00,K1,UK")]),
            );
            assert_eq!((report.rows_refused(), report.years.len()), (1, 0), "{century}");
        }
    }
}
