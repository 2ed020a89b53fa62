//! What is shown of a sale and of its return: the whole JSON of the list, the document and its history.

mod shop;

use sales::PostSale;
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use std::collections::BTreeMap;
use testkit::{Company, databases};
use uuid::Uuid;

fn ask(company: &Company, url: &str) -> Json {
    company.ask(url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body
}

/// Puts names in the place of ids: what a row is called, or `id` where it is called nothing.
fn name_ids(json: &mut Json, names: &[(String, &str)]) {
    match json {
        Json::String(text) if store::id_of(text).is_some() => {
            let name = names.iter().find(|(id, _)| id == text).map_or("id", |(_, name)| name);
            *json = Json::from(name);
        }
        Json::Array(items) => items.iter_mut().for_each(|item| name_ids(item, names)),
        Json::Object(fields) => fields.values_mut().for_each(|field| name_ids(field, names)),
        _ => {}
    }
}

/// Sells two lamps at a discount and a delivery to Ann, partly on account, and takes one lamp back.
fn sell_and_take_back(company: &Company) -> Vec<(String, &'static str)> {
    company.set_clock(testkit::instant("2026-01-31T12:00:00Z"));
    let lines = json!([
        {"sku": "LAMP", "quantity": 2, "discount": "4.00"}, {"sku": "DELIVERY", "quantity": "0.5"},
        {"sku": "CARD", "quantity": 1},
    ]);
    let sale = json!({
        "customer": "ann", "lines": lines, "payments": [{"method": "card", "amount": "5.00"}, {"method": "cash", "amount": "1"}],
        "business_date": "2026-01-20", "reference": "PO-9",
    });
    let sale = call(company, "POST /sales/", sale);
    let body = json!({"lines": [{"line": 1, "quantity": 1}], "reason": "broken", "business_date": "2026-01-21"});
    let back = call(company, "POST /sales/SAL-2026-000001/return/", body);
    let id = |json: &Json| json["id"].as_str().expect("an id").to_owned();
    let mut names = vec![(id(&sale), "id of the sale"), (id(&back), "id of the return")];
    for (url, name) in [
        ("/customers/ann/", "id of ann"),
        ("/warehouses/main/", "id of main"),
        ("/products/LAMP/", "id of lamp"),
        ("/products/DELIVERY/", "id of delivery"),
        ("/products/CARD/", "id of card"),
        ("/sites/main/", "id of site"),
    ] {
        names.push((id(&ask(company, url)), name));
    }
    names
}

#[test]
fn sale_and_return_are_shown_as_ever() {
    for database in databases() {
        let company = open(database);
        let names = sell_and_take_back(&company);
        let expected: BTreeMap<String, Json> = serde_json::from_str(include_str!("views.json")).expect("JSON");
        for (url, expected) in expected {
            let mut shown = ask(&company, &url);
            name_ids(&mut shown, &names);
            assert_eq!(shown, expected, "{url}");
        }
        let by_id = format!("/sales/{}/", names[0].0);
        assert_eq!(ask(&company, &by_id), ask(&company, "/sales/SAL-2026-000001/"));
        verify(&company);
    }
}

/// The commands of a history, with the e-mail addresses of the members that executed them.
fn history(company: &Company, url: &str) -> Vec<(String, Option<String>)> {
    let rows = ask(company, url)["results"].as_array().expect("rows").clone();
    let text = |json: &Json| json.as_str().map(str::to_owned);
    rows.iter().map(|row| (text(&row["name"]).expect("a name"), text(&row["email"]))).collect()
}

#[test]
fn history_names_commands_times_and_members() {
    for database in databases() {
        let company = open(database);
        let cashier = Uuid::from_u128(7);
        let member = json!({"user": cashier, "email": "eve@example.com", "name": "Eve", "role": "cashier"});
        call(&company, "POST /members/", member);
        let sale = json!({"customer": "ann", "lines": [{"sku": "LAMP", "quantity": 2}]});
        company.run_as(cashier, serde_json::from_value::<PostSale>(sale).expect("a sale")).expect("sold");
        let body = json!({"lines": [{"line": 1, "quantity": 1}], "reason": "broken"});
        call(&company, "POST /sales/SAL-2026-000001/return/", body);
        let by_eve = Some("eve@example.com".to_owned());
        let expected = [("sales.sale.post".to_owned(), by_eve), ("sales.sale.return".to_owned(), None)];
        assert_eq!(history(&company, "/sales/SAL-2026-000001/history/"), expected);
        let page = ask(&company, "/sales/SAL-2026-000001/history/");
        let first = &page["results"][0];
        let (at, actor) = (first["at"].as_str().expect("a time"), first["actor"].as_str());
        assert!(at.starts_with("2026-01-01T") && at.ends_with('Z'), "{at}");
        assert_eq!((&page["count"], actor), (&json!(2), Some(cashier.to_string().as_str())));
        assert!(first["seq"].as_i64() < page["results"][1]["seq"].as_i64());

        let receipt = json!({"customer": "ann", "method": "bank", "amount": "6"});
        let receipt = call(&company, "POST /receipts/", receipt);
        let number = receipt["number"].as_str().expect("a number");
        let shown = ask(&company, &format!("/receipts/{number}/"));
        let values = ["number", "method", "currency", "amount"].map(|name| shown[name].as_str());
        assert_eq!(values, [Some(number), Some("bank"), Some("GBP"), Some("6.00")]);
        let by_id = format!("/receipts/{}/history/", receipt["id"].as_str().expect("an id"));
        assert_eq!(history(&company, &by_id), [("payments.receipt.post".to_owned(), None)]);
        verify(&company);
    }
}

#[test]
fn history_is_read_in_pages_to_its_end() {
    for database in databases() {
        let company = open(database);
        for price in 1..=4 {
            call(&company, "PATCH /products/LAMP/", json!({"selling_price": price}));
        }
        let mut url = "/products/LAMP/history/?page_size=2".to_owned();
        let mut pages = Vec::new();
        loop {
            pages.push(history(&company, &url).into_iter().map(|(name, _)| name).collect::<Vec<_>>());
            match ask(&company, &url)["next"].as_str() {
                Some(next) => url = next.to_owned(),
                None => break,
            }
        }
        let (create, update) = ("catalog.product.create", "catalog.product.update");
        assert_eq!(pages, [vec![create, update], vec![update, update], vec![update]]);
        assert_eq!(ask(&company, &url)["count"], 5);

        assert_eq!(history(&company, "/customers/ann/history/").len(), 1);
        for (url, code) in [
            ("/suppliers/ann/history/", "not_found"),
            ("/sales/SAL-2026-000009/history/", "not_found"),
            ("/sales/SAL%00/", "not_found"),
            ("/products/LAMP/history/?ordering=seq", "unknown_parameter"),
            ("/products/LAMP/history/?cursor=last", "invalid_parameter"),
            ("/products/LAMP/history/?page_size=0", "invalid_parameter"),
        ] {
            assert_eq!(company.ask(url).expect_err(url).code, code, "{url}");
        }
    }
}

/// Everything that is printed is renamed in the office: products, people, places, methods, taxes, the company itself.
fn rename_everything(company: &Company) {
    for (path, fields) in [
        ("/products/LAMP/", json!({"sku": "LIGHT", "name": "Light"})),
        ("/units/piece/", json!({"code": "pc", "name": "Pc"})),
        ("/tax-categories/vat/", json!({"code": "gst", "name": "GST", "rate": "0.1"})),
        ("/customers/ann/", json!({"code": "anna", "name": "Anna", "address": "New Street 2", "tax_id": "GB2"})),
        ("/warehouses/main/", json!({"name": "Other store"})),
        ("/sites/main/", json!({"name": "Other site"})),
        ("/payment-methods/card/", json!({"code": "plastic", "name": "Plastic"})),
        ("/company/", json!({"name": "Other company"})),
    ] {
        call(company, &format!("PATCH {path}"), fields);
    }
}

/// A document without the names that things have today.
fn without_names(mut document: Json) -> Json {
    let parts = document.as_object_mut().expect("a document");
    parts.remove("names");
    for part in parts.values_mut().filter_map(Json::as_array_mut).flatten() {
        part.as_object_mut().expect("a line").remove("names");
    }
    document
}

#[test]
fn documents_are_shown_as_they_were_printed() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /customers/ann/", json!({"name": "Ann", "address": "Old Street 1", "tax_id": "GB1"}));
        let cashier = Uuid::from_u128(7);
        let member = json!({"user": cashier, "email": "eve@example.com", "name": "Eve", "role": "cashier"});
        call(&company, "POST /members/", member);
        let sale = json!({
            "customer": "ann", "lines": [{"sku": "LAMP", "quantity": 2}], "payments": [{"method": "card", "amount": "20"}],
        });
        company.run_as(cashier, serde_json::from_value::<PostSale>(sale).expect("a sale")).expect("sold");
        call(&company, "POST /receipts/", json!({"customer": "ann", "method": "card", "amount": "5"}));
        let urls = ["/sales/SAL-2026-000001/", "/receipts/REC-2026-000001/"];
        let printed = urls.map(|url| ask(&company, url));
        let names = [
            "customer_name",
            "customer_address",
            "customer_tax_id",
            "warehouse_name",
            "site_name",
            "company_name",
            "cashier",
        ];
        let expected = ["Ann", "Old Street 1", "GB1", "Main warehouse", "Main site", "Acme", "Eve"];
        assert_eq!(names.map(|name| printed[0][name].as_str().unwrap_or("?")), expected);

        rename_everything(&company);
        let mut shown = urls.map(|url| ask(&company, url));
        let today =
            [&shown[0]["names"]["customer"], &shown[0]["lines"][0]["names"]["product"], &shown[1]["names"]["customer"]];
        assert_eq!(today, ["Anna", "Light", "Anna"]);
        // The receipt has settled part of the sale since, so only that may differ, and what things are called today.
        shown[0]["outstanding"] = printed[0]["outstanding"].clone();
        let printed = printed.map(without_names);
        assert_eq!(shown.map(without_names), printed);

        // A return prints the goods as they were sold, and the rest as it is now.
        let body = json!({"lines": [{"line": 1, "quantity": 1}], "reason": "broken"});
        call(&company, "POST /sales/SAL-2026-000001/return/", body);
        let back = ask(&company, "/sales/RET-2026-000001/");
        let line =
            ["sku", "name", "unit", "tax_category", "tax_name", "tax_rate"].map(|name| back["lines"][0][name].as_str());
        assert_eq!(line, [Some("LAMP"), Some("LAMP"), Some("piece"), Some("vat"), Some("VAT"), Some("0.2")]);
        assert_eq!((&back["customer_name"], &back["company_name"]), (&json!("Anna"), &json!("Other company")));
        verify(&company);
    }
}

#[test]
fn tax_category_of_a_printed_line_stays_when_products_have_left_it() {
    for database in databases() {
        let company = open(database);
        let sale =
            json!({"lines": [{"sku": "LAMP", "quantity": 1}], "payments": [{"method": "cash", "amount": "14.40"}]});
        call(&company, "POST /sales/", sale);
        for sku in ["LAMP", "DELIVERY"] {
            call(&company, &format!("PATCH /products/{sku}/"), json!({"tax_category": "zero"}));
        }
        let error =
            company.call("DELETE /tax-categories/vat/", &json!({})).map(|called| called.body).expect_err("in use");
        assert_eq!(error.code, "in_use");
        assert_eq!(ask(&company, "/sales/SAL-2026-000001/")["lines"][0]["tax_category"], "vat");
        verify(&company);
    }
}
