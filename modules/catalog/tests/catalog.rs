//! The catalogue through its endpoints, on both databases.

use command::{Command, Module, Tx};
use kernel::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use testkit::{Company, databases};

fn modules() -> Vec<Module> {
    let engine = resource::module();
    let parties = parties::module();
    vec![engine, identity::module(), parties, ledger::module(), catalog::module()]
}

#[derive(Serialize, Deserialize)]
struct Begin {}

impl Command for Begin {
    const NAME: &'static str = "test.company.begin";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        catalog::seed(tx)
    }
}

/// The names of the products that lines name, or what is wrong with them.
#[derive(Serialize, Deserialize)]
struct Find(BTreeMap<String, String>);

impl Find {
    fn named(&self) -> catalog::ProductRef<'_> {
        let part = |name: &str| self.0.get(name).map(String::as_str);
        catalog::ProductRef { sku: part("sku"), product: part("product"), barcode: part("barcode") }
    }
}

impl Command for Find {
    const NAME: &'static str = "test.product.find";
    type Output = String;
    fn prefetch(&self, read: &mut store::Prefetch<'_>) {
        catalog::find_product(read, self.named(), "").ok();
    }
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String> {
        Ok(catalog::find_product(tx, self.named(), "lines.2")?.name.clone())
    }
}

fn companies() -> Vec<Company> {
    let begun = |database| {
        let company = Company::new(database, modules);
        company.run(Begin {}).unwrap();
        company
    };
    databases().into_iter().map(begun).collect()
}

/// The code of a refusal and its first field.
fn refused(company: &Company, request: &str, body: &Json) -> (String, String) {
    let error = company.call(request, body).unwrap_err();
    let field = &error.fields[0];
    (field.field.clone(), field.code.to_string())
}

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[test]
fn product_is_created_with_defaults_and_found_by_every_name() {
    for company in companies() {
        let tea =
            company.call("POST /products/", &json!({"sku": "Tea1", "name": "Tea", "unit": "piece", "barcode": "400"}));
        let tea = tea.unwrap().body;
        let mut expected = json!({"id": tea["id"], "sku": "Tea1", "name": "Tea", "barcode": "400", "unit": "piece",
            "category": null, "tax_category": "none", "selling_price": "0.00", "kind": "stock", "income_account": null,
            "is_active": true});
        assert_eq!(tea, expected);
        expected["version"] = json!(1);
        expected["names"] = json!({"unit": "Piece", "tax_category": "No tax"});
        assert_eq!(company.ask("/products/").unwrap().body["results"], json!([expected]));
        company.call("PATCH /products/Tea1/", &json!({"selling_price": 2.5})).unwrap();

        let twin = json!({"sku": "TEA1", "name": "Tea", "unit": "piece"});
        assert_eq!(refused(&company, "POST /products/", &twin), pair("sku", "duplicate"));
        let twin = json!({"sku": "x", "name": "Tea", "unit": "piece", "barcode": "400"});
        assert_eq!(refused(&company, "POST /products/", &twin), pair("barcode", "duplicate"));
        let below = json!({"selling_price": "-1"});
        assert_eq!(refused(&company, "PATCH /products/Tea1/", &below), pair("selling_price", "out_of_range"));
        company.call("PATCH /products/Tea1/", &json!({"sku": "TEA1"})).unwrap();
        assert_eq!(company.call("DELETE /units/piece/", &Json::Null).unwrap_err().code, "in_use");
        assert_eq!(company.call("DELETE /tax-categories/none/", &Json::Null).unwrap_err().code, "in_use");
        assert_eq!(company.call("DELETE /units/pair/", &Json::Null).unwrap().status, 204);
        for order in ["sku", "-sku", "name", "-name", "selling_price", "-selling_price", "id", "-id"] {
            assert_eq!(
                company.ask(&format!("/products/?ordering={order}&search=tea")).unwrap().body["count"],
                json!(1)
            );
        }
    }
}

