//! Files are imported in the background: they outlive the client and the program, say how far they are, and can be cancelled.

use serde_json::{Value as Json, json};
use std::fmt::Write;
use stories::{Client, Program, shop};
use testkit::databases;

/// Begins an import; its id.
fn start(client: &mut Client, parameters: &str, file: &[u8]) -> String {
    let answer = client.post_file(&format!("/api/v1/import-runs/?{parameters}"), None, file).expect("answered");
    assert_eq!(answer.status, 202, "{}", answer.body);
    answer.body["id"].as_str().expect("an id").to_owned()
}

fn run_of(client: &mut Client, id: &str) -> Json {
    let answer = client.get(&format!("/api/v1/import-runs/{id}/")).expect("answered");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// Asks until the state is none of these; the import then.
fn while_in(client: &mut Client, id: &str, states: &[&str]) -> Json {
    loop {
        let run = run_of(client, id);
        if !states.contains(&run["state"].as_str().expect("a state")) {
            return run;
        }
    }
}

fn until_over(client: &mut Client, id: &str) -> Json {
    while_in(client, id, &["waiting", "running"])
}

fn customers(count: usize) -> Vec<u8> {
    let mut file = "code,name\n".to_owned();
    for n in 0..count {
        writeln!(file, "C{n:05},Customer {n}").expect("written");
    }
    file.into_bytes()
}

fn count_of(client: &mut Client, plural: &str) -> i64 {
    client.get(&format!("/api/v1/{plural}/")).expect("answered").body["count"].as_i64().expect("a count")
}

fn end(mut program: Program) {
    program.kill();
    program.succeed(&["verify", "--tenant", "acme"]);
}

#[test]
fn a_file_is_imported_in_the_background_and_its_outcome_kept() {
    for database in databases() {
        let (program, mut client) = shop(database);
        program.user("clerk");
        let tried = start(&mut client, "target=customers&name=list.csv&action=try", &customers(50));
        let run = until_over(&mut client, &tried);
        assert_eq!((&run["state"], &run["created"]), (&json!("done"), &json!(50)), "{run}");
        assert_eq!(count_of(&mut client, "customers"), 0);
        let written = start(&mut client, "target=customers&name=list.csv", &customers(50));
        let run = until_over(&mut client, &written);
        assert_eq!(
            (&run["state"], &run["created"], &run["problem"]),
            (&json!("done"), &json!(50), &Json::Null),
            "{run}"
        );
        assert_eq!([&run["done"], &run["total"]], [&json!(100), &json!(100)], "each was tried and carried out");
        assert_eq!(count_of(&mut client, "customers"), 50);
        let result = client.get(&format!("/api/v1/import-runs/{written}/result/")).expect("answered").body;
        assert_eq!(
            (&result["outcome"], &result["preview"][0]["fields"]["code"]),
            (&json!("written"), &json!("C00000"))
        );
        // A file with faults says where they are, one that is none says what it is.
        let refused = start(&mut client, "target=customers&name=bad.csv", b"code,name\nA,\n");
        assert_eq!(until_over(&mut client, &refused)["state"], json!("refused"));
        let result = client.get(&format!("/api/v1/import-runs/{refused}/result/")).expect("answered").body;
        assert_eq!(result["errors"][0]["line"], json!(2), "{result}");
        let failed = start(&mut client, "target=customers&name=bad.csv", b"colour\nred\n");
        let run = until_over(&mut client, &failed);
        assert!(
            run["state"] == json!("failed") && run["problem"].as_str().is_some_and(|text| text.contains("mapping")),
            "{run}"
        );
        assert_eq!([&run["done"], &run["total"]], [&json!(0), &json!(0)], "{run}");
        let none = client.get(&format!("/api/v1/import-runs/{failed}/result/")).expect("answered");
        assert_eq!((none.status, &none.body["code"]), (404, &json!("no_result")), "{}", none.body);
        // What stands in a file is seen by those who may write it.
        let secret =
            start(&mut client, "target=custom-fields&name=f.csv", b"code,label,kind\nproducts.margin,Margin,text\n");
        assert_eq!(until_over(&mut client, &secret)["state"], json!("done"));
        let result = |client: &mut Client, id: &str| {
            client.get(&format!("/api/v1/import-runs/{id}/result/")).expect("answered").status
        };
        let mut clerk = program.client_of("clerk");
        assert_eq!(
            [result(&mut clerk, &secret), result(&mut clerk, &written), result(&mut client, &secret)],
            [403, 200, 200]
        );
        // What is not known, or not allowed, is refused at once.
        let unknown =
            client.post_file("/api/v1/import-runs/?target=ghosts&name=a.csv", None, b"a\n1\n").expect("answered");
        assert_eq!((unknown.status, &unknown.body["errors"][0]["field"]), (422, &json!("target")), "{}", unknown.body);
        let mut cashier = program.client_of("cashier");
        let denied = cashier.post_file("/api/v1/import-runs/?target=customers&name=a.csv", None, b"a\n1\n");
        assert_eq!(denied.expect("answered").status, 403);
        end(program);
    }
}

#[test]
fn an_import_goes_on_after_the_program_was_killed() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let id = start(&mut client, "target=customers&name=list.csv", &customers(3_000));
        // It is killed while the rows are written.
        while count_of(&mut client, "customers") == 0 {}
        program.kill();
        program.start();
        let mut client = program.client();
        let run = until_over(&mut client, &id);
        assert_eq!((&run["state"], &run["created"]), (&json!("done"), &json!(3_000)), "{run}");
        assert_eq!(count_of(&mut client, "customers"), 3_000);
        let result = client.get(&format!("/api/v1/import-runs/{id}/result/")).expect("answered").body;
        let done = ["created", "repeated"].map(|name| result[name].as_i64().expect("a number"));
        assert!(done[0] + done[1] == 3_000 && done[1] > 0, "{result}");
        end(program);
    }
}

