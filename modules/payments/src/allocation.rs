//! What money pays: the shares of what a customer owes, and how they are settled.

use crate::errors;
use command::Tx;
use kernel::{FieldErrors, Id, Result, Text, ToSchema, defect};
use ledger::{Entry, OpenItem, Site, positive_amount};
use money::{Amount, Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

/// The most sales that an allocation may name.
pub const MAX_ALLOCATIONS: usize = 1_000;

/// A part of a receipt or credit that pays a sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// The sale: its id or printed number.
    #[schema(resource = "sales")]
    pub sale: Text<255>,
    /// The amount that pays the sale.
    pub amount: Decimal,
}

/// The sales that a receipt or credit pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Paid {
    /// The amounts that were paid now.
    pub allocated: Vec<Allocated>,
    /// The rest, which pays nothing yet.
    pub unallocated: Decimal,
    /// The currency of all amounts.
    pub currency: Currency,
}

/// The amount that was paid of one sale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Allocated {
    /// The sale's id.
    pub sale: Uuid,
    /// The amount paid.
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

/// The sums of the shares by the branch in whose books the debts are.
pub(crate) fn by_branch(shares: &[Share]) -> Result<BTreeMap<Id<Site>, Amount>> {
    let mut sums: BTreeMap<Id<Site>, Amount> = BTreeMap::new();
    for (item, share) in shares {
        let sum = sums.entry(item.branch).or_default();
        *sum = sum.plus(*share)?;
    }
    Ok(sums)
}

/// Settles each share against the credit line in the books of its branch, as the settlements of the entry at `seq` from the
/// `first` on.
pub(crate) fn settle(
    tx: &mut Tx<'_, '_>,
    (seq, first): (i64, i64),
    credits: &BTreeMap<Id<Site>, (i64, i64)>,
    shares: &[Share],
) -> Result<()> {
    for (n, (item, share)) in (first..).zip(shares) {
        let credit = credits.get(&item.branch).ok_or_else(|| defect("a share without a credit in its branch"))?;
        ledger::settle(tx, seq, n, (item.entry, item.n), *credit, *share)?;
    }
    Ok(())
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
        None => resource::numbered(read, Entry::BY_REFERENCE, sale)?.iter().map(|entry| entry.doc).collect(),
    };
    let mut items = Vec::new();
    for doc in docs {
        items.extend(read.scan(OpenItem::BY_DOC, doc)?);
    }
    items.retain(|item| item.is_open && item.party == customer.uuid() && item.account == receivable);
    items.sort_by_key(|item| (item.due_date, item.entry, item.n));
    Ok(items)
}

/// The shares of the sales that are named; the errors of all of them are reported together.
fn named_sales(
    tx: &mut Tx<'_, '_>,
    customer: Id<Party>,
    parts: &[Allocation],
    amount: Amount,
    currency: Currency,
) -> Result<Vec<Share>> {
    let mut taken = BTreeMap::new();
    let mut errors = FieldErrors::default();
    let shares =
        errors.each("allocate", parts, |_, part| sale_shares(tx, customer, part, &mut taken, currency))?.concat();
    errors.finish()?;
    let rest = amount.minus(Amount::sum(shares.iter().map(|(_, share)| *share))?)?;
    if rest.is_negative() {
        return Err(errors::more_than_amount(amount.decimal(currency)).at("allocate"));
    }
    Ok(shares)
}

/// The parts of the open items of a sale that one allocation pays; `taken` is what allocations before it pay.
fn sale_shares(
    tx: &mut Tx<'_, '_>,
    customer: Id<Party>,
    part: &Allocation,
    taken: &mut BTreeMap<(i64, i64), Amount>,
    currency: Currency,
) -> Result<Vec<Share>> {
    let amount = positive_amount(part.amount, currency).map_err(|error| error.at("amount"))?;
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
        return Err(errors::not_open(currency, &part.sale).at("sale"));
    }
    let left = amount.minus(rest)?.decimal(currency);
    Err(errors::more_than_open(left, &part.sale).at("amount"))
}

/// The amount paid of each sale, and the rest.
pub(crate) fn by_sale(shares: &[Share], amount: Amount, currency: Currency) -> Result<Paid> {
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