#[test]
fn invalid_units_categories_and_tax_rates_are_refused() {
    for company in companies() {
        assert_eq!(company.ask("/units/").unwrap().body["count"], json!(8));
        let unit = json!({"code": "ton", "name": "Ton", "decimals": 7});
        assert_eq!(refused(&company, "POST /units/", &unit), pair("decimals", "out_of_range"));
        company.call("POST /categories/", &json!({"code": "food", "name": "Food"})).unwrap();
        company.call("POST /categories/", &json!({"code": "tea", "name": "Tea", "parent": "food"})).unwrap();
        assert_eq!(refused(&company, "PATCH /categories/food/", &json!({"parent": "tea"})), pair("parent", "cycle"));
        assert_eq!(refused(&company, "PATCH /categories/food/", &json!({"parent": "food"})), pair("parent", "cycle"));
        assert_eq!(company.call("DELETE /categories/food/", &Json::Null).unwrap_err().code, "in_use");
        let vat = company.call("POST /tax-categories/", &json!({"code": "vat", "name": "VAT", "rate": 0.20})).unwrap();
        assert_eq!((&vat.body["kind"], &vat.body["rate"]), (&json!("taxed"), &json!("0.2")));
        assert_eq!(
            refused(&company, "PATCH /tax-categories/none/", &json!({"rate": "0.1"})),
            pair("rate", "out_of_range")
        );
        for rate in ["20", "1.000001", "-0.1"] {
            let tax = json!({"code": "x", "name": "X", "rate": rate});
            let refusal = company.call("POST /tax-categories/", &tax).unwrap_err();
            assert_eq!(refusal.fields[0].field, "rate", "{rate}");
            assert!(refusal.fields[0].message().contains("20 % is 0.2"), "{refusal:?}");
        }
        company.call("POST /tax-categories/", &json!({"code": "luxury", "name": "Luxury", "rate": "1"})).unwrap();
    }
}

#[test]
fn line_names_its_product_by_exactly_one_field() {
    for company in companies() {
        let tea = json!({"sku": "T1", "name": "Tea", "unit": "piece", "barcode": "400"});
        let id = company.call("POST /products/", &tea).unwrap().body["id"].as_str().unwrap().to_owned();
        let find = |parts: &[(&str, &str)]| {
            let parts = parts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
            company.run(Find(parts.collect())).map_err(|error| error.fields[0].field.clone())
        };
        let named = [
            ("sku", "T1"),
            ("sku", " t1"),
            ("product", "T1"),
            ("product", &id),
            ("barcode", "400\r\n"),
            ("barcode", "４００"),
        ];
        for part in named {
            assert_eq!(find(&[part]), Ok("Tea".to_owned()), "{part:?}");
        }
        assert_eq!(find(&[("sku", "T2")]), Err("lines.2.sku".to_owned()));
        assert_eq!(find(&[("barcode", "T1")]), Err("lines.2.barcode".to_owned()));
        assert_eq!(find(&[]), Err("lines.2.sku".to_owned()));
        assert_eq!(find(&[("sku", "T1"), ("barcode", "400")]), Err("lines.2.sku".to_owned()));
    }
}

#[test]
fn posted_product_is_not_deleted() {
    for company in companies() {
        company.call("POST /products/", &json!({"sku": "T1", "name": "Tea", "unit": "piece"})).unwrap();
        company.call("POST /customers/", &json!({"code": "A", "name": "Ada"})).unwrap();
        let line = "INSERT INTO line (entry, n, account, base, currency, amount, branch, party, product)
            SELECT 1, 1, p.id, 0, 'GBP', 0, p.id, p.id, t.id FROM party p, product t";
        company.sql(line).unwrap();
        for path in ["/products/T1/", "/customers/A/"] {
            assert_eq!(company.call(&format!("DELETE {path}"), &Json::Null).unwrap_err().code, "in_use");
        }
    }
}

