//! The taxes of what a command would post, as a dry run tells them.

use crate::TaxCategory;
use command::{Effect, Tx};
use kernel::{Id, Result, ToSchema};
use ledger::TaxLine;
use money::{Amount, Currency, Decimal, Rate};
use serde::Serialize;
use std::collections::BTreeMap;
use store::Read;

/// The tax of a category at one rate.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaxEffect {
    /// The code of the tax category.
    pub tax_category: String,
    /// Its name.
    pub name: String,
    /// The rate.
    pub rate: Rate,
    /// The taxable amount; negative on returns.
    pub net: Decimal,
    /// The tax; negative on returns.
    pub tax: Decimal,
    /// The currency of both.
    pub currency: Currency,
}

impl Effect for TaxEffect {
    const NAME: &'static str = "taxes";
    const MEANING: &'static str = "The taxes by category and rate.";

    fn of(tx: &mut Tx<'_, '_>) -> Result<Vec<TaxEffect>> {
        let mut sums = BTreeMap::<_, (Amount, Amount)>::new();
        for line in tx.session().changed::<TaxLine>()?.into_iter().filter_map(|row| row.after) {
            let (net, tax) = sums.entry((line.category, line.rate, line.currency)).or_default();
            (*net, *tax) = (net.plus(line.base)?, tax.plus(line.tax)?);
        }
        let mut effects = Vec::new();
        for ((category, rate, currency), (net, tax)) in sums {
            let category = tx.one::<TaxCategory>(&Id::from_uuid(category))?;
            let (tax_category, name) = (category.code.clone(), category.name.clone());
            let (net, tax) = (net.decimal(currency), tax.decimal(currency));
            effects.push(TaxEffect { tax_category, name, rate, net, tax, currency });
        }
        Ok(effects)
    }
}
