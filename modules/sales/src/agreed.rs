//! The price agreed in a sale that has already happened.

use crate::document::{DocumentLine, totals};
use crate::domain::{self, LineTotals};
use crate::errors;
use crate::violations::Violations;
use kernel::Result;
use money::{Amount, Currency};
use payments::PaymentMethod;
use std::sync::Arc;

/// Brings the lines of a sale that has already happened to the total that was agreed: the one `printed`, else the one that was paid,
/// see [`domain::agreed_total`]. A difference is spread over the lines by their amounts and flagged `price_differs`, and
/// `total_differs` where the device printed the total.
pub(crate) fn agree(
    lines: &mut [DocumentLine],
    printed: Option<Amount>,
    payments: &[(Arc<PaymentMethod>, Amount)],
    on_account: bool,
    (currency, prices_include_tax): (Currency, bool),
    violations: &mut Violations,
) -> Result<()> {
    let listed = totals(lines)?.total;
    let paid: Vec<_> = payments.iter().map(|(method, amount)| (*amount, method.is_cash)).collect();
    let agreed = match printed {
        Some(printed) if printed.is_negative() => return Err(errors::negative_amount().at("total")),
        Some(printed) => printed,
        None => domain::agreed_total(listed, &paid, on_account)?,
    };
    if printed.is_none() && !paid.is_empty() && Amount::sum(paid.iter().map(|(amount, _)| *amount))? < agreed {
        // Either part of it is on the customer's account, or the device sold at other prices: only the device knows.
        violations.flag("partly_paid");
    }
    if agreed == listed {
        return Ok(());
    }
    if printed.is_some() {
        violations.flag("total_differs");
    }
    violations.flag("price_differs");
    let weights: Vec<(i64, i64)> =
        lines.iter().map(|line| (line.totals.total.minor(), line.quantity.micros())).collect();
    for (line, total) in lines.iter_mut().zip(domain::spread(agreed, &weights)?) {
        line.totals = LineTotals::taxed(total, line.tax_rate, true)?;
        let entered = if prices_include_tax { line.totals.total } else { line.totals.net };
        line.unit_price = money::unit_price(entered, line.quantity, currency)?;
        line.discount = Amount::ZERO;
    }
    Ok(())
}
