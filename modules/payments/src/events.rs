//! What the module tells.

use crate::Receipt;
use command::Event;
use kernel::{Date, Id, ToSchema};
use ledger::Entry;
use money::{Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};

/// A receipt was posted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReceiptTold {
    /// The receipt.
    pub receipt: Id<Receipt>,
    /// Its printed number.
    pub number: String,
    /// The date that decides the period.
    pub business_date: Date,
    /// The customer.
    pub customer: Id<Party>,
    /// The currency.
    pub currency: Currency,
    /// The amount that was paid.
    pub amount: Decimal,
    /// The entry that posted it.
    pub entry: Id<Entry>,
}

impl Event for ReceiptTold {
    const NAME: &'static str = "payments.receipt.posted";
}
