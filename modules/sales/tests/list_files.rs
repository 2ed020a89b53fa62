//! Lists as files hold exactly the rows of the list, in its order and in the columns that the user sees.

mod shop;

use command::{Grants, Scope};
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use std::collections::BTreeMap;
use testkit::{Company, Table, databases};
use uuid::Uuid;

/// All rows of a list, page by page, as texts.
fn list(company: &Company, grants: &Grants, url: &str) -> Table {
    let (mut rows, mut next) = (Vec::new(), Some(url.to_owned()));
    while let Some(url) = next {
        let page = company.ask_with(grants.clone(), &url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body;
        let results = page["results"].as_array().expect("rows").clone();
        rows.extend(results.iter().map(|row| row.as_object().expect("a row").iter().map(text).collect()));
        next = page["next"].as_str().map(str::to_owned);
    }
    rows
}

fn text((name, value): (&String, &Json)) -> (String, String) {
    let text = match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(words) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        plain => plain.to_string(),
    };
    (name.clone(), text)
}

/// The rows of the file of a list, without the marks of CSV; all formats agree about them.
fn file(company: &Company, grants: &Grants, url: &str) -> Table {
    let rows = company.table(grants, url).unwrap_or_else(|error| panic!("{url}: {error:?}"));
    let plain = |text: &String| text.strip_prefix('\'').unwrap_or(text).to_owned();
    rows.iter().map(|row| row.iter().map(|(name, text)| (name.clone(), plain(text))).collect()).collect()
}

/// The columns that a file has of the rows of a list, which may say more.
fn same_columns(listed: &Table, filed: &Table) -> Table {
    let names = filed.first().map(|row| row.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let row = |row: &BTreeMap<String, String>| names.iter().map(|name| (name.clone(), row[name].clone())).collect();
    listed.iter().map(row).collect()
}

fn trade(company: &Company) {
    call(company, "POST /customers/", json!({"code": "evil", "name": "=HYPERLINK(\"http://x\")"}));
    call(company, "POST /suppliers/", json!({"code": "sup", "name": "Supplier, with \"quotes\""}));
    call(company, "POST /categories/", json!({"code": "home", "name": "Home"}));
    let lamps = json!([{"sku": "LAMP", "quantity": 2}]);
    let sold = call(company, "POST /sales/", json!({"customer": "ann", "lines": lamps}));
    let back = json!({"reason": "broken", "lines": [{"line": 1, "quantity": 1}]});
    call(company, &format!("POST /sales/{}/return/", sold["number"].as_str().expect("a number")), back);
    call(company, "POST /receipts/", json!({"customer": "ann", "method": "cash", "amount": "5.00"}));
}

#[test]
fn file_of_every_list_has_its_rows_and_columns() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        let mut tried = 0;
        for report in company.registry.modules().iter().flat_map(|module| &module.reports) {
            let definition = &report.definition;
            if !definition.is_list || definition.name == "stock" {
                continue;
            }
            let (listed, filed) =
                (list(&company, &Grants::all(), &definition.path), file(&company, &Grants::all(), &definition.path));
            assert_eq!(same_columns(&listed, &filed), filed, "{}", definition.path);
            assert_eq!(listed.len(), filed.len(), "{}", definition.path);
            let first = filed.first().map(BTreeMap::len);
            assert!(first.is_none_or(|columns| columns == definition.columns.len()), "{}", definition.path);
            tried += 1;
        }
        assert!(tried >= 12, "{tried} lists");
        for url in [
            "/products/?ordering=-name",
            "/products/?search=lamp",
            "/products/?kind=stock&ordering=-sku",
            "/customers/?search=nobody",
            "/sales/?customer=ann&ordering=-business_date",
        ] {
            let (listed, filed) = (list(&company, &Grants::all(), url), file(&company, &Grants::all(), url));
            assert_eq!((same_columns(&listed, &filed), listed.len()), (filed.clone(), filed.len()), "{url}");
        }
        verify(&company);
    }
}

#[test]
fn file_of_a_long_list_has_every_row_once() {
    for database in databases() {
        let company = open(database);
        for n in 0..1_010 {
            call(
                &company,
                "POST /customers/",
                json!({"code": format!("c{n:04}"), "name": format!("Customer {}", n % 7)}),
            );
        }
        for url in ["/customers/?ordering=name", "/customers/?search=customer"] {
            let filed = file(&company, &Grants::all(), url);
            assert_eq!(
                same_columns(&list(&company, &Grants::all(), &format!("{url}&page_size=300")), &filed),
                filed,
                "{url}"
            );
            assert!(filed.len() >= 1_010, "{url}: {} rows", filed.len());
        }
        verify(&company);
    }
}

#[test]
fn file_of_a_list_hides_what_the_list_hides() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        let hidden = company.registry.definitions().resources.iter().flat_map(|resource| {
            let columns = resource.table.columns.iter().filter(|column| column.view.is_some());
            columns.map(|column| (resource.plural, resource.view, column.name))
        });
        for (plural, view, name) in hidden {
            let url = format!("/{plural}/");
            let sees = Grants::new(vec![(view.to_owned(), Scope::All)]);
            let has = |grants: &Grants| file(&company, grants, &url).iter().any(|row| row.contains_key(name));
            assert!(!has(&sees), "{url} shows {name}");
        }
        // Who sees one branch takes home its rows.
        let main = company.ask("/sites/main/").expect("a site").body["id"]
            .as_str()
            .expect("an id")
            .parse::<Uuid>()
            .expect("an id");
        let of_site = |site| Grants::new(vec![("sales.sale.view".to_owned(), Scope::Sites([site].into()))]);
        assert_eq!(file(&company, &of_site(main), "/sales/").len(), 2);
        assert!(company.table(&of_site(Uuid::from_u128(9)), "/sales/").expect("a file").is_empty());
        for (grants, url, code) in [
            (Grants::new(Vec::new()), "/products/", "permission_denied"),
            (Grants::all(), "/products/?page=2", "invalid_parameter"),
            (Grants::all(), "/products/?page_size=5", "invalid_parameter"),
            (Grants::all(), "/products/?group_by=kind", "invalid_parameter"),
            (Grants::all(), "/products/?bom=perhaps", "invalid_parameter"),
            (Grants::all(), "/products/?colour=red", "unknown_parameter"),
            (Grants::all(), "/products/?ordering=colour", "invalid_parameter"),
        ] {
            assert_eq!(company.table(&grants, url).unwrap_err().code, code, "{url}");
        }
        let refused = company.ask("/products/?format=pdf").unwrap_err();
        assert!(
            refused.code == "invalid_parameter" && refused.detail().contains("json, csv, jsonl, xlsx"),
            "{}",
            refused.detail()
        );
        assert_eq!(company.ask("/products/?format=json").expect("JSON").body["count"], 4);
        verify(&company);
    }
}
