use super::SaleBody;
use super::sale_body::device_schema;
use crate::dates::made_at;
use crate::document::SalePosted;
use crate::same_sale::is_same_sale;
use crate::violations::Violations;
use catalog::Product;
use command::{Command, Earlier, Tx};
use inventory::Warehouse;
use kernel::{Result, Schema, ToSchema};
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

    fn repeats(&self, tx: &mut Tx<'_, '_>, earlier: &Earlier<'_>) -> Result<bool> {
        is_same_sale(tx, earlier, &self.0)
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
        let made_at = made_at(tx)?;
        self.0.sell(tx, Violations::of_device(made_at))
    }
}
