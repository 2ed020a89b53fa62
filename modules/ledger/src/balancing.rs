//! The lines that posting adds, so that every currency and every branch balances.

use crate::books::{account_of, company};
use crate::draft::{Draft, DraftLine};
use crate::posting_role::{EXCHANGE, INTER_BRANCH};
use crate::records::Site;
use command::Tx;
use kernel::{Id, Result};
use money::{Amount, Currency};
use std::collections::BTreeMap;

/// Adds lines on the exchange account so that amounts sum to zero in each currency; their bases sum to zero.
pub(crate) fn balance_currencies(tx: &mut Tx<'_, '_>, draft: &mut Draft) -> Result<()> {
    if draft.lines.iter().all(|line| line.foreign.is_none()) {
        return Ok(());
    }
    let base_currency = company(tx)?.base_currency;
    let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
    let mut base_by_currency: BTreeMap<Currency, Amount> = BTreeMap::new();
    for line in &draft.lines {
        let (currency, amount) = line.foreign.unwrap_or((base_currency, line.base));
        let sum = sums.entry(currency).or_default();
        *sum = sum.plus(amount)?;
        let base = base_by_currency.entry(currency).or_default();
        *base = base.plus(line.base)?;
    }
    let exchange = account_of(tx, EXCHANGE)?;
    for (currency, sum) in sums {
        let base = base_by_currency.get(&currency).copied().unwrap_or_default();
        if !sum.is_zero() || !base.is_zero() {
            draft.line(DraftLine::new(exchange, base.negated()?).foreign(currency, sum.negated()?));
        }
    }
    Ok(())
}

/// Adds lines on the inter-branch account so that bases sum to zero in each branch.
pub(crate) fn balance_branches(tx: &mut Tx<'_, '_>, draft: &mut Draft) -> Result<()> {
    let mut sums: BTreeMap<Id<Site>, Amount> = BTreeMap::new();
    for line in &draft.lines {
        let sum = sums.entry(line.branch.unwrap_or(draft.branch)).or_default();
        *sum = sum.plus(line.base)?;
    }
    if sums.values().all(|sum| sum.is_zero()) {
        return Ok(());
    }
    let between = account_of(tx, INTER_BRANCH)?;
    for (branch, sum) in sums.into_iter().filter(|(_, sum)| !sum.is_zero()) {
        draft.line(DraftLine::new(between, sum.negated()?).branch(branch));
    }
    Ok(())
}
