//! Posting a document of another system: one document, one command, one entry.

use crate::seed::{BAD_DEBT, BAD_DEBT_PROVISION};
use crate::settlement::{prefetch_settlement, settle_debts};
use crate::{errors, history_stock};
use catalog::{Product, ProductKind, ProductRef, TaxCategory};
use command::{Command, Tx};
use inventory::{COST_OF_SALES, LocationKind, Move, STOCK, STOCK_GAIN, STOCK_LOSS, Warehouse};
use kernel::errors::item_count;
use kernel::{Date, Id, Result, Text, ToSchema};
use ledger::{Account, Draft, DraftLine, Entry, PostingRole};
use money::{Amount, Currency, Decimal, Price, Quantity};
use parties::Party;
use payments::{PaymentMethod, RECEIVABLE};
use sales::{Document, DocumentLine, GIFTS, LineNames, LineTotals, SALES_INCOME, Sale, SaleKind, Tender};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read, Ref};
use uuid::Uuid;

store::choices! {
    /// The effect of a line of an imported document.
    pub enum Effect {
        /// Income, or its reduction; goods go out, or come back where the quantity is negative.
        Income = "income",
        /// Goods given away.
        Gift = "gift",
        /// Goods written off; the quantity is negative.
        WriteOff = "write_off",
        /// Goods found.
        Found = "found",
        /// Bad debt is adjusted; no goods.
        BadDebt = "bad_debt",
    }
}

/// A line of an imported document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryLine {
    /// The product.
    pub sku: Arc<str>,
    /// The quantity with the file's sign.
    pub quantity: Quantity,
    /// The price of one unit, not below zero; that of an adjustment of bad debt may be.
    pub unit_price: Price,
    /// Its effect.
    pub effect: Effect,
}

/// Records a document of another system with its own number, date and prices. Stock leaves and comes back at the
/// pool's current cost, because the original sale of returned goods is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDocument {
    /// Its number in the other system. A number is in the books once.
    pub number: Text<255>,
    /// Its date.
    pub business_date: Date,
    /// Whether it is a credit note.
    pub is_credit_note: bool,
    /// The customer's code; without one it was paid in cash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Ref<Party>>,
    /// The country of destination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text<100>>,
    /// The warehouse of its goods: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// Its lines.
    #[schema(min_items = 1, max_items = inventory::MAX_LINES)]
    pub lines: Vec<HistoryLine>,
}

/// An imported document as it was posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Recorded {
    /// The sale, return or movement.
    pub id: Uuid,
    /// The entry that posted it.
    pub entry: Id<Entry>,
    /// Income less reductions.
    pub total: Decimal,
    /// The currency of `total`.
    pub currency: Currency,
}

/// The kind of a document that writes off what a customer owes.
pub(crate) const BAD_DEBT_DOCUMENT: &str = "bad_debt";

impl Effect {
    /// The location on the other side of the goods.
    fn counter(self) -> LocationKind {
        if matches!(self, Effect::WriteOff | Effect::Found) { LocationKind::LOSS } else { LocationKind::CUSTOMER }
    }

    /// The account on the other side of the goods' value.
    fn role(self) -> PostingRole {
        match self {
            Effect::Income => COST_OF_SALES,
            Effect::Gift => GIFTS,
            Effect::WriteOff => STOCK_LOSS,
            Effect::Found => STOCK_GAIN,
            Effect::BadDebt => BAD_DEBT,
        }
    }
}

impl RecordDocument {
    /// Refuses lines whose sign or combination contradicts their effect.
    pub(crate) fn check(&self) -> Result<()> {
        // The import of a file makes this command itself, so no schema has counted the lines.
        if self.lines.len() > inventory::MAX_LINES {
            return Err(item_count(1, inventory::MAX_LINES).at("lines"));
        }
        for (n, line) in self.lines.iter().enumerate() {
            if line.unit_price < Price::ZERO && line.effect != Effect::BadDebt {
                return Err(errors::negative_price().at(format!("lines.{n}.unit_price")));
            }
            let wrong = match line.effect {
                Effect::WriteOff if !line.quantity.is_negative() => errors::write_off_not_negative(),
                Effect::Found if !line.quantity.is_positive() => errors::found_not_positive(),
                Effect::Gift if !line.quantity.is_positive() => errors::gift_not_positive(),
                Effect::Gift if self.is_credit_note => errors::gift_on_credit_note(),
                _ => continue,
            };
            return Err(wrong.at(format!("lines.{n}.quantity")));
        }
        if self.has(Effect::BadDebt) && self.lines.iter().any(|line| line.effect != Effect::BadDebt) {
            return Err(errors::bad_debt_alone().at("lines"));
        }
        Ok(())
    }

