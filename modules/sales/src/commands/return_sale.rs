use super::{MAX_LINES, MAX_PAYMENTS};
use crate::document::{Document, SalePosted, record, totals};
use crate::domain::Tender;
use crate::errors;
use crate::goods::goods;
use crate::payment::Payment;
use crate::records::{Sale, SaleKind, SaleLine};
use crate::returning::{keep_returned, refunds, returned_lines, settle, settle_shares};
use crate::seed::{SALES_INCOME, TAX_OUTPUT};
use catalog::Product;
use command::{Command, Tx};
use inventory::{COST_OF_SALES, LocationKind, STOCK, UNKNOWN_COST, Warehouse};
use kernel::{Date, Error, Result, Text, ToSchema};
use ledger::{Account, DocumentSeries, Draft, Line, OpenItem, document_date};
use money::{Amount, Quantity};
use payments::RECEIVABLE;
use resource::find_document;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Read, Ref};

pub(crate) const SERIES: DocumentSeries = DocumentSeries { prefix: "RET", document: "sale_return" };

/// Takes back goods of a sale at the cost they left at. The amount first settles the open debt of the sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnSale {
    /// The sale: its id or printed number.
    pub id: Text<255>,
    /// The reason.
    pub reason: Text<500>,
    /// The lines that come back.
    #[schema(min_items = 1, max_items = MAX_LINES)]
    pub lines: Vec<ReturnedLine>,
    /// The refunds of the remainder. Where they are left out, it stays as a credit of the customer, or is refunded in cash
    /// where the sale names no customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = MAX_PAYMENTS)]
    pub refund: Option<Vec<Payment>>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
}

/// The returned quantity of a line of the sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnedLine {
    /// The number of the line in the sale, from 1.
    pub line: i64,
    /// The quantity that comes back.
    pub quantity: Quantity,
}

impl Command for ReturnSale {
    const NAME: &'static str = "sales.sale.return";
    const SCOPED: bool = true;
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn example() -> Json {
        json!({ "reason": "broken", "lines": [{ "line": 1, "quantity": "1" }] })
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [SALES_INCOME, TAX_OUTPUT, COST_OF_SALES, STOCK, RECEIVABLE];
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &roles);
        match &self.refund {
            Some(refund) => refund.iter().for_each(|payment| payments::prefetch_method(read, &payment.method)),
            None => payments::prefetch_method(read, &Ref::new(payments::CASH)),
        }
        let Ok(Some(sale)) = find_document::<Sale>(read, &self.id) else { return };
        read.scan(OpenItem::BY_DOC, sale.id.uuid()).ok();
        let warehouse = read.one::<Warehouse>(&sale.warehouse);
        let Ok(sold) = read.scan(SaleLine::BY_SALE, sale.id) else { return };
        for line in sold.iter().filter(|line| self.lines.iter().any(|back| back.line == line.n)) {
            if let Ok(Some(account)) = read.one::<Product>(&line.product).map(|product| product.income_account) {
                read.get::<Account>(&account).ok();
            }
            if let (Ok(warehouse), Some(n)) = (&warehouse, line.stock_line) {
                read.get::<Line>(&(sale.entry_seq, n)).ok();
                read.scan(Line::BY_ORIGIN_ENTRY_ORIGIN_N, (sale.entry_seq, n)).ok();
                inventory::prefetch_move(read, line.product, warehouse, LocationKind::CUSTOMER);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        let sale = find_document::<Sale>(tx, &self.id)?.filter(|sale| sale.is_within(tx.grant()));
        let sale = sale.ok_or_else(|| Error::not_found("sale", &self.id))?;
        if sale.kind != SaleKind::Sale {
            return Err(errors::not_a_sale(&sale.number));
        }
        let date = document_date(tx, self.business_date)?;
        self.check(&sale, date)?;
        let (sold, mut lines) = returned_lines(tx, &sale, &self.lines)?;
        let total = totals(&lines)?.total;
        let (shares, rest) = settle_shares(tx, &sale, total)?;
        let payments = refunds(tx, &sale, self.refund.as_deref(), rest)?;
        let paid = Amount::sum(payments.iter().map(|(_, amount)| *amount))?;
        let tender = Tender { paid, due: total.minus(paid)?, ..Tender::default() };

        let id = tx.id::<Sale>();
        let warehouse = tx.one::<Warehouse>(&sale.warehouse)?;
        let mut draft = Draft::begin(tx, SERIES, id.uuid(), date, sale.site)?;
        tx.touch::<Sale>(&sale.id)?;
        let mut cost_unknown = false;
        for (line, from) in lines.iter_mut().zip(&sold) {
            if let Some(n) = from.stock_line {
                let goods = goods(tx, from.product, line.quantity, &warehouse, sale.customer)?;
                let returned = inventory::return_goods(tx, &mut draft, &goods, (sale.entry_seq, n))?;
                line.stock_line = Some(returned.line);
                cost_unknown |= returned.cost_unknown;
            }
            keep_returned(tx, from, line)?;
        }
        let document = Document {
            id,
            kind: SaleKind::Return,
            customer: sale.customer,
            warehouse,
            lines,
            payments,
            tender,
            due_date: None,
            origin: Some(sale.id),
            reason: Some(self.reason.to_string()),
            country: sale.country.clone(),
            reference: None,
            flags: cost_unknown.then(|| UNKNOWN_COST.to_owned()).into_iter().collect(),
        };
        let recorded = record(tx, draft, &document)?;
        settle(tx, &recorded, &shares)?;
        Ok(recorded.answer)
    }
}

impl ReturnSale {
    fn check(&self, sale: &Sale, date: Date) -> Result<()> {
        if self.reason.trim().is_empty() {
            return Err(errors::no_reason().at("reason"));
        }
        if date < sale.business_date {
            return Err(errors::before_sale(sale.business_date).at("business_date"));
        }
        Ok(())
    }
}
