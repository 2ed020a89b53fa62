//! Totals, shares and change: pure arithmetic, no rows.

use money::{Amount, Currency, MoneyError, Price, Quantity, Rate};

/// The amounts of a line: `net + tax = total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineTotals {
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub total: Amount,
}

impl LineTotals {
    /// Of a net amount and its tax.
    pub fn of(net: Amount, tax: Amount) -> Result<LineTotals, MoneyError> {
        Ok(LineTotals { net, tax, total: net.plus(tax)? })
    }

    /// The totals of a line over `amount` (discount taken off already) taxed at `rate`: none is outside tax. Where
    /// prices include tax, the tax is found inside the amount, else it comes on top. Rounded once, per line.
    pub fn taxed(amount: Amount, rate: Option<Rate>, prices_include_tax: bool) -> Result<LineTotals, MoneyError> {
        match rate {
            None => LineTotals::of(amount, Amount::ZERO),
            Some(rate) if prices_include_tax => {
                let (net, tax) = money::tax_inclusive(amount, rate)?;
                LineTotals::of(net, tax)
            }
            Some(rate) => LineTotals::of(amount, money::tax_exclusive(amount, rate)?),
        }
    }

    /// The totals of many lines together.
    pub fn sum(lines: impl Iterator<Item = LineTotals> + Clone) -> Result<LineTotals, MoneyError> {
        let net = Amount::sum(lines.clone().map(|line| line.net))?;
        let tax = Amount::sum(lines.map(|line| line.tax))?;
        LineTotals::of(net, tax)
    }
}

/// A line sold, and what was returned of it before.
#[derive(Clone, Copy, Debug)]
pub struct ReturnableLine {
    /// The quantity sold.
    pub quantity: Quantity,
    /// The amounts of the line.
    pub totals: LineTotals,
    /// The discount of the line.
    pub discount: Amount,
    /// The quantity returned before.
    pub returned: Quantity,
    /// The net amount returned before.
    pub returned_net: Amount,
    /// The tax returned before.
    pub returned_tax: Amount,
}

impl ReturnableLine {
    /// What the next `quantity` that come back come to, and their part of the discount: each figure by cumulative share,
    /// so that returns in parts sum to the sale exactly.
    pub fn return_share(&self, quantity: Quantity) -> Result<(LineTotals, Amount), MoneyError> {
        let (done, whole) = (self.returned, self.quantity);
        let share = |value, already| money::cumulative_share(value, done, quantity, whole, already);
        let net = share(self.totals.net, self.returned_net)?;
        let tax = share(self.totals.tax, self.returned_tax)?;
        let discount = share(self.discount, money::share(self.discount, done, whole)?)?;
        Ok((LineTotals::of(net, tax)?, discount))
    }
}

/// How payments cover a total: `total = paid - change + due + difference`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tender {
    /// The amount paid, before change.
    pub paid: Amount,
    /// The change given in cash.
    pub change: Amount,
    /// The unpaid amount.
    pub due: Amount,
    /// What a total that stands is neither paid nor owed; below zero where more than the total was paid, and not in cash.
    pub difference: Amount,
}

/// How payments, each with whether it is cash, cover a total; none where payments other than cash exceed it, because only
/// cash can be given as change.
pub fn tender(total: Amount, payments: &[(Amount, bool)]) -> Result<Option<Tender>, MoneyError> {
    let paid = Amount::sum(payments.iter().map(|(amount, _)| *amount))?;
    let not_cash = Amount::sum(payments.iter().filter(|(_, is_cash)| !is_cash).map(|(amount, _)| *amount))?;
    if not_cash > total {
        return Ok(None);
    }
    let over = paid.minus(total)?;
    let (change, due) = if over.is_negative() { (Amount::ZERO, over.negated()?) } else { (over, Amount::ZERO) };
    Ok(Some(Tender { paid, change, due, difference: Amount::ZERO }))
}

/// How payments cover a total that a device printed, which stands. The rest is owed where the sale is `on_account`; what is neither paid
/// nor owed, and what was overpaid and not in cash, is the difference.
pub fn tender_of_printed(total: Amount, payments: &[(Amount, bool)], on_account: bool) -> Result<Tender, MoneyError> {
    let paid = Amount::sum(payments.iter().map(|(amount, _)| *amount))?;
    let in_cash = Amount::sum(payments.iter().filter(|(_, is_cash)| *is_cash).map(|(amount, _)| *amount))?;
    let rest = total.minus(paid)?;
    let (change, due) = match (rest.is_negative(), on_account) {
        (true, _) => (rest.negated()?.min(in_cash), Amount::ZERO),
        (false, true) => (Amount::ZERO, rest),
        (false, false) => (Amount::ZERO, Amount::ZERO),
    };
    let difference = rest.plus(change)?.minus(due)?;
    Ok(Tender { paid, change, due, difference })
}

/// The total that was agreed in a sale that has already happened, of which `payments` (each with whether it is cash) are known;
/// `listed` is what the lines come to. Cash above the total is change, and a sale `on_account` may be paid in part or not at all.
/// Any other payment that differs is the total agreed, and so is one for lines without a price.
pub fn agreed_total(listed: Amount, payments: &[(Amount, bool)], on_account: bool) -> Result<Amount, MoneyError> {
    let paid = Amount::sum(payments.iter().map(|(amount, _)| *amount))?;
    let not_cash = Amount::sum(payments.iter().filter(|(_, is_cash)| !is_cash).map(|(amount, _)| *amount))?;
    let is_short = paid < listed && !on_account;
    let differs = not_cash > listed || is_short || listed.is_zero();
    Ok(if paid.is_positive() && differs { paid } else { listed })
}

/// Spreads `total` over lines by their weights, the first of each pair, or where these are all zero by the second. The parts
/// sum to the total.
pub fn spread(total: Amount, weights: &[(i64, i64)]) -> Result<Vec<Amount>, MoneyError> {
    let has_first = weights.iter().any(|(first, _)| *first != 0);
    let weights =
        || weights.iter().map(|(first, second)| Quantity::from_micros(if has_first { *first } else { *second }));
    let whole = weights().try_fold(Quantity::ZERO, Quantity::plus)?;
    let (mut done, mut already) = (Quantity::ZERO, Amount::ZERO);
    let part = |weight| {
        let part = money::cumulative_share(total, done, weight, whole, already)?;
        (done, already) = (done.plus(weight)?, already.plus(part)?);
        Ok(part)
    };
    weights().map(part).collect()
}

/// The payments less the change, which is taken from the cash payments, the last one first.
pub fn net_of_change(payments: &[(Amount, bool)], change: Amount) -> Result<Vec<Amount>, MoneyError> {
    let mut kept: Vec<Amount> = payments.iter().map(|(amount, _)| *amount).collect();
    let mut rest = change;
    for (amount, (_, is_cash)) in kept.iter_mut().zip(payments).rev() {
        if *is_cash && rest.is_positive() {
            let back = rest.min(*amount);
            *amount = amount.minus(back)?;
            rest = rest.minus(back)?;
        }
    }
    Ok(kept)
}

/// The amount of a line before discount and tax.
pub fn amount(unit_price: Price, quantity: Quantity, currency: Currency) -> Result<Amount, MoneyError> {
    money::extend(unit_price, quantity, currency)
}
