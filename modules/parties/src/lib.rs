//! Who the company deals with: customers and suppliers, two roles of one party.
//!
//! Modules above ask [`customer`] and [`supplier`]; the rows are served by `resource`.

mod records;

pub use records::Party;

use command::{Module, Tx};
use kernel::{Error, Result};
use resource::InUse;
use std::sync::Arc;
use store::{Migration, Need, Session};

/// The module's table of contents, in a program where nothing needs a party but what is deleted with it.
pub fn module() -> Module {
    module_with(|_, _| Ok(false))
}

/// The module's table of contents. Parties lie below the ledger and cannot see what is posted: `in_use` tells them.
pub fn module_with(in_use: InUse) -> Module {
    let migrations =
        vec![Migration { module: "parties", number: 1, sql: include_str!("../migrations/0001_party.sql") }];
    let mut module = Module { name: "parties", migrations, ..Module::default() };
    let (customer, supplier) = (resource::names!("parties.customer"), resource::names!("parties.supplier"));
    resource::serve_role::<Party>(&mut module, "customers", customer, "is_customer", in_use);
    resource::serve_role::<Party>(&mut module, "suppliers", supplier, "is_supplier", in_use);
    module
}

/// The customer that `text` names by id or code; a field error at `customer` where there is none.
pub fn customer(tx: &mut Tx<'_, '_>, text: &str) -> Result<Arc<Party>> {
    find_customer(tx.session(), text)
}

/// The supplier that `text` names by id or code; a field error at `supplier` where there is none.
pub fn supplier(tx: &mut Tx<'_, '_>, text: &str) -> Result<Arc<Party>> {
    find_supplier(tx.session(), text)
}

/// [`customer`] for queries.
pub fn find_customer(session: &mut Session<'_>, text: &str) -> Result<Arc<Party>> {
    let party = session.lookup::<Party>(text)?.filter(|party| party.is_customer);
    party.ok_or_else(|| Error::field("customer", "not_found", format!("There is no customer “{text}”.")))
}

/// [`supplier`] for queries.
pub fn find_supplier(session: &mut Session<'_>, text: &str) -> Result<Arc<Party>> {
    let party = session.lookup::<Party>(text)?.filter(|party| party.is_supplier);
    party.ok_or_else(|| Error::field("supplier", "not_found", format!("There is no supplier “{text}”.")))
}

/// What [`customer`] and [`supplier`] will read, for a command's `need`.
pub fn want_party(need: &mut Need<'_>, text: &str) -> Option<Arc<Party>> {
    need.lookup(text)
}
