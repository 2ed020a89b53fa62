//! Lists with custom fields: many rows are changed at once, files become rows, views are saved, and screens are told of bounds.

use serde_json::{Value as Json, json};
use std::io::Read;
use stories::florist::{field, florist, get, rose, skus};
use stories::{Client, shop};
use testkit::databases;

fn create(client: &mut Client, sku: &str, custom: &Json) -> Json {
    let body = json!({"sku": sku, "name": sku, "unit": "piece", "custom": custom});
    let answer = client.post("/api/v1/products/", None, &body).expect("answered");
    assert_eq!(answer.status, 201, "{body}: {}", answer.body);
    answer.body
}

/// Status and wrong fields of each row.
fn outcomes(answer: &Json) -> Vec<(i64, Vec<&str>)> {
    let fields = |row: &'_ Json| -> Vec<_> { row["problem"]["errors"].as_array().cloned().unwrap_or_default() };
    assert!(answer["results"].is_array(), "{answer}");
    let rows = answer["results"].as_array().expect("results").iter();
    rows.map(|row| {
        let named = (0..fields(row).len()).map(|n| row["problem"]["errors"][n]["field"].as_str().expect("a field"));
        (row["status"].as_i64().expect("a status"), named.collect())
    })
    .collect()
}

#[test]
fn many_rows_are_changed_in_every_kind_of_field_at_once() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        for sku in ["ROSE", "LILY", "IVY"] {
            create(&mut client, sku, &json!({"latin": format!("Planta {sku}"), "height": "300"}));
        }
        let file = "/api/v1/files/?record=products&row=ROSE&name=photo.txt";
        let photo = client.post_file(file, None, b"a photo").expect("answered");
        assert_eq!(photo.status, 201, "{}", photo.body);

        let path = "/api/v1/products/bulk/";
        let ids = json!(["ROSE", "LILY", "IVY"]);
        let body = json!({"ids": ids, "set": {"custom": rose()}});
        let tried = client.post(&format!("{path}?dry_run=true"), None, &body).expect("answered").body;
        assert_eq!(outcomes(&tried), vec![(200, vec![]); 3]);
        assert!(skus(&mut client, "custom.colour=red").is_empty());
        let done = client.post(path, Some("once"), &body).expect("answered").body;
        assert_eq!(outcomes(&done), vec![(200, vec![]); 3]);
        for query in ["custom.colour=red", "custom.grower=mill", "custom.seasons=spring", "search=gallica"] {
            assert_eq!(skus(&mut client, &format!("{query}&ordering=sku")), ["IVY", "LILY", "ROSE"], "{query}");
        }
        assert!(skus(&mut client, "search=planta").is_empty());
        assert_eq!(get(&mut client, "/products/IVY/")["custom"]["deposit"], json!("2.50"));
        let again = client.post(path, Some("once"), &body).expect("answered").body;
        assert_eq!(outcomes(&again), vec![(200, vec![]); 3]);

        // A file is that of one row. What is wrong is told of every row, which then stays as it is.
        let body = json!({"ids": ids, "set": {"custom": {"photo": photo.body["id"], "colour": "white"}}});
        let done = client.post(path, None, &body).expect("answered").body;
        let wrong = || (422, vec!["custom.photo"]);
        assert_eq!(outcomes(&done), [(200, vec![]), wrong(), wrong()]);
        assert_eq!(skus(&mut client, "custom.colour=white"), ["ROSE"]);
        let body = json!({"ids": ids, "set": {"custom": {"height": "301", "smell": "sweet", "colour": null}}});
        let done = client.post(path, None, &body).expect("answered").body;
        for (status, fields) in outcomes(&done) {
            assert!(status == 422 && fields.contains(&"custom.height") && fields.contains(&"custom.smell"), "{done}");
        }
        let emptied = json!({"ids": ids, "set": {"custom": {"colour": null, "seasons": []}}});
        let done = client.post(path, None, &emptied).expect("answered").body;
        assert_eq!(outcomes(&done), vec![(200, vec![]); 3]);
        assert_eq!(skus(&mut client, "custom.seasons__isnull=true&custom.colour__isnull=true").len(), 3);

        // Deleted and brought back together, each has its values again.
        let ids: Vec<Json> =
            ["ROSE", "LILY"].map(|sku| get(&mut client, &format!("/products/{sku}/"))["id"].clone()).into();
        for action in ["delete", "restore"] {
            let done = client.post(path, None, &json!({"ids": ids, action: true})).expect("answered").body;
            assert!(outcomes(&done).iter().all(|(status, _)| *status < 300), "{done}");
        }
        let back = get(&mut client, "/products/ROSE/")["custom"].clone();
        assert_eq!((&back["photo"], &back["grower"]), (&photo.body["id"], &json!("mill")));
        assert_eq!(skus(&mut client, "search=gallica").len(), 3);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

