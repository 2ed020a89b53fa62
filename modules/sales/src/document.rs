//! The one way of a sale or return into the journal: its lines of income, tax, payment and debt, and its rows.

use crate::domain::{LineTotals, Tender, net_of_change};
use crate::records::{Sale, SaleKind, SaleLine, SalePayment};
use crate::seed::{CASH_DIFFERENCE, SALES_INCOME, TAX_OUTPUT};
use crate::settings::PAYMENT_DAYS;
use crate::{errors, events};
use catalog::{Product, TaxCategory, Unit};
use command::Tx;
use inventory::Warehouse;
use jiff::ToSpan;
use kernel::{Date, Id, Result, ToSchema};
use ledger::{Draft, DraftLine, DraftTax, Site};
use money::{Amount, Currency, Decimal, Price, Quantity, Rate};
use parties::Party;
use payments::{PaymentMethod, RECEIVABLE};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Read, Words};

/// A sale or return to be recorded. The quantities and totals of a return are positive too.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: Id<Sale>,
    /// Sale or return.
    pub kind: SaleKind,
    /// The customer, where one is named.
    pub customer: Option<Id<Party>>,
    /// The warehouse the goods leave or come back to.
    pub warehouse: Arc<Warehouse>,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// The payments, or refunds of a return, each with its method.
    pub payments: Vec<(Arc<PaymentMethod>, Amount)>,
    /// How the payments cover the total; the due part is posted to the customer's receivables.
    pub tender: Tender,
    /// The day on which the due part is to be paid; by the customer's terms of payment where none is named.
    pub due_date: Option<Date>,
    /// The sale that a return takes back.
    pub origin: Option<Id<Sale>>,
    /// The reason of a return.
    pub reason: Option<String>,
    /// The country of destination.
    pub country: Option<String>,
    /// The number another system gave it.
    pub reference: Option<String>,
    /// The codes of the rules it breaks; a document with any is marked for review.
    pub flags: Vec<String>,
}

/// What a line prints of its product: kept as it was, because products, units and tax categories change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineNames {
    /// The SKU.
    pub sku: String,
    /// The name of the product.
    pub name: String,
    /// The code of its unit.
    pub unit: String,
    /// The code of the tax category.
    pub tax_code: String,
    /// The name of the tax category.
    pub tax_name: String,
}

impl LineNames {
    /// As they are now.
    ///
    /// # Errors
    ///
    /// 404 where the product's unit is missing.
    pub fn of(read: &mut impl Read, product: &Product, tax: &TaxCategory) -> Result<LineNames> {
        Ok(LineNames {
            sku: product.sku.clone(),
            name: product.name.clone(),
            unit: read.one::<Unit>(&product.unit)?.code.clone(),
            tax_code: tax.code.clone(),
            tax_name: tax.name.clone(),
        })
    }
}

/// A line of a [`Document`].
#[derive(Clone, Debug)]
pub struct DocumentLine {
    /// The product.
    pub product: Arc<Product>,
    /// What it prints of the product.
    pub names: LineNames,
    /// The quantity, in the product's unit.
    pub quantity: Quantity,
    /// The price of one unit.
    pub unit_price: Price,
    /// The discount on the line.
    pub discount: Amount,
    /// Whether the goods are given away: such a line has no income.
    pub is_gift: bool,
    /// Net, tax and total.
    pub totals: LineTotals,
    /// Its tax category.
    pub tax_category: Id<TaxCategory>,
    /// The tax rate; none where it is outside tax.
    pub tax_rate: Option<Rate>,
    /// The line of the draft that moved the goods.
    pub stock_line: Option<i64>,
    /// The line of the origin it takes back.
    pub origin_n: Option<i64>,
}

