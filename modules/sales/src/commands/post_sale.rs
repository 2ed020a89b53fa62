use super::{MAX_LINES, MAX_PAYMENTS, bounded, goods};
use crate::document::{Document, DocumentLine, SalePosted, record, totals};
use crate::domain::{self, LineTotals, Tender};
use crate::records::{Sale, SaleKind};
use crate::violations::Violations;
use catalog::{Product, ProductKind, TaxCategory, TaxKind};
use command::{Command, Series, Tx};
use inventory::{LocationKind, Warehouse};
use jiff::ToSpan;
use kernel::{Date, Error, Result, ToSchema};
use ledger::{Account, Company, Draft, Numbering, PostingRole};
use money::{Amount, Decimal, Price, Quantity};
use parties::Party;
use payments::{PaymentMethod, positive};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read};

/// What the numbers of sales begin with.
const SERIES: &str = "SAL";
/// Selling off the list needs it.
pub(crate) const PRICE_OVERRIDE: &str = "sales.price.override";
/// How many months ahead an open day is looked for.
const MONTHS_AHEAD: i64 = 36;

/// Sells goods and services: for cash, or on a customer's account.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostSale {
    /// Who buys: id or code. Where nobody is named, everything must be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Out of which warehouse: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// When; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// What is sold.
    pub lines: Vec<SoldLine>,
    /// How it is paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    /// The number a device or another system gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

catalog::product_line! {
    /// A line that is sold. The product is named by exactly one of `sku`, `product` and `barcode`.
    pub struct SoldLine {
        /// How many, more than 0.
        pub quantity: Quantity,
        /// The price of one; the list's where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit_price: Option<Price>,
        /// An amount off the line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub discount: Option<Decimal>,
    }
}

/// Money that is handed over.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// How: id or code of a payment method.
    pub method: String,
    /// How much.
    pub amount: Decimal,
}

impl Command for PostSale {
    const NAME: &'static str = "sales.sale.post";
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [PostingRole::SalesIncome, PostingRole::TaxOutput, PostingRole::CostOfSales, PostingRole::Stock];
        ledger::prefetch_posting(read, self.business_date, &roles);
        if let Some(date) = self.business_date {
            read.get::<Series>(&format!("{SERIES}-{:04}", date.year())).ok();
        }
        if let Some(customer) = &self.customer {
            ledger::prefetch_posting(read, None, &[PostingRole::Receivable]);
            parties::customer(read, customer).ok();
        }
        for payment in &self.payments {
            payments::prefetch_method(read, &payment.method);
        }
        let warehouse = inventory::warehouse(read, self.warehouse.as_deref());
        for line in &self.lines {
            let Ok(product) = catalog::find_product(read, line.named(), "") else { continue };
            read.get::<TaxCategory>(&product.tax_category).ok();
            if let Some(account) = product.income_account {
                read.get::<Account>(&account).ok();
            }
            if let (Ok(warehouse), ProductKind::Stock) = (&warehouse, product.kind) {
                inventory::prefetch_move(read, product.id, warehouse, LocationKind::Customer);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.sell(tx, Violations::new(false))
    }
}

impl PostSale {
    /// Sells; `violations` decides whether broken rules are refused or flagged.
    pub(super) fn sell(&self, tx: &mut Tx<'_, '_>, mut violations: Violations) -> Result<SalePosted> {
        self.check_bounds(&mut violations)?;
        let company = ledger::company(tx)?;
        let warehouse = violations.collect(inventory::warehouse(tx, self.warehouse.as_deref()))?;
        let customer = self.buyer(tx, &mut violations)?;
        let mut lines = self.price(tx, &company, &mut violations)?;
        let payments = self.payments(tx, &company, &mut violations)?;
        violations.finish()?;
        let Some(warehouse) = warehouse else { return Err(Error::internal("a sale without a warehouse")) };
        let tender = self.tender(&company, customer.is_some(), totals(&lines)?.total, &payments)?;
        self.check_stock(tx, &warehouse, &lines, &mut violations)?;
        let document_date = self.business_date.map_or_else(|| ledger::today(tx), Ok)?;
        let business_date = open_day(tx, &company, document_date, &mut violations)?;

        let id = tx.id::<Sale>();
        let numbering = Numbering::Own(SERIES);
        let mut draft = Draft::begin(tx, "sale", id.uuid(), business_date, warehouse.site, numbering)?;
        draft.document_date = document_date;
        let customer = customer.map(|customer| customer.id);
        for line in lines.iter_mut().filter(|line| line.product.kind == ProductKind::Stock) {
            let goods = goods(tx, line.product.id, line.quantity, &warehouse, customer)?;
            line.stock_line = Some(inventory::issue(tx, &mut draft, &goods)?.line);
        }
        let document = Document {
            id,
            kind: SaleKind::Sale,
            customer,
            warehouse,
            lines,
            payments,
            tender,
            origin: None,
            reason: None,
            country: None,
            reference: self.reference.clone(),
            flags: violations.flags(),
        };
        Ok(record(tx, draft, &document)?.answer)
    }