    fn has(&self, effect: Effect) -> bool {
        self.lines.iter().any(|line| line.effect == effect)
    }

    /// Whether it is a sale or a return; other documents only adjust stock or bad debt.
    fn is_sale(&self) -> bool {
        !self.has(Effect::BadDebt) && (self.is_credit_note || self.has(Effect::Income) || self.has(Effect::Gift))
    }

    /// The kind of its entry.
    fn kind(&self) -> &'static str {
        match (self.is_sale(), self.is_credit_note) {
            (true, true) => "sale_return",
            (true, false) => "sale",
            _ if self.has(Effect::BadDebt) => BAD_DEBT_DOCUMENT,
            _ => "stock_adjustment",
        }
    }
}

impl Command for RecordDocument {
    const NAME: &'static str = "sales_import.document.record";
    const STATUS: u16 = 201;
    type Output = Recorded;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.prefetch_with(read, inventory::prefetch_move);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Recorded> {
        self.check()?;
        self.check_number(tx)?;
        self.post(tx, false)
    }
}

/// Names the rows that a move of a product reads.
type PrefetchMove = fn(&mut Prefetch<'_>, Id<Product>, &Warehouse, LocationKind);

impl RecordDocument {
    /// Names what [`RecordDocument::post`] reads.
    pub(crate) fn prefetch_with(&self, read: &mut Prefetch<'_>, prefetch_move: PrefetchMove) {
        let roles = [STOCK, COST_OF_SALES, SALES_INCOME, RECEIVABLE];
        ledger::prefetch_posting(read, None, Some(self.business_date), &roles);
        read.scan(Entry::BY_REFERENCE, &*self.number).ok();
        let warehouse = inventory::warehouse(read, None, self.warehouse.as_ref());
        if let Some(customer) = &self.customer
            && let Ok(customer) = parties::customer(read, customer.as_str())
        {
            prefetch_settlement(read, customer.id);
        }
        for line in self.lines.iter().filter(|line| line.effect != Effect::BadDebt) {
            let product = catalog::find_product(read, ProductRef::sku(&line.sku), "");
            if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
                prefetch_move(read, product.id, warehouse, line.effect.counter());
                if let Some(account) = product.income_account {
                    read.get::<Account>(&account).ok();
                }
            }
        }
    }

    /// Refuses a number that an entry has, or that the program may give to a document of its own.
    pub(crate) fn check_number(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        if ledger::is_own_number(tx, &self.number)? {
            return Err(errors::own_number(&self.number).blame("number", errors::own_number(&self.number)));
        }
        match tx.scan(Entry::BY_REFERENCE, &*self.number)?.first() {
            None => Ok(()),
            Some(entry) => {
                let taken = || errors::number_taken(&self.number, entry.business_date);
                Err(taken().blame("number", taken()))
            }
        }
    }

    /// Posts the document; its goods are those of the history, or any that are in stock.
    pub(crate) fn post(&self, tx: &mut Tx<'_, '_>, of_history: bool) -> Result<Recorded> {
        let user = Some(tx.actor());
        let warehouse = inventory::warehouse(tx, user, self.warehouse.as_ref())?;
        let customer = self.customer.as_ref().map(|customer| parties::customer(tx, customer.as_str())).transpose()?;
        let customer = customer.map(|customer| customer.id);
        let currency = ledger::company(tx)?.base_currency;
        let (id, site) = (tx.id::<Sale>(), warehouse.site);
        let number = self.number.to_string();
        let draft = Draft::begin_external(tx, self.kind(), number, id.uuid(), self.business_date, site)?;
        let mut posting = Posting { draft, warehouse, customer, currency, of_history };
        let mut lines = Vec::with_capacity(self.lines.len());
        for (n, line) in self.lines.iter().enumerate() {
            lines.extend(posting.line(tx, line, self.is_credit_note, &format!("lines.{n}"))?);
        }
        let total = Amount::sum(lines.iter().map(|line| line.totals.total))?;
        let entry = if self.is_sale() {
            let document = self.document(tx, id, &posting, lines, total)?;
            let recorded = sales::record(tx, posting.draft, &document)?;
            if let (Some(customer), Some(line)) = (customer, recorded.receivable_line) {
                settle_debts(tx, customer, (recorded.entry_seq, line))?;
            }
            recorded.answer.sale.entry
        } else {
            ledger::post(tx, posting.draft)?.id
        };
        let total = if self.is_credit_note { total.negated()? } else { total };
        Ok(Recorded { id: id.uuid(), entry, total: total.decimal(currency), currency })
    }
}

