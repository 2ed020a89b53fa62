//! Members are told what concerns them: once, although the server may die between an event and its notification.

use serde_json::{Value as Json, json};
use stories::{Client, Program, shop};
use testkit::databases;

fn post(client: &mut Client, path: &str, body: &Json) -> (u16, Json) {
    let answer = client.post(&format!("/api/v1{path}"), None, body).expect("answered");
    (answer.status, answer.body)
}

fn unread(client: &mut Client) -> i64 {
    client.read("/notifications/unread-count/")["unread"].as_i64().expect("a number")
}

/// Asks until there are so many unread ones.
fn until_unread(client: &mut Client, count: i64) {
    while unread(client) < count {}
    assert_eq!(unread(client), count);
}

fn texts(list: &Json) -> Vec<&str> {
    list["results"].as_array().expect("rows").iter().map(|row| row["text"].as_str().expect("a text")).collect()
}

fn comment(client: &mut Client, text: &str) -> Json {
    let (status, body) = post(client, "/comments/", &json!({"record": "products", "row": "LAMP", "text": text}));
    assert_eq!(status, 201, "{body}");
    body
}

/// A shop with a lamp, a manager and a clerk, each logged in.
fn staffed(database: testkit::Database) -> (Program, Client, Client, Client) {
    let (program, mut owner) = shop(database);
    program.user("manager");
    program.user("clerk");
    let lamp = json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"});
    assert_eq!(post(&mut owner, "/products/", &lamp).0, 201);
    let (manager, clerk) = (program.client_of("manager"), program.client_of("clerk"));
    (program, owner, manager, clerk)
}

