//! The shop of the tests.

use command::{Command, Limits, Module, Scope, Tx};
use kernel::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::Session;
use testkit::{Company, Database, TENANT};
use uuid::Uuid;

/// What a company begins with.
#[derive(Serialize, Deserialize)]
pub struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", money::Currency::parse("GBP")?, "Europe/London")?;
        ledger::seed(tx)?;
        settings::seed(tx)?;
        catalog::seed(tx)?;
        inventory::seed(tx)?;
        payments::seed(tx)?;
        sales::seed(tx)
    }
}

pub fn modules() -> Vec<Module> {
    let resource = resource::module();
    vec![
        resource,
        identity::module(),
        parties::module(),
        ledger::module(),
        settings::module(),
        catalog::module(),
        inventory::module(),
        payments::module(),
        sales::module(),
    ]
}

/// A user who may not see what goods cost.
pub const CLERK: Uuid = Uuid::from_u128(7);

/// Every user may do everything but sell off the list.
pub fn but_for_prices(_: &mut Session<'_>, user: Uuid, permission: &str) -> Result<Option<Scope>> {
    let hidden = user == CLERK && permission == ledger::SEE_VALUE;
    Ok((permission != "sales.price.override" && !hidden).then_some(Scope::All))
}

/// A shop with ten lamps (20 %, 12.00), ten books (0 %, 5.00) and ten cards (outside tax, 1.00), all bought at 3.00; a
/// delivery (20 %, 4.99) and two customers.
pub fn open(database: Database) -> Company {
    let company = Company::with(Arc::new(database), TENANT, modules(), but_for_prices, Limits::default());
    company.run(SetUp {}).expect("set up");
    call(&company, "POST /tax-categories/", json!({"code": "vat", "name": "VAT", "rate": "0.2"}));
    call(&company, "POST /tax-categories/", json!({"code": "zero", "name": "Zero", "rate": "0"}));
    for (sku, tax, price, kind) in [
        ("LAMP", "vat", "12.00", "stock"),
        ("BOOK", "zero", "5.00", "stock"),
        ("CARD", "none", "1.00", "stock"),
        ("DELIVERY", "vat", "4.99", "service"),
    ] {
        let unit = if kind == "stock" { "piece" } else { "hour" };
        let body =
            json!({"sku": sku, "name": sku, "unit": unit, "tax_category": tax, "selling_price": price, "kind": kind});
        call(&company, "POST /products/", body);
        if kind == "stock" {
            let lines = json!([{"sku": sku, "quantity": 10, "unit_cost": "3.00"}]);
            call(&company, "POST /stock/receive/", json!({"warehouse": "main", "lines": lines}));
        }
    }
    for code in ["ann", "bob"] {
        call(&company, "POST /customers/", json!({"code": code, "name": code}));
    }
    company
}

pub fn call(company: &Company, request: &str, body: Json) -> Json {
    match company.call(request, &body) {
        Ok(called) => called.body,
        Err(error) => panic!("{request} {body}: {error:?}"),
    }
}

pub fn verify(company: &Company) {
    for check in company.registry.modules().iter().flat_map(|module| &module.checks) {
        let finding = company.read(|read| (check.run)(read, company.registry.definitions())).expect(check.what);
        assert_eq!(finding.offender, None, "{}: {}", check.invariant, check.what);
    }
}
