//! What can be asked about sales.

use crate::document::{SaleHead, SaleLinePosted};
use crate::queries;
use crate::records::Sale;
use command::{Query, QueryContext};
use inventory::Warehouse;
use kernel::{Date, Error, Id, Result, ToSchema};
use ledger::Site;
use money::{Amount, Currency, Decimal, Quantity, Rate};
use parties::Party;
use serde::{Deserialize, Serialize};
use store::{Session, Value, field};

/// One sale or return with its lines and payments, by id or printed number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleDetail {
    id: String,
}

/// A sale or return.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaleView {
    /// What it is known by and comes to.
    #[serde(flatten)]
    pub sale: SaleHead,
    /// Who bought.
    pub customer: Option<Id<Party>>,
    /// The warehouse.
    pub warehouse: Id<Warehouse>,
    /// The branch.
    pub site: Id<Site>,
    /// Decides the period.
    pub business_date: Date,
    /// What the paper says.
    pub document_date: Date,
    /// What of it is still open now.
    pub outstanding: Decimal,
    /// The sale that a return takes back.
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
    /// What was sold, and what it comes to.
    #[serde(flatten)]
    pub line: SaleLinePosted,
    /// What: its name.
    pub name: String,
    /// The tax category's code.
    pub tax_category: String,
    /// The rate; none where it is outside tax.
    pub tax_rate: Option<Rate>,
    /// How many came back.
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
    pub amount: Decimal,
}

impl Query for SaleDetail {
    const NAME: &'static str = "sales.sale.view";
    const SCOPED: bool = true;
    type Output = SaleView;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<SaleView> {
        let sale = crate::find_sale(read, &self.id)?.filter(|sale| sale.is_within(context.grant()));
        let sale = sale.ok_or_else(|| Error::not_found("sale", &self.id))?;
        let currency = sale.currency;
        let outstanding = queries::outstanding(read, sale.id.uuid())?.decimal(currency);
        let lines = queries::lines(read, sale.id.uuid())?.into_iter().map(|row| line(row, currency));
        let lines = lines.collect::<Result<_>>()?;
        let payments = queries::payments(read, sale.id.uuid())?.into_iter().map(|row| payment(row, currency));
        let payments = payments.collect::<Result<_>>()?;
        Ok(SaleView {
            sale: SaleHead::of(&sale),
            customer: sale.customer,
            warehouse: sale.warehouse,
            site: sale.site,
            business_date: sale.business_date,
            document_date: sale.document_date,
            outstanding,
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
    let line = SaleLinePosted {
        n: field(row.next())?,
        sku: field(row.next())?,
        product: field(row.next())?,
        quantity: field(row.next())?,
        unit_price: field(row.next())?,
        discount: money(row.next(), currency)?,
        net: money(row.next(), currency)?,
        tax: money(row.next(), currency)?,
        total: money(row.next(), currency)?,
    };
    Ok(SaleLineView {
        line,
        name: field(row.next())?,
        tax_category: field(row.next())?,
        tax_rate: field(row.next())?,
        returned: field(row.next())?,
        origin_line: field(row.next())?,
    })
}

fn payment(row: Vec<Value>, currency: Currency) -> Result<SalePaymentView> {
    let mut row = row.into_iter();
    Ok(SalePaymentView { method: field(row.next())?, amount: money(row.next(), currency)? })
}
