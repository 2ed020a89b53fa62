use super::{MAX_LINES, MAX_PAYMENTS, Payment, bounded, goods};
use crate::document::{Document, DocumentLine, Recorded, SalePosted, record, totals};
use crate::domain::{LineTotals, ReturnableLine, Tender};
use crate::find_sale;
use crate::records::{Sale, SaleKind, SaleLine};
use crate::violations::Violations;
use catalog::Product;
use command::{Command, Series, Tx};
use inventory::{LocationKind, Warehouse};
use kernel::{Date, Error, Result, ToSchema};
use ledger::{Account, Draft, Line, Numbering, OpenItem, PostingRole};
use money::{Amount, Quantity};
use payments::{PaymentMethod, positive};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Prefetch, Read};

/// What the numbers of returns begin with.
const SERIES: &str = "RET";

/// Takes back what was sold: the goods at the cost they left at, the money first off what is still owed on the sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnSale {
    /// The sale: its id or printed number.
    pub id: String,
    /// Why.
    pub reason: String,
    /// What comes back.
    pub lines: Vec<ReturnedLine>,
    /// How the money that is not owed any more is given back. Where it is left out, it stays on the customer's account, or
    /// is given back in cash where there is no customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<Vec<Payment>>,
    /// When; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
}

/// What comes back of a line of the sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnedLine {
    /// The line's place in the sale, from 1.
    pub line: i64,
    /// How many come back.
    pub quantity: Quantity,
}

/// A debit of the sale and how much of it the return pays.
type Share = (Arc<OpenItem>, Amount);

impl Command for ReturnSale {
    const NAME: &'static str = "sales.sale.return";
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [
            PostingRole::SalesIncome,
            PostingRole::TaxOutput,
            PostingRole::CostOfSales,
            PostingRole::Stock,
            PostingRole::Receivable,
        ];
        ledger::prefetch_posting(read, self.business_date, &roles);
        if let Some(date) = self.business_date {
            read.get::<Series>(&format!("{SERIES}-{:04}", date.year())).ok();
        }
        match &self.refund {
            Some(refund) => refund.iter().for_each(|payment| payments::prefetch_method(read, &payment.method)),
            None => payments::prefetch_method(read, payments::CASH),
        }
        let Ok(Some(sale)) = find_sale(read, &self.id) else { return };
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
                inventory::prefetch_move(read, line.product, warehouse, LocationKind::Customer);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        let sale = find_sale(tx, &self.id)?.ok_or_else(|| Error::not_found("sale", &self.id))?;
        if sale.kind != SaleKind::Sale {
            return Err(Error::conflict("not_a_sale", format!("{} is a return itself.", sale.number)));
        }
        let date = self.business_date.map_or_else(|| ledger::today(tx), Ok)?;
        self.check(&sale, date)?;
        let (sold, mut lines) = self.lines(tx, &sale)?;
        let total = totals(&lines)?.total;
        let (shares, rest) = off_what_is_owed(tx, &sale, total)?;
        let payments = self.refunds(tx, &sale, rest)?;
        let paid = Amount::sum(payments.iter().map(|(_, amount)| *amount))?;
        let tender = Tender { paid, change: Amount::ZERO, due: total.minus(paid)? };

        let id = tx.id::<Sale>();
        let warehouse = tx.one::<Warehouse>(&sale.warehouse)?;
        let numbering = Numbering::Own(SERIES);
        let mut draft = Draft::begin(tx, "sale_return", id.uuid(), date, sale.site, numbering)?;
        for (line, from) in lines.iter_mut().zip(&sold) {
            if let Some(n) = from.stock_line {
                let goods = goods(tx, from.product, line.quantity, &warehouse, sale.customer)?;
                line.stock_line = Some(inventory::return_goods(tx, &mut draft, &goods, (sale.entry_seq, n))?.line);
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
            origin: Some(sale.id),
            reason: Some(self.reason.clone()),
            country: sale.country.clone(),
            reference: None,
            flags: Vec::new(),
        };
        let recorded = record(tx, draft, &document)?;
        settle(tx, &recorded, &shares)?;
        Ok(recorded.answer)
    }
}

