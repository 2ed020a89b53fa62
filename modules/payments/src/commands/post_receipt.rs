use crate::allocation::{Allocation, MAX_ALLOCATIONS, Paid, by_branch, by_sale, prefetch_debts, settle, shares};
use crate::events::ReceiptTold;
use crate::records::{PaymentMethod, Receipt};
use crate::{RECEIVABLE, errors};
use command::{Command, Tx};
use kernel::{Date, FieldErrors, Id, Result, ToSchema, both};
use ledger::{DocumentSeries, Draft, DraftLine, Entry, document_date, positive_amount};
use money::{Amount, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use store::{Prefetch, Ref, Session};

pub(crate) const SERIES: DocumentSeries = DocumentSeries { prefix: "REC", document: "receipt" };

/// Posts a payment received from a customer and settles open sales with it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostReceipt {
    /// The customer: id or code.
    #[schema(resource = "customers")]
    pub customer: Ref<Party>,
    /// The payment method: id or code.
    pub method: Ref<PaymentMethod>,
    /// The amount, in the company's currency.
    pub amount: Decimal,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
    /// The sales it settles; the earliest due where it is left out. The remainder is an advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = MAX_ALLOCATIONS)]
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
    /// The customer.
    pub customer: Id<Party>,
    /// The amount received.
    pub amount: Decimal,
    /// The sales it settled; the remainder is an advance.
    #[serde(flatten)]
    pub paid: Paid,
}

impl Command for PostReceipt {
    const NAME: &'static str = "payments.receipt.post";
    const STATUS: u16 = 201;
    type Output = ReceiptPosted;

    fn example() -> Json {
        json!({ "customer": "ann", "method": "bank", "amount": "25.00", "allocate": [{ "sale": "SAL-2026-000001", "amount": "25.00" }] })
    }

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        if let Some(customer) = body["customer"].as_str() {
            errors.check(parties::customer(read, customer))?;
        }
        if let Some(method) = body["method"].as_str() {
            errors.check_at("method", Ref::<PaymentMethod>::new(method).get(read))?;
        }
        Ok(())
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &[RECEIVABLE]);
        ledger::main_site(read).ok();
        crate::prefetch_method(read, &self.method);
        let customer = parties::customer(read, self.customer.as_str()).ok().map(|customer| customer.id);
        prefetch_debts(read, customer, self.allocate.as_deref());
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ReceiptPosted> {
        let currency = ledger::company(tx)?.base_currency;
        let amount = positive_amount(self.amount, currency).map_err(|error| error.at("amount"));
        let customer = parties::customer(tx, self.customer.as_str());
        let method = self.method.get(tx).and_then(|method| match method.is_active {
            true => Ok(method),
            false => Err(errors::method_inactive(&method.name)),
        });
        let method = method.map_err(|error| error.at("method"));
        let ((amount, customer), method) = both(both(amount, customer), method)?;
        let date = document_date(tx, self.business_date)?;
        let receivable = ledger::account_of(tx, RECEIVABLE)?;
        let shares = shares(tx, customer.id, self.allocate.as_deref(), amount, currency)?;

        let id = tx.id::<Receipt>();
        let branch = ledger::main_site(tx)?;
        let mut draft = Draft::begin(tx, SERIES, id.uuid(), date, branch)?;
        draft.line(DraftLine::new(method.account, amount));
        // Each branch gets the credit that pays its own debts; an advance is the main site's.
        let mut parts = by_branch(&shares)?;
        let advance = amount.minus(Amount::sum(parts.values().copied())?)?;
        if !advance.is_zero() {
            let part = parts.entry(branch).or_default();
            *part = part.plus(advance)?;
        }
        let mut credits = BTreeMap::new();
        for (site, part) in parts {
            let credit = DraftLine::new(receivable, part.negated()?).branch(site);
            credits.insert(site, (draft.seq(), draft.line(credit.party(customer.id.uuid()).due(date))));
        }
        let posted = ledger::post(tx, draft)?;
        let (number, entry, entry_seq) = (posted.number.clone(), posted.id, posted.seq);
        let receipt = Receipt {
            id,
            number,
            customer: customer.id,
            customer_code: customer.code.clone(),
            customer_name: customer.name.clone(),
            customer_address: customer.address.clone(),
            method: method.id,
            method_code: method.code.clone(),
            method_name: method.name.clone(),
            company_name: ledger::company(tx)?.name.clone(),
            cashier: identity::member_name(tx)?,
            currency,
            amount,
            business_date: date,
            entry,
            entry_seq,
        };
        tx.insert_new(receipt)?;
        settle(tx, (entry_seq, 1), &credits, &shares)?;
        let paid = by_sale(&shares, amount, currency)?;
        let (number, amount) = (posted.number, amount.decimal(currency));
        if posted.is_told {
            let (number, customer) = (number.clone(), customer.id);
            tx.emit(&ReceiptTold { receipt: id, number, business_date: date, customer, currency, amount, entry })?;
        }
        Ok(ReceiptPosted { id, number, entry, customer: customer.id, amount, paid })
    }
}
