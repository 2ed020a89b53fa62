//! Codes are the same however they are typed, texts are kept without what cannot be seen, and searches find both.

mod shop;

use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use testkit::{Company, databases};

fn ask(company: &Company, url: &str) -> Json {
    company.ask(url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body
}

/// What is wrong with the first field.
fn refusal(company: &Company, request: &str, body: &Json) -> String {
    let error = company.call(request, body).expect_err(request);
    error.fields.first().map_or_else(String::new, |field| format!("{} {}", field.field, field.code))
}

/// One record of every kind that has a code, without the code.
fn records() -> Vec<(&'static str, &'static str, Json)> {
    vec![
        ("products", "sku", json!({"name": "Café", "unit": "piece"})),
        ("units", "code", json!({"name": "Café"})),
        ("categories", "code", json!({"name": "Café"})),
        ("tax-categories", "code", json!({"name": "Café", "rate": "0.1"})),
        ("customers", "code", json!({"name": "Café"})),
        ("suppliers", "code", json!({"name": "Café"})),
        ("sites", "code", json!({"name": "Café"})),
        ("accounts", "code", json!({"name": "Café", "kind": "expense"})),
        ("warehouses", "code", json!({"name": "Café", "site": "main"})),
        ("payment-methods", "code", json!({"name": "Café", "account": "1000", "is_cash": true})),
    ]
}

fn with(mut body: Json, field: &str, value: &str) -> Json {
    body[field] = json!(value);
    body
}

#[test]
fn codes_that_look_the_same_are_one_in_every_list() {
    for database in databases() {
        let company = open(database);
        for (plural, field, body) in records() {
            let (list, prefix) = (format!("POST /{plural}/"), &plural[..1]);
            let code = format!("{prefix}Ǽ1");
            let made = call(&company, &list, with(body.clone(), field, &format!("\u{feff}{code}\u{a0}\r\n")));
            assert_eq!(made[field], code, "{plural}");
            for twin in ["Ǽ1 ", "Æ\u{301}1", "ǽ１", "Ǽ\u{200d}1\t", "\u{202e}Ǽ1", "Ǽ\u{ad}1"] {
                let twin = format!("{prefix}{twin}");
                let refused = refusal(&company, &list, &with(body.clone(), field, &twin));
                assert_eq!(refused, format!("{field} duplicate"), "{plural} {twin:?}");
            }
            let one = format!("/{plural}/{prefix}%C7%BD1/");
            assert_eq!(ask(&company, &one)["id"], made["id"], "{plural}");
            let changed = company.call(&format!("PATCH {one}"), &json!({"name": "\u{200b}Cafe\u{301} "}));
            assert_eq!(changed.expect(plural).body["name"], "Café", "{plural}");
            for invisible in ["\u{200b}", " \u{feff} "] {
                let name = json!({"name": invisible});
                assert_eq!(refusal(&company, &format!("PATCH {one}"), &name), "name required", "{plural}");
                let code = with(body.clone(), field, invisible);
                assert_eq!(refusal(&company, &list, &code), format!("{field} required"), "{plural}");
            }
            assert_eq!(ask(&company, &format!("/{plural}/?search=CAFE&count=exact"))["count"], 1, "{plural}");
            assert_eq!(ask(&company, &format!("/{plural}/?ordering=-{field}"))["count_exact"], true, "{plural}");
        }
        verify(&company);
    }
}

#[test]
fn code_is_found_however_it_is_typed() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /products/lamp/", json!({"barcode": " 5000\r\n"}));
        let twin = json!({"sku": "X", "name": "X", "unit": "piece", "barcode": "５０００"});
        assert_eq!(refusal(&company, "POST /products/", &twin), "barcode duplicate");
        call(&company, "PATCH /customers/ann/", json!({"email": "Ann@Acme.test"}));
        for (url, count) in [
            ("/products/?sku=lamp", 1),
            ("/products/?sku=%EF%BC%ACamp%0D%0A", 1),
            ("/products/?sku__in=lamp,Book,none", 2),
            ("/products/?sku__gte=CARD&sku__lte=delivery", 2),
            ("/products/?barcode=5000%0D%0A", 1),
            ("/products/?tax_category=VAT", 2),
            ("/products/?unit=Piece&kind=stock", 3),
            ("/customers/?code=ANN", 1),
            ("/customers/?email=ann@acme.TEST", 1),
            ("/stock/?sku=lamp", 1),
            ("/stock/?product=Lamp", 1),
            ("/stock/?barcode=5000%0D", 1),
            ("/stock/?warehouse=MAIN", 3),
            ("/journal-lines/?account=%201200", 3),
        ] {
            assert_eq!(ask(&company, url)["count"], count, "{url}");
        }
        let skus = |url: &str| -> Vec<Json> {
            let results = ask(&company, url)["results"].as_array().cloned().unwrap_or_default();
            results.iter().map(|row| row["sku"].clone()).collect()
        };
        call(&company, "POST /products/", json!({"sku": "bulb", "name": "Bulb", "unit": "piece"}));
        let ordered = ["BOOK", "bulb", "CARD", "DELIVERY", "LAMP"];
        assert_eq!(skus("/products/?ordering=sku"), ordered);
        let page = ask(&company, "/products/?ordering=sku&page_size=2");
        assert_eq!(skus(page["next"].as_str().expect("a next page")), ["CARD", "DELIVERY"]);
        let page = ask(&company, "/stock/?page_size=2");
        assert_eq!(skus(page["next"].as_str().expect("a next page")), ["LAMP"]);

        let sold = call(
            &company,
            "POST /sales/",
            json!({"customer": "ANN ", "warehouse": "Main", "lines": [
            {"barcode": "5000\r\n", "quantity": 1}, {"sku": "lamp\u{200b}", "quantity": 1}],
            "payments": [{"method": "CASH", "amount": "24"}], "reference": "\u{feff}PO-77\r\n"}),
        );
        let number = sold["number"].as_str().expect("a number");
        let sale = ask(&company, &format!("/sales/{}%0D%0A/", number.to_lowercase()));
        assert_eq!((&sale["number"], &sale["reference"]), (&sold["number"], &json!("PO-77")));
        verify(&company);
    }
}

