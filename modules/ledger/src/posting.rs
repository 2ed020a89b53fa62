//! Posting: the only way into the journal.
//!
//! A module builds a [`Draft`] and calls [`post`]. Posting checks every rule that a line must keep, completes the entry
//! (exchange lines, lines between branches), numbers it, and keeps balances and open items in step.

use crate::records::{
    Account, Balance, BalanceMonth, BalanceSub, Company, Entry, Line, OpenItem, Period, PeriodState, PostingAccount,
    PostingRole, Settlement, Site, TaxLine, TaxRole, Usage,
};
use command::{SeriesKind, Tx};
use kernel::{Date, Error, Id, Result};
use money::{Amount, Currency, Quantity, Rate};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

/// The most lines an entry may have; larger work is several commands.
pub const MAX_LINES: usize = 10_000;

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

/// The company.
pub fn company(read: &mut impl Read) -> Result<Arc<Company>> {
    read.find(Company::BY_CODE, crate::MAIN)?
        .ok_or_else(|| Error::conflict("not_set_up", "The company has not been set up yet."))
}

/// The company's date now.
pub fn today(read: &mut impl Read) -> Result<Date> {
    let company = company(read)?;
    Ok(read.now().date_in(&company.timezone))
}

/// The account that plays `role`.
pub fn account_of(read: &mut impl Read, role: PostingRole) -> Result<Id<Account>> {
    let row = read.get::<PostingAccount>(&role.as_str().to_owned())?;
    let row = row.ok_or_else(|| {
        Error::conflict(
            "no_posting_account",
            format!("No account has been chosen for “{role}”. Choose one in the settings."),
        )
    })?;
    Ok(row.account)
}

/// Names the rows that every posting on `date` reads, the accounts of `roles` among them.
pub fn prefetch_posting(read: &mut Prefetch<'_>, date: Option<Date>, roles: &[PostingRole]) {
    read.get::<command::Series>(&ENTRY_SERIES.to_owned()).ok();
    if let (Ok(company), Some(date)) = (company(read), date) {
        open_period(read, company.id, date).ok();
    }
    for role in roles {
        account_of(read, *role).and_then(|account| read.get::<Account>(&account)).ok();
    }
}

const ENTRY_SERIES: &str = "entry";

/// The open period of `date`; 409 where it is closed or does not exist.
pub fn open_period(read: &mut impl Read, company: Id<Company>, date: Date) -> Result<Arc<Period>> {
    let period = read.find(Period::BY_COMPANY_STARTS_ON, (company, date.first_of_month()))?;
    let period = period.ok_or_else(|| {
        Error::conflict("no_period", format!("There is no fiscal year that holds {date}. Open it first."))
            .blaming("business_date", "lies in no fiscal year")
    })?;
    if period.state == PeriodState::Closed {
        return Err(Error::conflict("period_closed", format!("The period of {date} is closed."))
            .blaming("business_date", "lies in a closed period"));
    }
    Ok(period)
}

/// Posts `draft`. Refuses what does not balance, lines that lack what their account asks for, and closed periods.
pub fn post(tx: &mut Tx<'_, '_>, mut draft: Draft) -> Result<Posted> {
    let company = company(tx)?;
    open_period(tx, company.id, draft.business_date)?;
    let total = Amount::sum(draft.lines.iter().map(|line| line.base))?;
    if !total.is_zero() {
        let detail = format!("Debits and credits differ by {}.", total.decimal(company.base_currency));
        return Err(Error::conflict("not_balanced", detail));
    }
    balance_currencies(tx, &mut draft)?;
    balance_branches(tx, &mut draft)?;
    if draft.lines.len() > MAX_LINES {
        return Err(Error::conflict(
            "too_many_lines",
            format!("An entry has at most {MAX_LINES} lines. Split the document."),
        ));
    }
    let seq = draft.seq;
    let id = tx.id();
    let (series, number, reference) = take_number(tx, &draft)?;
    let posted = Posted { seq, id, number: reference.clone() };
    tx.insert_new(Entry {
        seq,
        id,
        company: company.id,
        command: tx.command(),
        kind: draft.kind.to_owned(),
        doc: draft.doc,
        step: draft.step,
        revision: 1,
        business_date: draft.business_date,
        tax_date: draft.document_date,
        document_date: draft.document_date,
        series,
        number,
        reference,
        memo: std::mem::take(&mut draft.memo),
        reverses: draft.reverses,
    })?;
    post_lines(tx, &company, &draft, seq)?;
    for (n, tax) in (1..).zip(&draft.taxes) {
        tx.insert_new(TaxLine {
            entry: seq,
            n,
            doc_line: tax.doc_line,
            ledger_line: tax.line.map(|position| position as i64 + 1),
            category: tax.category,
            role: TaxRole::Output,
            rate: tax.rate,
            currency: company.base_currency,
            base: tax.base,
            tax: tax.tax,
            tax_date: draft.document_date,
        })?;
    }
    Ok(posted)
}

