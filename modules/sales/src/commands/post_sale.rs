use super::sale_body::online_schema;
use super::{MAX_PAYMENTS, SaleBody};
use crate::document::SalePosted;
use crate::same_sale::is_same_sale;
use crate::violations::Violations;
use command::{Command, Earlier, Tx};
use kernel::{FieldErrors, Result, Schema, ToSchema};
use payments::PaymentMethod;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Ref, Session};

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

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        if let Some(customer) = body["customer"].as_str() {
            errors.check(parties::customer(read, customer))?;
        }
        if let Some(warehouse) = body["warehouse"].as_str() {
            errors.check(inventory::warehouse(read, None, Some(&Ref::new(warehouse))))?;
        }
        catalog::unknown_products(read, body, errors)?;
        let payments = body["payments"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (n, payment) in payments.iter().enumerate().take(MAX_PAYMENTS) {
            if let Some(method) = payment["method"].as_str() {
                errors.check_at(&format!("payments.{n}.method"), Ref::<PaymentMethod>::new(method).get(read))?;
            }
        }
        Ok(())
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.0.prefetch(read);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<SalePosted> {
        self.0.sell(tx, Violations::default())
    }
}
