//! Files become rows: what a list answers as CSV can be read in again, and what is wrong with a file is told by line and column.

use serde_json::{Value as Json, json};
use std::io::Read;
use stories::{Client, changed_resources, create_examples, shop};
use testkit::databases;

fn import(client: &mut Client, path: &str, file: &[u8]) -> Json {
    let answer = client.post_file(&format!("/api/v1{path}"), None, file).expect("answered");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// The numbers of rows that were created, updated, left unchanged, carried out earlier, and refused.
fn counts(answer: &Json) -> [i64; 5] {
    ["created", "updated", "unchanged", "repeated", "refused"].map(|name| answer[name].as_i64().expect("a number"))
}

/// Line, column and code of everything that is wrong.
fn wrong(answer: &Json) -> Vec<(i64, String, String)> {
    let errors = answer["errors"].as_array().expect("errors").iter();
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    errors
        .map(|error| (error["line"].as_i64().expect("a line"), text(&error["column"]), text(&error["code"])))
        .collect()
}

/// The list of a resource as a CSV file.
fn export(client: &Client, plural: &str) -> Vec<u8> {
    export_as(client, plural, "csv")
}

fn export_as(client: &Client, plural: &str, format: &str) -> Vec<u8> {
    let mut answer = Vec::new();
    let mut stream = client.open(&format!("/api/v1/{plural}/?format={format}"), "*/*").expect("asked");
    stream.read_to_end(&mut answer).expect("read");
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").expect("headers");
    assert!(answer.starts_with(b"HTTP/1.0 200") || answer.starts_with(b"HTTP/1.1 200"), "{plural}");
    answer.split_off(end + 4)
}

/// The rows of a file by column, without ids, which each company makes for itself.
fn rows(file: &[u8]) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(file);
    let names = reader.headers().expect("a first line").clone();
    let own = |name: &str| ["id", "location", "created_at", "updated_at"].contains(&name);
    let row = |record: csv::StringRecord| {
        let cells = names.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        cells.filter(|(name, _)| !own(name)).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn count_of(client: &mut Client, plural: &str) -> i64 {
    client.get(&format!("/api/v1/{plural}/")).expect("answered").body["count"].as_i64().expect("a count")
}

#[test]
fn every_list_is_read_in_again_by_its_own_company_and_by_another_one() {
    for (database, other) in databases().into_iter().zip(databases()) {
        let (mut program, mut client) = shop(database);
        create_examples(&mut client);
        let (mut second, mut guest) = shop(other);
        let registry = sanduk::modules::registry().expect("modules that agree");
        for plural in changed_resources(&registry).into_iter().map(|resource| resource.plural) {
            let file = export(&client, plural);
            let all = i64::try_from(rows(&file).len()).expect("a number");
            // Nothing changes where the rows come from, by code or by id.
            for by in ["code", "id"] {
                let same = import(&mut client, &format!("/{plural}/import/?by={by}"), &file);
                assert_eq!(counts(&same), [0, 0, all, 0, 0], "{plural} by {by}: {}", same["errors"]);
            }
            let sheet = export_as(&client, plural, "xlsx");
            let workbook = import(&mut client, &format!("/{plural}/import/"), &sheet);
            assert_eq!(counts(&workbook), [0, 0, all, 0, 0], "{plural} as a workbook: {}", workbook["errors"]);
            // Another company gets the rows that it lacks.
            let lacked = all - count_of(&mut guest, plural);
            let tried = import(&mut guest, &format!("/{plural}/import/?dry_run=true"), &file);
            assert_eq!((tried["outcome"].as_str(), counts(&tried)[0]), (Some("tried"), lacked), "{plural}: {tried}");
            assert!(lacked > 0 && count_of(&mut guest, plural) == all - lacked, "{plural}");
            let done = import(&mut guest, &format!("/{plural}/import/"), &file);
            assert_eq!(
                (done["outcome"].as_str(), counts(&done)),
                (Some("written"), counts(&tried)),
                "{plural}: {done}"
            );
            assert_eq!(rows(&export(&guest, plural)), rows(&file), "{plural}");
            // The same file does nothing twice.
            let again = import(&mut guest, &format!("/{plural}/import/"), &file);
            assert_eq!(
                counts(&again),
                [0, 0, all - lacked - counts(&done)[1], lacked + counts(&done)[1], 0],
                "{plural}"
            );
        }
        for program in [&mut program, &mut second] {
            program.kill();
            program.succeed(&["verify", "--tenant", "acme"]);
        }
    }
}

#[test]
fn what_is_wrong_is_told_by_line_and_column_and_nothing_is_written() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let file = b"SKU,Name,unit,Selling price,kind,Colour\r\n\
            A,Lamp,piece,5,Goods,red\r\n\
            B,,piece,5.x,goods,\r\n\
            C,\"Chair\nof wood\",stone,1,castle,blue\r\n\
            \r\n\
            D,Door,piece\r\n\
            A,Lamp again,piece,6,service,\r\n";
        let answer = import(&mut client, "/products/import/?mode=create", file);
        assert_eq!((answer["outcome"].as_str(), counts(&answer)), (Some("refused"), [0, 0, 0, 0, 4]), "{answer}");
        assert_eq!(answer["file"]["unmapped"], json!(["Colour"]));
        let wrong = wrong(&answer);
        let wrong: Vec<_> = wrong.iter().map(|(line, column, code)| (*line, &**column, &**code)).collect();
        assert_eq!(
            wrong,
            [
                (3, "Name", "required"),
                (3, "Selling price", "invalid_value"),
                (4, "Name", "invalid_value"),
                (4, "unit", "not_found"),
                (4, "kind", "invalid_choice"),
                (7, "", "invalid_value"),
                (8, "SKU", "duplicate"),
            ]
        );
        assert_eq!(count_of(&mut client, "products"), 0);
        assert_eq!(
            answer["preview"][0],
            json!({"line": 2, "fields": {"sku": "A", "name": "Lamp", "unit": "piece", "selling_price": "5", "kind": "stock"}})
        );

        // Whoever may not change products imports none, and what is asked for wrongly is refused as a whole.
        let mut cashier = program.client_of("cashier");
        assert_eq!(cashier.post_file("/api/v1/products/import/", None, file).expect("answered").status, 403);
        for (asked, status, code) in [
            ("?mapping={}&mode=all", 400, "invalid_parameter"),
            ("?mapping=[]", 400, "invalid_parameter"),
            ("?mapping={%22Paint%22:%22name%22}", 400, "invalid_parameter"),
            ("?mapping={%22Colour%22:%22paint%22}", 400, "invalid_parameter"),
            ("?mapping={%22Colour%22:%22name%22}", 422, "invalid"),
            ("?mapping={%22SKU%22:null}", 422, "invalid"),
            ("?delimiter=xy", 400, "invalid_parameter"),
            ("?colour=red", 400, "unknown_parameter"),
            ("?dry_run=maybe", 400, "invalid_parameter"),
            ("?encoding=klingon", 422, "invalid"),
        ] {
            let path = format!("/api/v1/products/import/{asked}");
            let answer = client.post_file(&path, None, file).expect("answered");
            assert_eq!((answer.status, answer.body["code"].as_str()), (status, Some(code)), "{asked}: {}", answer.body);
        }
        let json = client.post("/api/v1/products/import/", None, &json!({})).expect("answered");
        assert_eq!(json.status, 415, "{}", json.body);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn file_of_a_german_spreadsheet_is_read_as_it_is_written() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let file = "Artikel;Name;Unit;Preis;Bemerkung\r\nT1;Tür für Müller;piece;1.5;alt\r\n".replace("1.5", "1234,50");
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&file);
        let mapping = "?mapping={%22Artikel%22:%22sku%22,%22Preis%22:%22selling_price%22,%22Bemerkung%22:null}";
        let done = import(&mut client, &format!("/products/import/{mapping}"), &latin);
        assert_eq!((done["outcome"].as_str(), counts(&done)), (Some("written"), [1, 0, 0, 0, 0]), "{done}");
        let read = &done["file"];
        let told = ["encoding", "delimiter", "decimal", "key"].map(|name| read[name].as_str().expect("told"));
        assert_eq!(told, ["windows-1252", ";", "comma", "sku"]);
        assert_eq!(read["columns"][4], json!({"column": "Bemerkung", "field": null, "is_ignored": true}));
        let product = client.get("/api/v1/products/T1/").expect("answered").body;
        assert_eq!((&product["name"], &product["selling_price"]), (&json!("Tür für Müller"), &json!("1234.50")));

        // What may be thousands or decimals is asked for.
        let unclear = b"sku;selling_price\r\nT1;1,500\r\n";
        let asked = client.post_file("/api/v1/products/import/", None, unclear).expect("answered");
        assert_eq!((asked.status, asked.body["errors"][0]["field"].as_str()), (422, Some("decimal")), "{}", asked.body);
        let done = import(&mut client, "/products/import/?decimal=comma", unclear);
        assert_eq!(counts(&done), [0, 1, 0, 0, 0]);
        assert_eq!(client.get("/api/v1/products/T1/").expect("answered").body["selling_price"], json!("1.50"));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn long_file_stops_at_a_refused_row_or_skips_it() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let unit = |n: usize| format!("u{n:04},Unit {n},{}\r\n", if n == 1_500 { 9 } else { 2 });
        let file = ["code,name,decimals\r\n".to_owned()].into_iter().chain((1..=2_001).map(unit)).collect::<String>();
        let before = count_of(&mut client, "units");

        let stopped = import(&mut client, "/units/import/?mode=create", file.as_bytes());
        assert_eq!(
            (stopped["outcome"].as_str(), counts(&stopped)),
            (Some("stopped"), [1_499, 0, 0, 0, 1]),
            "{stopped}"
        );
        let wrong = wrong(&stopped);
        assert_eq!((wrong.len(), wrong[0].0, &*wrong[0].1), (1, 1_501, "decimals"));
        assert_eq!(count_of(&mut client, "units"), before + 1_499);

        // The same file goes on where it stopped.
        let skipped = import(&mut client, "/units/import/?mode=create&errors=skip", file.as_bytes());
        assert_eq!((skipped["outcome"].as_str(), counts(&skipped)), (Some("written"), [501, 0, 0, 1_499, 1]));
        assert_eq!(count_of(&mut client, "units"), before + 2_000);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn same_file_is_carried_out_once_unless_another_key_asks_for_it() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let file = b"code,name\r\nann,Ann\r\nbob,Bob\r\n";
        let path = "/api/v1/customers/import/";
        assert_eq!(counts(&import(&mut client, "/customers/import/", file)), [2, 0, 0, 0, 0]);
        let changed = client.send("PATCH", "/api/v1/customers/bob/", &json!({"name": "Robert"})).expect("answered");
        assert_eq!(changed.status, 200);
        assert_eq!(counts(&import(&mut client, "/customers/import/", file)), [0, 0, 0, 2, 0]);
        assert_eq!(client.get("/api/v1/customers/bob/").expect("answered").body["name"], json!("Robert"));
        let asked = client.post_file(path, Some("once-more"), file).expect("answered").body;
        assert_eq!(counts(&asked), [0, 1, 1, 0, 0]);
        assert_eq!(client.get("/api/v1/customers/bob/").expect("answered").body["name"], json!("Bob"));
        // Rows that are not there are no rows to change.
        let missing = import(&mut client, "/customers/import/?mode=update", b"code,name\r\nann,Anna\r\ncat,Cat\r\n");
        assert_eq!((missing["outcome"].as_str(), counts(&missing)), (Some("refused"), [0, 0, 0, 0, 1]));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// A workbook with these rows in its second sheet; numbers are numbers, and days days.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Notes").expect("a name").write(0, 0, "Nothing to see").expect("written");
    let sheet = book.add_worksheet();
    sheet.set_name("Customers").expect("a name");
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (column, name) in ["Code", "Name", "Payment days", "Birthday", "Score", "Member"].into_iter().enumerate() {
        sheet.write(2, u16::try_from(column).expect("a column"), name).expect("written");
    }
    sheet.write(3, 0, 4711).expect("written").write(3, 1, "=1+2").expect("written").write(3, 2, 30).expect("written");
    let born = rust_xlsxwriter::ExcelDateTime::from_ymd(1984, 2, 29).expect("a day");
    sheet.write_datetime_with_format(3, 3, &born, &day).expect("written");
    sheet.write(3, 4, 0.300_000_000_000_000_04).expect("written").write(3, 5, true).expect("written");
    sheet
        .write(5, 0, "bob")
        .expect("written")
        .write(5, 1, "Bob")
        .expect("written")
        .write(5, 2, "soon")
        .expect("written");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn sheet_of_a_workbook_is_read_with_its_types() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        for (name, kind) in [("birthday", "date"), ("score", "number"), ("member", "boolean")] {
            let label = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
            let field = json!({"code": format!("customers.{name}"), "label": label, "kind": kind});
            assert_eq!(client.post("/api/v1/custom-fields/", None, &field).expect("answered").status, 201);
        }
        let file = workbook();
        let refused = import(&mut client, "/customers/import/?sheet=Customers", &file);
        assert_eq!(refused["file"]["sheet"], json!("Customers"));
        let first = json!({"code": "4711", "name": "=1+2", "payment_days": 30,
            "custom": {"birthday": "1984-02-29", "score": "0.3", "member": true}});
        assert_eq!(refused["preview"][0], json!({"line": 4, "fields": first}), "{refused}");
        let at = &refused["errors"][0];
        assert_eq!((&at["line"], &at["column"]), (&json!(6), &json!("Payment days")), "{refused}");
        assert_eq!(count_of(&mut client, "customers"), 0);

        for (path, file, field) in [
            ("/customers/import/?sheet=Orders", file.as_slice(), "sheet"),
            ("/customers/import/?sheet=Customers", b"code,name\r\nann,Ann\r\n", "sheet"),
            ("/customers/import/", &file[..file.len() / 2], "sheet"),
            ("/customers/import/", b"PK\x03\x04 no workbook at all", "sheet"),
            ("/customers/import/", &file, "file"),
        ] {
            let answer = client.post_file(&format!("/api/v1{path}"), None, file).expect("answered");
            let errors = &answer.body["errors"][0]["field"];
            assert_eq!((answer.status, errors), (422, &json!(field)), "{path}: {}", answer.body);
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
