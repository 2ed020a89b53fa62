//! What an imported document on a customer's account settles: credit notes pay the sales that are open, and sales take the credit
//! that is left.

use command::Tx;
use kernel::{Id, Result};
use ledger::OpenItem;
use parties::Party;
use payments::RECEIVABLE;
use std::ops::ControlFlow;
use store::{Prefetch, Read};

/// Loads what [`settle_debts`] reads.
pub fn prefetch_settlement(read: &mut Prefetch<'_>, customer: Id<Party>) {
    let Ok(receivable) = ledger::account_of(read, RECEIVABLE) else { return };
    let first = |_: &_| Ok(ControlFlow::Break(()));
    read.walk(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN_DUE_DATE, (customer.uuid(), receivable, true), first).ok();
}

/// Settles the receivable line `own` (entry, number) with the customer's open items of the other sign, earliest due first.
/// Items that are dated later than the line are left open.
pub fn settle_debts(tx: &mut Tx<'_, '_>, customer: Id<Party>, own: (i64, i64)) -> Result<()> {
    let receivable = ledger::account_of(tx, RECEIVABLE)?;
    let item = tx.one::<OpenItem>(&own)?;
    let (mut rest, mut shares) = (ledger::left(&item)?, Vec::new());
    tx.walk(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN_DUE_DATE, (customer.uuid(), receivable, true), |other| {
        if (other.entry, other.n) == own || other.business_date > item.business_date {
            return Ok(ControlFlow::Continue(()));
        }
        // Documents settle what they can at once: behind an item of the same sign there is none of the other.
        if other.amount.is_negative() == item.amount.is_negative() {
            return Ok(ControlFlow::Break(()));
        }
        let share = ledger::left(other)?.min(rest);
        rest = rest.minus(share)?;
        shares.push(((other.entry, other.n), share));
        Ok(if rest.is_zero() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    for (n, (other, share)) in (1..).zip(shares) {
        let (debit, credit) = if item.amount.is_negative() { (other, own) } else { (own, other) };
        ledger::settle(tx, own.0, n, debit, credit, share)?;
    }
    Ok(())
}
