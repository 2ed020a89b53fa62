use super::{GoodsMoved, MAX_LINES, TransferLine, demands, prefetch_lines};
use crate::errors;
use crate::moves::{Demand, active_warehouse, require_available, transfer};
use crate::records::{LocationKind, Warehouse};
use crate::seed::STOCK;
use command::{Command, Tx};
use kernel::{Date, FieldErrors, Result, Text, ToSchema, both};
use ledger::{DocumentSeries, Draft, INTER_BRANCH, date_or_today};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Ref, Session};

pub(crate) const SERIES: DocumentSeries = DocumentSeries { prefix: "TRF", document: "stock_transfer" };

/// Transfers goods from one warehouse to another at their cost.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferStock {
    /// The warehouse they leave: id or code.
    pub from: Ref<Warehouse>,
    /// The warehouse they enter: id or code.
    pub to: Ref<Warehouse>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
    /// The reason, or the vehicle.
    #[serde(default)]
    pub reference: Text<255>,
    /// The products and quantities.
    #[schema(min_items = 1, max_items = MAX_LINES)]
    pub lines: Vec<TransferLine>,
}

impl Command for TransferStock {
    const NAME: &'static str = "inventory.stock.transfer";
    const STATUS: u16 = 201;
    const RESTRICTED: &'static [(&'static str, &'static str)] = GoodsMoved::RESTRICTED;
    type Output = GoodsMoved;

    fn example() -> Json {
        json!({ "from": "main", "to": "shop", "lines": [{ "sku": "LAMP", "quantity": "2" }] })
    }

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        super::unknown_names(read, body, &["from", "to"], errors)
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &[STOCK, INTER_BRANCH]);
        for warehouse in [&self.from, &self.to] {
            prefetch_lines(read, Some(warehouse), self.lines.iter().map(TransferLine::named), LocationKind::LOSS);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<GoodsMoved> {
        let from = active_warehouse(tx, &self.from).map_err(|error| error.at("from"));
        let to = active_warehouse(tx, &self.to).map_err(|error| error.at("to"));
        let ((from, to), demands) = both(both(from, to), demands(tx, &self.lines))?;
        if from.id == to.id {
            return Err(errors::same_warehouse().at("to"));
        }
        let date = date_or_today(tx, self.business_date)?;
        let checked = require_available(tx, &from, date, &demands)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, SERIES, id, date, from.site)?;
        draft.memo = self.reference.to_string();
        let mut moved = Vec::with_capacity(demands.len());
        for (n, Demand { product, quantity, .. }) in demands.iter().enumerate() {
            let arrived = transfer(tx, &mut draft, product.id, *quantity, (&from, &to), checked);
            moved.push(arrived.map_err(|error| error.at(format!("lines.{n}.quantity")))?);
        }
        let currency = ledger::company(tx)?.base_currency;
        GoodsMoved::of(id, ledger::post(tx, draft)?, &moved, currency)
    }
}
