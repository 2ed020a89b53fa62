//! The rows of sales that a new company begins with, and its posting roles.

use command::Tx;
use kernel::Result;
use ledger::AccountKind::{Expense, Income, Liability};
use ledger::{PostingRole, Usage};

/// The income from products without an income account of their own.
pub const SALES_INCOME: PostingRole =
    PostingRole { code: "sales_income", meaning: "income from sales", of_goods: false };
/// The tax owed on sales.
pub const TAX_OUTPUT: PostingRole = PostingRole { code: "tax_output", meaning: "tax on sales", of_goods: false };
/// The cost of goods given away.
pub const GIFTS: PostingRole = PostingRole { code: "gifts", meaning: "goods given away", of_goods: true };

/// What a till has more or less than the total that it printed.
pub const CASH_DIFFERENCE: PostingRole =
    PostingRole { code: "cash_difference", meaning: "cash over and short", of_goods: false };

/// Gives a new company its sales accounts, and its roles their permissions over sales.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    ledger::add_account(tx, "2200", "Tax on sales", Liability, Usage::TaxOutput, Some(TAX_OUTPUT))?;
    ledger::add_account(tx, "4000", "Sales", Income, Usage::Plain, Some(SALES_INCOME))?;
    ledger::add_account(tx, "5200", "Goods given away", Expense, Usage::Plain, Some(GIFTS))?;
    ledger::choose_account(tx, CASH_DIFFERENCE, "6700")?;
    identity::grant(tx, identity::MANAGER, &["sales.*"])?;
    for role in [identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["sales.sale.post", "sales.offline.submit", "sales.sale.return"])?;
        identity::grant(tx, role, &["sales.credit.allocate", "sales.sale.view"])?;
    }
    Ok(())
}