#[test]
fn documents_are_found_by_number_reference_and_customer() {
    for database in databases() {
        let company = open(database);
        call(&company, "PATCH /customers/bob/", json!({"name": "Añil ট্রেডার্স"}));
        let lines = json!([{"sku": "BOOK", "quantity": 1}]);
        let reference = json!({"customer": "bob", "lines": lines, "reference": "po-8"});
        let sold = call(&company, "POST /sales/", reference);
        call(&company, "POST /sales/", json!({"lines": lines, "payments": [{"method": "cash", "amount": "5"}]}));
        let receipt = json!({"customer": "bob", "method": "cash", "amount": "2"});
        let receipt = call(&company, "POST /receipts/", receipt);
        let number = |document: &Json| document["number"].as_str().expect("a number").to_owned();
        for (search, sales, receipts) in [
            (number(&sold), 1, 0),
            (number(&sold).to_lowercase(), 1, 0),
            ("sal-".to_owned(), 2, 0),
            (number(&receipt), 0, 1),
            ("PO-8".to_owned(), 1, 0),
            ("po-".to_owned(), 1, 0),
            ("ANIL".to_owned(), 1, 1),
            ("ট্রেডার্স+añil".to_owned(), 1, 1),
            ("রেডার".to_owned(), 0, 0),
            ("anil+ann".to_owned(), 0, 0),
            ("!!!".to_owned(), 0, 0),
            ("+".to_owned(), 2, 1),
        ] {
            assert_eq!(ask(&company, &format!("/sales/?search={search}"))["count"], sales, "{search}");
            assert_eq!(ask(&company, &format!("/receipts/?search={search}"))["count"], receipts, "{search}");
        }
        assert_eq!(ask(&company, "/customers/?search=!!!")["count"], 0);
        assert_eq!(ask(&company, "/customers/?search=")["count"], 2);
        let receipts = format!("/receipts/?number={}", number(&receipt));
        assert_eq!(ask(&company, &receipts)["count"], 1);
        verify(&company);
    }
}

#[test]
fn entries_are_found_by_number_and_memo() {
    for database in databases() {
        let company = open(database);
        let memo = r"Rent 100%_C:\u0000";
        let lines = json!([{"account": "6100", "debit": "1"}, {"account": "1000", "credit": "1"}]);
        let day = ask(&company, "/journal-entries/")["results"][0]["business_date"].clone();
        let body = json!({"business_date": day, "memo": format!("{memo}\r\n"), "lines": lines});
        let number =
            call(&company, "POST /journal-entries/", body)["number"].as_str().expect("a number").to_lowercase();
        for (filter, count) in [
            (format!("number={number}"), 1),
            ("number=none".to_owned(), 0),
            ("memo=rent".to_owned(), 1),
            ("memo=100%25_c".to_owned(), 1),
            ("memo=100_%25".to_owned(), 0),
            ("memo=%5Cu0000".to_owned(), 1),
        ] {
            assert_eq!(ask(&company, &format!("/journal-entries/?{filter}"))["count"], count, "{filter}");
            assert_eq!(ask(&company, &format!("/journal-lines/?{filter}"))["count"], 2 * count, "{filter}");
        }
        assert_eq!(ask(&company, "/journal-entries/?memo=rent")["results"][0]["memo"], memo);
        verify(&company);
    }
}
