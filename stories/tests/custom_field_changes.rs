//! Custom fields are changed while rows have values in them: no value loses its meaning, and none is left behind.

use command::Module;
use kernel::Error;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use stories::{command_named, open};
use testkit::{Company, assert_same, databases};

fn make(company: &Company, path: &str, body: &Json) -> Json {
    company.call(&format!("POST {path}"), body).unwrap_or_else(|error| panic!("{body}: {error:?}")).body
}

fn change(company: &Company, path: &str, body: &Json) -> Json {
    company.call(&format!("PATCH {path}"), body).unwrap_or_else(|error| panic!("{path} {body}: {error:?}")).body
}

/// The fields at which a change is refused, with the codes.
fn refused(company: &Company, request: &str, body: &Json) -> Vec<(String, &'static str)> {
    let error: Error = company.call(request, body).err().unwrap_or_else(|| panic!("{request} {body} is accepted"));
    assert!((400..500).contains(&error.kind.status()), "{error:?}");
    error.fields.iter().map(|error| (error.field.clone(), error.code)).collect()
}

fn product(company: &Company, sku: &str, custom: &Json) -> Json {
    make(company, "/products/", &json!({"sku": sku, "name": sku, "unit": "piece", "custom": custom}))
}

fn skus(company: &Company, query: &str) -> Vec<String> {
    let listed =
        company.ask(&format!("/products/?{query}&ordering=sku")).unwrap_or_else(|error| panic!("{query}: {error:?}"));
    let rows = listed.body["results"].as_array().expect("rows").iter();
    rows.map(|row| row["sku"].as_str().expect("a sku").to_owned()).collect()
}

/// Replayed elsewhere, the log gives the same rows.
fn replays(company: &Company) {
    company.verify();
    for database in databases() {
        let other = Company::new(database, sanduk::modules::modules);
        company.replay_into(&other).expect("replayed");
        assert_same(&company.dump(), &other.dump());
    }
}

#[test]
fn what_would_change_the_meaning_of_values_is_refused_while_rows_have_some() {
    for database in databases() {
        let company = open(database, "GBP");
        make(&company, "/suppliers/", &json!({"code": "mill", "name": "Mill"}));
        make(&company, "/customers/", &json!({"code": "ann", "name": "Ann"}));
        for body in [
            json!({"code": "products.maker", "label": "Maker", "kind": "relation", "target": "suppliers"}),
            json!({"code": "products.colour", "label": "Colour", "kind": "choice", "choices": "red\nwhite\nblue"}),
            json!({"code": "products.seasons", "label": "Seasons", "kind": "choices", "choices": "spring\nsummer"}),
            json!({"code": "products.height", "label": "Height", "kind": "number"}),
        ] {
            make(&company, "/custom-fields/", &body);
        }
        // Nothing stands in the way as long as no row has a value.
        change(&company, "/custom-fields/products.maker/", &json!({"target": "customers"}));
        change(&company, "/custom-fields/products.maker/", &json!({"target": "suppliers"}));
        change(&company, "/custom-fields/products.height/", &json!({"kind": "quantity"}));
        product(
            &company,
            "ROSE",
            &json!({"maker": "mill", "colour": "red", "seasons": ["spring", "summer"], "height": "60"}),
        );
        for (name, body, at) in [
            ("maker", json!({"target": "customers"}), "target"),
            ("maker", json!({"kind": "text", "target": null}), "kind"),
            ("height", json!({"kind": "money"}), "kind"),
            ("seasons", json!({"kind": "choice"}), "kind"),
            ("colour", json!({"choices": "white\nblue"}), "choices"),
            ("colour", json!({"choices": "Red\nwhite"}), "choices"),
            ("seasons", json!({"choices": "spring"}), "choices"),
        ] {
            let request = format!("PATCH /custom-fields/products.{name}/");
            assert_eq!(refused(&company, &request, &body), [(at.to_owned(), "in_use")], "{name}: {body}");
            // Also of a field that is hidden.
            change(&company, &format!("/custom-fields/products.{name}/"), &json!({"is_active": false}));
            assert_eq!(refused(&company, &request, &body), [(at.to_owned(), "in_use")], "{name}: {body}");
            change(&company, &format!("/custom-fields/products.{name}/"), &json!({"is_active": true}));
        }
        // Words that no row has may go, labels change, and others come.
        change(&company, "/custom-fields/products.colour/", &json!({"choices": "red = Crimson\ngreen"}));
        let told = company.call("PATCH /custom-fields/products.seasons/", &json!({"choices": "autumn"})).unwrap_err();
        assert!(told.fields[0].message().contains("spring, summer"), "{told:?}");

        // Bounds are for what is given from now on.
        change(&company, "/custom-fields/products.height/", &json!({"most": "50"}));
        assert_eq!(company.ask("/products/ROSE/").expect("a row").body["custom"]["height"], json!("60"));
        change(&company, "/products/ROSE/", &json!({"name": "Red rose", "custom": {"colour": "green"}}));
        let request = "PATCH /products/ROSE/";
        assert_eq!(
            refused(&company, request, &json!({"custom": {"height": "51"}})),
            [("custom.height".to_owned(), "invalid_value")]
        );
        // Once the rows have other values, the rest may go.
        change(&company, "/custom-fields/products.colour/", &json!({"choices": "green"}));
        change(&company, "/products/ROSE/", &json!({"custom": {"maker": null, "height": null}}));
        change(&company, "/custom-fields/products.maker/", &json!({"target": "customers"}));
        change(&company, "/custom-fields/products.height/", &json!({"kind": "text", "most": null}));
        change(&company, "/products/ROSE/", &json!({"custom": {"maker": "ann", "height": "knee-high"}}));
        replays(&company);
    }
}