/// SQLite has no statistics of the rows and counts its steps, so that the worst choice of an index shows.
#[test]
fn no_filter_and_order_of_products_reads_more_than_a_small_part_of_them() {
    let products = catalog::module().resources.into_iter().find(|resource| resource.plural == "products").unwrap();
    let sqlite = databases().into_iter().filter(|database| database.name == "sqlite");
    for company in sqlite.map(|database| Company::new(database, modules)) {
        company.run(Begin {}).unwrap();
        for (code, kind, is_active) in [("often", "stock", true), ("seldom", "service", false)] {
            company.call("POST /categories/", &json!({"code": code, "name": code})).unwrap();
            let product = json!({"sku": code, "name": code, "unit": "piece", "barcode": code, "category": code, "kind": kind,
                "is_active": is_active, "selling_price": "250"});
            company.call("POST /products/", &product).unwrap();
        }
        // One in twenty is like the one, the others are like the other.
        company
            .sql(
                "INSERT INTO product SELECT unhex(printf('0192%028x', n)), printf('m%06d', n), printf('m%06d', n), 'Product ' || (n * 7919 % 50021), \
                 NULL, NULL, p.unit, p.category, p.tax_category, n % 500 * 1000000, p.kind, NULL, p.is_active, 1, 0, 0, 0, 0 \
                 FROM (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 50000) SELECT n FROM g) \
                 JOIN product p ON p.sku = CASE WHEN n % 20 = 0 THEN 'seldom' ELSE 'often' END",
            )
            .unwrap();
        let steps = || company.read(|read| Ok(read.conn()?.steps())).unwrap();
        let examples = ["often", "seldom"].map(|sku| company.ask(&format!("/products/{sku}/")).unwrap().body);
        let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut pairs = 0;
        for filter in products.filters {
            for (suffix, example) in
                ["", "__gte", "__lte", "__in"].iter().flat_map(|s| examples.iter().map(move |e| (s, e)))
            {
                for order in products.order {
                    for sign in ["", "-"] {
                        let url =
                            format!("/products/?{filter}{suffix}={}&ordering={sign}{order}", text(&example[*filter]));
                        let before = steps();
                        match company.ask(&url) {
                            Ok(_) => pairs += 1,
                            Err(refusal) => assert_eq!(refusal.code, "unknown_parameter", "{url}"),
                        }
                        // Counting reads 10,001 rows, about five steps each, and a walk a twentieth as many.
                        assert!(steps() - before < 120_000, "{url} took {} steps", steps() - before);
                    }
                }
            }
        }
        assert!(pairs > 200, "{pairs} lists were read");
        // What leaves many rows is walked in the order, and what leaves few is found by an index, also by way of another table.
        for filter in [
            "category__code=often",
            "category__code=seldom",
            "category__isnull=true",
            "category__isnull=false",
            "category__ne=seldom",
            "kind__ne=stock",
            "kind__ne=service",
            "kind__not_in=stock,service",
            "sku__contains=m0",
            "unit__code__contains=iec",
            "category__name__contains=often",
            "name__contains=Product",
        ] {
            for order in ["sku", "-sku", "name", "-name", "selling_price", "-selling_price"] {
                let url = format!("/products/?{filter}&ordering={order}");
                let before = steps();
                company.ask(&url).unwrap();
                assert!(steps() - before < 120_000, "{url} took {} steps", steps() - before);
            }
        }
        // A truth value leaves many rows, a bound beside it may leave none.
        for url in [
            "/products/?is_active=true&selling_price__gte=900&ordering=name",
            "/products/?kind=stock&barcode=no&ordering=name",
        ] {
            let before = steps();
            assert_eq!(company.ask(url).unwrap().body["count"], json!(0));
            assert!(steps() - before < 1_000, "{url} took {} steps", steps() - before);
        }
    }
}
