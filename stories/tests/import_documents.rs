//! Documents come from files: rows are put together, each document is one command, and what is wrong is told by line and column.

use serde_json::{Value as Json, json};
use stories::{Client, shop};
use testkit::databases;

fn import(client: &mut Client, path: &str, file: &str) -> Json {
    let answer = client.post_file(&format!("/api/v1{path}"), None, file.as_bytes()).expect("answered");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

fn count_of(client: &mut Client, path: &str) -> Json {
    client.get(&format!("/api/v1{path}")).expect("answered").body["count"].clone()
}

/// Line, column and code of everything that is wrong.
fn wrong(answer: &Json) -> Vec<(i64, String, String)> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let errors = answer["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| (error["line"].as_i64().expect("a line"), text(&error["column"]), text(&error["code"])))
        .collect()
}

#[test]
fn journal_entries_come_from_a_file_whose_rows_are_their_lines() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        // The head stands in the first row of each entry; days and amounts are written as in Germany.
        let file = "Business date;Memo;Account;Debit;Credit\n\
            31.01.2026;Rent;6100;1200,50;\n\
            ;;1000;;1200,50\n\
            15.02.2026;Cash found;1000;5,00;\n\
            ;;6700;;5,00\n";
        let tried = import(&mut client, "/journal-entries/import/?dry_run=true", file);
        assert_eq!((&tried["outcome"], &tried["created"]), (&json!("tried"), &json!(2)), "{tried}");
        let read = &tried["file"];
        assert_eq!((&read["documents"], &read["rows"], &read["delimiter"]), (&json!(2), &json!(4), &json!(";")));
        assert_eq!((&read["decimal"], &read["dates"]), (&json!("comma"), &json!("day-first")));
        let first = json!({
            "business_date": "2026-01-31", "memo": "Rent",
            "lines": [{"account": "6100", "debit": "1200.50"}, {"account": "1000", "credit": "1200.50"}],
        });
        assert_eq!(tried["preview"][0], json!({"line": 2, "fields": first}));
        assert_eq!(count_of(&mut client, "/journal-entries/"), json!(0));

        let done = import(&mut client, "/journal-entries/import/", file);
        assert_eq!((&done["outcome"], &done["created"]), (&json!("written"), &json!(2)), "{done}");
        let listed = client.get("/api/v1/journal-lines/?account=6100").expect("answered").body;
        assert_eq!(listed["results"][0]["debit"], json!("1200.50"), "{listed}");
        // The same file does nothing twice, unless it is sent under another key.
        let again = import(&mut client, "/journal-entries/import/", file);
        assert_eq!((&again["created"], &again["repeated"]), (&json!(0), &json!(2)));
        assert_eq!(count_of(&mut client, "/journal-entries/"), json!(2));
        let once_more = client.post_file("/api/v1/journal-entries/import/", Some("again"), file.as_bytes());
        assert_eq!(once_more.expect("answered").body["created"], json!(2));
        // A key belongs to one file: nothing of a longer one under the same key is doubled.
        let longer = format!("{file}28.02.2026;Tea;6100;1,00;\n;;1000;;1,00\n");
        let conflict = client.post_file("/api/v1/journal-entries/import/", Some("again"), longer.as_bytes());
        let conflict = conflict.expect("answered");
        assert_eq!(
            (conflict.status, &conflict.body["code"]),
            (409, &json!("idempotency_conflict")),
            "{}",
            conflict.body
        );
        assert_eq!(count_of(&mut client, "/journal-entries/"), json!(4));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn one_refused_document_of_a_short_file_keeps_all_others_away() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let file = "entry,business_date,memo,account,debit,credit\n\
            1,2026-01-05,Coffee,6100,4.00,\n\
            1,2026-01-05,Coffee,1000,,4.00\n\
            2,2026-01-06,Tea,6100,3.00,\n\
            2,2026-01-06,Tea,9999,,3.00\n\
            3,2026-01-08,Cake,6100,2.x,\n\
            3,,,1000,,2.00\n\
            4,2026-01-09,Bread,6100,2.00,\n\
            4,,,1000,,1.00\n\
            5,2026-01-09,Salt,6100,1.00,\n\
            5,2026-01-10,Salt,1000,,1.00\n";
        let done = import(&mut client, "/journal-entries/import/?document=entry", file);
        assert_eq!((&done["outcome"], &done["refused"]), (&json!("refused"), &json!(4)), "{done}");
        let told = [(5, "account", "not_found"), (11, "business_date", "invalid_value"), (6, "debit", "invalid_value")];
        let told = told.map(|(line, column, code)| (line, column.to_owned(), code.to_owned()));
        let found = wrong(&done);
        assert!(told.iter().all(|one| found.contains(one)), "{found:?}");
        assert!(found.iter().any(|(line, _, code)| (*line, code.as_str()) == (8, "not_balanced")), "{found:?}");
        assert_eq!(count_of(&mut client, "/journal-entries/"), json!(0));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn goods_and_sales_come_from_files_with_lines_and_payments() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let products =
            "sku,name,unit,tax_category,selling_price,kind\nTEA,Tea,piece,none,4,goods\nPOT,Pot,piece,none,20,goods\n";
        import(&mut client, "/products/import/", products);
        // Without anything of a head, the whole file is one document: a count of the first day.
        let stock = import(&mut client, "/stock/receive/import/", "sku,quantity,unit_cost\nTEA,100,2.5\nPOT,10,11\n");
        assert_eq!((&stock["outcome"], &stock["created"]), (&json!("written"), &json!(1)), "{stock}");
        let sales = "reference,sku,quantity,payments.method,payments.amount\n\
            A1,TEA,2,cash,8\n\
            A2,TEA,1,cash,10\n\
            ,POT,1,card,14\n";
        let sold = import(&mut client, "/sales/import/", sales);
        assert_eq!((&sold["outcome"], &sold["created"]), (&json!("written"), &json!(2)), "{sold}");
        let listed = client.get("/api/v1/sales/").expect("answered").body;
        let totals: Vec<&Json> =
            listed["results"].as_array().into_iter().flatten().map(|sale| &sale["total"]).collect();
        assert!(totals.contains(&&json!("24.00")) && totals.contains(&&json!("8.00")), "{listed}");
        let stock = client.get("/api/v1/stock/?product=TEA").expect("answered").body;
        assert_eq!(stock["results"][0]["on_hand"], json!("97"), "{stock}");
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn what_documents_cannot_be_is_refused_before_anything_is_read() {
    for database in databases() {
        let (program, mut client) = shop(database);
        let mut refusal = |path: &str, file: &str| {
            let answer = client.post_file(&format!("/api/v1{path}"), None, file.as_bytes()).expect("answered");
            let code = answer.body.pointer("/errors/0/code").unwrap_or(&answer.body["code"]);
            (answer.status, code.as_str().unwrap_or_default().to_owned())
        };
        let entry = "business_date,memo,account,debit\n2026-01-05,Coffee,6100,4.00\n";
        let bad = (400, "invalid_parameter".to_owned());
        assert_eq!(refusal("/journal-entries/import/?mode=upsert", entry), bad);
        assert_eq!(refusal("/journal-entries/import/?by=id", entry), bad);
        assert_eq!(refusal("/journal-entries/import/?document=number", entry), bad);
        assert_eq!(refusal("/products/import/?document=sku", "sku,name\nA,B\n"), bad);
        assert_eq!(refusal("/journal-entries/import/?mapping={%22memo%22:%22lines%22}", entry), bad);
        // The rows of a document stand together.
        let parted = "nr,business_date,memo,account,debit\n7,2026-01-05,A,6100,1\n8,2026-01-05,B,6100,1\n7,,,1000,1\n";
        let wrong = (422, "invalid_value".to_owned());
        assert_eq!(refusal("/journal-entries/import/?document=nr", parted), wrong);
        let no_column = (422, "no_column".to_owned());
        assert_eq!(refusal("/journal-entries/import/", "colour\nred\n"), no_column);
        // A cashier sells, but posts no entries.
        let mut cashier = program.client_of("cashier");
        let answer = cashier.post_file("/api/v1/journal-entries/import/", None, entry.as_bytes()).expect("answered");
        assert_eq!(answer.status, 403, "{}", answer.body);
        let targets = cashier.get("/api/v1/import-targets/").expect("answered");
        assert_eq!(targets.status, 403, "{}", targets.body);
        let targets = client.get("/api/v1/import-targets/").expect("answered").body;
        let named = |name: &str| {
            let known = targets["targets"].as_array().into_iter().flatten();
            known.filter(|target| target["name"] == json!(name)).count()
        };
        assert_eq!([named("products"), named("sales"), named("stock-receive"), named("sales-history")], [1; 4]);
    }
}
