use super::receive::line_product;
use super::{GoodsMoved, check_length, check_text, date_or_today, each_line, positive};
use crate::moves::{prefetch_move, require_available, transfer, warehouse};
use crate::records::LocationKind;
use command::{Command, Tx};
use kernel::{Date, Error, Result, ToSchema};
use ledger::{Draft, Numbering, PostingRole};
use money::{Amount, Quantity};
use serde::{Deserialize, Serialize};
use store::Prefetch;

/// Moves goods from one warehouse to another, at once and at what they cost.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferStock {
    /// Where they leave: id or code.
    pub from: String,
    /// Where they arrive: id or code.
    pub to: String,
    /// The day; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// Why, or with which vehicle.
    #[serde(default)]
    pub reference: String,
    /// What.
    pub lines: Vec<TransferLine>,
}

catalog::product_line! {
    /// Some of one product.
    pub struct TransferLine {
        /// How many.
        pub quantity: Quantity,
    }
}

impl Command for TransferStock {
    const NAME: &'static str = "inventory.stock.transfer";
    const STATUS: u16 = 201;
    type Output = GoodsMoved;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        ledger::prefetch_posting(read, self.business_date, &[PostingRole::Stock, PostingRole::InterBranch]);
        let warehouses = [&self.from, &self.to].map(|which| warehouse(read, Some(which)));
        for line in &self.lines {
            let product = catalog::find_product(read, line.named(), "");
            for warehouse in warehouses.iter().flatten() {
                if let Ok(product) = &product {
                    prefetch_move(read, product.id, warehouse, LocationKind::Loss);
                }
            }
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
        let lines = each_line(&self.lines, |line, field| {
            positive(line.quantity, field)?;
            let product = line_product(tx, line.named(), line.quantity, field)?;
            Ok((format!("{field}.quantity"), product, line.quantity))
        })?;
        require_available(tx, &from, &lines)?;
        let date = date_or_today(tx, self.business_date)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, "stock_transfer", id, date, from.site, Numbering::Own("TRF"))?;
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
