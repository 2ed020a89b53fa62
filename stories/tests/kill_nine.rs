//! The server is killed with SIGKILL twenty times while eight tills sell: no acknowledged sale is lost and none is duplicated.
//!
//! This process records every acknowledgement; the server runs in another process.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use stories::{Client, Program};
use testkit::databases;

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
