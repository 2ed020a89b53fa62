//! The payments of a sale and the refunds of a return.

use crate::domain::{self, Tender};
use crate::errors;
use crate::named;
use crate::violations::Violations;
use command::Tx;
use kernel::{Result, ToSchema};
use ledger::positive_amount;
use money::{Amount, Currency, Decimal};
use payments::PaymentMethod;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Ref;

/// A payment, or a refund of a return.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The payment method: id or code.
    pub method: Ref<PaymentMethod>,
    /// The amount, in the currency of the document.
    pub amount: Decimal,
}

/// Payment methods with the amounts paid by them.
pub(crate) type Payments = Vec<(Arc<PaymentMethod>, Amount)>;

/// The payments of the list `field` of a body; what is wrong with any of them is collected in `violations`.
pub(crate) fn collect_payments(
    tx: &mut Tx<'_, '_>,
    given: &[Payment],
    field: &str,
    currency: Currency,
    violations: &mut Violations,
) -> Result<Payments> {
    let mut collected = Vec::with_capacity(given.len());
    for (n, payment) in given.iter().enumerate() {
        let at = format!("{field}.{n}.method");
        let method = named::method(tx, &payment.method, &at, violations)?;
        let amount = positive_amount(payment.amount, currency);
        let amount = violations.check_at(&format!("{field}.{n}.amount"), amount)?;
        collected.extend(method.zip(amount));
    }
    Ok(collected)
}

/// How payments cover a total that a device printed, see [`domain::tender_of_printed`]. A difference is flagged. A sale of which nothing
/// was paid needs a customer (409 `not_paid`).
pub(crate) fn cover_printed(
    total: Amount,
    payments: &[(Arc<PaymentMethod>, Amount)],
    has_customer: bool,
    currency: Currency,
    violations: &mut Violations,
) -> Result<Tender> {
    if payments.is_empty() {
        return cover(total, payments, has_customer, currency);
    }
    let paid: Vec<_> = payments.iter().map(|(method, amount)| (*amount, method.is_cash)).collect();
    let tender = domain::tender_of_printed(total, &paid, has_customer)?;
    if !tender.difference.is_zero() {
        violations.flag("total_differs");
        violations.flag("payment_differs");
    }
    Ok(tender)
}

/// How payments cover the total of a sale. Only cash may exceed it (409 `overpaid`), and without a customer it must be paid
/// in full (409 `not_paid`).
pub(crate) fn cover(
    total: Amount,
    payments: &[(Arc<PaymentMethod>, Amount)],
    has_customer: bool,
    currency: Currency,
) -> Result<Tender> {
    let paid: Vec<_> = payments.iter().map(|(method, amount)| (*amount, method.is_cash)).collect();
    let Some(tender) = domain::tender(total, &paid)? else {
        let overpaid = errors::overpaid(total.decimal(currency));
        return Err(overpaid.blame("payments", errors::payments_exceed_total()));
    };
    if tender.due.is_positive() && !has_customer {
        let due = tender.due.decimal(currency);
        return Err(errors::not_paid(due).blame("payments", errors::payment_missing(due)));
    }
    Ok(tender)
}
