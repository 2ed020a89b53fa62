//! What any row still references is not deleted, whichever module the row belongs to.

use serde_json::{Value as Json, json};
use stories::{command_named, open};
use testkit::{Company, databases};

fn run(company: &Company, name: &str, body: Json) -> Json {
    command_named(company, name, &body).unwrap_or_else(|error| panic!("{name}: {}", error.detail()))
}

#[test]
fn master_data_of_posted_documents_cannot_be_deleted() {
    for database in databases() {
        let company = open(database, "GBP");
        run(&company, "catalog.tax_category.create", json!({"code": "a", "name": "A", "kind": "taxed", "rate": "0.2"}));
        let lamp = json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "tax_category": "a", "selling_price": "5", "kind": "service"});
        run(&company, "catalog.product.create", lamp);
        run(&company, "parties.customer.create", json!({"code": "ADA", "name": "Ada"}));
        let sale = json!({"customer": "ADA", "lines": [{"sku": "LAMP", "quantity": "1"}], "payments": [{"method": "card", "amount": "1"}]});
        let sold = run(&company, "sales.sale.post", sale);
        // No product is taxed by it any more, but the line that was sold is.
        run(&company, "catalog.product.update", json!({"id": "LAMP", "tax_category": "none"}));
        for (name, id) in [
            ("catalog.tax_category.delete", "a"),
            ("catalog.product.delete", "LAMP"),
            ("catalog.unit.delete", "piece"),
            ("parties.customer.delete", "ADA"),
            ("payments.method.delete", "card"),
            ("ledger.account.delete", "1020"),
            ("ledger.site.delete", "main"),
            ("inventory.warehouse.delete", "main"),
        ] {
            let refusal = command_named(&company, name, &json!({"id": id})).unwrap_err();
            assert_eq!((refusal.kind.status(), refusal.code), (409, "in_use"), "{name} ({})", company.database.name);
        }
        let id = sold["id"].as_str().unwrap();
        let lines = company.ask(&format!("/sales/{id}/")).unwrap().body["lines"].clone();
        assert_eq!((lines.as_array().unwrap().len(), &lines[0]["tax_category"]), (1, &json!("a")));
        company.verify();
    }
}

#[test]
fn master_data_without_references_can_be_deleted() {
    for database in databases() {
        let company = open(database, "GBP");
        run(&company, "catalog.tax_category.create", json!({"code": "a", "name": "A", "kind": "taxed", "rate": "0.2"}));
        run(&company, "ledger.site.create", json!({"code": "north", "name": "North"}));
        run(&company, "inventory.warehouse.create", json!({"code": "north", "name": "North", "site": "north"}));
        let refusal = command_named(&company, "ledger.site.delete", &json!({"id": "north"})).unwrap_err();
        assert_eq!(refusal.code, "in_use");
        for (name, id) in [
            ("catalog.tax_category.delete", "a"),
            ("inventory.warehouse.delete", "north"),
            ("ledger.site.delete", "north"),
            ("payments.method.delete", "card"),
        ] {
            run(&company, name, json!({"id": id}));
        }
        company.verify();
    }
}
