//! Whoever shows a list hears at once what has changed in it, and of nothing that they may not see.

use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use stories::{Client, Program, shop};
use testkit::{Database, databases};

/// Server-sent events, as a browser receives them.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(client: &Client, query: &str) -> Events {
        let mut stream = client.open(&format!("/api/v1/live/?{query}"), "text/event-stream").expect("connected");
        let mut line = String::new();
        stream.read_line(&mut line).expect("a status");
        assert!(line.contains(" 200 "), "{line}");
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).expect("a header");
        }
        Events(stream)
    }

    /// The name and the data of the next event.
    fn next(&mut self) -> (String, Json) {
        let (mut name, mut data, mut line) = (String::new(), Json::Null, String::new());
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).expect("a line") > 0, "the stream has ended");
            match line.trim_end().split_once(": ") {
                Some(("event", text)) => text.clone_into(&mut name),
                Some(("data", text)) => data = serde_json::from_str(text).expect("JSON"),
                None if line.trim_end().is_empty() && !name.is_empty() => return (name, data),
                _ => {}
            }
        }
    }

    /// What is told of `topic` next.
    fn told(&mut self, topic: &str) -> Json {
        loop {
            let (name, data) = self.next();
            assert_eq!(name, "changed", "{data}");
            if data["topic"] == topic {
                return data;
            }
        }
    }
}

fn lamp(client: &mut Client, sku: &str) -> Json {
    let lamp = json!({"sku": sku, "name": "Lamp", "unit": "piece", "selling_price": "5"});
    client.make("/products/", &lamp)["id"].clone()
}

/// A shop with a clerk.
fn staffed(database: Database) -> (Program, Client, Client) {
    let (program, owner) = shop(database);
    program.user("clerk");
    let clerk = program.client_of("clerk");
    (program, owner, clerk)
}

/// The id of a member.
fn member(owner: &mut Client, email: &str) -> String {
    let members = owner.get("/api/v1/members/").expect("answered").body;
    let members = members["results"].as_array().expect("members");
    let member = members.iter().find(|member| member["email"] == email).expect("a member");
    member["user"].as_str().expect("an id").to_owned()
}

fn end(mut program: Program) {
    program.kill();
    program.succeed(&["verify", "--tenant", "acme"]);
}

#[test]
fn changes_deletions_and_own_notifications_are_told() {
    for database in databases() {
        let (program, mut owner, mut clerk) = staffed(database);
        let mut events = Events::of(&clerk, "topics=products,notifications");
        let (name, open) = events.next();
        assert_eq!(name, "open");
        let id = lamp(&mut owner, "LAMP");
        let told = events.told("products");
        assert_eq!(told["ids"], json!([id]), "{told}");
        assert!(told["seq"].as_i64() > open["seq"].as_i64(), "{told}");

        // One row alone, and nothing of its neighbours.
        let other = lamp(&mut owner, "OTHER");
        assert_eq!(events.told("products")["ids"], json!([other]));
        let mut one = Events::of(&owner, &format!("topics=products/{}", id.as_str().expect("an id")));
        assert_eq!(one.next().0, "open");
        let rename = |owner: &mut Client, sku: &str, name: &str| {
            let path = format!("/api/v1/products/{sku}/");
            assert_eq!(owner.send("PATCH", &path, &json!({"name": name})).expect("answered").status, 200);
        };
        rename(&mut owner, "OTHER", "Other");
        assert_eq!(events.told("products")["ids"], json!([other]));
        rename(&mut owner, "LAMP", "Great lamp");
        let (_, told) = one.next();
        assert_eq!(told["ids"], json!([id]), "{told}");
        assert_eq!(events.told("products")["ids"], json!([id]));

        let deleted = owner.send("DELETE", "/api/v1/products/OTHER/", &json!({})).expect("answered");
        assert_eq!(deleted.status, 204, "{}", deleted.body);
        let told = events.told("products");
        assert_eq!(told["deleted"], json!([other]), "{told}");

        // Notifications are told to whom they belong.
        let mut owners = Events::of(&owner, "topics=notifications,products");
        assert_eq!(owners.next().0, "open");
        let text = json!({"record": "products", "row": "LAMP", "text": "Where is it, clerk@acme.test?"});
        owner.make("/comments/", &text);
        let told = events.told("notifications");
        let inbox = clerk.get("/api/v1/notifications/").expect("answered").body;
        assert_eq!(told["ids"], json!([inbox["results"][0]["id"]]), "{told}");
        rename(&mut owner, "LAMP", "Lamp");
        assert_eq!(owners.next().1["topic"], json!("products"), "the owner hears of no notification");

        // Other windows hear that all was read.
        let read = clerk.post("/api/v1/notifications/mark-all-read/", None, &json!({})).expect("answered");
        assert_eq!(read.status, 204, "{}", read.body);
        assert_eq!(events.told("notifications")["ids"], told["ids"]);
        // A number that the log has not reached comes from another log.
        let mut ahead = Events::of(&clerk, "topics=products&since=999999");
        assert!(ahead.next().1["seq"].as_i64() < Some(999_999));
        assert_eq!(ahead.told("products")["reload"], json!(true));

        // Whoever was away goes on where they were; too much is read again.
        let mut late = Events::of(&clerk, &format!("topics=products&since={}", open["seq"]));
        late.next();
        let told = late.told("products");
        assert_eq!((&told["ids"], &told["deleted"]), (&json!([id]), &json!([other])), "{told}");
        let file: String = (0..150).map(|n| format!("C{n:03},Customer\n")).collect();
        let mut customers = Events::of(&clerk, "topics=customers");
        customers.next();
        let file = format!("code,name\n{file}");
        let imported = owner.post_file("/api/v1/customers/import/", None, file.as_bytes()).expect("answered");
        assert_eq!(imported.status, 200, "{}", imported.body);
        let mut late = Events::of(&clerk, &format!("topics=customers&since={}", open["seq"]));
        late.next();
        assert_eq!(late.told("customers")["reload"], json!(true));
        end(program);
    }
}

