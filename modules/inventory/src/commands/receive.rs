use super::{GoodsMoved, check_length, check_text, date_or_today, each_line, positive};
use crate::moves::{Move, prefetch_move, receive, warehouse};
use crate::records::LocationKind;
use catalog::{Product, ProductKind, ProductRef};
use command::{Command, Tx};
use kernel::{Date, Error, Result, ToSchema};
use ledger::{Draft, Numbering, PostingRole};
use money::{Amount, Price, Quantity};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Prefetch;

/// Takes goods into a warehouse at what they cost: from a supplier whose bill is to come, or as opening stock.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveGoods {
    /// Id or code; the main warehouse where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Id or code. Without a supplier the goods are opening stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// The day of arrival; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// The supplier's delivery note.
    #[serde(default)]
    pub reference: String,
    /// What arrived.
    pub lines: Vec<ReceiveLine>,
}

catalog::product_line! {
    /// Some of one product.
    pub struct ReceiveLine {
        /// How many.
        pub quantity: Quantity,
        /// What one costs, in the company's currency.
        pub unit_cost: Price,
    }
}

impl Command for ReceiveGoods {
    const NAME: &'static str = "inventory.stock.receive";
    const STATUS: u16 = 201;
    type Output = GoodsMoved;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let (role, counter) = self.other_side();
        ledger::prefetch_posting(read, self.business_date, &[PostingRole::Stock, role]);
        let warehouse = warehouse(read, self.warehouse.as_deref());
        if let Some(supplier) = &self.supplier {
            parties::supplier(read, supplier).ok();
        }
        for line in &self.lines {
            let product = catalog::find_product(read, line.named(), "");
            if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
                prefetch_move(read, product.id, warehouse, counter);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<GoodsMoved> {
        check_length(self.lines.len())?;
        check_text("reference", &self.reference)?;
        let warehouse = warehouse(tx, self.warehouse.as_deref())?;
        let supplier = self.supplier.as_deref().map(|supplier| parties::supplier(tx, supplier)).transpose()?;
        let currency = ledger::company(tx)?.base_currency;
        let lines = each_line(&self.lines, |line, field| {
            positive(line.quantity, field)?;
            if line.unit_cost < Price::ZERO {
                return Err(Error::field(format!("{field}.unit_cost"), "negative", "A cost is not negative."));
            }
            let product = line_product(tx, line.named(), line.quantity, field)?;
            Ok((product, line.quantity, money::extend(line.unit_cost, line.quantity, currency)?))
        })?;
        let date = date_or_today(tx, self.business_date)?;
        let (role, counter) = self.other_side();
        let counter_account = ledger::account_of(tx, role)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, "goods_receipt", id, date, warehouse.site, Numbering::Own("GRN"))?;
        draft.memo.clone_from(&self.reference);
        for (product, quantity, value) in &lines {
            let party = supplier.as_ref().map(|supplier| supplier.id.uuid());
            let (product, quantity, warehouse) = (product.id, *quantity, warehouse.clone());
            let goods = Move { product, quantity, warehouse, counter_account, counter, party };
            receive(tx, &mut draft, &goods, *value, None)?;
        }
        let total = Amount::sum(lines.iter().map(|(_, _, value)| *value))?;
        Ok(GoodsMoved::of(id, ledger::post(tx, draft)?, total, currency))
    }
}

impl ReceiveGoods {
    fn other_side(&self) -> (PostingRole, LocationKind) {
        if self.supplier.is_some() {
            (PostingRole::ReceivedNotBilled, LocationKind::Supplier)
        } else {
            (PostingRole::OpeningEquity, LocationKind::Opening)
        }
    }
}

/// The product of a line that moves so much of it; services are refused, and parts of what is counted whole.
pub(super) fn line_product(
    tx: &mut Tx<'_, '_>,
    named: ProductRef<'_>,
    quantity: Quantity,
    field: &str,
) -> Result<Arc<Product>> {
    let product = catalog::find_product(tx, named, field)?;
    if product.kind != ProductKind::Stock {
        let message = format!("{} is a service; it is not kept in stock.", product.sku);
        return Err(Error::field(format!("{field}.sku"), "not_stock", message));
    }
    catalog::check_quantity(tx, &product, quantity, &format!("{field}.quantity"))?;
    Ok(product)
}