impl ReturnSale {
    fn check(&self, sale: &Sale, date: Date) -> Result<()> {
        if self.lines.is_empty() || self.lines.len() > MAX_LINES {
            return Err(Error::field("lines", "item_count", format!("A return has 1 to {MAX_LINES} lines.")));
        }
        if self.refund.iter().flatten().count() > MAX_PAYMENTS {
            return Err(Error::field("refund", "item_count", format!("A return has at most {MAX_PAYMENTS} refunds.")));
        }
        if self.reason.trim().is_empty() {
            return Err(Error::field("reason", "required", "Say why it comes back."));
        }
        if date < sale.business_date {
            let message = format!("It was sold on {}; it cannot come back before.", sale.business_date);
            return Err(Error::field("business_date", "before_sale", message));
        }
        bounded(&self.reason, 500, "reason")
    }

    /// The lines that come back: as they were sold, and as lines of the return. All wrong ones are told at once.
    fn lines(&self, tx: &mut Tx<'_, '_>, sale: &Sale) -> Result<(Vec<Arc<SaleLine>>, Vec<DocumentLine>)> {
        let sold: BTreeMap<i64, Arc<SaleLine>> =
            tx.scan(SaleLine::BY_SALE, sale.id)?.into_iter().map(|line| (line.n, line)).collect();
        let mut violations = Violations::new(false);
        let mut seen = BTreeSet::new();
        let mut back = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            let field = format!("lines.{n}");
            let from = line.check(&sold, &mut seen, &field);
            let from = from.and_then(|from| line.countable(tx, from, &format!("{field}.quantity")));
            back.extend(violations.collect(from)?.map(|from| (from, line.quantity)));
        }
        violations.finish()?;
        let mut lines = Vec::with_capacity(back.len());
        for (from, quantity) in &back {
            lines.push(returned_line(tx, from, *quantity)?);
        }
        Ok((back.into_iter().map(|(from, _)| from).collect(), lines))
    }

    /// How the rest is given back: as asked for, else not at all to a customer (who keeps the credit), else in cash.
    fn refunds(&self, tx: &mut Tx<'_, '_>, sale: &Sale, rest: Amount) -> Result<Vec<(Arc<PaymentMethod>, Amount)>> {
        let Some(asked) = &self.refund else {
            if sale.customer.is_some() || rest.is_zero() {
                return Ok(Vec::new());
            }
            return Ok(vec![(in_use(tx, payments::CASH, "refund")?, rest)]);
        };
        let mut violations = Violations::new(false);
        let mut refunds = Vec::with_capacity(asked.len());
        for (n, payment) in asked.iter().enumerate() {
            let method = violations.collect(in_use(tx, &payment.method, &format!("refund.{n}.method")))?;
            let amount = violations.collect(positive(payment.amount, sale.currency, &format!("refund.{n}.amount")))?;
            refunds.extend(method.zip(amount));
        }
        violations.finish()?;
        let sum = Amount::sum(refunds.iter().map(|(_, amount)| *amount))?;
        if sum != rest {
            let (sum, rest) = (sum.decimal(sale.currency), rest.decimal(sale.currency));
            let detail =
                format!("{rest} is to be refunded, not {sum}: what is still owed on the sale goes down first.");
            return Err(Error::conflict("refund_mismatch", detail).blaming("refund", format!("must come to {rest}")));
        }
        Ok(refunds)
    }
}