/// The header of a sale or return: its number and totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SaleHead {
    /// Its id.
    pub id: Id<Sale>,
    /// Its printed number.
    pub number: String,
    /// `sale` or `return`.
    pub kind: SaleKind,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Sum of the lines without tax.
    pub subtotal: Decimal,
    /// Sum of their tax.
    pub tax_total: Decimal,
    /// The total with tax.
    pub total: Decimal,
    /// The amount paid, before change; on a return, the refund.
    pub paid: Decimal,
    /// The change given in cash.
    pub change: Decimal,
    /// The amount posted to the customer's receivables.
    pub due: Decimal,
    /// The part of the total that a device printed but that was neither paid nor is owed; below zero where more was paid.
    pub difference: Decimal,
    /// The entry that posted it.
    pub entry: Id<ledger::Entry>,
}

impl SaleHead {
    pub(crate) fn of(sale: &Sale) -> SaleHead {
        let currency = sale.currency;
        SaleHead {
            id: sale.id,
            number: sale.number.clone(),
            kind: sale.kind,
            currency,
            subtotal: sale.subtotal.decimal(currency),
            tax_total: sale.tax_total.decimal(currency),
            total: sale.total.decimal(currency),
            paid: sale.paid.decimal(currency),
            change: sale.change_given.decimal(currency),
            due: sale.due.decimal(currency),
            difference: sale.difference.decimal(currency),
            entry: sale.entry,
        }
    }
}

/// A sale or return as it was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SalePosted {
    /// The sale or return.
    #[serde(flatten)]
    pub sale: SaleHead,
    /// Its lines.
    pub lines: Vec<SaleLinePosted>,
    /// What differs from the rules or the records; such a document needs review. Of a sale that a device made: `price_differs` (a price or an
    /// amount of a line is not what its price, the list or the payments say), `tax_differs` (category, rate or amount of a tax),
    /// `total_differs` (the printed total is not that of the lines or of the payments), `payment_differs` (it is neither paid nor
    /// owed: posted to cash over and short), `partly_paid`, `price_override`, `insufficient_stock`, `unit_decimals`, `clock_ahead`,
    /// `date_implausible`, `period_closed`, `due_date_ignored`, `former_code`, `unknown_customer`, `deleted_` and `inactive_` with
    /// what was deleted or put out of use. Of any document: `unknown_cost`.
    pub flags: Vec<String>,
}

/// A line of a sale or return as it was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SaleLinePosted {
    /// Its number, from 1.
    pub n: i64,
    /// The SKU of the product.
    pub sku: String,
    /// The id of the product.
    pub product: Id<Product>,
    /// The quantity.
    pub quantity: Quantity,
    /// The price of one unit.
    pub unit_price: Price,
    /// The discount on the line.
    pub discount: Decimal,
    /// The amount without tax.
    pub net: Decimal,
    /// The tax.
    pub tax: Decimal,
    /// The amount with tax.
    pub total: Decimal,
}

/// A document that [`record`] has posted.
pub struct Recorded {
    /// The answer to the command.
    pub answer: SalePosted,
    /// Its entry's place in the journal.
    pub entry_seq: i64,
    /// The entry's line on the customer's receivables, if there is one.
    pub receivable_line: Option<i64>,
}

impl Document {
    /// An amount with the sign it has as a credit of a sale.
    fn credit(&self, amount: Amount) -> Result<Amount> {
        match self.kind {
            SaleKind::Sale => Ok(amount.negated()?),
            SaleKind::Return => Ok(amount),
        }
    }

    /// An amount with the sign it has as a debit of a sale.
    fn debit(&self, amount: Amount) -> Result<Amount> {
        Ok(self.credit(amount)?.negated()?)
    }

    /// Income of every line, on the product's account or the one for all sales.
    fn add_income(&self, tx: &mut Tx<'_, '_>, draft: &mut Draft) -> Result<()> {
        for line in self.lines.iter().filter(|line| !line.is_gift) {
            let account = match line.product.income_account {
                Some(account) => account,
                None => ledger::account_of(tx, SALES_INCOME)?,
            };
            let units = match self.kind {
                SaleKind::Sale => line.quantity,
                SaleKind::Return => line.quantity.negated()?,
            };
            let income = DraftLine::new(account, self.credit(line.totals.net)?);
            draft.line(income.units(line.product.id.uuid(), units));
        }
        Ok(())
    }

