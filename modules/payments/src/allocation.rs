//! What money pays: the shares of what a customer owes, and how they are settled.

use command::Tx;
use kernel::{Error, FieldError, Id, Result, ToSchema};
use ledger::{Entry, OpenItem};
use money::{Amount, Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

/// The most sales that may be named.
const MAX_ALLOCATIONS: usize = 1_000;

/// A part of a receipt or credit that pays a sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// The sale: its id or printed number.
    pub sale: String,
    /// How much of it pays the sale.
    pub amount: Decimal,
}

/// What a receipt or credit pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Paid {
    /// What it paid now.
    pub allocated: Vec<Allocated>,
    /// The rest, which pays nothing yet.
    pub unallocated: Decimal,
    /// The currency of all amounts.
    pub currency: Currency,
}

/// What was paid of one sale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Allocated {
    /// The sale's id.
    pub sale: Uuid,
    /// How much was paid.
    pub amount: Decimal,
}

/// An open item and how much of it is paid.
pub(crate) type Share = (Arc<OpenItem>, Amount);

/// Names the rows that [`shares`] reads.
pub(crate) fn prefetch_debts(read: &mut Prefetch<'_>, customer: Option<Id<Party>>, parts: Option<&[Allocation]>) {
    let Some(customer) = customer else { return };
    match parts {
        None => drop(walk_open(read, customer, |_| Ok(ControlFlow::Break(())))),
        Some(parts) => parts.iter().for_each(|part| drop(open_items_of(read, customer, &part.sale))),
    }
}

/// What `amount` pays of what the customer owes: the parts that are named, else what is due first.
pub(crate) fn shares(
    tx: &mut Tx<'_, '_>,
    customer: Id<Party>,
    parts: Option<&[Allocation]>,
    amount: Amount,
    currency: Currency,
) -> Result<Vec<Share>> {
    match parts {
        None => oldest_first(tx, customer, amount, currency),
        Some(parts) => named_sales(tx, customer, parts, amount, currency),
    }
}

/// Settles the shares against the line of the credit, said by the entry at `seq`; `amount` was left of the credit.
pub(crate) fn settle(
    tx: &mut Tx<'_, '_>,
    seq: i64,
    credit: (i64, i64),
    shares: &[Share],
    amount: Amount,
    currency: Currency,
) -> Result<Paid> {
    for (n, (item, share)) in (1..).zip(shares) {
        ledger::settle(tx, seq, n, (item.entry, item.n), credit, *share)?;
    }
    by_sale(shares, amount, currency)
}

/// The amount of a field, which must be more than nothing.
pub fn positive(given: Decimal, currency: Currency, field: &str) -> Result<Amount> {
    let amount = Amount::from_decimal(given, currency).map_err(|error| Error::from(error).at(field))?;
    if amount.is_positive() {
        return Ok(amount);
    }
    Err(Error::field(field, "not_positive", "An amount is greater than zero."))
}

