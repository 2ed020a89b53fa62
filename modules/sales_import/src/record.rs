//! What the books make of a document of the past: one document, one command, one entry.

use catalog::{Product, ProductKind, ProductRef};
use command::{Command, Tx};
use inventory::{LocationKind, Move, Warehouse};
use kernel::{Date, Error, Id, Result, ToSchema};
use ledger::{Account, Draft, DraftLine, Entry, Numbering, PostingRole};
use money::{Amount, Currency, Decimal, Price, Quantity};
use sales::{Sale, SaleKind, SaleLine, SalePayment};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

store::choices! {
    /// What a line of a past document did.
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

/// A line of a past document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryLine {
    /// The product.
    pub sku: String,
    /// With the file's sign.
    pub quantity: Quantity,
    /// The price of one.
    pub unit_price: Price,
    /// What it did.
    pub effect: Effect,
}

/// Records a document of another system as it was: its prices, its number, its date. Stock leaves and comes back at the
/// pool's cost of the moment, because the original sale of what comes back is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDocument {
    /// Its number there.
    pub number: String,
    /// Its day.
    pub business_date: Date,
    /// Whether it is a credit note.
    pub is_credit_note: bool,
    /// The customer's code; without one it was paid in cash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The customer's country then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where its goods were: id or code; the main warehouse where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Its lines.
    pub lines: Vec<HistoryLine>,
}

/// A document of the past in the books.
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

impl RecordDocument {
    fn moves_goods_outside(effect: Effect) -> LocationKind {
        if matches!(effect, Effect::WriteOff | Effect::Found) { LocationKind::Loss } else { LocationKind::Customer }
    }

    fn role(effect: Effect) -> PostingRole {
        match effect {
            Effect::Income => PostingRole::CostOfSales,
            Effect::Gift => PostingRole::Gifts,
            Effect::WriteOff => PostingRole::StockLoss,
            Effect::Found => PostingRole::StockGain,
            Effect::BadDebt => PostingRole::BadDebt,
        }
    }

    /// The sign a line must have, and the company it must keep, so that what moves is what the document says.
    fn check(&self) -> Result<()> {
        for (n, line) in self.lines.iter().enumerate() {
            let wrong = |what: &str| Err(Error::field(format!("lines.{n}.quantity"), "out_of_range", what));
            match line.effect {
                Effect::WriteOff if !line.quantity.is_negative() => return wrong("What is written off is negative."),
                Effect::Found if !line.quantity.is_positive() => return wrong("What is found is positive."),
                Effect::Gift if !line.quantity.is_positive() => return wrong("What is given away is positive."),
                Effect::Gift if self.is_credit_note => return wrong("A credit note gives nothing away."),
                _ => {}
            }
        }
        if self.is(Effect::BadDebt) && self.lines.iter().any(|line| line.effect != Effect::BadDebt) {
            return Err(Error::field("lines", "invalid_value", "An adjustment of bad debt has no other lines."));
        }
        Ok(())
    }

    fn is(&self, effect: Effect) -> bool {
        self.lines.iter().any(|line| line.effect == effect)
    }

    fn kind(&self) -> &'static str {
        if self.is(Effect::BadDebt) {
            "bad_debt"
        } else if self.is_credit_note {
            "sale_return"
        } else if self.is(Effect::Income) || self.is(Effect::Gift) {
            "sale"
        } else {
            "stock_adjustment"
        }
    }
}

impl Command for RecordDocument {
    const NAME: &'static str = "sales_import.document.record";
    const STATUS: u16 = 201;
    type Output = Recorded;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [PostingRole::Stock, PostingRole::CostOfSales, PostingRole::SalesIncome, PostingRole::Receivable];
        ledger::prefetch_posting(read, Some(self.business_date), &roles);
        let warehouse = inventory::warehouse(read, self.warehouse.as_deref());
        if let Some(customer) = &self.customer {
            parties::customer(read, customer).ok();
        }
        for line in self.lines.iter().filter(|line| line.effect != Effect::BadDebt) {
            let product = catalog::find_product(read, ProductRef::sku(&line.sku), "");
            if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
                inventory::prefetch_move(read, product.id, warehouse, Self::moves_goods_outside(line.effect));
                if let Some(account) = product.income_account {
                    read.get::<Account>(&account).ok();
                }
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Recorded> {
        if self.lines.is_empty() || self.lines.len() > inventory::MAX_LINES {
            return Err(Error::field("lines", "item_count", "A document has 1 to 2,000 lines."));
        }
        self.check()?;
        let warehouse = inventory::warehouse(tx, self.warehouse.as_deref())?;
        let customer = self.customer.as_deref().map(|code| parties::customer(tx, code)).transpose()?;
        let currency = ledger::company(tx)?.base_currency;
        let id = tx.id::<Sale>();
        let numbering = Numbering::External(self.number.clone());
        let mut draft = Draft::begin(tx, self.kind(), id.uuid(), self.business_date, warehouse.site, numbering)?;
        let mut posting = Posting {
            draft: &mut draft,
            warehouse: &warehouse,
            party: customer.as_ref().map(|c| c.id.uuid()),
            currency,
        };
        let lines =
            self.lines.iter().zip(0..).map(|(line, n)| posting.line(tx, line, n)).collect::<Result<Vec<_>>>()?;
        let total = Amount::sum(lines.iter().map(|line| line.amount))?;
        posting.settle_up(tx, total)?;
        let posted = ledger::post(tx, draft)?;
        if matches!(self.kind(), "sale" | "sale_return") {
            let entry = (posted.id, posted.seq);
            self.insert_sale(tx, id, entry, &warehouse, customer.map(|customer| customer.id), currency, &lines)?;
        }
        Ok(Recorded { id: id.uuid(), entry: posted.id, total: total.decimal(currency), currency })
    }
}

/// A line as it was posted.
struct PostedLine {
    product: Option<Arc<Product>>,
    /// It is part of the sale: sold, credited or given away, not found or written off beside it.
    is_sold: bool,
    quantity: Quantity,
    unit_price: Price,
    /// Income, or its reduction.
    amount: Amount,
    stock_line: Option<i64>,
}

/// The entry of a document while it grows.
struct Posting<'a> {
    draft: &'a mut Draft,
    warehouse: &'a Arc<Warehouse>,
    party: Option<Uuid>,
    currency: Currency,
}

