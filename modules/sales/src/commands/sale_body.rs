use super::{MAX_LINES, MAX_PAYMENTS};
use crate::agreed::agree;
use crate::dates::{document_date, open_day};
use crate::document::{Document, SalePosted, record, totals};
use crate::errors;
use crate::goods::{check_stock, goods};
use crate::named;
use crate::payment::{Payment, collect_payments, cover, cover_printed};
use crate::pricing::{prefetch_line, price_lines};
use crate::records::{Sale, SaleKind};
use crate::seed::{SALES_INCOME, TAX_OUTPUT};
use crate::settings::PAYMENT_DAYS;
use crate::violations::Violations;
use catalog::{ProductKind, TaxCategory};
use command::{SettingPlace, Tx};
use inventory::{COST_OF_SALES, STOCK, UNKNOWN_COST, Warehouse};
use kernel::{Date, Error, Id, Result, Schema, Shape, Text, ToSchema, defect};
use ledger::{DocumentSeries, Draft, Site};
use money::{Amount, Decimal, Price, Quantity, Rate};
use parties::Party;
use payments::RECEIVABLE;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read, Ref};

pub(crate) const SERIES: DocumentSeries = DocumentSeries { prefix: "SAL", document: "sale" };

/// The body of a sale, sent online or by a device that was offline.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleBody {
    /// The customer: id or code. A sale without one must be paid in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(resource = "customers")]
    pub customer: Option<Ref<Party>>,
    /// The warehouse the goods leave: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "main")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// The business date; today where it is left out, or the day a device made the sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
    /// The day on which what is not paid is due, not before the business date; by the customer's terms of payment where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Date>,
    /// The goods and services sold.
    #[schema(min_items = 1, max_items = MAX_LINES)]
    pub lines: Vec<SoldLine>,
    /// The payments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = MAX_PAYMENTS)]
    pub payments: Vec<Payment>,
    /// The number that a device or another system gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text<64>>,
    /// The number that a device printed, of the block that it has: it stays. One of no open block is flagged and becomes the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Text<64>>,
    /// Whether the prices on the device included tax; the company's setting where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices_include_tax: Option<bool>,
    /// The total with tax, as the device printed it: it stands, and lines and payments that differ are flagged. Where it is left out,
    /// the payments decide: cash above the total of the lines is change; any other payment that differs from it is the price agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Decimal>,
}

catalog::product_line! {
    /// A line of a sale. The product is named by exactly one of `sku`, `product` and `barcode`.
    pub struct SoldLine {
        /// The quantity, more than 0.
        pub quantity: Quantity,
        /// The price of one unit; the list price where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(from = "sku.selling_price")]
        pub unit_price: Option<Price>,
        /// The discount on the line, an amount.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub discount: Option<Decimal>,
        /// The name of the product, as the device printed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<Text<500>>,
        /// The tax category on the device: id or code; the product's where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_category: Option<Ref<TaxCategory>>,
        /// The tax rate on the device, from 0 to 1; that of the tax category where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_rate: Option<Rate>,
        /// The tax, as the device printed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax: Option<Decimal>,
        /// The amount with tax, as the device printed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub total: Option<Decimal>,
    }
}

/// The fields that only a device sends: what it knew and printed.
const OF_DEVICE: [&str; 7] = ["number", "prices_include_tax", "total", "name", "tax_category", "tax_rate", "tax"];

/// The schema of a sale without the fields that only a device sends.
pub(super) fn online_schema(name: &'static str, about: &'static str) -> Schema {
    let mut schema = SaleBody::schema();
    if let Shape::Object { name: named, about: described, fields, .. } = &mut schema.shape {
        (*named, *described) = (name.into(), about);
        fields.retain(|field| !OF_DEVICE.contains(&field.name));
        for field in fields {
            if let Shape::List { items, .. } = &mut field.schema.shape
                && let Shape::Object { fields, .. } = &mut items.shape
            {
                fields.retain(|field| !OF_DEVICE.contains(&field.name));
            }
        }
    }
    schema
}