/// Shows `visit` what a customer owes and has paid in advance, in the order in which it is due, until it breaks.
fn walk_open(
    read: &mut impl Read,
    customer: Id<Party>,
    visit: impl FnMut(&Arc<OpenItem>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let receivable = ledger::account_of(read, crate::RECEIVABLE)?;
    read.walk(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN_DUE_DATE, (customer.uuid(), receivable, true), visit)
}

fn is_owed(item: &OpenItem, currency: Currency) -> bool {
    item.amount.is_positive() && item.currency == currency
}

/// The shares of what is due first; no more is read than `amount` pays.
fn oldest_first(tx: &mut Tx<'_, '_>, customer: Id<Party>, amount: Amount, currency: Currency) -> Result<Vec<Share>> {
    let (mut rest, mut shares) = (amount, Vec::new());
    walk_open(tx, customer, |item| {
        if is_owed(item, currency) {
            let share = ledger::left(item)?.min(rest);
            rest = rest.minus(share)?;
            shares.push((item.clone(), share));
        }
        Ok(if rest.is_zero() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(shares)
}

/// The open items of a customer on the documents that `sale` names by id or printed number, in the order in which they are due.
fn open_items_of(read: &mut impl Read, customer: Id<Party>, sale: &str) -> Result<Vec<Arc<OpenItem>>> {
    let receivable = ledger::account_of(read, crate::RECEIVABLE)?;
    let docs: BTreeSet<Uuid> = match store::id_of(sale) {
        Some(id) => [id].into(),
        None => read.scan(Entry::BY_REFERENCE, sale)?.iter().map(|entry| entry.doc).collect(),
    };
    let mut items = Vec::new();
    for doc in docs {
        items.extend(read.scan(OpenItem::BY_DOC, doc)?);
    }
    items.retain(|item| item.is_open && item.party == customer.uuid() && item.account == receivable);
    items.sort_by_key(|item| (item.due_date, item.entry, item.n));
    Ok(items)
}

/// The shares of the sales that were named; everything that is wrong with them is told at once.
fn named_sales(
    tx: &mut Tx<'_, '_>,
    customer: Id<Party>,
    parts: &[Allocation],
    amount: Amount,
    currency: Currency,
) -> Result<Vec<Share>> {
    if parts.len() > MAX_ALLOCATIONS {
        return Err(Error::field("allocate", "item_count", format!("At most {MAX_ALLOCATIONS} sales can be named.")));
    }
    let mut taken: BTreeMap<(i64, i64), Amount> = BTreeMap::new();
    let (mut shares, mut wrong, mut rest): (Vec<Share>, Vec<FieldError>, Amount) = (Vec::new(), Vec::new(), amount);
    for (n, part) in parts.iter().enumerate() {
        match sale_shares(tx, customer, part, &format!("allocate.{n}"), &mut taken, currency) {
            Ok(found) => {
                rest = rest.minus(Amount::sum(found.iter().map(|(_, share)| *share))?)?;
                shares.extend(found);
            }
            Err(error) if error.kind == kernel::Kind::Invalid => wrong.extend(error.fields),
            Err(error) => return Err(error),
        }
    }
    if !wrong.is_empty() {
        return Err(Error::invalid(wrong));
    }
    if rest.is_negative() {
        let message = format!("More is allocated than the {} there is.", amount.decimal(currency));
        return Err(Error::field("allocate", "more_than_amount", message));
    }
    Ok(shares)
}

/// What one allocation takes of the open items of its sale, `taken` by allocations before it left out.
fn sale_shares(
    tx: &mut Tx<'_, '_>,
    customer: Id<Party>,
    part: &Allocation,
    field: &str,
    taken: &mut BTreeMap<(i64, i64), Amount>,
    currency: Currency,
) -> Result<Vec<Share>> {
    let amount = positive(part.amount, currency, &format!("{field}.amount"))?;
    let mut rest = amount;
    let mut shares = Vec::new();
    for item in open_items_of(tx, customer, &part.sale)?.iter().filter(|item| is_owed(item, currency)) {
        let before = taken.entry((item.entry, item.n)).or_default();
        let share = ledger::left(item)?.minus(*before)?.min(rest);
        *before = before.plus(share)?;
        rest = rest.minus(share)?;
        if share.is_positive() {
            shares.push((item.clone(), share));
        }
    }
    if rest.is_zero() {
        return Ok(shares);
    }
    if shares.is_empty() {
        let message = format!("The customer owes nothing in {currency} on “{}”.", part.sale);
        return Err(Error::field(format!("{field}.sale"), "not_open", message));
    }
    let left = amount.minus(rest)?.decimal(currency);
    let message = format!("Only {left} is open on “{}”.", part.sale);
    Err(Error::field(format!("{field}.amount"), "more_than_open", message))
}

/// What was paid of each sale, and the rest.
fn by_sale(shares: &[Share], amount: Amount, currency: Currency) -> Result<Paid> {
    let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut sums: Vec<(Uuid, Amount)> = Vec::new();
    for (item, share) in shares {
        let place = *places.entry(item.doc).or_insert(sums.len());
        match sums.get_mut(place) {
            Some((_, sum)) => *sum = sum.plus(*share)?,
            None => sums.push((item.doc, *share)),
        }
    }
    let rest = amount.minus(Amount::sum(sums.iter().map(|(_, sum)| *sum))?)?;
    let allocated = sums.into_iter().map(|(sale, sum)| Allocated { sale, amount: sum.decimal(currency) });
    Ok(Paid { allocated: allocated.collect(), unallocated: rest.decimal(currency), currency })
}