impl Posting<'_> {
    fn line(&mut self, tx: &mut Tx<'_, '_>, line: &HistoryLine, n: usize) -> Result<PostedLine> {
        let amount = money::extend(line.unit_price, line.quantity, self.currency)?;
        let (quantity, unit_price) = (line.quantity, line.unit_price);
        if line.effect == Effect::BadDebt {
            let provision = ledger::account_of(tx, PostingRole::BadDebtProvision)?;
            let bad_debt = ledger::account_of(tx, PostingRole::BadDebt)?;
            self.draft.line(DraftLine::new(provision, amount));
            self.draft.line(DraftLine::new(bad_debt, amount.negated()?));
            let amount = Amount::ZERO;
            return Ok(PostedLine { product: None, is_sold: false, quantity, unit_price, amount, stock_line: None });
        }
        let product = catalog::find_product(tx, ProductRef::sku(&line.sku), &format!("lines.{n}"))?;
        let income = if line.effect == Effect::Income { amount } else { Amount::ZERO };
        if line.effect == Effect::Income {
            let account = match product.income_account {
                Some(account) => account,
                None => ledger::account_of(tx, PostingRole::SalesIncome)?,
            };
            let posted = DraftLine::new(account, amount.negated()?).units(product.id.uuid(), line.quantity);
            self.draft.line(match self.party {
                Some(party) => posted.party(party),
                None => posted,
            });
        }
        let stock_line = match product.kind {
            ProductKind::Stock => Some(self.goods(tx, line, &product)?),
            ProductKind::Service => None,
        };
        let is_sold = matches!(line.effect, Effect::Income | Effect::Gift);
        Ok(PostedLine { product: Some(product), is_sold, quantity, unit_price, amount: income, stock_line })
    }

    /// Goods out or in, both at the pool's cost of the moment.
    fn goods(&mut self, tx: &mut Tx<'_, '_>, line: &HistoryLine, product: &Product) -> Result<i64> {
        let goods = Move {
            product: product.id,
            quantity: line.quantity.abs()?,
            warehouse: self.warehouse.clone(),
            counter_account: ledger::account_of(tx, RecordDocument::role(line.effect))?,
            counter: RecordDocument::moves_goods_outside(line.effect),
            party: self.party,
        };
        let comes_in = line.effect == Effect::Found || (line.quantity.is_negative() && line.effect == Effect::Income);
        if !comes_in {
            return Ok(inventory::issue(tx, self.draft, &goods)?.line);
        }
        let value = inventory::pool_cost(tx, product.id, self.warehouse, goods.quantity)?;
        Ok(inventory::receive(tx, self.draft, &goods, value, None)?.line)
    }

    /// The other side of the income: the customer's account, or cash.
    fn settle_up(&mut self, tx: &mut Tx<'_, '_>, total: Amount) -> Result<()> {
        if total.is_zero() {
            return Ok(());
        }
        let line = match self.party {
            Some(party) => DraftLine::new(ledger::account_of(tx, PostingRole::Receivable)?, total).party(party),
            None => DraftLine::new(payments::method(tx, CASH, "payments")?.account, total),
        };
        self.draft.line(line);
        Ok(())
    }
}

/// The payment method of what had no customer.
const CASH: &str = "cash";

