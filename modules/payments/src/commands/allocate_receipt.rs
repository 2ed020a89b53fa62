use crate::allocation::{Allocation, MAX_ALLOCATIONS, Paid, prefetch_debts, settle, shares};
use crate::records::Receipt;
use crate::{RECEIVABLE, errors};
use command::{Command, Tx};
use kernel::{Date, Error, Id, Result, Text, ToSchema};
use ledger::{DocumentSeries, Draft, Entry, OpenItem, date_or_today};
use parties::Party;
use resource::find_document;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

const SERIES: DocumentSeries = DocumentSeries { prefix: "ALC", document: "allocation" };

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
    pub business_date: Option<Date>,
}

/// An allocation of a customer's credit to open sales.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CreditAllocated {
    /// The receipt or credit note.
    pub id: Uuid,
    /// The printed number of the allocation.
    pub number: String,
    /// The entry that dates and numbers it; it has no lines.
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
/// posts an entry without lines, which gives the allocation a date and a number.
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
    if shares.is_empty() {
        return Err(errors::nothing_owed(credit.number));
    }
    let date = date_or_today(tx, date)?;
    let (id, branch) = (tx.id::<()>().uuid(), ledger::main_site(tx)?);
    let mut draft = Draft::begin(tx, SERIES, id, date, branch)?;
    credit.number.clone_into(&mut draft.memo);
    let posted = ledger::post(tx, draft)?;
    let paid = settle(tx, posted.seq, (item.entry, item.n), &shares, left, currency)?;
    Ok(CreditAllocated { id: credit.doc, number: posted.number, entry: posted.id, paid })
}