    /// One journal line per tax category, one tax line per taxed document line.
    fn add_taxes(&self, tx: &mut Tx<'_, '_>, draft: &mut Draft) -> Result<()> {
        let mut sums: BTreeMap<Id<TaxCategory>, Amount> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.tax_rate.is_some()) {
            let sum = sums.entry(line.tax_category).or_default();
            *sum = sum.plus(line.totals.tax)?;
        }
        let mut tax_lines = BTreeMap::new();
        for (category, sum) in sums.into_iter().filter(|(_, sum)| !sum.is_zero()) {
            let account = ledger::account_of(tx, TAX_OUTPUT)?;
            tax_lines.insert(category, draft.line(DraftLine::new(account, self.credit(sum)?)));
        }
        for (n, line) in (1..).zip(&self.lines) {
            let Some(rate) = line.tax_rate else { continue };
            let ledger_line = tax_lines.get(&line.tax_category).copied();
            draft.tax(DraftTax {
                doc_line: n,
                ledger_line: ledger_line.filter(|_| !line.totals.tax.is_zero()),
                category: line.tax_category.uuid(),
                rate,
                base: self.debit(line.totals.net)?,
                tax: self.debit(line.totals.tax)?,
            });
        }
        Ok(())
    }

    /// The payments net of change, or the refunds, the difference, and the due part on the customer's receivables: the number of that line.
    fn add_money(&self, tx: &mut Tx<'_, '_>, draft: &mut Draft, due: Option<(Id<Party>, Date)>) -> Result<Option<i64>> {
        let payments: Vec<_> = self.payments.iter().map(|(method, amount)| (*amount, method.is_cash)).collect();
        for ((method, _), kept) in self.payments.iter().zip(net_of_change(&payments, self.tender.change)?) {
            if !kept.is_zero() {
                draft.line(DraftLine::new(method.account, self.debit(kept)?));
            }
        }
        if !self.tender.difference.is_zero() {
            let account = ledger::account_of(tx, CASH_DIFFERENCE)?;
            draft.line(DraftLine::new(account, self.debit(self.tender.difference)?));
        }
        let Some((customer, due_date)) = due else { return Ok(None) };
        let account = ledger::account_of(tx, RECEIVABLE)?;
        let owed = DraftLine::new(account, self.debit(self.tender.due)?);
        Ok(Some(draft.line(owed.party(customer.uuid()).due(due_date))))
    }

    /// The customer whose receivables the due part is posted to, and the day on which it is to be paid: the one that is named, else the
    /// date of a sale and the customer's terms of payment, or the usual ones; of a credit, its own date. None where nothing is due.
    fn due(&self, tx: &mut Tx<'_, '_>, date: Date) -> Result<Option<(Id<Party>, Date)>> {
        let Some(customer) = self.customer.filter(|_| !self.tender.due.is_zero()) else { return Ok(None) };
        if let Some(due_date) = self.due_date {
            return Ok(Some((customer, due_date)));
        }
        let days = match self.kind {
            SaleKind::Sale => match tx.one::<Party>(&customer)?.payment_days {
                Some(days) => days,
                None => tx.setting(&PAYMENT_DAYS, Some(self.warehouse.site.uuid()))?,
            },
            SaleKind::Return => 0,
        };
        let due_date = date.checked_add(days.days()).map_err(|_| errors::due_too_far())?;
        Ok(Some((customer, due_date)))
    }

    fn insert(&self, tx: &mut Tx<'_, '_>, sale: Sale) -> Result<()> {
        tx.insert_new(sale)?;
        for (n, line) in (1..).zip(&self.lines) {
            tx.insert_new(SaleLine {
                sale: self.id,
                n,
                product: line.product.id,
                sku: line.names.sku.clone(),
                name: line.names.name.clone(),
                unit: line.names.unit.clone(),
                quantity: line.quantity,
                unit_price: line.unit_price,
                discount: line.discount,
                net: line.totals.net,
                tax_category: line.tax_category,
                tax_code: line.names.tax_code.clone(),
                tax_name: line.names.tax_name.clone(),
                tax_rate: line.tax_rate,
                tax: line.totals.tax,
                total: line.totals.total,
                stock_line: line.stock_line,
                returned: Quantity::ZERO,
                returned_net: Amount::ZERO,
                returned_tax: Amount::ZERO,
                origin_n: line.origin_n,
            })?;
        }
        for (n, (method, amount)) in (1..).zip(&self.payments) {
            let (method_code, method_name) = (method.code.clone(), method.name.clone());
            tx.insert_new(SalePayment {
                sale: self.id,
                n,
                method: method.id,
                method_code,
                method_name,
                amount: *amount,
            })?;
        }
        Ok(())
    }
}

