use super::receive::line_product;
use super::{check_length, check_text, each_line, positive};
use crate::moves::{prefetch_move, require_available, warehouse};
use crate::records::{Availability, Hold, HoldState, LocationKind};
use command::{Command, Tx};
use kernel::{Error, Id, Result, ToSchema};
use money::Quantity;
use serde::{Deserialize, Serialize};
use store::{Prefetch, Read};

/// Promises goods to somebody: they stay where they are but are no longer available.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReserveStock {
    /// Id or code; the main warehouse where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// For whom or what.
    #[serde(default)]
    pub reference: String,
    /// What.
    pub lines: Vec<super::transfer::TransferLine>,
}

/// Gives a reservation free.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseStock {
    /// The hold.
    pub id: Id<Hold>,
}

/// Reservations as they stand now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Holds {
    /// One a line.
    pub holds: Vec<HoldLine>,
}

/// One reservation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HoldLine {
    /// Its id.
    pub id: Id<Hold>,
    /// How many.
    pub quantity: Quantity,
    /// `pending`, `posted` or `voided`.
    pub state: String,
}

impl HoldLine {
    fn of(hold: &Hold) -> HoldLine {
        HoldLine { id: hold.id, quantity: hold.quantity, state: hold.state.to_string() }
    }
}

impl Command for ReserveStock {
    const NAME: &'static str = "inventory.stock.reserve";
    const STATUS: u16 = 201;
    type Output = Holds;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let warehouse = warehouse(read, self.warehouse.as_deref());
        for line in &self.lines {
            let product = catalog::find_product(read, line.named(), "");
            if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
                prefetch_move(read, product.id, warehouse, LocationKind::Customer);
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Holds> {
        check_length(self.lines.len())?;
        check_text("reference", &self.reference)?;
        let warehouse = warehouse(tx, self.warehouse.as_deref())?;
        let lines = each_line(&self.lines, |line, field| {
            positive(line.quantity, field)?;
            let product = line_product(tx, line.named(), line.quantity, field)?;
            Ok((format!("{field}.quantity"), product, line.quantity))
        })?;
        require_available(tx, &warehouse, &lines)?;
        let mut holds = Vec::with_capacity(lines.len());
        for (_, product, quantity) in lines {
            let reference = self.reference.clone();
            let (id, product, state) = (tx.id(), product.id, HoldState::Pending);
            let hold = Hold { id, warehouse: warehouse.id, product, quantity, reference, state };
            tx.add(Availability { product, warehouse: warehouse.id, on_hand: Quantity::ZERO, reserved: quantity })?;
            holds.push(HoldLine::of(&hold));
            tx.insert_new(hold)?;
        }
        Ok(Holds { holds })
    }
}

impl Command for ReleaseStock {
    const NAME: &'static str = "inventory.stock.release";
    type Output = Holds;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        read.get::<Hold>(&self.id).ok();
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Holds> {
        let hold = tx.one::<Hold>(&self.id)?;
        if hold.state != HoldState::Pending {
            return Err(Error::conflict("invalid_state", format!("This reservation is {} already.", hold.state)));
        }
        let (product, warehouse, reserved) = (hold.product, hold.warehouse, hold.quantity.negated()?);
        tx.add(Availability { product, warehouse, on_hand: Quantity::ZERO, reserved })?;
        let hold = tx.edit::<Hold>(&self.id, |hold| {
            hold.state = HoldState::Voided;
            Ok(())
        })?;
        Ok(Holds { holds: vec![HoldLine::of(&hold)] })
    }
}
