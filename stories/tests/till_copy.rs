//! A till keeps its copy of the products equal to the server's by `since`.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use stories::{Client, Program};
use testkit::databases;
use uuid::Uuid;

/// The products as a till holds them, by id.
#[derive(Default)]
struct Till {
    products: BTreeMap<String, Json>,
    seq: i64,
}

impl Till {
    /// Takes over everything that changed since the last time.
    fn follow(&mut self, client: &mut Client, page_size: u64) {
        let mut next = Some(format!("/api/v1/products/?since={}&page_size={page_size}", self.seq));
        while let Some(path) = next {
            let page = get(client, &path);
            for id in page["deleted"].as_array().expect("deleted ids") {
                self.products.remove(id.as_str().expect("an id"));
            }
            for product in page["results"].as_array().expect("changed products") {
                let mut product = product.clone();
                let fields = product.as_object_mut().expect("a product");
                for name in ["changed_seq", "created_at", "updated_at"] {
                    assert!(fields.remove(name).is_some(), "{name} is missing");
                }
                self.products.insert(product["id"].as_str().expect("an id").to_owned(), product);
            }
            self.seq = page["seq"].as_i64().expect("a number");
            next = page["next"].as_str().map(str::to_owned);
        }
    }
}

fn get(client: &mut Client, path: &str) -> Json {
    let answer = client.get(path).expect("answered");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

fn products_of_server(client: &mut Client) -> BTreeMap<String, Json> {
    let list = get(client, "/api/v1/products/?page_size=1000");
    let products = list["results"].as_array().expect("products").iter();
    products.map(|product| (product["id"].as_str().expect("an id").to_owned(), product.clone())).collect()
}

/// The next of a fixed series of numbers, each below `limit`.
fn next_number(state: &mut u64, limit: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % limit
}

/// Creates, changes or deletes one of twenty products, whose ids are used again after their deletion.
fn change_catalogue(client: &mut Client, numbers: &mut u64, step: u64) {
    let n = next_number(numbers, 20);
    let path = format!("/api/v1/products/{}/", Uuid::from_u128(u128::from(n) + 1));
    let price = json!({"selling_price": format!("{step}.50")});
    let answer = match next_number(numbers, 3) {
        0 => client.send("DELETE", &path, &json!({})),
        _ => client.send("PATCH", &path, &price),
    };
    let status = answer.expect("answered").status;
    if status == 404 {
        let id = Uuid::from_u128(u128::from(n) + 1);
        let product =
            json!({"id": id, "sku": format!("LAMP-{n}"), "name": format!("Lamp {n}, batch {step}"), "unit": "piece"});
        let answer = client.post("/api/v1/products/", None, &product).expect("answered");
        assert_eq!(answer.status, 201, "{}", answer.body);
    } else {
        assert!([200, 204].contains(&status), "{path}: {status}");
    }
}

#[test]
fn till_copy_equals_products_of_server() {
    for database in databases() {
        let mut program = Program::new(database);
        program.start();
        let (mut client, mut till, mut numbers) = (program.client(), Till::default(), 11);
        for step in 0..200 {
            change_catalogue(&mut client, &mut numbers, step);
            if next_number(&mut numbers, 4) == 0 {
                let page_size = 1 + next_number(&mut numbers, 5);
                till.follow(&mut client, page_size);
                assert_eq!(till.products, products_of_server(&mut client), "step {step} on {}", program.database.name);
            }
        }
        till.follow(&mut client, 50);
        assert_eq!(till.products, products_of_server(&mut client), "{}", program.database.name);
        let last = get(&mut client, &format!("/api/v1/products/?since={}", till.seq));
        assert_eq!(last, json!({"results": [], "deleted": [], "next": null, "seq": till.seq}));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
