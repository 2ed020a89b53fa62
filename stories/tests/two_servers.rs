//! Two servers share a PostgreSQL: each thing is done once, both tell of it, and one may die.

use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::Child;
use stories::{Client, Listeners, Program};
use testkit::{Database, RedisServer, databases};

/// The data of the next server-sent event.
fn event(stream: &mut BufReader<TcpStream>) -> Json {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).expect("a line") > 0, "the stream has ended");
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).expect("JSON");
        }
    }
}

fn lamp(client: &mut Client, sku: &str) -> Json {
    let lamp = json!({"sku": sku, "name": "Lamp", "unit": "piece", "selling_price": "5"});
    client.make("/products/", &lamp)["id"].clone()
}

/// A server that is killed with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn events_jobs_and_news_are_shared_by_two_servers() {
    // One process has the directory of SQLite.
    for database in databases().into_iter().filter(|database| database.name != "sqlite") {
        share(database, None);
    }
}

#[test]
fn word_goes_through_a_redis_and_without_it_when_it_dies() {
    for database in databases().into_iter().filter(|database| database.name != "sqlite") {
        // Where this machine has none, the tests of `crates/shared` say so.
        let Some(redis) = RedisServer::start() else { return };
        share(database, Some(redis));
    }
}

fn share(database: Database, redis: Option<RedisServer>) {
    let listeners = Listeners::start();
    let mut program = Program::new(database);
    program.redis = redis.as_ref().map(RedisServer::url);
    program.settings.push(("SANDUK_ALLOW_PRIVATE_ADDRESSES", "yes"));
    program.start();
    let mut first = program.client();
    listeners.hear_sales(&mut first);
    program.user("clerk");
    let (child, port) = program.serve();
    let server = Server(child);
    let mut second = first.at(port);
    let mut clerk = program.client_of("clerk").at(port);

    // Whoever listens at one server hears of what is done at both.
    let mut heard = second.open("/api/v1/live/?topics=products", "text/event-stream").expect("connected");
    event(&mut heard);
    for (n, client) in [&mut first, &mut second].into_iter().enumerate() {
        let id = lamp(client, &format!("LAMP{n}"));
        assert_eq!(event(&mut heard)["ids"], json!([id]));
    }
    drop(redis);

    // Every mention and every sale is told once, and every job done once, wherever it was asked for.
    let runs = 10;
    let mut sold = BTreeSet::new();
    for n in 0..runs {
        for client in [&mut first, &mut second] {
            let text = json!({"record": "products", "row": "LAMP0", "text": format!("clerk@acme.test {n}")});
            client.make("/comments/", &text);
            client.make("/job-kinds/jobs.log.prune/run/", &json!({}));
            sold.insert(Listeners::sell(client, &format!("sale-{n}-{}", sold.len())));
        }
    }
    // One of them dies in the middle.
    program.kill();
    while clerk.read("/notifications/unread-count/")["unread"].as_i64() < Some(2 * runs) {}
    while second.read("/jobs/?name=jobs.log.prune&state=done")["count"].as_i64() < Some(2 * runs) {}
    assert_eq!(clerk.read("/notifications/")["count"], json!(2 * runs));
    assert_eq!(second.read("/jobs/?name=jobs.log.prune")["count"], json!(2 * runs));
    listeners.heard_once(&mut second, &sold);
    let id = lamp(&mut second, "LAST");
    assert_eq!(event(&mut heard)["ids"], json!([id]));
    drop(server);
    program.succeed(&["verify", "--tenant", "acme"]);
}
