//! Posting: the only way into the journal.
//!
//! A module builds a [`Draft`] and calls [`post`], which completes the entry (exchange lines, lines between branches), checks
//! it, numbers it, and updates balances and open items.

use crate::balancing::{balance_branches, balance_currencies};
use crate::books::{company, open_period};
use crate::draft::{Draft, DraftLine, Numbering, Posted};
use crate::errors;
use crate::events::{self, EntryTold};
use crate::invariants;
use crate::records::{
    Account, Balance, BalanceMonth, BalanceSub, Company, Entry, GoodsBalance, Line, OpenItem, Period, Site, TaxLine,
    TaxRole,
};
use crate::series::{DocumentSeries, NumberedAt, TakenNumber, next_entry};
use command::Tx;
use kernel::{Date, Id, Result, defect};
use money::{Amount, Currency, Quantity};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Read;
use uuid::Uuid;

/// The most lines an entry may have; larger work is several commands.
pub const MAX_LINES: usize = 10_000;

/// The series of the numbers that other systems have given.
pub(crate) const EXTERNAL: &str = "external";

/// The entries that correct, on the day of what they correct, documents with an earlier date.
pub(crate) const CORRECTION: DocumentSeries = DocumentSeries { prefix: "COR", document: "correction" };

/// Posts `draft`: completes it, numbers it and writes it; then its lines of later days ([`Draft::line_not_before`]).
///
/// A business rule can refuse it: 409 `no_period`, `period_closed`, `account_inactive`, `too_many_lines`, 422 `overflow`. A draft that breaks
/// I1, I2, I3 or I14, or that is not the next entry of the journal, is a [`defect`] of the module that built it.
pub fn post(tx: &mut Tx<'_, '_>, mut draft: Draft) -> Result<Posted> {
    let company = company(tx)?;
    let period = open_period(tx, company.id, draft.business_date)?;
    invariants::check_total(&draft, company.base_currency)?;
    balance_currencies(tx, &mut draft)?;
    balance_branches(tx, &mut draft)?;
    if draft.lines.len() > MAX_LINES {
        return Err(errors::too_many_lines(MAX_LINES));
    }
    check_limits(&draft, company.base_currency)?;
    let accounts = invariants::check(tx, &company, &draft)?;
    let seq = next_entry(tx)?;
    if seq != draft.seq {
        return Err(defect(format!("a {} was begun as entry {} and posted as entry {seq}", draft.kind, draft.seq)));
    }
    let id = tx.id();
    let TakenNumber { series, number, printed: reference } = take_number(tx, &draft, &period)?;
    let is_told = !matches!(draft.numbering, Numbering::External(_)) && events::tells(tx)?;
    let posted = Posted { seq, id, number: reference.clone(), is_told };
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
    post_lines(tx, &company, &draft, &accounts)?;
    for (n, tax) in (1..).zip(&draft.taxes) {
        tx.insert_new(TaxLine {
            entry: seq,
            n,
            doc_line: tax.doc_line,
            ledger_line: tax.ledger_line,
            category: tax.category,
            role: TaxRole::Output,
            rate: tax.rate,
            currency: company.base_currency,
            base: tax.base,
            tax: tax.tax,
            tax_date: draft.document_date,
        })?;
    }
    if posted.is_told {
        let (kind, document) = (draft.kind.to_owned(), draft.doc);
        let (number, business_date) = (posted.number.clone(), draft.business_date);
        tx.emit(&EntryTold { entry: id, number, kind, business_date, document })?;
    }
    post_later(tx, &mut draft, &posted)?;
    Ok(posted)
}

/// Posts the lines of later days, an entry a day.
fn post_later(tx: &mut Tx<'_, '_>, draft: &mut Draft, posted: &Posted) -> Result<()> {
    let mut days: BTreeMap<Date, Vec<DraftLine>> = BTreeMap::new();
    for (day, line) in std::mem::take(&mut draft.later) {
        days.entry(day).or_default().push(line);
    }
    for (step, (day, lines)) in (draft.step + 1..).zip(days) {
        let mut correction = Draft::begin(tx, CORRECTION, draft.doc, day, draft.branch)?;
        correction.step = step;
        correction.memo = format!("Corrects what {} fills", posted.number);
        correction.lines = lines;
        post(tx, correction)?;
    }
    Ok(())
}

/// The movement of a balance from which on its room is checked before it is added to, in minor units.
const LARGE: u64 = 1_000_000_000_000;
/// The most that large movements may add up to in one balance: half of what can be stored, so that ordinary ones always fit.
const MOST: u64 = 1 << 62;

/// Refuses an entry of which a line, or the sum of the debits, exceeds the largest amount (422 `overflow`).
fn check_limits(draft: &Draft, base_currency: Currency) -> Result<()> {
    let debits = Amount::sum(draft.lines.iter().map(|line| line.base).filter(|base| base.is_positive()));
    debits
        .and_then(|debits| debits.within_limit(base_currency))
        .map_err(|_| errors::entry_too_large(Amount::most(base_currency).decimal(base_currency)))?;
    for (currency, amount) in draft.lines.iter().filter_map(|line| line.foreign) {
        amount.within_limit(currency)?;
    }
    Ok(())
}

