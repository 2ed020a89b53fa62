//! Sales and returns with their lines and payments; written only by commands.

use catalog::{Product, TaxCategory};
use command::Grant;
use inventory::Warehouse;
use kernel::{Date, Id, Instant};
use ledger::{Entry, Site};
use money::{Amount, Currency, Price, Quantity, Rate};
use parties::Party;
use payments::PaymentMethod;
use resource::Resource;
use store::{Record, Words, choices};

choices! {
    /// Sale or return.
    pub enum SaleKind {
        /// Goods and services are delivered.
        Sale = "sale",
        /// Goods come back, or part of their price is credited.
        Return = "return",
    }
}

/// A sale or a return. The totals of a return are positive; its kind gives the direction.
///
/// `total = paid - change_given + due + difference`; on a return `paid` is the refund and `due` the credit to the customer's
/// receivables.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "sale", scan(number), row_counted, transient, audited)]
#[non_exhaustive]
pub struct Sale {
    /// Its id.
    pub id: Id<Sale>,
    /// The printed number.
    #[field(search, group = "Document")]
    pub number: String,
    /// Sale or return.
    pub kind: SaleKind,
    /// The customer; none for an anonymous cash sale.
    #[field(references = Party, search, resource = "customers", group = "Customer")]
    pub customer: Option<Id<Party>>,
    /// The customer's code, as it was printed.
    #[field(unlisted)]
    pub customer_code: Option<String>,
    /// The customer's name, as it was printed.
    pub customer_name: Option<String>,
    /// The customer's postal address, as it was printed.
    #[field(max = 1000)]
    pub customer_address: Option<String>,
    /// The customer's number at the tax office, as it was printed.
    #[field(unlisted)]
    pub customer_tax_id: Option<String>,
    /// The warehouse the goods leave or come back to.
    #[field(references = Warehouse, unlisted, group = "Place")]
    pub warehouse: Id<Warehouse>,
    /// The code of the warehouse, as it was printed.
    #[field(unlisted)]
    pub warehouse_code: String,
    /// The name of the warehouse, as it was printed.
    #[field(unlisted)]
    pub warehouse_name: String,
    /// The branch in whose books it is.
    #[field(references = Site, unlisted)]
    pub site: Id<Site>,
    /// The code of the branch, as it was printed.
    #[field(unlisted)]
    pub site_code: String,
    /// The name of the branch, as it was printed.
    #[field(unlisted)]
    pub site_name: String,
    /// The name of the company, as it was printed.
    #[field(unlisted)]
    pub company_name: String,
    /// The name of the user who sold, as it was printed; none where the program itself recorded the document.
    #[field(unlisted)]
    pub cashier: Option<String>,
    /// When an offline device made the sale, by the clock of that device.
    #[field(unlisted, group = "Dates")]
    pub occurred_at: Option<Instant>,
    /// The date that decides the period.
    pub business_date: Date,
    /// The date printed on the document.
    #[field(unlisted)]
    pub document_date: Date,
    /// The day on which `due` is to be paid: the one that was named, else by the customer's terms of payment; none where nothing is due.
    #[field(unlisted)]
    pub due_date: Option<Date>,
    /// The currency of all totals.
    #[field(group = "Totals")]
    pub currency: Currency,
    /// Sum of the lines without tax.
    #[field(unlisted)]
    pub subtotal: Amount,
    /// Sum of the lines' tax.
    #[field(unlisted)]
    pub tax_total: Amount,
    /// The total with tax.
    pub total: Amount,
    /// The amount paid, before change; on a return, the refund.
    #[field(unlisted)]
    pub paid: Amount,
    /// The change given in cash.
    #[field(unlisted)]
    pub change_given: Amount,
    /// The amount posted to the customer's receivables. What has been paid since stands in `outstanding` of the document.
    #[field(label = "On account")]
    pub due: Amount,
    /// The part of the total that a device printed but that was neither paid nor is owed; below zero where more was paid. Posted to
    /// cash over and short.
    #[field(unlisted)]
    pub difference: Amount,
    /// The entry that posted it.
    #[field(references_table = "entry", resource = "journal-entries", unlisted, group = "Posting")]
    pub entry: Id<Entry>,
    /// The entry's place in the journal.
    #[field(references_table = "entry")]
    pub entry_seq: i64,
    /// The sale that a return takes back, where it is known.
    #[field(references_table = "sale", unlisted)]
    pub origin: Option<Id<Sale>>,
    /// The reason of a return.
    pub reason: Option<String>,
    /// The country of destination, where the document names it.
    pub country: Option<String>,
    /// The number another system gave it.
    #[field(search)]
    pub reference: Option<String>,
    /// Whether it needs review, because it was accepted although it breaks a rule.
    pub needs_review: bool,
    /// The codes of the rules it breaks.
    pub flags: Words,
}

