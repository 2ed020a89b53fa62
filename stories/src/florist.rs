//! A flower shop with custom fields.

use crate::Client;
use serde_json::{Value as Json, json};

/// Adds a custom field.
///
/// # Panics
///
/// When it is refused.
pub fn field(client: &mut Client, body: &Json) -> Json {
    let answer = client.post("/api/v1/custom-fields/", None, body).expect("answered");
    assert_eq!(answer.status, 201, "{body}: {}", answer.body);
    answer.body
}

/// Reads what is there.
///
/// # Panics
///
/// When it is refused.
pub fn get(client: &mut Client, path: &str) -> Json {
    let answer = client.get(&format!("/api/v1{path}")).expect("answered");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// The SKUs of the products that a question finds.
///
/// # Panics
///
/// When it is refused.
pub fn skus(client: &mut Client, query: &str) -> Vec<String> {
    let listed = get(client, &format!("/products/?{query}"));
    let rows = listed["results"].as_array().expect("rows").iter();
    let found: Vec<String> = rows.map(|row| row["sku"].as_str().expect("a sku").to_owned()).collect();
    assert_eq!(listed["count"], json!(found.len()), "{query}");
    found
}

/// Adds a field of every kind for products, and the supplier `mill`.
///
/// # Panics
///
/// When one is refused.
pub fn florist(client: &mut Client) {
    for body in [
        json!({"code": "products.latin", "label": "Latin name", "kind": "text", "is_searched": true, "place": 1}),
        json!({"code": "products.care", "label": "Care", "kind": "long_text", "is_searched": true}),
        json!({"code": "products.height", "label": "Height", "kind": "number", "unit": "cm", "least": "0", "most": "300"}),
        json!({"code": "products.deposit", "label": "Deposit", "kind": "money"}),
        json!({"code": "products.bunch", "label": "Bunch", "kind": "quantity"}),
        json!({"code": "products.blooms", "label": "Blooms from", "kind": "date", "least": "2000-01-01"}),
        json!({"code": "products.cut_at", "label": "Cut at", "kind": "time"}),
        json!({"code": "products.is_fragrant", "label": "Fragrant", "kind": "boolean", "preset": "false"}),
        json!({"code": "products.colour", "label": "Colour", "kind": "choice", "choices": "red = Red\nwhite = White"}),
        json!({"code": "products.seasons", "label": "Seasons", "kind": "choices", "choices": "spring\nsummer\nautumn"}),
        json!({"code": "products.grower", "label": "Grower", "kind": "relation", "target": "suppliers"}),
        json!({"code": "products.photo", "label": "Photo", "kind": "file"}),
    ] {
        field(client, &body);
    }
    let mill =
        client.post("/api/v1/suppliers/", None, &json!({"code": "mill", "name": "Mill Farm"})).expect("answered");
    assert_eq!(mill.status, 201);
}

/// The values of a rose, but for its photo.
pub fn rose() -> Json {
    json!({"latin": "Rosa gallica", "care": "Cut low.\nWater daily.", "height": "61.5", "deposit": "2.50", "bunch": 12,
        "blooms": "2026-06-01", "cut_at": "6:30", "is_fragrant": true, "colour": "red", "seasons": ["summer", "spring"],
        "grower": "mill"})
}
