use super::{GoodsMoved, MAX_LINES, line_product, prefetch_lines};
use crate::errors;
use crate::moves::{Demand, Move, Moved, issue, pool_cost, receive, require_available, warehouse};
use crate::records::{LocationKind, Warehouse};
use crate::seed::{STOCK, STOCK_GAIN, STOCK_LOSS};
use command::{Command, Tx};
use kernel::{Date, FieldErrors, Result, Text, ToSchema, both};
use ledger::{DocumentSeries, Draft, date_or_today};
use money::{Price, Quantity};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Ref, Session};

pub(crate) const SERIES: DocumentSeries = DocumentSeries { prefix: "ADJ", document: "stock_adjustment" };

/// Corrects stock: goods that were found (positive) or are lost (negative).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustStock {
    /// The warehouse: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "main")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
    /// The reason.
    pub reason: Text<255>,
    /// The products and quantities.
    #[schema(min_items = 1, max_items = MAX_LINES)]
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
    const RESTRICTED: &'static [(&'static str, &'static str)] = GoodsMoved::RESTRICTED;
    type Output = GoodsMoved;

    fn example() -> Json {
        json!({ "reason": "broken in the shop", "lines": [{ "sku": "LAMP", "quantity": "-1" }] })
    }

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        super::unknown_names(read, body, &["warehouse"], errors)
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let roles = [STOCK, STOCK_GAIN, STOCK_LOSS];
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &roles);
        prefetch_lines(read, self.warehouse.as_ref(), self.lines.iter().map(AdjustLine::named), LocationKind::LOSS);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<GoodsMoved> {
        let reason = if self.reason.trim().is_empty() { Err(errors::no_reason().at("reason")) } else { Ok(()) };
        let user = Some(tx.actor());
        let head = both(warehouse(tx, user, self.warehouse.as_ref()), reason);
        let currency = ledger::company(tx)?.base_currency;
        let mut errors = FieldErrors::default();
        let lines = errors.each("lines", &self.lines, |_, line| {
            let product = line_product(tx, line.named(), line.quantity)?;
            if line.quantity.is_zero() {
                return Err(errors::zero_correction().at("quantity"));
            }
            if line.unit_cost.is_some_and(|cost| cost < Price::ZERO || line.quantity.is_negative()) {
                return Err(errors::cost_not_allowed().at("unit_cost"));
            }
            Ok((product, line.quantity, line.unit_cost))
        })?;
        let ((warehouse, ()), ()) = both(head, errors.finish())?;
        let mut lost = Vec::new();
        for (n, (product, quantity, _)) in lines.iter().enumerate().filter(|(_, line)| line.1.is_negative()) {
            let field = format!("lines.{n}.quantity");
            lost.push(Demand { field, product: product.clone(), quantity: quantity.negated()? });
        }
        let date = date_or_today(tx, self.business_date)?;
        let checked = require_available(tx, &warehouse, date, &lost)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, SERIES, id, date, warehouse.site)?;
        draft.memo = self.reason.to_string();
        let mut moved = Vec::with_capacity(lines.len());
        for (n, (product, quantity, unit_cost)) in lines.iter().enumerate() {
            let role = if quantity.is_negative() { STOCK_LOSS } else { STOCK_GAIN };
            let counter_account = ledger::account_of(tx, role)?;
            let (product, warehouse, counter) = (product.id, warehouse.clone(), LocationKind::LOSS);
            let goods = Move { product, quantity: quantity.abs()?, warehouse, counter_account, counter, party: None };
            let corrected = if quantity.is_negative() {
                let lost = issue(tx, &mut draft, &goods, checked)?;
                Ok(Moved { value: lost.value.negated()?, ..lost })
            } else {
                find(tx, &mut draft, &goods, *unit_cost)
            };
            moved.push(corrected.map_err(|error| error.at(format!("lines.{n}.quantity")))?);
        }
        GoodsMoved::of(id, ledger::post(tx, draft)?, &moved, currency)
    }
}

/// Goods that were found: at the cost that is given, else at the pool's.
fn find(tx: &mut Tx<'_, '_>, draft: &mut Draft, goods: &Move, unit_cost: Option<Price>) -> Result<Moved> {
    let value = match unit_cost {
        Some(cost) => Some(money::extend(cost, goods.quantity, ledger::company(tx)?.base_currency)?),
        None => pool_cost(tx, goods.product, &goods.warehouse, goods.quantity, draft.business_date())?,
    };
    receive(tx, draft, goods, value)
}
