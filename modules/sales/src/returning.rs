//! The parts of a return: the lines of the sale it takes back, the debts it settles, the refunds.

use crate::commands::ReturnedLine;
use crate::document::{DocumentLine, LineNames, Recorded};
use crate::domain::{LineTotals, ReturnableLine};
use crate::errors;
use crate::payment::{Payment, Payments, collect_payments};
use crate::records::{Sale, SaleLine};
use crate::violations::Violations;
use catalog::Product;
use command::Tx;
use kernel::{FieldErrors, Result};
use ledger::{OpenItem, positive_quantity};
use money::{Amount, Quantity};
use payments::PaymentMethod;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Read, Ref};

/// An open debit of the sale and the amount of it that the return settles.
pub(crate) type Share = (Arc<OpenItem>, Amount);

/// The lines of a return: as they were sold, and as lines of the return. The errors of all lines are reported together.
pub(crate) fn returned_lines(
    tx: &mut Tx<'_, '_>,
    sale: &Sale,
    returned: &[ReturnedLine],
) -> Result<(Vec<Arc<SaleLine>>, Vec<DocumentLine>)> {
    let sold: BTreeMap<i64, Arc<SaleLine>> =
        tx.scan(SaleLine::BY_SALE, sale.id)?.into_iter().map(|line| (line.n, line)).collect();
    let mut seen = BTreeSet::new();
    let mut errors = FieldErrors::default();
    let back = errors.each("lines", returned, |_, line| {
        let from = line.check(&sold, &mut seen)?;
        line.check_decimals(tx, &from)?;
        Ok((from, line.quantity))
    })?;
    errors.finish()?;
    let mut lines = Vec::with_capacity(back.len());
    for (from, quantity) in &back {
        lines.push(returned_line(tx, from, *quantity)?);
    }
    Ok((back.into_iter().map(|(from, _)| from).collect(), lines))
}

/// The refunds of a return: those asked for, which must come to `rest`. Where none are given, a customer keeps the
/// amount as a credit, and a sale without a customer is refunded in cash.
pub(crate) fn refunds(tx: &mut Tx<'_, '_>, sale: &Sale, asked: Option<&[Payment]>, rest: Amount) -> Result<Payments> {
    let Some(asked) = asked else {
        if sale.customer.is_some() || rest.is_zero() {
            return Ok(Vec::new());
        }
        let cash = Ref::<PaymentMethod>::new(payments::CASH).get(tx).map_err(|error| error.at("refund"))?;
        if !cash.is_active {
            return Err(errors::inactive_method(&cash.name).at("refund"));
        }
        return Ok(vec![(cash, rest)]);
    };
    let mut violations = Violations::default();
    let refunds = collect_payments(tx, asked, "refund", sale.currency, &mut violations)?;
    violations.finish()?;
    let sum = Amount::sum(refunds.iter().map(|(_, amount)| *amount))?;
    if sum != rest {
        let (sum, rest) = (sum.decimal(sale.currency), rest.decimal(sale.currency));
        return Err(errors::refund_mismatch(rest, sum).blame("refund", errors::refund_must_be(rest)));
    }
    Ok(refunds)
}

impl ReturnedLine {
    /// The line of the sale that it names, if so much of it can come back.
    fn check(&self, sold: &BTreeMap<i64, Arc<SaleLine>>, seen: &mut BTreeSet<i64>) -> Result<Arc<SaleLine>> {
        let Some(from) = sold.get(&self.line) else {
            return Err(errors::no_line(self.line).at("line"));
        };
        if !seen.insert(self.line) {
            return Err(errors::line_twice(self.line).at("line"));
        }
        let left = from.quantity.minus(from.returned)?;
        positive_quantity(self.quantity).map_err(|error| error.at("quantity"))?;
        if self.quantity > left {
            return Err(errors::returned_too_much(from.quantity, left).at("quantity"));
        }
        Ok(from.clone())
    }

    /// Refuses part of a line in a quantity that the product's unit does not allow; the whole remainder may always come back.
    fn check_decimals(&self, tx: &mut Tx<'_, '_>, from: &SaleLine) -> Result<()> {
        if self.quantity < from.quantity.minus(from.returned)? {
            let product = tx.one::<Product>(&from.product)?;
            catalog::check_quantity(tx, &product, self.quantity, "quantity")?;
        }
        Ok(())
    }
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
        names: LineNames {
            sku: from.sku.clone(),
            name: from.name.clone(),
            unit: from.unit.clone(),
            tax_code: from.tax_code.clone(),
            tax_name: from.tax_name.clone(),
        },
        quantity,
        unit_price: from.unit_price,
        discount,
        is_gift: false,
        totals,
        tax_category: from.tax_category,
        tax_rate: from.tax_rate,
        stock_line: None,
        origin_n: Some(from.n),
    })
}

/// The shares of the return that settle the open debts of its sale, and the remainder of `total`.
pub(crate) fn settle_shares(tx: &mut Tx<'_, '_>, sale: &Sale, total: Amount) -> Result<(Vec<Share>, Amount)> {
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

/// Settles the shares against the receivable line of the recorded return.
pub(crate) fn settle(tx: &mut Tx<'_, '_>, recorded: &Recorded, shares: &[Share]) -> Result<()> {
    let entry = recorded.entry_seq;
    let Some(credit) = recorded.receivable_line else { return Ok(()) };
    for (n, (item, share)) in (1..).zip(shares) {
        ledger::settle(tx, entry, n, (item.entry, item.n), (entry, credit), *share)?;
    }
    Ok(())
}

/// Adds a line of the return to the returned quantity and amounts of the line sold.
pub(crate) fn keep_returned(tx: &mut Tx<'_, '_>, from: &SaleLine, back: &DocumentLine) -> Result<()> {
    tx.edit::<SaleLine>(&(from.sale, from.n), |line| {
        line.returned = line.returned.plus(back.quantity)?;
        line.returned_net = line.returned_net.plus(back.totals.net)?;
        line.returned_tax = line.returned_tax.plus(back.totals.tax)?;
        Ok(())
    })?;
    Ok(())
}
