//! One valid row, or more, of every resource that is changed through its definition. A new resource adds its own here, and inherits
//! the stories that go over all of them.

use crate::Client;
use command::{Registry, ResourceDefinition};
use serde_json::{Value as Json, json};

/// The rows, each after what it refers to. Headings and categories stand below others that sort behind them. The account of the
/// payment method is that of the company's cash.
pub fn examples() -> Vec<(&'static str, Json)> {
    vec![
        ("custom-fields", json!({"code": "customers.birthday", "label": "Birthday", "kind": "date"})),
        (
            "custom-fields",
            json!({"code": "products.colours", "label": "Colours", "kind": "choices", "choices": "red = Red paint\nblue"}),
        ),
        ("custom-fields", json!({"code": "products.weight", "label": "Weight", "kind": "number", "unit": "kg"})),
        ("accounts", json!({"code": "9999", "name": "Offices", "kind": "expense", "usage": "heading"})),
        ("accounts", json!({"code": "6901", "name": "Rent, office", "kind": "expense", "parent": "9999"})),
        ("sites", json!({"code": "north", "name": "North"})),
        (
            "number-series",
            json!({"document": "sale_return", "site": "north", "starts_on": "2020-01-01", "pattern": "{site}-CN-{years}-", "digits": 4}),
        ),
        ("units", json!({"code": "bag", "name": "Bag; of \"rice\"", "decimals": 3})),
        ("categories", json!({"code": "zz-food", "name": "Food"})),
        ("categories", json!({"code": "rice", "name": "Rice", "parent": "zz-food"})),
        ("tax-categories", json!({"code": "low", "name": "Low", "kind": "taxed", "rate": "0.05"})),
        (
            "products",
            json!({"sku": "RICE", "name": "Basmati café चावल", "unit": "bag", "category": "rice", "tax_category": "low",
                "selling_price": "1234.50", "barcode": "0012345", "custom": {"colours": ["red", "blue"], "weight": "1.25"}}),
        ),
        ("products", json!({"sku": "HELP", "name": "=1+2", "unit": "bag", "kind": "service", "is_active": false})),
        (
            "customers",
            json!({"code": "ann", "name": "Ann", "address": "1 Road\nTown", "payment_days": 30, "language": "bn"}),
        ),
        ("customers", json!({"code": "both", "name": "Both", "is_supplier": true, "email": "b@example.com"})),
        ("suppliers", json!({"code": "mill", "name": "Mill"})),
        (
            "letters",
            json!({"code": "l-1", "party": "ann", "site": "north", "date": "2026-03-01", "subject": "Thanks; \"again\"",
                "text": "Dear Ann,\n\nthank you.\nBob"}),
        ),
        ("warehouses", json!({"code": "north", "name": "North", "site": "north", "allows_deficit": true})),
        (
            "notification-rules",
            json!({"name": "Large, \"sales\"", "event": "sales.sale.posted", "condition": "total >= 500", "recipient": "role",
                "role": "manager", "in_app": true, "email": true}),
        ),
        (
            "notification-templates",
            json!({"event": "sales.sale.posted", "channel": "email", "language": "bn", "subject": "{{ number }}",
                "text": "{{ total | money(currency) }}\n{{ business_date | date }}", "html": "<b>{{ number }}</b>"}),
        ),
        (
            "approval-policies",
            json!({"code": "large", "name": "Large \"sales\"", "command": "sales.sale.post", "site": "north",
                "condition": "amount > 10000 and role != 'owner'"}),
        ),
        (
            "approval-steps",
            json!({"code": "large-2", "policy": "large", "step": 2, "role": "owner", "minimum": "50000.00"}),
        ),
        ("payment-methods", json!({"code": "till2", "name": "Till 2", "account": "1000", "is_cash": true})),
    ]
}

/// Creates the rows in a company.
///
/// # Panics
///
/// When one is refused.
pub fn create_examples(client: &mut Client) {
    let account = client.get("/api/v1/payment-methods/cash/").expect("answered").body["account"].clone();
    for (plural, mut body) in examples() {
        if plural == "payment-methods" {
            body["account"] = account.clone();
        }
        let answer = client.post(&format!("/api/v1/{plural}/"), None, &body).expect("answered");
        assert_eq!(answer.status, 201, "{plural}: {}", answer.body);
    }
}

/// The resources that are changed through their definitions, in the order of [`examples`].
///
/// # Panics
///
/// When a resource has no example.
pub fn changed_resources(registry: &Registry) -> Vec<ResourceDefinition> {
    let definitions = &registry.definitions().resources;
    let mut ordered: Vec<&str> = examples().into_iter().map(|(plural, _)| plural).collect();
    ordered.dedup();
    for resource in definitions.iter().filter(|resource| resource.commands.is_some()) {
        assert!(ordered.contains(&resource.plural), "{} has no row in `examples`", resource.plural);
    }
    let served = |plural: &str| definitions.iter().find(|resource| resource.plural == plural).copied();
    ordered.into_iter().filter_map(served).collect()
}