    fn check_bounds(&self, violations: &mut Violations) -> Result<()> {
        if self.lines.is_empty() || self.lines.len() > MAX_LINES {
            return Err(Error::field("lines", "item_count", format!("A sale has 1 to {MAX_LINES} lines.")));
        }
        if self.payments.len() > MAX_PAYMENTS {
            return Err(Error::field("payments", "item_count", format!("A sale has at most {MAX_PAYMENTS} payments.")));
        }
        violations.collect(bounded(self.reference.as_deref().unwrap_or_default(), 64, "reference"))?;
        Ok(())
    }

    fn buyer(&self, tx: &mut Tx<'_, '_>, violations: &mut Violations) -> Result<Option<Arc<Party>>> {
        let Some(which) = &self.customer else { return Ok(None) };
        let customer = violations.collect(parties::customer(tx, which))?;
        if let Some(customer) = customer.as_ref().filter(|customer| !customer.is_active) {
            let message = format!("The customer “{}” is not in use.", customer.code);
            violations.add("inactive_customer", "customer".to_owned(), "inactive", message);
        }
        Ok(customer)
    }

    fn price(&self, tx: &mut Tx<'_, '_>, company: &Company, violations: &mut Violations) -> Result<Vec<DocumentLine>> {
        let mut lines = Vec::with_capacity(self.lines.len());
        for (n, line) in self.lines.iter().enumerate() {
            let priced = price_line(tx, company, line, &format!("lines.{n}"), violations);
            lines.extend(violations.collect(priced)?);
        }
        Ok(lines)
    }

    fn payments(
        &self,
        tx: &mut Tx<'_, '_>,
        company: &Company,
        violations: &mut Violations,
    ) -> Result<Vec<(Arc<PaymentMethod>, Amount)>> {
        let mut payments = Vec::with_capacity(self.payments.len());
        for (n, payment) in self.payments.iter().enumerate() {
            let field = format!("payments.{n}");
            let method = violations.collect(payments::method(tx, &payment.method, &format!("{field}.method")))?;
            let amount = positive(payment.amount, company.base_currency, &format!("{field}.amount"));
            let amount = violations.collect(amount)?;
            if let Some(method) = method.as_ref().filter(|method| !method.is_active) {
                let message = format!("“{}” is not in use.", method.name);
                violations.add("inactive_method", format!("{field}.method"), "inactive", message);
            }
            payments.extend(method.zip(amount));
        }
        Ok(payments)
    }

    /// Without a customer everything must be paid; only cash may exceed the total.
    fn tender(
        &self,
        company: &Company,
        has_customer: bool,
        total: Amount,
        payments: &[(Arc<PaymentMethod>, Amount)],
    ) -> Result<Tender> {
        let currency = company.base_currency;
        let paid: Vec<_> = payments.iter().map(|(method, amount)| (*amount, method.is_cash)).collect();
        let Some(tender) = domain::tender(total, &paid)? else {
            let detail = format!("More than the total of {} is paid, and not in cash.", total.decimal(currency));
            return Err(Error::conflict("overpaid", detail).blaming("payments", "exceed the total"));
        };
        if tender.due.is_positive() && !has_customer {
            let due = tender.due.decimal(currency);
            let detail = format!("{due} is not paid. Name the customer on whose account it goes.");
            return Err(Error::conflict("not_paid", detail).blaming("payments", format!("{due} is missing")));
        }
        Ok(tender)
    }