#[test]
fn an_import_is_cancelled_by_who_began_it() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let id = start(&mut client, "target=customers&name=list.csv", &customers(40_000));
        let next = start(&mut client, "target=customers&name=next.csv", &customers(10));
        while_in(&mut client, &id, &["waiting"]);
        for id in [&next, &id] {
            let answer = client.post(&format!("/api/v1/import-runs/{id}/cancel/"), None, &json!({})).expect("answered");
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        assert_eq!(run_of(&mut client, &next)["state"], json!("cancelled"), "its turn had not come");
        let run = until_over(&mut client, &id);
        assert_eq!(run["state"], json!("cancelled"), "{run}");
        assert_eq!(run["created"].as_i64(), Some(count_of(&mut client, "customers")), "{run}");
        let again = client.post(&format!("/api/v1/import-runs/{id}/cancel/"), None, &json!({})).expect("answered");
        assert_eq!((again.status, &again.body["code"]), (409, &json!("not_running")));
        // What was cancelled does not begin again with the program.
        program.kill();
        program.start();
        assert_eq!(run_of(&mut program.client(), &id)["state"], json!("cancelled"));
        end(program);
    }
}

#[test]
fn the_packed_sales_of_a_month_are_cancelled_on_the_way() {
    for database in databases() {
        let (program, mut client) = shop(database);
        let file = include_bytes!("../../demo/online-retail-2010-12.csv.gz");
        let id = start(&mut client, "target=sales-history&name=month.csv.gz", file);
        while_in(&mut client, &id, &["waiting"]);
        while count_of(&mut client, "journal-entries") == 0 {}
        let answer = client.post(&format!("/api/v1/import-runs/{id}/cancel/"), None, &json!({})).expect("answered");
        assert_eq!(answer.status, 200, "{}", answer.body);
        let run = until_over(&mut client, &id);
        assert_eq!(run["state"], json!("cancelled"), "{run}");
        // What is recorded stays, and what is left can be sent again: nothing is recorded twice.
        assert!(count_of(&mut client, "journal-entries") > 0, "{run}");
        end(program);
    }
}