#[test]
fn nobody_hears_of_what_they_may_not_see() {
    for database in databases() {
        let (program, mut owner, _) = staffed(database);
        let north = owner.make("/sites/", &json!({"code": "north", "name": "North"}))["id"].clone();
        owner.make("/warehouses/", &json!({"code": "north", "name": "North", "site": "north"}));
        let own = json!([{"permission": "sales.sale.view", "scope": "own_sites"}]);
        owner.make("/roles/", &json!({"code": "branch", "name": "Branch", "permissions": own}));
        program.user_of("acme", "nora", "branch");
        let path = format!("/api/v1/members/{}/", member(&mut owner, "nora@acme.test"));
        let sited = owner.send("PATCH", &path, &json!({"sites": [north]})).expect("answered");
        assert_eq!(sited.status, 200, "{}", sited.body);
        lamp(&mut owner, "LAMP");
        let nora = program.client_of("nora");
        let mut events = Events::of(&nora, "topics=sales");
        events.next();
        let mut sell = |warehouse: &str| {
            let stock = json!([{"sku": "LAMP", "quantity": 9, "unit_cost": "1"}]);
            owner.make("/stock/receive/", &json!({"warehouse": warehouse, "lines": stock}));
            let payments = json!([{"method": "cash", "amount": "5"}]);
            let lines = json!([{"sku": "LAMP", "quantity": 1}]);
            owner.make("/sales/", &json!({"warehouse": warehouse, "lines": lines, "payments": payments}))["id"].clone()
        };
        sell("main");
        let hers = sell("north");
        assert_eq!(events.next().1["ids"], json!([hers]), "not of the sale elsewhere");

        for (client, query, status) in [
            (&nora, "topics=products", 403),
            (&nora, "topics=notifications", 403),
            (&nora, "topics=sales,products", 403),
            (&nora, "topics=unicorns", 404),
            (&nora, "topics=sales/first", 404),
            (&nora, "topics=sales&since=yesterday", 400),
            (&nora, "topics=sales&since=-1", 400),
            (&nora, "topics=,", 400),
            (&nora, "topic=sales", 400),
            (&nora, "", 400),
            (&program.anonymous_client(), "topics=sales", 401),
        ] {
            let answer = client.reconnect().get(&format!("/api/v1/live/?{query}")).expect("answered");
            assert_eq!(answer.status, status, "{query}: {}", answer.body);
        }
        // What was taken from the role ends it.
        let revoked = owner.post("/api/v1/roles/branch/revoke/", None, &json!({"permissions": ["sales.sale.view"]}));
        let revoked = revoked.expect("answered");
        assert!((200..300).contains(&revoked.status), "{}", revoked.body);
        let payments = json!([{"method": "cash", "amount": "5"}]);
        let sale = json!({"warehouse": "north", "lines": [{"sku": "LAMP", "quantity": 1}], "payments": payments});
        owner.make("/sales/", &sale);
        let (name, data) = events.next();
        assert_eq!((name.as_str(), &data["code"]), ("end", &json!("permission_denied")), "{data}");
        end(program);
    }
}