/// The schema of a sale as a device sends it.
pub(super) fn device_schema(name: &'static str, about: &'static str, line: &'static str) -> Schema {
    let mut schema = SaleBody::schema();
    if let Shape::Object { name: named, about: described, fields, .. } = &mut schema.shape {
        (*named, *described) = (name.into(), about);
        for field in fields.iter_mut().filter(|field| field.name == "lines") {
            if let Shape::List { items, .. } = &mut field.schema.shape
                && let Shape::Object { name, about, .. } = &mut items.shape
            {
                (*name, *about) = (
                    line.into(),
                    "A line of a sale that a device made. An id in `product` counts before `sku` and `barcode`.",
                );
            }
        }
    }
    schema
}

impl SaleBody {
    pub(super) fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [SALES_INCOME, TAX_OUTPUT, COST_OF_SALES, STOCK];
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &roles);
        if let Some(customer) = &self.customer {
            ledger::prefetch_accounts(read, &[RECEIVABLE]);
            parties::customer(read, customer.as_str()).ok();
        }
        for payment in &self.payments {
            payments::prefetch_method(read, &payment.method);
        }
        let warehouse = inventory::warehouse(read, None, self.warehouse.as_ref());
        if let Ok(warehouse) = &warehouse {
            read.get::<Site>(&warehouse.site).ok();
            if self.customer.is_some() {
                let place = SettingPlace { site: Some(warehouse.site.uuid()), user: None };
                command::setting(read, &PAYMENT_DAYS, place).ok();
            }
        }
        for line in &self.lines {
            prefetch_line(read, line, warehouse.as_deref().ok());
        }
    }

    /// Posts the sale; `violations` decides whether broken rules are refused or flagged.
    pub(super) fn sell(&self, tx: &mut Tx<'_, '_>, mut violations: Violations) -> Result<SalePosted> {
        let company = ledger::company(tx)?;
        let (currency, include_tax) =
            (company.base_currency, self.prices_include_tax.unwrap_or(company.prices_include_tax));
        let warehouse = named::warehouse(tx, self.warehouse.as_ref(), &mut violations);
        let warehouse = violations.check(warehouse)?;
        let mut customer = self.buyer(tx, &mut violations)?;
        let lines = price_lines(tx, currency, include_tax, &self.lines, &mut violations)?;
        let payments = collect_payments(tx, &self.payments, "payments", currency, &mut violations)?;
        let printed = self.total.map(|total| Amount::from_decimal(total, currency)).transpose();
        let printed = violations.check_at("total", printed.map_err(Error::from))?.flatten();
        let document_date = document_date(tx, &company, self.business_date, &mut violations)?;
        self.check_due_date(document_date, &mut violations);
        violations.finish()?;
        let Some(warehouse) = warehouse else { return Err(defect("a sale without a warehouse")) };

        let mut lines = lines;
        if violations.is_offline() {
            let owed = printed.unwrap_or(totals(&lines)?.total);
            customer.restore_debtor(tx, owed, &payments)?;
            agree(&mut lines, printed, &payments, customer.row.is_some(), (currency, include_tax), &mut violations)?;
        }
        let customer = customer.row;
        tx.grant().require(Some(warehouse.site.uuid()), customer.as_ref().map(|customer| customer.id.uuid()))?;
        let total = totals(&lines)?.total;
        let tender = match printed {
            Some(_) => cover_printed(total, &payments, customer.is_some(), currency, &mut violations)?,
            None => cover(total, &payments, customer.is_some(), currency)?,
        };
        let business_date = open_day(tx, &company, document_date, &violations)?;
        let checked = check_stock(tx, &warehouse, business_date, &lines, &mut violations)?;
        if business_date != document_date {
            violations.flag("period_closed");
        }

        let id = tx.id::<Sale>();
        let mut reference = self.reference.clone().map(Text::into_string);
        let taken = self.number.as_deref().map(|number| SERIES.of_block(tx, number)).transpose()?.flatten();
        if let (None, Some(number)) = (&taken, &self.number) {
            violations.flag("number_of_no_block");
            reference = reference.or_else(|| Some(number.to_string()));
        }
        let mut draft = match taken {
            Some(number) => Draft::begin_taken(tx, SERIES, number, id.uuid(), business_date, warehouse.site)?,
            None => Draft::begin(tx, SERIES, id.uuid(), business_date, warehouse.site)?,
        };
        draft.document_date = document_date;
        let customer = customer.map(|customer| customer.id);
        for line in lines.iter_mut().filter(|line| line.product.kind == ProductKind::Stock) {
            let goods = goods(tx, line.product.id, line.quantity, &warehouse, customer)?;
            let issued = inventory::issue(tx, &mut draft, &goods, checked)?;
            line.stock_line = Some(issued.line);
            if issued.cost_unknown {
                violations.flag(UNKNOWN_COST);
            }
        }
        let document = Document {
            id,
            kind: SaleKind::Sale,
            customer,
            warehouse,
            lines,
            payments,
            tender,
            due_date: self.due_date.filter(|due_date| *due_date >= document_date),
            origin: None,
            reason: None,
            country: None,
            reference,
            flags: violations.flags(),
        };
        Ok(record(tx, draft, &document)?.answer)
    }

    fn check_due_date(&self, document_date: Date, violations: &mut Violations) {
        if self.due_date.is_some_and(|due_date| due_date < document_date) {
            violations.add("due_date_ignored", "due_date", errors::due_before_sale(document_date));
        }
    }

    fn buyer(&self, tx: &mut Tx<'_, '_>, violations: &mut Violations) -> Result<Buyer> {
        let Some(which) = &self.customer else { return Ok(Buyer::default()) };
        let buyer = if violations.is_offline() {
            Buyer::of_device(tx, which.as_str(), violations)?
        } else {
            let row = violations.check(parties::customer(tx, which.as_str()))?;
            Buyer { row, deleted: None }
        };
        if let Some(customer) = buyer.row.as_ref().filter(|customer| !(customer.is_active && customer.is_customer)) {
            violations.add("inactive_customer", "customer", errors::inactive_customer(&customer.code));
        }
        Ok(buyer)
    }
}