#[test]
fn deleted_row_comes_back_with_the_values_that_its_fields_can_still_have() {
    for database in databases() {
        let company = open(database, "GBP");
        make(&company, "/suppliers/", &json!({"code": "mill", "name": "Mill"}));
        make(&company, "/suppliers/", &json!({"code": "farm", "name": "Farm"}));
        for body in [
            json!({"code": "products.maker", "label": "Maker", "kind": "relation", "target": "suppliers"}),
            json!({"code": "products.packer", "label": "Packer", "kind": "relation", "target": "suppliers"}),
            json!({"code": "products.sender", "label": "Sender", "kind": "relation", "target": "suppliers"}),
            json!({"code": "products.deposit", "label": "Deposit", "kind": "number"}),
            json!({"code": "products.height", "label": "Height", "kind": "number"}),
            json!({"code": "products.colour", "label": "Colour", "kind": "choice", "choices": "red\nwhite"}),
            json!({"code": "products.seasons", "label": "Seasons", "kind": "choices", "choices": "spring\nsummer"}),
            json!({"code": "products.note", "label": "Note", "kind": "text"}),
            json!({"code": "products.latin", "label": "Latin", "kind": "text", "is_searched": true}),
            json!({"code": "products.care", "label": "Care", "kind": "long_text"}),
        ] {
            make(&company, "/custom-fields/", &body);
        }
        let custom = json!({"maker": "mill", "packer": "farm", "sender": "farm", "deposit": "61.5", "height": "60",
            "colour": "red", "seasons": ["spring", "summer"], "note": "Gone", "latin": "Rosa gallica",
            "care": "Cut low.\nWater daily."});
        let rose = product(&company, "ROSE", &custom)["id"].clone();
        company.call("DELETE /products/ROSE/", &Json::Null).expect("deleted");
        assert!(skus(&company, "search=gallica").is_empty());

        company.call("DELETE /suppliers/mill/", &Json::Null).expect("nobody names it");
        change(&company, "/custom-fields/products.sender/", &json!({"target": "customers"}));
        change(&company, "/custom-fields/products.deposit/", &json!({"kind": "money"}));
        change(&company, "/custom-fields/products.height/", &json!({"most": "50"}));
        change(&company, "/custom-fields/products.colour/", &json!({"choices": "white"}));
        change(&company, "/custom-fields/products.seasons/", &json!({"choices": "summer\nwinter"}));
        change(&company, "/custom-fields/products.latin/", &json!({"is_active": false}));
        company.call("DELETE /custom-fields/products.note/", &Json::Null).expect("no row has a value");
        make(&company, "/custom-fields/", &json!({"code": "products.note", "label": "Note", "kind": "text"}));

        let restore = format!("/products/{}/restore/", rose.as_str().expect("an id"));
        let back = make(&company, &restore, &Json::Null)["custom"].clone();
        let kept = json!({"maker": null, "packer": "farm", "sender": null, "deposit": null, "height": "60",
            "colour": null, "seasons": ["summer"], "note": null, "care": "Cut low.\nWater daily."});
        assert_eq!(back, kept);
        assert_eq!(company.ask("/products/ROSE/").expect("a row").body["custom"], kept);
        assert_eq!(skus(&company, "custom.packer=farm"), ["ROSE"]);
        // What is hidden came back, too, with its words.
        assert!(skus(&company, "search=gallica").is_empty());
        change(&company, "/custom-fields/products.latin/", &json!({"is_active": true}));
        assert_eq!(skus(&company, "search=gallica"), ["ROSE"]);
        replays(&company);
    }
}

