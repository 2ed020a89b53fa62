//! Many rows are changed, deleted and brought back: each with its own outcome, and none twice.

use serde_json::{Value as Json, json};
use stories::{Client, Program};
use testkit::databases;

const BULK: &str = "/api/v1/products/bulk/";

fn post(client: &mut Client, path: &str, key: Option<&str>, body: &Json) -> (u16, Json) {
    let answer = client.post(path, key, body).expect("answered");
    (answer.status, answer.body)
}

fn get(client: &mut Client, path: &str) -> Json {
    let answer = client.get(path).expect("answered");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// A program with 100 lamps for sale, and its owner.
fn shop(database: testkit::Database) -> (Program, Client) {
    let mut program = Program::new(database);
    program.user("cashier");
    program.start();
    let mut client = program.client();
    for n in 0..100 {
        let lamp =
            json!({"sku": format!("LAMP-{n:02}"), "name": format!("Lamp {n}"), "unit": "piece", "selling_price": "5"});
        assert_eq!(post(&mut client, "/api/v1/products/", None, &lamp).0, 201);
    }
    (program, client)
}

/// Status, version and code of the problem of each row.
fn outcomes(answer: &Json) -> Vec<(i64, Option<i64>, Option<String>)> {
    let rows = answer["results"].as_array().expect("results").iter();
    rows.map(|row| {
        let code = row["problem"]["code"].as_str().map(str::to_owned);
        (row["status"].as_i64().expect("a status"), row["version"].as_i64(), code)
    })
    .collect()
}

#[test]
fn a_price_is_set_for_a_hundred_products_at_once() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let ids: Vec<String> = (0..100).map(|n| format!("lamp-{n:02}")).collect();
        let body = json!({"ids": ids, "set": {"selling_price": "6.50"}});

        let (status, tried) = post(&mut client, &format!("{BULK}?dry_run=true"), None, &body);
        assert_eq!((status, outcomes(&tried)[99].0), (200, 200));
        assert_eq!(get(&mut client, "/api/v1/products/?selling_price=5")["count"], json!(100));

        let (status, first) = post(&mut client, BULK, Some("prices-1"), &body);
        assert_eq!((status, outcomes(&first)), (200, vec![(200, Some(2), None); 100]));
        assert_eq!(first["results"][7]["id"], json!("lamp-07"));
        assert_eq!(get(&mut client, "/api/v1/products/?selling_price=6.5")["count"], json!(100));
        // Somebody changes one of them; the list that is sent again changes nothing any more.
        assert_eq!(
            client.send("PATCH", "/api/v1/products/LAMP-07/", &json!({"selling_price": "9"})).expect("answered").status,
            200
        );
        let (_, again) = post(&mut client, BULK, Some("prices-1"), &body);
        assert_eq!(outcomes(&again), vec![(200, None, None); 100]);
        assert_eq!(get(&mut client, "/api/v1/products/LAMP-07/")["selling_price"], json!("9.00"));
        let other = json!({"ids": ids, "set": {"selling_price": "1"}});
        let (_, reused) = post(&mut client, BULK, Some("prices-1"), &other);
        assert_eq!(outcomes(&reused)[0], (409, None, Some("idempotency_conflict".to_owned())));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn each_row_of_many_is_refused_alone() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let sale =
            json!({"lines": [{"sku": "LAMP-03", "quantity": 1}], "payments": [{"method": "cash", "amount": "5"}]});
        let service = json!({"ids": ["LAMP-03"], "set": {"kind": "service"}});
        assert_eq!(outcomes(&post(&mut client, BULK, None, &service).1)[0].0, 200);
        assert_eq!(post(&mut client, "/api/v1/sales/", None, &sale).0, 201);

        let body = json!({"ids": ["LAMP-01", "no such", "LAMP-02", "LAMP-03"], "set": {"name": "Lamp"}, "versions": [1, null, 7, 2]});
        let (status, changed) = post(&mut client, BULK, None, &body);
        let expected = [
            (200, Some(2), None),
            (404, None, Some("not_found".to_owned())),
            (412, None, Some("version_conflict".to_owned())),
            (200, Some(3), None),
        ];
        assert_eq!((status, outcomes(&changed)), (200, expected.to_vec()));
        let wrong = json!({"ids": ["LAMP-01"], "set": {"selling_price": "-1", "colour": "red"}});
        let (_, wrong) = post(&mut client, BULK, None, &wrong);
        let problem = &wrong["results"][0]["problem"];
        assert_eq!((&problem["code"], &problem["errors"][0]["field"]), (&json!("invalid"), &json!("colour")));

        let (_, deleted) = post(&mut client, BULK, None, &json!({"ids": ["LAMP-01", "LAMP-03"], "delete": true}));
        assert_eq!(outcomes(&deleted), [(204, None, None), (409, None, Some("in_use".to_owned()))]);
        assert_eq!(get(&mut client, "/api/v1/products/")["count"], json!(99));

        // Of a user who may not change products no row is tried.
        let mut cashier = program.client_of("cashier");
        for body in [&body, &json!({"ids": ["LAMP-02"], "delete": true}), &json!({})] {
            assert_eq!(post(&mut cashier, BULK, None, body).0, 403);
        }
        for (body, field) in [
            (json!({"ids": [], "delete": true}), "ids"),
            (json!({"ids": vec!["x"; 1_001], "delete": true}), "ids"),
            (json!({"ids": ["LAMP-02"]}), "set"),
        ] {
            let (status, refused) = post(&mut client, BULK, None, &body);
            assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!(field)));
        }
        assert_eq!(post(&mut client, &format!("{BULK}?page=2"), None, &body).0, 400);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn products_that_were_deleted_by_mistake_come_back_together() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let rows = get(&mut client, "/api/v1/products/?sku__in=LAMP-01,LAMP-02,LAMP-03");
        let ids: Vec<Json> = rows["results"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect();
        let gone = json!({"ids": ids, "delete": true});
        assert_eq!(outcomes(&post(&mut client, BULK, None, &gone).1), vec![(204, None, None); 3]);

        let back = json!({"ids": [ids[0], ids[1], "LAMP-50", ids[2]], "restore": true});
        let mut cashier = program.client_of("cashier");
        assert_eq!(post(&mut cashier, BULK, None, &back).0, 403);
        let (_, tried) = post(&mut client, &format!("{BULK}?dry_run=true"), None, &back);
        assert_eq!(outcomes(&tried)[0].0, 200);
        assert_eq!(get(&mut client, "/api/v1/products/")["count"], json!(97));
        // Meanwhile another product has taken the code of the second.
        let taken = rows["results"].as_array().expect("rows").iter().find(|row| row["id"] == ids[1]).expect("a row");
        let other = json!({"sku": taken["sku"], "name": "Another", "unit": "piece"});
        assert_eq!(post(&mut client, "/api/v1/products/", None, &other).0, 201);

        let (status, restored) = post(&mut client, BULK, Some("back-1"), &back);
        let statuses: Vec<i64> = outcomes(&restored).iter().map(|(status, ..)| *status).collect();
        assert_eq!((status, statuses), (200, vec![200, 409, 404, 200]));
        assert_eq!(get(&mut client, "/api/v1/products/")["count"], json!(100));
        let again = outcomes(&post(&mut client, BULK, Some("back-1"), &back).1);
        assert_eq!((again[0].0, again[3].0), (200, 200));

        // A unit that was deleted does not come back.
        let unit = json!({"ids": ["piece"], "restore": true});
        let (status, refused) = post(&mut client, "/api/v1/units/bulk/", None, &unit);
        assert_eq!((status, &refused["errors"][0]["code"]), (422, &json!("not_restorable")), "{refused}");
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn a_customer_who_was_deleted_comes_back() {
    for database in databases() {
        let mut program = Program::new(database);
        program.user("cashier");
        program.start();
        let mut client = program.client();
        for (path, code) in [("customers", "ann"), ("customers", "bob"), ("suppliers", "acme")] {
            let party = json!({"code": code, "name": code, "email": format!("{code}@example.org")});
            assert_eq!(post(&mut client, &format!("/api/v1/{path}/"), None, &party).0, 201);
        }
        let ann = get(&mut client, "/api/v1/customers/ann/");
        let path = |row: &Json| format!("/api/v1/customers/{}/restore/", row["id"].as_str().expect("an id"));
        let gone = json!({"ids": ["ann"], "delete": true});
        assert_eq!(outcomes(&post(&mut client, "/api/v1/customers/bulk/", None, &gone).1)[0].0, 204);
        assert_eq!(client.send("DELETE", "/api/v1/suppliers/acme/", &json!({})).expect("answered").status, 204);

        let deleted = get(&mut client, "/api/v1/customers/?deleted=true");
        let rows = deleted["results"].as_array().expect("rows").clone();
        assert_eq!((rows.len(), &rows[0]["code"], &deleted["next"]), (1, &json!("ann"), &Json::Null));
        assert!(rows[0]["deleted_at"].is_string() && rows[0]["deleted_by_email"].is_string(), "{}", rows[0]);
        let mut cashier = program.client_of("cashier");
        assert_eq!(cashier.get("/api/v1/customers/?deleted=true").expect("answered").status, 403);
        assert_eq!(post(&mut cashier, &path(&ann), None, &json!({})).0, 403);

        // Her code was taken meanwhile.
        let other = json!({"code": "ANN", "name": "Another Ann"});
        assert_eq!(post(&mut client, "/api/v1/customers/", None, &other).0, 201);
        let (status, refused) = post(&mut client, &path(&ann), None, &json!({}));
        assert_eq!((status, &refused["errors"][0]["field"]), (409, &json!("code")));
        assert_eq!(
            client.send("PATCH", "/api/v1/customers/ANN/", &json!({"code": "ann2"})).expect("answered").status,
            200
        );
        let (status, back) = post(&mut client, &path(&ann), None, &json!({}));
        assert_eq!((status, &back["email"]), (200, &ann["email"]));
        assert_eq!(get(&mut client, "/api/v1/customers/?search=ann@example")["results"][0]["id"], ann["id"]);
        assert_eq!(get(&mut client, "/api/v1/customers/?deleted=true")["results"], json!([]));
        assert_eq!(post(&mut client, &path(&ann), None, &json!({})).0, 404);
        let history = get(&mut client, &path(&ann).replace("restore", "history"));
        let names: Vec<&str> = history["results"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| row["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(names, ["parties.customer.create", "parties.customer.delete", "parties.customer.restore"]);
        // A supplier is no customer.
        let supplier = get(&mut client, "/api/v1/suppliers/?deleted=true")["results"][0].clone();
        assert_eq!(post(&mut client, &path(&supplier), None, &json!({})).0, 404);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
