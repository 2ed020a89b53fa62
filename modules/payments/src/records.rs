//! How customers pay, and what they paid.

use kernel::{Date, Id};
use ledger::{Account, Entry};
use money::{Amount, Currency};
use parties::Party;
use store::Record;

/// A way of paying.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "payment_method", unique(code), counted)]
pub struct PaymentMethod {
    /// Its id.
    #[field(read_only)]
    pub id: Id<PaymentMethod>,
    /// What it is known by.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// Where the money arrives.
    #[field(references = Account)]
    pub account: Id<Account>,
    /// Whether it is notes and coins: only they can be handed back as change.
    #[field(default = "false")]
    pub is_cash: bool,
    /// Whether it is in use.
    #[field(default = "true")]
    pub is_active: bool,
}

/// Money that came from a customer.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "receipt", append, counted)]
pub struct Receipt {
    /// Its id.
    pub id: Id<Receipt>,
    /// The printed number.
    pub number: String,
    /// Who paid.
    pub customer: Id<Party>,
    /// How.
    pub method: Id<PaymentMethod>,
    /// The currency of `amount`.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// When.
    pub business_date: Date,
    /// The entry that says so.
    pub entry: Id<Entry>,
    /// The entry's place in the journal.
    pub entry_seq: i64,
}
