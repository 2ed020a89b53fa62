//! The server is killed with SIGKILL twenty times while eight tills sell: no acknowledged sale is lost and none is duplicated. It is killed while
//! comments become notifications, jobs and e-mails, and while sales are told to another system and to the customer: each has its effect once.
//!
//! This process records every acknowledgement; the server runs in another process.

use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use stories::{Client, Listeners, Program, shop};
use testkit::{MailServer, databases};

const ROUNDS: usize = 20;
const TILLS: usize = 8;

/// The sales by idempotency key: the id of the acknowledged sale, or `None` when the server was killed before it answered.
type Acknowledged = BTreeMap<String, Option<String>>;

fn sale() -> Json {
    let lines: Vec<Json> = (1..=5).map(|n| json!({"sku": format!("P{n}"), "quantity": "1"})).collect();
    json!({"lines": lines, "payments": [{"method": "cash", "amount": "25.00"}]})
}

fn set_up(client: &mut Client) {
    let mut lines = Vec::new();
    for n in 1..=5 {
        let product = json!({"sku": format!("P{n}"), "name": "Product", "unit": "piece", "selling_price": "5.00"});
        assert_eq!(client.post("/api/v1/products/", None, &product).expect("answered").status, 201);
        lines.push(json!({"sku": format!("P{n}"), "quantity": "1000000", "unit_cost": "3"}));
    }
    let receipt = client.post("/api/v1/stock/receive/", None, &json!({"lines": lines})).expect("answered");
    assert_eq!(receipt.status, 201, "{}", receipt.body);
}

/// Sells at all tills and kills the server after a number of acknowledgements that differs from round to round.
fn sell_until_killed(program: &mut Program, round: usize, sales: &mut Acknowledged) {
    let acknowledged = AtomicUsize::new(0);
    let kill_after = 30 + 17 * round;
    let client = program.client();
    let clients: Vec<Client> = (0..TILLS).map(|_| client.reconnect()).collect();
    let (limit_reached, limit) = mpsc::channel();
    std::thread::scope(|scope| {
        let tills: Vec<_> = clients
            .into_iter()
            .enumerate()
            .map(|(till, mut client)| {
                let (acknowledged, limit_reached) = (&acknowledged, limit_reached.clone());
                scope.spawn(move || {
                    let mut sent = Vec::new();
                    for n in 0.. {
                        let key = format!("round-{round}-till-{till}-sale-{n}");
                        match client.post("/api/v1/sales/", Some(&key), &sale()) {
                            Ok(answer) => {
                                assert_eq!(answer.status, 201, "{}", answer.body);
                                sent.push((key, answer.body["id"].as_str().map(str::to_owned)));
                                if acknowledged.fetch_add(1, Ordering::SeqCst) == kill_after {
                                    limit_reached.send(()).expect("the test waits for the limit");
                                }
                            }
                            Err(_) => {
                                sent.push((key, None));
                                break;
                            }
                        }
                    }
                    sent
                })
            })
            .collect();
        // Only the tills hold a sender from here on, so that `recv` fails when all of them have failed.
        drop(limit_reached);
        limit.recv().expect("the tills sell");
        program.kill();
        for till in tills {
            sales.extend(till.join().expect("a till ends"));
        }
    });
}

/// Sends every sale of the round again. An acknowledged sale must return its stored answer; a sale without an answer is posted
/// now, unless it was committed before the kill.
fn send_again(client: &mut Client, round: usize, sales: &mut Acknowledged) {
    for (key, id) in sales.iter_mut().filter(|(key, _)| key.starts_with(&format!("round-{round}-"))) {
        let answer = client.post("/api/v1/sales/", Some(key), &sale()).expect("answered");
        assert_eq!(answer.status, 201, "{key}: {}", answer.body);
        let again = answer.body["id"].as_str().map(str::to_owned);
        if id.is_some() {
            assert!(answer.replayed, "{key} was acknowledged and is lost");
            assert_eq!(*id, again, "{key} became another sale");
        }
        *id = again;
    }
}

