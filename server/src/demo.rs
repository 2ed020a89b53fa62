//! The demo companies: made by the same commands as any other, once. One has traded for six weeks, the other has just begun.

use crate::app::App;
use crate::provisioning::{self, NewUser};
use identity::CreateTenant;
use kernel::{Date, Instant, Result};
use money::{Amount, Currency, Decimal, Price, Quantity};
use serde_json::{Value as Json, json};
use uuid::Uuid;

const SLUG: &str = "demo";
/// The second company.
const SECOND: &str = "demo-north";
/// A person of both companies: their address and name.
const MANAGER: (&str, &str) = ("manager@demo.test", "Demo Manager");
const EMAIL: &str = "owner@demo.test";
/// Known to everybody: the demo is served on this machine only.
const PASSWORD: &str = "sanduk-demo";

/// SKU, name, barcode, price, cost, pieces.
const PRODUCTS: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("TEA-250", "Assam tea, 250 g", "5012345678900", "4.50", "2.10", "600"),
    ("MUG-BLUE", "Mug, blue", "5012345678917", "7.95", "3.20", "320"),
    ("LANTERN", "Storm lantern", "5012345678924", "18.00", "9.75", "140"),
    ("BISCUIT", "Ginger biscuits", "5012345678931", "2.25", "0.90", "700"),
    ("BLANKET", "Wool blanket", "5012345678948", "49.00", "26.50", "80"),
];

/// The place of each product in the baskets of a week, and how many are taken.
const BASKETS: [(usize, i64); 9] = [(0, 3), (3, 4), (1, 2), (0, 1), (2, 1), (3, 6), (4, 1), (1, 4), (0, 2)];

const CUSTOMERS: [(&str, &str, &str); 2] =
    [("RIVERSIDE", "Riverside Café", "orders@riverside.test"), ("OAKFIELD", "Oakfield School", "office@oakfield.test")];

/// The days of trade before the demo begins.
const DAYS: i32 = 42;
const ZONE: &str = "Europe/London";

/// Makes the demo companies where they are not there yet.
pub fn open(app: &App) -> Result<()> {
    let people = [((EMAIL, "Demo Owner"), "owner"), (MANAGER, "manager")];
    let tenant = company(app, (SLUG, "Demo Trading"), ("GBP", ZONE), &people)?;
    fill(app, tenant)?;
    company(app, (SECOND, "Demo North"), ("BDT", "Asia/Dhaka"), &[(MANAGER, "owner")]).map(drop)
}

/// A company and its people, each with a role.
fn company(
    app: &App,
    (slug, name): (&str, &str),
    (currency, zone): (&str, &str),
    people: &[((&str, &str), &str)],
) -> Result<Uuid> {
    let (currency, timezone) = (Currency::parse(currency)?, zone.to_owned());
    let (of, name) = (slug.to_owned(), name.to_owned());
    provisioning::create_tenant(app, CreateTenant { slug: of, name, currency, timezone, host: None })?;
    let tenant = app.tenant(slug)?;
    for ((email, name), role) in people {
        let [email, name, role, password] = [*email, *name, *role, PASSWORD].map(str::to_owned);
        provisioning::create_user(app, &tenant, NewUser { email, name: Some(name), role, password })?;
    }
    Ok(tenant.id.uuid())
}

/// Every command under a key of its own, so that it is done once however often the demo starts.
fn fill(app: &App, tenant: Uuid) -> Result<()> {
    let today = Instant::now().date_in(ZONE);
    // The books begin with the year.
    let first = (0..DAYS).map_while(|days| day_before(today, days)).last().unwrap_or(today);
    let mut lines = Vec::new();
    for (sku, name, barcode, price, cost, quantity) in PRODUCTS {
        let product = json!({ "sku": sku, "name": name, "barcode": barcode, "unit": "piece", "selling_price": price });
        once(app, tenant, "catalog.product.create", &format!("demo/product/{sku}"), &product)?;
        lines.push(json!({ "sku": sku, "quantity": quantity, "unit_cost": cost }));
    }
    let delivery =
        json!({ "sku": "DELIVERY", "name": "Delivery", "unit": "piece", "kind": "service", "selling_price": "5.00" });
    once(app, tenant, "catalog.product.create", "demo/product/DELIVERY", &delivery)?;
    for (code, name, email) in CUSTOMERS {
        let customer = json!({ "code": code, "name": name, "email": email });
        once(app, tenant, "parties.customer.create", &format!("demo/customer/{code}"), &customer)?;
    }
    let supplier = json!({ "code": "HARBOUR", "name": "Harbour Wholesale" });
    once(app, tenant, "parties.supplier.create", "demo/supplier/HARBOUR", &supplier)?;
    let receipt = json!({ "supplier": "HARBOUR", "reference": "DN-1", "business_date": first, "lines": lines });
    once(app, tenant, "inventory.stock.receive", "demo/receipt/1", &receipt)?;
    let mut days: Vec<Date> = (0..DAYS).map_while(|days| day_before(today, days)).collect();
    days.reverse();
    (0..).zip(days).try_for_each(|(n, day)| trade(app, tenant, n, day))
}

/// The day so many days before, if it is in the same year.
fn day_before(today: Date, days: i32) -> Option<Date> {
    let day = today.checked_sub(jiff::Span::new().days(days)).ok()?;
    (day.year() == today.year()).then_some(day)
}

/// A day of trade: sales for cash and by bank, and now and then one that is paid within two weeks, or not.
fn trade(app: &App, tenant: Uuid, day: usize, date: Date) -> Result<()> {
    let currency = Currency::parse("GBP")?;
    for n in 0..2 + (day * 5 + 3) % 4 {
        let place = day * 4 + n;
        let mut lines: Vec<Json> = Vec::new();
        let mut amounts = Vec::new();
        for (product, quantity) in [BASKETS[place % 9], BASKETS[(place * 2 + day) % 9]].into_iter().take(1 + place % 2)
        {
            let (sku, .., price, _, _) = PRODUCTS[product];
            lines.push(json!({ "sku": sku, "quantity": quantity.to_string() }));
            let price = Price::from_decimal(Decimal::parse(price)?)?;
            amounts.push(money::extend(price, Quantity::from_micros(quantity * 1_000_000), currency)?);
        }
        let total = Amount::sum(amounts)?.decimal(currency).to_string();
        let mut sale = json!({ "business_date": date, "lines": lines });
        let (customer, ..) = CUSTOMERS[place / 7 % 2];
        if place % 7 == 3 {
            (sale["customer"], sale["due_date"]) = (customer.into(), json!(date + jiff::Span::new().days(14)));
        } else {
            let method = if place % 3 == 1 { "bank" } else { "cash" };
            sale["payments"] = json!([{ "method": method, "amount": total }]);
        }
        once(app, tenant, "sales.sale.post", &format!("demo/sale/{day}/{n}"), &sale)?;
    }
    if day % 9 == 8 {
        let (customer, ..) = CUSTOMERS[day / 9 % 2];
        let receipt = json!({ "customer": customer, "method": "bank", "amount": "30.00", "business_date": date });
        once(app, tenant, "payments.receipt.post", &format!("demo/paid/{day}"), &receipt)?;
    }
    Ok(())
}

fn once(app: &App, tenant: Uuid, name: &str, key: &str, body: &Json) -> Result<()> {
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
         e-mail    {EMAIL}\n    password  {PASSWORD}\n\
         {} with the same password belongs to “{SECOND}” too.\n",
        MANAGER.0
    )
}