#[test]
fn mentions_reach_the_inbox_of_whom_they_mean() {
    for database in databases() {
        let (mut program, mut owner, mut manager, mut clerk) = staffed(database);
        comment(&mut owner, "Nobody is meant.");
        let written = comment(&mut owner, "Is it in stock, @clerk@acme.test? I, owner@acme.test, ask.");
        until_unread(&mut clerk, 1);
        let list = clerk.read("/notifications/");
        let told = &list["results"][0];
        assert_eq!(
            (&told["kind"], &told["record"], &told["row"]),
            (&json!("mention"), &json!("products"), &written["row"])
        );
        assert_eq!((&told["author"], &told["is_read"]), (&written["author"], &json!(false)));
        assert_eq!(texts(&list), ["Is it in stock, @clerk@acme.test? I, owner@acme.test, ask."]);

        // Whom a changed text mentions anew is told, and nobody twice.
        let id = written["id"].as_str().expect("an id");
        let changed = json!({"text": "Is it in stock, @clerk@acme.test or @manager@acme.test?"});
        assert_eq!(owner.send("PATCH", &format!("/api/v1/comments/{id}/"), &changed).expect("answered").status, 200);
        until_unread(&mut manager, 1);
        assert_eq!((unread(&mut clerk), unread(&mut owner)), (1, 0));

        // Each reads their own: one by one, or all.
        let id = told["id"].as_str().expect("an id");
        let path = format!("/notifications/{id}/mark-read/");
        assert_eq!(post(&mut manager, &path, &json!({})).0, 404);
        assert_eq!(post(&mut clerk, &path, &json!({})), (200, json!({"was_unread": true})));
        assert_eq!(post(&mut clerk, &path, &json!({})), (200, json!({"was_unread": false})));
        comment(&mut owner, "@clerk@acme.test one");
        comment(&mut owner, "@clerk@acme.test two");
        until_unread(&mut clerk, 2);
        assert_eq!(texts(&clerk.read("/notifications/?unread=true&page_size=1")), ["@clerk@acme.test two"]);
        let all = clerk.read("/notifications/");
        assert_eq!((&all["count"], all["results"][2]["is_read"].as_bool()), (&json!(3), Some(true)));
        assert_eq!(post(&mut clerk, "/notifications/mark-all-read/", &json!({})).0, 204);
        assert_eq!(unread(&mut clerk), 0);
        comment(&mut owner, "@clerk@acme.test three");
        until_unread(&mut clerk, 1);
        assert_eq!(post(&mut clerk, "/notifications/mark-all-read/", &json!({})).0, 204);
        assert_eq!(unread(&mut clerk), 0);
        assert_eq!(clerk.get("/api/v1/notifications/?unread=maybe").expect("answered").status, 400);
        let forged = json!({"users": [], "kind": "mention", "author": null, "text": "?", "record": null, "row": null});
        assert_eq!(post(&mut owner, "/notifications/", &forged).0, 403);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn the_end_of_an_import_is_told_to_whoever_began_it() {
    for database in databases() {
        let (mut program, mut owner, _, mut clerk) = staffed(database);
        let file = b"code,name\nANN,Ann\nBOB,Bob\n";
        let begun =
            clerk.post_file("/api/v1/import-runs/?target=customers&name=list.csv", None, file).expect("answered");
        assert_eq!(begun.status, 202, "{}", begun.body);
        until_unread(&mut clerk, 1);
        let list = clerk.read("/notifications/");
        assert_eq!(texts(&list), ["The import of list.csv into customers is done: 2 created."]);
        assert_eq!(list["results"][0]["row"], begun.body["id"]);
        assert_eq!(unread(&mut owner), 0);

        // One that waits is cancelled where it was begun, and whoever began it hears of it.
        let rows: String = (0..1_500).map(|n| format!("C{n:04},Customer\n")).collect();
        let mut begin = |name: &str| {
            let path = format!("/api/v1/import-runs/?target=customers&name={name}");
            let begun = clerk.post_file(&path, None, format!("code,name\n{rows}").as_bytes()).expect("answered");
            begun.body["id"].as_str().expect("an id").to_owned()
        };
        let (_, second) = (begin("long.csv"), begin("second.csv"));
        let job = loop {
            let jobs = owner.read("/jobs/?name=imports.run.carry_out&state=waiting");
            if let Some(job) = jobs["results"][0]["id"].as_str() {
                break job.to_owned();
            }
        };
        let (status, refused) = post(&mut owner, &format!("/jobs/{job}/cancel/"), &json!({}));
        assert_eq!((status, &refused["code"]), (409, &json!("cancelled_elsewhere")));
        let (status, cancelled) = post(&mut owner, &format!("/import-runs/{second}/cancel/"), &json!({}));
        assert_eq!(status, 200, "{cancelled}");
        until_unread(&mut clerk, 3);
        let list = clerk.read("/notifications/");
        let told = texts(&list);
        assert!(told.contains(&"The import of second.csv into customers was cancelled."), "{told:?}");
        assert!(told.contains(&"The import of long.csv into customers is done: 1500 created."), "{told:?}");
        assert_eq!(
            owner.read("/jobs/?name=imports.run.carry_out&author=00000000-0000-0000-0000-000000000000")["count"],
            json!(0)
        );
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn nothing_is_lost_or_doubled_where_the_server_dies() {
    for database in databases() {
        let (mut program, owner, _, _) = staffed(database);
        let mut written = 0;
        for round in 0..4 {
            let mut owner = if round == 0 { owner.reconnect() } else { program.client() };
            for n in 0..15 {
                comment(&mut owner, &format!("@clerk@acme.test {round}-{n:02}"));
                written += 1;
            }
            program.kill();
            program.start();
        }
        let mut clerk = program.client_of("clerk");
        until_unread(&mut clerk, written);
        let list = clerk.read("/notifications/?page_size=100");
        let mut told: Vec<String> = texts(&list).into_iter().map(str::to_owned).collect();
        let in_order: Vec<String> =
            (0..4).flat_map(|round| (0..15).map(move |n| format!("@clerk@acme.test {round}-{n:02}"))).collect();
        told.sort();
        assert_eq!(told, in_order);
        assert_eq!(program.client().read("/parked-events/")["count"], json!(0));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