/// The next message of a WebSocket: text, or the code with which it was closed.
fn message(stream: &mut BufReader<TcpStream>) -> Result<String, u16> {
    loop {
        let mut head = [0; 2];
        stream.read_exact(&mut head).expect("a frame");
        let mut length = u64::from(head[1] & 127);
        if length == 126 {
            let mut long = [0; 2];
            stream.read_exact(&mut long).expect("a length");
            length = u64::from(u16::from_be_bytes(long));
        }
        let mut payload = vec![0; usize::try_from(length).expect("short")];
        stream.read_exact(&mut payload).expect("a payload");
        match head[0] & 15 {
            1 => return Ok(String::from_utf8(payload).expect("text")),
            8 => return Err(u16::from_be_bytes([payload[0], payload[1]])),
            _ => {}
        }
    }
}

/// The status with which a WebSocket is answered, and what comes behind the head.
fn socket(client: &Client, path: &str, lines: &str) -> (u16, BufReader<TcpStream>) {
    let mut stream = client.ask_for_socket(path, lines).expect("connected");
    let mut line = String::new();
    stream.read_line(&mut line).expect("a status");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line).expect("a header");
    }
    (status, stream)
}

#[test]
fn sockets_tell_the_same_and_pages_of_other_sites_get_none() {
    for database in databases() {
        let (mut program, mut owner, clerk) = staffed(database);
        let (status, mut stream) = socket(&clerk, "/ws/?topics=products,jobs", "");
        assert_eq!(status, 403, "a clerk sees no jobs");
        drop(stream);
        (_, stream) = socket(&clerk, "/ws/?topics=products", "");
        assert!(message(&mut stream).expect("a greeting").contains("seq"));
        let (status, mut inbox) = socket(&clerk, "/ws/notifications/", "");
        assert_eq!(status, 101);
        message(&mut inbox).expect("a greeting");
        let id = lamp(&mut owner, "LAMP");
        let told: Json = serde_json::from_str(&message(&mut stream).expect("news")).expect("JSON");
        assert_eq!(told["ids"], json!([id]));
        let text = json!({"record": "products", "row": "LAMP", "text": "clerk@acme.test"});
        owner.make("/comments/", &text);
        let told: Json = serde_json::from_str(&message(&mut inbox).expect("news")).expect("JSON");
        assert_eq!(told["topic"], json!("notifications"));

        let own = format!("Origin: http://127.0.0.1:{}\r\n", owner.port());
        assert_eq!(socket(&owner, "/ws/?topics=products", &own).0, 101);
        assert_eq!(socket(&owner, "/ws/?topics=products", "Origin: http://evil.example\r\n").0, 403);
        assert_eq!(socket(&program.anonymous_client(), "/ws/?topics=products", "").0, 401);
        assert_eq!(socket(&clerk, "/ws/unicorns/", "").0, 404);
        let plain = owner.get("/ws/?topics=products").expect("answered");
        assert_eq!((plain.status, &plain.body["code"]), (400, &json!("no_socket")));

        // Jobs are told to whom sees them.
        let (_, mut jobs) = socket(&owner, "/ws/?topics=jobs", "");
        message(&mut jobs).expect("a greeting");
        owner.make("/job-kinds/jobs.log.prune/run/", &json!({}));
        let told: Json = serde_json::from_str(&message(&mut jobs).expect("news")).expect("JSON");
        assert_eq!((&told["topic"], &told["reload"]), (&json!("jobs"), &json!(true)));

        // Whose membership ends hears nothing more.
        let path = format!("/api/v1/members/{}/", member(&mut owner, "clerk@acme.test"));
        let ended = owner.send("PATCH", &path, &json!({"is_active": false})).expect("answered");
        assert_eq!(ended.status, 200, "{}", ended.body);
        lamp(&mut owner, "NEXT");
        assert_eq!(message(&mut stream), Err(4001));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
