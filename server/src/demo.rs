//! The demo company: made by the same commands as any other, once.

use crate::app::App;
use crate::provisioning::{self, NewUser};
use identity::CreateTenant;
use kernel::Result;
use money::Currency;
use serde_json::json;
use uuid::Uuid;

const SLUG: &str = "demo";
const EMAIL: &str = "owner@demo.test";
/// Known to everybody: the demo is served on this machine only.
const PASSWORD: &str = "sanduk-demo";

/// SKU, name, barcode, price, cost, pieces.
const PRODUCTS: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("TEA-250", "Assam tea, 250 g", "5012345678900", "4.50", "2.10", "200"),
    ("MUG-BLUE", "Mug, blue", "5012345678917", "7.95", "3.20", "120"),
    ("LANTERN", "Storm lantern", "5012345678924", "18.00", "9.75", "40"),
    ("BISCUIT", "Ginger biscuits", "5012345678931", "2.25", "0.90", "300"),
    ("BLANKET", "Wool blanket", "5012345678948", "49.00", "26.50", "25"),
];

/// Makes the demo company where it is not there yet.
pub fn open(app: &App) -> Result<()> {
    let (slug, name, timezone) = (SLUG.to_owned(), "Demo Trading".to_owned(), "Europe/London".to_owned());
    let currency = Currency::parse("GBP")?;
    provisioning::create_tenant(app, CreateTenant { slug, name, currency, timezone, host: None })?;
    let tenant = app.tenant(SLUG)?;
    let owner = NewUser {
        email: EMAIL.to_owned(),
        name: Some("Demo Owner".to_owned()),
        role: "owner".to_owned(),
        password: PASSWORD.to_owned(),
    };
    provisioning::create_user(app, &tenant, owner)?;
    fill(app, tenant.id.uuid())
}

/// Every command under a key of its own, so that it is done once however often the demo starts.
fn fill(app: &App, tenant: Uuid) -> Result<()> {
    let mut lines = Vec::new();
    for (sku, name, barcode, price, cost, quantity) in PRODUCTS {
        let product = json!({ "sku": sku, "name": name, "barcode": barcode, "unit": "piece", "selling_price": price });
        once(app, tenant, "catalog.product.create", &format!("demo/product/{sku}"), &product)?;
        lines.push(json!({ "sku": sku, "quantity": quantity, "unit_cost": cost }));
    }
    let delivery =
        json!({ "sku": "DELIVERY", "name": "Delivery", "unit": "piece", "kind": "service", "selling_price": "5.00" });
    once(app, tenant, "catalog.product.create", "demo/product/DELIVERY", &delivery)?;
    for (code, name, email) in [
        ("RIVERSIDE", "Riverside Café", "orders@riverside.test"),
        ("OAKFIELD", "Oakfield School", "office@oakfield.test"),
    ] {
        let customer = json!({ "code": code, "name": name, "email": email });
        once(app, tenant, "parties.customer.create", &format!("demo/customer/{code}"), &customer)?;
    }
    let supplier = json!({ "code": "HARBOUR", "name": "Harbour Wholesale" });
    once(app, tenant, "parties.supplier.create", "demo/supplier/HARBOUR", &supplier)?;
    let receipt = json!({ "supplier": "HARBOUR", "reference": "DN-1", "lines": lines });
    once(app, tenant, "inventory.stock.receive", "demo/receipt/1", &receipt)
}

fn once(app: &App, tenant: Uuid, name: &str, key: &str, body: &serde_json::Value) -> Result<()> {
    match app.execute_once(tenant, name, key, body) {
        // A demo that an older version made is as good.
        Err(error) if error.code == "idempotency_conflict" || error.code == "duplicate" => Ok(()),
        done => done.map(drop),
    }
}

/// Says how to get in.
pub fn announcement() -> String {
    format!(
        "DEMO, not for real books: anybody on this machine can log in to the company “{SLUG}”:\n    \
         e-mail    {EMAIL}\n    password  {PASSWORD}\n"
    )
}
