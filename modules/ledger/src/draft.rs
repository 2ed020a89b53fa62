//! An entry that is being prepared.

use crate::records::{Account, Entry, Site};
use crate::series::{DocumentSeries, TakenNumber, last_entry};
use command::Tx;
use kernel::{Date, Id, Result};
use money::{Amount, Currency, Quantity, Rate};
use uuid::Uuid;

/// A line to be posted. Amounts are in the company's currency unless [`DraftLine::foreign`] says otherwise.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// The account.
    pub account: Id<Account>,
    /// In the company's currency, debit positive.
    pub base: Amount,
    /// The document's currency and the amount in it; none where it is the company's.
    pub foreign: Option<(Currency, Amount)>,
    /// The branch, where it is not the entry's.
    pub branch: Option<Id<Site>>,
    /// The customer or supplier.
    pub party: Option<Uuid>,
    /// The due date of a receivable or payable.
    pub due_date: Option<Date>,
    /// Product, pool, location and physical quantity.
    pub goods: Goods,
    /// Commercial quantity.
    pub units: Option<Quantity>,
    /// The line this one comes from.
    pub origin: Option<(i64, i64)>,
}

/// The goods part of a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Goods {
    /// The product.
    pub product: Option<Uuid>,
    /// The pool its value lies in.
    pub pool: Option<Uuid>,
    /// The location that goods arrive at (positive quantity) or leave (negative).
    pub location: Option<Uuid>,
    /// The physical quantity.
    pub quantity: Option<Quantity>,
}

impl DraftLine {
    /// A line of `base` (company currency, debit positive) on `account`.
    pub fn new(account: Id<Account>, base: Amount) -> DraftLine {
        DraftLine {
            account,
            base,
            foreign: None,
            branch: None,
            party: None,
            due_date: None,
            goods: Goods::default(),
            units: None,
            origin: None,
        }
    }

    /// Sets the currency and the amount of the document, where they are not the company's.
    #[must_use]
    pub fn foreign(mut self, currency: Currency, amount: Amount) -> DraftLine {
        self.foreign = Some((currency, amount));
        self
    }

    /// Sets the branch, where it is not the entry's.
    #[must_use]
    pub fn branch(mut self, branch: Id<Site>) -> DraftLine {
        self.branch = Some(branch);
        self
    }

    /// Sets the customer or supplier.
    #[must_use]
    pub fn party(mut self, party: Uuid) -> DraftLine {
        self.party = Some(party);
        self
    }

    /// Sets the due date.
    #[must_use]
    pub fn due(mut self, due_date: Date) -> DraftLine {
        self.due_date = Some(due_date);
        self
    }

    /// Sets the goods it moves: the product, its pool (on stock accounts), the location and the quantity.
    #[must_use]
    pub fn goods(mut self, product: Uuid, pool: Option<Uuid>, location: Uuid, quantity: Quantity) -> DraftLine {
        self.goods = Goods { product: Some(product), pool, location: Some(location), quantity: Some(quantity) };
        self
    }

    /// Makes it change the value of a pool without moving goods.
    #[must_use]
    pub fn value_of(mut self, product: Uuid, pool: Uuid) -> DraftLine {
        self.goods = Goods { product: Some(product), pool: Some(pool), location: None, quantity: None };
        self
    }

    /// Sets the commercial quantity of a product; no goods move.
    #[must_use]
    pub fn units(mut self, product: Uuid, units: Quantity) -> DraftLine {
        self.goods.product = Some(product);
        self.units = Some(units);
        self
    }

    /// Sets the posted line it comes from.
    #[must_use]
    pub fn origin(mut self, entry: i64, n: i64) -> DraftLine {
        self.origin = Some((entry, n));
        self
    }
}

/// One tax of one document line, to be posted.
#[derive(Clone, Debug)]
pub struct DraftTax {
    /// The document's line, from 1.
    pub doc_line: i64,
    /// The line of the entry that carries the tax, as [`Draft::line`] numbered it; none where the tax is zero.
    pub ledger_line: Option<i64>,
    /// The tax category.
    pub category: Uuid,
    /// The rate.
    pub rate: Rate,
    /// The taxable amount; negative on returns.
    pub base: Amount,
    /// The tax; negative on returns.
    pub tax: Amount,
}