impl Sale {
    /// Whether a grant covers it, by its site and its customer.
    pub(crate) fn is_within(&self, grant: &Grant) -> bool {
        grant.covers(Some(self.site.uuid()), self.customer.map(Id::uuid))
    }
}

/// A line of a sale or return.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "sale_line", key(sale, n), scan(sale), transient, unstamped)]
#[non_exhaustive]
pub struct SaleLine {
    /// Its document.
    #[field(references_table = "sale")]
    pub sale: Id<Sale>,
    /// Its place there, from 1.
    pub n: i64,
    /// The product.
    #[field(references_table = "product", resource = "products")]
    pub product: Id<Product>,
    /// The SKU, as it was printed.
    pub sku: String,
    /// The name of the product, as it was printed.
    #[field(max = 500)]
    pub name: String,
    /// The code of the unit, as it was printed.
    pub unit: String,
    /// The quantity.
    pub quantity: Quantity,
    /// The price of one unit as entered: with or without tax, as the company's setting says.
    pub unit_price: Price,
    /// The discount on the line.
    pub discount: Amount,
    /// The amount without tax.
    pub net: Amount,
    /// Its tax category.
    #[field(references_table = "tax_category")]
    pub tax_category: Id<TaxCategory>,
    /// The code of the tax category, as it was printed.
    pub tax_code: String,
    /// The name of the tax category, as it was printed.
    pub tax_name: String,
    /// The rate; none where it is not taxed, which is not the same as taxed at 0.
    pub tax_rate: Option<Rate>,
    /// The tax.
    pub tax: Amount,
    /// The amount with tax.
    pub total: Amount,
    /// The line of the document's entry that moved the goods; none where none moved.
    pub stock_line: Option<i64>,
    /// The returned quantity.
    pub returned: Quantity,
    /// The returned part of `net`.
    pub returned_net: Amount,
    /// The returned part of `tax`.
    pub returned_tax: Amount,
    /// The line of the original sale that it takes back.
    pub origin_n: Option<i64>,
}

/// A payment of a sale before change, or a refund of a return; the change is in [`Sale::change_given`].
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "sale_payment", key(sale, n), scan(sale), append_only, unstamped)]
#[non_exhaustive]
pub struct SalePayment {
    /// Its document.
    #[field(references_table = "sale")]
    pub sale: Id<Sale>,
    /// Its place there, from 1.
    pub n: i64,
    /// The payment method.
    #[field(references_table = "payment_method")]
    pub method: Id<PaymentMethod>,
    /// The code of the payment method, as it was printed.
    pub method_code: String,
    /// The name of the payment method, as it was printed.
    pub method_name: String,
    /// The amount.
    pub amount: Amount,
}

impl Resource for Sale {
    const ORDER: &'static [&'static str] = &["-business_date"];
    const FILTERS: &'static [&'static str] = &["customer", "business_date", "number", "kind", "needs_review", "origin"];
}
