use crate::records::Receipt;
use command::{Command, Series, Tx};
use kernel::{Date, Error, FieldError, Id, Result};
use ledger::{Account, Draft, DraftLine, Entry, Numbering, OpenItem, PostingAccount, Role, Site};
use money::{Amount, Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Need;
use utoipa::ToSchema;
use uuid::Uuid;

/// What the numbers of receipts begin with.
const SERIES: &str = "REC";
/// The most sales one receipt may name.
const MAX_ALLOCATIONS: usize = 1_000;

/// Takes money from a customer and settles with it what the customer owes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostReceipt {
    /// Who paid: id or code.
    pub customer: String,
    /// How: id or code of a payment method.
    pub method: String,
    /// How much, in the company's currency.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// When; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub business_date: Option<Date>,
    /// What it pays; where it is left out, what is due first is paid first. What is not allocated stays as an advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocate: Option<Vec<Allocation>>,
}

/// A part of a receipt that pays a sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// The sale: its id or printed number.
    pub sale: String,
    /// How much of the receipt pays it.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

/// A receipt as it was posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptPosted {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub id: Id<Receipt>,
    /// Its printed number.
    pub number: String,
    /// The entry that posted it.
    #[schema(value_type = String, format = Uuid)]
    pub entry: Id<Entry>,
    /// Who paid.
    #[schema(value_type = String, format = Uuid)]
    pub customer: Id<Party>,
    /// How much.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// What it paid.
    pub allocated: Vec<Allocated>,
    /// The rest: an advance.
    #[schema(value_type = String)]
    pub unallocated: Decimal,
    /// The currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
}

/// What a receipt paid of one sale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Allocated {
    /// The sale's id.
    pub sale: Uuid,
    /// How much was paid.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

/// An open item and how much of it is paid.
type Share = (Arc<OpenItem>, Amount);

impl Command for PostReceipt {
    const NAME: &'static str = "payments.receipt.post";
    const STATUS: u16 = 201;
    type Output = ReceiptPosted;

    fn need(&self, need: &mut Need<'_>) {
        ledger::want_posting(need, self.business_date, &[Role::Receivable]);
        need.find(Site::BY_CODE, ledger::MAIN);
        if let Some(date) = self.business_date {
            need.get::<Series>(&format!("{SERIES}-{:04}", date.year()));
        }
        crate::want_method(need, &self.method);
        let receivable = need.get::<PostingAccount>(&Role::Receivable.as_str().to_owned());
        if let (Some(customer), Some(receivable)) = (parties::want_party(need, &self.customer), receivable) {
            let owner = (customer.id.uuid(), receivable.account, true);
            need.scan(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN, owner);
        }
        let named = self.allocate.iter().flatten().map(|part| part.sale.as_str());
        for number in named.filter(|sale| store::id_of(sale).is_none()) {
            need.scan(Entry::BY_REFERENCE, number);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ReceiptPosted> {
        let currency = ledger::company(tx)?.base_currency;
        let amount = positive(self.amount, currency, "amount")?;
        let customer = parties::customer(tx, &self.customer)?;
        let method = crate::method(tx, &self.method, "method")?;
        if !method.is_active {
            return Err(Error::field("method", "inactive", format!("“{}” is not in use.", method.name)));
        }
        let date = self.business_date.map_or_else(|| ledger::today(tx), Ok)?;
        let receivable = ledger::account_of(tx, Role::Receivable)?;
        let items = owed(tx, customer.id.uuid(), receivable)?;
        let shares = match &self.allocate {
            None => oldest_first(&items, amount)?,
            Some(parts) => named_sales(tx, parts, &items, amount, currency)?,
        };

        let id = tx.id::<Receipt>();
        let branch = main_site(tx)?;
        let mut draft = Draft::begin(tx, "receipt", id.uuid(), date, branch, Numbering::Own(SERIES))?;
        draft.line(DraftLine::new(method.account, amount));
        let credit = DraftLine::new(receivable, amount.negated()?).party(customer.id.uuid()).due(date);
        let credit = draft.line(credit);
        let posted = ledger::post(tx, draft)?;
        let (number, entry, entry_seq) = (posted.number.clone(), posted.id, posted.seq);
        let receipt = Receipt {
            id,
            number,
            customer: customer.id,
            method: method.id,
            currency,
            amount,
            business_date: date,
            entry,
            entry_seq,
        };
        tx.insert_new(receipt)?;
        for (n, (item, share)) in (1..).zip(&shares) {
            ledger::settle(tx, entry_seq, n, (item.entry, item.n), (entry_seq, credit), *share)?;
        }
        let (allocated, unallocated) = by_sale(&shares, amount, currency)?;
        let (number, amount) = (posted.number, amount.decimal(currency));
        Ok(ReceiptPosted { id, number, entry, customer: customer.id, amount, allocated, unallocated, currency })
    }
}

/// The amount of a field, which must be more than nothing.
fn positive(given: Decimal, currency: Currency, field: &str) -> Result<Amount> {
    let amount = Amount::from_decimal(given, currency).map_err(|error| Error::from(error).at(field))?;
    if amount.is_positive() {
        return Ok(amount);
    }
    Err(Error::field(field, "not_positive", "An amount is greater than zero."))
}

fn main_site(tx: &mut Tx<'_, '_>) -> Result<Id<Site>> {
    let site = tx.find(Site::BY_CODE, ledger::MAIN)?;
    site.map(|site| site.id).ok_or_else(|| Error::conflict("not_set_up", "The main site is missing."))
}

/// What a customer owes, in the order in which it is due.
fn owed(tx: &mut Tx<'_, '_>, customer: Uuid, receivable: Id<Account>) -> Result<Vec<Arc<OpenItem>>> {
    let mut items = tx.scan(OpenItem::BY_PARTY_ACCOUNT_IS_OPEN, (customer, receivable, true))?;
    items.retain(|item| item.amount.is_positive());
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
        return Err(Error::field("allocate", "length", format!("At most {MAX_ALLOCATIONS} sales can be named.")));
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
        let message = format!("More is allocated than the {} that came in.", amount.decimal(currency));
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
        let message = format!("The customer owes nothing on “{}”.", part.sale);
        return Err(Error::field(format!("{field}.sale"), "not_open", message));
    }
    let left = amount.minus(rest)?.decimal(currency);
    let message = format!("Only {left} is open on “{}”.", part.sale);
    Err(Error::field(format!("{field}.amount"), "more_than_open", message))
}

/// What was paid of each sale, and the rest.
fn by_sale(shares: &[Share], amount: Amount, currency: Currency) -> Result<(Vec<Allocated>, Decimal)> {
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
    Ok((allocated.collect(), rest.decimal(currency)))
}
