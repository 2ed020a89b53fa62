//! Business partners: customers and suppliers, two roles of one record.
//!
//! Modules above ask [`customer`] and [`supplier`]; the rows are served by `resource`.

mod errors;
mod records;

pub use records::{MAX_PAYMENT_DAYS, Party, PartyLanguage};

use command::{AlsoAt, DataStep, MenuEntry, Module, Tx};
use kernel::Result;
use kernel::errors::no_such;
use std::sync::Arc;
use store::{Read, Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let migrations = vec![migration!("parties", 1, "party"), migration!("parties", 2, "language")];
    let tables = vec![Party::TABLE];
    let data_steps = vec![DataStep { module: "parties", number: 1, run: seed }];
    let problems = errors::PROBLEMS;
    let mut module = Module {
        name: "parties",
        about: "Customers and suppliers.",
        place: 20,
        migrations,
        tables,
        data_steps,
        also_at: vec![AlsoAt::all("/suppliers/", "/vendors/")],
        problems,
        menu: vec![MenuEntry::resource("Sales", 120, "customers"), MenuEntry::resource("Stock", 340, "suppliers")],
        ..Module::default()
    };
    let (customer, supplier) =
        (resource::operation_names!("parties.customer"), resource::operation_names!("parties.supplier"));
    resource::serve_role::<Party>(&mut module, "customers", customer, "is_customer");
    resource::serve_role::<Party>(&mut module, "suppliers", supplier, "is_supplier");
    module
}

/// Gives the roles of a new company their permissions over customers and suppliers.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK] {
        identity::grant(tx, role, &["parties.*"])?;
    }
    identity::grant(tx, identity::CASHIER, &["parties.customer.view", "parties.customer.create"])
}

/// The customer that `text` names by id or code; a field error at `customer` where there is none.
pub fn customer(read: &mut impl Read, text: &str) -> Result<Arc<Party>> {
    let party = read.lookup::<Party>(text)?.filter(|party| party.is_customer);
    party.ok_or_else(|| no_such("customer", text).at("customer"))
}

/// Adds a customer with this code.
pub fn add_customer(tx: &mut Tx<'_, '_>, code: &str, name: &str, country: Option<&str>) -> Result<Arc<Party>> {
    let party = Party {
        id: tx.id(),
        code: code.to_owned(),
        name: name.to_owned(),
        is_customer: true,
        is_supplier: false,
        email: None,
        phone: None,
        tax_id: None,
        address: None,
        country: country.map(str::to_owned),
        language: None,
        payment_days: None,
        is_active: true,
    };
    resource::insert(tx, party)
}

/// The supplier that `text` names by id or code; a field error at `supplier` where there is none.
pub fn supplier(read: &mut impl Read, text: &str) -> Result<Arc<Party>> {
    let party = read.lookup::<Party>(text)?.filter(|party| party.is_supplier);
    party.ok_or_else(|| no_such("supplier", text).at("supplier"))
}
