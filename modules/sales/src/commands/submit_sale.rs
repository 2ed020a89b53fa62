use super::sale_body::device_schema;
use super::{PostSale, SaleBody};
use crate::document::SalePosted;
use crate::violations::Violations;
use catalog::Product;
use command::{Command, Tx};
use inventory::Warehouse;
use kernel::{Result, Schema, ToSchema, defect};
use parties::Party;
use payments::PaymentMethod;
use serde::{Deserialize, Serialize};
use store::Prefetch;

/// Posts a sale that has already happened on an offline device. In a list of `/commands/` every `sales.sale.post` is such a sale.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubmitSale(pub SaleBody);

impl ToSchema for SubmitSale {
    fn schema() -> Schema {
        let about = "Posts a sale that has already happened on an offline device: rules that cannot be kept any more are flagged, not \
                     refused. What the device knew (ids, prices, taxes, totals as printed) stands; what it does not send is taken \
                     from the records of today. In a list of `/commands/` every `sales.sale.post` is such a sale.";
        device_schema("SubmitSale", about, "SubmittedLine")
    }
}

impl Command for SubmitSale {
    const NAME: &'static str = "sales.offline.submit";
    const SCOPED: bool = true;
    const STATUS: u16 = 201;
    type Output = SalePosted;

    /// The same sale may have been sent online before, without what only the device knew.
    fn request(&self) -> Result<Option<(&'static str, Vec<u8>)>> {
        let body = serde_json::to_vec(&self.0.online()).map_err(|error| defect(error.to_string()))?;
        Ok(Some((PostSale::NAME, body)))
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.0.prefetch(read);
        if let Some(customer) = &self.0.customer {
            resource::prefetch_as_of(read, Party::BY_CODE, customer.as_str());
        }
        if let Some(warehouse) = &self.0.warehouse {
            resource::prefetch_as_of(read, Warehouse::BY_CODE, warehouse.as_str());
        }
        for payment in &self.0.payments {
            resource::prefetch_as_of(read, PaymentMethod::BY_CODE, payment.method.as_str());
        }
        for line in &self.0.lines {
            let codes =
                [(&line.product, Product::BY_SKU), (&line.sku, Product::BY_SKU), (&line.barcode, Product::BY_BARCODE)];
            for (text, index) in codes {
                text.as_deref().into_iter().for_each(|text| resource::prefetch_as_of(read, index, text));
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.0.sell(tx, Violations::new(true))
    }
}