#[test]
fn deleted_product_that_a_till_has_sold_comes_back_with_its_values() {
    for database in databases() {
        let company = open(database, "GBP");
        let latin = json!({"code": "products.latin", "label": "Latin", "kind": "text", "is_searched": true});
        make(&company, "/custom-fields/", &latin);
        let rose = product(&company, "ROSE", &json!({"latin": "Rosa gallica"}))["id"].clone();
        company.call("DELETE /products/ROSE/", &Json::Null).expect("deleted");
        let lines = json!([{"product": rose, "quantity": 1, "unit_price": "5"}]);
        let sale = json!({"lines": lines, "payments": [{"method": "cash", "amount": "5"}]});
        command_named(&company, "sales.offline.submit", &sale).expect("a paid sale is never refused");
        let back = company.ask("/products/ROSE/").expect("there again").body;
        assert_eq!((&back["is_active"], &back["custom"]["latin"]), (&json!(false), &json!("Rosa gallica")));
        assert_eq!(skus(&company, "search=gallica"), ["ROSE"]);
        replays(&company);
    }
}

#[test]
fn rows_are_found_by_the_fields_that_are_searched_now() {
    for database in databases() {
        let company = open(database, "GBP");
        for name in ["latin", "care"] {
            let kind = if name == "care" { "long_text" } else { "text" };
            make(
                &company,
                "/custom-fields/",
                &json!({"code": format!("products.{name}"), "label": name, "kind": kind}),
            );
        }
        product(&company, "ROSE", &json!({"latin": "Rosa gallica", "care": "Water daily"}));
        product(&company, "LILY", &json!({"latin": "Lilium", "care": "Rosa hates it"}));
        let latin = |is_searched: bool| {
            change(&company, "/custom-fields/products.latin/", &json!({"is_searched": is_searched}));
        };
        assert!(skus(&company, "search=gallica").is_empty());
        latin(true);
        assert_eq!(skus(&company, "search=gallica"), ["ROSE"]);
        assert_eq!(skus(&company, "search=rose+gal"), ["ROSE"], "words of a column and of a field");
        assert_eq!(skus(&company, "search=rosa"), ["ROSE"], "the care of lilies is not searched");
        change(&company, "/custom-fields/products.care/", &json!({"is_searched": true}));
        assert_eq!(skus(&company, "search=rosa"), ["LILY", "ROSE"]);
        latin(false);
        assert_eq!(skus(&company, "search=rosa"), ["LILY"]);
        assert!(skus(&company, "search=gallica").is_empty());
        // A row that is written meanwhile is found by its new words.
        change(&company, "/products/ROSE/", &json!({"custom": {"latin": "Rosa canina"}}));
        latin(true);
        assert!(skus(&company, "search=gallica").is_empty());
        assert_eq!(skus(&company, "search=canina"), ["ROSE"]);
        change(&company, "/custom-fields/products.latin/", &json!({"is_active": false}));
        assert!(skus(&company, "search=canina").is_empty(), "what is hidden is not searched");
        change(&company, "/custom-fields/products.latin/", &json!({"is_active": true}));
        assert_eq!(skus(&company, "search=canina"), ["ROSE"]);
        replays(&company);
    }
}

/// The program before rows were indexed field by field: without the step that does it.
fn without_step() -> Vec<Module> {
    let mut modules = sanduk::modules::modules();
    modules.iter_mut().filter(|module| module.name == "resource").for_each(|module| module.data_steps.clear());
    modules
}

#[test]
fn company_of_an_earlier_program_gets_the_words_of_its_values() {
    for database in databases() {
        let mut company = Company::new(database, without_step);
        let steps = sanduk::tenant_setup::steps(company.registry.definitions());
        let body = json!({"name": "Acme", "currency": "GBP", "timezone": "UTC", "steps": steps});
        command_named(&company, "tenancy.company.open", &body).expect("set up");
        make(&company, "/custom-fields/", &json!({"code": "products.latin", "label": "Latin", "kind": "text"}));
        make(&company, "/custom-fields/", &json!({"code": "products.height", "label": "Height", "kind": "number"}));
        // More than one page of the step.
        for n in 0..520 {
            product(&company, &format!("P{n:04}"), &json!({"latin": format!("Rosa {n}"), "height": n}));
        }
        company.sql("DELETE FROM search_word WHERE record = 'custom.products.latin'").expect("no words");
        company.registry = Arc::new(command::Registry::of_layers(sanduk::modules::modules()).expect("the program"));
        company.restart();
        change(&company, "/custom-fields/products.latin/", &json!({"is_searched": true}));
        assert_eq!(skus(&company, "search=rosa+519"), ["P0519"]);
        assert_eq!(company.ask("/products/?search=rosa").expect("rows").body["count"], json!(520));
        company.verify();
    }
}

