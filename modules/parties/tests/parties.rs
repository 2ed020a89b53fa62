//! Customers and suppliers through their endpoints, on both databases.

use command::Module;
use kernel::Kind;
use serde_json::{Value as Json, json};
use testkit::{Company, databases};

fn modules() -> Vec<Module> {
    vec![resource::module(), parties::module()]
}

#[test]
fn customer_and_supplier_are_roles_of_one_party() {
    for company in databases().into_iter().map(|database| Company::new(database, modules)) {
        let ada = company.call("POST /customers/", &json!({"name": "Ada Ltd", "country": "UK"})).unwrap().body;
        assert_eq!(
            (&ada["code"], &ada["is_customer"], &ada["is_supplier"]),
            (&json!("C00001"), &json!(true), &json!(false))
        );
        company.call("POST /customers/", &json!({"code": "C00002", "name": "Typed", "email": ""})).unwrap();
        let bob = company.call("POST /customers/", &json!({"name": "Bob", "is_supplier": true})).unwrap().body;
        assert_eq!(bob["code"], json!("C00003"));
        let sue = company.call("POST /suppliers/", &json!({"name": "Sue"})).unwrap().body;
        assert_eq!((&sue["code"], &sue["is_customer"]), (&json!("S00001"), &json!(false)));

        let count = |url: &str| company.ask(url).unwrap().body["count"].as_i64().unwrap();
        assert_eq!((count("/customers/"), count("/suppliers/")), (3, 2));
        assert_eq!((count("/customers/?search=ltd"), count("/suppliers/?search=ltd")), (1, 0));
        for role in ["customers", "suppliers"] {
            for order in ["code", "-code", "name", "-name", "id"] {
                assert_eq!(count(&format!("/{role}/?ordering={order}&is_active=true")), count(&format!("/{role}/")));
            }
        }
        assert_eq!(company.ask("/suppliers/C00001/").unwrap_err().kind, Kind::NotFound);
        // Who is both is not deleted in one of the roles.
        assert_eq!(company.call("DELETE /suppliers/C00003/", &Json::Null).unwrap_err().code, "in_use");
        company.call("PATCH /customers/C00003/", &json!({"is_supplier": false})).unwrap();
        assert_eq!(company.call("DELETE /customers/C00003/", &Json::Null).unwrap().status, 204);

        let found = company.read(|session| {
            let found = parties::customer(session, "C00001").map(|party| party.name.clone());
            Ok((found, parties::supplier(session, "C00001").unwrap_err()))
        });
        let (name, refusal) = found.unwrap();
        assert_eq!(
            (name.unwrap(), &*refusal.fields[0].field, refusal.fields[0].code),
            ("Ada Ltd".into(), "supplier", "not_found")
        );
    }
}
