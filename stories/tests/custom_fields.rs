//! A company adds fields to its lists, and uses them like those that the program has.

use serde_json::{Value as Json, json};
use std::io::Read;
use stories::florist::{field, florist, get, rose, skus};
use stories::shop;
use testkit::databases;

#[test]
fn values_are_shown_found_and_kept_like_those_of_columns() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        let rose = json!({"sku": "ROSE", "name": "Rose", "unit": "piece", "custom": rose()});
        let answer = client.post("/api/v1/products/", None, &rose).expect("answered");
        assert_eq!(answer.status, 201, "{}", answer.body);
        let shown = json!({"latin": "Rosa gallica", "care": "Cut low.\nWater daily.", "height": "61.5", "deposit": "2.50",
            "bunch": "12", "blooms": "2026-06-01", "cut_at": "06:30:00", "is_fragrant": true, "colour": "red",
            "seasons": ["spring", "summer"], "grower": "mill", "photo": null});
        assert_eq!(answer.body["custom"], shown);
        let one = get(&mut client, "/products/ROSE/");
        assert_eq!((&one["custom"], &one["names"]["custom.grower"]), (&shown, &json!("Mill Farm")));
        for (sku, colour, height) in [("LILY", "white", "90"), ("IVY", "", "250")] {
            let custom = json!({"colour": colour, "height": height, "latin": format!("Planta {sku}")});
            let body = json!({"sku": sku, "name": sku, "unit": "piece", "custom": custom});
            assert_eq!(client.post("/api/v1/products/", None, &body).expect("answered").status, 201);
        }
        let listed = get(&mut client, "/products/?ordering=sku");
        let rows = listed["results"].as_array().expect("rows");
        assert_eq!((&rows[2]["custom"], &rows[2]["names"]["custom.grower"]), (&shown, &json!("Mill Farm")));
        assert_eq!(rows[0]["custom"]["is_fragrant"], json!(false), "what a new row has where nothing is given");
        for (query, found) in [
            ("custom.colour=red", vec!["ROSE"]),
            ("custom.colour__in=red,white", vec!["LILY", "ROSE"]),
            ("custom.colour__ne=red", vec!["IVY", "LILY"]),
            ("custom.colour__not_in=red,white", vec!["IVY"]),
            ("custom.colour__isnull=true", vec!["IVY"]),
            ("custom.colour__isnull=false", vec!["LILY", "ROSE"]),
            ("custom.height__gte=90&ordering=-sku", vec!["LILY", "IVY"]),
            ("custom.height__lt=90", vec!["ROSE"]),
            ("custom.deposit=2.5", vec!["ROSE"]),
            ("custom.blooms__lte=2026-06-01", vec!["ROSE"]),
            ("custom.cut_at__gt=06:00", vec!["ROSE"]),
            ("custom.is_fragrant=true", vec!["ROSE"]),
            ("custom.seasons=summer", vec!["ROSE"]),
            ("custom.seasons__in=summer,spring", vec!["ROSE"]),
            ("custom.grower=mill", vec!["ROSE"]),
            ("custom.latin__contains=PLANTA", vec!["IVY", "LILY"]),
            ("custom.care__contains=water", vec!["ROSE"]),
            ("custom.colour=white&custom.height=90&kind=stock", vec!["LILY"]),
            ("search=gallica", vec!["ROSE"]),
            ("search=rose+daily", vec!["ROSE"]),
            ("search=planta&custom.colour__isnull=true", vec!["IVY"]),
        ] {
            let query = if query.contains("ordering") { query.to_owned() } else { format!("{query}&ordering=sku") };
            assert_eq!(skus(&mut client, &query), found, "{query}");
        }
        for (query, status) in [
            ("custom.smell=rose", 400),
            ("custom.colour__gte=red", 400),
            ("custom.colour=green", 400),
            ("custom.height=tall", 400),
            ("custom.care=exactly", 400),
            ("custom.grower=nobody", 400),
            ("custom.photo=x", 400),
            ("custom.=1", 400),
        ] {
            let answer = client.get(&format!("/api/v1/products/?{query}")).expect("answered");
            assert_eq!(answer.status, status, "{query}: {}", answer.body);
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn change_leaves_alone_what_it_does_not_name_and_counts_as_a_change_of_the_row() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        let body = json!({"sku": "ROSE", "name": "Rose", "unit": "piece", "custom": rose()});
        let version = client.post("/api/v1/products/", None, &body).expect("answered").body["version"].clone();
        assert_eq!(version, Json::Null, "an answer to a command names its version in the ETag");
        let first = get(&mut client, "/products/ROSE/");
        let change = json!({"custom": {"colour": "white", "latin": null}, "version": first["version"]});
        let changed = client.send("PATCH", "/api/v1/products/ROSE/", &change).expect("answered");
        assert_eq!(changed.status, 200, "{}", changed.body);
        let second = get(&mut client, "/products/ROSE/");
        assert_eq!(second["version"].as_i64(), first["version"].as_i64().map(|version| version + 1));
        let custom = &second["custom"];
        assert_eq!(
            (&custom["colour"], &custom["latin"], &custom["height"]),
            (&json!("white"), &Json::Null, &json!("61.5"))
        );
        assert!(skus(&mut client, "search=gallica").is_empty());
        let late = client.send("PATCH", "/api/v1/products/ROSE/", &change).expect("answered");
        assert_eq!(late.status, 412, "{}", late.body);
        // The same again changes nothing.
        let same =
            client.send("PATCH", "/api/v1/products/ROSE/", &json!({"custom": {"colour": "white"}})).expect("answered");
        assert_eq!(same.status, 200);
        assert_eq!(get(&mut client, "/products/ROSE/")["version"], second["version"]);
        let history = get(&mut client, "/products/ROSE/history/");
        assert_eq!(history["results"].as_array().map(Vec::len), Some(2), "{history}");
        let change = |field: &str, before: &str, after: Json| json!({"field": field, "before": before, "after": after});
        let changes =
            [change("custom.latin", "Rosa gallica", Json::Null), change("custom.colour", "red", json!("white"))];
        let told = history["results"][1]["changes"].as_array().expect("changes");
        assert!(told.len() == 2 && changes.iter().all(|change| told.contains(change)), "{history}");
        let created = history["results"][0]["changes"].as_array().expect("changes");
        let colour = json!({"field": "custom.colour", "before": null, "after": "red"});
        assert!(created.contains(&colour), "{history}");

        // A row that is put in its place has what is named; who names none at all leaves them alone.
        let whole = json!({"sku": "ROSE", "name": "Rose", "unit": "piece"});
        assert_eq!(client.send("PUT", "/api/v1/products/ROSE/", &whole).expect("answered").body["custom"], *custom);
        let whole = json!({"sku": "ROSE", "name": "Rose", "unit": "piece", "custom": {"colour": "red"}});
        let put = client.send("PUT", "/api/v1/products/ROSE/", &whole).expect("answered").body;
        assert_eq!((&put["custom"]["colour"], &put["custom"]["height"]), (&json!("red"), &Json::Null));
        assert_eq!(put["custom"]["is_fragrant"], json!(false));

        // What is deleted takes its values along, and brings them back.
        let changes = get(&mut client, "/products/?since=0");
        assert_eq!(changes["results"][0]["custom"]["colour"], json!("red"), "{changes}");
        let id = second["id"].as_str().expect("an id");
        assert_eq!(client.send("DELETE", "/api/v1/products/ROSE/", &json!({})).expect("answered").status, 204);
        assert!(skus(&mut client, "custom.colour=red").is_empty());
        let restored = client.post(&format!("/api/v1/products/{id}/restore/"), None, &json!({})).expect("answered");
        assert_eq!((restored.status, &restored.body["custom"]["colour"]), (200, &json!("red")), "{}", restored.body);
        assert_eq!(skus(&mut client, "custom.colour=red"), ["ROSE"]);

        // A row stays as long as others name it.
        let change = json!({"custom": {"grower": "mill"}});
        assert_eq!(client.send("PATCH", "/api/v1/products/ROSE/", &change).expect("answered").status, 200);
        let refused = client.send("DELETE", "/api/v1/suppliers/mill/", &json!({})).expect("answered");
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("in_use")), "{}", refused.body);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
        program.start();
        let mut client = program.client();
        assert_eq!(get(&mut client, "/products/ROSE/")["names"]["custom.grower"], json!("Mill Farm"));
    }
}

