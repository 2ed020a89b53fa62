//! Payment methods and receipts.

use crate::errors;
use command::Tx;
use kernel::{Date, Id, Result};
use ledger::{Account, Entry, Usage};
use money::{Amount, Currency};
use parties::Party;
use resource::Resource;
use store::{Prefetch, Read, Record};

/// A method of payment.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "payment_method", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct PaymentMethod {
    /// Its id.
    pub id: Id<PaymentMethod>,
    /// Its code.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// The cash or bank account that receives the money.
    #[field(references = Account)]
    pub account: Id<Account>,
    /// Whether it is cash: change is given from cash only.
    #[field(default = "false")]
    pub is_cash: bool,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

/// A payment received from a customer.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "receipt", scan(number), transient, row_counted, audited)]
#[non_exhaustive]
pub struct Receipt {
    /// Its id.
    pub id: Id<Receipt>,
    /// The printed number.
    #[field(search, group = "Receipt")]
    pub number: String,
    /// The customer.
    #[field(references = Party, search, resource = "customers", group = "Customer")]
    pub customer: Id<Party>,
    /// The customer's code, as it was printed.
    #[field(unlisted)]
    pub customer_code: String,
    /// The customer's name, as it was printed.
    pub customer_name: String,
    /// The customer's postal address, as it was printed.
    #[field(max = 1000)]
    pub customer_address: Option<String>,
    /// The payment method.
    #[field(references = PaymentMethod)]
    pub method: Id<PaymentMethod>,
    /// The code of the payment method, as it was printed.
    #[field(group = "Payment")]
    pub method_code: String,
    /// The name of the payment method, as it was printed.
    #[field(unlisted)]
    pub method_name: String,
    /// The name of the company, as it was printed.
    #[field(unlisted)]
    pub company_name: String,
    /// The name of the user who took the payment, as it was printed; none for the program itself.
    #[field(unlisted)]
    pub cashier: Option<String>,
    /// The currency of `amount`.
    pub currency: Currency,
    /// The amount received.
    pub amount: Amount,
    /// The business date.
    #[field(group = "Posting")]
    pub business_date: Date,
    /// The entry that posted it.
    #[field(references_table = "entry", resource = "journal-entries", unlisted)]
    pub entry: Id<Entry>,
    /// The entry's place in the journal.
    #[field(references_table = "entry")]
    pub entry_seq: i64,
}

impl Resource for PaymentMethod {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "is_cash", "is_active"];

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        read.get::<Account>(&self.account).ok();
    }

    /// The account must be a cash or bank account in use. The program finds the method of cash refunds by its code, and change was
    /// given by whether a method is cash.
    fn check(&mut self, before: Option<&PaymentMethod>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let account = tx.one::<Account>(&self.account)?;
        if !matches!(account.usage, Usage::Cash | Usage::Bank) {
            return Err(errors::not_a_money_account(&account.code, &account.name).at("account"));
        }
        if !account.is_active {
            return Err(errors::account_not_in_use(&account.code, &account.name).at("account"));
        }
        let Some(before) = before else { return Ok(()) };
        if before.code == crate::CASH && self.code != crate::CASH {
            return Err(errors::cash_keeps_its_code().at("code"));
        }
        if before.is_cash != self.is_cash && resource::is_referenced(tx, self, |_| true)? {
            return Err(errors::method_was_used(&before.name).blame("is_cash", errors::make_another_method()));
        }
        Ok(())
    }
}

impl Resource for Receipt {
    const ORDER: &'static [&'static str] = &["-business_date"];
    const FILTERS: &'static [&'static str] = &["customer", "business_date", "number"];
}
