//! What money pays: the shares of what a customer owes, and how they are settled.

use command::Tx;
use kernel::{Error, FieldError, Id, Result, ToSchema};
use ledger::{Entry, OpenItem, PostingRole, Site};
use money::{Amount, Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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
    if let (Some(customer), Ok(receivable)) = (customer, ledger::account_of(read, PostingRole::Receivable)) {
        read.scan(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN, (customer.uuid(), receivable, true)).ok();
    }
    let named = parts.unwrap_or_default().iter().map(|part| part.sale.as_str());
    for number in named.filter(|sale| store::id_of(sale).is_none()) {
        read.scan(Entry::BY_REFERENCE, number).ok();
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
    let items = owed(tx, customer, currency)?;
    match parts {
        None => oldest_first(&items, amount),
        Some(parts) => named_sales(tx, parts, &items, amount, currency),
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

pub(crate) fn main_site(read: &mut impl Read) -> Result<Id<Site>> {
    let site = read.find(Site::BY_CODE, ledger::MAIN)?;
    site.map(|site| site.id).ok_or_else(|| Error::conflict("not_set_up", "The main site is missing."))
}

/// What a customer owes in a currency, in the order in which it is due.
fn owed(tx: &mut Tx<'_, '_>, customer: Id<Party>, currency: Currency) -> Result<Vec<Arc<OpenItem>>> {
    let receivable = ledger::account_of(tx, PostingRole::Receivable)?;
    let mut items = tx.scan(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN, (customer.uuid(), receivable, true))?;
    items.retain(|item| item.amount.is_positive() && item.currency == currency);
    items.sort_by_key(|item| (item.due_date, item.entry, item.n));
    Ok(items)
}

fn oldest_first(items: &[Arc<OpenItem>], amount: Amount) -> Result<Vec<Share>> {
    let mut rest = amount;
    let mut shares = Vec::new();
    for item in items {
        let share = ledger::left(item)?.min(rest);
        if share.is_zero() {
            break;
        }
        rest = rest.minus(share)?;
        shares.push((item.clone(), share));
    }
    Ok(shares)
}

/// The shares of the sales that were named; everything that is wrong with them is told at once.
fn named_sales(
    tx: &mut Tx<'_, '_>,
    parts: &[Allocation],
    items: &[Arc<OpenItem>],
    amount: Amount,
    currency: Currency,
) -> Result<Vec<Share>> {
    if parts.len() > MAX_ALLOCATIONS {
        return Err(Error::field("allocate", "item_count", format!("At most {MAX_ALLOCATIONS} sales can be named.")));
    }
    let mut taken: BTreeMap<(i64, i64), Amount> = BTreeMap::new();
    let (mut shares, mut wrong, mut rest): (Vec<Share>, Vec<FieldError>, Amount) = (Vec::new(), Vec::new(), amount);
    for (n, part) in parts.iter().enumerate() {
        match sale_shares(tx, part, &format!("allocate.{n}"), items, &mut taken, currency) {
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
    part: &Allocation,
    field: &str,
    items: &[Arc<OpenItem>],
    taken: &mut BTreeMap<(i64, i64), Amount>,
    currency: Currency,
) -> Result<Vec<Share>> {
    let amount = positive(part.amount, currency, &format!("{field}.amount"))?;
    let docs: BTreeSet<Uuid> = match store::id_of(&part.sale) {
        Some(id) => [id].into(),
        None => tx.scan(Entry::BY_REFERENCE, part.sale.as_str())?.iter().map(|entry| entry.doc).collect(),
    };
    let mut rest = amount;
    let mut shares = Vec::new();
    for item in items.iter().filter(|item| docs.contains(&item.doc)) {
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
