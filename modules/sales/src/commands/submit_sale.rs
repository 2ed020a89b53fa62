use super::PostSale;
use crate::document::SalePosted;
use crate::violations::Violations;
use command::{Command, Tx};
use kernel::{Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Prefetch;

/// Posts a sale that has already happened on an offline device: rules that cannot be kept any more are flagged, not
/// refused. In a list of `/commands/` every `sales.sale.post` is such a sale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct SubmitSale(pub PostSale);

impl Command for SubmitSale {
    const NAME: &'static str = "sales.offline.submit";
    const SCOPED: bool = true;
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.0.prefetch(read);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.0.sell(tx, Violations::new(true))
    }
}
