use super::SaleBody;
use super::sale_body::online_schema;
use crate::document::SalePosted;
use crate::same_sale::is_same_sale;
use crate::violations::Violations;
use command::{Command, Earlier, Tx};
use kernel::{Result, Schema, ToSchema};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Prefetch;

/// Posts a sale of goods and services: paid at once, or on the customer's account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostSale(pub SaleBody);

impl ToSchema for PostSale {
    fn schema() -> Schema {
        online_schema("PostSale", "Posts a sale of goods and services: paid at once, or on the customer's account.")
    }
}

impl Command for PostSale {
    const NAME: &'static str = "sales.sale.post";
    const SCOPED: bool = true;
    const STATUS: u16 = 201;
    type Output = SalePosted;

    fn example() -> Json {
        json!({
            "customer": "ann",
            "lines": [{ "sku": "LAMP", "quantity": "2", "discount": "1.00" }, { "sku": "DELIVERY", "quantity": "1" }],
            "payments": [{ "method": "cash", "amount": "20.00" }],
        })
    }

    fn repeats(&self, tx: &mut Tx<'_, '_>, earlier: &Earlier<'_>) -> Result<bool> {
        is_same_sale(tx, earlier, &self.0)
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.0.prefetch(read);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.0.sell(tx, Violations::new(false))
    }
}