fn take_number(tx: &mut Tx<'_, '_>, draft: &Draft) -> Result<(String, i64, String)> {
    match &draft.numbering {
        Numbering::Own(prefix) => {
            let series = format!("{prefix}-{:04}", draft.business_date.year());
            let number = tx.number(&series, SeriesKind::Gapless)?;
            let reference = format!("{series}-{number:06}");
            Ok((series, number, reference))
        }
        Numbering::External(number) => Ok(("external".to_owned(), 0, number.clone())),
    }
}

/// Σ amount = 0 per currency: what is missing goes through the exchange account, whose base is zero per entry.
fn balance_currencies(tx: &mut Tx<'_, '_>, draft: &mut Draft) -> Result<()> {
    if draft.lines.iter().all(|line| line.foreign.is_none()) {
        return Ok(());
    }
    let base_currency = company(tx)?.base_currency;
    let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
    let mut base_by_currency: BTreeMap<Currency, Amount> = BTreeMap::new();
    for line in &draft.lines {
        let (currency, amount) = line.foreign.unwrap_or((base_currency, line.base));
        let sum = sums.entry(currency).or_default();
        *sum = sum.plus(amount)?;
        let base = base_by_currency.entry(currency).or_default();
        *base = base.plus(line.base)?;
    }
    let exchange = account_of(tx, PostingRole::Exchange)?;
    for (currency, sum) in sums {
        let base = base_by_currency.get(&currency).copied().unwrap_or_default();
        if !sum.is_zero() || !base.is_zero() {
            draft.lines.push(DraftLine::new(exchange, base.negated()?).foreign(currency, sum.negated()?));
        }
    }
    Ok(())
}

/// Σ base = 0 per branch: what is missing is owed between branches.
fn balance_branches(tx: &mut Tx<'_, '_>, draft: &mut Draft) -> Result<()> {
    let mut sums: BTreeMap<Id<Site>, Amount> = BTreeMap::new();
    for line in &draft.lines {
        let sum = sums.entry(line.branch.unwrap_or(draft.branch)).or_default();
        *sum = sum.plus(line.base)?;
    }
    if sums.values().all(|sum| sum.is_zero()) {
        return Ok(());
    }
    let between = account_of(tx, PostingRole::InterBranch)?;
    for (branch, sum) in sums.into_iter().filter(|(_, sum)| !sum.is_zero()) {
        draft.lines.push(DraftLine::new(between, sum.negated()?).branch(branch));
    }
    Ok(())
}

#[derive(Default)]
struct Movement {
    debit: Amount,
    credit: Amount,
    amount: Amount,
}

fn post_lines(tx: &mut Tx<'_, '_>, company: &Company, draft: &Draft, seq: i64) -> Result<()> {
    let mut movements: BTreeMap<(Id<Account>, Id<Site>, Currency), Movement> = BTreeMap::new();
    let mut by_party: BTreeMap<(Id<Account>, Uuid, Currency), Amount> = BTreeMap::new();
    for (n, line) in (1..).zip(&draft.lines) {
        let account = tx.one::<Account>(&line.account)?;
        check(&account, line)?;
        let (currency, amount) = line.foreign.unwrap_or((company.base_currency, line.base));
        let branch = line.branch.unwrap_or(draft.branch);
        let movement = movements.entry((account.id, branch, currency)).or_default();
        if line.base.is_negative() {
            movement.credit = movement.credit.minus(line.base)?;
        } else {
            movement.debit = movement.debit.plus(line.base)?;
        }
        movement.amount = movement.amount.plus(amount)?;
        if let (true, Some(party)) = (account.usage.needs_party(), line.party) {
            let sum = by_party.entry((account.id, party, currency)).or_default();
            *sum = sum.plus(amount)?;
            if account.usage.has_open_items() && !amount.is_zero() {
                open(tx, draft, &account, line, party, (seq, n), (currency, amount))?;
            }
        }
        tx.insert_new(Line {
            entry: seq,
            n,
            account: account.id,
            base: line.base,
            currency,
            amount,
            branch,
            party: line.party,
            due_date: line.due_date,
            product: line.goods.product,
            pool: line.goods.pool,
            location: line.goods.location,
            quantity: line.goods.quantity,
            units: line.units,
            origin_entry: line.origin.map(|(entry, _)| entry),
            origin_n: line.origin.map(|(_, n)| n),
        })?;
    }
    keep_balances(tx, draft.business_date, movements)?;
    for ((account, party, currency), amount) in by_party {
        tx.add(BalanceSub { account, party, currency, amount })?;
    }
    Ok(())
}

