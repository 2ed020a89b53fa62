//! What every entry keeps by itself: I1, I2, I3 and I14, checked before anything is written. `verify` proves the same from
//! the stored lines.

use crate::draft::{Draft, DraftLine};
use crate::errors;
use crate::records::{Account, Company, Site, Usage};
use command::Tx;
use kernel::{Id, Result, defect};
use money::{Amount, Currency, Quantity};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Read;
use uuid::Uuid;

/// Refuses a draft whose debits and credits differ, before posting completes it with lines of its own (I1).
pub(crate) fn check_total(draft: &Draft, currency: Currency) -> Result<()> {
    let total = Amount::sum(draft.lines.iter().map(|line| line.base))?;
    if total.is_zero() {
        return Ok(());
    }
    Err(defect(format!("I1: debits and credits of a {} differ by {}", draft.kind, total.decimal(currency))))
}

#[derive(Default)]
struct Sums {
    base: BTreeMap<Id<Site>, Amount>,
    amounts: BTreeMap<Currency, Amount>,
    quantities: BTreeMap<Uuid, Quantity>,
    tax: Amount,
}

/// Refuses a completed draft that breaks an invariant, and 409 `account_inactive`; the account of each line.
pub(crate) fn check(tx: &mut Tx<'_, '_>, company: &Company, draft: &Draft) -> Result<Vec<Arc<Account>>> {
    let mut sums = Sums { tax: Amount::sum(draft.taxes.iter().map(|tax| tax.tax))?, ..Sums::default() };
    let mut accounts = Vec::with_capacity(draft.lines.len());
    for (n, line) in (1..).zip(&draft.lines) {
        let account = tx.one::<Account>(&line.account)?;
        // A mistake can be taken back from an account that is no longer in use.
        if !account.is_active && draft.reverses.is_none() {
            return Err(errors::account_inactive(&account.code, &account.name));
        }
        if let Some(lack) = lack(&account, line) {
            return Err(defect(format!("I3: line {n} of a {} on account {} {lack}", draft.kind, account.code)));
        }
        sums.add(draft, line, &account, company.base_currency)?;
        accounts.push(account);
    }
    match sums.offender() {
        Some(offender) => Err(defect(format!("{offender} in a {}", draft.kind))),
        None => Ok(accounts),
    }
}

/// I3: the first rule of its account's use that the line breaks, in words.
fn lack(account: &Account, line: &DraftLine) -> Option<&'static str> {
    let (goods, is_stock) = (&line.goods, account.usage == Usage::Stock);
    if account.usage.is_heading() {
        return Some("is on a heading");
    }
    if account.usage.needs_party() && line.party.is_none() {
        return Some("names no party");
    }
    if is_stock && (goods.product.is_none() || goods.pool.is_none()) {
        return Some("names no product and pool");
    }
    if is_stock && line.foreign.is_some() {
        return Some("is not in the company's currency");
    }
    if !is_stock && goods.pool.is_some() {
        return Some("names a pool, which only stock accounts have");
    }
    if goods.quantity.is_some() && (goods.location.is_none() || goods.product.is_none()) {
        return Some("has a quantity without a product and a location");
    }
    None
}

impl Sums {
    fn add(&mut self, draft: &Draft, line: &DraftLine, account: &Account, base_currency: Currency) -> Result<()> {
        let branch = self.base.entry(line.branch.unwrap_or(draft.branch)).or_default();
        *branch = branch.plus(line.base)?;
        let (currency, amount) = line.foreign.unwrap_or((base_currency, line.base));
        let sum = self.amounts.entry(currency).or_default();
        *sum = sum.plus(amount)?;
        if let (Some(product), Some(quantity)) = (line.goods.product, line.goods.quantity) {
            let sum = self.quantities.entry(product).or_default();
            *sum = sum.plus(quantity)?;
        }
        if account.usage == Usage::TaxOutput {
            self.tax = self.tax.plus(line.base)?;
        }
        Ok(())
    }

    /// The first sum that is not zero, in words.
    fn offender(&self) -> Option<String> {
        if let Some((branch, sum)) = self.base.iter().find(|(_, sum)| !sum.is_zero()) {
            return Some(format!("I1: branch {branch} is off by {} minor units", sum.minor()));
        }
        if let Some((currency, sum)) = self.amounts.iter().find(|(_, sum)| !sum.is_zero()) {
            return Some(format!("I1: {currency} is off by {}", sum.decimal(*currency)));
        }
        if let Some((product, sum)) = self.quantities.iter().find(|(_, sum)| !sum.is_zero()) {
            return Some(format!("I2: product {product} is off by {sum}"));
        }
        (!self.tax.is_zero())
            .then(|| format!("I14: tax lines and tax accounts differ by {} minor units", self.tax.minor()))
    }
}
