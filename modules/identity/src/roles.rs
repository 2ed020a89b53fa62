//! The roles a new company begins with, and what modules grant them. They are rows: a company may change them.

use crate::records::{PermissionScope, Role, RolePermission};
use command::Tx;
use kernel::Result;
use store::Read;

/// Has every permission.
pub const OWNER: &str = "owner";
/// Runs the business: everything but users and settings.
pub const MANAGER: &str = "manager";
/// Keeps the books, the stock and the master records, and does what a cashier does.
pub const CLERK: &str = "clerk";
/// Sells, takes back and takes payments.
pub const CASHIER: &str = "cashier";
/// Reads everything, changes nothing.
pub const AUDITOR: &str = "auditor";

/// The code and the name of the roles that every company has.
pub(crate) const SEEDED: [(&str, &str); 5] =
    [(OWNER, "Owner"), (MANAGER, "Manager"), (CLERK, "Clerk"), (CASHIER, "Cashier"), (AUDITOR, "Auditor")];

/// Gives a new company its roles; what they may do in a module, that module grants with [`grant`].
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for (code, name) in SEEDED {
        add_role(tx, code, name)?;
    }
    grant(tx, OWNER, &["*"])?;
    grant(tx, MANAGER, &["identity.member.view", "resource.view.manage"])?;
    for role in [MANAGER, CLERK, CASHIER] {
        let views = ["resource.view.view", "resource.view.create", "resource.view.update", "resource.view.delete"];
        grant(tx, role, &views)?;
    }
    grant(tx, AUDITOR, &["*.view"])
}

/// Lets managers and clerks import files in the background into what they may write, and managers cancel what others have begun.
pub fn seed_imports(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [MANAGER, CLERK] {
        let own = ["imports.run.view", "imports.run.start", "imports.run.cancel", "imports.target.view"];
        grant(tx, role, &own)?;
        grant(tx, role, &["imports.mapping.view", "imports.mapping.forget"])?;
    }
    grant(tx, MANAGER, &["imports.run.manage"])
}

/// Adds a role, which has no permissions yet.
pub fn add_role(tx: &mut Tx<'_, '_>, code: &str, name: &str) -> Result<()> {
    tx.insert(Role { code: code.to_owned(), name: name.to_owned() })
}

/// Grants permissions, or patterns of them ([`command::grants`]), on every row to a role; what it has already, it keeps.
pub fn grant(tx: &mut Tx<'_, '_>, role: &str, permissions: &[&str]) -> Result<()> {
    grant_within(tx, role, PermissionScope::All, permissions)
}

/// [`grant`] on the rows within a scope. Of several permissions that match one command or query, the widest scope counts.
pub fn grant_within(tx: &mut Tx<'_, '_>, role: &str, scope: PermissionScope, permissions: &[&str]) -> Result<()> {
    for permission in permissions {
        let key = (role.to_owned(), (*permission).to_owned());
        if tx.get::<RolePermission>(&key)?.is_none() {
            let (role, permission) = key;
            tx.insert(RolePermission { role, permission, scope })?;
        }
    }
    Ok(())
}