impl ReturnedLine {
    /// The line of the sale it is about.
    fn check(
        &self,
        sold: &BTreeMap<i64, Arc<SaleLine>>,
        seen: &mut BTreeSet<i64>,
        field: &str,
    ) -> Result<Arc<SaleLine>> {
        let Some(from) = sold.get(&self.line) else {
            let message = format!("The sale has no line {}.", self.line);
            return Err(Error::field(format!("{field}.line"), "not_found", message));
        };
        if !seen.insert(self.line) {
            let message = format!("Line {} is named twice.", self.line);
            return Err(Error::field(format!("{field}.line"), "duplicate", message));
        }
        let left = from.quantity.minus(from.returned)?;
        if !self.quantity.is_positive() {
            let message = "A quantity is greater than zero.";
            return Err(Error::field(format!("{field}.quantity"), "not_positive", message));
        }
        if self.quantity > left {
            let message = format!("Of the {} sold, {left} can still come back.", from.quantity);
            return Err(Error::field(format!("{field}.quantity"), "returned_too_much", message));
        }
        Ok(from.clone())
    }

    /// A part comes back as its unit is counted; all that is left comes back as it was sold.
    fn countable(&self, tx: &mut Tx<'_, '_>, from: Arc<SaleLine>, field: &str) -> Result<Arc<SaleLine>> {
        if self.quantity < from.quantity.minus(from.returned)? {
            let product = tx.one::<Product>(&from.product)?;
            catalog::check_quantity(tx, &product, self.quantity, field)?;
        }
        Ok(from)
    }
}

fn in_use(tx: &mut Tx<'_, '_>, method: &str, field: &str) -> Result<Arc<PaymentMethod>> {
    let method = payments::method(tx, method, field)?;
    if method.is_active {
        return Ok(method);
    }
    Err(Error::field(field, "inactive", format!("“{}” is not in use.", method.name)))
}

fn returned_line(tx: &mut Tx<'_, '_>, from: &SaleLine, quantity: Quantity) -> Result<DocumentLine> {
    let sold = ReturnableLine {
        quantity: from.quantity,
        totals: LineTotals { net: from.net, tax: from.tax, total: from.total },
        discount: from.discount,
        returned: from.returned,
        returned_net: from.returned_net,
        returned_tax: from.returned_tax,
    };
    let (totals, discount) = sold.return_share(quantity)?;
    Ok(DocumentLine {
        product: tx.one::<Product>(&from.product)?,
        quantity,
        unit_price: from.unit_price,
        discount,
        totals,
        tax_category: from.tax_category,
        tax_rate: from.tax_rate,
        stock_line: None,
        origin_n: Some(from.n),
    })
}

/// What the return takes off the debts of its sale, and what is left of it then.
fn off_what_is_owed(tx: &mut Tx<'_, '_>, sale: &Sale, total: Amount) -> Result<(Vec<Share>, Amount)> {
    let mut rest = total;
    let mut shares = Vec::new();
    if sale.customer.is_none() {
        return Ok((shares, rest));
    }
    for item in tx.scan(OpenItem::BY_DOC, sale.id.uuid())? {
        let share = if item.amount.is_positive() { ledger::left(&item)?.min(rest) } else { Amount::ZERO };
        if share.is_positive() {
            rest = rest.minus(share)?;
            shares.push((item, share));
        }
    }
    Ok((shares, rest))
}

fn settle(tx: &mut Tx<'_, '_>, recorded: &Recorded, shares: &[Share]) -> Result<()> {
    let entry = recorded.entry_seq;
    let Some(credit) = recorded.receivable_line else { return Ok(()) };
    for (n, (item, share)) in (1..).zip(shares) {
        ledger::settle(tx, entry, n, (item.entry, item.n), (entry, credit), *share)?;
    }
    Ok(())
}

/// Remembers at the sale what came back of it.
fn keep_returned(tx: &mut Tx<'_, '_>, from: &SaleLine, back: &DocumentLine) -> Result<()> {
    tx.edit::<SaleLine>(&(from.sale, from.n), |line| {
        line.returned = line.returned.plus(back.quantity)?;
        line.returned_net = line.returned_net.plus(back.totals.net)?;
        line.returned_tax = line.returned_tax.plus(back.totals.tax)?;
        Ok(())
    })?;
    Ok(())
}