    fn check_stock(
        &self,
        tx: &mut Tx<'_, '_>,
        warehouse: &Warehouse,
        lines: &[DocumentLine],
        violations: &mut Violations,
    ) -> Result<()> {
        let goods = lines.iter().enumerate().filter(|(_, line)| line.product.kind == ProductKind::Stock);
        let goods: Vec<(String, Arc<Product>, Quantity)> =
            goods.map(|(n, line)| (format!("lines.{n}.quantity"), line.product.clone(), line.quantity)).collect();
        if !violations.is_offline() {
            return inventory::require_available(tx, warehouse, &goods);
        }
        if !warehouse.allows_deficit && !inventory::shortages(tx, warehouse, &goods)?.is_empty() {
            violations.flag("insufficient_stock");
        }
        Ok(())
    }
}

/// What a line comes to. A price off the list or a discount needs a permission.
fn price_line(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    line: &SoldLine,
    field: &str,
    violations: &mut Violations,
) -> Result<DocumentLine> {
    let product = catalog::find_product(tx, line.named(), field)?;
    if !product.is_active {
        let message = format!("{} is not in use.", product.sku);
        violations.add("inactive_product", field.to_owned(), "inactive", message);
    }
    if !line.quantity.is_positive() {
        let message = "A quantity is greater than zero.";
        return Err(Error::field(format!("{field}.quantity"), "not_positive", message));
    }
    let countable = catalog::check_quantity(tx, &product, line.quantity, &format!("{field}.quantity"));
    violations.downgrade("unit_decimals", countable)?;
    let currency = company.base_currency;
    let unit_price = line.unit_price.unwrap_or(product.selling_price);
    if unit_price < Price::ZERO {
        return Err(Error::field(format!("{field}.unit_price"), "negative", "A price is not below zero."));
    }
    let amount = domain::amount(unit_price, line.quantity, currency)
        .map_err(|error| Error::from(error).at(format!("{field}.unit_price")))?;
    let discount = Amount::from_decimal(line.discount.unwrap_or(Decimal::new(0, 0)), currency)
        .map_err(|error| Error::from(error).at(format!("{field}.discount")))?;
    if discount.is_negative() || discount > amount {
        let message = format!("A discount is between zero and the line's {}.", amount.decimal(currency));
        return Err(Error::field(format!("{field}.discount"), "out_of_range", message));
    }
    if unit_price != product.selling_price || !discount.is_zero() {
        let at = if discount.is_zero() { "unit_price" } else { "discount" };
        allow_price(tx, &format!("{field}.{at}"), violations)?;
    }
    let category = tx.one::<TaxCategory>(&product.tax_category)?;
    let tax_rate = (category.kind == TaxKind::Taxed).then_some(category.rate);
    let totals = LineTotals::taxed(amount.minus(discount)?, tax_rate, company.prices_include_tax)?;
    Ok(DocumentLine {
        product,
        quantity: line.quantity,
        unit_price,
        discount,
        totals,
        tax_category: category.id,
        tax_rate,
        stock_line: None,
        origin_n: None,
    })
}

fn allow_price(tx: &mut Tx<'_, '_>, field: &str, violations: &mut Violations) -> Result<()> {
    if violations.is_offline() && !tx.may(PRICE_OVERRIDE)? {
        violations.flag("price_override");
        return Ok(());
    }
    tx.require(PRICE_OVERRIDE).map_err(|error| error.blaming(field, "is not what the list says"))
}

/// The day the sale is booked on: its own; where its period is closed and it has happened already, the first open one.
fn open_day(tx: &mut Tx<'_, '_>, company: &Company, date: Date, violations: &mut Violations) -> Result<Date> {
    let refused = match ledger::open_period(tx, company.id, date) {
        Ok(_) => return Ok(date),
        Err(error) if !violations.is_offline() => return Err(error),
        Err(error) => error,
    };
    for months in 1..=MONTHS_AHEAD {
        let Ok(first) = date.first_of_month().checked_add(months.months()) else { break };
        if ledger::open_period(tx, company.id, first).is_ok() {
            violations.flag("period_closed");
            return Ok(first);
        }
    }
    let today = ledger::today(tx)?;
    if ledger::open_period(tx, company.id, today).is_ok() {
        violations.flag("period_closed");
        return Ok(today);
    }
    Err(refused)
}
