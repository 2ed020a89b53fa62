//! Twenty times the power goes while eight tills sell: nothing that was acknowledged is missing, nothing is doubled.
//!
//! The witness is this process: it remembers every acknowledgement, and the server is another process.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use stories::{Client, Program};
use testkit::databases;

const ROUNDS: usize = 20;
const TILLS: usize = 8;

/// What the witness knows of a sale: the answer's id, or nothing where the power went before the answer.
type Witness = BTreeMap<String, Option<String>>;

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

/// Sells until the power goes; kills the server when enough has been acknowledged that it is in the middle of things.
fn sell_until_killed(program: &mut Program, round: usize, witness: &mut Witness) {
    let acknowledged = AtomicUsize::new(0);
    let enough = 30 + 17 * round;
    let first = program.client();
    let clients: Vec<Client> = (0..TILLS).map(|_| first.another()).collect();
    let (reached, told) = mpsc::channel();
    std::thread::scope(|scope| {
        let tills: Vec<_> = clients
            .into_iter()
            .enumerate()
            .map(|(till, mut client)| {
                let (acknowledged, reached) = (&acknowledged, reached.clone());
                scope.spawn(move || {
                    let mut seen = Vec::new();
                    for n in 0.. {
                        let key = format!("round-{round}-till-{till}-sale-{n}");
                        match client.post("/api/v1/sales/", Some(&key), &sale()) {
                            Ok(answer) => {
                                assert_eq!(answer.status, 201, "{}", answer.body);
                                seen.push((key, answer.body["id"].as_str().map(str::to_owned)));
                                if acknowledged.fetch_add(1, Ordering::SeqCst) == enough {
                                    reached.send(()).expect("the witness listens");
                                }
                            }
                            Err(_) => {
                                seen.push((key, None));
                                break;
                            }
                        }
                    }
                    seen
                })
            })
            .collect();
        // Without this, tills that fail would leave the witness waiting.
        drop(reached);
        told.recv().expect("the tills sell");
        program.kill();
        for till in tills {
            witness.extend(till.join().expect("a till ends"));
        }
    });
}

/// Everything acknowledged answers the same again; everything in doubt is done once, now or then.
fn judge(client: &mut Client, round: usize, witness: &mut Witness) {
    for (key, id) in witness.iter_mut().filter(|(key, _)| key.starts_with(&format!("round-{round}-"))) {
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
fn nothing_acknowledged_is_lost_and_nothing_is_doubled() {
    for database in databases() {
        let mut program = Program::new(database);
        program.start();
        set_up(&mut program.client());
        let mut witness = Witness::new();
        for round in 0..ROUNDS {
            sell_until_killed(&mut program, round, &mut witness);
            program.start();
            judge(&mut program.client(), round, &mut witness);
        }
        let sold = program.client().get("/api/v1/sales/?page_size=1").expect("answered");
        assert_eq!(sold.body["count"], json!(witness.len()), "{}", sold.body);
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
