use super::{GoodsMoved, check_length, check_text, each_line, line_product, prefetch_lines};
use crate::moves::{Move, issue, pool_cost, receive, require_available, warehouse};
use crate::records::LocationKind;
use crate::seed::{STOCK, STOCK_GAIN, STOCK_LOSS};
use command::{Command, Tx};
use kernel::{Date, Error, Result, ToSchema};
use ledger::{DocumentSeries, Draft, date_or_today};
use money::{Amount, Price, Quantity};
use serde::{Deserialize, Serialize};
use store::Prefetch;

const SERIES: DocumentSeries = DocumentSeries { prefix: "ADJ", document: "stock_adjustment" };

/// Corrects stock: goods that were found (positive) or are lost (negative).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustStock {
    /// The warehouse: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// The reason.
    pub reason: String,
    /// The products and quantities.
    pub lines: Vec<AdjustLine>,
}

catalog::product_line! {
    /// A quantity of one product.
    pub struct AdjustLine {
        /// The quantity: positive found, negative lost.
        pub quantity: Quantity,
        /// The cost of one found unit; the pool's cost where it is left out. Lost goods leave at the pool's cost.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit_cost: Option<Price>,
    }
}

impl Command for AdjustStock {
    const NAME: &'static str = "inventory.stock.adjust";
    const STATUS: u16 = 201;
    type Output = GoodsMoved;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [STOCK, STOCK_GAIN, STOCK_LOSS];
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &roles);
        prefetch_lines(read, self.warehouse.as_deref(), self.lines.iter().map(AdjustLine::named), LocationKind::LOSS);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<GoodsMoved> {
        check_length(self.lines.len())?;
        check_text("reason", &self.reason)?;
        if self.reason.trim().is_empty() {
            return Err(Error::field("reason", "required", "Say why the stock is corrected."));
        }
        let warehouse = warehouse(tx, self.warehouse.as_deref())?;
        let currency = ledger::company(tx)?.base_currency;
        let lines = each_line(&self.lines, |line, field| {
            let product = line_product(tx, line.named(), line.quantity, field)?;
            if line.quantity.is_zero() {
                return Err(Error::field(format!("{field}.quantity"), "zero", "A correction is not zero."));
            }
            if line.unit_cost.is_some_and(|cost| cost < Price::ZERO || line.quantity.is_negative()) {
                let message = "Only found goods have a cost of their own, and it is not negative.";
                return Err(Error::field(format!("{field}.unit_cost"), "not_allowed", message));
            }
            Ok((product, line.quantity, line.unit_cost))
        })?;
        let mut lost = Vec::new();
        for (n, (product, quantity, _)) in lines.iter().enumerate().filter(|(_, line)| line.1.is_negative()) {
            lost.push((format!("lines.{n}.quantity"), product.clone(), quantity.negated()?));
        }
        require_available(tx, &warehouse, &lost)?;
        let date = date_or_today(tx, self.business_date)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, SERIES, id, date, warehouse.site)?;
        draft.memo.clone_from(&self.reason);
        let mut total = Amount::ZERO;
        for (product, quantity, unit_cost) in &lines {
            let role = if quantity.is_negative() { STOCK_LOSS } else { STOCK_GAIN };
            let counter_account = ledger::account_of(tx, role)?;
            let (product, warehouse, counter) = (product.id, warehouse.clone(), LocationKind::LOSS);
            let goods = Move { product, quantity: quantity.abs()?, warehouse, counter_account, counter, party: None };
            let moved = if quantity.is_negative() {
                issue(tx, &mut draft, &goods)?.value.negated()?
            } else {
                let value = match unit_cost {
                    Some(cost) => money::extend(*cost, *quantity, currency)?,
                    None => pool_cost(tx, product, &goods.warehouse, *quantity)?,
                };
                receive(tx, &mut draft, &goods, value, None)?.value
            };
            total = total.plus(moved)?;
        }
        Ok(GoodsMoved::of(id, ledger::post(tx, draft)?, total, currency))
    }
}