#[test]
fn what_is_wrong_is_told_at_the_field_with_all_else_that_is_wrong() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        field(&mut client, &json!({"code": "products.origin", "label": "Origin", "kind": "text", "is_required": true}));
        let long = "x".repeat(201);
        for (name, values) in [
            ("latin", vec![json!(5), json!(long), json!("a\u{7}b"), json!(["a"])]),
            ("care", vec![json!(5), json!("x".repeat(10_001))]),
            ("height", vec![json!("tall"), json!("-1"), json!("300.1"), json!(true), json!("1.0000001")]),
            ("deposit", vec![json!("much"), json!("1.005")]),
            ("bunch", vec![json!({}), json!("1.0000001")]),
            ("blooms", vec![json!("2026-02-30"), json!("1999-12-31"), json!(5)]),
            ("cut_at", vec![json!("25:00"), json!("noon")]),
            ("is_fragrant", vec![json!("yes"), json!(1)]),
            ("colour", vec![json!("green"), json!("Red"), json!(1)]),
            ("seasons", vec![json!("spring"), json!(["winter"]), json!([1])]),
            ("grower", vec![json!("nobody"), json!(5)]),
            ("photo", vec![json!("no id"), json!("019b0000-0000-7000-8000-000000000001")]),
            ("smell", vec![json!("sweet")]),
            ("origin", vec![json!(""), Json::Null]),
        ] {
            for value in values {
                let body = json!({"name": 5, "custom": {name: value, "origin": if name == "origin" { value.clone() } else { json!("x") }}});
                let answer = client.post("/api/v1/products/", None, &body).expect("answered");
                let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
                let fields: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
                let expected = format!("custom.{name}");
                assert_eq!(answer.status, 422, "{body}: {}", answer.body);
                assert!(fields.contains(&expected.as_str()) && fields.contains(&"name"), "{body}: {}", answer.body);
            }
        }
        let no_object = client.post("/api/v1/products/", None, &json!({"custom": "red"})).expect("answered");
        assert_eq!((no_object.status, &no_object.body["errors"][0]["field"]), (422, &json!("custom")));
        let none = client.post("/api/v1/units/", None, &json!({"code": "pot", "name": "Pot", "custom": {"size": 1}}));
        assert_eq!(none.expect("answered").body["errors"][0]["field"], json!("custom.size"));
        assert_eq!(get(&mut client, "/products/")["count"], json!(0));

        // Fields themselves.
        for (body, at) in [
            (json!({"code": "nothing.x", "label": "X", "kind": "text"}), "code"),
            (json!({"code": "products", "label": "X", "kind": "text"}), "code"),
            (json!({"code": "products.Big", "label": "X", "kind": "text"}), "code"),
            (json!({"code": "products.a__b", "label": "X", "kind": "text"}), "code"),
            (json!({"code": "sales.x", "label": "X", "kind": "text"}), "code"),
            (json!({"code": "products.x", "label": "X", "kind": "choice"}), "choices"),
            (json!({"code": "products.x", "label": "X", "kind": "text", "choices": "a"}), "choices"),
            (json!({"code": "products.x", "label": "X", "kind": "relation"}), "target"),
            (json!({"code": "products.x", "label": "X", "kind": "relation", "target": "clouds"}), "target"),
            (json!({"code": "products.x", "label": "X", "kind": "number", "least": "low"}), "least"),
            (json!({"code": "products.x", "label": "X", "kind": "text", "most": "9"}), "most"),
            (json!({"code": "products.x", "label": "X", "kind": "date", "preset": "soon"}), "preset"),
            (json!({"code": "products.x", "label": "X", "kind": "number", "is_searched": true}), "is_searched"),
        ] {
            let answer = client.post("/api/v1/custom-fields/", None, &body).expect("answered");
            assert_eq!(
                (answer.status, &answer.body["errors"][0]["field"]),
                (422, &json!(at)),
                "{body}: {}",
                answer.body
            );
        }
        let twice = json!({"code": "products.latin", "label": "Latin", "kind": "text"});
        assert_eq!(client.post("/api/v1/custom-fields/", None, &twice).expect("answered").status, 409);
        let mut cashier = program.client_of("cashier");
        assert_eq!(cashier.post("/api/v1/custom-fields/", None, &twice).expect("answered").status, 403);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn field_with_values_stays_what_it_is_until_it_is_put_out_of_use() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let colour = json!({"code": "products.colour", "label": "Colour", "kind": "text"});
        field(&mut client, &colour);
        let product = json!({"sku": "ROSE", "name": "Rose", "unit": "piece", "custom": {"colour": "red"}});
        assert_eq!(client.post("/api/v1/products/", None, &product).expect("answered").status, 201);
        let path = "/api/v1/custom-fields/products.colour/";
        let kind = client.send("PATCH", path, &json!({"kind": "long_text"})).expect("answered");
        assert_eq!((kind.status, &kind.body["errors"][0]["field"]), (422, &json!("kind")), "{}", kind.body);
        let renamed = client.send("PATCH", path, &json!({"code": "products.tint"})).expect("answered");
        assert_eq!(renamed.status, 422, "{}", renamed.body);
        assert_eq!(client.send("DELETE", path, &json!({})).expect("answered").status, 409);
        let hidden = client.send("PATCH", path, &json!({"is_active": false})).expect("answered");
        assert_eq!(hidden.status, 200, "{}", hidden.body);
        assert_eq!(get(&mut client, "/products/ROSE/").get("custom"), None);
        assert_eq!(client.get("/api/v1/products/?custom.colour=red").expect("answered").status, 400);
        assert_eq!(client.send("PATCH", path, &json!({"is_active": true})).expect("answered").status, 200);
        assert_eq!(get(&mut client, "/products/ROSE/")["custom"]["colour"], json!("red"));

        // A field that is needed refuses no row that is there, until the row is put in its place.
        let origin = json!({"code": "products.origin", "label": "Origin", "kind": "text", "is_required": true});
        field(&mut client, &origin);
        let named = client.send("PATCH", "/api/v1/products/ROSE/", &json!({"name": "Red rose"})).expect("answered");
        assert_eq!(named.status, 200, "{}", named.body);
        let bare = client
            .post("/api/v1/products/", None, &json!({"sku": "IVY", "name": "Ivy", "unit": "piece"}))
            .expect("answered");
        assert_eq!((bare.status, &bare.body["errors"][0]["field"]), (422, &json!("custom.origin")));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn files_screens_and_other_companies_know_the_fields() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        let index = get(&mut client, "/meta/");
        florist(&mut client);
        let later = get(&mut client, "/meta/");
        assert_ne!(index["version"], later["version"]);
        let meta =
            get(&mut client, &format!("/meta/resources/products/?v={}", later["version"].as_str().expect("a version")));
        let fields = meta["fields"].as_array().expect("fields");
        let colour = fields.iter().find(|field| field["name"] == "custom.colour").expect("the colour");
        assert_eq!(
            (&colour["type"], &colour["choices"][0]),
            (&json!("choice"), &json!({"value": "red", "label": "Red"}))
        );
        assert_eq!(colour["filter"], json!(["", "in", "ne", "not_in", "isnull"]));
        assert_eq!(
            meta["groups"].as_array().and_then(|groups| groups.last()).expect("a group")["name"],
            json!("custom")
        );

        let file = "sku;name;unit;Colour;custom.seasons;Height;Fragrant;Grower\r\n\
            ROSE;Rose;piece;Red;\"summer, spring\";61,5;yes;mill\r\nIVY;Ivy;piece;;;250,25;no;\r\n";
        let done = client.post_file("/api/v1/products/import/", None, file.as_bytes()).expect("answered").body;
        assert_eq!((&done["outcome"], &done["created"]), (&json!("written"), &json!(2)), "{done}");
        assert_eq!(skus(&mut client, "custom.seasons=spring"), ["ROSE"]);
        assert_eq!(get(&mut client, "/products/IVY/")["custom"]["height"], json!("250.25"));
        let wrong = "sku,Colour,Height\r\nROSE,green,9999\r\n";
        let refused = client.post_file("/api/v1/products/import/", None, wrong.as_bytes()).expect("answered").body;
        let at: Vec<&Json> =
            refused["errors"].as_array().expect("errors").iter().map(|error| &error["column"]).collect();
        assert_eq!(at, [&json!("Colour"), &json!("Height")], "{refused}");

        let mut text = String::new();
        client
            .open("/api/v1/products/?format=csv&ordering=sku", "*/*")
            .expect("asked")
            .read_to_string(&mut text)
            .expect("read");
        assert!(text.contains("custom.colour") && text.contains("spring, summer"), "{text}");
        let csv = text.split_once("\r\n\r\n").expect("a head").1;
        let same = client.post_file("/api/v1/products/import/", None, csv.as_bytes()).expect("answered").body;
        assert_eq!((&same["unchanged"], &same["errors"]), (&json!(2), &json!([])), "{same}");

        program.succeed(&["tenant", "create", "other", "--name", "Other", "--currency", "GBP"]);
        program.user_of("other", "stranger", "owner");
        let mut other = program.client_of("stranger");
        assert_eq!(get(&mut other, "/custom-fields/")["count"], json!(0));
        assert_eq!(get(&mut other, "/meta/")["version"], index["version"]);
        assert_eq!(other.get("/api/v1/products/?custom.colour=red").expect("answered").status, 400);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn list_has_at_most_a_hundred_fields_of_its_own() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        for n in 1..=100 {
            field(
                &mut client,
                &json!({"code": format!("units.f{n}"), "label": format!("Field {n}"), "kind": "number"}),
            );
        }
        let body = json!({"code": "units.f101", "label": "One more", "kind": "number"});
        let refused = client.post("/api/v1/custom-fields/", None, &body).expect("answered");
        assert_eq!(
            (refused.status, &refused.body["errors"][0]["code"]),
            (422, &json!("too_many_fields")),
            "{}",
            refused.body
        );
        let values: serde_json::Map<String, Json> = (1..=100).map(|n| (format!("f{n}"), json!(n))).collect();
        let unit = client
            .post("/api/v1/units/", None, &json!({"code": "pot", "name": "Pot", "custom": values}))
            .expect("answered");
        assert_eq!((unit.status, &unit.body["custom"]["f100"]), (201, &json!("100")), "{}", unit.body);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