/// The customer of a sale.
#[derive(Default)]
struct Buyer {
    row: Option<Arc<Party>>,
    /// The customer that the device named, if it was deleted meanwhile.
    deleted: Option<Id<Party>>,
}

impl Buyer {
    /// The customer that a device knew. A sale that is paid needs none, so one that is gone is flagged.
    fn of_device(tx: &mut Tx<'_, '_>, text: &str, violations: &mut Violations) -> Result<Buyer> {
        Ok(match named::as_of(tx, Party::BY_CODE, text, violations)? {
            Some(named::Named::Row(row)) => Buyer { row: Some(row), deleted: None },
            Some(named::Named::Deleted(id)) => {
                violations.flag("deleted_customer");
                Buyer { row: None, deleted: Some(id) }
            }
            None => {
                violations.flag("unknown_customer");
                Buyer::default()
            }
        })
    }

    /// Restores a deleted customer who owes part of the sale: a debt needs its debtor.
    fn restore_debtor(
        &mut self,
        tx: &mut Tx<'_, '_>,
        owed: Amount,
        payments: &[(Arc<payments::PaymentMethod>, Amount)],
    ) -> Result<()> {
        let paid = Amount::sum(payments.iter().map(|(_, amount)| *amount))?;
        if let Some(id) = self.deleted.filter(|_| paid < owed) {
            self.row = resource::get_or_restore(tx, id)?;
        }
        Ok(())
    }
}
