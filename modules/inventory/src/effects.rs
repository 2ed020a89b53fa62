//! The stock that a command would leave, as a dry run tells it.

use crate::records::{Availability, Warehouse};
use catalog::Product;
use command::{Effect, Tx};
use kernel::{Result, ToSchema};
use money::Quantity;
use serde::Serialize;
use store::Read;

/// The stock of a product in a warehouse before the command and behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockEffect {
    /// The SKU of the product.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The code of the warehouse.
    pub warehouse: String,
    /// The quantity that is there before.
    pub before: Quantity,
    /// The quantity that comes, or goes where it is negative.
    pub change: Quantity,
    /// The quantity that is there afterwards.
    pub after: Quantity,
    /// The part of it that is free: not reserved.
    pub available: Quantity,
}

impl Effect for StockEffect {
    const NAME: &'static str = "stock";
    const MEANING: &'static str = "The stock by product and warehouse, before and afterwards.";
    const VIEW: Option<&'static str> = Some("inventory.stock.view");

    fn of(tx: &mut Tx<'_, '_>) -> Result<Vec<StockEffect>> {
        let mut effects = Vec::new();
        for changed in tx.session().changed::<Availability>()? {
            let Some(now) = changed.after else { continue };
            let before = changed.before.map_or(Quantity::ZERO, |before| before.on_hand);
            let (product, warehouse) = (tx.one::<Product>(&now.product)?, tx.one::<Warehouse>(&now.warehouse)?);
            effects.push(StockEffect {
                sku: product.sku.clone(),
                name: product.name.clone(),
                warehouse: warehouse.code.clone(),
                before,
                change: now.on_hand.minus(before)?,
                after: now.on_hand,
                available: now.available()?,
            });
        }
        effects.sort_by(|one, other| (&one.sku, &one.warehouse).cmp(&(&other.sku, &other.warehouse)));
        Ok(effects)
    }
}
