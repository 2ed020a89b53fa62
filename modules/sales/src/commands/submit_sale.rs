use super::PostSale;
use crate::document::SalePosted;
use crate::review::Review;
use command::{Command, Tx};
use kernel::Result;
use serde::{Deserialize, Serialize};
use store::Need;
use utoipa::ToSchema;

/// A sale that has happened already, on a device that was offline: rules that cannot be kept any more are flagged, not
/// refused. In a list of `/commands/` every `sales.sale.post` is one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct SubmitSale(pub PostSale);

impl Command for SubmitSale {
    const NAME: &'static str = "sales.offline.submit";
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn need(&self, need: &mut Need<'_>) {
        self.0.need(need);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.0.sell(tx, Review::new(true))
    }
}
