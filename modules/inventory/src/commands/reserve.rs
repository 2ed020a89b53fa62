use super::{MAX_LINES, TransferLine, demands, prefetch_lines};
use crate::errors;
use crate::moves::{Demand, require_available, warehouse};
use crate::records::{Availability, Hold, HoldState, LocationKind, Warehouse};
use command::{Command, Tx};
use kernel::{FieldErrors, Id, Result, Text, ToSchema, both};
use money::Quantity;
use resource::transition;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Read, Ref, Session};

/// Reserves goods: they stay in the warehouse but are not available to others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReserveStock {
    /// The warehouse: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "main")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// The purpose in words.
    #[serde(default)]
    pub reference: Text<255>,
    /// The products and quantities.
    #[schema(min_items = 1, max_items = MAX_LINES)]
    pub lines: Vec<TransferLine>,
}

/// Releases a reservation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Release reserved stock")]
pub struct ReleaseStock {
    /// The hold.
    pub id: Id<Hold>,
}

/// Reservations after the command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Holds {
    /// One reservation for each line.
    pub holds: Vec<HoldLine>,
}

/// One reservation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HoldLine {
    /// Its id.
    pub id: Id<Hold>,
    /// The quantity, more than 0.
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

    fn example() -> Json {
        json!({ "reference": "for Ann", "lines": [{ "sku": "LAMP", "quantity": "1" }] })
    }

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        super::unknown_names(read, body, &["warehouse"], errors)
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        prefetch_lines(
            read,
            self.warehouse.as_ref(),
            self.lines.iter().map(TransferLine::named),
            LocationKind::CUSTOMER,
        );
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Holds> {
        let user = Some(tx.actor());
        let (warehouse, demands) = both(warehouse(tx, user, self.warehouse.as_ref()), demands(tx, &self.lines))?;
        let today = ledger::today(tx)?;
        require_available(tx, &warehouse, today, &demands)?;
        let mut holds = Vec::with_capacity(demands.len());
        for Demand { product, quantity, .. } in demands {
            let reference = self.reference.to_string();
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
        let refused = |hold: &Hold| errors::hold_is_already(hold.state);
        let hold = transition(tx, &self.id, HoldState::Voided, refused, |_| {})?;
        let (product, warehouse, reserved) = (hold.product, hold.warehouse, hold.quantity.negated()?);
        tx.add(Availability { product, warehouse, on_hand: Quantity::ZERO, reserved })?;
        Ok(Holds { holds: vec![HoldLine::of(&hold)] })
    }
}
