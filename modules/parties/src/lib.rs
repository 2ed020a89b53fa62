//! Who the company deals with: customers and suppliers, two roles of one party.
//!
//! Modules above ask [`customer`] and [`supplier`]; the rows are served by `resource`.

mod records;

pub use records::Party;

use command::{Module, Tx};
use kernel::{Error, Result};
use resource::InUse;
use std::sync::Arc;
use store::{Read, migration};

/// The module's table of contents, in a program where nothing needs a party but what is deleted with it.
pub fn module() -> Module {
    module_with(|_, _| Ok(false))
}

/// The module's table of contents. Parties lie below the ledger and cannot see what is posted: `in_use` tells them.
pub fn module_with(in_use: InUse) -> Module {
    let migrations = vec![migration!("parties", 1, "party")];
    let mut module = Module { name: "parties", migrations, ..Module::default() };
    let (customer, supplier) =
        (resource::operation_names!("parties.customer"), resource::operation_names!("parties.supplier"));
    resource::serve_role::<Party>(&mut module, "customers", customer, "is_customer", in_use);
    resource::serve_role::<Party>(&mut module, "suppliers", supplier, "is_supplier", in_use);
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
    party.ok_or_else(|| Error::field("customer", "not_found", format!("There is no customer “{text}”.")))
}

/// The supplier that `text` names by id or code; a field error at `supplier` where there is none.
pub fn supplier(read: &mut impl Read, text: &str) -> Result<Arc<Party>> {
    let party = read.lookup::<Party>(text)?.filter(|party| party.is_supplier);
    party.ok_or_else(|| Error::field("supplier", "not_found", format!("There is no supplier “{text}”.")))
}
