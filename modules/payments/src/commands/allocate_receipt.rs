use crate::allocation::{Allocation, MAX_ALLOCATIONS, Paid, Share, by_branch, by_sale, prefetch_debts, settle, shares};
use crate::records::Receipt;
use crate::{RECEIVABLE, errors};
use command::{Command, Tx};
use kernel::{Date, Error, Id, Result, Text, ToSchema};
use ledger::{DocumentSeries, Draft, DraftLine, Entry, OpenItem, Site, document_date};
use money::Amount;
use parties::Party;
use resource::find_document;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

pub(crate) const SERIES: DocumentSeries = DocumentSeries { prefix: "ALC", document: "allocation" };

/// Settles open sales of a customer with the remainder of a receipt.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateReceipt {
    /// The receipt: its id or printed number.
    pub id: Text<255>,
    /// The sales it settles; the earliest due where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = MAX_ALLOCATIONS)]
    pub allocate: Option<Vec<Allocation>>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
}

/// An allocation of a customer's credit to open sales.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CreditAllocated {
    /// The receipt or credit note.
    pub id: Uuid,
    /// The printed number of the allocation.
    pub number: String,
    /// The entry that dates and numbers it; it has lines only where the credit pays debts of another branch.
    pub entry: Id<Entry>,
    /// The sales it settled.
    #[serde(flatten)]
    pub paid: Paid,
}

/// A document that may have left its customer a credit.
#[derive(Clone, Debug)]
pub struct Credit<'a> {
    /// The document.
    pub doc: Uuid,
    /// Its printed number.
    pub number: &'a str,
    /// The customer; none where the document names none.
    pub customer: Option<Id<Party>>,
}

impl Command for AllocateReceipt {
    const NAME: &'static str = "payments.receipt.allocate";
    const STATUS: u16 = 201;
    type Output = CreditAllocated;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let Ok(receipt) = find_receipt(read, &self.id) else { return };
        prefetch_allocation(read, &receipt.credit(), self.allocate.as_deref(), self.business_date);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CreditAllocated> {
        let receipt = find_receipt(tx, &self.id)?;
        allocate(tx, &receipt.credit(), self.allocate.as_deref(), self.business_date)
    }
}

impl Receipt {
    fn credit(&self) -> Credit<'_> {
        Credit { doc: self.id.uuid(), number: &self.number, customer: Some(self.customer) }
    }
}

fn find_receipt(read: &mut impl Read, text: &str) -> Result<Arc<Receipt>> {
    find_document::<Receipt>(read, text)?.ok_or_else(|| Error::not_found("receipt", text))
}

/// Loads the rows that [`allocate`] reads.
pub fn prefetch_allocation(
    read: &mut Prefetch<'_>,
    credit: &Credit<'_>,
    parts: Option<&[Allocation]>,
    date: Option<Date>,
) {
    ledger::prefetch_posting(read, Some(SERIES), date, &[RECEIVABLE]);
    ledger::main_site(read).ok();
    read.scan(OpenItem::BY_DOC, credit.doc).ok();
    prefetch_debts(read, credit.customer, parts);
}

/// Settles open sales of a customer with the remainder of a credit: the sales that `parts` names, else the earliest due. It
/// posts an entry, which gives the allocation a date and a number. The entry has lines only where the credit pays debts of
/// another branch: they bring it there.
pub fn allocate(
    tx: &mut Tx<'_, '_>,
    credit: &Credit<'_>,
    parts: Option<&[Allocation]>,
    date: Option<Date>,
) -> Result<CreditAllocated> {
    let items = tx.scan(OpenItem::BY_DOC, credit.doc)?;
    let open = items.into_iter().find(|item| item.amount.is_negative() && item.is_open);
    let (Some(item), Some(customer)) = (open, credit.customer) else {
        return Err(errors::no_open_credit(credit.number));
    };
    let (left, currency) = (ledger::left(&item)?, item.currency);
    let shares = shares(tx, customer, parts, left, currency)?;
    let Some(last_debt) = shares.iter().map(|(debt, _)| debt.business_date).max() else {
        return Err(errors::nothing_owed(credit.number));
    };
    let (date, cause) = (document_date(tx, date)?, last_debt.max(item.business_date));
    if date < cause {
        return Err(errors::before_cause(cause).at("business_date"));
    }
    let (id, branch) = (tx.id::<()>().uuid(), ledger::main_site(tx)?);
    let mut draft = Draft::begin(tx, SERIES, id, date, branch)?;
    credit.number.clone_into(&mut draft.memo);
    let transfer = Transfer::to_other_branches(tx, &mut draft, &item, &shares)?;
    let posted = ledger::post(tx, draft)?;
    let mut first = 1;
    if let Some((debit, amount)) = transfer.debit {
        ledger::settle(tx, posted.seq, first, debit, (item.entry, item.n), amount)?;
        first += 1;
    }
    settle(tx, (posted.seq, first), &transfer.credits, &shares)?;
    let paid = by_sale(&shares, left, currency)?;
    Ok(CreditAllocated { id: credit.doc, number: posted.number, entry: posted.id, paid })
}

/// A credit brought to the branches whose debts it pays.
struct Transfer {
    /// The line that takes the part for other branches out of the credit, and that part.
    debit: Option<((i64, i64), Amount)>,
    /// The credit line of each branch: the credit itself in its own.
    credits: BTreeMap<Id<Site>, (i64, i64)>,
}

impl Transfer {
    /// Adds to `draft` what brings the credit `item` to the branches of `shares` other than its own; posting adds the lines
    /// between the branches.
    fn to_other_branches(
        tx: &mut Tx<'_, '_>,
        draft: &mut Draft,
        item: &OpenItem,
        shares: &[Share],
    ) -> Result<Transfer> {
        let mut credits = BTreeMap::from([(item.branch, (item.entry, item.n))]);
        let mut parts = by_branch(shares)?;
        parts.remove(&item.branch);
        let moved = Amount::sum(parts.values().copied())?;
        if moved.is_zero() {
            return Ok(Transfer { debit: None, credits });
        }
        let (base_currency, due, seq) = (ledger::company(tx)?.base_currency, draft.business_date(), draft.seq());
        let line = |branch, base: Amount, amount: Amount| {
            let line = DraftLine::new(item.account, base).branch(branch).party(item.party).due(due);
            if item.currency == base_currency { line } else { line.foreign(item.currency, amount) }
        };
        let base = ledger::base_of(item, moved.negated()?)?.negated()?;
        let debit = draft.line(line(item.branch, base, moved));
        let (mut done, mut done_base) = (Amount::ZERO, Amount::ZERO);
        for (branch, part) in parts {
            done = done.plus(part)?;
            let part_base = money::pro_rata(base, done, moved)?.minus(done_base)?;
            done_base = done_base.plus(part_base)?;
            credits.insert(branch, (seq, draft.line(line(branch, part_base.negated()?, part.negated()?))));
        }
        Ok(Transfer { debit: Some(((seq, debit), moved)), credits })
    }
}
