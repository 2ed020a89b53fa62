//! Sales and returns as documents. Written only by commands.

use catalog::{Product, TaxCategory};
use inventory::Warehouse;
use kernel::{Date, Id};
use ledger::{Entry, Site};
use money::{Amount, Currency, Price, Quantity, Rate};
use parties::Party;
use payments::PaymentMethod;
use resource::Resource;
use store::{Record, choices};

choices! {
    /// Which way a document counts.
    pub enum SaleKind {
        /// Goods and services went out.
        Sale = "sale",
        /// They came back, or their price did.
        Return = "return",
    }
}

/// A sale or a return. The totals of a return are positive too: its kind says which way they count.
///
/// `total = paid - change_given + due`, and of a return `paid` is what was refunded and `due` what the customer's
/// account was credited.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "sale", scan(number), row_counted, transient, audited)]
pub struct Sale {
    /// Its id.
    pub id: Id<Sale>,
    /// The printed number.
    pub number: String,
    /// Sale or return.
    pub kind: SaleKind,
    /// Who bought; nobody known at the counter.
    #[field(references = Party)]
    pub customer: Option<Id<Party>>,
    /// Out of (or back into) which warehouse.
    #[field(references = Warehouse)]
    pub warehouse: Id<Warehouse>,
    /// The branch whose books it is in.
    #[field(references = Site)]
    pub site: Id<Site>,
    /// Decides the period.
    pub business_date: Date,
    /// What the paper says.
    pub document_date: Date,
    /// The currency of all totals.
    pub currency: Currency,
    /// Sum of the lines without tax.
    pub subtotal: Amount,
    /// Sum of the lines' tax.
    pub tax_total: Amount,
    /// What it comes to.
    pub total: Amount,
    /// What was handed over.
    pub paid: Amount,
    /// What was handed back in cash.
    pub change_given: Amount,
    /// What went on the customer's account.
    pub due: Amount,
    /// The entry that posted it.
    pub entry: Id<Entry>,
    /// The entry's place in the journal.
    pub entry_seq: i64,
    /// The sale that a return takes back, where it is known.
    pub origin: Option<Id<Sale>>,
    /// Why it came back.
    pub reason: Option<String>,
    /// The country it was sold to, where the paper says so.
    pub country: Option<String>,
    /// The number somebody else gave it.
    pub reference: Option<String>,
    /// Whether somebody should look at it: it was accepted although a rule says no.
    pub needs_review: bool,
}

/// A line of a sale or return.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "sale_line", key(sale, n), scan(sale), transient, unstamped)]
pub struct SaleLine {
    /// Its document.
    pub sale: Id<Sale>,
    /// Its place there, from 1.
    pub n: i64,
    /// What.
    pub product: Id<Product>,
    /// How many.
    pub quantity: Quantity,
    /// The price of one, as typed: with or without tax, as the company does it.
    pub unit_price: Price,
    /// What was taken off the line.
    pub discount: Amount,
    /// Without tax.
    pub net: Amount,
    /// Its tax category.
    pub tax_category: Id<TaxCategory>,
    /// The rate; none where it is not taxed, which is not the same as taxed at 0.
    pub tax_rate: Option<Rate>,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub total: Amount,
    /// The line of the document's entry that moved the goods; none where none moved.
    pub stock_line: Option<i64>,
    /// How many of them came back.
    pub returned: Quantity,
    /// Their part of `net`.
    pub returned_net: Amount,
    /// Their part of `tax`.
    pub returned_tax: Amount,
    /// The origin's line, where this is a return of one.
    pub origin_n: Option<i64>,
}

/// How a sale was paid, or a return refunded: what was handed over; the change is in [`Sale::change_given`].
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "sale_payment", key(sale, n), scan(sale), append_only, unstamped)]
pub struct SalePayment {
    /// Its document.
    pub sale: Id<Sale>,
    /// Its place there, from 1.
    pub n: i64,
    /// How.
    pub method: Id<PaymentMethod>,
    /// How much.
    pub amount: Amount,
}

impl Resource for Sale {
    const ORDER: &'static [&'static str] = &["-business_date"];
    const FILTERS: &'static [&'static str] = &["customer", "business_date", "number", "kind", "needs_review"];
}