fn import(client: &mut Client, file: &str) -> Json {
    let answer = client.post_file("/api/v1/products/import/", None, file.as_bytes()).expect("answered");
    assert_eq!(answer.status, 200, "{file}: {}", answer.body);
    answer.body
}

#[test]
fn files_fill_every_kind_of_field_and_are_told_what_is_wrong_in_each() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        create(&mut client, "ROSE", &json!({}));
        let photo = client
            .post_file("/api/v1/files/?record=products&row=ROSE&name=photo.txt", None, b"a photo")
            .expect("answered");
        let photo = photo.body["id"].as_str().expect("an id").to_owned();
        let head = "sku,name,unit,custom.latin,custom.care,custom.height,custom.deposit,custom.bunch,custom.blooms,custom.cut_at,\
            custom.is_fragrant,custom.colour,custom.seasons,custom.grower,custom.photo\r\n";
        let good = format!(
            "{head}ROSE,Rose,piece,Rosa gallica,\"Cut low.\nWater daily.\",61.5,2.5,12,2026-06-01,6:30,yes,RED,\
             \"Summer,spring\",mill,{photo}\r\nIVY,Ivy,piece,,,,,,,,,,,,\r\n"
        );
        let done = import(&mut client, &good);
        assert_eq!((&done["updated"], &done["created"], &done["errors"]), (&json!(1), &json!(1), &json!([])), "{done}");
        let shown = json!({"latin": "Rosa gallica", "care": "Cut low.\nWater daily.", "height": "61.5", "deposit": "2.50",
            "bunch": "12", "blooms": "2026-06-01", "cut_at": "06:30:00", "is_fragrant": true, "colour": "red",
            "seasons": ["spring", "summer"], "grower": "mill", "photo": photo});
        assert_eq!(get(&mut client, "/products/ROSE/")["custom"], shown);
        // An empty cell is no value, also where new rows have one of their own accord.
        let empty = get(&mut client, "/products/IVY/")["custom"].clone();
        assert!(empty.as_object().expect("values").values().all(Json::is_null), "{empty}");

        for (name, cells) in [
            ("latin", vec!["x".repeat(201)]),
            ("care", vec!["x".repeat(10_001)]),
            ("height", vec!["tall".into(), "301".into(), "-1".into()]),
            ("deposit", vec!["1.005".into(), "much".into()]),
            ("bunch", vec!["1.0000001".into()]),
            ("blooms", vec!["31.13.2026".into(), "1999-12-31".into()]),
            ("cut_at", vec!["noon".into(), "25:00".into()]),
            ("is_fragrant", vec!["maybe".into()]),
            ("colour", vec!["green".into()]),
            ("seasons", vec!["\"spring,monsoon\"".into()]),
            ("grower", vec!["nobody".into()]),
            ("photo", vec!["no id".into(), "019b0000-0000-7000-8000-000000000001".into()]),
        ] {
            for cell in cells {
                let refused = import(&mut client, &format!("sku,custom.{name}\r\nROSE,{cell}\r\n"));
                let wrong = &refused["errors"][0];
                assert_eq!(
                    (&wrong["line"], &wrong["column"]),
                    (&json!(2), &json!(format!("custom.{name}"))),
                    "{refused}"
                );
            }
        }
        assert_eq!(get(&mut client, "/products/ROSE/")["custom"], shown);

        // What the list answers is read in again, and changes nothing.
        let mut text = String::new();
        let mut answer = client.open("/api/v1/products/?format=csv", "*/*").expect("asked");
        answer.read_to_string(&mut text).expect("read");
        let same = import(&mut client, text.split_once("\r\n\r\n").expect("a head").1);
        assert_eq!((&same["unchanged"], &same["errors"]), (&json!(2), &json!([])), "{same}");
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn saved_view_shows_and_filters_by_custom_fields() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        create(&mut client, "ROSE", &rose());
        create(&mut client, "LILY", &json!({"colour": "white"}));
        let body = json!({"resource": "products", "name": "Red ones", "query": "custom.colour=red&ordering=-sku",
            "columns": ["sku", "custom.colour", "custom.height"]});
        let view = client.post("/api/v1/views/", None, &body).expect("answered");
        assert_eq!((view.status, &view.body["columns"]), (201, &body["columns"]), "{}", view.body);
        assert_eq!(skus(&mut client, view.body["query"].as_str().expect("a query")), ["ROSE"]);
        let path = format!("/api/v1/views/{}/", view.body["id"].as_str().expect("an id"));
        let change = json!({"columns": ["custom.height", "custom.smell", "custom.", "custom", "smell"]});
        let refused = client.send("PATCH", &path, &change).expect("answered");
        let errors = refused.body["errors"].as_array().expect("errors");
        let at: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
        assert_eq!(at, ["columns.1", "columns.2", "columns.3", "columns.4"], "{}", refused.body);
        // A field of another list is none of this one.
        field(&mut client, &json!({"code": "units.smell", "label": "Smell", "kind": "text"}));
        assert_eq!(client.send("PATCH", &path, &change).expect("answered").body["errors"], refused.body["errors"]);
        // A field that is hidden for a while does not spoil the view.
        let field = "/api/v1/custom-fields/products.height/";
        assert_eq!(client.send("PATCH", field, &json!({"is_active": false})).expect("answered").status, 200);
        let renamed = client.send("PATCH", &path, &json!({"name": "Red"})).expect("answered");
        assert_eq!((renamed.status, &renamed.body["columns"]), (200, &body["columns"]), "{}", renamed.body);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn screens_are_told_of_the_bounds_of_every_kind() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        for (kind, least, most) in [
            ("number", "-0.5", "300"),
            ("money", "0.01", "99.9"),
            ("quantity", "0.125", "12"),
            ("date", "2026-01-01", "2026-12-31"),
            ("time", "6:00", "22:30"),
        ] {
            let code = format!("products.{kind}");
            field(&mut client, &json!({"code": code, "label": kind, "kind": kind, "least": least, "most": most}));
        }
        field(&mut client, &json!({"code": "products.text", "label": "Text", "kind": "text"}));
        field(&mut client, &json!({"code": "products.open", "label": "Open", "kind": "money", "least": "0"}));
        let meta = get(&mut client, "/meta/resources/products/");
        for (name, min, max) in [
            ("number", json!("-0.5"), json!("300")),
            ("money", json!("0.01"), json!("99.90")),
            ("quantity", json!("0.125"), json!("12")),
            ("date", json!("2026-01-01"), json!("2026-12-31")),
            ("time", json!("06:00:00"), json!("22:30:00")),
            ("text", Json::Null, json!(200)),
            ("open", json!("0.00"), Json::Null),
        ] {
            let mut fields = meta["fields"].as_array().expect("fields").iter();
            let field = fields.find(|field| field["name"] == json!(format!("custom.{name}"))).expect(name);
            assert_eq!((&field["min"], &field["max"]), (&min, &max), "{name}");
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