impl RecordDocument {
    /// The document as sales record it: on the customer's account, or paid in cash where it names no customer.
    fn document(
        &self,
        tx: &mut Tx<'_, '_>,
        id: Id<Sale>,
        posting: &Posting,
        lines: Vec<DocumentLine>,
        total: Amount,
    ) -> Result<Document> {
        let (mut payments, mut tender) = (Vec::new(), Tender { due: total, ..Tender::default() });
        if posting.customer.is_none() && !total.is_zero() {
            let cash = Ref::<PaymentMethod>::new(payments::CASH).get(tx).map_err(|error| error.at("payments"))?;
            payments.push((cash, total));
            tender = Tender { paid: total, ..Tender::default() };
        }
        Ok(Document {
            id,
            kind: if self.is_credit_note { SaleKind::Return } else { SaleKind::Sale },
            customer: posting.customer,
            warehouse: posting.warehouse.clone(),
            lines,
            payments,
            tender,
            due_date: None,
            origin: None,
            reason: None,
            country: self.country.clone().map(Text::into_string),
            reference: Some(self.number.to_string()),
            flags: Vec::new(),
        })
    }
}

/// The entry of a document while its lines are added.
struct Posting {
    draft: Draft,
    warehouse: Arc<Warehouse>,
    customer: Option<Id<Party>>,
    currency: Currency,
    /// Whether its goods are those of the history.
    of_history: bool,
}

impl Posting {
    /// Posts the goods of a line, or its bad debt; returns the line of the sale where it sells, credits or gives away.
    fn line(
        &mut self,
        tx: &mut Tx<'_, '_>,
        line: &HistoryLine,
        is_credit_note: bool,
        field: &str,
    ) -> Result<Option<DocumentLine>> {
        let amount = money::extend(line.unit_price, line.quantity, self.currency)?;
        if line.effect == Effect::BadDebt {
            let provision = ledger::account_of(tx, BAD_DEBT_PROVISION)?;
            let bad_debt = ledger::account_of(tx, BAD_DEBT)?;
            self.draft.line(DraftLine::new(provision, amount));
            self.draft.line(DraftLine::new(bad_debt, amount.negated()?));
            return Ok(None);
        }
        let product = catalog::find_product(tx, ProductRef::sku(&line.sku), field)?;
        catalog::check_quantity(tx, &product, line.quantity, &format!("{field}.quantity"))?;
        let stock_line = match product.kind {
            ProductKind::Stock => Some(self.goods(tx, line, &product)?),
            ProductKind::Service => None,
        };
        let is_gift = line.effect == Effect::Gift;
        if line.effect != Effect::Income && !is_gift {
            return Ok(None);
        }
        let tax_category = tx.one::<TaxCategory>(&product.tax_category)?;
        let names = LineNames::of(tx, &product, &tax_category)?;
        let amount = if is_gift { Amount::ZERO } else { amount };
        // The quantities and amounts of a return are positive; the file's are negative.
        let (quantity, net) =
            if is_credit_note { (line.quantity.negated()?, amount.negated()?) } else { (line.quantity, amount) };
        Ok(Some(DocumentLine {
            tax_category: product.tax_category,
            names,
            product,
            quantity,
            unit_price: line.unit_price,
            discount: Amount::ZERO,
            is_gift,
            totals: LineTotals::of(net, Amount::ZERO)?,
            tax_rate: None,
            stock_line,
            origin_n: None,
        }))
    }

    /// Moves the goods of a line out or in, either way at their current cost; the number of the stock line.
    fn goods(&mut self, tx: &mut Tx<'_, '_>, line: &HistoryLine, product: &Product) -> Result<i64> {
        let goods = Move {
            product: product.id,
            quantity: line.quantity.abs()?,
            warehouse: self.warehouse.clone(),
            counter_account: ledger::account_of(tx, line.effect.role())?,
            counter: line.effect.counter(),
            party: self.customer.map(Id::uuid),
        };
        let comes_in = line.effect == Effect::Found || (line.quantity.is_negative() && line.effect == Effect::Income);
        if self.of_history {
            return history_stock::move_goods(tx, &mut self.draft, &goods, comes_in);
        }
        if !comes_in {
            return Ok(inventory::issue(tx, &mut self.draft, &goods, false)?.line);
        }
        let date = self.draft.business_date();
        let value = inventory::pool_cost(tx, product.id, &self.warehouse, goods.quantity, date)?;
        Ok(inventory::receive(tx, &mut self.draft, &goods, value)?.line)
    }
}