/// Refuses a large movement after which `held`, part of the balance of an account, would have no room for ordinary ones (422
/// `overflow`).
fn check_room(held: Amount, movement: Amount, account: &Account) -> Result<()> {
    let reached = held.plus(movement).map(|sum| sum.minor().unsigned_abs());
    match reached {
        Ok(reached) if reached <= MOST => Ok(()),
        _ => Err(errors::balance_too_large(&account.code)),
    }
}

fn is_large(movement: Amount) -> bool {
    movement.minor().unsigned_abs() >= LARGE
}

fn take_number(tx: &mut Tx<'_, '_>, draft: &Draft, period: &Period) -> Result<TakenNumber> {
    match &draft.numbering {
        Numbering::Own(series) => series.take(tx, NumberedAt { period, date: draft.business_date, site: draft.branch }),
        Numbering::Taken(number) => Ok(number.clone()),
        Numbering::External(number) => {
            Ok(TakenNumber { series: EXTERNAL.to_owned(), number: 0, printed: number.clone() })
        }
    }
}

#[derive(Default)]
struct Movement {
    debit: Amount,
    credit: Amount,
    amount: Amount,
}

fn post_lines(tx: &mut Tx<'_, '_>, company: &Company, draft: &Draft, accounts: &[Arc<Account>]) -> Result<()> {
    let seq = draft.seq;
    let mut movements: BTreeMap<(Id<Account>, Id<Site>, Currency), Movement> = BTreeMap::new();
    let mut by_party: BTreeMap<(Id<Account>, Uuid, Currency), Amount> = BTreeMap::new();
    for ((n, line), account) in (1..).zip(&draft.lines).zip(accounts) {
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
                open(tx, draft, account, line, (party, branch), (seq, n), (currency, amount))?;
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
    keep_balances(tx, draft, movements)?;
    keep_goods_balances(tx, draft)?;
    for ((account, party, currency), amount) in by_party {
        if is_large(amount)
            && let Some(held) = tx.get::<BalanceSub>(&(account, party, currency))?
        {
            check_room(held.amount, amount, &*tx.one::<Account>(&account)?)?;
        }
        tx.add(BalanceSub { account, party, currency, amount })?;
    }
    Ok(())
}

fn keep_balances(
    tx: &mut Tx<'_, '_>,
    draft: &Draft,
    movements: BTreeMap<(Id<Account>, Id<Site>, Currency), Movement>,
) -> Result<()> {
    let (day, segment) = (draft.business_date, draft.seq / Balance::SEGMENT);
    let month = day.first_of_month();
    for ((account, branch, currency), Movement { debit, credit, amount }) in movements {
        if (is_large(debit) || is_large(credit))
            && let Some(held) = tx.get::<BalanceMonth>(&(account, month, branch, currency))?
        {
            let account = tx.one::<Account>(&account)?;
            check_room(held.debit, debit, &account)?;
            check_room(held.credit, credit, &account)?;
        }
        tx.add(Balance { account, day, branch, currency, segment, debit, credit, amount })?;
        tx.add(BalanceMonth { account, month, branch, currency, debit, credit })?;
    }
    Ok(())
}

fn keep_goods_balances(tx: &mut Tx<'_, '_>, draft: &Draft) -> Result<()> {
    let (day, segment) = (draft.business_date, draft.seq / Balance::SEGMENT);
    let mut moved: BTreeMap<(Uuid, Uuid), (Quantity, Amount)> = BTreeMap::new();
    for line in &draft.lines {
        if let (Some(product), Some(pool)) = (line.goods.product, line.goods.pool) {
            let (quantity, value) = moved.entry((product, line.goods.location.unwrap_or(pool))).or_default();
            *quantity = quantity.plus(line.goods.quantity.unwrap_or_default())?;
            *value = value.plus(line.base)?;
        }
    }
    for product in draft.lines.iter().filter_map(|line| line.goods.product) {
        if moved.range((product, Uuid::nil())..=(product, Uuid::max())).next().is_none() {
            moved.insert((product, product), Default::default());
        }
    }
    for ((product, place), (quantity, value)) in moved {
        tx.add(GoodsBalance { segment, product, place, day, quantity, value })?;
    }
    Ok(())
}

fn open(
    tx: &mut Tx<'_, '_>,
    draft: &Draft,
    account: &Account,
    line: &DraftLine,
    (party, branch): (Uuid, Id<Site>),
    (entry, n): (i64, i64),
    (currency, amount): (Currency, Amount),
) -> Result<()> {
    tx.insert_new(OpenItem {
        entry,
        n,
        account: account.id,
        branch,
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
