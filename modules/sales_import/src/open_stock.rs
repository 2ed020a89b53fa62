//! The opening stock of an import.

use crate::errors;
use crate::record::Recorded;
use catalog::ProductRef;
use command::{Command, Tx};
use inventory::{GOODS_RECEIPT, LocationKind, Move, STOCK, Warehouse};
use kernel::{Date, Result, ToSchema};
use ledger::{Draft, OPENING_EQUITY};
use money::{Amount, Price, Quantity};
use sales::Sale;
use serde::{Deserialize, Serialize};
use store::{Prefetch, Ref};

/// The opening stock of one product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningLine {
    /// The product.
    pub sku: String,
    /// The quantity.
    pub quantity: Quantity,
    /// The cost of one unit.
    pub unit_cost: Price,
}

/// Posts the stock there was before the first imported document, against opening equity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Record opening stock")]
pub struct OpenStock {
    /// The warehouse: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// The day before the first document.
    pub business_date: Date,
    /// Up to 4,000 products: the opening stock is one receipt.
    #[schema(min_items = 1, max_items = MAX_OPENING_LINES)]
    pub lines: Vec<OpeningLine>,
}

impl Command for OpenStock {
    const NAME: &'static str = "sales_import.stock.open";
    const STATUS: u16 = 201;
    type Output = Recorded;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, Some(GOODS_RECEIPT), Some(self.business_date), &[STOCK, OPENING_EQUITY]);
        let warehouse = inventory::warehouse(read, None, self.warehouse.as_ref());
        for line in &self.lines {
            let product = catalog::find_product(read, ProductRef::sku(&line.sku), "");
            if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
                inventory::prefetch_move(read, product.id, warehouse, LocationKind::OPENING);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Recorded> {
        let user = Some(tx.actor());
        let warehouse = inventory::warehouse(tx, user, self.warehouse.as_ref())?;
        let currency = ledger::company(tx)?.base_currency;
        let counter_account = ledger::account_of(tx, OPENING_EQUITY)?;
        let id = tx.id::<Sale>().uuid();
        let mut draft = Draft::begin(tx, GOODS_RECEIPT, id, self.business_date, warehouse.site)?;
        draft.memo = "Opening stock".to_owned();
        let mut total = Amount::ZERO;
        for (n, line) in self.lines.iter().enumerate() {
            let product = catalog::find_product(tx, ProductRef::sku(&line.sku), &format!("lines.{n}"))?.id;
            if !line.quantity.is_positive() || line.unit_cost < Price::ZERO {
                return Err(errors::opening_line().at(format!("lines.{n}.quantity")));
            }
            let (counter, party) = (LocationKind::OPENING, None);
            let goods = Move {
                product,
                quantity: line.quantity,
                warehouse: warehouse.clone(),
                counter_account,
                counter,
                party,
            };
            let value = money::extend(line.unit_cost, line.quantity, currency)?;
            total = total.plus(value)?;
            inventory::receive(tx, &mut draft, &goods, Some(value))?;
        }
        let posted = ledger::post(tx, draft)?;
        Ok(Recorded { id, entry: posted.id, total: total.decimal(currency), currency })
    }
}

/// Two journal lines each, within what an entry may have.
pub const MAX_OPENING_LINES: usize = 4_000;
