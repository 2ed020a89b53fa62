//! Lists and reports become files in the background, with the rights of whoever asks, and for them alone.

use serde_json::{Value as Json, json};
use std::io::Read;
use stories::{Client, Response, shop};
use testkit::databases;

fn ask(client: &mut Client, body: &Json) -> Response {
    client.post("/api/v1/exports/", None, body).expect("answered")
}

/// The content of a file, behind the head of the answer.
fn content(client: &Client, id: &Json) -> Vec<u8> {
    let path = format!("/api/v1/exports/{}/content/", id.as_str().expect("an id"));
    let mut answer = Vec::new();
    client.open(&path, "*/*").expect("connected").read_to_end(&mut answer).expect("read");
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    answer.split_off(head + 4)
}

#[test]
fn a_list_becomes_a_file_for_whoever_asks() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        for (sku, price) in [("LAMP", "5"), ("DESK", "70")] {
            owner.make("/products/", &json!({"sku": sku, "name": sku, "unit": "piece", "selling_price": price}));
        }
        let wanted = json!({"source": "products", "parameters": {"sku": "LAMP"}, "format": "csv"});
        let made = ask(&mut owner, &wanted);
        assert_eq!((made.status, &made.body["job"]["state"]), (200, &json!("done")), "{}", made.body);
        let id = made.body["id"].clone();
        let file = owner.read(&format!("/exports/{}/", id.as_str().expect("an id")));
        assert_eq!((&file["state"], &file["parameters"]), (&json!("done"), &json!({"sku": "LAMP"})), "{file}");
        let text = String::from_utf8(content(&owner, &id)).expect("text");
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.lines().nth(1).is_some_and(|line| line.contains("LAMP")), "{text}");
        assert_eq!(file["bytes"], json!(text.len()));

        // The same as when the client waits for the list.
        let mut answer = Vec::new();
        let mut list = owner.open("/api/v1/products/?sku=LAMP&format=csv", "*/*").expect("connected");
        list.read_to_end(&mut answer).expect("read");
        assert!(answer.ends_with(text.as_bytes()), "{text}");

        // Reports, exports and empty lists are files too.
        for wanted in [
            json!({"source": "trial-balance", "format": "xlsx"}),
            json!({"source": "journal-lines", "format": "jsonl"}),
            json!({"source": "products", "parameters": {"sku": "NONE"}, "format": "jsonl"}),
        ] {
            let made = ask(&mut owner, &wanted);
            assert_eq!((made.status, &made.body["job"]["state"]), (200, &json!("done")), "{wanted}: {}", made.body);
            let is_empty = content(&owner, &made.body["id"]).is_empty();
            assert_eq!(is_empty, wanted["format"] == "jsonl", "{wanted}");
        }
        while owner.read("/notifications/")["count"] != json!(4) {}
        let told = owner.read("/notifications/");
        assert_eq!((&told["results"][0]["kind"], &told["results"][0]["record"]), (&json!("export"), &json!("exports")));

        // It is nobody else's.
        program.user("manager");
        let mut manager = program.client_of("manager");
        let path = format!("/api/v1/exports/{}/", id.as_str().expect("an id"));
        assert_eq!(manager.get(&path).expect("answered").status, 404);
        assert_eq!(manager.get(&format!("{path}content/")).expect("answered").status, 404);
        assert_eq!(manager.send("DELETE", &path, &json!({})).expect("answered").status, 404);
        assert_eq!(manager.read("/exports/")["results"], json!([]));
        let mut cashier = program.client_of("cashier");
        assert_eq!(ask(&mut cashier, &wanted).status, 403);

        for (wanted, status) in [
            (json!({"source": "ghosts", "format": "csv"}), 422),
            (json!({"source": "products", "format": "pdf"}), 422),
            (json!({"source": "journal-lines", "format": "xlsx"}), 422),
            (json!({"source": "products", "format": "csv", "parameters": {"colour": "red"}}), 400),
            (json!({"source": "products", "format": "csv", "parameters": {"format": "xlsx"}}), 422),
            (json!({"source": "customers-statement", "format": "csv", "parameters": {"customer": "nobody"}}), 404),
        ] {
            let refused = ask(&mut owner, &wanted);
            assert_eq!(refused.status, status, "{wanted}: {}", refused.body);
        }
        assert_eq!(owner.read("/exports/")["results"].as_array().map(Vec::len), Some(4));
        assert_eq!(owner.send("DELETE", &path, &json!({})).expect("answered").status, 204);
        assert_eq!(owner.get(&path).expect("answered").status, 404);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn a_file_is_read_with_the_rights_of_the_moment_and_at_chosen_times() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        owner.make("/products/", &json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"}));
        let permissions = ["exports.file.*", "catalog.product.view"].map(|name| json!({"permission": name}));
        owner.make("/roles/", &json!({"code": "reader", "name": "Reader", "permissions": permissions}));
        program.user("reader");
        let mut reader = program.client_of("reader");
        let wanted = json!({"source": "products", "format": "csv"});
        assert_eq!(ask(&mut reader, &wanted).status, 200);
        assert_eq!(ask(&mut reader, &json!({"source": "trial-balance", "format": "csv"})).status, 403);

        // What the company wants every Monday is asked for by whoever wanted it.
        let when = json!({"unit": "weeks", "weekday": "monday", "at": "07:00"});
        let weekly = json!({"kind": "exports.file.ask_on_time", "title": "Prices", "when": when, "parameters": wanted});
        let added = owner.post("/api/v1/job-schedules/", None, &weekly).expect("answered");
        assert_eq!(added.status, 201, "{}", added.body);
        let place = added.location.expect("a place");
        while owner.get(&place).expect("answered").body["next_at"] != added.body["next_at"] {}
        let schedule = owner.get(&place).expect("answered").body;
        assert_eq!((&schedule["title"], &schedule["is_own"]), (&json!("Prices"), &json!(true)), "{schedule}");
        let answer = owner.send("PATCH", &place, &json!({"is_on": false})).expect("answered");
        assert_eq!((answer.status, &answer.body["next_at"]), (200, &Json::Null), "{}", answer.body);
        let wrong = json!({"kind": "exports.file.ask_on_time", "when": when, "parameters": {"format": "csv"}});
        let refused = owner.post("/api/v1/job-schedules/", None, &wrong).expect("answered");
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(reader.post("/api/v1/job-schedules/", None, &weekly).expect("answered").status, 403);

        // The nightly proof at another time, and back again.
        let proof = "/api/v1/job-schedules/jobs.books.verify/";
        let never = owner.send("PATCH", proof, &json!({"when": {"cron": "0 9 31 2 *"}})).expect("answered");
        assert_eq!((never.status, &never.body["errors"][0]["field"]), (422, &json!("when")), "{}", never.body);
        let moved = owner.send("PATCH", proof, &json!({"when": {"cron": "15 5 * * *"}})).expect("answered");
        assert_eq!(moved.status, 200, "{}", moved.body);
        let kinds = owner.read("/job-kinds/");
        let kind = kinds["results"].as_array().expect("kinds").iter().find(|kind| kind["name"] == "jobs.books.verify");
        assert_eq!(kind.map(|kind| &kind["cron"]), Some(&json!("15 5 * * *")));
        assert_eq!(owner.send("DELETE", proof, &json!({})).expect("answered").status, 204);
        assert_eq!(owner.get(proof).expect("answered").body["words"], json!("30 3 * * *"));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
