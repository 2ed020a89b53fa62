use super::{GoodsMoved, TransferLine, check_length, check_text, prefetch_lines, quantities};
use crate::moves::{require_available, transfer, warehouse};
use crate::records::LocationKind;
use crate::seed::STOCK;
use command::{Command, Tx};
use kernel::{Date, Error, Result, ToSchema};
use ledger::{DocumentSeries, Draft, INTER_BRANCH, date_or_today};
use money::Amount;
use serde::{Deserialize, Serialize};
use store::Prefetch;

const SERIES: DocumentSeries = DocumentSeries { prefix: "TRF", document: "stock_transfer" };

/// Transfers goods from one warehouse to another at their cost.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferStock {
    /// The warehouse they leave: id or code.
    pub from: String,
    /// The warehouse they enter: id or code.
    pub to: String,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// The reason, or the vehicle.
    #[serde(default)]
    pub reference: String,
    /// The products and quantities.
    pub lines: Vec<TransferLine>,
}

impl Command for TransferStock {
    const NAME: &'static str = "inventory.stock.transfer";
    const STATUS: u16 = 201;
    type Output = GoodsMoved;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, Some(SERIES), self.business_date, &[STOCK, INTER_BRANCH]);
        for warehouse in [&self.from, &self.to] {
            prefetch_lines(read, Some(warehouse), self.lines.iter().map(TransferLine::named), LocationKind::LOSS);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<GoodsMoved> {
        check_length(self.lines.len())?;
        check_text("reference", &self.reference)?;
        let from = warehouse(tx, Some(&self.from)).map_err(|error| renamed(error, "from"))?;
        let to = warehouse(tx, Some(&self.to)).map_err(|error| renamed(error, "to"))?;
        if from.id == to.id {
            return Err(Error::field("to", "same_warehouse", "Goods move from one warehouse to another."));
        }
        let lines = quantities(tx, &self.lines)?;
        require_available(tx, &from, &lines)?;
        let date = date_or_today(tx, self.business_date)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, SERIES, id, date, from.site)?;
        draft.memo.clone_from(&self.reference);
        let mut total = Amount::ZERO;
        for (_, product, quantity) in &lines {
            total = total.plus(transfer(tx, &mut draft, product.id, *quantity, &from, &to)?)?;
        }
        let currency = ledger::company(tx)?.base_currency;
        Ok(GoodsMoved::of(id, ledger::post(tx, draft)?, total, currency))
    }
}

fn renamed(mut error: Error, field: &str) -> Error {
    error.fields.iter_mut().for_each(|wrong| field.clone_into(&mut wrong.field));
    error
}
