//! Who may see reports that tell what goods cost.

use crate::records::Account;
use crate::{SEE_VALUE, errors, queries};
use command::QueryContext;
use kernel::Result;
use store::Session;

/// Refuses a report whose sums include what goods cost to a user who may not see that.
///
/// # Errors
///
/// 403 `permission_denied`.
pub fn require_cost(context: &QueryContext) -> Result<()> {
    if context.may(SEE_VALUE) { Ok(()) } else { Err(errors::report_tells_cost()) }
}

/// [`require_cost`] for the balances of one account, if they tell what goods cost.
pub(crate) fn require_cost_of(read: &mut Session<'_>, account: &Account, context: &QueryContext) -> Result<()> {
    if !context.may(SEE_VALUE) && queries::tells_cost(read, account.id)? {
        return Err(errors::cost_is_hidden(&account.code));
    }
    Ok(())
}