#[test]
fn killed_server_loses_and_duplicates_no_acknowledged_sale() {
    for database in databases() {
        let mut program = Program::new(database);
        program.start();
        set_up(&mut program.client());
        let mut sales = Acknowledged::new();
        for round in 0..ROUNDS {
            sell_until_killed(&mut program, round, &mut sales);
            program.start();
            send_again(&mut program.client(), round, &mut sales);
        }
        let listed = program.client().get("/api/v1/sales/?page_size=1").expect("answered");
        assert_eq!(listed.body["count"], json!(sales.len()), "{}", listed.body);
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// Has the company send its e-mail by this server, and the clerk want to have it.
fn choose_mail(program: &Program, owner: &mut Client, server: &MailServer) {
    let choose = |client: &mut Client, name: &str, body: Json| {
        let answer = client.send("PUT", &format!("/api/v1/settings/{name}/"), &body).expect("answered");
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    };
    for (name, value) in [
        ("mail.host", json!("127.0.0.1")),
        ("mail.port", json!(server.port)),
        ("mail.encryption", json!("none")),
        ("mail.from", json!("Acme <shop@acme.test>")),
    ] {
        choose(owner, name, json!({"value": value}));
    }
    let wanted = json!({"value": true, "level": "user"});
    choose(&mut program.client_of("clerk"), "notifications.by_email", wanted);
}

#[test]
fn killed_server_does_what_events_ask_for_once_each() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        program.user("clerk");
        let server = MailServer::start();
        choose_mail(&program, &mut owner, &server);
        owner.make("/products/", &json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"}));
        let mut written = BTreeSet::new();
        for round in 0..8 {
            // Events, jobs and e-mails of the last ones are somewhere on their way.
            for n in 0..=(round * 5 % 7 + 2) {
                let text = format!("clerk@acme.test mark {round}-{n}.");
                let key = format!("comment-{round}-{n}");
                let comment = json!({"record": "products", "row": "LAMP", "text": text});
                let answer = owner.post("/api/v1/comments/", Some(&key), &comment).expect("answered");
                assert_eq!(answer.status, 201, "{}", answer.body);
                written.insert(format!("mark {round}-{n}."));
            }
            program.kill();
            program.start();
            owner = program.client();
        }
        let all = json!(written.len());
        let mut clerk = program.client_of("clerk");
        while clerk.read("/notifications/unread-count/")["unread"] != all {}
        while owner.read("/jobs/?name=messages.mail.send&state=done")["count"] != all {}
        assert_eq!(clerk.read("/notifications/")["count"], all);
        let jobs = owner.read("/jobs/?name=messages.mail.send&page_size=1000");
        assert_eq!(jobs["count"], all, "{jobs}");
        assert_eq!(owner.read("/parked-events/")["count"], json!(0));
        // A message comes twice only where the process died between sending it and noting that, and then its job was begun twice.
        let begun_again = jobs["results"].as_array().into_iter().flatten().filter(|job| job["attempts"] != 1).count();
        let mails = server.waiting();
        let marks = mails.iter().filter_map(|mail| written.iter().find(|mark| mail.content.contains(*mark)));
        assert_eq!(marks.collect::<BTreeSet<_>>().len(), written.len());
        assert!(mails.len() <= written.len() + begun_again, "{} mails, {begun_again} begun again", mails.len());
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn killed_server_tells_other_systems_and_people_of_each_sale_once() {
    for database in databases() {
        let listeners = Listeners::start();
        let mut program = Program::new(database);
        program.settings.push(("SANDUK_ALLOW_PRIVATE_ADDRESSES", "yes"));
        program.start();
        let mut owner = program.client();
        listeners.hear_sales(&mut owner);
        let mut sold = BTreeSet::new();
        for round in 0..8 {
            // What the last ones ask for is somewhere on its way.
            for n in 0..=(round * 5 % 7 + 2) {
                sold.insert(Listeners::sell(&mut owner, &format!("{round}-{n}")));
            }
            program.kill();
            program.start();
            owner = program.client();
        }
        listeners.heard_once(&mut owner, &sold);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
