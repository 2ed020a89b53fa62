//! The rows of the import that a new company begins with, and its posting roles.

use command::Tx;
use kernel::Result;
use ledger::AccountKind::{Asset, Expense};
use ledger::{PostingRole, Usage};

/// The cost of receivables that will not be paid.
pub const BAD_DEBT: PostingRole = PostingRole { code: "bad_debt", meaning: "bad debts", of_goods: false };
/// The reduction of receivables for debts that may not be paid.
pub const BAD_DEBT_PROVISION: PostingRole =
    PostingRole { code: "bad_debt_provision", meaning: "provision for bad debts", of_goods: false };

/// Gives a new company its accounts for bad debts, and its manager the permission to import.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    ledger::add_account(tx, "1190", "Provision for bad debts", Asset, Usage::Plain, Some(BAD_DEBT_PROVISION))?;
    ledger::add_account(tx, "6900", "Bad debts", Expense, Usage::Plain, Some(BAD_DEBT))?;
    identity::grant(tx, identity::MANAGER, &["sales_import.*"])
}
