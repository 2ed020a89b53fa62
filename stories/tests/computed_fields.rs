//! Fields that are computed: a florist who sells by the area of a bed and wants to see the margin beside the price.

use serde_json::{Value as Json, json};
use std::io::Read;
use stories::florist::{field, get};
use stories::{Client, shop};
use testkit::databases;

fn refused(client: &mut Client, (method, path): (&str, &str), body: &Json) -> Vec<(String, String)> {
    let answer = client.send(method, &format!("/api/v1{path}"), body).expect("answered");
    assert_eq!(answer.status, 422, "{method} {path} {body}: {}", answer.body);
    let errors = answer.body["errors"].as_array().expect("errors").iter();
    let text = |error: &Json, name: &str| error[name].as_str().expect("a text").to_owned();
    errors.map(|error| (text(error, "field"), text(error, "code"))).collect()
}

fn at(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

fn florist(client: &mut Client) {
    for body in [
        json!({"code": "products.width", "label": "Width", "kind": "number", "unit": "cm"}),
        json!({"code": "products.depth", "label": "Depth", "kind": "number", "unit": "cm"}),
        json!({"code": "products.cost", "label": "Bought at", "kind": "money"}),
        json!({"code": "products.colour", "label": "Colour", "kind": "choice", "choices": "red\nwhite"}),
        json!({"code": "products.area", "label": "Area", "kind": "number", "unit": "m²",
            "formula": "custom.width * custom.depth / 10000"}),
        json!({"code": "products.margin", "label": "Margin", "kind": "money", "formula": "selling_price - custom.cost"}),
        json!({"code": "products.share", "label": "Share", "kind": "number", "formula": "custom.cost / selling_price"}),
        json!({"code": "products.gift", "label": "For lovers", "kind": "boolean",
            "formula": "custom.colour == 'red' and is_active"}),
    ] {
        field(client, &body);
    }
    let custom = json!({"width": "120", "depth": "45.5", "cost": "2.10", "colour": "red"});
    client.make(
        "/products/",
        &json!({"sku": "ROSE", "name": "Rose", "unit": "piece", "selling_price": "3", "custom": custom}),
    );
    client.make("/products/", &json!({"sku": "GIFT", "name": "Card", "unit": "piece", "custom": {"cost": "0.5"}}));
}

#[test]
fn values_are_computed_wherever_a_row_is_shown() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        let rose = json!({"width": "120", "depth": "45.5", "cost": "2.10", "colour": "red", "area": "0.546", "margin": "0.90",
            "share": "0.7", "gift": true});
        // A price of nothing divides nothing; what was not measured has no area.
        let card = json!({"width": null, "depth": null, "cost": "0.50", "colour": null, "area": null, "margin": "-0.50",
            "share": null, "gift": false});
        assert_eq!(get(&mut client, "/products/ROSE/")["custom"], rose);
        for query in ["?ordering=-sku", "?since=0"] {
            let listed = get(&mut client, &format!("/products/{query}"));
            let rows = listed["results"].as_array().expect("rows").iter();
            let custom: Vec<&Json> = rows.map(|row| &row["custom"]).collect();
            assert!(custom.contains(&&rose) && custom.contains(&&card), "{query}: {listed}");
        }
        let changed =
            client.send("PATCH", "/api/v1/products/ROSE/", &json!({"selling_price": "4.2"})).expect("answered");
        assert_eq!(
            (&changed.body["custom"]["margin"], &changed.body["custom"]["share"]),
            (&json!("2.10"), &json!("0.5"))
        );
        let mut file = String::new();
        let mut answer = client.open("/api/v1/products/?format=csv&ordering=-sku", "text/csv").expect("opened");
        answer.read_to_string(&mut file).expect("a file");
        assert!(file.contains("true,0.546,red,2.10,45.5,true,2.10,0.5,120"), "{file}");
        // A formula changes without a row being written.
        let version = get(&mut client, "/products/ROSE/")["version"].clone();
        let path = "/api/v1/custom-fields/products.area/";
        let body = json!({"formula": "round(custom.width * custom.depth / 10000, 1)"});
        assert_eq!(client.send("PATCH", path, &body).expect("answered").status, 200);
        let row = get(&mut client, "/products/ROSE/");
        assert_eq!((&row["custom"]["area"], &row["version"]), (&json!("0.5"), &version));
        // Its history tells what somebody wrote, and not what follows from it.
        let custom = json!({"custom": {"width": "100"}});
        assert_eq!(client.send("PATCH", "/api/v1/products/ROSE/", &custom).expect("answered").status, 200);
        let history = get(&mut client, "/products/ROSE/history/").to_string();
        assert!(history.contains("custom.width") && !history.contains("custom.area"), "{history}");
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn nobody_gives_a_computed_field_a_value_and_nothing_that_it_reads_goes_away() {
    for database in databases() {
        let (mut program, mut client) = shop(database);
        florist(&mut client);
        let rose = ("PATCH", "/products/ROSE/");
        assert_eq!(refused(&mut client, rose, &json!({"custom": {"area": "1"}})), at("custom.area", "computed"));
        let unknown = client.get("/api/v1/products/?custom.area=1").expect("answered");
        assert_eq!((unknown.status, &unknown.body["code"]), (400, &json!("unknown_parameter")), "{}", unknown.body);
        let meta = get(&mut client, "/meta/resources/products/");
        let mut fields = meta["fields"].as_array().expect("fields").iter();
        let area = fields.find(|field| field["name"] == "custom.area").expect("the area");
        assert_eq!((&area["read_only"], &area["filter"], &area["unit"]), (&json!(true), &Json::Null, &json!("m²")));

        let width = "/custom-fields/products.width/";
        assert_eq!(refused(&mut client, ("PATCH", width), &json!({"is_active": false})), at("is_active", "in_use"));
        let colour = ("PATCH", "/custom-fields/products.colour/");
        client.make(
            "/products/",
            &json!({"sku": "LILY", "name": "Lily", "unit": "piece", "custom": {"colour": "white"}}),
        );
        client.send("PATCH", "/api/v1/products/ROSE/", &json!({"custom": {"colour": null}})).expect("answered");
        assert_eq!(refused(&mut client, colour, &json!({"choices": "white"})), at("choices", "in_use"));
        let custom = json!({"custom": {"width": null, "depth": null}});
        assert_eq!(client.send("PATCH", "/api/v1/products/ROSE/", &custom).expect("answered").status, 200);
        let deleted = client.send("DELETE", &format!("/api/v1{width}"), &json!({})).expect("answered");
        assert_eq!((deleted.status, &deleted.body["code"]), (409, &json!("in_use")), "{}", deleted.body);

        let make = ("POST", "/custom-fields/");
        for (part, value, code) in [
            ("least", json!("1"), "computed"),
            ("preset", json!("1"), "computed"),
            ("is_required", json!(true), "computed"),
            ("formula", json!("1 +"), "invalid_formula"),
            ("formula", json!("name"), "invalid_formula"),
            ("formula", json!("if custom.colour == 'blue' then 1 else 2"), "invalid_formula"),
            ("formula", json!("custom.height"), "invalid_formula"),
            ("formula", json!("custom.area + 1"), "invalid_formula"),
        ] {
            let mut body = json!({"code": "products.new", "label": "New", "kind": "number", "formula": "custom.width"});
            body[part] = value;
            assert_eq!(refused(&mut client, make, &body), at(part, code), "{body}");
        }
        let body = json!({"code": "products.new", "label": "New", "kind": "long_text", "formula": "name"});
        assert_eq!(refused(&mut client, make, &body), at("formula", "invalid_value"));
        // Where rows have values, they stay.
        let cost = ("PATCH", "/custom-fields/products.cost/");
        assert_eq!(refused(&mut client, cost, &json!({"formula": "selling_price"})), at("formula", "in_use"));
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