#[test]
fn what_columns_were_said_to_be_is_remembered_for_the_next_file() {
    for database in databases() {
        let (program, mut client) = shop(database);
        let import = |client: &mut Client, query: &str, file: &str| {
            let answer = client
                .post_file(&format!("/api/v1/customers/import/{query}"), None, file.as_bytes())
                .expect("answered");
            (answer.status, answer.body)
        };
        let mapping = "?mapping={%22Nr%22:%22code%22,%22Wer%22:%22name%22,%22Farbe%22:null}";
        let (status, first) = import(&mut client, mapping, "Nr,Wer,Farbe\nK1,Anna,red\n");
        assert_eq!(
            (status, &first["created"], &first["file"]["is_remembered"]),
            (200, &json!(1), &json!(false)),
            "{first}"
        );
        // Another file with the same columns, written a little otherwise.
        let (status, second) = import(&mut client, "", "NR, wer ,Farbe\nK2,Bert,blue\n");
        assert_eq!(
            (status, &second["created"], &second["file"]["is_remembered"]),
            (200, &json!(1), &json!(true)),
            "{second}"
        );
        // A file that is only tried, or has other columns, remembers and knows nothing.
        let (status, other) = import(&mut client, "", "Nr,Wer\nK3,Carl\n");
        assert_eq!((status, &other["errors"][0]["code"]), (422, &json!("no_column")), "{other}");
        let known = client.get("/api/v1/import-mappings/?target=customers").expect("answered").body;
        assert_eq!(
            (&known["count"], &known["results"][0]["columns"]),
            (&json!(1), &json!("Nr, Wer, Farbe")),
            "{known}"
        );
        // Said otherwise, it is remembered otherwise; deleted, it is forgotten.
        let id = known["results"][0]["id"].as_str().expect("an id");
        let forgotten = client.send("DELETE", &format!("/api/v1/import-mappings/{id}/"), &json!({})).expect("answered");
        assert_eq!(forgotten.status, 204, "{}", forgotten.body);
        let (status, third) = import(&mut client, "", "Nr,Wer,Farbe\nK4,Dora,green\n");
        assert_eq!((status, &third["errors"][0]["code"]), (422, &json!("no_column")), "{third}");
        // A mapping of nothing forgets, too; a field that is gone does not count.
        for (query, file, remembered) in [
            (mapping, "Nr,Wer,Farbe\nK5,Emil,red\n", 1),
            ("?mapping={}&mode=create", "Nr,Wer,Farbe,Name\nK6,Emil,red,Emil\n", 1),
            ("?mapping={%22Nr%22:%22code%22,%22Wer%22:%22name%22}", "Nr,Wer\nK7,Fritz\n", 2),
        ] {
            let (status, answer) = import(&mut client, query, file);
            assert_eq!((status, &answer["created"]), (200, &json!(1)), "{answer}");
            let known = client.get("/api/v1/import-mappings/?target=customers").expect("answered").body;
            assert_eq!(known["count"], json!(remembered), "{known}");
        }
        end(program);
    }
}

#[test]
fn the_sales_of_another_system_come_the_same_way() {
    for database in databases() {
        let (program, mut client) = shop(database);
        let file = "Beleg;Artikel;Text;Menge;Tag;Preis;Kunde\n\
            R1;TEA;Tea;2;31.01.2025;4,50;K1\n\
            R1;POT;Pot;1;31.01.2025;20,00;K1\n\
            R2;TEA;Tea;x;31.01.2025;4,50;\n";
        let names = [("Beleg", "document"), ("Artikel", "product"), ("Text", "description"), ("Menge", "quantity")];
        let more = [("Tag", "date"), ("Preis", "price"), ("Kunde", "customer")];
        let mapping: serde_json::Map<String, Json> =
            names.into_iter().chain(more).map(|(column, field)| (column.to_owned(), json!(field))).collect();
        let mapping = Json::Object(mapping).to_string().replace('"', "%22");
        let path = format!("/api/v1/sales-history/import/?mapping={mapping}");
        let tried = client.post_file(&format!("{path}&dry_run=true"), None, file.as_bytes()).expect("answered");
        assert_eq!(tried.status, 200, "{}", tried.body);
        assert_eq!((&tried.body["created"], &tried.body["refused"]), (&json!(1), &json!(1)), "{}", tried.body);
        assert_eq!(count_of(&mut client, "products"), 0);
        let id = start(&mut client, &format!("target=sales-history&name=old.csv&mapping={mapping}"), file.as_bytes());
        let run = until_over(&mut client, &id);
        assert_eq!((&run["state"], &run["created"], &run["refused"]), (&json!("done"), &json!(1), &json!(1)), "{run}");
        assert_eq!(count_of(&mut client, "products"), 2);
        let result = client.get(&format!("/api/v1/import-runs/{id}/result/")).expect("answered").body;
        assert_eq!(
            (&result["errors"][0]["line"], &result["file"]["decimal"]),
            (&json!(4), &json!("comma")),
            "{result}"
        );
        // What the columns are is known now, and nothing is recorded twice.
        let again = client.post_file("/api/v1/sales-history/import/", None, file.as_bytes()).expect("answered").body;
        assert_eq!((&again["created"], &again["repeated"]), (&json!(0), &json!(1)), "{again}");
        assert_eq!(again["file"]["is_remembered"], json!(true));
        // Switched off, nothing is taken in, and nothing is offered.
        let path = "/api/v1/settings/sales_import.is_on/";
        let off = client.send("PUT", path, &json!({"value": false})).expect("answered");
        assert_eq!(off.status, 200, "{}", off.body);
        for path in ["/api/v1/sales-history/import/?", "/api/v1/import-runs/?target=sales-history&name=old.csv"] {
            let refused = client.post_file(path, None, file.as_bytes()).expect("answered");
            assert_eq!((refused.status, &refused.body["code"]), (403, &json!("feature_off")), "{}", refused.body);
        }
        let targets = client.get("/api/v1/import-targets/").expect("answered").body;
        let targets = targets["targets"].as_array().expect("targets");
        assert!(!targets.is_empty() && targets.iter().all(|target| target["name"] != json!("sales-history")));
        end(program);
    }
}