#[test]
fn files_that_are_values_stay_and_belong_to_their_row() {
    for database in databases() {
        let company = open(database, "GBP");
        make(&company, "/custom-fields/", &json!({"code": "products.photo", "label": "Photo", "kind": "file"}));
        let rose = product(&company, "ROSE", &json!({}))["id"].clone();
        product(&company, "LILY", &json!({}));
        let attach = |sku: &str| {
            let file = json!({"sha256": format!("{:064x}", sku.len()), "bytes": 4, "media_type": "image/png"});
            let body = json!({"record": "products", "row": sku, "name": "photo.png", "file": file});
            make(&company, "/files/", &body)["id"].as_str().expect("an id").to_owned()
        };
        let (photo, other, spare) = (attach("ROSE"), attach("LILY"), attach("ROSE"));
        let put = json!({"custom": {"photo": photo}});
        assert_eq!(change(&company, "/products/ROSE/", &put)["custom"]["photo"], json!(photo));
        assert_eq!(skus(&company, &format!("custom.photo={photo}")), ["ROSE"]);
        let at_photo = [("custom.photo".to_owned(), "not_found")];
        assert_eq!(refused(&company, "PATCH /products/ROSE/", &json!({"custom": {"photo": other}})), at_photo);
        // A new row has no file yet.
        let new = json!({"sku": "IVY", "name": "Ivy", "unit": "piece", "custom": {"photo": photo}});
        assert_eq!(refused(&company, "POST /products/", &new), at_photo);
        let needed = json!({"is_required": true});
        let request = "PATCH /custom-fields/products.photo/";
        assert_eq!(refused(&company, request, &needed), [("is_required".to_owned(), "invalid_value")]);

        let removed = company.call(&format!("DELETE /attachments/{photo}/"), &Json::Null).unwrap_err();
        assert_eq!((removed.kind.status(), removed.code), (409, "in_use"));
        company.call(&format!("DELETE /attachments/{spare}/"), &Json::Null).expect("no value");
        assert_eq!(refused(&company, "PATCH /products/ROSE/", &json!({"custom": {"photo": spare}})), at_photo);

        // It comes back with its row.
        company.call("DELETE /products/ROSE/", &Json::Null).expect("deleted");
        let restore = format!("/products/{}/restore/", rose.as_str().expect("an id"));
        assert_eq!(make(&company, &restore, &Json::Null)["custom"]["photo"], json!(photo));
        change(&company, "/products/ROSE/", &json!({"custom": {"photo": null}}));
        company.call(&format!("DELETE /attachments/{photo}/"), &Json::Null).expect("no value any more");
        replays(&company);
    }
}

#[test]
fn bounds_and_choices_that_make_no_sense_are_refused() {
    for database in databases() {
        let company = open(database, "GBP");
        let refuse = |kind: &str, more: &Json, at: &str, code: &'static str| {
            let mut body = json!({"code": "products.x", "label": "X", "kind": kind});
            body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            assert_eq!(refused(&company, "POST /custom-fields/", &body), [(at.to_owned(), code)], "{body}");
        };
        for (kind, least, most) in [
            ("number", "10", "9.5"),
            ("money", "0.02", "0.01"),
            ("quantity", "1", "-1"),
            ("date", "2026-02-01", "2026-01-31"),
            ("time", "9:30", "09:29"),
        ] {
            refuse(kind, &json!({"least": least, "most": most}), "most", "invalid_value");
        }
        let long = "x".repeat(201);
        let many = (0..201).map(|n| format!("w{n}")).collect::<Vec<_>>().join("\n");
        for kind in ["choice", "choices"] {
            for (choices, code) in [
                ("red\n= Nothing", "invalid_value"),
                ("red =", "invalid_value"),
                ("red\nwhite\nred", "duplicate"),
                ("red\nRED", "duplicate"),
                ("stra\u{df}e\nSTRASSE", "duplicate"),
                ("red = White\nwhite", "duplicate"),
                ("red, white", "invalid_value"),
                ("red\tpaint", "invalid_value"),
                (&long, "too_long"),
                (&many, "item_count"),
            ] {
                refuse(kind, &json!({"choices": choices}), "choices", code);
            }
        }
        // Equal bounds leave one value, and come back as values are shown.
        for (kind, least, shown) in [
            ("number", "5.0", "5"),
            ("money", "2.5", "2.50"),
            ("time", "6:30", "06:30:00"),
            ("date", "2026-01-01", "2026-01-01"),
        ] {
            let body =
                json!({"code": format!("products.{kind}"), "label": kind, "kind": kind, "least": least, "most": least});
            let field = make(&company, "/custom-fields/", &body);
            assert_eq!((&field["least"], &field["most"]), (&json!(shown), &json!(shown)), "{kind}");
        }
        let many = (0..200).map(|n| format!("w{n}")).collect::<Vec<_>>().join("\n");
        make(
            &company,
            "/custom-fields/",
            &json!({"code": "products.c", "label": "C", "kind": "choice", "choices": many}),
        );
        replays(&company);
    }
}
