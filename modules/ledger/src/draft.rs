//! An entry while it grows.

use crate::books::ENTRY_SERIES;
use crate::records::{Account, Entry, Site};
use command::{SeriesKind, Tx};
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
    /// The document's currency and the amount in it; `None` where it is the company's.
    pub foreign: Option<(Currency, Amount)>,
    /// The branch, where it is not the entry's.
    pub branch: Option<Id<Site>>,
    /// Whom it concerns.
    pub party: Option<Uuid>,
    /// When it is to be paid.
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
    /// Where goods arrive or leave.
    pub location: Option<Uuid>,
    /// How much, physically.
    pub quantity: Option<Quantity>,
}

impl DraftLine {
    /// A line over `base` on `account`.
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

    /// In another currency.
    #[must_use]
    pub fn foreign(mut self, currency: Currency, amount: Amount) -> DraftLine {
        self.foreign = Some((currency, amount));
        self
    }

    /// In the books of another branch.
    #[must_use]
    pub fn branch(mut self, branch: Id<Site>) -> DraftLine {
        self.branch = Some(branch);
        self
    }

    /// Concerning a party.
    #[must_use]
    pub fn party(mut self, party: Uuid) -> DraftLine {
        self.party = Some(party);
        self
    }

    /// To be paid by a day.
    #[must_use]
    pub fn due(mut self, due_date: Date) -> DraftLine {
        self.due_date = Some(due_date);
        self
    }

    /// Moving goods: what, out of or into which pool, where, how much.
    #[must_use]
    pub fn goods(mut self, product: Uuid, pool: Option<Uuid>, location: Uuid, quantity: Quantity) -> DraftLine {
        self.goods = Goods { product: Some(product), pool, location: Some(location), quantity: Some(quantity) };
        self
    }

    /// Changing the value of a pool without moving goods.
    #[must_use]
    pub fn value_of(mut self, product: Uuid, pool: Uuid) -> DraftLine {
        self.goods = Goods { product: Some(product), pool: Some(pool), location: None, quantity: None };
        self
    }

    /// Commercial units of a product: moves nothing.
    #[must_use]
    pub fn units(mut self, product: Uuid, units: Quantity) -> DraftLine {
        self.goods.product = Some(product);
        self.units = Some(units);
        self
    }

    /// Coming from a line posted before.
    #[must_use]
    pub fn origin(mut self, entry: i64, n: i64) -> DraftLine {
        self.origin = Some((entry, n));
        self
    }
}

/// One tax of one document line, to be posted.
#[derive(Clone, Debug)]
pub struct DraftTax {
    /// The document's line.
    pub doc_line: i64,
    /// Position (from 0) in [`Draft::lines`] of the line that carries it; none where the tax is zero.
    pub line: Option<usize>,
    /// The tax category.
    pub category: Uuid,
    /// The rate.
    pub rate: Rate,
    /// What is taxed.
    pub base: Amount,
    /// The tax.
    pub tax: Amount,
}

/// Where an entry's number comes from.
#[derive(Clone, Debug)]
pub enum Numbering {
    /// The next of our own gapless series, printed as `PREFIX-YEAR-000001`.
    Own(&'static str),
    /// The number somebody else gave.
    External(String),
}

/// An entry to be posted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its place in the journal.
    pub seq: i64,
    /// What it records: `sale`, `goods_receipt`, `journal` …
    pub kind: &'static str,
    /// The document.
    pub doc: Uuid,
    /// Which posting of the document, from 1.
    pub step: i64,
    /// Decides the period.
    pub business_date: Date,
    /// What the paper says; also decides the tax return.
    pub document_date: Date,
    /// The branch whose books lines are in unless they say otherwise.
    pub branch: Id<Site>,
    /// Where its number comes from.
    pub numbering: Numbering,
    /// Why, in words.
    pub memo: String,
    /// The entry it reverses.
    pub reverses: Option<i64>,
    /// The lines; `n` of a line is its position plus one.
    pub lines: Vec<DraftLine>,
    /// The taxes.
    pub taxes: Vec<DraftTax>,
}

impl Draft {
    /// Begins an entry of `kind` for `doc`, dated and documented on one day. It has its place in the journal at once, so
    /// that what is built beside it can refer to its lines; a command that is refused gives the place back.
    pub fn begin(
        tx: &mut Tx<'_, '_>,
        kind: &'static str,
        doc: Uuid,
        date: Date,
        branch: Id<Site>,
        numbering: Numbering,
    ) -> Result<Draft> {
        let seq = tx.number(ENTRY_SERIES, SeriesKind::Gapless)?;
        Ok(Draft {
            seq,
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
            taxes: Vec::new(),
        })
    }

    /// Adds a line; its number in the entry.
    pub fn line(&mut self, line: DraftLine) -> i64 {
        self.lines.push(line);
        self.lines.len() as i64
    }
}

/// What was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its place in the journal.
    pub seq: i64,
    /// Its id.
    pub id: Id<Entry>,
    /// The printed number.
    pub number: String,
}
