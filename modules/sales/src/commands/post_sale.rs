use super::{MAX_LINES, MAX_PAYMENTS};
use crate::document::{Document, SalePosted, record, totals};
use crate::errors;
use crate::goods::{check_stock, goods};
use crate::open_day::open_day;
use crate::payment::{Payment, collect_payments, cover};
use crate::pricing::{prefetch_line, price_lines};
use crate::records::{Sale, SaleKind};
use crate::seed::{SALES_INCOME, TAX_OUTPUT};
use crate::violations::Violations;
use catalog::ProductKind;
use command::{Command, Tx};
use inventory::{COST_OF_SALES, STOCK, Warehouse};
use kernel::{Date, Result, Text, ToSchema, defect};
use ledger::{DocumentSeries, Draft, date_or_today};
use money::{Decimal, Price, Quantity};
use parties::Party;
use payments::RECEIVABLE;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{Prefetch, Ref};

const SERIES: DocumentSeries = DocumentSeries { prefix: "SAL", document: "sale" };

/// Posts a sale of goods and services: paid at once, or on the customer's account.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostSale {
    /// The customer: id or code. A sale without one must be paid in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Ref<Party>>,
    /// The warehouse the goods leave: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
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
}

catalog::product_line! {
    /// A line of a sale. The product is named by exactly one of `sku`, `product` and `barcode`.
    pub struct SoldLine {
        /// The quantity, more than 0.
        pub quantity: Quantity,
        /// The price of one unit; the list price where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit_price: Option<Price>,
        /// The discount on the line, an amount.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub discount: Option<Decimal>,
    }
}

impl Command for PostSale {
    const NAME: &'static str = "sales.sale.post";
    const SCOPED: bool = true;
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn example() -> Json {
        json!({
            "customer": "ann",
            "lines": [{ "sku": "LAMP", "quantity": "2", "discount": "1.00" }, { "sku": "DELIVERY", "quantity": "1" }],
            "payments": [{ "method": "cash", "amount": "20.00" }],
        })
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [SALES_INCOME, TAX_OUTPUT, COST_OF_SALES, STOCK];
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &roles);
        if let Some(customer) = &self.customer {
            ledger::prefetch_accounts(read, &[RECEIVABLE]);
            parties::customer(read, customer.as_str()).ok();
        }
        for payment in &self.payments {
            payments::prefetch_method(read, &payment.method);
        }
        let warehouse = inventory::warehouse(read, self.warehouse.as_ref());
        for line in &self.lines {
            prefetch_line(read, line, warehouse.as_deref().ok());
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.sell(tx, Violations::new(false))
    }
}

impl PostSale {
    /// Posts the sale; `violations` decides whether broken rules are refused or flagged.
    pub(super) fn sell(&self, tx: &mut Tx<'_, '_>, mut violations: Violations) -> Result<SalePosted> {
        let company = ledger::company(tx)?;
        let warehouse = violations.check(inventory::warehouse(tx, self.warehouse.as_ref()))?;
        let customer = self.buyer(tx, &mut violations)?;
        let mut lines = price_lines(tx, &company, &self.lines, &mut violations)?;
        let payments = collect_payments(tx, &self.payments, "payments", company.base_currency, &mut violations)?;
        violations.finish()?;
        let Some(warehouse) = warehouse else { return Err(defect("a sale without a warehouse")) };
        tx.grant().require(Some(warehouse.site.uuid()), customer.as_ref().map(|customer| customer.id.uuid()))?;
        let tender = cover(totals(&lines)?.total, &payments, customer.is_some(), company.base_currency)?;
        check_stock(tx, &warehouse, &lines, &mut violations)?;
        let document_date = date_or_today(tx, self.business_date)?;
        let business_date = open_day(tx, &company, document_date, &mut violations)?;

        let id = tx.id::<Sale>();
        let mut draft = Draft::begin(tx, SERIES, id.uuid(), business_date, warehouse.site)?;
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
            reference: self.reference.clone().map(Text::into_string),
            flags: violations.flags(),
        };
        Ok(record(tx, draft, &document)?.answer)
    }

    fn buyer(&self, tx: &mut Tx<'_, '_>, violations: &mut Violations) -> Result<Option<Arc<Party>>> {
        let Some(which) = &self.customer else { return Ok(None) };
        let customer = violations.check(parties::customer(tx, which.as_str()))?;
        if let Some(customer) = customer.as_ref().filter(|customer| !customer.is_active) {
            violations.add("inactive_customer", "customer", errors::inactive_customer(&customer.code));
        }
        Ok(customer)
    }
}