fn keep_balances(
    tx: &mut Tx<'_, '_>,
    day: Date,
    movements: BTreeMap<(Id<Account>, Id<Site>, Currency), Movement>,
) -> Result<()> {
    let month = day.first_of_month();
    for ((account, branch, currency), Movement { debit, credit, amount }) in movements {
        tx.add(Balance { account, day, branch, currency, debit, credit, amount })?;
        tx.add(BalanceMonth { account, month, branch, currency, debit, credit })?;
    }
    Ok(())
}

/// I3: a line carries what its account's use asks for.
fn check(account: &Account, line: &DraftLine) -> Result<()> {
    let lacks = |what: &str| {
        let detail = format!("A line on account {} ({}) needs {what}.", account.code, account.name);
        Err(Error::conflict("line_incomplete", detail))
    };
    if !account.is_active {
        return Err(Error::conflict(
            "account_inactive",
            format!("Account {} ({}) is not in use.", account.code, account.name),
        ));
    }
    if account.usage.needs_party() && line.party.is_none() {
        return lacks("a party");
    }
    if account.usage == Usage::Stock && (line.goods.product.is_none() || line.goods.pool.is_none()) {
        return lacks("a product and its pool");
    }
    if account.usage == Usage::Stock && line.foreign.is_some() {
        return lacks("the company's own currency");
    }
    if line.goods.quantity.is_some() && (line.goods.location.is_none() || line.goods.product.is_none()) {
        return lacks("a product and a location for its quantity");
    }
    Ok(())
}

fn open(
    tx: &mut Tx<'_, '_>,
    draft: &Draft,
    account: &Account,
    line: &DraftLine,
    party: Uuid,
    (entry, n): (i64, i64),
    (currency, amount): (Currency, Amount),
) -> Result<()> {
    tx.insert_new(OpenItem {
        entry,
        n,
        account: account.id,
        party,
        doc: draft.doc,
        business_date: draft.business_date,
        due_date: line.due_date.unwrap_or(draft.business_date),
        currency,
        amount,
        base: line.base,
        settled: Amount::ZERO,
        settled_base: Amount::ZERO,
        is_open: true,
    })
}

/// Settles a debit line against a credit line over `amount` (positive), said by `entry` as its `n`-th settlement.
///
/// Both must be open items of one account, party and currency, and neither may become over-settled. Each carries its
/// share of base by cumulative pro rata, so that a fully settled item has settled exactly its base.
pub fn settle(
    tx: &mut Tx<'_, '_>,
    entry: i64,
    n: i64,
    debit: (i64, i64),
    credit: (i64, i64),
    amount: Amount,
) -> Result<()> {
    let (debit, credit) = (tx.one::<OpenItem>(&debit)?, tx.one::<OpenItem>(&credit)?);
    let alike = (debit.account, debit.party, debit.currency) == (credit.account, credit.party, credit.currency);
    if !alike || !debit.amount.is_positive() || !credit.amount.is_negative() || !amount.is_positive() {
        return Err(Error::conflict(
            "cannot_settle",
            "Only a debit and a credit of one party, account and currency settle each other.",
        ));
    }
    let debit_base = settle_item(tx, &debit, amount)?;
    let credit_base = settle_item(tx, &credit, amount.negated()?)?.negated()?;
    tx.insert_new(Settlement {
        entry,
        n,
        debit_entry: debit.entry,
        debit_n: debit.n,
        credit_entry: credit.entry,
        credit_n: credit.n,
        amount,
        debit_base,
        credit_base,
    })
}

/// Marks `amount` (with the item's sign) of an item as settled; the base that goes with it.
fn settle_item(tx: &mut Tx<'_, '_>, item: &OpenItem, amount: Amount) -> Result<Amount> {
    let settled = item.settled.plus(amount)?;
    if settled.abs()? > item.amount.abs()? {
        return Err(Error::conflict("over_settled", "More would be settled than is open."));
    }
    let cumulative =
        money::round_div(i128::from(item.base.minor()) * i128::from(settled.minor()), i128::from(item.amount.minor()))?;
    let cumulative = i64::try_from(cumulative).map_err(|_| Error::internal("a settled base beyond its item's"))?;
    let base = Amount::new(cumulative).minus(item.settled_base)?;
    tx.edit::<OpenItem>(&(item.entry, item.n), |item| {
        item.settled = settled;
        item.settled_base = item.settled_base.plus(base)?;
        item.is_open = item.settled != item.amount;
        Ok(())
    })?;
    Ok(base)
}

/// What is left of an open item, positive.
pub fn left(item: &OpenItem) -> Result<Amount> {
    Ok(item.amount.minus(item.settled)?.abs()?)
}