/// The source of an entry's number.
#[derive(Clone, Debug)]
pub(crate) enum Numbering {
    /// The next number of a series of ours.
    Own(DocumentSeries),
    /// The number that a device took from a block of ours.
    Taken(TakenNumber),
    /// The number that another system printed on the document.
    External(String),
}

/// An entry that is being prepared. Nothing of it is in the journal before [`crate::post`]; a draft that is dropped takes no
/// number.
///
/// It knows the place (`seq`) it will have, so that what is built beside it can refer to its lines. Therefore a command
/// finishes one draft before it begins the next.
#[derive(Debug)]
#[must_use = "a draft is in the journal only after `post`"]
pub struct Draft {
    pub(crate) seq: i64,
    pub(crate) kind: &'static str,
    pub(crate) doc: Uuid,
    /// The number of the posting within the document, from 1.
    pub(crate) step: i64,
    pub(crate) business_date: Date,
    /// The date printed on the document; also the tax date. The business date unless it is set.
    pub document_date: Date,
    pub(crate) branch: Id<Site>,
    pub(crate) numbering: Numbering,
    /// The reason in words; empty unless it is set.
    pub memo: String,
    pub(crate) reverses: Option<i64>,
    pub(crate) lines: Vec<DraftLine>,
    /// Lines of later days, which are posted as further entries of the document.
    pub(crate) later: Vec<(Date, DraftLine)>,
    pub(crate) taxes: Vec<DraftTax>,
}

impl Draft {
    /// Begins the entry of the document `doc`, which gets the next number of `series` when it is posted. `date` decides the
    /// period; lines are in the books of `branch` unless they name another.
    pub fn begin(
        tx: &mut Tx<'_, '_>,
        series: DocumentSeries,
        doc: Uuid,
        date: Date,
        branch: Id<Site>,
    ) -> Result<Draft> {
        Draft::numbered(tx, series.document, Numbering::Own(series), doc, date, branch)
    }

    /// Begins the entry of a document of `series` that a device has printed with a number of its block, see [`DocumentSeries::of_block`].
    pub fn begin_taken(
        tx: &mut Tx<'_, '_>,
        series: DocumentSeries,
        number: TakenNumber,
        doc: Uuid,
        date: Date,
        branch: Id<Site>,
    ) -> Result<Draft> {
        Draft::numbered(tx, series.document, Numbering::Taken(number), doc, date, branch)
    }

    /// Begins the entry of a document of `kind` that has the number of another system.
    pub fn begin_external(
        tx: &mut Tx<'_, '_>,
        kind: &'static str,
        number: String,
        doc: Uuid,
        date: Date,
        branch: Id<Site>,
    ) -> Result<Draft> {
        Draft::numbered(tx, kind, Numbering::External(number), doc, date, branch)
    }

    fn numbered(
        tx: &mut Tx<'_, '_>,
        kind: &'static str,
        numbering: Numbering,
        doc: Uuid,
        date: Date,
        branch: Id<Site>,
    ) -> Result<Draft> {
        Ok(Draft {
            seq: last_entry(tx)? + 1,
            kind,
            doc,
            step: 1,
            business_date: date,
            document_date: date,
            branch,
            numbering,
            memo: String::new(),
            reverses: None,
            lines: Vec::new(),
            later: Vec::new(),
            taxes: Vec::new(),
        })
    }

    /// The place in the journal it will have.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// The date that decides its period.
    pub fn business_date(&self) -> Date {
        self.business_date
    }

    /// Adds a line; its number in the entry, from 1.
    pub fn line(&mut self, line: DraftLine) -> i64 {
        self.lines.push(line);
        self.lines.len() as i64
    }

    /// Adds a line whose cause is dated `day`: an effect is not dated before its cause. Where the entry is dated earlier, the line
    /// is posted on that day, in a further entry of the document. The lines of each day sum to zero.
    pub fn line_not_before(&mut self, day: Date, line: DraftLine) {
        if day > self.business_date {
            self.later.push((day, line));
        } else {
            self.lines.push(line);
        }
    }

    /// Adds the tax of a document line.
    pub fn tax(&mut self, tax: DraftTax) {
        self.taxes.push(tax);
    }
}

/// An entry that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its place in the journal.
    pub seq: i64,
    /// Its id.
    pub id: Id<Entry>,
    /// Its printed number.
    pub number: String,
    /// Whether it is told: not what another system has numbered, which happened long ago, and not before the company began to be told.
    pub is_told: bool,
}