/// The totals of all lines together.
pub(crate) fn totals(lines: &[DocumentLine]) -> Result<LineTotals> {
    Ok(LineTotals::sum(lines.iter().map(|line| line.totals))?)
}

/// Completes `draft`, which holds the moves of the goods already, with income, taxes, payments and debt; posts it, and
/// stores the document's rows.
pub fn record(tx: &mut Tx<'_, '_>, mut draft: Draft, document: &Document) -> Result<Recorded> {
    let company = ledger::company(tx)?;
    let currency = company.base_currency;
    document.add_income(tx, &mut draft)?;
    document.add_taxes(tx, &mut draft)?;
    let (business_date, document_date): (Date, Date) = (draft.business_date(), draft.document_date);
    let due = document.due(tx, document_date)?;
    let receivable_line = document.add_money(tx, &mut draft, due)?;
    let customer = document.customer.map(|customer| tx.one::<Party>(&customer)).transpose()?;
    let site = tx.one::<Site>(&document.warehouse.site)?;
    let cashier = identity::member_name(tx)?;
    let posted = ledger::post(tx, draft)?;
    let LineTotals { net, tax, total } = totals(&document.lines)?;
    let sale = Sale {
        id: document.id,
        number: posted.number,
        kind: document.kind,
        customer: document.customer,
        customer_code: customer.as_ref().map(|customer| customer.code.clone()),
        customer_name: customer.as_ref().map(|customer| customer.name.clone()),
        customer_address: customer.as_ref().and_then(|customer| customer.address.clone()),
        customer_tax_id: customer.as_ref().and_then(|customer| customer.tax_id.clone()),
        warehouse: document.warehouse.id,
        warehouse_code: document.warehouse.code.clone(),
        warehouse_name: document.warehouse.name.clone(),
        site: document.warehouse.site,
        site_code: site.code.clone(),
        site_name: site.name.clone(),
        company_name: company.name.clone(),
        cashier,
        occurred_at: tx.occurred_at(),
        business_date,
        document_date,
        due_date: due.map(|(_, date)| date),
        currency,
        subtotal: net,
        tax_total: tax,
        total,
        paid: document.tender.paid,
        change_given: document.tender.change,
        due: document.tender.due,
        difference: document.tender.difference,
        entry: posted.id,
        entry_seq: posted.seq,
        origin: document.origin,
        reason: document.reason.clone(),
        country: document.country.clone(),
        reference: document.reference.clone(),
        needs_review: !document.flags.is_empty(),
        flags: Words(document.flags.clone()),
    };
    let answer = answer(document, &sale);
    if posted.is_told {
        events::tell(tx, &sale)?;
    }
    document.insert(tx, sale)?;
    Ok(Recorded { answer, entry_seq: posted.seq, receivable_line })
}

fn answer(document: &Document, sale: &Sale) -> SalePosted {
    let currency = sale.currency;
    let line = |(n, line): (i64, &DocumentLine)| SaleLinePosted {
        n,
        sku: line.names.sku.clone(),
        product: line.product.id,
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount.decimal(currency),
        net: line.totals.net.decimal(currency),
        tax: line.totals.tax.decimal(currency),
        total: line.totals.total.decimal(currency),
    };
    SalePosted {
        sale: SaleHead::of(sale),
        lines: (1..).zip(&document.lines).map(line).collect(),
        flags: document.flags.clone(),
    }
}
