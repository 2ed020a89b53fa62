//! Settling open items against each other.

use crate::errors;
use crate::records::{OpenItem, Settlement};
use command::Tx;
use kernel::Result;
use money::Amount;
use store::Read;

/// Settles a debit line against a credit line for `amount` (positive), as the `n`-th settlement of `entry`.
///
/// Both must be open items of one account, branch, party and currency, and neither may become over-settled. Each carries its
/// share of base by cumulative pro rata, so that a fully settled item has settled exactly its base.
pub fn settle(
    tx: &mut Tx<'_, '_>,
    entry: i64,
    n: i64,
    debit: (i64, i64),
    credit: (i64, i64),
    amount: Amount,
) -> Result<()> {
    let (debit, credit) = (tx.one::<OpenItem>(&debit)?, tx.one::<OpenItem>(&credit)?);
    let belongs_to = |item: &OpenItem| (item.account, item.branch, item.party, item.currency);
    let alike = belongs_to(&debit) == belongs_to(&credit);
    if !alike || !debit.amount.is_positive() || !credit.amount.is_negative() || !amount.is_positive() {
        return Err(errors::cannot_settle());
    }
    let debit_base = settle_item(tx, &debit, amount)?;
    let credit_base = settle_item(tx, &credit, amount.negated()?)?.negated()?;
    tx.insert_new(Settlement {
        entry,
        n,
        debit_entry: debit.entry,
        debit_n: debit.n,
        credit_entry: credit.entry,
        credit_n: credit.n,
        amount,
        debit_base,
        credit_base,
    })
}

/// The base of `amount` (with the item's sign), the next part of an item to be settled.
pub fn base_of(item: &OpenItem, amount: Amount) -> Result<Amount> {
    let settled = item.settled.plus(amount)?;
    if settled.abs()? > item.amount.abs()? {
        return Err(errors::over_settled());
    }
    Ok(money::pro_rata(item.base, settled, item.amount)?.minus(item.settled_base)?)
}

/// Marks `amount` (with the item's sign) of an item as settled; returns the base of that part.
fn settle_item(tx: &mut Tx<'_, '_>, item: &OpenItem, amount: Amount) -> Result<Amount> {
    let base = base_of(item, amount)?;
    let settled = item.settled.plus(amount)?;
    tx.edit::<OpenItem>(&(item.entry, item.n), |item| {
        item.settled = settled;
        item.settled_base = item.settled_base.plus(base)?;
        item.is_open = item.settled != item.amount;
        Ok(())
    })?;
    Ok(base)
}

/// The unsettled amount of an open item, positive.
pub fn left(item: &OpenItem) -> Result<Amount> {
    Ok(item.amount.minus(item.settled)?.abs()?)
}
