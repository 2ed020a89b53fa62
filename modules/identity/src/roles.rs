//! The roles a new company begins with. They are rows: a company may change them.

use crate::records::{Role, RolePermission};
use command::Tx;
use kernel::Result;

const CASHIER: &[&str] = &[
    "sales.sale.post",
    "sales.offline.submit",
    "sales.sale.return",
    "sales.credit.allocate",
    "sales.sale.view",
    "payments.receipt.post",
    "payments.receipt.allocate",
    "payments.receipt.view",
    "payments.method.view",
    "catalog.product.view",
    "catalog.unit.view",
    "catalog.category.view",
    "catalog.tax_category.view",
    "inventory.stock.view",
    "ledger.site.view",
    "inventory.warehouse.view",
    "parties.customer.view",
    "parties.customer.create",
];

/// Beyond what a cashier may: books by hand, goods in, and the masters.
const CLERK: &[&str] = &[
    "catalog.*",
    "parties.*",
    "payments.statement.view",
    "payments.ageing.view",
    "inventory.stock.receive",
    "inventory.stock.transfer",
    "ledger.account.view",
    "ledger.site.view",
    "ledger.entry.post",
    "ledger.entry.view",
    "ledger.report.view",
];

/// Everything but users and settings.
const MANAGER: &[&str] = &[
    "sales.*",
    "payments.*",
    "catalog.*",
    "parties.*",
    "inventory.*",
    "ledger.*",
    "sales_import.*",
    "identity.member.view",
];

const AUDITOR: &[&str] = &["*.view"];

/// The roles of a new company.
pub fn seed_roles(tx: &mut Tx<'_, '_>) -> Result<()> {
    role(tx, "owner", "Owner", &["*"])?;
    role(tx, "manager", "Manager", MANAGER)?;
    let clerk: Vec<&str> = CASHIER.iter().chain(CLERK).copied().collect();
    role(tx, "clerk", "Clerk", &clerk)?;
    role(tx, "cashier", "Cashier", CASHIER)?;
    role(tx, "auditor", "Auditor", AUDITOR)
}

fn role(tx: &mut Tx<'_, '_>, code: &str, name: &str, permissions: &[&str]) -> Result<()> {
    tx.insert(Role { code: code.to_owned(), name: name.to_owned() })?;
    let permissions: std::collections::BTreeSet<&str> = permissions.iter().copied().collect();
    for permission in permissions {
        tx.insert(RolePermission { role: code.to_owned(), permission: permission.to_owned() })?;
    }
    Ok(())
}
