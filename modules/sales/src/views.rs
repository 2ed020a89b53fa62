//! What can be asked about sales.

use crate::queries::{self, field};
use crate::records::{Sale, SaleKind};
use catalog::Product;
use command::{Page, Query};
use inventory::Warehouse;
use kernel::{Date, Error, Id, Result};
use ledger::{Entry, Site};
use money::{Amount, Currency, Decimal, Price, Quantity, Rate};
use parties::Party;
use serde::{Deserialize, Serialize};
use store::{Session, Value};
use utoipa::ToSchema;

/// One sale or return with its lines and payments, by id or printed number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleDetail {
    id: String,
}

/// A sale or return.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaleView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub id: Id<Sale>,
    /// Its printed number.
    pub number: String,
    /// `sale` or `return`.
    #[schema(value_type = String)]
    pub kind: SaleKind,
    /// Who bought.
    #[schema(value_type = Option<String>, format = Uuid)]
    pub customer: Option<Id<Party>>,
    /// The warehouse.
    #[schema(value_type = String, format = Uuid)]
    pub warehouse: Id<Warehouse>,
    /// The branch.
    #[schema(value_type = String, format = Uuid)]
    pub site: Id<Site>,
    /// Decides the period.
    #[schema(value_type = String, format = Date)]
    pub business_date: Date,
    /// What the paper says.
    #[schema(value_type = String, format = Date)]
    pub document_date: Date,
    /// The currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Sum of the lines without tax.
    #[schema(value_type = String)]
    pub subtotal: Decimal,
    /// Sum of their tax.
    #[schema(value_type = String)]
    pub tax_total: Decimal,
    /// What it comes to.
    #[schema(value_type = String)]
    pub total: Decimal,
    /// What was handed over; of a return, what was refunded.
    #[schema(value_type = String)]
    pub paid: Decimal,
    /// What was handed back in cash.
    #[schema(value_type = String)]
    pub change: Decimal,
    /// What went on the customer's account then.
    #[schema(value_type = String)]
    pub due: Decimal,
    /// What of it is still open now.
    #[schema(value_type = String)]
    pub outstanding: Decimal,
    /// The entry that posted it.
    #[schema(value_type = String, format = Uuid)]
    pub entry: Id<Entry>,
    /// The sale that a return takes back.
    #[schema(value_type = Option<String>, format = Uuid)]
    pub origin: Option<Id<Sale>>,
    /// Why it came back.
    pub reason: Option<String>,
    /// The country it was sold to.
    pub country: Option<String>,
    /// The number somebody else gave it.
    pub reference: Option<String>,
    /// Whether it was accepted although a rule says no.
    pub needs_review: bool,
    /// Its lines.
    pub lines: Vec<SaleLineView>,
    /// How it was paid or refunded.
    pub payments: Vec<SalePaymentView>,
}

/// A line of a sale or return.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaleLineView {
    /// Its place, from 1.
    pub n: i64,
    /// What: its id.
    #[schema(value_type = String, format = Uuid)]
    pub product: Id<Product>,
    /// What: its SKU.
    pub sku: String,
    /// What: its name.
    pub name: String,
    /// How many.
    #[schema(value_type = String)]
    pub quantity: Quantity,
    /// The price of one.
    #[schema(value_type = String)]
    pub unit_price: Price,
    /// What was taken off the line.
    #[schema(value_type = String)]
    pub discount: Decimal,
    /// Without tax.
    #[schema(value_type = String)]
    pub net: Decimal,
    /// The tax category's code.
    pub tax_category: String,
    /// The rate; none where it is outside tax.
    #[schema(value_type = Option<String>)]
    pub tax_rate: Option<Rate>,
    /// The tax.
    #[schema(value_type = String)]
    pub tax: Decimal,
    /// With tax.
    #[schema(value_type = String)]
    pub total: Decimal,
    /// How many came back.
    #[schema(value_type = String)]
    pub returned: Quantity,
    /// The line of the origin it takes back.
    pub origin_line: Option<i64>,
}

/// A payment or refund.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalePaymentView {
    /// The payment method's code.
    pub method: String,
    /// How much was handed over.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

impl Query for SaleDetail {
    const NAME: &'static str = "sales.sale.view";
    type Output = SaleView;

    fn run(&self, read: &mut Session<'_>, _: &Page) -> Result<SaleView> {
        let sale = crate::find_sale(read, &self.id)?.ok_or_else(|| Error::not_found("sale", &self.id))?;
        let currency = sale.currency;
        let outstanding = queries::outstanding(read, sale.id.uuid())?.decimal(currency);
        let lines = queries::lines(read, sale.id.uuid())?.into_iter().map(|row| line(row, currency));
        let lines = lines.collect::<Result<_>>()?;
        let payments = queries::payments(read, sale.id.uuid())?.into_iter().map(|row| payment(row, currency));
        let payments = payments.collect::<Result<_>>()?;
        Ok(SaleView {
            id: sale.id,
            number: sale.number.clone(),
            kind: sale.kind,
            customer: sale.customer,
            warehouse: sale.warehouse,
            site: sale.site,
            business_date: sale.business_date,
            document_date: sale.document_date,
            currency,
            subtotal: sale.subtotal.decimal(currency),
            tax_total: sale.tax_total.decimal(currency),
            total: sale.total.decimal(currency),
            paid: sale.paid.decimal(currency),
            change: sale.change_given.decimal(currency),
            due: sale.due.decimal(currency),
            outstanding,
            entry: sale.entry,
            origin: sale.origin,
            reason: sale.reason.clone(),
            country: sale.country.clone(),
            reference: sale.reference.clone(),
            needs_review: sale.needs_review,
            lines,
            payments,
        })
    }
}

fn money(value: Option<Value>, currency: Currency) -> Result<Decimal> {
    Ok(field::<Amount>(value)?.decimal(currency))
}

fn line(row: Vec<Value>, currency: Currency) -> Result<SaleLineView> {
    let mut row = row.into_iter();
    Ok(SaleLineView {
        n: field(row.next())?,
        product: field(row.next())?,
        sku: field(row.next())?,
        name: field(row.next())?,
        quantity: field(row.next())?,
        unit_price: field(row.next())?,
        discount: money(row.next(), currency)?,
        net: money(row.next(), currency)?,
        tax_category: field(row.next())?,
        tax_rate: field(row.next())?,
        tax: money(row.next(), currency)?,
        total: money(row.next(), currency)?,
        returned: field(row.next())?,
        origin_line: field(row.next())?,
    })
}

fn payment(row: Vec<Value>, currency: Currency) -> Result<SalePaymentView> {
    let mut row = row.into_iter();
    Ok(SalePaymentView { method: field(row.next())?, amount: money(row.next(), currency)? })
}