impl RecordDocument {
    #[expect(clippy::too_many_arguments, reason = "a sale's row has that many sources")]
    fn insert_sale(
        &self,
        tx: &mut Tx<'_, '_>,
        id: Id<Sale>,
        (entry, entry_seq): (Id<Entry>, i64),
        warehouse: &Warehouse,
        customer: Option<Id<parties::Party>>,
        currency: Currency,
        lines: &[PostedLine],
    ) -> Result<()> {
        // The totals of a return are positive too: its kind says which way they count.
        let signed = |amount: Amount| if self.is_credit_note { amount.negated() } else { Ok(amount) };
        let total = signed(Amount::sum(lines.iter().map(|line| line.amount))?)?;
        let (paid, due) = if customer.is_some() { (Amount::ZERO, total) } else { (total, Amount::ZERO) };
        tx.insert_new(Sale {
            id,
            number: self.number.clone(),
            kind: if self.is_credit_note { SaleKind::Return } else { SaleKind::Sale },
            customer,
            warehouse: warehouse.id,
            site: warehouse.site,
            business_date: self.business_date,
            document_date: self.business_date,
            currency,
            subtotal: total,
            tax_total: Amount::ZERO,
            total,
            paid,
            change_given: Amount::ZERO,
            due,
            entry,
            entry_seq,
            origin: None,
            reason: None,
            country: self.country.clone(),
            reference: Some(self.number.clone()),
            needs_review: false,
        })?;
        for (n, line) in (1..).zip(lines) {
            let Some(product) = line.product.as_ref().filter(|_| line.is_sold) else { continue };
            let net = signed(line.amount)?;
            let quantity = if self.is_credit_note { line.quantity.negated()? } else { line.quantity };
            tx.insert_new(SaleLine {
                sale: id,
                n,
                product: product.id,
                quantity,
                unit_price: line.unit_price,
                discount: Amount::ZERO,
                net,
                tax_category: product.tax_category,
                tax_rate: None,
                tax: Amount::ZERO,
                total: net,
                stock_line: line.stock_line,
                returned: Quantity::ZERO,
                returned_net: Amount::ZERO,
                returned_tax: Amount::ZERO,
                origin_n: None,
            })?;
        }
        if !paid.is_zero() {
            let method = payments::method(tx, CASH, "payments")?.id;
            tx.insert_new(SalePayment { sale: id, n: 1, method, amount: paid })?;
        }
        Ok(())
    }
}

/// Some of one product that was there before the first document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningLine {
    /// The product.
    pub sku: String,
    /// How many.
    pub quantity: Quantity,
    /// What one is worth.
    pub unit_cost: Price,
}

/// Takes in what must have been there before the first document, against opening equity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenStock {
    /// Where: id or code; the main warehouse where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// The day before the first document.
    pub business_date: Date,
    /// What: up to 4,000 products, because a company's opening stock is one receipt.
    pub lines: Vec<OpeningLine>,
}

impl Command for OpenStock {
    const NAME: &'static str = "sales_import.stock.open";
    const STATUS: u16 = 201;
    type Output = Recorded;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, Some(self.business_date), &[PostingRole::Stock, PostingRole::OpeningEquity]);
        let warehouse = inventory::warehouse(read, self.warehouse.as_deref());
        for line in &self.lines {
            let product = catalog::find_product(read, ProductRef::sku(&line.sku), "");
            if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
                inventory::prefetch_move(read, product.id, warehouse, LocationKind::Opening);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Recorded> {
        if self.lines.is_empty() || self.lines.len() > MAX_OPENING_LINES {
            return Err(Error::field("lines", "item_count", "An opening stock has 1 to 4,000 lines."));
        }
        let warehouse = inventory::warehouse(tx, self.warehouse.as_deref())?;
        let currency = ledger::company(tx)?.base_currency;
        let counter_account = ledger::account_of(tx, PostingRole::OpeningEquity)?;
        let id = tx.id::<Sale>().uuid();
        let mut draft =
            Draft::begin(tx, "goods_receipt", id, self.business_date, warehouse.site, Numbering::Own("GRN"))?;
        draft.memo = "Opening stock".to_owned();
        let mut total = Amount::ZERO;
        for (n, line) in self.lines.iter().enumerate() {
            let product = catalog::find_product(tx, ProductRef::sku(&line.sku), &format!("lines.{n}"))?.id;
            if !line.quantity.is_positive() || line.unit_cost < Price::ZERO {
                let message = "Opening stock has a quantity above zero and a cost not below it.";
                return Err(Error::field(format!("lines.{n}.quantity"), "out_of_range", message));
            }
            let (counter, party) = (LocationKind::Opening, None);
            let goods = Move {
                product,
                quantity: line.quantity,
                warehouse: warehouse.clone(),
                counter_account,
                counter,
                party,
            };
            let value = money::extend(line.unit_cost, line.quantity, currency)?;
            total = total.plus(value)?;
            inventory::receive(tx, &mut draft, &goods, value, None)?;
        }
        let posted = ledger::post(tx, draft)?;
        Ok(Recorded { id, entry: posted.id, total: total.decimal(currency), currency })
    }
}

/// Two journal lines each, within what an entry may have.
pub const MAX_OPENING_LINES: usize = 4_000;
