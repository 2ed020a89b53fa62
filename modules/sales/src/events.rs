//! What the module tells.

use crate::{Sale, SaleKind};
use command::{Event, Tx};
use kernel::{Date, Id, Result, ToSchema};
use ledger::Entry;
use money::{Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};

/// A sale or return that was posted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DocumentTold {
    /// The sale or return.
    pub document: Id<Sale>,
    /// Its printed number.
    pub number: String,
    /// The date that decides the period.
    pub business_date: Date,
    /// The customer.
    pub customer: Option<Id<Party>>,
    /// The sale that a return takes back.
    pub origin: Option<Id<Sale>>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Sum of the lines without tax.
    pub subtotal: Decimal,
    /// Sum of their tax.
    pub tax_total: Decimal,
    /// The total with tax.
    pub total: Decimal,
    /// The amount posted to the customer's receivables.
    pub due: Decimal,
    /// The entry that posted it.
    pub entry: Id<Entry>,
}

/// A sale was posted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct SaleTold(pub DocumentTold);

impl Event for SaleTold {
    const NAME: &'static str = "sales.sale.posted";
}

/// A return was posted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ReturnTold(pub DocumentTold);

impl Event for ReturnTold {
    const NAME: &'static str = "sales.return.posted";
}

/// Tells that a sale or return was posted.
pub(crate) fn tell(tx: &mut Tx<'_, '_>, sale: &Sale) -> Result<()> {
    let currency = sale.currency;
    let told = DocumentTold {
        document: sale.id,
        number: sale.number.clone(),
        business_date: sale.business_date,
        customer: sale.customer,
        origin: sale.origin,
        currency,
        subtotal: sale.subtotal.decimal(currency),
        tax_total: sale.tax_total.decimal(currency),
        total: sale.total.decimal(currency),
        due: sale.due.decimal(currency),
        entry: sale.entry,
    };
    match sale.kind {
        SaleKind::Sale => tx.emit(&SaleTold(told)),
        SaleKind::Return => tx.emit(&ReturnTold(told)),
    }
}
