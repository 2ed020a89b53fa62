//! What things come to, for any numbers.

use money::{Amount, Quantity, Rate};
use proptest::prelude::*;
use sales::{LineTotals, ReturnableLine, agreed_total, net_of_change, spread, tender, tender_of_printed};

fn amount() -> impl Strategy<Value = Amount> {
    (0i64..10_000_000_000).prop_map(Amount::new)
}

fn rate() -> impl Strategy<Value = Option<Rate>> {
    prop_oneof![Just(None), (0i64..1_000_000).prop_map(|micros| Some(Rate::from_micros(micros)))]
}

proptest! {
    #[test]
    fn inclusive_and_exclusive_tax_round_to_half_a_penny(amount in amount(), rate in rate(), includes in any::<bool>()) {
        let totals = LineTotals::taxed(amount, rate, includes).unwrap();
        prop_assert_eq!(totals.net.plus(totals.tax).unwrap(), totals.total);
        let anchor = if includes && rate.is_some() { totals.total } else { totals.net };
        prop_assert_eq!(anchor, amount);
        // net × rate = tax, up to what rounding once can lose.
        let rate = i128::from(rate.map_or(0, Rate::micros));
        let whole = if includes { 1_000_000 + rate } else { 1_000_000 };
        let off = i128::from(amount.minor()) * rate - i128::from(totals.tax.minor()) * whole;
        prop_assert!(2 * off.abs() <= whole, "{} off", off);
    }

    #[test]
    fn partial_returns_sum_to_the_sale(
        net in amount(), tax in amount(), discount in amount(), parts in prop::collection::vec(1i64..1_000_000_000, 1..20)
    ) {
        let quantity = Quantity::from_micros(parts.iter().sum());
        let totals = LineTotals::of(net, tax).unwrap();
        let mut sold = ReturnableLine {
            quantity,
            totals,
            discount,
            returned: Quantity::ZERO,
            returned_net: Amount::ZERO,
            returned_tax: Amount::ZERO,
        };
        let (mut total, mut off) = (Amount::ZERO, Amount::ZERO);
        for part in parts {
            let part = Quantity::from_micros(part);
            let (back, discount) = sold.return_share(part).unwrap();
            prop_assert!(!back.net.is_negative() && !back.tax.is_negative() && !discount.is_negative());
            sold.returned = sold.returned.plus(part).unwrap();
            sold.returned_net = sold.returned_net.plus(back.net).unwrap();
            sold.returned_tax = sold.returned_tax.plus(back.tax).unwrap();
            total = total.plus(back.total).unwrap();
            off = off.plus(discount).unwrap();
        }
        prop_assert_eq!((sold.returned_net, sold.returned_tax, total, off), (net, tax, totals.total, discount));
    }

    #[test]
    fn change_is_given_from_cash_only(total in amount(), payments in prop::collection::vec((amount(), any::<bool>()), 0..6)) {
        let not_cash = Amount::sum(payments.iter().filter(|(_, cash)| !cash).map(|(amount, _)| *amount)).unwrap();
        let Some(tender) = tender(total, &payments).unwrap() else {
            prop_assert!(not_cash > total);
            return Ok(());
        };
        let met = tender.paid.minus(tender.change).unwrap().plus(tender.due).unwrap();
        prop_assert_eq!(met, total);
        prop_assert!(tender.change.is_zero() || tender.due.is_zero());
        let kept = net_of_change(&payments, tender.change).unwrap();
        prop_assert_eq!(Amount::sum(kept.iter().copied()).unwrap(), tender.paid.minus(tender.change).unwrap());
        for ((given, is_cash), kept) in payments.iter().zip(&kept) {
            prop_assert!(kept == given || *is_cash && kept < given && !kept.is_negative());
        }
    }
}

proptest! {
    #[test]
    fn agreed_total_is_spread_whole_and_covered_by_the_payments(
        weights in prop::collection::vec((0i64..1_000_000_000, 1i64..1_000_000_000), 1..20),
        printed in amount(),
        payments in prop::collection::vec((amount(), any::<bool>()), 1..6),
        on_account in any::<bool>(),
    ) {
        let listed = Amount::new(weights.iter().map(|(weight, _)| weight).sum());
        let paid = Amount::sum(payments.iter().map(|(amount, _)| *amount)).unwrap();
        let agreed = agreed_total(listed, &payments, on_account).unwrap();
        let parts = spread(agreed, &weights).unwrap();
        prop_assert!(parts.iter().all(|part| !part.is_negative()));
        prop_assert_eq!(Amount::sum(parts).unwrap(), agreed);
        if paid.is_positive() {
            let tender = tender(agreed, &payments).unwrap().expect("no card pays more than was agreed");
            prop_assert!(on_account || tender.due.is_zero());
        }
        prop_assert!(agreed == paid || agreed == listed);

        // A total that was printed stands, whatever was paid.
        let tender = tender_of_printed(printed, &payments, on_account).unwrap();
        let met = tender.paid.minus(tender.change).unwrap().plus(tender.due).unwrap().plus(tender.difference).unwrap();
        prop_assert_eq!(met, printed);
        let kept = net_of_change(&payments, tender.change).unwrap();
        prop_assert_eq!(Amount::sum(kept).unwrap(), paid.minus(tender.change).unwrap());
        prop_assert!(!tender.due.is_negative() && (on_account || tender.due.is_zero()));
        prop_assert!(tender.difference.is_zero() || !(on_account && paid < printed));
    }
}
