use crate::allocation::{Allocation, Paid, main_site, positive, prefetch_debts, settle, shares};
use crate::records::Receipt;
use command::{Command, Series, Tx};
use kernel::{Date, Error, Id, Result, ToSchema};
use ledger::{Draft, DraftLine, Entry, Numbering, PostingRole};
use money::Decimal;
use parties::Party;
use serde::{Deserialize, Serialize};
use store::{Prefetch, Read};

/// What the numbers of receipts begin with.
const SERIES: &str = "REC";

/// Takes money from a customer and settles with it what the customer owes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostReceipt {
    /// Who paid: id or code.
    pub customer: String,
    /// How: id or code of a payment method.
    pub method: String,
    /// How much, in the company's currency.
    pub amount: Decimal,
    /// When; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// What it pays; where it is left out, what is due first is paid first. What is not allocated stays as an advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocate: Option<Vec<Allocation>>,
}

/// A receipt as it was posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptPosted {
    /// Its id.
    pub id: Id<Receipt>,
    /// Its printed number.
    pub number: String,
    /// The entry that posted it.
    pub entry: Id<Entry>,
    /// Who paid.
    pub customer: Id<Party>,
    /// How much.
    pub amount: Decimal,
    /// What it paid; the rest is an advance.
    #[serde(flatten)]
    pub paid: Paid,
}

impl Command for PostReceipt {
    const NAME: &'static str = "payments.receipt.post";
    const STATUS: u16 = 201;
    type Output = ReceiptPosted;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, self.business_date, &[PostingRole::Receivable]);
        main_site(read).ok();
        if let Some(date) = self.business_date {
            read.get::<Series>(&format!("{SERIES}-{:04}", date.year())).ok();
        }
        crate::prefetch_method(read, &self.method);
        let customer = parties::customer(read, &self.customer).ok().map(|customer| customer.id);
        prefetch_debts(read, customer, self.allocate.as_deref());
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
        let receivable = ledger::account_of(tx, PostingRole::Receivable)?;
        let shares = shares(tx, customer.id, self.allocate.as_deref(), amount, currency)?;

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
        let paid = settle(tx, entry_seq, (entry_seq, credit), &shares, amount, currency)?;
        let (number, amount) = (posted.number, amount.decimal(currency));
        Ok(ReceiptPosted { id, number, entry, customer: customer.id, amount, paid })
    }
}
